"""The instruments as data: a TOML file for the reader, a CSV file for the machine.

A codebook is a pair of files of one name in `codebooks/<kind>/`. The CSV lists
the terms, one a row: `term,code,weight,note`; further columns are kept. The TOML
says whose idea it is, what each code asks, and gives a yes and a no example of
each. A third file may stand beside them, `<name>.trials.csv` with the columns
`code,answer,text`: more sentences whose answer its writers know.

Many instruments are no more than that. Where words alone cannot answer, the
TOML goes on:

`applies = false` and `why`, in a code
    The question cannot be asked of a text (of a picture, say). It stands in
    the codebook, has no examples, and is answered "not applicable".

`minimum` and `share`, at the top or in a code
    How many sentences with evidence make a yes, and what share of all
    sentences they must be. One sentence and no share unless said.

`names = false`, at the top or in a code
    Words that are a part of an actor's name ("the Integrity Project") do not count.

`[frames.<name>]` with `title`, `definition`, `present`
    A frame scored from several codes, which say `frame = "<name>"`: the score is
    the mean of their answers, and the frame is there from `present` on.

`[lists]` with `<name> = "what it holds"`
    Words for rules to use. Their terms stand in the CSV, the list's name as
    `code`; of themselves they answer nothing.

`[[<code>.rules]]`
    A way to answer yes. `rule` names it in a sentence. One key says what is
    looked for; a list's name, or `["terms", "given here"]`:

    word       terms, as printed
    verb       verbs in any form, given as lemmas: "blame", "take back"; "*" is any verb
    source     people and bodies to whom words are attributed, by their kind (see below)

    The others say when it counts. All of them must hold:

    agent      who does it: the kinds allowed, parted by spaces. Of a passive the
               agent in the by-phrase; of a word the subject of its clause
    patient    to whom it is done: the object, or the subject of a passive
    speaker    who is quoted or reported with it
    voice      whose words it stands in: reporter, quoted, reported
    cue        of a source, the word that attributes: lemmas
    modal      of a verb, what it hangs on: lemmas such as "must", "need"
    with       terms that stand in the same sentence
    without    terms that do not
    different  true: agent and patient, or speaker and patient, are two actors
    speakers   how many different speakers must say it in the article
    negated    "too": counts also under "not" or "never"; "only": counts only so
    who        whom the evidence is about: agent, patient or speaker

    The kinds of an actor: `actor` (anyone), `person`, `organization`, `place`,
    `group`, `state` (a country, its capital or government), `named`, `none`
    (it is not said who), or the name of a list that holds a word for them; a
    kind with "not " before it in an array, `["actor", "not state"]`, is excluded.
"""

from __future__ import annotations

import csv
import hashlib
import re
import tomllib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Any

import pandas as pd

from analysis.tables import WORD

SHELF = Path(__file__).parent / "codebooks"

ANCHORS = ("word", "verb", "source")  # what a rule looks for
PARTIES = ("agent", "patient", "speaker")
KINDS = ("actor", "person", "organization", "place", "group", "state", "named", "none")
VOICES = ("reporter", "quoted", "reported")
_TERMS = ("word", "verb", "cue", "modal", "with", "without")  # keys of a rule that hold terms
_KEYS = ("rule", *ANCHORS, *PARTIES, "voice", *_TERMS[2:], "different", "speakers", "negated", "who")
# Which conditions go with what is looked for.
_FITS = {
    "word": {"agent", "speaker", "voice", "with", "without", "speakers", "negated", "who"},
    "verb": {*PARTIES, "voice", "modal", "with", "without", "different", "speakers", "negated", "who"},
    "source": {"cue", "with", "without", "speakers", "who"},
}


class CodebookError(ValueError):
    """A codebook that cannot be found, read or trusted."""


@dataclass(frozen=True)
class Rule:
    """One way to answer a code's question yes; the module says what each part means.

    `anchor` is word, verb or source. `terms` holds the terms of each key that
    has them, `kinds` the kinds of each party, a source's among them.
    """

    code: str
    name: str
    anchor: str
    terms: Mapping[str, tuple[str, ...]]
    kinds: Mapping[str, tuple[str, ...]]
    voice: tuple[str, ...] = ()
    different: bool = False
    speakers: int = 0
    negated: str = ""
    who: str = ""


