"""Texts that say the same, found by clustering: hierarchical (average linkage, cosine) over weighted pieces of words.

Pure, without chance: the same texts in any order give the same clusters. Numbers and masked places never become terms.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import scipy  # its parts are imported when they are asked for: 25 MB for clustering
from numpy.typing import NDArray

MOST_TEXTS, MOST_TERMS = 500, 1_000
"""So many texts are compared at a time, and so many terms tell them apart: 0.5 million pairs, 4 MB."""
LEAST_TEXTS, MOST_SHARE = 5, 0.8
"""A cluster has so many texts at least, and not nearly all of them: then it tells nothing of its own."""
FARTHEST = 0.6
"""Cosine distance at which clusters are no longer joined."""
MOST_WORDS, LEAST_TELLING, LEAST_MATCHED = 3, 0.3, 0.9
_RUNS = re.compile(r"[a-z]{2,}|[\u3400-\u9fff]{2,}")
_SIZES = (2, 3, 4)


@dataclass(frozen=True)
class TellingWord:
    """A word by which a cluster is told: in which share of its texts, and of all others compared, it stands."""

    word: str
    inside: float
    outside: float


@dataclass(frozen=True)
class TextCluster:
    """Texts that say the same. n: of `compared` texts; telling: the words that tell most, the first first; words: those
    that all stand in a text for it to be counted; matched: in so many of the compared texts they do."""

    n: int
    compared: int
    telling: tuple[TellingWord, ...]
    words: tuple[str, ...]
    matched: int


def terms_of(text: str) -> frozenset[str]:
    """Words of Latin letters, and every two to four Chinese characters that stand together."""
    found = set[str]()
    for run in _RUNS.findall(text.lower()):
        if run.isascii():
            found.add(run)
        else:
            found |= {run[at : at + size] for size in _SIZES for at in range(len(run) - size + 1)}
    return frozenset(found)


def clusters_of(texts: Sequence[str]) -> list[TextCluster]:
    """The clusters among masked texts, the largest first; of more than MOST_TEXTS the first in their order count."""
    compared = [terms for terms in map(terms_of, sorted(texts)[:MOST_TEXTS]) if terms]
    counts = Counter(term for terms in compared for term in terms)
    told = sorted((term for term, n in counts.items() if 1 < n < len(compared)), key=lambda term: (-counts[term], term))
    vocabulary = told[:MOST_TERMS]
    if len(compared) <= LEAST_TEXTS or not vocabulary:
        return []
    holds = np.array([[term in terms for term in vocabulary] for terms in compared])
    compared_rows = np.flatnonzero(holds.any(axis=1))
    if len(compared_rows) <= LEAST_TEXTS:
        return []
    labels = _labels(holds[compared_rows])
    found = [_cluster(holds, compared_rows[labels == label], vocabulary) for label in np.unique(labels)]
    return sorted(filter(None, found), key=lambda one: (-one.n, one.words))


def _labels(holds: NDArray[np.bool_]) -> NDArray[np.int32]:
    """The number of the cluster of each text."""
    n = len(holds)
    weights = np.log((1 + n) / (1 + holds.sum(axis=0))) + 1  # smoothed inverse document frequency
    hierarchy = scipy.cluster.hierarchy
    joined = hierarchy.linkage(holds * weights, method="average", metric="cosine")
    return np.asarray(hierarchy.fcluster(joined, t=FARTHEST, criterion="distance"), dtype=np.int32)


def _cluster(holds: NDArray[np.bool_], members: NDArray[np.intp], vocabulary: Sequence[str]) -> TextCluster | None:
    """None of too few texts, of nearly all, or of such that no words tell."""
    n, compared = len(members), len(holds)
    if n < LEAST_TEXTS or n > MOST_SHARE * compared:
        return None
    within = holds[members].sum(axis=0)
    inside, outside = within / n, (holds.sum(axis=0) - within) / (compared - n)
    gain = (inside - outside).round(3)
    order = sorted(range(len(vocabulary)), key=lambda at: (-gain[at], -len(vocabulary[at]), vocabulary[at]))
    chosen: list[int] = []
    for at in order:
        word = vocabulary[at]
        if gain[at] < LEAST_TELLING or len(chosen) == MOST_WORDS:
            break
        if not any(_overlap(word, vocabulary[one]) for one in chosen):
            chosen.append(at)
    if not chosen:
        return None
    counted = chosen[:1]
    for at in chosen[1:]:
        if holds[members][:, [*counted, at]].all(axis=1).mean() >= LEAST_MATCHED:
            counted.append(at)
    telling = tuple(TellingWord(vocabulary[at], float(inside[at]), float(outside[at])) for at in chosen)
    matched = int(holds[:, counted].all(axis=1).sum())
    return TextCluster(n, compared, telling, tuple(sorted(vocabulary[at] for at in counted)), matched)


def _overlap(one: str, other: str) -> bool:
    """Whether two words are pieces of the same: one holds the other, or Chinese ones share two characters."""
    if one.isascii() or other.isascii():
        return one in other or other in one
    return any(one[at : at + 2] in other for at in range(len(one) - 1))
