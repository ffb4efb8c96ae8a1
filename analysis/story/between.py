"""What is said between outlets: who tells which event, who shares text, who is heard in one alone."""

from __future__ import annotations

import pandas as pd

from analysis.compare import FEWEST_ARTICLES
from analysis.story.finding import DOUBT, Finding, counted, listed
from analysis.tables import Articles, Copies, Estimates, Omissions

_LOOKED = {
    "quoted": ("quoted", "quote"),
    "named": ("named", "name"),
    "day": ("dated", "date"),
    "claim": ("reported", "report"),
}
_UNIT = {"quoted": "voice", "named": "actor", "day": "day", "claim": "claim"}


def events(by_event: pd.DataFrame, top: int = 3) -> Finding:
    """How many events the articles tell, and how many of them several outlets.

    Parameters
    ----------
    by_event
        Of `compare.by_event`.
    top
        How many events the text names.
    """
    articles, outlets = (
        int(by_event["articles"].sum()),
        by_event["told_by"].str.split(", ").explode().nunique(),
    )
    several = by_event[by_event["outlets"] > 1]
    alone = int((by_event["articles"] == 1).sum())
    named = [
        f"“{row.event if pd.isna(row.about) else row.about}” ({counted(row.articles, 'article')} of "
        f"{counted(row.outlets, 'outlet')})"
        for row in several.head(top).itertuples()
    ]
    shared = (
        f"{len(several):,} of {counted(len(by_event), 'event')} {'is' if len(several) == 1 else 'are'} told "
        "by more than one outlet"
    )
    given = by_event["event_from"].eq("given").all()
    joined = by_event[(by_event["articles"] > 1) & ~by_event["event_from"].str.contains("given")]
    undated = int(joined["first"].isna().sum())
    timeless = (
        f" {undated:,} of the {len(joined):,} that several articles tell have no known day: "
        "there, two events told in like words pass for one."
        if undated
        else ""
    )
    return Finding(
        claim=shared if len(several) else f"No event is told by more than one outlet, of {len(by_event):,}",
        alt=(
            f"{counted(articles, 'article')} of {counted(outlets, 'outlet')} tell "
            f"{counted(len(by_event), 'event')}; {alone:,} stand alone."
            + (f" Told by most: {listed(named)}." if named else "")
        ),
        sure=(
            "The events were given with the articles."
            if given
            else "Which articles tell one event was found by their words and days, by rules; each row says "
            f"by which words, so that any can be checked.{timeless}"
        ),
    )


def copies(copies: Copies, between: pd.DataFrame, articles: Articles, top: int = 3) -> Finding:
    """How many articles share text, and which outlets with which.

    Parameters
    ----------
    copies
        Of `compare.copies`.
    between
        Of `compare.between_outlets`.
    articles
        Those compared.
    top
        How many pairs of outlets the text names.
    """
    used = int(articles["left_out"].isna().sum())
    held = {*copies["article"], *copies["other"]}
    if not held:
        return Finding(
            claim="No two articles share text beyond quotations",
            alt=f"0 pairs among {counted(used, 'article')} share runs of five words to a quarter.",
            sure=_RULES,
        )
    apart = between[between["outlet"] != between["other"]]
    named = [
        f"{row.outlet} and {row.other} {counted(row.pairs, 'pair')} ({row.words:,} words)"
        for row in apart.head(top).itertuples()
    ]
    most = copies.iloc[0]
    within = int(between.loc[between["outlet"] == between["other"], "pairs"].sum())
    return Finding(
        claim=f"{len(held):,} of {counted(used, 'article')} share text with another",
        alt=(
            f"{counted(len(copies), 'pair')} of articles share text, {within:,} of them within one outlet. "
            f"{'Between outlets: ' + listed(named) + '. ' if named else ''}"
            f"The closest pair shares {100 * most['share']:.0f}% of the shorter one, "
            f"{counted(int(most['words']), 'word')}."
        ),
        sure=_RULES,
    )


