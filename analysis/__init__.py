"""Measure how news media tell a story: who speaks, in what tone, in which frames.

Data flows one way. Each step is a module, and each function is named for the
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
    gold      published sets                   ->  texts with human codes
    validate  instruments, human codes         ->  validity
    read      an article, any measure          ->  the text with its marks, as a page
    findings  all tables                       ->  findings: claim, numbers, chart, evidence, validity
    report    findings                         ->  report, brief, codebook, methods

A module imports steps above it, never one below, and four helpers: `tables` (the
columns of every table), `codebook`, `tier` (levels of validity) and `writing`.
Three modules use all steps: `corpus` runs them over many articles, `explore` is
the panel, and `__main__` is the command `workbook`, with its arguments in
`command`. `fetch` gets pages from web addresses.
"""

__version__ = "0.1.0"
