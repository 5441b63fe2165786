"""Who may use the register, in which role; and the log of who came to the door."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from fastapi import APIRouter, Response
from starlette.datastructures import FormData

from waqia.model import ConflictError, QuestionError
from waqia.register import CLEARANCES, ROLES
from waqia.web.desk import naming
from waqia.web.desk.entering import secret_of
from waqia.web.desk.visiting import PageError, Posted, Visit, Visitor, text_of, whole

if TYPE_CHECKING:
    from waqia.register import KnownUser

router = APIRouter(include_in_schema=False)

_SHOWN = 200
"""Lines of a log that are shown."""


@router.get("/people")
def people(visit: Visit) -> Response:
    """Everybody who may use the register."""
    return _people(visit)


@router.post("/people")
def add(visit: Visit, form: Posted) -> Response:
    """Let somebody new use the register, with a password or none yet."""
    register, name = visit.register, text_of(form, "name", longest=200)
    register.require("user.change", name)
    try:
        register.add_user(
            name, text_of(form, "role"), clearance=text_of(form, "clearance") or None,
            password=_password(visit, form), reason=text_of(form, "reason") or None,
        )  # fmt: skip
    except QuestionError as error:
        return _people(visit, status=422, failed=str(error), form=form)
    return visit.to(_address(name), said=visit.words("%(name)s is a user now.", name=name))


@router.get("/entries")
def log(visit: Visit) -> Response:
    """Who came in and went, who was not let in, and what was denied to whom."""
    user = visit.request.query_params.get("user") or None
    register = visit.register
    return visit.render(
        "people_log.html",
        entries=register.entries(limit=_SHOWN, user=user),
        denials=register.denials(limit=_SHOWN, user=user),
        names=naming,
        user=user,
        shown=_SHOWN,
    )


@router.get("/people/{name}")
def person(visit: Visit, name: str) -> Response:
    """One user: role, clearance, and by an administrator password, sessions and tokens."""
    return _person(visit, name)


@router.post("/people/{name}")
def change(visit: Visit, form: Posted, name: str) -> Response:
    """Give a user another role, clearance or both, let them in no longer, or again."""
    register, reason = visit.register, text_of(form, "reason") or None
    register.require("user.change", name)
    user, seen = _known(visit, name), whole(text_of(form, "base"))
    role, clearance = text_of(form, "role"), text_of(form, "clearance")
    active = text_of(form, "active") == "yes"
    try:
        if (role, clearance) != (user.role, user.clearance):
            register.set_role(name, role, clearance=clearance or None, base=seen, reason=reason)
            seen = register.revision.number if seen is not None else None
        if active != user.active:
            act = register.activate if active else register.deactivate
            act(name, base=seen, reason=reason)
    except QuestionError as error:
        return _person(visit, name, status=422, failed=("change", str(error)), form=form)
    except ConflictError as error:
        return _person(visit, name, status=409, failed=("change", str(error)), form=form)
    return visit.to(_address(name), said=visit.words("%(name)s is changed.", name=name))


@router.post("/people/{name}/password")
def set_password(visit: Visit, form: Posted, name: str) -> Response:
    """Give another user a password in place of the one before; who is logged in is logged out."""
    visit.register.require("user.password", name)
    user = _known(visit, name).name
    try:
        visit.register.set_password(_password(visit, form) or "", user)
    except QuestionError as error:
        return _person(visit, name, status=422, failed=("password", str(error)))
    said = visit.words("%(name)s has a new password; hand it over in private.", name=name)
    return visit.to(_address(name), said=said)


@router.post("/people/{name}/sessions")
def end_sessions(visit: Visit, form: Posted, name: str) -> Response:  # noqa: ARG001 - the form is checked
    """Log a user out wherever they are logged in."""
    number = visit.register.log_out_everywhere(_known(visit, name).name)
    said = visit.words.plural("%(num)s session has ended.", "%(num)s sessions have ended.", number)
    return visit.to(_address(name), said=said)


@router.post("/people/{name}/tokens")
def revoke_token(visit: Visit, form: Posted, name: str) -> Response:
    """Let a token of a user count no more."""
    id_ = text_of(form, "id")
    visit.register.require("token.change", id_)
    if id_ not in {token.id for token in visit.register.tokens(name)}:
        raise PageError(404, visit.words("There is no such token."))
    visit.register.revoke_token(id_)
    return visit.to(_address(name), said=visit.words("The token counts no more."))


def _people(
    visit: Visitor,
    *,
    status: int = 200,
    failed: str | None = None,
    form: Mapping[str, Any] | None = None,
) -> Response:
    """Everybody; with what was sent of somebody new, and why that could not be taken."""
    return visit.render(
        "people.html",
        status=status,
        users=visit.register.users(),
        roles=ROLES,
        clearances=CLEARANCES,
        failed=failed,
        form=form or {},
    )


def _person(
    visit: Visitor,
    name: str,
    *,
    status: int = 200,
    failed: tuple[str, str] | None = None,
    form: Mapping[str, Any] | None = None,
) -> Response:
    """One user; with what was sent, and why it could not be taken. `failed` is act and reason."""
    register, user = visit.register, _known(visit, name)
    changes = visit.may("user.change")
    return visit.render(
        "person.html",
        status=status,
        user=user,
        roles=ROLES,
        clearances=CLEARANCES,
        sessions=register.sessions(name) if changes else [],
        tokens=register.tokens(name) if changes else [],
        naming=naming,
        failed=failed,
        form=form or {},
    )


def _known(visit: Visitor, name: str) -> KnownUser:
    for user in visit.register.users():
        if user.name == name:
            return user
    raise PageError(404, visit.words("There is no user of this name."))


def _password(visit: Visitor, form: FormData) -> str | None:
    """The password that was typed twice the same way; None where there is none.

    Raises:
        QuestionError: it was typed another way the second time.
    """
    password = secret_of(form, "password")
    if password != secret_of(form, "again"):
        raise QuestionError(visit.words("The password was not typed the same way twice."))
    return password or None


def _address(name: str) -> str:
    return f"/people/{quote(name, safe='')}"
