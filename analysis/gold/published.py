"""Reads the listed sets in the files their authors published, each file known by what stands in it.

Every reader is a function from one file (or the files that belong together) to
records of the common form. Which file is which set is told by its content, so
that a split nobody has seen yet is read under whatever name it comes.
"""

from __future__ import annotations

import ast
import csv
import io
import json
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any, NamedTuple

from analysis.gold.forms import Record, Say, json_lines, kept
from analysis.gold.gum import gum

csv.field_size_limit(10_000_000)  # an article may stand in one field


class Format(NamedTuple):
    """A form in which a listed set was published: how it is known, and how it is read."""

    known: str
    fits: Callable[[Path, str], bool]
    read: Callable[[str, Say, Mapping[str, Any]], Iterable[tuple[str, Record]]]


# --- JSON lines: NewsMTSC ----------------------------------------------------

_POLARITY = {2: -1, 4: 0, 6: 1}


def _newsmtsc(text: str, say: Say, about: Mapping[str, Any]) -> Iterator[tuple[str, Record]]:
    for place, line in json_lines(text, say):
        sentence, targets = (line.get(key) for key in ("sentence_normalized", "targets"))
        if not isinstance(sentence, str) or not isinstance(targets, list):
            say(place, "it lacks 'sentence_normalized' or 'targets'. The line is left out.")
            continue
        for number, target in enumerate(targets):
            at = f"{place}, target {number + 1}"
            polarity = target.get("polarity")
            if polarity not in _POLARITY:
                say(at, f"its polarity is {polarity!r}, none of 2, 4, 6. It is left out.")
                continue
            start, end = target.get("from"), target.get("to")
            identity = f"{line.get('primary_gid', place)}#{number}"
            made = {
                "id": identity,
                "text": sentence,
                "start": start,
                "end": end,
                "label": _POLARITY[polarity],
                "document": line.get("primary_gid", place),
            }
            for task, record in kept("tone-target", made, at, say):
                if (printed := sentence[start:end]) != target.get("mention", printed):
                    say(at, f"{target['mention']!r} does not stand at {start} to {end}. It is left out.")
                else:
                    yield task, record


# --- Tables: VADER's editorials, ecosent, NewsSD, BABE, FrAC, narrative frames ------


def _header(text: str) -> tuple[str, list[str]]:
    """The delimiter and the column names of a table's first line."""
    first = text.split("\n", 1)[0].rstrip("\r")
    delimiter = max("\t;,", key=first.count)
    return delimiter, next(csv.reader([first], delimiter=delimiter), [])


def _rows(text: str) -> Iterator[tuple[str, dict[str, str]]]:
    reader = csv.DictReader(io.StringIO(text, newline=""), delimiter=_header(text)[0])
    for row in reader:
        yield f"line {reader.line_num}", {key: value or "" for key, value in row.items() if key is not None}


def _has(*names: str) -> Callable[[Path, str], bool]:
    return lambda path, text: path.suffix in (".csv", ".tsv") and set(names) <= set(_header(text)[1])


def _is_rated(path: Path, text: str) -> bool:
    fields = text.split("\n", 1)[0].split("\t")
    return path.suffix == ".txt" and len(fields) == 3 and _number(fields[1]) and not _number(fields[2])


def _number(text: str) -> bool:
    try:
        float(text)
    except ValueError:
        return False
    return True


def _rated(text: str, say: Say, about: Mapping[str, Any]) -> Iterator[tuple[str, Record]]:
    for number, line in enumerate(text.splitlines(), start=1):
        place, fields = f"line {number}", line.split("\t")
        if not line.strip():
            continue
        if len(fields) != 3 or not _number(fields[1]):
            say(place, "it is not id, rating and text with tabs between. The line is left out.")
            continue
        document = fields[0].rsplit("_", 1)[0]
        made = {"id": fields[0], "text": fields[2], "value": float(fields[1]), "document": document}
        yield from kept("tone-sentence", made, place, say)


def _ecosent(text: str, say: Say, about: Mapping[str, Any]) -> Iterator[tuple[str, Record]]:
    for place, row in _rows(text):
        if row["value"] not in ("-1", "0", "1"):
            say(place, f"its value is {row['value']!r}, none of -1, 0, 1. The line is left out.")
            continue
        made = {"id": row["id"], "text": row["translation"], "value": int(row["value"])}
        yield from kept("tone-sentence", made, place, say)


def _newssd(text: str, say: Say, about: Mapping[str, Any]) -> Iterator[tuple[str, Record]]:
    for place, row in _rows(text):
        if row["Label"] not in ("SUBJ", "OBJ"):
            say(place, f"its label is {row['Label']!r}, neither SUBJ nor OBJ. The line is left out.")
            continue
        made = {"id": place, "text": row["Sentence"].strip(), "label": int(row["Label"] == "SUBJ")}
        yield from kept("loaded-language", made, place, say)


def _babe(text: str, say: Say, about: Mapping[str, Any]) -> Iterator[tuple[str, Record]]:
    for place, row in _rows(text):
        if row["label_bias"] not in ("Biased", "Non-biased"):
            say(place, f"its label is {row['label_bias']!r}, neither Biased nor Non-biased. It is left out.")
            continue
        try:
            words = ast.literal_eval(row.get("biased_words") or "[]")
        except (ValueError, SyntaxError):
            words = None
        if not isinstance(words, list):
            say(place, f"its words are {row['biased_words']!r}, which is no list. The line is left out.")
            continue
        found = [
            [match.start(), match.end()]
            for word in words
            if str(word).strip()
            for match in re.finditer(
                rf"(?<!\w){re.escape(str(word).strip())}(?!\w)", row["text"], re.IGNORECASE
            )
        ]
        made = {"id": place, "text": row["text"], "label": int(row["label_bias"] == "Biased"), "spans": found}
        yield from kept("loaded-language", made, place, say)


