"""Whether the parts of a number exclude each other: places, parties or times apart.

Nine policemen and five civilians are fourteen people, nine policemen and five women may be nine;
attacks in two provinces are added up, those in a province and in its capital are not.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import combinations

from waqia.audit.figure import Figure
from waqia.audit.nouns import KILLED, Said, are_one_kind
from waqia.audit.phrases import Clause
from waqia.audit.spans import Span
from waqia.audit.terms import Terms
from waqia.audit.wording import COUNTED_OUTCOME, EVERYONE, PERSONS, STOPS, first_outcome, outcome_of
from waqia.reading import Number

_ACROSS = frozenset(
    ("foreign_civilians", "intelligence", "paramilitary", "tribesmen", "sectarian_activists", "mob")
)
"""Parties that may be of another as well: a foreigner a militant, a tribesman a civilian."""
_FORCES = "security_forces"
"""The code of those whom the targets name by more words than the parties do."""
_AGES = re.compile(
    r"\s+(?:(?:young|minor|innocent|Afghan|Chinese|کم سن)\s+)?"
    r"(?:(?P<women>women|خواتین|عورتیں|عورتوں)|(?P<children>children|بچے|بچوں)|(?P<men>men|مرد))(?!\w)"
)
_STOPS = re.compile(r"[,،;؛:.۔()]")
_BESIDE = re.compile(r"\s+(?:[^\W\d_][\w'’-]*\s+){0,2}")
_AND = ("and", "of", "اور", "میں", "پر", "نے", "کے", "کی")
_WORD = re.compile(r"[^\W\d_]+")
_NO_PART = re.compile(
    r"\b(?:as well as|along with|together with|besides|in addition|apart from|"
    r"compared|than|from|to|killing|injuring|wounding|leaving)\s+$|(?:کے علاوہ|مزید|دیگر)\s+$",
    re.IGNORECASE,
)
_FELL = re.compile(r"(?<!\w)مار[ےا] گ[یئ]")
_ALONE = re.compile(r"\s*[,:(–—]|\s+including\b", re.IGNORECASE)
_MORE = re.compile(r"\s+(?:more|fewer|less|higher|lower)\b", re.IGNORECASE)


@dataclass(frozen=True)
class Part:
    """A number with what limits it: places, a party or women, men, children, a time."""

    number: Number
    measure: str | None
    places: frozenset[str]
    party: str | None
    age: str | None
    span: Span | None


class Apart:
    """Compares the parts of a sentence by a codebook's places and parties."""

    def __init__(self, terms: Terms) -> None:
        self._terms = terms
        self._members = terms.codebook.members
        self._parties = terms.codebook.terms("party")

    def part(self, clause: Clause, number: Number, following: int) -> Part:
        """A number of a sentence, by the words up to the next number at `following`."""
        text = clause.text
        figures = _figures(clause, number)
        inside = [m for m in clause.mentions if number.end <= m.start and m.end <= following]
        places = [code for figure in figures for code in figure.scope.places]
        if not figures:
            places = [code for m in inside for code in m.of("place")[:1]]
        parties = [
            code
            for m in inside
            if _is_beside(text[number.end : m.start])
            for code in (*m.of("party"), *m.of("target"))
            if code in self._parties and (code == _FORCES or code in m.of("party"))
        ]
        age = _AGES.match(text, number.end)
        spans = [t.span for t in clause.times if number.end <= t.start and t.end <= following]
        measure = next((figure.measure for figure in figures), None)
        if measure != "incidents":
            stop = _STOPS.search(text, number.end, following)
            behind = text[number.end : stop.start() if stop else following]
            measure = first_outcome(behind) or ("killed" if _FELL.search(behind) else measure)
        return Part(
            number,
            measure,
            self._terms.most_precise(places),
            parties[0] if parties and not age else None,
            str(age.lastgroup) if age else None,
            spans[0] if len(spans) == 1 else None,
        )

    def exclude(self, whole: Said, clause: Clause, parts: Sequence[Part]) -> bool:
        """Nothing can be of two of the parts, and each is of what the whole counts."""
        counted = _figures(*whole)
        end = parts[0].number.start if whole[0] is clause else len(whole[0].text)
        said = self.part(*whole, end)
        if len({one.measure for one in (said, *parts)} - {None}) > 1:
            return False
        if not all(are_one_kind((clause, part.number), whole) for part in parts):
            return False
        last = parts[-1].number.end
        stop = _STOPS.search(clause.text, last)
        behind = clause.text[last : stop.start() if stop else len(clause.text)]
        if said.measure == "incidents" and first_outcome(behind):
            return False  # people were killed in them: 20 in Sindh and 15 in Punjab died
        if any(_is_no_part(clause.text, part.number) for part in parts):
            return False
        first, final = parts[0].number.end, parts[-1].number.start
        if any(m.of("actor") and first <= m.start < final for m in clause.mentions):
            return False  # each may have those of another group
        if self._all(parts, self._places_apart):
            spoken_of = [figure.scope.places for figure in counted]
            spoken_of += [
                frozenset(mention.of("place")[:1])
                for mention in whole[0].mentions
                if mention.of("place") and whole[1].end <= mention.start < end
            ]
            return all(
                self._within(part.places, held) for held in spoken_of if held for part in parts
            )
        if self._all(parts, self._times_apart):
            held_time = next((f.scope.span for f in counted), None) or said.span
            return held_time is None or all(_holds(held_time, part.span) for part in parts)
        if self._all(parts, self._parties_apart):
            inside = self._members("party", said.party) if said.party else None
            return (
                all(part.party in inside for part in parts)
                if inside
                else _counts_anyone(*whole, end)
            )
        if self._all(parts, self._ages_apart):
            return _counts_anyone(*whole, end)
        return False

    def cross(self, parts: Sequence[Part]) -> bool:
        """Some are told by what they are and others by their sex or age: they may be the same."""
        told = [part for part in parts if part.party or part.age]
        return any(part.age for part in told) and any(not part.age for part in told)

    @staticmethod
    def _all(parts: Sequence[Part], apart: Callable[[Part, Part], bool]) -> bool:
        return all(apart(one, other) for one, other in combinations(parts, 2))

    def _places_apart(self, one: Part, other: Part) -> bool:
        above = self._terms.parents
        wide = [
            {up for place in part.places for up in (place, *above.get(place, ()))}
            for part in (one, other)
        ]
        known = all(place in self._terms.codebook.places for place in one.places | other.places)
        return (
            bool(one.places and other.places)
            and known
            and not (one.places & wide[1] or other.places & wide[0])
        )

    def _within(self, places: frozenset[str], held: frozenset[str]) -> bool:
        above = self._terms.parents
        return all(held & {place, *above.get(place, ())} for place in places)

    @staticmethod
    def _times_apart(one: Part, other: Part) -> bool:
        if one.span is None or other.span is None:
            return False
        return one.span.end < other.span.start or other.span.end < one.span.start

    def _parties_apart(self, one: Part, other: Part) -> bool:
        if one.party is None or other.party is None or {one.party, other.party} & _ACROSS:
            return False
        inside = [frozenset(self._members("party", part.party or "")) for part in (one, other)]
        return not inside[0] & inside[1]

    @staticmethod
    def _ages_apart(one: Part, other: Part) -> bool:
        return bool(one.age and other.age) and one.age != other.age


