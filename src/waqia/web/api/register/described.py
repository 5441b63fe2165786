"""The schemas of what the register is sent and answers, for the OpenAPI document."""

from __future__ import annotations

from datetime import datetime
from functools import cache
from typing import Any

from pydantic import TypeAdapter

from waqia.model import OUTCOMES, TABLES, json_schema
from waqia.web.api.schemas import Schema, column, record, refer

_TEXT: Schema = {"type": "string"}
_MAYBE: Schema = {"type": ["string", "null"]}
_WHOLE: Schema = {"type": "integer"}
_TRUTH: Schema = {"type": "boolean"}
_NUMBER: Schema = {"type": ["number", "null"]}
_OBJECT: Schema = {"type": "object"}
_TIME: Schema = TypeAdapter(datetime | None).json_schema()

FILLED = {
    ("SourceToAdd", "source"): "SourceFields",
    ("AccountToAdd", "account"): "AccountFields",
}
"""Member of what is sent → the schema of what it holds, which the model of the house gives."""


def _list(items: Schema) -> Schema:
    return {"type": "array", "items": items}


def _map(values: Schema) -> Schema:
    return {"type": "object", "additionalProperties": values}


def _whole(**properties: Schema) -> Schema:
    """An object that has all of these properties."""
    return record(properties, tuple(properties))


def _listed(name: str, items: str) -> Schema:
    following = _MAYBE | {"description": "address of the next page; null on the last"}
    return _whole(**{"next": following, name: _list(refer(items))})


def _kept(table: str, **more: Schema) -> Schema:
    """A record as it is kept: what is not known is not there."""
    columns = {one.name: column(one) for one in TABLES[table].columns}
    return record(columns | more, ("id",))


def _given(kind: str) -> dict[str, Schema]:
    """The fields of a record that is given, and the parts that it is made of."""
    schema = _moved(json_schema(kind))
    parts: dict[str, Schema] = schema.pop("$defs", {})
    fields = {name: schema[name] for name in ("type", "description", "properties")}
    # an account that is added needs no id, and the register knows who made it
    needed = {"account": ["source"], "source": ["title"]}[kind]
    fields |= {"required": needed, "additionalProperties": False}
    return parts | {f"{kind.capitalize()}Fields": fields}


def _moved(value: Any) -> Any:
    """A schema whose references lead into the OpenAPI document."""
    if isinstance(value, dict):
        return {
            name: part.replace("#/$defs/", "#/components/schemas/")
            if name == "$ref" else _moved(part)
            for name, part in value.items()
        }  # fmt: skip
    return [_moved(part) for part in value] if isinstance(value, list) else value


