"""Framing: evidence from words, grammar, sources and voices; answers, scores, and how they are laid out."""

import gc
import re
import weakref
from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from analysis import codebook, framing, match, parse
from analysis.framing import FramingError
from analysis.framing.scale import cronbach
from analysis.tables import ARTICLES, EVIDENCE, FRAMES, PASSAGES, WORD


@pytest.fixture(scope="module")
def book():
    return codebook.read("frames", "generic")


@pytest.fixture(scope="module")
def entman():
    return codebook.read("frames", "entman")


def found(table, book):
    return framing.evidence(framing.hits(framing.reading(table), book), book)


def framed(table, book):
    return framing.frames(table, found(table, book), book).set_index("frame")


# The people and events in all sentences are invented.

HEAD = 'title = "Demo"\nscale = [1, 1]\ncitation = "Nobody (2026)."\n'
CODE = '[it]\nasks = "?"\nyes = "Yes."\nno = "No."\n'


@pytest.fixture
def ask(tmp_path):
    """What a rule of one's own finds in a text: the words, whom they are about, who says them."""
    (tmp_path / "frames").mkdir()

    def asked(rule, *texts, lists=""):
        (tmp_path / "frames" / "demo.toml").write_text(
            f'{HEAD}{lists}\n{CODE}[[it.rules]]\nrule = "r"\n{rule}\n', encoding="utf-8"
        )
        rows = "term,code,weight,note\nzzz,it,1,\nminister,office,1,\nbaker,trade,1,\n"
        if not lists:
            rows = rows.splitlines()[0] + "\nzzz,it,1,\n"
        (tmp_path / "frames" / "demo.csv").write_text(rows, encoding="utf-8")
        pieces = found(parse.sentences_of(texts), codebook.read("frames", "demo", tmp_path))
        return pieces["text"].tolist(), pieces["actor"].astype(object).tolist(), pieces["by"].tolist()

    return asked


LISTS = '[lists]\noffice = "those in office"\ntrade = "those who trade"\n'
BLAME = 'verb = ["blame"]\n'


