"""What can be compared: each measure is a function from the tables to one figure per article.

A measure takes the tables and its own choices, and gives VALUES: for each
article its figure and how many units that rests on. All else (groups,
differences, trends, intervals, corrections) works on VALUES and knows nothing
of what was measured, so that adding a measure is writing one function here and
naming it in `MEASURES`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from functools import lru_cache
from typing import Any

import pandas as pd

from analysis import codebook, tier
from analysis.compare.resampling import FEWEST_ARTICLES, CompareError
from analysis.tables import VALUES, Frames, Mentions, Quotes, Values

POINTS, PERCENT, RATE, WORDS = "points", "%", "per 1,000 words", "words"
VOICES = ("reporter", "quoted", "reported")
# Whom words are attributed to: the type of the speaker's mentions, or what is not known of them.
KINDS = ("person", "organization", "place", "group", "other", "nameless", "unclear")
TELLINGS = ("past", "present", "future", "conditional")
MOST_ACTORS = 5  # actors that `everything` measures one by one: those in most articles

# The tables of a corpus: `corpus.Measured`, or a mapping from a table's name to the table.
Tables = Any


def tone(tables: Tables, *, instrument: str | None = None, voice: str | None = None) -> Values:
    """Mean tone of each article's sentences, in points on the instrument's scale; higher is brighter.

    Parameters
    ----------
    tables
        Holds `articles` and `scores`.
    instrument
        Of the scores; the first of them if left out.
    voice
        Only sentences mostly in this voice: reporter, quoted or reported.
    """
    scores = _table(tables, "scores")
    scores = scores[scores["unit"] == "sentence"]
    chosen = _one(instrument, scores["instrument"], "tone instrument")
    scores = scores[scores["instrument"] == chosen]
    of = "sentences"
    if voice is not None:
        scores = scores[scores["voice"] == _known(voice, VOICES, "voice")]
        of = {"reporter": "the reporter's sentences"}.get(voice, f"{voice} sentences")
    found = scores.groupby("article")["tone"].agg(["mean", "size"])
    return _values(
        tables, found["mean"], found["size"], f"mean tone of {of}, {chosen}", POINTS, chosen, "tone-sentence"
    )


def towards(tables: Tables, actor: str, *, instrument: str | None = None) -> Values:
    """Mean tone towards an actor over each article's mentions; articles without one have no value.

    Parameters
    ----------
    tables
        Holds `articles`, and `scores` of unit `mention`.
    actor
        The actor's canonical name.
    instrument
        Of those scores; the first of them if left out.
    """
    scores = _table(tables, "scores")
    scores = scores[scores["unit"] == "mention"]
    chosen = _one(instrument, scores["instrument"], "instrument of tone towards actors")
    scores = scores[(scores["instrument"] == chosen) & (scores["target"] == actor)]
    if scores.empty:
        raise CompareError(f"no mention of {actor!r} has a tone by {chosen}.")
    found = scores.groupby("article")["tone"].agg(["mean", "size"])
    # An instrument that reads the words around the actor is tried under a name of its own.
    own = f"{chosen} towards"
    tried = chosen if tier.row(own, "tone-target") is None else own
    said = f"mean tone towards {actor}, {chosen}"
    return _values(tables, found["mean"], found["size"], said, POINTS, tried, "tone-target")


def frame(tables: Tables, frame: str, *, book: str | None = None, what: str = "present") -> Values:
    """Whether each article has a frame (0 or 100 %), or the share of its sentences with evidence for it.

    Parameters
    ----------
    tables
        Holds `articles` and `frames`.
    frame
        Its code in the codebook.
    book
        The codebook whose frame it is; the first that has it if left out.
    what
        "present": a group's figure is then the share of its articles that have
        the frame; longer articles have more room for one, so compare `length`
        too. "strength": the mean share of sentences with evidence.
    """
    frames: Frames = _table(tables, "frames")
    of_it = frames[frames["frame"] == frame]
    if of_it.empty:
        raise CompareError(f"no frame {frame!r}. There are: {', '.join(frames['frame'].unique())}.")
    book = _one(book, of_it["codebook"], "codebook")
    of_it = of_it[of_it["codebook"] == book].drop_duplicates("article").set_index("article")
    shares = of_it[_known(what, ("present", "strength"), "what")].astype(float)
    name = _titles(book).get(frame, frame)
    said = {
        "present": f"articles with the frame {name}, {book}",
        "strength": f"sentences with evidence for {name}, {book}",
    }[what]
    return _values(tables, 100 * shares, pd.Series(1.0, index=shares.index), said, PERCENT, f"frames/{book}")


def speakers(tables: Tables, kind: str | None = None, *, speaker: str | None = None) -> Values:
    """Share of each article's attributions that go to a kind of speaker, or to one speaker.

    Parameters
    ----------
    tables
        Holds `articles`, `quotes` and `mentions`.
    kind
        person, organization, place, group or other: the type of most of the
        speaker's mentions in the article. nameless: no mention of the speaker
        in the article is a name. unclear: who is meant is not known.
    speaker
        The canonical name, in place of a kind.
    """
    quotes: Quotes = _table(tables, "quotes")
    if (kind is None) == (speaker is None):
        raise CompareError(f"say either a kind of speaker ({', '.join(KINDS)}) or one speaker's name.")
    if speaker is not None:
        wanted, said = quotes["speaker"] == speaker, f"attributions to {speaker}"
    else:
        wanted = speaker_kinds(quotes, _table(tables, "mentions")) == _known(str(kind), KINDS, "kind")
        said = {
            "nameless": "attributions to speakers never named",
            "unclear": "attributions whose speaker is unclear",
            "other": "attributions to speakers of other kinds",
        }.get(str(kind), f"attributions to a named {kind}")
    return _share(tables, quotes["article"], wanted, said, "voices")


def speaker_kinds(quotes: Quotes, mentions: Mentions) -> pd.Series:
    """The kind of speaker of each attribution, one of `KINDS`, in the order of the quotes."""
    known = mentions.dropna(subset=["actor"])
    counts = known.groupby(["article", "actor", "type"]).size().rename("times").reset_index()
    most = counts.sort_values("times", ascending=False, kind="stable").drop_duplicates(["article", "actor"])
    named = known[known["form"] == "name"][["article", "actor"]].drop_duplicates().assign(named=True)
    of = quotes[["article", "speaker"]].rename(columns={"speaker": "actor"})
    told = of.merge(most[["article", "actor", "type"]], how="left").merge(named, how="left")
    kinds = told["type"].astype(object).where(told["named"].eq(True), "nameless")
    kinds = kinds.where(told["actor"].notna(), "unclear")
    return pd.Series(kinds.to_numpy(), index=quotes.index, dtype=object)


def quoting(tables: Tables, kind: str = "direct") -> Values:
    """Share of each article's attributions that are direct, indirect or mixed."""
    quotes = _table(tables, "quotes")
    wanted = quotes["kind"] == _known(kind, ("direct", "indirect", "mixed"), "kind of attribution")
    return _share(tables, quotes["article"], wanted, f"{kind} among attributions", "voices")


