"""The explore page: one question, looked at as map, timeline, table, chart and list at once."""

from __future__ import annotations

import json
from dataclasses import replace
from functools import partial
from typing import Any

from fastapi import APIRouter, Request, Response
from fastapi.responses import RedirectResponse

from waqia.analysis import join_values
from waqia.release import Release
from waqia.web import exploring
from waqia.web.desk import fields, specs
from waqia.web.desk.citing import labels, reproduced, source_of
from waqia.web.desk.looking import BREAKDOWNS, View, needs_putting_together, period_of
from waqia.web.desk.visiting import PageError, Visit, Visitor
from waqia.web.exploring import Box, Question

router = APIRouter()

_LISTED = 10
_CHOICES = 60
_UNTOLD = 0.25
"""The share of incidents that a timeline may leave out, as their dates are less precise."""
_BARS = 3
"""The fewest bars that still show a course of time."""


@router.get("/explore")
def explore(request: Request, visit: Visit) -> Response:
    """The page, or for a script the part of it that a filter changed."""
    with visit.lent() as release:
        view = _view(request, release)
        if needs_putting_together(request.query_params.multi_items()) and not visit.htmx:
            return RedirectResponse(view.at(), 303)
        found = _found(visit, release, view)
    target = request.headers.get("hx-target") if visit.htmx else None
    parts = {"found": "explore_found.html", "explore": "explore_parts.html"}
    answer = visit.render(parts.get(target or "", "explore.html"), **found)
    answer.headers["Vary"] = "HX-Request, HX-Target"
    if visit.htmx:
        answer.headers["HX-Push-Url"] = view.at()
    return answer


@router.get("/explore/choices")
def choices(request: Request, visit: Visit, field: str = "type", search: str = "") -> Response:
    """The values of a field that the question leaves, to be ticked; without scripts a page."""
    if field not in fields.NAMES:
        field = "type"
    with visit.lent() as release:
        view = _view(request, release)
        found = exploring.choices(
            release, view.question, field, search=search[:200], limit=_CHOICES
        )
    rest = view.question.without(field)
    return visit.render(
        "explore_choices.html" if visit.htmx else "explore_choose.html",
        view=view, field=field, choices=found, search=search, rest=rest, names=fields.NAMES,
        most=_CHOICES, written=join_values,
    )  # fmt: skip


@router.get("/explore/table")
def table(request: Request, visit: Visit) -> Response:
    """Rows by columns of two fields, as a table and a chart."""
    with visit.lent() as release:
        view = _view(request, release)
        found = exploring.cross(
            release, view.question, view.rows, view.columns, measure=view.measure
        )
        context = _named(visit, release, view) | {
            "crossed": found,
            "chart": specs.crossed(
                found, view.measure, labels(release, visit.language), visit.words
            ),
        }
        context |= reproduced(visit, release, view, by=found.fields)
    answer = visit.render("explore_cross.html" if visit.htmx else "explore_table.html", **context)
    answer.headers["Vary"] = "HX-Request"
    return answer


@router.get("/explore/incidents")
def incidents(
    request: Request, visit: Visit, box: str | None = None, cursor: str | None = None
) -> Response:
    """The incidents behind a number, or behind all numbers of the page."""
    items = request.query_params.multi_items()
    cell = Question.cell_of(items)
    with visit.lent() as release:
        view = _view(request, release)
        found = exploring.listing(
            release, view.question, cell=cell, box=Box.read(box), order=view.order, cursor=cursor,
            limit=_LISTED if visit.htmx else 50,
        )  # fmt: skip
        context = _named(visit, release, view)
    opened = view.opens(cell, box)
    answer = visit.render(
        "explore_list.html" if visit.htmx else "explore_incidents.html",
        **context, found=found, cell=cell, box=box, opened=opened, orders=fields.ORDERS,
        following=f"{opened}&order={found.order}&cursor={found.next}" if found.next else None,
    )  # fmt: skip
    answer.headers["Vary"] = "HX-Request"
    return answer


@router.get("/explore/map.json")
def map_data(request: Request, visit: Visit) -> Response:
    """What the map draws: points in columns, or numbers of the areas whose shapes there are."""
    with visit.lent() as release:
        view = _view(request, release)
        if view.map == "areas" and visit.site.shapes is not None:
            areas = json.dumps(_areas(visit, release, view), ensure_ascii=False)
            return Response(areas, media_type="application/json")
        points = exploring.points(release, view.question, measure=view.measure)
    text = b'{"points":%b,"nowhere":%d}' % (points.json, points.nowhere)
    return Response(text, media_type="application/json")