@pytest.mark.parametrize(
    ("rule", "text", "expected"),
    [
        pytest.param(BLAME, "Vane blamed Rask.", ["blamed Rask"], id="a verb in any form"),
        pytest.param(BLAME, "The blame is his.", [], id="a noun of that form is no verb"),
        pytest.param(BLAME, "Vane did not blame Rask.", [], id="a verb that is denied"),
        pytest.param(BLAME, "Nobody blamed Rask.", [], id="a verb that nobody does"),
        pytest.param(
            BLAME + 'negated = "only"', "Vane did not blame Rask.", ["blame Rask"], id="only where denied"
        ),
        pytest.param(
            BLAME + 'negated = "too"', "Vane did not blame Rask.", ["blame Rask"], id="also where denied"
        ),
        pytest.param('verb = ["take back"]', "Rask took it back.", ["took it back"], id="a verb of two words"),
        pytest.param('verb = ["take back"]', "Rask took it.", [], id="half of a verb of two words"),
        pytest.param(
            BLAME + 'patient = "actor"', "Vane blamed the weather.", [], id="what is blamed is nobody"
        ),
        pytest.param(
            BLAME + 'patient = "actor"', "Rask was blamed.", ["blamed"], id="the subject of a passive"
        ),
        pytest.param(
            BLAME + 'agent = "none"', "Rask was blamed.", ["blamed"], id="a passive that hides who does it"
        ),
        pytest.param(BLAME + 'agent = "none"', "Vane blamed Rask.", [], id="it is said who does it"),
        pytest.param(
            BLAME + 'agent = "office"', "Rask was blamed by the minister.", ["blamed"], id="a by-phrase"
        ),
        pytest.param(
            BLAME + 'agent = "office"', "The baker blamed the minister.", [], id="the other party is of the kind"
        ),
        pytest.param(
            BLAME + 'agent = ["actor", "not office"]',
            "The baker blamed Rask, and the minister blamed Vane.",
            ["blamed Rask"],
            id="a kind excluded",
        ),
        pytest.param(
            'verb = "*"\nmodal = ["must"]', "Vane must resign. Rask may stay.", ["resign"], id="a modal"
        ),
        pytest.param(
            'verb = "*"\nmodal = ["have"]', "Vane has to resign, Rask has resigned.", ["resign"],
            id="a duty is no perfect tense",
        ),
        pytest.param(
            'word = ["at fault"]\nagent = "office"', "The minister is at fault.", ["at fault"],
            id="the subject of the clause a word stands in",
        ),
        pytest.param(
            'word = ["storm"]\nwith = ["harbour"]', "The storm hit the harbour.", ["storm"], id="with"
        ),
        pytest.param('word = ["storm"]\nwith = ["harbour"]', "The storm hit the town.", [], id="lacks it"),
        pytest.param('word = ["storm"]\nwithout = ["harbour"]', "A storm hit the harbour.", [], id="without"),
        pytest.param('word = ["storm"]', "He stormed out; a brainstorm.", [], id="no word inside a word"),
        pytest.param(
            'word = ["storm"]\nvoice = "quoted"', "“A storm,” said Vane of the storm.", ["storm"],
            id="in quotation marks only",
        ),
        pytest.param(
            'word = ["storm"]\nvoice = "reporter"', "“A storm,” said Vane of the squall.", [],
            id="in the reporter's words only",
        ),
        pytest.param(
            'word = ["storm"]\nspeaker = "office"', "The minister said a storm was near.", ["storm"],
            id="said by one in office",
        ),
        pytest.param(
            'word = ["storm"]\nspeaker = "office"', "The baker said a storm was near.", [],
            id="said by another",
        ),
        pytest.param('source = "trade"', "The baker said it was late.", ["The baker"], id="a source"),
        pytest.param('source = "trade"', "The baker left late.", [], id="one who says nothing"),
        pytest.param(
            'source = "actor"\ncue = ["deny"]', "The baker denied that it was late. Vane said it was.",
            ["The baker"], id="by the word that attributes",
        ),
        pytest.param(
            'source = "actor"\nspeakers = 2', "The baker said it was late.", [], id="one speaker is not two"
        ),
        pytest.param(
            'source = "actor"\nspeakers = 2', "The baker said it was late. The minister said it was not.",
            ["The baker", "The minister"], id="two speakers are",
        ),
        pytest.param(
            BLAME + "different = true", "Vane blamed Vane.", [], id="blame of oneself is not of another"
        ),
    ],
)  # fmt: skip
def test_what_a_rule_finds(ask, rule, text, expected):
    cut = [text[start:end] for start, end in parse.spans(text)]
    assert ask(rule, *cut, lists=LISTS)[0] == expected


@pytest.mark.parametrize(
    ("rule", "text", "whom"),
    [
        pytest.param(BLAME + 'who = "patient"', "Ada Vane blamed Ole Rask.", "Ole Rask", id="who is blamed"),
        pytest.param(BLAME + 'who = "agent"', "Ada Vane blamed Ole Rask.", "Ada Vane", id="who blames"),
        pytest.param(
            BLAME + 'who = "patient"', "Ole Rask, who was blamed for it, left.", "Ole Rask",
            id="a relative pronoun stands for the one before it",
        ),
        pytest.param(
            'verb = ["resign"]\nwho = "agent"', "Ada Vane urged Ole Rask to resign.", "Ole Rask",
            id="whoever is urged is to act",
        ),
        pytest.param(
            BLAME + 'who = "patient"', "Ada Vane blamed the water company.", "the water company",
            id="one without a name goes by the words",
        ),
        pytest.param(
            'word = ["storm"]\nwho = "speaker"', "Ada Vane said a storm was near.", "Ada Vane", id="who says so"
        ),
    ],
)  # fmt: skip
def test_whom_the_evidence_is_about(ask, rule, text, whom):
    assert ask(rule, text)[1] == [whom]


def test_who_says_it_stands_with_the_evidence(ask):
    assert ask(BLAME, "Ada Vane said the board blamed Ole Rask.")[2] == ["Ada Vane"]


# --- Where evidence stands ---------------------------------------------------------------

