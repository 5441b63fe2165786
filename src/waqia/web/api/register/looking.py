"""What the register holds: its state, incidents, accounts and sources, and their history."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from fastapi import APIRouter, Query, Request, Response

from waqia.web.api.calling import Caller
from waqia.web.api.register.answering import (
    Cursor,
    Limit,
    Named,
    about,
    answer,
    answers,
    found,
    page,
)

router = APIRouter()

Asked = Annotated[str | None, Query(max_length=300)]


@router.get("", responses=answers("RegisterStatus"), response_class=Response)
def register_status(register: Caller) -> Response:
    """What the register is and holds, what waits in it, and who asks with which rights."""
    told, user = register.status(), register.user
    you = {"name": user.name, "role": user.role, "clearance": user.clearance,
           "scopes": user.scopes}  # fmt: skip
    kept = ("title", "codebook", "last", "holds", "waits")
    return answer({name: told[name] for name in kept} | {"you": you})


@router.get("/incidents", responses=answers("RegisterIncidents"), response_class=Response)
def register_incidents(
    request: Request,
    register: Caller,
    status: Literal["candidate", "confirmed", "withdrawn", "merged"] | None = None,
    disputed: bool = False,
    limit: Limit = 100,
    cursor: Cursor = None,
) -> Response:
    """Incidents by id, in short; merged ones only where `status` is merged."""

    def fetch(after: str, most: int) -> Any:
        return register.incidents(status=status, disputed=disputed, after=after, limit=most)

    return page(request, "incidents", limit, cursor, fetch)


@router.get(
    "/incidents/{id}", responses=answers("RegisterIncident", 404, tagged=True),
    response_class=Response,
)  # fmt: skip
def register_incident(register: Caller, id: Named) -> Response:  # noqa: A002 - the word of the house
    """An incident: what is known of it, why, and what its accounts say side by side."""
    told = found(register.incident, id)
    return answer(told, revision=told["revision"])


@router.get("/incidents/{id}/links", responses=answers("Links", 404), response_class=Response)
def register_links(register: Caller, id: Named) -> Response:  # noqa: A002 - the word of the house
    """What was decided, or is suggested, of the accounts of an incident and other accounts."""
    return answer({"links": found(register.links, id)})


@router.get("/accounts", responses=answers("RegisterAccounts"), response_class=Response)
def register_accounts(
    request: Request,
    register: Caller,
    status: Literal["proposed", "accepted", "set_aside"] | None = None,
    coder: Asked = None,
    source: Asked = None,
    limit: Limit = 100,
    cursor: Cursor = None,
) -> Response:
    """Accounts by id, in short; of those that one may not see only that they are there."""

    def fetch(after: str, most: int) -> Any:
        return register.accounts(status=status, coder=coder, source=source, after=after, limit=most)

    return page(request, "accounts", limit, cursor, fetch)


@router.get(
    "/accounts/{id}", responses=answers("RegisterAccount", 404, tagged=True),
    response_class=Response,
)  # fmt: skip
def register_account(register: Caller, id: Named) -> Response:  # noqa: A002 - the word of the house
    """An account as it is kept, with its anchors."""
    told = found(register.account, id)
    return answer(told, revision=told["revision"])


@router.get("/accounts/{id}/near", responses=answers("NearIncidents", 404), response_class=Response)
def register_near(register: Caller, id: Named) -> Response:  # noqa: A002 - the word of the house
    """Incidents that an account may tell of, the likeliest first, and why."""
    with about(register.account, id):
        return answer({"incidents": register.incidents_near(id)})


@router.get("/sources", responses=answers("RegisterSources"), response_class=Response)
def register_sources(
    request: Request, register: Caller, limit: Limit = 100, cursor: Cursor = None
) -> Response:
    """Sources by id; of those that one may not see only id, kind and access level."""
    return page(
        request, "sources", limit, cursor,
        lambda after, most: register.sources(after=after, limit=most),
    )  # fmt: skip


@router.get(
    "/sources/{id}", responses=answers("RegisterSource", 404, tagged=True), response_class=Response
)
def register_source(register: Caller, id: Named) -> Response:  # noqa: A002 - the word of the house
    """A source as it is kept."""
    told = found(register.source, id)
    return answer(told, revision=told["revision"])


@router.get("/sources/{id}/text", responses=answers("SourceText", 404), response_class=Response)
def register_text(register: Caller, id: Named) -> Response:  # noqa: A002 - the word of the house
    """The text that is archived for a source, into which anchors point; null where none is."""
    return answer({"id": id, "text": found(register.text, id)})


@router.get("/history/{id}", responses=answers("History", 404), response_class=Response)
def register_history(register: Caller, id: Named) -> Response:  # noqa: A002 - the word of the house
    """The history of an incident, account or source by field: who changed what, when and why."""
    return answer({"entries": found(register.log, id)})
