"""An item of a queue with what a person needs in order to decide it, and nothing more."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

import sqlalchemy as sa

from waqia.codebook import Codebook
from waqia.model import TABLES
from waqia.register.content.accounts import VOCABULARY_OF, archived_text
from waqia.register.people.clearing import unseen_of
from waqia.register.review.codings import (
    CODED,
    codings_of,
    differing,
    said_of,
    value_of,
    where_to_read,
)
from waqia.register.review.queues import Viewer
from waqia.register.review.tasks import task_of
from waqia.register.store import schema
from waqia.register.store.history import kept
from waqia.register.store.kinds import unresolved, unsettled
from waqia.register.store.records import Record, parsed

_Codebook = Callable[[], Codebook]
"""A codebook that is loaded where it is needed."""
_CONTEXT = 600
"""Characters of a source's text that are shown before and after an anchor."""
_SHOWN_BLIND = ("id", "source", "cites", "anchors", "reliability")
"""What a second coder is shown of an account: where to read, not what was read."""
_TOLD = (
    "type", "date_start", "date_end", "date_precision", "place", "district", "province", "country",
    "perpetrators", "killed_min", "killed", "killed_max", "injured_min", "injured", "injured_max",
    "summary",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Passage:
    """Where a source says it: `text[start:end]` is the anchor, `text` begins at `offset`."""

    source: str
    offset: int
    start: int
    end: int
    text: str


@dataclass(frozen=True, slots=True)
class ToCode:
    """A field for a coder to fill: its name, what it holds, and its codes where it has any."""

    name: str
    description: str
    vocabulary: str | None = None
    codes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Line:
    """An item as a list shows it; `told` is what happened in a few fields, {} where it is blind.

    `kind` is incident, account (proposed, or to be coded again), coding (an account whose codings
    differ) or pair. `probability` is that of a pair.
    """

    id: str
    queue: str
    kind: str
    subject: str
    assigned_to: str | None
    probability: float | None
    told: Record


@dataclass(frozen=True, slots=True)
class Item:
    """An item to be decided.

    `incident` is as it stands, with `revision`; `accounts` are whose values are compared, with
    `revision`; `differs` is field → account (or coder) → value; `fields` are to be decided.
    `probability` and `why` are those of a suggested pair. For second coding `accounts` has where
    to read only, `text` is the archived text of the source, `to_code` what to fill.
    """

    id: str
    queue: str
    kind: str
    subject: str
    assigned_to: str | None
    incident: Record | None = None
    accounts: tuple[Record, ...] = ()
    sources: tuple[Record, ...] = ()
    passages: tuple[Passage, ...] = ()
    fields: tuple[str, ...] = ()
    differs: dict[str, dict[str, Any]] = field(default_factory=dict)
    probability: float | None = None
    why: list[Record] = field(default_factory=list)
    text: str | None = None
    to_code: tuple[ToCode, ...] = ()


def lines_of(
    connection: sa.Connection, queue: str, rows: Iterable[sa.Row[Any]]
) -> tuple[Line, ...]:
    """Rows of `waiting` as a list shows them."""
    listed = list(rows)
    told: dict[str, Record] = {}
    if queue != "second":
        incidents = [row.subject for row in listed if row.kind == "incident"]
        told = _told(connection, "account", [row.subject for row in listed if row.kind != "pair"])
        told |= _told_of_incidents(connection, incidents)
    return tuple(
        Line(
            task_of(queue, row.subject), queue, row.kind, row.subject, row.assigned_to,
            row.probability, told.get(row.subject, {}),
        )
        for row in listed
    )  # fmt: skip


def item_of(
    connection: sa.Connection,
    codebook: Callable[[], Codebook],
    viewer: Viewer,
    queue: str,
    row: sa.Row[Any],
) -> Item:
    """A row of `waiting` with what it takes to decide it, as far as the viewer may see it."""
    head = (task_of(queue, row.subject), queue, row.kind, row.subject, row.assigned_to)
    if queue == "second":
        return _blind(connection, codebook, viewer, head)
    if row.kind == "incident":
        return _incident(connection, viewer, head)
    if row.kind == "coding":
        return _coded_twice(connection, viewer, head)
    if row.kind == "pair":
        why = connection.scalar(
            sa.select(schema.suggestion.c.why).where(
                schema.suggestion.c.account == row.account, schema.suggestion.c.other == row.other
            )
        )
        accounts = _accounts(connection, viewer, [row.account, row.other])
        return Item(
            *head, accounts=accounts, **_evidence(connection, accounts),
            differs=_side_by_side(accounts), probability=row.probability,
            why=json.loads(why or "[]"),
        )  # fmt: skip
    accounts = _accounts(connection, viewer, [row.subject])
    return Item(*head, accounts=accounts, **_evidence(connection, accounts))


_Head = tuple[str, str, str, str, str | None]


def _incident(connection: sa.Connection, viewer: Viewer, head: _Head) -> Item:
    found = kept(connection, "incident", head[3])
    incident: Record = found.record | {"revision": found.revision} if found else {}
    accounts = _accounts(connection, viewer, incident.get("accounts", ()))
    return Item(
        *head, incident=incident, accounts=accounts, **_evidence(connection, accounts),
        fields=tuple(unsettled(incident)), differs=_side_by_side(accounts),
    )  # fmt: skip


def _coded_twice(connection: sa.Connection, viewer: Viewer, head: _Head) -> Item:
    accounts = _accounts(connection, viewer, [head[3]])
    differs = disagreements_of(connection, accounts[0])
    return Item(
        *head, accounts=accounts, **_evidence(connection, accounts), fields=tuple(differs),
        differs=differs,
    )  # fmt: skip


def _blind(connection: sa.Connection, codebook: _Codebook, viewer: Viewer, head: _Head) -> Item:
    (coded,) = _accounts(connection, viewer, [head[3]])
    shown = {name: coded[name] for name in _SHOWN_BLIND if name in coded}
    # the words of a value would tell what was coded
    shown["anchors"] = where_to_read(coded)
    evidence = _evidence(connection, (shown,))
    source = kept(connection, "source", shown["source"])
    text = archived_text(connection, source.record) if source else None
    return Item(*head, accounts=(shown,), **evidence, text=text, to_code=to_code(codebook()))


def to_code(codebook: Codebook) -> tuple[ToCode, ...]:
    """The fields that a coder fills, in the order of an account."""
    coded = {column for columns in CODED.values() for column in columns} | {"summary"}
    return tuple(
        ToCode(
            column.name, column.description, vocabulary,
            tuple(codebook.terms(vocabulary)) if vocabulary else (),
        )
        for column in TABLES["accounts"].columns
        if column.name in coded
        for vocabulary in [VOCABULARY_OF.get(column.name)]
    )  # fmt: skip


def disagreements_of(
    connection: sa.Connection, account: Mapping[str, Any]
) -> dict[str, dict[str, Any]]:
    """Field → coder → value, of the fields in which codings differ and nobody has resolved."""
    codings = codings_of(connection, account["id"])
    fields = dict.fromkeys(name for coding in codings for name in unresolved(coding))
    return {name: said_of(name, account, codings) for name in CODED if name in fields}


def _side_by_side(accounts: tuple[Record, ...]) -> dict[str, dict[str, Any]]:
    fields = {name for other in accounts[1:] for name in differing(accounts[0], other)}
    fields.discard("credibility")  # each account has its own
    return {
        name: {account["id"]: value_of(name, account) for account in accounts}
        for name in CODED
        if name in fields
    }


def _accounts(connection: sa.Connection, viewer: Viewer, ids: Iterable[str]) -> tuple[Record, ...]:
    """Accounts with their revision, without anchors in other sources that are not to be seen."""
    found = [
        one.record | {"revision": one.revision}
        for one in (kept(connection, "account", id_) for id_ in ids)
        if one
    ]
    named = {anchor["source"] for record in found for anchor in record.get("anchors", ())}
    unseen = unseen_of(connection, viewer.user, viewer.day, "source", named)
    if unseen:
        for record in found:
            anchors = [a for a in record.get("anchors", ()) if a["source"] not in unseen]
            record["anchors"] = anchors
    return tuple(found)


def _evidence(connection: sa.Connection, accounts: tuple[Record, ...]) -> dict[str, Any]:
    """The sources of accounts, and the passages that their anchors point to."""
    sources: dict[str, Record] = {}
    texts: dict[str, str | None] = {}
    passages = []
    for account in accounts:
        anchors = account.get("anchors", ())
        for id_ in (account["source"], *(anchor["source"] for anchor in anchors)):
            if id_ not in sources and (found := kept(connection, "source", id_)):
                sources[id_] = found.record
                texts[id_] = archived_text(connection, found.record)
        # the words of a value stand within a passage
        told = [anchor for anchor in anchors if "field" not in anchor] or anchors
        for anchor in told:
            text, start = texts.get(anchor["source"]), anchor.get("start")
            if text is not None and start is not None:
                offset = max(0, start - _CONTEXT)
                part = text[offset : anchor["end"] + _CONTEXT]
                passages.append(
                    Passage(anchor["source"], offset, start - offset, anchor["end"] - offset, part)
                )
    return {"sources": tuple(sources.values()), "passages": tuple(passages)}


def _told(connection: sa.Connection, kind: str, ids: list[str]) -> dict[str, Record]:
    table = schema.KINDS[kind]
    query = sa.select(table.c.id, table.c.data).where(table.c.id.in_(ids))
    found = ((row.id, parsed(row.data)) for row in connection.execute(query))
    return {id_: _brief(record.get("values", record)) for id_, record in found}


def _told_of_incidents(connection: sa.Connection, ids: list[str]) -> dict[str, Record]:
    """Incident → what it says, or what the only account says that it has."""
    table = schema.account
    query = sa.select(table.c.incident, table.c.data).where(table.c.incident.in_(ids))
    single = {row.incident: _brief(parsed(row.data)) for row in connection.execute(query)}
    worked = _told(connection, "incident", ids)
    return {id_: worked.get(id_) or single.get(id_, {}) for id_ in ids}


def _brief(record: Mapping[str, Any]) -> Record:
    return {name: record[name] for name in _TOLD if name in record}
