"""How good the data of a release are: what is imputed, imprecise, unknown, disputed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from waqia.analysis import tally
from waqia.analysis.fields import FIELDS
from waqia.analysis.where import read_limits
from waqia.codebook import CountingRule
from waqia.model import OUTCOMES, VALUE_FIELDS, Period

if TYPE_CHECKING:
    from waqia.release import Release

_UNKNOWN = {"type": "Type", "actor": "Perpetrator", "target": "Target", "tactic": "Tactic"}

_DATED = {"range": "Date known as a range of days only"}


@dataclass(frozen=True, slots=True)
class Quality:
    """One check: how many incidents have a defect, `of` how many that could have it.

    `value` is the precision or the field that the check is about, if it is about one.
    """

    check: str
    value: str | None
    label: str
    incidents: int
    of: int
    _found: Any = field(repr=False, compare=False)

    @property
    def percent(self) -> float | None:
        """The share in percent, with two decimals; None of nothing."""
        return round(100 * self.incidents / self.of, 2) if self.of else None

    def ids(self) -> list[str]:
        """The ids of the incidents with the defect; sorted."""
        return [row["id"] for row in tally.run(self._found.select("id").order_by("id"))]

    def row(self) -> dict[str, Any]:
        """The check as a plain row."""
        return {
            "check": self.check,
            "value": self.value,
            "label": self.label,
            "incidents": self.incidents,
            "of": self.of,
            "percent": self.percent,
        }


def quality(
    release: Release,
    where: Mapping[str, Any] | None = None,
    period: str | int | Period | None = None,
) -> list[Quality]:
    """The data quality of a release, or of the incidents that `where` and `period` select.

    All checks are worked out in one query; withdrawn and merged incidents are left out.

    Raises:
        QuestionError: as `count` does.
    """
    everything = CountingRule("everything", "Everything", "", types=None, attackers=True)
    limits = read_limits(where, period, release)
    incidents = tally.counted(tally.Question(release, ("incidents",), everything, "each", limits))
    checks = _checks(incidents)
    numbers = {}
    for place, (*_, holds, among) in enumerate(checks):
        numbers[f"incidents{place}"] = (holds & among).sum()
        numbers[f"of{place}"] = among.sum()
    found = tally.run(incidents.aggregate(**numbers))[0]
    return [
        Quality(
            check,
            value,
            label,
            int(found[f"incidents{place}"] or 0),
            int(found[f"of{place}"] or 0),
            incidents.filter(holds & among),
        )
        for place, (check, value, label, holds, among) in enumerate(checks)
    ]


def _checks(table: Any) -> list[tuple[str, str | None, str, Any, Any]]:
    """Each check: its name and value, its label, when it holds, and among which incidents."""
    everything = table.id.notnull()
    several = table.n_accounts > 1
    known = {outcome: table[outcome].notnull() for outcome in OUTCOMES}
    imputed = [
        ("imputed", outcome, f"{outcome.capitalize()}: number worked out from words",
         table[f"{outcome}_imputed"], known[outcome])
        for outcome in OUTCOMES
    ]  # fmt: skip
    dates = [
        ("date", precision, _DATED.get(precision, f"Date known to the {precision} only"),
         table.date_precision == precision, everything)
        for precision in FIELDS["date_precision"].values
        if precision != "day"
    ]  # fmt: skip
    places = [
        ("place", precision, f"Place known to the {precision} only",
         table.place_precision == precision, everything)
        for precision in FIELDS["place_precision"].values
        if precision not in ("exact", "unknown")
    ]  # fmt: skip
    nowhere = table.place_precision.fill_null("unknown") == "unknown"
    unknown = [
        *(
            ("unknown", name, f"{label} unknown", _nothing_said(table, name), everything)
            for name, label in _UNKNOWN.items()
        ),
        *(
            ("unknown", outcome, f"{outcome.capitalize()}: number unknown",
             ~known[outcome], everything)
            for outcome in OUTCOMES
        ),
    ]  # fmt: skip
    accounts = [
        ("accounts", None, "Told by more than one account", several, everything),
        ("sources", None, "Told by more than one source", table.n_sources > 1, everything),
        ("disputed", None, "Accounts differ in a field", table.disputed.length() > 0, several),
    ]
    disputed = [
        ("disputed", name, f"Accounts differ in {name.replace('_', ' ')}",
         table.disputed.contains(name), several)
        for name in VALUE_FIELDS
    ]  # fmt: skip
    marked = ("marked", None, "Marked by a finding", table.marks.length() > 0, everything)
    place_unknown = ("place", "unknown", "Place unknown", nowhere, everything)
    return [*imputed, *dates, *places, place_unknown, *unknown, *accounts, *disputed, marked]


def _nothing_said(table: Any, name: str) -> Any:
    column = table[FIELDS[name].column]
    if FIELDS[name].kind != "list":
        return column.isnull()
    return column.filter(lambda v: v.notnull() & (v != "unknown")).length().fill_null(0) == 0
