"""The register as engines use it: documents as sources, what they tell as proposed accounts."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from itertools import islice
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa

from waqia.codebook import Codebook
from waqia.formats import complete_places
from waqia.model import Finding, InputError, phrase
from waqia.register.content.accounts import OWN, broken_anchors, checked_account, put_source
from waqia.register.content.standing import Standing, engine_of
from waqia.register.core import Core
from waqia.register.store import schema
from waqia.register.store.history import Write
from waqia.register.store.records import Record, differences, parsed

if TYPE_CHECKING:
    from waqia.reading import Found

_ACT = "accounts.propose"
_AT_ONCE = 250
"""Documents that are kept in one act."""
_NOT_KEPT = ("mentions", "place_candidates")
"""Fields of a proposal that an account does not have."""


@dataclass(slots=True)
class Proposed:
    """What became of documents.

    `sources` are new; of the accounts `added` are new, `renewed` were proposed before and never
    looked at, `there` are as a person left them or as they were. `copies` are documents whose
    accounts count in another. `revisions` are the acts in which it was kept.
    """

    documents: int = 0
    sources: int = 0
    added: int = 0
    renewed: int = 0
    there: int = 0
    copies: int = 0
    revisions: list[int] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)


class Proposing(Core):
    """Accounts that engines propose."""

    def read_before(self, engine: str, *, published: date | None = None) -> frozenset[str]:
        """SHA-256 of the documents that an engine of this name and version has read.

        With `published` those alone that were read as published on that day.

        Raises:
            DeniedError: the user may not propose accounts.
        """
        with self._read(_ACT) as connection:
            table = schema.source
            query = sa.select(table.c.data).where(table.c.document.is_not(None))
            found = map(parsed, connection.scalars(query))
            return frozenset(
                str(source["sha256"])
                for source in found
                if engine in source.get("read_by", ())
                and (published is None or source.get("date") == published.isoformat())
            )

    def propose(
        self,
        documents: Iterable[Found],
        *,
        engine: str,
        reason: str | None = None,
        progress: Callable[[str], Any] = lambda _: None,
    ) -> Proposed:
        """Keep documents as sources, and their proposals for review, some hundred in an act.

        What is there already stays: a second time nothing is added, and an account that a person
        has looked at is not changed. Accounts of a source are told apart by the passages they rest
        on; one whose id another has gets the next free one. An account whose anchors do not hold,
        or whose codes are not the codebook's, is a finding, as is one that another engine proposed
        of the same passages with other values; a copy of a document is kept as a source of no
        accounts. Of a file that could not be opened nothing is kept.

        Raises:
            DeniedError: the user may not do this, or not see a source that is there.
        """
        self.require(_ACT)
        done = Proposed()
        # a file that could not be opened has no hash, and is told by its finding
        left = (one for one in documents if "sha256" in one.source)
        while batch := list(islice(left, _AT_ONCE)):
            with self._write(_ACT, reason, engine) as write:
                self._keep_documents(write, batch, engine, done)
                if write.changes:
                    done.revisions.append(write.number)
            progress(phrase(f"{done.documents:,} documents kept"))
        return done

    def _keep_documents(
        self, write: Write, batch: list[Found], engine: str, done: Proposed
    ) -> None:
        book = self._codebook_in(write.connection)
        known = _sources_of(write.connection, [one.source["sha256"] for one in batch])
        ids = [known.get(one.source["sha256"], str(one.source["id"])) for one in batch]
        # a file is read again whole where an engine could not read a part of it, or an attachment
        unread = {one.inside or str(one.source["id"]) for one in batch if _unread(one)}
        self.must_see(write.connection, "source", ids)
        write.prefetch("source", ids)
        told: list[tuple[Record, str]] = []
        for one, id_ in zip(batch, ids, strict=True):
            done.documents += 1
            try:
                _keep_source(write, one, id_, done)
            except OSError:
                message = phrase(f"{one.path} cannot be opened any more.")
                done.findings.append(Finding("document-absent", message, str(one.path), record=id_))
                continue
            except InputError as error:
                done.findings.append(Finding("source-differs", str(error), str(one.path),
                                             record=id_))  # fmt: skip
                continue
            if not {one.source["id"], one.inside} & unread:
                _note_read(write, id_, engine)
            if one.copy_of:
                done.copies += 1
                continue
            told += [(_own(said, id_), one.text) for said in one.proposals]
        there = Standing(write, [said for said, _ in told])
        for said, text in zip(
            _placed(book, [said for said, _ in told]), (text for _, text in told), strict=True
        ):
            _keep_account(write, book, said, text, there, done)


def _sources_of(connection: sa.Connection, hashes: list[str]) -> dict[str, str]:
    """SHA-256 of what was read → the first source that has it archived."""
    table = schema.source
    query = (
        sa.select(table.c.document, sa.func.min(table.c.id).label("id"))
        .where(table.c.document.in_(hashes))
        .group_by(table.c.document)
    )
    return {str(row.document): str(row.id) for row in connection.execute(query)}


def _unread(one: Found) -> bool:
    """Whether the engine advises to read a document again, as it could not read all of it."""
    return any(finding.code == "answer-unread" and finding.action for finding in one.findings)


def _note_read(write: Write, id_: str, engine: str) -> None:
    """Remember that an engine has read a source."""
    source = write.get("source", id_)
    read_by = sorted({*source.get("read_by", ()), engine})
    write.put("source", id_, source | {"read_by": read_by})


def _keep_source(write: Write, one: Found, id_: str, done: Proposed) -> None:
    """Keep a document as a source; one that is there gets its day, if no person gave it one.

    Raises:
        InputError: the document is archived with another text, or has changed.
        OSError: it cannot be opened.
    """
    from waqia.reading import source_of

    known = write.find("source", id_)
    if known is None:
        content = one.text.encode() if one.inside else _bytes(one)
        values = source_of(one)
        if one.inside:  # its bytes are those of the e-mail; what is archived is its text
            values |= {"media_type": "text/plain"}
            del values["sha256"]
        put_source(write, values, content=content, text=one.text)
        done.sources += 1
    elif known.get("text_sha256") != hashlib.sha256(one.text.encode()).hexdigest():
        raise InputError(
            f"{one.path} is the source {id_}, which has another text; nothing was read into it."
        )
    elif (day := one.source.get("date")) and day != known.get("date"):
        if known.get("date") is None or _by_engine(write, "source", id_):
            write.put("source", id_, known | {"date": day})
        else:
            message = phrase(
                f"{one.path} was read as published on {day}; the source {id_} has the date "
                f"{known['date']}, which stays."
            )
            done.findings.append(Finding("source-differs", message, str(one.path), record=id_))


def _bytes(one: Found) -> bytes:
    content = one.path.read_bytes()
    if hashlib.sha256(content).hexdigest() != one.source["sha256"]:
        raise InputError(f"{one.path} has changed since it was read; read it again.")
    return content


def _own(said: Mapping[str, Any], source: str) -> Record:
    """A proposal as an account of a source, which may be known by another id."""
    record = {name: value for name, value in said.items() if name not in _NOT_KEPT}
    if said.get("place_candidates"):
        record["place_precision"] = "unknown"
    anchors = [
        anchor | {"source": source} if anchor["source"] == said["source"] else anchor
        for anchor in said.get("anchors", ())
    ]
    return record | {"source": source, "anchors": anchors}


def _placed(codebook: Codebook, records: list[Record]) -> Iterator[Record]:
    """Accounts with the columns of their places filled, as an import fills them."""
    if not records:
        return
    found, _ = complete_places(records, codebook)
    for record, place in zip(records, found, strict=True):
        left_open = record.get("place_precision") == "unknown"
        more = {} if left_open else {k: v for k, v in place.items() if v is not None}
        yield more | record


def _keep_account(
    write: Write, codebook: Codebook, said: Record, text: str, there: Standing, done: Proposed
) -> None:
    try:
        record = checked_account(codebook, said)
    except InputError as error:
        done.findings.append(Finding("codes-unknown", str(error), record=said["id"]))
        return
    if broken := list(broken_anchors(record, lambda _: text)):
        done.findings.append(Finding("anchor-broken", " ".join(broken), record=record["id"]))
        return
    record["status"] = "proposed"
    record["id"] = there.id_of(record)
    before = write.find("account", record["id"])
    if before is None:
        write.put("account", record["id"], record)
        done.added += 1
        return
    others = engine_of(before) != engine_of(record)
    if not others and differences(before, record) and _renewable(write, before):
        write.put("account", record["id"], record)
        done.renewed += 1
        return
    done.there += 1
    if others and (fields := differences(before, record, [*OWN, "anchors"])):
        done.findings.append(_disagreeing(before, record, fields))


def _disagreeing(before: Record, record: Record, fields: Iterable[str]) -> Finding:
    return Finding(
        "values-disagree",
        f"{record['made_by']} proposes the account {before['id']} of {before['made_by']} with "
        f"other values of {', '.join(fields)}; it stays as it is.",
        record=before["id"],
    )


def _renewable(write: Write, before: Record) -> bool:
    """Whether an account is as an engine left it."""
    return before["status"] == "proposed" and _by_engine(write, "account", before["id"])


def _by_engine(write: Write, kind: str, id_: str) -> bool:
    """Whether the last to change a record was an engine."""
    table, revision = schema.KINDS[kind].c, schema.revision.c
    query = (
        sa.select(revision.action)
        .join(schema.KINDS[kind], table.revision == revision.number)
        .where(table.id == id_)
    )
    return write.connection.scalar(query) == _ACT
