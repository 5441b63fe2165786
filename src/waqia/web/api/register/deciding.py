"""Which accounts tell of the same incident, and who is right where codings differ."""

from __future__ import annotations

from fastapi import APIRouter, Response

from waqia.web.api.calling import Caller
from waqia.web.api.register import bodies
from waqia.web.api.register.answering import Named, about, answer, answers, found

router = APIRouter()


@router.post(
    "/accounts/{id}/link", responses=answers("IncidentNamed", 404), response_class=Response
)
def link_account(register: Caller, id: Named, body: bodies.ToIncident) -> Response:  # noqa: A002
    """Let an account tell of an incident; the one that it leaves empty is merged into that."""
    with about(register.account, id):
        return answer({"incident": register.link(id, body.incident, reason=body.reason)})


@router.post(
    "/accounts/{id}/different", responses=answers("Decisions", 404), response_class=Response
)
def tell_apart(register: Caller, id: Named, body: bodies.Other) -> Response:  # noqa: A002
    """An account and another, or an incident, are not the same."""
    with about(register.account, id):
        return answer({"decisions": register.different(id, body.other, reason=body.reason)})


@router.post("/accounts/{id}/unsure", responses=answers("Decisions", 404), response_class=Response)
def be_unsure(register: Caller, id: Named, body: bodies.Other) -> Response:  # noqa: A002
    """It cannot be said whether an account and another, or an incident, are the same."""
    with about(register.account, id):
        return answer({"decisions": register.unsure(id, body.other, reason=body.reason)})


@router.post(
    "/incidents/{id}/split", responses=answers("IncidentNamed", 404), response_class=Response
)
def split_incident(register: Caller, id: Named, body: bodies.Parts) -> Response:  # noqa: A002
    """Some accounts of an incident tell of another, which is new."""
    with about(register.incident, id):
        return answer({"incident": register.split(id, body.accounts, reason=body.reason)})


@router.post(
    "/incidents/{id}/merge", responses=answers("IncidentNamed", 404), response_class=Response
)
def merge_incident(register: Caller, id: Named, body: bodies.Into) -> Response:  # noqa: A002
    """Two incidents are one: the accounts of the first go to the other."""
    with about(register.incident, id):
        return answer({"incident": register.merge(id, body.into, reason=body.reason)})


@router.get("/accounts/{id}/codings", responses=answers("Codings", 404), response_class=Response)
def account_codings(register: Caller, id: Named) -> Response:  # noqa: A002 - the word of the house
    """The other codings of an account, and the fields that differ and nobody has resolved."""
    return answer({
        "codings": found(register.codings, id), "disagreements": register.disagreements(id)
    })  # fmt: skip


@router.post(
    "/accounts/{id}/codings", status_code=201, responses=answers("CodingKept", 404, status=201),
    response_class=Response,
)  # fmt: skip
def submit_coding(register: Caller, id: Named, body: bodies.Coding) -> Response:  # noqa: A002
    """Code an account that one was given to code, blind."""
    return answer({"id": register.submit_coding(id, body.values, reason=body.reason)}, status=201)


@router.post(
    "/accounts/{id}/resolve", responses=answers("Disagreements", 404), response_class=Response
)
def resolve_codings(register: Caller, id: Named, body: bodies.Resolution) -> Response:  # noqa: A002
    """Say what is right where codings differ, as a third person; gives what is left."""
    with about(register.account, id):
        left = register.resolve(id, body.choices, reason=body.reason)
    return answer({"disagreements": left})
