"""Tasks of review: who has which item of a queue, and when it is done."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Literal, get_args

import sqlalchemy as sa

from waqia.model import QuestionError, phrase
from waqia.register.content.deciding import standing_decisions
from waqia.register.store import schema
from waqia.register.store.history import Write
from waqia.register.store.kinds import unresolved, unsettled
from waqia.register.store.records import Record, parsed

Queue = Literal["new", "disputed", "second", "quality", "links"]

QUEUES: tuple[Queue, ...] = get_args(Queue)
"""In the order in which `next_item` goes through them."""
ACT_OF: dict[str, str] = {
    "new": "incident.confirm",
    "disputed": "incident.settle",
    "second": "coding.add",
    "quality": "incident.confirm",
    "links": "decision.same",
}
"""Queue → the act that its items ask for; who may do it may work on the queue."""
_DECIDED_BY = {
    "new": phrase("confirm or withdraw the incident, or accept or set aside the account"),
    "disputed": phrase("settle or override the fields, or resolve the codings"),
    "second": phrase("submit the coding; an editor can cancel it"),
    "links": phrase("link the accounts, or say that they are different or that it is unsure"),
}


def task_of(queue: str, subject: str) -> str:
    """The id of an item and of its task: second/A-0001."""
    return f"{queue}/{subject}"


def parts_of(item: str) -> tuple[Queue, str]:
    """The queue and the subject of an item.

    Raises:
        QuestionError: there is no such queue.
    """
    queue, _, subject = item.partition("/")
    if not subject:
        raise QuestionError(f"{item!r} is no item; write QUEUE/ID, such as new/PK-2024-000001.")
    return queue_called(queue), subject


def queue_called(name: str) -> Queue:
    """A queue by its name.

    Raises:
        QuestionError: there is none.
    """
    for queue in QUEUES:
        if queue == name:
            return queue
    raise QuestionError(f"No queue is called {name!r}; choose from {', '.join(QUEUES)}.")


def put_assigned(write: Write, task: Mapping[str, Any], user: str | None) -> None:
    """Let a user have an item; None is nobody."""
    record = {k: v for k, v in task.items() if k != "assigned_to"} | {"state": "open"}
    write.put("task", record["id"], record | ({"assigned_to": user} if user else {}))


def finish(write: Write, task: Mapping[str, Any], **outcome: Any) -> None:
    """An item is done; who did it and when is in the history."""
    write.put("task", task["id"], dict(task) | {"state": "done"} | outcome)


def close(write: Write, id_: str, reason: str) -> None:
    """Close an item of a sample.

    Raises:
        QuestionError: it is not open, or its queue is emptied by decisions only.
    """
    queue, _ = parts_of(id_)
    if queue not in ("quality", "second"):
        raise QuestionError(f"{id_} closes when it is decided: {_DECIDED_BY[queue]}.")
    task = write.get("task", id_)
    if task["state"] != "open":
        raise QuestionError(f"{id_} is {task['state']} already.")
    if queue == "second":
        write.put("task", id_, task | {"state": "cancelled", "outcome": reason})
    elif task.get("assigned_to") != write.user:
        raise QuestionError(f"{id_} is not yours; take it first.")
    else:
        finish(write, task, outcome=reason)


def finish_decided(write: Write) -> None:
    """Finish the items that somebody has and that the act has decided."""
    touched = {*write.changed("incident"), *write.changed("account")}
    touched |= {id_.rpartition("/")[0] for id_ in write.changed("coding")}
    for id_ in write.changed("decision"):
        decision = write.get("decision", id_)
        touched |= {decision["account"], decision["other"]}
    if not touched:
        return
    table = schema.task
    taken = write.connection.scalars(
        sa.select(table.c.data).where(
            table.c.queue.in_(("new", "disputed", "links")), table.c.state == "open"
        )
    )
    for task in [parsed(text) for text in taken]:
        about = task.get("pair", [task["subject"]])
        if not touched.isdisjoint(about) and not _STANDS[task["queue"], task["kind"]](write, task):
            finish(write, task)


def _is_candidate(write: Write, task: Record) -> bool:
    return bool(write.get("incident", task["subject"])["status"] == "candidate")


def _is_proposed(write: Write, task: Record) -> bool:
    return bool(write.get("account", task["subject"])["status"] == "proposed")


def _is_unsettled(write: Write, task: Record) -> bool:
    incident = write.get("incident", task["subject"])
    return bool(unsettled(incident)) and incident["status"] in ("candidate", "confirmed")


def _is_unresolved(write: Write, task: Record) -> bool:
    table = schema.coding
    ids = write.connection.scalars(sa.select(table.c.id).where(table.c.account == task["subject"]))
    return any(unresolved(write.get("coding", id_)) for id_ in list(ids))


def _is_apart(write: Write, task: Record) -> bool:
    one, two = task["pair"]
    first, second = write.get("account", one), write.get("account", two)
    decided = {
        (record["account"], record["other"])
        for record in (write.get("decision", id_) for id_ in write.changed("decision"))
    }
    return (
        first.get("incident") != second.get("incident")
        and (min(one, two), max(one, two)) not in decided
        and not standing_decisions(write.connection, one, two)
    )


_STANDS = {
    ("new", "incident"): _is_candidate,
    ("new", "account"): _is_proposed,
    ("disputed", "incident"): _is_unsettled,
    ("disputed", "coding"): _is_unresolved,
    ("links", "pair"): _is_apart,
}
"""Queue and kind of an item → whether it still asks for a decision."""
