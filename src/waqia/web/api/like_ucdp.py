"""`/api/gedevents/22.1`: a release in the shape of UCDP's API, for clients written for that.

What a release does not hold is null. A release that was imported from GED gives back the rows it
was made from, as far as the fields are kept.
"""

from __future__ import annotations

from datetime import date
from typing import Annotated, Any
from urllib.parse import urlencode

from fastapi import APIRouter, Query, Request, Response
from pydantic import Field

from waqia.model import QuestionError
from waqia.web.api import asking as ask
from waqia.web.api.forms import json_of
from waqia.web.api.pages import number_of
from waqia.web.api.records import offered, pool_of
from waqia.web.api.schemas import Schema, record
from waqia.web.api.terms import states
from waqia.web.problems import asking, documented

router = APIRouter(tags=["as UCDP"])

MOST = 1000
"""Events on a page, as many as UCDP gives at once."""

_PARTED = "(type_of_violence = 3 OR type_of_violence = 1 AND len(perpetrators) > 0) AND all_told"
"""Where parties tell the sides, and every death is split by party: a state against a group, or
one side against civilians."""


def _deaths(of: str) -> str:
    test = "c.party NOT IN ('civilians', 'unknown')" if of == "fighters" else f"c.party = '{of}'"
    parts = f"list_filter(killed_by_party, lambda c: {test})"
    return f"coalesce(list_sum(list_transform({parts}, lambda c: c.best)), 0)"


def _number(column: str) -> str:
    return rf"regexp_replace(CAST({column} AS VARCHAR), '\.0$', '')"


_FIELDS: dict[str, tuple[str, str | None]] = {
    "id": ("BIGINT", "TRY_CAST(regexp_replace(id, '^GED-', '') AS BIGINT)"),
    "relid": ("VARCHAR", None),
    "year": ("INTEGER", "year(date_start)"),
    "active_year": ("BOOLEAN", None),
    "code_status": ("VARCHAR", None),
    "type_of_violence": ("INTEGER", "type_of_violence"),
    "conflict_dset_id": ("VARCHAR", None),
    "conflict_new_id": ("INTEGER", None),
    "conflict_name": ("VARCHAR", None),
    "dyad_dset_id": ("VARCHAR", None),
    "dyad_new_id": ("INTEGER", None),
    "dyad_name": ("VARCHAR", "side_a || ' - ' || side_b"),
    "side_a_dset_id": ("VARCHAR", None),
    "side_a_new_id": ("INTEGER", None),
    "side_a": ("VARCHAR", "side_a"),
    "side_b_dset_id": ("VARCHAR", None),
    "side_b_new_id": ("INTEGER", None),
    "side_b": ("VARCHAR", "side_b"),
    "number_of_sources": ("INTEGER", "number_of_sources"),
    "source_article": ("VARCHAR", "source_article"),
    "source_office": ("VARCHAR", "source_office"),
    "source_date": ("VARCHAR", "source_date"),
    "source_headline": ("VARCHAR", "source_headline"),
    "source_original": ("VARCHAR", "nullif(array_to_string(reported_by, ', '), '')"),
    "where_prec": (
        "INTEGER",
        ("CASE place_precision WHEN 'exact' THEN 1 WHEN 'town' THEN 2 WHEN 'district' THEN 3 "
        "WHEN 'division' THEN 4 WHEN 'province' THEN 4 WHEN 'country' THEN 6 "
        "WHEN 'unknown' THEN 7 END"),
    ),
    "where_coordinates": ("VARCHAR", "place"),
    "where_description": ("VARCHAR", None),
    "adm_1": ("VARCHAR", "coalesce(province_then, province)"),
    "adm_2": ("VARCHAR", "coalesce(district_then, district)"),
    "latitude": ("DOUBLE", "latitude"),
    "longitude": ("DOUBLE", "longitude"),
    "geom_wkt": (
        "VARCHAR",
        f"'POINT (' || {_number('longitude')} || ' ' || {_number('latitude')} || ')'",
    ),
    # cells of half a degree, counted from the south-west corner of the earth
    "priogrid_gid": (
        "INTEGER", "floor((latitude + 90) * 2) * 720 + floor((longitude + 180) * 2) + 1",
    ),
    "country": ("VARCHAR", "country"),
    "country_id": ("INTEGER", "state.name"),
    "region": ("VARCHAR", None),
    "event_clarity": (
        "INTEGER", "CASE WHEN of_ged THEN CASE credibility WHEN 2 THEN 1 WHEN 3 THEN 2 END END",
    ),
    "date_prec": (
        "INTEGER",
        ("CASE date_precision WHEN 'day' THEN 1 WHEN 'range' THEN 2 WHEN 'week' THEN 3 "
        "WHEN 'month' THEN 4 WHEN 'quarter' THEN 5 WHEN 'year' THEN 5 END"),
    ),
    "date_start": ("VARCHAR", "strftime(date_start, '%Y-%m-%dT00:00:00')"),
    "date_end": ("VARCHAR", "strftime(coalesce(date_end, date_start), '%Y-%m-%dT00:00:00')"),
    "deaths_a": (
        "INTEGER",
        (f"CASE WHEN {_PARTED} THEN {_deaths('fighters')} "
        f"- CASE type_of_violence WHEN 1 THEN {_deaths('militants')} ELSE 0 END END"),
    ),
    "deaths_b": (
        "INTEGER",
        (f"CASE WHEN {_PARTED} THEN "
        f"CASE type_of_violence WHEN 1 THEN {_deaths('militants')} ELSE 0 END END"),
    ),
    "deaths_civilians": ("INTEGER", f"CASE WHEN {_PARTED} THEN {_deaths('civilians')} END"),
    "deaths_unknown": ("INTEGER", f"CASE WHEN all_told THEN {_deaths('unknown')} END"),
    "best": ("INTEGER", "killed"),
    "high": ("INTEGER", "killed_max"),
    "low": ("INTEGER", "killed_min"),
    "gwnoa": ("INTEGER", "state_a.name"),
    "gwnob": ("INTEGER", "state_b.name"),
}  # fmt: skip
"""Field of GED → its type, and SQL over an incident; None where a release does not hold it."""

