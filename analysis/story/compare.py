"""What is said of differences between groups, of trends, and of the words of a group."""

from __future__ import annotations

import pandas as pd

from analysis import tier
from analysis.compare import FEWEST_ARTICLES
from analysis.story.finding import Finding, StoryError, counted, listed, sureness
from analysis.tables import Collocates, Estimates, Keyness

UNITS = {"%": "percentage points", "points": "points on its scale", "per 1,000 words": "per 1,000 words"}
AS_READ = "whether readers would agree is too uncertain to say"
NO_DIFFERENCE = "no difference that could be told from chance"


def differences(estimates: Estimates, top: int = 4) -> Finding:
    """Whether groups differ on one or more measures, and by how much.

    Parameters
    ----------
    estimates
        Of `compare.differences`.
    top
        How many comparisons the text names.

    Raises
    ------
    StoryError
        If there is no comparison.

    Examples
    --------
    >>> row = {"measure": "tone (points on its scale)", "group": "Beacon less Crier", "value": 0.05,
    ...     "low": -0.1, "high": 0.2, "one": "Beacon", "other": "Crier", "told": False, "tier": "A",
    ...     "p_corrected": 0.4, "effect": 0.2, "unit": "points", "articles": 20, "n": 20, "why": None,
    ...     "comparisons": 1, "correction": "holm", "instrument": "demo"}
    >>> differences(pd.DataFrame([row])).claim
    'No difference that could be told from chance, in 1 comparison'
    """
    if estimates.empty:
        raise StoryError("there is no comparison to tell of: two groups of articles are needed.")
    tested = estimates[estimates["p_corrected"].notna()]
    refused = len(estimates) - len(tested)
    told = tested[tested["told"]].sort_values("effect", key=lambda effect: -effect.abs(), kind="stable")
    measures = tested["measure"].nunique()
    among = counted(len(tested), "comparison")
    if tested.empty:
        claim = f"Too few articles to say whether the groups differ: each needs {FEWEST_ARTICLES}"
    elif told.empty:
        claim = f"{NO_DIFFERENCE[0].upper()}{NO_DIFFERENCE[1:]}, in {among}"
    elif measures == 1 and len(told) == 1:
        claim = _claim(told.iloc[0])
    elif measures == 1:
        claim = f"{_claim(told.iloc[0])}; so do {counted(len(told) - 1, 'further pair')} of {len(tested)}"
    else:
        claim = f"{_claim(told.iloc[0])}; {len(told)} of {among} are told from chance"
    order = told if len(told) else tested.sort_values("p_corrected", kind="stable")
    said = [
        _difference(row, several=estimates["measure"].nunique() > 1) for _, row in order.head(top).iterrows()
    ]
    left = f" {refused} had too few articles." if refused else ""
    apart = _standing_apart(estimates)
    return Finding(
        claim=claim,
        alt=(
            f"{counted(len(told), 'difference')} of {len(tested)} told from chance, "
            f"{_corrected(tested)}.{left}{apart}" + (f" {'; '.join(said)}." if said else "")
        ),
        sure=_sure(estimates),
    )


def trend(estimates: Estimates, change: Estimates | None = None) -> Finding:
    """How a measure goes over time, and whether it rises or falls by more than chance.

    Parameters
    ----------
    estimates
        Of `compare.trend`.
    change
        Of `compare.drift`, of the same values and lines; without it no claim is made on rising or falling.
    """
    dated = estimates.dropna(subset=["period"])
    if dated.empty:
        raise StoryError("no period has a value, so that there is no trend to tell of.")
    measure, every = _name(dated["measure"].iloc[0]), dated["every"].iloc[0]
    spanned = f"{counted(dated['period'].nunique(), every)} with articles"
    lines = dated["line"].nunique()
    claim = f"{_capital(measure)}: {spanned}, and no test of whether it rises or falls"
    if change is not None:
        found = change[change["told"]]
        tested = change["p_corrected"].notna()
        if not tested.any():
            claim = f"Too few dated articles to say whether {measure} rises or falls"
        elif found.empty:
            claim = f"No rise or fall of {measure} that could be told from chance"
        else:
            row = found.iloc[0]
            verb = "rises" if row["value"] > 0 else "falls"
            whose = "" if lines == 1 else f" in {row['group']}"
            claim = _hedged(
                str(row["tier"]),
                f"{_capital(measure)} {verb}{whose}",
                f"{_capital(measure)} seems to {verb[:-1]}{whose}",
                f"{_capital(measure)} {verb}{whose} as measured; {AS_READ}",
            )
    lowest, highest = dated.loc[dated["value"].idxmin()], dated.loc[dated["value"].idxmax()]
    undated = int(estimates.loc[estimates["period"].isna(), "articles"].sum())
    few = int(dated["low"].isna().sum())
    steps = (
        ""
        if change is None
        else "".join(
            f" Change per 365 days{'' if lines == 1 else ' of ' + str(row.group)}: {_number(row.value)}"
            + (f" ({_number(row.low)} to {_number(row.high)})" if pd.notna(row.low) else ", no interval")
            + f", over {row.days} days."
            for row in change.itertuples()
        )
    )
    return Finding(
        claim=claim,
        alt=(
            f"{spanned}, {counted(int(dated['articles'].sum()), 'article')}; lowest "
            f"{_at(lowest)}, highest {_at(highest)}.{steps}"
            + (f" {few} of the values rest on too few articles for an interval." if few else "")
            + (f" {counted(undated, 'article')} without a date." if undated else "")
        ),
        sure=_sure(estimates),
    )