def voice(tables: Tables, voice: str = "quoted") -> Values:
    """Share of each article's text, headline left out, that is in one voice."""
    lengths = _lengths(tables)
    words = lengths[_known(voice, VOICES, "voice")]
    whole = lengths.sum(axis=1)
    said = {"reporter": "text in the reporter's words", "quoted": "text in quotation marks"}.get(
        voice, "text of reported speech"
    )
    return _values(tables, 100 * words / whole, whole, said, PERCENT, "voices")


def agency(tables: Tables, actor: str) -> Values:
    """How often an actor acts rather than being acted on, as a share of both together.

    100 % is always agent, 0 % always patient. Articles where the actor is
    neither have no value.
    """
    mentions: Mentions = _table(tables, "mentions")
    placed = mentions[(mentions["actor"] == actor) & mentions["role"].isin(["agent", "patient"])]
    if placed.empty:
        raise CompareError(f"{actor!r} is nowhere the agent or patient of a verb.")
    return _share(
        tables, placed["article"], placed["role"] == "agent", f"times that {actor} acts, of agency", "agency"
    )


def labels(tables: Tables, actor: str | None = None, *, voice: str | None = None) -> Values:
    """Descriptions given to actors, or to one, per 1,000 words of the article."""
    given = _table(tables, "labels")
    said = "descriptions of actors" if actor is None else f"descriptions of {actor}"
    if actor is not None:
        given = given[given["actor"] == actor]
    if voice is not None:
        given = given[given["voice"] == _known(voice, VOICES, "voice")]
        said += f" by the {voice}" if voice == "reporter" else f" in {voice} speech"
    return _rate(tables, given["article"], _words(tables), said, "actors")


