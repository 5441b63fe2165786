"""Numbers by district or province: for a tile grid, and for areas whose boundaries one has."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from waqia.model import QuestionError
from waqia.publish import province_of
from waqia.release import Release
from waqia.web.exploring.asking import kept
from waqia.web.exploring.breakdowns import breakdown
from waqia.web.exploring.question import Question

Row = dict[str, Any]

LEVELS = ("district", "division", "province")


@dataclass(frozen=True, slots=True)
class Tile:
    """A place on the grid of its level; those of one group (a province) lie side by side."""

    name: str
    name_ur: str
    row: int
    column: int
    group: str


@dataclass(frozen=True, slots=True)
class Regions:
    """Numbers by place name; those of `elsewhere` have no tile, `unknown` is without a place."""

    level: str
    tiles: list[Tile]
    rows: dict[str, Row]
    elsewhere: dict[str, Row]
    unknown: Row | None


def by_region(
    release: Release,
    question: Question,
    *,
    level: str = "district",
    measures: Sequence[str] = ("incidents",),
) -> Regions:
    """The numbers by the places of a level, as the borders are today.

    Raises:
        QuestionError: a level, field, value, period or rule that does not exist.
    """
    if level not in LEVELS:
        raise QuestionError(
            f"No level is called {level!r}; choose from {', '.join(map(repr, LEVELS))}."
        )
    found = breakdown(release, question, level, measures=measures).rows
    rows = {row[level]: row for row in found if row[level] is not None}
    unknown = next((row for row in found if row[level] is None), None)
    tiles = kept(release, ("tiles", level), lambda: _tiles(release, level))
    names = {tile.name for tile in tiles}
    elsewhere = {name: row for name, row in rows.items() if name not in names}
    return Regions(level, tiles, rows, elsewhere, unknown)


def _tiles(release: Release, level: str) -> list[Tile]:
    codebook = release.codebook
    provinces = province_of(codebook)
    places = codebook.places

    def group(place: str) -> str:
        above = provinces.get(place, "")
        return places[above].name if above in places else ""

    return [
        Tile(place.name, place.name_ur, *place.tile, group(place.id))
        for place in places.values()
        if place.level == level and place.tile is not None
    ]