def keyness(table: Keyness, top: int = 5) -> Finding:
    """Which words set groups apart.

    Parameters
    ----------
    table
        Of `compare.keyness`.
    top
        How many words of each group to name.
    """
    if table.empty:
        raise StoryError("there are no words to tell of.")
    found = table[table["finding"]]
    groups = list(dict.fromkeys(table["group"]))
    parts = []
    for group in groups:
        of = found[found["group"] == group].head(top)
        if len(of):
            words = [f"“{row['word']}” ({row['count']:,} in {row['articles']:,})" for row in _rows(of)]
            parts.append(f"{group}: {listed(words)}")
    untested = [group for group in groups if table.loc[table["group"] == group, "p"].isna().all()]
    if found.empty and len(untested) == len(groups):
        claim = f"Too few articles to say which words set the groups apart: each needs {FEWEST_ARTICLES}"
    elif found.empty:
        claim = "No word sets a group apart by more than chance"
    else:
        apart = [group for group in groups if (found["group"] == group).any()]
        verb = "sets" if len(found) == 1 else "set"
        claim = f"{counted(len(found), 'word')} {verb} {listed(apart)} apart from the rest"
    few = f" Too few articles for a test: {listed(untested)}." if untested else ""
    return Finding(
        claim=claim,
        alt=(
            (f"Times, and articles they are in: {'; '.join(parts)}." if parts else "0 words.")
            + f" {len(table['word'].unique()):,} words compared.{few}"
        ),
        sure=(
            "How sure: words are counted, not judged; a finding stands out against shuffled articles, "
            "all words and groups taken together."
        ),
    )


def collocates(table: Collocates, top: int = 5) -> Finding:
    """Which words stand near a word or name more than chance would put them there."""
    if table.empty:
        raise StoryError("no word stands near it often enough to be told of.")
    node = table["node"].iloc[0]
    found = table[table["finding"]]
    shown = (found if len(found) else table).head(top)
    words = [
        f"“{row['word']}” {row['count']:,} (by chance {row['expected']:.1f}; "
        f"{counted(row['articles'], 'article')})"
        for row in _rows(shown)
    ]
    claim = (
        f"Near “{node}” stands “{found['word'].iloc[0]}” most beyond chance"
        if len(found)
        else f"No word stands near “{node}” more than chance would put it there"
    )
    return Finding(
        claim=claim,
        alt=f"{counted(len(found), 'word')} of {len(table)} beyond chance. Times near it: {listed(words)}.",
        sure="How sure: words are counted, not judged; sentences of one article are taken for independent.",
    )


def _claim(row: pd.Series) -> str:
    """One difference as a sentence, as surely as its tier allows."""
    measure = _name(row["measure"])
    # How long an article is needs no reader's judgement.
    length = row["unit"] == "words"
    more = ("longer" if length else "higher") if row["value"] > 0 else ("shorter" if length else "lower")
    one, other = row["one"], row["other"]
    size = f"{_number(abs(row['value'])).lstrip('+')} {UNITS.get(row['unit'], row['unit'])}"
    return _hedged(
        "A" if length else str(row["tier"]),
        f"{_capital(measure)}: {one} is {size} {more} than {other}",
        f"{_capital(measure)}: {one} seems {size} {more} than {other}",
        f"{_capital(measure)}: {one} is measured {size} {more} than {other}; {AS_READ}",
    )


def _difference(row: pd.Series, *, several: bool) -> str:
    what = f"{_name(row['measure'])}, " if several else ""
    p = row["p_corrected"]
    return (
        f"{what}{row['group']} {_number(row['value'])} ({_number(row['low'])} to {_number(row['high'])}, "
        f"p {'< 0.001' if p < 0.001 else f'{p:.3f}'}, n = {int(row['articles'])}"
        + (f", {abs(row['effect']):.1f} standard deviations" if pd.notna(row["effect"]) else "")
        + ")"
    )


def _standing_apart(estimates: Estimates) -> str:
    """What is outside the comparisons, counted."""
    unknown = int(estimates["unknown"].max()) if "unknown" in estimates else 0
    return f" {counted(unknown, 'article')} of unknown group compared with none." if unknown else ""


def _corrected(tested: Estimates) -> str:
    name = {"holm": "Holm", "bh": "Benjamini-Hochberg"}.get(
        str(tested["correction"].iloc[0]) if len(tested) else "", ""
    )
    return f"p corrected for {counted(len(tested), 'comparison')} ({name})" if name else "p not corrected"


def _hedged(graded: str, shows: str, suggests: str, doubts: str) -> str:
    return {"shows": shows, "suggests": suggests}.get(tier.verb(graded), doubts)


def _sure(estimates: Estimates) -> str:
    """How far the instruments behind the estimates are validated."""
    if "instrument" in estimates and estimates["instrument"].nunique() == 1:
        return sureness(str(estimates["instrument"].iloc[0]))
    counts = estimates.drop_duplicates("measure")["tier"].value_counts()
    said = [f"{counts[name]} {'of tier ' + name if name in 'ABC' else name}" for name in sorted(counts.index)]
    return f"How sure: of {counted(int(counts.sum()), 'measure')}, {listed(said)}."


def _at(row: pd.Series) -> str:
    """A period's value, and the articles it rests on."""
    return f"{_number(row['value'])} in {row['group']} ({counted(int(row['articles']), 'article')})"


def _rows(table: pd.DataFrame) -> list[pd.Series]:
    return [row for _, row in table.iterrows()]


def _name(measure: object) -> str:
    return str(measure).rsplit(" (", 1)[0]


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def _number(value: float) -> str:
    size = abs(value)
    places = 0 if size >= 100 else 1 if size >= 10 else 2 if size >= 0.1 else 3
    said = f"{size:,.{places}f}"
    return ("+" if value > 0 else "−" if value < 0 and float(said.replace(",", "")) else "") + said
