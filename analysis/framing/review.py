"""A person reads each answer with its evidence, and puts it right; her answers stand above the rules."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pandas as pd

from analysis import tables
from analysis.codebook import Codebook
from analysis.framing.presence import PRESENT, FramingError
from analysis.tables import FRAMES, PROBLEMS, Evidence, Frames, Problems, Sentences

if (
    TYPE_CHECKING
):  # `agree` brings spreadsheets and widgets along; who only reads frames need not wait for them.
    from analysis.agree import Codes, Question, Sample

SHOWN = 8  # pieces of evidence a sheet shows for one question; the tables hold them all
RULES = "rules"
CLASH = "clash"  # stands for an answer that its coder gave in two ways, until all sheets are read


def question() -> Question:
    """What the coder is asked in each row of a sheet, beside the codebook's question that stands there."""
    from analysis.agree import Question

    return Question(
        "answer",
        "What is the right answer? Leave it empty where you have none.",
        {"1": "yes", "0": "no"},
        definition="The answer to the question in the column 'text', about the article in 'before'.",
    )


def review(
    sentences: Sentences,
    frames: Frames,
    evidence: Evidence,
    codebook: Codebook,
    folder: Path | str,
    coders: Sequence[str],
) -> list[Path]:
    """Write a sheet for each coder, with every question, the rules' answer and the evidence for it.

    The coder fills the column `answer` with 1 (yes) or 0 (no), in the
    spreadsheet of her choice; what she leaves empty stays with the rules. Each
    set of articles and questions has a folder of its own, named for it: written
    again, for the same ones, a sheet keeps what was filled in and shows the
    evidence anew; other articles never come into its way. She sees what the
    rules say, so that her agreement with them is more than it would be without:
    to measure the rules, code blind with `agree.sample`.

    Parameters
    ----------
    sentences
        Of the articles reviewed.
    frames, evidence
        What the rules found with this codebook.
    codebook
        Whose questions are asked; those that do not apply to texts are not.
    folder
        Where the sheets go, made if need be.
    coders
        One name each: a letter, then letters, digits, '_' and '-'.

    Returns
    -------
    list of Path
        The sheets, CSV and XLSX for each coder.

    Raises
    ------
    FramingError
        If the frames are of another codebook, or hold no question of it.
    AgreeError
        If a coder's name cannot be used, or a sheet that is there cannot be carried over.

    """
    from analysis import agree

    if strays := sorted(set(frames["codebook"]) - {codebook.name}):
        raise FramingError(
            f"these frames are of {', '.join(strays)}, not of {codebook.name}. Review one codebook at a time."
        )
    asked = frames[frames["frame"].isin(_asked(codebook))]
    if asked.empty:
        raise FramingError(f"the frames hold no question of {codebook.name}, so there is nothing to review.")
    sample = _sample(asked, sentences, codebook)
    shown = _shown(asked, evidence, codebook)
    place = Path(folder) / f"{codebook.name}-{sample['sample'].iloc[0]}"
    return agree.write_sheets(sample, [question()], place, coders, show=shown)


def answers(folder: Path | str, codebook: Codebook) -> tuple[Codes, Problems]:
    """What people answered in the sheets of a folder, in the form that `agree` measures agreement on.

    Parameters
    ----------
    folder
        As given to `review`; every set of sheets of this codebook in it is read.
    codebook
        Whose questions were asked.

    Returns
    -------
    Codes
        One row per coder, article and question asked: `question` is the
        codebook's code, `item` the article, `code` "1" or "0", missing where no
        answer was given. `agree.reliability(agree.ratings(codes, question))`
        says how far coders agree.
    Problems
        One row per place that could not be used: the file, the row, the value
        and the rule it breaks. Such an answer counts as none.

    Raises
    ------
    FramingError
        If the folder holds no sheets of this codebook.

    Examples
    --------
    >>> from analysis import codebook
    >>> answers("nowhere", codebook.read("frames", "moral"))
    Traceback (most recent call last):
    ...
    analysis.framing.presence.FramingError: nowhere holds no sheets of moral. framing.review writes them.

    """
    from analysis import agree
    from analysis.agree import CODES, SAMPLE

    top = Path(folder)
    keys = sorted(top.glob(f"{codebook.name}-s-*/key/sample.parquet"))
    if not keys:
        raise FramingError(f"{top} holds no sheets of {codebook.name}. framing.review writes them.")
    found: dict[tuple[str, str, str], dict[str, Any]] = {}
    problems: list[dict[str, str]] = []
    for key in keys:
        place = key.parents[1]
        try:
            sample = tables.read(SAMPLE, key)
            sheets = [path for path in sorted(place.iterdir()) if _is_sheet(path)]
            given, wrong = agree.read_sheet(sheets, sample, [question()])
        except (ValueError, OSError) as error:  # ours, and what pyarrow says of a file that is none
            problems.append({"source_file": place.name, "place": "whole", "problem": str(error)})
            continue
        problems += wrong.assign(source_file=place.name + "/" + wrong["source_file"]).to_dict("records")
        asked = dict(zip(sample["row"], sample["stratum"], strict=True))
        for row in given.to_dict("records"):
            code = asked[row["row"]]
            if code not in codebook.codes:
                problems.append(
                    {
                        "source_file": place.name,
                        "place": f"row {row['row']}, {row['coder']}",
                        "problem": f"{code!r} is no longer asked by {codebook.name}; the answer is not used.",
                    }
                )
                continue
            fresh = {**row, "row": f"{place.name}:{row['row']}", "question": code, "item": row["article"]}
            _add(found, fresh, problems)
    told = sorted(found.values(), key=lambda row: (row["coder"], row["row"]))
    told = [{**row, "code": None} if row["code"] == CLASH else row for row in told]
    return CODES.frame(told), _one_per_place(problems)


