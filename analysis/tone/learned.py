"""The learned instrument: a small encoder, trained on sentences that people coded.

One encoder reads the sentence and four heads answer: its tone, the tone towards
a marked part of it, whether it is subjective, and what it is about as a vector.
`training/learned.py` makes it and `analysis/codebooks/learned/README.md` is its
card: data, licences, figures, limits. It runs in onnxruntime, on one thread and
in float32, so that a score depends neither on the machine nor on the batch by
more than a hundred-thousandth.
"""

from __future__ import annotations

import csv
import hashlib
import re
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

from analysis.codebook import SHELF
from analysis.tables import SCORES, SENTENCES, Scores, Sentences
from analysis.tone.scoring import ToneError, Word, straightened

Floats = npt.NDArray[np.float64]
Span = tuple[int, int]

FOLDER = SHELF / "learned"
MOST = 160  # word pieces read at once; a longer sentence is read in parts
AROUND = 60  # words kept on either side of a target in a longer sentence
BATCH = 32
MARK = "*"  # stands on both sides of a target; the encoder knew the asterisk before it was trained

_WORD = re.compile(r"\S+")
_SAYS_SOMETHING = re.compile(r"[^\W_]")


class Coded(NamedTuple):
    """A text as the encoder takes it: word pieces, and which of them are the target."""

    pieces: list[int]
    target: list[int]


def ready() -> bool:
    """Whether the encoder's weights are there; they come with the package."""
    return (FOLDER / "encoder.onnx").is_file() and (FOLDER / "tokenizer.json").is_file()


def learned(sentences: Sentences) -> Scores:
    """Tone of each sentence as 20 readers would rate it, by the learned instrument.

    Parameters
    ----------
    sentences
        n rows.

    Returns
    -------
    Scores
        n rows, in the order given, of unit `sentence`; `tone` from -1 (darkest)
        to 1 (brightest), 0 for a text without a letter or digit. The scale is
        that of the ratings it was trained on (Hutto and Gilbert 2014, -4 to 4,
        over 4), where most sentences of a newspaper lie between -0.5 and 0.5.

    Raises
    ------
    ToneError
        If the weights are missing.

    Examples
    --------
    >>> rows = [("a", 1, 0, "body", 0, 21, "They won a fine prize.", 5, []),
    ...         ("a", 2, 0, "body", 22, 47, "The flood killed dozens.", 4, [])]
    >>> tone = learned(SENTENCES.frame(rows))["tone"]
    >>> bool(tone[0] > 0.2), bool(tone[1] < -0.2)
    (True, True)

    """
    checked = SENTENCES.check(sentences)
    tones = tone(checked["text"].tolist())
    return SCORES.frame(
        {
            "instrument": "learned",
            "article": sentence.article,
            "unit": "sentence",
            "unit_id": sentence.sentence,
            "tone": float(value),
            "words": sentence.words,
        }
        for sentence, value in zip(checked.itertuples(index=False), tones, strict=True)
    )


def tone(texts: Sequence[str]) -> Floats:
    """Tone of each text as a whole, -1 to 1: n values. A long text is the mean of its parts, by length."""
    return np.clip(_whole(texts, "tone", 1)[:, 0], -1.0, 1.0)


def subjectivity(texts: Sequence[str]) -> Floats:
    """Probability, 0 to 1, that each sentence gives an opinion rather than a fact: n values.

    Trained on sentences of news that two or more people called subjective or
    objective (Antici et al. 2024). A text without a letter or digit has 0.

    >>> sure = subjectivity(["The council met on Monday.", "What a shameless and pitiful spectacle this is!"])
    >>> bool(sure[0] < 0.5 < sure[1])
    True
    """
    return _whole(texts, "subjective", 1)[:, 0]


def embeddings(texts: Sequence[str]) -> Floats:
    """What each text is about, as a vector: n rows; the mean over the encoder's word pieces.

    Raises
    ------
    ToneError
        If the weights are missing.

    """
    return _whole(texts, "vector", None)