def cues(
    tables: Tables, instrument: str | None = None, *, code: str | None = None, voice: str | None = None
) -> Values:
    """Terms of a codebook found, such as loaded words, per 1,000 words.

    Parameters
    ----------
    tables
        Holds `articles`, `sentences`, `hits`, and `voices` where a voice is asked for.
    instrument
        Of the hits; the first of them if left out. Negated hits count: "no
        terrorist" is loaded too.
    code
        Only hits that count for this code.
    voice
        Only hits in this voice, per 1,000 words in it; its words are taken to
        be the same share of the article's words as of its characters.
    """
    hits = _table(tables, "hits")
    chosen = _one(instrument, hits["instrument"], "instrument of hits")
    hits, words = hits[hits["instrument"] == chosen], _words(tables)
    said = f"terms of {chosen}"
    if code is not None:
        hits, said = hits[hits["code"] == _known(code, sorted(set(hits["code"])), "code")], f"{said}, {code}"
    if voice is not None:
        hits = hits[hits["voice"] == _known(voice, VOICES, "voice")]
        lengths = _lengths(tables, headline=True)
        words = (words * lengths[voice] / lengths.sum(axis=1)).dropna()
        said += " in the reporter's words" if voice == "reporter" else f" in {voice} speech"
    return _rate(tables, hits["article"], words, said, chosen)


def hidden(tables: Tables) -> Values:
    """Acts told without saying who acts, per 1,000 words."""
    acts = _table(tables, "hidden")
    return _rate(tables, acts["article"], _words(tables), "acts told without their doer", "agency")


def dated(tables: Tables, relation: str = "future") -> Values:
    """Share of each article's date expressions told as past, present, future or conditional."""
    dates = _table(tables, "dates")
    wanted = dates["relation"] == _known(relation, TELLINGS, "relation")
    return _share(tables, dates["article"], wanted, f"dates told as {relation}", "timeline")


def length(tables: Tables) -> Values:
    """Words of each article that are measured: headline, subheadings and body.

    Look at it beside the others: a longer article has more room for a frame.
    """
    words = _words(tables)
    return _values(tables, words, words, "length", WORDS, "clean.passages")


MEASURES: Mapping[str, Callable[..., Values]] = {
    "tone": tone,
    "towards": towards,
    "frame": frame,
    "speakers": speakers,
    "quoting": quoting,
    "voice": voice,
    "agency": agency,
    "labels": labels,
    "cues": cues,
    "hidden": hidden,
    "dated": dated,
    "length": length,
}