@router.get("/explore/shapes.json")
def shapes(visit: Visit) -> Response:
    """The shapes of the areas; the address that the page gives has their hash in it."""
    if visit.site.shapes is None:
        raise PageError(404, visit.words("This desk was given no boundaries."))
    with visit.lent() as release:
        text = json.dumps(visit.site.shapes.features(release.codebook), ensure_ascii=False)
    kept = {"Cache-Control": "private, max-age=31536000, immutable"}
    return Response(text, media_type="application/geo+json", headers=kept)


def _areas(visit: Visitor, release: Release, view: View) -> dict[str, Any]:
    """The number of each area that has a shape, and how many incidents lie in none of them."""
    shapes, words = visit.site.shapes, visit.words
    if shapes is None:
        return {}
    level = shapes.level(release.codebook)
    measures = tuple(dict.fromkeys(("incidents", view.measure)))
    found = exploring.by_region(release, view.question, level=level, measures=measures)
    names = shapes.names(release.codebook)
    areas = []
    for name in names:
        value = found.rows[name][view.measure] if name in found.rows else 0
        called = exploring.label_of(release, level, name, visit.language)
        areas.append({"code": name, "value": value, "said": f"{called}: {words.number(value)}"})
    outside = [row for name, row in found.rows.items() if name not in set(names)]
    outside += [found.unknown] if found.unknown else []
    return {"regions": areas, "nowhere": sum(row["incidents"] for row in outside)}


def _view(request: Request, release: Release) -> View:
    view = View.read(request.query_params.multi_items(), release.coverage)
    name = request.query_params.get("at")
    return replace(view, question=_at(release, view.question, name)) if name else view


def _at(release: Release, question: Question, name: str) -> Question:
    """The question within the place that a point of the map is called by."""
    for field in ("place", "district", "province"):
        found = exploring.choices(release, Question(), field, search=name, limit=20)
        if any(one.value == name for one in found):
            return question.with_(field, name)
    return question


def _found(visit: Visitor, release: Release, view: View) -> dict[str, Any]:
    """Everything of the page that the first look shows."""
    # the totals have all of them; further sums in every breakdown would take a third longer each
    measures = ("incidents", "killed" if view.measure == "incidents" else view.measure)
    overview = exploring.overview(
        release, view.question, by=BREAKDOWNS, measures=measures, unit=view.unit
    )
    overview = replace(overview, timeline=_told(release, view, overview.timeline, measures))
    regions = exploring.by_region(release, view.question, level=view.level, measures=measures)
    context = _named(visit, release, view)
    timeline = specs.timeline(overview.timeline, view.measure, visit.words)
    return (
        context
        | reproduced(visit, release, view)
        | {
            "overview": overview,
            "timeline": timeline,
            "calendar": specs.calendar(visit.words),
            "period_of": period_of,
            "shapes": visit.site.shapes,
            "shaped": visit.site.shapes.level(release.codebook) if visit.site.shapes else None,
            "regions": regions,
            "tiles": specs.tiles(regions, view.measure),
            "rules": release.codebook.counting_rules,
            "most": max(
                (row["incidents"] for one in overview.top.values() for row in one.rows), default=1
            ),
        }
    )


def _told(
    release: Release, view: View, timeline: exploring.Timeline, measures: tuple[str, ...]
) -> exploring.Timeline:
    """The timeline in the unit that was chosen, or one coarser where too many dates are.

    Of units that leave out as many incidents it is the finest, and it has three bars at least.
    """
    units, looked = list(fields.UNITS), timeline
    while view.unit is None and looked.unknown and looked.unit != units[0]:
        untold = looked.unknown["incidents"]
        if untold <= _UNTOLD * (untold + sum(row["incidents"] for row in looked.rows)):
            break
        coarser = units[units.index(looked.unit) - 1]
        looked = exploring.overview(
            release, view.question, by=(), measures=measures, unit=coarser
        ).timeline
        if len(looked.rows) < _BARS:
            break
        if not looked.unknown or looked.unknown["incidents"] < untold:
            timeline = looked
    return timeline


def _named(visit: Visitor, release: Release, view: View) -> dict[str, Any]:
    """What every part of the page names things by."""
    return {
        "view": view,
        "question": view.question,
        "rule": exploring.ask(release, view.question).rule,
        "names": fields.NAMES,
        "measures": fields.MEASURES,
        "units": fields.UNITS,
        "filters": fields.FILTERS,
        "further": fields.FURTHER,
        "value": labels(release, visit.language),
        "grouped": partial(exploring.has_parts, release),
        "source": source_of(visit, release, view),
        "written": join_values,
    }
