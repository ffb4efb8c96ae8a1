"""Human codes to measure against: the listed sets as their authors published them, and your own.

`read` finds every human-coded set in a folder and turns it into one common
form, in memory; `fetch` gets the public ones; `sets` says what is known of
each: address, licence, citation, and what may be trained on it. No text and no
label of any set is part of the workbook.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Iterator, Mapping
from functools import partial
from pathlib import Path
from typing import Any

from analysis.gold.corpora import corpora, corpus, fetch_corpus
from analysis.gold.fetching import fetch, sets
from analysis.gold.forms import TASKS, CodedSet, Gold, GoldError, Record, common, task_of
from analysis.gold.published import FORMATS, narrative_questions
from analysis.gold.standoff import brat, re3d
from analysis.tables import PROBLEMS

__all__ = [
    "TASKS", "CodedSet", "Gold", "GoldError", "Record", "corpora", "corpus", "fetch", "fetch_corpus",
    "folder", "read", "sets",
]  # fmt: skip

ENVIRONMENT = "WORKBOOK_GOLD"
READ = frozenset({".jsonl", ".json", ".csv", ".tsv", ".txt", ".conllu", ".py"})
LARGEST = 200_000_000  # bytes; a larger file is no set of human codes


def folder(given: Path | str | None = None) -> Path:
    """The folder of human codes: the one given, else `WORKBOOK_GOLD`, else the user's cache.

    >>> folder("my-codes").name
    'my-codes'
    """
    import pooch

    if given is not None:
        return Path(given)
    named = os.environ.get(ENVIRONMENT)
    return Path(named) if named else Path(pooch.os_cache("media-workbook")) / "gold"


def read(
    given: Path | str | None = None, tasks: Iterable[str] | None = None, *, training: bool = False
) -> Gold:
    """Every human-coded set in a folder, in the common form.

    A file named for its task (`tone-sentence.jsonl`, `quotes-pilot.jsonl`) is
    in the common form; the listed sets are known by what stands in their files.
    Each split that is there is read, whatever it is named, but for those whose
    name, or whose folder's name, begins with `train`: no figure is measured
    on what may have been trained on.

    Parameters
    ----------
    given
        The folder; see `folder`.
    tasks
        Those wanted; all by default.
    training
        Whether to read the `train` splits too.

    Returns
    -------
    Gold
        `sets`, in order of task and name; `problems` names each file, line and
        value that could not be used, and the rule it breaks.

    Raises
    ------
    GoldError
        If there is no such folder, no such task, or no human codes in it.

    """
    top = folder(given)
    wanted = set(TASKS if tasks is None else tasks)
    if unknown := sorted(wanted - set(TASKS)):
        raise GoldError(f"no task {', '.join(unknown)}. There are: {', '.join(TASKS)}.")
    if not top.is_dir():
        raise GoldError(
            f"no folder of human codes at {top}. `workbook fetch gold` gets the public sets; "
            f"--gold or {ENVIRONMENT} names a folder of your own."
        )
    reading = _Reading(top, training)
    reading.all()
    found = [coded for coded in reading.sets() if coded.task in wanted]
    if not reading.records:
        raise GoldError(
            f"no human codes in {top}. Wanted are the listed sets ({', '.join(sets())}), or files of JSON "
            f"lines named for their task ({', '.join(f'{task}.jsonl' for task in TASKS)})."
        )
    return Gold(tuple(found), PROBLEMS.frame(reading.problems()))


class _Reading:
    """One pass over a folder: what was read of each set and split, and what was wrong."""

    def __init__(self, top: Path, training: bool) -> None:
        self.top = top
        self.over = (".",) if training else ("train", ".")
        self.known = sets()
        # By name, task and entry of `sets()`: records, and the files they are from.
        self.records: dict[tuple[str, str, str | None], tuple[list[Record], list[Path]]] = {}
        self.wrong: dict[tuple[str, str], list[str]] = {}

    def all(self) -> None:
        files = [
            path for path in sorted(self.top.rglob("*")) if path.is_file() and not self.passed_over(path)
        ]
        whole = {path.parent for path in files if path.suffix == ".ann"}
        texts = {path for attributions in whole for path in (attributions, attributions.parent / "text")}
        for attributions in sorted(whole):
            self.brat_folder(attributions, [path for path in files if path.parent == attributions])
        pairs = {path.parent for path in files if path.name == "documents.json"}
        for pair in sorted(pairs):
            self.re3d_folder(pair)
        for path in files:
            if path.suffix in READ and path.parent not in texts | pairs:
                self.file(path)

    def passed_over(self, path: Path) -> bool:
        return any(part.lower().startswith(self.over) for part in path.relative_to(self.top).parts)

    def text(self, path: Path) -> str | None:
        """What stands in a file; a file that is no text is named."""
        if path.stat().st_size > LARGEST:
            self.say(path, "whole", f"it is larger than {LARGEST // 1_000_000} MB. It is left out.")
            return None
        try:
            return path.read_bytes().decode("utf-8-sig")
        except UnicodeDecodeError as error:
            self.say(
                path, "whole", f"byte {error.start} is not UTF-8. The file is left out; save it as UTF-8."
            )
        except OSError as error:
            self.say(path, "whole", f"it cannot be read: {error.strerror}.")
        return None

    def file(self, path: Path) -> None:
        task = task_of(path)
        if (text := self.text(path)) is None:
            return
        if task is not None:
            split = path.stem[len(task) :].strip("-.")
            base = self.place(path.parent) or self.top.resolve().name
            records = common(task, text, partial(self.say, path))
            for codebook, group in self.by_codebook(records):
                self.add("/".join(filter(None, [base, split, codebook])), task, None, group, path)
            return
        beside = path.with_name("articles_metadata.tsv")
        if path.name == "full_annotations.json" and beside.is_file():
            if (articles := self.text(beside)) is not None:
                name = f"{self.place(path.parent) or 'narrative_frames'}/questions"
                about = self.known["narrative_frames"]
                found = narrative_questions(articles, text, partial(self.say, path), about)
                self.taken(name, "narrative_frames", path, found)
            return
        for form in FORMATS:
            if not form.fits(path, text):
                continue
            about = self.known[form.known]
            base = self.place(self.holding(path)) or form.known
            name = base if path.suffix == ".conllu" or path.stem in about["whole"] else f"{base}/{path.stem}"
            self.taken(
                name,
                form.known,
                path,
                form.read(text, partial(self.say, path), about),
            )
            return
        if path.suffix == ".jsonl" and path.parent == self.top:
            self.say(
                path,
                "whole",
                f"its name says no task. Name it for one: {', '.join(f'{t}.jsonl' for t in TASKS)}.",
            )

    def by_codebook(self, records: list[Record]) -> list[tuple[str, list[Record]]]:
        """Records coded by several codebooks, apart; a listed set's codes in the codebook's own words."""
        groups: dict[str, list[Record]] = {}
        for record in records:
            for name, about in self.known.items():
                codes = about.get("codes", {})
                if record.get("codebook") == name or (
                    record.get("codebook") == about.get("codebook", name)
                    and record.get("frames")
                    and set(record["frames"]) <= set(codes)
                ):
                    record["codebook"] = about.get("codebook", name)
                    if "frames" in record:
                        record["frames"] = [codes.get(code, code) for code in record["frames"]]
            groups.setdefault(record.get("codebook", ""), []).append(record)
        return list(groups.items()) if len(groups) > 1 else [("", records)]

    def holding(self, path: Path) -> Path:
        """The folder of the set that a file belongs to: `dep` and `conllu` are a folder of files in one."""
        return path.parent.parent if path.parent.name in ("dep", "conllu") else path.parent

    def brat_folder(self, attributions: Path, files: list[Path]) -> None:
        """Attributions stand beside `text/`, or with their texts in one folder."""
        split = attributions.parent if attributions.name == "attributions" else attributions
        beside = split / "text" if (split / "text").is_dir() else attributions
        home = split.parent.parent if split.parent.name == "data" else split.parent
        if split == self.top or self.top not in home.parents:
            home = self.top
        base = self.place(home) or "polnear"
        name = f"{base}/{split.name}" if split != self.top else base
        met: set[Path] = set()
        for path in files:
            if path.suffix != ".ann":
                continue
            stems = (path.stem, re.sub(r"_[0-9a-z]{4}$", "", path.stem))
            article = next(
                (beside / f"{stem}.txt" for stem in stems if (beside / f"{stem}.txt").is_file()), None
            )
            if article is None:
                self.say(
                    path, "whole", f"its article, {stems[-1]}.txt, is not in {beside.name}/. It is left out."
                )
                continue
            if article in met:
                continue  # another annotator's file: each article is used once, first file by name
            met.add(article)
            printed, annotations = self.text(article), self.text(path)
            if printed is not None and annotations is not None:
                records = brat(printed, annotations, article.stem, partial(self.say, path))
                self.taken(name, "polnear", path, records)

    def re3d_folder(self, pair: Path) -> None:
        documents, entities = pair / "documents.json", pair / "entities.json"
        if not entities.is_file():
            self.say(documents, "whole", "it stands without entities.json. It is left out.")
            return
        left, right = self.text(documents), self.text(entities)
        if left is not None and right is not None:
            base = (self.place(pair.parent) if pair != self.top else "") or "re3d"
            self.taken(base, "re3d", entities, re3d(left, right, partial(self.say, entities)))

    def taken(self, name: str, known: str, path: Path, found: Iterable[tuple[str, Record]]) -> None:
        """Records as a reader gives them; where it fails, what came before is kept."""
        try:
            for task, record in found:
                self.add(name, task, known, [record], path)
        except Exception as error:  # a published form is not ours to define: any failure is the file's
            self.say(path, "whole", f"it is not in the form {known} was published in: {error!r}.")

    def add(self, name: str, task: str, known: str | None, records: list[Record], path: Path) -> None:
        kept, files = self.records.setdefault((name, task, known), ([], []))
        kept += records
        if path not in files:
            files.append(path)

    def place(self, path: Path) -> str:
        return "" if path == self.top else path.relative_to(self.top).as_posix()

    def say(self, path: Path, place: str, message: str) -> None:
        self.wrong.setdefault((path.relative_to(self.top).as_posix(), place), []).append(message)

    def sets(self) -> Iterator[CodedSet]:
        for (name, task, known), (records, files) in sorted(
            self.records.items(), key=lambda item: (TASKS.index(item[0][1]), item[0][0])
        ):
            if records:
                yield CodedSet(name, task, tuple(records), known, tuple(files))

    def problems(self) -> Iterator[Mapping[str, Any]]:
        for (file, place), messages in self.wrong.items():
            yield {"source_file": file, "place": place, "problem": " ".join(messages)}
