"""Human codes: what is read of a folder, what is named and left out, and how the public sets are got."""

import hashlib
import http.server
import io
import json
import os
import re
import threading
import zipfile
from pathlib import Path

import pytest

from analysis import gold
from analysis.gold import fetching

REAL = Path(os.environ.get("WORKBOOK_GOLD") or Path(__file__).parents[2] / "shared" / "gold")
real = pytest.mark.skipif(not REAL.is_dir(), reason="the human-coded sets are not here")


def write(path: Path, text: str) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return path


def lines(*records: object) -> str:
    return "".join(json.dumps(record) + "\n" for record in records)


def only(read: gold.Gold) -> gold.CodedSet:
    assert len(read.sets) == 1, [coded.name for coded in read.sets]
    return read.sets[0]


def problems(read: gold.Gold) -> list[tuple[str, str, str]]:
    return [tuple(row) for row in read.problems.itertuples(index=False)]


TONE = {"id": "a", "text": "The ferry is a joy.", "value": 0.8}

# One well-formed line for each task of the common form.
GOOD = {
    "tone-sentence": TONE,
    "tone-target": {"id": 1, "text": "Vane failed.", "start": 0, "end": 4, "label": -1},
    "loaded-language": {"id": 1, "text": "A brutal cut.", "label": 1, "spans": [[2, 8]]},
    "frames-article": {"id": 1, "text": "They quarrel.", "codebook": "generic", "frames": ["conflict"]},
    "frames-sentence": {"id": 1, "text": "They quarrel.", "codebook": "policy", "frame": "6"},
    "quotes": {
        "id": 1,
        "text": "“No,” said Vane.",
        "attributions": [{"content": [[0, 5]], "source": [[11, 15]], "cue": [[6, 10]]}],
    },
    "actors": {"id": 1, "text": "Vane left.", "entities": [{"start": 0, "end": 4, "type": "person"}]},
    "sentences": {"id": 1, "text": "Rain. Sun.", "sentences": [[0, 5], [6, 10]]},
    "passages": {"id": 1, "text": "Rain.", "passages": [{"start": 0, "end": 5, "role": "body"}]},
    "article-html": {"id": 1, "html": "<p>Rain.</p>", "body": "Rain."},
    "repair": {"id": 1, "text": "Itâ€™s", "fixed": "It's"},
}


@pytest.mark.parametrize("task", gold.TASKS)
def test_the_common_form_is_read_for_every_task(tmp_path, task):
    write(tmp_path / f"{task}.jsonl", lines(GOOD[task]))
    coded = only(gold.read(tmp_path))
    assert (coded.task, coded.name, len(coded.records)) == (task, tmp_path.name, 1)
    kept = {key: value for key, value in GOOD[task].items() if key != "id"}
    assert {key: coded.records[0][key] for key in kept} == kept


@pytest.mark.parametrize(
    ("path", "name", "task"),
    [
        pytest.param("mine/quotes.jsonl", "mine", "quotes", id="in a folder of its own"),
        pytest.param("a/b/quotes.jsonl", "a/b", "quotes", id="in a folder further down"),
        pytest.param("mine/quotes-pilot.jsonl", "mine/pilot", "quotes", id="a split after the task's name"),
        pytest.param("mine/quotes.second.jsonl", "mine/second", "quotes", id="a split after a stop"),
    ],
)
def test_a_set_of_your_own_is_found_wherever_it_stands(tmp_path, path, name, task):
    write(tmp_path / path, lines(GOOD[task]))
    coded = only(gold.read(tmp_path))
    assert (coded.name, coded.task, coded.known) == (name, task, None)


@pytest.mark.parametrize(
    ("codebook", "coded"),
    [
        pytest.param("narrative_frames", ["CO", "EC"], id="by the name of a listed set, in its codes"),
        pytest.param("generic", ["CO", "EC"], id="by the codebook's name, in a listed set's codes"),
        pytest.param("generic", ["conflict", "economic"], id="in the codebook's own words"),
    ],
)
def test_frames_may_be_coded_in_a_listed_sets_codes(tmp_path, codebook, coded):
    write(
        tmp_path / "frames-article.jsonl",
        lines(GOOD["frames-article"] | {"codebook": codebook, "frames": coded}),
    )
    record = only(gold.read(tmp_path)).records[0]
    assert (record["codebook"], record["frames"]) == ("generic", ["conflict", "economic"])


