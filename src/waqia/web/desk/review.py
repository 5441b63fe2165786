"""The review pages: queues, their lists, and an item with what it takes to decide it."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from fastapi import APIRouter, Response
from fastapi.responses import JSONResponse

from waqia.model import OUTCOMES, QuestionError
from waqia.web.desk import naming
from waqia.web.desk.home import ACTS
from waqia.web.desk.incident_told import VOCABULARY, says, units_of
from waqia.web.desk.review_decided import decided
from waqia.web.desk.review_told import (
    CHOOSE_FIRST,
    FOUND,
    NAMES,
    REASONS,
    Text,
    accounts_beside,
    choices,
    codings_beside,
    complete,
    neighbours,
    sentences_of,
    text_of,
)
from waqia.web.desk.visiting import PageError, Posted, Visit, Visitor
from waqia.web.desk.visiting import text_of as field_of
from waqia.web.reviewing import FIELDS, anchors_by_field, blank, filled, places_of, understood

if TYPE_CHECKING:
    from waqia.codebook import Codebook
    from waqia.web.reviewing import Read

router = APIRouter()
_SIZE = 50
_OF_SOURCE = dict.fromkeys(("publisher", "date", "language", "reliability"))
KINDS = ("incident", "account", "coding", "pair")


@router.get("/review")
def queues(visit: Visit) -> Response:
    """The queues that the user may work on, with how many items each has."""
    register = visit.register
    register.require("task.take")
    waiting = register.queues()
    parts = {}
    if "new" in waiting:
        parts = {kind: register.queue("new", kind=kind, limit=1).total
                 for kind in ("account", "incident")}  # fmt: skip
    return visit.render("review.html", queues=waiting, parts=parts)


@router.get("/review/parts/near")
def near(visit: Visit, account: str) -> Response:
    """The incidents that a proposal may tell of, as a part of its page."""
    found = visit.register.incidents_near(account)
    return visit.render("review_near.html", near=found, chosen=None, apart=False, **_common(visit))


@router.get("/review/parts/places")
def places(visit: Visit, q: str = "") -> Response:
    """Places that have a name like what is typed."""
    visit.register.require("task.take")
    found = places_of(visit.register.codebook).find(q[:100], visit.language)
    return JSONResponse(
        [{"id": p.id, "text": p.text, "level": visit.words(p.level)} for p in found]
    )


@router.get("/review/parts/value")
def value(visit: Visit, field: str, words: str) -> Response:
    """What words of a source may say of a field: texts for its inputs."""
    visit.register.require("task.take")
    book = visit.register.codebook
    return JSONResponse(understood(field, words[:500], book, visit.language))


@router.get("/review/{queue}")
def queue(
    visit: Visit, queue: str, page: int = 1, mine: bool = False, kind: str | None = None
) -> Response:
    """What waits in a queue, or what of it the user has."""
    wanted: Any = kind if kind in KINDS else None
    number = max(1, min(page, 100_000))
    register = visit.register
    found = register.queue(queue, mine=mine, kind=wanted, offset=(number - 1) * _SIZE, limit=_SIZE)

    def at(number: int) -> str:
        return visit.url(
            f"/review/{queue}", page=number, mine="true" if mine else None, kind=wanted
        )

    return visit.render(
        "review_queue.html",
        queue=queue,
        found=found,
        lines=[complete(line.told) for line in found.items],
        mine=mine,
        kind=wanted,
        previous=at(number - 1) if number > 1 else None,
        following=at(number + 1) if number * _SIZE < found.total else None,
        number=number,
        last_act=last_act(visit),
        **_common(visit),
    )


@router.post("/review/undo")
def undo(visit: Visit, form: Posted) -> Response:
    """Take back the user's last act, and lead back to what it was about."""
    undone = visit.register.undo()
    back = field_of(form, "back")
    words = visit.words("Taken back: it is as it was before.")
    known = back.startswith("/review/") and back.isprintable()
    address = back if known and undone.records else "/review"
    return visit.to(address, said=words)


@router.post("/review/{queue}/next")
def following(visit: Visit, form: Posted, queue: str) -> Response:
    """Give the user the next item of a queue."""
    return onward(visit, queue, field_of(form, "kind") or None)


@router.get("/review/{queue}/{subject:path}")
def item(visit: Visit, queue: str, subject: str) -> Response:
    """An item with what it takes to decide it, or what became of it."""
    try:
        return show(visit, queue, subject)
    except QuestionError as error:
        told = decided(visit.register, queue, subject)
        if told is None:
            raise PageError(
                404, str(error), visit.words("an item that waits: see the queues under Review")
            ) from None
    kind = visit.request.query_params.get("kind")
    return visit.render(
        "review_decided.html",
        status=410,
        queue=queue,
        kind=kind if kind in KINDS else None,
        here=visit.url(address(queue, subject), kind=kind),
        field_names=NAMES,
        **told,
    )


def onward(
    visit: Visitor, queue: str, kind: str | None, said: str | None = None, *, tone: str = "good"
) -> Response:
    """Lead on to the next item of a queue, now the user's."""
    wanted: Any = kind if kind in KINDS else None
    following = visit.register.next_item(queue, kind=wanted)
    to = f"/review/{queue}" if following is None else address(queue, following.subject)
    return visit.to(visit.url(to, kind=wanted), said=said, kind=tone)


def address(queue: str, subject: str) -> str:
    """The address of an item."""
    return f"/review/{queue}/{quote(subject, safe='')}"


