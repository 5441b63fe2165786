"""Counting incidents by two fields, with ranges, beside what one would write by hand."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import Any

from bench.measure import Goal, Row, side_by_side
from bench.synthetic import release_of

INCIDENTS = 3_000_000
BY = ("province", "year")
RULE = "all_violence"
_OUTCOMES = ("killed", "injured")
_MEASURES = (
    "incidents",
    *(outcome + part for outcome in _OUTCOMES for part in ("", "_min", "_max", "_unknown")),
)
_COLUMNS = (
    "status", "date_start", "date_end", "province",
    *(outcome + part for outcome in _OUTCOMES for part in ("_min", "", "_max")),
)  # fmt: skip

Table = dict[tuple[Any, ...], tuple[int, ...]]

_COUNTS = "count(*) AS incidents, " + ", ".join(
    f"sum({o}) AS {o}, sum({o}_min) AS {o}_min, sum(coalesce({o}_max, {o})) AS {o}_max, "
    f"count(*) - count({o}) AS {o}_unknown"
    for o in _OUTCOMES
)
# An incident that may have happened in either of two years lies in neither.
_YEAR = (
    "CASE WHEN year(date_start) = year(coalesce(date_end, date_start)) THEN year(date_start) END"
)
_KEPT = "status IS NULL OR status NOT IN ('withdrawn', 'merged')"


def _by_hand(file: str) -> dict[str, str]:
    """The SQL that answers each question as waqia does."""
    cells = (
        f"SELECT province, {_YEAR} AS year, {_COUNTS} FROM read_parquet('{file}') "
        f"WHERE {_KEPT} GROUP BY ALL"
    )
    tactics = (
        f"SELECT tactic, {_YEAR} AS year, "
        f"{_COUNTS} FROM (SELECT *, unnest(CASE WHEN len(tactics) > 0 THEN tactics "
        f"ELSE [NULL] END) AS tactic FROM read_parquet('{file}') WHERE {_KEPT}) GROUP BY ALL"
    )
    # Each bound less the attackers' opposite one; in these data theirs are always known,
    # and never more.
    lost = "list_sum([c.{} FOR c IN casualties IF c.outcome = '{}' AND c.party = 'militants'])"
    others = ", ".join(
        f"{o}{part} - coalesce({lost.format(bound, o)}, 0) AS {o}{part}"
        for o in _OUTCOMES
        for part, bound in (("_min", "max"), ("", "best"), ("_max", "min"))
    )
    return {
        "cells": cells,
        "previous": f"WITH cells AS ({cells}) SELECT now.*, coalesce(before.incidents, 0), "
        "coalesce(before.killed, 0), coalesce(before.injured, 0) FROM cells now "
        "LEFT JOIN cells before ON before.province IS NOT DISTINCT FROM now.province "
        "AND before.year = now.year - 1",
        "tactics": tactics,
        "without attackers": f"SELECT province, {_YEAR} AS year, {_COUNTS} FROM "
        f"(SELECT * REPLACE ({others}) FROM read_parquet('{file}')) WHERE {_KEPT} GROUP BY ALL",
    }


def _pandas(file: str) -> Table:
    import pandas

    frame = pandas.read_parquet(file, columns=list(_COLUMNS))
    frame = frame[~frame["status"].isin(["withdrawn", "merged"])]
    first = pandas.to_datetime(frame["date_start"]).dt.year
    last = pandas.to_datetime(frame["date_end"]).dt.year
    frame = frame.assign(year=first.where(last.isna() | (first == last)), incidents=1)
    for outcome in _OUTCOMES:
        frame[f"{outcome}_max"] = frame[f"{outcome}_max"].fillna(frame[outcome])
        frame[f"{outcome}_unknown"] = frame[outcome].isna()
    cells = frame.groupby(list(BY), dropna=False)[list(_MEASURES)].sum()
    return _table(
        (tuple(key), values) for key, values in zip(cells.index, cells.values, strict=True)
    )


def _polars(file: str) -> Table:
    import polars
    from polars import col

    first, last = col("date_start").dt.year(), col("date_end").dt.year()
    measures = [polars.len().alias("incidents")]
    for outcome in _OUTCOMES:
        measures += [
            col(outcome).sum(),
            col(f"{outcome}_min").sum(),
            col(f"{outcome}_max").fill_null(col(outcome)).sum(),
            col(outcome).null_count().alias(f"{outcome}_unknown"),
        ]
    cells = (
        polars.scan_parquet(file)
        .filter(col("status").is_null() | ~col("status").is_in(["withdrawn", "merged"]))
        .with_columns(year=polars.when(last.is_null() | (first == last)).then(first))
        .group_by(*BY)
        .agg(measures)
        .collect()
    )
    return _table((row[:2], row[2:]) for row in cells.rows())


def _table(cells: Iterable[tuple[tuple[Any, ...], Iterable[Any]]]) -> Table:
    """Cells that can be compared: unknown keys are None, numbers whole."""
    return {
        tuple(None if part is None or part != part else part for part in key):
        tuple(int(value or 0) for value in values)
        for key, values in cells
    }  # fmt: skip


def measure(rounds: int) -> Iterator[Row]:
    import duckdb

    from waqia.analysis import count

    rounds = 2 * rounds + 1  # short runs, so more of them
    release = release_of(INCIDENTS)
    file = str(release.path / "incidents.parquet")
    hand, queries = duckdb.connect(), _by_hand(file)

    def asked(*by: str, **question: Any) -> Callable[[], list[dict[str, Any]]]:
        options: dict[str, Any] = {"rule": RULE, **question}
        return lambda: count(release, by=by, **options).rows()

    def written(name: str) -> Callable[[], list[tuple[Any, ...]]]:
        return lambda: hand.execute(queries[name]).fetchall()

    _verify(asked, written, file)
    million = f"{INCIDENTS / 1e6:.0f} M incidents"
    goal = Goal(1.3, "×")
    cells = side_by_side(
        {
            "waqia": asked(*BY),
            "sql": written("cells"),
            "pandas": lambda: _pandas(file),
            "polars": lambda: _polars(file),
        },
        rounds,
    )
    name = f"count by province, year; {million}"
    yield Row(name, cells["waqia"], "s", "DuckDB SQL by hand", cells["sql"], goal)
    yield Row("the same", cells["waqia"], "s", "pandas", cells["pandas"])
    yield Row("the same", cells["waqia"], "s", "polars", cells["polars"])
    further = {
        "with compare='previous'": (asked(*BY, compare="previous"), "previous"),
        "by tactic (several values), year": (asked("tactic", "year"), "tactics"),
        "without attackers' casualties": (
            asked(*BY, rule="all_without_attackers"),
            "without attackers",
        ),
    }
    for title, (question, query) in further.items():
        seconds = side_by_side({"waqia": question, "sql": written(query)}, rounds)
        yield Row(title, seconds["waqia"], "s", "DuckDB SQL by hand", seconds["sql"])


def _verify(asked: Any, written: Any, file: str) -> None:
    """Stop unless all give the same numbers."""

    def of(rows: list[dict[str, Any]], first: str = "province") -> Table:
        return _table(((row[first], row["year"]), [row[m] for m in _MEASURES]) for row in rows)

    def by_hand(name: str) -> Table:
        return _table((row[:2], row[2:]) for row in written(name)())

    cells = of(asked(*BY)())
    without = of(asked(*BY, rule="all_without_attackers")())
    for name, ours, theirs in (
        ("SQL", cells, by_hand("cells")),
        ("pandas", cells, _pandas(file)),
        ("polars", cells, _polars(file)),
        ("SQL by tactic", of(asked("tactic", "year")(), "tactic"), by_hand("tactics")),
        ("SQL without attackers", without, by_hand("without attackers")),
    ):
        if ours != theirs:
            differ = [key for key in ours | theirs if ours.get(key) != theirs.get(key)]
            key = differ[0]
            raise AssertionError(
                f"{name} and waqia differ in {len(differ)} cells, as in {key}: "
                f"{theirs.get(key)} and {ours.get(key)}"
            )
