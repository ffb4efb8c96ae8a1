"""Findings on groups: what they need, tone, voices, speakers, all measures, key words, trends."""

import numpy as np
import pandas as pd
import pytest

from analysis import findings, parse, tables
from analysis.findings.comparable import group_sizes, needs
from analysis.findings.comparing import extreme, significant, speaker_shares
from analysis.findings.differences import group_means, measure_name, smallest_p
from analysis.findings.finding import FindingError
from analysis.findings.frame import SIZES, drawn
from analysis.findings.keywords import whole_names, written
from analysis.findings.trend import period_for
from analysis.tables import VALUES

HIGH = [0.1, 0.2, 0.3, 0.2, 0.1, 0.2]
LOW = [-0.5, -0.4, -0.3, -0.4, -0.5, -0.3]
MIDDLE = [0.0, 0.1, 0.2, 0.1, 0.0, 0.1]


def articles_of(groups, days=None, by="outlet"):
    """Articles named by number; "?" is an unknown group."""
    frame = tables.ARTICLES.frame(
        {"article": f"{n:03d}", "headline": f"Story {n}", "words": 100 + n, "source_file": f"{n}.txt", "sha256": "0",
         "source_text": "x", "published": None if days is None else days[n]}
        for n, _ in enumerate(groups)
    )  # fmt: skip
    return frame.assign(**{by: [None if group == "?" else group for group in groups]})


@pytest.fixture(scope="session")
def toned(measured):
    """A corpus whose articles have one sentence each, with the tone given."""

    def of(values, days=None, by="outlet", **more):
        groups = [group for group, tones in values.items() for _ in tones]
        articles = articles_of(groups, days, by)
        ids, tones = articles["article"].tolist(), [tone for tones in values.values() for tone in tones]
        text = "The ferry was late again."
        sentences = tables.SENTENCES.frame(
            {"article": name, "sentence": 1, "passage": 0, "role": "body", "start": 0, "end": len(text),
             "text": text, "words": 5, "edits": []}
            for name in ids
        )  # fmt: skip
        scores = tables.SCORES.frame(
            ("vader", name, "sentence", 1, None, "reporter", tone, 5)
            for name, tone in zip(ids, tones, strict=True)
        )
        return measured(articles=articles, sentences=sentences, scores=scores, **more)

    return of


# What a comparison needs


@pytest.mark.parametrize(
    ("groups", "claim"),
    [
        pytest.param(["Crier"], "Comparing tone needs 5 articles of each of 2 outlets; here is 1 article of 1 outlet.",
                     id="one article"),
        pytest.param(["Crier"] * 9, "Comparing tone needs 5 articles of each of 2 outlets; here are 9 articles of 1 outlet.",
                     id="one outlet"),
        pytest.param(["Crier"] * 6 + ["Post"] * 4,
                     "Comparing tone needs 5 articles of each of 2 outlets; here are Crier 6 and Post 4.",
                     id="a second outlet with four"),
        pytest.param(["?"] * 12, "Comparing tone needs 5 articles of each of 2 outlets; here are 0 articles of 0 outlets.",
                     id="no outlet is known"),
    ],
)  # fmt: skip
def test_too_few_articles_are_lacking_with_their_numbers(toned, groups, claim):
    values = {}
    for n, group in enumerate(groups):
        values.setdefault(group, []).append(n / 100)
    found = findings.tone_by_group(toned(values))
    assert (found.claim, found.status, found.draw) == (claim, "lacking", None)


def test_every_comparison_of_one_article_is_one_short_sentence(toned):
    one = toned({"Crier": [0.1]}, days=[pd.Timestamp("2031-05-02")])
    for ask in (
        findings.corpus_overview, findings.tone_by_group, findings.tone_robustness, findings.voices_by_group,
        findings.speakers_by_group, findings.differences, findings.keywords, findings.trend, findings.events,
        findings.copies, findings.omissions,
    ):  # fmt: skip
        found = ask(one)
        assert found.status == "lacking", ask
        assert found.claim.endswith((".", "word.")), ask
        assert len(found.claim) < 130, ask


def test_any_column_of_articles_makes_the_groups(toned):
    corpus = toned({"news": HIGH, "sport": LOW}, by="section")
    assert group_sizes(corpus, "section").to_dict() == {"news": 6, "sport": 6}
    found = findings.tone_by_group(corpus, by="section")
    assert found.claim == "sport is more negative than news."
    assert found.question == "Do sections differ in tone?"


