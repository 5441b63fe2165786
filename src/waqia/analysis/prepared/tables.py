"""The incidents of a release as narrow columns of numbers in memory, with what the numbers mean.

A text or a list of texts becomes a code; `d_COLUMN` says which value a code is. Codes are for
whole lists, of which there are few: what is asked of lists is asked of some hundred of them, not
of every incident. Casualties by party and the numbers of persons together have a code, too.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from waqia.analysis import calendar, persons
from waqia.analysis.fields import FIELDS
from waqia.model import OUTCOMES, TABLES

if TYPE_CHECKING:
    from ibis.expr.types import Table, Value

    from waqia.release import Release

CATALOG = "prepared"
AMOUNTS = tuple(persons.amount_columns(OUTCOMES))
SUMMED = (*AMOUNTS, *(f"{outcome}_most" for outcome in OUTCOMES))
"""Amounts as they are, and the greatest that is known: an open maximum is the best estimate."""
UNITS = (*calendar.UNITS, "weekday")
PUBLISHERS = "publishers"
CODED = tuple(
    dict.fromkeys(
        field.column for field in FIELDS.values() if field.kind in ("plain", "place", "list")
    )
)
"""Columns that are codes."""
_TYPES = {column.name: column.type for column in TABLES["incidents"].columns} | {
    PUBLISHERS: "VARCHAR[]"
}
_CODED = "coded"
_COUNTED = "(status IS NULL OR status NOT IN ('withdrawn', 'merged'))"


def less(amount: str) -> str:
    """The column that has an amount without the attackers' part."""
    return f"{amount}_less"


def summed(table: Table) -> dict[str, Value]:
    """Those amounts of a table that has them as they are."""
    import ibis

    known = {name: table[name] for name in AMOUNTS}
    known |= {f"{name}_most": ibis.coalesce(known[f"{name}_max"], known[name]) for name in OUTCOMES}
    return {name: amount.cast("int32") for name, amount in known.items()}


def dictionary(column: str) -> Any:
    """The table of the codes of a column: `code` and the value under the column's own name."""
    columns = {"code": "INTEGER", column: _TYPES[column]}
    return _table(f"d_{column}", columns)


def harms() -> Any:
    """The table of harms: `code`, casualties by party and all amounts as they are stored."""
    kept = {name: _TYPES[name] for name in ("casualties", *AMOUNTS)}
    return _table("d_harm", {"code": "INTEGER", **kept})


def prepare(release: Release) -> None:
    """Make the tables in the database of a release.

    `incidents` has those that count: `n`, the number of the row in the release's table, from 0;
    codes, calendar units and dates (the last day is always there), the code of the harm, the
    amounts as they are and without the attackers' part, and coordinates.
    """
    connection = release.connection()
    connection.execute(f"ATTACH ':memory:' AS {CATALOG} (COMPRESS)")
    try:
        _fill(release)
    except BaseException:
        connection.execute(f"DETACH {CATALOG}")  # whoever asks next begins anew
        raise
    connection.execute(f"CHECKPOINT {CATALOG}")  # packs the columns


def _fill(release: Release) -> None:
    connection = release.connection()
    connection.execute(
        f"""
        CREATE TABLE {CATALOG}.said AS
        SELECT incident AS id, list_sort(list(DISTINCT publisher)) AS {PUBLISHERS}
        FROM accounts JOIN sources ON accounts.source = sources.id
        WHERE publisher IS NOT NULL GROUP BY ALL
        """
    )
    for column in CODED:
        read = f"{CATALOG}.said" if column == PUBLISHERS else f"incidents WHERE {_COUNTED}"
        connection.execute(
            f"""
            CREATE TABLE {CATALOG}.d_{column} AS
            SELECT (row_number() OVER (ORDER BY {column}))::INTEGER AS code, {column}
            FROM (SELECT {column} FROM {read} UNION SELECT NULL)
            """
        )
    harm = ", ".join(["casualties", *AMOUNTS])
    connection.execute(
        f"""
        CREATE TABLE {CATALOG}.d_harm AS
        SELECT (row_number() OVER (ORDER BY {harm}))::INTEGER AS code, {harm}
        FROM (SELECT DISTINCT {harm} FROM incidents WHERE {_COUNTED})
        """
    )
    connection.execute(f"CREATE TABLE {CATALOG}.harms AS {compiled(release, _harms(release))}")
    connection.execute(
        f"CREATE TABLE {CATALOG}.incidents AS "
        f"WITH {_CODED} AS ({_coded()}) {compiled(release, _with_units())}"
    )
    connection.execute(f"DROP TABLE {CATALOG}.said")


def compiled(release: Release, expression: Any) -> str:
    """The SQL of an expression on these tables."""
    return str(release.table("incidents").get_backend().compile(expression))


def _table(name: str, columns: dict[str, str]) -> Any:
    import ibis
    from ibis.backends.sql.datatypes import DuckDBType

    schema = {column: DuckDBType.from_string(kind) for column, kind in columns.items()}
    # what is coded is named in the query that it is part of
    catalog = {} if name == _CODED else {"catalog": CATALOG, "database": "main"}
    return ibis.table(schema, name=name, **catalog)


def _with_units() -> Any:
    plain = {"n": "INTEGER", **dict.fromkeys(CODED, "INTEGER"), "harm": "INTEGER"}
    days = {"date_start": "DATE", "date_end": "DATE"}
    places = {"latitude": "DOUBLE", "longitude": "DOUBLE"}
    amounts = dict.fromkeys([*SUMMED, *map(less, SUMMED)], "INTEGER")
    table = _table(_CODED, plain | days | places | amounts)
    units = {unit: calendar.unit_of(unit, table) for unit in calendar.UNITS}
    units["weekday"] = calendar.weekday_of(table)
    return table.mutate(**{name: unit.cast("int32") for name, unit in units.items()})


def _harms(release: Release) -> Any:
    """Each harm with its amounts as they are, and without the attackers' part."""
    table = harms()
    rest = persons.without_attackers(table, release.codebook, OUTCOMES)
    amounts = {less(name): amount for name, amount in summed(rest).items()}
    rest = rest.select("code", **amounts)
    return rest.join(table.select("code", "casualties", **summed(table)), "code")


def _coded() -> str:
    codes = ", ".join(f"d_{column}.code AS {column}" for column in CODED)
    joined = "\n".join(
        f"JOIN {CATALOG}.d_{column} ON i.{column} IS NOT DISTINCT FROM d_{column}.{column}"
        for column in CODED
    )
    same = " AND ".join(
        f"i.{name} IS NOT DISTINCT FROM h.{name}" for name in ("casualties", *AMOUNTS)
    )
    amounts = ", ".join(f"h.{name}" for name in (*SUMMED, *map(less, SUMMED)))
    return f"""
        SELECT i.n, {codes}, h.code AS harm, i.date_start,
            coalesce(i.date_end, i.date_start) AS date_end, latitude, longitude, {amounts}
        FROM (
            SELECT numbered.*, {PUBLISHERS}
            FROM (SELECT *, row_number() OVER () - 1 AS n FROM incidents) numbered
            LEFT JOIN {CATALOG}.said USING (id)
        ) i
        {joined}
        JOIN {CATALOG}.harms h ON {same}
        WHERE {_COUNTED.replace("status", "i.status")}
        """
