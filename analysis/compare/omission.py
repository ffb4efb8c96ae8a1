"""What one outlet tells of an event and another does not: who is quoted or named, which day, which claim.

An omission is looked for among the outlets that tell the same event, and comes
with evidence on both sides: where a thing stands in the outlet that has it, and
what was looked for, through how many words, in the one that has not. What
cannot be told either way is `unclear` and counts as neither.

Who is meant is settled across the articles of an event by five rules, in this
order, each used only where it leads to a single actor:

1. the same name, capitals and stops aside;
2. the same first and last name, where one has a middle name or initial more;
3. a last name alone, where one person of the event bears it;
4. capitals that are the initials of one body's name;
5. a name by which an article itself calls the actor ("the Harbour Board" of "Tolmin Harbour Board").

Where a rule fits several actors, none is merged, and the name counts for nobody.

Names are settled within an event, so that one person may stand under two names where events are laid
side by side: "Obama" where no article of the event gives a first name.

The rules are the workbook's own and have not been validated against human coders.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

import numpy as np
import pandas as pd

from analysis.compare.events import words_of
from analysis.compare.resampling import DRAWS, CompareError
from analysis.tables import (
    ESTIMATES,
    OMISSIONS,
    Articles,
    Dates,
    Estimates,
    Events,
    Mentions,
    Omissions,
    Quotes,
    Sentences,
    count_words,
)

KINDS = ("quoted", "named", "day", "claim")
ACTORS = ("person", "organization")  # types that are looked for: a place or a people is named by anyone
UNCLEAR = "unclear"  # type of a name that several actors of an event bear
CLAIM = 5  # different content words at least in a claim that is looked for
TOLD = 0.6  # weight of a claim's words, 0 to 1, that two neighbouring sentences must hold to tell it
UNTOLD = 0.35  # and below which they do not; between the two it is unclear
WIDE = 31  # days at most in a stretch that may mean the day looked for
FEWEST_EVENTS = 5  # an interval over fewer is too narrow to be believed

_SMALL = frozenset({"of", "the", "and", "for", "on", "in", "to", "de", "&"})
_TITLED = re.compile(r"^(?:the|a|an)\s+", re.IGNORECASE)


@dataclass(eq=False)
class Settled:
    """One actor of an event, and the names that its articles use."""

    name: str
    type: str
    forms: Counter[str] = field(default_factory=Counter)


def omissions(
    events: Events,
    articles: Articles,
    sentences: Sentences,
    mentions: Mentions,
    quotes: Quotes,
    dates: Dates,
    *,
    kinds: Iterable[str] = KINDS,
) -> Omissions:
    """What is told on each event by one outlet at least, and whether each of the others tells it.

    Parameters
    ----------
    events
        Of `events`. Only those told by two outlets or more are looked at.
    articles, sentences, mentions, quotes, dates
        Of the articles of these events. Articles without an outlet are passed
        over: nobody can be said to have left anything out.
    kinds
        quoted (persons and bodies that something is attributed to), named, day
        (single days outside the days on which the event was told), claim (what
        is attributed to someone).

    Returns
    -------
    Omissions
        One row per thing and outlet that tells the event. `state` is present,
        "named only", unclear, or absent; an absent thing has no place, but a claim
        has that of the sentence most like it.

    Raises
    ------
    CompareError
        If a kind is none of the four.

    """
    if strange := sorted(set(kinds) - set(KINDS)):
        raise CompareError(f"no kind {', '.join(strange)}. There are: {', '.join(KINDS)}.")
    told = events.merge(
        articles[["article", "outlet", "published", "source_text"]], on="article", validate="one_to_one"
    ).dropna(subset=["outlet"])
    several = told.groupby("event")["outlet"].transform("nunique") > 1
    tables = {"sentences": sentences, "mentions": mentions, "quotes": quotes, "dates": dates}
    held = set(told.loc[several, "article"])
    apart = {
        name: dict(list(table[table["article"].isin(held)].groupby("article", sort=False)))
        for name, table in tables.items()
    }
    rows: list[dict[str, Any]] = []
    for event, part in told[several].groupby("event", sort=False):
        story = _Story(
            str(event),
            part,
            {name: _of(apart[name], tables[name], part["article"].tolist()) for name in tables},
        )
        for kind in KINDS:
            if kind in set(kinds):
                rows += getattr(story, kind)()
    return OMISSIONS.frame(rows)


def settled(mentions: Mentions) -> dict[tuple[str, str], Settled]:
    """Who is who across the articles of one event: by (article, actor), the actor meant.

    Parameters
    ----------
    mentions
        Of the articles of one event. Those without an actor are passed over.

    Examples
    --------
    >>> from analysis.tables import MENTIONS
    >>> rows = [(article, 0, name, "person", "name", 0, len(name), name, "other", None, False, 1)
    ...         for article, name in [("a", "Ada Vane"), ("b", "Vane"), ("b", "Ole Rask")][:2]]
    >>> {one.name for one in settled(MENTIONS.frame(rows)).values()}
    {'Ada Vane'}
    """
    known = mentions[mentions["actor"].notna() & mentions["type"].isin([*ACTORS, "group", "place", "other"])]
    types = known.groupby("actor")["type"].agg(lambda kinds: kinds.value_counts().index[0]).to_dict()
    counts = Counter(known["actor"])
    names: dict[str, set[str]] = defaultdict(set)  # what articles call each actor, by its canonical name
    named = known[known["form"] == "name"]
    for actor, text in zip(named["actor"], named["text"], strict=True):
        names[actor].add(_TITLED.sub("", text))
    # The fullest names first, so that a short one finds the one it stands for.
    order = sorted(counts, key=lambda name: (-len(name.split()), -counts[name], name))
    made: list[Settled] = []
    by_name: dict[str, Settled] = {}
    for name in order:
        kind = str(types[name])
        meant = _meant(name, kind, made)
        # A name that several bear is nobody's for sure, and nobody is then said to be absent by it.
        fits = meant[0] if len(meant) == 1 else Settled(name, UNCLEAR if meant else kind)
        if not meant:
            made.append(fits)
        fits.forms.update({name: counts[name]})
        fits.forms.update(dict.fromkeys(names[name], 0))
        by_name[name] = fits
    pairs = set(zip(known["article"], known["actor"], strict=True))
    return {(article, actor): by_name[actor] for article, actor in sorted(pairs)}


def unshared(omissions: Omissions) -> pd.DataFrame:
    """One row per thing that not every outlet tells: who has it and who has not.

    Returns
    -------
    DataFrame
        event, kind, what, told_by, absent_from, unclear_in (outlets, with
        commas between; "named only" stands under absent_from for who is quoted,
        marked so), times. What most outlets have comes first.

    """
    rows = []
    for (event, kind, what), part in omissions.groupby(["event", "kind", "what"], sort=False):
        by_state = part.groupby("state")["outlet"].agg(list)
        absent = [
            *by_state.get("absent", []),
            *(f"{outlet} (named only)" for outlet in by_state.get("named only", [])),
        ]
        told = by_state.get("present", [])
        if absent and told:
            rows.append(
                {
                    "event": event,
                    "kind": kind,
                    "what": what,
                    "told_by": ", ".join(sorted(told)),
                    "absent_from": ", ".join(sorted(absent)),
                    "unclear_in": ", ".join(sorted(by_state.get("unclear", []))) or None,
                    "times": int(part["times"].sum()),
                    "_many": len(told),
                }
            )
    columns = ["event", "kind", "what", "told_by", "absent_from", "unclear_in", "times"]
    rows.sort(key=lambda row: (-row["_many"], -row["times"]))
    return pd.DataFrame(rows, columns=columns)


def left_out(omissions: Omissions, kind: str = "quoted", *, seed: int = 1) -> Estimates:
    """Of what other outlets tell on its events, the share that each outlet does not, in percent.

    Parameters
    ----------
    omissions
        Of `omissions`.
    kind
        quoted, named, day or claim. Who is only named counts as not quoted.
    seed
        Where the randomness of the bootstrap starts.

    Returns
    -------
    Estimates
        One row per outlet, the highest share first; `n` counts the things
        others tell that could be judged. The interval redraws events; where there are
        fewer than five it is missing, and a further column `why` says so.

    Raises
    ------
    CompareError
        If there is no such kind.

    """
    if kind not in KINDS:
        raise CompareError(f"no kind {kind!r}. There are: {', '.join(KINDS)}.")
    rows = omissions[(omissions["kind"] == kind) & (omissions["state"] != "unclear")]
    present = (rows["state"] == "present").astype("int64")
    told = present.groupby([rows["event"], rows["what"]]).transform("sum")
    others = rows[(told - present) > 0].assign(missing=1 - present[(told - present) > 0])
    measure = {
        "quoted": "share of those others quote on its events that it does not quote, %",
        "named": "share of those others name on its events that it does not name, %",
        "day": "share of the days others date on its events that it does not, %",
        "claim": "share of the claims others report on its events that it does not, %",
    }[kind]
    made = []
    for outlet, part in others.groupby("outlet"):
        sums = part.groupby("event")["missing"].agg(["sum", "size"]).to_numpy(dtype=float)
        low, high = np.nan, np.nan
        few = f"{len(sums)} of the {FEWEST_EVENTS} events that an interval needs"
        if len(sums) >= FEWEST_EVENTS:
            drawn = np.random.default_rng(seed).integers(len(sums), size=(DRAWS, len(sums)))
            redrawn = sums[drawn].sum(axis=1)
            low, high = np.quantile(100 * redrawn[:, 0] / redrawn[:, 1], [0.025, 0.975])
            # All or none: redrawing cannot show what events not seen may hold (Clopper & Pearson 1934).
            ends = 100 * 0.025 ** (1 / len(sums))
            low, high = (
                (min(low, ends) if low == 100 else low),
                (max(high, 100 - ends) if high == 0 else high),
            )
        articles = part.drop_duplicates("event")["articles"].sum()
        made.append(
            {
                "measure": measure, "group": outlet, "value": 100 * sums[:, 0].sum() / sums[:, 1].sum(),
                "low": low, "high": high, "n": int(sums[:, 1].sum()), "articles": int(articles),
                "corrected": False, "tier": "not validated",
                "why": None if len(sums) >= FEWEST_EVENTS else few,
            }
        )  # fmt: skip
    made.sort(key=lambda row: (-row["value"], row["group"]))
    return ESTIMATES.frame(made)


def _of(parts: Mapping[str, pd.DataFrame], table: pd.DataFrame, articles: list[str]) -> pd.DataFrame:
    there = [parts[article] for article in articles if article in parts]
    return pd.concat(there) if there else table.iloc[:0]


class _Story:
    """One event as several outlets tell it."""

    def __init__(self, event: str, told: pd.DataFrame, tables: dict[str, pd.DataFrame]) -> None:
        self.event = event
        self.tables = tables
        self.outlet = dict(zip(told["article"], told["outlet"], strict=True))
        self.outlets = sorted(set(self.outlet.values()))
        self.days = set(told["published"].dropna())
        self.sources: dict[str, dict[str, str]] = {outlet: {} for outlet in self.outlets}
        for article, outlet, text in zip(told["article"], told["outlet"], told["source_text"], strict=True):
            self.sources[outlet][article] = text
        self.size = {
            outlet: sum(count_words(text) for text in texts.values())
            for outlet, texts in self.sources.items()
        }
        self.places = {
            (row.article, row.sentence): (int(row.start), int(row.end), row.text)
            for row in tables["sentences"].itertuples()
        }
        self.who = settled(tables["mentions"])

    def row(
        self,
        kind: str,
        what: str,
        outlet: str,
        state: str,
        times: int,
        at: tuple[str, int] | None,
        sought: str,
    ) -> dict[str, Any]:
        start, end, text = self.places[at] if at else (None, None, None)
        words = f"{self.size[outlet]:,} words of {len(self.sources[outlet])} article"
        return {
            "event": self.event, "kind": kind, "what": what, "outlet": outlet, "state": state,
            "articles": len(self.sources[outlet]), "times": times, "article": at[0] if at else None,
            "start": start, "end": end, "text": text,
            "looked_for": f"{sought}; in {words}{'' if len(self.sources[outlet]) == 1 else 's'}",
        }  # fmt: skip

    def quoted(self) -> list[dict[str, Any]]:
        return self._actors("quoted", self._where(self.tables["quotes"], "speaker"))

    def named(self) -> list[dict[str, Any]]:
        return self._actors("named", self._where(self.tables["mentions"], "actor"))

    def _where(self, table: pd.DataFrame, column: str) -> dict[Settled, dict[str, list[tuple[str, int]]]]:
        """For each actor and outlet the sentences in which a row of the table has them."""
        found: dict[Settled, dict[str, list[tuple[str, int]]]] = defaultdict(lambda: defaultdict(list))
        known = table.dropna(subset=[column])
        for article, actor, sentence in zip(known["article"], known[column], known["sentence"], strict=True):
            if (who := self.who.get((article, actor))) is not None and who.type in ACTORS:
                found[who][self.outlet[article]].append((article, int(sentence)))
        return found

    def _actors(
        self, kind: str, found: dict[Settled, dict[str, list[tuple[str, int]]]]
    ) -> list[dict[str, Any]]:
        named = self._where(self.tables["mentions"], "actor") if kind == "quoted" else found
        rows = []
        for who, where in sorted(found.items(), key=lambda item: (-len(item[1]), item[0].name)):
            forms = _forms(who)
            sought = ", ".join(forms)
            for outlet in self.outlets:
                if places := where.get(outlet):
                    rows.append(self.row(kind, who.name, outlet, "present", len(places), places[0], sought))
                elif places := named.get(who, {}).get(outlet):
                    rows.append(self.row(kind, who.name, outlet, "named only", 0, places[0], sought))
                else:
                    at = self._printed(forms, outlet)
                    state = "unclear" if at else "absent"
                    rows.append(self.row(kind, who.name, outlet, state, 0, at, sought))
        return rows

    def _printed(self, forms: list[str], outlet: str) -> tuple[str, int] | None:
        """A sentence of the outlet's in which one of the names is printed; whose it is is not clear."""
        # As it is written, or in capitals all through: "Who" and "who" are not the same.
        written = [*forms, *(form.upper() for form in forms)]
        if not any(form in text for form in written for text in self.sources[outlet].values()):
            return None
        wanted = re.compile(r"(?<!\w)(?:" + "|".join(map(re.escape, written)) + r")(?!\w)")
        for (article, sentence), (_, _, text) in self.places.items():
            if self.outlet[article] == outlet and wanted.search(text):
                return article, sentence
        return None

    def day(self) -> list[dict[str, Any]]:
        known = self.tables["dates"].dropna(subset=["earliest", "latest"])
        # The days on which the event was told are everyone's, said or not.
        own = {day for told in self.days for day in (told, told - pd.Timedelta(days=1))}
        single = known[(known["earliest"] == known["latest"]) & ~known["earliest"].isin(own)]
        rows = []
        for day, part in single.groupby("earliest"):
            what = f"{day:%Y-%m-%d}"
            for outlet in self.outlets:
                there = part[part["article"].map(self.outlet) == outlet]
                if len(there):
                    rows.append(self.row("day", what, outlet, "present", len(there), _first(there), what))
                    continue
                wide = known[
                    (known["article"].map(self.outlet) == outlet)
                    & (known["earliest"] <= day)
                    & (known["latest"] >= day)
                    & ((known["latest"] - known["earliest"]).dt.days < WIDE)
                ]
                at = _first(wide) if len(wide) else None
                state = "unclear" if len(wide) else "absent"
                rows.append(
                    self.row("day", what, outlet, state, 0, at, f"{what}, or a stretch that holds it")
                )
        return rows

    def claim(self) -> list[dict[str, Any]]:
        windows = {outlet: self._windows(outlet) for outlet in self.outlets}
        weights = self._weights()
        met: set[tuple[str, int]] = set()  # sentences that tell a claim already listed
        rows: list[dict[str, Any]] = []
        listed: set[str] = set()
        for quote in self.tables["quotes"].itertuples():
            at = (quote.article, int(quote.sentence))
            content = _content(quote.text)
            if len(content) < CLAIM or at in met or at not in self.places:
                continue
            what = _claimed(quote.speaker, quote.text)
            if what in listed:
                continue
            listed.add(what)
            whole = sum(weights.get(word, 1.0) for word in content)
            sought = "its words: " + ", ".join(sorted(content))
            for outlet in self.outlets:
                if outlet == self.outlet[quote.article]:
                    rows.append(self.row("claim", what, outlet, "present", 1, at, sought))
                    continue
                best, place = max(
                    (
                        (sum(weights.get(word, 1.0) for word in content & words) / whole, place)
                        for place, words in windows[outlet].items()
                    ),
                    key=lambda pair: pair[0],
                    default=(0.0, None),
                )
                state = "present" if best >= TOLD else "absent" if best < UNTOLD else "unclear"
                if state == "present" and place is not None:
                    met.add(place)
                here = f"{sought} (most of them in one place: {100 * best:.0f}%)"
                shown = place if best > 0 else None
                rows.append(self.row("claim", what, outlet, state, int(state == "present"), shown, here))
        return rows

    def _windows(self, outlet: str) -> dict[tuple[str, int], frozenset[str]]:
        """The content words of each sentence and the one after it."""
        told = [
            (place, _content(text))
            for place, (_, _, text) in self.places.items()
            if self.outlet[place[0]] == outlet
        ]
        made = {}
        for number, (place, words) in enumerate(told):
            after = told[number + 1] if number + 1 < len(told) else None
            made[place] = words | after[1] if after and after[0][0] == place[0] else words
        return made

    def _weights(self) -> dict[str, float]:
        """How much each word tells: rare in the event's sentences more than frequent."""
        counts = Counter(word for _, _, text in self.places.values() for word in _content(text))
        return {word: float(np.log((1 + len(self.places)) / count)) for word, count in counts.items()}