SHELF = codebook.names("frames")


@pytest.mark.parametrize("name", SHELF)
def test_evidence_begins_and_ends_with_a_word_of_its_sentence(name):
    book = codebook.read("frames", name)
    table = parse.sentences_of(codebook.trials(book)["text"].tolist())
    source = " ".join(table["text"])
    bounds = table.set_index("sentence")
    for piece in found(table, book).itertuples():
        assert source[piece.start : piece.end] == piece.text
        assert (
            bounds.loc[piece.sentence, "start"]
            <= piece.start
            < piece.end
            <= bounds.loc[piece.sentence, "end"]
        )
        edges = "".join(source[place : place + 1] for place in (piece.start - 1, piece.end) if place >= 0)
        inside = [m.span() for m in WORD.finditer(source)]
        assert not any(start < piece.start < end for start, end in inside), piece.text
        assert not any(start < piece.end < end and source[piece.end] not in "'’" for start, end in inside), (
            piece.text,
            edges,
        )


def test_no_rule_reaches_over_a_passage_or_into_a_caption(book):
    parts = [
        ("body", "Both armies want peace"),
        ("caption", "Ministers accused each other of lying at the peace talks."),
        ("body", "talks began at nine. On the one"),
        ("body", "hand the trams ran."),
    ]
    source = "\n".join(text for _, text in parts)
    rows, at = [], 0
    for number, (role, text) in enumerate(parts):
        rows.append(("a", number, role, at, at + len(text), text, 0, "made for the test", []))
        at += len(text) + 1
    articles = ARTICLES.frame(
        [{"article": "a", "words": 9, "source_file": "a", "sha256": "-", "source_text": source}]
    )
    table = parse.sentences(articles, PASSAGES.frame(rows))
    caption = range(rows[1][3], rows[1][4])
    for name in SHELF:
        any_book = codebook.read("frames", name)
        for piece in found(table, any_book).itertuples():
            assert piece.start not in caption
            assert "\n" not in source[piece.start : piece.end]
    assert not len(found(table, book)), "neither 'peace talks' nor 'on the one hand' stands in one passage"


def test_words_in_a_name_are_no_evidence_where_the_codebook_says_so(book):
    table = parse.sentences_of(
        ["Ada Vane runs the Ministry of Finance and Trade. She prayed at Holy Cross Church."]
    )
    assert not found(table, replace(book, codes=book.codes)).query("frame == 'costs'").size
    assert found(table, book).query("frame == 'religion'").size


# --- From evidence to answers ------------------------------------------------------------


def test_a_frame_is_scored_as_the_mean_of_the_items_that_a_text_can_answer(sentences, book):
    table = framed(
        sentences("Mayor Vane accused the board of hiding the report.", "Critics say it is no secret."), book
    )
    items = table[table["part_of"] == "conflict"]
    assert table.loc["conflict", "score"] == pytest.approx(items["score"].mean())
    assert table.loc["conflict", "answer"] == "yes"
    assert table.loc["pictures", "answer"] == "not applicable"
    assert np.isnan(table.loc["pictures", "score"])
    assert book.items("human_interest") == ["human_face", "emotion", "affected", "private"]


def test_the_frames_come_first_then_the_twenty_questions(sentences, book):
    table = framed(sentences("It rained."), book)
    assert list(table.index) == [*book.frames, *book.codes]
    assert (len(book.frames), len(book.codes)) == (5, 20)
    assert not table["present"].any()
    assert (table["strength"] == 0).all()


def test_a_question_may_ask_for_more_sentences_and_for_a_share_of_them(sentences, book):
    codes = {**book.codes, "reproach": {**book.codes["reproach"], "minimum": 2, "share": 0.5}}
    harder = replace(book, codes=codes)
    blame = ["Vane blamed Rask.", "Rask denounced Vane."]
    for texts, expected in (
        (blame[:1], False),  # too few
        (blame, True),
        ([*blame, "It rained.", "It snowed.", "It froze."], False),  # too small a share
    ):
        assert framed(sentences(*texts), harder).loc["reproach", "present"] == expected