def per_article(tables: Tables, measure: str, **choices: Any) -> Values:
    """One measure of every article.

    Parameters
    ----------
    tables
        A corpus: what `corpus.measure` gives, or a mapping from the names of
        tables to the tables.
    measure
        One of `MEASURES`.
    choices
        What the measure leaves open; `help(compare.MEASURES["tone"])` tells.

    Returns
    -------
    Values
        One row per measured article, in the order of the articles. Where an
        article holds nothing to measure (no attribution, no mention of the
        actor) `value` is missing and `weight` is 0.

    Raises
    ------
    CompareError
        If there is no such measure, or a choice names what is not there.

    Examples
    --------
    >>> from analysis.tables import ARTICLES, SCORES
    >>> facts = {"words": 9, "source_file": "a.txt", "sha256": "0", "source_text": "Fog."}
    >>> tables = {
    ...     "articles": ARTICLES.frame([{"article": "a", **facts}, {"article": "b", **facts}]),
    ...     "scores": SCORES.frame(
    ...         [("vader", "a", "sentence", n, None, "reporter", n / 10, 5) for n in (1, 2)])}
    >>> per_article(tables, "tone", voice="reporter")[["article", "value", "weight"]].round(2).values.tolist()
    [['a', 0.15, 2.0], ['b', nan, 0.0]]
    """
    return MEASURES[_known(measure, tuple(MEASURES), "measure")](tables, **choices)


def everything(tables: Tables) -> Values:
    """All that can be compared in these tables, one measure below the other.

    Tone by each instrument, and by the first of them in each voice; tone
    towards the actors in most articles; each frame of each codebook; shares of
    kinds of speakers, of direct attributions, of voices; agency of those actors;
    rates of descriptions, acts without doer and terms of other codebooks; dates of the future.
    What the tables do not hold is left out; so is what fewer than five
    articles have a value for, or all have the same.

    Returns
    -------
    Values
        One row per measure and article.
    """
    kept = []
    for name, choices in _all(tables):
        values = per_article(tables, name, **choices)
        known = values["value"].dropna()
        if len(known) >= FEWEST_ARTICLES and known.nunique() > 1:
            kept.append(values)
    if not kept:
        raise CompareError(
            f"no measure has a value in {FEWEST_ARTICLES} articles, so that there is nothing to compare."
        )
    return VALUES.check(pd.concat(kept))


def actors(tables: Tables, top: int = MOST_ACTORS) -> list[str]:
    """The actors that stand in most articles, but no fewer than five, those in most first."""
    spread = _table(tables, "mentions").dropna(subset=["actor"]).groupby("actor")["article"].nunique()
    spread = (
        spread[spread >= FEWEST_ARTICLES]
        .reset_index()
        .sort_values(["article", "actor"], ascending=[False, True])
    )
    return spread["actor"].head(top).tolist()


def _all(tables: Tables) -> Iterator[tuple[str, dict[str, Any]]]:
    """Each measure with each choice that the tables offer."""
    if _table(tables, "sentences", None) is not None:
        yield ("length", {})
    if (scores := _table(tables, "scores", None)) is not None:
        of = {unit: list(rows["instrument"].unique()) for unit, rows in scores.groupby("unit")}
        instruments = of.get("sentence", [])
        yield from (("tone", {"instrument": name}) for name in instruments)
        if instruments and scores["voice"].notna().any():
            yield from (("tone", {"instrument": instruments[0], "voice": said}) for said in VOICES)
        toned = set(scores.loc[scores["unit"] == "mention", "target"].dropna())
        for name in of.get("mention", []):
            named = [actor for actor in actors(tables) if actor in toned]
            yield from (("towards", {"actor": actor, "instrument": name}) for actor in named)
    books: set[str] = set()
    if (frames := _table(tables, "frames", None)) is not None:
        pairs = frames[["codebook", "frame"]].drop_duplicates()
        books = {f"frames/{book}" for book in pairs["codebook"]}
        yield from (("frame", {"frame": row.frame, "book": row.codebook}) for row in pairs.itertuples())
    if _table(tables, "quotes", None) is not None:
        yield ("quoting", {"kind": "direct"})
        if _table(tables, "mentions", None) is not None:
            yield from (("speakers", {"kind": kind}) for kind in KINDS)
    if _table(tables, "voices", None) is not None:
        yield from (("voice", {"voice": said}) for said in ("quoted", "reported"))
    if (mentions := _table(tables, "mentions", None)) is not None:
        acting = set(mentions.loc[mentions["role"].isin(["agent", "patient"]), "actor"].dropna())
        yield from (("agency", {"actor": actor}) for actor in actors(tables) if actor in acting)
    if _table(tables, "labels", None) is not None:
        yield ("labels", {})
    if _table(tables, "hidden", None) is not None:
        yield ("hidden", {})
    if _table(tables, "dates", None) is not None:
        yield ("dated", {})
    if (hits := _table(tables, "hits", None)) is not None:
        scored = set() if scores is None else set(scores["instrument"])
        others = [name for name in hits["instrument"].unique() if name not in books | scored]
        yield from (("cues", {"instrument": name}) for name in others)


