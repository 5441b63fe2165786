"""Pages: where one ended is said by a cursor, which holds for one question only."""

from __future__ import annotations

import base64
import hashlib
import json
from collections.abc import Sequence
from typing import Any
from urllib.parse import urlencode

from fastapi import Request

from waqia.web.problems import ProblemError

_NOT_ASKED = ("cursor", "limit", "format", "fields")
"""Parameters that do not change which records there are."""


def cursor_after(request: Request, release_hash: str, key: Sequence[Any]) -> str:
    """The cursor of the page that begins behind the record with this key."""
    text = json.dumps([_question(request, release_hash), *key], default=str)
    return base64.urlsafe_b64encode(text.encode()).decode().rstrip("=")


def key_before(
    request: Request, release_hash: str, cursor: str | None, length: int
) -> list[str | None] | None:
    """The key behind which the page begins; None for the first page.

    Raises:
        ProblemError: the cursor is none, or was given for another question or release.
    """
    if cursor is None:
        return None
    try:
        padded = cursor + "=" * (-len(cursor) % 4)
        question, *key = json.loads(base64.urlsafe_b64decode(padded.encode()))
    except (ValueError, TypeError):
        question, key = "", []
    sound = len(key) == length and all(part is None or isinstance(part, str) for part in key)
    if not sound or question != _question(request, release_hash):
        raise ProblemError(
            400,
            "The cursor does not belong to this question.",
            expected="the `next` of the page before, or no cursor",
            errors=[{"parameter": "cursor", "expected": "the cursor of the same question"}],
        )
    return list(key)


def next_of(request: Request, cursor: str) -> str:
    """The address of the following page, without scheme and host."""
    asked = [(name, value) for name, value in request.query_params.multi_items()
             if name != "cursor"]  # fmt: skip
    return f"{request.url.path}?{urlencode([*asked, ('cursor', cursor)])}"


def _question(request: Request, release_hash: str) -> str:
    asked = sorted(
        (name, value)
        for name, value in request.query_params.multi_items()
        if name not in _NOT_ASKED
    )
    text = json.dumps([release_hash, request.url.path, asked])
    return hashlib.sha256(text.encode()).hexdigest()[:16]
