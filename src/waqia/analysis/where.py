"""What a question is limited to: `{"type": "attack", "year": 2023, "killed": ">=10"}`, read."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import reduce
from itertools import pairwise
from operator import or_
from typing import TYPE_CHECKING, Any

from waqia.analysis import calendar
from waqia.analysis.fields import FIELDS, Field, mapped, members, near
from waqia.analysis.persons import Parties, amount_columns
from waqia.codebook import normalise
from waqia.model import OUTCOMES, Period, QuestionError

if TYPE_CHECKING:
    from waqia.release import Release

Test = Callable[[Any], Any]

_THRESHOLD = re.compile(r"(>=|≥|<=|≤|>|<|=)?\s*(\d+)")
_RANGE = re.compile(r"(\d+)\s*(?:\.\.|-|–)\s*(\d+)")
_UNIT_NAMES = ("period", *calendar.UNITS)


@dataclass(frozen=True, slots=True)
class Dates:
    """One limit in time: any of some periods, or (`unknown`) none that the unit can tell."""

    unit: str
    periods: tuple[Period, ...]
    unknown: bool = False

    def holds(self, table: Any) -> Any:
        """The limit as a condition on the incidents."""
        parts = [calendar.within(table, period) for period in self.periods]
        if self.unknown:
            parts.append(calendar.unit_of(self.unit, table).isnull())
        return reduce(or_, parts)

    @property
    def period(self) -> Period | None:
        """The one stretch of time that it means, if it means one."""
        if self.unknown:
            return None
        periods = sorted(self.periods)
        if len(periods) == 1:
            return periods[0]
        if any((after.start - before.end).days != 1 for before, after in pairwise(periods)):
            return None
        return Period(periods[0].start, periods[-1].end, f"{periods[0].label}..{periods[-1].label}")


@dataclass(frozen=True, slots=True)
class Condition:
    """A limit by a field that is read from one column: these values, or none that is known.

    `holds` gives it as a condition on a table that has the column.
    """

    field: str
    column: str
    known: tuple[Any, ...]
    unknown: bool
    holds: Test


@dataclass(frozen=True, slots=True)
class Amount:
    """A limit by an amount: in one of some ranges, both ends within, or not known."""

    column: str
    ranges: tuple[tuple[int | None, int | None], ...]
    unknown: bool

    def holds(self, table: Any) -> Any:
        """The limit as a condition on a table with the amounts as the counting rule has them."""
        column = table[self.column]
        parts = [column.isnull()] if self.unknown else []
        for low, high in self.ranges:
            if low is not None and high is not None:
                parts.append(column.between(low, high))
            else:
                parts.append(column >= low if high is None else column <= high)
        return reduce(or_, parts)


@dataclass(frozen=True, slots=True)
class Limits:
    """Everything that a question is limited to.

    `numbers` are limits of the amounts of `outcomes`, as the counting rule has them.
    """

    conditions: tuple[Condition, ...] = ()
    dates: tuple[Dates, ...] = ()
    parties: Parties | None = None
    numbers: tuple[Amount, ...] = ()
    outcomes: tuple[str, ...] = ()
    publishers: bool = False


def read_limits(
    where: Mapping[str, Any] | None, period: str | int | Period | None, release: Release
) -> Limits:
    """The limits that `where` and `period` say.

    Raises:
        QuestionError: a field, code, label, name, period or threshold that does not exist.
    """
    conditions: list[Condition] = []
    dates: list[Dates] = []
    parties: Parties | None = None
    numbers: list[Amount] = []
    outcomes: list[str] = []
    questions = dict(where or {})
    if period is not None:
        dates.append(_dates("period", [period]))
    for name, asked in questions.items():
        wanted = _listed(asked)
        if name in _UNIT_NAMES:
            dates.append(_dates(name, wanted))
        elif name in amount_columns(OUTCOMES):
            numbers.append(_amount(name, wanted))
            outcomes.append(name.removesuffix("_min").removesuffix("_max"))
        elif name in ("id", "ids"):
            conditions.append(_ids(tuple(str(value) for value in wanted)))
        elif name in FIELDS and FIELDS[name].kind not in ("event", "relative_month"):
            field = FIELDS[name]
            codes = [None if v is None else stored(field, v, release) for v in wanted]
            if field.kind == "party":
                parties = _parties(codes, release, parties)
            else:
                conditions.append(_condition(field, codes, release))
        else:
            if name in FIELDS:
                raise QuestionError(
                    f"Nothing can be limited by {name!r}; use around=, before= and after=."
                )
            choices = [*FIELDS, "period", "id", *amount_columns(OUTCOMES)]
            raise QuestionError(f"Nothing can be limited by {name!r}; {near(name, choices)}")
    return Limits(
        tuple(conditions),
        tuple(dates),
        parties,
        tuple(numbers),
        tuple(outcomes),
        publishers="publisher" in questions,
    )


def split_values(text: str) -> list[str | None]:
    """Values that commas separate, None for an empty one; `\\,` is a comma within a value."""
    parts = re.split(r"(?<!\\),", text)
    return [part.replace("\\,", ",").strip() or None for part in parts]


def join_values(values: Iterable[str | None]) -> str:
    """Values as one text that `split_values` reads."""
    return ",".join((value or "").replace(",", "\\,") for value in values)


def stored(field: Field, value: object, release: Release) -> Any:
    """The stored value for what a person wrote: a code, label, alias, name or calendar unit.

    Raises:
        QuestionError: the codebook, the gazetteer and the release have nothing of that name.
    """
    words = str(value).strip()
    if field.kind == "calendar":
        return calendar.parse(field.name, value)
    if field.kind == "weekday":
        return _weekday(words)
    if field.kind == "relative_month":
        return int(words)
    if words == "unknown" and field.kind != "place":
        return None
    if field.kind == "event":
        return release.codebook.find("event", words) or words
    if field.vocabulary:
        return _code(field, words, release)
    if field.values:
        if words.lower() in field.values:
            return words.lower()
        raise QuestionError(f"No {field.name} is called {words!r}; {near(words, field.values)}")
    return _name(field, words, release)


def _listed(asked: object) -> list[Any]:
    listed = list(asked) if isinstance(asked, list | tuple | set | frozenset) else [asked]
    if not listed:
        raise QuestionError("A limit by an empty list counts nothing; leave it out or fill it.")
    return listed


def _dates(unit: str, wanted: list[Any]) -> Dates:
    known = [value for value in wanted if value is not None]
    unknown = len(known) < len(wanted)
    if unit == "period" and unknown:
        raise QuestionError("A period cannot be None; limit year, month or day to None instead.")
    return Dates(unit, tuple(_period(unit, value) for value in known), unknown)


def _period(unit: str, value: object) -> Period:
    if isinstance(value, Period):
        return value
    if unit == "period" or ".." in str(value):
        return Period.parse(str(value))
    return calendar.period_of(unit, calendar.parse(unit, value))


def _weekday(words: str) -> int:
    for number, name in enumerate(calendar.WEEKDAYS):
        if words.lower() in (name.lower(), name[:3].lower(), str(number + 1)):
            return number
    raise QuestionError(f"{words!r} is not a weekday; {near(words, calendar.WEEKDAYS)}")


def _code(field: Field, words: str, release: Release) -> str:
    vocabulary = str(field.vocabulary)
    if release.codebook.is_open(vocabulary) and not release.codebook.find(vocabulary, words):
        return _name(field, words, release)
    code = release.codebook.resolve(vocabulary, words)
    groups = members(field, release.codebook) if field.of == field.vocabulary else {code: []}
    if code not in groups:
        raise QuestionError(f"{code!r} is not a {field.name}; {near(code, groups)}")
    return code


def _name(field: Field, words: str, release: Release) -> str:
    """A place, tag or publisher: as the gazetteer spells it, or as the release does."""
    present = _present(field, release)
    if words in present:  # as it stands in rows: their incidents must be found again
        return present[words]
    wanted = normalise(words)
    if field.kind == "place" and field.name not in ("place", "province_then", "district_then"):
        spelled = _spelled(field.name, release)
        if wanted in spelled:
            return spelled[wanted]
    if wanted in present:
        return present[wanted]
    names = sorted({*present.values()})
    raise QuestionError(f"The release has no {field.name} {words!r}; {near(words, names[:200])}")


def _spelled(level: str, release: Release) -> dict[str, str]:
    """Comparable spelling → name of a place of this level of the gazetteer."""
    key = f"spelled {level}"
    if key not in release.kept:
        codebook = release.codebook
        names = {p.id: p.name for p in codebook.places.values() if p.level == level}
        spelled = {normalise(name): name for name in names.values()}
        for row in codebook.tables.get("names", []):
            if row["place"] in names:
                spelled.setdefault(normalise(row["name"]), names[row["place"]])
        release.kept[key] = spelled
    found: dict[str, str] = release.kept[key]
    return found


def _present(field: Field, release: Release) -> dict[str, str]:
    """Every name that the release has, and its comparable spelling → the name."""
    key = f"present {field.name}"
    if key not in release.kept:
        release.kept[key] = _read_present(field, release)
    found: dict[str, str] = release.kept[key]
    return found


def _read_present(field: Field, release: Release) -> dict[str, str]:
    if field.name == "publisher":
        column = release.table("sources").publisher
    else:
        column = release.table("incidents")[field.column]
        column = column.unnest() if field.kind == "list" else column
    values = column.name("value").as_table().distinct()
    backend = values.get_backend()
    rows = backend.raw_sql(backend.compile(values)).fetchall()
    names = sorted(value for (value,) in rows if value is not None)
    return {normalise(name): name for name in names} | {name: name for name in names}


def _amount(name: str, wanted: list[Any]) -> Amount:
    known = tuple(_range(value) for value in wanted if value is not None)
    return Amount(name, known, unknown=len(known) < len(wanted))


def _range(value: object) -> tuple[int | None, int | None]:
    words = str(value).strip()
    if match := _RANGE.fullmatch(words):
        least, most = int(match[1]), int(match[2])
        if least > most:
            raise QuestionError(
                f"{words!r} goes from more persons to fewer: expected '{most}..{least}'."
            )
        return least, most
    match = _THRESHOLD.fullmatch(words)
    if match is None:
        raise QuestionError(f"{words!r} is not a number of persons: expected 10, '>=10', '10..20'.")
    number = int(match[2])
    match match[1]:
        case ">=" | "≥":
            return number, None
        case "<=" | "≤":
            return None, number
        case ">":
            return number + 1, None
        case "<":
            return None, number - 1
    return number, number


def _ids(known: tuple[str, ...]) -> Condition:
    return Condition("id", "id", known, unknown=False, holds=lambda table: table.id.isin(known))


def _condition(field: Field, codes: list[Any], release: Release) -> Condition:
    known = [code for code in codes if code is not None]
    unknown = len(known) < len(codes)
    codebook = release.codebook
    if field.vocabulary:
        known = [code for group in known for code in codebook.members(field.vocabulary, group)]
    if field.of:
        groups = members(field, codebook)
        known = [code for group in known for code in groups.get(group, [])]

    def plain(table: Any) -> Any:
        column = calendar.weekday_of(table) if field.kind == "weekday" else table[field.column]
        held = column.isin(known)
        if not unknown:
            return held
        return held | column.isnull() | (column.cast("string") == "unknown")

    def several(table: Any) -> Any:
        column = table[field.column]
        held = column.filter(lambda value: value.isin(known)).length() > 0
        if not unknown:
            return held

        def named(code: Any) -> Any:
            value = mapped(field, codebook, code) if field.of else code
            return value.fill_null("unknown") != "unknown"

        nothing = column.filter(named).length().fill_null(0) == 0
        return held.fill_null(False) | nothing

    holds = several if field.kind == "list" else plain
    return Condition(field.name, field.column or field.name, tuple(known), unknown, holds)


def _parties(codes: list[Any], release: Release, already: Parties | None) -> Parties:
    if already is not None:
        raise QuestionError("Limit by party or by party_group, not by both.")
    codebook = release.codebook
    known = [code for code in codes if code is not None]
    named = {member for code in known for member in codebook.members("party", code)}
    return Parties(frozenset(named), unknown=len(known) < len(codes))
