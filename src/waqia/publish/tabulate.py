"""From counts to tables: one row a cell, or two fields crossed; totals, changes, evidence."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Any

from waqia.model import OUTCOMES
from waqia.publish.labels import field_label, value_label
from waqia.publish.numbers import NOT_KNOWN, counted, percent, signed, whole
from waqia.publish.tables import Cell, Row, Table

if TYPE_CHECKING:
    from waqia.analysis import Count
    from waqia.codebook import Codebook
    from waqia.publish.evidence import EvidenceBook

Counted = dict[str, Any]


@dataclass(frozen=True)
class Scope:
    """What a table's numbers answer: the question in words, and the book that keeps evidence."""

    question: str = ""
    book: EvidenceBook | None = field(default=None, repr=False)

    def enter(self, words: Iterable[str], incidents: Iterable[str]) -> int | None:
        """Enter a number's evidence; None where no book is kept."""
        if self.book is None:
            return None
        named = ", ".join(filter(None, words)) or "all"
        return self.book.add(f"{self.question}: {named}", dict.fromkeys(incidents))


def tabulate(
    count: Count,
    codebook: Codebook,
    *,
    caption: str = "",
    totals: bool = True,
    limit: int | None = None,
    scope: Scope | None = None,
) -> Table:
    """A table with one row a counted cell.

    Args:
        count: the counted cells.
        codebook: gives the labels.
        caption: the table's title.
        totals: whether total, subtotal and reconciling rows are shown.
        limit: keep the first so many rows and gather the rest in one row (one field only).
        scope: where the evidence of each number is entered; None leaves numbers without.
    """
    rows = _gathered(count.rows(totals=totals), limit, count)
    columns = [column for measure in count.measures for column in _columns(measure, count, rows)]
    evidence = _Evidence(count, codebook, scope or Scope())
    body = tuple(
        Row(
            row.get("_row", "cell"),
            (
                *(Cell(text) for text in _stub(count, codebook, row)),
                *(
                    Cell(column.text(row), row.get(column.key), evidence.number(row, column.before))
                    for column in columns
                ),
            ),
        )
        for row in rows
    )
    headers = (*map(field_label, count.fields), *(column.header for column in columns))
    return Table(headers, body, len(count.fields), caption, (*count.notes, *_remarks(body)))


def cross(
    count: Count,
    down: Count,
    across: Count,
    codebook: Codebook,
    *,
    caption: str = "",
    scope: Scope | None = None,
) -> Table:
    """A cross-table of the first measure: `count` by two fields, `down` and `across` by one each.

    The margins come from counts of their own, so that an incident with two values of a field
    stands once in the total.
    """
    scope, measure = scope or Scope(), count.measures[0]
    side, top = down.fields[0], across.fields[0]
    cells = {(r[side], r[top]): (r[measure], ids) for r, ids in _with_ids(count)}
    sides = [(r[side], r[measure], ids) for r, ids in _with_ids(down)]
    tops = [(r[top], r[measure], ids) for r, ids in _with_ids(across)]
    if top == "region":
        order = list(codebook.terms("region"))
        tops.sort(key=lambda t: order.index(t[0]) if t[0] in order else len(order))

    def number(value: Any, ids: Iterable[str], *named: str) -> Cell:
        return Cell(whole(value), value, scope.enter(named, ids) if ids else None)

    body = []
    for code, value, ids in sides:
        name = value_label(codebook, side, code)
        inner = [
            number(*cells.get((code, t), (0, [])), name, value_label(codebook, top, t))
            for t, *_ in tops
        ]
        body.append(Row("cell", (Cell(name), *inner, number(value, ids, name))))
    totals = [number(value, ids, value_label(codebook, top, t)) for t, value, ids in tops]
    every = number(count.total[measure], count.incidents())
    body.append(Row("total", (Cell("Total"), *totals, every)))
    headers = (field_label(side), *(value_label(codebook, top, t) for t, *_ in tops), "Total")
    return Table(headers, tuple(body), 1, caption, (*count.notes, *_remarks(body)))


def _with_ids(count: Count) -> Iterable[tuple[Counted, list[str]]]:
    return zip(count.rows(), count.evidence(), strict=True)


@dataclass(frozen=True, slots=True)
class _Column:
    header: str
    key: str
    text: Callable[[Counted], str]
    before: bool = False


