"""The fields of the form: their names, how they are typed, and which words of a source say them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Literal

from waqia.model import OUTCOMES

Kind = Literal["choice", "date", "place", "codes", "texts", "count", "parties", "text"]


@dataclass(frozen=True, slots=True)
class FormField:
    """A field of the form: how it is typed, from which vocabulary, and its colour (1 to 6).

    Its inputs have names that begin with its own; see `filled`.
    """

    name: str
    kind: Kind
    colour: int
    vocabulary: str | None = None


FIELDS: dict[str, FormField] = {
    field.name: field
    for field in (
        FormField("type", "choice", 1, "type"),
        FormField("date", "date", 2),
        FormField("place", "place", 3),
        FormField("perpetrators", "codes", 4, "actor"),
        FormField("claim", "choice", 4),
        *(FormField(outcome, "count", 6) for outcome in OUTCOMES),
        FormField("casualties", "parties", 6, "party"),
        FormField("targets", "codes", 5, "target"),
        FormField("tactics", "codes", 1, "tactic"),
        FormField("target_actors", "codes", 5, "actor"),
        FormField("responders", "codes", 5, "actor"),
        FormField("reported_by", "texts", 5),
        FormField("tags", "texts", 1),
        FormField("credibility", "choice", 5),
        FormField("summary", "text", 1),
    )
}
"""In the order of the form: what is corrected most comes first."""

CLAIMS = ("claimed", "attributed", "suspected", "denied", "unknown")
PRECISIONS = ("day", "range", "week", "month", "quarter", "year")
BOUNDS = ("min", "", "max")
"""The ends of a count, as they follow the name of its field."""


def count_names(outcome: str) -> tuple[str, str, str]:
    """The inputs of a count: killed_min, killed, killed_max."""
    return f"{outcome}_min", outcome, f"{outcome}_max"


def anchors_by_field(anchors: Iterable[Mapping[str, Any]]) -> dict[str, list[Mapping[str, Any]]]:
    """Field of the form → the anchors of the account that say it."""
    found: dict[str, list[Mapping[str, Any]]] = {}
    for anchor in anchors:
        name = (anchor.get("field") or "").split(":")[0]
        if name:
            found.setdefault("place" if name == "coordinates" else name, []).append(anchor)
    return found
