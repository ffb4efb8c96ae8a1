"""The instruments as the codebook and the methods describe them: question, rule, sources and validity."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import pandas as pd

from analysis import codebook, tier
from analysis.codebook import Codebook

HERE = Path(__file__).parent
SETS = codebook.SHELF / "gold" / "sets.toml"

# What each task of the validity table asks, for instruments that have no entry of their own.
QUESTIONS = {
    "tone-sentence": "How positive or negative is the wording of a sentence?",
    "tone-target": "How positive or negative is a sentence towards one actor?",
    "loaded-language": "Does the wording of a sentence take sides?",
    "frames-article": "Which frames does an article have?",
    "frames-sentence": "Which frame does a sentence have?",
    "quotes": "Who says, thinks or wants what according to the text?",
    "actors": "Who is named?",
}

# "Family, A. & Other, B. (2000, note). Title. Rest."
_CITATION = re.compile(r"(?P<by>[^()]+?)\s*\((?P<year>(1[89]|20)\d\d)[^)]*\)[.,:]?\s*(?P<rest>.+)", re.DOTALL)


@dataclass(frozen=True)
class Instrument:
    """One instrument.

    Attributes
    ----------
    name, title
        What the program and what the codebook call it.
    measure
        Its name in the validity table.
    asks, rule, returns
        The question, how it is answered, and the table that holds the answers.
    cites
        Keys of works in `references.bib`.
    books
        The codebooks it works with.
    cited_as
        What the paragraph of methods calls it, with citations; its title and first
        work if empty.

    """

    name: str
    title: str
    measure: str
    asks: str
    rule: str
    returns: str
    cites: tuple[str, ...] = ()
    books: tuple[Codebook, ...] = ()
    cited_as: str = ""

    @property
    def badge(self) -> tier.Badge:
        """How far it agrees with human coders: reliable, tentative, exploratory or not validated."""
        return tier.badge(self.measure)


def instruments() -> list[Instrument]:
    """Every instrument, in the order of the steps; the codebooks on the shelf are found by themselves.

    >>> [made.name for made in instruments()][:3]
    ['passages', 'repair', 'sentences']
    """
    described = tomllib.loads((HERE / "instruments.toml").read_text(encoding="utf-8"))
    listed = [
        Instrument(
            name=name,
            title=said["title"],
            measure=said["measure"],
            asks=said["asks"],
            rule=said["rule"],
            returns=said["returns"],
            cites=tuple(said.get("cites", ())),
            books=tuple(_book(place) for place in said.get("codebooks", ()) if _there(place)),
            cited_as=said.get("cited_as", ""),
        )
        for name, said in described.items()
    ]
    with_rules = {f"{book.kind}/{book.name}" for made in listed for book in made.books}
    alone = [
        codebook.read(kind, name)
        for kind in sorted({path.parent.name for path in codebook.SHELF.glob("*/*.toml")} - {"gold"})
        for name in codebook.names(kind)
        if f"{kind}/{name}" not in with_rules
    ]
    made = [*listed, *map(_of_codebook, alone)]
    return [*made, *_others({one.measure for one in made})]


def _others(known: set[str]) -> Iterator[Instrument]:
    """What the validity table measures and `instruments.toml` does not describe."""
    table = tier.validity()
    for measure, rows in table[~table["measure"].isin(known)].groupby("measure", sort=True):
        task = str(rows["task"].iloc[0])
        yield Instrument(
            name=re.sub(r"\W+", "-", str(measure)),
            title=f"{str(measure)[:1].upper()}{str(measure)[1:]}",
            measure=str(measure),
            asks=QUESTIONS.get(task, f"What the task {task} asks."),
            rule=f"Made with {rows['made_with'].iloc[0]}."
            if "made_with" in rows
            else "Described in the package.",
            returns=f"answers to the task {task}",
        )


def _there(place: str) -> bool:
    return (codebook.SHELF / f"{place}.toml").is_file()


def _book(place: str) -> Codebook:
    kind, name = place.split("/")
    return codebook.read(kind, name)


def _of_codebook(book: Codebook) -> Instrument:
    """A codebook that is an instrument without rules in code: its terms and its own rules answer."""
    codes = [said for said in book.codes.values() if said.get("applies", True)]
    least = book.about.get("minimum")
    rules = sum(len(said.get("rules", ())) for said in codes)
    said = f"{len(book.terms):,} terms" + (f" and {rules:,} rules" if rules else "")
    rule = f"{said} are looked up in every sentence; every match is kept as evidence."
    if book.about.get("rule"):
        rule += f" {str(book.about['rule']).strip()}"
    elif book.kind == "frames" and least:
        counted, verb = ("one sentence", "has") if least == 1 else (f"{least} sentences", "have")
        rule += f" A question is answered yes if at least {counted} {verb} evidence"
        rule += ", unless its code says otherwise."
    if book.frames:
        rule += " A frame's score is the mean of its codes' answers."
    return Instrument(
        name=book.instrument,
        title=str(book.about["title"]),
        measure=book.instrument,
        asks=f"{len(codes)} questions, which the codebook lists." if len(codes) > 1 else _asks(codes),
        rule=rule,
        returns="hits, evidence and frames"
        if book.kind == "frames"
        else f"hits, one row per term found ({book.about.get('unit', 'word')})",
        books=(book,),
    )


def _asks(codes: Sequence[Mapping[str, object]]) -> str:
    return str(codes[0]["asks"]) if codes else "What the terms of this codebook name."


def sources(book: Codebook) -> list[str]:
    """The works a codebook is based on, as it cites them."""
    said = [book.about.get("citation"), book.about.get("idea"), *(book.about.get("sources") or [])]
    return [" ".join(str(work).split()) for work in said if work]


@cache
def works() -> dict[str, str]:
    """The entries of `references.bib`, by key."""
    text = (HERE / "references.bib").read_text(encoding="utf-8")
    return {found["key"]: found[0] for found in re.finditer(r"@\w+\{(?P<key>\w+),\n.*?\n\}", text, re.DOTALL)}


def key_of(citation: str) -> str | None:
    """The key of a citation: first author's family name and year; None if it is no citation.

    >>> key_of("Semetko, H. A. & Valkenburg, P. M. (2000). Framing European politics.")
    'semetko2000'
    >>> key_of("Original to this workbook.") is None
    True
    """
    # "Own list, after the grammar in Quirk, R. ...": the words before the authors are no part of them.
    found = _CITATION.fullmatch(citation.strip())
    if found is None:
        return None
    authors = re.split(r"\b(?:after|in)\s(?=[A-Z][\w’'-]+,\s[A-Z]\.)", found["by"])[-1]
    family = re.match(r"[^\W\d_][\w’'\s-]*", authors)
    if family is None:
        return None
    letters = re.sub(r"[^a-z]", "", _plain(family[0]).lower())
    return f"{letters}{found['year']}" if letters else None


def entry_of(citation: str) -> tuple[str, str] | None:
    r"""Key and BibTeX entry of a work: ours where we have one, else made from the citation.

    >>> entry_of("Semetko, H. A. & Valkenburg, P. M. (2000). Framing European politics.")[1][:22]
    '@article{semetko2000,\n'
    >>> print(entry_of("Vane, A. (2019). A made-up study. Journal of Nothing 1(2), 3-4.")[1])
    @misc{vane2019,
      author       = {Vane, A.},
      title        = {A made-up study},
      year         = {2019},
      howpublished = {Journal of Nothing 1(2), 3-4},
    }
    """
    key = key_of(citation)
    if key is None:
        return None
    if key in works():
        return key, works()[key]
    found = _CITATION.fullmatch(citation.strip())
    assert found is not None
    authors = re.split(r"\b(?:after|in)\s(?=[A-Z][\w’'-]+,\s[A-Z]\.)", found["by"])[-1]
    others = authors.strip().rstrip(",").replace(" et al.", " & others")
    names = [name.strip() for name in re.split(r",?\s*&\s*|(?<=\.),\s*(?=[^\W\d_])", others)]
    title, _, rest = found["rest"].strip().partition(". ")
    rest = re.sub(r"\s*\([^()]*\.\)\s*$", "", rest)  # a remark on what is used of it
    fields = {
        # The name of an organization is one name, even with "and" in it.
        "author": " and ".join(
            name if "," in name or name == "others" else f"{{{name}}}" for name in names if name
        ),
        "title": title.rstrip("."),
        "year": found["year"],
        "howpublished": rest.rstrip(". "),
    }
    lines = [f"  {name:12} = {{{_latex(value)}}}," for name, value in fields.items() if value]
    return key, "\n".join([f"@misc{{{key},", *lines, "}"])


def _latex(text: str) -> str:
    return re.sub(r"([&%#_$])", r"\\\1", text)


def _plain(text: str) -> str:
    import unicodedata

    return unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode()


@cache
def sets() -> Mapping[str, Mapping[str, object]]:
    """Title and citation of the human-coded sets in the validity table, by name."""
    return tomllib.loads(SETS.read_text(encoding="utf-8")) if SETS.is_file() else {}


def figures(measure: str) -> pd.DataFrame:
    """The rows of the validity table that decide an instrument's level."""
    table = tier.validity()
    return table[(table["measure"] == measure) & table["tier"].notna()].sort_values(["task", "gold"])


def in_words(row: Mapping[str, Any]) -> str:
    """A row of the validity table in words."""
    interval = "" if pd.isna(row["low"]) else f" (95% interval {two(row['low'])} to {two(row['high'])})"
    floor = "" if pd.isna(row.get("floor")) else f"; {row['floor_is']}: {two(row['floor'])}"
    return (
        f"{row['task']}: {row['metric']} {two(row['value'])}{interval} against {row['gold']}, "
        f"n = {row['n']:,}{floor}; {label(str(row['tier'])).lower()}"
    )


def label(grade: str) -> str:
    """The word for a tier of the validity table.

    >>> label("B"), label(tier.NONE)
    ('Tentative', 'Not validated')
    """
    return tier.LEVELS[grade][1] if grade in tier.LEVELS else "Not validated"


def two(value: float) -> str:
    """A number with two decimals and a true minus sign, but not before zero.

    >>> two(-0.001), two(-0.25)
    ('0.00', '−0.25')
    """
    return f"{round(value, 2) + 0:.2f}".replace("-", "−")
