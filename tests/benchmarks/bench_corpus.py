"""What a corpus costs: against the bare parser, on more cores, run again, tone alone, in memory, read back.

    python tests/benchmarks/bench_corpus.py [WHAT ...] [--articles N | --corpus FOLDER]

WHAT, all but the last three if nothing is given:

    parser    `tables --only rules` against spaCy alone on the same texts        at most 1.3 times its time
    learned   the whole of `tables` against `tables --only rules`                no mark
    tone      `tables --only rules` against `tables --only tone`                 at least 20 times faster
    again     a second run with nothing changed                                  under 3 % of the first
    workers   two processes against one                                          at least 1.8 times faster
    read      a table of 100,000 articles summarized and charted                 seconds
    memory    the peak of `tables --only tone` on 1,000 and on 20,000 articles   within 100 MB of each other
    full      the peak of the whole of `tables` on N and on 4 N articles         within 100 MB of each other
    keyness   the words of nine outlets, in N articles of 650 words              100,000 in minutes and 4 GB

Each figure is a ratio within one run, so that it means the same on any machine; `workers` needs two idle cores.
All but `workers` and `read` are in processor time, which other programs on the machine lengthen little. The
articles are made by a small grammar, of about 650 words, about nobody; those of `keyness` are made-up words in no
order, as many and as rare as in news (after Zipf), of which each article repeats some. It prints whether words that
were planted in an outlet are found, and how many others are. A corpus is made when something first asks for it.
"""

from __future__ import annotations

import argparse
import csv
import os
import random
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import pandas as pd

WORDS = 650
TYPES = 1_000_000  # different words that `worded` draws from
COMMON = 8_000  # of them, the frequent ones
PEOPLE = (
    "Ada Vane,Orla Quist,Tom Ardley,Ida Lorne,Peter Hale,Mira Sand,Jon Castell,Lena Brod,Karl Ober".split(",")
)
OFFICES = "Mayor,Minister,harbour master,union leader,Judge,Professor,Senator".split(",")
BODIES = "the harbour board,the Tolmin council,the ferry company,the island school,Vellmar University".split(
    ","
)
PLACES = "Tolmin,Brod,Vellmar,Ostend Point,the northern islands,the old port".split(",")
THINGS = "timetable,report,new bridge,budget,inquiry,winter service,strike,contract,school,harbour tax".split(
    ","
)
DEEDS = "accused,praised,criticised,met,sued,blamed,supported,warned,dismissed,questioned".split(",")
SAID = "said,told reporters,argued,insisted,warned,admitted".split(",")
DAYS = "on Monday,last week,in March 2025,on 4 July,yesterday,by the end of the year,next spring".split(",")
MOOD = "a disgrace,a triumph,a costly mistake,a relief for families,a scandal,good news for shops".split(",")


def article(seed: int, words: int = WORDS) -> str:
    """An article that no one has written, the same for the same seed."""
    draw = random.Random(seed)
    one, other, third = draw.sample(PEOPLE, 3)
    office, body, thing = draw.choice(OFFICES), draw.choice(BODIES), draw.choice(THINGS)
    kinds = [
        lambda: (
            f"{office} {one} {draw.choice(DEEDS)} {draw.choice(BODIES)} {draw.choice(DAYS)} over the {draw.choice(THINGS)} in {draw.choice(PLACES)}."
        ),
        lambda: (
            f"“The {draw.choice(THINGS)} is {draw.choice(MOOD)},” {draw.choice([one, other])} {draw.choice(SAID)}, “and {body} has known it since {draw.choice(DAYS).removeprefix('on ')}.”"
        ),
        lambda: (
            f"{other} {draw.choice(SAID)} that {body} had not published the {thing} for {draw.randint(2, 90)} days."
        ),
        lambda: (
            f"The {draw.choice(THINGS)} was approved {draw.choice(DAYS)}, although critics called it {draw.choice(MOOD)}."
        ),
        lambda: (
            f"According to {third}, who lives in {draw.choice(PLACES)}, about {draw.randint(20, 900)} people will lose their {draw.choice(['jobs', 'homes', 'places at school'])} {draw.choice(DAYS)}."
        ),
        lambda: (
            f"She {draw.choice(DEEDS)} him for the {draw.choice(THINGS)}, but he {draw.choice(SAID)} there was nothing to hide."
        ),
        lambda: (
            f"Families in {draw.choice(PLACES)} fear that the winter boats will be cut, which would cost shops {draw.randint(5, 60)} per cent of their trade."
        ),
    ]
    made, count = [f"{body[4:].capitalize()} quarrels over {thing} number {seed}"], 0
    while count < words:
        paragraph = " ".join(draw.choice(kinds)() for _ in range(draw.randint(1, 4)))
        count += paragraph.count(" ") + 1
        made.append(paragraph)
    return "\n\n".join(made) + "\n"


