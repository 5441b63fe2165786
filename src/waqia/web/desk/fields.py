"""What the fields and measures of questions are called; translated where they are drawn."""

from __future__ import annotations

from typing import Literal


def _(text: str) -> str:
    """Mark a text for translation, which is done where it is drawn."""
    return text


NAMES = {
    "type": _("Type"),
    "type_group": _("Kind of violence"),
    "year": _("Year"),
    "half": _("Half-year"),
    "quarter": _("Quarter"),
    "month": _("Month"),
    "week": _("Week"),
    "day": _("Day"),
    "weekday": _("Day of the week"),
    "region": _("Region"),
    "country": _("Country"),
    "province": _("Province"),
    "division": _("Division"),
    "district": _("District"),
    "province_then": _("Province at the time"),
    "district_then": _("District at the time"),
    "place": _("Place"),
    "place_precision": _("How precise the place is"),
    "date_precision": _("How precise the date is"),
    "actor": _("Actor"),
    "actor_category": _("Kind of actor"),
    "claim": _("How the actor is known"),
    "responder": _("Responder"),
    "target_actor": _("Force or group targeted"),
    "target": _("Target"),
    "target_group": _("Kind of target"),
    "tactic": _("Tactic"),
    "tag": _("Tag"),
    "party": _("Party harmed"),
    "party_group": _("Kind of party harmed"),
    "status": _("Status"),
    "publisher": _("Publisher of the source"),
}
"""A field of a question → its name."""

Measure = Literal["incidents", "killed", "injured", "arrested", "abducted"]
"""What a view counts."""
MEASURES = {
    "incidents": _("Incidents"),
    "killed": _("Killed"),
    "injured": _("Injured"),
    "arrested": _("Arrested"),
    "abducted": _("Abducted"),
}
"""A measure → its name."""

FILTERS = (
    "type", "province", "district", "place", "actor", "target", "tactic", "tag", "publisher",
)  # fmt: skip
"""The fields that a question is mostly limited by."""

FURTHER = (
    "type_group", "region", "actor_category", "claim", "responder", "target_actor", "target_group",
    "party", "weekday", "place_precision", "date_precision", "status",
)  # fmt: skip
"""The fields that it is seldom limited by."""

UNITS = {
    "year": _("by year"),
    "quarter": _("by quarter"),
    "month": _("by month"),
    "week": _("by week"),
    "day": _("by day"),
}
"""A unit of the timeline → its name."""

HALVES = {"1": _("First half of %(year)s"), "2": _("Second half of %(year)s")}
"""A half of a year → its name."""

ORDERS = {
    "newest": _("newest first"),
    "oldest": _("oldest first"),
    "killed": _("most killed first"),
    "injured": _("most injured first"),
}
"""An order of a list of incidents → its name."""
