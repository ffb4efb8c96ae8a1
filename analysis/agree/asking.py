"""What a coder is asked, and what answers stand for, also when a spreadsheet has spoilt them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from analysis.agree.forms import AgreeError
from analysis.codebook import Codebook

# Names a column of the sheet has already; a question of that name would be mixed up with it.
TAKEN = ("sample", "coder", "row", "before", "text", "after", "note")


@dataclass(frozen=True)
class Question:
    """What a coder is asked about each unit, and how it may be answered.

    Attributes
    ----------
    name
        The column of the sheet that takes the answer.
    asks
        The question, as the coder reads it.
    codes
        The codes and what each means; empty where any number on `scale` will do.
    definition, yes, no
        What the question is about, an example of a yes and one of a no.
    scale
        The least and the greatest number allowed, where the answer is a number.

    """

    name: str
    asks: str
    codes: Mapping[str, str]
    definition: str = ""
    yes: str = ""
    no: str = ""
    scale: tuple[float, float] | None = None

    def __post_init__(self) -> None:
        if self.name in TAKEN or not re.fullmatch(r"[^\W_][\w .-]*", self.name):
            raise AgreeError(
                f"a question cannot be named {self.name!r}: a name begins with a letter or digit, holds "
                f"letters, digits, '_', '-', '.' and spaces, and is none of {', '.join(TAKEN)}."
            )
        if bool(self.codes) == (self.scale is not None):
            raise AgreeError(
                f"question {self.name!r} needs either codes to choose from or a scale, and not both."
            )
        unfit = [code for code in self.codes if code != code.strip() or not code]
        if unfit:
            raise AgreeError(f"question {self.name!r}: {unfit[0]!r} is empty or has blanks at its ends.")
        folded = [code.casefold() for code in self.codes]
        if len(set(folded)) < len(folded):
            raise AgreeError(
                f"question {self.name!r} has codes that differ in capitals only: {_listed(self.codes)}."
            )

    def read(self, answer: str) -> tuple[str | None, str]:
        """The code an answer stands for, or None and what is wrong with the answer.

        >>> yes_or_no = Question("conflict", "Is there a quarrel?", {"1": "yes", "0": "no"})
        >>> yes_or_no.read("1"), yes_or_no.read("1.0"), yes_or_no.read("2")[0]
        (('1', ''), ('1', ''), None)

        """
        given = answer.strip()
        if self.scale is not None:
            return self._number(given)
        for code in self.codes:
            if given.casefold() == code.casefold() or _same_number(given, code):
                return code, ""
        return (
            None,
            f"{given!r} is no code of {self.name!r}. {_mangled(given, self.codes)}The codes are "
            f"{_listed(self.codes)}.",
        )

    def _number(self, given: str) -> tuple[str | None, str]:
        low, high = self.scale or (0.0, 0.0)
        rule = f"{self.name!r} takes a number from {low:g} to {high:g}"
        if re.fullmatch(r"[+-]?\d+,\d+", given):
            return None, f"{given!r} has a comma; {rule}, with a point: {given.replace(',', '.')}."
        if not re.fullmatch(r"[+-]?(\d+\.?\d*|\.\d+)", given):
            return None, f"{given!r} is no number. {_mangled(given, ())}{rule[0].upper()}{rule[1:]}."
        if not low <= float(given) <= high:
            return None, f"{given} lies outside the scale: {rule}."
        return given, ""


def questions(codebook: Codebook) -> list[Question]:
    """The questions of a codebook, each answered 1 (yes) or 0 (no), in the codebook's order.

    >>> from analysis import codebook
    >>> questions(codebook.read("frames", "generic"))[0].codes
    {'1': 'yes', '0': 'no'}

    """
    if not codebook.codes:
        raise AgreeError(
            f"codebook {codebook.instrument} asks no questions. Write them: "
            'agree.Question("tone", "How bright is it?", {"-1": "dark", "0": "neutral", "1": "bright"}).'
        )
    return [
        Question(
            code,
            str(said["asks"]),
            {"1": "yes", "0": "no"},
            definition=str(said.get("definition", said.get("title", ""))),
            yes=str(said["yes"]),
            no=str(said["no"]),
        )
        for code, said in codebook.codes.items()
        if said.get("applies", True)  # what cannot be answered from a text is not asked of coders
    ]


def _same_number(given: str, code: str) -> bool:
    # A spreadsheet writes 1 as 1.0; it does not write it as 01, which is another code.
    if not re.fullmatch(r"[+-]?\d+(\.0+)?", given) or not re.fullmatch(r"[+-]?(0|[1-9]\d*)", code):
        return False
    return not re.match(r"[+-]?0\d", given) and float(given) == float(code)


MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")


def _mangled(given: str, codes: Iterable[str]) -> str:
    """What a spreadsheet may have made this of: a date of '1-2', a number of '01'."""
    pair = None
    if found := re.match(r"(\d{1,2})[-. /]+([A-Za-z]{3})[a-z]*\.?(?:$|[-. /])", given):
        pair = (int(found[1]), _month(found[2]))
    elif found := re.match(r"([A-Za-z]{3})[a-z]*\.?[-. /](\d{1,2})$", given):
        pair = (int(found[2]), _month(found[1]))
    elif found := re.match(r"(?:\d{4})-(\d{2})-(\d{2})(?:$|[ T])", given):
        pair = (int(found[2]), int(found[1]))
    if pair and pair[1]:
        meant = [c for c in codes if (n := re.findall(r"\d+", c)) and sorted(map(int, n)) == sorted(pair)]
        was = f", probably of {_listed([repr(c) for c in meant])}" if meant else ""
        return f"A spreadsheet has made a date of what was typed{was}. "
    if given.isdigit():
        meant = [code for code in codes if code.isdigit() and code != given and int(code) == int(given)]
        if meant:
            return f"A spreadsheet has taken away the leading zeros, probably of {meant[0]!r}. "
    return ""


def _month(name: str) -> int:
    return MONTHS.index(name.lower()) + 1 if name.lower() in MONTHS else 0


def _listed(names: Iterable[Any]) -> str:
    return ", ".join(str(name) for name in names)


def check_questions(asked: Sequence[Question]) -> list[Question]:
    """The questions, if there are any and no two share a name."""
    if not asked:
        raise AgreeError("a coding sheet needs at least one question: agree.questions(codebook) reads them.")
    named = [question.name.casefold() for question in asked]
    if len(set(named)) < len(named):
        raise AgreeError(f"two questions share a name: {_listed(question.name for question in asked)}.")
    return list(asked)
