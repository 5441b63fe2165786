"""The question of `waqia count`, and the incidents behind each of its cells."""

from __future__ import annotations

from typing import Annotated, Any
from urllib.parse import urlencode

from fastapi import APIRouter, Query, Request, Response

from waqia.analysis import FIELDS, Count
from waqia.release import Release
from waqia.web.api import asking as ask
from waqia.web.api.forms import FORMS, arrow_of, chosen, csv_of, json_of
from waqia.web.api.pages import number_of
from waqia.web.api.records import PAGED, counted, incidents_of, offered, pool_of
from waqia.web.problems import ProblemError, asking, documented

router = APIRouter(tags=["count"])

_MOST_FIELDS = 4
_SHOWN_ONLY = {"compare", "share", "fill", "totals", "ids", "format"}
"""Parameters that change how a count is shown, not which incidents it counts."""


def _options(asked: Any) -> dict[str, Any]:
    fields = ask.listed(asked.by)
    if len(fields) > _MOST_FIELDS:
        raise ProblemError(
            400,
            f"A count by {len(fields)} fields is not answered.",
            expected=f"at most {_MOST_FIELDS} fields in `by`",
        )
    return {
        "by": fields,
        "measure": ask.listed(asked.measure),
        "multi": asked.multi,
        "around": asked.around,
        "before": asked.before,
        "after": asked.after,
    }


@router.get(
    "/count",
    responses=offered("json", "csv", "arrow", schema="Count") | documented(406),
    response_class=Response,
    operation_id="count",
)
def count(request: Request, asked: Annotated[ask.Counted, Query()]) -> Response:
    """Incidents and persons by fields, under a counting rule; every row opens onto its incidents.

    The numbers are those of `waqia count` with the same options. In JSON `incidents_url` of a row
    lists the incidents behind it.
    """
    form = chosen(request, asked.format, ["json", "csv", "arrow"])
    with pool_of(request).lent() as release, asking():
        answer = counted(
            release,
            asked,
            **_options(asked),
            compare=asked.compare,
            share=asked.share,
            fill=asked.fill,
            traced=asked.ids,
        )
        if answer.size() > ask.MOST:
            raise ProblemError(
                400,
                f"The answer would have up to {answer.size():,} rows.",
                expected=f"at most {ask.MOST:,}: fewer fields, or narrower limits",
            )
        if asked.ids:
            _refuse_many(release, answer)
        rows = answer.rows(totals=asked.totals)
        if asked.ids:
            evidence = answer.evidence(totals=asked.totals)
            rows = [row | {"ids": ids} for row, ids in zip(rows, evidence, strict=True)]
        if form == "json":
            rows = [row | {"incidents_url": _behind(request, answer, row)} for row in rows]
            return json_of(
                {
                    "release": release.hash,
                    "rule": {"name": answer.rule.name, "label": answer.rule.label},
                    "fields": answer.fields,
                    "measures": answer.measures,
                    "rows": rows,
                    "total": answer.total,
                    "notes": answer.notes,
                }
            )
    columns = [
        *answer.columns,
        *(("_row", "_level") if asked.totals else ()),
        *(("ids",) if asked.ids else ()),
    ]
    return csv_of(rows, columns) if form == "csv" else _arrow(rows, columns)


@router.get(
    "/count/incidents",
    responses=offered(*FORMS, schema="IncidentPage", headers=PAGED) | documented(406),
    response_class=Response,
    operation_id="count_incidents",
)
def behind(request: Request, asked: Annotated[ask.Behind, Query()]) -> Response:
    """The incidents behind a cell of a count, or behind all of it, in the order of their dates."""
    form = chosen(request, asked.format, list(FORMS))
    with pool_of(request).lent() as release, asking():
        answer = counted(release, asked, **_options(asked))
        cell = ask.cell_of(asked.cell)
        return incidents_of(request, release, answer, asked, form, **cell)


def _refuse_many(release: Release, answer: Count) -> None:
    behind = answer.behind()
    ids = behind.get_backend().compile(behind)
    found = number_of(release.connection(), f"SELECT count(*) FROM ({ids})", [])
    if found > ask.MOST:
        raise ProblemError(
            400,
            f"The ids of {found:,} incidents are not given at once.",
            expected=f"at most {ask.MOST:,}: narrower limits, or `incidents_url` of each row",
        )


def _behind(request: Request, answer: Count, row: dict[str, Any]) -> str | None:
    """Where the incidents of a row are listed; None for a row of what cells count twice."""
    if row.get("_row") == "overlap":
        return None
    fields = answer.fields[: row.get("_level", len(answer.fields))]
    asked = [
        (name, value)
        for name, value in request.query_params.multi_items()
        if name not in _SHOWN_ONLY
    ]
    cell = [("cell", f"{name}:{'' if row[name] is None else row[name]}") for name in fields]
    return f"{request.url.path}/incidents?{urlencode([*asked, *cell])}"


def _arrow(rows: list[dict[str, Any]], columns: list[str]) -> Response:
    import pyarrow

    kinds = {name: _kind(name) for name in columns}
    schema = pyarrow.schema(list(kinds.items()))
    texts = [name for name, kind in kinds.items() if kind == pyarrow.string()]
    typed = [
        row | {name: None if row[name] is None else str(row[name]) for name in texts}
        for row in rows
    ]
    return arrow_of(pyarrow.Table.from_pylist(typed, schema=schema))


def _kind(name: str) -> Any:
    import pyarrow

    if name == "ids":
        return pyarrow.list_(pyarrow.string())
    if name == "_level":
        return pyarrow.int64()
    return pyarrow.string() if name in FIELDS or name == "_row" else pyarrow.float64()
