"""Whether an account and an incident lie too far apart to be joined without being told to."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from math import asin, cos, radians, sin, sqrt
from typing import Any

from waqia.model import phrase

DAYS = 14
"""Days between two accounts beyond which nobody joins them by mistake."""
KILOMETRES = 100
"""The same for their places, beyond how far each may be from its point."""
_REACH = {"exact": 1, "town": 10, "district": 50, "division": 100, "province": 300}
_ANYWHERE = 1000
_EARTH = 6371


def why_apart(account: Mapping[str, Any], others: Iterable[Mapping[str, Any]]) -> list[str]:
    """Why an account is apart from the accounts of an incident, as sentences; [] where not.

    It is apart where it is so from each of those that say when or where.
    """
    told = list(others)
    gaps = [gap for other in told if (gap := _days(account, other)) is not None]
    reasons = []
    if gaps and min(gaps) > DAYS:
        reasons.append(phrase(f"They lie {min(gaps):,} days apart."))
    ways = [way for other in told if (way := _kilometres(account, other)) is not None]
    if ways and min(ways) > KILOMETRES:
        reasons.append(phrase(f"Their places lie {round(min(ways), -1):,.0f} km apart."))
    return reasons


def _days(one: Mapping[str, Any], other: Mapping[str, Any]) -> int | None:
    """Days that lie between the days of two accounts; 0 where they touch."""
    if not (one.get("date_start") and other.get("date_start")):
        return None
    starts = [date.fromisoformat(each["date_start"]) for each in (one, other)]
    ends = [date.fromisoformat(each.get("date_end") or each["date_start"]) for each in (one, other)]
    return max(0, (max(starts) - min(ends)).days)


def _kilometres(one: Mapping[str, Any], other: Mapping[str, Any]) -> float | None:
    """Kilometres by which the places miss each other, however far each is from its point."""
    points = [(each.get("latitude"), each.get("longitude")) for each in (one, other)]
    if any(None in point for point in points):
        return None
    (y1, x1), (y2, x2) = ((radians(y or 0), radians(x or 0)) for y, x in points)
    half = sin((y1 - y2) / 2) ** 2 + cos(y1) * cos(y2) * sin((x1 - x2) / 2) ** 2
    reach = sum(_REACH.get(each.get("place_precision", ""), _ANYWHERE) for each in (one, other))
    return max(0.0, 2 * _EARTH * asin(sqrt(min(1.0, half))) - reach)
