"""Line charts: numbers along time with their ranges, one line or several."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from waqia.publish.axes import (
    HEIGHT,
    in_sentence,
    number,
    number_axis,
    plot_width,
    time_axis,
)
from waqia.publish.numbers import summed, whole
from waqia.publish.picture import DASHES, INK, SERIES, UNKNOWN
from waqia.publish.scales import ticks
from waqia.publish.series import Cell, Charted, has_range, highest

_LINE = 15
"""Pixels from one label to the next below it."""


def line_chart(charted: Charted) -> tuple[Any, str]:
    """One or several lines along time; the chart and its alternative text."""
    import altair as alt

    series = _line_series(charted)
    drawn = [cell for _, _, cells in series for cell in cells]
    top = ticks(highest(drawn))[-1]
    width = plot_width([name for name, *_ in series] if len(series) > 1 else [])
    x = time_axis(charted, width)
    y = number_axis(alt.Y("value:Q"), top, charted.name)
    layers = []
    for _, style, cells in series:
        dots = len(cells) <= (40 if len(series) == 1 else 16)
        layers += _line_layers(charted, cells, style, dots, x, y)
    layers += (
        _line_names(charted, series, top, width) if len(series) > 1 else _end_labels(charted, drawn)
    )
    if has_range(drawn):
        charted.notes.append("Bands run from the lowest to the highest estimate.")
    drawing = alt.layer(*layers).properties(width=width, height=HEIGHT)
    return drawing, _line_alt(charted, series)


_Series = tuple[str, int, list[Cell]]


def _line_series(charted: Charted) -> list[_Series]:
    """(name, style, cells) a line; style -1 is grey, for the unknown and the period before."""
    if charted.by is None:
        series: list[_Series] = [(charted.current, 0, charted.cells)]
        if charted.compared is not None:
            series.append((charted.compared, -1, [cell.before for cell in charted.cells]))
        return series
    return [
        (
            charted.by_label(value),
            -1 if value is None else index % len(SERIES),
            [cell for cell in charted.cells if cell.by == value],
        )
        for index, value in enumerate(charted.kept("by"))
    ]


def _line_layers(
    charted: Charted, cells: list[Cell], style: int, dots: bool, x: Any, y: Any
) -> list[Any]:
    """A line with its band and its points; where a number is not known, all three have a gap."""
    import altair as alt

    colour, dash = _stroke(style)
    records = charted.records(cells)
    values = [None, *(cell.value for cell in cells), None]
    for record, before, after in zip(records, values, values[2:], strict=False):
        record["seen"] = int(dots or before is after is None)
    base = charted.data.chart(records).encode(x=x)
    layers = []
    if has_range(cells):
        band = base.mark_area(color=colour, opacity=0.18)
        layers.append(band.encode(y=alt.Y("low:Q"), y2="high:Q"))
    # Points carry the words for a pointer. They stay invisible on long series, where they would
    # hide the line, unless their neighbours are not known and there is no line to see.
    layers.append(base.mark_line(color=colour, strokeDash=dash, strokeWidth=2).encode(y=y))
    points = base.mark_circle(color=colour, size=28, aria=True)
    layers.append(
        points.encode(y=y, description="about:N", opacity=alt.Opacity("seen:Q", scale=None))
    )
    return layers


def _line_names(charted: Charted, series: Sequence[_Series], top: float, width: int) -> list[Any]:
    """The names of the lines beside their ends, each behind a piece of its line, none touching."""
    import altair as alt

    labels = []
    for name, style, cells in series:
        known = [cell.value for cell in cells if cell.value is not None]
        labels.append((known[-1] if known else 0, name, *_stroke(style)))
    labels.sort(key=lambda label: label[0])
    layers = []
    lowest = 0.0
    for at, name, colour, dash in labels:
        lowest = max(at, lowest)
        base = charted.data.chart([{"at": lowest, "label": name}]).encode(y="at:Q")
        layers += [
            base.mark_rule(color=colour, strokeDash=dash, strokeWidth=2).encode(
                x=alt.value(width + 4), x2=alt.value(width + 28)
            ),
            base.mark_text(align="left", baseline="middle", color=INK, dx=33).encode(
                x=alt.value(width), text="label:N"
            ),
        ]
        lowest += top * _LINE / HEIGHT
    return layers


def _end_labels(charted: Charted, cells: list[Cell]) -> list[Any]:
    """The numbers at the highest point of a single line, above it, and at its end, beside it."""
    import altair as alt

    known = [cell for cell in cells if cell.value is not None]
    if not known:
        return []
    peak = max(known, key=lambda cell: cell.value or 0)
    end = {"align": "left", "baseline": "middle", "dx": 8}
    labels = [(known[-1], known[-1].value, whole(known[-1].value), end)]
    if peak is not known[-1]:
        # above its range the number says the range, or it would be read as the range's top
        top = max(peak.value or 0, peak.high or 0)
        labels.append((peak, top, summed(peak.low, peak.value, peak.high), {"dy": -9}))
    return [
        charted.data.chart([{"along": charted.along_label(c), "at": at, "label": label}])
        .mark_text(color=INK, **place)
        .encode(x=alt.X("along:O", sort=None), y=alt.Y("at:Q"), text="label:N")
        for c, at, label, place in labels
    ]


def _stroke(style: int) -> tuple[str, list[int]]:
    return (UNKNOWN, [3, 3]) if style < 0 else (SERIES[style], list(DASHES[style]))


def _line_alt(charted: Charted, series: Sequence[_Series]) -> str:
    said = [f"Line chart: {in_sentence(charted.heading)}."]
    for name, _, cells in series:
        known = [cell for cell in cells if cell.value is not None]
        if not known:
            said.append(f"{name}: not known.")
            continue
        peak = max(known, key=lambda cell: cell.value or 0)
        least = min(known, key=lambda cell: cell.value or 0)
        if name == charted.compared:
            said.append(f"{name}: from {number(least)} to {number(peak)}.")
            continue
        said.append(
            f"{name}: highest {number(peak)} in {charted.along_words(peak)}, lowest "
            f"{number(least)} in {charted.along_words(least)}, last {number(known[-1])} in "
            f"{charted.along_words(known[-1])}."
        )
    return " ".join(said)
