"""Floors: what is reached without looking at the text, or by the plainest rule, for each task."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from html.parser import HTMLParser
from typing import Any

from analysis.validate.measures import Answers, Asked, parser_entities, sign, texts_of
from analysis.validate.quotes import quoted
from analysis.validate.sample import Record


class _Visible(HTMLParser):
    """The text of a page that a reader would see, menus and all."""

    def __init__(self) -> None:
        super().__init__()
        self.parts: list[str] = []
        self.hidden = 0

    def handle_starttag(self, tag: str, attrs: Any) -> None:
        self.hidden += tag in ("script", "style")

    def handle_endtag(self, tag: str) -> None:
        self.hidden -= tag in ("script", "style") and self.hidden > 0

    def handle_data(self, data: str) -> None:
        if not self.hidden:
            self.parts.append(data)


def _visible(html: str) -> str:
    reader = _Visible()
    reader.feed(html)
    return " ".join(reader.parts)


def _most_frequent(values: Sequence[Any]) -> Any:
    return Counter(values).most_common(1)[0][0]


def _constant_tone(records: Sequence[Record]) -> Answers:
    usual = _most_frequent([sign(record["value"]) for record in records])
    return [{"value": 0.0, "label": usual} for _ in records]


def _usual_label(records: Sequence[Record]) -> Answers:
    return [_most_frequent([record["label"] for record in records])] * len(records)


def _usual_loaded(records: Sequence[Record]) -> Answers:
    usual = _most_frequent([record["label"] for record in records])
    return [{"label": usual, "spans": [[0, len(record["text"])]]} for record in records]


def _every_frame(records: Sequence[Record]) -> Answers:
    return [{frame for record in records for frame in record["frames"]}] * len(records)


def _usual_frame(records: Sequence[Record]) -> Answers:
    return [_most_frequent([record["frame"] for record in records])] * len(records)


def _every_quotation(records: Sequence[Record]) -> Answers:
    return [[{"content": [list(span)]} for span in quoted(text)] for text in texts_of(records)]


def _every_stop(records: Sequence[Record]) -> Answers:
    return [
        [
            list(match.span())
            for match in re.finditer(r"\S.*?(?:[.!?]+(?=\s)|(?=\n\s*\n)|\Z)", text, re.DOTALL)
        ]
        for text in texts_of(records)
    ]


def _all_body(records: Sequence[Record]) -> Answers:
    return [[{"start": 0, "end": len(text), "role": "body"}] for text in texts_of(records)]


# For each task: what the floor is, and its answers.
FLOORS: Mapping[str, tuple[str, Asked]] = {
    "tone-sentence": ("one tone for all", _constant_tone),
    "tone-target": ("always the most frequent", _usual_label),
    "loaded-language": ("always the most frequent; every word", _usual_loaded),
    "frames-article": ("always yes", _every_frame),
    "frames-sentence": ("always the most frequent", _usual_frame),
    "quotes": ("every pair of quotation marks", _every_quotation),
    "actors": ("the parser's entities", parser_entities),
    "sentences": ("every stop ends a sentence", _every_stop),
    "passages": ("all of it body", _all_body),
    "article-html": ("all visible text", lambda records: [_visible(record["html"]) for record in records]),
    "repair": ("left as it is", texts_of),
}
