"""The history of an incident, account or source: who changed what, when and why, field by field."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

import sqlalchemy as sa

from waqia.model import QuestionError
from waqia.register.people.clearing import (
    TOLD_OF_ACCOUNTS,
    UNTOLD,
    hidden,
    hides_anything,
    spread,
    told_of_incident,
    unseen_of,
    untold,
)
from waqia.register.people.permissions import User
from waqia.register.store import schema
from waqia.register.store.history import kept
from waqia.register.store.records import Record, differences, parsed


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


@dataclass(frozen=True, slots=True)
class _Veil:
    """What a user is not told: of these sources, why these revisions were made, of an incident."""

    sources: frozenset[str] = frozenset()
    reasons: Collection[int] = ()
    guarded: bool = False

    def covers(self, row: sa.Row[Any], before: Record, after: Record) -> bool:
        """Whether a change of an account is of one from a source that is not to be seen."""
        return row.kind == "account" and not self.sources.isdisjoint(_from(before, after))


def log(connection: sa.Connection, id_: str, user: User, day: date) -> list[Entry]:
    """The history of a source, an account, or an incident with the accounts it has had.

    With an incident comes what was decided of its accounts. What rests on a source that the user
    may not see on this day is not told, nor why it was done.

    Raises:
        QuestionError: the register has no record of this id.
    """
    kind = next((k for k in ("incident", "account", "source") if kept(connection, k, id_)), None)
    if kind is None:
        raise QuestionError(f"The register has no incident, account or source {id_!r}.")
    rows = _changes(connection, kind, [id_])
    if kind == "incident":
        accounts = sorted({a for row in rows for a in parsed(row.after).get("accounts", ())})
        rows += _changes(connection, "account", accounts)
        rows += _changes(connection, "decision", _decisions(connection, accounts))
    rows.sort(key=lambda row: (row.revision, row.position))
    veil = _veil(connection, user, day, rows)
    return [entry for row in rows for entry in _entries(row, veil)]


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


def _veil(connection: sa.Connection, user: User, day: date, rows: list[sa.Row[Any]]) -> _Veil:
    if not hides_anything(connection, user, day):
        return _Veil()
    told = [(row, parsed(row.before), parsed(row.after)) for row in rows]
    named = {
        source
        for row, before, after in told
        if row.kind == "account"
        for source in (*_from(before, after), *_anchored(before), *_anchored(after))
    }
    veil = _Veil(frozenset(unseen_of(connection, user, day, "source", named)))
    if any(veil.covers(*each) for each in told):
        return _Veil(veil.sources, {row.revision for row in rows}, guarded=True)
    return _Veil(veil.sources, _hidden_acts(connection, user, day, {r.revision for r in rows}))


def _hidden_acts(
    connection: sa.Connection, user: User, day: date, revisions: Collection[int]
) -> set[int]:
    """Revisions that changed accounts of sources that the user may not see: why is not told."""
    change, account, source = schema.change, schema.account, schema.source
    query = (
        sa.select(change.c.revision)
        .distinct()
        .join(account, account.c.id == change.c.record)
        .join(source, source.c.id == account.c.source)
        .where(change.c.kind == "account", change.c.revision.in_(revisions), hidden(user, day))
    )
    return set(connection.scalars(query))


def _entries(row: sa.Row[Any], veil: _Veil) -> Iterator[Entry]:
    before, after = parsed(row.before), parsed(row.after)
    covered = veil.covers(row, before, after)
    reason = UNTOLD if row.reason and row.revision in veil.reasons else row.reason
    for field, (old, new) in differences(spread(before), spread(after), ("id",)).items():
        if (
            (covered and field not in TOLD_OF_ACCOUNTS)
            or (veil.guarded and row.kind == "incident" and not told_of_incident(field))
            or (field == "anchors" and not veil.sources.isdisjoint(_anchored(before, after)))
        ):
            old, new = untold(old), untold(new)
        yield Entry(
            row.revision, row.at, row.user, row.action, reason, row.kind, row.record, field,
            old, new,
        )  # fmt: skip


def _from(*accounts: Record) -> set[str]:
    return {account["source"] for account in accounts if "source" in account}


def _anchored(*accounts: Record) -> set[str]:
    return {anchor["source"] for account in accounts for anchor in account.get("anchors", ())}
