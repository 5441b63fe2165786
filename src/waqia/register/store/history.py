"""The history: acts as revisions of records, appended and never changed, chained by hash."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

import sqlalchemy as sa

from waqia.model import ConflictError, QuestionError, phrase
from waqia.register.store import schema
from waqia.register.store.kinds import columns_of
from waqia.register.store.records import Record, canonical, differences, parsed

GENESIS = "0" * 64
"""What the first revision has for the hash of the one before it."""
_BATCH = 5000
_ASKED = 900
"""Ids that are asked for in one query."""


@dataclass(frozen=True, slots=True)
class Revision:
    """One act: its number, when (UTC), who, what and why; `hash` closes it and all before it."""

    number: int
    at: datetime
    user: str
    action: str
    reason: str | None
    hash: str

    def __str__(self) -> str:
        return f"{self.number}:{self.hash}"


@dataclass(slots=True)
class Kept:
    """A record as it is now, and the revision that made it so; `text` is it as it is kept."""

    record: Record
    revision: int
    text: str


@dataclass
class Write:
    """One act being carried out: what it changes is written when it is complete, or not at all.

    `connection` is the only one that writes, so what is read here is the present.
    """

    connection: sa.Connection
    user: str
    action: str
    reason: str | None
    last: Revision | None
    now: datetime
    _read: dict[tuple[str, str], Kept | None] = field(default_factory=dict)
    _changes: dict[tuple[str, str], tuple[str | None, str]] = field(default_factory=dict)
    _beside: list[tuple[sa.Table, list[Record]]] = field(default_factory=list)

    @property
    def number(self) -> int:
        """The number that this act's revision will have."""
        return self.last.number + 1 if self.last else 1

    @property
    def changes(self) -> int:
        """How many records the act changes."""
        return len(self._changes)

    def find(self, kind: str, id_: str) -> Record | None:
        """A record as it is now, with what this act has changed; None where there is none."""
        if (kind, id_) in self._changes:
            return parsed(self._changes[kind, id_][1])
        if (kind, id_) not in self._read:
            self._read[kind, id_] = kept(self.connection, kind, id_)
        found = self._read[kind, id_]
        return dict(found.record) if found else None

    def prefetch(self, kind: str, ids: Iterable[str]) -> None:
        """Read many records at once, so that `find` and `get` need not ask for each."""
        wanted = [id_ for id_ in dict.fromkeys(ids) if (kind, id_) not in self._read]
        table = schema.KINDS[kind]
        for start in range(0, len(wanted), _ASKED):
            part = wanted[start : start + _ASKED]
            self._read |= {(kind, id_): None for id_ in part}
            query = sa.select(table.c.id, table.c.revision, table.c.data).where(
                table.c.id.in_(part)
            )
            for row in self.connection.execute(query):
                self._read[kind, row.id] = Kept(parsed(row.data), row.revision, row.data)

    def get(self, kind: str, id_: str) -> Record:
        """As `find`.

        Raises:
            QuestionError: there is no such record.
        """
        found = self.find(kind, id_)
        if found is None:
            raise QuestionError(f"The register has no {kind} {id_!r}.")
        return found

    def put(
        self, kind: str, id_: str, record: Mapping[str, Any], *, base: int | None = None
    ) -> bool:
        """Make a record so; False where it is so already.

        `base` is the revision in which the writer saw it.

        Raises:
            ConflictError: the record has changed since `base`; names the fields that differ.
        """
        text = canonical(record)
        if (kind, id_) not in self._read:
            self._read[kind, id_] = kept(self.connection, kind, id_)
        before = self._read[kind, id_]
        if base is not None and (before.revision if before else 0) != base:
            self._refuse(kind, id_, base, before)
        if before is not None and before.text == text:
            self._changes.pop((kind, id_), None)
            return False
        self._changes[kind, id_] = (before.text if before else None, text)
        return True

    def add_new(self, kind: str, texts: Iterable[tuple[str, str]]) -> None:
        """Add records that are known to be new, as (id, what `canonical` gives)."""
        self._changes.update(((kind, id_), (None, text)) for id_, text in texts)

    def next_ids(self, kind: str, stem: str, number: int = 1) -> list[str]:
        """Ids that no record of a kind has had, such as A-000001, `stem` being A-.

        Those that somebody gave by hand are passed over.
        """
        free: list[str] = []
        while len(free) < number:
            ids = self._count_on(stem, number - len(free))
            if len(ids) > 1:
                self.prefetch(kind, ids)
            free += [id_ for id_ in ids if self.find(kind, id_) is None]
        return free

    def _count_on(self, stem: str, number: int) -> list[str]:
        counter = schema.counter
        last = self.connection.scalar(sa.select(counter.c.last).where(counter.c.name == stem))
        if last is None:
            self.connection.execute(counter.insert().values(name=stem, last=number))
        else:
            self.connection.execute(
                counter.update().where(counter.c.name == stem).values(last=last + number)
            )
        first = (last or 0) + 1
        return [f"{stem}{n:06d}" for n in range(first, first + number)]

    def changed(self, kind: str) -> list[str]:
        """Ids of the records of a kind that the act changes."""
        return [id_ for found, id_ in self._changes if found == kind]

    def _refuse(self, kind: str, id_: str, base: int, now: Kept | None) -> None:
        seen = as_of(self.connection, kind, id_, base)
        fields = differences(seen, now.record if now else {})
        raise ConflictError(
            f"The {kind} {id_} was changed in revision {now.revision if now else '?'}, after you "
            f"read it in revision {base}: {', '.join(fields) or phrase('nothing that shows')}. "
            "Nothing was written; look at it as it is now, then do it again.",
            fields,
            kind,
            id_,
        )

    def beside(self, table: sa.Table, rows: list[Record]) -> None:
        """Insert rows that are no part of the history once the act is complete."""
        self._beside.append((table, rows))

    def complete(self) -> Revision:
        """Append the revision and its changes, and bring the present up to them."""
        order = {kind: rank for rank, kind in enumerate(schema.KINDS)}
        # what is new stands before what is changed, which may refer to it
        ordered = sorted(
            self._changes.items(), key=lambda item: (order[item[0][0]], item[1][0] is not None)
        )
        digest = hashlib.sha256()
        for (kind, id_), (before, after) in ordered:
            digest.update(line_of(kind, id_, before, after))
        values = {
            "number": self.number,
            "at": self.now,
            "user": self.user,
            "action": self.action,
            "reason": self.reason,
            "changes": len(ordered),
            "digest": digest.hexdigest(),
            "previous": self.last.hash if self.last else GENESIS,
        }
        closing = hash_of(values)
        self.connection.execute(schema.revision.insert(), values | {"hash": closing})
        for start in range(0, len(ordered), _BATCH):
            rows = [
                {"revision": self.number, "position": position, "kind": kind, "record": id_,
                 "before": before, "after": after}
                for position, ((kind, id_), (before, after)) in enumerate(
                    ordered[start : start + _BATCH], start
                )
            ]  # fmt: skip
            self.connection.execute(schema.change.insert(), rows)
            present(self.connection, self.number, rows)
        for table, beside in self._beside:
            for start in range(0, len(beside), _BATCH):
                self.connection.execute(table.insert(), beside[start : start + _BATCH])
        return Revision(self.number, self.now, self.user, self.action, self.reason, closing)


