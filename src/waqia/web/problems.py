"""Errors as RFC 9457 problem details: what was wrong, and what was expected instead."""

from __future__ import annotations

import json
import logging
import re
import traceback
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from http import HTTPStatus
from typing import Any

from fastapi import Request, Response
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException

from waqia.model import DeniedError, QuestionError, WaqiaError, expected_of, phrase

_log = logging.getLogger("waqia.web")
_REACH = ("waqia.analysis.", "waqia.model.")
"""The rooms that reckon with the numbers and dates of a question."""

MEDIA_TYPE = "application/problem+json"

SCHEMA: dict[str, Any] = {
    "type": "object",
    "description": "An error (RFC 9457).",
    "required": ["type", "title", "status", "detail"],
    "properties": {
        "type": {"type": "string", "const": "about:blank"},
        "title": {"type": "string", "description": "the HTTP status in words"},
        "status": {"type": "integer"},
        "detail": {"type": "string", "description": "what was wrong, and what to do"},
        "expected": {"type": "string", "description": "what was expected instead"},
        "errors": {
            "type": "array",
            "description": "the parameters that could not be read",
            "items": {
                "type": "object",
                "required": ["parameter", "expected"],
                "properties": {
                    "parameter": {"type": "string"},
                    "expected": {"type": "string"},
                    "found": {"type": "string"},
                },
            },
        },
        "success": {"type": "boolean", "const": False, "description": "under /api/acled only"},
        "error": {
            "type": "array",
            "description": "under /api/acled only: the same for clients of ACLED",
            "items": {"type": "object"},
        },
    },
}

_NOT_LOGGED = phrase("The attempt could not be logged.")
_UNLOGGED = re.compile(rf"{_NOT_LOGGED[:-1]}: .*", re.DOTALL)
"""What a denial says that could not be logged; why names the database."""
_WORDS = {
    400: phrase("The question names something that is not there, or cannot be read."),
    401: phrase("Nobody is known by what was shown; WWW-Authenticate says what is asked for."),
    403: phrase("Who asks may not do or see this; the attempt was logged."),
    404: phrase("There is no such thing."),
    405: phrase("The API is read-only: GET is the only method."),
    406: phrase("None of the media types that Accept names is offered."),
    409: phrase("There is one of this name already."),
    412: phrase("The record has changed since the revision that If-Match names."),
    413: phrase("More is sent than is taken at once."),
    414: phrase("The address is too long."),
    421: phrase("The desk is not called so."),
    503: phrase("The answer took too long, or too many are asked for at once."),
}


class ProblemError(WaqiaError):
    """An error that is told to the client."""

    def __init__(
        self,
        status: int,
        detail: str,
        *,
        expected: str | None = None,
        errors: Iterable[Mapping[str, str]] = (),
        headers: Mapping[str, str] | None = None,
    ) -> None:
        super().__init__(detail)
        self.status = status
        self.detail = detail
        self.expected = expected
        self.errors = [dict(error) for error in errors]
        self.headers = dict(headers or {})

    def response(self, path: str) -> Response:
        """The problem as an answer to a request for the path."""
        body: dict[str, Any] = {
            "type": "about:blank",
            "title": HTTPStatus(self.status).phrase,
            "status": self.status,
            "detail": self.detail,
        }
        if self.expected:
            body["expected"] = self.expected
        if self.errors:
            body["errors"] = self.errors
        if path.startswith("/api/acled"):
            body |= {
                "success": False,
                "error": [{"status": self.status, "message": self.detail}],
            }
        text = json.dumps(body, ensure_ascii=False)
        return Response(text, self.status, self.headers, media_type=MEDIA_TYPE)


def documented(*statuses: int) -> dict[int | str, dict[str, Any]]:
    """The answers of a route with these statuses, for the OpenAPI document."""
    reference = {"schema": {"$ref": "#/components/schemas/Problem"}}
    return {
        status: {"description": _WORDS[status], "content": {MEDIA_TYPE: reference}}
        for status in dict.fromkeys((400, *statuses, 405, 414, 503))
    }


@contextmanager
def asking() -> Iterator[None]:
    """Run a question: what the release cannot answer as asked becomes a problem.

    An error of numbers is one of the question where it was reckoned with; elsewhere it is ours.

    Raises:
        ProblemError: 400, where the question is at fault; 503, where it took too long.
    """
    import duckdb

    try:
        yield
    except QuestionError as error:
        raise ProblemError(400, str(error)) from error
    except duckdb.InterruptException as error:
        raise ProblemError(
            503,
            "The answer took too long and was stopped.",
            expected="a shorter period, fewer fields or a smaller limit",
        ) from error
    except (
        ValueError, ArithmeticError, duckdb.ConversionException, duckdb.OutOfRangeException,
    ) as error:  # fmt: skip
        place = _place(error)
        if not (isinstance(error, duckdb.Error) or place.startswith(_REACH)):
            raise
        # without its words, which may hold what was asked
        _log.warning("Out of range: %s in %s", type(error).__name__, place)
        raise ProblemError(
            400,
            "The question cannot be worked out: a number or a date in it is out of range.",
            expected="years 1 to 9999 and numbers below 2,147,483,648",
        ) from error


def _place(error: Exception) -> str:
    """Where of waqia an error was met, in what was called there last: module and line."""
    frames = [(str(frame.f_globals.get("__name__")), line)
              for frame, line in traceback.walk_tb(error.__traceback__)]  # fmt: skip
    found = [f"{name}:{line}" for name, line in frames if name.startswith("waqia.")]
    return found[-1] if found else ""


def of_parameters(error: RequestValidationError) -> ProblemError:
    """Parameters that could not be read, as a problem."""
    errors = [_told(one) for one in error.errors()]
    named = ", ".join(dict.fromkeys(one["parameter"] for one in errors))
    return ProblemError(400, f"These parameters cannot be read: {named}.", errors=errors)


def of_denial(error: DeniedError) -> str:
    """What somebody is told of a denial: not why it could not be logged, which our log says."""
    said = _UNLOGGED.sub(_NOT_LOGGED, str(error))
    if said != str(error):
        _log.error("The register: %s", error)
    return said


def of_routing(request: Request, error: HTTPException) -> ProblemError:
    """An address or method that is not there, as a problem."""
    detail = _WORDS.get(error.status_code, str(error.detail))
    expected, api = None, request.url.path.startswith("/api/")
    if error.status_code == 404:
        detail = phrase(f"Nothing is served at {request.url.path[:300]}.")
        if api:
            expected = "a path of /api/v1/openapi.json, such as /api/v1/release"
    elif error.status_code == 405 and not api:
        detail = phrase("Nothing can be sent to this address, and nothing was changed.")
    return ProblemError(error.status_code, detail, expected=expected, headers=error.headers)


def _told(error: Mapping[str, Any]) -> dict[str, str]:
    place = [str(part) for part in error["loc"][1:]]
    told = {"parameter": ".".join(place) or "query", "expected": expected_of(error)}
    if error["type"] == "extra_forbidden":
        return told | {"expected": "a parameter of this path; see /api/v1/openapi.json"}
    return told | {"found": str(error.get("input"))[:200]}
