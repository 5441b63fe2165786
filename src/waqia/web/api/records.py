"""Incidents, accounts and sources: lists in pages, and one by its id with all behind it."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Path, Query, Request, Response

from waqia.analysis import Count, count, split_values
from waqia.model import QuestionError
from waqia.release import Release
from waqia.web.api import asking as ask
from waqia.web.api.forms import FORMS, chosen, json_of
from waqia.web.api.pages import page
from waqia.web.api.schemas import refer
from waqia.web.api.tagging import tag
from waqia.web.desk.site import Site
from waqia.web.pool import Pool
from waqia.web.problems import ProblemError, asking, documented

router = APIRouter(tags=["records"])

Id = Annotated[str, Path(max_length=300, description="the id; of an incident its end is enough")]

PAGED = {
    "X-Total-Count": {
        "description": "records on all pages together", "schema": {"type": "integer"},
    },
    "Link": {
        "description": 'address of the next page, rel="next"', "schema": {"type": "string"},
    },
}  # fmt: skip


def offered(*forms: str, schema: str, headers: Any = None) -> dict[int | str, dict[str, Any]]:
    """The answer 200 in some forms, for the OpenAPI document; `schema` is that of JSON."""
    schemas: dict[str, Any] = {
        "json": refer(schema),
        "csv": {"type": "string"},
        "geojson": refer("FeatureCollection"),
        "arrow": {"type": "string", "format": "binary"},
    }
    content = {FORMS[form]: {"schema": schemas[form]} for form in forms}
    return {200: {"description": "The answer.", "content": content, "headers": headers or {}}}


def pool_of(request: Request) -> Pool:
    """The connections to the release that is asked; `release` in the address names a frozen one.

    Without it the one that is given is meant, or the present of a register.

    Raises:
        ProblemError: there is no such release (400), or nothing in the register yet (404).
        Unchanged: who asks has the answer already.
    """
    site: Site = request.app.state.site
    with asking():
        pool = site.shelf.pool(request.query_params.get("release") or None)
    if pool is None:
        raise ProblemError(404, "The register holds no incidents yet.")
    tag(request, pool.release.hash)
    return pool


def counted(release: Release, asked: Any, **options: Any) -> Count:
    """The count that a request asks for.

    Raises:
        QuestionError: as `waqia.analysis.count` does.
    """
    return count(
        release, where=ask.where_of(asked), period=asked.period, rule=asked.rule, **options
    )


def incidents_of(
    request: Request, release: Release, answer: Count, asked: Any, form: str, **cell: Any
) -> Response:
    """A page of the incidents that a count counts, or of those behind one of its cells."""
    behind = answer.behind(**cell)
    ids = behind.get_backend().compile(behind)
    source = f"SELECT * FROM incidents WHERE id IN (SELECT id FROM ({ids}))"
    return page(request, release, "incidents", source, [], asked, form, total_of=ids)


@router.get(
    "/incidents",
    responses=offered(*FORMS, schema="IncidentPage", headers=PAGED) | documented(406),
    response_class=Response,
    operation_id="incidents",
)
def incidents(request: Request, asked: Annotated[ask.Incidents, Query()]) -> Response:
    """Incidents within limits, in the order of their dates; the limits are those of a count.

    As in a count, withdrawn and merged incidents and types that the counting rule leaves out are
    not here.
    """
    form = chosen(request, asked.format, list(FORMS))
    with pool_of(request).lent() as release, asking():
        return incidents_of(request, release, counted(release, asked), asked, form)


@router.get(
    "/incidents/{id}",
    responses=offered("json", schema="OpenIncident") | documented(404, 406),
    response_class=Response,
    operation_id="incident",
)
def incident(request: Request, id: Id) -> Response:  # noqa: A002 - the word of the house
    """One incident with its accounts, their anchors and sources, provenance and findings."""
    chosen(request, None, ["json"])
    with pool_of(request).lent() as release, asking():
        try:
            return json_of(release.incident(id))
        except QuestionError as error:
            raise ProblemError(404, str(error), expected="the id of an incident") from error


@router.get(
    "/accounts",
    responses=offered("json", "csv", "arrow", schema="AccountPage", headers=PAGED)
    | documented(406),
    response_class=Response,
    operation_id="accounts",
)
def accounts(request: Request, asked: Annotated[ask.Accounts, Query()]) -> Response:
    """Accounts, all or those of incidents or sources, each with its anchors."""
    tests = {
        "incident": "list_contains(?::VARCHAR[], incident)",
        "source": "list_contains(?::VARCHAR[], source)",
        "cites": "list_has_any(cites, ?::VARCHAR[])",
    }
    return _listed(request, "accounts", tests, asked)


@router.get(
    "/accounts/{id}",
    responses=offered("json", schema="Account") | documented(404, 406),
    response_class=Response,
    operation_id="account",
)
def account(request: Request, id: Id) -> Response:  # noqa: A002 - the word of the house
    """One account: what one source says about one incident, and where it says so."""
    return _one(request, "accounts", id)


@router.get(
    "/sources",
    responses=offered("json", "csv", "arrow", schema="SourcePage", headers=PAGED) | documented(406),
    response_class=Response,
    operation_id="sources",
)
def sources(request: Request, asked: Annotated[ask.Sources, Query()]) -> Response:
    """Sources; of a restricted one only that it exists."""
    names = ("publisher", "kind", "language")
    tests = {name: f"list_contains(?::VARCHAR[], {name})" for name in names}
    return _listed(request, "sources", tests, asked)


@router.get(
    "/sources/{id}",
    responses=offered("json", schema="Source") | documented(404, 406),
    response_class=Response,
    operation_id="source",
)
def source(request: Request, id: Id) -> Response:  # noqa: A002 - the word of the house
    """One source."""
    return _one(request, "sources", id)


def _listed(request: Request, table: str, tests: dict[str, str], asked: Any) -> Response:
    form = chosen(request, asked.format, ["json", "csv", "arrow"])
    limits = {
        name: [part for value in getattr(asked, name) for part in split_values(value) if part]
        for name in tests
    }
    held = [tests[name] for name, values in limits.items() if values]
    source = f"SELECT * FROM {table} WHERE {' AND '.join(held) or 'true'}"
    values = [values for values in limits.values() if values]
    with pool_of(request).lent() as release, asking():
        return page(request, release, table, source, values, asked, form)


def _one(request: Request, table: str, wanted: str) -> Response:
    chosen(request, None, ["json"])
    with pool_of(request).lent() as release, asking():
        found = (
            release.connection()
            .execute(f"SELECT CAST(to_json(t) AS VARCHAR) FROM {table} t WHERE id = ?", [wanted])
            .fetchall()
        )
    if not found:
        kind = table.removesuffix("s")
        raise ProblemError(
            404, f"The release has no {kind} {wanted!r}.", expected=f"an id of {table}"
        )
    return Response(found[0][0].encode(), media_type=FORMS["json"])
