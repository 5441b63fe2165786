"""Charts of the explore page as Vega-Lite, and the tiles of its grid; colours are the page's."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from waqia.web.desk.fields import MEASURES, NAMES
from waqia.web.desk.looking import day_after, first_day, period_of
from waqia.web.desk.words import Words

if TYPE_CHECKING:
    from waqia.web.exploring import Cross, Regions, Timeline

_SCHEMA = "https://vega.github.io/schema/vega-lite/v6.json"
_SHADES = 5
_DRAWN = 12
"""Values of a second field that colours tell apart."""

_BARS = 40
_MIDDLE = "(time(toDate(datum.start)) + time(toDate(datum.end))) / 2"

Label = Callable[[str, Any], str]


def timeline(found: Timeline, measure: str, words: Words) -> dict[str, Any]:
    """Bars along the calendar; persons with the range of their number, a mark where unknown."""
    values = [
        {
            "period": period_of(found.unit, row[found.unit]),
            "start": first_day(found.unit, row[found.unit]).isoformat(),
            "end": day_after(found.unit, row[found.unit]).isoformat(),
            "best": row[measure] or 0,
            "known": row[measure] is not None,
            "least": row.get(f"{measure}_min"),
            "most": row.get(f"{measure}_max"),
            "said": _said(row, measure, words),
        }
        for row in found.rows
    ]
    along = {
        "field": "start", "type": "temporal", "scale": {"type": "utc"}, "title": None,
        "axis": {"grid": False},
    }  # fmt: skip
    tooltip = [{"field": "said", "type": "nominal", "title": " "}]
    bars = {
        "mark": {"type": "bar", "binSpacing": 1, "cursor": "pointer"},
        "params": [{"name": "brush", "select": {"type": "interval", "encodings": ["x"]}}],
        "encoding": {
            "x": along,
            "x2": {"field": "end"},
            "y": {
                "field": "best", "type": "quantitative", "title": words(MEASURES[measure]),
                "axis": {"tickMinStep": 1},
                # an axis of its own where there is nothing to draw
                "scale": {} if any(value["best"] for value in values) else {"domain": [0, 1]},
            },
            "y2": {"datum": 0},
            "opacity": {"condition": {"param": "brush", "value": 1}, "value": 0.4},
            "tooltip": tooltip,
        },
    }  # fmt: skip
    layers = [bars]
    middle = {"field": "middle", "type": "temporal", "scale": {"type": "utc"}}
    if not all(value["known"] for value in values):
        layers.append({
            "transform": [{"filter": "!datum.known"}, {"calculate": _MIDDLE, "as": "middle"}],
            "mark": {"type": "text", "text": "?", "baseline": "bottom", "cursor": "pointer"},
            "encoding": {"x": middle, "y": {"datum": 0}, "tooltip": tooltip},
        })  # fmt: skip
    if measure != "incidents":
        layers.append({
            "transform": [
                {"filter": "isValid(datum.most) && datum.most > datum.least"},
                {"calculate": _MIDDLE, "as": "middle"},
            ],
            "mark": {"type": "rule", "strokeWidth": 1, "opacity": 0.7},
            "encoding": {
                "x": middle,
                "y": {"field": "least", "type": "quantitative"},
                "y2": {"field": "most"},
            },
        })  # fmt: skip
    return {
        "$schema": _SCHEMA,
        "width": "container",
        "height": 170,
        "data": {"values": values},
        "layer": layers,
        "usermeta": {
            "choose": {"field": "period", "from": "period"},
            "range": {"field": "period", "param": "brush", "of": "start", "from": "period"},
        },
    }


def calendar(words: Words) -> dict[str, Any]:
    """The names of months and days, and the forms of dates, as the axes of charts take them."""
    names = words.locale
    months, days = names.months["format"], names.days["format"]
    return {
        "dateTime": "%A %e %B %Y %X",
        "date": "%Y-%m-%d",
        "time": "%H:%M:%S",
        "periods": ["AM", "PM"],
        "months": [months["wide"][number] for number in range(1, 13)],
        "shortMonths": [months["abbreviated"][number] for number in range(1, 13)],
        # theirs begin with Monday
        "days": [days["wide"][(number - 1) % 7] for number in range(7)],
        "shortDays": [days["abbreviated"][(number - 1) % 7] for number in range(7)],
    }


def crossed(found: Cross, measure: str, label: Label, words: Words) -> dict[str, Any]:
    """Bars of the rows, one colour for each of the columns; fields darker by number if many.

    A number that is not known is marked: at the end of its row's bar, or in its field.
    """
    rows, columns = found.fields[0], found.fields[1] if len(found.fields) > 1 else None
    across = {one: label(columns, one) for one in found.columns} if columns else {None: ""}
    values = []
    for row in found.rows[:_BARS]:
        named = {"row": label(rows, row), "code": "" if row is None else row}
        for at, (column, name) in enumerate(across.items()):
            cell = found.cell(row, column) if columns else found.row_total(row)
            if cell[measure] != 0:
                value = {"column": name, "at": at, "value": cell[measure]}
                told = [named["row"], *([name] if columns else ())]
                values.append(named | value | {"said": _told(told, cell, measure, words)})
    about, names = words(MEASURES[measure]), list(across.values())
    shared: dict[str, Any] = {
        "y": {
            "field": "row", "type": "nominal", "title": None,
            # told, as the rows of several layers would be put in an order of their own
            "scale": {"domain": list(dict.fromkeys(value["row"] for value in values))},
        },
        "tooltip": [{"field": "said", "type": "nominal", "title": " "}],
    }  # fmt: skip
    if columns and len(names) > _DRAWN:
        shared["x"] = {
            "field": "column", "type": "ordinal", "title": words(NAMES[columns]),
            "scale": {"domain": names}, "axis": {"labelOverlap": "greedy", "labelLimit": 220},
        }  # fmt: skip
        layers = _fields(values, about)
    else:
        layers = _stacks(values, names if columns else [], about, words)
    return {
        "$schema": _SCHEMA,
        "width": "container",
        "height": {"step": 22},
        "autosize": {"type": "fit-x", "contains": "padding"},
        "data": {"values": values},
        "encoding": shared,
        "layer": layers,
        "usermeta": {"choose": {"field": rows, "from": "code"}},
    }


def _fields(values: list[dict[str, Any]], about: str) -> list[dict[str, Any]]:
    """The layers of fields that are darker by their number."""
    layers: list[dict[str, Any]] = [{
        "transform": [{"filter": "isValid(datum.value)"}],
        "mark": {"type": "rect", "cursor": "pointer"},
        "encoding": {"color": {
            "field": "value", "type": "quantitative", "title": about,
            "legend": {"orient": "bottom", "gradientLength": 140, "tickMinStep": 1},
        }},
    }]  # fmt: skip
    if any(value["value"] is None for value in values):
        layers.append({
            "transform": [{"filter": "!isValid(datum.value)"}],
            "mark": {"type": "text", "text": "?", "baseline": "middle", "cursor": "pointer"},
        })  # fmt: skip
    return layers


def _stacks(
    values: list[dict[str, Any]], names: list[str], about: str, words: Words
) -> list[dict[str, Any]]:
    """The layers of bars that are put together from the columns of these names."""
    ends: dict[str, int] = {}
    unknown: dict[str, list[dict[str, Any]]] = {}
    for value in values:
        ends[value["row"]] = ends.get(value["row"], 0) + (value["value"] or 0)
        if value["value"] is None:
            unknown.setdefault(value["row"], []).append(value)
    along: dict[str, Any] = {
        "type": "quantitative", "title": about,
        "axis": {"tickMinStep": 1, "labelSeparation": 6},
        # an axis of its own where there is nothing to draw
        "scale": {} if any(ends.values()) else {"domain": [0, 1]},
    }  # fmt: skip
    bars: dict[str, Any] = {
        "transform": [{"filter": "isValid(datum.value)"}],
        "mark": {"type": "bar", "cursor": "pointer"},
        "encoding": {"x": along | {"field": "value", "stack": "zero"}},
    }
    if names:
        bars["encoding"]["color"] = {
            "field": "column", "type": "nominal", "sort": names, "title": None,
            "scale": {"scheme": "tableau20"},
            "legend": {"orient": "bottom"},
        }  # fmt: skip
        bars["encoding"]["order"] = {"field": "at", "type": "quantitative"}  # that of the legend
    marks = [
        cells[0] | {"end": ends[row], "said": _told(
            [row, *(cell["column"] for cell in cells if names)], {about: None}, about, words
        )}
        for row, cells in unknown.items()
    ]  # fmt: skip
    if not marks:
        return [bars]
    return [bars, {
        "data": {"values": marks},
        "mark": {
            "type": "text", "text": "?", "align": "left", "baseline": "middle", "dx": 4,
            "cursor": "pointer",
        },
        "encoding": {"x": along | {"field": "end"}},
    }]  # fmt: skip


@dataclass(frozen=True, slots=True)
class Drawn:
    """One field of the grid: the tile that lies there, its row of numbers, how dark it is."""

    tile: Any
    row: dict[str, Any]
    shade: int


def tiles(regions: Regions, measure: str) -> list[list[Drawn | None]]:
    """The tile grid as rows of fields, None where nothing lies; empty where there are no tiles."""
    if not regions.tiles:
        return []
    numbers = [regions.rows.get(tile.name, {}).get(measure) or 0 for tile in regions.tiles]
    largest = max(numbers) or 1
    top, left = (min(getattr(t, side) for t in regions.tiles) for side in ("row", "column"))
    high = max(tile.row for tile in regions.tiles) - top + 1
    wide = max(tile.column for tile in regions.tiles) - left + 1
    grid: list[list[Drawn | None]] = [[None] * wide for _ in range(high)]
    for tile, number in zip(regions.tiles, numbers, strict=True):
        shade = 0 if not number else max(1, round(_SHADES * (number / largest) ** 0.5))
        grid[tile.row - top][tile.column - left] = Drawn(
            tile, regions.rows.get(tile.name, {}), shade
        )
    return grid


def _said(row: dict[str, Any], measure: str, words: Words) -> str:
    return _told([str(next(iter(row.values())))], row, measure, words)


def _told(of: list[str], row: dict[str, Any], measure: str, words: Words) -> str:
    """The number of a row with its range, or that it is not known, behind what it is of."""
    whose = words(", ").join(of)
    if row[measure] is None:
        return f"{whose}: {words('not known')}"
    said = words.number(row[measure])
    least, most = row.get(f"{measure}_min"), row.get(f"{measure}_max")
    if least is not None and most is not None and least != most:
        said += words(
            " (%(least)s to %(most)s)", least=words.number(least), most=words.number(most)
        )
    return f"{whose}: {said}"
