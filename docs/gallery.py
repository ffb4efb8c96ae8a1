"""Makes the gallery: every chart of one article, each with the two lines that draw it.

    python docs/gallery.py

measures the article in `seeds/`, runs the lines as they are printed, publishes
what they draw with `publish.figure`, and writes `docs/gallery.md` and the images
beside it. The same code and article give the same files.
"""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path
from typing import Any

HERE = Path(__file__).parent
PAGE, IMAGES = HERE / "gallery.md", HERE / "gallery"

# What the lines need. `material` holds every table of the corpus, `focus` those of its first article.
SETUP = """\
from analysis import chart, codebook, compare, corpus, framing, story, tier, voices

material = corpus.measure()  # the article in seeds/; name your own: corpus.measure("my-articles/")
focus, primary = material.focus, material.instruments[0]
scores = focus.scores.query("instrument == @primary and unit == 'sentence'")
hits = focus.hits[focus.hits["instrument"] == "news"]  # of an instrument that is a list of words
by_voice = voices.by_sentence(material.voices, material.sentences)
generic = codebook.read("frames", "generic")
framed = material.frames.query("codebook == 'generic' and frame in @generic.frames")
along = framing.along(focus.evidence.query("codebook == 'generic'"), focus.sentences, generic)
paragraphs = focus.sentences.query("role != 'headline'")["passage"].nunique()
war_peace = codebook.read("frames", "war_peace")
sides = framing.pairs(focus.evidence.query("codebook == 'war_peace'"), war_peace)"""

# Name, what it answers, and two lines: the finding in words, and the chart under it.
CHARTS = {
    "makeup": (
        "What of the file is the story?",
        "found = story.makeup(material.passages)",
        "chart.makeup(material.passages, title=found.claim, names=material.names)",
    ),
    "voices": (
        "Whose words are these?",
        "found = story.voices(chart.voice_shares(by_voice, material.sentences))",
        "chart.voices(by_voice, material.sentences, title=found.claim, names=material.names)",
    ),
    "speakers": (
        "Who is quoted and reported?",
        "found = story.speakers(chart.attributions(material.quotes, material.mentions))",
        "chart.speakers(material.quotes, title=found.claim, mentions=material.mentions)",
    ),
    "unheard": (
        "Who is spoken of and never heard?",
        "found = story.unheard(chart.heard(material.mentions, material.quotes))",
        "chart.unheard(material.mentions, material.quotes, title=found.claim)",
    ),
    "voices-along": (
        "Who speaks where in the article?",
        "found = story.voices_along(chart.voice_lanes(focus.voices, focus.quotes))",
        "chart.voices_along(focus.voices, focus.quotes, title=found.claim)",
    ),
    "intervals": (
        "How bright or dark is the wording, by each instrument?",
        "found = story.tone(material.estimates.iloc[0], primary, material.name)",
        "chart.intervals(compare.overall_tone(material.scores), title=found.claim, unit='Tone, -1 to 1')",
    ),
    "tone-along": (
        "Where does it turn?",
        "found = story.along(scores, focus.sentences)",
        "chart.tone_along(scores, focus.sentences, title=found.claim, unit='Tone, -1 to 1')",
    ),
    "instruments": (
        "Do the instruments rise and fall together?",
        "found = story.disagreement(focus.scores, *material.instruments[:2])",
        "chart.instruments(focus.scores, focus.sentences, title=found.claim)",
    ),
    "words": (
        "Which words made the tone?",
        "found = story.words(hits)",
        "chart.words(hits, title=found.claim, unit='Summed share of the sentence scores')",
    ),
    "frames": (
        "Through which frames is it told?",
        "found = story.frames(framed, generic)",
        "chart.frames(framed, title=found.claim, names=generic.titles)",
    ),
    "frame-map": (
        "Where does each frame stand, and in whose voice?",
        "found = story.frame_map(along, list(generic.frames), paragraphs, generic)",
        "chart.frame_map(along, list(generic.frames), paragraphs, title=found.claim, names=generic.titles)",
    ),
    "pairs": (
        "Is it told in the manner of war or of peace journalism?",
        "found = story.pairs(sides, war_peace)",
        "chart.pairs(sides, title=found.claim, names={'war': 'war journalism', 'peace': 'peace journalism'})",
    ),
    "agency": (
        "Who acts, and who is acted on?",
        "found = story.agency(chart.acts(material.mentions))",
        "chart.agency(material.mentions, title=found.claim)",
    ),
    "timeline": (
        "What happened when?",
        "found = story.timeline(focus.dates)",
        "chart.timeline(focus.dates, title=found.claim, published=focus.articles[\"published\"].iloc[0])",
    ),
    "told": (
        "Is it told as happened, planned or conditional?",
        "found = story.timeline(material.dates)",
        "chart.told(material.dates, title=found.claim, names=material.names)",
    ),
    "validity": (
        "How good is each instrument against people?",
        "found = story.validity(tier.validity())",
        "chart.validity(tier.validity(), title=found.claim)",
    ),
}  # fmt: skip

HEAD = """\
# Gallery

Every chart of one article, with the two lines that draw it: the first finds what there is to say, the second
draws it. What compares several outlets needs several; [notebook 07](../notebooks) shows it. All of it is
made by `python docs/gallery.py`, with the functions that the notebooks use, from the article in `seeds/`.

The lines stand on these:

```python
{setup}
```

To take a chart away, hand it to `publish.figure` with its numbers, its description and its source: it becomes
SVG, PNG (300 dpi), PDF, CSV and text, two columns of a journal wide (180 mm). `sizes="all"` adds one column
(88 mm), a slide (16:9) and a card for social media; `workbook run --sizes all` does so for every chart of a
run. A style file of your own, named by the environment variable `WORKBOOK_STYLE`, is laid over
`analysis/workbook.mplstyle`.
"""


def section(name: str, title: str, alt: str) -> str:
    """The part of the page on one chart."""
    asks, first, second = CHARTS[name]
    said = alt.replace("[", "(").replace("]", ")")
    return (
        f"## {asks}\n\n**{title}.**\n\n![{said}](gallery/{name}.png)\n\n```python\n{first}\n{second}\n```\n"
    )


def make(page: Path = PAGE, images: Path = IMAGES) -> Path:
    """Run the lines, and write page and images; the page's path comes back."""
    import matplotlib as mpl

    mpl.use("Agg")
    import pandas as pd
    from matplotlib.axes import Axes

    from analysis import publish

    names: dict[str, Any] = {}
    exec(SETUP, names)
    material, parts = names["material"], []
    sets = f"{material.validity['gold'].nunique()} sets"
    images.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        for name, (_, first, second) in CHARTS.items():
            exec(first, names)
            ax = eval(second, names)
            assert isinstance(ax, Axes)
            found = names["found"]
            shown = publish.figure(
                ax, name, data=pd.DataFrame({"chart": [name]}), alt=found.alt, folder=folder,
                source="human-coded sets" if name == "validity" else material.source,
                n=sets if name == "validity" else material.n,
            )  # fmt: skip
            (images / f"{name}.png").write_bytes(shown.png)
            parts.append(section(name, found.claim, shown.alt))
    page.write_text("\n".join([HEAD.format(setup=SETUP), *parts]), encoding="utf-8")
    return page


if __name__ == "__main__":
    sys.stdout.write(f"{make()}\n")
