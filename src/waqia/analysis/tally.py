"""A question as Ibis expressions: the incidents it counts, a row for each place they count in.

The table grows only where it must: a plain field adds a column, a field with several values
splits an incident into as many rows as it has values, the party field splits its persons.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, Literal

from waqia.analysis import calendar, fields, persons, windows
from waqia.analysis.fields import Field
from waqia.analysis.where import Limits
from waqia.codebook import CountingRule
from waqia.model import OUTCOMES, Period

if TYPE_CHECKING:
    from waqia.release import Release

Multi = Literal["each", "first", "share", "combination"]
Key = tuple[Any, ...]
Cells = dict[Key, dict[str, Any]]


@dataclass(frozen=True, slots=True)
class Question:
    """What is counted; `base` and `shift` are set where it is the earlier side of a comparison.

    `base` replaces the limits in time, and looks at the dates as they are; `shift` moves the
    dates before anything else looks at them, so that both sides fall into the same cells.
    `traced` cells bring the ids of their incidents along, where they will be asked for anyway.
    """

    release: Release
    measures: tuple[str, ...]
    rule: CountingRule
    multi: Multi
    limits: Limits
    windows: tuple[windows.Window, ...] = ()
    base: Period | None = None
    shift: calendar.Shift | None = None
    traced: bool = False

    @property
    def outcomes(self) -> list[str]:
        """The outcomes that are measured."""
        return [measure for measure in self.measures if measure != "incidents"]

    @property
    def harm(self) -> list[str]:
        """The outcomes that make a party one that an incident harmed: the measured, or all."""
        return self.outcomes or list(OUTCOMES)

    def split(self, outcomes: list[str]) -> persons.Split:
        """How the casualties of the outcomes are split by party."""
        codebook, limited = self.release.codebook, self.limits.parties
        return persons.Split(codebook, self.rule, outcomes, limited)


def counted(question: Question, columns: set[str] | None = None) -> Any:
    """The incidents that the question counts: one row each, amounts as its rule has them.

    With `columns` other columns may be left out.
    """
    table, limits = question.release.table("incidents"), question.limits
    table = table.filter(table.status.isnull() | table.status.notin(["withdrawn", "merged"]))
    if question.rule.types is not None:
        codebook = question.release.codebook
        groups = [codebook.members("type", code) for code in question.rule.types]
        table = table.filter(table.type.isin(sorted({code for group in groups for code in group})))
    if question.base is not None:
        table = table.filter(calendar.within(table, question.base))
    if question.shift is not None:
        start, end = (question.shift.moved(table[day]) for day in ("date_start", "date_end"))
        then = {"day_then": table.date_start} if question.shift.months else {}
        table = table.mutate(date_start=start, date_end=end, **then)
    if question.base is None:
        for dates in limits.dates:
            table = table.filter(dates.holds(table))
    if question.windows:
        table = table.filter(windows.in_any(table, question.windows))
    if limits.publishers:
        table = with_publishers(question.release, table)
    for condition in limits.conditions:
        table = table.filter(condition.holds(table))
    if question.rule.attackers and limits.parties is None and not limits.numbers:
        return table
    outcomes = list(dict.fromkeys([*question.harm, *limits.outcomes]))
    if columns is not None:
        needed = {*columns, "id", "casualties", *persons.amount_columns(outcomes)}
        table = table.select(*needed, *({"day_then"} & {*table.columns}))
    if not question.rule.attackers:
        table = persons.without_attackers(table, question.release.codebook, outcomes)
    if limits.parties is not None:
        split = question.split(outcomes)
        table = persons.limited(persons.with_split(table, split), split)
    for number in limits.numbers:
        table = table.filter(number.holds(table))
    return table


def with_publishers(release: Release, table: Any) -> Any:
    """The incidents with the array of the publishers of their sources."""
    accounts, sources = release.table("accounts"), release.table("sources")
    said = accounts.join(sources, accounts.source == sources.id)
    said = said.filter(sources.publisher.notnull())
    by_incident = said.group_by(of=accounts.incident).aggregate(
        publishers=sources.publisher.collect(distinct=True)
    )
    joined = table.left_join(by_incident, table.id == by_incident.of)
    return joined.drop("of")


def spread(question: Question, by: tuple[Field, ...]) -> Any:
    """One row an incident and cell: the fields, `id`, `weight`s and the amounts.

    `weight` is the part of the incident's persons that the row has, `weight_incident` the part
    of the incident itself; both are there only where values share an incident.
    """
    codebook, share = question.release.codebook, question.multi == "share"
    if any(field.name == "publisher" for field in by) and not question.limits.publishers:
        limits = replace(question.limits, publishers=True)
        question = replace(question, limits=limits)
    party = next((f for f in sorted(by, key=lambda f: f.of or "") if f.kind == "party"), None)
    on_event = any(field.kind in ("event", "relative_month") for field in by)
    derived = [field for field in by if field is not party and _derived(field, by, question.multi)]

    amounts = persons.amount_columns(question.outcomes)
    dates = {"date_start", "date_end"}
    table = counted(question, {*amounts, *dates, *(f.column for f in by if f.column)})
    columns = {name: table[name] for name in ["id", *amounts]}
    listed: list[Field] = []
    for field in by:
        if field in derived or field.kind in ("party", "event", "relative_month"):
            continue
        if field.kind != "list":
            columns[field.name] = fields.plain(field, codebook, table)
        elif question.multi == "first":
            columns[field.name] = fields.main_value(field, codebook, table)
        else:
            columns[field.name] = table[field.column]
            listed.append(field)
    if on_event:
        columns["event"] = windows.events_of(table, question.windows)
        columns |= {day: table[day] for day in dates}
    if party is not None:
        needed = ["casualties", *persons.amount_columns(question.harm)]
        if question.limits.parties is not None:
            needed += persons.split_columns(question.harm)
        columns |= {name: table[name] for name in needed}

    rows = table.select(**columns)
    for field in listed:
        rows = fields.split_by_value(field, codebook, rows)
        if question.multi == "combination":
            rows = fields.combined(field, rows)
    split = [f.name for f in listed if question.multi != "combination"]
    for name in [*split, "event"] if on_event else split:
        if share:
            before = rows.weight if "weight" in rows.columns else 1.0
            rows = rows.mutate(weight=before / rows[name].length())
        rows = rows.mutate(**{name: rows[name].unnest()})
        rows = rows.mutate(**{name: rows[name].nullif("unknown")})
    if party is not None:
        how = question.split(question.harm)
        if how.limited is None:
            rows = persons.with_split(rows, how)
        rows = persons.with_parties(rows, party, how)
        if share:
            whole = rows.weight if "weight" in rows.columns else 1.0
            rows = rows.mutate(weight=whole, weight_incident=whole / rows[party.name].length())
        rows = rows.mutate(**{party.name: rows[party.name].unnest()})
        rows = persons.amounts_by_party(rows, party, how, question.outcomes)
    if derived:
        of = {field.name: rows[str(field.of)] for field in derived}
        rows = rows.mutate(**{f.name: fields.mapped(f, codebook, of[f.name]) for f in derived})
    if any(field.kind == "relative_month" for field in by):
        rows = rows.mutate(relative_month=windows.relative_month_of(rows, question.windows))
    kept = [f.name for f in by] + ["id", *amounts]
    rows = rows.select(*kept, *(c for c in ("weight", "weight_incident") if c in rows.columns))
    if any(f.kind == "relative_month" for f in by) and not any(f.kind == "event" for f in by):
        rows = rows.distinct()  # two events close together can put an incident in one cell twice
    return rows


def _derived(field: Field, by: tuple[Field, ...], multi: Multi) -> bool:
    """Whether the field is read off another field of the same row (a target and its group)."""
    together = field.of in {other.name for other in by}
    return together and field.several and (field.kind == "party" or multi in ("each", "share"))


def cells(question: Question, by: tuple[Field, ...]) -> Any:
    """One row a cell: the fields, `incidents`, and the sums of every outcome measured."""
    rows = spread(question, by)
    weight = rows.weight if "weight" in rows.columns else None
    whole = rows.weight_incident if "weight_incident" in rows.columns else weight
    sums: dict[str, Any] = {"incidents": rows.count() if whole is None else whole.sum()}
    for outcome in question.outcomes:
        sums |= persons.sums(rows, outcome, weight)
    if question.traced:
        sums["ids"] = rows.id.collect(distinct=True)
    return rows.group_by([f.name for f in by]).aggregate(**sums) if by else rows.aggregate(**sums)


def evidence(question: Question, by: tuple[Field, ...]) -> Any:
    """One row a cell: the fields, and `ids`, the array of its incidents."""
    rows = spread(question, by)
    together = rows.id.collect(distinct=True)
    if not by:
        return rows.aggregate(ids=together)
    return rows.group_by([f.name for f in by]).aggregate(ids=together)


def ids(question: Question, by: tuple[Field, ...], cell: dict[str, Any]) -> Any:
    """The column of the incidents in the cells that have these values."""
    if not cell:
        return counted(question).select("id")
    rows = spread(question, tuple(field for field in by if _needed(field, by, cell)))
    for name, value in cell.items():
        rows = rows.filter(rows[name].isnull() if value is None else rows[name] == value)
    return rows.select("id").distinct()


def _needed(field: Field, by: tuple[Field, ...], cell: dict[str, Any]) -> bool:
    depends = {f.of for f in by if f.name in cell}
    return field.name in cell or field.name in depends or field.kind == "event"


def run(expression: Any) -> list[dict[str, Any]]:
    """The rows of an expression, as plain Python values."""
    # Not through Arrow: to import it and pandas takes longer than most counts.
    backend = expression.get_backend()
    found = backend.raw_sql(backend.compile(expression))
    names = [column[0] for column in found.description]
    return [dict(zip(names, row, strict=True)) for row in found.fetchall()]


def read_cells(question: Question, by: tuple[Field, ...]) -> Cells:
    """The cells by their stored values; without fields the one cell of everything."""
    names = [field.name for field in by]
    found: Cells = {}
    for row in run(cells(question, by)):
        ids = sorted(row.pop("ids", None) or ())
        found[tuple(row[name] for name in names)] = {
            name: _number(value, empty=row["incidents"] in (0, None))
            for name, value in row.items()
            if name not in names
        } | ({"ids": ids} if question.traced else {})
    return found


def rolled_up(cells: Cells, depth: int) -> Cells:
    """The cells summed up by their first so many fields; right where no incident is in two."""
    found: Cells = {}
    for key, cell in cells.items():
        above = found.setdefault(key[:depth], dict.fromkeys(cell))
        for name, value in cell.items():
            if value is not None:
                above[name] = value if above[name] is None else above[name] + value
    for cell in found.values():
        if "ids" in cell:
            cell["ids"] = sorted(cell["ids"])
    return found


def _number(value: Any, *, empty: bool) -> int | float | None:
    if value is None:
        return 0 if empty else None
    return round(value, 6) if isinstance(value, float) else int(value)
