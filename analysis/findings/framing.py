"""Which frames are present, where along the article and in whose words, and which words are loaded."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pandas as pd
from matplotlib.lines import Line2D

from analysis import codebook as codebooks
from analysis import framing, tables, tier
from analysis.codebook import Codebook
from analysis.findings.finding import Finding, Material, evidence, in_context, lacking
from analysis.findings.frame import LABEL, MOST_LABEL, Frame, wrapped
from analysis.findings.looks import INK, VOICE_NAMES, VOICES, point
from analysis.findings.voices import along
from analysis.findings.wording import are, capital, counted, listed, lowered, number, percent, shortened

FEWEST_SENTENCES = 5  # of one article, below which its questions are not answered
FEWEST_ARTICLES = 5  # below which no frame is called the most frequent
FEWEST_PRESENT = 3  # articles with a frame, below which it is not called the most frequent
FEWEST_PIECES = 10  # of evidence: below, one piece more or less moves a share by over 10 points
THRESHOLDS = (1, 2, 3, 4)  # sentences with evidence that may make a yes
# Where each voice is drawn in the row of a frame: marker, and height above the middle.
PLACES = {"reporter": ("o", 0.27), "reported": ("s", 0.0), "quoted": ("^", -0.27)}
LANE = 0.46  # inches of a row that has three of them
SMALL, STEP, LARGE = 4.5, 1.2, 9.5  # points: a mark of one piece, each further one, the largest


# Which frames are present


def frame_shares(material: Material, codebook: str = "generic") -> pd.DataFrame:
    """How much evidence each frame has, and how often it is present, the most frequent first.

    Parameters
    ----------
    material
        Of one or more articles.
    codebook
        One of `codebooks/frames`. Of a codebook whose frames are scored from
        several questions, the questions have no row.

    Returns
    -------
    pd.DataFrame
        One row per frame: frame (code), title, present (articles that have it),
        articles, share (of the sentences with evidence, 0 to 1, mean over the
        articles), evidence (pieces), yes (questions answered yes, mean over the
        articles) and questions (those that can be asked of a text).
    """
    book = codebooks.read("frames", codebook)
    whole = list(book.frames or book.codes)
    rows = material.frames[(material.frames["codebook"] == codebook) & material.frames["frame"].isin(whole)]
    rows = rows.assign(score=rows["score" if "score" in rows else "present"].astype("float64"))
    asked = _asked(book)
    table = rows.groupby("frame", as_index=False, sort=False).agg(
        present=("present", "sum"),
        articles=("article", "size"),
        share=("strength", "mean"),
        evidence=("evidence", "sum"),
        score=("score", "mean"),
    )
    table["questions"] = table["frame"].map(asked).astype("int64")
    table["yes"] = table["score"] * table["questions"]
    table.insert(1, "title", table["frame"].map(book.titles))
    columns = ["frame", "title", "present", "articles", "share", "evidence", "yes", "questions"]
    return table.sort_values(
        ["present", "share", "evidence"], ascending=False, kind="stable", ignore_index=True
    )[columns]


def _asked(book: Codebook) -> dict[str, int]:
    """How many questions of each frame can be asked of a text; 1 where a frame is itself a question."""
    if not book.frames:
        return dict.fromkeys(book.codes, 1)
    asked = [
        str(said["frame"]) for said in book.codes.values() if "frame" in said and said.get("applies", True)
    ]
    return {name: asked.count(name) for name in book.frames}


def frames(material: Material, *, codebook: str = "generic") -> Finding:
    """Which frames are present in one article, or in how many of several."""
    book, question = codebooks.read("frames", codebook), "Which frames are present?"
    table = frame_shares(material, codebook)
    if table.empty:
        return lacking("frames", question, f"No article was coded with the codebook {codebook}.")
    articles, sentences = int(table["articles"].max()), len(material.sentences)
    claim, figure, status = _present(table) if articles == 1 else _frequent(table)
    if articles == 1 and sentences < FEWEST_SENTENCES:
        claim = f"Only {counted(sentences, 'sentence')}: too few to say which frames are present."
        figure, status = "", "unclear"
    return Finding(
        name="frames" if codebook == "generic" else f"frames-{codebook.replace('_', '-')}",
        question=question,
        claim=claim,
        measure=(
            "Sentences with evidence for each frame"
            if articles == 1
            else f"Articles in which each frame is present, of {articles:,}"
        ),
        table=table,
        alt=_frames_alt(table, articles),
        figure=figure,
        status=status,
        validity=tier.badge(book.instrument),
        n=f"{counted(sentences, 'sentence')} of {counted(articles, 'article')}",
        source=material.source,
        evidence=_pieces(material, book, table),
        limits="Frames made by selection, order or silence leave no words to find",
        draw=lambda frame: _draw_frames(frame, table, articles),
    )


def _present(table: pd.DataFrame) -> tuple[str, str, Any]:
    """The claim on one article, its figure and its status."""
    there = [lowered(title) for title in table.loc[table["present"] > 0, "title"]]
    absent = [lowered(title) for title in table.loc[table["present"] == 0, "title"]]
    figure = f"{len(there)} of {len(table)}"
    said = (
        f"{figure if there else f'None of {len(table)}'} frames {'are' if len(there) > 1 else 'is'} present"
    )
    if len(absent) in (1, 2) and len(there) > 2:
        return f"{said}; {listed(absent)} {'is' if len(absent) == 1 else 'are'} not.", figure, "found"
    return f"{said}: {listed(there)}." if 0 < len(there) <= 3 else f"{said}.", figure, "found"


def _frequent(table: pd.DataFrame) -> tuple[str, str, Any]:
    """The claim on several articles, its figure and its status."""
    articles, most = int(table["articles"].max()), int(table["present"].max())
    leading = [lowered(title) for title in table.loc[table["present"] == most, "title"]]
    of = f"{most:,} of {articles:,} articles"
    if articles < FEWEST_ARTICLES:
        return f"Only {counted(articles, 'article')}: too few to name a main frame.", "", "unclear"
    if not most:
        return f"No frame is present in any of {articles:,} articles.", f"0 of {articles:,}", "found"
    if most < FEWEST_PRESENT:
        return f"No frame is present in more than {of}.", of.split(" art")[0], "unclear"
    if len(leading) > 2:
        return f"No main frame: {len(leading)} frames are present in {of} each.", "", "unclear"
    if len(leading) == 2:
        return f"{capital(listed(leading))} are most frequent, in {of} each.", of.split(" art")[0], "found"
    return f"{capital(leading[0])} is the most frequent frame, in {of}.", of.split(" art")[0], "found"


def _frames_alt(table: pd.DataFrame, articles: int) -> str:
    if articles == 1:
        parts = [
            f"{lowered(row.title)} {percent(row.share)} ({'' if row.present else 'not '}present)"
            for row in table.head(8).itertuples()
        ]
        return f"Share of sentences with evidence: {listed(parts)}."
    parts = [f"{lowered(row.title)} {row.present:,}" for row in table.head(8).itertuples()]
    return f"Articles in which each frame is present, of {articles:,}: {listed(parts)}."


def _pieces(material: Material, book: Codebook, table: pd.DataFrame) -> pd.DataFrame:
    """The evidence for each frame: present frames first, then sentences that hold most of it."""
    rank = {frame: place for place, frame in enumerate(table["frame"])}
    rows = material.evidence[material.evidence["codebook"] == book.name]
    rows = in_context(rows, material.sentences).assign(
        mark=rows["frame"].map(framing.frame_of(book)).map(rank).to_numpy(), because=_because(rows, book)
    )
    held = rows.groupby(["article", "sentence", "mark"])["text"].transform("size")
    return evidence(
        rows.assign(held=held).sort_values(["mark", "held"], ascending=[True, False], kind="stable")
    )


def _because(rows: tables.Evidence, book: Codebook) -> list[str]:
    """What each piece of evidence is evidence for, and what found it."""
    titles = book.titles
    return [
        f"{titles[frame]}: {rule}" + (f", {VOICE_NAMES[voice]}" if pd.notna(voice) else "")
        for frame, rule, voice in zip(rows["frame"], rows["rule"], rows["voice"], strict=True)
    ]


def _draw_frames(frame: Frame, table: pd.DataFrame, articles: int) -> None:
    shown = frame.fit(table.to_dict("records"))
    marks = (("present", False, True), ("not present", True, False))
    frame.legend(
        [
            point(label, "o", INK, hollow=hollow)
            for label, hollow, there in marks
            if any((row["present"] > 0) == there for row in shown)
        ]
    )
    frame.rows([row["title"] for row in shown])
    values = [row["share"] if articles == 1 else row["present"] / row["articles"] for row in shown]
    for place, (row, value) in enumerate(zip(shown, values, strict=True)):
        frame.ax.hlines(place, 0, 100 * value, color=INK, linewidth=frame.points(1.8), zorder=2)
        dots = frame.dot(place, 100 * value, hollow=not row["present"])
        frame.mark(dots, f"{row['title']}: {_numbers(row, articles)}", place)
    if articles == 1:
        frame.column([percent(value) for value in values], head="sentences")
        if max(row["questions"] for row in shown) > 1:
            frame.column([f"{row['yes']:.0f} of {row['questions']}" for row in shown], head="questions yes")
    else:
        frame.column([f"{row['present']:,}" for row in shown], head="articles")
        frame.column([percent(row["share"]) for row in shown], head="sentences")
    most = max(100 * max(values), 10.0)
    frame.ax.set_xlim(-0.03 * most, 1.04 * most)
    frame.ax.xaxis.set_major_formatter(lambda value, _: f"{value:.0f}%")


def _numbers(row: Any, articles: int) -> str:
    held = f"evidence in {percent(row['share'])} of the sentences, {counted(row['evidence'], 'piece')}"
    if articles > 1:
        return f"present in {row['present']:,} of {articles:,} articles; {held}, mean of all articles"
    asked = f"; {row['yes']:.0f} of {counted(row['questions'], 'question')} answered yes"
    return f"{'present' if row['present'] else 'not present'}; {held}{asked if row['questions'] > 1 else ''}"


# Where along one article, and in whose words


def frame_places(material: Material, codebook: str = "generic") -> pd.DataFrame:
    """Where along one article each frame has evidence, and in whose words.

    Returns
    -------
    pd.DataFrame
        One row per paragraph, frame and voice that has evidence: paragraph (0 is
        the headline), frame, title, voice, pieces, words (what was found, joined
        by " | ") and key (names the row's evidence).
    """
    book = codebooks.read("frames", codebook)
    pieces = _placed(material, book)
    table = pieces.groupby(["paragraph", "frame", "voice"], as_index=False).agg(
        pieces=("text", "size"),
        words=("text", lambda texts: " | ".join(dict.fromkeys(texts))),
        key=("key", "first"),
    )
    table.insert(2, "title", table["frame"].map(book.titles))
    return table


def _placed(material: Material, book: Codebook) -> pd.DataFrame:
    """The evidence of one article whose voice is known, with paragraph and frame."""
    if len(articles := set(material.sentences["article"])) > 1:
        raise framing.FramingError(
            f"a map follows one article; these are {len(articles)}. Use material.focus."
        )
    rows = material.evidence
    rows = rows[(rows["codebook"] == book.name) & rows["voice"].notna()]
    rows = in_context(rows.assign(because=_because(rows, book)), material.sentences)
    rows = rows.assign(
        paragraph=rows["sentence"].map(framing.paragraph_of(material.sentences)),
        frame=rows["frame"].map(framing.frame_of(book)),
    )
    return rows.assign(
        key=rows["frame"]
        .str.cat([rows["paragraph"].astype("str"), rows["voice"]], sep="-")
        .str.replace("_", "-")
    )


def frame_map(material: Material, *, codebook: str = "generic") -> Finding:
    """In whose words the evidence for frames is, and where along the first article."""
    book, question = codebooks.read("frames", codebook), "Where are the frames, and in whose words?"
    focus = material.focus
    table, named = frame_places(focus, codebook), in_article(material)
    whole = int(table["pieces"].sum())
    if whole < FEWEST_PIECES:
        needs = f"A map of frames needs {FEWEST_PIECES} pieces of evidence; there {are(whole)}{named}."
        return lacking("frame-map", question, needs)
    own = int(table.loc[table["voice"] == "reporter", "pieces"].sum())
    paragraphs = max(framing.paragraph_of(focus.sentences).values())
    titles = [book.titles[name] for name in book.frames or book.codes]
    where = table.groupby("title")["paragraph"].nunique()
    parts = [f"{lowered(title)} in {int(where.get(title, 0))}" for title in titles]
    voices = table.groupby("voice")["pieces"].sum()
    voiced = [f"{int(count):,} {VOICE_NAMES[str(voice)]}" for voice, count in voices.items()]
    return Finding(
        name="frame-map",
        question=question,
        claim=f"{own:,} of {whole:,} pieces of evidence are in the reporter’s own words.",
        measure=f"Evidence for frames by paragraph{named} (H: headline); larger marks: more pieces",
        table=table,
        alt=(
            f"Paragraphs with evidence, of {paragraphs:,} and the headline: {listed(parts)}. "
            f"Pieces of evidence: {listed(voiced)}."
        ),
        figure=f"{own:,} of {whole:,}",
        validity=tier.badge(book.instrument, ("voices", "quotes")),
        n=f"{counted(whole, 'piece')} of evidence in {counted(paragraphs, 'paragraph')}",
        source=focus.source,
        evidence=evidence(_placed(focus, book).assign(mark=lambda rows: rows["key"])),
        draw=lambda frame: _draw_map(frame, table, titles, paragraphs),
    )


def in_article(material: Material) -> str:
    """Names the article read closely, where the corpus has several: " in “…”"; empty for one."""
    if len(material.used) == 1:
        return ""
    article = material.used["article"].iloc[0]
    return f" in “{shortened(material.names[article], 48)}”"


def _draw_map(frame: Frame, table: pd.DataFrame, titles: Sequence[str], paragraphs: int) -> None:
    there = set(table["voice"])
    frame.legend([_point(voice) for voice in PLACES if voice in there])
    ax, shown = frame.plot(LANE * len(titles)), list(titles)
    room = (0.28 if frame.narrow else MOST_LABEL) * frame.size.width
    ax.set_yticks(
        range(len(shown)),
        [wrapped(title, room, frame.points(LABEL), lines=2) for title in shown],
        fontsize=frame.points(LABEL),
    )
    ax.set_ylim(len(shown) - 0.4, -0.6)
    for row in table.itertuples():
        marker, up = PLACES[row.voice]
        size = min(SMALL + STEP * (row.pieces - 1), LARGE)
        look = VOICES[row.voice]
        dots = ax.plot(
            row.paragraph, shown.index(row.title) - up, marker, markerfacecolor=look.face,
            markeredgecolor=look.edge, markersize=frame.points(size), clip_on=False,
        )  # fmt: skip
        place = f"paragraph {row.paragraph}" if row.paragraph else "headline"
        frame.mark(dots, f"{row.title}, {place}, {VOICE_NAMES[row.voice]}: {row.words}", row.key)
    along(frame, pd.Series([0, max(paragraphs, 1)]))
    ax.grid(visible=True, axis="y")
    pieces = table.groupby("title")["pieces"].sum()
    frame.column([f"{int(pieces.get(title, 0)):,}" for title in shown], head="pieces")


def _point(voice: str) -> Line2D:
    look, (marker, _) = VOICES[voice], PLACES[voice]
    return Line2D(
        [], [], ls="none", marker=marker, markerfacecolor=look.face, markeredgecolor=look.edge,
        label=VOICE_NAMES[voice],
    )  # fmt: skip


# Questions and answers, as tables


def questions(codebook: str = "generic") -> pd.DataFrame:
    """The questions of a codebook: frame, question, asks, and a sentence that is a yes and one that is a no.

    >>> questions().columns.tolist()
    ['frame', 'question', 'asks', 'yes', 'no']
    """
    book = codebooks.read("frames", codebook)
    not_asked = "cannot be asked of a text"
    return pd.DataFrame(
        {
            "frame": book.titles[framing.frame_of(book)[code]],
            "question": book.titles[code],
            "asks": said["asks"],
            "yes": said.get("yes", not_asked),
            "no": said.get("no", not_asked),
        }
        for code, said in book.codes.items()
    )


def answers(material: Material, codebook: str = "generic", *, most: int = 3) -> pd.DataFrame:
    """The answer to each question of a codebook for the first article, with its evidence.

    Returns
    -------
    pd.DataFrame
        One row per question: frame, question, answer (yes, no, not applicable),
        pieces, how many of them are in each voice (reporter, reported, quoted),
        and evidence (the first words found, at most `most`; missing if none).
    """
    book, focus = codebooks.read("frames", codebook), material.focus
    found = focus.frames[focus.frames["codebook"] == codebook].set_index("frame")
    card = framing.card(focus.evidence[focus.evidence["codebook"] == codebook], book, most=most)
    card = card.set_index("frame").reindex(list(book.codes))
    return pd.DataFrame(
        {
            "frame": [book.titles[framing.frame_of(book)[code]] for code in book.codes],
            "question": [book.titles[code] for code in book.codes],
            "answer": [_answer(found, code) for code in book.codes],
            **{
                name: card[name].fillna(0).astype("int64").to_numpy()
                for name in ("pieces", *framing.views.VOICES)
            },
            "evidence": card["answer"].where(card["answer"] != framing.views.ABSENT).to_numpy(),
        }
    )


def _answer(found: tables.Frames, code: str) -> str | None:
    """Yes, no or "not applicable"; None where the question was not coded."""
    if code not in found.index:
        return None
    if "answer" in found and pd.notna(found.at[code, "answer"]):
        return str(found.at[code, "answer"])
    return "yes" if found.at[code, "present"] else "no"


def other_questions(
    material: Material, without: Sequence[str] = ("generic", "entman", "war_peace")
) -> pd.DataFrame:
    """The questions of all further codebooks that have evidence in the first article, most evidence first.

    Returns
    -------
    pd.DataFrame
        One row per question: codebook, question, pieces, evidence.
    """
    there = [name for name in codebooks.names("frames") if name not in without]
    cards = [
        answers(material, name).assign(codebook=codebooks.read("frames", name).about["title"])
        for name in there
    ]
    columns = ["codebook", "question", "pieces", "evidence"]
    if not cards:
        return pd.DataFrame(columns=columns)
    rows = pd.concat(cards)
    return rows[rows["pieces"] > 0].sort_values("pieces", ascending=False, kind="stable", ignore_index=True)[
        columns
    ]


def frame_evidence(material: Material, codebook: str = "generic") -> pd.DataFrame:
    """Each piece of evidence in the first article: frame, sentence, text, voice, by (who is quoted), rule."""
    book, focus = codebooks.read("frames", codebook), material.focus
    rows = focus.evidence[focus.evidence["codebook"] == codebook].sort_values("start")
    rows = rows.assign(frame=rows["frame"].map(book.titles)).reindex(
        columns=["frame", "sentence", "text", "voice", "by", "rule"]
    )
    return rows.reset_index(drop=True)


# How much hangs on the threshold, and on each question


def frame_thresholds(
    material: Material, codebook: str = "generic", minimums: Sequence[int] = THRESHOLDS
) -> pd.DataFrame:
    """In how many articles each frame is present, by the number of sentences that make a yes.

    Returns
    -------
    pd.DataFrame
        One row per frame: frame (its title), and a column for each minimum:
        "1 sentence", "2 sentences", …
    """
    book = codebooks.read("frames", codebook)
    pieces = material.evidence[material.evidence["codebook"] == codebook]
    counts = {
        counted(least, "sentence"): framing.at_minimum(material.sentences, pieces, book, least)
        .groupby("frame", sort=False)["present"]
        .sum()
        for least in minimums
    }
    return (
        pd.DataFrame(counts)
        .rename(index=book.titles)
        .rename_axis("frame")
        .reset_index()
        .astype(dict.fromkeys(counts, "int64"))
    )


def frame_consistency(material: Material, *, codebook: str = "generic") -> Finding:
    """In how many frames the questions are answered alike, by Cronbach's alpha."""
    book, question = codebooks.read("frames", codebook), "Do the questions of a frame go together?"
    articles = len(material.used)
    if articles < framing.LEAST:
        return lacking(
            "frame-consistency",
            question,
            f"Cronbach’s alpha needs {framing.LEAST} articles; here {are(articles)}.",
        )
    coded = material.frames[material.frames["codebook"] == codebook]
    table = framing.consistency(coded, book)
    table["frame"] = table["frame"].map(book.titles)
    known = table.dropna(subset=["alpha"])
    good = int((known["low"] >= ALPHA).sum())
    parts = [
        f"{lowered(row.frame)} {number(row.alpha)} ({number(row.low)} to {number(row.high)})"
        for row in known.itertuples()
    ]
    return Finding(
        name="frame-consistency",
        question=question,
        claim=f"The questions go together in {good} of {counted(len(table), 'frame')}.",
        measure="Cronbach’s alpha with its 95% interval",
        table=table,
        alt=f"Cronbach’s alpha (95% interval): {listed(parts) or 'none can be computed'}.",
        n=counted(articles, "article"),
        source=material.source,
        limits=f"Go together: the whole interval of alpha is at or above {ALPHA:.2f}",
    )


ALPHA = 0.70  # from which a scale is called consistent: Nunnally (1978), Psychometric Theory, p. 245


# Loaded words


def loaded_cues(material: Material) -> pd.DataFrame:
    """Each cue of loaded language, in reading order, without the labels of actors.

    Returns
    -------
    pd.DataFrame
        As of `framing.loaded`: article, sentence, start, end, text, kind (its
        title), plainer (a plainer word, or missing), voice and rule.
    """
    cues = framing.loaded(material.sentences, quotes=material.quotes, stretches=material.voices)
    return cues.assign(kind=cues["kind"].map(framing.cues.titles()))


def loaded_words(material: Material) -> Finding:
    """How many loaded words are the reporter's own, and of which kinds they are."""
    cues, question = loaded_cues(material), "Which words are loaded, and whose are they?"
    known = cues.dropna(subset=["voice"])
    if len(known) < FEWEST_PIECES:
        return lacking(
            "loaded-words",
            question,
            f"Whose words are loaded needs {FEWEST_PIECES} cues; here {are(len(known))}.",
        )
    counts = (
        known.groupby(["kind", "voice"])
        .size()
        .unstack(fill_value=0)
        .reindex(columns=list(VOICES), fill_value=0)
    )
    counts = (
        counts.assign(n=counts.sum(axis=1)).sort_values("n", ascending=False, kind="stable").reset_index()
    )
    counts.columns.name = None
    own, whole = int(counts["reporter"].sum()), int(counts["n"].sum())
    rank = {kind: place for place, kind in enumerate(counts["kind"])}
    rows = in_context(known, material.sentences)
    rows = rows.assign(
        mark=rows["kind"].map(rank),
        because=[
            kind + (f"; plainer: {plainer}" if pd.notna(plainer) else "")
            for kind, plainer in zip(rows["kind"], rows["plainer"], strict=True)
        ],
        twin=rows["plainer"].notna(),
    ).sort_values(["twin", "mark"], ascending=[False, True], kind="stable")
    return Finding(
        name="loaded-words",
        question=question,
        claim=f"{own:,} of {whole:,} loaded words are the reporter’s own.",
        measure="Cues of loaded language by kind, and whose words they are",
        table=counts,
        alt=f"Cues by kind: {listed([f'{lowered(row.kind)} {row.n:,}' for row in counts.itertuples()])}.",
        figure=f"{own:,} of {whole:,}",
        validity=tier.badge("loaded/words"),
        n=f"{counted(whole, 'cue')} in {counted(len(material.used), 'article')}",
        source=material.source,
        evidence=evidence(rows),
        limits="A cue says where to look; people agree little on which words are loaded",
        draw=lambda frame: _draw_loaded(frame, counts),
    )


def _draw_loaded(frame: Frame, table: pd.DataFrame) -> None:
    shown = frame.fit(table.to_dict("records"))
    frame.legend(
        [look.patch(VOICE_NAMES[voice]) for voice, look in VOICES.items() if any(row[voice] for row in shown)]
    )
    frame.rows([row["kind"] for row in shown])
    for place, row in enumerate(shown):
        begun = 0
        for voice, look in VOICES.items():
            if row[voice]:
                (bar,) = frame.ax.barh(place, row[voice], 0.66, begun, **look.bar)
                frame.mark(bar, f"{row['kind']}: {row[voice]:,} of {row['n']:,} {VOICE_NAMES[voice]}", place)
                begun += row[voice]
    frame.column([f"{row['n']:,}" for row in shown])
    frame.counts()
