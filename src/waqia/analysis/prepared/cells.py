"""The parts of a cell: the fields it is of, its columns and sums as SQL, rows made of it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from waqia.analysis.fields import Field, field_named
from waqia.analysis.prepared.relation import Source
from waqia.analysis.result import shown
from waqia.model import QuestionError

Row = dict[str, Any]


def field_asked(name: str) -> Field:
    """The field of that name.

    Raises:
        QuestionError: there is none, or it is one of windows round events.
    """
    field = field_named(name)
    if field.kind in ("event", "relative_month"):
        raise QuestionError(f"By {name!r} nothing is counted here: it is of windows round events.")
    return field


def row_of(fields: Sequence[Field], key: Sequence[Any], cell: Row) -> Row:
    """A cell by its stored values as a row, as people write the values."""
    return {f.name: shown(f, value) for f, value in zip(fields, key, strict=True)} | cell


def counts_by(by: Sequence[str]) -> bool:
    """Whether a prepared release counts by these fields together.

    It does not where one is read off another in the same row, as a target's group off the target.
    """
    fields = [field_asked(name) for name in by]
    read_off = any(field.several and field.of in by for field in fields)
    return not read_off and sum(field.kind == "party" for field in fields) < 2


def columns_of(measures: Sequence[str]) -> list[str]:
    """The columns of some measures; how many incidents there are comes first, always."""
    return ["incidents"] + [
        f"{measure}{part}"
        for measure in measures
        if measure != "incidents"
        for part in ("", "_min", "_max", "_unknown")
    ]


def cell_of(names: Sequence[str], values: Sequence[Any]) -> Row:
    """A cell of its columns: sums that nothing is in are 0 where there is no incident."""
    nothing = 0 if not values[0] else None
    return {
        name: nothing if value is None else value for name, value in zip(names, values, strict=True)
    }


def added(cell: Row, values: Sequence[Any]) -> Row:
    """The sums of two cells; what is known of one of them only is the sum."""
    return {
        name: before if value is None else value if before is None else before + value
        for (name, before), value in zip(cell.items(), values, strict=True)
    }


def sum_of(name: str, source: Source) -> str:
    """The SQL of a column of a cell."""
    if name == "incidents":
        return "count(*)"
    amount, best = _amounts(name, source.amounts)
    if name.endswith("_unknown"):
        return f"count(*) - count({best})"
    return f"sum({amount})::BIGINT"


def sum_by_harm(name: str, source: Source) -> str:
    """The same of rows that are harms `h` of the source, with `c`, how many incidents did it."""
    if name == "incidents":
        return "sum(c)::BIGINT"
    amount, best = _amounts(name, "h." + source.amounts.partition(".")[2])
    if name.endswith("_unknown"):
        return f"coalesce(sum(c) FILTER ({best} IS NULL), 0)::BIGINT"
    return f"sum(c * {amount})::BIGINT"


def _amounts(name: str, amounts: str) -> tuple[str, str]:
    """What a column sums, and the best estimate of its outcome."""
    outcome = name.removesuffix("_min").removesuffix("_max").removesuffix("_unknown")
    summed = f"{outcome}_most" if name.endswith("_max") else name
    return amounts.format(summed), amounts.format(outcome)


def literal(value: int | str) -> str:
    """A stored value as SQL."""
    return str(value) if isinstance(value, int) else "'" + value.replace("'", "''") + "'"
