"""The register as reviewers use it: the last act of review taken back, as a new revision."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import sqlalchemy as sa

from waqia.model import QuestionError
from waqia.register.core import Core
from waqia.register.review.tasks import put_assigned
from waqia.register.store import schema
from waqia.register.store.history import Write
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


@dataclass(frozen=True, slots=True)
class Undone:
    """An act that was taken back: its revision, what it was, and the records that it changed."""

    revision: int
    action: str
    records: tuple[str, ...]


class Undoing(Core):
    """Acts of review taken back."""

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
            rows = write.connection.execute(
                sa.select(schema.change).where(schema.change.c.revision == number)
                .order_by(schema.change.c.position)
            ).all()  # fmt: skip
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
        table = schema.revision.c
        taken = write.connection.scalars(
            sa.select(table.reason).where(table.user == self.user.name, table.action == _ACT)
        )
        undone = [int(reason.removeprefix(_UNDOES)) for reason in taken]
        query = sa.select(table.number, table.user, table.action).where(
            table.user == self.user.name,
            table.action.not_in((*_PASSED, _ACT)),
            table.number.not_in(undone),
        )
        if revision is not None:
            query = sa.select(table.number, table.user, table.action).where(
                table.number == revision
            )
        row = write.connection.execute(query.order_by(table.number.desc()).limit(1)).first()
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
