"""The incidents behind a number, page by page."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from waqia.analysis import Asked, Source
from waqia.model import QuestionError
from waqia.release import Release
from waqia.web.exploring.asking import ask
from waqia.web.exploring.box import Box
from waqia.web.exploring.question import Question

Row = dict[str, Any]

_IN_TIME = (("0", "i.date_start IS NOT NULL"), ("1", "i.date_start IS NULL"))
_ORDERS = {
    # what comes first has the lowest rank; within a rank it is the later row, but for oldest
    "newest": _IN_TIME,
    "oldest": _IN_TIME,
    "killed": (("coalesce(-{killed}, 1)", "true"),),
    "injured": (("coalesce(-{injured}, 1)", "true"),),
}
"""Order → its parts, one after the other: the rank in it, and which incidents are of the part."""
_COLUMNS = (
    "id", "status", "type", "date_start", "date_end", "date_precision", "place", "district",
    "province", "country", "place_precision", "perpetrators", "claim", "targets", "tactics",
    "killed_min", "killed", "killed_max", "injured_min", "injured", "injured_max", "summary",
    "n_accounts", "n_sources",
)  # fmt: skip
_MOST = 1000


@dataclass(frozen=True, slots=True)
class Listing:
    """A page of incidents; `next` is the cursor of the following page, `total` all of them.

    Values are those of the release, not by the counting rule.
    """

    rows: list[Row]
    total: int
    next: str | None
    order: str


def listing(
    release: Release,
    question: Question,
    *,
    cell: Mapping[str, str | None] | None = None,
    box: Box | None = None,
    order: str = "newest",
    cursor: str | None = None,
    limit: int = 50,
) -> Listing:
    """The incidents that a question counts, those of a cell of it, those within a box.

    Args:
        release: on a connection that nobody else uses meanwhile.
        question: what is counted.
        cell: field → value, None for unknown: the incidents behind that cell of a breakdown.
        box: only what lies in it.
        order: `newest`, `oldest`, `killed` or `injured` (most first, by the counting rule).
        cursor: where the page before ended.
        limit: incidents on the page, at most 1,000.

    Raises:
        QuestionError: a field, value, period, rule, order or cursor that does not exist.
    """
    if order not in _ORDERS:
        raise QuestionError(
            f"No order is called {order!r}; choose from {', '.join(map(repr, _ORDERS))}."
        )
    limit = max(1, min(limit, _MOST))
    asked = ask(release, question)
    source = _behind(asked, cell, box)
    named = {name: source.amount(name) for name in ("killed", "injured")}
    way = "ASC" if order == "oldest" else "DESC"
    connection = release.connection()
    found: list[tuple[int, int]] = []
    for rank, held in _ORDERS[order]:
        ranked = f"SELECT i.n, {rank.format(**named)} AS rank {source.within(held)}"
        by = "n" if rank.isdigit() else "rank, n"  # by n alone the rows are at hand
        found += connection.execute(
            f"SELECT n, rank FROM ({ranked}) WHERE {_beyond(cursor, way)} "
            f"ORDER BY {by} {way} LIMIT {limit + 1 - len(found)}"
        ).fetchall()
        if len(found) > limit:
            break
    total = asked.total["incidents"]
    if cell or box:
        ((total,),) = connection.execute(f"SELECT count(*) {source}").fetchall()
    following = f"{found[limit - 1][1]}.{found[limit - 1][0]}" if len(found) > limit else None
    return Listing(_records(release, [n for n, _ in found[:limit]]), total, following, order)


def every(
    release: Release,
    question: Question,
    *,
    cell: Mapping[str, str | None] | None = None,
    box: Box | None = None,
) -> tuple[int, str]:
    """How many incidents `listing` has on all its pages, and SQL of their whole records.

    The rows have the columns of the release's table and `n`, by which they stand in time.

    Raises:
        QuestionError: a field, value, period or rule that does not exist.
    """
    source = _behind(ask(release, question), cell, box)
    ((total,),) = release.connection().execute(f"SELECT count(*) {source}").fetchall()
    table, numbers = release.rows_of("incidents", numbered=True), f"SELECT i.n {source}"
    return total, f"(SELECT *, file_row_number AS n FROM ({table}) WHERE n IN ({numbers}))"


def _behind(asked: Asked, cell: Mapping[str, str | None] | None, box: Box | None) -> Source:
    source = asked.behind(cell or {})
    return source if box is None else source.within(box.sql())


def _beyond(cursor: str | None, way: str) -> str:
    """The condition of standing behind the incident where the page before ended."""
    if not cursor:
        return "true"
    try:
        rank, n = map(int, cursor.split("."))
    except ValueError:
        raise QuestionError(f"{cursor!r} is no cursor; leave it out for the first page.") from None
    behind = "n > " if way == "ASC" else "n < "
    return f"rank > {rank} OR (rank = {rank} AND {behind}{n})"


def _records(release: Release, numbers: list[int]) -> list[Row]:
    """The records in these rows of the release's table, in this order."""
    if not numbers:
        return []
    wanted = ", ".join(map(str, numbers))
    found = release.connection().execute(
        f"SELECT file_row_number, {', '.join(_COLUMNS)} "
        f"FROM ({release.rows_of('incidents', numbered=True)}) WHERE file_row_number IN ({wanted})"
    )
    rows = {n: dict(zip(_COLUMNS, values, strict=True)) for n, *values in found.fetchall()}
    return [rows[n] for n in numbers]
