"""Omissions: who and what one outlet tells and another does not, with the evidence on both sides."""

import pandas as pd
import pytest

from analysis import compare
from analysis.compare.omission import settled
from analysis.tables import ARTICLES, DATES, EVENTS, MENTIONS, OMISSIONS, QUOTES, SENTENCES, count_words

# Invented: one quarrel in a town that does not exist, as three outlets tell it.
TOLD = {
    "Crier": (
        "Mayor Ada Vane closed the swimming pool of Tolmin on Monday.",
        "Ada Vane said the boiler had failed three safety inspections since last winter.",
        "Ole Rask of the Tolmin Harbour Board denied that his engineers had delayed the repair.",
        "The inspectors first warned on 14 June 2028.",
    ),
    "Post": (
        "The pool of Tolmin is closed, Vane announced.",
        "Children stood before locked doors and cried.",
        "Their teacher Mira Holt asked who would teach them to swim before summer.",
        "The Harbour Board was silent in June 2028.",
    ),
    "Herald": (
        "Tolmin loses its pool for now.",
        "The boiler failed three safety inspections since winter, a paper of the council says.",
        "A new boiler would cost ninety thousand crowns.",
    ),
}
SPEAKERS = {("Crier", 2): "Ada Vane", ("Crier", 3): "Ole Rask", ("Post", 1): "Vane", ("Post", 3): "Mira Holt"}
NAMES = {
    "Crier": [("Ada Vane", "person", "Ada Vane", 1), ("Ada Vane", "person", "Ada Vane", 2),
              ("Ole Rask", "person", "Ole Rask", 3),
              ("Tolmin Harbour Board", "organization", "Tolmin Harbour Board", 3), ("Tolmin", "place", "Tolmin", 1)],
    "Post": [("Vane", "person", "Vane", 1), ("Mira Holt", "person", "Mira Holt", 3),
             ("Harbour Board", "organization", "The Harbour Board", 4), ("Tolmin", "place", "Tolmin", 1)],
    "Herald": [("Tolmin", "place", "Tolmin", 1)],
}  # fmt: skip
DAYS = {
    "Crier": [(4, "14 June 2028", "2028-06-14", "2028-06-14")],
    "Post": [(4, "June 2028", "2028-06-01", "2028-06-30")],
    "Herald": [],
}


def material(told=TOLD, outlets=None, names=NAMES, speakers=SPEAKERS, days=DAYS):
    """The tables of one event, an article from each outlet."""
    rows = {name: [] for name in ("articles", "sentences", "mentions", "quotes", "dates")}
    for article, texts in told.items():
        source, starts = "", []
        for text in texts:
            starts.append(len(source))
            source += text + "\n\n"
        rows["articles"].append(
            {
                "article": article,
                "outlet": outlets[article] if outlets else article,
                "published": "2031-05-06",
                "words": count_words(source),
                "source_file": article,
                "sha256": article,
                "source_text": source,
            }
        )
        for number, (start, text) in enumerate(zip(starts, texts, strict=True), start=1):
            rows["sentences"].append(
                {
                    "article": article,
                    "sentence": number,
                    "passage": number,
                    "role": "body",
                    "start": start,
                    "end": start + len(text),
                    "text": text,
                    "words": count_words(text),
                    "edits": [],
                }
            )
            if (article, number) in speakers:
                rows["quotes"].append(
                    {
                        "article": article,
                        "quote": number,
                        "kind": "indirect",
                        "start": start,
                        "end": start + len(text),
                        "spans": [[start, start + len(text)]],
                        "text": text,
                        "speaker": speakers[article, number],
                        "sentence": number,
                    }
                )
        for number, (actor, kind, text, sentence) in enumerate(names.get(article, [])):
            rows["mentions"].append(
                {
                    "article": article,
                    "mention": number,
                    "actor": actor,
                    "type": kind,
                    "form": "name",
                    "start": number,
                    "end": number + 1,
                    "text": text,
                    "role": "other",
                    "passive": False,
                    "sentence": sentence,
                }
            )
        for sentence, text, earliest, latest in days.get(article, []):
            rows["dates"].append(
                {
                    "article": article,
                    "start": starts[sentence - 1],
                    "end": starts[sentence - 1] + 1,
                    "text": text,
                    "earliest": earliest,
                    "latest": latest,
                    "relation": "past",
                    "resolved_by": "absolute",
                    "sentence": sentence,
                }
            )
    events = EVENTS.frame(
        [{"article": row["article"], "event": "pool", "event_from": "given"} for row in rows["articles"]]
    )
    frames = {
        "articles": ARTICLES,
        "sentences": SENTENCES,
        "mentions": MENTIONS,
        "quotes": QUOTES,
        "dates": DATES,
    }
    return [events, *(table.frame(rows[name]) for name, table in frames.items())]  # fmt: skip


