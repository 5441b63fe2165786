"""The log of attempts that were denied: written whatever becomes of the attempt, read by few."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

import sqlalchemy as sa

from waqia.model import RegisterError, phrase
from waqia.register.store import schema

if TYPE_CHECKING:
    from waqia.register.store.database import Store

LOGGED = phrase("The attempt was logged.")
LOGGED_BEFORE = phrase("An attempt like it was logged just before.")
_LONGEST = 200
"""Characters of a name that are kept; who guesses names may give anything."""


@dataclass(frozen=True, slots=True)
class Denial:
    """An attempt that was denied: when (UTC), who or as whom, what, of what, what it took."""

    at: datetime
    user: str
    action: str
    subject: str | None
    needed: str


def log_denial(store: Store, denial: Denial) -> str:
    """Keep a denial; gives the sentence that tells whether it was kept.

    It never raises: where the log cannot be written the attempt stays denied.
    """
    try:
        with store.noting() as connection:
            note_denial(connection, denial)
    except RegisterError as error:
        return phrase(f"The attempt could not be logged: {error}")
    return LOGGED


def note_denial(connection: sa.Connection, denial: Denial) -> None:
    """Keep a denial on a connection that writes."""
    connection.execute(
        schema.denial.insert().values(
            at=denial.at,
            user=kept_name(denial.user),
            action=denial.action,
            subject=kept_name(denial.subject) if denial.subject else None,
            needed=denial.needed,
        )
    )


def kept_name(name: str) -> str:
    """A name as the log keeps it, whatever somebody gave for it."""
    return name[:_LONGEST].encode("utf-8", "replace").decode().replace("\0", "?")


def denials(connection: sa.Connection, *, limit: int, user: str | None = None) -> list[Denial]:
    """The latest denials first; of one user where a name is given."""
    table = schema.denial
    query = sa.select(
        table.c.at, table.c.user, table.c.action, table.c.subject, table.c.needed
    ).order_by(table.c.id.desc())
    if user is not None:
        query = query.where(table.c.user == user)
    return [Denial(*row) for row in connection.execute(query.limit(limit))]
