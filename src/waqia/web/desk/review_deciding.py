"""What is decided of an item of review: each act a form that the register's service takes."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from fastapi import APIRouter, Response
from starlette.datastructures import FormData

from waqia.model import ConflictError, InputError, QuestionError
from waqia.web.desk.review import address, gone, onward, show
from waqia.web.desk.review_told import CHOOSE_FIRST, NAMES
from waqia.web.desk.visiting import Posted, Visit, Visitor, text_of, whole
from waqia.web.desk.words import Words
from waqia.web.reviewing import Read, read

if TYPE_CHECKING:
    from waqia.register import Register

router = APIRouter()

Record = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Asked:
    """An act that is asked for: who asks, what was posted, and of which item."""

    visit: Visitor
    form: FormData
    queue: str
    subject: str

    @property
    def register(self) -> Register:
        """The register as who asks has it."""
        return self.visit.register

    @property
    def words(self) -> Words:
        """The texts of the language of who asks."""
        return self.visit.words

    @property
    def item(self) -> str:
        """The item's id."""
        return f"{self.queue}/{self.subject}"

    @property
    def base(self) -> int | None:
        """The revision in which the record was shown."""
        return whole(self.text("base"))

    @property
    def reason(self) -> str:
        """The reason that was chosen, and what was written besides."""
        return ": ".join(filter(None, (self.text("why"), self.text("reason"))))

    def text(self, name: str) -> str:
        """A field of what was posted."""
        return text_of(self.form, name)

    def named(self, fields: Iterable[str]) -> str:
        """Fields by their names, in the language of who asks."""
        return self.words(", ").join(self.words(NAMES.get(name, name)) for name in fields)


class Unread(Exception):  # noqa: N818 - no defect, but what a person typed
    """Something of the form cannot be read."""

    def __init__(self, found: Read) -> None:
        super().__init__()
        self.found = found


@router.post("/review/{queue}/{subject:path}")
def decide(visit: Visit, form: Posted, queue: str, subject: str) -> Response:
    """Carry out an act on an item, and lead on to the next one."""
    act = text_of(form, "act") or "accept"
    kind = text_of(form, "kind") or None
    known = _ACTS.get(act)
    if known is None:
        raise QuestionError(f"Nothing is done by {act!r}; choose one of {', '.join(_ACTS)}.")
    try:
        said = known(Asked(visit, form, queue, subject))
    except Unread as unread:
        failed = visit.words("Something could not be read; it is marked. Nothing is lost.")
        return show(visit, queue, subject, status=422, failed=failed, form=form, read=unread.found)
    except ConflictError as error:
        return _again(visit, form, queue, subject, 409, error)
    except (InputError, QuestionError) as error:
        return _again(visit, form, queue, subject, 422, error)
    if act == "take":
        # a script takes what is opened without a word
        told = None if text_of(form, "quiet") else said
        return visit.to(_kept(visit, queue, subject, kind), said=told)
    if act in ("split", "join"):  # there is more to look at here
        return visit.to(_kept(visit, queue, subject, kind), said=said)
    return onward(visit, queue, kind, said)


def _kept(visit: Visitor, queue: str, subject: str, kind: str | None) -> str:
    return visit.url(address(queue, subject), kind=kind)


def _again(
    visit: Visitor, form: FormData, queue: str, subject: str, status: int,
    error: InputError | QuestionError | ConflictError,
) -> Response:  # fmt: skip
    """The page once more with what was typed; the next item where this one waits no more."""
    changed = error.fields if isinstance(error, ConflictError) else {}
    try:
        return show(
            visit, queue, subject, status=status, failed=str(error), form=form, changed=changed
        )
    except QuestionError as waits_not:
        return gone(visit, queue, text_of(form, "kind") or None, waits_not)


def _read(asked: Asked, account: Mapping[str, Any]) -> Read:
    register, form = asked.register, asked.form
    has_words = any(name.startswith("words.") for name in form)
    text = register.text(account["source"]) if has_words else None
    language = asked.visit.language
    found = read(form, account, register.codebook, text=text, language=language)
    if found.errors:
        raise Unread(found)
    return found


def _accept(asked: Asked, *, confirm: bool = False) -> str:
    register = asked.register
    account = register.account(asked.subject)
    said = _read(asked, account)
    if "incident" not in asked.form and any(
        near.likely for near in register.incidents_near(asked.subject)
    ):
        raise QuestionError(asked.words(CHOOSE_FIRST))
    incident = asked.text("incident") or None
    done = register.accept(
        asked.subject, said.changes, words=said.words, keep=said.keep, incident=incident,
        apart=bool(asked.text("apart")), confirm=confirm, base=asked.base,
        reason=asked.text("reason") or None,
    )  # fmt: skip
    words = (
        asked.words("%(id)s is accepted; %(incident)s is confirmed.", id=asked.subject,
                    incident=done.incident)
        if confirm
        else asked.words("%(id)s is accepted and tells of %(incident)s.", id=asked.subject,
                         incident=done.incident)
    )  # fmt: skip
    return " ".join((words, *(asked.words.tell(one.message) for one in done.findings)))


def _accept_and_confirm(asked: Asked) -> str:
    return _accept(asked, confirm=True)


def _set_aside(asked: Asked) -> str:
    asked.register.set_aside(asked.subject, reason=asked.reason, base=asked.base)
    return asked.words("%(id)s is set aside.", id=asked.subject)


