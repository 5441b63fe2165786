"""Places of the gazetteer found by a name in either script, and what they are called."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from waqia.codebook import Codebook, PlaceNames, normalise

_MOST = 12
_UNITS = {
    "district": {"en": "{} District", "ur": "ضلع {}"},
    "division": {"en": "{} Division", "ur": "{} ڈویژن"},
}
"""How units are called that share their name with a town."""
_COMMAS = {"en": ", ", "ur": "، "}
_LEVELS = ("city", "district", "division", "province", "country")


@dataclass(frozen=True, slots=True)
class PlaceFound:
    """A place: its id, its name with the units it lies in, and its level."""

    id: str
    text: str
    level: str


class Places:
    """The places of a codebook, to be found by what one types of their names."""

    def __init__(self, codebook: Codebook) -> None:
        self._places = codebook.places
        self._names = PlaceNames(codebook)
        by_name = {(p.level, p.name): p for p in codebook.places.values()}
        self._called = {key: place.name_ur for key, place in by_name.items()}
        spelled = dict.fromkeys(
            [
                *((p.id, name) for p in codebook.places.values() for name in (p.name, p.name_ur)),
                *((row["place"], row["name"]) for row in codebook.tables["names"]),
            ]
        )
        self._towns = {p.name for p in codebook.places.values() if p.level == "city"}
        self._spelled = [
            (normalise(name), place) for place, name in spelled if name and place in self._places
        ]

    def text(self, place: str | None, language: str = "en") -> str:
        """What a place is called with the units it lies in, from small to large; "" of None."""
        if place not in self._places:
            return ""
        unit = self._places[place]
        lies = self._names.on(unit.id, None)
        names = [(unit.level, unit.name)]
        names += [(level, str(lies[level])) for level in _LEVELS[1:4] if level in lies]
        if len(names) > 1 and "division" not in (unit.level,):
            names = [(level, name) for level, name in names if level != "division"]
        called = list(dict.fromkeys(self._name(*each, language) for each in names))
        if unit.level in _UNITS and unit.name in self._towns:
            called[0] = _UNITS[unit.level][language].format(called[0])
        return _COMMAS[language].join(called)

    def find(self, words: str, language: str = "en") -> list[PlaceFound]:
        """The places that words may mean, the likeliest first: the name first, then its units."""
        parts = _parts(words)
        wanted, units = parts[0], [part for part in parts[1:] if part]
        if not wanted:
            return []
        ranks: dict[str, tuple[int, int, int]] = {}
        for name, place in self._spelled:
            if wanted not in name:
                continue
            kind = 0 if name == wanted else 1 if name.startswith(wanted) else 2
            if kind == 2 and f" {wanted}" not in name:
                continue
            rank = (kind, _rank(self._places[place].level), len(name))
            ranks[place] = min(rank, ranks.get(place, rank))
        if units:
            ranks = {place: rank for place, rank in ranks.items() if self._lies_in(place, units)}
        best = sorted(ranks, key=lambda place: (ranks[place], place))[:_MOST]
        return [
            PlaceFound(place, self.text(place, language), self._places[place].level)
            for place in best
        ]

    def meant(self, words: str, language: str = "en") -> PlaceFound | list[PlaceFound]:
        """The one place that words mean, or those between which they leave it open."""
        found = self.find(words, language)
        exact = [one for one in found if one.text.casefold() == words.strip().casefold()]
        if exact:
            return exact[0]
        named = {place for name, place in self._spelled if name == _parts(words)[0]}
        whole = [one for one in found if one.id in named] or found
        smallest = min(whole, key=lambda one: _rank(one.level), default=None)
        if smallest and all(self._contains(one.id, smallest.id) for one in whole):
            return smallest  # a town, and the district of its name that it lies in
        return whole

    def _contains(self, unit: str, place: str) -> bool:
        lies = self._names.on(place, None)
        return unit == place or lies.get(self._places[unit].level) == self._places[unit].name

    def _lies_in(self, place: str, units: list[str]) -> bool:
        lies = self._names.on(place, None)
        names = [(level, str(lies[level])) for level in _LEVELS if level in lies]
        known = {
            normalise(self._name(*name, language)) for name in names for language in ("en", "ur")
        }
        return all(any(each.startswith(unit) for each in known) for unit in units)

    def _name(self, level: str, name: str, language: str) -> str:
        return (self._called.get((level, name)) if language == "ur" else None) or name


def _parts(words: str) -> list[str]:
    """A name and the units it lies in, without what says that it is a unit."""
    parts = [normalise(part) for part in words.replace("،", ",").split(",")]
    bare = re.sub(r"^(?:ضلع) | (?:district|division|ڈویژن|ڈویزن)$", "", parts[0])
    return [bare or parts[0], *parts[1:]]


def _rank(level: str) -> int:
    return _LEVELS.index(level) if level in _LEVELS else len(_LEVELS)


_made: dict[int, tuple[Codebook, Places]] = {}


def places_of(codebook: Codebook) -> Places:
    """The places of a codebook, made once for the one in use."""
    known: Mapping[int, tuple[Codebook, Places]] = _made
    found = known.get(id(codebook))
    if found is None or found[0] is not codebook:
        found = (codebook, Places(codebook))
        _made.clear()
        _made[id(codebook)] = found
    return found[1]
