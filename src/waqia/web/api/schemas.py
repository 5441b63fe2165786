"""The tables of a release in the words of JSON Schema, for the OpenAPI document."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from waqia.model import TABLES, Column

Schema = dict[str, Any]

_PLAIN: dict[str, Schema] = {
    "VARCHAR": {"type": ["string", "null"]},
    "DATE": {"type": ["string", "null"], "format": "date"},
    "INTEGER": {"type": ["integer", "null"]},
    "BIGINT": {"type": ["integer", "null"]},
    "DOUBLE": {"type": ["number", "null"]},
    "BOOLEAN": {"type": ["boolean", "null"]},
}
_FIELD = re.compile(r'"?(\w+)"? (VARCHAR|INTEGER|BIGINT|BOOLEAN|DOUBLE|DATE)')


def of_type(kind: str) -> Schema:
    """The schema of a DuckDB type as the tables have it."""
    if kind in _PLAIN:
        return dict(_PLAIN[kind])
    if kind.startswith("MAP"):
        return {"type": ["object", "null"], "additionalProperties": {"type": ["string", "null"]}}
    inner = kind.removesuffix("[]")
    if inner.startswith("STRUCT"):
        parts = _FIELD.findall(inner.removeprefix("STRUCT"))
        items: Schema = record({name: of_type(part) for name, part in parts})
    else:
        items = of_type(inner)
    return {"type": ["array", "null"], "items": items}


def column(one: Column) -> Schema:
    """The schema of a column."""
    return of_type(one.type) | {"description": one.description}


def record(properties: Mapping[str, Schema], required: tuple[str, ...] = ()) -> Schema:
    """An object with these properties and no others."""
    schema: Schema = {"type": "object", "properties": dict(properties)}
    if required:
        schema["required"] = list(required)
    return schema | {"additionalProperties": False}


def row_of(table: str) -> Schema:
    """The schema of a row of a table; only the columns that are asked for need be there."""
    return record({one.name: column(one) for one in TABLES[table].columns}, ("id",))


def refer(name: str) -> Schema:
    """A reference to a schema of the document."""
    return {"$ref": f"#/components/schemas/{name}"}
