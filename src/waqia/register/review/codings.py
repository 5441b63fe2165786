"""Codings of one account by several persons: what differs, who resolved it, who must not see it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import TYPE_CHECKING, Any, Literal

import sqlalchemy as sa

from waqia.adjudication import COLUMNS
from waqia.model import OUTCOMES, DeniedError, phrase
from waqia.register.content.accounts import OWN
from waqia.register.review.tasks import finish, task_of
from waqia.register.store import schema
from waqia.register.store.history import Write
from waqia.register.store.records import Record, canonical, parsed

if TYPE_CHECKING:
    from waqia.register.core import Core

CODED: dict[str, tuple[str, ...]] = {
    name: columns for name, columns in COLUMNS.items() if name != "summary"
} | {"credibility": ("credibility",)}
"""Field that is coded, and compared → its columns; a summary is in each coder's own words."""

_PLACE = ("place_id", "country", "province", "division", "district", "place_precision")
"""What is compared of a place; where both coders' words were matched, the words may differ."""


def put_coding(write: Write, account: Record, coder: str, values: Mapping[str, Any]) -> bool:
    """Keep another person's coding of an account; False where it is there as it is.

    It is compared with the account as it is now, whose differing values are kept as `first`, for
    they stay the first coder's whatever becomes of the account. What was resolved stays so where
    this coder's value has not changed. A second-coding task that it answers is done.
    """
    id_ = f"{account['id']}/{coder}"
    said = {name: value for name, value in values.items() if name not in OWN}
    before = write.find("coding", id_) or {}
    if before.get("values") == said:
        return False
    changed = differing(before.get("values", {}), said)
    resolved = {
        field: resolution
        for field, resolution in before.get("resolved", {}).items()
        if field not in changed
    }
    differs = differing(account, said)
    coding = {
        "id": id_, "account": account["id"], "coder": coder, "values": said, "differs": differs,
        "first": {field: value_of(field, account) for field in differs}, "resolved": resolved,
    }  # fmt: skip
    kept = write.put("coding", id_, coding)
    task = write.find("task", task_of("second", account["id"]))
    if task and task["state"] == "open" and task.get("assigned_to") in (None, coder):
        finish(write, task, coding=id_)
    return kept


def differing(one: Mapping[str, Any], other: Mapping[str, Any]) -> list[str]:
    """The fields of `CODED` in which two codings of an account differ."""
    return [
        field
        for field in CODED
        if value_of(field, one) != value_of(field, other)
        and _compared(field, one) != _compared(field, other)
    ]


def value_of(field: str, record: Mapping[str, Any]) -> Record:
    """What a record says of a field: its columns, those that are unknown left out."""
    return {column: record[column] for column in CODED[field] if column in record}


def said_of(field: str, account: Mapping[str, Any], codings: Iterable[Record]) -> Record:
    """Coder → what they said of a field; of the first coder what the others differed from."""
    others = list(codings)
    first = next(
        (c.get("first", {}).get(field, {}) for c in others if field in c.get("differs", ())),
        value_of(field, account),
    )
    return {account["made_by"]: first} | {c["coder"]: value_of(field, c["values"]) for c in others}


def codings_of(connection: sa.Connection, account: str) -> list[Record]:
    """The other persons' codings of an account, by coder."""
    table = schema.coding
    query = sa.select(table.c.data).where(table.c.account == account).order_by(table.c.coder)
    return [parsed(text) for text in connection.scalars(query)]


def where_to_read(account: Mapping[str, Any]) -> list[Record]:
    """The passages of an account, for whoever codes it again: not which words say what."""
    anchors = account.get("anchors", ())
    passages = [anchor for anchor in anchors if "field" not in anchor]
    bare = [{k: v for k, v in anchor.items() if k != "field"} for anchor in anchors]
    return passages or bare


def first_kept(
    connection: sa.Connection, kind: Literal["account", "coding"], ids: Iterable[str]
) -> dict[str, Record]:
    """Accounts or codings as they were first kept, whatever was corrected since, by id."""
    change = schema.change
    wanted = list(ids)
    found: dict[str, Record] = {}
    for start in range(0, len(wanted), 900):
        query = sa.select(change.c.record, change.c.after).where(
            change.c.kind == kind,
            change.c.record.in_(wanted[start : start + 900]),
            change.c.before.is_(None),
        )
        found |= {row.record: parsed(row.after) for row in connection.execute(query)}
    return found


def blind_accounts(user: str) -> sa.Select[Any]:
    """The accounts that a user is to code a second time, and so must not see as first coded."""
    table = schema.task
    return sa.select(table.c.subject).where(
        table.c.queue == "second", table.c.state == "open", table.c.assigned_to == user
    )


def refuse_blind(register: Core, connection: sa.Connection, ids: Iterable[str]) -> None:
    """Let the user go on only where no account or incident shows what they are to code blind.

    An incident shows what the accounts say that it has, or has ever had.

    Raises:
        DeniedError: one does; it was logged.
    """
    hidden = list(connection.scalars(blind_accounts(register.user.name)))
    if not hidden:
        return
    change = schema.change
    told = connection.execute(
        sa.select(change.c.after).where(change.c.kind == "account", change.c.record.in_(hidden))
    )
    showing = {*hidden, *(parsed(row.after).get("incident") for row in told)}
    if shown := sorted(showing & set(ids)):
        said = register.deny("account.see", shown[0], phrase("the second coding submitted"))
        why = phrase(
            f"{register.user.name} is to code what {shown[0]} tells without knowing how it was "
            "coded first; submit the coding, or give it back."
        )
        raise DeniedError(f"{why} {said}".rstrip())


def _compared(field: str, record: Mapping[str, Any]) -> str:
    return canonical(_COMPARED.get(field, value_of)(field, record))


def _place_of(field: str, record: Mapping[str, Any]) -> Record:
    matched = {name: record.get(name) for name in _PLACE}
    return matched if record.get("place_id") else value_of(field, record)


def _count_of(field: str, record: Mapping[str, Any]) -> Record:
    """A count whose bounds are those of its best estimate, where they are not given."""
    best = record.get(field)
    return {
        "best": best,
        "min": record.get(f"{field}_min", best),
        "max": record.get(f"{field}_max", best),
    }


def _codes_of(field: str, record: Mapping[str, Any]) -> Record:
    """Codes as a set; how certain an attribution is belongs to it."""
    return value_of(field, record) | {field: sorted(record.get(field, ()))}


def _main_of(field: str, record: Mapping[str, Any]) -> Record:
    """Codes as a set, and which of them is the main one, that is the first."""
    codes = record.get(field, ())
    return {"main": codes[0] if codes else None, "all": sorted(codes)}


def _parts_of(field: str, record: Mapping[str, Any]) -> Record:
    parts = [
        {"party": part["party"], "outcome": part["outcome"], "best": part.get("best")}
        | {end: part.get(end, part.get("best")) for end in ("min", "max")}
        for part in record.get(field, ())
    ]
    return {field: sorted(parts, key=canonical)}


_COMPARED: dict[str, Callable[[str, Mapping[str, Any]], Record]] = {
    "place": _place_of,
    "casualties": _parts_of,
    **dict.fromkeys(OUTCOMES, _count_of),
    **dict.fromkeys(("perpetrators", "responders", "target_actors", "tags"), _codes_of),
    **dict.fromkeys(("targets", "tactics"), _main_of),
}
"""Field → what is compared of it, where that is not its columns as they are."""