def present(connection: sa.Connection, number: int, rows: Iterable[Mapping[str, Any]]) -> None:
    """Bring the present up to changes of one revision, in the order of the kinds."""
    new: dict[str, list[Record]] = {}
    old: dict[str, list[Record]] = {}
    for row in rows:
        values = columns_of(row["kind"], parsed(row["after"])) | {
            "id": row["record"], "revision": number, "data": row["after"],
        }  # fmt: skip
        (new if row["before"] is None else old).setdefault(row["kind"], []).append(values)
    for kind, table in schema.KINDS.items():
        if kind in new:
            connection.execute(table.insert(), new[kind])
        if kind in old:
            columns = [column.name for column in table.columns if column.name != "id"]
            connection.execute(
                table.update()
                .where(table.c.id == sa.bindparam("b_id"))
                .values({name: sa.bindparam(f"b_{name}") for name in columns}),
                [{f"b_{name}": value for name, value in row.items()} for row in old[kind]],
            )


def begin(
    connection: sa.Connection, user: str, action: str, reason: str | None, clock: datetime
) -> Write:
    """An act on a connection that alone may write.

    Its time is never before that of the revision before it, whatever the clock says.
    """
    previous = last(connection)
    now = max(clock, previous.at) if previous else clock
    return Write(connection, user, action, reason, previous, now)


