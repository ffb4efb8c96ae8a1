"""Publish the findings: report, brief, codebook and methods.

    compute    a corpus                ->  the findings of its report
    summary    a corpus                ->  its main findings, for a notebook
    select     findings                ->  which come first, which are uncertain, which are lacking
    report     findings                ->  report.html, one file that needs nothing else
    brief      findings                ->  brief.md and findings.json
    publish    a corpus                ->  all of these and the charts, into a folder
    pdf        a page                  ->  the page as PDF, where a browser or LaTeX is installed
    codebooks  the codebooks           ->  every instrument: question, rule, sources, validity
    methods    a run                   ->  the methods in words, with citations, to adapt for a paper

A file appears whole or not at all, and has the same bytes each time it is made
from the same input.
"""

from analysis.report import brief
from analysis.report.cards import Summary, summary
from analysis.report.codebook_page import codebooks
from analysis.report.methods_text import methods
from analysis.report.output import main_findings, publish
from analysis.report.page import report
from analysis.report.printing import HOW, browser, pdf
from analysis.report.selection import Selection, compute, select
from analysis.report.template import ReportError

__all__ = [
    "HOW",
    "ReportError",
    "Selection",
    "Summary",
    "brief",
    "browser",
    "codebooks",
    "compute",
    "main_findings",
    "methods",
    "pdf",
    "publish",
    "report",
    "select",
    "summary",
]