def test_a_file_coded_by_two_codebooks_is_two_sets(tmp_path):
    other = GOOD["frames-sentence"] | {"id": 2, "codebook": "mine"}
    write(tmp_path / "own" / "frames-sentence.jsonl", lines(GOOD["frames-sentence"], other))
    assert [coded.name for coded in gold.read(tmp_path).sets] == ["own/mine", "own/policy"]


WRONG = [
    ("tone-sentence", {"id": 1, "value": 1}, "it lacks 'text'. It has: id, value. The line is left out."),
    (
        "tone-sentence",
        {"id": 1, "text": "", "value": 1},
        "'text' is ''; it has to be a text of at least one character. The line is left out.",
    ),
    (
        "tone-sentence",
        TONE | {"value": "good"},
        "'value' is 'good'; it has to be a number, higher where the tone is brighter. The line is left out.",
    ),
    (
        "tone-target",
        GOOD["tone-target"] | {"label": 2},
        "'label' is 2; it has to be one of -1, 0, 1. The line is left out.",
    ),
    (
        "tone-target",
        GOOD["tone-target"] | {"end": 40},
        "the target is [0, 40]; it has to lie in the text, which has 12 characters. The line is left out.",
    ),
    (
        "loaded-language",
        GOOD["loaded-language"] | {"label": True},
        "'label' is True; it has to be one of 0, 1. The line is left out.",
    ),
    (
        "loaded-language",
        GOOD["loaded-language"] | {"spans": [[2, "8"]]},
        "a span of 'spans' is [2, '8']; it has to be [start, end], two whole numbers. The line is left out.",
    ),
    (
        "frames-article",
        GOOD["frames-article"] | {"frames": "conflict"},
        "'frames' is 'conflict'; it has to be a list. The line is left out.",
    ),
    (
        "quotes",
        GOOD["quotes"] | {"attributions": [{"content": []}]},
        "an attribution has no 'content'; without it there is nothing to find. The line is left out.",
    ),
    (
        "sentences",
        GOOD["sentences"] | {"sentences": [[0, 7], [6, 10]]},
        "its sentences have to be at least one, in order, and must not overlap. The line is left out.",
    ),
    (
        "actors",
        GOOD["actors"] | {"entities": [3]},
        "'entities' holds 3; it has to hold mappings only. The line is left out.",
    ),
]


@pytest.mark.parametrize(
    ("task", "record", "said"), [pytest.param(*case, id=f"{case[0]}: {case[2][:40]}") for case in WRONG]
)
def test_a_malformed_line_is_named_and_the_rest_goes_on(tmp_path, task, record, said):
    write(tmp_path / f"{task}.jsonl", lines(GOOD[task] | {"id": "good"}, record))
    read = gold.read(tmp_path)
    assert len(only(read).records) == 1
    assert problems(read) == [(f"{task}.jsonl", "line 2", said)]


def test_a_line_that_is_no_json_object_is_named(tmp_path):
    write(tmp_path / "tone-sentence.jsonl", lines(TONE) + "{'id': 1}\n\n[1, 2]\n")
    read = gold.read(tmp_path)
    assert len(only(read).records) == 1
    assert [place for _, place, _ in problems(read)] == ["line 2", "line 4"]
    assert problems(read)[1][2] == "it is list, not a JSON object. The line is left out."


def test_an_id_stands_for_one_line(tmp_path):
    write(tmp_path / "tone-sentence.jsonl", lines(TONE, TONE | {"value": -1}))
    read = gold.read(tmp_path)
    assert [record["value"] for record in only(read).records] == [0.8]
    assert problems(read)[0][2] == "its id 'a' stands in line 1 already. The line is left out."


def test_a_file_that_is_not_utf8_is_named_and_the_others_are_read(tmp_path):
    write(tmp_path / "quotes.jsonl", lines(GOOD["quotes"]))
    (tmp_path / "tone-sentence.jsonl").write_bytes(
        '{"id": 1, "text": "caf\xe9", "value": 1}'.encode("latin-1")
    )
    read = gold.read(tmp_path)
    assert only(read).task == "quotes"
    assert problems(read) == [
        ("tone-sentence.jsonl", "whole", "byte 22 is not UTF-8. The file is left out; save it as UTF-8.")
    ]


def test_no_folder_is_an_error_that_says_how_to_get_one(tmp_path):
    with pytest.raises(gold.GoldError) as error:
        gold.read(tmp_path / "nowhere")
    assert str(error.value) == (
        f"no folder of human codes at {tmp_path / 'nowhere'}. `workbook fetch gold` gets the public sets; "
        "--gold or WORKBOOK_GOLD names a folder of your own."
    )


