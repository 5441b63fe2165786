"""Proposals beside gold accounts: which tells of which, and what they agree on, field by field."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Hashable, Iterable, Iterator, Sequence, Set
from dataclasses import dataclass, field
from datetime import timedelta

import numpy as np
from scipy.optimize import linear_sum_assignment

from bench.news_gold import LISTS, OUTCOMES, Case, Told
from waqia.model import Anchor, Proposal

ENOUGH = 2.0
"""How much a pair must agree to be one, where the proposal does not stand in the gold's passage."""
PASSAGE = 2.0
FIELDS = (
    "type", "date", "date, within a day", "place", "district",
    *OUTCOMES, "killed, best alone", "by party", "claim", *LISTS, "reported by",
)  # fmt: skip


@dataclass
class Tally:
    """Values that are right, of those that were proposed and of those in the gold."""

    right: int = 0
    proposed: int = 0
    gold: int = 0

    def add(self, right: int, proposed: int, gold: int) -> None:
        self.right += right
        self.proposed += proposed
        self.gold += gold

    @property
    def precision(self) -> float:
        return 100 * self.right / max(1, self.proposed)

    @property
    def recall(self) -> float:
        return 100 * self.right / max(1, self.gold)

    @property
    def f1(self) -> float:
        return 200 * self.right / max(1, self.proposed + self.gold)


@dataclass(frozen=True)
class Aligned:
    """A document: gold with the proposal that tells of the same, what is missed, what is extra.

    Left out are pairs with optional gold, and gold of an incident that another account of the
    same document has found already.
    """

    case: Case
    pairs: Sequence[tuple[Told, Told]]
    missed: Sequence[Told]
    extra: Sequence[Told]


@dataclass
class Scores:
    """The tallies of a set: of its incidents, of each field of the matched ones, of anchors.

    `anchors` counts the values of all proposals: right are those with an anchor whose quote
    stands in the text at its offsets.
    """

    incidents: Tally = field(default_factory=Tally)
    fields: dict[str, Tally] = field(default_factory=lambda: defaultdict(Tally))
    anchors: Tally = field(default_factory=Tally)

    def add(self, aligned: Aligned) -> None:
        """Count a document in."""
        found, missed = len(aligned.pairs), len(aligned.missed)
        self.incidents.add(found, found + len(aligned.extra), found + missed)
        for gold, proposal in aligned.pairs:
            for name, right, of_proposal, of_gold in agreement(gold, proposal):
                self.fields[name].add(right, of_proposal, of_gold)

    def add_anchors(self, text: str, proposals: Iterable[Proposal]) -> None:
        """Count the anchored values of the proposals of a text in."""
        for proposal in proposals:
            held = {a.field for a in proposal.anchors if _stands(a, text)}
            values = set(_values(proposal))
            self.anchors.add(len(values & held), len(values), len(values))


def align(case: Case, proposals: Sequence[Told]) -> Aligned:
    """One-to-one, so that the agreement of all pairs together is the largest."""
    weights = np.array([[_weight(g, p) for p in proposals] for g in case.gold])
    pairs: list[tuple[int, int]] = []
    if weights.size:
        rows, columns = linear_sum_assignment(-weights)
        pairs = [(int(r), int(c)) for r, c in zip(rows, columns, strict=True) if weights[r, c] > 0]
    matched = {gold for gold, _ in pairs}
    found = {case.gold[gold].incident for gold in matched} - {None}
    return Aligned(
        case=case,
        pairs=[(case.gold[g], proposals[p]) for g, p in pairs if not case.gold[g].optional],
        missed=[
            gold
            for number, gold in enumerate(case.gold)
            if number not in matched and not gold.optional and gold.incident not in found
        ],
        extra=[one for number, one in enumerate(proposals) if number not in {p for _, p in pairs}],
    )


def agreement(gold: Told, proposal: Told) -> Iterator[tuple[str, int, int, int]]:
    """For each of FIELDS: how many values are right, how many were proposed, how many are gold."""
    yield _single("type", gold.type, proposal.type)
    yield _single("date", gold.date, proposal.date)
    near = gold.date if _within_a_day(gold, proposal) else proposal.date
    yield _single("date, within a day", gold.date, near)
    yield _single("place", gold.place_id, proposal.place_id)
    yield _single("district", gold.district, proposal.district)
    for outcome in OUTCOMES:
        yield _single(outcome, gold.counts.get(outcome), proposal.counts.get(outcome))
    best = [told.counts.get("killed", (None, None, None))[1] for told in (gold, proposal)]
    yield _single("killed, best alone", *best)
    yield _several("by party", gold.parties, proposal.parties)
    yield _single("claim", gold.claim, proposal.claim)
    for name in LISTS:
        yield _several(name, gold.codes[name], proposal.codes[name])
    yield _single("reported by", bool(gold.reported_by) or None, bool(proposal.reported_by) or None)


def _weight(gold: Told, proposal: Told) -> float:
    """How much speaks for a gold account and a proposal telling of the same incident, or 0."""
    same: float = sum(
        gold.counts[name][1] == proposal.counts[name][1]
        for name in gold.counts.keys() & proposal.counts.keys()
    )
    if gold.date and proposal.date:
        overlap = gold.date[0] <= proposal.date[1] and proposal.date[0] <= gold.date[1]
        same += 1.0 if gold.date == proposal.date else 0.5 * overlap
    if gold.place_id and gold.place_id == proposal.place_id:
        same += 1.0
    elif gold.district and gold.district == proposal.district:
        same += 0.5
    same += 0.5 * (gold.type == proposal.type)
    overlaps = any(a < d and c < b for a, b in gold.passages for c, d in proposal.passages)
    return same + PASSAGE if overlaps else same if same >= ENOUGH else 0.0


def _within_a_day(gold: Told, proposal: Told) -> bool:
    if gold.date is None or proposal.date is None:
        return False
    day = timedelta(days=1)
    return all(abs(a - b) <= day for a, b in zip(gold.date, proposal.date, strict=True))


def _single(name: str, gold: Hashable, proposal: Hashable) -> tuple[str, int, int, int]:
    right = gold is not None and gold == proposal
    return name, int(right), int(proposal is not None), int(gold is not None)


def _several(name: str, gold: Set[Hashable], proposal: Set[Hashable]) -> tuple[str, int, int, int]:
    return name, len(gold & proposal), len(proposal), len(gold)


def _stands(anchor: Anchor, text: str) -> bool:
    return anchor.quote is not None and text[anchor.start : anchor.end] == anchor.quote


def _values(proposal: Proposal) -> Iterator[str]:
    """The names of the values of a proposal that an anchor must be there for."""
    if proposal.type is not None:
        yield "type"
    if proposal.date_start is not None:
        yield "date"
    if proposal.place is not None or proposal.place_id is not None:
        yield "place"
    if proposal.claim is not None:
        yield "claim"
    if proposal.reported_by:
        yield "reported_by"
    for name in OUTCOMES:
        if any(getattr(proposal, name + bound) is not None for bound in ("_min", "", "_max")):
            yield name
    for name in LISTS:
        yield from (f"{name}:{code}" for code in getattr(proposal, name))
    yield from (f"casualties:{part.party}:{part.outcome}" for part in proposal.casualties)
