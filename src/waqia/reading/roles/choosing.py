"""Which of the scored phrases become entities: each one is weighed beside those chosen before.

A phrase that names what is chosen already (a variant, an acronym, a head word) would count as a
second entity, so what is asked of each phrase is not only whether it fills a role, but whether it
does so as something new.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np
from numpy.typing import NDArray

from waqia.reading.roles.candidates import FILLERS
from waqia.reading.roles.cues import stem
from waqia.reading.roles.evidence import Experience
from waqia.reading.roles.hashing import slot
from waqia.reading.roles.scored import Scored
from waqia.reading.roles.strings import short_for

LEAST = 0.08
"""Phrases with less chance to fill a role are not weighed at all."""

Weigh = Callable[[int, NDArray[np.float64]], bool]
"""Given the position of a phrase and its numbers, whether it is chosen."""


def choose(scored: Sequence[Scored], experience: Experience, weigh: Weigh) -> list[int]:
    """The positions of the chosen phrases, of each role the likeliest first.

    `weigh` is asked in order of chance; what it chose before changes the numbers it is shown.
    """
    chosen: list[int] = []
    order = sorted(range(len(scored)), key=lambda n: -scored[n].chance)
    for role in range(len(FILLERS)):
        mine: list[int] = []
        for n in order:
            one = scored[n]
            if one.chance < LEAST:
                break
            if one.candidate.role == role:
                before = [scored[m] for m in mine]
                if weigh(n, beside(one, before, experience)):
                    mine.append(n)
        chosen += mine
    return chosen


def beside(one: Scored, chosen: Sequence[Scored], experience: Experience) -> NDArray[np.float64]:
    """The numbers of a phrase beside those chosen before it."""
    phrase, chance = one.candidate.phrase, min(one.chance, 0.9999)
    ties = [_tie(phrase, other.candidate.phrase, experience) for other in chosen]
    chances = [other.chance for other in chosen]
    alike = [c for c, tie in zip(chances, ties, strict=True) if tie[3]]
    named = [c for c, tie in zip(chances, ties, strict=True) if tie[4] or tie[5]]
    together = np.max(np.array(ties, dtype=float), axis=0) if ties else np.zeros(6)
    return np.concatenate(
        [
            one.numbers,
            [
                chance, np.log(chance / (1 - chance)), len(chosen),
                max(chances, default=0), min(chances, default=1), sum(chances),
                max(alike, default=0), max(named, default=0),
            ],
            together,
        ]
    )  # fmt: skip


def _tie(phrase: str, other: str, experience: Experience) -> tuple[float, ...]:
    """What two phrases have to do with each other."""
    mine, theirs = phrase.split(), other.split()
    shared = len({*mine} & {*theirs})
    return (
        {*mine} <= {*theirs},
        {*theirs} <= {*mine},
        stem(mine[-1]) == stem(theirs[-1]),
        shared,
        short_for(phrase, other) or short_for(other, phrase),
        experience.together.get(slot(f"{phrase}|{other}"), 0),
    )
