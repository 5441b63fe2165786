"""The history read from its beginning: each revision against the one before, and the present."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from waqia.model import Finding
from waqia.register.store import schema
from waqia.register.store.history import GENESIS, hash_of, last, line_of, revisions
from waqia.register.store.kinds import columns_of
from waqia.register.store.records import parsed

Latest = dict[tuple[str, str], tuple[int, bytes]]
"""Kind and id → the revision that last changed the record, and the digest of what it made it."""
RESTORE = "restore a backup with `waqia register restore`, or ask who changed the database"
_REBUILD = "the history is whole: `waqia register verify --rebuild` makes the records again"
_BATCH = 5000


def read_chain(connection: sa.Connection) -> tuple[Latest, list[Finding]]:
    """What the history made of every record, and where the history is not as it was written.

    Every revision has to follow the one before it and be closed by its hash, its changes have to
    be those that it counted, and each has to begin where the last of its record ended.
    """
    latest: Latest = {}
    return latest, list(_readable(_chain(connection, latest)))


def _chain(connection: sa.Connection, latest: Latest) -> Iterator[Finding]:
    """Fills `latest`."""
    previous, number, at = GENESIS, 0, None
    changes = _Changes(connection)
    for row in revisions(connection):
        number += 1
        if row.number != number:
            yield _broken(number, f"Revision {number} is missing; {row.number} follows.")
            number = row.number
        if row.previous != previous:
            yield _broken(
                number, f"Revision {number} does not follow the one before it.", "previous"
            )
        if at is not None and row.at < at:
            yield _broken(number, f"Revision {number} is older than the one before it.", "at")
        said = row._asdict()
        if hash_of(said) != row.hash:
            yield _broken(number, f"Revision {number} is not as it was written.", "hash")
        yield from _changes_of(row, changes, latest)
        previous, at = row.hash, row.at
    if stray := changes.left():
        yield _broken(stray, f"There are changes of revision {stray}, which is not there.")


class _Changes:
    """The changes of the history in order, handed out revision by revision."""

    def __init__(self, connection: sa.Connection) -> None:
        table = schema.change
        query = sa.select(table).order_by(table.c.revision, table.c.position)
        self._rows = iter(connection.execute(query.execution_options(yield_per=_BATCH)))
        self._next = next(self._rows, None)

    def of(self, number: int) -> Iterator[sa.Row[Any]]:
        """The changes up to a revision that were not handed out yet."""
        while self._next is not None and self._next.revision <= number:
            yield self._next
            self._next = next(self._rows, None)

    def left(self) -> int | None:
        """The revision of the next change; None after the last."""
        return self._next.revision if self._next is not None else None


def _changes_of(row: sa.Row[Any], changes: _Changes, latest: Latest) -> Iterator[Finding]:
    """The changes of one revision are those that it counted, and begin where the last ended."""
    digest, counted = hashlib.sha256(), 0
    for change in changes.of(row.number):
        if change.revision != row.number or change.position != counted:
            yield _broken(change.revision, f"A change of revision {change.revision} is misplaced.")
        counted += 1
        key = change.kind, change.record
        digest.update(line_of(*key, change.before, change.after))
        known = latest.get(key)
        if (known[1] if known else None) != _digest(change.before):
            yield _broken(
                row.number,
                f"Revision {row.number} began with another {change.kind} {change.record} than "
                "the one before it had left.",
                "before",
                change.record,
            )
        after = _digest(change.after)
        assert after is not None  # noqa: S101 - `after` is never NULL
        latest[key] = (row.number, after)
    if counted != row.changes or digest.hexdigest() != row.digest:
        yield _broken(
            row.number,
            f"The changes of revision {row.number} are not those that were written.",
            "digest",
        )


def odd_times(connection: sa.Connection, now: datetime) -> Iterator[Finding]:
    """Where the clock was wrong; revisions keep their order whatever it says."""
    latest = last(connection)
    if latest is not None and latest.at > now:
        yield Finding(
            "clock-behind",
            f"Revision {latest.number} is of {latest.at:%Y-%m-%d %H:%M:%S} UTC, the clock shows "
            f"{now:%Y-%m-%d %H:%M:%S}; until it has passed, revisions are given the time of the "
            "one before them.",
            table="revision",
            record=str(latest.number),
            action="set the clock of this computer",
        )
    first, second = schema.revision.alias(), schema.revision.alias()
    query = (
        sa.select(sa.func.count(), sa.func.min(second.c.number))
        .join(first, first.c.number == second.c.number - 1)
        .where(first.c.at == second.c.at)
    )
    number, where = connection.execute(query).one()
    if number:
        yield Finding(
            "clock-back",
            f"{number} revisions, from {where} on, have the time of the one before them, because "
            "the clock had been set back.",
            table="revision",
            record=str(where),
            action="nothing is lost; their order is that of their numbers",
        )


def compare_present(connection: sa.Connection, latest: Latest) -> list[Finding]:
    """Where records, or the columns drawn from them, are not what the history made them last."""
    return list(_readable(_present(connection, latest)))


def _present(connection: sa.Connection, latest: Latest) -> Iterator[Finding]:
    """Empties `latest`."""
    for kind, table in schema.KINDS.items():
        query = sa.select(table).execution_options(yield_per=_BATCH)
        for row in connection.execute(query):
            told = latest.pop((kind, row.id), None)
            if told is None:
                yield _differs(kind, row.id, "is in no revision")
            elif told != (row.revision, _digest(row.data)):
                yield _differs(kind, row.id, "is not what its history says")
            else:
                drawn = columns_of(kind, parsed(row.data))
                found = row._mapping
                if wrong := [name for name, value in drawn.items() if found[name] != value]:
                    yield _differs(kind, row.id, f"has a wrong {', '.join(wrong)}")
    for kind, id_ in latest:
        yield _differs(kind, id_, "is in the history and nowhere else")


def _readable(findings: Iterator[Finding]) -> Iterator[Finding]:
    """The findings, also where what somebody wrote past the register cannot even be read."""
    try:
        yield from findings
    except (ValueError, TypeError, KeyError, AttributeError) as error:
        yield Finding(
            "history-broken",
            f"Something in the tables cannot be read as the register writes it: {error}.",
            action=RESTORE,
        )


def _digest(text: str | None) -> bytes | None:
    return None if text is None else hashlib.sha256(text.encode()).digest()


def _broken(
    number: int, message: str, field: str | None = None, record: str | None = None
) -> Finding:
    return Finding(
        "history-broken",
        message,
        table="change" if record else "revision",
        record=record or str(number),
        field=field,
        action=RESTORE,
    )


def _differs(kind: str, id_: str, how: str) -> Finding:
    return Finding(
        "present-differs", f"The {kind} {id_} {how}.", table=kind, record=id_, action=_REBUILD
    )