def last_act(visit: Visitor) -> dict[str, Any] | None:
    """The user's last act, if it can be taken back: `item`, what was done, and `back`, its page."""
    found = visit.register.undoable()
    if found is None:
        return None
    queue, _, subject = (found.item or "").partition("/")
    kind = visit.request.query_params.get("kind") if queue == "new" else None
    back = visit.url(address(queue, subject), kind=kind) if subject else "/review"
    return {"item": subject, "did": ACTS[found.action], "back": back}


def show(
    visit: Visitor,
    queue: str,
    subject: str,
    *,
    status: int = 200,
    failed: str | None = None,
    form: Mapping[str, Any] | None = None,
    read: Read | None = None,
    changed: Mapping[str, Any] | None = None,
) -> Response:
    """The page of an item; with what was typed and what is wrong with it, if it was not taken.

    `changed` are fields that others have changed meanwhile → (before, now).

    Raises:
        QuestionError: it does not wait, or the user may not decide it.
    """
    register = visit.register
    found = register.item(f"{queue}/{subject}")
    asked = visit.request.query_params
    context = _common(visit) | {
        "item": found,
        "queue": queue,
        "kind": asked.get("kind"),
        "last_act": last_act(visit),
        "failed": failed,
        "form": form or {},
        "errors": _errors(visit, read),
        "changed": {NAMES.get(name, name): pair for name, pair in (changed or {}).items()},
        "here": address(queue, subject),
        "mine": found.assigned_to in (None, register.user.name),
        "accounts": [complete(account) for account in found.accounts],
        "sources": {source["id"]: _OF_SOURCE | source for source in found.sources},
    }
    part = asked.get("part", "")
    if found.kind == "account":
        account = found.accounts[0]
        text = found.text if queue == "second" else register.text(account["source"])
        book = register.codebook
        was = blank(book) if queue == "second" else filled(account, book, visit.language)
        context |= {
            "account": complete(account),
            "text": _text(text, account, part),
            "was": was,
            "values": was | _typed(form or {}, _before(account, changed), book, visit.language),
            "anchors": anchors_by_field(account.get("anchors") or ()),
            "fields": FIELDS,
            "vocabularies": choices(book, visit.language),
            "outcomes": OUTCOMES,
            "rows": _rows(was, form or {}),
        }
    if found.kind == "account" and queue == "new":
        account = found.accounts[0]
        text = register.text(account["source"])
        others = register.accounts(source=account["source"], status="proposed")
        by_hand = asked.get("near") == "1" or form is not None
        context |= {
            "sentences": sentences_of(text, account) if text is not None else [],
            "others": neighbours(account, (o for o in others if o["id"] != account["id"])),
            "near": register.incidents_near(account["id"]) if by_hand else None,
            "chosen": (form or {}).get("incident"),
            "apart": bool((form or {}).get("apart")),
            "waits": register.queue("new", kind="account", limit=1).total,
        }
        return visit.render("review_proposal.html", status=status, **context)
    if queue == "second":
        return visit.render("review_second.html", status=status, **context)
    if found.kind == "pair":
        return visit.render("review_pair.html", status=status, **context)
    if queue == "disputed":
        if found.kind == "coding":
            context["columns"] = codings_beside(found.accounts[0], register.codings(subject))
        elif found.incident:
            context["columns"] = accounts_beside(found.incident, found.accounts)
        return visit.render("review_disputed.html", status=status, **context)
    return visit.render("review_incident.html", status=status, **context)


def _common(visit: Visitor) -> dict[str, Any]:
    book = visit.register.codebook
    return {
        "codebook": book,
        "unit": units_of(book, visit.words),
        "names": naming,
        "says": says,
        "says_any": lambda records, name: any(says(record, name) for record in records),
        "vocabulary_of": VOCABULARY,
        "field_names": NAMES,
        "reasons": REASONS,
        "found_reasons": FOUND,
        "choose_first": CHOOSE_FIRST,
        "as_json": json.dumps,
        "address": address,
        "complete": complete,
    }


def _errors(visit: Visitor, read: Read | None) -> dict[str, str]:
    """What is wrong with each input, in the visitor's language."""
    if read is None:
        return {}
    return {name: visit.words(text, **values) for name, (text, values) in read.errors.items()}


def _text(text: str | None, account: Mapping[str, Any], part: str) -> Text | None:
    """The text around the words of an account, or a large part of it."""
    if text is None:
        return None
    starts = [a["start"] for a in account.get("anchors") or () if a.get("start") is not None]
    if part == "words":
        return text_of(text, account, part=min(starts, default=0))
    return text_of(text, account, part=int(part) if part.isdecimal() else None)


def _before(account: Mapping[str, Any], changed: Mapping[str, Any] | None) -> dict[str, Any] | None:
    """The account as it was shown, where others have changed it since."""
    if not changed:
        return None
    return dict(account) | {name: pair[0] for name, pair in changed.items()}


def _typed(
    form: Mapping[str, Any], before: dict[str, Any] | None, codebook: Codebook, language: str
) -> dict[str, str]:
    """What was typed; where others changed the account only what is other than was shown."""
    texts = {name: value for name, value in form.items() if isinstance(value, str)}
    if before is None:
        return texts
    shown = filled(before, codebook, language)
    return {name: text for name, text in texts.items() if text != shown.get(name, "")}


def _rows(was: Mapping[str, str], form: Mapping[str, Any]) -> int:
    """How many rows of casualties the form has: those there are, and two to fill."""
    said = (name for name in (*was, *form) if form.get(name) or was.get(name))
    used = [int(match[1]) for name in said if (match := re.fullmatch(r"c(\d{1,3})_party", name))]
    return min(40, max(used, default=-1) + 3)


def gone(visit: Visitor, queue: str, kind: str | None, error: QuestionError) -> Response:
    """Lead on where an item waits no more, as somebody has decided it."""
    return onward(visit, queue, kind, str(error), tone="warn")
