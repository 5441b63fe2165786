"""What lies between two releases as a page shows it: totals, years, and what moved each number."""

from __future__ import annotations

import threading
from collections import Counter, OrderedDict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from waqia.model import OUTCOMES
from waqia.release import Diff, Release, diff
from waqia.web.problems import ProblemError

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

MEASURES = ("incidents", *OUTCOMES)
PATIENCE = 30.0
"""Seconds that a comparison may wait for those before it."""
LARGEST = 500_000
"""Incidents of a release that is compared while somebody waits."""
MOVERS = 20
"""Incidents that are named of those which moved the number of a year."""
_KEPT = 4
"""Comparisons that are kept; releases do not change."""


@dataclass(frozen=True, slots=True)
class Moved:
    """A year in both releases, None where it is not known: before, after, and what moved it.

    `before` and `after` are measure → number. `movers` are the first of the incidents that moved
    the number of incidents or of persons killed, those that moved it most first: id, `incidents`
    (-1, 0 or 1) and `killed` (differences), whether the incident counts in the `old` and the `new`
    release.
    """

    year: int | None
    before: dict[str, int]
    after: dict[str, int]
    movers: list[dict[str, Any]]


@dataclass(frozen=True, slots=True)
class Comparison:
    """The differences, how many there are by field, and the years that moved.

    `withdrawn` are the incidents that the new release has as such, `gone` those that it lacks:
    together what `diff` calls withdrawn.
    """

    diff: Diff
    fields: dict[str, int]
    totals: Moved
    years: list[Moved]
    withdrawn: tuple[str, ...]
    gone: tuple[str, ...]

    @property
    def counts(self) -> dict[str, int]:
        """Kind of difference → how many incidents differ so, or changes to the rules there are."""
        sides = {"withdrawn": len(self.withdrawn), "gone": len(self.gone)}
        return self.diff.counts | sides


class Comparisons:
    """Comparisons of releases, each worked out once, one at a time."""

    def __init__(self) -> None:
        self._kept: OrderedDict[tuple[str, str], Comparison] = OrderedDict()
        self._lock = threading.Lock()

    def of(self, old: Release, new: Release, *, patience: float) -> Comparison:
        """The comparison of two releases; waits for others that are worked out before.

        Raises:
            ProblemError: that took longer than `patience`, in seconds.
            ReleaseError: a table of one of them cannot be read.
        """
        key = (old.hash, new.hash)
        if not self._lock.acquire(timeout=patience):
            raise ProblemError(
                503, "Other releases are being compared.", expected="the same in a minute"
            )
        try:
            if key not in self._kept:
                self._kept[key] = compare(old, new)
                while len(self._kept) > _KEPT:
                    self._kept.popitem(last=False)
            self._kept.move_to_end(key)
            return self._kept[key]
        finally:
            self._lock.release()


COMPARISONS = Comparisons()
"""Those of this process: its pages and its API wait for one another."""


def too_large(release: Release) -> bool:
    """Whether a release has too many incidents to be compared while somebody waits."""
    rows = {one["name"]: one.get("rows") or 0 for one in release.manifest["resources"]}
    return bool(rows["incidents"] > LARGEST)


def compare(old: Release, new: Release) -> Comparison:
    """Work out a comparison.

    Raises:
        ReleaseError: a table of one of them cannot be read.
    """
    found = diff(old, new)
    fields = Counter(change.field for change in found.changed)
    with _sides(old, new) as connection:
        movers: dict[int | None, list[dict[str, Any]]] = {}
        for mover in _movers(connection, 1, MOVERS):
            movers.setdefault(mover.pop("year"), []).append(mover)
        totals, *years = (
            Moved(
                year, dict(zip(MEASURES, numbers[::2], strict=True)),
                dict(zip(MEASURES, numbers[1::2], strict=True)),
                movers.get(year, []) if one_year else [],
            )
            for one_year, year, *numbers in _years(connection)
        )  # fmt: skip
        withdrawn = {
            id_
            for (id_,) in connection.execute(
                f"SELECT id FROM ({new.rows_of('incidents')}) WHERE status = 'withdrawn'"
            ).fetchall()
        }
    moved = [one for one in years if one.before != one.after or one.movers]
    return Comparison(
        found, dict(fields.most_common()), totals, moved,
        tuple(id_ for id_ in found.withdrawn if id_ in withdrawn),
        tuple(id_ for id_ in found.withdrawn if id_ not in withdrawn),
    )  # fmt: skip


def movers_of(
    old: Release, new: Release, year: int | None, offset: int, limit: int
) -> list[dict[str, Any]]:
    """The incidents that moved the numbers of a year, those that moved them most first.

    Raises:
        ReleaseError: a table of one of them cannot be read.
    """
    where = "year IS NULL" if year is None else f"year = {year:d}"
    with _sides(old, new) as connection:
        return _movers(connection, offset + 1, offset + limit, where)


def _sides(old: Release, new: Release) -> DuckDBPyConnection:
    """What counts in both releases: id, side (0 is the old one), year, and numbers of persons."""
    import duckdb

    connection = duckdb.connect()
    for side, release in ((0, old), (1, new)):
        connection.execute(
            f"CREATE VIEW side{side} AS SELECT id, {side} AS side, "
            "CASE WHEN year(date_start) = year(coalesce(date_end, date_start)) "
            f"THEN year(date_start) END AS year, {', '.join(OUTCOMES)} "
            f"FROM ({release.rows_of('incidents')}) WHERE status NOT IN ('withdrawn', 'merged')"
        )
    return connection.execute("CREATE VIEW sides AS FROM side0 UNION ALL FROM side1")


def _years(connection: DuckDBPyConnection) -> list[tuple[Any, ...]]:
    """All together, then each year: before and after of every measure; the unknown year last."""
    numbers = ", ".join(
        f"count(*) FILTER (side = {side})"
        if measure == "incidents"
        else f"coalesce(sum({measure}) FILTER (side = {side}), 0)::BIGINT"
        for measure in MEASURES
        for side in (0, 1)
    )
    return connection.execute(
        f"SELECT grouping(year) = 0, year, {numbers} FROM sides "
        "GROUP BY GROUPING SETS ((), (year)) ORDER BY 1, year NULLS LAST"
    ).fetchall()


def _movers(
    connection: DuckDBPyConnection, first: int, last: int, where: str = "true"
) -> list[dict[str, Any]]:
    """Of each year the incidents from the first to the last place, 1 being that of the greatest."""
    result = connection.execute(f"""
        SELECT year, id, incidents, killed,
               id IN (SELECT id FROM side0) AS old, id IN (SELECT id FROM side1) AS new
        FROM (
            SELECT year, id, sum(2 * side - 1)::INTEGER AS incidents,
                   sum((2 * side - 1) * coalesce(killed, 0))::INTEGER AS killed
            FROM sides WHERE {where} GROUP BY year, id HAVING incidents <> 0 OR killed <> 0
        )
        WINDOW places AS (PARTITION BY year ORDER BY abs(killed) DESC, abs(incidents) DESC, id)
        QUALIFY row_number() OVER places BETWEEN {first:d} AND {last:d}
        ORDER BY year, abs(killed) DESC, abs(incidents) DESC, id
    """)
    names = [column[0] for column in result.description or ()]
    return [dict(zip(names, row, strict=True)) for row in result.fetchall()]