def test_a_folder_without_codes_is_an_error(tmp_path):
    write(tmp_path / "notes.txt", "nothing coded here")
    with pytest.raises(gold.GoldError, match=r"^no human codes in .*Wanted are the listed sets \(newsmtsc, "):
        gold.read(tmp_path)


def test_an_unknown_task_is_an_error(tmp_path):
    with pytest.raises(gold.GoldError, match=r"^no task tones\. There are: tone-sentence, tone-target"):
        gold.read(tmp_path, ["tones"])


def test_only_the_tasks_wanted_come_back(tmp_path):
    for task in ("quotes", "repair"):
        write(tmp_path / f"{task}.jsonl", lines(GOOD[task]))
    assert only(gold.read(tmp_path, ["repair"])).task == "repair"


def test_the_folder_is_the_one_given_else_the_environments_else_the_cache(tmp_path, monkeypatch):
    monkeypatch.setenv("WORKBOOK_GOLD", str(tmp_path / "named"))
    assert gold.folder(tmp_path / "given") == tmp_path / "given"
    assert gold.folder() == tmp_path / "named"
    monkeypatch.delenv("WORKBOOK_GOLD")
    assert gold.folder().parts[-2:] == ("media-workbook", "gold")


# --- The published forms -------------------------------------------------------


def newsmtsc(text="Vane failed her town.", start=0, end=4, mention="Vane", polarity=2.0, gid="x_1"):
    target = {"from": start, "to": end, "mention": mention, "polarity": polarity}
    return {"primary_gid": gid, "sentence_normalized": text, "targets": [target]}


def test_newsmtsc_polarities_become_labels(tmp_path):
    write(
        tmp_path / "newsmtsc" / "rw-dev.jsonl",
        lines(newsmtsc(), newsmtsc(polarity=4.0), newsmtsc(polarity=6.0)),
    )
    coded = only(gold.read(tmp_path))
    assert (coded.name, coded.task, coded.known) == ("newsmtsc/rw-dev", "tone-target", "newsmtsc")
    assert [record["label"] for record in coded.records] == [-1, 0, 1]
    assert coded.records[0]["text"][coded.records[0]["start"] : coded.records[0]["end"]] == "Vane"


def test_newsmtsc_targets_that_are_wrong_are_named(tmp_path):
    bad = [newsmtsc(polarity=3.0), newsmtsc(mention="Vale"), {"primary_gid": "y"}]
    write(tmp_path / "newsmtsc" / "rw-dev.jsonl", lines(newsmtsc(), *bad))
    read = gold.read(tmp_path)
    assert len(only(read).records) == 1
    assert [(place, said) for _, place, said in problems(read)] == [
        ("line 2, target 1", "its polarity is 3.0, none of 2, 4, 6. It is left out."),
        ("line 3, target 1", "'Vale' does not stand at 0 to 4. It is left out."),
        ("line 4", "it lacks 'sentence_normalized' or 'targets'. The line is left out."),
    ]


def test_rated_sentences_know_their_document(tmp_path):
    write(
        tmp_path / "vader_nyt" / "nytEditorialSnippets_GroundTruth.txt",
        "1_1\t0.4\tJoy.\n1_2\t-2\tGrief.\n2_1\t0\tRain.\n",
    )
    coded = only(gold.read(tmp_path))
    assert (coded.name, coded.task) == ("vader_nyt", "tone-sentence")
    assert [record["value"] for record in coded.records] == [0.4, -2.0, 0.0]
    assert coded.documents == ["1", "1", "2"]


def test_headlines_are_read_in_their_translation(tmp_path):
    write(
        tmp_path / "ecosent" / "gold_en.csv",
        'id,value,headline,translation\n7,-1,Kop,"Jobs, gone"\n8,2,Kop,Odd\n',
    )
    read = gold.read(tmp_path)
    assert [(r["text"], r["value"]) for r in only(read).records] == [("Jobs, gone", -1.0)]
    assert problems(read)[0][1:] == ("line 3", "its value is '2', none of -1, 0, 1. The line is left out.")


def test_subjective_sentences_are_label_1(tmp_path):
    write(
        tmp_path / "newssd_eng" / "val.csv",
        'Sentence,Label,Solved conflict\n"Awful.\n",SUBJ,False\n"It rained.\n",OBJ,False\n',
    )
    coded = only(gold.read(tmp_path))
    assert (coded.name, [(r["text"], r["label"]) for r in coded.records]) == (
        "newssd_eng/val",
        [("Awful.", 1), ("It rained.", 0)],
    )


