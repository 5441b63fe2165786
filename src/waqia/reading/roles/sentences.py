"""Which sentences tell of fillers: a quick look at the words of each and of its neighbours.

It serves twice: sentences that tell of nothing are not tagged at all, and what it says of the
sentences of a phrase is one of the things that speak for or against the phrase.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from waqia.reading.roles.hashing import Word, pair
from waqia.reading.roles.tokens import Tokens

SLOTS, NEAR_SLOTS = 2**16, 2**13
PART, NEAR_PART, EARLY = 2.0, 1.5, 6


@dataclass(frozen=True)
class Sentences:
    """Linear classifiers, one for each role and one for any: weights of words and pairs of words.

    `here` weighs those of a sentence, `before` and `after` the words of its neighbours, `early`
    how far from the beginning of the text it stands.
    """

    here: NDArray[np.float16]
    before: NDArray[np.float16]
    after: NDArray[np.float16]
    early: NDArray[np.float32]

    def odds(self, tokens: Tokens) -> NDArray[np.float64]:
        """Sentences of the body × (roles, any): the log odds that one holds a filler."""
        own, near = sentence_places(tokens)
        if not own:
            return np.zeros((0, self.early.shape[1]))
        odds = _sums(self.here, own, PART)
        odds[1:] += _sums(self.before, near, NEAR_PART)[:-1]
        odds[:-1] += _sums(self.after, near, NEAR_PART)[1:]
        return np.asarray(odds + self.early[np.minimum(np.arange(len(own)), EARLY)])


def _sums(
    weights: NDArray[np.float16], places: list[list[int]], part: float
) -> NDArray[np.float64]:
    """Of each list of places the sum of their weights, by its length."""
    sizes = np.array([len(at) for at in places])
    begins = np.concatenate([[0], np.cumsum(sizes)[:-1]])
    flat = np.array([n for at in places for n in at], dtype=np.intp) % len(weights)
    sums = np.add.reduceat(weights[flat].astype(float), begins, axis=0)
    return np.asarray(sums * (part / np.sqrt(sizes))[:, None])


def sentence_places(tokens: Tokens) -> tuple[list[list[int]], list[list[int]]]:
    """Where the weights of each sentence of the body stand: as itself, and as a neighbour.

    None of the lists is empty.
    """
    own, near = [], []
    for first, last in tokens.sentences:
        if first < tokens.body:
            continue
        told = [word for word in map(Word.of, tokens.words[first:last]) if word.told]
        deeds = {word.deed for word in told if word.deed is not None}
        own.append(
            [
                *({word.number for word in told} | deeds),
                *{pair(a.number, b.number) for a, b in pairwise(told) if not (a.joins and b.joins)},
            ]
            or [0]
        )
        near.append([*({word.number for word in told if not word.joins} | deeds)] or [0])
    return own, near
