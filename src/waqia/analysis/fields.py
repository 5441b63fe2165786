"""The fields a question may name, and how each is read from an incident.

A plain field has one value an incident, a list field several. The code `unknown` of a vocabulary
means the same as no value at all: both are None.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Literal

from waqia.analysis import calendar
from waqia.codebook import Codebook
from waqia.model import QuestionError, phrase

Kind = Literal["plain", "place", "calendar", "weekday", "list", "party", "event", "relative_month"]


@dataclass(frozen=True, slots=True)
class Field:
    """A field: the column it is read from, the vocabulary of its codes, and how it is mapped.

    `of` is the field whose values are mapped to this one's: a group is `of` its members.
    """

    name: str
    kind: Kind
    column: str = ""
    vocabulary: str | None = None
    of: str | None = None
    values: tuple[str, ...] = ()

    @property
    def several(self) -> bool:
        """Whether an incident can lie under more than one value of the field."""
        return self.kind in ("list", "party", "event", "relative_month")


def _fields() -> dict[str, Field]:
    date_precisions = ("day", "range", "week", "month", "quarter", "year")
    place_precisions = ("exact", "town", "district", "division", "province", "country", "unknown")
    claims = ("claimed", "attributed", "suspected", "denied", "unknown")
    listed = [
        Field("type", "plain", "type", "type"),
        Field("type_group", "plain", "type", "type", of="type"),
        *(Field(unit, "calendar") for unit in calendar.UNITS),
        Field("weekday", "weekday", values=calendar.WEEKDAYS),
        Field("region", "plain", "region", "region"),
        *(Field(name, "place", name) for name in _PLACES),
        Field("place_precision", "plain", "place_precision", values=place_precisions),
        Field("date_precision", "plain", "date_precision", values=date_precisions),
        Field("actor", "list", "perpetrators", "actor"),
        Field("actor_category", "list", "perpetrators", "actor_category", of="actor"),
        Field("claim", "plain", "claim", values=claims),
        Field("responder", "list", "responders", "actor"),
        Field("target_actor", "list", "target_actors", "actor"),
        Field("target", "list", "targets", "target"),
        Field("target_group", "list", "targets", "target", of="target"),
        Field("tactic", "list", "tactics", "tactic"),
        Field("tag", "list", "tags"),
        Field("party", "party", "casualties", "party"),
        Field("party_group", "party", "casualties", "party", of="party"),
        Field("status", "plain", "status", values=("candidate", "confirmed")),
        Field("publisher", "list", "publishers"),
        Field("event", "event", vocabulary="event"),
        Field("relative_month", "relative_month"),
    ]
    return {field.name: field for field in listed}


_PLACES = ("country", "province", "division", "district", "province_then", "district_then", "place")
FIELDS: dict[str, Field] = _fields()
"""Every field by its name."""


def near(word: str, names: Iterable[str]) -> str:
    """The end of a message about an unknown name: the names that are spelled like it, or all."""
    import difflib

    known = list(names)
    listed = ", ".join(map(repr, known))
    close = difflib.get_close_matches(word, known, 3, 0.5)
    if not close:
        return phrase(f"choose from {listed}.")
    *others, last = map(repr, close)
    if others:
        return phrase(f"did you mean {', '.join(others)} or {last}?")
    return phrase(f"did you mean {last}?")


def field_named(name: str) -> Field:
    """The field of that name.

    Raises:
        QuestionError: there is none; the message has the names spelled like it.
    """
    if name in FIELDS:
        return FIELDS[name]
    raise QuestionError(f"No field is called {name!r}; {near(name, FIELDS)}")


def members(field: Field, codebook: Codebook) -> dict[str, list[str]]:
    """For a mapped field: its value → the codes of the field it is `of`."""
    found: dict[str, list[str]] = {}
    if field.name == "actor_category":
        for code, term in codebook.terms("actor").items():
            if category := term.row.get("category"):
                found.setdefault(category, []).append(code)
        return found
    terms = codebook.terms(str(field.of))
    for code in terms:
        line = [code]
        # a code that is its own ancestor is the top of its own line
        while (parent := terms[line[-1]].parent) in terms and parent not in line:
            line.append(str(parent))
        found.setdefault(line[-1], []).append(code)
    return found


def mapped(field: Field, codebook: Codebook, code: Any) -> Any:
    """The field's value for one code (an expression) of the field it is `of`."""
    import ibis

    if field.name == "actor_category":
        otherwise, known = ibis.null("string"), members(field, codebook)
    else:
        below = members(field, codebook).items()
        otherwise, known = code, {group: [c for c in codes if c != group] for group, codes in below}
    groups = [(code.isin(codes), group) for group, codes in known.items() if codes]
    return ibis.cases(*groups, else_=otherwise) if groups else otherwise


def plain(field: Field, codebook: Codebook, table: Any) -> Any:
    """The column of a field that has one value an incident."""
    if field.kind == "calendar":
        return calendar.unit_of(field.name, table)
    if field.kind == "weekday":
        return calendar.weekday_of(table)
    column = table[field.column]
    if field.of:
        return mapped(field, codebook, column)
    return column.nullif("unknown") if "unknown" in field.values else column


def split_by_value(field: Field, codebook: Codebook, table: Any) -> Any:
    """The table with the array of a list field's different values in the column of its name.

    Takes a table that has the field's codes there. The array holds one null where nothing is
    known, so that no incident is lost when it is split.
    """
    import ibis

    name = field.name
    if field.of:
        codes = table[name].map(lambda code: mapped(field, codebook, code))
        table = table.mutate(**{name: codes})
    # Sorting out repeated and unknown values is dear, and only lists of two or more need it.
    known = table[name].unique().filter(lambda value: value.notnull() & (value != "unknown"))
    known = ibis.ifelse(table[name].length() > 1, known, table[name])
    table = table.mutate(**{name: known})
    return table.mutate(**{name: padded(table[name])})


def padded(array: Any) -> Any:
    """The array, or one null where it is empty or null itself."""
    import ibis

    nothing = ibis.array([ibis.null("string")])
    return ibis.ifelse(array.length() > 0, array, nothing)


def main_value(field: Field, codebook: Codebook, table: Any) -> Any:
    """The first value of a list field."""
    first = table[field.column][0].nullif("unknown")
    return mapped(field, codebook, first) if field.of else first


def combined(field: Field, table: Any) -> Any:
    """The table with all values of a list field as one: sorted and joined with " + ".

    Takes a table that `split_by_value` has prepared.
    """
    together = table[field.name].sort().join(" + ")
    return table.mutate(**{field.name: together.nullif("").nullif("unknown")})