def test_biased_words_become_spans_of_whole_words(tmp_path):
    rows = "text;outlet;label_bias;biased_words\nA cruel plan, a Cruelty.;X;Biased;['cruel']\nRain fell.;X;Non-biased;[]\nHm.;X;No agreement;[]\n"
    write(tmp_path / "babe" / "final_labels_SG2.csv", rows)
    read = gold.read(tmp_path)
    assert [(r["label"], r["spans"]) for r in only(read).records] == [(1, [[2, 7]]), (0, [])]
    assert (
        problems(read)[0][2] == "its label is 'No agreement', neither Biased nor Non-biased. It is left out."
    )


def test_narrative_frames_take_the_codebooks_names_and_a_slip_is_read(tmp_path):
    table = (
        "ID\ttext\tRE\tHI\tCO\tMO\tEC\n1\tThey quarrel.\tTrue\tFalse\tTrue\tFalse\tFalse)\n2\tHm.\t\t\t\t\t\n"
    )
    write(tmp_path / "narrative_frames" / "articles_metadata.tsv", table)
    read = gold.read(tmp_path)
    assert only(read).records[0]["frames"] == ["responsibility", "conflict"]
    assert only(read).records[0]["codebook"] == "generic"
    assert problems(read)[0][1:] == ("line 3", "RE is '', neither True nor False. The line is left out.")


def test_policy_frames_keep_their_codes(tmp_path):
    write(tmp_path / "frac" / "other_half.csv", "sentence,label\r\nThe court ruled.,5\r\n")
    coded = only(gold.read(tmp_path))
    assert (coded.name, coded.records[0]["frame"], coded.records[0]["codebook"]) == (
        "frac/other_half",
        "5",
        "policy",
    )


ARTICLE = "Vane said on Monday that “rents” will fall. “We paid,” she said, “for all.”"


def brat(*spans: tuple[str, str, str]) -> str:
    """Lines of a brat file: name, kind, and the words, which are looked up; several stretches parted by |."""
    made = []
    for name, kind, words in spans:
        starts = [(ARTICLE.index(part), ARTICLE.index(part) + len(part)) for part in words.split("|")]
        where = ";".join(f"{start} {end}" for start, end in starts)
        made.append(f"{name}\t{kind} {where}\t{' '.join(words.split('|'))}\n")
    return "".join(made)


def test_attributions_have_content_source_and_cue_also_in_two_stretches(tmp_path):
    text = brat(
        ("T1", "Source", "Vane"), ("T2", "Cue", "said"), ("T3", "Content", "that “rents” will fall"),
        ("T5", "Content", "“We paid,”|“for all.”"), ("T6", "Cue", "said"), ("T8", "Discard", "Monday"),
    )  # fmt: skip
    text += "T4\tAttribution 5 9\tsaid\nE1\tAttribution:T4 Content:T3 Cue:T2 Source:T1\n"
    text += "E2\tAttribution-no-source:T4 Content:T5 Cue:T6\nE3\tAttribution:T4 Source:T1\n"
    write(tmp_path / "polnear/data/dev/text/rents.txt", ARTICLE)
    write(tmp_path / "polnear/data/dev/attributions/rents_4b22.ann", text)
    coded = only(gold.read(tmp_path))
    first, second = coded.records[0]["attributions"]
    assert (coded.name, coded.task) == ("polnear/dev", "quotes")
    assert [[ARTICLE[a:b] for a, b in first[part]] for part in ("content", "source", "cue")] == [
        ["that “rents” will fall"], ["Vane"], ["said"],
    ]  # fmt: skip
    assert [ARTICLE[a:b] for a, b in second["content"]] == ["“We paid,”", "“for all.”"]
    assert second["source"] == []


def test_an_article_with_several_annotators_is_used_once_first_file_by_name(tmp_path):
    write(tmp_path / "polnear/data/dev/text/rents.txt", ARTICLE)
    one = brat(("T1", "Content", "that “rents” will fall")) + "E1\tAttribution:T1 Content:T1\n"
    write(tmp_path / "polnear/data/dev/attributions/rents_4b22.ann", one)
    write(tmp_path / "polnear/data/dev/attributions/rents_ef2d.ann", one + "E2\tAttribution:T1 Content:T1\n")
    coded = only(gold.read(tmp_path))
    assert [len(record["attributions"]) for record in coded.records] == [1]


