"""Loaded language as cues with their evidence: which words, of what kind, in whose voice, and a plainer twin.

No score of bias is made of them. People who code sentences for bias agree at
alpha .40 (Spinde et al. 2021), and word lists of this kind are near chance
against their codes; a cue says where to look, and at what.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache

import pandas as pd

from analysis import codebook, match
from analysis.codebook import Codebook
from analysis.tables import Labels, Quotes, Sentences, Voices

COLUMNS = ("article", "sentence", "start", "end", "text", "kind", "plainer", "voice", "rule")
# What the kinds are called that no codebook of loaded words describes.
FURTHER_TITLES: Mapping[str, str] = {
    "assertive": "Report verb that takes a stand",
    "doubting": "Report verb that doubts",
    "label": "Label given to an actor",
    "subjective": "Subjective sentence (learned)",
}


def titles(book: Codebook | None = None) -> dict[str, str]:
    """What to call each kind of cue in print.

    >>> titles()["soft"], titles()["doubting"]
    ('Softening word', 'Report verb that doubts')
    """
    return {**(book or _words()).titles, **FURTHER_TITLES}


def loaded(
    sentences: Sentences,
    *,
    quotes: Quotes | None = None,
    labels: Labels | None = None,
    stretches: Voices | None = None,
    book: Codebook | None = None,
) -> pd.DataFrame:
    """Each cue of loaded language, where it stands, in whose voice, and its plainer twin where it has one.

    Parameters
    ----------
    sentences
        Where to look.
    quotes
        What `voices.quotes` found; its cues that take a stand or doubt
        ("insisted", "claimed") become cues of the kinds `assertive` and
        `doubting`, after the codebook `voices/cues`.
    labels
        What `actors.labels` found: how actors are described, of the kind `label`.
    stretches
        What `voices.voice` gave, to say whose words each cue is in. A verb of
        report is the reporter's, whoever is quoted with it, unless it stands
        in a quote itself.
    book
        A codebook of loaded words; the workbook's own by default.

    Returns
    -------
    DataFrame
        One row per cue, in reading order: article, sentence, start and end in
        the source text, text, kind (see `titles`), plainer (a plainer word,
        missing where there is none), voice (missing where it is not known) and
        rule, the codebook and its term or the table that gave it.

    Examples
    --------
    >>> from analysis import parse
    >>> cues = loaded(parse.sentences_of(["The regime called its bombs a surgical strike."]))
    >>> cues[["text", "kind", "plainer"]].values.tolist()
    [['regime', 'harsh', 'government'], ['surgical strike', 'soft', 'bombing']]

    """
    book = book or _words()
    hits = match.hits(sentences, book)
    twins = plainer(book)
    parts = [
        pd.DataFrame(
            {
                **{name: hits[name] for name in ("article", "sentence", "start", "end")},
                "text": hits["found"],
                "kind": hits["code"],
                "plainer": [twins.get((t, c)) for t, c in zip(hits["term"], hits["code"], strict=True)],
                "rule": book.instrument + ": " + hits["term"],
            }
        )
    ]
    if quotes is not None:
        parts.append(_reporting(quotes, sentences))
    if labels is not None:
        given = labels.rename(columns={"label": "text"})
        parts.append(given.assign(kind="label", plainer=None, rule="labels"))
    cues = pd.concat([part.reindex(columns=[*COLUMNS]).astype(object) for part in parts], ignore_index=True)
    if stretches is not None and len(cues):
        from analysis import voices  # It takes its time to import.

        places = cues[["article", "start"]].astype({"start": "int64"})
        cues["voice"] = voices.at(stretches, places).to_numpy()
    order = {article: place for place, article in enumerate(sentences["article"].unique())}
    cues = cues.assign(order=cues["article"].map(order)).sort_values(
        ["order", "start", "kind"], kind="stable"
    )
    kinds: dict[str, str] = dict.fromkeys(COLUMNS, "str") | dict.fromkeys(
        ("sentence", "start", "end"), "int64"
    )
    return cues[[*COLUMNS]].drop_duplicates(["article", "start", "kind"]).reset_index(drop=True).astype(kinds)


def plainer(book: Codebook | None = None) -> dict[tuple[str, str], str]:
    """The plainer twin of each term and code that has one, from the codebook's column `plainer`.

    >>> plainer()["pause", "soft"]
    'halt, stop'
    """
    book = book or _words()
    if "plainer" not in book.terms:
        return {}
    paired = book.terms.dropna(subset=["plainer"])
    return dict(zip(zip(paired["term"], paired["code"], strict=True), paired["plainer"], strict=True))


def subjectivity(sentences: Sentences, stretches: Voices | None = None) -> pd.DataFrame:
    """How likely each sentence is to be called subjective, as learned from sentences that people coded.

    This is a learned cue, and said to be one: it gives no words as evidence,
    only the sentence. `analysis.tone.learned` says what it was learned from, and
    `workbook validate` how well it agrees with people.

    Parameters
    ----------
    sentences
        n rows.
    stretches
        What `voices.voice` gave, for the voice most of the sentence is in.

    Returns
    -------
    DataFrame
        n rows with the columns of `loaded` and `probability`, 0 to 1: `kind` is
        "subjective" from .5 on, and missing below; `rule` is "learned subjectivity".

    Raises
    ------
    ToneError
        If the learned instrument's weights are not there.

    """
    from analysis import voices
    from analysis.tone import learned

    likely = learned.subjectivity(list(sentences["text"]))
    made = sentences[["article", "sentence", "start", "end", "text"]].assign(
        kind=["subjective" if value >= 0.5 else None for value in likely],
        plainer=None,
        voice=None,
        rule="learned subjectivity",
        probability=[float(value) for value in likely],
    )
    if stretches is not None:
        mostly = voices.by_sentence(stretches, sentences).set_index(["article", "sentence"])["voice"]
        made["voice"] = mostly.reindex(pd.MultiIndex.from_frame(made[["article", "sentence"]])).to_numpy()
    kinds = dict.fromkeys(("kind", "plainer", "voice"), "str")
    return made[[*COLUMNS, "probability"]].reset_index(drop=True).astype(kinds)


@lru_cache(maxsize=1)
def _words() -> Codebook:
    return codebook.read("loaded", "words")


@lru_cache(maxsize=1)
def _reports() -> dict[str, str]:
    """The cues that take a stand or doubt, by lemma."""
    terms = codebook.read("voices", "cues").terms
    kept = terms[terms["code"].isin(["assertive", "doubting"])]
    return dict(zip(kept["term"], kept["code"], strict=True))


def _reporting(quotes: Quotes, sentences: Sentences) -> pd.DataFrame:
    """Words that say how something was said, and take a stand on it or keep a distance."""
    kinds = _reports()
    said = quotes.dropna(subset=["cue", "cue_start", "cue_end"])
    said = said[said["cue"].isin(list(kinds))]
    bounds = {
        article: list(zip(rows["start"], rows["end"], rows["sentence"], strict=True))
        for article, rows in sentences.groupby("article", sort=False)
    }
    held = [
        next((number for start, end, number in bounds.get(article, ()) if start <= at < end), None)
        for article, at in zip(said["article"], said["cue_start"], strict=True)
    ]
    places = pd.DataFrame(
        {
            "article": said["article"],
            "sentence": held,
            "start": said["cue_start"],
            "end": said["cue_end"],
            "kind": said["cue"].map(kinds),
            "rule": "voices/cues: " + said["cue"],
        }
    ).dropna(subset=["sentence"])
    # One verb may report several contents; it is one cue.
    places = places.drop_duplicates(["article", "start"])
    key = ["article", "sentence", "start", "end"]
    places = places.astype(dict.fromkeys(key[1:], "int64"))
    printed = match.context(sentences, places)[[*key, "found"]].rename(columns={"found": "text"})
    return places.merge(printed, on=key, how="inner", validate="one_to_one")