def states(omissions, kind):
    rows = omissions[omissions["kind"] == kind]
    return {
        what: dict(zip(part["outlet"], part["state"], strict=True)) for what, part in rows.groupby("what")
    }


@pytest.fixture(scope="module")
def found():
    return compare.omissions(*material())


@pytest.mark.parametrize(
    ("who", "expected"),
    [
        pytest.param("Ada Vane", {"Crier": "present", "Post": "present", "Herald": "absent"},
                     id="a last name alone is the same person in another article"),
        pytest.param("Ole Rask", {"Crier": "present", "Post": "absent", "Herald": "absent"}, id="one outlet alone"),
        pytest.param("Mira Holt", {"Crier": "absent", "Post": "present", "Herald": "absent"},
                     id="another outlet alone"),
    ],
)  # fmt: skip
def test_who_is_quoted_where(found, who, expected):
    assert states(found, "quoted")[who] == expected


def test_who_is_named_and_not_quoted_says_so():
    speakers = {key: who for key, who in SPEAKERS.items() if key != ("Post", 1)}
    omissions = compare.omissions(*material(speakers=speakers))
    assert states(omissions, "quoted")["Ada Vane"]["Post"] == "named only"


def test_who_is_named_where(found):
    named = states(found, "named")
    assert named["Tolmin Harbour Board"] == {"Crier": "present", "Post": "unclear", "Herald": "absent"}
    assert "Tolmin" not in named  # a place is named by anyone


def test_a_name_that_is_printed_and_not_settled_is_unclear():
    names = NAMES | {"Herald": []}
    told = TOLD | {"Herald": (*TOLD["Herald"], "It was Rask’s boiler.")}
    named = states(compare.omissions(*material(told=told, names=names)), "named")
    assert named["Ole Rask"]["Herald"] == "unclear"


def test_a_day_is_present_absent_or_within_a_longer_stretch(found):
    assert states(found, "day") == {"2028-06-14": {"Crier": "present", "Post": "unclear", "Herald": "absent"}}


def test_days_on_which_the_event_was_told_are_no_omission():
    days = {"Crier": [(1, "Monday", "2031-05-05", "2031-05-05"), (2, "Tuesday", "2031-05-06", "2031-05-06")]}
    assert states(compare.omissions(*material(days=days)), "day") == {}


def test_a_claim_told_in_other_words_is_present_and_one_untold_absent(found):
    claims = states(found, "claim")
    boiler = next(states for what, states in claims.items() if "boiler had failed" in what)
    delay = next(states for what, states in claims.items() if "delayed the repair" in what)
    assert boiler == {"Crier": "present", "Post": "absent", "Herald": "present"}
    assert delay == {"Crier": "present", "Post": "absent", "Herald": "absent"}


def test_what_is_present_stands_where_it_is_said_to(found):
    articles = material()[1].set_index("article")["source_text"]
    present = found[found["state"].isin(["present", "named only"])]
    for row in present.itertuples():
        assert articles[row.article][row.start : row.end] == row.text
    assert (present["times"] >= (present["state"] == "present")).all()


def test_what_is_absent_says_how_it_was_looked_for(found):
    row = found.query("kind == 'quoted' and what == 'Ole Rask' and outlet == 'Herald'").iloc[0]
    assert row["looked_for"] == "Ole Rask, Rask; in 28 words of 1 article"
    assert row[["article", "start", "text"]].isna().all()


def test_a_claim_that_is_absent_shows_the_sentence_most_like_it(found):
    row = found[
        (found["kind"] == "claim") & found["what"].str.contains("delayed") & (found["outlet"] == "Post")
    ]
    assert "most of them in one place" in row["looked_for"].item()


def mention(article, actor, kind="person", text=None):
    return {"article": article, "mention": 0, "actor": actor, "type": kind, "form": "name", "start": 0, "end": 1,
            "text": text or actor, "role": "other", "passive": False, "sentence": 1}  # fmt: skip