def test_a_span_that_does_not_reproduce_its_text_is_named(tmp_path):
    write(tmp_path / "polnear/data/dev/text/rents.txt", ARTICLE)
    text = "T1\tContent 0 4\tVale\nT2\tContent 5 9\tsaid\nE1\tAttribution:T1 Content:T1\nE2\tAttribution:T2 Content:T2\n"
    write(tmp_path / "polnear/data/dev/attributions/rents.ann", text)
    read = gold.read(tmp_path)
    assert len(only(read).records[0]["attributions"]) == 1
    assert problems(read)[0][1:] == ("rents, T1", "'Vale' does not stand at Content 0 4. It is left out.")


def conllu(*sentences: tuple[list[str], str, list[tuple[str, str, int, str, str]]]) -> str:
    """A GUM document: for each sentence its comments, its text, and (form, tag, head, relation, misc) of its words."""
    made = "# newdoc id = GUM_news_ferry\n"
    for comments, text, words in sentences:
        made += "".join(f"# {comment}\n" for comment in comments) + f"# text = {text}\n"
        for number, (form, tag, head, relation, misc) in enumerate(words, start=1):
            made += f"{number}\t{form}\t_\t{tag}\t_\t_\t{head}\t{relation}\t_\t{misc}\n"
        made += "\n"
    return made


GUM = conllu(
    (["newpar", "newpar_block = head (1 s)"], "Ferry stops", [("Ferry", "NOUN", 2, "nsubj", "_"), ("stops", "VERB", 0, "root", "_")]),
    (["newpar", "newpar_block = p (2 s)"], "Mayor Ada Vane, who stayed, saw it.", [
        ("Mayor", "NOUN", 7, "nsubj", "Entity=(1-person-new-x-cf1-1,2,3-coref"), ("Ada", "PROPN", 1, "flat", "_"),
        ("Vane", "PROPN", 1, "flat", "SpaceAfter=No"), (",", "PUNCT", 6, "punct", "_"), ("who", "PRON", 6, "nsubj", "Entity=(1-person-giv-x-cf1-1-coref)"),
        ("stayed", "VERB", 1, "acl", "Entity=1)"), ("saw", "VERB", 0, "root", "_"), ("it", "PRON", 7, "obj", "SpaceAfter=No"), (".", "PUNCT", 7, "punct", "_")]),
    ([], "The Bank of Vellmar paid.", [
        ("The", "DET", 2, "det", "Entity=(2-organization-new-x-cf1-2,3,4-sgl"), ("Bank", "PROPN", 5, "nsubj", "_"), ("of", "ADP", 4, "case", "_"),
        ("Vellmar", "PROPN", 2, "nmod", "Entity=(3-place-new-x-cf2-1-sgl)2)"), ("paid", "VERB", 0, "root", "Entity=(4-event-new-x-cf1-1-sgl)|SpaceAfter=No"), (".", "PUNCT", 5, "punct", "_")]),
    (["newpar", "newpar_block = figure | caption (1 s)"], "The pier.", [("The", "DET", 2, "det", "_"), ("pier", "NOUN", 0, "root", "SpaceAfter=No"), (".", "PUNCT", 2, "punct", "_")]),
)  # fmt: skip


def test_gum_gives_sentences_roles_and_who_is_who(tmp_path):
    write(tmp_path / "gum_news" / "conllu" / "GUM_news_ferry.conllu", GUM)
    read = {coded.task: coded for coded in gold.read(tmp_path).sets}
    assert {coded.name for coded in read.values()} == {"gum_news"}
    text = read["sentences"].records[0]["text"]
    assert text == "Ferry stops\n\nMayor Ada Vane, who stayed, saw it. The Bank of Vellmar paid.\n\nThe pier."
    assert [text[a:b] for a, b in read["sentences"].records[0]["sentences"]] == [
        "Ferry stops", "Mayor Ada Vane, who stayed, saw it.", "The Bank of Vellmar paid.", "The pier.",
    ]  # fmt: skip
    assert [(p["role"], text[p["start"] : p["end"]][-5:]) for p in read["passages"].records[0]["passages"]] == [
        ("headline", "stops"), ("body", "paid."), ("caption", "pier."),
    ]  # fmt: skip
    entities = read["actors"].records[0]["entities"]
    assert [(text[e["start"] : e["end"]], e["type"], e["chain"], e["form"]) for e in entities] == [
        ("Mayor Ada Vane, who stayed", "person", "1", "name"), ("who", "person", "1", "pronoun"),
        ("The Bank of Vellmar", "organization", "2", "name"), ("Vellmar", "place", "3", "name"),
    ]  # fmt: skip
    assert [text[slice(*e["name"])] for e in entities if "name" in e] == [
        "Ada Vane",
        "Bank of Vellmar",
        "Vellmar",
    ]


