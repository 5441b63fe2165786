"""The register as reviewers use it: the last act of review taken back, as a new revision."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from waqia.model import QuestionError
from waqia.register.core import Core
from waqia.register.review.tasks import put_assigned, task_of
from waqia.register.store import schema
from waqia.register.store.history import Write, kept
from waqia.register.store.records import Record, canonical, parsed

UNDONE = (
    "account.accept", "account.set_aside", "account.split", "account.join",
    "incident.confirm", "incident.withdraw", "incident.reopen", "incident.settle",
    "decision.same", "decision.different", "decision.unsure",
)  # fmt: skip
"""Acts that are taken back by what the history has of them."""
_ACT = "revision.undo"
_UNDOES = "undoes "
"""How the reason of such a revision begins, before the number of the one that it takes back."""
_PASSED = ("task.take",)
"""Acts that nobody means when they ask for their last one."""
_QUEUE_OF = {"account": "new", "incident": "new", "incident.settle": "disputed"}
"""An act, or what it is about → the queue in which it is decided."""


@dataclass(frozen=True, slots=True)
class Undone:
    """An act that was taken back: its revision, what it was, and the records that it changed."""

    revision: int
    action: str
    records: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Undoable:
    """An act that its user may take back: its revision, what it was, and the item it decided.

    `item` is as new/A-0001; None where the act decided none that waits in a queue.
    """

    revision: int
    action: str
    item: str | None


class Undoing(Core):
    """Acts of review taken back."""

    def undoable(self) -> Undoable | None:
        """The user's last act of review, if `undo` would take it back; None if it would not."""
        if not self.user.may(_ACT):
            return None
        with self._read() as connection:
            last = self._last(connection)
            if last is None or last.action not in UNDONE or not self.user.may(last.action):
                return None
            rows = _changes(connection, last.number)
            accounts = [row.record for row in rows if row.kind == "account"]
            if self.unseen(connection, "account", accounts):
                return None
            if not all(row.kind == "task" or _stands(connection, row) for row in rows):
                return None
            return Undoable(last.number, last.action, _item(last.action, rows))

    def undo(self, revision: int | None = None) -> Undone:
        """Take back the user's last act of review, or the one of a revision.

        Everything is again as it was before, in a new revision: what happened stays in the
        history. An incident that the act began is withdrawn, as no id is given twice; decisions
        that it made stand no more; the item is the user's again.

        Raises:
            QuestionError: there is none, it is another user's or of a kind that is not taken back,
                or something that it changed has changed since.
            DeniedError: the user may not do such acts.
        """
        with self._write(_ACT, None, str(revision or "last")) as write:
            number, action = self._act(write, revision)
            self.require(action, str(number))
            rows = _changes(write.connection, number)
            self.must_see(
                write.connection, "account", [r.record for r in rows if r.kind == "account"]
            )
            write.reason = f"{_UNDOES}{number}"
            changed = [
                row.record
                for row in rows
                if row.kind != "task" and canonical(write.get(row.kind, row.record)) != row.after
            ]
            if changed:
                raise QuestionError(
                    f"{', '.join(changed)} changed after revision {number}; take that back first, "
                    "or decide it anew."
                )
            for row in rows:
                before = parsed(row.before) if row.before else None
                if row.kind == "task":
                    _give(write, before)
                elif before is None:
                    _BEGUN[row.kind](write, row.record)
                else:
                    write.put(row.kind, row.record, before)
            told = tuple(row.record for row in rows if row.kind != "task")
            return Undone(number, action, told)

    def _act(self, write: Write, revision: int | None) -> tuple[int, str]:
        if revision is None:
            row = self._last(write.connection)
        else:
            table = schema.revision.c
            query = sa.select(table.number, table.user, table.action)
            row = write.connection.execute(query.where(table.number == revision)).first()
        if row is None:
            raise QuestionError("There is nothing to take back.")
        if row.user != self.user.name:
            raise QuestionError(f"Revision {row.number} is {row.user}'s, who can take it back.")
        if row.action not in UNDONE:
            raise QuestionError(
                f"Revision {row.number} ({row.action}) is not taken back so; what is: "
                f"{', '.join(UNDONE)}."
            )
        return row.number, row.action

    def _last(self, connection: sa.Connection) -> sa.Row[Any, Any, Any] | None:
        """Number, user and action of the user's last act that stands."""
        table = schema.revision.c
        taken = connection.scalars(
            sa.select(table.reason).where(table.user == self.user.name, table.action == _ACT)
        )
        undone = [int(reason.removeprefix(_UNDOES)) for reason in taken]
        query = sa.select(table.number, table.user, table.action).where(
            table.user == self.user.name,
            table.action.not_in((*_PASSED, _ACT)),
            table.number.not_in(undone),
        )
        return connection.execute(query.order_by(table.number.desc()).limit(1)).first()


def _changes(connection: sa.Connection, number: int) -> Sequence[sa.Row[Any]]:
    """What a revision changed, in its order."""
    table = schema.change
    query = sa.select(table).where(table.c.revision == number).order_by(table.c.position)
    return connection.execute(query).all()


def _stands(connection: sa.Connection, row: sa.Row[Any]) -> bool:
    """Whether a record is still as a change left it."""
    found = kept(connection, row.kind, row.record)
    return found is not None and found.text == row.after


def _item(action: str, rows: Iterable[sa.Row[Any]]) -> str | None:
    """The item that an act decided: of what it was about, else, as for a pair, the one it ended."""
    kind = action.split(".")[0]
    queue = _QUEUE_OF.get(action, _QUEUE_OF.get(kind))
    if queue is None:
        return next((row.record for row in rows if row.kind == "task"), None)
    # what the act began waits in no queue
    return next((task_of(queue, r.record) for r in rows if r.kind == kind and r.before), None)


def _give(write: Write, before: Record | None) -> None:
    """The item is open again, and whose it was."""
    if before and before.get("state") == "open":
        put_assigned(write, before, before.get("assigned_to"))


def _withdraw(write: Write, id_: str) -> None:
    incident = write.get("incident", id_)
    write.put("incident", id_, incident | {"status": "withdrawn", "accounts": []})


def _set_aside(write: Write, id_: str) -> None:
    write.put("account", id_, write.get("account", id_) | {"status": "set_aside"})


def _supersede(write: Write, id_: str) -> None:
    write.put("decision", id_, write.get("decision", id_) | {"superseded_by": id_})


_BEGUN: dict[str, Callable[[Write, str], None]] = {
    "incident": _withdraw, "account": _set_aside, "decision": _supersede,
}  # fmt: skip
"""Kind of a record that an act began → what becomes of it."""
