"""What the steps on top of the parse cost, as shares of the parser's own time in the same run.

    python tests/benchmarks/bench_steps.py [PATH ...] [--most N]

PATH: a corpus; the seed, over and over, if none is given. Voices, actors and
timeline together should stay under 15 % of the parse.
"""

from __future__ import annotations

import argparse
import tempfile
import time
from collections.abc import Callable
from typing import TypeVar

import pandas as pd

from analysis import actors, clean, corpus, load, parse, timeline, tone, voices

T = TypeVar("T")


def timed(seconds: dict[str, float], name: str, step: Callable[[], T]) -> T:
    """Run a step and note its processor time, which other programs on the machine do not lengthen."""
    begun = time.process_time()
    made = step()
    seconds[name] = seconds.get(name, 0.0) + time.process_time() - begun
    return made


def main() -> None:
    """Measure and print."""
    asked = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    asked.add_argument("paths", nargs="*")
    asked.add_argument("--most", type=int, default=300, help="articles to measure (default: 300)")
    given = asked.parse_args()
    seconds: dict[str, float] = {}
    read, _ = load.read(*corpus.where(given.paths))
    articles = read[read["left_out"].isna()]
    if not given.paths:
        articles = pd.concat([articles.assign(article=f"seed{n}") for n in range(40)], ignore_index=True)
    articles = articles.head(given.most).reset_index(drop=True)
    parse.document_of("The model is loaded before anything is timed.")
    passages = timed(seconds, "clean", lambda: clean.passages(articles))
    sentences = timed(seconds, "sentences", lambda: parse.sentences(articles, passages))
    with tempfile.TemporaryDirectory() as cache:
        documents = timed(seconds, "parse", lambda: parse.documents(sentences, cache=cache))
        timed(seconds, "parse again, from the cache", lambda: parse.documents(sentences, cache=cache))
    mentions = timed(seconds, "actors", lambda: actors.mentions(documents, articles))
    quotes = timed(seconds, "voices", lambda: voices.quotes(documents, mentions))
    quotations = timed(seconds, "voices", lambda: voices.quotations(documents))
    stretches = timed(seconds, "voices", lambda: voices.voice(sentences, quotes, quotations))
    timed(seconds, "actors", lambda: actors.labels(documents, mentions, stretches))
    timed(seconds, "actors", lambda: actors.hidden_agency(documents, mentions))
    timed(seconds, "timeline", lambda: timeline.dates(documents, articles))
    for name in tone.INSTRUMENTS:
        timed(seconds, f"tone, {name}", lambda name=name: tone.scores(sentences, name))  # type: ignore[misc]
    words = int(sentences["words"].sum())
    print(
        f"{len(articles)} articles, {words:,} words; the parser reads {words / seconds['parse']:,.0f} words a second"
    )
    for name, taken in seconds.items():
        print(f"  {name:28} {taken:8.2f} s  {100 * taken / seconds['parse']:6.1f} % of the parse")
    on_top = sum(seconds[name] for name in ("voices", "actors", "timeline"))
    print(
        f"  {'voices, actors and timeline':28} {on_top:8.2f} s  {100 * on_top / seconds['parse']:6.1f} % of the parse"
    )


if __name__ == "__main__":
    main()
