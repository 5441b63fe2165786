"""One incident told with different numbers: the same day and districts, in one document or several.

A day and a district stand for one incident where people were killed; a month and a district do
where many were, since a district seldom sees two such incidents in a month. An attack of the
codebook's list of events stands for its day and place wherever it is named.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from waqia.audit.figure import bounds
from waqia.audit.finding import Discrepancy, Spot, plain, spot
from waqia.audit.phrases import Clause
from waqia.audit.spans import Span
from waqia.audit.telling import place_name
from waqia.audit.terms import Terms
from waqia.codebook import Codebook, Term
from waqia.model import phrase
from waqia.reading import Document, Number

_MANY = 20
_MOST_DISTRICTS = 3
_KILLING = re.compile(r"\b(?:kill(?:ed|ing|s)|martyr(?:ed|ing)|leaving)\s+$", re.IGNORECASE)
_NOTHING_COUNTED = re.compile(
    r"\s+(?:in|at|on|when|dead|and (?:wound|injur)\w+)\b|\s*[.,;)–—]", re.IGNORECASE
)
_ATTACK = re.compile(r"\s+(?:attack|bombing|massacre|پر حملہ)$")


@dataclass(frozen=True)
class Telling:
    """What one sentence says of one incident: how many were killed, all or those of one party.

    `undated` says that the text around the sentence has the time, not the sentence itself.
    """

    document: Document
    clause: Clause
    party: str | None
    value: float
    low: float
    high: float
    districts: frozenset[str]
    span: Span
    undated: bool

    @property
    def spot(self) -> Spot:
        """The sentence."""
        sentence = self.clause.sentence
        return spot(self.document, sentence.start, sentence.end, self.clause.where)


class Tellings:
    """Finds the sentences that say when and where people were killed, and how many."""

    def __init__(self, terms: Terms) -> None:
        self._terms = terms
        self._events = [
            (re.compile(rf"\b(?:{'|'.join(map(re.escape, names))})\b"), *told)
            for term in terms.codebook.terms("event").values()
            if (told := self._told(term)) and (names := _names(term))
        ]

    def of(self, document: Document, clauses: Iterable[Clause]) -> Iterator[Telling]:
        """The tellings of a document, in order."""
        for clause in clauses:
            tolls = _tolls(clause)
            if not tolls:
                continue
            scene = self._scene(clause)
            if scene is None:
                continue
            for party, told in tolls.items():
                value = next(iter(told))[0]
                if len(told) == 1 and (value >= _MANY or (party is None and len(scene[0]) == 1)):
                    yield Telling(document, clause, party, *next(iter(told)), *scene)

    def _scene(self, clause: Clause) -> tuple[frozenset[str], Span, bool] | None:
        """Where and when, and whether only the text around says so."""
        named = {(where, when) for name, where, when in self._events if name.search(clause.text)}
        if len(named) == 1:
            return *named.pop(), False
        districts = self._districts(clause)
        days = {t.span for t in clause.times if _within_a_month(t.span)}
        if not 1 <= len(districts) <= _MOST_DISTRICTS:
            return None
        if len(days) == 1:
            return districts, days.pop(), False
        if len(districts) > 1 and not clause.times and clause.span and _within_a_month(clause.span):
            return districts, clause.span, True
        return None

    def _told(self, term: Term) -> tuple[frozenset[str], Span] | None:
        """Where and when an event took place that is an attack on one day in a place."""
        day = str(term.row.get("date_start") or "")
        if term.row.get("kind") != "attack" or day != term.row.get("date_end"):
            return None
        named = self._terms.find(str(term.row.get("note") or ""))
        where = self._held(code for m in named for code in m.of("place")[:1])
        return (where, Span(date.fromisoformat(day), date.fromisoformat(day))) if where else None

    def _districts(self, clause: Clause) -> frozenset[str]:
        return self._held(code for m in clause.mentions for code in m.of("place")[:1])

    def _held(self, codes: Iterable[str]) -> frozenset[str]:
        places = self._terms.codebook.places
        found = set()
        for code in self._terms.most_precise(codes):
            place = places.get(code)
            if place is None or place.level == "district":
                found.add(code)
            elif place.level == "city":
                above = self._terms.parents.get(code, ())
                held = [up for up in above if places[up].level == "district"]
                found.add(held[0] if len(held) == 1 else code)
        return frozenset(found)


def _names(term: Term) -> list[str]:
    """What an event is called: its labels without "attack", and the first letters of its name."""
    names = [_ATTACK.sub("", label) for label in (term.label, term.label_ur) if label]
    words = [word for word in names[0].split() if word[0].isupper()]
    return [*names, "".join(word[0] for word in words)] if len(words) > 2 else names


def _within_a_month(span: Span) -> bool:
    return (span.end - span.start).days < 31


def _tolls(clause: Clause) -> dict[str | None, set[tuple[float, float, float]]]:
    """How many a sentence says were killed, in all (None) and of each party."""
    found: dict[str | None, set[tuple[float, float, float]]] = defaultdict(set)
    for figure in clause.figures:
        if figure.measure == "killed" and (figure.scope.party or not figure.part):
            found[figure.scope.party].add((figure.value, figure.low, figure.high))
    if None not in found:
        found[None] = {told for number in clause.numbers if (told := _bare(clause.text, number))}
    return {party: told for party, told in found.items() if told}


def _bare(text: str, number: Number) -> tuple[float, float, float] | None:
    """The killed that nobody is named for: "killing 30 in a bombing"."""
    if number.kind != "count" or not _KILLING.search(text, 0, number.start):
        return None
    if not _NOTHING_COUNTED.match(text, number.end):
        return None
    return bounds(number.min, number.best, number.max, text[number.start : number.end])


def check_incidents(told: Iterable[Telling], codebook: Codebook) -> Iterator[Discrepancy]:
    """Incidents of which the killed are told with numbers that exclude each other."""
    groups: dict[object, dict[object, Telling]] = defaultdict(dict)
    for one in told:
        start = one.span.start
        said = (one.value, one.low, one.high, one.span, one.undated)
        groups[(one.districts, one.party, start.year, start.month)].setdefault(said, one)
    for different in groups.values():
        group = list(different.values())
        seen: set[frozenset[float]] = set()
        for at, one in enumerate(group):
            for other in group[at + 1 :]:
                pair = frozenset({one.value, other.value})
                agree = one.low <= other.high and other.low <= one.high
                if agree or pair in seen or not _same(one, other):
                    continue
                seen.add(pair)
                yield _discrepancy(one, other, codebook)


def _same(one: Telling, other: Telling) -> bool:
    if one.span == other.span and one.span.start == one.span.end and len(one.districts) == 1:
        return True
    apart = one.span.end < other.span.start or other.span.end < one.span.start
    return not apart and min(one.value, other.value) >= _MANY


def _discrepancy(one: Telling, other: Telling, codebook: Codebook) -> Discrepancy:
    values = (plain(one.value), plain(other.value))
    where = " + ".join(sorted(place_name(code, codebook) for code in one.districts))
    whose = codebook.label("party", one.party) if one.party else ""
    names = (one.document.name, other.document.name)
    return Discrepancy(
        code="incident-differs",
        message=f"{where}, {one.span}: {values[0]} killed ({whose}) in {names[0]}; "
        f"{values[1]} in {names[1]}."
        if whose
        else f"{where}, {one.span}: {values[0]} killed in {names[0]}; {values[1]} in {names[1]}.",
        spots=(one.spot, other.spot),
        found=values[0],
        expected=values[1],
        arithmetic=f"{values[1]} − {values[0]} = {plain(other.value - one.value)}",
        correction=f"{values[0]} → {values[1]}, or the other way round",
        doubt=_doubt((one, other)),
    )


def _doubt(both: Sequence[Telling]) -> str:
    if any(one.undated for one in both):
        return phrase("One does not say when, the text around it does; it may be another incident.")
    if any(one.span.start != one.span.end for one in both):
        return phrase("One says only the month; it may be another incident.")
    return ""
