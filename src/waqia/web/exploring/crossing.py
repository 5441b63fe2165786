"""The cross-table: numbers by one or two fields, with totals that count each incident once."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from waqia.analysis import FIELDS, MEASURES, Asked, count, counts_by
from waqia.model import QuestionError
from waqia.release import Release
from waqia.web.exploring.asking import ask, kept
from waqia.web.exploring.breakdowns import SHOWN, breakdown
from waqia.web.exploring.question import Question

Row = dict[str, Any]

_ROOM = 2
"""Times the most values of a calendar field that fit where zeros are put between them."""


@dataclass(frozen=True, slots=True)
class Cross:
    """Numbers by the field of the rows and, where there is one, by that of the columns.

    `rows` and `columns` are values, those with most incidents first or in time, None is unknown;
    `more_rows` and `more_columns` are how many are left out. Where `overlap`, an incident counts
    in several cells, and the cells can add up to more than their total.
    """

    fields: tuple[str, ...]
    measure: str
    rows: list[Any]
    columns: list[Any]
    more_rows: int
    more_columns: int
    overlap: bool
    total: Row
    notes: list[str]
    cells: dict[tuple[Any, Any], Row]
    row_totals: dict[Any, Row]
    column_totals: dict[Any, Row]

    def cell(self, row: Any, column: Any) -> Row:
        """The numbers of a cell; zeros where nothing is counted."""
        return self.cells.get((row, column)) or dict.fromkeys(self.total, 0)

    def row_total(self, row: Any) -> Row:
        """The numbers of a row, each incident once."""
        return self.row_totals[row]

    def column_total(self, column: Any) -> Row:
        """The numbers of a column, each incident once."""
        return self.column_totals[column]

    @property
    def size(self) -> int:
        """How many rows of numbers are held."""
        return len(self.cells) + len(self.rows) + len(self.columns)


def cross(
    release: Release,
    question: Question,
    rows: str,
    columns: str | None = None,
    *,
    measure: str = "incidents",
    multi: str = "each",
    limit: tuple[int, int] = (50, 30),
) -> Cross:
    """The cross-table of one measure; at most `limit` known values of rows and of columns.

    Args:
        release: on a connection that nobody else uses meanwhile.
        question: what is counted.
        rows: the field of the rows.
        columns: the field of the columns; without one there are the totals of the rows only.
        measure: what is counted in the cells; incidents are always there.
        multi: as in `waqia.analysis.count`; others than `each` take longer.
        limit: the most rows and columns; in time these are the last ones, and the units between
            them in which nothing happened are there as well, if those are not more.

    Raises:
        QuestionError: a field, measure, value, period or rule that does not exist, or one field
            twice.
    """
    if measure not in MEASURES:
        raise QuestionError(f"No measure is called {measure!r}; choose from {MEASURES}.")
    if rows == columns:
        raise QuestionError(f"Asked by {rows} more than once.")
    key = ("cross", question, rows, columns, measure, multi, limit)
    return kept(
        release, key, lambda: _cross(release, question, rows, columns, measure, multi, limit)
    )


def _cross(
    release: Release,
    question: Question,
    rows: str,
    columns: str | None,
    measure: str,
    multi: str,
    limit: tuple[int, int],
) -> Cross:
    by = [rows] if columns is None else [rows, columns]
    if multi == "each" and counts_by(by):
        found = _quickly(release, question, by, measure, limit)
    else:
        found = _as_count_does(release, question, by, measure, multi, limit)
    down, across = found.edges[0], found.edges[1] if columns else _Edge([], 0)
    return Cross(
        fields=tuple(by),
        measure=measure,
        rows=[row[rows] for row in down.rows],
        columns=[row[columns] for row in across.rows] if columns else [],
        more_rows=down.more,
        more_columns=across.more,
        overlap=any(FIELDS[name].several for name in by) and multi in ("each", "combination"),
        total=found.total,
        notes=found.notes,
        cells={(row[rows], row[columns]): row for row in found.cells} if columns else {},
        row_totals={row[rows]: row for row in down.rows},
        column_totals={row[columns]: row for row in across.rows} if columns else {},
    )


@dataclass(frozen=True, slots=True)
class _Edge:
    """The totals of the rows or columns that are shown, and how many more there are."""

    rows: list[Row]
    more: int


@dataclass(frozen=True, slots=True)
class _Found:
    edges: list[_Edge]
    cells: list[Row]
    total: Row
    notes: list[str]


def _quickly(
    release: Release, question: Question, by: list[str], measure: str, limit: tuple[int, int]
) -> _Found:
    asked = ask(release, question)
    kept_names = _names(by, measure)
    edges = []
    for name, most in zip(by, limit, strict=False):
        # with the measures that the page asks for anyway
        measures = SHOWN if measure in SHOWN else ("incidents", measure)
        found = breakdown(release, question, name, measures=measures, limit=most)
        shown = _only(_unbroken(asked, name, found.rows, most), kept_names)
        edges.append(_Edge(shown, found.values - len(found.rows)))
    cells = []
    if len(by) == 2:
        down, across = (
            (name, [row[name] for row in edge.rows]) for name, edge in zip(by, edges, strict=True)
        )
        cells = asked.cross(down, across, measure)
    return _Found(edges, cells, _only([asked.total], kept_names)[0], asked.notes(by))


def _as_count_does(
    release: Release,
    question: Question,
    by: list[str],
    measure: str,
    multi: Any,
    limit: tuple[int, int],
) -> _Found:
    """By whole counts: for the ways of counting several values that need every incident."""
    options: dict[str, Any] = {
        "where": question.where, "period": question.period, "rule": question.rule, "multi": multi,
    }  # fmt: skip
    whole = count(release, by, MEASURES, **options)
    kept = _names(by, measure)
    edges = [
        _shown(
            ask(release, question),
            count(release, name, MEASURES, **options).rows(),
            name,
            most,
            kept,
        )
        for name, most in zip(by, limit, strict=False)
    ]
    cells = _only(whole.rows(), kept) if len(by) == 2 else []
    return _Found(edges, cells, _only([whole.total], kept)[0], whole.notes)


def _shown(asked: Asked, rows: list[Row], name: str, most: int, names: set[str]) -> _Edge:
    known = [row for row in rows if row[name] is not None]
    known = known[-most:] if FIELDS[name].kind == "calendar" else known[:most]
    unknown = [row for row in rows if row[name] is None]
    shown = _unbroken(asked, name, [*known, *unknown], most)
    return _Edge(_only(shown, names), len(rows) - len(known) - len(unknown))


def _unbroken(asked: Asked, name: str, rows: list[Row], most: int) -> list[Row]:
    """Rows by a field with zeros for the units of the calendar between them, where they fit."""
    known = [row for row in rows if row[name] is not None]
    if FIELDS[name].kind != "calendar" or not known:
        return rows
    try:
        filled, _ = asked.filled(name, known)
    except QuestionError:  # so many units that zeros would not fit
        return rows
    units = [row[name] for row in filled]
    between = filled[units.index(known[0][name]) : units.index(known[-1][name]) + 1]
    return [*between, *rows[len(known) :]] if len(between) <= _ROOM * most else rows


def _names(by: list[str], measure: str) -> set[str]:
    """The columns of a row by these fields with this measure."""
    parts = ("", "_min", "_max", "_unknown")
    return {*by, "incidents", *(f"{measure}{part}" for part in parts if measure != "incidents")}


def _only(rows: list[Row], names: set[str]) -> list[Row]:
    return [{name: value for name, value in row.items() if name in names} for row in rows]
