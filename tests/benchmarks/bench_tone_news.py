"""How fast the news word list scores, in words a second, and beside VADER in the same run.

    python tests/benchmarks/bench_tone_news.py [PATH ...] [--words N]

PATH: a corpus; the seed's sentences, over and over, if none is given. The word
list should read at least 200,000 words a second on one core.
"""

from __future__ import annotations

import argparse
import time

import pandas as pd

from analysis import clean, corpus, load, parse, tone


def main() -> None:
    """Measure and print."""
    asked = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    asked.add_argument("paths", nargs="*")
    asked.add_argument("--words", type=int, default=400_000, help="words to score (default: 400,000)")
    given = asked.parse_args()
    read, _ = load.read(*corpus.where(given.paths))
    articles = read[read["left_out"].isna()]
    one = parse.sentences(articles, clean.passages(articles))
    times = max(1, round(given.words / int(one["words"].sum())))
    sentences = pd.concat([one.assign(article=one["article"] + f"-{n}") for n in range(times)])
    sentences = sentences.reset_index(drop=True)
    words = int(sentences["words"].sum())
    rates = {}
    for name in ("news", "vader"):
        tone.scores(one, name)  # lists are read before anything is timed
        begun = time.process_time()
        tone.scores(sentences, name)
        rates[name] = words / (time.process_time() - begun)
        print(
            f"{name:6} {rates[name]:10,.0f} words a second, {words:,} words in {len(sentences):,} sentences"
        )
    print(f"news reads at {rates['news'] / rates['vader']:.2f} of VADER's speed")


if __name__ == "__main__":
    main()
