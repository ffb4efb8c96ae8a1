"""Trains the frame instrument that comes with the workbook, from human codes of the five generic frames.

Run from the top of the repository, in the workbook's own environment:

    python training/frames.py --gold DIR

`--gold` holds the human-coded sets (`workbook fetch gold`). It writes
`analysis/codebooks/trained/generic.json`: weights, single words, fingerprints of
the texts and what it said of each while that text was kept out; no text and no
label. It has to be run again after a change to a codebook whose terms it counts,
of which `framing.classify` reminds. `analysis/codebooks/trained/README.md` is its card.
"""

from __future__ import annotations

import argparse
import sys

from analysis import codebook, framing, gold
from analysis.framing import trained

SET = "narrative_frames"
REPEATS = 10  # of the cross-validation: with 31 texts of the rarest frame one parting says little


def main() -> None:
    """Read the codes, train, save, and print the figures."""
    asked = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    asked.add_argument("--gold", help="folder of human-coded sets; see `analysis.gold.folder`")
    asked.add_argument("--repeats", type=int, default=REPEATS)
    given = asked.parse_args()
    (coded,) = (found for found in gold.read(given.gold, ["frames-article"]).sets if found.name == SET)
    about = gold.sets()[SET]
    made = framing.train(
        coded.records,
        codebook.read("frames", str(about["codebook"])),
        repeats=given.repeats,
        # They gain nothing here (macro-F1 .632 with them, .633 without, cross-validated by article), and
        # every sentence of every article would have to be read by the encoder.
        encoder=False,
        say=lambda line: print(line, file=sys.stderr),
    )
    made.card["learned_from"] = f"{SET}, commit {about['commit'][:12]}, labels under the MIT licence"
    trained.SHELF.mkdir(exist_ok=True)
    path = framing.save(made, trained.SHELF / f"{made.codebook}.json")
    print(made.figures.to_string(index=False))
    print(made.card)
    print(f"{made}\nwritten: {path}, {path.stat().st_size:,} bytes")


if __name__ == "__main__":
    main()
