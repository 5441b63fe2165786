"""The place of an account: matched to the gazetteer where only words of it are given."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from waqia.codebook import Codebook
from waqia.formats import complete_places
from waqia.model import Finding
from waqia.register.store.records import Record

_GIVEN = ("place", "district", "province", "country", "latitude", "longitude")
_DERIVED = (
    "place_id", "division", "province_then", "district_then", "region", "place_precision",
)  # fmt: skip


def with_place(
    codebook: Codebook, values: Mapping[str, Any], changes: Mapping[str, Any] | None = None
) -> tuple[Record, tuple[Finding, ...]]:
    """An account with `changes` made and its place complete; None makes a field unknown.

    A place whose gazetteer id or precision is given is left as it is.
    """
    found = dict(values)
    if changes and any(name in changes for name in _GIVEN):
        # what followed from the former words does not follow from the new ones
        for name in (*_DERIVED, *_GIVEN):
            found.pop(name, None)
    found = {k: v for k, v in (found | dict(changes or {})).items() if v is not None}
    matched = found.get("place_id") is not None or found.get("place_precision") is not None
    if matched or not any(name in found for name in _GIVEN):
        return found, ()
    (placed,), findings = complete_places([found], codebook)
    return found | {k: v for k, v in placed.items() if v is not None}, tuple(findings)
