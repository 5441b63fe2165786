"""Who is logged in at the desk: sessions that begin with a password and end by themselves."""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

import sqlalchemy as sa

from waqia.model import RegisterError
from waqia.register.people.denials import kept_name
from waqia.register.people.entries import Outcome, note_entry
from waqia.register.store import schema

if TYPE_CHECKING:
    from waqia.register.store.database import Store

SESSION_IDLE = timedelta(hours=12)
"""How long a session lasts that nobody uses."""
SESSION_LONGEST = timedelta(days=7)
"""How long a session lasts however much it is used."""
_MINUTE = timedelta(minutes=1)


@dataclass(frozen=True, slots=True)
class KnownSession:
    """A session without its secret: whose, since when, last used (UTC, to a minute), from where."""

    id: str
    user: str
    created: datetime
    seen: datetime
    address: str | None

    @property
    def expires(self) -> datetime:
        """When it ends if it is not used again."""
        return min(self.created + SESSION_LONGEST, self.seen + SESSION_IDLE)


def begin_session(
    store: Store, user: str, credential: str, now: datetime, address: str | None
) -> str:
    """Begin a session of somebody who was let in; gives its secret token.

    The token is 256 random bits, of which only the hash is kept.
    """
    table = schema.session
    id_, token = f"S-{secrets.token_hex(8)}", secrets.token_urlsafe(32)
    with store.noting(name="sessions") as connection:
        connection.execute(
            table.delete().where(
                (table.c.seen <= now - SESSION_IDLE) | (table.c.created <= now - SESSION_LONGEST)
            )
        )
        connection.execute(
            table.insert().values(
                id=id_,
                hash=_hash(token),
                user=user,
                credential=credential,
                created=now,
                seen=now,
                address=kept_name(address) if address else None,
            )
        )
        note_entry(connection, now, user, "in", address)
    return token


def find_session(connection: sa.Connection, token: str, now: datetime) -> KnownSession | None:
    """The session of a token; None where there is none, or it has expired.

    One that began with a password that was changed in the same moment is none.
    """
    table, credential = schema.session, schema.credential
    query = (
        sa.select(table.c.id, table.c.user, table.c.created, table.c.seen, table.c.address)
        .join(credential, credential.c.id == table.c.credential)
        .where(table.c.hash == _hash(token), credential.c.revoked.is_(None))
    )
    row = connection.execute(query).first()
    if row is None:
        return None
    found = KnownSession(*row)
    return found if found.expires > now else None


def note_seen(store: Store, session: KnownSession, now: datetime) -> KnownSession:
    """Say that a session was used, once a minute at most; not worth waiting for, nor failing."""
    if now - session.seen < _MINUTE:
        return session
    table = schema.session
    try:
        with store.noting(wait=False) as connection:
            connection.execute(
                table.update().where(table.c.id == session.id, table.c.seen < now).values(seen=now)
            )
    except RegisterError:
        return session
    return KnownSession(session.id, session.user, session.created, now, session.address)


def end_sessions(
    connection: sa.Connection,
    now: datetime,
    outcome: Outcome,
    *,
    token: str | None = None,
    id_: str | None = None,
    user: str | None = None,
    address: str | None = None,
) -> int:
    """End the session of a token or an id, or all of a user; gives how many there were."""
    table = schema.session
    which = table.c.user == user
    if token is not None:
        which = table.c.hash == _hash(token)
    elif id_ is not None:
        which = table.c.id == id_
    ended: Sequence[str] = connection.scalars(
        table.delete().where(which).returning(table.c.user)
    ).all()
    for name in ended:
        note_entry(connection, now, name, outcome, address)
    return len(ended)


def sessions_of(
    connection: sa.Connection, now: datetime, user: str | None = None
) -> list[KnownSession]:
    """The sessions that last, the latest used first; of one user where a name is given."""
    table = schema.session
    query = sa.select(table.c.id, table.c.user, table.c.created, table.c.seen, table.c.address)
    if user is not None:
        query = query.where(table.c.user == user)
    found = connection.execute(query.order_by(table.c.seen.desc(), table.c.id))
    return [session for row in found if (session := KnownSession(*row)).expires > now]


def _hash(token: str) -> str:
    return hashlib.sha256(token.encode("utf-8", "surrogatepass")).hexdigest()
