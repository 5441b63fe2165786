"""What a value should have been, in words of ours, where pydantic has refused it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from waqia.model.phrases import phrase

_KINDS = {
    "int": phrase("a whole number"),
    "float": phrase("a number"),
    "finite": phrase("a number"),
    "bool": phrase("true or false"),
    "date": phrase("a day such as 2024-01-30"),
    "datetime": phrase("a moment such as 2024-01-30T12:00:00Z"),
    "list": phrase("a list"),
    "tuple": phrase("a list"),
    "set": phrase("a list"),
    "dict": phrase("fields with their values"),
    "dataclass": phrase("fields with their values"),
    "model": phrase("fields with their values"),
    "json": phrase("JSON"),
    "missing": phrase("a value"),
}
"""How the name of an error begins → what was expected."""


def expected_of(error: Mapping[str, Any]) -> str:
    """What was expected, of one of the errors of a `ValidationError` of pydantic.

    In pydantic's own words where we have none.
    """
    kind, context = str(error["type"]), error.get("ctx") or {}
    if kind == "literal_error":
        return phrase(f"one of {str(context['expected']).replace(' or ', ', ')}")
    if kind == "string_too_long":
        return phrase(f"at most {context['max_length']} characters")
    if kind == "greater_than_equal":
        return phrase(f"{context['ge']} or more")
    if kind == "less_than_equal":
        return phrase(f"{context['le']} or less")
    if kind == "string_type":
        return phrase("a text")
    message = str(error["msg"])
    return _KINDS.get(kind.split("_")[0], message[0].lower() + message[1:])
