"""The history of an incident or an account: who changed what, when and why, field by field."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from waqia.model import QuestionError
from waqia.register import schema
from waqia.register.incidents import holding
from waqia.register.permissions import User
from waqia.register.records import Record, differences, parsed

_TOLD = "(not shown: its source is restricted)"
_SPREAD = ("values", "overrides", "settled", "provenance")
"""Fields of an incident that are told one by one."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One field that a revision changed: when (UTC), who, what act, why, before and after."""

    revision: int
    at: datetime
    user: str
    action: str
    reason: str | None
    kind: str
    record: str
    field: str
    before: Any
    after: Any


def log(connection: sa.Connection, id_: str, user: User) -> list[Entry]:
    """The history of an incident with the accounts it has had and what was decided of them.

    Raises:
        QuestionError: the register has no account or incident of this id.
    """
    kind = holding(connection, id_)
    if kind is None:
        raise QuestionError(f"The register has no incident or account {id_!r}.")
    changes = _changes(connection, kind, [id_])
    if kind == "incident":
        accounts = sorted({a for row in changes for a in parsed(row.after).get("accounts", ())})
        changes += _changes(connection, "account", accounts)
        changes += _changes(connection, "decision", _decisions(connection, accounts))
    changes.sort(key=lambda row: (row.revision, row.position))
    hidden = _hidden(connection, changes, user)
    return [entry for row in changes for entry in _entries(row, hidden)]


def _changes(connection: sa.Connection, kind: str, ids: list[str]) -> list[sa.Row[Any]]:
    change, revision = schema.change, schema.revision
    if not ids:
        return []
    query = (
        sa.select(change, revision.c.at, revision.c.user, revision.c.action, revision.c.reason)
        .join(revision, revision.c.number == change.c.revision)
        .where(change.c.kind == kind, change.c.record.in_(ids))
    )
    return list(connection.execute(query))


def _decisions(connection: sa.Connection, accounts: list[str]) -> list[str]:
    table = schema.decision
    among = table.c.account.in_(accounts) & table.c.other.in_(accounts)
    return list(connection.scalars(sa.select(table.c.id).where(among)))


def _hidden(connection: sa.Connection, changes: list[sa.Row[Any]], user: User) -> set[str]:
    """Sources among the changes that the user may not see."""
    table = schema.source
    named = {parsed(row.after).get("source") for row in changes if row.kind == "account"}
    query = sa.select(table.c.id, table.c.access).where(table.c.id.in_(named - {None}))
    return {row.id for row in connection.execute(query) if not user.sees(row.access)}


def _entries(row: sa.Row[Any], hidden: set[str]) -> Iterator[Entry]:
    before, after = parsed(row.before), parsed(row.after)
    secret = row.kind == "account" and after.get("source") in hidden
    for field, (old, new) in differences(_spread(before), _spread(after), ("id",)).items():
        if secret and field not in ("incident", "source", "status"):
            old, new = old and _TOLD, new and _TOLD
        yield Entry(
            row.revision, row.at, row.user, row.action, row.reason, row.kind, row.record, field,
            old, new,
        )  # fmt: skip


def _spread(record: Mapping[str, Any]) -> Record:
    """A record with its nested fields beside the others, as overrides.killed."""
    flat: Record = {}
    for name, value in record.items():
        if name in _SPREAD and isinstance(value, Mapping):
            prefix = "" if name == "values" else f"{name}."
            flat |= {f"{prefix}{part}": inner for part, inner in value.items()}
        else:
            flat[name] = value
    return flat
