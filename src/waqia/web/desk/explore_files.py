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
from waqia.web.desk.citing import reproduced, written_below
from waqia.web.desk.fields import MEASURES
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
_BARS = 60
"""Bars of a chart by one field."""
_CONTROLS = dict.fromkeys({*range(32), 0xFFFE, 0xFFFF} - {9, 10, 13})
_CELL = 32_000
"""Characters of a cell of a workbook, which can hold few more."""
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
                    "%(found)s are asked for, a %(form)s file holds %(most)s, a CSV file "
                    "%(csv)s: choose a shorter period.",
                    form=form.upper(), found=visit.words.number(total),
                    most=visit.words.number(_RECORDS[form]),
                    csv=visit.words.number(_RECORDS["csv"]),
                ),
            )  # fmt: skip
        if form == "geojson":
            answer = records_of(release.connection(), table, table.names, found, form, {})
            return _saved(bytes(answer.body), FORMS[form], f"incidents.{form}")
        rows = cells_of(release.connection(), table, table.names, found)
        if form == "xlsx":
            behind = [f"{field}: {value or 'not known'}" for field, value in cell.items()]
            behind += [f"box: {box}"] if box else []
            count = _count(release, view, ())
            return _book(visit, release, view, "incidents", table.names, rows, count, behind)
    return _csv("incidents", table.names, rows)


@router.get("/explore/{what}.csv")
def as_csv(request: Request, visit: Visit, what: str) -> Response:
    """The numbers of a view as CSV; codes in the columns of the fields, labels beside them."""
    with visit.lent() as release:
        columns, rows, _ = _numbers(visit, release, _view(request, release), what)
    return _csv(what, columns, ([row.get(name) for name in columns] for row in rows))


@router.get("/explore/{what}.xlsx")
def as_xlsx(request: Request, visit: Visit, what: str) -> Response:
    """The same as a workbook, with the rules it was counted by on a second sheet."""
    with visit.lent() as release:
        view = _view(request, release)
        columns, rows, count = _numbers(visit, release, view, what)
        cells = ([row.get(name) for name in columns] for row in rows)
        return _book(visit, release, view, what, columns, cells, count)


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
        measure, below = view.measure, written_below(visit, release, view)
        if what == "map" and view.map == "areas" and shapes is not None:
            level = shapes.level(codebook)
            return choropleth(
                _count(release, view, (level,)),
                codebook,
                shapes.path,
                level,
                shapes.property,
                measure,
                title=f"{MEASURES[measure]} by {level}",
                credit=shapes.credit,
                subtitle=below,
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
                area=measure,
                title=f"{MEASURES[measure]} by place",
                subtitle=below,
            )
        count = _count(release, view, _fields_of(visit, release, view, what))
        if count.size() > _CELLS:
            raise PageError(
                400, visit.words("So many numbers are not drawn as one picture."),
                visit.words("Choose other rows or columns, or fewer incidents."),
            )  # fmt: skip
        if what == "regions":
            title = f"{MEASURES[measure]} by {view.level}"
            return tile_map(count, codebook, view.level, measure, title, subtitle=below)
        most = None if len(count.fields) > 1 else _BARS
        return chart(count, codebook, measure=measure, limit=most, subtitle=below)


def _numbers(
    visit: Visitor, release: Release, view: View, what: str
) -> tuple[Sequence[str], list[dict[str, Any]], Count]:
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
    columns += [name for name in count.columns if name not in count.fields]
    return columns, rows, count


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
    visit: Visitor,
    release: Release,
    view: View,
    what: str,
    columns: Sequence[str],
    rows: Iterable[Sequence[Any]],
    count: Count,
    behind: Sequence[str] = (),
) -> Response:
    """A workbook of rows, and a second sheet that says what they are of and how it was counted.

    `behind` says of which number of the `count` they are, if not of all.
    """
    from openpyxl import Workbook

    book = Workbook(write_only=True)
    sheet = book.create_sheet(what)
    sheet.append(list(columns))
    for row in rows:
        sheet.append([_short(_plain(value)) for value in row])
    about = book.create_sheet("about")
    command = reproduced(visit, release, view, by=count.fields)["command"]
    for note in (
        release.title, f"sha256 {release.hash}", *command.splitlines(), *behind, *count.notes
    ):  # fmt: skip
        about.append([_plain(note)])
    file = io.BytesIO()
    book.save(file)
    return _saved(file.getvalue(), _XLSX, f"{what}.xlsx")


def _short(value: Any) -> Any:
    """A value as a cell holds it; a text that is too long says that it is cut."""
    if not isinstance(value, str) or len(value) <= _CELL:
        return value
    return f"{value[:_CELL]}… [{len(value) - _CELL:,} characters more in CSV]"


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