def test_a_column_that_is_not_there_is_named_with_those_that_are(toned):
    with pytest.raises(
        FindingError, match=r"the articles have no column 'press' to compare by\. They have: article"
    ):
        findings.tone_by_group(toned({"Crier": [0.1]}), by="press")


@pytest.mark.parametrize(
    ("sizes", "each", "said"),
    [
        ({"A": 5, "B": 5}, 5, ""),
        (
            {"A": 9, "B": 4, "C": 4},
            5,
            "Comparing needs 5 articles of each of 2 outlets; here are A 9, B 4 and C 4.",
        ),
        ({"A": 1, "B": 1}, 1, ""),
    ],
)
def test_needs(sizes, each, said):
    assert needs("Comparing", pd.Series(sizes), "outlet", each=each) == said


def test_the_overview_counts_groups_articles_and_what_is_unknown(toned):
    corpus = toned({"Crier": HIGH, "Post": LOW, "Star": [0.1], "?": [0.2]})
    found = findings.corpus_overview(corpus)
    assert found.claim == "2 of 3 outlets have 5 articles or more."
    assert "1 article of unknown outlet" in found.alt
    assert found.table["group"].tolist() == ["Crier", "Post", "Star", "(unknown)"]
    assert found.table["undated"].tolist() == [6, 6, 1, 1]


# Tone


@pytest.mark.parametrize(
    ("values", "claim", "status"),
    [
        pytest.param({"Crier": LOW, "Post": HIGH}, "Crier is more negative than Post.", "found", id="two outlets"),
        pytest.param({"Crier": [tone + 0.9 for tone in LOW], "Post": [tone + 0.6 for tone in HIGH]},
                     "Crier is less positive than Post.", "found", id="both positive"),
        pytest.param({"Crier": LOW, "Post": HIGH, "Star": MIDDLE}, "Crier is the most negative outlet.", "found",
                     id="the lowest differs from the next"),
        pytest.param({"Crier": [tone + 0.05 for tone in LOW], "Post": HIGH, "Star": LOW},
                     "Post is the most positive outlet.", "found", id="only the highest differs from the next"),
        pytest.param({"Crier": HIGH, "Post": HIGH[::-1], "Star": [0.15, 0.2, 0.25, 0.2, 0.15, 0.2]},
                     "No significant difference in tone between 3 outlets.", "unclear", id="no difference"),
    ],
)  # fmt: skip
def test_an_outlet_is_picked_only_where_it_differs_from_the_next(toned, values, claim, status):
    found = findings.tone_by_group(toned(values))
    assert (found.claim, found.status) == (claim, status)


def test_neither_end_is_picked_where_neighbours_do_not_differ(toned):
    rng = np.random.default_rng(3)
    values = {name: (np.full(8, centre) + rng.normal(0, 0.08, 8)).tolist()
              for name, centre in (("A", -0.12), ("B", -0.04), ("C", 0.04), ("D", 0.12))}  # fmt: skip
    found = findings.tone_by_group(toned(values))
    assert found.claim.endswith("pairs of outlets differ significantly in tone.")
    assert found.figure == ""


@pytest.mark.slow
def test_groups_without_any_difference_are_rarely_said_to_differ(toned):
    rng = np.random.default_rng(11)
    claims = [
        findings.tone_by_group(toned({f"G{g}": rng.normal(0, 0.15, 6).tolist() for g in range(5)})).status
        for _ in range(30)
    ]
    assert claims.count("found") <= 5  # 5% at most are expected; the old rule of intervals made it 23%


def test_a_group_too_small_is_drawn_hollow_and_named(toned, overlaps):
    found = findings.tone_by_group(toned({"Crier": LOW, "Post": HIGH, "Star": [0.4, 0.5]}))
    with drawn(found, "page") as frame:
        words = [text.get_text() for text in frame.figure.texts]
    assert any("Too few articles for an interval: Star." in text.replace("\n", " ") for text in words)
    assert "Star 0.45 (no interval)" in found.alt
    assert all(not overlaps(found, size) for size in SIZES)


def test_the_evidence_of_tone_is_sentences_of_each_group(toned):
    found = findings.tone_by_group(toned({"Crier": LOW, "Post": HIGH}))
    assert set(found.evidence["mark"]) == {0, 1}
    assert found.evidence["because"].iloc[0] == "Crier: tone −0.50"
    assert (found.evidence["text"] == "The ferry was late again.").all()