def _first(rows: pd.DataFrame) -> tuple[str, int]:
    return str(rows["article"].iat[0]), int(rows["sentence"].iat[0])


def _meant(name: str, kind: str, made: list[Settled]) -> list[Settled]:
    """The actors that a name may mean by the first rule that leads to any."""
    plain = _plain(name)
    parts = plain.split()
    rules: tuple[Callable[[Settled], bool], ...] = (
        lambda one: plain == _plain(one.name),
        lambda one: kind == one.type == "person" and _one_person(parts, _plain(one.name).split()),
        lambda one: (
            one.type == "person" and len(parts) == 1 and kind in ("person", "organization", "other")
            and _plain(one.name).split()[-1] == plain and " " in one.name
        ),
        lambda one: (
            one.type == "organization" and kind != "person" and name.replace(".", "").isupper()
            and name.replace(".", "") in _initials(one.name)
        ),
        lambda one: kind == one.type and any(plain == _plain(form) for form in one.forms),
    )  # fmt: skip
    for rule in rules:
        if fits := [one for one in made if rule(one)]:
            return fits
    return []


def _plain(name: str) -> str:
    return " ".join(_TITLED.sub("", name).replace(".", "").casefold().split())


def _one_person(shorter: list[str], longer: list[str]) -> bool:
    """Whether two names have the same first and last part, and one no part more but in the middle."""
    if min(len(shorter), len(longer)) < 2 or len(shorter) == len(longer):
        return False
    return shorter[0] == longer[0] and shorter[-1] == longer[-1]


