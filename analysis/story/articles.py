"""What is said of the articles themselves."""

from __future__ import annotations

from analysis.story.finding import Finding, StoryError, counted, listed
from analysis.tables import MEASURED, Passages


def makeup(passages: Passages) -> Finding:
    """What articles are made of: how much is story, how much was left out, what was repaired.

    Parameters
    ----------
    passages
        Of one or more articles.

    Raises
    ------
    StoryError
        If there are no passages.

    """
    if passages.empty:
        raise StoryError(
            "there are no passages, so there is nothing to say of them. Read at least one article."
        )
    printed = passages[passages["role"] != "blank"]
    size = (printed["end"] - printed["start"]).groupby(printed["role"]).sum().sort_values(ascending=False)
    share = 100 * size / size.sum()
    left = printed[~printed["role"].isin(MEASURED)]
    kinds = left["role"].value_counts()
    repairs = int(passages["repairs"].sum())
    body = share.get("body", 0.0)
    out = f"{counted(len(left), 'passage')} left out" if len(left) else "nothing left out"
    return Finding(
        claim=f"{body:.0f}% of what is printed is the story itself; {out}",
        alt=(
            f"Share of printed characters by role: {listed([f'{r} {s:.1f}%' for r, s in share.items()])}. "
            f"Left out of measuring: {listed([f'{n} {r}' for r, n in kinds.items()]) or 'nothing'}. "
            f"{counted(repairs, 'repair')} of broken characters."
        ),
        sure="The roles are given by rules; each passage names its rule, so that any can be checked.",
    )
