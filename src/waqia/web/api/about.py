"""What a release is: its title and hash, its codebook, the rules by which it counts."""

from __future__ import annotations

from dataclasses import asdict
from typing import Annotated, Any

from fastapi import APIRouter, Path, Request, Response

from waqia.codebook import VOCABULARIES
from waqia.model import ReleaseError
from waqia.web.api.forms import chosen, json_of
from waqia.web.api.records import offered, pool_of
from waqia.web.problems import ProblemError, asking, documented

router = APIRouter(tags=["release"])


@router.get(
    "/release",
    responses=offered("json", schema="Release") | documented(406),
    response_class=Response,
    operation_id="release",
)
def release(request: Request) -> Response:
    """What is served: title, hash, coverage, numbers of rows, codebook and rules of counting."""
    chosen(request, None, ["json"])
    with pool_of(request).lent() as served, asking():
        try:
            period = served.coverage
            coverage = {"start": period.start, "end": period.end}
        except ReleaseError:  # no incident has a date
            coverage = None
    manifest: Any = served.manifest
    codebook, waqia = served.codebook, manifest["waqia"]
    return json_of(
        {
            "title": served.title,
            "description": manifest.get("description"),
            "hash": served.hash,
            "created": manifest["created"],
            "revision": waqia.get("revision"),
            "licences": [licence["name"] for licence in manifest.get("licenses", [])],
            "coverage": coverage,
            "rows": {one["name"]: one["rows"] for one in manifest["resources"] if "rows" in one},
            "codebook": {
                "id": codebook.id, "version": codebook.version, "title": codebook.title,
                "sha256": waqia["codebook"]["sha256"],
            },
            "counting_rules": [asdict(rule) for rule in codebook.counting_rules.values()],
            "adjudication": waqia["rules"]["adjudication"],
        }
    )  # fmt: skip


@router.get(
    "/vocabularies",
    responses=offered("json", schema="Vocabularies") | documented(406),
    response_class=Response,
    operation_id="vocabularies",
)
def vocabularies(request: Request) -> Response:
    """The vocabularies of the codebook, with the number of their codes."""
    chosen(request, None, ["json"])
    codebook = pool_of(request).release.codebook
    return json_of(
        {
            "vocabularies": [
                {"name": name, "codes": len(codebook.terms(name)), "open": codebook.is_open(name)}
                for name in VOCABULARIES
            ]
        }
    )


@router.get(
    "/vocabularies/{name}",
    responses=offered("json", schema="Vocabulary") | documented(404, 406),
    response_class=Response,
    operation_id="vocabulary",
)
def vocabulary(request: Request, name: Annotated[str, Path(max_length=300)]) -> Response:
    """The codes of a vocabulary with their labels, and the code that each is part of."""
    chosen(request, None, ["json"])
    if name not in VOCABULARIES:
        raise ProblemError(
            404, f"There is no vocabulary {name!r}.", expected=f"one of {', '.join(VOCABULARIES)}"
        )
    terms = pool_of(request).release.codebook.terms(name).values()
    return json_of(
        {
            "name": name,
            "terms": [
                {
                    "code": term.code,
                    "label": term.label,
                    "label_ur": term.label_ur or None,
                    "parent": term.parent or term.row.get("category") or None,
                }
                for term in terms
            ],
        }
    )