def _columns(measure: str, count: Count, rows: Sequence[Counted]) -> list[_Column]:
    label = measure.capitalize()
    low, high, share = (f"{measure}_{part}" for part in ("min", "max", "share"))

    def best(row: Counted) -> str:
        return counted(row.get(low), row.get(measure), row.get(high))

    columns = [
        _Column(label, measure, best if measure in OUTCOMES else lambda r: whole(r.get(measure)))
    ]
    if rows and share in rows[0]:
        columns.append(_Column(f"{label} %", share, lambda row: percent(row.get(share))))
    if count.compare is not None:
        before, change, rate = (
            f"{measure}_{part}" for part in ("previous", "change", "change_percent")
        )
        columns += [
            _Column(f"{label} before", before, lambda row: whole(row.get(before)), before=True),
            _Column("Change", change, lambda row: signed(row.get(change)), before=True),
            _Column("Change %", rate, lambda row: percent(row.get(rate), signed=True), before=True),
        ]
    return columns


def _stub(count: Count, codebook: Codebook, row: Counted) -> list[str]:
    kind = row.get("_row", "cell")
    if kind == "cell":
        return [value_label(codebook, name, row[name]) for name in count.fields]
    word = {"others": "Others", "overlap": "Counted more than once"}.get(kind, "Total")
    leading = [value_label(codebook, f, row[f]) for f in count.fields if row.get(f) is not None]
    return [*leading, word, *[""] * len(count.fields)][: len(count.fields)]


def _gathered(rows: list[Counted], limit: int | None, count: Count) -> list[Counted]:
    cells = [row for row in rows if row.get("_row", "cell") == "cell"]
    if limit is None or len(cells) <= limit + 1 or len(count.fields) != 1:
        return rows
    rest = cells[limit:]
    others: Counted = {"_row": "others", "_of": [row[count.fields[0]] for row in rest]}
    for key in rest[0].keys() - {*count.fields, "_row"}:
        known = [row[key] for row in rest if row[key] is not None]
        others[key] = sum(known) if known else None
    for measure in count.measures:
        if f"{measure}_previous" in others:
            base, change = others[f"{measure}_previous"], others[f"{measure}_change"]
            rate = 100 * change / base if base and change is not None else None
            others[f"{measure}_change_percent"] = rate
    return [*cells[:limit], others, *(row for row in rows if row.get("_row", "cell") != "cell")]


@dataclass
class _Evidence:
    """Finds the incidents behind a row: those of its own cell, or of all the cells it sums up."""

    count: Count
    codebook: Codebook
    scope: Scope

    @cached_property
    def _rows(self) -> list[Counted]:
        return self.count.rows()

    @cached_property
    def _now(self) -> list[list[str]]:
        return self.count.evidence()

    @cached_property
    def _before(self) -> list[list[str]]:
        return self.count.evidence(previous=True)

    def number(self, row: Counted, before: bool) -> int | None:
        if self.scope.book is None:
            return None
        found = self._behind(row, self._now)
        words = [value_label(self.codebook, f, row[f]) for f in self._named(row)]
        if row.get("_row") == "others":
            words.append("others")
        if row.get("_row") == "overlap":
            words.append("counted more than once")
            found = [incident for incident, times in Counter(found).items() if times > 1]
        if before:
            words.append("with the period compared with")
            found = self._behind(row, self._before) + found
        return self.scope.enter(words, found)

    def _named(self, row: Counted) -> list[str]:
        whole_cell = row.get("_row", "cell") == "cell"
        return [f for f in self.count.fields if whole_cell or row.get(f) is not None]

    def _behind(self, row: Counted, evidence: list[list[str]]) -> list[str]:
        named, gathered = self._named(row), row.get("_of")
        return [
            incident
            for cell, incidents in zip(self._rows, evidence, strict=True)
            if (
                cell[self.count.fields[0]] in gathered
                if gathered is not None
                else all(cell[f] == row[f] for f in named)
            )
            for incident in incidents
        ]


def _remarks(rows: Sequence[Row]) -> tuple[str, ...]:
    texts = [cell.text for row in rows for cell in row.cells]
    remarks = []
    if NOT_KNOWN in texts:
        remarks.append(f"{NOT_KNOWN} not known or not defined; zero is written 0.")
    if any(text.endswith("†") for text in texts):
        remarks.append("† the source's own bounds do not hold; they are kept as published.")
    return tuple(remarks)
