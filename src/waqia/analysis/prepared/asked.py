"""One question to a prepared release: its total, rows by any fields, the incidents behind them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING, Any

from waqia.analysis import calendar, notes, ordering, tally
from waqia.analysis.compare import asked_period
from waqia.analysis.counting import MEASURES
from waqia.analysis.fields import Field, near
from waqia.analysis.prepared import relation
from waqia.analysis.prepared.cells import (
    Row,
    added,
    cell_of,
    columns_of,
    counts_by,
    field_asked,
    literal,
    row_of,
    sum_by_harm,
    sum_of,
)
from waqia.analysis.prepared.made import Made
from waqia.analysis.prepared.relation import Source
from waqia.analysis.prepared.tables import UNITS
from waqia.analysis.tally import Cells
from waqia.analysis.where import Limits, stored
from waqia.codebook import CountingRule
from waqia.model import Period, QuestionError, ReleaseError

if TYPE_CHECKING:
    from waqia.release import Release

_SPANS = (("day", 62), ("week", 400), ("month", 12 * 366))
"""Units of a timeline, each with the days that it is chosen below; beyond it is years."""
_MOST_UNITS = 10_000
_FEW = 5000
"""Codes of a column that are told one by one."""


@dataclass(frozen=True, slots=True)
class Known:
    """A question: its limits and rule, where its incidents are, what was found of all of them."""

    limits: Limits
    rule: CountingRule
    source: Source
    found: dict[str, Any]


class Asked:
    """One question: what it counts by any fields, the incidents behind every number.

    `source` is where its incidents are, for further queries on the release's connection.
    """

    def __init__(self, release: Release, known: Known, made: Made) -> None:
        self.release = release
        self.source = known.source
        self._question = tally.Question(release, MEASURES, known.rule, "each", known.limits)
        self._found = known.found
        self._made = made

    @property
    def rule(self) -> CountingRule:
        """The counting rule."""
        return self._question.rule

    @property
    def period(self) -> Period | None:
        """The one period that is asked for, if one is."""
        return asked_period(self._question.limits)

    @property
    def total(self) -> Row:
        """The row of everything, of all measures: each incident once."""
        return dict(self._everything[0])

    def notes(self, by: Sequence[str] = ()) -> list[str]:
        """In plain words: the counting rule, what is unknown, how rows overlap, what is left out.

        Raises:
            QuestionError: as `rows` does.
        """
        fields = tuple(field_asked(name) for name in by)
        return notes.notes(self._question, fields, None, self.total, self._left_out)

    def rows(
        self, by: str | Sequence[str] = (), measures: Sequence[str] = ("incidents",)
    ) -> list[Row]:
        """The rows by some fields, as those of `Count.rows`; each value of a list counts.

        Raises:
            QuestionError: there is no such field, or it is one of windows round events.
        """
        fields = tuple(field_asked(name) for name in ([by] if isinstance(by, str) else by))
        return self._ordered(fields, self._cells([field.name for field in fields], measures))

    def has_few(self, name: str) -> bool:
        """Whether all values of a field can be brought at once: they are told by few codes.

        Raises:
            QuestionError: as `rows` does.
        """
        field = field_asked(name)
        if field.name in UNITS or field.kind == "party":
            return True

        def codes() -> int:
            query = f"SELECT count(*) FROM {self.values(name)}"
            return int(self.release.connection().execute(query).fetchall()[0][0])

        return self._made.thing(f"codes of {name}", codes) <= _FEW

    def top(
        self, name: str, measures: Sequence[str] = ("incidents",), most: int = 10
    ) -> tuple[list[Row], int]:
        """At most so many rows by one field, those with most incidents, and how many there are.

        The row of the unknown comes last and is there beside them.

        Raises:
            QuestionError: as `rows` does.
        """
        field, names = field_asked(name), columns_of(measures)
        query = (
            f"SELECT *, count(*) OVER () FROM ({self._sql([name], measures)}) QUALIFY k0 IS "
            f"NULL OR row_number() OVER (ORDER BY k0 IS NULL, incidents DESC, k0) <= {int(most)}"
        )
        found = self.release.connection().execute(query).fetchall()
        cells = {(key,): dict(zip(names, values, strict=True)) for key, *values, _ in found}
        return self._ordered((field,), cells), found[0][-1] if found else 0

    def each(self, names: Sequence[str], measures: Sequence[str]) -> dict[str, list[Row]]:
        """The rows by each of some fields alone, found in one pass over the incidents.

        Left out are parties, and fields whose values cannot be brought at once.

        Raises:
            QuestionError: as `rows` does.
        """
        fields = [field_asked(name) for name in names]
        fields = [f for f in fields if f.kind != "party" and self.has_few(f.name)]
        columns = list(dict.fromkeys(_column(field) for field in fields))
        if not columns:
            return {}
        sums = ", ".join(sum_of(name, self.source) for name in columns_of(measures))
        listed = ", ".join(columns)
        sets = ", ".join(f"({column})" for column in columns)
        query = f"SELECT grouping({listed}), {listed}, {sums} {self.source} "
        found: dict[str, list[Any]] = {column: [] for column in columns}
        # grouping() has a bit for each column, the first the highest, and 0 where it is grouped by
        last = len(columns) - 1
        grouped = {2 ** (last + 1) - 1 - 2 ** (last - j): j for j in range(last + 1)}
        rows = self.release.connection().execute(f"{query} GROUP BY GROUPING SETS ({sets})")
        for bits, *values in rows.fetchall():
            place = grouped[bits]
            found[columns[place]].append((values[place], *values[last + 1 :]))
        return {
            field.name: self._ordered((field,), self._told(field, found[_column(field)], measures))
            for field in fields
        }

    def unit(self) -> str:
        """The unit of the calendar in which the time that is asked for is best looked at."""
        first, last = self._span() or (date.max, date.min)
        return next((unit for unit, most in _SPANS if (last - first).days < most), "year")

    def filled(self, unit: str, rows: Sequence[Row]) -> tuple[list[Row], Row | None]:
        """The rows by a unit of the calendar, zeros where nothing was; and the unknown one.

        They reach over the time that is asked for and the release covers, or from the first
        incident to the last.

        Raises:
            QuestionError: there is no such unit, or there would be more than 10,000 rows.
        """
        if unit not in calendar.UNITS:
            raise QuestionError(
                f"{unit!r} is no unit of the calendar; {near(unit, calendar.UNITS)}"
            )
        first, last = self._span() or (date.max, date.min)
        start, end = calendar.ordinal(unit, first), calendar.ordinal(unit, last) + 1
        if end - start > _MOST_UNITS:
            raise QuestionError(
                f"{end - start:,} rows by {unit} are too many; narrow the period or take a longer "
                "unit."
            )
        known = {calendar.parse(unit, row[unit]): row for row in rows if row[unit] is not None}
        nothing = dict.fromkeys(list(rows[0])[1:], 0) if rows else {"incidents": 0}
        numbers = sorted({*range(start, end), *known})
        found = [known.get(n) or {unit: calendar.text(unit, n)} | nothing for n in numbers]
        return found, next((row for row in rows if row[unit] is None), None)

    def cross(
        self, rows: tuple[str, Sequence[Any]], columns: tuple[str, Sequence[Any]], measure: str
    ) -> list[Row]:
        """The rows by two fields that have these values, as they stand in rows; None is unknown.

        Raises:
            QuestionError: as `rows` does.
        """
        by = (rows[0], columns[0])
        fields = [field_asked(name) for name in by]
        tests: list[str] = []
        parameters: list[Any] = []
        for place, (field, (_, values)) in enumerate(zip(fields, (rows, columns), strict=True)):
            known = [value for value in values if value is not None]
            if field.name in UNITS:
                known = [stored(field, value, self.release) for value in known]
            null = "OR k{0} IS NULL" if None in values else "AND k{0} IS NOT NULL"
            tests.append(f"(list_contains(?, k{place}) {null.format(place)})")
            parameters.append(known)
        found = self._cells(by, (measure,), end=f"WHERE {' AND '.join(tests)}", bound=parameters)
        return [row_of(fields, key, cell) for key, cell in found.items()]

    def _cells(
        self, by: Sequence[str], measures: Sequence[str], *, end: str = "", bound: Any = None
    ) -> Cells:
        """The cells by their stored values, in no order; `end` is SQL behind the query.

        In it the values are `k0`, `k1`, …, and the measures have their names.
        """
        names = columns_of(measures)
        if (
            len(by) == 1
            and not end
            and self.has_few(by[0])
            and by[0] not in ("party", "party_group")
        ):
            field = field_asked(by[0])
            sums = ", ".join(sum_of(name, self.source) for name in names)
            query = f"SELECT {_column(field)}, {sums} {self.source} GROUP BY ALL"
            return self._told(field, self.release.connection().execute(query).fetchall(), measures)
        # counted first: a condition on the few rows is not one on each of the incidents
        query = f"WITH cells AS MATERIALIZED ({self._sql(by, measures)}) FROM cells {end}"
        found = self.release.connection().execute(query, bound).fetchall()
        depth = len(by)
        return {tuple(row[:depth]): cell_of(names, row[depth:]) for row in found}

    def _ordered(self, fields: tuple[Field, ...], cells: Cells) -> list[Row]:
        keys = ordering.ordered(cells, fields, self.release.codebook, ())
        return [row_of(fields, key, cells[key]) for key in keys]

    def _told(self, field: Field, found: Iterable[Any], measures: Sequence[str]) -> Cells:
        """The cells by one field of what was found by the codes of its column."""
        names = columns_of(measures)
        if field.name in UNITS:
            return {(key,): cell_of(names, values) for key, *values in found}
        stands_for = self._stands_for(field.name)
        cells: Cells = {}
        for code, *values in found:
            for value in stands_for[code]:
                before = cells.get((value,))
                cells[value,] = cell_of(names, values) if before is None else added(before, values)
        return cells

    def _stands_for(self, name: str) -> dict[int, list[str | None]]:
        def read() -> dict[int, list[str | None]]:
            query = f"SELECT code, list(value) FROM {self.values(name)} GROUP BY code"
            return dict(self.release.connection().execute(query).fetchall())

        return self._made.thing(f"stands for {name}", read)

    def values(self, name: str) -> str:
        """The table of `code` and `value`: what each code in the column of a field stands for.

        Raises:
            QuestionError: there is no such field.
        """
        field = field_asked(name)
        return self._made.table(
            self.release, field.name, lambda: relation.values_of(self.release, field)
        )

    def behind(self, cell: Mapping[str, Any]) -> Source:
        """Where the incidents of a cell are, in which fields have these values; None is unknown.

        Values are codes, labels or names, as in `Count.incidents`.

        Raises:
            QuestionError: a field or value that does not exist.
        """
        tests = []
        for name, value in cell.items():
            field = field_asked(name)
            wanted = None if value is None else stored(field, value, self.release)
            same = "IS NULL" if wanted is None else f"= {literal(wanted)}"
            if name in UNITS:
                tests.append(f"i.{name} {same}")
            elif field.kind == "party":
                tests.append(
                    f"i.harm IN (SELECT code FROM {self._parties(field)} WHERE value {same})"
                )
            else:
                tests.append(
                    f"i.{field.column} IN (SELECT code FROM {self.values(name)} WHERE value {same})"
                )
        return self.source.within(*tests)

    def _sql(self, by: Sequence[str], measures: Sequence[str]) -> str:
        fields = [field_asked(name) for name in by]
        if not counts_by(by):
            raise QuestionError(
                f"{' and '.join(by)} together are not counted here; ask `waqia.analysis.count`."
            )
        source = self.source
        for party in (field for field in fields if field.kind == "party"):
            source = source.joined(f"{self._parties(party)} p ON p.code = i.harm")
            source = replace(source, amounts="p.{}")
        names = columns_of(measures)
        sums = [f"{sum_of(name, source)} AS {name}" for name in names]
        if not by:
            return f"SELECT {', '.join(sums)} {source}"
        # the codes first: there are few of them, and a list has several values
        codes, keys, joins = [], [], []
        for place, field in enumerate(fields):
            if field.name in UNITS or field.kind == "party":
                codes.append(
                    f"{'p.value' if field.kind == 'party' else f'i.{field.name}'} AS c{place}"
                )
                keys.append(f"c{place} AS k{place}")
            else:
                codes.append(f"i.{field.column} AS c{place}")
                keys.append(f"m{place}.value AS k{place}")
                joins.append(f"JOIN {self.values(field.name)} m{place} ON m{place}.code = c{place}")
        grouped = f"SELECT {', '.join(codes + sums)} {source} GROUP BY ALL"
        if not joins:
            return f"SELECT {', '.join(keys)}, {', '.join(names)} FROM ({grouped})"
        whole = ", ".join(f"sum({name})::BIGINT AS {name}" for name in names)
        return f"SELECT {', '.join(keys)}, {whole} FROM ({grouped}) {' '.join(joins)} GROUP BY ALL"

    def _parties(self, field: Field) -> str:
        """The table of the parties that each harm names, with the amounts of each."""
        key = f"{field.name} {self._question.rule.attackers} {self._question.limits.parties}"
        return self._made.table(
            self.release, key, lambda: relation.party_values(self.release, self._question, field)
        )

    @property
    def _everything(self) -> tuple[Row, date | None, date | None]:
        """The total, the first day and the last one of all incidents."""
        if "everything" not in self._found:
            names = columns_of(MEASURES)
            sums = ", ".join(sum_by_harm(name, self.source) for name in names)
            # there are few harms: one column is read of the incidents, not that of every amount
            by_harm = (
                "SELECT i.harm, count(*) AS c, min(i.date_start) AS first, "
                f"max(i.date_end) AS last {self.source} GROUP BY i.harm"
            )
            query = (
                f"SELECT {sums}, min(first), max(last) FROM ({by_harm}) g "
                f"JOIN {self.source.harms} h ON h.code = g.harm"
            )
            ((*values, first, last),) = self.release.connection().execute(query).fetchall()
            total = cell_of(names, values)
            self._found["everything"] = total, first, last
        found: tuple[Row, date | None, date | None] = self._found["everything"]
        return found

    def _span(self) -> tuple[date, date] | None:
        """The first and the last day that is asked for and covered, or of any incident."""
        _, first, last = self._everything
        if self.period is not None:
            try:
                covered = self.release.coverage
            except ReleaseError:  # no incident has a date
                return None
            first = max(self.period.start, covered.start)
            last = min(self.period.end, covered.end)
        return (first, last) if first and last and first <= last else None

    @property
    def _left_out(self) -> int:
        if "left out" not in self._found:
            source = relation.straddling(self.release, self._question, self._made)
            number = 0
            if source is not None:
                query = f"SELECT count(*) {source}"
                ((number,),) = self.release.connection().execute(query).fetchall()
            self._found["left out"] = number
        return int(self._found["left out"])


def _column(field: Field) -> str:
    return f"i.{field.name if field.name in UNITS else field.column}"
