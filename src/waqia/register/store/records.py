"""Records as the history keeps them: JSON that is the same for the same record."""

from __future__ import annotations

import dataclasses
import json
from collections.abc import Iterable, Mapping
from datetime import date
from functools import cache
from typing import TYPE_CHECKING, Any

from waqia.model import RECORDS, InputError, expected_of, phrase

if TYPE_CHECKING:
    from pydantic import TypeAdapter

Record = dict[str, Any]
_NOTHING: tuple[Any, ...] = ("", [], {})


def canonical(record: Mapping[str, Any]) -> str:
    """A record as JSON: keys in order, what is unknown or empty left out.

    Raises:
        InputError: a text holds the character NUL, which no database keeps.
    """
    text = json.dumps(
        plain(dict(record)),
        ensure_ascii=False,
        sort_keys=True,
        separators=(",", ":"),
        default=_word,
    )
    if "\\u0000" in text:
        raise InputError(
            f"A text of {record.get('id', phrase('the record'))} holds the character NUL."
        )
    return text


def plain(value: Any) -> Any:
    """A value without what is unknown or empty: None, empty texts, lists and mappings."""
    if isinstance(value, dict):
        found = {}
        for key, part in value.items():
            kept = plain(part) if isinstance(part, dict | list | tuple) else part
            if kept is not None and kept not in _NOTHING:
                found[key] = kept
        return found
    if isinstance(value, list | tuple):
        return [plain(part) for part in value]
    return value


def tidy(record: Mapping[str, Any]) -> Record:
    """A record without what is unknown, empty or false."""
    return {key: value for key, value in plain(record).items() if value is not False}


def parsed(text: str | None) -> Record:
    """The record that `canonical` wrote; {} of None."""
    return json.loads(text) if text else {}


def validated(kind: str, values: Mapping[str, Any]) -> Record:
    """A record of the model, checked field by field and made plain.

    Raises:
        InputError: fields are unknown, missing or of the wrong type; all of them are named.
    """
    from pydantic import ValidationError

    fields = dataclasses.fields(RECORDS[kind])
    known = {field.name for field in fields}
    problems = [phrase(f"{name}: there is no such field") for name in values if name not in known]
    adapter = _adapter(kind)
    found: Record = {}
    try:
        found = tidy(adapter.dump_python(adapter.validate_python(dict(values)), mode="json"))
    except ValidationError as error:
        problems += [_refused(e) for e in error.errors() if str(e["loc"][0]) in known]
    else:
        needed = (f.name for f in fields if f.default is f.default_factory is dataclasses.MISSING)
        problems += [phrase(f"{name}: it is empty") for name in needed if name not in found]
    if problems:
        name = values.get("id")
        name = phrase("without an id") if name in (None, "", "A-") else name
        raise InputError(
            f"The {kind} {name} is not as the schema says: {'; '.join(problems)}. "
            f"See `waqia schema {kind}`."
        )
    return found


@cache
def _adapter(kind: str) -> TypeAdapter[Any]:
    from pydantic import TypeAdapter

    return TypeAdapter(RECORDS[kind])


def differences(
    before: Mapping[str, Any], after: Mapping[str, Any], but: Iterable[str] = ()
) -> dict[str, tuple[Any, Any]]:
    """Field → (before, after) of the fields in which two records differ, in order of name."""
    left_out = set(but)
    return {
        name: (before.get(name), after.get(name))
        for name in sorted(before.keys() | after.keys())
        if name not in left_out and before.get(name) != after.get(name)
    }


def _refused(error: Mapping[str, Any]) -> str:
    """What pydantic found wrong with a value."""
    name = ".".join(map(str, error["loc"]))
    wanted, found = expected_of(error), _short(error["input"])
    return phrase(f"{name}: expected {wanted}, found {found}")


def _word(value: Any) -> Any:
    if isinstance(value, date):
        return value.isoformat()
    raise TypeError(f"{value!r} is no value of a record")


def _short(value: Any) -> str:
    text = json.dumps(value, ensure_ascii=False, default=str)
    return text if len(text) <= 40 else f"{text[:39]}…"
