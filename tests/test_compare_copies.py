"""Near copies: planted ones are found with where they stand, and what only looks like one is not."""

import random
import re

import pandas as pd
import pytest

from analysis import clean, compare, parse
from analysis.tables import ARTICLES, COPIES, QUOTATIONS, SENTENCES, count_words

# Invented: an agency's report on a town that does not exist.
REPORT = """\
Tolmin harbour to close for repairs in autumn

The harbour of Tolmin will close for nine weeks in autumn so that its northern wall can be repaired, the town council decided on Tuesday after a debate that lasted until midnight.

Engineers found in spring that the sea had hollowed out the foot of the wall over a length of forty metres. They advised the council not to wait for another winter of storms from the west.

Fishing boats will land their catch at Brod while the work goes on, and the council has set aside money to carry it back to the market by lorry each morning. The ferry to Sorn will leave from the old timber quay.

The repair will cost three million crowns, of which the province pays half. A firm from the capital won the contract against four others and promised to finish before the herring season begins.

Shopkeepers near the quay asked for a rebate on their rents. The council will vote on that in June, when the budget for the coming year is before it."""

OTHER = """\
Council of Tolmin quarrels over harbour wall

It took the councillors of Tolmin until midnight to agree what to do about a wall. In the end nobody voted against: from September no boat may moor in the harbour.

Divers had warned since March that waves are washing out the stones. Whoever has stood there in a gale knows how the ground trembles.

Fishermen are less pleased. They must drive an hour to Brod and fear that buyers will find other sellers meanwhile. Nine weeks are long for a family that lives on herring.

Half of the bill is footed by the province. Who shall make good the losses of the shops around the market is left for a later evening."""

WORDS = (
    "river stone window garden market letter bridge winter summer candle forest meadow harvest copper".split()
)


def articles(*texts, outlets=None, days=None):
    names = [f"{place:02d}" for place in range(len(texts))]
    return ARTICLES.frame(
        [
            {
                "article": name, "outlet": outlets[place] if outlets else f"Outlet {place}",
                "published": days[place] if days else "2031-05-06", "words": count_words(text),
                "source_file": name, "sha256": name, "source_text": text,
            }
            for place, (name, text) in enumerate(zip(names, texts, strict=True))
        ]
    )  # fmt: skip


def read(*texts, **facts):
    """Articles and their sentences, as `load`, `clean` and `parse` make them."""
    made = articles(*texts, **facts)
    return made, parse.sentences(made, clean.passages(made))


def found(*texts, **facts):
    made, sentences = read(*texts, **facts)
    return made, compare.copies(made, sentences, QUOTATIONS.frame())


def edited(text, rate, seed=3):
    """A text with a share of its words exchanged."""
    chance = random.Random(seed)
    return re.sub(
        r"[a-z]+", lambda word: chance.choice(WORDS) if chance.random() < rate else word.group(), text
    )


@pytest.mark.parametrize(
    ("copy", "least"),
    [
        pytest.param(REPORT + "\n\nMore follows.", 0.95, id="a line added"),
        pytest.param(edited(REPORT, 0.02), 0.8, id="one word in fifty exchanged"),
        pytest.param(edited(REPORT, 0.05), 0.6, id="one word in twenty exchanged"),
        pytest.param(edited(REPORT, 0.10), 0.4, id="one word in ten exchanged"),
        pytest.param(REPORT.split("\n\n", 4)[0] + "\n\n" + "\n\n".join(REPORT.split("\n\n")[1:4]), 0.95,
                     id="cut from the end"),
        pytest.param(OTHER + "\n\n" + "\n\n".join(REPORT.split("\n\n")[2:]), 0.5, id="half of it under another text"),
        pytest.param(REPORT.replace("\n\n", "\n\n\n").upper(), 0.95, id="other case and spacing"),
    ],
)  # fmt: skip
def test_a_planted_copy_is_found(copy, least):
    _, copies = found(REPORT, copy)
    assert copies[["article", "other"]].values.tolist() == [["00", "01"]]
    assert copies["share"].item() >= least


def test_the_share_falls_with_what_was_changed():
    shares = [found(REPORT, edited(REPORT, rate))[1]["share"].item() for rate in (0.01, 0.04, 0.08, 0.12)]
    assert shares == sorted(shares, reverse=True)


def test_two_reports_on_one_event_are_no_copies():
    assert found(REPORT, OTHER)[1].empty


def test_a_copy_is_shown_where_it_stands_in_both():
    made, copies = found(REPORT, "Storm warning\n\nA gale is coming.\n\n" + REPORT.split("\n\n", 1)[1])
    shared = compare.shared_text(copies, made)
    sources = made.set_index("article")["source_text"]
    for row in shared.itertuples():
        assert row.text == sources[row.article][row.start : row.end]
        assert row.other_text == sources[row.other][row.other_start : row.other_end]
        assert re.findall(r"\w+", row.text) == re.findall(r"\w+", row.other_text)
    assert shared["text"].str.len().max() > 900
    assert copies["words"].item() == sum(count_words(text) for text in shared["text"])


def test_offsets_hold_where_the_text_was_repaired():
    broken = REPORT.replace("the town council decided", "the townâ€™s council decided")
    made, copies = found(broken, REPORT.replace("the town council", "the town's council"))
    shared = compare.shared_text(copies, made)
    assert (shared["text"].str.split().str[-1] == shared["other_text"].str.split().str[-1]).all()
    assert copies["share"].item() > 0.95


