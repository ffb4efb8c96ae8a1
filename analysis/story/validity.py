"""What is said of the instruments themselves."""

from __future__ import annotations

from analysis.story.finding import Finding, StoryError, counted, listed
from analysis.tables import Validity


def validity(table: Validity) -> Finding:
    """How many instruments stand in which tier, and the best and the worst of them.

    Parameters
    ----------
    table
        The validity table; the rows that decide a tier are told of.

    Raises
    ------
    StoryError
        If no row decides a tier.

    """
    rows = table[table["tier"].isin(["A", "B", "C"])]
    if rows.empty:
        raise StoryError(
            "no figure in this table decides a tier. Run `workbook validate` on human-coded sets."
        )
    lowest = rows.groupby("measure")["tier"].max()  # an instrument is as good as on its hardest set
    trusted = int((lowest <= "B").sum())
    told = [
        f"{row.measure} {row.value:.2f} ({row.low:.2f} to {row.high:.2f}, {row.metric}, {row.gold}, "
        f"n = {row.n:,}, tier {row.tier})"
        for row in rows.itertuples()
    ]
    return Finding(
        claim=f"{trusted} of {counted(len(lowest), 'instrument')} can carry a claim; the others only point",
        alt=f"{listed(told)}.",
        sure=(
            f"Measured on {rows['made_on'].max():%d %B %Y}; intervals redraw documents, "
            "tiers look at their lower ends."
        ),
    )
