"""Findings on voices: who speaks, who is never heard, whose words, and where they speak."""

import pandas as pd
import pytest

from analysis import actors, findings, parse, tables, voices
from analysis.findings.frame import SIZES
from analysis.findings.voices import attributions, cue_counts, heard, tried_by_hand, voice_lanes

# About an invented town.
ARTICLE = (
    "Harrow bridge to close",
    "Mayor Ada Vane said the bridge would close in May.",
    "“It is not safe,” Vane said.",
    "Vane told the council that repairs would cost too much.",
    "Ole Rask, a shopkeeper, said that he would lose customers.",
    "The company Brel built the bridge, and Brel looks after it.",
    "Brel sent two engineers, and Brel paid them.",
    "The town hired Brel again.",
)


def corpus_of(measured, *texts):
    """What the rules find in sentences, the first of them the headline."""
    document = parse.document_of("\n".join(texts))
    sentences = document.sentences.assign(
        role=["headline" if n == 0 else "body" for n in range(len(document.sentences))]
    )
    documents = {"text": document}
    articles = pd.DataFrame({"article": ["text"], "published": [pd.Timestamp("2031-05-02")]})
    mentions = actors.mentions(documents, articles)
    quotes, quotations = voices.quotes(documents, mentions), voices.quotations(documents)
    return measured(
        sentences=sentences,
        mentions=mentions,
        quotes=quotes,
        quotations=quotations,
        voices=voices.voice(sentences, quotes, quotations),
    )


@pytest.fixture(scope="module")
def bridge(measured):
    return corpus_of(measured, *ARTICLE)


def said(*rows):
    """Attributions, from pairs of speaker and kind."""
    return tables.QUOTES.frame(
        {"article": "a", "quote": n, "kind": kind, "start": n, "end": n + 1, "spans": [[n, n + 1]], "text": "x",
         "speaker": speaker, "cue": "say", "cue_kind": "neutral", "sentence": 1}
        for n, (speaker, kind) in enumerate(rows)
    )  # fmt: skip


def named(**counts):
    """Mentions by name, from how often each actor is mentioned."""
    every = [name for name, count in counts.items() for _ in range(count)]
    return tables.MENTIONS.frame(
        {"article": "a", "mention": n, "actor": name.replace("_", " "), "type": "person", "form": "name",
         "start": n, "end": n + 1, "text": name, "role": "agent", "passive": False, "sentence": 1}
        for n, name in enumerate(every)
    )  # fmt: skip


# Who speaks


def test_the_speakers_of_an_article_and_their_kinds(bridge):
    table = attributions(bridge.quotes, bridge.mentions)
    assert table[["speaker", "direct", "indirect", "n"]].values.tolist() == [
        ["Ada Vane", 1, 2, 3],
        ["Ole Rask", 0, 1, 1],
    ]


@pytest.mark.parametrize(
    ("rows", "claim", "status"),
    [
        ([], "No attribution was found: nobody is quoted or paraphrased.", "lacking"),
        ([("Vane", "direct")] * 4, "Only 4 attributions: too few to name a main source.", "unclear"),
        ([(None, "indirect")] * 6, "The speaker of none of 6 attributions is clear.", "unclear"),
        (
            [("Vane", "direct")] * 4 + [("Rask", "mixed")],
            "Vane is the source of 4 of 5 attributions.",
            "found",
        ),
        (
            [("Vane", "direct"), ("Rask", "mixed")] * 3,
            "Rask and Vane are the source of 3 of 6 attributions each.",
            "found",
        ),
        (
            [(name, "direct") for name in ("Vane", "Rask", "Brel")] * 2,
            "No main source: 3 speakers have 2 attributions each.",
            "unclear",
        ),
    ],
)
def test_a_main_source_is_named_where_there_is_one(measured, rows, claim, status):
    found = findings.speakers(measured(quotes=said(*rows)))
    assert (found.claim, found.status) == (claim, status)


def test_attributions_without_a_speaker_have_a_row_of_their_own(measured):
    found = findings.speakers(measured(quotes=said(("Vane", "direct"), (None, "direct"), (None, "mixed"))))
    assert found.table["n"].tolist() == [1, 2]
    assert found.table["speaker"].isna().tolist() == [False, True]
    assert "2 not named or unclear" in found.alt


def test_the_main_source_s_words_come_first_in_the_evidence(bridge):
    rows = findings.speakers(bridge).evidence
    assert rows["because"].iloc[0].startswith(("direct, Ada Vane", "indirect, Ada Vane"))
    assert rows["mark"].tolist() == [0, 0, 0, 1]


def test_evidence_lies_inside_its_sentence(bridge):
    places = bridge.sentences.set_index("sentence")
    for found in (findings.speakers(bridge), findings.unheard(bridge), findings.cues(bridge)):
        for row in found.evidence.itertuples():
            assert places.loc[row.sentence, "start"] <= row.start
            assert row.start < row.end


def test_a_speaker_described_and_never_named_has_no_name():
    officials = named(officials=1).assign(form="description")
    mentions = pd.concat([named(Vane=1), officials], ignore_index=True)
    table = attributions(said(("Vane", "direct"), ("officials", "mixed"), (None, "direct")), mentions)
    assert table["named"].tolist() == [True, False, pd.NA]
    assert attributions(said(("Vane", "direct")))["named"].isna().all()


# Who is never heard


def test_a_company_mentioned_often_and_never_heard(bridge):
    found = findings.unheard(bridge)
    assert found.claim == "Brel is mentioned 6 times and never heard."
    assert found.figure == "6 to 0"
    assert (found.evidence["because"] == "Brel: agent").sum() == 4