def corpus_of(folder: Path, articles: int, words: int = WORDS) -> Path:
    """Articles in tables of a thousand rows, unless they were made before."""
    if folder.is_dir():
        return folder
    folder.mkdir(parents=True, exist_ok=True)
    for start in range(0, articles, 1000):
        with (folder / f"news-{start:07}.csv").open("w", encoding="utf-8", newline="") as file:
            sheet = csv.writer(file)
            sheet.writerow(["outlet", "date", "text"])
            for n in range(start, min(articles, start + 1000)):
                # One giant outlet, and a tail of small ones.
                outlet = "The Crier" if n % 10 else f"Outlet {n % 70}"
                sheet.writerow([outlet, f"2025-{n % 12 + 1:02}-{n % 28 + 1:02}", article(n, words)])
    return folder


def table(folder: Path, out: Path, cache: Path, **how: object) -> float:
    """Processor seconds of a run in a process of its own, those of its children included."""
    code = f"from analysis import corpus; from pathlib import Path; corpus.run([{str(folder)!r}], Path({str(out)!r}), notebooks=False, **{how!r})"
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run([sys.executable, "-c", code], check=True, env=os.environ | {"WORKBOOK_CACHE": str(cache)})
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def parsing(folder: Path, ours: bool) -> float:
    """Processor seconds of the parser on a corpus, its model loaded, as we or as its manual calls it.

    In a process of its own: of words that it has seen the parser knows much already.
    """
    code = f"import bench_corpus; bench_corpus.parse_alone({str(folder)!r}, {ours})"
    told = subprocess.run(
        [sys.executable, "-c", code], check=True, capture_output=True, text=True, cwd=Path(__file__).parent
    )
    return float(told.stdout)


def parse_alone(folder: str, ours: bool) -> None:
    """Measure and print."""
    from analysis import clean, load, parse
    from analysis.parse import grammar

    articles, _ = load.read(folder)
    sentences = parse.sentences(articles, clean.passages(articles))
    nlp = grammar._model(grammar.MODEL)
    texts = [rows["text"].tolist() for _, rows in sentences.groupby("article", sort=False)]
    whole = [" ".join(each) for each in texts]
    list(nlp.pipe(["The model is warm."]))
    begun = time.process_time()
    if ours:  # sentences cut before, in small batches
        for first in range(0, len(texts), 50):
            grammar._piped(texts[first : first + 50], nlp)
    else:
        for _ in nlp.pipe(whole):
            pass
    print(time.process_time() - begun)


def start(cache: Path) -> float:
    """Processor seconds of a run on one short article: imports and the model."""
    with tempfile.TemporaryDirectory() as made:
        return table(corpus_of(Path(made) / "in", 1, 20), Path(made) / "out", cache, workers=1, only="rules")


def peak(folder: Path, out: Path, cache: Path, **how: object) -> float:
    """Most memory of a run in a process of its own, in MB."""
    code = (
        "import resource; from analysis import corpus; from pathlib import Path; "
        f"corpus.run([{str(folder)!r}], Path({str(out)!r}), notebooks=False, **{how!r}); "
        "print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024)"
    )
    told = subprocess.run(
        [sys.executable, "-c", code], check=True, capture_output=True, text=True,
        env=os.environ | {"WORKBOOK_CACHE": str(cache)},
    )  # fmt: skip
    return float(told.stdout.split()[-1])


def bench_parser(home: Path, articles: int) -> None:
    """All but the learned instrument against the bare parser: of each the least of three turns."""
    folder = corpus_of(home / "in", articles)
    turns = []
    for turn in range(3):
        cache = home / f"cache-{turn}"
        whole = table(folder, home / f"whole-{turn}", cache, workers=1, only="rules") - start(cache)
        turns.append((whole, parsing(folder, ours=False), parsing(folder, ours=True)))
    # What else a shared machine does can only lengthen a turn.
    whole, manual, ours = map(min, zip(*turns, strict=True))
    print(
        f"parser   {manual:7.1f} s as spaCy is called in its manual, {ours:.1f} s as we call it; tables {whole:.1f} s "
        f"without imports and the model: {whole / manual:.2f} and {whole / ours:.2f} times; turns "
        + ", ".join(f"{one / alone:.2f} and {one / called:.2f}" for one, alone, called in turns)
    )


def bench_learned(home: Path, articles: int) -> None:
    """The learned instrument too, against all others; parses are read from the cache both times."""
    folder = corpus_of(home / "in", articles)
    taken = {}
    for only in ("warm", "rules", None):
        how = {"only": "rules" if only == "warm" else only}
        taken[only] = table(folder, home / f"learned-{only}", home / "cache-learned", workers=1, **how)
    print(f"learned  {taken[None] - taken['rules']:7.1f} s of {taken[None]:.1f} s are its own")


