"""Clusters of words that stand in like company, learned from texts without any labels."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

import numpy as np
from scipy.sparse import coo_matrix
from sklearn.cluster import MiniBatchKMeans
from sklearn.utils.extmath import randomized_svd

from waqia.reading.roles.tokens import Tokens

_STEPS = (-2, -1, 1, 2)
_NEIGHBOURS = 3000


def clusters(texts: Sequence[Tokens], fine: int = 400, coarse: int = 64) -> dict[str, list[str]]:
    """Of each word that comes at least three times its fine and its coarse cluster.

    Words are described by the positive pointwise mutual information with the words one and two
    places before and behind them, reduced to 100 dimensions, and divided by k-means.
    """
    times = Counter(word for text in texts for word in text.words[text.body :])
    words = {word: n for n, (word, count) in enumerate(times.most_common()) if count >= 3}
    pairs: Counter[tuple[int, int]] = Counter()
    for text in texts:
        for first, last in text.sentences:
            if first < text.body:
                continue
            known = [words.get(word, -1) for word in text.words[first:last]]
            for n, word in enumerate(known):
                if word < 0:
                    continue
                for side, step in enumerate(_STEPS):
                    at = n + step
                    inside = 0 <= at < len(known)
                    near = known[at] if inside and 0 <= known[at] < _NEIGHBOURS else -1
                    column = near if near >= 0 else _NEIGHBOURS + inside
                    pairs[word, column + (_NEIGHBOURS + 2) * side] += 1
    rows, columns = np.array(list(pairs)).T
    counts = np.array(list(pairs.values()), dtype=float)
    shape = (len(words), (_NEIGHBOURS + 2) * len(_STEPS))
    of_word = np.bincount(rows, counts, shape[0])
    of_column = np.bincount(columns, counts, shape[1]) ** 0.75
    of_column *= counts.sum() / of_column.sum()
    information = np.log(counts * counts.sum() / (of_word[rows] * of_column[columns]))
    table = coo_matrix((np.maximum(0, information), (rows, columns)), shape=shape).tocsr()
    left, strengths, _ = randomized_svd(table, 100, random_state=0)
    places = left * np.sqrt(strengths)
    places /= np.linalg.norm(places, axis=1, keepdims=True) + 1e-9
    labels = [
        MiniBatchKMeans(size, random_state=0, n_init=3, batch_size=2048).fit(places).labels_
        for size in (fine, coarse)
    ]
    return {word: [str(label[n]) for label in labels] for word, n in words.items()}
