"""One incident told with different numbers: the same day and district, in one document or several.

A day and a district stand for one incident where people were killed; a month and a district do
where many were, since a district seldom sees two such incidents in a month.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from waqia.audit.figure import Figure
from waqia.audit.finding import Discrepancy, plain, spot
from waqia.audit.phrases import Clause
from waqia.audit.spans import Span
from waqia.audit.telling import place_name
from waqia.audit.terms import Terms
from waqia.codebook import Codebook

_MANY = 20


@dataclass(frozen=True)
class Telling:
    """What one sentence says of one incident."""

    figure: Figure
    clause: Clause
    district: str
    span: Span


def tellings(clauses: Iterable[Clause], terms: Terms) -> Iterator[Telling]:
    """Sentences that say when and where people were killed, and how many."""
    for clause in clauses:
        killed = [
            f for f in clause.figures if f.measure == "killed" and not f.part and not f.scope.party
        ]
        days = {t.span for t in clause.times if (t.span.end - t.span.start).days < 31}
        districts = _districts(clause, terms)
        if len(killed) == 1 and len(days) == 1 and len(districts) == 1:
            yield Telling(killed[0], clause, next(iter(districts)), next(iter(days)))


def _districts(clause: Clause, terms: Terms) -> frozenset[str]:
    named = terms.most_precise(code for m in clause.mentions for code in m.of("place")[:1])
    places = terms.codebook.places
    found = set()
    for code in named:
        place = places.get(code)
        if place is None or place.level == "district":
            found.add(code)
        elif place.level == "city":
            held = [up for up in terms.parents.get(code, ()) if places[up].level == "district"]
            found.add(held[0] if len(held) == 1 else code)
    return frozenset(found)


def check_incidents(told: Iterable[Telling], codebook: Codebook) -> Iterator[Discrepancy]:
    """Incidents of which the killed are told with numbers that exclude each other."""
    by_month: dict[tuple[str, int, int], list[Telling]] = defaultdict(list)
    for one in told:
        by_month[(one.district, one.span.start.year, one.span.start.month)].append(one)
    for group in by_month.values():
        seen: set[frozenset[float]] = set()
        for at, one in enumerate(group):
            for other in group[at + 1 :]:
                pair = frozenset({one.figure.value, other.figure.value})
                if not _same(one, other) or one.figure.agrees(other.figure) or pair in seen:
                    continue
                seen.add(pair)
                yield _discrepancy(one, other, place_name(one.district, codebook))


def _same(one: Telling, other: Telling) -> bool:
    if one.span == other.span and one.span.start == one.span.end:
        return True
    apart = one.span.end < other.span.start or other.span.end < one.span.start
    return not apart and min(one.figure.value, other.figure.value) >= _MANY


def _discrepancy(one: Telling, other: Telling, district: str) -> Discrepancy:
    values = (plain(one.figure.value), plain(other.figure.value))
    exact = one.span == other.span
    return Discrepancy(
        code="incident-differs",
        message=f"{district}, {one.span}: {values[0]} killed in {one.figure.document.name}, "
        f"{values[1]} in {other.figure.document.name}.",
        spots=tuple(
            spot(t.figure.document, *t.figure.sentence, t.clause.where) for t in (one, other)
        ),
        found=values[0],
        expected=values[1],
        arithmetic=f"{values[1]} − {values[0]} = {plain(other.figure.value - one.figure.value)}",
        correction=f"{values[0]} → {values[1]}, or the other way round",
        doubt="" if exact else "One says only the month; it may be another incident.",
    )
