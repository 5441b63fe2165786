"""The first page: what waits, what is new, what there is, and the numbers of twelve months."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any

from fastapi import APIRouter, Response
from fastapi.responses import RedirectResponse

from waqia.analysis import Count, count
from waqia.model import ReleaseError
from waqia.web.desk.visiting import Visit, Visitor

router = APIRouter()

MONTHS = 12
LATEST = 8
"""Acts that are told of."""
_HEIGHT = 60.0
"""Of the chart, in its own units; a month is 10 wide."""


def _(text: str) -> str:
    """Mark a text for translation, which is done where it is drawn."""
    return text


ACTS = {
    "register.create": _("made the register"),
    "source.add": _("added a source"),
    "source.change": _("changed a source"),
    "account.add": _("added an account"),
    "account.correct": _("corrected an account"),
    "account.correct_others": _("corrected an account of somebody else"),
    "account.set_aside": _("set an account aside"),
    "account.accept": _("accepted a proposed account"),
    "account.split": _("split an account"),
    "account.join": _("joined accounts"),
    "accounts.import": _("imported accounts"),
    "accounts.propose": _("read documents"),
    "accounts.import_as": _("imported accounts of somebody else"),
    "coding.add": _("coded an account a second time"),
    "coding.resolve": _("resolved two codings"),
    "decision.same": _("judged accounts to be of one incident"),
    "decision.different": _("judged accounts to be of different incidents"),
    "decision.unsure": _("could not tell whether accounts are of one incident"),
    "incident.split": _("split an incident"),
    "incident.merge": _("merged incidents"),
    "incident.confirm": _("confirmed candidates"),
    "incident.withdraw": _("withdrew an incident"),
    "incident.reopen": _("reopened an incident"),
    "incident.override": _("decided a field of an incident"),
    "incident.release_override": _("let the rule decide a field again"),
    "incident.settle": _("settled a field of an incident"),
    "revision.undo": _("undid an act"),
    "task.take": _("took up items of a queue"),
    "task.close": _("closed items of a queue"),
    "task.assign": _("assigned items of a queue"),
    "task.sample": _("drew a sample to be coded or looked at again"),
    "model.train": _("trained the linking of accounts"),
    "release.freeze": _("froze a release"),
    "codebook.change": _("changed the codebook"),
    "user.change": _("changed users"),
}
"""An act of the register → what somebody did."""
HELD = (
    _("sources"), _("accounts"), _("second codings"), _("incidents"), _("confirmed incidents"),
    _("withdrawn incidents"), _("decisions"), _("releases"), _("users"),
)  # fmt: skip
"""What a register tells that it holds."""


@dataclass(frozen=True, slots=True)
class Month:
    """A month of the chart: its incidents and persons killed, and where its bar stands."""

    month: str
    incidents: int
    killed: int | None
    x: float
    y: float
    height: float

    @property
    def first(self) -> str:
        """Its first day."""
        return f"{self.month}-01"


@router.get("/")
def home(visit: Visit) -> Response:
    """What waits and what there is; of a release alone the page to explore it."""
    if visit.site.entrance is None:
        return RedirectResponse("/explore", 303)
    register = visit.register
    status = register.status()
    shelf = visit.site.shelf
    waiting = shelf.present is None or not shelf.present.ready
    return visit.render(
        "home.html",
        status_of=status,
        queues=register.queues(),
        acts=register.acts(limit=LATEST),
        ACTS=ACTS,
        waiting=waiting,
        numbers=_numbers(visit) if status["holds"]["incidents"] and not waiting else None,
    )


@router.get("/numbers")
def numbers(visit: Visit) -> Response:
    """The part of the first page that takes a release of the present state."""
    if not visit.htmx:
        with visit.lent():  # made now, so that the first page has it
            return RedirectResponse("/", 303)
    return visit.render("home_numbers.html", waiting=False, numbers=_numbers(visit))


def _numbers(visit: Visitor) -> dict[str, Any] | None:
    """The months, the last day of an incident and of a source; None where no incident has a day."""
    with visit.lent() as release:
        try:
            end = release.coverage.end
        except ReleaseError:
            return None
        today = datetime.now(UTC).date()
        names = _names(min(end, today))
        counted = count(
            release, by="month", measure=("incidents", "killed"), period=f"{names[0]}..{names[-1]}"
        )
        months, total = _months(names, counted), counted.total
        ((source,),) = release.connection().execute(
            "SELECT max(date) FROM sources WHERE date <= ?", [today.isoformat()]
        ).fetchall()  # fmt: skip
    return {
        "months": months,
        "silent": sum(not one.incidents for one in months),
        "incidents": total["incidents"],
        "killed": total["killed"],
        "undated": next((row for row in counted.rows() if row["month"] is None), None),
        "last": end,
        "source": source,
        "days": (today - date.fromisoformat(source)).days if source and len(source) == 10 else None,
        "height": _HEIGHT,
    }


def _names(last: date) -> list[str]:
    """The twelve months that end with the one of a day."""
    number = last.year * 12 + last.month - 1
    return [f"{n // 12:04}-{n % 12 + 1:02}" for n in range(number - MONTHS + 1, number + 1)]


def _months(names: list[str], counted: Count) -> list[Month]:
    """Months by their names, with those that have no incident."""
    rows = {row["month"]: row for row in counted.rows()}
    most = max((rows[name]["incidents"] for name in names if name in rows), default=1)
    found = []
    for position, name in enumerate(names):
        row = rows.get(name, {"incidents": 0, "killed": 0})
        height = round(_HEIGHT * row["incidents"] / most, 1)
        found.append(
            Month(
                name, row["incidents"], row["killed"], position * 10 + 1, _HEIGHT - height, height
            )
        )
    return found
