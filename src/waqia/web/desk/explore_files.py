"""Views of the explore page as files: numbers as CSV and XLSX, drawings as SVG and PNG.

The incidents behind a number are whole records, in every form that the API writes them in.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any

from fastapi import APIRouter, Request, Response

from waqia.model import TABLES
from waqia.release import Release
from waqia.web import exploring
from waqia.web.api.forms import FORMS, cells_of, records_of
from waqia.web.desk.looking import View
from waqia.web.desk.visiting import PageError, Visit, Visitor
from waqia.web.exploring import Box, Question

if TYPE_CHECKING:
    from waqia.analysis import Count
    from waqia.publish import Picture

router = APIRouter()

_MOST = 10_000
"""Rows of a file, and incidents of a map that is drawn as one picture."""
_CELLS = 2_000
"""Numbers of a chart that is drawn on the server, which takes it milliseconds each."""
_CONTROLS = dict.fromkeys({*range(32)} - {9, 10, 13})
_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_RECORDS = {"csv": 100_000, "geojson": 100_000, "xlsx": 10_000}
"""Form → incidents that are written to one file of it; a workbook takes the server longest."""


@router.get("/explore/incidents.{form}")
def incidents(request: Request, visit: Visit, form: str, box: str | None = None) -> Response:
    """The incidents behind a number as whole records, all of them or none."""
    if form not in _RECORDS:
        raise PageError(404, visit.words("There is no such view."), ", ".join(_RECORDS))
    cell = Question.cell_of(request.query_params.multi_items())
    table = TABLES["incidents"]
    with visit.lent() as release:
        view = _view(request, release)
        total, found = exploring.every(release, view.question, cell=cell, box=Box.read(box))
        if total > _RECORDS[form]:
            raise PageError(
                400, visit.words("So many incidents are not written to one file."),
                visit.words(
                    "%(found)s are asked for, %(most)s fit: choose a shorter period, or CSV.",
                    found=visit.words.number(total), most=visit.words.number(_RECORDS[form]),
                ),
            )  # fmt: skip
        if form == "geojson":
            answer = records_of(release.connection(), table, table.names, found, form, {})
            return _saved(bytes(answer.body), FORMS[form], f"incidents.{form}")
        rows = cells_of(release.connection(), table, table.names, found)
        if form == "xlsx":
            return _book(release, view, "incidents", table.names, rows)
    return _csv("incidents", table.names, rows)


@router.get("/explore/{what}.csv")
def as_csv(request: Request, visit: Visit, what: str) -> Response:
    """The numbers of a view as CSV; codes in the columns of the fields, labels beside them."""
    with visit.lent() as release:
        columns, rows = _numbers(visit, release, _view(request, release), what)
    return _csv(what, columns, ([row.get(name) for name in columns] for row in rows))


@router.get("/explore/{what}.xlsx")
def as_xlsx(request: Request, visit: Visit, what: str) -> Response:
    """The same as a workbook, with the rules it was counted by on a second sheet."""
    with visit.lent() as release:
        view = _view(request, release)
        columns, rows = _numbers(visit, release, view, what)
        cells = ([row.get(name) for name in columns] for row in rows)
        return _book(release, view, what, columns, cells)


@router.get("/explore/{what}.svg")
def as_svg(request: Request, visit: Visit, what: str) -> Response:
    """The drawing of a view."""
    return _saved(_picture(request, visit, what).svg.encode(), "image/svg+xml", f"{what}.svg")


@router.get("/explore/{what}.png")
def as_png(request: Request, visit: Visit, what: str) -> Response:
    """The drawing of a view in pixels."""
    return _saved(_picture(request, visit, what).to_png(), "image/png", f"{what}.png")


def _view(request: Request, release: Release) -> View:
    return View.read(request.query_params.multi_items(), release.coverage)


def _picture(request: Request, visit: Visitor, what: str) -> Picture:
    from waqia.publish import chart, choropleth, point_map, tile_map

    with visit.lent() as release:
        view = _view(request, release)
        codebook = release.codebook
        shapes = visit.site.shapes
        if what == "map" and view.map == "areas" and shapes is not None:
            level = shapes.level(codebook)
            return choropleth(
                _count(release, view, (level,)),
                codebook,
                shapes.path,
                level,
                shapes.property,
                view.measure,
                credit=shapes.credit,
            )
        if what == "map":
            behind = _count(release, view, ())
            if behind.total["incidents"] > _MOST:
                raise PageError(
                    400, visit.words("So many incidents are not drawn as one picture."),
                    visit.words("Choose a shorter period or a smaller area."),
                )  # fmt: skip
            return point_map(
                release,
                behind.incidents(),
                codebook,
                area="incidents" if view.measure == "incidents" else "killed",
            )
        count = _count(release, view, _fields_of(visit, release, view, what))
        if count.size() > _CELLS:
            raise PageError(
                400, visit.words("So many numbers are not drawn as one picture."),
                visit.words("Choose other rows or columns, or fewer incidents."),
            )  # fmt: skip
        if what == "regions":
            return tile_map(count, codebook, view.level, measure=view.measure)
        return chart(count, codebook, measure=view.measure)


def _numbers(
    visit: Visitor, release: Release, view: View, what: str
) -> tuple[Sequence[str], list[dict[str, Any]]]:
    count = _count(release, view, _fields_of(visit, release, view, what))
    if count.size() > _MOST:
        raise PageError(
            400, visit.words("The table has too many rows for one file."),
            visit.words("Choose other rows or columns, or fewer incidents."),
        )  # fmt: skip
    rows = count.rows()
    for row in rows:
        for field in count.fields:
            row[f"{field}_label"] = exploring.label_of(release, field, row[field], visit.language)
    columns = [name for field in count.fields for name in (field, f"{field}_label")]
    return [*columns, *(name for name in count.columns if name not in count.fields)], rows


def _fields_of(visit: Visitor, release: Release, view: View, what: str) -> tuple[str, ...]:
    """The fields that a view counts by.

    Raises:
        PageError: there is no such view.
    """
    match what:
        case "timeline":
            shown = exploring.overview(release, view.question, by=(), unit=view.unit)
            return (shown.timeline.unit,)
        case "table":
            return (view.rows, view.columns) if view.columns else (view.rows,)
        case "regions":
            return (view.level,)
    raise PageError(404, visit.words("There is no such view."), "timeline, table, regions, map")


def _count(release: Release, view: View, by: tuple[str, ...]) -> Count:
    from waqia.analysis import count

    asked = view.question
    measures = dict.fromkeys((view.measure, "incidents", "killed", "injured"))
    return count(
        release, by, tuple(measures), where={name: list(values) for name, values in asked.limits},
        period=asked.period, rule=asked.rule,
    )  # fmt: skip


def _csv(what: str, columns: Sequence[str], rows: Iterable[Sequence[Any]]) -> Response:
    file = io.StringIO()
    writer = csv.writer(file, lineterminator="\n")
    writer.writerow(columns)
    writer.writerows([_plain(value) for value in row] for row in rows)
    return _saved(file.getvalue().encode(), "text/csv; charset=utf-8", f"{what}.csv")


def _book(
    release: Release, view: View, what: str, columns: Sequence[str], rows: Iterable[Sequence[Any]]
) -> Response:
    """A workbook of rows, and a second sheet that says what they are of and how it was counted."""
    from openpyxl import Workbook

    book = Workbook(write_only=True)
    sheet = book.create_sheet(what)
    sheet.append(list(columns))
    for row in rows:
        sheet.append([_plain(value) for value in row])
    about = book.create_sheet("about")
    command = view.question.command(release.path.name)
    for note in (
        release.title, f"sha256 {release.hash}", command, *_count(release, view, ()).notes
    ):  # fmt: skip
        about.append([_plain(note)])
    file = io.BytesIO()
    book.save(file)
    return _saved(file.getvalue(), _XLSX, f"{what}.xlsx")


def _plain(value: Any) -> Any:
    """A value for a cell; text that a spreadsheet would take for a formula is quoted.

    Control characters are left out, which a workbook cannot hold.
    """
    if isinstance(value, list | tuple):
        value = ";".join(map(str, value))
    if not isinstance(value, str):
        return value
    text = value.translate(_CONTROLS)
    return f"'{text}" if text[:1] in ("=", "+", "-", "@", "\t", "\r") else text


def _saved(content: bytes, media_type: str, name: str) -> Response:
    headers = {"Content-Disposition": f'attachment; filename="waqia-{name}"'}
    return Response(content, media_type=media_type, headers=headers)
