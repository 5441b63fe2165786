"""The log of who came in by a password, who went, and who was not let in; and who has to wait."""

from __future__ import annotations

import ipaddress
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal

import sqlalchemy as sa

from waqia.register.people.denials import kept_name
from waqia.register.store import schema

Outcome = Literal["in", "out", "ended", "wrong", "throttled"]
"""Came in, logged out, was logged out everywhere, gave a wrong password, had to wait."""

FAILURES_OF_ADDRESS = 20
"""Wrong passwords, for whatever names, after which an address has to wait."""
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