_PAGE = """
    WITH page AS MATERIALIZED (
        SELECT * FROM incidents
        WHERE {tests} ORDER BY date_start NULLS LAST, id LIMIT ? OFFSET ?
    ), first AS (
        SELECT incident, min_by(struct_pack(made_by, words, reported_by, credibility), id) AS told
        FROM accounts WHERE incident IN (SELECT id FROM page) GROUP BY incident
    ), cited AS (
        SELECT incident, id, unnest(list_append(coalesce(cites, []), source)) AS source,
            generate_subscripts(list_append(coalesce(cites, []), source), 1) AS place
        FROM accounts WHERE incident IN (SELECT id FROM page)
    ), articles AS (
        SELECT incident, s.publisher, s.date, s.title, min((c.id, place)) AS n
        FROM cited c JOIN sources s ON s.id = c.source WHERE s.kind <> 'dataset'
        GROUP BY incident, s.id, s.publisher, s.date, s.title
    ), listed AS (
        SELECT incident, nullif(count(publisher), 0) AS number_of_sources,
            string_agg(CASE WHEN publisher IS NULL THEN title
                ELSE concat('"', concat_ws(',', publisher, date, title), '"') END, ';' ORDER BY n
            ) AS source_article,
            string_agg(publisher, ';' ORDER BY n) AS source_office,
            string_agg(date, ';' ORDER BY n) AS source_date,
            string_agg(CASE WHEN publisher IS NOT NULL THEN title END, ';' ORDER BY n)
                AS source_headline
        FROM articles GROUP BY incident
    ), typed AS (
        SELECT i.*, f.told.reported_by, f.told.credibility,
            f.told.made_by = 'import:ucdp-ged' AS of_ged,
            coalesce(
                CASE WHEN of_ged THEN TRY_CAST(f.told.words['type'] AS INTEGER) END,
                CAST(t.name AS INTEGER)
            ) AS type_of_violence,
            list_filter(i.casualties, lambda c: c.outcome = 'killed') AS killed_by_party,
            coalesce(list_sum(list_transform(killed_by_party, lambda c: c.best)), 0)
                IS NOT DISTINCT FROM i.killed AS all_told
        FROM page i LEFT JOIN first f ON f.incident = i.id
        LEFT JOIN terms t ON t.kind = 'ged_type' AND t.code = i.type
    ), sided AS (
        SELECT *, CASE type_of_violence WHEN 1 THEN responders[1]
                WHEN 2 THEN perpetrators[1] WHEN 3 THEN perpetrators[1] END AS code_a,
            CASE type_of_violence
                WHEN 1 THEN coalesce(perpetrators[1], target_actors[1], responders[2])
                WHEN 2 THEN target_actors[1] WHEN 3 THEN 'Civilians' END AS code_b
        FROM typed
    ), named AS (
        SELECT s.*, coalesce(a.name, code_a) AS side_a, coalesce(b.name, code_b) AS side_b
        FROM sided s
        LEFT JOIN terms a ON a.kind = 'ged_actor' AND a.code = code_a
        LEFT JOIN terms b ON b.kind = 'ged_actor' AND b.code = code_b
    )
    SELECT {columns} FROM named i LEFT JOIN listed ON listed.incident = i.id
    LEFT JOIN terms state ON state.kind = 'state' AND state.code = lower(country)
    LEFT JOIN terms state_a ON state_a.kind = 'state'
        AND 'government of ' || state_a.code = lower(side_a)
    LEFT JOIN terms state_b ON state_b.kind = 'state'
        AND 'government of ' || state_b.code = lower(side_b)
    ORDER BY i.date_start NULLS LAST, i.id
"""


