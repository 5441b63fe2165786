"""The codebook as tables in a DuckDB connection, so that matching and translating are joins."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property
from typing import TYPE_CHECKING

from waqia.codebook.codebook import VOCABULARIES, Codebook, Row

if TYPE_CHECKING:
    import duckdb

_FIRST, _LAST = date(1, 1, 1), date(9999, 12, 31)
_TEXT = "VARCHAR"
_LEVELS = ("city", "district", "division", "province", "country")


def load_into(
    connection: duckdb.DuckDBPyConnection, codebook: Codebook, dataset: str | None = None
) -> None:
    """Create the codebook's tables in a connection; all are temporary and replaced if present.

    - macro `norm(s)`: a spelling made comparable, as `normalise` does
    - `cb_spelling(vocabulary, spelling_norm, code)`: one row a spelling
    - `cb_crosswalk(field, value, code)`: the rows for `dataset`; an empty code means that the
      value is known to have no counterpart
    - `cb_place(id, level, name, latitude, longitude)`
    - `cb_place_name(level, name_norm, place, valid_from, valid_to)`: one row a spelling
    - `cb_ancestor(place, ancestor)`: a place is its own ancestor; of any day
    - `cb_chain(place, valid_from, valid_to, city, district, division, province, country)`:
      names on the days from `valid_from` to `valid_to`, both included
    - `cb_today(place, city, district, division, province, country, region)`: names of today
    - `cb_region(place, region)`
    """
    connection.execute(
        r"CREATE OR REPLACE TEMP MACRO norm(s) AS trim(regexp_replace("
        r"strip_accents(lower(nfc_normalize(s))), '[^\p{L}\p{N}]+', ' ', 'g'))"
    )
    for name, (columns, rows) in codebook.once("tables", lambda: _tables(codebook)).items():
        _create(connection, name, columns, rows)
    connection.execute(
        "CREATE OR REPLACE TEMP TABLE cb_place_name AS SELECT level, norm(n.name) AS name_norm, "
        "place, min(valid_from) AS valid_from, max(valid_to) AS valid_to "
        "FROM cb_named n JOIN cb_place p ON p.id = n.place WHERE n.name <> '' GROUP BY ALL"
    )
    crosswalk = codebook.crosswalk(dataset) if dataset else []
    table_from_rows(
        connection,
        "cb_crosswalk",
        dict.fromkeys(("field", "value", "code"), _TEXT),
        ((row["field"], row["value"], row["code"]) for row in crosswalk),
    )


def table_from_rows(
    connection: duckdb.DuckDBPyConnection,
    name: str,
    columns: Mapping[str, str],
    rows: Iterable[Sequence[object]],
) -> None:
    """Create (or replace) a temporary table from Python rows; `columns` are name → DuckDB type."""
    _create(connection, name, columns, _written(rows))


def _create(
    connection: duckdb.DuckDBPyConnection, name: str, columns: Mapping[str, str], rows: str
) -> None:
    casts = ", ".join(
        f'TRY_CAST(r[{index}] AS {type_}) AS "{column}"'
        for index, (column, type_) in enumerate(columns.items(), start=1)
    )
    connection.execute(
        f'CREATE OR REPLACE TEMP TABLE "{name}" AS SELECT {casts} FROM '
        """(SELECT unnest(from_json(?, '[["VARCHAR"]]')) AS r)""",
        [rows],
    )


def _written(rows: Iterable[Sequence[object]]) -> str:
    return json.dumps([[_plain(value) for value in row] for row in rows])


def _plain(value: object) -> str | None:
    return None if value is None else str(value)


@dataclass(frozen=True)
class Gazetteer:
    """Places with parents and names that change with time, asked for a day or for today."""

    codebook: Codebook

    @cached_property
    def rows(self) -> dict[str, Row]:
        """Rows of places.csv by id."""
        return {row["id"]: row for row in self.codebook.tables["places"]}

    @cached_property
    def _parents(self) -> dict[str, list[tuple[date, date, str]]]:
        found: dict[str, list[tuple[date, date, str]]] = {}
        for row in self.codebook.tables["parents"]:
            found.setdefault(row["place"], []).append((*_span(row), row["parent"]))
        return found

    @cached_property
    def _former_names(self) -> dict[str, list[tuple[date, date, str]]]:
        found: dict[str, list[tuple[date, date, str]]] = {}
        for row in self.codebook.tables["names"]:
            if row["kind"] == "former" and row["language"] == "en":
                found.setdefault(row["place"], []).append((*_span(row), row["name"]))
        return found

    def parent(self, place: str, day: date | None) -> str | None:
        """The nearest parent on a day; None for the day means the last one known."""
        spans = self._parents.get(place, [])
        if day is None:
            return max(spans, default=(None, None, None), key=lambda span: span[1] or _FIRST)[2]
        return next((parent for start, end, parent in spans if start <= day <= end), None)

    def name(self, place: str, day: date) -> str:
        """The English name on a day."""
        former = self._former_names.get(place, [])
        return next(
            (name for start, end, name in former if start <= day <= end and end != _LAST),
            self.rows[place]["name"],
        )

    def line(self, place: str, day: date | None) -> list[str]:
        """The place, its parent on the day, and so on up to the country."""
        line = [place]
        while (parent := self.parent(line[-1], day)) in self.rows and parent not in line:
            line.append(str(parent))
        return line

    def then(self, place: str, day: date) -> dict[str, str]:
        """Level → name on the day, from the place up."""
        line = self.line(place, day)
        if len(line) == 1:
            line = self.line(place, None)
        return {self.rows[unit]["level"]: self.name(unit, day) for unit in reversed(line)}

    def today(self, place: str) -> dict[str, str]:
        """Level → id today; a unit that is no more is followed to its one successor.

        Where it has several successors its own name stays, under what they have in common.
        """
        row = self.rows[place]
        successors = [s for s in _parts(row["successors"]) if s in self.rows]
        if row["valid_to"] and len(successors) == 1:
            return self.today(successors[0])
        if row["valid_to"] and successors:
            lines = [self.today(successor).items() for successor in successors]
            shared = {k: v for k, v in lines[0] if all((k, v) in line for line in lines)}
            return shared | {row["level"]: place}
        parent = self.parent(place, None)
        above = self.today(parent) if parent in self.rows and parent != place else {}
        return above | {row["level"]: place}

    @cached_property
    def ancestors(self) -> dict[str, set[str]]:
        """Every place that has ever been above a place, itself and its successors included."""
        found: dict[str, set[str]] = {}
        for place in self.rows:
            above, waiting = {place}, [place]
            while waiting:
                unit = waiting.pop()
                more = {parent for _, _, parent in self._parents.get(unit, [])}
                if unit in self.rows:
                    more |= set(_parts(self.rows[unit]["successors"]))
                waiting += more - above
                above |= more
            found[place] = above | set(self.today(place).values())
        return found

    def regions(self) -> dict[str, str]:
        """Place → reporting region: the region that includes it or its nearest ancestor."""
        includes: dict[str, str] = {}
        excludes: dict[str, set[str]] = {}
        for row in self.codebook.tables["regions"]:
            includes |= dict.fromkeys(_parts(row["includes"]), row["code"])
            excludes[row["code"]] = set(_parts(row["excludes"]))
        found: dict[str, str] = {}
        for place in self.rows:
            today = self.today(place)
            line = [place, *(today[level] for level in _LEVELS if level in today)]
            for unit in dict.fromkeys([*line, *self.line(place, None)]):
                region = includes.get(unit)
                if region and not excludes[region] & set(line):
                    found[place] = region
                    break
        return found

    def spans(self, place: str) -> list[tuple[date, date]]:
        """The stretches of time in which no name or parent of the place's line changes."""
        units = self.ancestors[place] & self.rows.keys()
        edges = {_FIRST}
        for unit in units:
            for start, end, _ in self._parents.get(unit, []) + self._former_names.get(unit, []):
                edges.add(start)
                if end < _LAST:
                    edges.add(end + timedelta(days=1))
        starts = sorted(edges)
        ends = [start - timedelta(days=1) for start in starts[1:]] + [_LAST]
        return list(zip(starts, ends, strict=True))