@pytest.mark.parametrize(
    ("names", "together"),
    [
        pytest.param([("Ada Vane", "person"), ("Ada Vane", "person")], True, id="the same name"),
        pytest.param([("Ada Vane", "person"), ("Vane", "person")], True, id="a last name alone"),
        pytest.param([("Ada B. Vane", "person"), ("Ada Vane", "person")], True, id="a middle initial"),
        pytest.param([("Ada Vane", "person"), ("Ole Vane", "person")], False, id="two of one family"),
        pytest.param([("Ada Vane", "person"), ("Ada Rask", "person")], False, id="a first name in common"),
        pytest.param([("Tolmin Harbour Board", "organization"), ("THB", "organization")], True, id="capitals"),
        pytest.param([("Board of Trade", "organization"), ("BT", "organization")], True, id="capitals without of"),
        pytest.param([("Tolmin Harbour Board", "organization"), ("Brod Harbour Board", "organization")], False,
                     id="two boards"),
        pytest.param([("The Tolmin Post", "organization"), ("Tolmin Post", "organization")], True, id="an article"),
    ],
)  # fmt: skip
def test_names_are_settled_across_articles(names, together):
    rows = [mention(article, actor, kind) for article, (actor, kind) in zip("ab", names, strict=True)]
    actors = settled(MENTIONS.frame(rows))
    assert (len(set(map(id, actors.values()))) == 1) == together


def test_a_last_name_that_two_bear_is_merged_with_neither():
    rows = [mention("a", "Ada Vane"), mention("b", "Ole Vane"), mention("c", "Vane")]
    actors = settled(MENTIONS.frame(rows))
    assert len(set(map(id, actors.values()))) == 3
    assert actors["c", "Vane"].type == "unclear"  # so that nobody is said to be absent by that name


def test_a_name_that_an_article_itself_uses_joins_it():
    rows = [
        mention("a", "Tolmin Harbour Board", "organization"),
        mention("a", "Tolmin Harbour Board", "organization", "the Harbour Board") | {"mention": 1},
        mention("b", "Harbour Board", "organization"),
    ]
    assert len(set(map(id, settled(MENTIONS.frame(rows)).values()))) == 1


def test_an_event_of_one_outlet_has_no_omissions():
    assert compare.omissions(*material(outlets=dict.fromkeys(TOLD, "Crier"))).empty


def test_articles_without_an_outlet_left_nothing_out():
    omissions = compare.omissions(*material(outlets={"Crier": "Crier", "Post": "Post", "Herald": None}))
    assert set(omissions["outlet"]) == {"Crier", "Post"}


def test_the_order_of_articles_changes_nothing(found):
    turned = compare.omissions(*material(told=dict(reversed(TOLD.items()))))
    columns = ["kind", "what", "outlet", "state"]
    quoted = ["quoted", "named", "day"]
    first, second = (
        table[table["kind"].isin(quoted)][columns].sort_values(columns, ignore_index=True)
        for table in (found, turned)
    )
    pd.testing.assert_frame_equal(first, second)


def test_what_is_not_shared_is_listed_with_who_has_it(found):
    table = compare.unshared(found).set_index("what")
    assert table.loc["Ole Rask", ["told_by", "absent_from"]].iloc[0].tolist() == ["Crier", "Herald, Post"]
    assert table.loc["2028-06-14", "unclear_in"] == "Post"


def test_the_share_left_out_counts_what_others_tell(found):
    shares = compare.left_out(found, "quoted").set_index("group")
    # The Herald quotes none of three; of what others quote the Crier lacks Holt, and the Post lacks Rask.
    assert shares["value"].to_dict() == pytest.approx({"Herald": 100.0, "Crier": 50.0, "Post": 50.0})
    assert shares["n"].to_dict() == {"Herald": 3, "Crier": 2, "Post": 2}
    assert shares["low"].isna().all()
    assert set(shares["why"]) == {"1 of the 5 events that an interval needs"}


def test_an_outlet_that_always_leaves_out_has_an_interval_that_leaves_room():
    rows = [
        {"event": f"e{n}", "kind": "quoted", "what": "Vane", "outlet": outlet, "state": state, "articles": 1,
         "times": 1, "looked_for": "Vane"}
        for n in range(8) for outlet, state in (("Crier", "present"), ("Post", "absent"))
    ]  # fmt: skip
    share = compare.left_out(OMISSIONS.frame(rows)).iloc[0]
    assert (share["group"], share["value"], share["high"]) == ("Post", 100.0, 100.0)
    assert 60 < share["low"] < 65  # eight of eight: 63 to 100 by Clopper and Pearson


def test_an_unknown_kind_is_refused_with_those_there_are(found):
    with pytest.raises(
        compare.CompareError, match=r"^no kind feelings\. There are: quoted, named, day, claim\.$"
    ):
        compare.omissions(*material(), kinds=["feelings"])
    with pytest.raises(compare.CompareError, match=r"^no kind 'feelings'\."):
        compare.left_out(found, "feelings")


def test_nothing_gives_an_empty_table():
    empty = compare.omissions(EVENTS.frame(), ARTICLES.frame(), SENTENCES.frame(), MENTIONS.frame(), QUOTES.frame(),
                              DATES.frame())  # fmt: skip
    assert list(empty.columns) == list(OMISSIONS.columns)
    assert compare.unshared(empty).empty
    assert compare.left_out(empty).empty
