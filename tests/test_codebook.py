import re

import pytest

from analysis import codebook, framing
from analysis.codebook import CodebookError

SHELF = [
    pytest.param(kind, name, id=f"{kind}/{name}")
    for kind in ("tone", "frames", "loaded")
    for name in codebook.names(kind)
]
# Those that ask questions have examples to try.
ASKING = [one for one in SHELF if codebook.read(*one.values).codes]


@pytest.mark.parametrize(("kind", "name"), SHELF)
def test_the_codebook_says_whose_it_is(kind, name):
    book = codebook.read(kind, name)
    assert book.about["citation"].endswith(".")
    assert book.about["title"]


@pytest.mark.parametrize(("kind", "name"), ASKING)
def test_a_code_is_found_in_its_yes_and_not_in_its_no(kind, name, sentences):
    """The examples of every codebook, and the further sentences that stand beside it, as its writers answer them."""
    book = codebook.read(kind, name)
    tried = codebook.trials(book)
    table = sentences(*tried["text"])
    found = framing.evidence(framing.hits(framing.reading(table), book), book)
    there = set(zip(found["sentence"], found["frame"], strict=True))
    wrong = [
        (row.code, "yes" if row.answer else "no", row.text)
        for number, row in zip(table["sentence"], tried.itertuples(), strict=True)
        if ((number, row.code) in there) != row.answer
    ]
    assert not wrong


@pytest.mark.parametrize("name", codebook.names("frames"))
def test_every_question_has_three_sentences_of_each_answer(name):
    book = codebook.read("frames", name)
    counted = codebook.trials(book).groupby(["code", "answer"]).size().unstack(fill_value=0)
    asked = [code for code, said in book.codes.items() if said.get("applies", True)]
    assert (counted.loc[asked] >= 3).all(axis=None)


GOOD_TOML = """
title = "Demo"
scale = [-3, 3]
citation = "Nobody (2026)."
"""
GOOD_CSV = "term,code,weight,note\ngood,tone,2,\n"


def put(shelf, toml=GOOD_TOML, csv=GOOD_CSV):
    (shelf / "tone").mkdir()
    (shelf / "tone" / "demo.toml").write_text(toml, encoding="utf-8")
    if csv is not None:
        (shelf / "tone" / "demo.csv").write_text(csv, encoding="utf-8")
    return shelf


def test_a_codebook_dropped_in_the_folder_is_found_and_read(tmp_path):
    shelf = put(tmp_path)
    assert codebook.names("tone", shelf) == ["demo"]
    book = codebook.read("tone", "demo", shelf)
    assert book.instrument == "tone/demo"
    assert book.terms[["term", "weight", "line"]].to_numpy().tolist() == [["good", 2.0, 2]]


def test_the_fingerprint_changes_with_either_file(tmp_path):
    shelf = put(tmp_path)
    before = codebook.read("tone", "demo", shelf).sha256
    (shelf / "tone" / "demo.csv").write_text(GOOD_CSV + "bad,tone,-2,\n")
    assert codebook.read("tone", "demo", shelf).sha256 != before


