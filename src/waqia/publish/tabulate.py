"""From counts to tables: one row a cell, or two fields crossed; totals, changes, evidence."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
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
    """What a table's numbers answer: the question in words, and the book that keeps evidence.

    `earlier` is the same question about the period compared with. `said` holds the notes that the
    document has already said, so that none is said twice.
    """

    question: str = ""
    earlier: str = ""
    book: EvidenceBook | None = field(default=None, repr=False)
    said: set[str] | None = field(default=None, repr=False)

    def news(self, notes: Iterable[str]) -> tuple[str, ...]:
        """The notes that the document has not said yet."""
        fresh = tuple(note for note in notes if self.said is None or note not in self.said)
        if self.said is not None:
            self.said.update(fresh)
        return fresh

    def enter(
        self, words: Iterable[str], incidents: Sequence[str], *, earlier: bool = False
    ) -> int | None:
        """Enter a number's evidence; None where no book is kept or no incident is counted."""
        if self.book is None or not incidents:
            return None
        named = ", ".join(filter(None, words)) or "all"
        question = self.earlier if earlier else self.question
        return self.book.add(f"{question}: {named}", dict.fromkeys(incidents))


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
    scope, told = scope or Scope(), _told(count)
    rows = [
        row
        for row in _gathered(_with_evidence(count, totals, scope), limit, count)
        if row.get("_row") != "overlap" or any(row[measure] for measure in told)
    ]
    columns = [column for measure in told for column in _columns(measure, count, rows)]
    body = []
    for row in rows:
        stub = _stub(count, codebook, row)
        words = [text for text in stub if text]
        entries = {"now": scope.enter(words, row["_ids"])}
        if count.compare is not None:
            entries["before"] = scope.enter(words, row["_before"], earlier=True)
            entries["both"] = entries["now"]
            if row["_before"]:
                both = [*words, f"with {getattr(count.compare, 'label', count.compare)}"]
                entries["both"] = scope.enter(both, row["_before"] + row["_ids"])
        numbers = (
            Cell(column.text(row), row.get(column.key), entries[column.side]) for column in columns
        )
        body.append(Row(row.get("_row", "cell"), (*map(Cell, stub), *numbers)))
    headers = (*map(field_label, count.fields), *(column.header for column in columns))
    return Table(
        headers,
        tuple(body),
        len(count.fields),
        caption,
        scope.news((*count.notes, *_remarks(body))),
    )


def _told(count: Count) -> list[str]:
    """The measures that some incident knows; the notes name those that none knows."""
    total = count.total
    told = [m for m in count.measures if total[m] is not None or total.get(f"{m}_previous")]
    return told or list(count.measures[:1])


def _with_evidence(count: Count, totals: bool, scope: Scope) -> list[Counted]:
    """The rows with the incidents behind them (`_ids`) and behind the period before (`_before`)."""
    rows = count.rows(totals=totals)
    nothing: list[list[str]] = [[] for _ in rows]
    now = before = nothing
    if scope.book is not None:
        now = count.evidence(totals=totals)
        if count.compare is not None:
            before = count.evidence(totals=totals, previous=True)
    return [
        row | {"_ids": ids, "_before": earlier}
        for row, ids, earlier in zip(rows, now, before, strict=True)
    ]


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

    def number(value: Any, ids: Sequence[str], *named: str) -> Cell:
        return Cell(whole(value), value, scope.enter(named, ids))

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
    return Table(headers, tuple(body), 1, caption, scope.news((*count.notes, *_remarks(body))))


def _with_ids(count: Count) -> Iterable[tuple[Counted, list[str]]]:
    return zip(count.rows(), count.evidence(), strict=True)


@dataclass(frozen=True, slots=True)
class _Column:
    header: str
    key: str
    text: Callable[[Counted], str]
    side: str = "now"


def _columns(measure: str, count: Count, rows: Sequence[Counted]) -> list[_Column]:
    label = measure.capitalize()
    low, high, share = (f"{measure}_{part}" for part in ("min", "max", "share"))

    def best(row: Counted) -> str:
        if row.get("_row") == "overlap":
            return whole(row[measure])
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
            _Column("before", before, lambda row: whole(row.get(before)), "before"),
            _Column("change", change, lambda row: _changed(row[change], row[rate]), "both"),
        ]
    return columns


def _changed(change: float | None, rate: float | None) -> str:
    """A change and its percentage in one cell: +9 (+450%); no percentage where the base is 0."""
    return signed(change) if not rate else f"{signed(change)} ({percent(rate, signed=True)})"


def _stub(count: Count, codebook: Codebook, row: Counted) -> list[str]:
    kind, depth = row.get("_row", "cell"), len(count.fields)
    if kind == "others":
        return ["Others"]
    leading = count.fields[: row.get("_level", depth)]
    named = [value_label(codebook, name, row[name]) for name in leading]
    if kind != "cell":
        named.append("Counted more than once" if kind == "overlap" else "Total")
    return [*named, *[""] * depth][:depth]


def _gathered(rows: list[Counted], limit: int | None, count: Count) -> list[Counted]:
    cells = [row for row in rows if row.get("_row", "cell") == "cell"]
    if limit is None or len(cells) <= limit + 1 or len(count.fields) != 1:
        return rows
    rest = cells[limit:]
    others: Counted = {"_row": "others", "_ids": [], "_before": []}
    for row in rest:
        others["_ids"] += row["_ids"]
        others["_before"] += row["_before"]
    for key in rest[0].keys() - {*count.fields, *others, "_level"}:
        # The zero of a row without incidents knows nothing of those whose number is not known.
        behind = "incidents_previous" if key.endswith("_previous") else "incidents"
        known = [row[key] for row in rest if row[key] is not None and row.get(behind) != 0]
        unknown = any(row[key] is None for row in rest)
        others[key] = sum(known) if known or not unknown else None
    for measure in count.measures:
        if f"{measure}_previous" in others:
            value, base = others[measure], others[f"{measure}_previous"]
            change = None if value is None or base is None else value - base
            others[f"{measure}_change"] = change
            others[f"{measure}_change_percent"] = 100 * change / base if change and base else None
    return [*cells[:limit], others, *(row for row in rows if row.get("_row", "cell") != "cell")]


def _remarks(rows: Sequence[Row]) -> tuple[str, ...]:
    texts = [cell.text for row in rows for cell in row.cells]
    remarks = []
    if NOT_KNOWN in texts:
        remarks.append(f"{NOT_KNOWN} not known or not defined; zero is written 0.")
    if any(text.endswith("†") for text in texts):
        remarks.append("† the source's own bounds do not hold; they are kept as published.")
    return tuple(remarks)