@cache
def schemas() -> dict[str, Any]:
    """Name → schema of everything that the register is sent and answers."""
    words = ("type", "date_start", "date_end", "date_precision", "place", "district", "province",
             "country")  # fmt: skip
    short = dict.fromkeys(words, _MAYBE) | {
        f"{outcome}{end}": {"type": ["integer", "null"]}
        for outcome in OUTCOMES
        for end in ("_min", "", "_max")
    }
    status = {"type": "string", "enum": ["candidate", "confirmed", "withdrawn", "merged"]}
    of_account = {"type": "string", "enum": ["proposed", "accepted", "set_aside"]}
    finding = {"type": "object"}
    line = _whole(
        id=_TEXT, queue=_TEXT, kind=_TEXT, subject=_TEXT, assigned_to=_MAYBE, probability=_NUMBER,
        told=_OBJECT,
    )  # fmt: skip
    item = _whole(
        id=_TEXT, queue=_TEXT, kind=_TEXT, subject=_TEXT, assigned_to=_MAYBE,
        incident={"type": ["object", "null"]}, accounts=_list(_OBJECT), sources=_list(_OBJECT),
        passages=_list(_whole(source=_TEXT, offset=_WHOLE, start=_WHOLE, end=_WHOLE, text=_TEXT)),
        fields=_list(_TEXT), differs=_map(_OBJECT), probability=_NUMBER, why=_list(_OBJECT),
        text=_MAYBE, to_code=_list(_OBJECT),
    )  # fmt: skip
    job = _whole(
        id=_TEXT, kind=_TEXT, user=_TEXT, parameters=_OBJECT,
        state={"type": "string", "enum": ["waiting", "running", "done", "failed", "cancelled"]},
        share=_NUMBER, text=_TEXT, result={"type": ["object", "null"]}, error=_MAYBE,
        created=_TIME, started=_TIME, finished=_TIME,
        files=_list(_whole(name=_TEXT, media_type=_TEXT, bytes=_WHOLE, sha256=_TEXT)),
    )  # fmt: skip
    entry = _whole(
        revision=_WHOLE, at=_TIME, user=_TEXT, action=_TEXT, reason=_MAYBE, kind=_TEXT,
        record=_TEXT, field=_TEXT, before={}, after={},
    )  # fmt: skip
    link = _whole(
        account=_TEXT, other=_TEXT, incident=_MAYBE, judgement=_MAYBE, by=_MAYBE, at=_TIME,
        reason=_MAYBE, probability=_NUMBER, why=_list(_OBJECT),
    )  # fmt: skip
    near = _whole(
        incident=_TEXT, account=_TEXT, probability={"type": "number"}, why=_list(_OBJECT),
        apart=_list(_TEXT), told=_OBJECT, likely={"type": "boolean"},
    )  # fmt: skip
    incident = _whole(
        id=_TEXT, status=status, merged_into=_MAYBE, revision=_WHOLE,
        values=_OBJECT | {"description": "columns of an incident"},
        provenance=_map(_OBJECT) | {"description": "field → rule, accounts, reason"},
        accounts=_list(refer("RegisterAccount")), sources=_map(_OBJECT),
        differences=_map(_map(_OBJECT)), settled=_map(_OBJECT), untold=_list(_TEXT),
    )  # fmt: skip
    return _given("account") | _given("source") | {
        "RegisterStatus": _whole(
            title=_TEXT, codebook=_TEXT,
            last={"type": ["object", "null"]}, holds=_map(_WHOLE), waits=_map(_WHOLE),
            you=_whole(name=_TEXT, role=_TEXT, clearance=_TEXT,
                       scopes={"type": ["array", "null"], "items": _TEXT}),
        ),
        "RegisterIncident": incident,
        "RegisterIncidentLine": record(
            short | {"id": _TEXT, "status": status, "merged_into": _MAYBE, "accounts": _WHOLE,
                     "disputed": _TRUTH}, ("id", "status"),
        ),
        "RegisterIncidents": _listed("incidents", "RegisterIncidentLine"),
        "RegisterAccount": _kept("accounts", status=of_account, revision=_WHOLE),
        "RegisterAccountLine": record(
            short | {"id": _TEXT, "incident": _MAYBE, "source": _TEXT, "status": of_account,
                     "made_by": _MAYBE}, ("id", "status"),
        ),
        "RegisterAccounts": _listed("accounts", "RegisterAccountLine"),
        "RegisterSource": _kept(
            "sources", revision=_WHOLE, document=_MAYBE, text_sha256=_MAYBE, read_by=_list(_TEXT),
        ),
        "RegisterSourceLine": _kept(
            "sources", revision=_WHOLE, document=_MAYBE, text_sha256=_MAYBE, read_by=_list(_TEXT),
            accounts=_WHOLE, archived=_TRUTH,
        ),
        "RegisterSources": _listed("sources", "RegisterSourceLine"),
        "SourceText": _whole(id=_TEXT, text=_MAYBE),
        "SourceKept": _whole(id=_TEXT),
        "AccountKept": _whole(account=_TEXT, incident=_MAYBE, revision=_WHOLE,
                              findings=_list(finding)),
        "AccountNamed": _whole(account=_TEXT),
        "AccountsJoined": _whole(account=_TEXT, revision=_WHOLE, differs=_list(_TEXT)),
        "IncidentNamed": _whole(incident=_TEXT),
        "Decisions": _whole(decisions=_list(_TEXT)),
        "Codings": _whole(codings=_list(_OBJECT), disagreements=_map(_OBJECT)),
        "CodingKept": _whole(id=_TEXT),
        "Disagreements": _whole(disagreements=_map(_OBJECT)),
        "History": _whole(entries=_list(entry)),
        "Links": _whole(links=_list(link)),
        "NearIncidents": _whole(incidents=_list(near)),
        "Undone": _whole(revision=_WHOLE, action=_TEXT, records=_list(_TEXT)),
        "Queues": _map(_whole(free=_WHOLE, with_others=_WHOLE, mine=_WHOLE)),
        "QueueLine": line,
        "Queue": _whole(total=_WHOLE, next=_MAYBE, items=_list(refer("QueueLine"))),
        "Item": item,
        "NextItem": _whole(item={"anyOf": [refer("Item"), {"type": "null"}]}),
        "Job": job,
        "Jobs": _whole(jobs=_list(refer("Job"))),
        "JobCancelled": _whole(cancelled=_TRUTH),
        "Releases": _whole(releases=_list(_whole(
            name=_TEXT, title=_TEXT, hash=_TEXT, created=_TEXT, incidents=_WHOLE))),
        "ReleaseDiff": _whole(
            old=_TEXT, new=_TEXT, counts=_map(_WHOLE),
            next=_MAYBE | {"description": "address of the next page; null on the last"},
            rows=_list(_whole(change=_TEXT, id=_TEXT, field=_MAYBE, before=_MAYBE, after=_MAYBE)),
        ),
    }  # fmt: skip