def test_extreme_needs_a_significant_neighbour():
    table = pd.DataFrame({"group": ["A", "B", "C"], "value": [-1.0, 0.0, 0.1], "low": 0.0})
    gaps = pd.DataFrame({"one": ["A", "A", "B"], "other": ["B", "C", "C"], "p_corrected": [0.2, 0.01, 0.9],
                         "low": [0.1, 0.1, -1], "high": 1.0})  # fmt: skip
    assert significant(gaps).tolist() == [False, True, False]
    assert extreme(table, gaps) == ("", "")
    assert extreme(table, gaps.assign(p_corrected=[0.04, 0.01, 0.9])) == ("A", "low")


# All measures at once


def values_of(groups, measures=("x (%)",), unit="%"):
    ids = [f"{n:03d}" for n in range(sum(map(len, groups.values())))]
    rows = [value for values in groups.values() for value in values]
    return VALUES.frame(
        (measure, name, value, 1, unit, "voices", "B")
        for measure in measures
        for name, value in zip(ids, rows, strict=True)
    )


def test_title_alt_and_table_of_differences_give_the_same_counts(toned, overlaps):
    groups = {"Crier": HIGH * 2, "Post": LOW * 2, "Star": MIDDLE * 2}
    measures = [f"measure {n} (%)" for n in range(14)]
    found = findings.differences(toned(groups), values=values_of(groups, measures))
    count = int(found.table["p_corrected"].notna().sum())
    significant_count = int(found.table["significant"].sum())
    assert count == 14 * 3
    assert significant_count >= 28
    assert found.claim == f"{significant_count} of 42 comparisons of outlets are significant."
    assert found.alt.startswith(f"{significant_count} of 42 comparisons (14 measures) significant.")
    assert found.figure == f"{significant_count} of 42"
    with drawn(found, "page") as frame:
        assert len(frame.ax.get_yticks()) == 12
        assert any("2 further measures" in text.get_text() for text in frame.figure.texts)
    assert all(not overlaps(found, size) for size in SIZES)


def test_the_alternative_text_names_what_is_drawn_first(toned):
    groups = {"Crier": HIGH, "Post": LOW}
    values = pd.concat(
        [values_of(groups, ["loud (%)"]), values_of({"Crier": HIGH, "Post": HIGH}, ["calm (%)"])]
    )
    found = findings.differences(toned(groups), values=tables.VALUES.check(values))
    assert found.claim == "1 of 2 comparisons of outlets is significant."
    assert "Smallest p: loud (Post 0% and Crier 0%; p " in found.alt
    with drawn(found, "page") as frame:
        assert [label.get_text() for label in frame.ax.get_yticklabels()] == ["Loud", "Calm"]


def test_few_articles_and_many_comparisons_are_said_to_be_hopeless(toned):
    groups = {"Crier": HIGH[:5], "Post": LOW[:5]}
    measures = [f"measure {n} (%)" for n in range(30)]
    found = findings.differences(toned(groups), values=values_of(groups, measures))
    assert found.claim == "No significant difference in 30 comparisons of outlets."
    assert found.status == "unclear"
    assert found.limits.startswith("With so few articles none of 30 comparisons can be significant")
    assert smallest_p(5, 5) * 30 > 0.05


def test_more_groups_than_markers_show_the_two_furthest_apart(toned, overlaps):
    rng = np.random.default_rng(5)
    groups = {f"Outlet {n}": rng.normal(n / 10, 0.05, 6).tolist() for n in range(6)}
    found = findings.differences(toned(groups), values=values_of(groups))
    assert "x (Outlet 0 " in found.alt
    assert all(not overlaps(found, size) for size in SIZES)


def test_means_are_standardized_by_all_articles():
    groups = {"Crier": [0.0] * 6, "Post": [1.0] * 6}
    values = values_of(groups)
    tested = pd.DataFrame({"measure": ["x (%)"], "p": 0.002, "p_corrected": 0.002, "one": "Crier", "other": "Post",
                           "significant": True})  # fmt: skip
    means = group_means(values, articles_of(["Crier"] * 6 + ["Post"] * 6), "outlet", tested)
    assert means["standard"].round(2).tolist() == [-0.96, 0.96]
    assert means["significant"].all()


@pytest.mark.parametrize(
    ("measure", "name"),
    [
        (
            "mean tone of the reporter's sentences, learned (points on its scale)",
            "mean tone of the reporter's sentences",
        ),
        ("mean tone towards Ada Vane, learned (points on its scale)", "mean tone towards Ada Vane"),
        (
            "articles with the frame Economic consequences, generic (%)",
            "frame: Economic consequences (generic)",
        ),
        ("terms of loaded/words (per 1,000 words)", "terms of loaded/words"),
        ("length (words)", "length"),
    ],
)
def test_measures_are_named_without_unit_and_instrument(measure, name):
    assert measure_name(measure) == name


