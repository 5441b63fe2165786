"""Releases that were frozen, and what lies between two of them."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Query, Request, Response

from waqia.web.api.calling import Caller
from waqia.web.api.register.answering import answer, answers
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


@router.get("/releases/diff", responses=answers("ReleaseDiff", 404), response_class=Response)
def release_diff(request: Request, register: Caller, old: Name, new: Name = "present") -> Response:
    """Incidents added, withdrawn, changed and merged from a release to another, by field."""
    from waqia.release import diff

    register.require("read")
    before, after = _pool(request, old), _pool(request, new)
    with asking():
        compared: Any = diff(before.release, after.release)
    return answer({
        "old": before.release.hash, "new": after.release.hash, "counts": compared.counts,
        "rows": compared.rows(),
    })  # fmt: skip


def _pool(request: Request, name: str) -> Pool:
    with asking():
        found: Pool | None = request.app.state.site.shelf.pool(name)
    if found is None:
        raise ProblemError(404, "The register holds no incidents yet.")
    return found
