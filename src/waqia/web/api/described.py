"""The schemas of the answers, for the OpenAPI document; what tables hold comes from the model."""

from __future__ import annotations

from typing import Any

from waqia.model import TABLES, VALUE_FIELDS
from waqia.web import problems
from waqia.web.api.schemas import Schema, column, record, refer, row_of

_TEXT: Schema = {"type": "string"}
_MAYBE: Schema = {"type": ["string", "null"]}
_WHOLE: Schema = {"type": "integer"}


def _list(items: Schema) -> Schema:
    return {"type": "array", "items": items}


def _page(table: str, row: str) -> Schema:
    properties: dict[str, Schema] = {
        "release": _TEXT | {"description": "hash of the release"},
        "total": _WHOLE | {"description": "records on all pages together"},
        "next": _MAYBE | {"description": "address of the next page; null on the last"},
        table: _list(refer(row)),
    }
    return record(properties, tuple(properties))


def _open_incident() -> Schema:
    def columns(table: str) -> dict[str, Schema]:
        return {one.name: column(one) for one in TABLES[table].columns}

    account = columns("accounts") | {
        "source": refer("Source"), "cites": _list(refer("Source")),
    }  # fmt: skip
    decided = {
        name: schema for name, schema in columns("provenance").items()
        if name not in ("incident", "field")
    }  # fmt: skip
    properties = columns("incidents") | {
        "accounts": _list(record(account)),
        "provenance": record({name: record(decided) for name in VALUE_FIELDS}),
        "findings": _list(record(columns("findings"))),
    }
    return record(properties, tuple(properties))


def _release() -> Schema:
    rule = record(
        {"name": _TEXT, "label": _TEXT, "description": _TEXT,
         "types": {"type": ["array", "null"], "items": _TEXT}, "attackers": {"type": "boolean"}}
    )  # fmt: skip
    day = {"type": "string", "format": "date"}
    properties: dict[str, Schema] = {
        "title": _TEXT, "description": _MAYBE, "hash": _TEXT, "created": _TEXT, "revision": _MAYBE,
        "licences": _list(_TEXT),
        "coverage": {"anyOf": [record({"start": day, "end": day}), {"type": "null"}]},
        "rows": {"type": "object", "additionalProperties": _WHOLE},
        "codebook": record({"id": _TEXT, "version": _TEXT, "title": _TEXT, "sha256": _TEXT}),
        "counting_rules": _list(rule),
        "adjudication": {"type": "object"},
    }  # fmt: skip
    return record(properties, tuple(properties))


def _count() -> Schema:
    row: Schema = {
        "type": "object",
        "description": "fields, measures, and as asked totals (`_row`, `_level`) and `ids`",
        "properties": {"incidents_url": _MAYBE, "ids": _list(_TEXT)},
        "required": ["incidents_url"],
    }
    properties: dict[str, Schema] = {
        "release": _TEXT,
        "rule": record({"name": _TEXT, "label": _TEXT}),
        "fields": _list(_TEXT),
        "measures": _list(_TEXT),
        "rows": _list(row),
        "total": {"type": "object"},
        "notes": _list(_TEXT),
    }
    return record(properties, tuple(properties))


def _features() -> Schema:
    point = record(
        {"type": {"const": "Point"}, "coordinates": _list({"type": "number"})},
        ("type", "coordinates"),
    )
    feature: dict[str, Schema] = {
        "type": {"const": "Feature"},
        "id": _TEXT,
        "geometry": {"anyOf": [point, {"type": "null"}]},
        "properties": refer("Incident"),
    }
    return record(
        {
            "type": {"const": "FeatureCollection"},
            "features": _list(record(feature, tuple(feature))),
        },
        ("type", "features"),
    )


def schemas() -> dict[str, Any]:
    """Name → schema of everything that is answered."""
    term = record({"code": _TEXT, "label": _TEXT, "label_ur": _MAYBE, "parent": _MAYBE})
    book = record({"name": _TEXT, "codes": _WHOLE, "open": {"type": "boolean"}})
    return {
        "Problem": problems.SCHEMA,
        "Release": _release(),
        "Vocabularies": record({"vocabularies": _list(book)}, ("vocabularies",)),
        "Vocabulary": record({"name": _TEXT, "terms": _list(term)}, ("name", "terms")),
        "Incident": row_of("incidents"),
        "Account": row_of("accounts"),
        "Source": row_of("sources"),
        "OpenIncident": _open_incident(),
        "IncidentPage": _page("incidents", "Incident"),
        "AccountPage": _page("accounts", "Account"),
        "SourcePage": _page("sources", "Source"),
        "FeatureCollection": _features(),
        "Count": _count(),
    }
