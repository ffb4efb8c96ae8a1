"""What is said of time: what is told as happened, planned or possible, and what has no day."""

from __future__ import annotations

import pandas as pd

from analysis import tier
from analysis.story.finding import DOUBT, Finding, counted, listed
from analysis.tables import Dates

MEASURE = "timeline"  # as the validity table would have it
# How what is told at a date is told, in the order of a chart.
TELLINGS = ("happened", "happening", "planned", "conditional")
_BY_RELATION = {"past": "happened", "present": "happening", "future": "planned", "conditional": "conditional"}


def telling(dates: Dates) -> pd.Series:
    """How what is told at each date is told: happened, happening, planned or conditional.

    Read from `status` where the table has it, else from `relation`.

    Examples
    --------
    >>> telling(pd.DataFrame({"relation": ["past", "future"]})).tolist()
    ['happened', 'planned']
    """
    told = dates["relation"].map(_BY_RELATION)
    return (dates["status"].fillna(told) if "status" in dates else told).astype("str").rename("told")


def days(earliest: pd.Timestamp | None, latest: pd.Timestamp | None) -> str:
    """A stretch of days as people write it; one end may be open.

    >>> days(pd.Timestamp("2025-06-01"), pd.Timestamp("2025-06-30"))
    'June 2025'
    >>> days(pd.Timestamp("2025-01-01"), pd.Timestamp("2025-07-03"))
    '1 January to 3 July 2025'
    >>> days(None, pd.Timestamp("2025-07-03"))
    'until 3 July 2025'
    """
    if earliest is None or latest is None or pd.isna(earliest) or pd.isna(latest):
        known = latest if earliest is None or pd.isna(earliest) else earliest
        if known is None or pd.isna(known):
            return "no day"
        return f"{'until' if known is latest else 'from'} {_day(known)}"
    if earliest == latest:
        return _day(earliest)
    whole = earliest.day == 1 and (latest + pd.Timedelta(days=1)).day == 1
    if whole and (earliest.year, earliest.month) == (latest.year, latest.month):
        return f"{earliest:%B} {earliest.year}"
    if whole and earliest.month == 1 and latest.month == 12:
        return str(earliest.year) if earliest.year == latest.year else f"{earliest.year} to {latest.year}"
    if earliest.year != latest.year:
        return f"{_day(earliest)} to {_day(latest)}"
    begin = f"{earliest.day}" if earliest.month == latest.month else f"{earliest.day} {earliest:%B}"
    return f"{begin} to {_day(latest)}"


def timeline(dates: Dates, top: int = 12) -> Finding:
    """How many dates tell what happened, what is planned, what is conditional, and how many have no day.

    Parameters
    ----------
    dates
        Of one or more articles.
    top
        How many days the text gives, where the dates are of one article.
    """
    sure = f"{_sure()} Nothing is said of whether the plans came about."
    if dates.empty:
        return Finding(
            claim="No date expression was found",
            alt="0 date expressions, so 0 days to set in order.",
            sure=sure,
        )
    told = telling(dates).value_counts()
    counts = {name: int(told.get(name, 0)) for name in TELLINGS}
    still = counts["planned"] + counts["conditional"]
    known = dates.dropna(subset=["earliest", "latest"])
    open_ = len(dates) - len(known)
    every = counted(len(dates), "date")
    if len(dates) == 1 and not still:
        plain = "the one date tells what happened or happens"
        taken = "the one date for what happened or happens"
    elif not still:
        plain, taken = (
            f"all {every} tell what happened or happens",
            f"all {every} for what happened or happens",
        )
    else:
        plain = f"{still:,} of {every} {'tells' if still == 1 else 'tell'} what is only planned or possible"
        taken = f"{still:,} of {every} for what is only planned or possible"
    reach = (
        f" The days reach from {days(known['earliest'].min(), known['earliest'].min())} to "
        f"{days(known['latest'].max(), known['latest'].max())}."
        if len(known)
        else ""
    )
    return Finding(
        claim=_hedged(plain, taken),
        alt=(
            f"{counted(len(dates), 'date expression')}: "
            f"{listed([f'{number:,} {name}' for name, number in counts.items()])}. "
            f"{open_:,} without a first or last day.{reach}{_in_order(known, top)}"
        ),
        sure=sure,
    )


def _in_order(known: Dates, top: int) -> str:
    """The first few dates of one article with their days."""
    if known.empty or known["article"].nunique() > 1:
        return ""
    ordered = known.sort_values(["earliest", "latest", "start"]).drop_duplicates(
        ["text", "earliest", "latest"]
    )
    said = [f"{row.text} ({days(row.earliest, row.latest)})" for row in ordered.tail(top).itertuples()]
    return f" {'The latest' if len(ordered) > top else 'They'} are, in order: {listed(said)}."


def _hedged(plain: str, taken: str) -> str:
    """A claim as the tier allows: said, said to seem so, or left to the rules."""
    verb = tier.verb(tier.of(MEASURE))
    if verb == "shows":
        return plain[0].upper() + plain[1:]
    return f"It seems that {plain}" if verb == "suggests" else f"The rules take {taken}; {DOUBT}"


def _day(day: pd.Timestamp) -> str:
    return f"{day.day} {day:%B} {day.year}"


def _sure() -> str:
    if tier.of(MEASURE) == tier.NONE:
        return "Dates and how they are told have not been validated against human coders."
    return f"How sure: {tier.footer(MEASURE)}."