@pytest.mark.parametrize(
    ("toml", "csv", "message"),
    [
        pytest.param(
            GOOD_TOML, GOOD_CSV + "catastroph*,tone,-4.5,\n",
            "demo.csv, line 3: 'catastroph*' weighs -4.5, outside the scale -3 to 3 that demo.toml declares.",
            id="a weight outside the scale",
        ),
        pytest.param(
            GOOD_TOML, GOOD_CSV + "bad,tone,heavy,\n",
            "demo.csv, line 3: 'bad' weighs 'heavy', which is no number.",
            id="a weight that is no number",
        ),
        pytest.param(
            GOOD_TOML, GOOD_CSV + "Good,tone,1,\n",
            "demo.csv, line 3: 'Good' stands for 'tone' in line 2 already.",
            id="a term twice, whatever its case",
        ),
        pytest.param(
            GOOD_TOML, GOOD_CSV + "good,mood,1,\n",
            "demo.csv, line 3: 'good' counts for 'mood', which demo.toml does not describe. It describes: tone.",
            id="an unknown code",
        ),
        pytest.param(
            GOOD_TOML, GOOD_CSV + "--,tone,1,\n", "demo.csv, line 3: '--' holds no word.", id="a term without a word"
        ),
        pytest.param(
            GOOD_TOML, GOOD_CSV + "go*od,tone,1,\n",
            "demo.csv, line 3: 'go*od' has its '*' elsewhere than at the end of the term.",
            id="a star inside a term",
        ),
        pytest.param(
            GOOD_TOML, "term,weight\ngood,1\n", "demo.csv, line 1: the header lacks code, note.", id="a short header"
        ),
        pytest.param(GOOD_TOML, "term,code,weight,note\n", "demo.csv lists no term.", id="an empty list"),
        pytest.param(
            GOOD_TOML, None, "demo.toml stands without demo.csv: a codebook is a pair of files.", id="half a pair"
        ),
        pytest.param(
            'title = "Demo"\nscale = [-3, 3]\n', GOOD_CSV,
            "demo.toml does not say its 'citation', which every codebook must.",
            id="no citation",
        ),
        pytest.param(
            GOOD_TOML + '[tone]\nasks = "?"\n', GOOD_CSV,
            "demo.toml, [tone] lacks yes, no: a coder needs all three.",
            id="a code without examples",
        ),
    ],
)  # fmt: skip
def test_a_malformed_codebook_names_file_line_value_and_rule(tmp_path, toml, csv, message):
    shelf = put(tmp_path, toml, csv)
    with pytest.raises(CodebookError, match=f"^{re.escape(message)}$"):
        codebook.read("tone", "demo", shelf)


def test_a_codebook_that_is_not_there_is_answered_with_those_that_are(tmp_path):
    shelf = put(tmp_path)
    with pytest.raises(CodebookError, match=re.escape("no tone codebook 'dmeo'. There are: demo.")):
        codebook.read("tone", "dmeo", shelf)


def test_text_that_is_not_toml_is_said_to_be_so(tmp_path):
    shelf = put(tmp_path, toml="title = ")
    with pytest.raises(CodebookError, match=r"^demo.toml is not TOML in UTF-8: "):
        codebook.read("tone", "demo", shelf)


RULED = (
    GOOD_TOML
    + """
[lists]
blaming = "verbs that blame"
[blame]
asks = "Who is blamed?"
yes = "Vane blamed Rask."
no = "Vane met Rask."
"""
)
RULED_CSV = "term,code,weight,note\nblame,blaming,1,\nfault of,blame,1,\n"


def ruled(tmp_path, *lines, csv=RULED_CSV, more=""):
    rule = "\n".join(["[[blame.rules]]", *lines]) if lines else ""
    return codebook.read("tone", "demo", put(tmp_path, f"{RULED}{rule}\n{more}", csv))


def test_a_rule_names_lists_kinds_and_voices(tmp_path):
    book = ruled(
        tmp_path, 'rule = "someone is blamed"', 'verb = "blaming"', 'patient = ["actor", "not state"]',
        'voice = "quoted reported"', 'who = "patient"',
    )  # fmt: skip
    (rule,) = book.rules
    assert (rule.code, rule.anchor, rule.who) == ("blame", "verb", "patient")
    assert rule.terms["verb"] == ("blame",)
    assert rule.kinds["patient"] == ("actor", "not state")
    assert book.terms["term"].tolist() == ["fault of"], "a list's terms answer nothing of themselves"


def test_a_code_that_cannot_be_asked_of_a_text_needs_its_reason_and_no_examples(tmp_path):
    more = '[pictures]\nasks = "Are there pictures?"\napplies = false\n'
    with pytest.raises(
        CodebookError, match=re.escape("demo.toml, [pictures] lacks why: what is not asked needs")
    ):
        ruled(tmp_path, more=more)