def test_golden_rules_are_read_as_json_and_as_published(tmp_path):
    rules = [{"n": 1, "text": "Rain. Sun.", "sentences": ["Rain.", "Sun."]}]
    write(tmp_path / "golden_rules_en" / "golden_rules_en.json", json.dumps(rules))
    assert only(gold.read(tmp_path)).records[0]["sentences"] == [[0, 5], [6, 10]]
    write(tmp_path / "golden_rules_en" / "golden_rules_en.json", "[]")
    write(
        tmp_path / "golden_rules_en" / "english_golden_rules.py",
        'GOLDEN_EN_RULES = [\n    ("Rain. Sun.", ["Rain.", "Sun."])\n]\n',
    )
    coded = only(gold.read(tmp_path))
    assert (coded.name, coded.records[0]["sentences"]) == ("golden_rules_en", [[0, 5], [6, 10]])


def test_repair_cases_are_read(tmp_path):
    cases = [{"original": "Æ", "fixed": "Æ"}, {"original": "“x”", "fixed": '"x"', "fixed-encoding": "“x”"}]
    write(tmp_path / "ftfy_cases" / "negative.json", json.dumps(cases))
    coded = only(gold.read(tmp_path))
    assert coded.name == "ftfy_cases/negative"
    assert [record["fixed"] for record in coded.records] == ["Æ", "“x”"]


def test_entities_the_coders_doubted_are_left_out(tmp_path):
    documents = {"_id": "d", "text": "The Vellmar Council met near rebels."}
    entity = {
        "documentId": "d",
        "type": "Organisation",
        "begin": 0,
        "end": 19,
        "value": "The Vellmar Council",
    }
    rebels = entity | {"begin": 29, "end": 35, "value": "rebels", "confidence": 0.9}
    wrong = entity | {"begin": 1, "confidence": 1}
    write(tmp_path / "re3d" / "Town_Hall" / "documents.json", lines(documents))
    write(
        tmp_path / "re3d" / "Town_Hall" / "entities.json",
        lines(
            entity | {"confidence": 1},
            rebels,
            rebels | {"confidence": 0.2},
            entity | {"type": "Weapon"},
            wrong,
        ),
    )
    read = gold.read(tmp_path)
    coded = only(read)
    assert (coded.name, coded.task) == ("re3d", "actors")
    assert [(e["start"], e["form"], e.get("name")) for e in coded.records[0]["entities"]] == [
        (0, "name", [4, 19]), (29, "description", None),
    ]  # fmt: skip
    assert problems(read)[0][1:] == (
        "line 5", "'The Vellmar Council' does not stand at 1 to 19 of its document. It is left out.",
    )  # fmt: skip


@pytest.mark.parametrize(
    ("path", "text", "name"),
    [
        pytest.param("newsmtsc/rw-test.jsonl", lines(newsmtsc()), "newsmtsc/rw-test", id="a test split"),
        pytest.param("newsmtsc/autumn.jsonl", lines(newsmtsc()), "newsmtsc/autumn", id="a split of any name"),
        pytest.param(
            "newssd_eng/test.csv", "Sentence,Label\nAwful.,SUBJ\n", "newssd_eng/test", id="a CSV split"
        ),
        pytest.param(
            "held/vader_nyt/rest.txt", "9_1\t1\tJoy.\n", "held/vader_nyt/rest", id="a folder further down"
        ),
        pytest.param(
            "rw-test.jsonl", lines(newsmtsc()), "newsmtsc/rw-test", id="a split in the folder itself"
        ),
    ],
)
def test_a_split_is_read_whatever_it_is_named(tmp_path, path, text, name):
    write(tmp_path / path, text)
    assert only(gold.read(tmp_path)).name == name


def test_other_folders_of_articles_are_splits_of_their_own(tmp_path):
    for split in ("dev", "test", "annotator-training"):
        write(tmp_path / f"polnear/data/{split}/text/rents.txt", ARTICLE)
        content = brat(("T1", "Content", "that “rents” will fall")) + "E1\tAttribution:T1 Content:T1\n"
        write(tmp_path / f"polnear/data/{split}/attributions/rents_4b22.ann", content)
    assert [coded.name for coded in gold.read(tmp_path).sets] == [
        "polnear/annotator-training", "polnear/dev", "polnear/test",
    ]  # fmt: skip