def test_only_people_and_organizations_are_called_unheard(measured):
    mentions = named(Marl_Bridge=9, Ada_Vane=6)
    mentions.loc[mentions["actor"] == "Marl Bridge", "type"] = "place"
    found = findings.unheard(measured(mentions=mentions))
    assert found.claim == "Ada Vane is mentioned 6 times and never heard."
    assert found.table["actor"].tolist() == ["Ada Vane"]


@pytest.mark.parametrize(
    ("counts", "quotes", "claim"),
    [
        ({"Vane": 4}, [], "Everyone mentioned 5 times or more is heard."),
        ({"Vane": 5}, [], "Vane is mentioned 5 times and never heard."),
        ({"Vane": 9, "Rask": 5}, [("Vane", "direct")], "Rask is mentioned 5 times and never heard."),
        ({"Vane": 9}, [("Vane", "direct")], "Every person and organization that is mentioned is heard."),
        ({}, [], "No person or organization is mentioned."),
    ],
)
def test_never_heard_needs_five_mentions(measured, counts, quotes, claim):
    assert findings.unheard(measured(mentions=named(**counts), quotes=said(*quotes))).claim == claim


def test_a_member_of_a_group_that_speaks_is_heard():
    mentions = named(Vane=2, Rask=1)
    both = mentions.head(1).assign(actor="the two mayors", mention=9, members="Vane; Rask")
    table = heard(pd.concat([mentions.assign(members=None), both]), said(("the two mayors", "direct")))
    assert table[["actor", "attributions", "together", "heard"]].values.tolist() == [
        ["Vane", 0, 1, True],
        ["Rask", 0, 1, True],
    ]


# Whose words


def test_the_voices_share_out_the_words_of_the_body(bridge):
    found = findings.whose_words(bridge)
    assert found.table["words"].sum() == bridge.sentences.query("role == 'body'")["words"].sum()
    assert found.table["share"].sum() == pytest.approx(1)
    quoted = found.table.loc[found.table["voice"] == "quoted", "words"].item()
    assert quoted == 4


def test_without_a_body_there_is_no_share(measured):
    assert findings.whose_words(measured()).status == "lacking"


def test_each_stretch_has_its_lane_and_place(bridge):
    lanes = voice_lanes(bridge)
    assert list(dict.fromkeys(lanes["lane"])) == ["Reporter", "Ada Vane", "Ole Rask"]
    assert (lanes["begins"] >= lanes["sentence"] - 0.5).all()
    assert (lanes["ends"] <= lanes["sentence"] + 0.5).all()
    found = findings.voices_along(bridge)
    assert found.claim == "Only the reporter speaks in 4 of 8 sentences."


def stretches(*rows):
    """Stretches one after the other, from rows of sentence, length, voice and quote."""
    made, start = [], 0
    for sentence, length, voice, quote in rows:
        made.append(
            {
                "article": "a",
                "sentence": sentence,
                "start": start,
                "end": start + length,
                "voice": voice,
                "quote": quote,
            }
        )
        start += length
    return tables.VOICES.frame(made)


ALONG = stretches(
    (0, 20, "reporter", None), (1, 10, "quoted", 0), (1, 10, "reporter", None), (2, 20, "reported", 2),
    (3, 5, "reporter", None), (3, 15, "quoted", None),
)  # fmt: skip
BOTH = said(("Vane", "direct"), ("Vane", "mixed"), ("Rask", "indirect"))


def test_lanes_share_out_each_sentence_and_who_speaks_most_comes_first(measured):
    lanes = voice_lanes(measured(voices=ALONG, quotes=BOTH))
    assert list(dict.fromkeys(lanes["lane"])) == ["Reporter", "Rask", "Vane", "Not named or unclear"]
    assert lanes.sort_values("begins")[["begins", "ends"]].values.tolist() == [
        [-0.5, 0.5], [0.5, 1.0], [1.0, 1.5], [1.5, 2.5], [2.5, 2.75], [2.75, 3.5],
    ]  # fmt: skip


def test_speakers_beyond_the_lanes_share_one(measured):
    lanes = voice_lanes(measured(voices=ALONG, quotes=BOTH), top=1)
    assert list(dict.fromkeys(lanes["lane"])) == [
        "Reporter", "Rask", "Further speakers", "Not named or unclear",
    ]  # fmt: skip


# Cues and quotation marks


def test_cues_are_counted_with_their_kind(bridge):
    table = cue_counts(bridge.quotes)
    assert table[["cue", "kind", "times"]].values.tolist() == [["say", "neutral", 3], ["tell", "neutral", 1]]
    assert findings.cues(bridge).claim == "“say” introduces 3 of 4 attributions."


def test_a_scare_quote_is_attributed_to_no_one(measured):
    found = findings.quotation_marks(
        corpus_of(measured, "Schools", "The “reform” closed three schools.", "“It hurts,” Ada Vane said.")
    )
    assert found.claim == "1 of 2 quotations is attributed to no one."
    assert found.evidence["text"].tolist() == ["“reform”"]


def test_the_sentences_tried_by_hand_are_read_as_a_reader_reads_them():
    table = tried_by_hand()
    assert table.loc[~table["right"], "sentence"].tolist() == []


# Charts


@pytest.mark.parametrize("size", [*SIZES, "thumb"])
@pytest.mark.parametrize("name", ["speakers", "unheard", "whose_words", "voices_along"])
def test_no_text_of_the_chart_meets_another(bridge, overlaps, name, size):
    assert overlaps(getattr(findings, name)(bridge), size) == []
