"""Charts of the explore page as Vega-Lite, and the tiles of its grid; colours are the page's."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from waqia.web.desk.fields import MEASURES
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


def crossed(found: Cross, measure: str, label: Label) -> dict[str, Any]:
    """Bars of the rows, one colour for each of the columns; fields darker by number if many."""
    rows, columns = found.fields[0], found.fields[1] if len(found.fields) > 1 else None
    shown = found.columns if columns else [None]
    values = []
    for row in found.rows[:_BARS]:
        for column in shown:
            cell = found.cell(row, column) if columns else found.row_total(row)
            if cell[measure]:
                values.append({
                    "row": label(rows, row),
                    "code": "" if row is None else row,
                    "column": label(columns, column) if columns else "",
                    "value": cell[measure],
                })  # fmt: skip
    encoding: dict[str, Any] = {
        "y": {"field": "row", "type": "nominal", "sort": None, "title": None},
        "x": {
            "field": "value", "type": "quantitative", "title": None, "stack": "zero",
            "axis": {"tickMinStep": 1},
        },
        "tooltip": [
            {"field": name, "type": kind, "title": " "}
            for name, kind in (("row", "nominal"), ("column", "nominal"), ("value", "quantitative"))
        ],
    }  # fmt: skip
    order = [label(columns, column) for column in shown] if columns else []
    if len(order) > _DRAWN:
        encoding |= {
            "x": {
                "field": "column", "type": "ordinal", "sort": order, "title": None,
                "scale": {"domain": order}, "axis": {"labelOverlap": "greedy", "labelLimit": 220},
            },
            "color": {
                "field": "value", "type": "quantitative", "title": None,
                "legend": {"orient": "bottom", "gradientLength": 140},
            },
        }  # fmt: skip
    elif columns:
        encoding["color"] = {
            "field": "column", "type": "nominal", "sort": order, "title": None,
            "scale": {"scheme": "tableau20"}, "legend": {"orient": "bottom", "columns": 4},
        }  # fmt: skip
    return {
        "$schema": _SCHEMA,
        "width": "container",
        "height": {"step": 22},
        "autosize": {"type": "fit-x", "contains": "padding"},
        "data": {"values": values},
        "mark": {"type": "rect" if len(order) > _DRAWN else "bar", "cursor": "pointer"},
        "encoding": encoding,
        "usermeta": {"choose": {"field": rows, "from": "code"}},
    }


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
    unit_key = next(iter(row.values()))
    said = words.number(row[measure])
    least, most = row.get(f"{measure}_min"), row.get(f"{measure}_max")
    if least is not None and most is not None and least != most:
        said += words(
            " (%(least)s to %(most)s)", least=words.number(least), most=words.number(most)
        )
    return f"{unit_key}: {said}"