def _span(row: Row) -> tuple[date, date]:
    start, end = row.get("valid_from"), row.get("valid_to")
    return (
        date.fromisoformat(start) if start else _FIRST,
        date.fromisoformat(end) if end else _LAST,
    )


def _parts(cell: str | None) -> list[str]:
    return [part.strip() for part in (cell or "").split(";") if part.strip()]


def _tables(codebook: Codebook) -> dict[str, tuple[dict[str, str], str]]:
    """Table → its columns and its rows as JSON text, of those that hang on no dataset."""
    gazetteer = Gazetteer(codebook)
    places = gazetteer.rows
    levels, days = dict.fromkeys(_LEVELS, _TEXT), {"valid_from": "DATE", "valid_to": "DATE"}
    names = [(row["place"], row["name"], *_span(row)) for row in codebook.tables["names"]]
    names += [
        (row["id"], row[key], _FIRST, _LAST)
        for row in places.values()
        for key in ("name", "name_ur")
    ]
    regions = gazetteer.regions()
    today = {place: gazetteer.today(place) for place in places}
    found: dict[str, tuple[dict[str, str], Iterable[Sequence[object]]]] = {
        "cb_spelling": (
            dict.fromkeys(("vocabulary", "spelling_norm", "code"), _TEXT),
            (
                (vocabulary, spelling, code)
                for vocabulary in VOCABULARIES
                for spelling, code in codebook.spellings(vocabulary).items()
            ),
        ),
        "cb_place": (
            {"id": _TEXT, "level": _TEXT, "name": _TEXT, "latitude": "DOUBLE",
             "longitude": "DOUBLE"},
            (
                (row["id"], row["level"], row["name"], row["latitude"] or None,
                 row["longitude"] or None)
                for row in places.values()
            ),
        ),
        "cb_named": ({"place": _TEXT, "name": _TEXT} | days, names),
        "cb_ancestor": (
            {"place": _TEXT, "ancestor": _TEXT},
            ((place, above) for place, line in gazetteer.ancestors.items() for above in line),
        ),
        "cb_chain": (
            {"place": _TEXT} | days | levels,
            (
                (place, start, end, *(names_then.get(level) for level in _LEVELS))
                for place in places
                for start, end in gazetteer.spans(place)
                for names_then in (gazetteer.then(place, start),)
            ),
        ),
        "cb_region": ({"place": _TEXT, "region": _TEXT}, regions.items()),
        "cb_today": (
            {"place": _TEXT} | levels | {"region": _TEXT},
            (
                (
                    place,
                    *(places[line[level]]["name"] if level in line else None for level in _LEVELS),
                    regions.get(place),
                )
                for place, line in today.items()
            ),
        ),
    }  # fmt: skip
    return {name: (columns, _written(rows)) for name, (columns, rows) in found.items()}