def test_train_files_are_never_read(tmp_path):
    write(tmp_path / "newsmtsc" / "rw-dev.jsonl", lines(newsmtsc()))
    for path in (
        "newsmtsc/train.jsonl",
        "newsmtsc/train-rw.jsonl",
        "newssd_eng/Train.csv",
        "polnear/data/train/quotes.jsonl",
    ):
        write(tmp_path / path, "this would be named if it were read\n")
    read = gold.read(tmp_path)
    assert only(read).name == "newsmtsc/rw-dev"
    assert problems(read) == []


def test_a_set_that_breaks_its_published_form_is_named_and_the_others_are_read(tmp_path):
    write(tmp_path / "quotes.jsonl", lines(GOOD["quotes"]))
    write(tmp_path / "golden_rules_en" / "english_golden_rules.py", "GOLDEN_EN_RULES = [\n  1 +\n")
    read = gold.read(tmp_path)
    assert only(read).task == "quotes"
    file, place, said = problems(read)[0]
    assert (file, place) == ("golden_rules_en/english_golden_rules.py", "whole")
    assert said.startswith("it is not in the form golden_rules_en was published in: SyntaxError(")


# --- The list of sets, and fetching ----------------------------------------------


@pytest.mark.parametrize("name", gold.sets())
def test_every_listed_set_says_whose_it_is_and_what_may_be_done_with_it(name):
    about = gold.sets()[name]
    assert set(about["tasks"]) <= set(gold.TASKS)
    assert about["use"] in ("train and ship", "labels only", "measure only")
    assert about["citation"].endswith(".")
    assert about["home"].startswith("https://github.com/")
    commits = {about["commit"], *(file.get("commit", about["commit"]) for file in about["files"])}
    assert all(re.fullmatch(r"[0-9a-f]{40}", commit) for commit in commits)
    digests = [file["sha256"] for file in about["files"] if "sha256" in file] + list(
        about.get("tree", {}).values()
    )
    assert all(re.fullmatch(r"[0-9a-f]{64}", digest) for digest in digests)
    assert about["files"] or about["take"]


def test_what_states_no_licence_is_for_measuring_only():
    unstated = [name for name, about in gold.sets().items() if about["licence"] == "none stated"]
    assert "polnear" in unstated
    assert {gold.sets()[name]["use"] for name in unstated} == {"measure only"}


class _Handler(http.server.SimpleHTTPRequestHandler):
    def log_message(self, *_: object) -> None:
        """Keep the test's output clean."""


@pytest.fixture
def shop(tmp_path):
    """A set of one file and one of an archive, served on this machine alone, and how they are listed."""
    commit = "c" * 40
    served = tmp_path / "served"
    body = lines(TONE)
    write(served / commit / "data/a file.jsonl", body)
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as archive:
        archive.writestr(f"far-{commit}/data/dev/quotes.jsonl", lines(GOOD["quotes"]))
        archive.writestr(f"far-{commit}/readme.md", "not wanted")
        archive.writestr(f"far-{commit}/data/../../../climbs.jsonl", "not wanted")
    (served / f"{commit}.zip").write_bytes(made.getvalue())
    server = http.server.ThreadingHTTPServer(
        ("127.0.0.1", 0), lambda *args: _Handler(*args, directory=str(served))
    )
    threading.Thread(target=server.serve_forever, daemon=True).start()
    at = f"http://127.0.0.1:{server.server_address[1]}"
    shared = {
        "licence": "MIT",
        "use": "train and ship",
        "citation": "Vane (2024).",
        "home": at,
        "commit": commit,
    }
    near = shared | {
        "title": "Near",
        "raw": at,
        "files": [
            {
                "path": "data/a file.jsonl",
                "to": "tone-sentence.jsonl",
                "sha256": hashlib.sha256(body.encode()).hexdigest(),
            }
        ],
    }
    far = shared | {
        "title": "Far",
        "licence": "none stated",
        "use": "measure only",
        "archive": at + "/{commit}.zip",
        "take": ["data/dev/*"],
        "files": [],
    }
    yield {"near": near, "far": far}
    server.shutdown()
    server.server_close()


def test_a_set_is_fetched_licence_first_and_says_where_it_is_from(tmp_path, shop):
    said: list[str] = []
    into = tmp_path / "codes"

    def say(line: str) -> None:
        if line.startswith("  licence"):
            assert not into.exists()
        said.append(line)

    made = gold.fetch("near", into, say=say, listed=shop)
    assert [path.name for path in made] == ["tone-sentence.jsonl", "SOURCE.txt"]
    assert said[1] == "  licence: MIT. Use: train and ship."
    source = made[1].read_text(encoding="utf-8")
    assert f"commit {'c' * 40}" in source
    assert hashlib.sha256(made[0].read_bytes()).hexdigest() in source
    assert only(gold.read(into)).records[0]["value"] == 0.8


