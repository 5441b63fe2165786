"""`/api/acled/read`: a release in the shape of ACLED's API, for clients written for that."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Annotated, Any

from fastapi import APIRouter, Query, Request, Response

from waqia.model import QuestionError
from waqia.release import Release
from waqia.web.api import acled_columns as acled
from waqia.web.api.acled_columns import CITED, COLUMNS, SIDE_1, SIDE_2
from waqia.web.api.forms import csv_of, json_of
from waqia.web.api.records import offered, pool_of
from waqia.web.problems import asking, documented

router = APIRouter(tags=["as ACLED"])


@router.get(
    "/read",
    responses=offered("json", "csv", schema="ACLED") | documented(),
    response_class=Response,
    operation_id="acled_read",
)
def read(request: Request, asked: Annotated[acled.AsACLED, Query()]) -> Response:
    """Incidents in the columns of ACLED, the latest first; withdrawn and merged ones left out."""
    with pool_of(request).lent() as release, asking():
        names = _fields(asked.fields)
        rows = _events(release, names, asked)
    if asked.form == "csv":
        return csv_of(rows, names)
    return json_of({"status": 200, "success": True, "count": len(rows), "data": rows})


def _fields(asked: str | None) -> list[str]:
    wanted = [name.strip() for name in (asked or "").split("|") if name.strip()]
    if unknown := [name for name in wanted if name not in COLUMNS]:
        known = ", ".join(COLUMNS)
        raise QuestionError(f"There is no field {', '.join(unknown)}; choose from {known}.")
    return [name for name in COLUMNS if not wanted or name in wanted]


def _events(release: Release, names: Sequence[str], asked: Any) -> list[dict[str, Any]]:
    connection = release.connection()
    civilians = "civilians"
    if civilians in release.codebook.terms("target"):
        members = release.codebook.members("target", civilians)
    else:
        members = [civilians]
    manifest: Any = release.manifest
    created = int(datetime.fromisoformat(manifest["created"]).timestamp())
    connection.execute("SET VARIABLE civilians = ?::VARCHAR[]", [members])
    connection.execute("SET VARIABLE created = ?::BIGINT", [created])
    tests, values = [], []
    for test, bound in acled.tests_of(asked):
        tests.append(f"AND ({test})")
        values += bound
    columns = ", ".join(
        f'CAST({sql or "NULL"} AS {kind}) AS "{name}"'
        for name, (kind, sql) in COLUMNS.items()
        if name in names
    )
    found = connection.execute(
        f"""
        WITH page AS MATERIALIZED (
            SELECT *, {SIDE_1} AS side_1, {SIDE_2} AS side_2 FROM incidents i
            WHERE status NOT IN ('withdrawn', 'merged') {" ".join(tests)}
            ORDER BY date_start DESC NULLS LAST, id LIMIT ? OFFSET ?
        ), told AS (
            SELECT incident AS of, string_agg(DISTINCT publisher, '; ' ORDER BY publisher)
                AS publishers
            FROM ({CITED}) WHERE incident IN (SELECT id FROM page) GROUP BY incident
        )
        SELECT {columns} FROM page i LEFT JOIN told ON told.of = i.id
        ORDER BY i.date_start DESC NULLS LAST, i.id
        """,
        [*values, asked.limit, (asked.page - 1) * asked.limit],
    )
    return [dict(zip(names, row, strict=True)) for row in found.fetchall()]
