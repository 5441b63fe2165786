"""The columns of the present that are drawn from a record, so that they can be asked for."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

Columns = Callable[[Mapping[str, Any]], dict[str, Any]]


def columns_of(kind: str, record: Mapping[str, Any]) -> dict[str, Any]:
    """Column → value of the table of a kind, besides id, revision and data."""
    return _COLUMNS[kind](record)


def unsettled(incident: Mapping[str, Any]) -> list[str]:
    """Fields in which the accounts of an incident differ and that nobody has settled."""
    settled = (incident.get("overrides") or {}).keys() | (incident.get("settled") or {}).keys()
    return [name for name in incident.get("values", {}).get("disputed", ()) if name not in settled]


def unresolved(coding: Mapping[str, Any]) -> list[str]:
    """Fields in which a coding differs from its account and that no third person has resolved."""
    return [name for name in coding.get("differs", ()) if name not in coding.get("resolved", {})]


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None


def _nothing(_: Mapping[str, Any]) -> dict[str, Any]:
    return {}


_COLUMNS: dict[str, Columns] = {
    "user": lambda r: {
        "role": r["role"], "clearance": r["clearance"], "active": r["active"],
    },
    "source": lambda r: {
        "document": r.get("document"), "access": r["access"], "embargo": _day(r.get("embargo")),
    },
    "incident": lambda r: {
        "status": r["status"],
        "merged_into": r.get("merged_into"),
        "accounts": len(r.get("accounts", ())),
        "disputed": bool(unsettled(r)),
    },
    "account": lambda r: {
        "source": r["source"],
        "incident": r.get("incident"),
        "status": r["status"],
        "coder": r["made_by"],
        "date_start": _day(r.get("date_start")),
    },
    "coding": lambda r: {
        "account": r["account"], "coder": r["coder"], "disputed": bool(unresolved(r)),
    },
    "decision": lambda r: {
        "account": r["account"],
        "other": r["other"],
        "judgement": r["judgement"],
        "superseded_by": r.get("superseded_by"),
    },
    "task": lambda r: {
        "queue": r["queue"],
        "subject": r["subject"],
        "assigned_to": r.get("assigned_to"),
        "state": r["state"],
    },
    "sample": lambda r: {"queue": r["queue"]},
    "model": lambda r: {"active": r["active"]},
    "import": _nothing,
    "codebook": _nothing,
    "release": lambda r: {"frozen": r["frozen"]},
}  # fmt: skip