class _Asked(ask.Asked):
    pagesize: int = Field(100, ge=1, le=MOST, description="events on a page")
    page: int = Field(0, ge=0, le=1_000_000, description="the first is 0")
    Country: ask.Word | None = Field(
        None, description="Gleditsch-Ward numbers or names of states, comma separated"
    )
    StartDate: date | None = Field(None, description="events that begin on this day or later")
    EndDate: date | None = Field(None, description="events that end on this day or earlier")


def schemas() -> dict[str, Schema]:
    """Name → schema of what is answered."""
    kinds = {"VARCHAR": "string", "DOUBLE": "number", "BOOLEAN": "boolean"}
    event: dict[str, Schema] = {
        name: {"type": [kinds.get(kind, "integer"), "null"]} for name, (kind, _) in _FIELDS.items()
    }
    answer: dict[str, Schema] = {
        "TotalCount": {"type": "integer"},
        "TotalPages": {"type": "integer"},
        "PreviousPageUrl": {"type": "string", "description": "empty on the first page"},
        "NextPageUrl": {"type": "string", "description": "empty on the last page"},
        "Result": {"type": "array", "items": record(event, tuple(event))},
    }
    return {"GED": record(answer, tuple(answer))}


@router.get(
    "/gedevents/22.1",
    responses=offered("json", schema="GED") | documented(),
    response_class=Response,
    operation_id="gedevents",
)
def gedevents(request: Request, asked: Annotated[_Asked, Query()]) -> Response:
    """Incidents in the fields of GED 22.1, earliest first; withdrawn and merged ones left out."""
    tests = ["status NOT IN ('withdrawn', 'merged')"]
    values: list[Any] = []
    if asked.StartDate:
        tests.append("date_start >= ?")
        values.append(asked.StartDate)
    if asked.EndDate:
        tests.append("coalesce(date_end, date_start) <= ?")
        values.append(asked.EndDate)
    with pool_of(request).lent() as release, asking():
        if asked.Country is not None:
            tests.append("list_contains(?::VARCHAR[], lower(country))")
            values.append(_countries(asked.Country))
        held = " AND ".join(tests)
        connection = release.connection()
        total = number_of(connection, f"SELECT count(*) FROM incidents WHERE {held}", values)
        columns = ", ".join(
            f'CAST({sql or "NULL"} AS {kind}) AS "{name}"' for name, (kind, sql) in _FIELDS.items()
        )
        found = connection.execute(
            _PAGE.format(tests=held, columns=columns),
            [*values, asked.pagesize, asked.page * asked.pagesize],
        )
        result = [dict(zip(_FIELDS, row, strict=True)) for row in found.fetchall()]
    pages = -(-total // asked.pagesize)
    return json_of(
        {
            "TotalCount": total,
            "TotalPages": pages,
            "PreviousPageUrl": _url(request, min(asked.page, pages) - 1) if asked.page else "",
            "NextPageUrl": _url(request, asked.page + 1) if asked.page + 1 < pages else "",
            "Result": result,
        }
    )


def _url(request: Request, page: int) -> str:
    asked = [pair for pair in request.query_params.multi_items() if pair[0] != "page"]
    return f"{request.url.replace(query='')}?{urlencode([*asked, ('page', max(page, 0))])}"


def _countries(asked: str) -> list[str]:
    """Names of the states that were asked for, in lower case."""
    known = states()
    found: list[str] = []
    for part in ask.listed([asked]):
        named = [name for name, number in known.items() if part in (name, number)]
        if not named and part.isdecimal():
            raise QuestionError(
                f"No state has the number {part}; expected Gleditsch-Ward numbers such as 770, "
                "or names of countries as the release has them."
            )
        found += named or [part.lower()]
    if not found:
        raise QuestionError("Country names none; expected a number such as 770, or a name.")
    return found