@dataclass(frozen=True, eq=False)  # told apart by identity, so that what is made of one can be kept
class Codebook:
    """An instrument made of terms and rules.

    Attributes
    ----------
    kind, name
        The folder it stands in, and its file name.
    about
        What the TOML says of the whole: title, citation, scale and the rest.
    codes
        What the TOML says of each code: `title`, `asks`, `yes`, `no`.
    terms
        One row per term and code: `term`, `code`, `weight`, `note`, and `line`
        in the CSV, then what further columns it has. A term is one or more
        words; `*` ends a stem.
    sha256
        Of both files, so that a run can say which version it used.
    frames
        What the TOML says of each frame that is scored from several codes.
    lists
        The terms of each list that rules use.
    rules
        The rules, in the order of the TOML.

    """

    kind: str
    name: str
    about: Mapping[str, Any]
    codes: Mapping[str, Mapping[str, Any]]
    terms: pd.DataFrame = field(repr=False)
    sha256: str
    frames: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    lists: Mapping[str, tuple[str, ...]] = field(default_factory=dict, repr=False)
    rules: tuple[Rule, ...] = field(default=(), repr=False)

    @property
    def instrument(self) -> str:
        """The name its hits go by, such as `frames/generic`."""
        return f"{self.kind}/{self.name}"

    @property
    def titles(self) -> dict[str, str]:
        """What to call each frame and code in print."""
        named = {**self.frames, **self.codes}
        return {code: str(said.get("title", code)) for code, said in named.items()}

    def in_names(self, code: str) -> bool:
        """Whether words that are a part of an actor's name count for a code."""
        return bool(self.codes[code].get("names", self.about.get("names", True)))

    def items(self, frame: str) -> list[str]:
        """The codes that a frame is scored from, without those that cannot be asked of a text.

        >>> read("frames", "generic").items("morality")
        ['moral_message', 'religion', 'prescription']
        """
        return [
            code
            for code, said in self.codes.items()
            if said.get("frame") == frame and said.get("applies", True)
        ]


def names(kind: str, shelf: Path | str = SHELF) -> list[str]:
    """Names of the codebooks of a kind, in order of the alphabet.

    >>> "generic" in names("frames")
    True
    """
    return sorted(path.stem for path in (Path(shelf) / kind).glob("*.toml"))


def read(kind: str, name: str, shelf: Path | str = SHELF) -> Codebook:
    """A codebook, checked as it is read.

    Parameters
    ----------
    kind, name
        The folder and the file name without its ending.
    shelf
        Where the kinds stand; the workbook's own by default.

    Raises
    ------
    CodebookError
        If there is no such codebook, a file is malformed, a term has an unknown
        code, no word, a weight that is no number or lies outside the declared
        scale, or stands there twice; or a rule looks for nothing or holds what no
        rule can. The error names file, line, value and rule.

    Examples
    --------
    >>> read("frames", "generic").codes["disagreement"]["asks"][:8]
    'Does the'

    """
    toml, table = (Path(shelf) / kind / f"{name}{ending}" for ending in (".toml", ".csv"))
    if not toml.is_file():
        there = ", ".join(names(kind, shelf)) or "none"
        raise CodebookError(f"no {kind} codebook {name!r}. There are: {there}.")
    if not table.is_file():
        raise CodebookError(f"{toml.name} stands without {table.name}: a codebook is a pair of files.")
    try:
        text = toml.read_text(encoding="utf-8")
        about = tomllib.loads(text)
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise CodebookError(f"{toml.name} is not TOML in UTF-8: {error}.") from error
    frames, lists = _table(about, "frames", toml.name), _table(about, "lists", toml.name)
    codes = {key: value for key, value in about.items() if isinstance(value, dict)}
    about = {key: value for key, value in about.items() if key not in codes}
    for needed in ("title", "citation", "scale"):
        if needed not in about:
            raise CodebookError(f"{toml.name} does not say its {needed!r}, which every codebook must.")
    for code, said in codes.items():
        _check_code(code, said, frames, lists, toml.name)
    digest = hashlib.sha256(toml.read_bytes() + table.read_bytes()).hexdigest()
    known = set(codes) or {"tone"}
    every = _terms(table, known | set(lists), about["scale"], toml.name)
    listed = {name: tuple(every.loc[every["code"] == name, "term"]) for name in lists}
    if unfilled := [name for name, terms in listed.items() if not terms]:
        raise CodebookError(f"{table.name} has no term for {unfilled[0]!r}, which {toml.name} lists.")
    rules = tuple(
        _rule(code, number, given, listed, _Lines(text, toml.name))
        for code, said in codes.items()
        for number, given in enumerate(said.get("rules", ()))
    )
    terms = every[every["code"].isin(known)].reset_index(drop=True)
    return Codebook(kind, name, about, codes, terms, digest, frames, listed, rules)


