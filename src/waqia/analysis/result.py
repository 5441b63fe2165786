"""The answer to a question: rows, totals that add up, and the incidents behind every number."""

from __future__ import annotations

from collections import Counter, defaultdict
from functools import cached_property
from typing import TYPE_CHECKING, Any

from waqia.analysis import calendar, compare, notes, ordering, sizing, tally
from waqia.analysis.fields import Field, near
from waqia.analysis.tally import Cells, Key, Multi, Question
from waqia.analysis.where import stored
from waqia.codebook import CountingRule
from waqia.model import OUTCOMES, Period, QuestionError, ReleaseError

if TYPE_CHECKING:
    import pandas

Row = dict[str, Any]


class Count:
    """An answer, worked out when it is first asked for, once, and never changed.

    Rows are dictionaries: the fields (codes, names, calendar units; None is unknown), then
    `incidents`, and for killed, injured, arrested and abducted the sum of the best estimates,
    `_min` and `_max`, and `_unknown`, the incidents whose number is not known and is in no sum.
    """

    def __init__(
        self,
        question: Question,
        by: tuple[Field, ...],
        *,
        comparison: compare.Comparison | None = None,
        share: bool = False,
        fill: bool = False,
    ) -> None:
        self._question = question
        self._by = by
        self._comparison = comparison
        self._share = share
        self._fill = fill
        self._levels: dict[int, list[tuple[Key, Row]]] = {}
        self._read: dict[tuple[bool, int], Cells] = {}

    @property
    def fields(self) -> tuple[str, ...]:
        """Names of the fields, in order."""
        return tuple(field.name for field in self._by)

    @property
    def measures(self) -> tuple[str, ...]:
        """Names of the measures, in order."""
        return self._question.measures

    @property
    def columns(self) -> tuple[str, ...]:
        """The keys of a row, in order."""
        return (*self.fields, *self._values(_NOTHING, _NOTHING, comparable=False, whole=_NOTHING))

    @property
    def rule(self) -> CountingRule:
        """The counting rule."""
        return self._question.rule

    @property
    def multi(self) -> Multi:
        """How incidents with several values of a field are counted."""
        return self._question.multi

    @property
    def compare(self) -> Period | str | None:
        """The period compared with, or in words the unit before; None without comparison."""
        if self._comparison is None:
            return None
        return self._comparison.base or self._comparison.words

    @property
    def period(self) -> Period | None:
        """The one period the question asks for, if it asks for one."""
        return compare.asked_period(self._question.limits)

    def rows(self, totals: bool = False) -> list[Row]:
        """The rows; with `totals` also subtotals for each leading field, and the total.

        Rows with totals have `_row` (`cell`, `subtotal`, `overlap` or `total`) and `_level`, the
        number of leading fields that hold for the row; its other fields are None. An `overlap`
        row stands before the subtotal or total it belongs to: what the cells count more often
        than once, so that cells − overlap = total, column by column.
        """
        cells = [self._row(key, values) for key, values in self._level(len(self._by))]
        return self._with_totals(cells) if totals else cells

    @cached_property
    def _total(self) -> Row:
        return self._level(0)[0][1]

    @property
    def total(self) -> Row:
        """The row of everything, without fields: each incident once."""
        return dict(self._total)

    def incidents(self, *, previous: bool = False, **cell: object) -> list[str]:
        """The ids behind a cell, or behind all cells with these values; sorted.

        Values are codes, labels or names, None for unknown. Without any: all incidents counted.
        `previous` gives the earlier side of the comparison.

        Raises:
            QuestionError: a field that the question does not ask by, or an unknown value.
        """
        if self._side(previous).traced and not cell:
            cells = self._cells(0, earlier=previous)
            return list(cells.get((), {}).get("ids", ()))
        found = self.behind(previous=previous, **cell)
        return [row["id"] for row in tally.run(found.order_by("id"))]

    def behind(self, *, previous: bool = False, **cell: object) -> Any:
        """The same ids as an expression with the one column `id`, not run and in no order.

        Raises:
            QuestionError: as `incidents` does.
        """
        question = self._side(previous)
        wanted: dict[str, Any] = {}
        fields = {field.name: field for field in self._by}
        for name, value in cell.items():
            if name not in fields:
                raise QuestionError(f"The count has no field {name!r}; {near(name, self.fields)}")
            wanted[name] = None if value is None else self._stored(fields[name], value)
        return tally.ids(question, self._by, wanted)

    def evidence(self, totals: bool = False, *, previous: bool = False) -> list[list[str]]:
        """The ids behind every row, in the order of `rows(totals)`; found in one query.

        The ids of an overlap row are those that more than one of its cells count. `previous`
        gives the earlier side of the comparison.

        Raises:
            QuestionError: `previous` without a comparison.
        """
        behind = self._behind(previous)
        cells = [behind.get(key, []) for key, _ in self._level(len(self._by))]
        if not totals:
            return cells
        found: list[list[str]] = []
        inside: dict[int, Counter[str]] = defaultdict(Counter)
        following = iter(cells)
        for row in self.rows(totals=True):
            level = row["_level"]
            if row["_row"] == "cell":
                found.append(next(following))
                for above in range(max(level, 1)):
                    inside[above].update(found[-1])
            elif row["_row"] == "overlap":
                found.append(sorted(one for one, times in inside[level].items() if times > 1))
            else:
                found.append(sorted(inside.pop(level, [])))
        return found

    def _behind(self, previous: bool) -> dict[Key, list[str]]:
        question = self._side(previous)
        if question.traced:
            cells = self._cells(len(self._by), earlier=previous)
            return {key: cell.get("ids", []) for key, cell in cells.items()}
        names = self.fields
        return {
            tuple(row[name] for name in names): sorted(row["ids"] or [])
            for row in tally.run(tally.evidence(question, self._by))
        }

    def size(self) -> int:
        """At most how many rows the answer has; found in a query that brings none of them."""
        filled = self.period or self._coverage if self._fill else None
        sides = [self._question, *([self._comparison.question] if self._comparison else [])]
        return sum(sizing.most_rows(side, self._by, filled) for side in sides)

    def to_pandas(self) -> pandas.DataFrame:
        """The rows as a data frame, one column a key."""
        import pandas

        return pandas.DataFrame(self.rows(), columns=list(self.columns))

    def sql(self) -> str:
        """The SQL that counts the cells, as DuckDB runs it."""
        import ibis

        return str(ibis.to_sql(tally.cells(self._question, self._by), dialect="duckdb"))

    @cached_property
    def _notes(self) -> list[str]:
        question = self._question
        left_out = notes.left_out(question)
        return notes.notes(question, self._by, self._comparison, self._total, left_out)

    @property
    def notes(self) -> list[str]:
        """In plain words: the counting rule, what is unknown, how rows overlap and compare."""
        return list(self._notes)

    def __repr__(self) -> str:
        by = f" by {', '.join(self.fields)}" if self._by else ""
        return f"<Count of {', '.join(self.measures)}{by}; {self.rule.label}>"

    def _side(self, previous: bool) -> Question:
        if not previous:
            return self._question
        if self._comparison is None:
            raise QuestionError("There is no earlier side: the question compares nothing.")
        return self._comparison.question

    def _stored(self, field: Field, value: object) -> Any:
        release = self._question.release
        if field.kind == "list" and self.multi == "combination":
            parts = [stored(field, part, release) for part in str(value).split(" + ")]
            return " + ".join(sorted(parts))
        return stored(field, value, release)

    def _level(self, number: int) -> list[tuple[Key, Row]]:
        """The cells by the first so many fields, in order: their stored values and measures."""
        if number not in self._levels:
            self._levels[number] = self._count_level(self._by[:number])
        return self._levels[number]

    def _count_level(self, by: tuple[Field, ...]) -> list[tuple[Key, Row]]:
        question, comparison = self._question, self._comparison
        now = self._cells(len(by))
        before: Cells = {}
        coverage = self._coverage if comparison or self._fill else None
        if comparison and coverage and (not comparison.unit or comparison.unit in _names(by)):
            before = self._cells(len(by), earlier=True)
            before = compare.earlier_cells(before, comparison, by, coverage)
            if comparison.base and not compare.comparable((), comparison, by, coverage):
                before = {}
        if self._fill and coverage:
            now = ordering.filled(now, by, self.period or coverage, self._empty(), question.windows)
        together = now | {key: self._empty() for key in before if key not in now}
        whole = self._total if self._share and by else together.get((), {})
        found = []
        for key in ordering.ordered(together, by, question.release.codebook, question.windows):
            there = bool(
                comparison and coverage and compare.comparable(key, comparison, by, coverage)
            )
            earlier = before.get(key, self._empty())
            values = self._values(together[key], earlier, comparable=there, whole=whole)
            found.append((key, values))
        return found

    def _cells(self, depth: int, *, earlier: bool = False) -> Cells:
        """The cells by the first so many fields: counted, or summed up from finer ones."""
        if (earlier, depth) not in self._read:
            if depth < len(self._by) and not any(field.several for field in self._by):
                finest = self._cells(len(self._by), earlier=earlier)
                found = tally.rolled_up(finest, depth)
                if not depth:
                    found.setdefault((), self._empty())
            else:
                side = self._comparison.question if earlier and self._comparison else self._question
                found = tally.read_cells(side, self._by[:depth])
            self._read[earlier, depth] = found
        return self._read[earlier, depth]

    @cached_property
    def _coverage(self) -> Period | None:
        try:
            return self._question.release.coverage
        except ReleaseError:  # no incident has a date
            return None

    def _empty(self) -> Row:
        names = ["incidents"]
        for measure in self._question.outcomes:
            names += [measure, f"{measure}_min", f"{measure}_max", f"{measure}_unknown"]
        return dict.fromkeys(names, 0)

    def _values(self, cell: Row, earlier: Row, *, comparable: bool, whole: Row) -> Row:
        """The measures of one cell under their names in a row."""
        values: Row = {}
        for measure in self.measures:
            values[measure] = cell.get(measure)
            if measure in OUTCOMES:
                for part in ("_min", "_max", "_unknown"):
                    values[measure + part] = cell.get(measure + part)
        if self._share:
            for measure in self.measures:
                values[f"{measure}_share"] = _percent(cell.get(measure), whole.get(measure))
        if self._comparison:
            values |= compare.changes(self.measures, values, earlier if comparable else None)
        return values

    def _row(self, key: Key, values: Row) -> Row:
        filled = (*key, *[None] * (len(self._by) - len(key)))
        pairs = zip(self._by, filled, strict=True)
        return {field.name: shown(field, value) for field, value in pairs} | values

    def _with_totals(self, cells: list[Row]) -> list[Row]:
        depth = len(self._by)
        keys = [key for key, _ in self._level(depth)]
        levels = [dict(self._level(level)) for level in range(depth)] or [{(): self._total}]
        opened = [0] * max(depth, 1)
        found: list[Row] = []
        for index, (key, row) in enumerate(zip(keys, cells, strict=True)):
            found.append(row | {"_row": "cell", "_level": depth})
            for level in range(depth - 1, 0, -1):
                if index + 1 == len(keys) or keys[index + 1][:level] != key[:level]:
                    inside = cells[opened[level] : index + 1]
                    found += self._closing(key[:level], inside, levels[level], "subtotal")
                    opened[level] = index + 1
        return found + self._closing((), cells, levels[0], "total")

    def _closing(self, key: Key, cells: list[Row], level: dict[Key, Row], kind: str) -> list[Row]:
        """The overlap row, if cells overlap, and the subtotal or total."""
        total = level.get(key) or self._values(
            self._empty(), self._empty(), comparable=False, whole=self._empty()
        )
        overlap: Row = dict.fromkeys(total)
        for name in self._empty():
            if name in total:
                numbers = [row[name] for row in cells if row[name] is not None]
                overlap[name] = round(sum(numbers) - (total[name] or 0), 4)
        marks = {"_level": len(key)}
        rows = []
        if any(abs(value) > 0.001 for value in overlap.values() if value is not None):
            rows.append(self._row(key, overlap) | {"_row": "overlap"} | marks)
        return [*rows, self._row(key, total) | {"_row": kind} | marks]


_NOTHING: Row = {}


def _names(by: tuple[Field, ...]) -> set[str]:
    return {field.name for field in by}


def _percent(part: float | None, whole: float | None) -> float | None:
    return None if part is None or not whole else round(100 * part / whole, 2)


def shown(field: Field, value: Any) -> Any:
    """A stored value as people write it: calendar units and weekdays by their names."""
    if value is None:
        return None
    if field.kind == "calendar":
        return calendar.text(field.name, value)
    return calendar.WEEKDAYS[value] if field.kind == "weekday" else value
