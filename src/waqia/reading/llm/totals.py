"""Totals that a text does not say: the sum of what it says of each party, resting on its words."""

from __future__ import annotations

from collections.abc import Sequence

from waqia.codebook import Codebook
from waqia.model import OUTCOMES, Count
from waqia.reading.llm.drafts import Draft


def add_totals(draft: Draft, codebook: Codebook) -> None:
    """Give an account the total of each outcome that it has only by party.

    A party that lies within another counted one, as police within security forces, is not added.
    """
    for outcome in OUTCOMES:
        parties = [party for party, what in draft.counts if party and what == outcome]
        if not parties or (None, outcome) in draft.counts:
            continue
        within = {inner for party in parties for inner in codebook.members("party", party)[1:]}
        apart = [party for party in parties if party not in within]
        draft.counts[None, outcome] = _sum([draft.counts[party, outcome] for party in apart])
        for party in apart:
            for name, place in list(draft.anchors):
                if name == f"casualties:{party}:{outcome}":
                    draft.anchor(outcome, place)


def _sum(parts: Sequence[Count]) -> Count:
    return Count(
        _added([part.min for part in parts]),
        _added([part.best for part in parts]),
        _added([part.max for part in parts]),
        any(part.imputed for part in parts),
    )


def _added(values: Sequence[int | None]) -> int | None:
    """A sum, open where one of its parts is."""
    known = [value for value in values if value is not None]
    return sum(known) if len(known) == len(values) else None