def test_a_shared_quotation_is_no_copy():
    quotation = " ".join(REPORT.split("\n\n")[1:3])
    texts = [
        f"Council decides\n\n“{quotation}” said the mayor.\n\n" + OTHER.split("\n\n", 1)[1],
        f"A wall and its cost\n\nThis is what the mayor said: “{quotation}” Nobody answered her that night.",
    ]
    made, sentences = read(*texts)
    spans = [
        {
            "article": name, "quotation": 0, "start": text.index("“"), "end": text.index("”") + 1,
            "text": quotation, "sentence": 1, "single": False, "closed": True, "depth": 0, "follows": False,
            "use": "attributed",
        }
        for name, text in zip(made["article"], texts, strict=True)
    ]  # fmt: skip
    assert compare.copies(made, sentences, QUOTATIONS.frame(spans)).empty
    assert len(compare.copies(made, sentences, QUOTATIONS.frame())) == 1  # the marks make the difference


NOTICE = (
    "This newspaper is a member of the council for the press of the northern isles and corrects what it gets "
    "wrong. Readers who find a mistake are asked to write to the desk by post or to call in the morning "
    "between nine and noon on any day but Sunday."
)


def brief(seed, words=60):
    chance = random.Random(seed)
    return " ".join(chance.choice(WORDS) + chance.choice(["ed", "ing", "s", "er"]) for _ in range(words))


def test_what_an_outlet_prints_every_day_is_its_boilerplate_and_no_copy():
    days = ["2031-05-01", "2031-05-02", "2031-05-03", "2031-05-04"]
    texts = [f"Brief {n}\n\nThe {brief(n)} story.\n\n{NOTICE}" for n in range(4)]
    assert found(*texts, outlets=["Crier"] * 4, days=days)[1].empty
    # In four outlets on four days it is no one's boilerplate.
    assert len(found(*texts, days=days)[1]) == 6


@pytest.mark.parametrize(
    ("days", "pairs"),
    [
        pytest.param(["2031-05-01", "2031-05-08"], 1, id="a week apart"),
        pytest.param(["2031-05-01", "2031-05-09"], 0, id="more than a week apart"),
        pytest.param(["2031-05-01", None], 1, id="a day unknown"),
        pytest.param([None, None], 1, id="both days unknown"),
    ],
)
def test_copies_are_looked_for_within_a_week(days, pairs):
    assert len(found(REPORT, REPORT + "\n\nMore.", days=days)[1]) == pairs


def test_all_are_compared_where_that_is_asked():
    made, sentences = read(REPORT, REPORT + "\n\nMore.", days=["2031-05-01", "2032-05-01"])
    assert len(compare.copies(made, sentences, QUOTATIONS.frame(), days=None)) == 1


def test_the_order_of_articles_does_not_matter():
    texts = [REPORT, edited(REPORT, 0.05), OTHER, edited(REPORT, 0.08, seed=9)]
    made, sentences = read(*texts)
    first = compare.copies(made, sentences, QUOTATIONS.frame())
    turned = compare.copies(made.iloc[::-1], sentences.iloc[::-1].sort_values("sentence"), QUOTATIONS.frame())
    assert len(first) == 3
    pd.testing.assert_frame_equal(first, turned)


def test_a_copy_counts_once_and_the_first_printed_stays():
    made, sentences = read(
        edited(REPORT, 0.02), REPORT, OTHER, days=["2031-05-03", "2031-05-02", "2031-05-02"]
    )
    kept = compare.once(made, compare.copies(made, sentences, QUOTATIONS.frame()))
    assert kept["left_out"].fillna("").tolist() == ["near copy of 01", "", ""]
    assert made["left_out"].isna().all()  # what was given is as it was


def test_who_shares_with_whom_counts_unknown_outlets_and_pairs_within_one():
    texts = [REPORT, REPORT + "\n\nOne.", REPORT + "\n\nTwo."]
    made, copies = found(*texts, outlets=["Crier", "Crier", None])
    table = compare.between_outlets(copies, made).set_index(["outlet", "other"])["pairs"]
    assert table.to_dict() == {("(unknown)", "Crier"): 2, ("Crier", "Crier"): 1}


def test_articles_too_short_or_left_out_are_in_no_pair():
    made, sentences = read(
        "Ten words.\n\nRain fell.", "Ten words.\n\nRain fell.", REPORT, REPORT + "\n\nMore."
    )
    made = made.assign(left_out=[None, None, None, "near copy of 02"])
    assert compare.copies(made, sentences, QUOTATIONS.frame()).empty


def test_nothing_to_compare_gives_an_empty_table():
    nothing = compare.copies(ARTICLES.frame(), SENTENCES.frame(), QUOTATIONS.frame())
    assert list(nothing.columns) == list(COPIES.columns)
    assert compare.between_outlets(nothing, ARTICLES.frame()).empty
    assert compare.shared_text(nothing, ARTICLES.frame()).empty


def test_a_share_outside_its_range_is_refused():
    with pytest.raises(compare.CompareError, match=r"^share is 0\. Give a share above 0, at most 1\.$"):
        compare.copies(ARTICLES.frame(), SENTENCES.frame(), QUOTATIONS.frame(), share=0)


@pytest.mark.slow
def test_an_article_of_a_hundred_thousand_words_and_one_of_ten_are_compared():
    long = "A very long report\n\n" + "\n\n".join(f"The {brief(n, 200)} ended." for n in range(500))
    made, sentences = read(
        long, edited(long, 0.02), "Ten words\n\nRain fell on the harbour and nobody minded it."
    )
    copies = compare.copies(made, sentences, QUOTATIONS.frame())
    assert copies[["article", "other"]].values.tolist() == [["00", "01"]]
    assert copies["words"].item() > 80_000
