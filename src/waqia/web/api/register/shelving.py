"""Releases that were frozen, and what lies between two of them."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Query, Request, Response

from waqia.web.api.calling import Caller
from waqia.web.api.paging import cursor_after, key_before, next_of
from waqia.web.api.register.answering import Cursor, Limit, answer, answers
from waqia.web.desk.comparing import COMPARISONS, LARGEST, PATIENCE, too_large
from waqia.web.desk.visiting import whole
from waqia.web.pool import Pool
from waqia.web.problems import ProblemError, asking

router = APIRouter()

Name = Annotated[str, Query(max_length=300, description="a release, or present")]


@router.get("/releases", responses=answers("Releases"), response_class=Response)
def releases(request: Request, register: Caller) -> Response:
    """The frozen releases, the latest first; `release=NAME` asks the API of one."""
    register.require("read")
    kept = ("name", "title", "hash", "created", "incidents")
    found = [{name: getattr(one, name) for name in kept}
             for one in request.app.state.site.shelf.frozen()]  # fmt: skip
    return answer({"releases": found})


@router.get("/releases/diff", responses=answers("ReleaseDiff", 404, 413), response_class=Response)
def release_diff(
    request: Request,
    register: Caller,
    old: Name,
    new: Name = "present",
    limit: Limit = 100,
    cursor: Cursor = None,
) -> Response:
    """Incidents added, withdrawn, changed and merged from a release to another, by field.

    `counts` are those of all; `rows` are a page of them.
    """
    register.require("read")
    # held until all is told: the files of a present that is no more go with the last of them
    pools = _pool(request, old), _pool(request, new)
    before, after = (pool.release for pool in pools)
    hashes = f"{before.hash} {after.hash}"
    key = key_before(request, hashes, cursor, 1)
    start = whole(str(key[0])) or 0 if key else 0
    found = COMPARISONS.of(before, after, patience=PATIENCE).diff
    rows, end = found.rows(), start + limit
    following = None
    if end < len(rows):
        following = next_of(request, cursor_after(request, hashes, [str(end)]))
    response = answer({
        "old": before.hash, "new": after.hash, "counts": found.counts, "next": following,
        "rows": rows[start:end],
    })  # fmt: skip
    if following:
        response.headers["Link"] = f'<{following}>; rel="next"'
    return response


def _pool(request: Request, name: str) -> Pool:
    with asking():
        found: Pool | None = request.app.state.site.shelf.pool(name)
    if found is None:
        raise ProblemError(404, "The register holds no incidents yet.")
    if too_large(found.release):
        raise ProblemError(
            413,
            "These releases are too large to be compared while you wait.",
            expected=f"at most {LARGEST:,} incidents; else: waqia release diff OLD NEW",
        )
    return found
