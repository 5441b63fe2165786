"""The words of a codebook where they stand in a text: actors, parties, targets, tactics, places."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Literal

from waqia.codebook import Codebook, Term
from waqia.reading.proposing.places.abroad import COUNTRIES
from waqia.reading.proposing.spelling import ENGLISH, WORD, fold, name_forms, noun_forms, words

_NOUNS = ("actor_category", "party", "target", "tactic", "type", "event")
_LEVELS = ("country", "province", "district", "division", "city")
_APART = re.compile(r"[;:!?؛؟\[\]{}|\t\"“”]|\n\s*\n|(?<![^\W\d_])\.\s|(?<=\w\w)[.۔]\s|\s{4}")
_IDLE = frozenset(("unknown", "other", "others"))

_Case = Literal["capitals", "capital", "any"]


@dataclass(frozen=True, slots=True)
class TermSpan:
    """Words at `start` to `end`, and the codes they may stand for, each with its vocabulary.

    A vocabulary is one of the codebook's (`actor`, `actor_category`, `party`, `target`, `tactic`,
    `type`, `event`) or `place`, whose codes are ids of the gazetteer, the widest unit first, or
    `country`: the English name of a country that the gazetteer does not have.
    """

    start: int
    end: int
    codes: tuple[tuple[str, str], ...]

    def of(self, vocabulary: str) -> tuple[str, ...]:
        """Its codes of one vocabulary."""
        return tuple(code for name, code in self.codes if name == vocabulary)


@dataclass(frozen=True, slots=True)
class _Entry:
    """What some words may stand for, where they are written in capitals as it needs."""

    vocabulary: str
    code: str
    case: _Case
    marks: str


class Terms:
    """Finds the terms of a codebook, the longest that fits and none within another.

    Built once for a codebook; finding takes time in proportion to the text. `keep` says of a
    vocabulary and a term of it whether it is looked for.
    """

    def __init__(
        self, codebook: Codebook, keep: Callable[[str, Term], bool] = lambda *_: True
    ) -> None:
        self._entries: dict[str, dict[tuple[str, ...], list[_Entry]]] = {}
        spelt = [
            (vocabulary, term.code, spelling)
            for vocabulary in ("actor", *_NOUNS)
            for term in codebook.terms(vocabulary).values()
            if keep(vocabulary, term)
            for spelling in _spellings(term)
        ]
        self._exact = {words(spelling) for _, _, spelling in spelt}
        for vocabulary, code, spelling in spelt:
            if vocabulary == "actor":
                self._add(name_forms(spelling), vocabulary, code, spelling)
            self._add(noun_forms(spelling), vocabulary, code, spelling)
        for spelling, place in _place_names(codebook):
            self._add(name_forms(spelling), "place", place, spelling)
        home = {place.name for place in codebook.places.values() if place.level == "country"}
        for country, spellings in COUNTRIES.items():
            if country not in home:
                for spelling in spellings:
                    self._add([words(spelling)], "country", country, spelling)
        self._lengths = {
            first: sorted({len(key) for key in known}, reverse=True)
            for first, known in self._entries.items()
        }

    def _add(
        self, forms: Iterable[tuple[str, ...]], vocabulary: str, code: str, spelling: str
    ) -> None:
        case = _case(spelling, vocabulary)
        marks = "".join(mark for mark in "(),:" if mark in spelling)
        own = words(spelling)
        for form in dict.fromkeys(forms):
            # a form that is derived gives way to a term of that very spelling
            if form and form[0] not in _IDLE and (form == own or form not in self._exact):
                entry = _Entry(vocabulary, code, case, marks)
                entries = self._entries.setdefault(form[0], {}).setdefault(form, [])
                if all((e.vocabulary, e.code, e.case) != (vocabulary, code, case) for e in entries):
                    entries.append(entry)

    def find(self, text: str) -> list[TermSpan]:
        """The terms of a text, in order and not overlapping, with offsets into it as it is."""
        tokens = [(m.start(), m.end(), fold(m[0])) for m in WORD.finditer(text)]
        found: list[TermSpan] = []
        at = 0
        while at < len(tokens):
            first = tokens[at][2]
            term = None
            length = 1
            if first in self._lengths:
                term, length = self._longest(text, tokens, at)
            if not term and text[tokens[at][0]].isupper() and at + 1 < len(tokens):
                term, length = self._apart(text, tokens[at], tokens[at + 1])
            if term:
                found.append(term)
                at += length
            else:
                at += 1
        return found

    def _longest(
        self, text: str, tokens: list[tuple[int, int, str]], at: int
    ) -> tuple[TermSpan | None, int]:
        known = self._entries[tokens[at][2]]
        for length in self._lengths[tokens[at][2]]:
            here = tokens[at : at + length]
            entries = known.get(tuple(word for _, _, word in here))
            if entries is None or len(here) < length:
                continue
            start, end = here[0][0], here[-1][1]
            said = text[start:end]
            if "(" in said and ")" not in said and text[end : end + 1] == ")":
                end += 1
            if length > 1 and _APART.search(said):
                continue
            codes = [
                (entry.vocabulary, entry.code)
                for entry in entries
                if _fits(text, start, end, entry)
            ]
            if codes:
                return TermSpan(start, end, tuple(dict.fromkeys(codes))), length
        return None, 1

    def _apart(
        self, text: str, one: tuple[int, int, str], other: tuple[int, int, str]
    ) -> tuple[TermSpan | None, int]:
        """A place that is one word in the gazetteer and two here: Miram Shah."""
        entries = None
        if other[0] - one[1] == 1 and text[other[0]].isupper():
            glued = fold(one[2] + other[2])
            entries = self._entries.get(glued, {}).get((glued,)) if len(glued) > 6 else None
        codes = [(e.vocabulary, e.code) for e in entries or () if e.vocabulary == "place"]
        return (TermSpan(one[0], other[1], tuple(codes)), 2) if codes else (None, 1)


def _spellings(term: Term) -> Iterator[str]:
    """Labels and aliases, and a code that is an abbreviation as it is written: ttp as TTP."""
    if len(term.code) <= 5 and term.code.isalpha():
        yield term.code.upper()
    yield from term.spellings[1:]


def _place_names(codebook: Codebook) -> Iterator[tuple[str, str]]:
    """Every spelling of every place, the widest units first."""
    places = codebook.places
    names = [(row["name"], row["place"]) for row in codebook.tables["names"]]
    names += [(name, p.id) for p in places.values() for name in (p.name, p.name_ur) if name]
    rank = {level: number for number, level in enumerate(_LEVELS)}
    known = [(name, place) for name, place in names if place in places]
    yield from sorted(known, key=lambda named: rank.get(places[named[1]].level, len(rank)))


def _case(spelling: str, vocabulary: str) -> _Case:
    """How a spelling is written: an abbreviation in capitals, a name with one at its beginning."""
    letters = [char for char in spelling if char.isalpha()]
    if not spelling.isascii() or not letters:
        return "any"
    if sum(char.isupper() for char in letters) > len(letters) / 2:
        return "capitals"
    named = vocabulary in ("place", "country") or (
        vocabulary == "actor" and " " not in spelling and spelling[0].isupper()
    )
    return "capital" if named else "any"


def _fits(text: str, start: int, end: int, entry: _Entry) -> bool:
    """Whether words are written as their entry needs, also where all is in capitals."""
    said = text[start:end]
    if any(mark in said and mark not in entry.marks for mark in "(),"):
        return False
    if entry.case == "any":
        return True
    if entry.case == "capital":
        if not said[:1].isupper():
            return False
    elif sum(char.isupper() for char in said) < sum(map(str.isalpha, said)) / 2:
        return False
    return said.lower() not in ENGLISH or _is_name(text, start, end, entry)


def _is_name(text: str, start: int, end: int, entry: _Entry) -> bool:
    """Whether a word that is one of English too stands as a name."""
    before, behind = text[max(start - 24, 0) : start], text[end : end + 24]
    shouted = (before + behind).isupper()
    if entry.vocabulary != "place":
        return not shouted
    opens = not before.strip() or before.rstrip()[-1:] in ".!?:\n"
    return bool(
        _PLACED_BEFORE.search(before)
        or _PLACED_BEHIND.match(behind)
        or (not (shouted or opens) and text[start + 1 : start + 2].islower())
    )


_PLACED_BEFORE = re.compile(
    r"\b(?:in|at|near|from|of|and|outside|district|city|town)[\s,]+(?:the\s+)?$", re.IGNORECASE
)
_PLACED_BEHIND = re.compile(
    r"\s*(?:,\s*[A-Z]|:|\()|\s+(?:district|city|town|tehsil|area|agency|police|valley)\b",
    re.IGNORECASE,
)