def towards(texts: Sequence[str], spans: Sequence[Span]) -> Floats:
    """How each text speaks of a part of it: probabilities that it is negative, neutral, positive.

    Parameters
    ----------
    texts
        n sentences.
    spans
        Where in each the person, group or thing stands: start and end.

    Returns
    -------
    Floats
        n rows of three; each sums to 1. Tone towards the target is the third
        less the first, -1 to 1.

    Raises
    ------
    ToneError
        If a span does not lie in its text, or the weights are missing.

    Examples
    --------
    >>> text = "Critics called Ada Brisk a liar and praised Tom Vale as a hero."
    >>> at = [(text.index(name), text.index(name) + len(name)) for name in ("Ada Brisk", "Tom Vale")]
    >>> towards([text, text], at).argmax(axis=1).tolist()
    [0, 2]

    """
    for number, (text, (start, end)) in enumerate(zip(texts, spans, strict=True)):
        if not 0 <= start < end <= len(text):
            raise ToneError(
                f"target {number}: from {start} to {end} is no stretch of a text of {len(text)} characters."
            )
    return _run([coded(text, span) for text, span in zip(texts, spans, strict=True)], "towards", 3)


def words(text: str, span: Span | None = None) -> list[Word]:
    """What each word of a text does to its score: the score less the score without that word.

    Occlusion (Zeiler and Fergus 2014): one word at a time is taken out and the
    rest is read again. Unlike the hits of a word list these need not sum to the
    score, since words work together; they say what it turned on.

    Parameters
    ----------
    text
        A sentence.
    span
        A target; then it is the tone towards it that is explained, and words of
        the target itself stay.

    Returns
    -------
    list of Word
        One per word, in reading order; `weight` is how far the word moves the
        tone up (above 0) or down.

    Examples
    --------
    >>> max(words("The flood was a terrible blow."), key=lambda word: -word.weight)[:2]
    (16, 24)

    """
    text = straightened(text)
    found = [match.span() for match in _WORD.finditer(text) if _SAYS_SOMETHING.search(match[0])]
    if span is not None:
        found = [(a, b) for a, b in found if b <= span[0] or a >= span[1]]
    if span is None:
        scores = tone([text, *(text[:a] + text[b:] for a, b in found)])
    else:
        less = [span if a >= span[1] else (span[0] - (b - a), span[1] - (b - a)) for a, b in found]
        chances = towards([text, *(text[:a] + text[b:] for a, b in found)], [span, *less])
        scores = chances[:, 2] - chances[:, 0]
    return [
        Word(*_bare(text, a, b), float(scores[0] - without), False)
        for (a, b), without in zip(found, scores[1:], strict=True)
    ]


def _bare(text: str, start: int, end: int) -> Span:
    """A word without the punctuation around it."""
    while not text[start].isalnum():
        start += 1
    while not text[end - 1].isalnum():
        end -= 1
    return start, end


# --- What the encoder reads; training reads the same way --------------------------


def coded(text: str, span: Span | None = None, tokenizer: Any = None) -> Coded:
    """A text as the encoder takes it; a target is marked in place and said again after it.

    The second mention, as a segment of its own, is the input form that won the
    comparison in the card.
    """
    tokenizer = tokenizer or _tokenizer()
    text = straightened(text)
    if span is None:
        pieces = tokenizer.encode(text).ids
        return Coded(pieces, [1] * len(pieces))
    text, start, end = _near(text, *span)
    marked = f"{text[:start]}{MARK} {text[start:end]} {MARK}{text[end:]}"
    start, end = start + 2, end + 2
    read = tokenizer.encode(marked, marked[start:end])
    inside = [
        int(part == 0 and begins < end and ends > start and ends > begins)
        for part, (begins, ends) in zip(read.sequence_ids, read.offsets, strict=True)
    ]
    return Coded(read.ids, inside if any(inside) else [1] * len(inside))


def print_of(text: str) -> str:
    """What a text is known by where the text itself may not be kept: the start of its sha256."""
    return hashlib.sha256(text.encode()).hexdigest()[:12]


@cache
def unseen() -> Mapping[str, float]:
    """Tone of the sentences trained on, as said by folds that had not seen them, by `print_of` the text.

    The instrument has learned these sentences, so its own scores of them say
    nothing of how good it is: where it is measured, these stand in their place.
    """
    with _file("unseen.csv").open(encoding="utf-8", newline="") as file:
        return {row["text"]: float(row["tone"]) for row in csv.DictReader(file)}