def omissions(omissions: Omissions, shares: Estimates, kind: str = "quoted", top: int = 4) -> Finding:
    """Which outlet leaves out most of what the others tell of the same events, and what.

    Parameters
    ----------
    omissions
        Of `compare.omissions`.
    shares
        Of `compare.left_out`, of the same kind.
    kind
        quoted, named, day or claim.
    top
        How many things the text names.
    """
    heard, hear = _LOOKED[kind]
    people = kind in ("quoted", "named")
    rows = omissions[omissions["kind"] == kind]
    if rows.empty or shares.empty:
        return Finding(
            claim=f"No {_UNIT[kind]} is {heard} by one outlet and not by another on the same event",
            alt=(
                f"{counted(rows['event'].nunique(), 'event')} told by two outlets or more, "
                f"{counted(rows['what'].nunique(), _UNIT[kind])} {heard} on them."
            ),
            sure=_SETTLED,
        )
    # Without an interval an outlet's share rests on too few events to be set above another's.
    sure = shares[shares["low"].notna()]
    most = (shares if sure.empty else sure).iloc[0]
    told = rows.assign(there=(rows["state"] == "present").astype("int64"), clear=rows["state"] != "unclear")
    theirs = told[told["outlet"] == most["group"]]
    missed = theirs[theirs["clear"] & (theirs["there"] == 0)]
    others = told[told["there"] == 1].groupby(["event", "what"])["outlet"].nunique().rename("others")
    named = (
        missed.join(others, on=["event", "what"])
        .groupby("what")
        .agg(events=("event", "nunique"), others=("others", "max"))
        .sort_values(["events", "others"], ascending=False, kind="stable")
    )
    said = [f"{what} ({counted(int(row.events), 'event')})" for what, row in named.head(top).iterrows()]
    lines = [
        f"{row.group} {row.value:.0f}%"
        + (f" [{row.low:.0f}, {row.high:.0f}]" if pd.notna(row.low) else "")
        + f" of {row.n:,}"
        for row in shares.itertuples()
    ]
    unclear = int((rows["state"] == "unclear").sum())
    by_rules = (
        f"The rules find {most['group']} leaving out most of {'those' if people else 'what'} "
        f"others {hear} on the same events; {DOUBT}"
    )
    too_few = (
        f"Too few events are told by two outlets or more to say which of these leaves out most of "
        f"{'those' if people else 'what'} others {hear}: {rows['event'].nunique():,}, and each outlet needs "
        f"{FEWEST_ARTICLES}"
    )
    return Finding(
        claim=too_few if sure.empty else by_rules,
        alt=(
            f"Share of what other outlets {hear} on its events that an outlet does not: {listed(lines)}. "
            f"{most['group']} does not {hear}: {listed(said)}. {counted(unclear, 'case')} could not be told."
        ),
        sure=_SETTLED,
    )


def comparable(articles: Articles) -> Finding:
    """Which comparisons the articles at hand allow.

    Examples
    --------
    >>> comparable(pd.DataFrame(
    ...     {"outlet": ["Crier"], "published": [pd.Timestamp("2031-05-02")], "left_out": [None]})).claim
    '1 article of 1 outlet can only be compared within itself'
    """
    used = articles[articles["left_out"].isna()]
    counts = used["outlet"].value_counts()
    full, days = int((counts >= FEWEST_ARTICLES).sum()), used["published"].nunique()
    many = f"{counted(len(used), 'article')} of {counted(len(counts), 'outlet')}"
    if len(counts) < 2:
        claim = f"{many} can only be compared within {'itself' if len(used) == 1 else 'themselves'}"
    elif full < 2:
        claim = f"{many} can be laid side by side, but are too few to tell a difference from chance"
    else:
        claim = f"{many} can be compared: {full:,} outlets have {FEWEST_ARTICLES} articles or more"
    biggest = (
        f" The largest outlet has {100 * counts.iloc[0] / len(used):.0f}% of them." if len(counts) else ""
    )
    return Finding(
        claim=claim,
        alt=(
            f"Of {counted(len(used), 'article')}, {int(used['outlet'].isna().sum()):,} have no known outlet "
            f"and {int(used['published'].isna().sum()):,} no known day; they were printed on "
            f"{counted(days, 'day')}; "
            f"{int(articles['left_out'].notna().sum()):,} further are listed and not measured.{biggest}"
        ),
        sure=(
            f"A difference between outlets needs {FEWEST_ARTICLES} articles of each; a trend needs days; "
            "events, copies and omissions need two outlets on one event."
        ),
    )


def lacking(articles: Articles, what: str, *, outlets: int = 2, each: int = 1) -> Finding:
    """What is needed for a comparison that the articles at hand do not allow.

    Parameters
    ----------
    articles
        Those at hand.
    what
        The comparison.
    outlets, each
        How many outlets it needs, and how many articles of each.

    Examples
    --------
    >>> lacking(pd.DataFrame({"outlet": ["Crier"], "left_out": [None]}), "Tone by outlet").claim
    'Tone by outlet needs articles of 2 outlets; here are 1 article of 1 outlet'
    """
    used = articles[articles["left_out"].isna()]
    counts = used["outlet"].value_counts()
    many = f"{counted(len(used), 'article')} of {counted(len(counts), 'outlet')}"
    of = f"{counted(each, 'article')} of each of {counted(outlets, 'outlet')}"
    unknown = int(used["outlet"].isna().sum())
    there = [f"{name} {count:,}" for name, count in counts.head(5).items()]
    more = f", and {len(counts) - 5:,} outlets more" if len(counts) > 5 else ""
    return Finding(
        claim=(
            f"{what} needs {of if each > 1 else 'articles of ' + counted(outlets, 'outlet')}; here are {many}"
        ),
        alt=(
            f"Articles by outlet: {listed(there) or 'none known'}{more}. "
            f"{counted(unknown, 'article')} of unknown outlet."
        ),
        sure=(
            "One article is no sample of its outlet. Put more beside it: `workbook run FOLDER`, or a public "
            "corpus by `workbook fetch corpus NAME`."
        ),
    )


_RULES = (
    "Shared text is found word by word and can be checked in both articles; who copied from whom, or whether "
    "both printed an agency's report, the words do not say."
)
_SETTLED = (
    "Who is who across articles is settled by rules that have not been validated against human coders. What "
    "is absent was looked for under every name that the articles use; why it is missing, no count says."
)
