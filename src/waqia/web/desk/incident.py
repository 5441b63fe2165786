"""The page of an incident: what is known, why, what each account says where, and what was done."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import TYPE_CHECKING, Any

from fastapi import APIRouter, Response

from waqia.adjudication import COLUMNS as DECIDED
from waqia.model import QuestionError
from waqia.web.desk import incident_beside as beside
from waqia.web.desk import naming
from waqia.web.desk.home import ACTS
from waqia.web.desk.incident_history import history
from waqia.web.desk.incident_told import (
    VOCABULARY,
    Told,
    of_register,
    of_release,
    passages_of,
    says,
    units_of,
)
from waqia.web.desk.reading import workshop_of
from waqia.web.desk.shelf import PRESENT
from waqia.web.desk.visiting import PageError, Visit, Visitor

if TYPE_CHECKING:
    from waqia.register import Register
    from waqia.release import Release

router = APIRouter()


@router.get("/incidents/{id_}")
def incident(visit: Visit, id_: str) -> Response:
    """An incident, of the register or of the release that the address names."""
    return show(visit, id_)


def show(
    visit: Visitor,
    id_: str,
    *,
    status: int = 200,
    failed: tuple[str, str] | None = None,
    form: Mapping[str, Any] | None = None,
) -> Response:
    """The page of an incident; with what was sent, and why it could not be taken, if it failed.

    `failed` is the act and the reason.

    Raises:
        PageError: there is no such incident.
    """
    register = visit.register if live(visit) else None
    if register is not None:
        context = _of_register(visit, register, id_)
    else:
        with visit.lent() as release:
            try:
                told = of_release(release, id_)
            except QuestionError as error:
                raise _missing(visit, id_, str(error)) from None
            around = _around(visit, told, release)
            context = {
                "told": told,
                "codebook": release.codebook,
                "passages": passages_of(told, lambda _: None),
                "history": [],
                "links": [],
            }
        context |= _since(visit, told, around)
    return visit.render(
        "incident.html",
        status=status,
        live=register is not None,
        reports=workshop_of(visit).reports.telling_of(context["told"].id) if register else [],
        names=naming,
        ACTS=ACTS,
        unit=units_of(context["codebook"], visit.words),
        says=says,
        vocabulary_of=VOCABULARY,
        decided_fields=list(DECIDED),
        failed=failed,
        form=form or {},
        **context,
    )


def live(visit: Visitor) -> bool:
    """Whether the page is about the register as it is now, and not about a release of it."""
    return visit.site.entrance is not None and visit.release_name in (None, PRESENT)


def _of_register(visit: Visitor, register: Register, id_: str) -> dict[str, Any]:
    try:
        told = of_register(register, id_)
    except QuestionError as error:
        raise _missing(visit, id_, str(error)) from None
    codebook = register.codebook

    @cache
    def text(source: str) -> str | None:
        return register.text(source)

    context: dict[str, Any] = {
        "told": told,
        "codebook": codebook,
        "passages": passages_of(told, text),
        "history": history(register, id_),
        "links": register.links(id_),
    }
    try:
        with visit.lent() as release:
            around = _around(visit, told, release)
    except PageError:  # nothing of the register stands, as where its only incident was withdrawn
        return context | {"near": beside.Near(), "findings": [], "frozen": [], "citation": None}
    return context | _since(visit, told, around)


def _around(visit: Visitor, told: Told, release: Release) -> dict[str, Any]:
    """What a release has beside an incident, and `row`, its row there."""
    ids = [told.id, *(account["id"] for account in told.accounts)]
    return {
        "near": beside.near(release, told),
        "findings": beside.findings_of(release, ids),
        "row": beside.row_of(release, told.id),
        "citation": beside.cite(visit.site.title, told.id, release, told.revision),
    }


def _since(visit: Visitor, told: Told, around: dict[str, Any]) -> dict[str, Any]:
    """The same with what frozen releases have instead of the row; others have the connection."""
    row = around.pop("row")
    return around | {"frozen": beside.frozen(visit.site.shelf, told.id, row)}


def _missing(visit: Visitor, id_: str, said: str) -> PageError:
    words = visit.words
    missing = words("There is no incident %(id)s here.", id=id_[:80])
    return PageError(
        404,
        f"{missing} {words.tell(said)}",
        words("an id such as PK-2024-000012; the page Explore lists the incidents"),
    )
