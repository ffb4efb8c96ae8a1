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
    framing   sentences, hits                  ->  frames, evidence
    agree     measures, human codes            ->  agreement, corrected estimates
    compare   any measure, articles            ->  estimates
    story     estimates and measures           ->  findings in words
    chart     estimates and measures           ->  Axes
    publish   Axes, tables                     ->  files, alt text, the report

A module imports `tables`, `codebook`, `tier`, and steps above it, never one below.
Above the steps stand `gold` and `validate`, which try them against human
codes, and `corpus`, which runs them over many articles. `python -m analysis`
is the command `workbook`.
"""

__version__ = "0.1.0"