def _frac(text: str, say: Say, about: Mapping[str, Any]) -> Iterator[tuple[str, Record]]:
    for place, row in _rows(text):
        if not row["label"].strip():
            say(place, "it has no label. The line is left out.")
            continue
        made = {
            "id": place,
            "text": row["sentence"],
            "codebook": about["codebook"],
            "frame": row["label"].strip(),
        }
        yield from kept("frames-sentence", made, place, say)


def _narrative(text: str, say: Say, about: Mapping[str, Any]) -> Iterator[tuple[str, Record]]:
    codes: Mapping[str, str] = about["codes"]
    for place, row in _rows(text):
        # One value was published as "False)".
        said = {code: row.get(code, "").strip(" ()") for code in codes}
        if wrong := [code for code, value in said.items() if value not in ("True", "False")]:
            say(place, f"{wrong[0]} is {row.get(wrong[0])!r}, neither True nor False. The line is left out.")
            continue
        made = {
            "id": row["ID"],
            "text": row["text"],
            "codebook": about["codebook"],
            "frames": [codes[code] for code, value in said.items() if value == "True"],
        }
        yield from kept("frames-article", made, place, say)


def narrative_questions(
    articles: str, answers: str, say: Say, about: Mapping[str, Any]
) -> Iterator[tuple[str, Record]]:
    """The questions that were asked of each article, those the coders did not agree on left open.

    `about["questions"]` says which of them each of the codebook's questions asks:
    yes if one of them was answered yes, no if all were answered no.
    """
    coded = _json(answers)
    for _, row in _rows(articles):
        said = coded.get(row.get("ID", ""))
        if not isinstance(said, dict):
            continue
        yes, asked = [], []
        for code, columns in about["questions"].items():
            given = {str(said.get(column, [None])[0]) for column in columns}
            if "yes" in given or given == {"no"}:
                asked.append(code)
                yes += [code] if "yes" in given else []
        made = {
            "id": row["ID"], "text": row["text"], "codebook": about["codebook"], "frames": yes, "asked": asked
        }  # fmt: skip
        yield from kept("frames-article", made, f"article {row['ID']}", say)


# --- JSON: golden rules, ftfy's cases ----------------------------------------


def _json(text: str) -> Any:
    try:
        return json.loads(text)
    except ValueError:
        return None


def _is_list_of(*keys: str) -> Callable[[Path, str], bool]:
    def fits(path: Path, text: str) -> bool:
        if path.suffix != ".json" or not text.lstrip().startswith("["):
            return False
        listed = _json(text)
        return bool(listed) and isinstance(listed[0], dict) and set(keys) <= set(listed[0])

    return fits


def _repairs(text: str, say: Say, about: Mapping[str, Any]) -> Iterator[tuple[str, Record]]:
    for number, case in enumerate(_json(text), start=1):
        place = f"case {number}"
        # Where ftfy's own further changes are told apart, only the repair is asked for.
        right = case.get("fixed-encoding", case.get("fixed"))
        made = {"id": place, "text": case.get("original"), "fixed": right}
        yield from kept("repair", made, place, say)


def _golden_json(text: str, say: Say, about: Mapping[str, Any]) -> Iterator[tuple[str, Record]]:
    for number, rule in enumerate(_json(text), start=1):
        yield from _rule(rule.get("text"), rule.get("sentences"), number, say)


def _golden_python(text: str, say: Say, about: Mapping[str, Any]) -> Iterator[tuple[str, Record]]:
    for rules in (node.value for node in ast.parse(text).body if isinstance(node, ast.Assign)):
        for number, (rule, sentences) in enumerate(ast.literal_eval(rules), start=1):
            yield from _rule(rule, sentences, number, say)


def _rule(text: str, sentences: list[str], number: int, say: Say) -> Iterator[tuple[str, Record]]:
    place, spans, at = f"rule {number}", [], 0
    for sentence in sentences:
        start = text.find(sentence.strip(), at)
        if start < 0:
            say(place, f"its sentence {sentence!r} does not stand in its text. It is left out.")
            return
        at = start + len(sentence.strip())
        spans.append([start, at])
    yield from kept("sentences", {"id": place, "text": text, "sentences": spans}, place, say)


# A file is tried against these in order; the first that fits reads it.
FORMATS = (
    Format(
        "newsmtsc",
        lambda path, text: path.suffix == ".jsonl" and '"sentence_normalized"' in text.split("\n", 1)[0],
        _newsmtsc,
    ),
    Format("vader_nyt", _is_rated, _rated),
    Format("ecosent", _has("id", "value", "translation"), _ecosent),
    Format("newssd_eng", _has("Sentence", "Label"), _newssd),
    Format("babe", _has("text", "label_bias", "biased_words"), _babe),
    Format("narrative_frames", _has("ID", "text", "RE", "HI", "CO", "MO", "EC"), _narrative),
    Format("frac", _has("sentence", "label"), _frac),
    Format("gum_news", lambda path, text: path.suffix == ".conllu" and "# newdoc id" in text, gum),
    Format("golden_rules_en", _is_list_of("text", "sentences"), _golden_json),
    Format(
        "golden_rules_en",
        lambda path, text: path.suffix == ".py" and "GOLDEN_EN_RULES = [" in text,
        _golden_python,
    ),
    Format("ftfy_cases", _is_list_of("original", "fixed"), _repairs),
)
