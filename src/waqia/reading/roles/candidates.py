"""Phrases that may fill a role in a document, from what the tagger thinks of each token."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal, get_args

import numpy as np
from numpy.typing import NDArray

from waqia.model import Role
from waqia.reading.roles.strings import Occurrences, normal
from waqia.reading.roles.tokens import Tokens

ROLES: tuple[Role, ...] = get_args(Role)
FILLERS: tuple[Role | Literal["victim_unnamed"], ...] = (*ROLES, "victim_unnamed")
"""What phrases are sought as: fillers of the roles, and of `victim` those that are no names."""

LABELS = ("O", *(f"{edge}{number}" for number in range(len(FILLERS)) for edge in "BI"))
"""The labels of the tagger: outside, or first and further token of the filler of that number."""

Chances = NDArray[np.float32]
"""Tokens × labels: the chance of each label for each token."""

Place = tuple[int, int]

_LEAST = 0.02
_LONGEST = 12


@dataclass
class Candidate:
    """A phrase that may fill a role: where it occurs, and what the tagger thinks of it.

    `role` is its number among FILLERS. `chances` belong to `places`, `heard` are those of them
    that stand in a sentence that the tagger looked at; `best` is the likeliest place. `inside` is
    the mean chance of its tokens to be of the role whatever the borders, `head` that of its last
    token; each of the place where it is highest.
    """

    role: int
    phrase: str
    places: list[Place]
    heard: list[Place]
    chances: list[float]
    best: Place
    inside: float
    head: float

    @property
    def chance(self) -> float:
        """The chance at its likeliest place."""
        return max(self.chances)


def candidates(
    tokens: Tokens,
    occurrences: Occurrences,
    chances: Chances,
    known: Iterable[tuple[int, str]],
    heard: NDArray[np.bool_],
) -> list[Candidate]:
    """All phrases with some chance, and those `known` to have filled a role elsewhere.

    `heard` are the tokens that the tagger looked at; phrases that only stand elsewhere are not
    given.
    """
    phrases: dict[tuple[int, str], set[Place]] = defaultdict(set)
    for role in range(len(FILLERS)):
        for place, phrase in _likely(tokens, chances, role):
            phrases[role, phrase].add(place)
    for role, phrase in known:
        phrases.setdefault((role, phrase), set())
    places = {phrase: set(occurrences.of(phrase)) for _, phrase in phrases}
    found = []
    for (role, phrase), likely in sorted(phrases.items()):
        at = sorted(places[phrase] | likely)
        looked_at = [place for place in at if heard[place[0]]]
        if not looked_at:
            continue
        begins, goes = chances[:, 2 * role + 1], chances[:, 2 * role + 2]
        mass = begins + goes
        held = [_chance(begins, goes, first, last) for first, last in at]
        best = at[int(np.argmax(held))]
        inside = max(float(mass[first:last].mean()) for first, last in at)
        head = max(float(mass[last - 1]) for _, last in at)
        found.append(Candidate(role, phrase, at, looked_at, held, best, inside, head))
    return found


def _likely(tokens: Tokens, chances: Chances, role: int) -> Iterable[tuple[Place, str]]:
    """Stretches of tokens with some chance to be exactly one mention of a role."""
    begins, goes = chances[:, 2 * role + 1], chances[:, 2 * role + 2]
    size = len(begins)
    for first in np.flatnonzero(begins[tokens.body :] >= _LEAST) + tokens.body:
        chance = float(begins[first])
        end = int(first) + 1
        while chance >= _LEAST and end - first <= _LONGEST:
            on = _goes_on(begins, goes, end) if end < size else 0.0
            if chance * (1 - on) >= _LEAST and (phrase := normal(tokens.span(int(first), end))):
                yield (int(first), end), phrase
            chance *= on
            end += 1


def _goes_on(begins: Chances, goes: Chances, n: int) -> float:
    """The chance that a mention that has come to token n - 1 goes on with token n."""
    return min(1.0, float(goes[n]) / max(float(begins[n - 1] + goes[n - 1]), 1e-6))


def _chance(begins: Chances, goes: Chances, first: int, last: int) -> float:
    chance = float(begins[first])
    for n in range(first + 1, last):
        chance *= _goes_on(begins, goes, n)
    return chance * (1 - _goes_on(begins, goes, last)) if last < len(begins) else chance
