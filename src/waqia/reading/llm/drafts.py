"""Accounts as they come out of an answer: values with the places of their words, and their joining.

Windows share sentences, so that an incident told there is answered twice; both become one.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from waqia.model import Count
from waqia.reading.document import Span
from waqia.reading.llm.placed import Placed

_WEAK = frozenset(("date", "place", "claim", "reported_by"))
"""Fields whose words incidents of one sentence share."""


@dataclass
class Draft:
    """An account in the making.

    `values` are fields of an account but for places and counts; lists are lists of codes in order.
    `counts` are by party and outcome, the party None
    for all together. `anchors` are the places of the words of each value.
    """

    values: dict[str, Any] = field(default_factory=dict)
    place: Placed | None = None
    counts: dict[tuple[str | None, str], Count] = field(default_factory=dict)
    anchors: dict[tuple[str, Span], None] = field(default_factory=dict)

    def anchor(self, name: str, place: Span) -> None:
        """Keep where the words of a value stand."""
        self.anchors[name, place] = None

    @property
    def tells(self) -> bool:
        """Whether it says what happened, and not only when, where or by whom."""
        return bool(self.counts or self.values.get("type"))

    @property
    def start(self) -> int:
        """Where the first of its words stand."""
        return min(place[0] for _, place in self.anchors)

    def take_in(self, other: Draft) -> None:
        """Add what another account of the same incident says and this one does not."""
        # words that bear out another value than the one that is kept are not among its anchors
        outvoted = {
            name
            for name, value in other.values.items()
            if not isinstance(value, list) and self.values.get(name, value) != value
        }
        for name, value in other.values.items():
            if isinstance(value, list):
                self.values[name] = list(dict.fromkeys([*self.values.get(name, ()), *value]))
            else:
                self.values.setdefault(name, value)
        self.place = self.place or other.place
        self.counts = other.counts | self.counts
        self.anchors |= {one: None for one in other.anchors if one[0] not in outvoted}


def joined(drafts: Iterable[Draft]) -> list[Draft]:
    """The accounts of all windows, in the order of the text, those of one incident as one."""
    found: list[Draft] = []
    for draft in sorted(drafts, key=lambda one: one.start):
        same = max(found, key=lambda known: _shared(known, draft), default=None)
        if same and _same(same, draft):
            same.take_in(draft)
        else:
            found.append(draft)
    return found


def _strong(draft: Draft) -> set[tuple[str, Span]]:
    return {anchor for anchor in draft.anchors if anchor[0] not in _WEAK}


def _shared(one: Draft, other: Draft) -> int:
    if _contradict(one, other):
        return -1
    return len(_strong(one) & _strong(other))


def _same(one: Draft, other: Draft) -> bool:
    """Nothing said differently, and what happened told in the same words, at least half of them."""
    least = min(len(_strong(one)), len(_strong(other)))
    return 0 < least <= 2 * _shared(one, other)


def _contradict(one: Draft, other: Draft) -> bool:
    names = ("type", "date_start", "date_end")
    values = any(
        name in one.values and name in other.values and one.values[name] != other.values[name]
        for name in names
    )
    counts = any(one.counts[key] != other.counts[key] for key in one.counts.keys() & other.counts)
    return values or counts or _elsewhere(one.place, other.place)


def _elsewhere(one: Placed | None, other: Placed | None) -> bool:
    """Whether two places are known not to be one, wherever their words stand."""
    if not one or not other:
        return False
    ids = [place.phrase.place_id for place in (one, other) if place.phrase]
    if len(ids) == 2 and all(ids):
        return ids[0] != ids[1]
    return one.words.casefold() != other.words.casefold()
