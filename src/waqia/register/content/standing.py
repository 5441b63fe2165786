"""Which account of a source an engine proposes again: the one that rests on the same passages."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

import sqlalchemy as sa

from waqia.register.content.accounts import OWN
from waqia.register.store import schema
from waqia.register.store.history import Write
from waqia.register.store.records import Record, differences

Passages = frozenset[tuple[int, int]]


class Standing:
    """The accounts that sources have, while engines propose accounts of these sources.

    Engines number the accounts of a document as they find them, so that one id means different
    accounts for two engines, and for two versions of one.
    """

    def __init__(self, write: Write, proposed: Iterable[Record]) -> None:
        records = list(proposed)
        sources = sorted({record["source"] for record in records})
        table = schema.account.c
        ids = write.connection.scalars(
            sa.select(table.id).where(table.source.in_(sources)).order_by(table.id)
        ).all()
        self._write = write
        self._taken = {record["id"] for record in records}
        write.prefetch("account", [*ids, *self._taken])
        self._of: dict[str, list[Record]] = defaultdict(list)
        for id_ in ids:
            found = write.get("account", id_)
            self._of[found["source"]].append(found)

    def id_of(self, record: Record) -> str:
        """The id that a proposal has in the register: of the account it is there, or a free one.

        Each account that is there is given to one proposal at most.
        """
        own, there = record["id"], self._of[record["source"]]
        same = [(rank, one) for one in there if (rank := _rank(one, record)) is not None]
        if same:
            _, chosen = min(same, key=lambda found: found[0])
            there.remove(chosen)
            return str(chosen["id"])
        return own if self._write.find("account", own) is None else self._free(own)

    def _free(self, own: str) -> str:
        stem, _, number = own.rpartition("-")
        if not number.isdecimal():
            stem, number = own, "1"
        while own in self._taken or self._write.find("account", own) is not None:
            number = str(int(number) + 1)
            own = f"{stem}-{number}"
        return own


def engine_of(account: Record) -> str:
    """The engine that made an account, without its version; else the person."""
    return str(account["made_by"]).rpartition("/")[0] or str(account["made_by"])


def _rank(one: Record, record: Record) -> tuple[int, int, str] | None:
    """How well an account that is there is what is proposed, the least the best; None: another."""
    mine = engine_of(one) == engine_of(record)
    passages = _passages(record)
    exact = bool(passages) and _passages(one) == passages
    if exact:
        kind = 0 if mine else 2
    elif mine and one["id"] == record["id"] and _overlap(_passages(one), passages):
        kind = 1  # another version, or a person who corrected it, drew the passages otherwise
    else:
        return None
    return kind, len(differences(one, record, [*OWN, "anchors"])), str(one["id"])


def _passages(account: Record) -> Passages:
    """What of its source an account rests on: the anchors that are of no field."""
    return frozenset(
        (one["start"], one["end"])
        for one in account.get("anchors", ())
        if not one.get("field") and one.get("start") is not None and one.get("end") is not None
    )


def _overlap(some: Passages, others: Passages) -> bool:
    """Whether passages touch; those of which nothing is known may."""
    if not some or not others:
        return True
    return any(a < d and c < b for a, b in some for c, d in others)
