"""Which article is meant: by its id, its outlet, its file, or a part of its headline."""

from __future__ import annotations

import numpy as np
import pandas as pd

from analysis.read.layers import ReadError, Tables, day

LISTED = 5  # articles that an error names
MOST = 2_000  # articles among which the two most alike are looked for


def title(row: pd.Series) -> str:
    """What to call an article: its headline, or the file it came from."""
    return " ".join(str(row["headline"] if pd.notna(row["headline"]) else row["source_file"]).split())


def facts(row: pd.Series) -> list[str]:
    """What is known of an article: outlet, author, day, words; what is missing is left out."""
    published = day(row["published"]) if pd.notna(row["published"]) else None
    known = [row["outlet"], row["byline"], published, f"{row['words']:,} words"]
    return [str(part) for part in known if part is not None and pd.notna(part)]


def chosen(measured: Tables, name: str | None = None) -> pd.Series:
    """The row of one article; the first that is measured if no name is given.

    Raises
    ------
    ReadError
        If no article has this name, or several have.

    """
    matches = matching(measured, name)
    if name is not None and len(matches) > 1:
        raise ReadError(
            f"{name!r} is the name of {len(matches)} articles: {_listed(matches)}. "
            "Write more of the headline, or the id."
        )
    return matches.iloc[0]


def matching(measured: Tables, name: str | None = None) -> pd.DataFrame:
    """The articles that a name may mean, all that are measured if there is none.

    The first of these that any article fits counts: its id, its outlet, its
    file, its headline, a part of its headline. Capitals do not matter.

    Raises
    ------
    ReadError
        If no article has this name, or none is measured.

    """
    used = measured.articles[measured.articles["left_out"].isna()]
    if used.empty:
        raise ReadError("no article is measured. The table `problems` says why each was left out.")
    if name is None:
        return used
    asked = " ".join(str(name).split()).casefold()
    plain = used[["article", "outlet", "source_file", "headline"]].astype("object").fillna("")
    plain = plain.map(lambda value: " ".join(str(value).split()).casefold())
    rules = [
        *(plain[column] == asked for column in ("article", "outlet", "source_file", "headline")),
        plain["source_file"].str.endswith("/" + asked, na=False),
        plain["headline"].str.contains(asked, regex=False),
    ]
    for rule in rules:
        if asked and rule.any():
            return used[rule]
    raise ReadError(
        f"no article {name!r} is measured. Name one by id, outlet or part of its headline: {_listed(used)}."
    )


def two(measured: Tables, one: str | None, other: str | None) -> tuple[pd.Series, pd.Series]:
    """Of the articles that fit the names, the two most alike of different outlets.

    Without names, only articles on one event (`compare.events`) are looked at.

    Raises
    ------
    ReadError
        If a name fits nothing, both mean one article, or no two articles can be chosen.

    """
    sides = [matching(measured, name) for name in (one, other)]
    used = matching(measured)
    if len(used) == 1:
        raise ReadError("only one article is measured. Two are needed: measure a folder that holds both.")
    if len(sides[0]) == len(sides[1]) == 1:
        if sides[0]["article"].iloc[0] == sides[1]["article"].iloc[0]:
            raise ReadError(f"{one!r} and {other!r} are one article. Name two articles, or none.")
        return sides[0].iloc[0], sides[1].iloc[0]
    if len(used) == 2:
        turned = len(sides[0]) == 1 and sides[0]["article"].iloc[0] == used["article"].iloc[1]
        return (used.iloc[1], used.iloc[0]) if turned else (used.iloc[0], used.iloc[1])
    if one is None and other is None:
        sides = [_on_events(measured, used)] * 2
    return _most_alike(*sides)


def _on_events(measured: Tables, used: pd.DataFrame) -> pd.DataFrame:
    """The articles on events that outlets have in common, with the event as a column."""
    from analysis import compare  # Takes its time to import; a view of one article need not wait.

    outlets = used["outlet"].dropna().unique()
    if len(outlets) < 2:
        known = f"all are of {outlets[0]}" if len(outlets) else "no outlet is known"
        raise ReadError(f"no two articles of different outlets: {known}. Name two articles: {_listed(used)}.")
    events = compare.events(measured.articles, measured.sentences)[["article", "event"]]
    known = used.drop(columns="event", errors="ignore").merge(events, on="article").dropna(subset=["outlet"])
    common = known[known.groupby("event")["outlet"].transform("nunique") > 1]
    if common.empty:
        raise ReadError(
            f"no two outlets report the same event in these {len(used):,} articles. "
            f"Name two articles: {_listed(used)}."
        )
    return common


def _most_alike(one: pd.DataFrame, other: pd.DataFrame) -> tuple[pd.Series, pd.Series]:
    from sklearn.feature_extraction.text import TfidfVectorizer

    both = pd.concat([one, other]).drop_duplicates("article").reset_index(drop=True)
    if len(both) > MOST:
        raise ReadError(
            f"{len(both):,} articles are too many to look for the two most alike (at most {MOST:,}). "
            "Name two by id or headline."
        )
    weighed = TfidfVectorizer(stop_words="english", sublinear_tf=True).fit_transform(both["source_text"])
    cosines = (weighed @ weighed.T).toarray()
    outlet, event = (
        pd.factorize(both.get(name, pd.Series(0, both.index)))[0] for name in ("outlet", "event")
    )
    apart = (outlet[:, None] != outlet) & (outlet[:, None] >= 0) & (outlet >= 0)
    fits = apart & (event[:, None] == event)
    fits &= both["article"].isin(one["article"]).to_numpy()[:, None]
    fits &= both["article"].isin(other["article"]).to_numpy()
    if not fits.any():
        raise ReadError(f"no two of these are of different outlets: {_listed(both)}. Name two by id.")
    mine, theirs = np.unravel_index(np.where(fits, cosines, -1).argmax(), fits.shape)
    return both.iloc[mine], both.iloc[theirs]


def _listed(articles: pd.DataFrame) -> str:
    named = [
        f"{row['article']} ({', '.join([*([row['outlet']] if pd.notna(row['outlet']) else []), title(row)])})"
        for _, row in articles.head(LISTED).iterrows()
    ]
    return "; ".join(named) + (f"; and {len(articles) - LISTED:,} more" if len(articles) > LISTED else "")
