"""The pages of places: the gazetteer as a tree with its numbers, and each unit with its history."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from fastapi import APIRouter, Response

from waqia.codebook import Codebook
from waqia.web.desk import naming
from waqia.web.desk.catalogue import Catalogue, Row, bars, catalogue
from waqia.web.desk.visiting import PageError, Visit

router = APIRouter()

_LEVELS = ("country", "province", "division", "district")
"""Levels of the tree; towns stand on the pages of their districts."""


@dataclass(frozen=True)
class Line:
    """A unit in the tree: how deep it stands, its row in the gazetteer, and its numbers."""

    depth: int
    unit: dict[str, str]
    number: Row | None


@router.get("/places")
def places(visit: Visit) -> Response:
    """The units of the gazetteer as they are today, those that are no more, and other places."""
    with catalogue(visit) as known:
        numbers = _numbers(known)
        units = {row["id"]: row for row in known.codebook.tables["places"]}
        return visit.render(
            "places.html",
            known=known,
            names=naming,
            tree=_tree(known.codebook, units, numbers),
            gone=[row for row in units.values() if row["valid_to"] and row["level"] in _LEVELS],
            elsewhere=_elsewhere(known, units),
            towns=sum(row["level"] == "city" for row in units.values()),
        )


def _numbers(known: Catalogue) -> dict[tuple[str, Any], Row]:
    return {(level, row[level]): row for level in _LEVELS for row in known.by(level)}


def _tree(
    codebook: Codebook, units: dict[str, dict[str, str]], numbers: dict[tuple[str, Any], Row]
) -> list[Line]:
    above = _parents(codebook)
    below: dict[str, list[str]] = {}
    for id_, unit in units.items():
        if unit["level"] in _LEVELS and not unit["valid_to"]:
            below.setdefault(above.get(id_, ""), []).append(id_)
    lines: list[Line] = []

    def add(id_: str, depth: int) -> None:
        unit = units[id_]
        lines.append(Line(depth, unit, numbers.get((unit["level"], unit["name"]))))
        for child in sorted(below.get(id_, ()), key=lambda one: units[one]["name"]):
            add(child, depth + 1)

    for top in sorted(below.get("", ()), key=lambda one: units[one]["name"]):
        add(top, 0)
    return lines


def _parents(codebook: Codebook) -> dict[str, str]:
    """A unit → the one that it lies in today."""
    return {r["place"]: r["parent"] for r in codebook.tables["parents"] if not r["valid_to"]}


def _elsewhere(known: Catalogue, units: dict[str, dict[str, str]]) -> list[dict[str, Any]]:
    """Names that the release has and the gazetteer has not, with their level."""
    named = {(unit["level"], unit["name"]) for unit in units.values()}
    return [
        {"level": level, "name": row[level]} | row
        for level in ("country", "province", "district")
        for row in sorted(known.by(level), key=lambda row: -row["incidents"])
        if row[level] is not None and (level, row[level]) not in named
    ][:500]


@router.get("/places/{id_}")
def place(visit: Visit, id_: str) -> Response:
    """A unit or town of the gazetteer.

    Raises:
        PageError: the gazetteer has none of this id.
    """
    with catalogue(visit) as known:
        tables = known.codebook.tables
        units = {row["id"]: row for row in tables["places"]}
        if id_ not in units:
            raise PageError(
                404, visit.words("There is no place %(id)s in the gazetteer.", id=id_[:80]),
                visit.words("an id of the gazetteer; the page Places lists them"),
            )  # fmt: skip
        unit = units[id_]
        field = _field(unit)
        years = known.within(field, unit["name"], "year", fill=True)
        lying = [row for row in tables["parents"] if row["place"] == id_]
        holding = {row["place"] for row in tables["parents"] if row["parent"] == id_}
        return visit.render(
            "place.html",
            known=known,
            names=naming,
            unit=unit,
            units=units,
            field=field,
            line=_line(known.codebook, units, id_),
            spellings=[row for row in tables["names"] if row["place"] == id_],
            lying=sorted(lying, key=lambda row: row["valid_from"] or "0"),
            below=sorted((units[one] for one in holding if one in units),
                         key=lambda one: (one["level"], one["name"])),
            successors=[one for one in _split(unit["successors"]) if one in units],
            before=[row for row in units.values() if id_ in _split(row["successors"])],
            total=known.used(field, unit["name"]),
            years=[row for row in years if row["year"] is not None],
            bars=bars(years, "year"),
        )  # fmt: skip


def _field(unit: dict[str, str]) -> str:
    """The field under which the incidents of a unit are counted."""
    level = unit["level"]
    if level not in _LEVELS:
        return "place"
    if unit["valid_to"] and level in ("province", "district"):
        return f"{level}_then"
    return level


def _line(codebook: Codebook, units: dict[str, dict[str, str]], id_: str) -> list[dict[str, str]]:
    """The units in which a place lies today, the largest first."""
    above = _parents(codebook)
    found: list[dict[str, str]] = []
    while (id_ := above.get(id_, "")) in units and units[id_] not in found:
        found.insert(0, units[id_])
    return found


def _split(cell: str) -> list[str]:
    return [part.strip() for part in cell.split(";") if part.strip()]
