"""Reading: documents are dropped or pasted, and what they tell is proposed for review."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import TYPE_CHECKING, Any
from urllib.parse import quote, urlsplit

from fastapi import APIRouter, Response
from starlette.datastructures import FormData, UploadFile

from waqia.register import Upload
from waqia.web.desk.visiting import Posted, Visit, Visitor, text_of
from waqia.web.work import uploads
from waqia.web.work.uploads import RefusedError, accepted, clean_name

if TYPE_CHECKING:
    from waqia.web.work.runner import Workshop

router = APIRouter(include_in_schema=False)

LANGUAGE_NAMES = {"en": "English", "ur": "اردو", "ps": "پښتو", "sd": "سنڌي", "pa": "پنجابی"}
"""Languages that a source may be said to be in, by the names they have in themselves."""
_FIELDS = ("text", "title", "url", "publisher", "published", "language", "access")
_PASTED = 1_000_000
"""Characters of a pasted text."""


@router.get("/read")
def read_form(visit: Visit) -> Response:
    """What is to be read?"""
    visit.register.require("job.read")
    return _form(visit, {})


@router.post("/read")
def read(visit: Visit, form: Posted) -> Response:
    """Have a pasted text, or files, read in the background."""
    visit.register.require("job.read")
    try:
        files, parameters = _asked(visit, form)
    except RefusedError as error:
        return _form(visit, form, str(error))
    job = visit.register.submit("read", parameters, files)
    wake(visit)
    return visit.to(f"/jobs/{quote(job.id)}")


def _form(visit: Visitor, given: Mapping[str, Any], failed: str | None = None) -> Response:
    user = visit.user
    return visit.render(
        "read.html",
        status=422 if failed else 200,
        given={name: text_of(given, name, longest=_PASTED) for name in _FIELDS},
        failed=failed,
        languages_of_sources=LANGUAGE_NAMES,
        levels=user.cleared if user else (),
        jobs=[job for job in visit.register.jobs() if job.kind == "read"][:5],
        limits=uploads,
    )


def _asked(visit: Visitor, form: FormData) -> tuple[list[Upload], dict[str, Any]]:
    """The files to be read, the pasted text first, and what was said of them.

    Raises:
        RefusedError: there is nothing, or something cannot be taken.
    """
    words = visit.words
    files = dropped(form)
    text = text_of(form, "text", longest=_PASTED + 1)
    parameters: dict[str, Any] = {
        name: value for name in ("publisher", "language", "access", "published")
        if (value := text_of(form, name, longest=200))
    }  # fmt: skip
    if not files and not text:
        raise RefusedError(words("Paste a text, or choose a file."))
    if len(text) > _PASTED:
        raise RefusedError(words("The text is too long; save it as a file and drop that."))
    if "published" in parameters and not _is_day(parameters["published"]):
        raise RefusedError(words("The day of publication is no day; write it like 2024-02-08."))
    if parameters.get("access", "public") not in (visit.user.cleared if visit.user else ()):
        raise RefusedError(words("You may not give a source this access level."))
    if text:
        title, url = (text_of(form, name, longest=1000) for name in ("title", "url"))
        if url and urlsplit(url).scheme not in ("http", "https"):
            raise RefusedError(words("The address has to begin with https:// or http://."))
        name = f"{clean_name(title)}.txt" if title else f"{words('Pasted text')}.txt"
        files.insert(0, Upload(name, "text/plain", text.encode()))
        parameters |= {key: value for key, value in (("title", title), ("url", url)) if value}
    return files, parameters


def dropped(form: FormData) -> list[Upload]:
    """The files of a form, all of which can be read.

    Raises:
        RefusedError: one cannot.
    """
    files = [one for one in form.getlist("files") if isinstance(one, UploadFile)]
    return accepted((one.filename or "", one.file) for one in files if one.filename or one.size)


def workshop_of(visit: Visitor) -> Workshop:
    """Who does the work of the register that is served."""
    workshop = visit.site.workshop
    assert workshop is not None  # noqa: S101 - a site with a register has one
    return workshop


def wake(visit: Visitor) -> None:
    """Let it be looked at once that something waits to be done."""
    workshop_of(visit).wake()


def _is_day(text: str) -> bool:
    try:
        date.fromisoformat(text)
    except ValueError:
        return False
    return len(text) == len("2024-02-08")
