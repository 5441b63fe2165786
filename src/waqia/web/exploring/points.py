"""Where the incidents happened: distinct points, or a grid where there are very many."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

from waqia.analysis import MEASURES, Asked, Source
from waqia.model import QuestionError
from waqia.release import Release
from waqia.web.exploring.asking import ask, kept
from waqia.web.exploring.question import Question

_NAMES = ("place", "district", "province")
_FINEST = 7
"""The finest grid: so many halvings of a degree."""


@dataclass(frozen=True, slots=True)
class Points:
    """The points of a map as JSON to be sent, and what a reader must know beside them.

    `json` has arrays of one length: `longitude`, `latitude`, `incidents`, `persons` (null: not
    known), `precision` (0 exact or town, 1 district, 2 wider or not known) and `names`, the points
    with most incidents first; and `measure`, `binned`, `degrees`. A point is a place known so
    precisely, or the middle of a cell of `degrees` of latitude and longitude.
    """

    json: bytes
    places: int
    incidents: int
    nowhere: int
    degrees: float | None

    @property
    def binned(self) -> bool:
        """Whether a point stands for all places in a cell."""
        return self.degrees is not None

    @property
    def size(self) -> int:
        """How many rows it is as large as, roughly."""
        return len(self.json) // 700 + 1


def points(
    release: Release, question: Question, *, measure: str = "killed", limit: int = 20_000
) -> Points:
    """The points of a question's incidents; a grid where there would be more than `limit`.

    Raises:
        QuestionError: a field, measure, value, period or rule that does not exist.
    """
    if measure not in MEASURES:
        raise QuestionError(f"No measure is called {measure!r}; choose from {MEASURES}.")
    key = ("points", question, measure, limit)
    return kept(release, key, lambda: _points(ask(release, question), measure, limit))


def _points(asked: Asked, measure: str, limit: int) -> Points:
    source = asked.source.within("i.latitude IS NOT NULL", "i.longitude IS NOT NULL")
    degrees, found = None, []
    few = _different(asked, source, limit) <= 1.2 * limit  # an estimate, off by some percent
    if few:
        found = _distinct(asked, source, measure, limit)
    if not few or len(found) > limit:
        degrees = _cells(asked, source, limit)
        found = _binned(asked, source, measure, degrees)
    columns = list(zip(*found, strict=True)) or [()] * 6
    latitudes, longitudes, precisions, incidents, persons, names = columns
    text = json.dumps(
        {
            "binned": degrees is not None, "degrees": degrees, "measure": measure,
            "longitude": longitudes, "latitude": latitudes, "incidents": incidents,
            "persons": persons, "precision": precisions, "names": names,
        },
        ensure_ascii=False, separators=(",", ":"),
    )  # fmt: skip
    drawn = sum(incidents)
    return Points(text.encode(), len(found), drawn, asked.total["incidents"] - drawn, degrees)


def _distinct(asked: Asked, source: Source, measure: str, limit: int) -> list[tuple[Any, ...]]:
    """Latitude, longitude, precision, incidents, persons, name; one row more than `limit` at most.

    Of several names of one point the first by the alphabet is given.
    """
    # the code of what is not known is the highest
    named = ", ".join(f"min(i.{name}) AS {name}" for name in _NAMES)
    joined = " ".join(
        f"JOIN {asked.values(name)} AS {name}_named ON {name}_named.code = g.{name}"
        for name in _NAMES
    )
    name = ", ".join(f"{name}_named.value" for name in _NAMES)
    query = f"""
        SELECT latitude, longitude, precision, incidents, persons, coalesce({name})
        FROM (
            SELECT latitude, longitude, {_precision(asked)} AS precision,
                {_sums(measure, source)}, {named}
            {source} GROUP BY ALL LIMIT {limit + 1}
        ) g {joined}
        ORDER BY incidents DESC, latitude, longitude, precision
        """
    return asked.release.connection().execute(query).fetchall()


def _binned(asked: Asked, source: Source, measure: str, degrees: float) -> list[tuple[Any, ...]]:
    """The same for the cells of a grid, by their middles; how most in a cell are known."""
    how = _precision(asked)
    query = f"""
        SELECT (y + 0.5::DOUBLE) * {degrees!r} AS latitude,
            (x + 0.5::DOUBLE) * {degrees!r} AS longitude,
            list_position(known, list_max(known)) - 1, incidents, persons, NULL
        FROM (
            SELECT floor(latitude / {degrees!r})::INTEGER AS y,
                floor(longitude / {degrees!r})::INTEGER AS x,
                {_sums(measure, source)},
                [count(*) FILTER ({how} = 0), count(*) FILTER ({how} = 1),
                 count(*) FILTER ({how} = 2)] AS known
            {source} GROUP BY y, x
        )
        ORDER BY incidents DESC, latitude, longitude
        """
    return asked.release.connection().execute(query).fetchall()


def _sums(measure: str, source: Source) -> str:
    persons = "count(*)" if measure == "incidents" else f"sum({source.amount(measure)})::BIGINT"
    return f"count(*) AS incidents, {persons} AS persons"


def _precision(asked: Asked) -> str:
    return kept(asked.release, ("precision",), lambda: _classes(asked))


def _classes(asked: Asked) -> str:
    classes = (
        asked.release.connection()
        .execute(
            f"""
        SELECT code, value = 'district' FROM {asked.values("place_precision")}
        WHERE value IN ('exact', 'town', 'district')
        """
        )
        .fetchall()
    )
    cases = " ".join(f"WHEN {code} THEN {int(district)}" for code, district in classes)
    return f"CASE i.place_precision {cases} ELSE 2 END" if cases else "2"


def _different(asked: Asked, source: Source, limit: int) -> int:
    """At most how many different points there are, about; counted only where it can matter."""
    most: int = asked.total["incidents"]
    if most > limit:
        everywhere = ask(asked.release, Question()).source
        most = kept(asked.release, ("different",), lambda: _estimate(asked, everywhere))
    return _estimate(asked, source) if most > limit else most


def _estimate(asked: Asked, source: Source) -> int:
    query = f"SELECT approx_count_distinct(hash(i.latitude, i.longitude)) {source}"
    ((number,),) = asked.release.connection().execute(query).fetchall()
    return int(number)


def _cells(asked: Asked, source: Source, limit: int) -> float:
    """Degrees of a cell: a power of two, so that no rounding moves a point into the next cell."""
    query = (
        f"SELECT max(i.latitude) - min(i.latitude), max(i.longitude) - min(i.longitude) {source}"
    )
    ((height, width),) = asked.release.connection().execute(query).fetchall()
    degrees = 0.5**_FINEST
    while (height / degrees + 2) * (width / degrees + 2) > limit:
        degrees *= 2
    return degrees
