"""Auditing: documents are dropped, and what does not add up in them is shown in its place."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from urllib.parse import quote

from fastapi import APIRouter, Response
from starlette.datastructures import UploadFile

from waqia.model import FINDING_CODES, QuestionError
from waqia.register import Upload
from waqia.web.desk.reading import dropped, wake
from waqia.web.desk.visiting import PageError, Posted, Visit, Visitor, text_of
from waqia.web.work import uploads
from waqia.web.work.confined import Bounds, ConfinedError
from waqia.web.work.kinds import audited
from waqia.web.work.uploads import RefusedError

router = APIRouter(include_in_schema=False)

_AT_ONCE = threading.BoundedSemaphore(2)
"""What is done apart while somebody waits for the page."""
_CODES = {code: said for code, (_, said) in FINDING_CODES.items()}
_BOUNDS = Bounds(seconds=90, processor=90, memory=1_500_000_000)


@router.get("/audit")
def audit_form(visit: Visit) -> Response:
    """Which documents are to be checked?"""
    return _form(visit)


@router.post("/audit")
def audit(visit: Visit, form: Posted) -> Response:
    """Check documents: in the background, or, where only releases are served, while one waits."""
    if not any(isinstance(one, UploadFile) and one.filename for one in form.getlist("files")):
        return _form(visit, visit.words("Choose a file first."))
    try:
        files = dropped(form)
        release = text_of(form, "release", longest=300)
        if visit.site.entrance is None:
            return _at_once(visit, files, release, text_of(form, "as"))
        if release:
            visit.site.shelf.path_of(release)
        job = visit.register.submit("audit", {"release": release or None}, files)
    except (RefusedError, ConfinedError) as error:
        return _form(visit, str(error))
    wake(visit)
    return visit.to(f"/jobs/{quote(job.id)}")


@router.get("/audit/{id_}")
def audit_of(visit: Visit, id_: str) -> Response:
    """The findings of an audit that was done in the background."""
    try:
        view = json.loads(visit.register.job_file(id_, "view.json").content or b"")
    except QuestionError as error:
        raise PageError(404, str(error)) from None
    return visit.render("audit_found.html", view=view, id=id_, codes=_CODES)


def _form(visit: Visitor, failed: str | None = None) -> Response:
    shelf = visit.site.shelf
    jobs = []
    if visit.site.entrance is not None:
        jobs = [job for job in visit.register.jobs() if job.kind == "audit"][:5]
    return visit.render(
        "audit.html",
        status=422 if failed else 200,
        failed=failed,
        releases=shelf.frozen(),
        jobs=jobs,
        limits=uploads,
    )


def _at_once(visit: Visitor, files: list[Upload], release: str, form: str) -> Response:
    """An audit of which nothing is kept: as a page, or as a file where `form` is its name.

    Raises:
        ConfinedError: no document holds text, or they take more than they may.
    """
    path = visit.site.shelf.path_of(release) if release else None
    with visit.lent() as served:
        codebook = served.codebook.to_json()
    with while_waiting(visit):
        view, made = audited(files, codebook=codebook, release=path, bounds=_BOUNDS)
    for one in made:
        if one.name == form:
            said = f"attachment; filename={one.name}"
            return Response(
                one.content, media_type=one.media_type, headers={"Content-Disposition": said}
            )
    return visit.render("audit_found.html", view=view, id=None, codes=_CODES)


@contextmanager
def while_waiting(visit: Visitor) -> Iterator[None]:
    """A place among those for whom something is done apart while they wait for the page.

    Raises:
        PageError: there is none.
    """
    if not _AT_ONCE.acquire(timeout=10):
        raise PageError(
            503,
            visit.words("Others are being served."),
            visit.words("Try it again in a minute."),
        )
    try:
        yield
    finally:
        _AT_ONCE.release()