def _initials(name: str) -> tuple[str, str]:
    parts = [part for part in re.split(r"[\s-]+", name) if part]
    large = "".join(part[0] for part in parts if part.lower() not in _SMALL)
    return large.upper(), "".join(part[0] for part in parts).upper()


def _forms(who: Settled) -> list[str]:
    """The names to look for: those used, a last name alone, a long name without its first word."""
    forms = dict.fromkeys([who.name, *sorted(who.forms)])
    if who.type == "person" and " " in who.name:
        forms[who.name.split()[-1]] = None
    parts = who.name.split()
    if who.type == "organization" and len(parts) > 2:
        forms[" ".join(parts[1:])] = None  # "Harbour Board" may be that of Tolmin
    return [form for form in forms if len(form) > 1]


def _claimed(speaker: object, text: str, most: int = 16) -> str:
    """A claim's name: who says it, and its first words."""
    words = " ".join(text.split()).strip("“”\"'‘’ ,").split(" ")
    said = " ".join(words[:most]) + (" …" if len(words) > most else "")
    return said if pd.isna(speaker) else f"{speaker}: {said}"


@lru_cache(maxsize=100_000)
def _content(text: str) -> frozenset[str]:
    """The stems of a text's content words."""
    from sklearn.feature_extraction.text import ENGLISH_STOP_WORDS

    words = {word for word in words_of(text) if len(word) > 2 and word not in ENGLISH_STOP_WORDS}
    return frozenset({*map(_stem, words), *re.findall(r"\d[\d.,]*\d|\d", text)})


@lru_cache(maxsize=100_000)
def _stem(word: str) -> str:
    return str(_stemmer().stem(word))


@lru_cache(maxsize=1)
def _stemmer() -> Any:
    from nltk.stem.snowball import SnowballStemmer

    return SnowballStemmer("english")
