"""Whether a register is what its history says: chain, present, archive, anchors, values, file."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Iterator
from datetime import datetime
from functools import lru_cache

import sqlalchemy as sa

from waqia.codebook import Codebook
from waqia.model import Finding
from waqia.register.content.accounts import broken_anchors
from waqia.register.content.incidents import is_worked_out
from waqia.register.content.working import worked_out
from waqia.register.store import schema
from waqia.register.store.chaining import RESTORE, compare_present, odd_times, read_chain
from waqia.register.store.records import Record, parsed

Progress = Callable[[str], object]
_BATCH = 5000


def verify(
    connection: sa.Connection,
    codebook_of: Callable[[sa.Connection], Codebook],
    now: datetime,
    release: str | None = None,
    progress: Progress = lambda _: None,
) -> Iterator[Finding]:
    """What is not as it was written; nothing where all is. `connection` sees one state.

    `codebook_of` gives the codebook that the register has; it is asked for when the history has
    proved sound. `release` is the revision that a release names, as 17:hash; `progress` is told
    each step.
    """
    progress("checking the database")
    found = list(_database(connection))
    if found:
        yield from found
        return
    progress("checking the history")
    latest, broken = read_chain(connection)
    found += broken
    progress("checking the present")
    found += compare_present(connection, latest)
    progress("checking the archive")
    found += _archive(connection)
    yield from found
    if release is not None:
        yield from _standing(connection, release)
    if found:
        return  # what follows reads records, and they cannot be trusted
    yield from odd_times(connection, now)
    yield from _once_archived(connection)
    yield from _anchors(connection)
    progress("checking the incidents")
    yield from _incidents(connection, codebook_of(connection))


def _database(connection: sa.Connection) -> Iterator[Finding]:
    """What SQLite finds in its own file, and references to nothing."""
    if connection.dialect.name != "sqlite":
        return
    for (said,) in connection.exec_driver_sql("PRAGMA integrity_check(20)").fetchall():
        if said != "ok":
            yield Finding("database-damaged", f"SQLite finds: {said}.", action=RESTORE)
    for table, row, other, _ in connection.exec_driver_sql("PRAGMA foreign_key_check").fetchall():
        yield Finding(
            "database-damaged",
            f"Row {row} of {table} refers to a row of {other} that is not there.",
            table=table,
            action=RESTORE,
        )


def _archive(connection: sa.Connection) -> Iterator[Finding]:
    """Every archived document is what its hashes say."""
    query = sa.select(schema.document).execution_options(yield_per=10)
    for row in connection.execute(query):
        # SQLite keeps a text where bytes should be, if somebody puts one there
        content = (
            hashlib.sha256(row.content).hexdigest() if isinstance(row.content, bytes) else None
        )
        text = _hash(row.text)
        if content != row.sha256 or len(row.content) != row.bytes or text != row.text_sha256:
            part = "text" if content == row.sha256 else "content"
            yield Finding(
                "archive-changed",
                f"The {part} of the archived document {row.sha256} is not what it was.",
                table="document",
                record=row.sha256,
                field=part,
                action=RESTORE,
            )
    source, document = schema.source, schema.document
    query = (
        sa.select(source.c.id, source.c.data, document.c.text_sha256)
        .join(document, document.c.sha256 == source.c.document)
        .execution_options(yield_per=_BATCH)
    )
    for row in connection.execute(query):
        if parsed(row.data).get("text_sha256") != row.text_sha256:
            yield Finding(
                "archive-changed",
                f"The archived text of {row.id} is not the one that was read.",
                table="document",
                record=row.id,
                field="text",
                action=RESTORE,
            )


def _once_archived(connection: sa.Connection) -> Iterator[Finding]:
    """Every document that a source was ever read from is archived still, with the same text."""
    document, change = schema.document, schema.change
    kept = connection.execute(sa.select(document.c.sha256, document.c.text_sha256))
    there = {row.sha256: row.text_sha256 for row in kept}
    query = (
        sa.select(change.c.record, change.c.after)
        .where(change.c.kind == "source", change.c.after.contains('"document":'))
        .order_by(change.c.revision, change.c.position)
        .execution_options(yield_per=_BATCH)
    )
    told: set[str] = set()
    for row in connection.execute(query):
        record = parsed(row.after)
        read = record.get("document")
        if read is None or read in told:
            continue
        if read not in there or there[read] != record.get("text_sha256"):
            told.add(read)
            yield Finding(
                "archive-changed",
                f"The document {read}, from which {row.record} was read, is no longer archived as "
                "it was.",
                table="document",
                record=read,
                field="text" if read in there else None,
                action=RESTORE,
            )


def _anchors(connection: sa.Connection) -> Iterator[Finding]:
    """Every anchor of an account holds in the archived text."""
    account, source = schema.account, schema.source

    @lru_cache(maxsize=8)
    def text_of(id_: str) -> str | None:
        query = (
            sa.select(schema.document.c.text)
            .join(source, source.c.document == schema.document.c.sha256)
            .where(source.c.id == id_)
        )
        text: str | None = connection.scalar(query)
        return text

    read = sa.select(source.c.id).where(source.c.document.is_not(None)).limit(1)
    if connection.scalar(read) is None:
        return
    query = (
        sa.select(account.c.data)
        .where(account.c.data.like('%"anchors":%"start":%'))
        .order_by(account.c.source, account.c.id)
        .execution_options(yield_per=_BATCH)
    )
    for (data,) in connection.execute(query):
        record = parsed(data)
        for problem in broken_anchors(record, text_of):
            yield Finding(
                "anchor-broken",
                problem,
                table="account",
                record=record["id"],
                field="anchors",
                action="correct the account, or restore the archive from a backup",
            )


def _incidents(connection: sa.Connection, codebook: Codebook) -> Iterator[Finding]:
    """Incidents and accounts name each other, and stored values are what the rules give now."""
    account, incident = schema.account, schema.incident
    query = sa.select(account.c.id, account.c.incident).where(account.c.incident.is_not(None))
    telling: dict[str, set[str]] = {}
    for id_, of in connection.execute(query.execution_options(yield_per=_BATCH)):
        telling.setdefault(of, set()).add(id_)
    stored: dict[str, Record] = {}
    query = sa.select(incident.c.id, incident.c.data).order_by(incident.c.id)
    for row in connection.execute(query.execution_options(yield_per=_BATCH)):
        record = parsed(row.data)
        members = record.get("accounts", [])
        if set(members) != telling.pop(row.id, set()) or len(set(members)) != len(members):
            yield _unrelated(row.id, f"The accounts of {row.id} do not name it as their incident.")
        elif members and is_worked_out(record):
            stored[row.id] = record
        elif record.get("values"):
            yield _outdated(row.id, ["values"])
    for of in telling:
        yield _unrelated(of, f"Accounts name the incident {of}, which is not there.")
    yield from _outdated_values(connection, codebook, stored)


def _outdated_values(
    connection: sa.Connection, codebook: Codebook, stored: dict[str, Record]
) -> Iterator[Finding]:
    if not stored:
        return
    wanted = [id_ for record in stored.values() for id_ in record.get("accounts", ())]
    accounts = list(_texts(connection, schema.account, wanted))
    sources = dict.fromkeys(parsed(text)["source"] for _, text in accounts)
    found = worked_out(codebook, stored, accounts, _texts(connection, schema.source, sources))
    for id_, record in stored.items():
        values, provenance = found.get(id_, ({}, {}))
        was, had = record.get("values", {}), record.get("provenance", {})
        wrong = [name for name in sorted({*was, *values}) if was.get(name) != values.get(name)]
        wrong += [
            f"provenance of {name}"
            for name in sorted({*had, *provenance})
            if had.get(name) != provenance.get(name)
        ]
        if wrong:
            yield _outdated(id_, wrong)


def _texts(
    connection: sa.Connection, table: sa.Table, ids: Iterable[str]
) -> Iterator[tuple[str, str]]:
    wanted = list(ids)
    for start in range(0, len(wanted), 900):
        part = table.c.id.in_(wanted[start : start + 900])
        for row in connection.execute(sa.select(table.c.id, table.c.data).where(part)):
            yield row.id, row.data


def _standing(connection: sa.Connection, release: str) -> Iterator[Finding]:
    """The revision that a release names stands in this chain."""
    number, _, closing = release.partition(":")
    table = schema.revision
    found = None
    if number.isdigit():
        found = connection.scalar(sa.select(table.c.hash).where(table.c.number == int(number)))
    if found is None or found != closing:
        yield Finding(
            "release-foreign",
            f"The release was frozen from the revision {number}:{closing[:12]}…, which this "
            "register does not have: it is of another register, or the history was changed since.",
            table="revision",
            record=number,
            found=found,
            expected=closing,
            action=RESTORE,
        )


def _hash(text: str | None) -> str | None:
    return None if text is None else hashlib.sha256(text.encode()).hexdigest()


def _unrelated(id_: str, message: str) -> Finding:
    return Finding("relation-broken", message, table="incident", record=id_, action=RESTORE)


def _outdated(id_: str, fields: list[str]) -> Finding:
    return Finding(
        "values-outdated",
        f"What the rules give for {', '.join(fields)} of {id_} is not what the register keeps.",
        table="incident",
        record=id_,
        field=", ".join(fields),
        action="it is worked out again when one of its accounts changes",
    )