def test_all_sets_are_fetched_and_one_without_a_licence_is_flagged(tmp_path, shop):
    said: list[str] = []
    gold.fetch(None, tmp_path / "codes", say=said.append, listed=shop)
    assert "  licence: none stated. Use: measure only, since no licence is stated." in said
    kept = sorted(
        path.relative_to(tmp_path / "codes").as_posix() for path in (tmp_path / "codes").rglob("*.*")
    )
    assert kept == [
        "far/SOURCE.txt",
        "far/data/dev/quotes.jsonl",
        "near/SOURCE.txt",
        "near/tone-sentence.jsonl",
    ]


def test_a_file_that_is_not_the_one_expected_is_not_kept(tmp_path, shop):
    shop["near"]["files"][0]["sha256"] = "0" * 64
    with pytest.raises(
        gold.GoldError, match=r"gave is not the file expected, whose SHA-256 is 0000.*Nothing was kept\.$"
    ):
        gold.fetch("near", tmp_path / "codes", say=str, listed=shop)
    assert not list((tmp_path / "codes").rglob("*.jsonl"))


def test_an_archive_that_is_not_the_one_expected_is_not_kept(tmp_path, shop):
    shop["far"]["tree"] = {"data/dev": "0" * 64}
    with pytest.raises(
        gold.GoldError, match=r"^the files of data/dev from .* are not those expected.*None was kept\.$"
    ):
        gold.fetch("far", tmp_path / "codes", say=str, listed=shop)
    assert not (tmp_path / "codes").exists()


def test_an_archive_is_known_by_the_list_of_its_files(tmp_path, shop):
    write(tmp_path / "same/data/dev/quotes.jsonl", lines(GOOD["quotes"]))
    shop["far"]["tree"] = {"data/dev": fetching.tree(tmp_path / "same", "data/dev")}
    assert len(gold.fetch("far", tmp_path / "codes", say=str, listed=shop)) == 2


@pytest.mark.parametrize(
    ("change", "said"),
    [
        pytest.param(
            {"raw": "http://127.0.0.1:9"}, r"^http://127\.0\.0\.1:9/.* cannot be fetched: ", id="nobody there"
        ),
        pytest.param({"commit": "d" * 40}, r"cannot be fetched: 404", id="no such commit"),
    ],
)
def test_an_address_that_gives_nothing_is_an_error(tmp_path, shop, change, said):
    with pytest.raises(gold.GoldError, match=said):
        gold.fetch("near", tmp_path / "codes", say=str, listed={"near": shop["near"] | change})


def test_an_unknown_set_is_an_error_that_lists_those_there_are(tmp_path, shop):
    with pytest.raises(gold.GoldError) as error:
        gold.fetch("nearby", tmp_path, say=str, listed=shop)
    assert str(error.value) == "no set 'nearby' to fetch. There are: near, far."


# --- The real sets, where they are -------------------------------------------------


@real
def test_the_listed_sets_are_all_found_and_their_numbers_are_as_described():
    read = {(coded.task, coded.name): len(coded.records) for coded in gold.read(REAL).sets}
    known = {("tone-target", "newsmtsc/rw-dev"): 343, ("tone-target", "newsmtsc/mt-dev"): 442,
             ("tone-sentence", "vader_nyt"): 2531, ("tone-sentence", "ecosent"): 284,
             ("loaded-language", "newssd_eng/val"): 99, ("loaded-language", "babe"): 1825,
             ("frames-article", "narrative_frames"): 267, ("quotes", "polnear/dev"): 84,
             ("actors", "gum_news"): 12, ("sentences", "golden_rules_en"): 48}  # fmt: skip
    assert {key: read.get(key) for key in known} == known


@real
def test_the_checksums_listed_are_those_of_the_files():
    checked = 0
    for name, about in gold.sets().items():
        for file in about["files"]:
            path = REAL / name / file["to"]
            if "sha256" in file and path.is_file():
                assert hashlib.sha256(path.read_bytes()).hexdigest() == file["sha256"], path
                checked += 1
        for folder, digest in about.get("tree", {}).items():
            if (REAL / name / folder).is_dir():
                assert fetching.tree(REAL / name, folder) == digest
                checked += 1
    assert checked
