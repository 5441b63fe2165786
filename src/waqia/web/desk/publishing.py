"""Publishing: the register is frozen as a release, and a report is written on a release."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from datetime import UTC, datetime
from urllib.parse import quote

from fastapi import APIRouter, Response
from starlette.datastructures import FormData, UploadFile

from waqia.model import Period, QuestionError
from waqia.publish import Template
from waqia.register import Upload
from waqia.web.desk.auditing import while_waiting
from waqia.web.desk.reading import wake, workshop_of
from waqia.web.desk.visiting import PageError, Posted, Visit, Visitor, text_of
from waqia.web.work import apart
from waqia.web.work.confined import Bounds, ConfinedError, confined
from waqia.web.work.published import Report, policy

router = APIRouter(include_in_schema=False)

_PREVIEWING = Bounds(seconds=60, processor=60, memory=3_000_000_000)
_FIELDS = ("release", "period", "compare", "rule", "template", "pdf", "own")
_TEMPLATE = 200_000
"""Characters of a template."""


@router.get("/publish")
def publish_form(visit: Visit, release: str = "", template: str = "") -> Response:
    """What is to be frozen, or reported on?"""
    visit.register.require("job.freeze")
    return _form(visit, dict.fromkeys(_FIELDS, "") | {"release": release, "template": template})


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
    given = _given(form)
    if failed := _wrong(visit, given):
        return _form(visit, given, failed)
    visit.site.shelf.path_of(given["release"])
    own = given["own"]
    files = [Upload("template.md", "text/markdown", own.encode())] if own else []
    parameters = {
        "release": given["release"],
        "template": given["template"],
        "period": given["period"] or None,
        "compare": _compared(given),
        "rule": given["rule"] or None,
        "pdf": given["pdf"] == "yes",
        "address": f"{str(visit.request.base_url).rstrip('/')}/incidents/",
    }
    job = visit.register.submit("report", parameters, files)
    wake(visit)
    return visit.to(f"/jobs/{quote(job.id)}")


@router.post("/publish/preview")
def preview(visit: Visit, form: Posted) -> Response:
    """A template's text with the answers of a release, while one waits for it."""
    visit.register.require("job.report")
    given = _given(form)
    failed, text = _wrong(visit, given), ""
    if not failed:
        release = visit.site.shelf.path_of(given["release"])
        arguments = {
            "release": str(release),
            "period": given["period"] or None,
            "compare": _compared(given),
            "rule": given["rule"] or None,
        }
        template = given["own"] or Template.load(given["template"]).text
        file = {"template.md": template.encode()}
        try:
            with while_waiting(visit):
                told = confined(
                    apart.preview, file, arguments, readable=[release], bounds=_PREVIEWING
                )
                text = "".join(said["text"] for said in told)
        except ConfinedError as error:
            failed = str(error)
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
    template = given["template"] if given["template"] in shipped else shipped[-1]
    return visit.render(
        "publish.html",
        status=422 if failed else 200,
        failed=failed,
        given=dict(given)
        | {"template": template, "text": given["own"] or Template.load(template).text},
        rules=visit.register.codebook.counting_rules,
        templates=shipped,
        status_of=visit.register.status(),
        releases=visit.site.shelf.frozen(),
        reports=workshop_of(visit).reports.all(),
    )


def _given(form: FormData) -> dict[str, str]:
    """The fields of a form that asks for a report.

    `own` is a template that was sent as a file, or the text of one that was changed on the page.
    """
    given = {name: text_of(form, name, longest=500) for name in _FIELDS}
    file, text = form.get("file"), text_of(form, "text", longest=_TEMPLATE + 1)
    if isinstance(file, UploadFile) and file.filename:
        text = file.file.read(_TEMPLATE * 4).decode("utf-8", "replace")
    own, shown = text.replace("\r\n", "\n").strip(), text_of(form, "shown")
    as_shown = shown in Template.shipped() and own == Template.load(shown).text.strip()
    return given | {"own": "" if as_shown else own}


def _wrong(visit: Visitor, given: Mapping[str, str]) -> str | None:
    """What cannot be taken of a form that asks for a report; None where all can."""
    words = visit.words
    if not given["release"]:
        return words("Choose a release; where there is none, freeze the register first.")
    if given["template"] not in Template.shipped():
        return words("There is no such template.")
    if len(given["own"]) > _TEMPLATE:
        return words("The template is too long.")
    for name in ("period", "compare"):
        asked = given[name]
        if asked and asked not in ("previous", "none"):
            try:
                Period.parse(asked)
            except QuestionError as error:
                return str(error)
    return None


def _compared(given: Mapping[str, str]) -> str | None:
    compare = given["compare"] or "previous"
    return None if compare == "none" else compare


def _free_name(visit: Visitor, title: str) -> str:
    """A name for the folder of a new release, of its title and the day."""
    plain = unicodedata.normalize("NFKD", title).encode("ascii", "ignore").decode().lower()
    words = re.sub(r"[^a-z0-9]+", "-", plain).strip("-")[:60].strip("-") or "release"
    day = datetime.now(UTC).date().isoformat()
    known = {one.name for one in visit.site.shelf.frozen()}
    known |= {str(job.parameters.get("name")) for job in visit.register.jobs() if not job.ended}
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
