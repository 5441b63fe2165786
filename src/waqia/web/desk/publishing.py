"""Publishing: the register is frozen as a release, and a report is written on a release."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from datetime import UTC, datetime
from urllib.parse import quote

from fastapi import APIRouter, Response

from waqia.model import Period, QuestionError
from waqia.publish import Template
from waqia.register import Upload
from waqia.web.desk.reading import wake, workshop_of
from waqia.web.desk.visiting import PageError, Posted, Visit, Visitor, text_of
from waqia.web.work import apart
from waqia.web.work.confined import Bounds, ConfinedError, confined
from waqia.web.work.published import Report, policy
from waqia.web.work.steps import in_words

router = APIRouter(include_in_schema=False)

_PREVIEWING = Bounds(seconds=60, processor=60, memory=3_000_000_000)
_TEMPLATE = 200_000
"""Characters of a template."""


@router.get("/publish")
def publish_form(visit: Visit, release: str = "", template: str = "") -> Response:
    """What is to be frozen, or reported on?"""
    visit.register.require("job.freeze")
    return _form(visit, {"release": release, "template": template})


@router.post("/publish/freeze")
def freeze(visit: Visit, form: Posted) -> Response:
    """Have the register frozen as a release in the background."""
    title = text_of(form, "title", longest=300)
    parameters = {
        "name": _free_name(visit, title),
        "title": title or None,
        "description": text_of(form, "description", longest=5000) or None,
        "only_confirmed": text_of(form, "which") == "confirmed",
        "reason": text_of(form, "reason", longest=1000) or None,
    }
    job = visit.register.submit("freeze", parameters)
    wake(visit)
    return visit.to(f"/jobs/{quote(job.id)}")


@router.post("/publish/report")
def report(visit: Visit, form: Posted) -> Response:
    """Have a report on a release written in the background."""
    visit.register.require("job.report")
    given = {name: text_of(form, name, longest=_TEMPLATE + 1) for name in form}
    if failed := _wrong(visit, given):
        return _form(visit, given, failed)
    visit.site.shelf.path_of(given["release"])
    name, text = given["template"], given.get("text", "").replace("\r\n", "\n")
    own = text if text and text.strip() != Template.load(name).text.strip() else ""
    files = [Upload("template.md", "text/markdown", own.encode())] if own else []
    parameters = {
        "release": given["release"],
        "template": name,
        "period": given.get("period") or None,
        "compare": _compared(given),
        "pdf": given.get("pdf") == "yes",
        "address": f"{str(visit.request.base_url).rstrip('/')}/incidents/",
    }
    job = visit.register.submit("report", parameters, files)
    wake(visit)
    return visit.to(f"/jobs/{quote(job.id)}")


@router.post("/publish/preview")
def preview(visit: Visit, form: Posted) -> Response:
    """A template's text with the answers of a release, while one waits for it."""
    visit.register.require("job.report")
    given = {name: text_of(form, name, longest=_TEMPLATE + 1) for name in form}
    failed, text = _wrong(visit, given), ""
    if not failed:
        arguments = {
            "release": str(visit.site.shelf.path_of(given["release"])),
            "period": given.get("period") or None,
            "compare": _compared(given),
        }
        template = {"template.md": given.get("text", "").replace("\r\n", "\n").encode()}
        try:
            told = confined(apart.preview, template, arguments, bounds=_PREVIEWING)
            text = "".join(said["text"] for said in told)
        except ConfinedError as error:
            failed = in_words(str(error), visit.words)
    part = "publish_preview.html" if visit.htmx else "publish_preview_page.html"
    return visit.render(part, text=text, failed=failed)


@router.get("/reports/{id_}")
def report_page(visit: Visit, id_: str) -> Response:
    """What a report is, and the ways to read it."""
    return visit.render("report.html", report=_report(visit, id_))


@router.get("/reports/{id_}/report.html")
def report_html(visit: Visit, id_: str, keep: bool = False) -> Response:
    """A report as it was published; `keep` lets the browser save it."""
    found = _report(visit, id_)
    page = workshop_of(visit).reports.page(id_)
    headers = {"Content-Security-Policy": policy(page)} | _named(found, "html" if keep else None)
    return Response(page, media_type="text/html; charset=utf-8", headers=headers)


@router.get("/reports/{id_}/report.pdf")
def report_pdf(visit: Visit, id_: str) -> Response:
    """A report set for print."""
    found = _report(visit, id_)
    if not found.pdf:
        raise PageError(404, visit.words("This report was not set as a PDF."))
    content = workshop_of(visit).reports.pdf(id_)
    return Response(content, media_type="application/pdf", headers=_named(found, "pdf"))


def _form(visit: Visitor, given: Mapping[str, str], failed: str | None = None) -> Response:
    shipped = Template.shipped()
    template = given.get("template")
    template = template if template in shipped else shipped[-1]
    return visit.render(
        "publish.html",
        status=422 if failed else 200,
        failed=failed,
        given=dict.fromkeys(("release", "period", "compare"), "")
        | {"text": Template.load(template).text}
        | dict(given)
        | {"template": template},
        templates=shipped,
        status_of=visit.register.status(),
        releases=visit.site.shelf.frozen(),
        reports=workshop_of(visit).reports.all(),
    )


def _wrong(visit: Visitor, given: Mapping[str, str]) -> str | None:
    """What cannot be taken of a form that asks for a report; None where all can."""
    words = visit.words
    if not given.get("release"):
        return words("Choose a release; where there is none, freeze the register first.")
    if given.get("template") not in Template.shipped():
        return words("There is no such template.")
    if len(given.get("text", "")) > _TEMPLATE:
        return words("The template is too long.")
    for name in ("period", "compare"):
        asked = given.get(name)
        if asked and asked not in ("previous", "none"):
            try:
                Period.parse(asked)
            except QuestionError as error:
                return str(error)
    return None


def _compared(given: Mapping[str, str]) -> str | None:
    compare = given.get("compare") or "previous"
    return None if compare == "none" else compare


def _free_name(visit: Visitor, title: str) -> str:
    """A name for the folder of a new release, of its title and the day."""
    plain = unicodedata.normalize("NFKD", title).encode("ascii", "ignore").decode().lower()
    words = re.sub(r"[^a-z0-9]+", "-", plain).strip("-")[:60].strip("-") or "release"
    day = datetime.now(UTC).date().isoformat()
    known = {one.name for one in visit.site.shelf.frozen()}
    names = (f"{words}-{day}{more}.release" for more in ("", *(f"-{n}" for n in range(2, 10_000))))
    return next(name for name in names if name not in known)


def _report(visit: Visitor, id_: str) -> Report:
    _ = visit.register
    try:
        return workshop_of(visit).reports.report(id_)
    except QuestionError as error:
        raise PageError(404, str(error)) from None


def _named(found: Report, suffix: str | None) -> dict[str, str]:
    """How a browser calls what it saves; nothing where it is to be shown."""
    if suffix is None:
        return {}
    name = quote(f"{found.title[:100]}.{suffix}", safe="")
    return {"Content-Disposition": f"attachment; filename*=UTF-8''{name}"}