def bench_tone(home: Path, articles: int) -> None:
    """All but the learned instrument against tone alone, each without what a start costs: the least of three."""
    folder = corpus_of(home / "in", articles)
    one = corpus_of(home / "one", 1, 20)
    turns = []
    for turn in range(3):
        cache = home / f"cache-tone-{turn}"
        whole = table(folder, home / f"full-{turn}", cache, workers=1, only="rules") - start(cache)
        begin = table(one, home / f"begin-{turn}", home / "x", workers=1, only="tone")
        turns.append(
            (whole, table(folder, home / f"alone-{turn}", home / "x", workers=1, only="tone") - begin)
        )
    whole, alone = map(min, zip(*turns, strict=True))
    print(
        f"tone     {alone:7.2f} s alone, {whole:.1f} s in full: {whole / alone:.1f} times faster; turns "
        + ", ".join(f"{full / part:.1f}" for full, part in turns)
    )


def bench_again(home: Path, articles: int) -> None:
    """A second run with nothing changed."""
    folder = corpus_of(home / "in", articles)
    first = table(folder, home / "again", home / "cache-again", workers=1)
    second = table(folder, home / "again", home / "cache-again", workers=1)
    print(f"again    {second:7.1f} s, after {first:.1f} s: {100 * second / first:.1f} %")


def bench_workers(home: Path, articles: int) -> None:
    """Two processes against one, on the clock."""
    folder = corpus_of(home / "in", articles)
    taken = []
    for workers in (1, 2):
        begun = time.perf_counter()
        table(folder, home / f"workers{workers}", home / f"cache-workers{workers}", workers=workers)
        taken.append(time.perf_counter() - begun)
    print(
        f"workers  {taken[1]:7.1f} s with two, {taken[0]:.1f} s with one: {taken[0] / taken[1]:.2f} times faster"
    )


def bench_read(home: Path, _: int) -> None:
    """A table of 100,000 articles summarized and charted, on the clock."""
    import numpy as np
    import pandas as pd

    from analysis import compare, findings, tables
    from analysis.corpus.writing import Writer
    from analysis.findings.comparing import draw_groups

    out, rng = home / "read", np.random.default_rng(1)
    writer, names = (
        Writer(out, {"scores": {}, "articles": {}}, 100_000),
        [f"{n:012x}" for n in range(100_000)],
    )
    for begin in range(0, 100_000, 500):
        some = names[begin : begin + 500]
        facts = pd.DataFrame({"article": some, "source_file": some, "sha256": some, "words": 650})
        facts["outlet"] = [f"Outlet {int(name, 16) % 20}" for name in some]
        facts["source_text"] = [name * 300 for name in some]
        rows = pd.DataFrame(
            {"article": np.repeat(some, 90), "unit_id": np.tile(np.arange(30), 1500), "words": 22}
        )
        rows["instrument"] = np.tile(np.repeat(["news", "textblob", "vader"], 30), 500)
        rows["unit"], rows["tone"] = "sentence", rng.normal(size=len(rows)).round(4)
        missing = dict.fromkeys(set(tables.ARTICLES.columns) - set(facts))
        writer.add({"articles": facts.assign(**missing), "scores": rows.assign(target=None, voice=None)}, 500)
    writer.close()
    size = sum(path.stat().st_size for path in out.rglob("*.parquet")) / 1e6
    begun = time.perf_counter()
    scores = tables.read(
        tables.SCORES,
        out / "scores.parquet",
        ["article", "instrument", "unit", "tone"],
        {"instrument": "news"},
    )
    articles = tables.read(tables.ARTICLES, out / "articles.parquet", ["article", "outlet"])
    reading = time.perf_counter() - begun
    means = scores.groupby(["instrument", "unit", "article"], sort=False)["tone"].mean().reset_index()
    table = compare.tone(means, articles)
    summarizing = time.perf_counter() - begun - reading
    found = findings.Finding(
        name="tone-by-group", question="Do outlets differ in tone?", claim="Tone of twenty outlets.", measure="",
        table=table, alt="Mean tone of twenty outlets.", draw=lambda frame: draw_groups(frame, table, "outlet", ()),
    )  # fmt: skip
    found.save(home / "read")
    charting = time.perf_counter() - begun - reading - summarizing
    print(
        f"read     {time.perf_counter() - begun:7.1f} s for {len(scores):,} of {3 * len(scores):,} scores of 100,000 articles "
        f"({size:,.0f} MB): read {reading:.1f}, summarized {summarizing:.1f}, charted {charting:.1f}"
    )


