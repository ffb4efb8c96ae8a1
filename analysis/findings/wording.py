"""Numbers and lists as they are printed in claims, labels, tables and alternative texts."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd


def counted(count: int, one: str, many: str = "") -> str:
    """A count with its noun.

    >>> counted(1, "passage"), counted(1200, "passage"), counted(2, "country", "countries")
    ('1 passage', '1,200 passages', '2 countries')
    """
    return f"{count:,} {one if count == 1 else many or one + 's'}"


def are(count: int) -> str:
    """A count after its verb.

    >>> are(1), are(1200)
    ('is 1', 'are 1,200')
    """
    return f"{'is' if count == 1 else 'are'} {count:,}"


def listed(parts: Sequence[str], most: int | None = None) -> str:
    """Parts as a list in prose; after `most` of them, how many more there are.

    >>> listed(["a", "b", "c"]), listed(["a", "b", "c", "d"], most=2), listed([])
    ('a, b and c', 'a, b and 2 others', '')
    """
    if most is not None and len(parts) > most + 1:
        parts = [*parts[:most], f"{len(parts) - most:,} others"]
    return ", ".join(parts[:-1]) + (" and " if len(parts) > 1 else "") + (parts[-1] if parts else "")


def percent(share: float) -> str:
    """A share (0 to 1) in whole percent; a small share is not rounded to zero.

    >>> percent(0.5213), percent(0.002), percent(0.998), percent(1.0)
    ('52%', '<1%', '>99%', '100%')
    """
    if 0 < share < 0.01:
        return "<1%"
    return ">99%" if 0.99 < share < 1 else f"{100 * share:.0f}%"


def number(value: float, *, sign: bool = False, places: int | None = None) -> str:
    """A number with a true minus sign, and as many decimals as its size needs; "–" where it is missing.

    A value that rounds to zero is printed as 0 with those decimals, without a sign.

    >>> number(-0.2449), number(3.0, sign=True), number(1234567.0), number(-0.00001), number(float("nan"))
    ('−0.24', '+3.00', '1,234,567', '0.00', '–')
    """
    if pd.isna(value):
        return "–"
    size = abs(value)
    if places is None:
        places = 0 if size >= 100 else 1 if size >= 10 else 2
    printed = f"{size:,.{places}f}"
    zero = not float(printed.replace(",", ""))
    return ("" if zero else "−" if value < 0 else "+" if sign else "") + printed


def interval(low: float, high: float, *, places: int | None = None) -> str:
    """A 95% interval; empty where there is none.

    >>> interval(-0.3, 0.12), interval(float("nan"), 1.0)
    ('−0.30 to 0.12', '')
    """
    if pd.isna(low) or pd.isna(high):
        return ""
    return f"{number(low, places=places)} to {number(high, places=places)}"


def day(when: object) -> str:
    """A day as it is written in a sentence; empty where it is missing.

    >>> day(pd.Timestamp("2031-03-07")), day(pd.NaT)
    ('7 March 2031', '')
    """
    if when is None or pd.isna(when):  # type: ignore[call-overload]
        return ""
    stamp = pd.Timestamp(when)  # type: ignore[arg-type]
    return f"{stamp.day} {stamp:%B %Y}"


def capital(text: str) -> str:
    """A text with its first letter in upper case.

    >>> capital("the reporter")
    'The reporter'
    """
    return text[:1].upper() + text[1:]


def lowered(title: str) -> str:
    """A title inside a sentence: its first letter in lower case, unless it is an abbreviation.

    >>> lowered("Human interest"), lowered("EU affairs")
    ('human interest', 'EU affairs')
    """
    return title if title[1:2].isupper() else title[:1].lower() + title[1:]


def tidy(text: object) -> str:
    r"""A text as one line: single spaces, nothing unprintable.

    >>> tidy(" two\n words\u202e ")
    'two words'
    """
    return " ".join("".join(c if c.isprintable() else " " for c in str(text)).split())


def shortened(text: object, most: int) -> str:
    """A text as one line of at most `most` characters, cut at a word.

    >>> shortened("the Parliamentary Assembly of the Northern Isles", 30)
    'the Parliamentary Assembly of…'
    """
    line = tidy(text)
    if len(line) <= most:
        return line
    cut = line[: most - 1]
    if line[most - 1] != " " and " " in cut:
        cut = cut[: cut.rfind(" ")]
    return f"{cut}…"
