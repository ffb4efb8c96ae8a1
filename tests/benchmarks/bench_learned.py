"""How many sentences a second the learned instrument scores on one core, beside the parser on the same text.

python tests/benchmarks/bench_learned.py FILE_OR_FOLDER [--most 1000]
"""

from __future__ import annotations

import argparse
import os
import time
from collections.abc import Callable

os.environ["OMP_NUM_THREADS"] = "1"  # read as the packages below are imported

from analysis import clean, load, parse
from analysis.tone import learned


def seconds(work: Callable[[], object]) -> float:
    """Processor time of one call, so that what else runs does not count."""
    began = time.process_time()
    work()
    return time.process_time() - began


def main() -> None:
    """Prints one line for each way of scoring."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("corpus")
    asked.add_argument("--most", type=int, default=1000, help="sentences")
    args = asked.parse_args()
    articles = load.articles(args.corpus)
    sentences = parse.sentences(articles, clean.passages(articles)).head(args.most)
    texts = sentences["text"].tolist()
    spans = [(0, len(text.split(maxsplit=1)[0])) for text in texts]
    learned.tone(texts[:1])
    parse.document_of(texts[0])
    parsed = seconds(lambda: [parse.document_of(text) for text in texts])
    for name, work in {
        "tone": lambda: learned.tone(texts),
        "towards": lambda: learned.towards(texts, spans),
    }.items():
        took = seconds(work)
        print(
            f"{name}: {len(texts) / took:.0f} sentences a second on one core, "
            f"{took / parsed:.2f} times the parser, {len(texts)} sentences of {sentences['words'].mean():.0f} words"
        )


if __name__ == "__main__":
    main()
