"""Incidents confirmed, withdrawn and reopened; their fields decided; one's last act taken back."""

from __future__ import annotations

from fastapi import APIRouter, Response

from waqia.web.api.calling import Caller
from waqia.web.api.register import bodies
from waqia.web.api.register.answering import (
    IfMatch,
    Named,
    about,
    answer,
    answers,
    base_of,
    nothing,
)

router = APIRouter()


@router.post("/incidents/{id}/confirm", status_code=204, responses=answers(None, 404, 412))
def confirm(
    register: Caller, id: Named, body: bodies.Reasoned, if_match: IfMatch = None  # noqa: A002
) -> Response:  # fmt: skip
    """An incident has been reviewed and stands."""
    with about(register.incident, id):
        register.confirm(id, base=base_of(if_match), reason=body.reason)
    return nothing()


@router.post("/incidents/{id}/withdraw", status_code=204, responses=answers(None, 404, 412))
def withdraw(
    register: Caller, id: Named, body: bodies.Explained, if_match: IfMatch = None  # noqa: A002
) -> Response:  # fmt: skip
    """An incident did not happen, or does not belong here; it keeps its id and accounts."""
    with about(register.incident, id):
        register.withdraw(id, reason=body.reason, base=base_of(if_match))
    return nothing()


@router.post("/incidents/{id}/reopen", status_code=204, responses=answers(None, 404, 412))
def reopen(
    register: Caller, id: Named, body: bodies.Explained, if_match: IfMatch = None  # noqa: A002
) -> Response:  # fmt: skip
    """An incident that was confirmed or withdrawn is to be reviewed again."""
    with about(register.incident, id):
        register.reopen(id, reason=body.reason, base=base_of(if_match))
    return nothing()


@router.post("/incidents/{id}/override", status_code=204, responses=answers(None, 404, 412))
def override(
    register: Caller, id: Named, body: bodies.Override, if_match: IfMatch = None  # noqa: A002
) -> Response:  # fmt: skip
    """Decide a field of an incident in place of its rule; it takes an editor."""
    with about(register.incident, id):
        base = base_of(if_match)
        register.override(id, body.field, body.value, reason=body.reason, base=base)
    return nothing()


@router.post("/incidents/{id}/release-override", status_code=204, responses=answers(None, 404, 412))
def release_override(
    register: Caller, id: Named, body: bodies.FieldToDecide, if_match: IfMatch = None  # noqa: A002
) -> Response:  # fmt: skip
    """Let the rule decide a field again."""
    with about(register.incident, id):
        register.release_override(id, body.field, reason=body.reason, base=base_of(if_match))
    return nothing()


@router.post("/incidents/{id}/settle", status_code=204, responses=answers(None, 404, 412))
def settle(
    register: Caller, id: Named, body: bodies.FieldToDecide, if_match: IfMatch = None  # noqa: A002
) -> Response:  # fmt: skip
    """What the rule gave for a disputed field is right."""
    with about(register.incident, id):
        register.settle(id, body.field, reason=body.reason, base=base_of(if_match))
    return nothing()


@router.post("/undo", responses=answers("Undone"), response_class=Response)
def undo(register: Caller, body: bodies.ToUndo) -> Response:
    """Take back one's own last act of review, or that of a revision."""
    return answer(register.undo(body.revision))
