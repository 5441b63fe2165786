"""The words readers see for fields and values."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from waqia.publish.numbers import calendar_label

if TYPE_CHECKING:
    from waqia.codebook import Codebook

_VOCABULARY = {
    "type": "type", "type_group": "type", "target": "target", "target_group": "target",
    "tactic": "tactic", "party": "party", "party_group": "party", "actor": "actor",
    "responder": "actor", "target_actor": "actor", "actor_category": "actor_category",
    "region": "region", "event": "event",
}  # fmt: skip
_CALENDAR = ("year", "half", "quarter", "month", "week", "day", "weekday", "relative_month")
_FIELDS = {
    "type_group": "Kind of incident", "type": "Type of incident", "actor_category": "Kind of actor",
    "target_group": "Kind of target", "party_group": "Kind of party",
    "relative_month": "Month round the event", "province_then": "Province of the day",
    "district_then": "District of the day", "target_actor": "Actor targeted",
}  # fmt: skip
_UNKNOWN = {
    "party": "Party not stated", "party_group": "Party not stated", "actor": "Unknown actor",
    "actor_category": "Unknown actor", "district": "District not known",
    "province": "Province not known", "region": "Region not known", "target": "Target not known",
    "tactic": "Tactic not known", "type": "Not classified",
}  # fmt: skip


def field_label(name: str) -> str:
    """The heading of a counted field."""
    return _FIELDS.get(name, name.replace("_", " ").capitalize())


def value_label(codebook: Codebook, name: str, value: Any) -> str:
    """A value of a counted field for readers; None is said in words, never left empty."""
    if name in _CALENDAR:
        return calendar_label(name, value)
    if value is None:
        return _UNKNOWN.get(name, "Not known")
    vocabulary = _VOCABULARY.get(name)
    if vocabulary is None:
        return str(value).replace("_", " ") if name == "tag" else str(value)
    return " + ".join(codebook.label(vocabulary, code) for code in str(value).split(" + "))
