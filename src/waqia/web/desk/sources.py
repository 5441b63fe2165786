"""The pages of sources: a list to search, and each with its text and what rests on it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Annotated, Any

from fastapi import APIRouter, Query, Response

from waqia.model import InputError, QuestionError
from waqia.web.desk import naming
from waqia.web.desk.incident import live
from waqia.web.desk.incident_told import units_of
from waqia.web.desk.passages import Span, pieces_of, spans_of
from waqia.web.desk.source_list import Asked, Found, of_register, of_release, rows
from waqia.web.desk.visiting import PageError, Posted, Visit, Visitor, text_of, whole

if TYPE_CHECKING:
    from waqia.release import Release

router = APIRouter()

Record = dict[str, Any]
Short = Annotated[str, Query(max_length=200)]

_FIELDS = ("title", "publisher", "author", "date", "language", "url", "reliability", "access",
           "embargo", "note")  # fmt: skip
"""Fields of a source that a form may change."""
_NOT_THE_MODELS = ("revision", "document", "text_sha256", "read_by")
"""Fields that the register has of a source, and that are not given when it is changed."""


@router.get("/sources")
def sources(
    visit: Visit,
    publisher: Short = "",
    language: Short = "",
    kind: Short = "",
    year: Short = "",
    words: Short = "",
    cursor: Short = "",
) -> Response:
    """The sources that fit what is asked for, the latest first."""
    asked = Asked(publisher, language, kind, year, words, cursor)
    found: Found
    if live(visit):
        found = of_register(visit.register, asked)
    else:
        with visit.lent() as release:
            found = of_release(release, asked)
    return visit.render("sources.html", names=naming, asked=asked, found=found, live=live(visit))


@router.get("/sources/{id_:path}")
def source(visit: Visit, id_: str, at: Annotated[str, Query(max_length=40)] = "") -> Response:
    """A source; with `at` (start-end) the words there are shown first."""
    return _show(visit, id_, at)


@router.post("/sources/{id_:path}")
def change(visit: Visit, form: Posted, id_: str) -> Response:
    """Change what is known of a source."""
    register = visit.register
    base = whole(text_of(form, "base"))
    given = {name: text_of(form, name) for name in _FIELDS if name in form}
    reason = text_of(form, "reason")
    try:
        kept = register.source(id_)
        record = {k: v for k, v in kept.items() if k not in _NOT_THE_MODELS} | given
        register.add_source(
            {k: v for k, v in record.items() if v not in (None, "")} | {"id": id_},
            base=base,
            reason=reason or None,
        )
        if kept.get("embargo") and not given.get("embargo", kept["embargo"]):
            register.set_access(id_, embargo="none", reason=reason)
    except (QuestionError, InputError) as error:
        return _show(visit, id_, "", status=422, failed=str(error), form=dict(form))
    return visit.to(f"/sources/{id_}", said=visit.words("The source is changed."))


@dataclass(frozen=True)
class _Opened:
    """A source with its text, where it may be seen, and the accounts that rest on it."""

    source: Record
    accounts: list[Record]
    text: str | None
    restricted: bool = False


def _show(
    visit: Visitor,
    id_: str,
    at: str,
    *,
    status: int = 200,
    failed: str | None = None,
    form: Record | None = None,
) -> Response:
    if live(visit):
        opened = _of_register(visit, id_)
        codebook = visit.register.codebook
        try:
            with visit.lent() as release:
                citing = _citing(release, id_)
        except PageError:  # no incident stands yet
            citing = []
    else:
        with visit.lent() as release:
            opened, citing, codebook = _of_release(visit, release, id_), [], release.codebook
            if not opened.restricted:
                citing = _citing(release, id_)
    text = opened.text or ""
    spans = spans_of(opened.accounts, id_, len(text))
    here = _span(at, len(text))
    if here is not None and (here.start, here.end) not in {(s.start, s.end) for s in spans}:
        spans = sorted([*spans, here], key=lambda span: (span.start, span.end))
    return visit.render(
        "source.html",
        status=status,
        names=naming,
        unit=units_of(codebook, visit.words),
        opened=opened,
        source=opened.source,
        spans=spans,
        pieces=list(pieces_of(text, spans)) if text else [],
        here=next((n for n, span in enumerate(spans) if here and span.at == here.at), None),
        citing=citing,
        codebook=codebook,
        live=live(visit),
        failed=failed,
        form=form or {},
        fields=_FIELDS,
    )


def _span(at: str, length: int) -> Span | None:
    start, sign, end = at.partition("-")
    if not sign or not start.isdecimal() or not end.isdecimal():
        return None
    span = Span(int(start), int(end))
    return span if span.start < span.end <= length else None


def _of_register(visit: Visitor, id_: str) -> _Opened:
    register = visit.register
    try:
        found = register.source(id_)
    except QuestionError:
        raise _missing(visit, id_) from None
    return _Opened(_full(found), register.told_by(id_), register.text(id_))


def _of_release(visit: Visitor, release: Release, id_: str) -> _Opened:
    found = rows(release, "SELECT * FROM sources WHERE id = ?", [id_])
    if not found:
        raise _missing(visit, id_)
    if (found[0]["access"] or "public") != "public":
        return _Opened(found[0], [], None, restricted=True)
    accounts = rows(release, "SELECT * FROM accounts WHERE source = ? ORDER BY id", [id_])
    return _Opened(found[0], accounts, None)


def _citing(release: Release, id_: str) -> list[Record]:
    """Accounts of other sources that cite this one."""
    return rows(
        release,
        "SELECT id, incident, source FROM accounts WHERE list_contains(cites, ?) AND source <> ? "
        "ORDER BY id LIMIT 200",
        [id_, id_],
    )


def _full(record: Record) -> Record:
    from waqia.model import TABLES

    return dict.fromkeys((*TABLES["sources"].names, "revision")) | record


def _missing(visit: Visitor, id_: str) -> PageError:
    return PageError(
        404,
        visit.words("There is no source %(id)s here.", id=id_[:80]),
        visit.words("the id of a source; the page Sources lists them"),
    )
