"""Where the incidents happened: distinct points, or a grid where there are very many."""

from __future__ import annotations

import json
from dataclasses import dataclass

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
    spread = _spread(asked, source, limit)
    few = spread is None or spread.points <= 1.2 * limit  # an estimate, off by some percent
    if few:
        found = _written(asked, _distinct(asked, source, measure, limit), measure, None)
        if found.places <= limit:
            return found
    degrees = _cells(spread or _spread_of(asked, source), limit)
    return _written(asked, _binned(asked, source, measure, degrees), measure, degrees)


def _written(asked: Asked, query: str, measure: str, degrees: float | None) -> Points:
    """The points that a query finds; DuckDB writes them, which takes a third of Python's time."""
    columns = ("longitude", "latitude", "incidents", "persons", "precision", "names")
    lists = ", ".join(f"{name} := list_transform(points, lambda p: p.{name})" for name in columns)
    ((text, places, drawn),) = (
        asked.release.connection()
        .execute(
            f"""
            SELECT CAST(to_json(struct_pack({lists})) AS VARCHAR), len(points), incidents
            FROM (
                SELECT coalesce(sum(incidents), 0)::BIGINT AS incidents, coalesce(
                    list(points ORDER BY incidents DESC, latitude, longitude, precision), []
                ) AS points
                FROM ({query}) points
            )
            """
        )
        .fetchall()
    )
    about = {"binned": degrees is not None, "degrees": degrees, "measure": measure}
    text = f"{json.dumps(about)[:-1]},{text[1:]}"
    return Points(text.encode(), places, drawn, asked.total["incidents"] - drawn, degrees)


def _distinct(asked: Asked, source: Source, measure: str, limit: int) -> str:
    """SQL of the points, at most one more than `limit`; of several names the first by alphabet."""
    # the code of what is not known is the highest
    named = ", ".join(f"min(i.{name}) AS {name}" for name in _NAMES)
    joined = " ".join(
        f"JOIN {asked.values(name)} AS {name}_named ON {name}_named.code = g.{name}"
        for name in _NAMES
    )
    name = ", ".join(f"{name}_named.value" for name in _NAMES)
    return f"""
        SELECT latitude, longitude, precision, incidents, persons, coalesce({name}) AS names
        FROM (
            SELECT latitude, longitude, {_precision(asked)} AS precision,
                {_sums(measure, source)}, {named}
            {source} GROUP BY ALL LIMIT {limit + 1}
        ) g {joined}
        """


def _binned(asked: Asked, source: Source, measure: str, degrees: float) -> str:
    """SQL of the cells of a grid, by their middles; precise as most incidents of a cell are."""
    return f"""
        SELECT (y + 0.5::DOUBLE) * {degrees!r} AS latitude,
            (x + 0.5::DOUBLE) * {degrees!r} AS longitude,
            first(precision ORDER BY incidents DESC, precision) AS precision,
            sum(incidents)::BIGINT AS incidents, sum(persons)::BIGINT AS persons, NULL AS names
        FROM (
            SELECT floor(latitude / {degrees!r})::INTEGER AS y,
                floor(longitude / {degrees!r})::INTEGER AS x, {_precision(asked)} AS precision,
                {_sums(measure, source)}
            {source} GROUP BY ALL
        )
        GROUP BY y, x
        """


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


@dataclass(frozen=True, slots=True)
class _Spread:
    """How many different points there are, about, and over how many degrees they lie."""

    points: int
    height: float
    width: float


def _spread(asked: Asked, source: Source, limit: int) -> _Spread | None:
    """The spread of the incidents where it can matter: None where the points are few for sure."""
    if asked.total["incidents"] <= limit:
        return None
    everywhere = ask(asked.release, Question()).source
    whole = kept(asked.release, ("spread",), lambda: _spread_of(asked, everywhere))
    return None if whole.points <= limit else _spread_of(asked, source)


def _spread_of(asked: Asked, source: Source) -> _Spread:
    query = f"""
        SELECT approx_count_distinct(hash(i.latitude, i.longitude)),
            max(i.latitude) - min(i.latitude), max(i.longitude) - min(i.longitude) {source}
        """
    ((points, height, width),) = asked.release.connection().execute(query).fetchall()
    return _Spread(points, height or 0.0, width or 0.0)


def _cells(spread: _Spread, limit: int) -> float:
    """Degrees of a cell: a power of two, so that no rounding moves a point into the next cell."""
    degrees = 0.5**_FINEST
    while (spread.height / degrees + 2) * (spread.width / degrees + 2) > limit:
        degrees *= 2
    return degrees
