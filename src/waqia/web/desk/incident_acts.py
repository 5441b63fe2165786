"""What is decided of an incident on its page, each act a form that the register's service takes."""

from __future__ import annotations

from collections.abc import Callable

from fastapi import APIRouter, Response
from starlette.datastructures import FormData

from waqia.model import ConflictError, InputError, QuestionError
from waqia.register import Register
from waqia.web.desk.incident import show
from waqia.web.desk.visiting import Posted, Visit, Visitor, text_of, whole

router = APIRouter()

Act = Callable[[Register, int | None], object]


@router.post("/incidents/{id_}/confirm")
def confirm(visit: Visit, form: Posted, id_: str) -> Response:
    """The incident stands."""
    reason = text_of(form, "reason") or None
    return _done(
        visit, id_, form, "confirm",
        lambda register, base: register.confirm(id_, base=base, reason=reason),
        visit.words("%(id)s is confirmed.", id=id_),
    )  # fmt: skip


@router.post("/incidents/{id_}/withdraw")
def withdraw(visit: Visit, form: Posted, id_: str) -> Response:
    """The incident did not happen, or does not belong here."""
    return _done(
        visit, id_, form, "withdraw",
        lambda register, base: register.withdraw(
            id_, reason=text_of(form, "reason"), base=base
        ),
        visit.words("%(id)s is withdrawn; it keeps its id and its accounts.", id=id_),
    )  # fmt: skip


@router.post("/incidents/{id_}/reopen")
def reopen(visit: Visit, form: Posted, id_: str) -> Response:
    """The incident is to be looked at again."""
    return _done(
        visit, id_, form, "reopen",
        lambda register, base: register.reopen(id_, reason=text_of(form, "reason"), base=base),
        visit.words("%(id)s is a candidate again.", id=id_),
    )  # fmt: skip


@router.post("/incidents/{id_}/override")
def override(visit: Visit, form: Posted, id_: str) -> Response:
    """A person decides a field in place of its rule."""
    field = text_of(form, "field")

    def act(register: Register, base: int | None) -> None:
        register.require("incident.override", id_)  # before anything is told of what was sent
        value = register.value_of(field, text_of(form, "value"))
        register.override(id_, field, value, reason=text_of(form, "reason"), base=base)

    said = visit.words("That field is decided now; the rule no longer counts for it.")
    return _done(visit, id_, form, "override", act, said)


@router.post("/incidents/{id_}/release")
def release(visit: Visit, form: Posted, id_: str) -> Response:
    """The rule decides a field again."""
    return _done(
        visit, id_, form, "release",
        lambda register, base: register.release_override(
            id_, text_of(form, "field"), reason=text_of(form, "reason"), base=base
        ),
        visit.words("The rule decides that field again."),
    )  # fmt: skip


@router.post("/incidents/{id_}/settle")
def settle(visit: Visit, form: Posted, id_: str) -> Response:
    """What the rule gave for a disputed field is right."""
    return _done(
        visit, id_, form, "settle",
        lambda register, base: register.settle(
            id_, text_of(form, "field"), reason=text_of(form, "reason"), base=base
        ),
        visit.words("That field is settled."),
    )  # fmt: skip


@router.post("/incidents/{id_}/split")
def split(visit: Visit, form: Posted, id_: str) -> Response:
    """Some accounts tell of another incident."""
    accounts = [str(one) for one in form.getlist("account")]

    def act(register: Register, base: int | None) -> str:
        register.require("incident.split", id_)
        _unchanged(register, id_, base)
        return register.split(id_, accounts, reason=text_of(form, "reason") or None)

    said = visit.words("Those accounts tell of an incident of their own now.")
    return _done(visit, id_, form, "split", act, said)


@router.post("/incidents/{id_}/merge")
def merge(visit: Visit, form: Posted, id_: str) -> Response:
    """Another incident is this one: its accounts come here."""
    other = text_of(form, "other", longest=200)

    def act(register: Register, base: int | None) -> None:
        register.require("incident.merge", id_)
        _unchanged(register, id_, base)
        register.merge(other, id_, reason=text_of(form, "reason") or None)

    said = visit.words("%(other)s is part of %(id)s now.", other=other, id=id_)
    return _done(visit, id_, form, "merge", act, said)


@router.post("/incidents/{id_}/different")
def different(visit: Visit, form: Posted, id_: str) -> Response:
    """An account of this incident and one of another do not tell of the same."""
    return _done(
        visit, id_, form, "different",
        lambda register, _: register.different(
            text_of(form, "account"), text_of(form, "other"),
            reason=text_of(form, "reason") or None,
        ),
        visit.words("Kept: they are different incidents. It is not suggested again."),
    )  # fmt: skip


def _done(visit: Visitor, id_: str, form: FormData, name: str, act: Act, said: str) -> Response:
    """Carry out an act; what cannot be taken is told beside the form, which stays filled in."""
    try:
        result = act(visit.register, whole(text_of(form, "base")))
    except (QuestionError, InputError) as error:
        return show(visit, id_, status=422, failed=(name, str(error)), form=form)
    address = visit.url(f"/incidents/{result if isinstance(result, str) else id_}")
    return visit.to(address, said=said)


def _unchanged(register: Register, id_: str, base: int | None) -> None:
    now = register.incident(id_)["revision"]
    if base is not None and now != base:
        raise ConflictError(
            f"{id_} has changed since it was shown (revision {base}, now {now}). Nothing was "
            "written; look at it again.", {}, "incident", id_,
        )  # fmt: skip
