"""What belongs together: the accounts of a source, and the links of an incident to others."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from waqia.model import QuestionError
from waqia.register.core import Core
from waqia.register.people.clearing import hides_anything
from waqia.register.review.codings import blind_accounts, refuse_blind
from waqia.register.store import schema
from waqia.register.store.history import kept
from waqia.register.store.records import Record, parsed

_ASKED = 400


@dataclass(frozen=True, slots=True)
class Link:
    """An account of an incident and another account: what was decided of them, or is suggested.

    `judgement` is same, different or unsure, with `by`, `at` (UTC) and `reason`; None where only
    a model suggests that they are one, with `probability` and `why` (field, says, weight, moved).
    `incident` is the one that the other account tells of, None where it tells of none.
    """

    account: str
    other: str
    incident: str | None
    judgement: str | None = None
    by: str | None = None
    at: datetime | None = None
    reason: str | None = None
    probability: float | None = None
    why: tuple[Record, ...] = ()


class Relating(Core):
    """Records by what they rest on, and by what was decided of them."""

    def told_by(self, source: str) -> list[Record]:
        """The accounts of a source as they are kept, by id, each with `revision`.

        Those that the user is to code blind are left out.

        Raises:
            QuestionError: there is no such source.
            DeniedError: it is more restricted than the user may see; it was logged.
        """
        account = schema.account
        with self._read() as connection:
            if kept(connection, "source", source) is None:
                raise QuestionError(f"The register has no source {source!r}.")
            self.must_see(connection, "source", [source])
            blind = blind_accounts(self.user.name)
            query = (
                sa.select(account.c.data, account.c.revision)
                .where(account.c.source == source, account.c.id.not_in(blind))
                .order_by(account.c.id)
            )
            return [parsed(row.data) | {"revision": row.revision}
                    for row in connection.execute(query)]  # fmt: skip

    def links(self, incident: str) -> list[Link]:
        """What was decided and is suggested of the accounts of an incident and others.

        Decisions first, then suggestions, the likeliest first. Pairs with an account that the user
        may not see, or is to code blind, are left out; where there are sources that they may not
        see, reasons are too.

        Raises:
            QuestionError: there is no such incident.
            DeniedError: it shows what the user is to code blind; it was logged.
        """
        with self._read() as connection:
            found = kept(connection, "incident", incident)
            if found is None:
                raise QuestionError(f"The register has no incident {incident!r}.")
            refuse_blind(self, connection, [incident])
            own = list(found.record.get("accounts", ()))
            links = [*_decided(connection, own), *_suggested(connection, own)]
            named = {one for link in links for one in (link.account, link.other)}
            unseen = {*self.unseen(connection, "account", named)}
            unseen |= {*connection.scalars(blind_accounts(self.user.name))}
            veiled = hides_anything(connection, self.user, self._clock().date())
        return [
            _without_reason(link) if veiled else link
            for link in links
            if not unseen & {link.account, link.other}
        ]


def _decided(connection: sa.Connection, own: list[str]) -> Iterable[Link]:
    decision, revision = schema.decision, schema.revision
    query = (
        sa.select(decision.c.data, revision.c.at, revision.c.reason)
        .join(revision, revision.c.number == decision.c.revision)
        .where(decision.c.superseded_by.is_(None))
        .order_by(decision.c.id)
    )
    rows = [(parsed(row.data), row) for row in _of_pairs(connection, query, decision, own)]
    incidents = _incidents(connection, (one[k] for one, _ in rows for k in ("account", "other")))
    for one, row in rows:
        mine, other = _ordered(one["account"], one["other"], own)
        yield Link(
            mine, other, incidents.get(other), one["judgement"], one["by"], row.at, row.reason
        )


def _suggested(connection: sa.Connection, own: list[str]) -> Iterable[Link]:
    suggestion, decision = schema.suggestion, schema.decision
    query = sa.select(suggestion).order_by(suggestion.c.probability.desc(), suggestion.c.account)
    rows = list(_of_pairs(connection, query, suggestion, own))
    judged = {frozenset((row.account, row.other)) for row in _of_pairs(
        connection,
        sa.select(decision.c.account, decision.c.other).where(decision.c.superseded_by.is_(None)),
        decision,
        own,
    )}  # fmt: skip
    incidents = _incidents(connection, (one for row in rows for one in (row.account, row.other)))
    for row in rows:
        mine, other = _ordered(row.account, row.other, own)
        together = incidents.get(mine) == incidents.get(other)
        if together or frozenset((mine, other)) in judged:
            continue
        why = tuple(json.loads(row.why))
        yield Link(mine, other, incidents.get(other), probability=row.probability, why=why)


def _of_pairs(
    connection: sa.Connection, query: sa.Select[Any], table: sa.Table, own: list[str]
) -> list[sa.Row[Any]]:
    """The rows of a query on pairs in which one of these accounts stands."""
    found: list[sa.Row[Any]] = []
    for start in range(0, len(own), _ASKED):
        part = own[start : start + _ASKED]
        among = table.c.account.in_(part) | table.c.other.in_(part)
        found += connection.execute(query.where(among))
    return found


def _incidents(connection: sa.Connection, accounts: Iterable[str]) -> dict[str, str]:
    """Account → the incident that it tells of."""
    table = schema.account
    wanted = sorted(set(accounts))
    found: dict[str, str] = {}
    for start in range(0, len(wanted), _ASKED):
        query = sa.select(table.c.id, table.c.incident).where(
            table.c.id.in_(wanted[start : start + _ASKED]), table.c.incident.is_not(None)
        )
        found |= {row.id: row.incident for row in connection.execute(query)}
    return found


def _ordered(one: str, other: str, own: list[str]) -> tuple[str, str]:
    return (one, other) if one in own else (other, one)


def _without_reason(link: Link) -> Link:
    return replace(link, reason=None)
