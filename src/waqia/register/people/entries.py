"""The log of who came in by a password, who went, and who was not let in; and who has to wait."""

from __future__ import annotations

import ipaddress
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Literal

import sqlalchemy as sa

from waqia.model import RegisterError, phrase
from waqia.register.people.denials import (
    LOGGED,
    LOGGED_BEFORE,
    Denial,
    kept_name,
    log_denial,
    note_denial,
)
from waqia.register.store import schema

if TYPE_CHECKING:
    from waqia.register.store.database import Store

Outcome = Literal["in", "out", "ended", "wrong", "throttled", "token"]
"""Came in, logged out, was logged out everywhere, gave a wrong password, had to wait, showed a
token over the network that does not count."""

LOGS_KEPT = timedelta(days=396)
"""How long a server keeps lines of the logs of entries and denials: 13 months."""

FAILURES_OF_ADDRESS = 20
"""Wrong passwords, for whatever names, after which an address has to wait."""
_MINUTE = timedelta(minutes=1)
_HOME = 64
"""Bits of an IPv6 address that say whose network it is; the rest can be chosen freely."""


@dataclass(frozen=True, slots=True)
class Entry:
    """Somebody at the door: when (UTC), under which name, what became of it, from where.

    `address` is None on the command line. The name is what was given, also where nobody has it.
    """

    at: datetime
    user: str
    outcome: Outcome
    address: str | None


def note_entry(
    connection: sa.Connection, at: datetime, user: str, outcome: Outcome, address: str | None
) -> None:
    """Keep an entry on a connection that writes."""
    connection.execute(
        schema.entry.insert().values(
            at=at, user=kept_name(user), outcome=outcome,
            address=kept_name(address) if address else None, origin=origin_of(address),
        )
    )  # fmt: skip


def entries(connection: sa.Connection, *, limit: int, user: str | None = None) -> list[Entry]:
    """The latest entries first; of one name where it is given."""
    table = schema.entry
    query = sa.select(table.c.at, table.c.user, table.c.outcome, table.c.address)
    if user is not None:
        query = query.where(table.c.user == user)
    return [
        Entry(*row) for row in connection.execute(query.order_by(table.c.id.desc()).limit(limit))
    ]


def origin_of(address: str | None) -> str | None:
    """What waits together: an address of IPv4, the /64 of one of IPv6, else as it is given."""
    if not address:
        return None
    try:
        found = ipaddress.ip_address(address.partition("%")[0])
    except ValueError:
        return kept_name(address)
    if isinstance(found, ipaddress.IPv4Address):
        return str(found)
    if found.ipv4_mapped is not None:
        return str(found.ipv4_mapped)
    return str(ipaddress.ip_network((found, _HOME), strict=False))


def has_to_wait(
    connection: sa.Connection, address: str | None, now: datetime, wait: timedelta
) -> bool:
    """Whether too many wrong passwords came from an address; a right one does not end the wait."""
    origin = origin_of(address)
    if origin is None:
        return False
    table = schema.entry
    failed = sa.select(sa.func.count()).where(
        table.c.origin == origin, table.c.outcome == "wrong", table.c.at > now - wait
    )
    return (connection.scalar(failed) or 0) >= FAILURES_OF_ADDRESS


def noted_lately(
    connection: sa.Connection,
    now: datetime,
    user: str | None,
    outcome: Outcome,
    address: str | None,
) -> bool:
    """Whether an entry like this one, of any name if none is given, is not a minute old.

    Who asks again and again without being known is so written down once a minute, not each time.
    """
    table, origin = schema.entry, origin_of(address)
    query = sa.select(table.c.id).where(
        table.c.origin.is_(None) if origin is None else table.c.origin == origin,
        table.c.outcome == outcome,
        table.c.at > now - _MINUTE,
    )
    if user is not None:
        query = query.where(table.c.user == kept_name(user))
    return connection.execute(query.limit(1)).first() is not None


def log_token(store: Store, denial: Denial, address: str | None) -> str:
    """Log a token that does not count; from an address of the network once a minute.

    On the network anybody can send tokens, as many as they like. Gives what `log_denial` gives.
    """
    if address is None:
        return log_denial(store, denial)
    try:
        with store.reading() as connection:
            if noted_lately(connection, denial.at, denial.user, "token", address):
                return LOGGED_BEFORE
        with store.noting() as connection:
            note_denial(connection, denial)
            note_entry(connection, denial.at, denial.user, "token", address)
    except RegisterError as error:
        return phrase(f"The attempt could not be logged: {error}")
    return LOGGED


def forget_before(store: Store, moment: datetime) -> int:
    """Remove the lines of both logs that are older; gives how many. Mostly there are none."""
    tables = (schema.entry, schema.denial)
    with store.reading() as connection:
        first = [sa.select(table.c.at).order_by(table.c.id).limit(1) for table in tables]
        found = [connection.scalar(query) for query in first]
    if not any(at is not None and at < moment for at in found):
        return 0
    with store.noting() as connection:
        return sum(
            connection.execute(table.delete().where(table.c.at < moment)).rowcount
            for table in tables
        )
