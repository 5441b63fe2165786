"""Which incidents an export holds, and what is made less exact in it to protect people."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from waqia.model import TABLES, ExportError, QuestionError

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

    from waqia.codebook import Codebook

KM_PER_DEGREE = 111.195
"""Length of a degree of latitude on a sphere with the mean radius of the earth."""

_VOCABULARIES = {
    "type": "type", "perpetrators": "actor", "responders": "actor", "target_actors": "actor",
    "targets": "target", "tactics": "tactic", "region": "region",
}  # fmt: skip
_FINE = ("place", "place_id", "division", "district", "district_then", "latitude", "longitude")
"""Columns that say where, finer than the province."""


def select(
    connection: DuckDBPyConnection,
    codebook: Codebook,
    *,
    where: Mapping[str, Any],
    blur: float | None,
    hold_back_days: int | None,
    suppress_below: int | None,
    as_of: date | None,
) -> list[str]:
    """Create temporary tables `x_incidents`, `x_accounts`, `x_sources`; what was done, in words.

    Raises:
        ExportError: a distance, number of days or smallest number is not above zero.
        QuestionError: a column or code of `where` does not exist.
    """
    import duckdb

    options = {"blur": blur, "hold back": hold_back_days, "suppress below": suppress_below}
    for name, number in options.items():
        if number is not None and number <= 0:
            raise ExportError(f"The option {name!r} must be above zero, not {number}.")
    tests, values = _tests(codebook, where)
    kept = " AND ".join(["status NOT IN ('withdrawn', 'merged')", *tests])
    try:
        connection.execute(
            f"CREATE OR REPLACE TEMP TABLE x_incidents AS SELECT * FROM incidents WHERE {kept} "
            "ORDER BY date_start, id",
            values,
        )
    except duckdb.ConversionException as error:
        wanted = ", ".join(f"{name}={value}" for name, value in where.items())
        raise QuestionError(
            f"The limit {wanted} cannot be read: expected numbers, days such as 2014-03-31, or "
            "codes, as the column has them."
        ) from error
    notes = []
    if hold_back_days is not None:
        notes.append(_hold_back(connection, hold_back_days, as_of or date.today()))
    connection.execute("""
        CREATE OR REPLACE TEMP TABLE x_accounts AS SELECT * FROM accounts
        WHERE incident IN (SELECT id FROM x_incidents) ORDER BY incident, id
    """)
    if suppress_below is not None:
        notes.append(_suppress(connection, suppress_below))
    if blur is not None:
        notes.append(_blur(connection, blur))
    connection.execute("""
        CREATE OR REPLACE TEMP TABLE x_sources AS SELECT * FROM sources WHERE id IN (
            SELECT source FROM x_accounts UNION SELECT unnest(cites) FROM x_accounts
        ) ORDER BY id
    """)
    return notes


def _tests(codebook: Codebook, where: Mapping[str, Any]) -> tuple[list[str], list[Any]]:
    tests, values = [], []
    columns = {column.name: column.type for column in TABLES["incidents"].columns}
    for name, wanted in where.items():
        several = list(wanted) if isinstance(wanted, (list, tuple, set)) else [wanted]
        if name == "year":
            # as in a count, an incident that spans two years is in neither
            tests.append(
                "list_contains(?::INTEGER[], year(date_start)) "
                "AND year(coalesce(date_end, date_start)) = year(date_start)"
            )
        elif columns.get(name) == "VARCHAR[]":
            tests.append(f"list_has_any({name}, ?::VARCHAR[])")
        elif columns.get(name) in ("VARCHAR", "INTEGER", "DATE", "BOOLEAN", "DOUBLE"):
            tests.append(f"list_contains(?::{columns[name]}[], {name})")
        else:
            known = ", ".join(["year", *columns])
            raise QuestionError(f"Incidents have no column {name!r}; choose from {known}.")
        if vocabulary := _VOCABULARIES.get(name):
            several = [
                code
                for text in several
                for code in codebook.members(vocabulary, codebook.resolve(vocabulary, text))
            ]
        values.append(several)
    return tests, values


def _hold_back(connection: DuckDBPyConnection, days: int, as_of: date) -> str:
    first = as_of - timedelta(days=days - 1)
    held = connection.execute(
        "DELETE FROM x_incidents WHERE coalesce(date_end, date_start) >= ?", [first]
    ).fetchone()
    return (
        f"{held[0] if held else 0:,} incidents that ended on or after {first} are held back "
        f"(less than {days} days before {as_of})."
    )


def _suppress(connection: DuckDBPyConnection, least: int) -> str:
    nothing = ", ".join(f"{name} = NULL" for name in _FINE)
    connection.execute(f"""
        CREATE OR REPLACE TEMP TABLE x_small AS SELECT id FROM x_incidents
        WHERE district IS NOT NULL
        QUALIFY count(*) OVER (PARTITION BY country, province, district) < {int(least)}
    """)
    for table, key in (("x_incidents", "id"), ("x_accounts", "incident")):
        words = "" if key == "id" else ", words = NULL, anchors = NULL, summary = NULL"
        connection.execute(
            f"UPDATE {table} SET {nothing}{words or ', summary = NULL'}, "
            "place_precision = CASE WHEN province IS NULL THEN 'country' ELSE 'province' END "
            f"WHERE {key} IN (SELECT id FROM x_small)"
        )
    hidden = connection.execute("SELECT count(*) FROM x_small").fetchone()
    return (
        f"Places below the province, and summaries, of {hidden[0] if hidden else 0:,} incidents "
        f"are left out: their district has fewer than {least}."
    )


def _blur(connection: DuckDBPyConnection, km: float) -> str:
    """Coordinates become the middle of their cell; cells are as wide on every latitude."""
    step = km / KM_PER_DEGREE
    latitude = f"least(90, (floor(latitude / {step}) + 0.5) * {step})"
    # near the poles one cell goes round the earth
    width = f"least(360, {step} / greatest(cos(radians({latitude})), 1e-6))"
    for table in ("x_incidents", "x_accounts"):
        connection.execute(
            f"UPDATE {table} SET latitude = round({latitude}, 4), longitude = "
            f"round(least(180, (floor(longitude / {width}) + 0.5) * {width}), 4) "
            "WHERE latitude IS NOT NULL AND longitude IS NOT NULL"
        )
    return f"Coordinates are blurred to the middle of a grid of {km:g} km; places in words are not."
