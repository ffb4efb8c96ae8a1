"""Which words make two groups of text differ in tone."""

from __future__ import annotations

import pandas as pd

from analysis.tables import HITS, Hits
from analysis.tone.scoring import ToneError


def shift(one: Hits, other: Hits, sizes: tuple[float, float]) -> pd.DataFrame:
    r"""What each word adds to the difference between the mean tones of two groups of text.

    The mean tone of a group is the sum of its words' weights over its number of sentences.
    With p the uses of a word per sentence, and φ its mean weight where it is used, a word
    adds p₂φ₂ - p₁φ₁ to the difference, of which

        (p₂ - p₁) (φ₁ + φ₂) / 2    is due to its being used more or less,
        (p₁ + p₂) / 2 (φ₂ - φ₁)    to its weighing more or less where it is used:

    the context turns or dims a word, and a long sentence less than a short one is made
    by it. What a word weighs in a group that never uses it is unknown, and
    taken to be what it weighs in the other.

    Method: the generalized word shift of Gallagher, R. J. et al. (2021), Generalized word
    shift graphs, EPJ Data Science 10, 4, after Dodds, P. S. et al. (2011), Temporal
    patterns of happiness and information in a global social network, PLoS ONE 6(12),
    e26752; without their reference value, since 0 is neutral here.

    Parameters
    ----------
    one, other
        The words found in each group, by the same instrument, one made of words.
    sizes
        How many sentences each group has, whether words were found in them or
        not; for voices, how many sentences' worth of words: `of_voices` gives it as `share`.

    Returns
    -------
    DataFrame
        One row per word (case set aside; what a negator turned by itself):
        `word`, `negated`, the uses `n_one` and `n_other`, the mean weights
        `weight_one` and `weight_other`, what `uses` and `weights` add, and
        `adds`, their sum; the largest first. `adds` sums to the mean tone of the
        other less that of the one, exactly.

    Raises
    ------
    ToneError
        If the hits are of several instruments, or a group has no sentence.

    Examples
    --------
    >>> rows = [("demo", "a", n, "tone", n + 3, word, weight, False, "reporter", 1)
    ...         for n, word, weight in [(0, "war", -0.5), (9, "joy", 0.4), (20, "war", -0.3)]]
    >>> hits = HITS.frame(rows)
    >>> shift(hits[:2], hits[2:], (2, 1))[["word", "uses", "weights", "adds"]].round(3).values.tolist()
    [['joy', -0.2, 0.0, -0.2], ['war', -0.2, 0.15, -0.05]]
    """
    if len(named := sorted({*one["instrument"], *other["instrument"]})) > 1:
        raise ToneError(
            f"hits of {len(named)} instruments ({', '.join(named)}) weigh on different scales. "
            f"Take one: hits.query('instrument == \"{named[0]}\"')."
        )
    if min(sizes) <= 0:
        raise ToneError(f"the groups have {sizes[0]:g} and {sizes[1]:g} sentences, but each must have some.")
    key = ["word", "negated"]
    counted = []
    for name, hits, size in (("one", one, sizes[0]), ("other", other, sizes[1])):
        words = HITS.check(hits)  # which counts its rows anew
        words["word"] = words["found"].map(lambda found: " ".join(found.split()).casefold())
        table = words.groupby(key)["weight"].agg(**{f"n_{name}": "size", f"weight_{name}": "mean"})
        counted.append(table.assign(**{f"p_{name}": table[f"n_{name}"] / size}))
    both = counted[0].join(counted[1], how="outer").reset_index()
    for name, others in (("one", "other"), ("other", "one")):
        both[f"weight_{name}"] = both[f"weight_{name}"].fillna(both[f"weight_{others}"])
        both[[f"n_{name}", f"p_{name}"]] = both[[f"n_{name}", f"p_{name}"]].fillna(0)
    both["uses"] = (both["p_other"] - both["p_one"]) * (both["weight_one"] + both["weight_other"]) / 2
    both["weights"] = (both["p_one"] + both["p_other"]) / 2 * (both["weight_other"] - both["weight_one"])
    both["adds"] = both["uses"] + both["weights"]
    both = both.astype({"n_one": "int64", "n_other": "int64"})
    columns = [*key, "n_one", "n_other", "weight_one", "weight_other", "uses", "weights", "adds"]
    ordered = both.assign(size=-both["adds"].abs()).sort_values(["size", *key], kind="stable")
    return ordered[columns].reset_index(drop=True)