def bench_memory(home: Path, _: int) -> None:
    """The peak of tone alone on twenty times the articles."""
    peaks = [
        peak(
            corpus_of(home / f"m{n}", n, 60),
            home / f"memory{n}",
            home / "x",
            workers=1,
            only="tone",
            ordinary=500,
        )
        for n in (1_000, 20_000)
    ]
    print(
        f"memory   {peaks[0]:7.0f} MB for 1,000 articles, {peaks[1]:.0f} MB for 20,000: {(peaks[1] - peaks[0]) / 19:.2f} kB an article"
    )


def bench_full(home: Path, articles: int) -> None:
    """The peak of the whole of `tables` on four times the articles."""
    peaks = [
        peak(corpus_of(home / f"f{n}", n), home / f"full{n}", home / "cache-full", workers=1)
        for n in (articles, 4 * articles)
    ]
    print(f"full     {peaks[0]:7.0f} MB for {articles:,} articles, {peaks[1]:.0f} MB for {4 * articles:,}")


def worded(articles: int) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Sentences and articles of made-up words: rare ones as in news, and in each article some that it repeats.

    One outlet has nine tenths of the articles, eight have the rest in unequal
    parts. Each has a word of its own, in an eighth of its articles and in a hundredth of all others.
    """
    import numpy as np
    import pandas as pd

    rng = np.random.default_rng(1)
    syllables = [first + second for first in "bdfghklmnprstvwz" for second in ("a", "e", "i", "o", "u")]
    names, left = [], np.arange(TYPES)
    for _ in range(4):
        names.append(np.array(syllables)[left % len(syllables)])
        left = left // len(syllables)
    vocabulary = names[0] + names[1] + names[2] + names[3]
    # The common words fall off as Zipf has it, the many rare ones faster (Ferrer i Cancho & Solé 2001).
    rank = np.arange(TYPES) + 2.7
    reach = np.cumsum(np.where(rank < COMMON, 1 / rank, COMMON**0.7 / rank**1.7))
    outlets = np.minimum(rng.geometric(0.4, articles), 8)
    outlets[rng.random(articles) < 0.9] = 0
    own = np.where(rng.random((articles, 9)) < 0.01, 1, 0)
    own[np.arange(articles), outlets] |= rng.random(articles) < 0.125
    said: list[str] = []
    for begin in range(0, articles, 1_000):
        size = min(1_000, articles - begin)
        drawn = np.searchsorted(reach, rng.random((size, WORDS)) * reach[-1])
        # Two words of five are among a hundred that the article comes back to, to the first of them a dozen times.
        back = (100 * rng.random(drawn.shape) ** 1.5).astype(int)
        again = np.take_along_axis(drawn, back, axis=1)
        words = vocabulary[np.where(rng.random(drawn.shape) < 0.4, again, drawn)]
        for row, planted in zip(words.tolist(), own[begin : begin + size], strict=True):
            row[-9:] = [
                f"own{n}" if there else word
                for n, (there, word) in enumerate(zip(planted, row[-9:], strict=True))
            ]
            said += [" ".join(row[at : at + 22]) + "." for at in range(0, WORDS, 22)]
    ids = [f"{n:012x}" for n in range(articles)]
    sentences = pd.DataFrame({"article": np.repeat(ids, len(said) // articles), "text": said})
    return sentences, pd.DataFrame({"article": ids, "outlet": [f"Outlet {n}" for n in outlets]})


def bench_keyness(_: Path, articles: int) -> None:
    """The words of nine outlets, in a process of its own, whose peak it tells."""
    code = f"import bench_corpus; bench_corpus.keyness({articles})"
    subprocess.run([sys.executable, "-c", code], check=True, cwd=Path(__file__).parent)


def keyness(articles: int) -> None:
    """Measure and print."""
    from analysis import compare

    sentences, facts = worded(articles)
    begun = time.process_time()
    table = compare.keyness(sentences, facts)
    taken = time.process_time() - begun
    found = table[table["finding"]]
    planted = found["word"].str.removeprefix("own") == found["group"].str.removeprefix("Outlet ")
    print(
        f"keyness  {taken:7.1f} s for {articles:,} articles and {table['word'].nunique():,} words; "
        f"peak {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:,.0f} MB, the texts included; "
        f"planted words found {int(planted.sum())} of 9, others {int((~planted).sum())}"
    )


def main() -> None:
    """Measure and print."""
    every = {
        name.removeprefix("bench_"): made for name, made in globals().items() if name.startswith("bench_")
    }
    asked = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    asked.add_argument("what", nargs="*", choices=[*every, []])
    asked.add_argument("--articles", type=int, default=200)
    asked.add_argument(
        "--corpus", type=Path, help="a folder of articles, all of which are taken instead of made ones"
    )
    given = asked.parse_args()
    with tempfile.TemporaryDirectory() as made:
        home = Path(made)
        if given.corpus:
            (home / "in").symlink_to(given.corpus.resolve())
        for name in given.what or ("parser", "learned", "tone", "again", "workers", "read"):
            every[name](home, given.articles)


if __name__ == "__main__":
    main()
