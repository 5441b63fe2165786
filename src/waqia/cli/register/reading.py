"""Accounts and sources from files: JSON, JSON Lines, or the YAML that the editor writes."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

from waqia.model import InputError

Record = dict[str, Any]


def records_of(path: Path) -> list[Record]:
    """The records of a file; `-` is standard input.

    Raises:
        InputError: it is not there, or is neither JSON, JSON Lines nor YAML of records.
    """
    if str(path) == "-":
        return parsed(sys.stdin.read(), "Standard input")
    try:
        return parsed(path.read_text(encoding="utf-8-sig"), str(path))
    except FileNotFoundError as error:
        raise InputError(f"There is no file {path}.") from error
    except UnicodeDecodeError as error:
        raise InputError(f"{path} is not text in UTF-8.") from error


def parsed(text: str, name: str) -> list[Record]:
    """The records of a text that is called `name`.

    Raises:
        InputError: it is neither JSON, JSON Lines nor YAML of records.
    """
    if not text.strip():
        raise InputError(f"{name} is empty; expected an account, see `waqia schema account`.")
    found = _json(text, name) if text.lstrip()[0] in "[{" else _yaml(text, name)
    records = found if isinstance(found, list) else [found]
    if not records or not all(isinstance(record, dict) for record in records):
        raise InputError(
            f"{name}: expected an account as a JSON object, a list of them, or one a line; see "
            "`waqia schema account`."
        )
    return records


def _json(text: str, name: str) -> Any:
    try:
        return json.loads(text)
    except json.JSONDecodeError as error:
        first = error
    try:
        return [json.loads(line) for line in text.splitlines() if line.strip()]
    except json.JSONDecodeError:
        raise InputError(
            f"{name}, line {first.lineno}, column {first.colno}: this is no JSON ({first.msg})."
        ) from first


def _yaml(text: str, name: str) -> Any:
    import yaml

    try:
        # everything is text, as it was typed: dates and counts are read by the register
        found = yaml.load(text, yaml.BaseLoader)  # noqa: S506 - it makes texts only
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark
        where = f", line {mark.line + 1}" if mark else ""
        raise InputError(
            f"{name}{where}: {error.problem}; put a text that holds a colon in quotes."
        ) from error
    except yaml.YAMLError as error:
        raise InputError(f"{name} holds characters that are no text.") from error
    return found
