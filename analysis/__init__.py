"""Measure how news media tell a story: who speaks, in what tone, in which frames.

One table flows one way, each step a module, each function named for the
table it returns:

    load      files                            ->  articles
    clean     articles                         ->  passages
    parse     passages                         ->  sentences, parsed documents
    voices    parsed documents                 ->  quotes
    actors    parsed documents                 ->  mentions, labels
    timeline  parsed documents                 ->  dates
    match     sentences, a codebook            ->  hits
    tone      sentences                        ->  scores, hits
    agree     measures, human codes            ->  agreement, corrected estimates
    framing   sentences, hits, human answers   ->  frames, evidence
    compare   any measure, articles            ->  estimates
    story     estimates and measures           ->  findings in words
    chart     estimates and measures           ->  Axes
    read      an article, any measure          ->  the text with its marks, as a page
    publish   Axes, pages, tables              ->  files, alt text, the report

A module imports `tables`, `codebook`, `tier`, and steps above it, never one below.
Above the steps stand `gold` and `validate`, which try them against human
codes, `corpus`, which runs them over many articles, `fetch`, which gets pages
from addresses, and `explore`, a panel to try them by clicking. `python -m
analysis` is the command `workbook`, with the arguments in `command`.
"""

__version__ = "0.1.0"
