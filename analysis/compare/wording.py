"""Which words a group of articles is given to, and which words stand near a name."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection

import numpy as np
import pandas as pd

from analysis.compare.counting import Lexicon, counts_of
from analysis.compare.parting import Parted, against_chance
from analysis.compare.resampling import FEWEST_ARTICLES, Array, CompareError
from analysis.compare.sides import UNKNOWN, labels, random
from analysis.tables import COLLOCATES, KEYNESS, Articles, Collocates, Keyness, Sentences

FEWEST_HOLDING = 3  # articles a word must stand in: what one reporter repeats is no trait of a group
LEVEL = 0.05  # of a corrected p
SHUFFLES = 1_000
PRIOR = 0.1  # of the corpus's words
# The closed classes of English: they hold sentences together and say little of what these are about.
FUNCTION_WORDS = frozenset(
    """
    a an the this that these those some any no every each either neither both all half such what whatever
    which whichever another other others much many more most few fewer fewest little less least several enough
    i me my mine myself we us our ours ourselves you your yours yourself yourselves he him his himself she her
    hers herself it its itself they them their theirs themselves one ones oneself who whom whose whoever
    anybody anyone anything everybody everyone everything nobody none nothing somebody someone something
    am is are was were be been being do does did doing done have has had having can could may might must shall
    should will would ought cannot
    about above across after against along amid among around as at before behind below beneath beside besides
    between beyond by despite down during except for from in inside into like near of off on onto out outside
    over past per since through throughout to toward towards under underneath until till up upon via with
    within without
    and but or nor so yet if unless because although though while whereas whether than once when whenever
    where wherever why how
    not n't also again already always ever never now then there here just only even still too very rather
    quite almost perhaps however therefore thus indeed instead otherwise
    aren't can't couldn't didn't doesn't don't hadn't hasn't haven't isn't mightn't mustn't shouldn't wasn't
    weren't won't wouldn't i'm i've i'd i'll we're we've we'd we'll you're you've you'd you'll he'd he'll
    she'd she'll it'd it'll they're they've they'd they'll that'll there'll who'd who'll who've let
    """.split()
)


def keyness(
    sentences: Sentences,
    articles: Articles,
    by: str = "outlet",
    *,
    fewest: int = FEWEST_HOLDING,
    prior: float | None = None,
    without: Collection[str] = (),
    shuffles: int = SHUFFLES,
    seed: int = 1,
) -> Keyness:
    """How much each word belongs to a group, against all other groups together.

    The log-odds ratio with an informative Dirichlet prior (Monroe, Colaresi &
    Quinn 2008, equations 15-22) asks how much likelier a word is in the group
    than in the rest, drawn towards the whole corpus by as much as `prior` words
    of it would: rare words need more to stand out. Its z takes words for
    independent draws, which they are not: a word comes in bursts, in one
    article on one topic. So p is of shuffles of whole articles between groups:
    how often z lies as far from its mean over the shuffles; corrected for all
    words and groups by the largest deviation in each shuffle, in units of each
    word's own spread (Westfall & Young 1993). That spread counts for no less than
    half of what it would be were words independent, since of the many rarest
    words some always lie many of their own tiny spreads off (Tusher, Tibshirani &
    Chu 2001); and what could be no finding, since too few articles have it, has no part.

    Parameters
    ----------
    sentences
        The text. Give a part of it, such as one voice's sentences, to compare that.
    articles
        Holds the column that `by` names. Articles where it is unknown are
        compared with none.
    by
        What to compare.
    fewest
        Articles of the group that a finding must stand in.
    prior
        Its weight in words; a tenth of the corpus if left out. With less, words
        that the others never use have no measurable odds; with more, all words
        look alike.
    without
        Words to leave out, such as `compare.function_words()`.
    shuffles, seed
        How many, and where their randomness starts. Nearly all of the time that
        100,000 articles take is theirs; fewer give a coarser p, and no less true a one.

    Returns
    -------
    Keyness
        One row per group and word that at least `fewest` articles of the corpus
        have, each group's strongest first. `log_likelihood` is Dunning's (1993),
        negative where the word is rarer in the group. `p` is missing where a
        group has fewer than five articles; such a group has no finding. A word
        in fewer than `fewest` of the group's articles is never a finding; `p_corrected`
        is 1 where the side that has it more often has it in fewer.

    Raises
    ------
    CompareError
        If there are not two groups, or no word is in enough articles.

    References
    ----------
    Monroe, B. L., Colaresi, M. P. & Quinn, K. M. (2008). Fightin' words: Lexical feature selection
    and evaluation for identifying the content of political conflict. Political Analysis 16(4), 372-403.
    Dunning, T. (1993). Accurate methods for the statistics of surprise and coincidence. Computational
    Linguistics 19(1), 61-74. Westfall, P. H. & Young, S. S. (1993). Resampling-based multiple testing. Wiley.
    Tusher, V. G., Tibshirani, R. & Chu, G. (2001). Significance analysis of microarrays applied to the
    ionizing radiation response. PNAS 98(9), 5116-5121.

    Examples
    --------
    >>> from analysis import parse
    >>> texts = ["The ferry is a lifeline."] * 6 + ["The ferry is a burden."] * 6
    >>> sentences = parse.sentences_of(texts).assign(article=[str(n) for n in range(12)])
    >>> articles = pd.DataFrame({"article": sentences["article"], "outlet": ["Beacon"] * 6 + ["Crier"] * 6})
    >>> found = keyness(sentences, articles)
    >>> found[found["finding"]][["group", "word"]].values.tolist()
    [['Beacon', 'lifeline'], ['Crier', 'burden']]
    """
    label = labels(articles, by, None)
    ids = list(dict.fromkeys(sentences["article"]))
    named = label.reindex(ids).to_numpy()
    kept = pd.notna(named) & (named != UNKNOWN)
    ids, named = [name for name, known in zip(ids, kept, strict=True) if known], named[kept]
    names, codes = np.unique(named.astype(str), return_inverse=True)
    if len(names) < 2:
        raise CompareError(
            f"by {by} there is one group ({', '.join(names) or 'none'}) and nothing to compare it with: "
            "articles of a second group are needed."
        )
    counts, words = counts_of(sentences, ids, without)
    used = np.flatnonzero(np.diff(counts.indptr) >= fewest)
    if not len(used):
        raise CompareError(f"no word stands in {fewest} articles of the {len(ids)} given.")
    words, sizes = [words[number] for number in used], np.asarray(counts.sum(axis=1), dtype=float)
    mass = PRIOR * float(sizes.sum()) if prior is None else prior
    parted = Parted(counts[:, used], sizes, len(names), mass, fewest)
    inside, holding = parted.counted(codes)
    size = np.bincount(codes, sizes).astype(float)
    rest, rest_size = parted.whole - inside, sizes.sum() - size
    delta, z = parted.odds(inside, size)
    held = parted.held(z, holding)
    enough = np.bincount(codes) >= FEWEST_ARTICLES
    away, p, corrected = against_chance(parted, codes, shuffles, random(seed, "keyness", by))
    rows = []
    for group in range(len(names)):
        table = pd.DataFrame(
            {
                "group": names[group],
                "word": words,
                "count": inside[group].astype(int),
                "others": rest[group].astype(int),
                "per_1000": 1000 * inside[group] / size[group],
                "others_per_1000": 1000 * rest[group] / rest_size[group],
                "articles": holding[group].astype(int),
                "others_articles": (parted.spread - holding[group]).astype(int),
                "log_odds": delta[group],
                "z": z[group],
                "log_likelihood": _log_likelihood(inside[group], size[group], rest[group], rest_size[group]),
                "p": p[group] if enough[group] else np.nan,
                "p_corrected": corrected[group] if enough[group] else np.nan,
                "finding": enough[group] & held[group] & (corrected[group] < LEVEL) & (delta[group] > 0),
            }
        )
        # What differs by rounding alone is the same, and stands in the order of the alphabet.
        rows.append(table.assign(_=(away[group] * np.sign(delta[group])).round(9)))
    ordered = pd.concat(rows).sort_values(["group", "_", "word"], ascending=[True, False, True])
    return KEYNESS.check(ordered.drop(columns="_"))


def collocates(
    sentences: Sentences,
    node: str,
    *,
    window: int = 5,
    fewest: int = FEWEST_HOLDING,
    least: int = 3,
    without: Collection[str] | None = None,
) -> Collocates:
    """Which words stand near a word or name more often than chance would put them there.

    Counted are words up to `window` words to either side in the same sentence,
    and scored by `nltk.collocations` with pointwise mutual information (Church
    & Hanks 1990), which favours what is rare, and log-likelihood (Dunning
    1993), which favours what is frequent.

    Parameters
    ----------
    sentences
        The text.
    node
        A word, or several in a row ("tram line"). Case does not matter.
    window
        Words to either side.
    fewest
        Articles that a finding must stand in.
    least
        Times that a word must stand in the window to be listed.
    without
        Words not to list; function words if left out.

    Returns
    -------
    Collocates
        One row per word, the highest log-likelihood first. `finding` is True
        where the word comes more often than expected, with a log-likelihood that chance
        reaches in fewer than 1 of 20 such lists (Bonferroni), and in at least `fewest` articles.

    Raises
    ------
    CompareError
        If the node does not occur.

    References
    ----------
    Church, K. W. & Hanks, P. (1990). Word association norms, mutual information, and lexicography.
    Computational Linguistics 16(1), 22-29.

    Examples
    --------
    >>> from analysis import parse
    >>> texts = ["The costly tram came.", "A costly tram again!", "That costly tram.", "Rain fell."] * 3
    >>> sentences = parse.sentences_of(texts).assign(article=[str(n) for n in range(12)])
    >>> found = collocates(sentences, "tram")
    >>> found[["word", "count", "articles"]].values.tolist()[0]
    ['costly', 9, 9]
    """
    from nltk.metrics.association import BigramAssocMeasures
    from scipy.special import chdtri

    if window < 1:
        raise CompareError(f"a window of {window} words holds none; give 1 or more.")
    unwanted = FUNCTION_WORDS if without is None else frozenset(without)
    named = tuple(Lexicon().read(node))
    if not named:
        raise CompareError(f"{node!r} holds no word.")
    joined = " ".join(named)
    everywhere: Counter[str] = Counter()
    near: Counter[str] = Counter()
    holding: dict[str, set[str]] = {}
    nodes = 0
    lexicon = Lexicon()
    for article, said in zip(sentences["article"], sentences["text"], strict=True):
        words = _joined(lexicon.read(str(said)), named, joined)
        everywhere.update(words)
        if joined not in words:
            continue
        places = [place for place, word in enumerate(words) if word == joined]
        nodes += len(places)
        # A word between two nodes stands near once.
        around = {at for place in places for at in range(place - window, place + window + 1)}
        for at in around & set(range(len(words))):
            if words[at] != joined:
                near[words[at]] += 1
                holding.setdefault(words[at], set()).add(str(article))
    if not nodes:
        raise CompareError(f"{node!r} does not occur in the {len(sentences):,} sentences given.")
    within, total = sum(near.values()), sum(everywhere.values()) - nodes
    listed = [word for word, times in near.items() if times >= least and word not in unwanted]
    critical = float(chdtri(1, LEVEL / max(len(listed), 1)))
    rows = []
    for word in listed:
        margins = near[word], (within, everywhere[word]), total
        expected = within * everywhere[word] / total
        likelihood = max(float(BigramAssocMeasures.likelihood_ratio(*margins)), 0.0)
        found = near[word] > expected and likelihood > critical and len(holding[word]) >= fewest
        rows.append(
            {
                "node": joined,
                "word": word,
                "count": near[word],
                "expected": expected,
                "articles": len(holding[word]),
                "pmi": float(BigramAssocMeasures.pmi(*margins)),
                "log_likelihood": likelihood,
                "finding": found,
            }
        )
    table = COLLOCATES.frame(rows)
    return COLLOCATES.check(table.sort_values(["log_likelihood", "word"], ascending=[False, True]))


def function_words() -> frozenset[str]:
    """English words that hold sentences together and say little of what these are about.

    >>> {"the", "of", "wouldn't"} <= function_words(), "ferry" in function_words()
    (True, False)
    """
    return FUNCTION_WORDS


def _joined(words: list[str], named: tuple[str, ...], joined: str) -> list[str]:
    """Words with each run that is the node made one."""
    if len(named) == 1 or named[0] not in words:
        return words
    made, at = [], 0
    while at < len(words):
        if tuple(words[at : at + len(named)]) == named:
            made.append(joined)
            at += len(named)
        else:
            made.append(words[at])
            at += 1
    return made


def _log_likelihood(inside: Array, size: Array, rest: Array, rest_size: Array) -> Array:
    """Dunning's log-likelihood ratio of a word in two texts, negative where the first has it less.

    >>> _log_likelihood(np.array([10.0]), np.array([1000.0]), np.array([10.0]), np.array([1000.0])).item()
    0.0
    """
    from scipy.special import xlogy

    table = [(inside, size), (rest, rest_size), (size - inside, size), (rest_size - rest, rest_size)]
    share = (inside + rest) / (size + rest_size)
    total = np.zeros_like(inside)
    for place, (seen, of) in enumerate(table):
        expected = of * (share if place < 2 else 1 - share)
        total += xlogy(seen, seen / np.maximum(expected, 1e-300))
    return np.where(inside / size >= rest / rest_size, 1.0, -1.0) * 2 * np.maximum(total, 0.0)
