"""Values that a person decided, with a reason, in place of what the rules gave."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from waqia.adjudication.fields import FIELDS
from waqia.model import OUTCOMES, TABLES

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

COLUMNS: dict[str, tuple[str, ...]] = {
    name: (name, f"{name}_min", f"{name}_max", f"{name}_imputed")
    if name in OUTCOMES
    else field.columns
    for name, field in FIELDS.items()
}
"""Field of `VALUE_FIELDS` → the columns of an incident that an override of it sets together."""


def override(connection: DuckDBPyConnection) -> None:
    """Set what the table `overrides` (incident, field, value, reason) says.

    `value` is a JSON object of the field's columns; a column it lacks becomes unknown. Provenance
    tells the override with its reason, and keeps how many accounts said how many values.
    """
    fields = connection.execute("SELECT DISTINCT field FROM overrides ORDER BY field").fetchall()
    for (name,) in fields:
        types = {column: TABLES["incidents"][column].type for column in COLUMNS[name]}
        shapes = json.dumps({column: shape(type_) for column, type_ in types.items()})
        empty = {
            column: "[]" if type_.endswith("[]") else "NULL" for column, type_ in types.items()
        } | {f"{name}_imputed": "false"}
        sets = ", ".join(f'"{c}" = coalesce(o.value."{c}", {empty[c]})' for c in types)
        connection.execute(
            f"UPDATE incidents SET {sets} FROM (SELECT incident, from_json(value, ?) AS value "
            "FROM overrides WHERE field = ?) o WHERE o.incident = incidents.id",
            [shapes, name],
        )
    connection.execute("""
        CREATE OR REPLACE TEMP TABLE adj_overridden AS
        SELECT o.incident, o.field, 'override' AS rule, coalesce(p.accounts, []) AS accounts,
            coalesce(p.said_by, 1) AS said_by, coalesce(p.n_values, 1) AS n_values, o.reason
        FROM overrides o LEFT JOIN provenance p USING (incident, field)
        WHERE o.incident IN (SELECT id FROM incidents)
    """)
    connection.execute(
        "DELETE FROM provenance p USING adj_overridden o "
        "WHERE p.incident = o.incident AND p.field = o.field"
    )
    connection.execute("INSERT INTO provenance BY NAME SELECT * FROM adj_overridden")
    connection.execute("DROP TABLE adj_overridden")


def shape(type_: str) -> Any:
    """A type of DuckDB as `from_json` wants it: nested types as JSON, maps as JSON text."""
    if type_.endswith("[]"):
        return [shape(type_[:-2])]
    if type_.startswith("STRUCT("):
        parts = (part.strip().split(" ", 1) for part in type_[7:-1].split(","))
        return {name.strip('"'): shape(of) for name, of in parts}
    return "JSON" if type_.startswith("MAP(") else type_
