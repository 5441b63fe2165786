"""How much the choices of adjudication matter: totals under other rules, and disagreement."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from waqia.adjudication import adjudicate
from waqia.model import OUTCOMES, VALUE_FIELDS

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

    from waqia.release import Release

_ALTERNATIVES = ("highest_graded", "modal", "latest", "median", "minimum", "maximum")
_COUNTED = ("killed", "injured")
_TOTALS = ", ".join(f"sum({outcome})::BIGINT" for outcome in _COUNTED)
_COUNT = "status NOT IN ('withdrawn', 'merged')"

Row = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Sensitivity:
    """What other rules and the accounts' disagreement would change.

    `totals` has a row a rule, the release's own (`as released`) first: `rule`, then for killed
    and injured the total of best estimates (persons), `…_change` against the release's own and
    `…_change_percent` (None where the own total is 0); a total is None where no number is known.
    `disagreement` has a row a field on which at least one incident has several accounts that say
    something: `field`, `incidents` that differ, `compared` (incidents with several accounts that
    say something), `percent` of those, and `percent_of_all` incidents.
    """

    incidents: int
    several_accounts: int
    totals: tuple[Row, ...]
    disagreement: tuple[Row, ...]


def sensitivity(release: Release) -> Sensitivity:
    """Adjudicate the release's accounts again under each rule for counts, and measure disagreement.

    A rule's tie-breaks are those of the codebook that come after it. Incidents with one account
    are the same under every rule and are only added. Incidents withdrawn or merged do not count.

    Raises:
        ReleaseError: a table of the release cannot be read.
    """
    import duckdb

    with duckdb.connect() as connection:
        for name in ("accounts", "sources", "provenance", "incidents"):
            path = str(release.path / f"{name}.parquet").replace("'", "''")
            connection.execute(f"CREATE VIEW all_{name} AS SELECT * FROM read_parquet('{path}')")
        connection.execute(f"""
            CREATE TABLE several AS SELECT id FROM all_incidents WHERE n_accounts > 1 AND {_COUNT};
            CREATE TABLE accounts AS FROM all_accounts WHERE incident IN (SELECT id FROM several);
            CREATE VIEW sources AS FROM all_sources;
        """)
        own = _totals(connection, f"all_incidents WHERE {_COUNT}")
        single = _totals(
            connection, f"all_incidents WHERE {_COUNT} AND id NOT IN (SELECT id FROM several)"
        )
        counts = connection.execute(
            f"SELECT count(*) FILTER ({_COUNT}), (SELECT count(*) FROM several) FROM all_incidents"
        ).fetchone()
        incidents, several = counts or (0, 0)
        totals = [_row("as released", own, own)]
        for rule in _ALTERNATIVES:
            rules = {
                outcome: (rule, *(r for r in release.codebook.adjudication(outcome) if r != rule))
                for outcome in OUTCOMES
            }
            adjudicate(connection, release.codebook, rules)
            again = _totals(connection, "incidents")
            totals.append(_row(rule, tuple(map(_added, single, again)), own))
        return Sensitivity(
            incidents, several, tuple(totals), tuple(_disagreement(connection, incidents))
        )


def _added(one: int | None, other: int | None) -> int | None:
    """The sum of what is known; None where neither is."""
    known = [number for number in (one, other) if number is not None]
    return sum(known) if known else None


def _totals(connection: DuckDBPyConnection, origin: str) -> tuple[int | None, ...]:
    return tuple(connection.execute(f"SELECT {_TOTALS} FROM {origin}").fetchone() or ())


def _row(rule: str, totals: tuple[int | None, ...], own: tuple[int | None, ...]) -> Row:
    row: Row = {"rule": rule}
    for outcome, total, base in zip(_COUNTED, totals, own, strict=True):
        change = None if total is None or base is None else total - base
        row[outcome] = total
        row[f"{outcome}_change"] = change
        row[f"{outcome}_change_percent"] = (
            100 * change / base if base and change is not None else None
        )
    return row


def _disagreement(connection: DuckDBPyConnection, incidents: int) -> list[Row]:
    found = connection.execute("""
        SELECT field, count(*) FILTER (list_contains(i.disputed, field)), count(*)
        FROM all_provenance p JOIN all_incidents i ON i.id = p.incident
        WHERE said_by > 1 AND field <> 'summary' AND i.id IN (SELECT id FROM several)
        GROUP BY field
    """).fetchall()
    rows = {
        field: {
            "field": field,
            "incidents": differ,
            "compared": compared,
            "percent": 100 * differ / compared,
            "percent_of_all": 100 * differ / incidents,
        }
        for field, differ, compared in found
    }
    return [rows[field] for field in VALUE_FIELDS if field in rows]