def trials(codebook: Codebook, shelf: Path | str = SHELF) -> pd.DataFrame:
    """Sentences whose answer is known: the codebook's examples, and those of its file of trials.

    Returns
    -------
    DataFrame
        One row per sentence and code: code, answer (True or False) and text.

    Raises
    ------
    CodebookError
        If a line of the file has an unknown code, an answer that is neither
        yes nor no, or no text.

    Examples
    --------
    >>> tried = trials(read("frames", "generic")).query("code == 'reproach'")
    >>> tried["answer"].value_counts().to_dict()
    {True: 4, False: 4}

    """
    rows = [
        (code, part == "yes", str(said[part]))
        for code, said in codebook.codes.items()
        for part in ("yes", "no")
        if part in said
    ]
    path = Path(shelf) / codebook.kind / f"{codebook.name}.trials.csv"
    if path.is_file():
        with path.open(encoding="utf-8", newline="") as file:
            reader = csv.DictReader(file)
            for row in reader:
                code, answer, text = (str(row.get(part) or "").strip() for part in ("code", "answer", "text"))
                at = f"{path.name}, line {reader.line_num}"
                if code not in codebook.codes:
                    raise CodebookError(
                        f"{at}: {code!r} is no code of {codebook.name}. It has: {', '.join(codebook.codes)}."
                    )
                if answer not in ("yes", "no"):
                    raise CodebookError(f"{at}: {answer!r} is no answer, which is yes or no.")
                if not text:
                    raise CodebookError(f"{at}: there is no text to try.")
                rows.append((code, answer == "yes", text))
    return pd.DataFrame(rows, columns=["code", "answer", "text"])


def _table(about: dict[str, Any], key: str, file: str) -> dict[str, Any]:
    found = about.pop(key, {})
    if not isinstance(found, dict):
        raise CodebookError(f"{file}: {key!r} is {found!r}, but stands for a section [{key}].")
    return found


def _check_code(
    code: str, said: Mapping[str, Any], frames: Mapping[str, Any], lists: Mapping[str, Any], file: str
) -> None:
    needed = ("asks", "yes", "no") if said.get("applies", True) else ("asks", "why")
    if lacking := [part for part in needed if part not in said]:
        why = "a coder needs all three" if len(needed) == 3 else "what is not asked needs its reason"
        raise CodebookError(f"{file}, [{code}] lacks {', '.join(lacking)}: {why}.")
    if "frame" in said and said["frame"] not in frames:
        there = ", ".join(frames) or "none"
        raise CodebookError(
            f"{file}, [{code}] is an item of {said['frame']!r}, which is no frame here. There are: {there}."
        )
    if code in lists or code in frames:
        what = "list" if code in lists else "frame"
        raise CodebookError(f"{file}: {code!r} is both a code and a {what}; give one of them another name.")


class _Lines:
    """Where in a TOML file a rule and its keys stand, for errors."""

    def __init__(self, text: str, file: str) -> None:
        self.lines, self.file = text.splitlines(), file

    def at(self, code: str, number: int, key: str = "") -> str:
        header = re.compile(rf"\s*\[\[\s*\"?{re.escape(code)}\"?\s*\.\s*rules\s*\]\]")
        begins = [place for place, line in enumerate(self.lines) if header.match(line)]
        if number >= len(begins):
            return f"{self.file}, rule {number + 1} of [{code}]"
        place = begins[number]
        for later in range(place + 1, len(self.lines)):
            if re.match(r"\s*\[", self.lines[later]):
                break
            if key and re.match(rf"\s*{re.escape(key)}\s*=", self.lines[later]):
                place = later
                break
        return f"{self.file}, line {place + 1}"


def _rule(
    code: str, number: int, given: Mapping[str, Any], lists: Mapping[str, tuple[str, ...]], lines: _Lines
) -> Rule:
    def wrong(key: str, said: str) -> CodebookError:
        return CodebookError(f"{lines.at(code, number, key)}: {said}")

    if unknown := [key for key in given if key not in _KEYS]:
        raise wrong(unknown[0], f"a rule has no {unknown[0]!r}. It may have: {', '.join(_KEYS)}.")
    if not isinstance(given.get("rule"), str) or not given["rule"].strip():
        raise wrong("rule", "a rule needs a name, its 'rule'.")
    anchors = [key for key in ANCHORS if key in given]
    if len(anchors) != 1:
        found = " and ".join(anchors) or "nothing"
        raise wrong("rule", f"{given['rule']!r} looks for {found}; a rule has one of {', '.join(ANCHORS)}.")
    anchor = anchors[0]
    if misfit := [key for key in given if key not in {"rule", anchor, *_FITS[anchor]}]:
        fits = ", ".join(key for key in _KEYS if key in _FITS[anchor])
        raise wrong(misfit[0], f"{misfit[0]!r} does not go with {anchor!r}. With it go: {fits}.")
    terms = {key: _given_terms(given[key], lists, partial(wrong, key)) for key in _TERMS if key in given}
    parties = [key for key in (*PARTIES, "source") if key in given]
    kinds = {key: _given_kinds(given[key], lists, partial(wrong, key)) for key in parties}
    voice = tuple(str(given.get("voice", "")).split())
    if strays := [name for name in voice if name not in VOICES]:
        raise wrong("voice", f"{strays[0]!r} is no voice. There are: {', '.join(VOICES)}.")
    if given.get("negated", "") not in ("", "too", "only"):
        raise wrong("negated", f"'negated' is {given['negated']!r}, but may be 'too' or 'only'.")
    if given.get("who", "") not in ("", *PARTIES):
        raise wrong("who", f"'who' is {given['who']!r}, but may be {', '.join(PARTIES)}.")
    speakers = given.get("speakers", 0)
    if not isinstance(speakers, int) or speakers < 0:
        raise wrong("speakers", f"'speakers' is {speakers!r}, but is a number of people.")
    if not isinstance(given.get("different", False), bool):
        raise wrong("different", f"'different' is {given['different']!r}, but may be true or false.")
    return Rule(
        code, given["rule"].strip(), anchor, terms, kinds, voice, given.get("different", False),
        speakers, given.get("negated", ""), given.get("who", ""),
    )  # fmt: skip