# Speakers


def test_shares_of_attributions_are_of_each_group(measured):
    articles = articles_of(["Crier", "Post"])
    quotes = tables.QUOTES.frame(
        {"article": article, "quote": n, "kind": "direct", "start": n, "end": n + 1, "spans": [[n, n + 1]], "text": "x",
         "speaker": speaker, "sentence": 1}
        for n, (article, speaker) in enumerate(
            [("000", "Ada Vane"), ("000", "Ada Vane"), ("000", None), ("000", "Ole Rask"), ("001", "Ole Rask")])
    )  # fmt: skip
    table = speaker_shares(measured(articles=articles, quotes=quotes))
    assert table.values.tolist() == [
        ["Ada Vane", "Crier", 2, 4, 0.5], ["Ada Vane", "Post", 0, 1, 0.0],
        ["Ole Rask", "Crier", 1, 4, 0.25], ["Ole Rask", "Post", 1, 1, 1.0],
    ]  # fmt: skip


# Key words


def worded(measured, texts, mentions=None):
    sentences = parse.sentences_of([text for _, text in texts])
    sentences = sentences.assign(article=[f"{n:03d}" for n in range(len(texts))])
    more = {} if mentions is None else {"mentions": mentions}
    return measured(articles=articles_of([group for group, _ in texts]), sentences=sentences, **more)


FERRY = [("Beacon", "Here the ferry is a lifeline.")] * 8 + [("Crier", "Here the ferry is a burden.")] * 8


def test_key_words_are_named_with_their_group(measured, overlaps):
    found = findings.keywords(worded(measured, FERRY))
    assert found.claim == "“lifeline” and “burden” set the outlets apart."
    assert "Beacon: lifeline 8; Crier: burden 8." in found.alt
    row = found.evidence.iloc[0]
    assert (row["text"], row["context"]) == ("lifeline", "Here the ferry is a lifeline.")
    assert all(not overlaps(found, size) for size in SIZES)


def test_words_that_all_groups_share_are_no_key_words(measured):
    found = findings.keywords(worded(measured, [(group, "The ferry is late.") for group, _ in FERRY]))
    assert found.claim == "No word is significantly more frequent in one outlet."
    assert (found.status, found.draw) == ("unclear", None)


@pytest.mark.parametrize(
    ("text", "forms", "joined"),
    [
        pytest.param("Greta Holm left.", {"Greta Holm": "Greta Holm"}, "Greta-Holm left.", id="whole"),
        pytest.param("Holm’s bag stayed.", {"Holm": "Greta Holm"}, "Greta-Holm’s bag stayed.", id="last name, possessive"),
        pytest.param("Holm met Holmes.", {"Holm": "Greta Holm"}, "Greta-Holm met Holmes.", id="part of another word"),
        pytest.param("The Tolmin Harbour Board met Tolmin.",
                     {"Tolmin Harbour Board": "Tolmin Harbour Board", "Tolmin": "Tolmin"},
                     "The Tolmin-Harbour-Board met Tolmin.", id="a name inside another"),
        pytest.param("May said in May.", {}, "May said in May.", id="no name"),
    ],
)  # fmt: skip
def test_a_name_counts_as_one_word(text, forms, joined):
    sentences = pd.DataFrame({"article": ["a"], "sentence": [1], "text": [text]})
    mentions = pd.DataFrame(
        [{"article": "a", "sentence": 1, "form": "name", "type": "person", "text": form, "actor": actor}
         for form, actor in forms.items()],
        columns=["article", "sentence", "form", "type", "text", "actor"],
    )  # fmt: skip
    assert whole_names(sentences, mentions)[0]["text"].tolist() == [joined]


@pytest.mark.parametrize(
    ("text", "word", "form"),
    [
        ("Bridge tolls rise. The bridge holds, a bridge.", "bridge", "bridge"),
        ("They asked NATO and NATO answered.", "nato", "NATO"),
        ("People in Sorn wait for Sorn’s ferry.", "sorn", "Sorn"),
        ("Nobody goes.", "nobody", "Nobody"),
    ],
)
def test_words_are_written_as_in_the_text(text, word, form):
    assert written([word], pd.DataFrame({"text": text.split(". ")}), {}) == {word: form}


