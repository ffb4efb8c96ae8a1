"""Tone in units of a named reference corpus: its mean is 0, its standard deviation 1.

The figures of each reference stand in `codebooks/tone/standards`, with how they were
made; `python -m analysis.tone` makes them anew.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping, Sequence
from functools import cache
from importlib import metadata
from typing import Any

import pandas as pd

import analysis
from analysis import codebook
from analysis.tables import SCORES, Scores, Sentences
from analysis.tone.instruments import INSTRUMENTS
from analysis.tone.instruments import scores as scores_of
from analysis.tone.scoring import ToneError

SHELF = codebook.SHELF / "tone" / "standards"
PACKAGES = {"vader": "vaderSentiment", "textblob": "textblob"}


def standards() -> list[str]:
    """Names of the reference corpora, in order of the alphabet.

    >>> standards()
    ['basil']
    """
    return sorted(path.stem for path in SHELF.glob("*.toml"))


@cache
def standard(name: str = "basil") -> Mapping[str, Any]:
    """A reference corpus: what it is, how its figures were made, and the figures of each instrument.

    Raises
    ------
    ToneError
        If there is no such reference.

    Examples
    --------
    >>> sorted(standard("basil")["instruments"]["vader"])
    ['made_with', 'mean', 'sd']

    """
    path = SHELF / f"{name}.toml"
    if not path.is_file():
        raise ToneError(f"no reference corpus {name!r}. There are: {', '.join(standards())}.")
    return tomllib.loads(path.read_text(encoding="utf-8"))


def standardized(scores: Scores, reference: str = "basil") -> Scores:
    """Scores in standard deviations of the reference corpus' sentences, from their mean.

    0 is then the tone of a common sentence there, which is not a neutral one
    where that corpus is dark; 1 is one standard deviation brighter. Scores of
    several instruments, thus treated, share a unit.

    Parameters
    ----------
    scores
        Of sentences, in the instruments' own scales.
    reference
        One of `standards`.

    Returns
    -------
    Scores
        The same rows, with `scale` beside them, which names the reference.

    Raises
    ------
    ToneError
        If the reference is unknown, has no figures of an instrument, or the
        scores are not of sentences, or are standardized already.

    Examples
    --------
    >>> from analysis import parse
    >>> raw = scores_of(parse.sentences_of(["The council met on Monday."]), "vader")
    >>> raw["tone"].item(), bool(standardized(raw)["tone"].item() < 0)
    (0.0, True)
    """
    about = standard(reference)
    figures = about["instruments"]
    if strange := sorted(set(scores["unit"]) - {"sentence"}):
        raise ToneError(
            f"these scores are of unit {', '.join(strange)}, and the reference {reference!r} was made of "
            "sentences. Standardize those of sentences."
        )
    if "scale" in scores:
        raise ToneError("these scores are standardized already. Give them in the instruments' own scales.")
    if absent := [name for name in scores["instrument"].unique() if name not in figures]:
        raise ToneError(
            f"the reference {reference!r} has no figures of {', '.join(absent)}. "
            f"It has: {', '.join(figures)}. Its command makes them anew: {about['command']}"
        )
    mean = scores["instrument"].map({name: own["mean"] for name, own in figures.items()}).astype(float)
    spread = scores["instrument"].map({name: own["sd"] for name, own in figures.items()}).astype(float)
    return SCORES.check(scores.assign(tone=(scores["tone"] - mean) / spread, scale=reference))


def figures(sentences: Sentences, instruments: Sequence[str] = ()) -> dict[str, dict[str, Any]]:
    """Mean and standard deviation of the tone of sentences, by each instrument, and what made them."""
    made = {}
    for name in instruments or INSTRUMENTS:
        tones = scores_of(sentences, name)["tone"]
        package = PACKAGES.get(name)
        made[name] = {
            "mean": round(float(tones.mean()), 4),
            "sd": round(float(tones.std()), 4),
            "made_with": f"{package} {metadata.version(package)}"
            if package
            else f"workbook {analysis.__version__}",
        }
    return made


def remade(folder: str, name: str, instruments: Sequence[str] = ()) -> str:
    """The text of a reference's TOML file, its figures made anew from a corpus.

    Parameters
    ----------
    folder
        Where the corpus is; anything that `load` reads.
    name
        Of the reference, one of `standards`, or a new one.
    instruments
        Those to measure; figures of others are kept as they are. All by default.

    """
    from analysis import clean, load, parse

    articles, _ = load.read(folder)
    articles = articles[articles["left_out"].isna()]
    sentences = parse.sentences(articles, clean.passages(articles))
    if sentences.empty:
        raise ToneError(f"{folder} holds no sentence to make a reference of.")
    old = standard(name) if name in standards() else {}
    own = {**old.get("instruments", {}), **figures(sentences, instruments)}
    told = {
        "title": old.get("title", name),
        "citation": old.get("citation", "say whose corpus it is"),
        "home": old.get("home", "say where it can be had"),
        "licence": old.get("licence", "say under which licence"),
        "note": old.get("note", "say what kind of text it is"),
        "command": old.get("command", f"python -m analysis.tone FOLDER {name}"),
        "made": pd.Timestamp.now().strftime("%Y-%m-%d"),
        "unit": "sentence",
        "articles": int(sentences["article"].nunique()),
        "sentences": len(sentences),
    }
    lines = [f"{key:9} = {_toml(value)}" for key, value in told.items()]
    for instrument, values in own.items():
        lines += ["", f"[instruments.{instrument}]"]
        lines += [f"{key:9} = {_toml(value)}" for key, value in values.items()]
    return "\n".join(lines) + "\n"


def _toml(value: object) -> str:
    if isinstance(value, str):
        return '"' + value.replace("\\", "\\\\").replace('"', '\\"') + '"'
    return repr(value)
