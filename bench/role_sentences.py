"""Fitting the classifier of sentences of the role tagger."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix, hstack, vstack
from sklearn.linear_model import LogisticRegression

from waqia.reading.roles.sentences import (
    EARLY,
    NEAR_PART,
    NEAR_SLOTS,
    PART,
    SLOTS,
    Sentences,
    sentence_places,
)
from waqia.reading.roles.tokens import Tokens


def table(tokens: Tokens) -> csr_matrix:
    """Sentences of the body × weights, in the order of the fields of `Sentences`."""
    own, near = sentence_places(tokens)
    size = len(own)
    if not size:
        return csr_matrix((0, SLOTS + 2 * NEAR_SLOTS + EARLY + 1))
    here, beside = _rows(own, PART, SLOTS), _rows(near, NEAR_PART, NEAR_SLOTS)
    none = csr_matrix((1, NEAR_SLOTS))
    early = np.minimum(np.arange(size), EARLY)
    place = csr_matrix((np.ones(size), (np.arange(size), early)), shape=(size, EARLY + 1))
    parts = [here, vstack([none, beside[:-1]]), vstack([beside[1:], none]), place]
    return hstack(parts).tocsr()


def _rows(places: list[list[int]], part: float, size: int) -> csr_matrix:
    ends = np.cumsum([0, *(len(at) for at in places)])
    values = np.concatenate([np.full(len(at), part / np.sqrt(len(at))) for at in places])
    flat = np.concatenate(places).astype(np.intp) % size
    rows = csr_matrix((values, flat, ends), shape=(len(places), size))
    rows.sum_duplicates()
    return rows


def fit(tables: Sequence[csr_matrix], told: Sequence[NDArray[Any]]) -> Sentences:
    """The classifier, from the `table` of each document and what each sentence holds a filler of.

    `told` are sentences × (roles, any), true or false.
    """
    rows, right = vstack(tables).tocsr(), np.concatenate(told)
    used = np.flatnonzero(np.asarray((rows != 0).sum(0)).ravel() >= 3)
    weights = np.zeros((rows.shape[1], right.shape[1]))
    known = rows[:, used]
    for n in range(right.shape[1]):
        fitted = LogisticRegression(C=1, solver="liblinear", max_iter=60, tol=1e-3)
        fitted.fit(known, right[:, n])
        weights[used, n] = fitted.coef_[0]
        weights[-EARLY - 1 :, n] += fitted.intercept_[0]
    cuts = np.cumsum([SLOTS, NEAR_SLOTS, NEAR_SLOTS])
    here, before, after, early = np.split(weights, cuts)
    return Sentences(
        here.astype(np.float16),
        before.astype(np.float16),
        after.astype(np.float16),
        early.astype(np.float32),
    )