def _split(asked: Asked) -> str:
    spans = []
    for text in asked.form.getlist("span"):
        first, _, last = str(text).partition("-")
        start, end = whole(first), whole(last)
        if start is not None and end is not None:
            spans.append((start, end))
    if not spans:
        raise QuestionError(asked.words("Choose the sentences that tell of the other incident."))
    part = asked.register.split_proposal(asked.subject, _joined(spans), base=asked.base)
    return asked.words("What stood there is %(id)s now; both wait here.", id=part)


def _joined(spans: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """Spans that follow each other with nothing but a space between made one."""
    found: list[tuple[int, int]] = []
    for start, end in sorted(spans):
        if found and start - found[-1][1] <= 2:
            found[-1] = (found[-1][0], end)
        else:
            found.append((start, end))
    return found


def _join(asked: Asked) -> str:
    other = asked.text("other")
    united = asked.register.join_proposals(asked.subject, other, base=asked.base)
    said = asked.words("%(id)s tells what %(other)s told, too.", id=asked.subject, other=other)
    if united.differs:
        said += " " + asked.words(
            "They differed in %(fields)s; look at it.", fields=asked.named(united.differs)
        )
    return said


def _skip(asked: Asked) -> str:
    item = asked.item
    if asked.register.item(item).assigned_to == asked.register.user.name:
        asked.register.give_back(item)
    return asked.words("%(id)s waits for later.", id=asked.subject)


def _take(asked: Asked) -> str:
    asked.register.take(asked.item)
    return asked.words("%(id)s is yours now.", id=asked.subject)


def _confirm(asked: Asked) -> str:
    asked.register.confirm(asked.subject, base=asked.base, reason=asked.text("reason") or None)
    return asked.words("%(id)s is confirmed.", id=asked.subject)


def _withdraw(asked: Asked) -> str:
    asked.register.withdraw(asked.subject, reason=asked.reason, base=asked.base)
    return asked.words("%(id)s is withdrawn; it keeps its id and its accounts.", id=asked.subject)


def _close(asked: Asked) -> str:
    item = asked.item
    if asked.queue == "quality" and asked.register.item(item).assigned_to is None:
        asked.register.take(item)
    asked.register.close_item(item, reason=asked.reason)
    return asked.words("%(id)s is looked at.", id=asked.subject)


def _code(asked: Asked) -> str:
    item = asked.register.item(asked.item)
    found = read(
        asked.form, {}, asked.register.codebook, text=item.text, language=asked.visit.language
    )
    if found.errors:
        raise Unread(found)
    values = {name: value for name, value in found.changes.items() if value is not None}
    if not values:
        raise QuestionError(asked.words("Nothing is filled in yet."))
    asked.register.submit_coding(asked.subject, values, words=found.words)
    return asked.words("Your coding of %(id)s is kept.", id=asked.subject)


def _resolve(asked: Asked) -> str:
    """Codings that differ: whose value is right, field by field."""
    register = asked.register
    chosen: dict[str, Any] = {}
    for field in register.disagreements(asked.subject):
        choice = asked.text(f"choose.{field}")
        own = asked.text(f"own.{field}")
        if own:
            chosen[field] = register.value_of(field, own)
        elif choice:
            chosen[field] = choice
    left = register.resolve(asked.subject, chosen, reason=asked.text("reason"))
    if left:
        return asked.words("Decided. Codings still differ in %(fields)s.", fields=asked.named(left))
    return asked.words("%(id)s is resolved.", id=asked.subject)


def _settle(asked: Asked) -> str:
    """Accounts that differ: what the rule gave is right, or what one of them says."""
    register = asked.register
    item = register.item(asked.item)
    decided: dict[str, Mapping[str, Any] | None] = {}
    for field in item.fields:
        choice, own = asked.text(f"choose.{field}"), asked.text(f"own.{field}")
        said = item.differs.get(field, {})
        if own:
            decided[field] = register.value_of(field, own)
        elif choice == "rule":
            decided[field] = None
        elif choice in said:
            decided[field] = said[choice]
    if not decided:
        raise QuestionError(asked.words("Choose what is right of at least one field."))
    register.decide(asked.subject, decided, reason=asked.text("reason"), base=asked.base)
    return asked.words("%(id)s is decided.", id=asked.subject)


def _pair(asked: Asked) -> tuple[Record, Record]:
    one, other = asked.register.item(asked.item).accounts
    return one, other


def _same(asked: Asked) -> str:
    one, other = _pair(asked)
    kept = asked.register.link(other["id"], one["incident"], reason=asked.text("reason") or None)
    return asked.words("Both tell of %(incident)s.", incident=kept)


def _different(asked: Asked) -> str:
    one, other = _pair(asked)
    asked.register.different(one["id"], other["id"], reason=asked.text("reason") or None)
    return asked.words("%(id)s are two incidents.", id=asked.subject)


def _unsure(asked: Asked) -> str:
    one, other = _pair(asked)
    asked.register.unsure(one["id"], other["id"], reason=asked.text("reason") or None)
    return asked.words("It is kept that nobody is sure of %(id)s.", id=asked.subject)


_ACTS: dict[str, Callable[[Asked], str]] = {
    "accept": _accept, "accept_and_confirm": _accept_and_confirm, "aside": _set_aside,
    "split": _split, "join": _join, "skip": _skip, "take": _take, "confirm": _confirm,
    "withdraw": _withdraw, "close": _close, "code": _code, "resolve": _resolve,
    "settle": _settle, "same": _same, "different": _different, "unsure": _unsure,
}  # fmt: skip
"""What a form asks for → what is done; gives what is said of it."""
