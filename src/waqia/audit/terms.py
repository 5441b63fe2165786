"""The words of a codebook where they stand in a text: actors, places, targets, tactics, types."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property

from waqia.codebook import Codebook, Term

_WORD = re.compile(r"\w+")
_HOMOGLYPHS = str.maketrans("АВЕКМНОРСТХаеорсух", "ABEKMHOPCTXaeopcyx")
_LEVELS = ("country", "province", "district", "division", "city")
_VOCABULARIES = ("actor", "actor_category", "target", "tactic", "party", "type")
COUNTRIES = frozenset(
    ("Afghanistan", "Iran", "India", "China", "Syria", "Iraq", "Turkey", "Somalia", "Uzbekistan",
     "Tajikistan", "Bangladesh", "Russia", "Germany")
)  # fmt: skip
"""Countries beyond the gazetteer that a report on its country compares with."""
_ABROAD = (*COUNTRIES, "Kabul", "Kandahar", "Nangarhar", "Kunar")


@dataclass(frozen=True, slots=True)
class Mention:
    """A term at `start` to `end`: the codes it stands for, each with its vocabulary."""

    start: int
    end: int
    codes: tuple[tuple[str, str], ...]

    def of(self, vocabulary: str) -> tuple[str, ...]:
        """Its codes of one vocabulary."""
        return tuple(code for name, code in self.codes if name == vocabulary)


class Terms:
    """Finds the terms of a codebook; the longest that fits, none within another."""

    def __init__(self, codebook: Codebook) -> None:
        self.codebook = codebook
        self._entries: dict[str, dict[tuple[str, ...], list[tuple[str, str, str]]]] = {}
        for vocabulary in _VOCABULARIES:
            for code, term in codebook.terms(vocabulary).items():
                if not _is_idle(vocabulary, code, term):
                    spellings = (*_abbreviated(code), *term.spellings[1:])
                    for spelling in (*spellings, *_plurals(term.spellings[1:])):
                        self._add(spelling, vocabulary, code)
        for spelling, place in self._place_names.items():
            self._add(spelling, "place", place)

    @cached_property
    def _place_names(self) -> dict[str, str]:
        """Spelling → the place it most likely means: provinces and districts before cities."""
        places = self.codebook.places
        best: dict[str, tuple[int, str]] = {}
        for row in self.codebook.tables["names"]:
            place = places.get(row["place"])
            if place is None or place.level not in _LEVELS:
                continue
            rank = _LEVELS.index(place.level)
            if row["name"] not in best or rank < best[row["name"]][0]:
                best[row["name"]] = (rank, place.id)
        for row in self.codebook.tables["regions"]:
            includes = row["includes"].split(";")
            if len(includes) and includes[0] in places and not row["excludes"]:
                for name in (row["label"], *row.get("aliases", "").split(";")):
                    if name.strip() and ("PK" not in includes):
                        best.setdefault(name.strip(), (0, includes[0]))
        return {name: place for name, (_, place) in best.items()} | {n: n for n in _ABROAD}

    @cached_property
    def parents(self) -> Mapping[str, frozenset[str]]:
        """Place → the places that hold it, or held it once."""
        above: dict[str, set[str]] = {}
        for row in self.codebook.tables["parents"]:
            above.setdefault(row["place"], set()).add(row["parent"])

        def all_above(place: str, seen: frozenset[str]) -> frozenset[str]:
            found = frozenset(above.get(place, ())) - seen
            return found.union(*(all_above(one, seen | found) for one in found))

        return {place: all_above(place, frozenset()) for place in above}

    @cached_property
    def provinces(self) -> frozenset[str]:
        """The first-level units."""
        places = self.codebook.places.values()
        return frozenset(place.id for place in places if place.level == "province")

    def most_precise(self, places: Iterable[str]) -> frozenset[str]:
        """The places without those that hold another of them."""
        named = set(places)
        holding = {up for place in named for up in self.parents.get(place, ())}
        return frozenset(named - holding)

    def _add(self, spelling: str, vocabulary: str, code: str) -> None:
        words = tuple(_folded(word[0]) for word in _WORD.finditer(spelling))
        if words:
            entry = self._entries.setdefault(words[0], {}).setdefault(words, [])
            entry.append((vocabulary, code, spelling))

    def find(self, text: str) -> list[Mention]:
        """The terms of a text, in order."""
        tokens = [(m.start(), m.end(), _folded(m[0])) for m in _WORD.finditer(text)]
        found: list[Mention] = []
        at = 0
        while at < len(tokens):
            mention, length = self._longest(text, tokens, at)
            if mention:
                found.append(mention)
            at += length
        return found

    def _longest(
        self, text: str, tokens: list[tuple[int, int, str]], at: int
    ) -> tuple[Mention | None, int]:
        known = self._entries.get(tokens[at][2], {})
        for length in sorted({len(words) for words in known}, reverse=True):
            words = tuple(word for _, _, word in tokens[at : at + length])
            if words not in known or len(words) != length:
                continue
            start, end = tokens[at][0], tokens[at + length - 1][1]
            said = text[start:end]
            codes = [
                (vocabulary, code)
                for vocabulary, code, spelling in known[words]
                if _fits(said, spelling, vocabulary)
            ]
            if codes and not re.search(r"[.;:()\n]{1,2}\s", said):
                return Mention(start, end, tuple(dict.fromkeys(codes))), length
        return None, 1


def _is_idle(vocabulary: str, code: str, term: Term) -> bool:
    """Terms that do not limit a number: the state's own forces, parties, and what is not known."""
    if code in ("other", "unknown") or code.startswith(("other_", "unspecified_")):
        return True
    if vocabulary == "actor":
        return term.row.get("category") in ("state_forces", "political", "unidentified")
    return vocabulary == "actor_category" and code in ("state_forces", "political", "unidentified")


def _abbreviated(code: str) -> tuple[str, ...]:
    """A code that is an abbreviation, as it is written: ttp as TTP."""
    return (code.upper(),) if len(code) <= 5 and code.isalpha() else ()


def _plurals(spellings: Iterable[str]) -> list[str]:
    """English plurals: a report says attacks where a codebook says attack."""
    return [
        f"{spelling}s" for spelling in spellings if spelling.isascii() and spelling[-1:].islower()
    ]


def _folded(word: str) -> str:
    folded = unicodedata.normalize("NFKD", word.translate(_HOMOGLYPHS).casefold())
    return "".join(char for char in folded if not unicodedata.combining(char))


def _fits(said: str, spelling: str, vocabulary: str) -> bool:
    """An abbreviation is written in capitals, a name of a place or group begins with one."""
    said = said.translate(_HOMOGLYPHS)
    if not spelling.isascii():
        return True
    letters = [char for char in spelling if char.isalpha()]
    if sum(char.isupper() for char in letters) > len(letters) / 2:
        return sum(char.isupper() for char in said) >= sum(c.isupper() for c in spelling) - 1
    return vocabulary not in ("place",) or said[:1].isupper()
