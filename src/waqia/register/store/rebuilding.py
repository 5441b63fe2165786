"""Tables filled again: the present from the history, of which it is a function, or from a copy."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import sqlalchemy as sa

from waqia.model import RegisterError
from waqia.register.store import schema
from waqia.register.store.chaining import read_chain
from waqia.register.store.history import state
from waqia.register.store.kinds import columns_of
from waqia.register.store.records import Record, parsed


def rebuild(connection: sa.Connection, number: int) -> None:
    """Make the tables of the present what the history says up to the revision `number`.

    `connection` alone may write.

    Raises:
        RegisterError: the history is not as it was written.
    """
    _, broken = read_chain(connection)
    if broken:
        raise RegisterError(
            f"The history cannot be trusted: {broken[0].message} Restore a backup instead."
        )
    strange = [(table, _rebuild(connection, kind, number)) for kind, table in schema.KINDS.items()]
    for table, ids in reversed(strange):
        for id_ in ids:
            _forget(connection, table, table.c.id == id_)


def _forget(connection: sa.Connection, table: sa.Table, which: sa.ColumnElement[bool]) -> None:
    """Remove rows, and before them what stands beside the history and refers to them."""
    for other in schema.metadata.sorted_tables:
        for key in other.foreign_keys:
            if key.column.table is table and other.name not in schema.KINDS:
                _forget(connection, other, key.parent.in_(sa.select(key.column).where(which)))
    connection.execute(table.delete().where(which))


def _rebuild(connection: sa.Connection, kind: str, number: int) -> list[str]:
    """Add and change records of a kind as the history says; gives those that it does not know."""
    table = schema.KINDS[kind]
    known = {row.id: dict(row._mapping) for row in connection.execute(sa.select(table))}
    missing: list[Record] = []
    wrong: list[Record] = []
    for row in state(connection, kind, number):
        told = columns_of(kind, parsed(row.data))
        told |= {"id": row.id, "revision": row.revision, "data": row.data}
        found = known.pop(row.id, None)
        if found is None:
            missing.append(told)
        elif found != told:
            wrong.append(told)
    insert(connection, table, missing)
    refer(connection, table, missing)
    for told in wrong:
        connection.execute(table.update().where(table.c.id == told["id"]).values(told))
    return list(known)


def insert(connection: sa.Connection, table: sa.Table, rows: Sequence[Record]) -> None:
    """Add rows to a table; they may name later ones of the same table once `refer` has run."""
    own = dict.fromkeys(column.name for column in own_columns(table))
    if values := [row | own for row in rows]:
        connection.execute(table.insert(), values)


def refer(connection: sa.Connection, table: sa.Table, rows: Sequence[Record]) -> None:
    """Let rows that were added name others of their table."""
    for column in own_columns(table):
        naming = [row for row in rows if row[column.name] is not None]
        if naming:
            connection.execute(
                table.update()
                .where(table.c.id == sa.bindparam("b_id"))
                .values({column.name: sa.bindparam("b_other")}),
                [{"b_id": row["id"], "b_other": row[column.name]} for row in naming],
            )


def own_columns(table: sa.Table) -> list[sa.Column[Any]]:
    """The columns of a table that refer to the table itself."""
    return [key.parent for key in table.foreign_keys if key.column.table is table]