def test_words_near_a_name_are_told_with_what_chance_gives(measured, overlaps):
    texts = [("A", "The costly tram stopped.")] * 9 + [("A", "Fog fell, and all the ferries stopped.")] * 30
    found = findings.collocates(worded(measured, texts), word="tram")
    assert found.claim == "“costly” and “stopped” are nearest to “tram”."
    assert "costly 9 (expected 1.0)" in found.alt
    assert all(not overlaps(found, size) for size in SIZES)


def test_a_word_that_does_not_occur_is_lacking(measured):
    found = findings.collocates(worded(measured, FERRY), word="tram")
    assert (found.status, found.claim) == ("lacking", "“tram” does not occur in these 16 articles.")


# Over time


def monthly(toned, tones_by_month, each=6, groups=None):
    days = [
        pd.Timestamp("2031-01-05") + pd.DateOffset(months=month)
        for month in tones_by_month
        for _ in range(each)
    ]
    rng = np.random.default_rng(7)
    tones = [tone + rng.normal(0, 0.05) for tone in tones_by_month.values() for _ in range(each)]
    if groups is None:
        return toned({"Crier": tones}, days=days)
    return toned(dict.fromkeys(groups, tones), days=days * len(groups))


def test_a_significant_change_is_claimed_with_its_direction(toned, overlaps):
    found = findings.trend(monthly(toned, {n: -n / 20 for n in range(6)}))
    assert found.claim == "Tone becomes more negative over 6 months."
    assert "6 months, 36 articles." in found.alt
    assert "per year" in found.alt
    assert all(not overlaps(found, size) for size in SIZES)


def test_no_change_is_no_significant_change(toned):
    found = findings.trend(monthly(toned, dict.fromkeys(range(6), 0.1)))
    assert (found.claim, found.status) == ("No significant change in tone over 6 months.", "unclear")


@pytest.mark.parametrize(
    ("months", "each", "claim"),
    [
        pytest.param(2, 6, "A trend needs 3 days with 5 articles each; here are 12 dated articles in 2 days.", id="two periods"),
        pytest.param(6, 2, "A trend needs 3 months with 5 articles each; here are 12 dated articles in 6 months, "
                           "0 of them with 5.", id="thin periods"),
    ],
)  # fmt: skip
def test_a_trend_needs_three_full_periods(toned, months, each, claim):
    corpus = monthly(toned, dict.fromkeys(range(months), 0.1), each)
    if months == 2:
        corpus = toned(
            {"Crier": [0.1] * 12}, days=[pd.Timestamp("2031-05-01"), pd.Timestamp("2031-05-02")] * 6
        )
    assert findings.trend(corpus).claim == claim


def test_no_line_crosses_a_gap_or_a_hollow_point(toned):
    days = [
        *["2031-01-05"] * 6,
        *["2031-02-05"] * 6,
        *["2031-03-05"] * 2,
        *["2031-04-05"] * 6,
        *["2031-06-05"] * 6,
    ]
    found = findings.trend(toned({"Crier": [0.1, 0.2] * 13}, days=pd.to_datetime(days).tolist()))
    with drawn(found, "page") as frame:
        joined = [
            [round(float(x)) for x in line.get_xdata()]
            for line in frame.ax.lines
            if len(line.get_xdata()) == 2
        ]
        assert [0, 1] in joined
        assert not [ends for ends in joined if ends in ([1, 2], [2, 3], [3, 5])]
        assert any("Hollow: fewer than 5 articles" in text.get_text() for text in frame.figure.texts)


def test_groups_have_a_line_each_up_to_four(toned, overlaps):
    found = findings.trend(
        monthly(toned, {n: -n / 20 for n in range(6)}, groups=("Crier", "Post")), by="outlet"
    )
    assert found.claim == "Tone in all 2 outlets becomes more negative over 6 months."
    assert not overlaps(found, "page")
    five = findings.trend(monthly(toned, dict.fromkeys(range(6), 0.1), groups=tuple("ABCDE")), by="outlet")
    assert five.table["line"].unique().tolist() == list("ABCD")
    with drawn(five, "page") as frame:
        assert any(
            "1 outlet with fewer articles not shown." in text.get_text() for text in frame.figure.texts
        )


@pytest.mark.parametrize(
    ("first", "last", "every"),
    [("2031-01-01", "2031-01-10", "day"), ("2031-01-01", "2031-04-01", "week"), ("2031-01-01", "2032-06-01", "month"),
     ("2031-01-01", "2037-01-01", "quarter"), ("1990-01-01", "2031-01-01", "year")],
)  # fmt: skip
def test_periods_suit_the_span(first, last, every):
    assert period_for(pd.Series(pd.to_datetime([first, last]))) == every