def test_another_minimum_for_all_shows_what_hangs_on_it(sentences, book):
    table = sentences(
        "Vane blamed Rask, and both feuded.", "Rask denounced Vane, and they feuded.", "It rained."
    )
    pieces = found(table, book)
    made = {least: framing.at_minimum(table, pieces, book, least).set_index("frame") for least in (1, 2, 3)}
    assert [frames.loc["conflict", "present"] for frames in made.values()] == [True, True, False]
    assert list(made[1].index) == list(book.frames), "the items are left out"


def test_a_codebook_without_frames_answers_each_code(sentences, entman):
    table = framed(sentences("Ada Vane must resign.", "It rained."), entman)
    assert list(table.index) == list(entman.codes)
    assert table["present"].tolist() == [False, False, False, True]
    assert table.loc["remedy", "strength"] == pytest.approx(0.5)


def test_a_negated_term_is_no_evidence(sentences, book):
    assert framed(sentences("There was no quarrel, no rift."), book).loc["disagreement", "evidence"] == 0


def test_every_piece_of_evidence_shows_its_words_its_voice_and_its_rule(sentences, book):
    text = "The nurse said that Mayor Vane had accused the harbour board of lying."
    piece = found(sentences(text), book).query("rule == 'someone reproaches another'").iloc[0]
    assert (piece["text"], piece["voice"], piece["by"]) == (
        "accused the harbour board",
        "reported",
        "The nurse",
    )
    assert text[piece["start"] : piece["end"]] == piece["text"]


def test_hits_of_another_codebook_are_refused(sentences, book):
    hits = match.hits(sentences("They feuded."), book).assign(instrument="frames/other")
    message = "these hits are of frames/other, not of frames/generic."
    with pytest.raises(FramingError, match=re.escape(message)):
        framing.evidence(hits, book)


def test_evidence_from_a_sentence_not_given_is_refused(sentences, book):
    table = sentences("It rained.", "They feuded.")
    pieces = found(table, book)
    message = "evidence for 'disagreement' stands in article texts, sentence 2, which is not among the sentences given."
    with pytest.raises(FramingError, match=re.escape(message)):
        framing.frames(table.iloc[:1], pieces, book)


def test_one_article_gives_the_same_evidence_alone_and_among_others(sentences, book):
    first = sentences("Mayor Vane accused the board.", "“It is a lie,” said Ole Rask.").assign(article="a")
    second = sentences("The ferry costs twice as much.", "Rask must resign.").assign(article="b")
    together = found(pd.concat([first, second], ignore_index=True), book)
    alone = pd.concat([found(first, book), found(second, book)], ignore_index=True)
    pd.testing.assert_frame_equal(together, alone)


# --- Laid out for reading -------------------------------------------------------------------


def test_a_card_fills_each_function_or_says_absent(sentences, entman):
    pieces = found(sentences("Residents blame the water company for the flood."), entman)
    card = framing.card(pieces, entman).set_index("frame")
    assert card.loc["cause", "answer"] == "blame the water company"
    assert card.loc["problem", ["answer", "pieces", "reporter"]].tolist() == ["flood", 1, 1]
    assert card.loc[["judgement", "remedy"], "answer"].tolist() == ["absent", "absent"]


def test_whom_each_function_is_about_and_who_says_so(sentences, entman):
    text = ["Ada Vane blamed Ole Rask for the flood.", "“Ole Rask must resign,” said Ada Vane."]
    told = framing.by_actor(found(sentences(*text), entman), entman)
    rows = told[["actor", "frame", "said_by", "text"]].to_numpy().tolist()
    assert ["Ole Rask", "cause", "the reporter", "blamed Ole Rask"] in rows
    assert ["Ole Rask", "remedy", "Ada Vane", "resign"] in rows