def reviewed(frames: Frames, codes: Codes, codebook: Codebook) -> Frames:
    """The frames with people's answers in place of the rules' where there are any.

    Parameters
    ----------
    frames
        What the rules said, of this codebook.
    codes
        What `answers` read.
    codebook
        The instrument; a frame scored from several questions is scored anew.

    Returns
    -------
    Frames
        As many rows, in the same order. `scored_by` names the coder (several
        are joined by " and "), and for a frame scored from answers of both,
        "rules and Meg". Where coders differ none of their answers is used. The
        evidence and its counts stay the rules'. Answers about articles that are
        not among the frames are passed over.

    Raises
    ------
    FramingError
        If the frames are of another codebook.

    Examples
    --------
    >>> from analysis import codebook
    >>> from analysis.agree import CODES
    >>> book = codebook.read("frames", "moral")
    >>> table = FRAMES.frame([("moral", "a", "care_vice", True, 0.4, 2, "rules")])
    >>> codes = CODES.frame([("Meg", "r1", "care_vice", "a", "a", "0", None, False)])
    >>> reviewed(table, codes, book)[["present", "scored_by"]].values.tolist()
    [[False, 'Meg']]

    """
    if strays := sorted(set(frames["codebook"]) - {codebook.name}):
        raise FramingError(f"these frames are of {', '.join(strays)}, not of {codebook.name}.")
    given = codes.dropna(subset=["code"])
    said: dict[tuple[str, str], dict[str, str]] = {}
    for row in given.itertuples(index=False):
        said.setdefault((row.article, row.question), {})[row.coder] = row.code
    settled = {
        key: (coded.pop(), " and ".join(sorted(by)))
        for key, by in said.items()
        if len(coded := set(by.values())) == 1
    }
    rows = []
    for row in FRAMES.check(frames).to_dict("records"):
        if found := settled.get((row["article"], row["frame"])):
            yes = found[0] == "1"
            row |= {"present": yes, "scored_by": found[1]}
            if "score" in frames:
                row |= {"score": float(yes), "answer": "yes" if yes else "no"}
        rows.append(row)
    if codebook.frames:
        rows = _scored_anew(rows, codebook)
    made = FRAMES.frame(rows)
    kinds = {"part_of": "str", "score": "float64", "answer": "str"}
    return made.astype({name: kind for name, kind in kinds.items() if name in made})


def codes_of(frames: Frames) -> Codes:
    """The answers of any frames table as the codes of a coder, so that `agree` can hold it against people.

    Parameters
    ----------
    frames
        Of one codebook.

    Returns
    -------
    Codes
        One row per article and frame; `coder` is what scored it: the rules, a
        trained classifier, a person. Put beside others with `pandas.concat`.

    Examples
    --------
    >>> table = FRAMES.frame([("moral", "a", "care_vice", True, 0.4, 2, "rules")])
    >>> codes_of(table)[["coder", "question", "item", "code"]].values.tolist()
    [['rules', 'care_vice', 'a', '1']]

    """
    from analysis.agree import CODES

    return CODES.frame(
        {
            "coder": row.scored_by,
            "row": f"{row.article}:{row.frame}",
            "question": row.frame,
            "item": row.article,
            "article": row.article,
            "code": "1" if row.present else "0",
            "note": None,
            "repeat": False,
        }
        for row in frames.itertuples(index=False)
    )


def _asked(codebook: Codebook) -> list[str]:
    return [code for code, said in codebook.codes.items() if said.get("applies", True)]


