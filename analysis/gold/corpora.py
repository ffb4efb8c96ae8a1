"""Public corpora of several outlets, as articles to compare: fetched, and put into one file.

A corpus is one of the listed sets whose texts are articles with an outlet. What its
files call outlet, day and event becomes the columns that `load` knows, so that
`workbook run` takes it as it is. The texts stay their publishers'.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

from analysis.gold.fetching import Count, fetch, sets
from analysis.gold.forms import GoldError, Record

# What the files write for an outlet, and what it is called.
_BASIL = {"nyt": "The New York Times", "fox": "Fox News", "hpo": "HuffPost"}
_POLNEAR = {
    "breitbart": "Breitbart", "huff-post": "HuffPost", "nyt": "The New York Times", "politico": "Politico",
    "usa-today": "USA Today", "wash-post": "The Washington Post", "west-journal": "Western Journalism",
}  # fmt: skip
_NAMED = re.compile(r"(?P<outlet>[a-z-]+)_(?P<day>\d{4}-\d{2}-\d{2})_")

Read = Callable[[Path], Iterator[Record]]


def _basil(folder: Path) -> Iterator[Record]:
    """Events told by three outlets; some files spell the outlet in capitals."""
    for path in sorted(folder.glob("articles/**/*.json")):
        article = json.loads(path.read_text(encoding="utf-8"))
        outlet = str(article["source"]).casefold()
        yield {
            "outlet": _BASIL.get(outlet, outlet),
            "published": article.get("date"),
            "headline": article.get("title") or None,
            "url": article.get("url") or None,
            "event": article.get("triplet-uuid"),
            "text": "\n\n".join(" ".join(paragraph) for paragraph in article["body-paragraphs"]),
        }


def _re3d(folder: Path) -> Iterator[Record]:
    """What six institutions wrote on one war; no day is given."""
    for path in sorted(folder.glob("*/documents.json")):
        text = path.read_text(encoding="utf-8-sig")
        documents = (
            json.loads(text)
            if text.lstrip().startswith("[")
            else map(json.loads, filter(str.strip, text.splitlines()))
        )
        for document in documents:
            yield {
                "outlet": document.get("sourceName"),
                "headline": document.get("title") or None,
                "url": document.get("sourceUrl") or None,
                "text": document.get("text") or "",
            }


def _polnear(folder: Path) -> Iterator[Record]:
    """Seven outlets on one election campaign; outlet and day stand in the names of the files."""
    for path in sorted(folder.glob("data/*/text/*.txt")):
        if named := _NAMED.match(path.name):
            outlet = named["outlet"]
            yield {
                "outlet": _POLNEAR.get(outlet, outlet),
                "published": named["day"],
                "text": path.read_text(encoding="utf-8-sig"),
            }


_READ: Mapping[str, Read] = {"basil": _basil, "re3d": _re3d, "polnear": _polnear}


def corpora() -> dict[str, dict[str, Any]]:
    """What is known of each corpus: title, licence, citation, home, commit.

    >>> list(corpora())
    ['polnear', 're3d', 'basil']
    """
    return {name: about for name, about in sets().items() if name in _READ}


def corpus(name: str, folder: Path | str) -> list[Record]:
    """The articles of a corpus, out of the files its authors published.

    Parameters
    ----------
    name
        One of `corpora`.
    folder
        Where those files are.

    Returns
    -------
    list of dict
        outlet, text, and where they are known published (a day), headline, url
        and event (an id that the articles on one event share).

    Raises
    ------
    GoldError
        If there is no such corpus, no article of it in the folder, or a file
        is not in the form it was published in.

    """
    if name not in _READ:
        raise GoldError(f"no corpus {name!r}. There are: {', '.join(corpora())}.")
    try:
        found = [
            {key: value for key, value in record.items() if value}
            for record in _READ[name](Path(folder))
            if record["text"].strip()
        ]
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        raise GoldError(f"{folder} is not in the form {name} was published in: {error!r}.") from error
    if not found:
        raise GoldError(f"no article of {name} in {folder}. `workbook fetch corpus {name}` gets them.")
    return found


def fetch_corpus(
    name: str,
    out: Path | str,
    folder: Path | str,
    *,
    say: Callable[[str], None] = print,
    count: Count | None = None,
    listed: Mapping[str, Mapping[str, Any]] | None = None,
) -> Path:
    """Get a public corpus as one file of JSON lines that `workbook run` takes.

    Parameters
    ----------
    name
        One of `corpora`.
    out
        Folder for `<name>.jsonl`; it is made if it is not there.
    folder
        Where the files its authors published are kept, a folder for each set;
        those already there are checked and not fetched again.
    say
        Is told, before anything is fetched, under which licence it comes.
    count
        As in `fetch`.
    listed
        The sets that can be fetched, `sets()` by default.

    Returns
    -------
    Path
        The file.

    Raises
    ------
    GoldError
        As `fetch` and `corpus` do, or if the file cannot be written.

    """
    if name not in _READ:
        raise GoldError(f"no corpus {name!r}. There are: {', '.join(corpora())}.")
    known = dict(sets() if listed is None else listed)
    fetch(name, folder, say=say, count=count, listed=known)
    articles = corpus(name, Path(folder) / name)
    made = Path(out) / f"{name}.jsonl"
    # Each article keeps its licence beside it, wherever the file goes.
    lines = [json.dumps(article | {"licence": known[name]["licence"]}) for article in articles]
    try:
        made.parent.mkdir(parents=True, exist_ok=True)
        made.write_text("\n".join(lines) + "\n", encoding="utf-8")
    except OSError as error:
        raise GoldError(f"{made} cannot be written: {error.strerror or error}.") from error
    outlets = sorted({article["outlet"] for article in articles if "outlet" in article})
    say(f"  {len(articles):,} articles of {len(outlets)} outlets in {made}")
    return made