def test_both_sides_of_each_pair_are_counted_and_nothing_is_summed(sentences):
    book = codebook.read("frames", "war_peace")
    text = ["Shells killed nine people.", "A nurse said the children still wake with nightmares."]
    table = framing.pairs(found(sentences(*text), book), book)
    assert table.groupby("pair")["side"].agg(list).map(sorted).map(tuple).unique().tolist() == [
        ("peace", "war")
    ]
    of = table.set_index("frame")["pieces"]
    assert of["visible_effects"] >= 1 <= of["invisible_effects"]
    assert (of["people_sources"], of["elite_sources"]) == (1, 0)
    with pytest.raises(FramingError, match="frames/generic has no pairs"):
        framing.pairs(EVIDENCE.frame(), codebook.read("frames", "generic"))


def test_the_map_names_paragraph_frame_and_voice(sentences, book):
    table = sentences("Ministers feud.", "It rained.", "“They feud,” said Vane.").assign(
        passage=[0, 1, 2], role=["headline", "body", "body"], sentence=[0, 1, 2]
    )
    rows = framing.along(found(table, book), table, book).query("frame == 'conflict'")
    assert rows[["paragraph", "voice", "pieces"]].to_numpy().tolist() == [
        [0, "reporter", 1],
        [2, "quoted", 1],
    ]
    two = pd.concat([table, table.assign(article="other")])
    with pytest.raises(FramingError, match="a map follows one article; these are 2"):
        framing.along(found(table, book), two, book)


# --- Do the items go together? -----------------------------------------------------------------


def answered(book, scores):
    """Frames of many articles, the items of conflict answered as given, all others no."""
    items = [code for code in book.codes if book.codes[code].get("applies", True)]
    return FRAMES.frame(
        {
            "codebook": "generic", "article": f"a{number}", "frame": item, "present": False, "strength": 0.0,
            "evidence": 0, "scored_by": "rules",
            "score": float(row[book.items("conflict").index(item)]) if item in book.items("conflict") else 0.0,
        }
        for number, row in enumerate(scores)
        for item in items
    )  # fmt: skip


def test_alpha_is_one_where_items_are_always_answered_alike_and_missing_where_none_varies(book):
    scores = np.repeat(np.arange(60) % 2, 4).reshape(60, 4)
    table = framing.consistency(answered(book, scores), book).set_index("frame")
    assert table.loc["conflict", ["items", "articles"]].tolist() == [4, 60]
    assert table.loc["conflict", "alpha"] == pytest.approx(1)
    assert np.isnan(table.loc["morality", "alpha"])


def test_alpha_agrees_with_a_worked_example():
    # Variances of the items 2, 2 and 2.5, of their sum 12.5: alpha = 3/2 (1 - 6.5/12.5) = 0.72.
    scores = np.array([[1, 1, 1], [2, 4, 2], [3, 2, 5], [4, 3, 4], [5, 5, 3.0]])
    alpha, low, high = cronbach(scores)
    assert alpha == pytest.approx(0.7241, abs=1e-4)
    assert low < alpha < high


def test_alpha_of_few_articles_is_refused_with_the_number_it_needs(book):
    message = "Cronbach's alpha needs at least 60 articles, and these are 59."
    with pytest.raises(FramingError, match=re.escape(message)):
        framing.consistency(answered(book, np.zeros((59, 4))), book)
    with pytest.raises(FramingError, match="frames/entman has no frames that are scored from several items"):
        framing.consistency(FRAMES.frame(), codebook.read("frames", "entman"))


def test_of_no_sentences_there_are_no_frames_and_all_columns():
    book = codebook.read("frames", "generic")
    none = parse.sentences_of([])
    some = parse.sentences_of(["Critics debate the feud at court."])
    of_none, of_some = (
        framing.frames(table, framing.evidence(match.hits(table, book), book), book) for table in (none, some)
    )
    assert of_none.empty
    assert of_none.dtypes.to_dict() == of_some.dtypes.to_dict()


def test_parses_go_with_their_reading_and_do_not_wait_for_garbage_to_be_looked_for(book):
    gc.collect()
    gc.disable()
    try:
        made = framing.reading(parse.sentences_of(["Mayor Vane accused the board.", "It rained, Vane said."]))
        assert len(framing.hits(made, book))
        parsed = weakref.ref(next(iter(made.documents.values())))
        del made
        assert parsed() is None
    finally:
        gc.enable()