def last(connection: sa.Connection) -> Revision | None:
    """The latest revision; None in a register that has none yet."""
    return _revision(connection, schema.revision.c.number.desc())


def revision_at(connection: sa.Connection, moment: datetime) -> Revision | None:
    """The latest revision of a moment or before it."""
    table = schema.revision
    return _revision(connection, table.c.number.desc(), table.c.at <= moment)


def kept(connection: sa.Connection, kind: str, id_: str) -> Kept | None:
    """A record of the present; None where there is none."""
    table = schema.KINDS[kind]
    row = connection.execute(
        sa.select(table.c.revision, table.c.data).where(table.c.id == id_)
    ).first()
    return Kept(parsed(row.data), row.revision, row.data) if row else None


def as_of(connection: sa.Connection, kind: str, id_: str, number: int) -> Record:
    """A record as it was in a revision; {} where it did not exist yet."""
    table = schema.change
    text = connection.scalar(
        sa.select(table.c.after)
        .where(table.c.kind == kind, table.c.record == id_, table.c.revision <= number)
        .order_by(table.c.revision.desc())
        .limit(1)
    )
    return parsed(text)


def state(connection: sa.Connection, kind: str, number: int | None = None) -> sa.CursorResult[Any]:
    """The records (id, revision, data) of a kind, as they are or as they were in a revision, by id.

    What they were is read from the history alone.
    """
    if number is None:
        table = schema.KINDS[kind]
        query = sa.select(table.c.id, table.c.revision, table.c.data).order_by(table.c.id)
    else:
        change = schema.change
        latest = (
            sa.select(change.c.record, sa.func.max(change.c.revision).label("revision"))
            .where(change.c.kind == kind, change.c.revision <= number)
            .group_by(change.c.record)
            .subquery()
        )
        query = (
            sa.select(change.c.record.label("id"), change.c.revision, change.c.after.label("data"))
            .join(
                latest,
                (change.c.record == latest.c.record) & (change.c.revision == latest.c.revision),
            )
            .where(change.c.kind == kind)
            .order_by(change.c.record)
        )
    return connection.execute(query.execution_options(yield_per=_BATCH))


def revisions(connection: sa.Connection) -> Iterator[sa.Row[Any]]:
    """Every revision in order."""
    query = sa.select(schema.revision).order_by(schema.revision.c.number)
    yield from connection.execute(query.execution_options(yield_per=_BATCH))


def line_of(kind: str, id_: str, before: str | None, after: str) -> bytes:
    """A change as the bytes that are hashed."""
    return json.dumps([kind, id_, before, after], ensure_ascii=False).encode() + b"\n"


def hash_of(revision: Mapping[str, Any]) -> str:
    """The hash of a revision over what it says, its changes, and the hash before it."""
    said = [
        revision["number"],
        revision["at"].astimezone(UTC).isoformat(timespec="microseconds"),
        *(revision[key] for key in ("user", "action", "reason", "changes", "digest", "previous")),
    ]
    return hashlib.sha256(json.dumps(said, ensure_ascii=False).encode()).hexdigest()


def _revision(connection: sa.Connection, order: Any, *where: Any) -> Revision | None:
    table = schema.revision
    query = sa.select(
        table.c.number, table.c.at, table.c.user, table.c.action, table.c.reason, table.c.hash
    )
    row = connection.execute(query.where(*where).order_by(order).limit(1)).first()
    return Revision(*row) if row else None
