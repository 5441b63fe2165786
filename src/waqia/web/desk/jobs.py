"""Work in the background as people see it: what was asked for, how far it is, what came of it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from fastapi import APIRouter, Response

from waqia.model import QuestionError
from waqia.web.desk.visiting import PageError, Posted, Visit, Visitor

if TYPE_CHECKING:
    from waqia.register import Job

router = APIRouter(include_in_schema=False)


def _(text: str) -> str:
    """Mark a text for translation, which is done where it is drawn."""
    return text


KIND_NAMES = {
    "read": _("Read documents"),
    "audit": _("Audit documents"),
    "freeze": _("Freeze a release"),
    "report": _("Publish a report"),
}
_END_POLLING = 286


@router.get("/jobs")
def jobs(visit: Visit) -> Response:
    """One's jobs, and for editors that others have some."""
    found = visit.register.jobs("*" if visit.may("job.others") else None)
    return visit.render("jobs.html", jobs=found, names=KIND_NAMES)


@router.get("/jobs/{id_}")
def job(visit: Visit, id_: str) -> Response:
    """How far a job is, and what came of it."""
    found = _known(visit, id_)
    return visit.render("job.html", **_context(visit, found))


@router.get("/jobs/{id_}/now")
def now(visit: Visit, id_: str) -> Response:
    """The part of the page that changes while the job is done; asked for until it has ended."""
    found = _known(visit, id_)
    if found.state == "done" and (address := _elsewhere(found)):
        return Response(status_code=_END_POLLING, headers={"HX-Redirect": address})
    status = _END_POLLING if found.ended else 200
    return visit.render("job_now.html", status=status, **_context(visit, found))


@router.post("/jobs/{id_}/cancel")
def cancel(visit: Visit, form: Posted, id_: str) -> Response:  # noqa: ARG001 - the form is checked
    """Let a job be done no further."""
    _known(visit, id_)
    said = (
        visit.words("It is cancelled. What was written before stays.")
        if visit.register.cancel(id_)
        else visit.words("It had ended already.")
    )
    return visit.to(f"/jobs/{quote(id_)}", said=said)


@router.get("/jobs/{id_}/files/{name}")
def file(visit: Visit, id_: str, name: str) -> Response:
    """A file that one's own job made, to be kept."""
    try:
        found = visit.register.job_file(id_, name)
    except QuestionError as error:
        raise PageError(404, str(error)) from None
    headers = {"Content-Disposition": f"attachment; filename*=UTF-8''{quote(found.name)}"}
    return Response(found.content, media_type=found.media_type, headers=headers)


def _known(visit: Visitor, id_: str) -> Job:
    try:
        return visit.register.job(id_)
    except QuestionError as error:
        raise PageError(404, str(error)) from None


def _elsewhere(found: Job) -> str | None:
    """Where what came of a job is shown, if not on its own page."""
    return f"/audit/{quote(found.id)}" if found.kind == "audit" and found.result else None


def _context(visit: Visitor, found: Job) -> dict[str, Any]:
    return {
        "job": found,
        "name": KIND_NAMES[found.kind],
        "own": visit.user is not None and found.user == visit.user.name,
        "elsewhere": _elsewhere(found),
        "codebook": visit.register.codebook,
        "standing": _standing(visit, found),
    }


def _standing(visit: Visitor, found: Job) -> dict[str, dict[str, Any]]:
    """What has become of the accounts that were proposed, by their ids."""
    if found.kind != "read" or not found.result:
        return {}
    sources = {one["source"] for one in found.result["documents"] if one["source"]}
    accounts = (one for source in sources for one in visit.register.accounts(source=source))
    return {one["id"]: one for one in accounts}
