"""The place of an account: matched to the gazetteer, and kept as far as it fits a correction."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from waqia.codebook import Codebook, PlaceNames, normalise
from waqia.formats import complete_places
from waqia.model import Finding, InputError, phrase
from waqia.register.store.records import Record

_LEVELS = ("country", "province", "district", "place")
"""From large to small; `place` are the words of the source."""
_POINT = ("latitude", "longitude")
_GIVEN = (*_LEVELS, *_POINT)
_DERIVED = (
    "place_id", "division", "province_then", "district_then", "region", "place_precision",
)  # fmt: skip
_THEN = ("province_then", "district_then")
_KEPT = 1000
"""How many matches are kept: to find one takes as long as to import a file of one row."""
_RANKS = ("exact", "town", "district", "division", "province", "country")


def with_place(
    codebook: Codebook, values: Mapping[str, Any], changes: Mapping[str, Any] | None = None
) -> tuple[Record, tuple[Finding, ...]]:
    """An account with `changes` made and its place complete; None makes a field unknown.

    A place of the gazetteer (`place_id`) brings its units and its point along. Of the former place
    stays what fits what is said now; what does not is left out, and a finding says so.

    Raises:
        InputError: the gazetteer has no place of that id.
    """
    given = dict(changes or {})
    if given.get("place_id"):
        return _named(codebook, values, given), ()
    if not any(name in given for name in _GIVEN):
        found = _without_none(dict(values) | given)
        return _matched(codebook, found) if changes is None else (_of_day(codebook, found), ())
    if not any(name in given for name in _LEVELS):
        return _without_none(dict(values) | given), ()
    stays, left_out = _fitting(codebook, values, given)
    rest = {k: v for k, v in values.items() if k not in (*_DERIVED, *_GIVEN)}
    found, findings = _matched(codebook, _without_none(rest | stays | given))
    if given.get("place"):
        # a town alone may be one that lies elsewhere
        alone, told = _matched(codebook, _without_none(rest | given))
        if _rank(alone) < _rank(found):
            return alone, told
    return found, (*findings, *left_out)


def _named(codebook: Codebook, values: Mapping[str, Any], given: Record) -> Record:
    day = given.get("date_start") or values.get("date_start")
    try:
        units = PlaceNames(codebook).on(
            given["place_id"], date.fromisoformat(str(day)) if day else None
        )
    except KeyError:
        raise InputError(f"place_id: the gazetteer has no place {given['place_id']!r}.") from None
    rest = {k: v for k, v in values.items() if k not in (*_DERIVED, *_GIVEN)}
    words = {"place": values.get("place") or codebook.places[given["place_id"]].name}
    return _without_none(rest | words | units | _without_none(given))


def _of_day(codebook: Codebook, found: Record) -> Record:
    """An account with the units in which its place lay on its day."""
    place, day = found.get("place_id"), found.get("date_start")
    if place not in codebook.places or not day:
        return found
    units = PlaceNames(codebook).on(place, date.fromisoformat(str(day)))
    return found | {name: units[name] for name in _THEN if name in units and name in found}


def _matched(codebook: Codebook, found: Record) -> tuple[Record, tuple[Finding, ...]]:
    """A place in words matched; one whose id or precision is given is left as it is."""
    matched = found.get("place_id") is not None or found.get("place_precision") is not None
    if matched or not any(name in found for name in _GIVEN):
        return found, ()
    known: dict[str, tuple[Record, tuple[Finding, ...]]] = codebook.once("matched", dict)
    said = json.dumps([found.get(name) for name in (*_GIVEN, "date_start")], default=str)
    match = known.get(said)
    if match is None:
        if len(known) >= _KEPT:
            known.clear()
        (placed,), findings = complete_places([found], codebook)
        known[said] = match = _without_none(placed), tuple(findings)
    return found | match[0], match[1]


def _fitting(
    codebook: Codebook, values: Mapping[str, Any], given: Mapping[str, Any]
) -> tuple[Record, tuple[Finding, ...]]:
    """What of the former place fits the levels that are given, and what of it does not."""
    changed = [level for level in _LEVELS if level in given]
    lowest, highest = changed[-1], changed[0]
    said = {level: given[level] for level in changed if given[level]}
    stays: Record = {}
    findings = []
    for level in _LEVELS:
        former = values.get(level)
        if former is None or level in given:
            continue
        if _LEVELS.index(level) < _LEVELS.index(lowest):
            # what lies above follows from the new words where the gazetteer knows them
            if not _elsewhere(codebook, said, level, former):
                stays[level] = former
        elif said.get(highest) and _within(codebook, values, said):
            stays[level] = former
        else:
            where = ", ".join(str(words) for words in said.values()) or phrase("an unknown place")
            findings.append(
                Finding(
                    "place-left-out",
                    f"{level}: {former!r} does not fit {where}, and is left out.",
                    record=values.get("id"), field=level, found=str(former),
                    action=f"Give the {level} too, if it is known.",
                )
            )  # fmt: skip
    return stays, tuple(findings)


def _within(codebook: Codebook, values: Mapping[str, Any], said: Mapping[str, str]) -> bool:
    """Whether the former place lies in the units that are said now."""
    place = values.get("place_id")
    if place not in codebook.places:
        return False
    lies = {normalise(unit) for unit in _units(codebook, place).values()}
    return all(normalise(words) in lies for words in said.values())


def _elsewhere(codebook: Codebook, said: Mapping[str, str], level: str, unit: str) -> bool:
    """Whether the smallest unit that is said is known, and nowhere in a larger one."""
    smaller = [name for name in _LEVELS[_LEVELS.index(level) + 1 :] if said.get(name)]
    if not smaller:
        return False
    found = list(_called(codebook, smaller[0], said[smaller[0]]))
    return bool(found) and not any(
        normalise(unit) in {normalise(name) for name in _units(codebook, place).values()}
        for place in found
    )


def _units(codebook: Codebook, place: str) -> dict[str, str]:
    units = PlaceNames(codebook).on(place, None)
    return {k: str(v) for k, v in units.items() if k in (*_LEVELS, "division")}


def _called(codebook: Codebook, level: str, words: str) -> Iterator[str]:
    wanted = normalise(words)
    for row in codebook.tables["names"]:
        place = codebook.places.get(row["place"])
        if place and normalise(row["name"]) == wanted and level in ("place", place.level):
            yield place.id


def _rank(found: Mapping[str, Any]) -> int:
    precision = found.get("place_precision")
    return _RANKS.index(precision) if precision in _RANKS else len(_RANKS)


def _without_none(record: Mapping[str, Any]) -> Record:
    return {name: value for name, value in record.items() if value is not None}
