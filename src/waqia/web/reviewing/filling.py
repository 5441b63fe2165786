"""The texts of the form's inputs, from an account as it is kept."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from waqia.codebook import Codebook
from waqia.model import OUTCOMES
from waqia.web.reviewing.fields import FIELDS, count_names
from waqia.web.reviewing.places import places_of

PARTS = ("party", "outcome", "min", "best", "max")
"""Inputs of a row of casualties, as they follow c0_, c1_, …."""


def filled(account: Mapping[str, Any], codebook: Codebook, language: str = "en") -> dict[str, str]:
    """Name of an input → its text; what is unknown is empty.

    Codes are told by their labels, joined by semicolons; `place_id` goes with `place_unit`, what
    the place is called. Rows of casualties are c0_party, c0_outcome, c0_min, c0_best, c0_max, ….
    """

    def text(name: str) -> str:
        value = account.get(name)
        return "" if value is None else str(value)

    found = {
        name: text(name)
        for name in (
            "type", "date_start", "date_end", "date_precision", "place", "place_id", "claim",
            "credibility", "summary",
        )
    }  # fmt: skip
    found["place_unit"] = places_of(codebook).text(account.get("place_id"), language)
    point = [account.get(name) for name in ("latitude", "longitude")]
    found["coordinates"] = "" if None in point else ", ".join(f"{each:g}" for each in point)
    for outcome in OUTCOMES:
        found |= {name: text(name) for name in count_names(outcome)}
    for field in FIELDS.values():
        values = account.get(field.name) or ()
        if field.kind == "codes":
            labels = (codebook.label(str(field.vocabulary), code, language) for code in values)
            found[field.name] = "; ".join(labels)
        elif field.kind == "texts":
            found[field.name] = "; ".join(values)
    for number, part in enumerate(account.get("casualties") or ()):
        for name in PARTS:
            value = part.get(name)
            found[f"c{number}_{name}"] = "" if value is None else str(value)
    return found


def blank(codebook: Codebook) -> dict[str, str]:
    """The texts of a form in which nothing is said yet."""
    return filled({}, codebook)
