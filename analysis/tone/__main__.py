"""Makes the figures of a reference corpus: `python -m analysis.tone FOLDER NAME`."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence

from analysis.tone.scoring import ToneError
from analysis.tone.standard import SHELF, remade


def main(arguments: Sequence[str] | None = None) -> int:
    """Make the figures of a reference corpus anew, and write them to the shelf or print them."""
    parser = argparse.ArgumentParser(prog="python -m analysis.tone", description=main.__doc__)
    parser.add_argument("folder", help="the corpus: a file, a folder or an archive")
    parser.add_argument("name", help="of the reference, such as basil")
    parser.add_argument("--instrument", action="append", default=[], help="measure this one only; repeatable")
    parser.add_argument("--show", action="store_true", help="print, and write nothing")
    asked = parser.parse_args(arguments)
    try:
        text = remade(asked.folder, asked.name, asked.instrument)
    except ToneError as error:
        print(f"workbook: {error}", file=sys.stderr)
        return 2
    if asked.show:
        sys.stdout.write(text)
    else:
        (SHELF / f"{asked.name}.toml").write_text(text, encoding="utf-8")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
