import re

import pytest

from analysis import codebook, match
from analysis.codebook import CodebookError

SHELF = [
    pytest.param(kind, name, id=f"{kind}/{name}")
    for kind in ("tone", "frames")
    for name in codebook.names(kind)
]


@pytest.mark.parametrize(("kind", "name"), SHELF)
def test_the_codebook_says_whose_it_is(kind, name):
    book = codebook.read(kind, name)
    assert book.about["citation"].endswith(".")
    assert book.about["title"]


@pytest.mark.parametrize(("kind", "name"), SHELF)
def test_a_code_is_found_in_its_yes_and_not_in_its_no(kind, name, sentences):
    book = codebook.read(kind, name)
    for code, said in book.codes.items():
        yes, no = (match.hits(sentences(said[part]), book) for part in ("yes", "no"))
        assert code in set(yes["code"]), f"{code} is not found in its own yes example"
        assert code not in set(no["code"]), f"{code} is found in its own no example"


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
