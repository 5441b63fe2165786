"""The register as everybody looks at it: what it holds, and lists of what one may see."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import sqlalchemy as sa

from waqia.model import OUTCOMES
from waqia.register.core import Core
from waqia.register.people.clearing import hidden
from waqia.register.queueing import LIKELY
from waqia.register.review.codings import blind_accounts
from waqia.register.review.queues import waiting
from waqia.register.store import schema
from waqia.register.store.history import last
from waqia.register.store.records import Record, parsed

_SAID = (
    "type", "date_start", "date_end", "date_precision", "place", "district", "province", "country",
    *(f"{outcome}{end}" for outcome in OUTCOMES for end in ("_min", "", "_max")),
)  # fmt: skip
"""What a list tells of an incident or an account."""
_TOLD = tuple(name for name in _SAID if name.startswith(("date", *OUTCOMES)))
"""What it tells, as a release does, of an incident that rests on a source not to be seen."""


class Looking(Core):
    """What the register holds."""

    def status(self) -> Record:
        """What it is and holds: title, register, codebook, user, role, last, holds, waits.

        `last` is the last revision (number, at, user); `holds` and `waits` are numbers by what.
        """
        incident, account = schema.incident.c, schema.account.c
        with self._read() as connection:
            revision = last(connection)
            book = self._codebook_in(connection)

            def number(table: sa.FromClause, *where: Any) -> int:
                query = sa.select(sa.func.count()).select_from(table).where(*where)
                return connection.scalar(query) or 0

            holds = {
                "sources": number(schema.source),
                "accounts": number(schema.account, account.status == "accepted"),
                "second codings": number(schema.coding),
                "incidents": number(
                    schema.incident, incident.status.in_(("candidate", "confirmed"))
                ),
                "confirmed incidents": number(schema.incident, incident.status == "confirmed"),
                "withdrawn incidents": number(schema.incident, incident.status == "withdrawn"),
                "decisions": number(schema.decision, schema.decision.c.superseded_by.is_(None)),
                "releases": number(schema.release),
                "users": number(schema.user, schema.user.c.active),
            }
            waits = {
                "candidates": number(schema.incident, incident.status == "candidate"),
                "proposed accounts": number(schema.account, account.status == "proposed"),
                "incidents whose accounts differ": number(
                    schema.incident, incident.disputed, incident.status != "withdrawn"
                ),
                "suggested pairs": number(
                    waiting("links", None, above=LIKELY).order_by(None).subquery()
                ),
            }
        return {
            "title": self.title,
            "register": self.store.name,
            "codebook": f"{book.title} ({book.version})",
            "user": self.user.name,
            "role": self.user.role,
            "last": {"number": revision.number, "at": revision.at, "user": revision.user}
            if revision
            else None,
            "holds": holds,
            "waits": waits,
        }

    def acts(self, *, limit: int = 20) -> list[Record]:
        """The last acts, the latest first: number, at, user, action, `changes` and `incident`.

        `changes` are kind of record → how many it changed; `incident` is the id where it changed
        one only. Why it was done is told by `log`, to those who may see the records. Acts on users
        are told to those who may see users.
        """
        act, change = schema.revision.c, schema.change.c
        query = sa.select(act.number, act.at, act.user, act.action).order_by(act.number.desc())
        if not self.user.may("users.read"):
            query = query.where(act.action.not_like("user%"), act.action.not_like("token%"))
        with self._read() as connection:
            rows = connection.execute(query.limit(limit)).all()
            changed = connection.execute(
                sa.select(
                    change.revision, change.kind, sa.func.count().label("number"),
                    sa.func.min(change.record).label("record"),
                )
                .where(change.revision.in_([row.number for row in rows]))
                .group_by(change.revision, change.kind)
            ).all()  # fmt: skip
        found = {row.number: row._asdict() | {"changes": {}, "incident": None} for row in rows}
        for kind in changed:
            found[kind.revision]["changes"][kind.kind] = kind.number
            if kind.kind == "incident" and kind.number == 1:
                found[kind.revision]["incident"] = kind.record
        return list(found.values())

    def sources(self, *, after: str = "", limit: int | None = None) -> list[Record]:
        """The sources by id, each with `accounts` (their number), `archived` and `revision`.

        Of those that the user may not see there is only `id`, `kind` and `access`. The list begins
        behind the id `after`.
        """
        source, account = schema.source, schema.account
        counted = (
            sa.select(account.c.source, sa.func.count().label("number"))
            .group_by(account.c.source)
            .subquery()
        )
        query = (
            sa.select(
                source.c.data,
                source.c.revision,
                source.c.document,
                sa.func.coalesce(counted.c.number, 0).label("number"),
            )
            .select_from(source.outerjoin(counted, counted.c.source == source.c.id))
            .where(source.c.id > after)
            .order_by(source.c.id)
            .limit(limit)
        )
        with self._read() as connection:
            rows = connection.execute(query).all()
            unseen = self.unseen(connection, "source", [parsed(row.data)["id"] for row in rows])
        found = []
        for row in rows:
            record = parsed(row.data)
            if record["id"] in unseen:
                record = {name: record.get(name) for name in ("id", "kind", "access")}
            found.append(
                record | {"accounts": row.number, "archived": row.document is not None,
                          "revision": row.revision}
            )  # fmt: skip
        return found

    def incidents(
        self,
        *,
        status: str | None = None,
        disputed: bool = False,
        after: str = "",
        limit: int | None = None,
    ) -> list[Record]:
        """The incidents by id: status, number of accounts, disputed, and what they tell in short.

        The list begins behind the id `after`. Those that were merged into others are among them
        only where `status` is merged.

        What rests on a source that the user may not see is told as in a release: date and counts,
        no place and no words. What they are to code blind is not told.
        """
        incident, account, source = schema.incident, schema.account, schema.source
        secret = (
            sa.exists()
            .where(account.c.incident == incident.c.id, account.c.source == source.c.id)
            .where(hidden(self.user, self._clock().date()))
            .correlate(incident)
        )
        only = (
            sa.select(sa.func.min(account.c.data))
            .where(account.c.incident == incident.c.id, incident.c.accounts == 1)
            .scalar_subquery()
        )
        blind = sa.select(account.c.incident).where(
            account.c.id.in_(blind_accounts(self.user.name)), account.c.incident.is_not(None)
        )
        query = sa.select(
            incident,
            only.label("only"),
            sa.select(secret).scalar_subquery().label("hidden"),
            incident.c.id.in_(blind).label("blind"),
        ).order_by(incident.c.id)
        wanted = incident.c.status != "merged" if status is None else incident.c.status == status
        query = query.where(wanted, incident.c.id > after)
        if disputed:
            query = query.where(incident.c.disputed, incident.c.status != "withdrawn")
        with self._read() as connection:
            return [self._incident(row) for row in connection.execute(query.limit(limit))]

    def _incident(self, row: Any) -> Record:
        values = parsed(row.data).get("values") or parsed(row.only)
        names = () if row.blind else _TOLD if row.hidden else _SAID
        own = {"id": row.id, "status": row.status, "merged_into": row.merged_into}
        said = {name: values.get(name) if name in names else None for name in _SAID}
        return own | said | {"accounts": row.accounts, "disputed": row.disputed}

    def accounts(
        self,
        *,
        status: str | None = None,
        coder: str | None = None,
        source: str | None = None,
        after: str = "",
        limit: int | None = None,
    ) -> list[Record]:
        """The accounts by id: incident, source, status, made_by, and what they say in short.

        The list begins behind the id `after`. Of those whose source the user may not see, or that
        they are to code blind, only that they are there.
        """
        account, origin = schema.account, schema.source
        query = (
            sa.select(
                account.c.data,
                sa.or_(
                    hidden(self.user, self._clock().date()),
                    account.c.id.in_(blind_accounts(self.user.name)),
                ).label("hidden"),
            )
            .join(origin, origin.c.id == account.c.source)
            .where(account.c.id > after)
            .order_by(account.c.id)
        )
        wanted = ((account.c.status, status), (account.c.coder, coder), (account.c.source, source))
        for column, value in wanted:
            if value is not None:
                query = query.where(column == value)
        with self._read() as connection:
            rows = connection.execute(query.limit(limit)).all()
        return list(_accounts(rows))


def _accounts(rows: Any) -> Iterator[Record]:
    for row in rows:
        record = parsed(row.data)
        own = {name: record.get(name) for name in ("id", "incident", "source", "status")}
        said = dict.fromkeys(("made_by", *_SAID))
        if not row.hidden:
            said = {name: record.get(name) for name in said}
        yield own | said