def _figures(clause: Clause, number: Number) -> list[Figure]:
    return [f for f in clause.figures if f.start == clause.sentence.start + number.start]


def _is_no_part(text: str, number: Number) -> bool:
    """A number that is compared with what it stands behind, or added to it."""
    return bool(_NO_PART.search(text, 0, number.start) or _MORE.match(text, number.end))


def _is_beside(between: str) -> bool:
    """Only words of a name stand between a number and what it counts: 9 unarmed policemen."""
    words = between.casefold().split()
    return bool(_BESIDE.fullmatch(between)) and not any(w in STOPS or w in _AND for w in words)


def _holds(span: Span, other: Span | None) -> bool:
    return other is not None and span.start <= other.start and other.end <= span.end


def _counts_anyone(clause: Clause, number: Number, end: int) -> bool:
    """The words beside a number leave open who is counted: "12 people", "killed 12, among them"."""
    if KILLED.search(clause.text, 0, number.start) and _ALONE.match(clause.text, number.end):
        return True
    for word in _WORD.finditer(clause.text, number.end, min(end, number.end + 40)):
        if EVERYONE.fullmatch(word[0]) or COUNTED_OUTCOME.fullmatch(word[0]):
            return True
        if PERSONS.fullmatch(word[0]):
            return False
        if outcome_of(word[0]):
            return True
    return False
