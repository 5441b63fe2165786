"""What a visitor looks at on the explore page: a question, and how its answer is shown."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any
from urllib.parse import quote_plus, urlencode

from waqia.analysis import join_values
from waqia.model import OUTCOMES, Period, QuestionError, WaqiaError
from waqia.release import Release
from waqia.web.desk.fields import MEASURES, NAMES, ORDERS, UNITS, Measure
from waqia.web.exploring import Question, ask
from waqia.web.problems import asking

Items = list[tuple[str, str]]

BREAKDOWNS = ("type", "province", "actor", "target", "tactic", "tag")
"""The fields whose values are listed beside the map."""
_LEVELS = ("district", "province")
_MAPS = ("points", "areas")
_AMOUNTS = tuple(OUTCOMES)
_HELPERS = {"at", "from", "to", *(f"{name}_{end}" for name in _AMOUNTS for end in ("from", "to"))}
"""Fields of the form that are put together to one of the question."""


@dataclass(frozen=True)
class View:
    """A question with how its answer is shown; everything of it stands in the address.

    `release` is the one that the address names, if it does; `columns` None counts by `rows` alone.
    """

    question: Question
    measure: Measure = "incidents"
    rows: str = "type"
    columns: str | None = "year"
    unit: str | None = None
    level: str = "district"
    order: str = "newest"
    map: str = "points"
    release: str | None = None

    @classmethod
    def read(cls, items: Items, coverage: Period | None = None) -> View:
        """Read an address or a form.

        Half a period ends where the release does, whose `coverage` that is.

        Raises:
            QuestionError: a value that does not exist.
        """
        given = dict(items)
        rows = _one_of("rows", given.get("rows"), NAMES, "type")
        columns = given.get("columns", "year")
        if columns == rows:
            columns = ""
        return cls(
            question=Question.read(_put_together(items, coverage)),
            measure=_one_of("measure", given.get("measure"), MEASURES, "incidents"),
            rows=rows,
            columns=_one_of("columns", columns, NAMES, "year") if columns else None,
            unit=_one_of("unit", given.get("unit"), UNITS, None),
            level=_one_of("level", given.get("level"), _LEVELS, "district"),
            order=_one_of("order", given.get("order"), ORDERS, "newest"),
            map=_one_of("map", given.get("map"), _MAPS, "points"),
            release=given.get("release") or None,
        )

    @property
    def shown(self) -> Items:
        """Everything of the view that is not the question, as parameters; defaults left out."""
        plain = View(self.question)
        named = ("release", "measure", "rows", "columns", "unit", "level", "order", "map")
        return [
            (name, getattr(self, name) or "")
            for name in named
            if getattr(self, name) != getattr(plain, name)
        ]

    def at(self, path: str = "/explore", question: Question | None = None, **changes: Any) -> str:
        """The address of a page for this view, of another question or with other choices."""
        view = replace(self, **changes) if changes else self
        asked = self.question if question is None else question
        query = urlencode([*view.shown, *asked.pairs()])
        return f"{path}?{query}" if query else path

    def opens(
        self, cell: dict[str, Any] | None = None, box: str | None = None, form: str = ""
    ) -> str:
        """The address of the incidents behind a number, or of a file with them in some form."""
        query = self.question.opens(cell or {})
        rest = urlencode([*([("release", self.release)] if self.release else []),
                          *([("box", box)] if box else [])])  # fmt: skip
        address = f"/explore/incidents.{form}?" if form else "/explore/incidents?"
        return address + "&".join(part for part in (rest, query) if part)

    def narrowing(self, field: str) -> Callable[[str | int | None], str]:
        """What gives the address of this view limited to one value of a field.

        A page has hundreds of these: the value is put behind the rest, which is written once.
        """
        rest = self.at(question=self.question.without(field))
        start = f"{rest}{'&' if '?' in rest else '?'}{field}="

        def narrowed(value: str | int | None) -> str:
            return start + quote_plus(join_values([None if value is None else str(value)]))

        return narrowed

    def opening(self, *fields: str) -> Callable[..., str]:
        """What gives the address of the incidents behind a cell of these fields."""
        start = self.opens()
        if not start.endswith("?"):
            start += "&"

        def opened(*values: object) -> str:
            cells = [
                "cell=" + quote_plus(f"{field}:{'' if value is None else value}")
                for field, value in zip(fields, values, strict=True)
            ]
            return start + "&".join(cells)

        return opened

    @property
    def days(self) -> tuple[str, str]:
        """The first and last day asked for, as ISO dates; empty where all time is."""
        if not self.question.period:
            return "", ""
        period = Period.parse(self.question.period)
        return period.start.isoformat(), period.end.isoformat()

    def amounts(self, outcome: str) -> tuple[str, str]:
        """The least and most persons asked for; empty where not limited."""
        said = " ".join(str(value) for value in self.question.asks(outcome))
        if found := re.fullmatch(r"(\d+)\.\.(\d+)", said):
            return found[1], found[2]
        if found := re.fullmatch(r">=\s*(\d+)", said):
            return found[1], ""
        return (said, said) if said.isdecimal() else ("", "")


def askable(items: Items, release: Release) -> View:
    """The view of an address without the parts of it that cannot be asked."""
    parts: dict[str, Items] = {}
    for name, value in items:
        # both ends of a range are one part
        part = "period" if name in ("from", "to") else name
        for outcome in _AMOUNTS:
            if name in (f"{outcome}_from", f"{outcome}_to"):
                part = outcome
        parts.setdefault(part, []).append((name, value))
    kept: Items = []
    for pairs in parts.values():
        try:
            with asking():
                ask(release, View.read(pairs, release.coverage).question)
        except WaqiaError:
            continue
        kept += pairs
    return View.read(kept, release.coverage)


def needs_putting_together(items: Items) -> bool:
    """Whether an address has fields of the form in place of those of the question."""
    return any(name in _HELPERS for name, _ in items)


def _put_together(items: Items, coverage: Period | None) -> Items:
    given = dict(items)
    found = [(name, value) for name, value in items if name not in _HELPERS]
    first, last = given.get("from", ""), given.get("to", "")
    if first or last:
        ends = coverage or Period(date(1, 1, 1), date(9999, 12, 31), "")
        found = [(name, value) for name, value in found if name != "period"]
        found.append(("period", f"{first or ends.start}..{last or ends.end}"))
    for outcome in _AMOUNTS:
        least, most = given.get(f"{outcome}_from", ""), given.get(f"{outcome}_to", "")
        if least and most:
            found.append((outcome, f"{least}..{most}"))
        elif least or most:
            found.append((outcome, f">={least}" if least else f"0..{most}"))
    return found


def _one_of(name: str, value: str | None, offered: Iterable[str], otherwise: Any) -> Any:
    if not value:
        return otherwise
    if value not in offered:
        raise QuestionError(
            f"{name} is not {value!r}; choose from {', '.join(map(repr, offered))}."
        )
    return value


def first_day(unit: str, key: str | int) -> date:
    """The first day of a calendar unit as it is written, such as 2014-W03."""
    if unit == "week":
        year, _, week = str(key).partition("-W")
        return date.fromisocalendar(int(year), int(week), 1)
    return Period.parse(key).start


def day_after(unit: str, key: str | int) -> date:
    """The first day that lies behind a calendar unit."""
    if unit == "week":
        return first_day(unit, key) + timedelta(days=7)
    return Period.parse(key).end + timedelta(days=1)


def period_of(unit: str, key: str | int) -> str:
    """A calendar unit as a period: itself, or the days of a week."""
    if unit != "week":
        return str(key)
    monday = first_day(unit, key)
    return f"{monday}..{monday + timedelta(days=6)}"
