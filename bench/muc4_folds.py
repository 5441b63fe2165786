"""Folds of the texts for cross-validation: texts that are nearly the same stay together."""

from __future__ import annotations

import random
from collections import Counter, defaultdict
from collections.abc import Sequence

from waqia.reading.roles.tokens import Tokens

_WORDS = 5
_ALIKE = 0.3


def folds(texts: Sequence[Tokens], number: int, seed: int = 0) -> list[int]:
    """The fold of each text; two that share 30 % of the runs of five words are in one fold."""
    runs = [
        {tuple(text.words[n : n + _WORDS]) for n in range(text.body, len(text.words) - _WORDS)}
        for text in texts
    ]
    holders: dict[tuple[str, ...], list[int]] = defaultdict(list)
    for n, found in enumerate(runs):
        for run in found:
            holders[run].append(n)
    shared: Counter[tuple[int, int]] = Counter(
        (one, other)
        for held in holders.values()
        if len(held) <= 10
        for other in held
        for one in held
        if one < other
    )
    group = list(range(len(texts)))
    for (one, other), count in shared.items():
        if count >= _ALIKE * min(len(runs[one]), len(runs[other])):
            old, new = group[other], group[one]
            group = [new if member == old else member for member in group]
    names = sorted(set(group))
    random.Random(seed).shuffle(names)
    fold = {name: n % number for n, name in enumerate(names)}
    return [fold[name] for name in group]
