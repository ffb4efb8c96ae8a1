"""Words: those that are more frequent in one group than in the others, and those near a name."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd

from analysis import compare, tables
from analysis.compare.wording import FEWEST_HOLDING
from analysis.findings.comparable import group_of, group_sizes, groups_counted, large, needs, noun
from analysis.findings.finding import Finding, Material, evidence, lacking
from analysis.findings.frame import Frame
from analysis.findings.looks import GREY, INK, PAPER, point
from analysis.findings.wording import counted, listed, number
from analysis.tables import WORD

EACH = 5  # key words of a group in the chart
TOP = 12  # collocates in the chart
LISTED = 6  # sentences of a word listed as evidence
NAMED = ("person", "organization", "place")  # types whose names count as one word


def whole_names(
    sentences: tables.Sentences, mentions: tables.Mentions
) -> tuple[tables.Sentences, dict[str, str]]:
    """Sentences in which each name counts as one word, whatever part of it is written.

    Parameters
    ----------
    sentences, mentions
        Of the same articles.

    Returns
    -------
    tuple
        The sentences, with "Holm" and "Greta Holm" replaced by "Greta-Holm" where
        they name her; and what each of these words stands for: {"greta-holm": "Greta Holm"}.

    Examples
    --------
    >>> sentences = pd.DataFrame({"article": ["a", "a"], "sentence": [0, 1],
    ...     "text": ["Greta Holm left.", "Holm’s bag stayed."]})
    >>> mentions = pd.DataFrame({"article": ["a", "a"], "sentence": [0, 1], "form": "name", "type": "person",
    ...     "text": ["Greta Holm", "Holm"], "actor": "Greta Holm"})
    >>> joined, names = whole_names(sentences, mentions)
    >>> joined["text"].tolist(), names
    (['Greta-Holm left.', 'Greta-Holm’s bag stayed.'], {'greta-holm': 'Greta Holm'})
    """
    named = mentions[(mentions["form"] == "name") & mentions["type"].isin(NAMED)].dropna(subset=["actor"])
    names: dict[str, str] = {}
    of: dict[tuple[str, int], dict[str, str]] = {}
    for row in named[["article", "sentence", "text", "actor"]].itertuples():
        joined = "-".join(WORD.findall(row.actor))
        if joined:
            names[joined.casefold()] = row.actor
            of.setdefault((row.article, int(row.sentence)), {})[row.text] = joined
    texts = [
        _replaced(text, of.get((article, int(sentence)), {}))
        for article, sentence, text in zip(
            sentences["article"], sentences["sentence"], sentences["text"], strict=True
        )
    ]
    return sentences.assign(text=texts), names


def _replaced(text: str, by: Mapping[str, str]) -> str:
    """A text with each of these written forms replaced, the longest first."""
    if not by:
        return text
    forms = sorted(by, key=len, reverse=True)
    pattern = re.compile(r"(?<![\w-])(?:" + "|".join(map(re.escape, forms)) + r")(?![\w-])")
    return pattern.sub(lambda match: by[match.group()], text)


def written(words: Sequence[str], sentences: tables.Sentences, names: Mapping[str, str]) -> dict[str, str]:
    """How each case-folded word is written most often inside sentences; names whole.

    >>> sentences = pd.DataFrame({"text": ["Bridge tolls rise.", "The bridge in Sorn is a NATO bridge."]})
    >>> written(["bridge", "sorn", "nato"], sentences, {})
    {'bridge': 'bridge', 'sorn': 'Sorn', 'nato': 'NATO'}
    """
    wanted = set(words) - set(names)
    forms: dict[str, Counter[str]] = {word: Counter() for word in wanted}
    for text in sentences["text"]:
        for place, form in enumerate(WORD.findall(text)):
            plain = re.sub(r"[’']s$", "", form)
            if (folded := plain.casefold().replace("’", "'")) in wanted:
                forms[folded][plain] += 1 if place else 0  # the first word is capitalized whatever it is
    return {
        word: names[word]
        if word in names
        else max(forms[word], key=lambda form: forms[word][form], default=word)
        for word in words
    }


def key_words(material: Material, by: str = "outlet") -> pd.DataFrame:
    """The words that are significantly more frequent in one group than in all others together.

    Names count as one word each. Function words are left out.

    Returns
    -------
    pd.DataFrame
        The rows of `compare.keyness` that are findings, each group's strongest first, with
        `written`: the word as it is written.
    """
    sentences, names = whole_names(material.sentences, material.mentions)
    found = compare.keyness(
        sentences, _with_column(material, by), by, without=compare.function_words()
    )  # fmt: skip
    found = found[found["finding"]].reset_index(drop=True)
    spelled = written(found["word"].tolist(), sentences, names)
    return found.assign(written=found["word"].map(spelled).astype("str"))


def _with_column(material: Material, by: str) -> tables.Articles:
    return material.used.assign(**{by: group_of(material, by).to_numpy()})


def keywords(material: Material, *, by: str = "outlet", each: int = EACH) -> Finding:
    """Which words and names are significantly more frequent in one group than in the others.

    Parameters
    ----------
    material
        A corpus.
    by
        The column of `articles` that holds the groups.
    each
        Words of each group in the chart.
    """
    sizes, question = group_sizes(material, by), f"Which words set {noun(by)} apart?"
    if lack := needs("Comparing words", sizes, by):
        return lacking("keywords", question, lack, source=material.source)
    table = key_words(material, by)
    n = f"{counted(int(material.sentences['words'].sum()), 'word')} of {counted(int(sizes.sum()), 'article')}"
    method = "Log-odds with an informative prior (Monroe et al. 2008); p from shuffled articles"
    if table.empty:
        none = f"No word is significantly more frequent in one {noun(by, 1)}."
        return Finding(
            name="keywords", question=question, claim=none, measure="", table=table, alt=none, n=n,
            source=material.source, status="unclear", limits=method,
        )  # fmt: skip
    groups = list(dict.fromkeys(table["group"]))
    few = len(groups) < len(large(sizes))
    parts = [
        f"{group}: "
        + listed(
            [f"{row.written} {row.count:,}" for row in _of(table, group).head(each).itertuples(index=False)]
        )
        for group in groups[:4]
    ]
    return Finding(
        name="keywords",
        question=question,
        claim=_claim(table, groups, by),
        measure="Times per 1,000 words; key words are significantly more frequent, names count whole",
        table=table,
        alt=(
            f"{counted(len(table), 'key word')} with how often each is there. {'; '.join(parts)}."
            + (f" None for the other {noun(by)}." if few else "")
        ),
        figure=counted(len(table), "word"),
        n=n,
        source=material.source,
        evidence=_used(material, table, by),
        limits=method,
        draw=lambda frame: _draw_words(frame, table, each, by),
    )  # fmt: skip


def _of(table: pd.DataFrame, group: str) -> pd.DataFrame:
    return table[table["group"] == group]


def _claim(table: pd.DataFrame, groups: Sequence[str], by: str) -> str:
    """The strongest word of each group, or how many key words there are."""
    if len(groups) > 3:
        return f"{counted(len(table), 'key word')} in {groups_counted(len(groups), by)}."
    first = [str(_of(table, group)["written"].iloc[0]) for group in groups]
    words = listed([f"“{word}”" if word.islower() else word for word in first])
    return f"{words} {'sets' if len(first) == 1 else 'set'} the {noun(by)} apart."


def _used(material: Material, table: pd.DataFrame, by: str) -> pd.DataFrame:
    """Sentences of the group that hold its key words, a few for each."""
    group = group_of(material, by)
    sentences, _ = whole_names(material.sentences, material.mentions)
    sentences = sentences.assign(
        group=sentences["article"].map(group), context=material.sentences["text"].to_numpy()
    )
    rows: list[dict[str, Any]] = []
    for mark, row in enumerate(table.to_dict("records")):
        pattern = re.compile(rf"(?<![\w-]){re.escape(row['word'])}(?![\w-])", re.IGNORECASE)
        own = sentences[sentences["group"] == row["group"]]
        own = own[own["text"].map(lambda text, pattern=pattern: bool(pattern.search(text)))].head(LISTED)
        rows += [
            {
                "mark": mark, "article": one.article, "sentence": one.sentence, "start": one.start,
                "end": one.end, "text": _shown(one.context, row["written"]), "context": one.context,
                "because": f"“{row['written']}”: {_rates(row)}", "rank": rank,
            }
            for rank, one in enumerate(own.itertuples())
        ]  # fmt: skip
    listed_rows = pd.DataFrame(rows)
    return evidence(listed_rows.sort_values(["rank", "mark"], kind="stable") if rows else [])


def _shown(text: str, word: str) -> str:
    """The part of a sentence to mark: the word, or the last part of a name."""
    for form in (word, word.split()[-1]):
        if match := re.search(rf"(?<!\w){re.escape(form)}(?!\w)", text, re.IGNORECASE):
            return match.group()
    return text


def _rates(row: Mapping[str, Any]) -> str:
    here, there = (number(row[name]) for name in ("per_1000", "others_per_1000"))
    times = f"{row['count']:,} in {counted(row['articles'], 'article')}"
    return f"{here} per 1,000 words in {row['group']}, {there} elsewhere; {times}"


def _draw_words(frame: Frame, table: pd.DataFrame, each: int, by: str) -> None:
    groups = list(dict.fromkeys(table["group"]))
    each = max(1, min(each, frame.room() // max(len(groups), 1)))
    shown = pd.concat([_of(table, group).head(each) for group in groups])
    if rest := len(table) - len(shown):
        frame.note(f"{counted(rest, 'further key word')} in the table.")
    rows = frame.fit(list(shown.to_dict("index").items()))
    frame.legend([point(f"in this {noun(by, 1)}", "o", INK), point("in the others", "o", GREY, hollow=True)])
    frame.rows([row["written"] for _, row in rows], lines=2)
    before = None
    for place, (key, row) in enumerate(rows):
        frame.ax.hlines(
            place, row["others_per_1000"], row["per_1000"], color=GREY, linewidth=frame.points(1.2)
        )
        (there,) = frame.ax.plot(
            row["others_per_1000"], place, "o", color=GREY, markerfacecolor=PAPER, markersize=frame.points(6),
            clip_on=False,
        )  # fmt: skip
        frame.mark([*frame.dot(place, row["per_1000"]), there], f"“{row['written']}”: {_rates(row)}", key)
        if before not in (None, row["group"]):
            frame.ax.axhline(place - 0.5, color=GREY, linewidth=0.8, linestyle=":")
        before = row["group"]
    first = [place == 0 or rows[place - 1][1]["group"] != row["group"] for place, (_, row) in enumerate(rows)]
    names = [row["group"] if new else "" for new, (_, row) in zip(first, rows, strict=True)]
    frame.column(names, head=noun(by, 1), align="left")
    frame.column([f"{row['articles']:,}" for _, row in rows], head="articles")
    most = max(row["per_1000"] for _, row in rows)
    frame.ax.set_xlim(-0.03 * most, 1.05 * most)


# Words near a name


def main_actor(material: Material) -> str:
    """The person or organization with most mentions; empty where there is none."""
    rows = material.mentions[material.mentions["type"].isin(["person", "organization"])]
    counts = rows[rows["form"] == "name"]["actor"].value_counts()
    return str(counts.index[0]) if len(counts) else ""


def collocates(material: Material, *, word: str = "", top: int = TOP) -> Finding:
    """Which words are near a word or name more often than its frequency explains.

    Parameters
    ----------
    material
        A corpus.
    word
        A word, or several in a row; the person or organization with most mentions if left out.
    top
        Rows of the chart.
    """
    sentences, names = whole_names(material.sentences, material.mentions)
    word = word or main_actor(material)
    question = f"Which words are near “{word}”?" if word else "Which words are near a name?"
    node = "-".join(WORD.findall(word))
    node = node if node.casefold() in names else word
    texts = sentences["text"].str.casefold()
    if not word or not texts.str.contains(re.escape(node.casefold())).any():
        missing = f"“{word}” does not occur in {material.name}." if word else "No name occurs."
        return lacking("collocates", question, missing, source=material.source)
    table = compare.collocates(sentences, node)
    table = table[table["count"] > table["expected"]].reset_index(drop=True)
    spelled = written(table["word"].tolist(), sentences, names)
    table = table.assign(written=table["word"].map(spelled).astype("str"))
    found = table[table["finding"]]
    if found.empty:
        none = f"No word is near “{word}” more often than expected, in {FEWEST_HOLDING} articles."
        return lacking("collocates", question, none, source=material.source)
    parts = [
        f"{row.written} {row.count:,} (expected {row.expected:.1f})"
        for row in found.head(5).itertuples(index=False)
    ]
    words = [f"“{name}”" for name in found["written"].head(2)]
    return Finding(
        name="collocates",
        question=question,
        claim=f"{listed(words)} {'is' if len(words) == 1 else 'are'} nearest to “{word}”.",
        measure=f"Times within 5 words of “{word}”, and what its frequency alone would give",
        table=table,
        alt=f"{counted(len(found), 'word')} more often near it than expected: {listed(parts)}.",
        n=counted(int(material.sentences["words"].sum()), "word"),
        source=material.source,
        limits="Sentences of one article are counted as independent",
        draw=lambda frame: _draw_near(frame, found, top),
    )  # fmt: skip


def _draw_near(frame: Frame, found: pd.DataFrame, top: int) -> None:
    if rest := len(found.iloc[top:]):
        frame.note(f"{counted(rest, 'further word')} in the table.")
    rows = frame.fit(found.head(top).to_dict("records"))
    frame.legend([point("counted", "o", INK), point("expected", "|", GREY)])
    frame.rows([row["written"] for row in rows], lines=2)
    for place, row in enumerate(rows):
        frame.ax.hlines(place, row["expected"], row["count"], color=GREY, linewidth=frame.points(1.2))
        frame.ax.plot(row["expected"], place, "|", color=GREY, markersize=frame.points(10))
        times = (
            f"{row['count']:,} times in {counted(row['articles'], 'article')}, expected {row['expected']:.1f}"
        )
        frame.mark(frame.dot(place, row["count"]), f"{row['written']}: {times}", place)
    frame.column([f"{row['count']:,}" for row in rows], head="times")
    frame.column([f"{row['articles']:,}" for row in rows], head="articles")
    frame.counts(int(max(row["count"] for row in rows)))
