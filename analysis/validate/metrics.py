"""Which figures are reported for which task."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from analysis.validate import actors, labels, quotes, texts
from analysis.validate.sample import Figure, Sample

# From a task's records and an instrument's answers, in the same order, to its figures.
METRICS: Mapping[str, Callable[[Sequence[Any], Sequence[Any], Sample], list[Figure]]] = {
    "tone-sentence": labels.tone_sentence,
    "tone-target": labels.tone_target,
    "loaded-language": labels.loaded_language,
    "frames-article": labels.frames_article,
    "frames-sentence": labels.frames_sentence,
    "quotes": quotes.quotes,
    "actors": actors.actors,
    "sentences": texts.sentences,
    "passages": texts.passages,
    "article-html": texts.article_html,
    "repair": texts.repair,
}
