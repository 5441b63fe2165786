"""Records as JSON: what is not known, empty or false by default is left out, days are ISO 8601."""

from __future__ import annotations

import dataclasses
import json
from collections.abc import Mapping
from datetime import date
from typing import Any

Record = dict[str, Any]


def record_of(value: Any) -> Record:
    """A record of the model as what JSON can hold, without fields that say nothing."""
    found: Record = {}
    for field in dataclasses.fields(value):
        said = getattr(value, field.name)
        if said == field.default or said in ((), {}):
            continue
        found[field.name] = _plain(said)
    return found


def _plain(value: Any) -> Any:
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, tuple | list):
        return [_plain(part) for part in value]
    if dataclasses.is_dataclass(value):
        return record_of(value)
    return value


def line_of(record: Mapping[str, Any]) -> str:
    """A record as one line, its end included."""
    return json.dumps(record, ensure_ascii=False, separators=(",", ":")) + "\n"
