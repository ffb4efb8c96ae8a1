"""What a reader must know of the articles before the findings: what they are, and what is wrong with them."""

from __future__ import annotations

from analysis import compare
from analysis.findings.finding import Material
from analysis.findings.wording import counted, listed

SHORT = 150  # words below which an article gives few numbers


def line(material: Material) -> str:
    """Outlets, days, articles and words, as one line.

    For 18 articles: "3 outlets, 3 March 2031 to 26 March 2031 · 18 articles · 2,910 words".
    """
    used = material.used
    parts = [material.source]
    if len(used) > 1:
        parts.append(counted(len(used), "article"))
    body = material.sentences[material.sentences["role"] != "headline"]
    parts += [counted(int(used["words"].sum()), "word"), counted(len(body), "sentence")]
    return " · ".join(parts)


def warnings(material: Material) -> list[str]:
    """Problems of the data that limit the findings, one sentence each."""
    articles, used = material.articles, material.used
    found = []
    if problems := len(getattr(material, "problems", ())):
        which = counted(problems, "file or article", "files or articles")
        found.append(f"{which} could not be read; see tables/problems.csv.")
    out = articles["left_out"].dropna().value_counts()
    found += [f"{counted(int(n), 'article')} left out: {reason}." for reason, n in out.items()]
    several = len(used) > 1
    for fact, name in (("outlet", "outlet"), ("published", "day of publication")):
        if unknown := int(used[fact].isna().sum()):
            which = f"{counted(unknown, 'article')} of {len(used):,}" if several else "The article"
            found.append(f"{which} without a known {name}.")
    inferred = [fact for fact in ("outlet", "published") if (used[f"{fact}_from"] == "text").any()]
    if inferred:
        found.append(f"Inferred from the text: {listed(inferred)}.")
    if short := int((used["words"] < SHORT).sum()):
        found.append(
            f"{counted(short, 'article')} with fewer than {SHORT} words: few numbers, wide intervals."
        )
    return found + _sizes(material)


def _sizes(material: Material) -> list[str]:
    """Whether the groups are large enough to compare."""
    used = material.used
    if len(used) == 1:
        return ["One article is no sample of its outlet: nothing here says how the outlet writes."]
    counts = used["outlet"].value_counts()
    small = [str(name) for name, n in counts.items() if n < compare.FEWEST_ARTICLES]
    if len(counts) > 1 and small:
        each = f"{'has' if len(small) == 1 else 'have'} fewer than {compare.FEWEST_ARTICLES} articles"
        return [f"Too few articles to compare: {listed(small, most=3)} {each}."]
    return []