def _sample(asked: Frames, sentences: Sentences, codebook: Codebook) -> Sample:
    """The questions as rows of a coding sheet; only what a rerun does not change is in them."""
    from analysis.agree import SAMPLE
    from analysis.agree.drawing import fingerprint

    heads = sentences[sentences["role"] == "headline"].groupby("article")["text"].first()
    rows = [
        {
            "row": f"r{number:04d}",
            "sample": "-",
            "item": f"{row.article}:{row.frame}",
            "article": row.article,
            # The article too, so that a row keeps its answer even if a column is sorted alone.
            "text": f"{codebook.titles[row.frame]}: {codebook.codes[row.frame]['asks']} [{row.article}]",
            "before": heads.get(row.article),
            "after": None,
            "stratum": row.frame,
            "probability": 1.0,
            "stratum_units": 1,
            "stratum_drawn": 1,
            "repeats": None,
        }
        for number, row in enumerate(asked.itertuples(index=False), start=1)
    ]
    made = SAMPLE.frame(rows)
    return made.assign(sample=fingerprint(made))


def _shown(asked: Frames, evidence: Evidence, codebook: Codebook) -> Mapping[str, Mapping[str, str]]:
    """What a sheet shows beside each question: the rules' answer and their evidence."""
    pieces: dict[str, list[str]] = {}
    for piece in evidence[evidence["codebook"] == codebook.name].itertuples(index=False):
        voice = f", {piece.voice}" if isinstance(piece.voice, str) else ""
        told = f"“{piece.text}” (sentence {piece.sentence}{voice}; {piece.rule})"
        pieces.setdefault(f"{piece.article}:{piece.frame}", []).append(told)
    said, shown = {}, {}
    for row in asked.itertuples(index=False):
        item = f"{row.article}:{row.frame}"
        found = pieces.get(item, [])
        more = f" and {len(found) - SHOWN} more" if len(found) > SHOWN else ""
        said[item] = f"{'yes' if row.present else 'no'} ({row.scored_by})"
        shown[item] = "\n".join(found[:SHOWN]) + more if found else "absent"
    return {"said": said, "evidence": shown}


def _is_sheet(path: Path) -> bool:
    return path.suffix.lower() in (".csv", ".xlsx") and not path.name.startswith((".", "~"))


def _add(
    found: dict[tuple[str, str, str], dict[str, Any]], fresh: dict[str, Any], problems: list[dict[str, str]]
) -> None:
    """Add an answer to those found; of one coder's answers that differ between two sets neither is used."""
    key = (fresh["coder"].casefold(), fresh["article"], fresh["question"])
    earlier = found.get(key)
    if earlier is None or pd.isna(earlier["code"]):
        found[key] = fresh
    elif earlier["code"] != CLASH and not pd.isna(fresh["code"]) and fresh["code"] != earlier["code"]:
        problems.append(
            {
                "source_file": fresh["row"].partition(":")[0],
                "place": f"row {fresh['row'].rpartition(':')[2]}, {fresh['coder']}",
                "problem": f"{fresh['coder']} answered {fresh['question']!r} of article {fresh['article']} "
                f"with {fresh['code']!r} here and {earlier['code']!r} in {earlier['row']}; neither is used.",
            }
        )
        found[key] = {**earlier, "code": CLASH}


def _one_per_place(problems: list[dict[str, str]]) -> Problems:
    joined: dict[tuple[str, str], list[str]] = {}
    for problem in problems:
        joined.setdefault((problem["source_file"], problem["place"]), []).append(problem["problem"])
    return PROBLEMS.frame(
        {"source_file": file, "place": place, "problem": " ".join(dict.fromkeys(said))}
        for (file, place), said in joined.items()
    )


def _scored_anew(rows: list[dict[str, Any]], codebook: Codebook) -> list[dict[str, Any]]:
    """The rows with each frame scored from its items as they now stand, as `frames` scores it."""
    items: dict[tuple[str, str], list[dict[str, Any]]] = {}
    for row in rows:
        if isinstance(row.get("part_of"), str) and not pd.isna(row["score"]):
            items.setdefault((row["article"], row["part_of"]), []).append(row)
    made = []
    for row in rows:
        parts = items.get((row["article"], row["frame"]), []) if row["frame"] in codebook.frames else []
        by = sorted({part["scored_by"] for part in parts}, key=lambda name: (name != RULES, name))
        if by and by != [RULES]:
            score = sum(part["score"] for part in parts) / len(parts)
            there = score >= float(codebook.frames[row["frame"]].get("present", PRESENT)) - 1e-9
            row = {
                **row,
                "score": score,
                "present": there,
                "answer": "yes" if there else "no",
                "scored_by": " and ".join(by),
            }
        made.append(row)
    return made