@pytest.mark.parametrize(
    ("lines", "message"),
    [
        pytest.param(
            ['verb = "blaming"'], "demo.toml, line 12: a rule needs a name, its 'rule'.", id="no name"
        ),
        pytest.param(
            ['rule = "r"', 'voice = "quoted"'],
            "demo.toml, line 13: 'r' looks for nothing; a rule has one of word, verb, source.",
            id="nothing to look for",
        ),
        pytest.param(
            ['rule = "r"', 'verb = "blaming"', 'word = "blaming"'],
            "demo.toml, line 13: 'r' looks for word and verb; a rule has one of word, verb, source.",
            id="two things to look for",
        ),
        pytest.param(
            ['rule = "r"', 'verb = "blaiming"'],
            "demo.toml, line 14: 'blaiming' is no list. There are: blaming.",
            id="a list that is not there",
        ),
        pytest.param(
            ['rule = "r"', 'verb = ["bl*me"]'],
            "demo.toml, line 14: 'bl*me' is no term: a term has a word, and '*' at its end if anywhere.",
            id="a malformed term",
        ),
        pytest.param(
            ['rule = "r"', 'verb = "blaming"', 'agent = "actress"'],
            "demo.toml, line 15: 'actress' is no kind of actor. There are: actor, person, organization, place, "
            "group, state, named, none, blaming.",
            id="an unknown kind",
        ),
        pytest.param(
            ['rule = "r"', 'verb = "blaming"', 'voice = "whispered"'],
            "demo.toml, line 15: 'whispered' is no voice. There are: reporter, quoted, reported.",
            id="an unknown voice",
        ),
        pytest.param(
            ['rule = "r"', 'word = "blaming"', 'patient = "actor"'],
            "demo.toml, line 15: 'patient' does not go with 'word'. With it go: agent, speaker, voice, with, without, "
            "speakers, negated, who.",
            id="a condition that does not go with it",
        ),
        pytest.param(
            ['rule = "r"', 'verb = "blaming"', 'objekt = "actor"'],
            "demo.toml, line 15: a rule has no 'objekt'. It may have: rule, word, verb, source, agent, patient, "
            "speaker, voice, cue, modal, with, without, different, speakers, negated, who.",
            id="an unknown key",
        ),
        pytest.param(
            ['rule = "r"', 'verb = "blaming"', 'negated = "yes"'],
            "demo.toml, line 15: 'negated' is 'yes', but may be 'too' or 'only'.",
            id="an unknown negation",
        ),
        pytest.param(
            ['rule = "r"', 'verb = "blaming"', 'who = "victim"'],
            "demo.toml, line 15: 'who' is 'victim', but may be agent, patient, speaker.",
            id="an unknown party",
        ),
        pytest.param(
            ['rule = "r"', 'verb = "blaming"', 'speakers = "two"'],
            "demo.toml, line 15: 'speakers' is 'two', but is a number of people.",
            id="speakers that are no number",
        ),
    ],
)
def test_a_malformed_rule_names_file_line_value_and_rule(tmp_path, lines, message):
    with pytest.raises(CodebookError, match=f"^{re.escape(message)}$"):
        ruled(tmp_path, *lines)


def test_a_list_without_terms_is_refused(tmp_path):
    message = "demo.csv has no term for 'blaming', which demo.toml lists."
    with pytest.raises(CodebookError, match=re.escape(message)):
        ruled(tmp_path, csv="term,code,weight,note\nfault of,blame,1,\n")


def test_an_item_of_a_frame_that_is_not_there_is_refused(tmp_path):
    more = '[cause]\nframe = "guilt"\nasks = "?"\nyes = "Yes."\nno = "No."\n'
    message = "demo.toml, [cause] is an item of 'guilt', which is no frame here. There are: none."
    with pytest.raises(CodebookError, match=re.escape(message)):
        ruled(tmp_path, more=more)


@pytest.mark.parametrize(
    ("line", "message"),
    [
        pytest.param("scorn,yes,Vane sneered.", "demo.trials.csv, line 2: 'scorn' is no code of demo. It has: blame.", id="an unknown code"),
        pytest.param("blame,perhaps,Vane sneered.", "demo.trials.csv, line 2: 'perhaps' is no answer, which is yes or no.", id="an unknown answer"),
        pytest.param("blame,yes,", "demo.trials.csv, line 2: there is no text to try.", id="no text"),
    ],
)  # fmt: skip
def test_a_malformed_trial_names_file_line_and_value(tmp_path, line, message):
    book = ruled(tmp_path)
    (tmp_path / "tone" / "demo.trials.csv").write_text(f"code,answer,text\n{line}\n", encoding="utf-8")
    with pytest.raises(CodebookError, match=f"^{re.escape(message)}$"):
        codebook.trials(book, tmp_path)
