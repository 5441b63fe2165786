"""How the register answers: records as JSON with the revision as entity tag, errors as problems."""

from __future__ import annotations

import dataclasses
import json
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import date, datetime
from typing import Annotated, Any

from fastapi import Header, Path, Query, Request, Response

from waqia.model import ConflictError, DeniedError, QuestionError
from waqia.web.api.forms import FORMS
from waqia.web.api.paging import cursor_after, key_before, next_of
from waqia.web.api.schemas import refer
from waqia.web.problems import ProblemError, documented

_TAG = re.compile(r'(?:W/)?"r?(\d{1,10})"')

Named = Annotated[str, Path(max_length=300)]
IfMatch = Annotated[
    str | None,
    Header(
        alias="If-Match", max_length=100,
        description="the ETag of the record as it was seen; where it has changed since: 412",
    ),
]  # fmt: skip
Limit = Annotated[int, Query(ge=1, le=1000, description="records on a page")]
Cursor = Annotated[
    str | None, Query(max_length=1000, description="where the page before it ended: its `next`")
]

_ETAG = {
    "ETag": {
        "description": "the revision of the record, for If-Match", "schema": {"type": "string"},
    },
}  # fmt: skip


def answers(
    schema: str | None, *errors: int, status: int = 200, tagged: bool = False
) -> dict[int | str, dict[str, Any]]:
    """What a route answers, for the OpenAPI document; without a schema nothing (204)."""
    told: dict[str, Any] = {"description": "Done." if schema is None else "The answer."}
    if schema is not None:
        told["content"] = {FORMS["json"]: {"schema": refer(schema)}}
    if tagged:
        told["headers"] = _ETAG
    return {status if schema is not None else 204: told} | documented(403, *errors)


def answer(value: Any, *, status: int = 200, revision: int | None = None) -> Response:
    """A value as JSON; `revision` is that of the record that it is."""
    text = json.dumps(value, ensure_ascii=False, default=_plain)
    headers = {} if revision is None else {"ETag": f'"r{revision}"'}
    return Response(text.encode(), status, headers, media_type=FORMS["json"])


def nothing() -> Response:
    """The answer to what was done, where there is nothing to tell."""
    return Response(status_code=204)


def page(
    request: Request,
    name: str,
    limit: int,
    cursor: str | None,
    fetch: Callable[[str, int], Sequence[Mapping[str, Any]]],
) -> Response:
    """A page of a list that is ordered by id; `fetch` takes the id behind which it begins.

    Raises:
        ProblemError: the cursor is none of this list.
    """
    key = key_before(request, name, cursor, 1)
    found = fetch((key or [""])[0] or "", limit + 1)
    following = None
    if len(found) > limit:
        following = next_of(request, cursor_after(request, name, [found[limit - 1]["id"]]))
    response = answer({"next": following, name: found[:limit]})
    if following:
        response.headers["Link"] = f'<{following}>; rel="next"'
    return response


def base_of(if_match: str | None) -> int | None:
    """The revision in which the writer saw the record; None where that does not matter.

    Raises:
        ProblemError: the header is no entity tag of a record.
    """
    if if_match is None or if_match.strip() == "*":
        return None
    found = _TAG.fullmatch(if_match.strip())
    if found is None:
        raise ProblemError(
            400, "If-Match is no tag of a record.", expected='the ETag of the record, as "r17"'
        )
    return int(found[1])


@contextmanager
def about(read: Callable[[str], Any], id_: str) -> Iterator[None]:
    """An act on a record, which `read` reads: that it is not there, or has changed, is told so.

    Raises:
        ProblemError: there is no such record (404), or it has changed (412).
    """
    try:
        yield
    except ConflictError as error:
        raise ProblemError(
            412,
            str(error),
            expected="the record read again, and its new ETag",
            errors=[
                {"parameter": name, "expected": _short(now), "found": _short(seen)}
                for name, (seen, now) in error.fields.items()
            ],
        ) from error
    except QuestionError:
        found(read, id_)
        raise


def found(read: Callable[[str], Any], id_: str) -> Any:
    """A record by its id.

    Raises:
        ProblemError: there is none (404).
    """
    try:
        return read(id_)
    except DeniedError:
        raise
    except QuestionError as error:
        raise ProblemError(404, str(error)) from error


def _short(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, default=str)[:200]


def _plain(value: Any) -> Any:
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        return {one.name: getattr(value, one.name) for one in dataclasses.fields(value)}
    if isinstance(value, date | datetime):
        return value.isoformat()
    return list(value) if isinstance(value, set | frozenset | tuple) else str(value)
