"""Work in the background: documents read or audited, releases frozen; how far it is, and files."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Annotated, Any, Literal
from urllib.parse import quote

from fastapi import APIRouter, File, Form, Query, Request, Response, UploadFile

from waqia.register import CLEARANCES, Job, Upload
from waqia.web.api.calling import Caller
from waqia.web.api.register import bodies
from waqia.web.api.register.answering import Named, answer, answers, found
from waqia.web.problems import ProblemError, documented
from waqia.web.work.runner import Workshop
from waqia.web.work.uploads import RefusedError, accepted

router = APIRouter()

Files = Annotated[list[UploadFile], File(description="PDF, HTML, DOCX, e-mails, texts; at most 20")]
Pasted = Annotated[str, Form(max_length=2_000_000, description="a text in place of files")]
Word = Annotated[str | None, Form(max_length=300)]

_BYTES: dict[str, Any] = {"schema": {"type": "string", "format": "binary"}}
_FILE: dict[int | str, dict[str, Any]] = {
    200: {"description": "The file.", "content": {"application/octet-stream": _BYTES}},
    **documented(403, 404),
}


@router.get("/jobs", responses=answers("Jobs"), response_class=Response)
def jobs(
    register: Caller,
    all: bool = False,  # noqa: A002 - the word that is asked for
    limit: Annotated[int, Query(ge=1, le=200)] = 50,
) -> Response:
    """One's own jobs, the newest first; with `all` as an editor that others have some, too."""
    return answer(
        {"jobs": [_told(job) for job in register.jobs("*" if all else None, limit=limit)]}
    )


@router.post(
    "/jobs/read", status_code=202, responses=answers("Job", 413, status=202),
    response_class=Response,
)  # fmt: skip
def read(
    request: Request,
    register: Caller,
    files: Files = [],  # noqa: B006 - FastAPI copies it
    text: Pasted = "",
    published: Annotated[date | None, Form()] = None,
    title: Word = None,
    publisher: Word = None,
    language: Word = None,
    url: Annotated[str | None, Form(max_length=2000, pattern="^https?://")] = None,
    access: Annotated[Literal["public", "restricted", "confidential"], Form()] = CLEARANCES[0],
) -> Response:
    """Read documents: they become sources, and what they tell is proposed for review."""
    given = {
        "published": published.isoformat() if published else None, "title": title,
        "publisher": publisher, "language": language, "url": url, "access": access,
    }  # fmt: skip
    kept = {name: value for name, value in given.items() if value}
    return _submitted(request, register, "read", kept, _uploads(files, text))


@router.post(
    "/jobs/audit", status_code=202, responses=answers("Job", 413, status=202),
    response_class=Response,
)  # fmt: skip
def audit(
    request: Request,
    register: Caller,
    files: Files = [],  # noqa: B006 - FastAPI copies it
    text: Pasted = "",
    release: Word = None,
) -> Response:
    """Check the numbers of documents, against a frozen release where one is named."""
    if release:
        request.app.state.site.shelf.path_of(release)
    parameters = {"release": release} if release else {}
    return _submitted(request, register, "audit", parameters, _uploads(files, text))


@router.post(
    "/jobs/freeze", status_code=202, responses=answers("Job", 409, status=202),
    response_class=Response,
)  # fmt: skip
def freeze(request: Request, register: Caller, body: bodies.ToFreeze) -> Response:
    """Write a release of what stands, and remember that it was written; it takes an editor."""
    register.require("job.freeze", body.name)
    if body.name in {one.name for one in request.app.state.site.shelf.frozen()}:
        raise ProblemError(409, f"There is a release {body.name} already.", expected="a new name")
    return _submitted(request, register, "freeze", body.model_dump(exclude_none=True))


@router.get("/jobs/{id}", responses=answers("Job", 404), response_class=Response)
def job(register: Caller, id: Named) -> Response:  # noqa: A002 - the word of the house
    """A job: how far it is, what became of it, and its files."""
    return answer(_told(found(register.job, id)))


@router.post("/jobs/{id}/cancel", responses=answers("JobCancelled", 404), response_class=Response)
def cancel(register: Caller, id: Named) -> Response:  # noqa: A002 - the word of the house
    """Let a job be done no further; false where it had ended."""
    return answer({"cancelled": found(register.cancel, id)})


@router.get("/jobs/{id}/files/{name}", responses=_FILE, response_class=Response)
def job_file(register: Caller, id: Named, name: Named) -> Response:  # noqa: A002
    """A file that one's own job has made."""
    file = found(lambda id_: register.job_file(id_, name), id)
    # never shown by a browser as a page of ours, whatever it holds
    headers = {"Content-Disposition": f"attachment; filename*=UTF-8''{quote(file.name, safe='')}"}
    return Response(file.content, headers=headers, media_type="application/octet-stream")


def _submitted(
    request: Request,
    register: Caller,
    kind: Literal["read", "audit", "freeze"],
    parameters: dict[str, Any],
    files: Sequence[Upload] = (),
) -> Response:
    """Ask for a piece of work, and let it be begun at once."""
    job = register.submit(kind, parameters, files)
    workshop: Workshop | None = request.app.state.site.workshop
    if workshop is not None:
        workshop.wake()
    return answer(_told(job), status=202)


def _uploads(files: list[UploadFile], text: str) -> list[Upload]:
    """What was sent, checked by its content.

    Raises:
        ProblemError: there is nothing in it, or something that is not taken.
    """
    pasted = [Upload("text.txt", "text/plain", text.encode("utf-8", "replace"))] if text else []
    try:
        found = accepted((one.filename or "document", one.file) for one in files)
    except RefusedError as error:
        raise ProblemError(400, str(error)) from error
    if not found and not pasted:
        raise ProblemError(400, "Nothing was sent.", expected="files, or a text")
    return [*found, *pasted]


def _told(job: Job) -> dict[str, Any]:
    kept = ("id", "kind", "user", "parameters", "state", "share", "text", "result", "error",
            "created", "started", "finished")  # fmt: skip
    files = [
        {"name": file.name, "media_type": file.media_type, "bytes": file.size,
         "sha256": file.sha256}
        for file in job.files
        if file.role == "out"
    ]  # fmt: skip
    return {name: getattr(job, name) for name in kept} | {"files": files}