_REQUIRED = object()


def _table(tables: Tables, name: str, otherwise: Any = _REQUIRED) -> Any:
    if isinstance(tables, Mapping):
        if name in tables:
            return tables[name]
        there = ", ".join(tables)
    else:
        if hasattr(tables, name):
            return getattr(tables, name)
        there = type(tables).__name__
    if otherwise is _REQUIRED:
        raise CompareError(f"the table {name!r} is needed and not among those given ({there}).")
    return otherwise


def _used(tables: Tables) -> pd.Series:
    """The ids of the articles that are measured."""
    articles = _table(tables, "articles")
    return articles.loc[articles["left_out"].isna(), "article"]


def _values(
    tables: Tables,
    value: pd.Series,
    weight: pd.Series,
    measure: str,
    unit: str,
    instrument: str,
    task: str | None = None,
) -> Values:
    used = _used(tables)
    said = {POINTS: "points on its scale"}.get(unit, unit)
    return VALUES.check(
        pd.DataFrame(
            {
                "measure": f"{measure} ({said})",
                "article": used.to_numpy(),
                "value": value.reindex(used).to_numpy(dtype=float, na_value=float("nan")),
                "weight": weight.reindex(used).fillna(0).to_numpy(dtype=float),
                "unit": unit,
                "instrument": instrument,
                "tier": tier.of(instrument, task),
            }
        )
    )


def _share(tables: Tables, of: pd.Series, wanted: pd.Series, measure: str, instrument: str) -> Values:
    """Which share of an article's units is wanted; articles without units have no value."""
    shares = wanted.astype(float).groupby(of).agg(["mean", "size"])
    return _values(tables, 100 * shares["mean"], shares["size"], measure, PERCENT, instrument)


def _rate(tables: Tables, of: pd.Series, words: pd.Series, measure: str, instrument: str) -> Values:
    """How many units an article has per 1,000 of the words; articles with words and no unit have 0."""
    words = words[words > 0]
    counts = of.value_counts().reindex(words.index).fillna(0)
    return _values(tables, 1000 * counts / words, words, measure, RATE, instrument)


@lru_cache(maxsize=64)
def _titles(book: str) -> dict[str, str]:
    """The printed names of a codebook's frames, with the code where two share one; none if not shelved."""
    titles = codebook.read("frames", book).titles if book in codebook.names("frames") else {}
    borne = list(titles.values())
    return {code: f"{title} ({code})" if borne.count(title) > 1 else title for code, title in titles.items()}


def _words(tables: Tables) -> pd.Series:
    return _table(tables, "sentences").groupby("article")["words"].sum()


def _lengths(tables: Tables, *, headline: bool = False) -> pd.DataFrame:
    """How many characters of each article are in each voice."""
    stretches = _table(tables, "voices")
    if not headline:
        stretches = stretches[stretches["sentence"] > 0]
    length = stretches["end"] - stretches["start"]
    summed = length.groupby([stretches["article"], stretches["voice"]]).sum().unstack(fill_value=0)
    return summed.reindex(columns=list(VOICES), fill_value=0).astype(float)


def _one(chosen: str | None, there: pd.Series, what: str) -> str:
    names = list(there.unique())
    if not names:
        raise CompareError(f"there is no {what}: the table is empty.")
    return str(names[0]) if chosen is None else _known(chosen, names, what)


def _known(name: str, names: Any, what: str) -> str:
    if name not in names:
        raise CompareError(f"no {what} {name!r}. There are: {', '.join(names) or 'none'}.")
    return name