def parts(text: str, tokenizer: Any = None) -> list[str]:
    """A text in parts short enough to be read at once; nearly every sentence is one."""
    if len(text) <= 2 * MOST:  # a word piece has two characters or more, all but always
        return [text]
    tokenizer = tokenizer or _tokenizer()
    pieces, made, first = 0, [], 0
    for match in _WORD.finditer(text):
        more = max(1, len(tokenizer.encode(match[0], add_special_tokens=False).ids))
        if pieces and pieces + more > MOST - 2:
            made.append(text[first : match.start()])
            pieces, first = 0, match.start()
        pieces += more
    return [*made, text[first:]]


def _near(text: str, start: int, end: int) -> tuple[str, int, int]:
    """The text around a target, so that a long sentence is not cut off before it."""
    found = [match.span() for match in _WORD.finditer(text)]
    if len(found) <= 2 * AROUND:
        return text, start, end
    first = next(number for number, (_, ends) in enumerate(found) if ends > start)
    last = max(number for number, (begins, _) in enumerate(found) if begins < end)
    begin, stop = found[max(0, first - AROUND)][0], found[min(len(found) - 1, last + AROUND)][1]
    return text[begin:stop], start - begin, min(end, stop) - begin


# --- Running it --------------------------------------------------------------------


def _whole(texts: Sequence[str], output: str, width: int | None) -> Floats:
    """An answer for each whole text: the mean over its parts, by their length; 0 where nothing is said."""
    cut = [parts(text) if _SAYS_SOMETHING.search(text) else [] for text in texts]
    owner = np.repeat(np.arange(len(texts)), [len(each) for each in cut])
    found = _run([coded(part) for each in cut for part in each], output, width)
    weights = np.array([len(part) for each in cut for part in each], dtype=float)
    answers = np.zeros((len(texts), found.shape[1]))
    np.add.at(answers, owner, found * weights[:, None])
    total = np.bincount(owner, weights, len(texts))
    return answers / np.where(total > 0, total, 1.0)[:, None]


def _run(inputs: Sequence[Coded], output: str, width: int | None) -> Floats:
    session = _session()
    if width is None:
        width = next(out.shape[-1] for out in session.get_outputs() if out.name == output)
    answers = np.zeros((len(inputs), width))
    for places in _batches(inputs):
        longest = max(len(inputs[place].pieces) for place in places)
        pieces, seen, target = (np.zeros((len(places), longest), dtype=np.int64) for _ in range(3))
        for row, place in enumerate(places):
            size = len(inputs[place].pieces)
            pieces[row, :size] = inputs[place].pieces
            seen[row, :size] = 1
            target[row, :size] = inputs[place].target
        feed = {"pieces": pieces, "seen": seen, "target": target}
        (found,) = session.run([output], feed)
        answers[places] = np.asarray(found, dtype=float).reshape(len(places), -1)
    return answers


def _batches(inputs: Sequence[Coded]) -> Iterator[list[int]]:
    """Texts of like length together, so that little of a batch is padding."""
    order = sorted(range(len(inputs)), key=lambda place: len(inputs[place].pieces))
    for first in range(0, len(order), BATCH):
        yield order[first : first + BATCH]


@cache
def _session() -> Any:
    import onnxruntime

    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = options.inter_op_num_threads = 1
    options.log_severity_level = 3
    return onnxruntime.InferenceSession(
        str(_file("encoder.onnx")), options, providers=["CPUExecutionProvider"]
    )


@cache
def _tokenizer() -> Any:
    return reading(_file("tokenizer.json"))


def reading(file: Path) -> Any:
    """A tokenizer that cuts off a text where the encoder's reach ends, and never the target said again."""
    from tokenizers import Tokenizer

    tokenizer = Tokenizer.from_file(str(file))
    tokenizer.no_padding()
    tokenizer.enable_truncation(MOST, strategy="only_first")
    return tokenizer


def _file(name: str) -> Path:
    if not (FOLDER / name).is_file():
        raise ToneError(
            f"the learned instrument lacks its weights ({name}); they come with the package. "
            "Install it again, or choose another instrument."
        )
    return FOLDER / name
