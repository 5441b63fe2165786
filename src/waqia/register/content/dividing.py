"""A proposal that tells of two incidents made two, and two that tell of one made one.

What a proposal says goes with the words that say it. When and where stay with both parts, as a
text says them once; whatever no words say does, too. Both parts are looked at by a person.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from waqia.adjudication import COLUMNS
from waqia.model import OUTCOMES, QuestionError
from waqia.register.store.records import Record

_LISTS = ("perpetrators", "responders", "target_actors", "targets", "tactics", "tags")
_SHARED = ("date", "place", "coordinates")
_OWN = ("id", "incident", "status", "summary")
"""What the new part has not from the old one."""

Span = tuple[int, int]


def divide(account: Mapping[str, Any], spans: Sequence[Span]) -> tuple[Record, Record]:
    """An account without what stands in spans of its source, and what stands there as another.

    Raises:
        QuestionError: no words of the account stand there, or all of them do.
    """
    anchors = [a for a in account.get("anchors", ()) if a.get("start") is not None]
    inside = [a for a in anchors if _lies_in(a, spans)]
    passages = [a for a in anchors if not a.get("field")]
    moving = [a for a in passages if a in inside] or _cut(account, passages, spans)
    staying = [a for a in passages if a not in moving]
    if not moving or not staying or {id(a) for a in inside} >= {id(a) for a in anchors}:
        raise QuestionError(
            f"{account['id']} is not parted so: some of its words must go, and some must stay."
        )
    values = [a for a in anchors if a.get("field")]
    gone = [a for a in values if a in inside]
    left = [a for a in values if a not in inside]
    rest = _without(account, _fields(gone) - _fields(left))
    part = _without(account, _fields(left) - _fields(gone))
    kept_by_part = {a["field"] for a in gone} | _shared(left, gone)
    kept_by_rest = {a["field"] for a in left} | _shared(gone, left)
    rest["anchors"] = staying + left + [a for a in gone if a["field"] in kept_by_rest - {
        b["field"] for b in left}]  # fmt: skip
    part["anchors"] = moving + gone + [a for a in left if a["field"] in kept_by_part - {
        b["field"] for b in gone}]  # fmt: skip
    return rest, {k: v for k, v in part.items() if k not in _OWN}


def unite(account: Mapping[str, Any], other: Mapping[str, Any]) -> tuple[Record, list[str]]:
    """An account with what only another says; and the fields in which they differ, which it kept.

    Raises:
        QuestionError: they are of different sources.
    """
    if account["source"] != other["source"]:
        raise QuestionError(
            f"{account['id']} and {other['id']} are of different sources; accept both for one "
            "incident."
        )
    whole = dict(account)
    taken: set[str] = set()
    differs: list[str] = []
    for field, columns in COLUMNS.items():
        if field in (*_LISTS, "casualties"):
            continue
        mine = {c: account[c] for c in columns if c in account}
        theirs = {c: other[c] for c in columns if c in other}
        if theirs and not mine:
            whole |= theirs
            taken.add(field)
        elif theirs and mine != theirs and field != "summary":
            differs.append(field)
    for field in _LISTS:
        new = [code for code in other.get(field, ()) if code not in account.get(field, ())]
        if new:
            whole[field] = [*account.get(field, ()), *new]
            taken |= {f"{field}:{code}" for code in new}
    known = {(part["party"], part["outcome"]): part for part in account.get("casualties", ())}
    for part in other.get("casualties", ()):
        key = (part["party"], part["outcome"])
        if key not in known:
            whole["casualties"] = [*whole.get("casualties", ()), part]
            taken.add(f"casualties:{key[0]}:{key[1]}")
        elif part != known[key]:
            differs.append(f"casualties:{key[0]}:{key[1]}")
    there = {(a.get("field"), a.get("start"), a.get("end")) for a in account.get("anchors", ())}
    more = [
        anchor
        for anchor in other.get("anchors", ())
        if (anchor.get("field") is None or anchor["field"] in taken)
        and (anchor.get("field"), anchor.get("start"), anchor.get("end")) not in there
    ]
    whole["anchors"] = [*account.get("anchors", ()), *more]
    return whole, differs


def _lies_in(anchor: Mapping[str, Any], spans: Iterable[Span]) -> bool:
    return any(start <= anchor["start"] and anchor["end"] <= end for start, end in spans)


def _cut(
    account: Mapping[str, Any], passages: Sequence[Record], spans: Sequence[Span]
) -> list[Record]:
    """Passages of a new account that stand within those of the old one, which keeps these whole."""
    return [
        {"source": account["source"], "start": start, "end": end,
         "quote": passage["quote"][start - passage["start"] : end - passage["start"]]}
        for start, end in spans
        for passage in passages
        if passage["start"] <= start < end <= passage["end"] and passage.get("quote")
    ]  # fmt: skip


def _fields(anchors: Iterable[Mapping[str, Any]]) -> set[str]:
    return {anchor["field"] for anchor in anchors}


def _shared(theirs: Iterable[Mapping[str, Any]], own: Iterable[Mapping[str, Any]]) -> set[str]:
    """Fields that a part has from the other because it has none of its own."""
    return {f for f in _fields(theirs) - _fields(own) if f in _SHARED}


def _without(account: Mapping[str, Any], fields: set[str]) -> Record:
    """An account without values that only words of the other part say."""
    found = {k: list(v) if isinstance(v, list) else v for k, v in account.items()}
    for field in fields:
        name, *rest = field.split(":")
        if field in _SHARED:
            continue
        if name == "casualties":
            found[name] = [p for p in found.get(name, ()) if [p["party"], p["outcome"]] != rest]
        elif name in _LISTS and rest:
            found[name] = [code for code in found.get(name, ()) if code != rest[0]]
        else:
            columns = COLUMNS.get(name, (name,))
            for column in [c for c in columns if name not in OUTCOMES or c.startswith(name)]:
                found.pop(column, None)
    return found
