"""Sources and accounts come in, are corrected, accepted and set aside."""

from __future__ import annotations

from typing import Any

from fastapi import APIRouter, Response

from waqia.model import QuestionError
from waqia.register import Words
from waqia.web.api.calling import Caller
from waqia.web.api.register import bodies
from waqia.web.api.register.answering import (
    IfMatch,
    Named,
    about,
    answer,
    answers,
    base_of,
    found,
    nothing,
)
from waqia.web.problems import ProblemError

router = APIRouter()

_KEPT = ("revision", "document", "text_sha256", "read_by")
"""Members of a source that say what is archived of it; they are not given."""


@router.post(
    "/sources", status_code=201, responses=answers("SourceKept", 409, status=201),
    response_class=Response,
)  # fmt: skip
def add_source(register: Caller, body: bodies.SourceToAdd) -> Response:
    """Add a source; with `text` it is archived, and accounts may anchor into it."""
    if (id_ := body.source.get("id")) is not None:
        try:
            register.source(str(id_))
        except QuestionError:
            pass
        else:
            raise ProblemError(
                409, f"The register has a source {id_!r} already.", expected="PATCH to change it"
            )
    kept = register.add_source(body.source, content=_bytes(body.text), reason=body.reason)
    return answer({"id": kept}, status=201)


@router.patch("/sources/{id}", responses=answers("SourceKept", 404, 412), response_class=Response)
def change_source(
    register: Caller, id: Named, body: bodies.SourceToChange, if_match: IfMatch = None  # noqa: A002
) -> Response:  # fmt: skip
    """Change fields of a source, or archive another text of it; it takes an editor."""
    register.require("source.change", id)
    seen = found(register.source, id)
    given = {name: value for name, value in seen.items() if name not in _KEPT}
    changed = given | body.changes | {"id": id}
    base = base_of(if_match) if if_match else seen["revision"]
    with about(register.source, id):
        kept = register.add_source(
            {name: value for name, value in changed.items() if value is not None},
            content=_bytes(body.text), base=base, reason=body.reason,
        )  # fmt: skip
    return answer({"id": kept})


@router.post("/sources/{id}/access", status_code=204, responses=answers(None, 404, 412))
def set_access(
    register: Caller, id: Named, body: bodies.Access, if_match: IfMatch = None  # noqa: A002
) -> Response:  # fmt: skip
    """Say who may see a source, and from when; it takes an editor who may see it."""
    embargo: Any = body.embargo
    with about(register.source, id):
        register.set_access(
            id, body.access, embargo=embargo, reason=body.reason, base=base_of(if_match)
        )
    return nothing()


@router.post(
    "/accounts", status_code=201, responses=answers("AccountKept", status=201),
    response_class=Response,
)  # fmt: skip
def add_account(register: Caller, body: bodies.AccountToAdd) -> Response:
    """Add an account of a source; without `incident` it becomes an incident of its own."""
    return answer(register.add(body.account, status=body.status, reason=body.reason), status=201)


@router.patch("/accounts/{id}", responses=answers("AccountKept", 404, 412), response_class=Response)
def correct_account(
    register: Caller, id: Named, body: bodies.AccountToChange, if_match: IfMatch = None  # noqa: A002
) -> Response:  # fmt: skip
    """Correct fields of an account, one's own or as a reviewer those of others."""
    with about(register.account, id):
        return answer(
            register.correct(
                id, body.changes, words=_words(body.words), keep=body.keep,
                base=base_of(if_match), reason=body.reason,
            )
        )  # fmt: skip


@router.post(
    "/accounts/{id}/accept", responses=answers("AccountKept", 404, 412), response_class=Response
)
def accept_account(
    register: Caller, id: Named, body: bodies.Acceptance, if_match: IfMatch = None  # noqa: A002
) -> Response:  # fmt: skip
    """Accept a proposed account, corrected where it has to be, as an incident or as one of its."""
    with about(register.account, id):
        return answer(
            register.accept(
                id, body.changes or None, words=_words(body.words), keep=body.keep,
                incident=body.incident, apart=body.apart, confirm=body.confirm,
                base=base_of(if_match), reason=body.reason,
            )
        )  # fmt: skip


@router.post("/accounts/{id}/set-aside", status_code=204, responses=answers(None, 404, 412))
def set_account_aside(
    register: Caller, id: Named, body: bodies.Explained, if_match: IfMatch = None  # noqa: A002
) -> Response:  # fmt: skip
    """Set a proposed account aside: it is kept, and tells of no incident."""
    with about(register.account, id):
        register.set_aside(id, reason=body.reason, base=base_of(if_match))
    return nothing()


@router.post(
    "/accounts/{id}/split", responses=answers("AccountNamed", 404, 412), response_class=Response
)
def split_account(
    register: Caller, id: Named, body: bodies.Spans, if_match: IfMatch = None  # noqa: A002
) -> Response:  # fmt: skip
    """Make what stands in spans of its source another proposal."""
    spans = [(start, end) for start, end in body.spans]
    with about(register.account, id):
        part = register.split_proposal(id, spans, base=base_of(if_match), reason=body.reason)
    return answer({"account": part})


@router.post(
    "/accounts/{id}/join", responses=answers("AccountsJoined", 404, 412), response_class=Response
)
def join_accounts(
    register: Caller, id: Named, body: bodies.Other, if_match: IfMatch = None  # noqa: A002
) -> Response:  # fmt: skip
    """Let a proposal take in another of the same source."""
    with about(register.account, id):
        base = base_of(if_match)
        return answer(register.join_proposals(id, body.other, base=base, reason=body.reason))


def _bytes(text: str | None) -> bytes | None:
    return None if text is None else text.encode()


def _words(words: list[bodies.WordsOfSource]) -> list[Words]:
    return [Words(one.field, one.start, one.end, one.quote) for one in words]