def _given_terms(
    value: Any, lists: Mapping[str, tuple[str, ...]], wrong: Callable[[str], CodebookError]
) -> tuple[str, ...]:
    if isinstance(value, str):
        named = value.split()
        if strays := [name for name in named if name not in lists and name != "*"]:
            raise wrong(f"{strays[0]!r} is no list. There are: {', '.join(lists) or 'none'}.")
        return tuple(term for name in named for term in lists.get(name, ("*",)))
    if not isinstance(value, Sequence) or not value:
        raise wrong(f"{value!r} is neither the name of a list nor an array of terms.")
    for term in value:
        if not isinstance(term, str) or not WORD.search(term) or "*" in term[:-1]:
            raise wrong(f"{term!r} is no term: a term has a word, and '*' at its end if anywhere.")
    return tuple(value)


def _given_kinds(
    value: Any, lists: Mapping[str, tuple[str, ...]], wrong: Callable[[str], CodebookError]
) -> tuple[str, ...]:
    kinds = tuple(value.split()) if isinstance(value, str) else tuple(map(str, value))
    for kind in kinds:
        plain = kind.removeprefix("not ")
        if plain not in KINDS and plain not in lists:
            raise wrong(f"{plain!r} is no kind of actor. There are: {', '.join([*KINDS, *lists])}.")
    if not kinds:
        raise wrong("no kind of actor is named.")
    return kinds


def _terms(path: Path, codes: set[str], scale: list[float], declared_in: str) -> pd.DataFrame:
    low, high = scale
    rows: list[tuple[Any, ...]] = []
    seen: dict[tuple[str, str], int] = {}
    columns = ("term", "code", "weight", "note")
    with path.open(encoding="utf-8", newline="") as file:
        reader = csv.DictReader(file)
        further = [name for name in reader.fieldnames or () if name not in columns]
        absent = set(columns) - set(reader.fieldnames or ())
        if absent:
            raise CodebookError(f"{path.name}, line 1: the header lacks {', '.join(sorted(absent))}.")
        for row in reader:
            at = f"{path.name}, line {reader.line_num}"
            term, code = (row["term"] or "").strip(), (row["code"] or "").strip()
            if not WORD.search(term):
                raise CodebookError(f"{at}: {term!r} holds no word.")
            if "*" in term.rstrip("*") or term.endswith("**"):
                raise CodebookError(f"{at}: {term!r} has its '*' elsewhere than at the end of the term.")
            if code not in codes:
                raise CodebookError(
                    f"{at}: {term!r} counts for {code!r}, which {declared_in} does not describe. "
                    f"It describes: {', '.join(sorted(codes))}."
                )
            try:
                weight = float(row["weight"])
            except (TypeError, ValueError):
                raise CodebookError(f"{at}: {term!r} weighs {row['weight']!r}, which is no number.") from None
            if not low <= weight <= high:
                raise CodebookError(
                    f"{at}: {term!r} weighs {weight:g}, outside the scale {low:g} to {high:g} "
                    f"that {declared_in} declares."
                )
            if (before := seen.setdefault((term.lower(), code), reader.line_num)) != reader.line_num:
                raise CodebookError(f"{at}: {term!r} stands for {code!r} in line {before} already.")
            others = [(row[name] or "").strip() or None for name in further]
            rows.append((term, code, weight, (row["note"] or "").strip(), reader.line_num, *others))
    if not rows:
        raise CodebookError(f"{path.name} lists no term.")
    return pd.DataFrame(rows, columns=[*columns, "line", *further])
