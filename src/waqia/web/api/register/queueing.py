"""Queues: what waits to be decided, who has it, and what it takes to decide it."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Path, Query, Request, Response

from waqia.web.api.calling import Caller
from waqia.web.api.paging import cursor_after, key_before, next_of
from waqia.web.api.register import bodies
from waqia.web.api.register.answering import (
    Cursor,
    Limit,
    Named,
    answer,
    answers,
    nothing,
)
from waqia.web.problems import ProblemError

router = APIRouter()

Queue = Annotated[str, Path(max_length=50, description="new, disputed, second, quality or links")]
Above = Annotated[float, Query(ge=0, le=1, description="least probability of a suggested pair")]


@router.get("/queues", responses=answers("Queues"), response_class=Response)
def queues(register: Caller) -> Response:
    """How many items wait in the queues that one may work on: free, with others, one's own."""
    return answer(register.queues())


@router.get("/queues/{queue}", responses=answers("Queue"), response_class=Response)
def queue(
    request: Request,
    register: Caller,
    queue: Queue,
    mine: bool = False,
    above: Above = 0.5,
    limit: Limit = 50,
    cursor: Cursor = None,
) -> Response:
    """What waits in a queue, in its order, as far as one may decide it."""
    (offset,) = key_before(request, "queue", cursor, 1) or ["0"]
    if not str(offset).isdecimal():
        raise ProblemError(400, "The cursor does not belong to this question.")
    start = int(str(offset)[:9])
    found = register.queue(queue, mine=mine, offset=start, limit=limit, above=above)
    following = None
    if found.total > start + limit:
        following = next_of(request, cursor_after(request, "queue", [str(start + limit)]))
    return answer({"total": found.total, "next": following, "items": found.items})


@router.post("/queues/next", responses=answers("NextItem"), response_class=Response)
def next_item(register: Caller, body: bodies.Next) -> Response:
    """What one is to decide next, now one's own; null where nothing waits."""
    return answer({"item": register.next_item(body.queue)})


@router.get("/items/{queue}/{subject}", responses=answers("Item"), response_class=Response)
def item(register: Caller, queue: Queue, subject: Named) -> Response:
    """An item with what it takes to decide it."""
    return answer(register.item(f"{queue}/{subject}"))


@router.post("/items/{queue}/{subject}/take", responses=answers("Item"), response_class=Response)
def take(register: Caller, queue: Queue, subject: Named) -> Response:
    """Make a free item one's own."""
    return answer(register.take(f"{queue}/{subject}"))


@router.post("/items/{queue}/{subject}/give-back", status_code=204, responses=answers(None))
def give_back(register: Caller, queue: Queue, subject: Named, body: bodies.Reasoned) -> Response:
    """Give an item back; one is given others first."""
    register.give_back(f"{queue}/{subject}", reason=body.reason)
    return nothing()


@router.post("/items/{queue}/{subject}/assign", status_code=204, responses=answers(None))
def assign(register: Caller, queue: Queue, subject: Named, body: bodies.ToUser) -> Response:
    """Give an item to a user, whoever has it; it takes an editor."""
    register.assign(f"{queue}/{subject}", body.user, reason=body.reason)
    return nothing()


@router.post("/items/{queue}/{subject}/unassign", status_code=204, responses=answers(None))
def unassign(register: Caller, queue: Queue, subject: Named, body: bodies.Reasoned) -> Response:
    """Take an item from whoever has it; it takes an editor."""
    register.unassign(f"{queue}/{subject}", reason=body.reason)
    return nothing()


@router.post("/items/{queue}/{subject}/close", status_code=204, responses=answers(None))
def close_item(register: Caller, queue: Queue, subject: Named, body: bodies.Explained) -> Response:
    """Close an item of a sample with what was found."""
    register.close_item(f"{queue}/{subject}", reason=body.reason)
    return nothing()
