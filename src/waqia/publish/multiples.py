"""Small multiples: one small chart for each value of a field, all on the same scale."""

from __future__ import annotations

import textwrap
from typing import Any

from waqia.publish.axes import (
    CATEGORIES,
    LETTER,
    in_sentence,
    number,
    number_axis,
    time_axis,
)
from waqia.publish.numbers import whole
from waqia.publish.picture import INK, MAIN
from waqia.publish.scales import CALENDAR
from waqia.publish.series import Cell, Charted, has_range, highest

_SMALL, _SMALL_BARS = 176, 8
"""Width of a small chart in pixels, and how many bars it has at most."""


def small_multiples(charted: Charted) -> tuple[Any, str]:
    """Small charts of lines (along time) or bars; the chart and its alternative text."""
    import altair as alt

    panels = charted.kept("by")
    names = [charted.by_label(value) for value in panels]
    cells = [cell for cell in charted.cells if cell.by in panels]
    timed = charted.along in CALENDAR
    layers, height = (_small_lines if timed else _small_bars)(charted, cells)
    columns = min(3, len(panels))
    drawing = (
        alt.layer(*layers)
        .properties(width=_SMALL, height=height)
        .facet(
            facet=alt.Facet(
                "by:N",
                sort=[_wrapped(name) for name in names],
                title=None,
                header=alt.Header(labelPadding=4, labelExpr="split(datum.label, '\\n')"),
            ),
            columns=columns,
            spacing={"row": 18, "column": 16},
        )
    )
    said = [f"Small charts, one for each: {in_sentence(charted.heading)}."]
    for name, value in zip(names, panels, strict=True):
        known = [cell for cell in cells if cell.by == value and cell.value is not None]
        if known:
            most = max(known, key=lambda cell: cell.value or 0)
            total = sum(cell.value or 0 for cell in known)
            where = charted.along_words(most)
            said.append(f"{name}: {whole(total)}, most in {where}: {number(most)}.")
        else:
            said.append(f"{name}: not known.")
    return drawing, " ".join(said)


def _small_lines(charted: Charted, cells: list[Cell]) -> tuple[list[Any], int]:
    import altair as alt

    # Room above the highest point for its number.
    top = highest(cells) * 1.2
    peaks: dict[Any, Cell] = {}
    for cell in cells:
        if cell.value and (cell.by not in peaks or cell.value > (peaks[cell.by].value or 0)):
            peaks[cell.by] = cell
    records = charted.records(cells)
    for record, cell in zip(records, cells, strict=True):
        record["by"] = _wrapped(record["by"])
        record["peak"] = whole(cell.value) if peaks.get(cell.by) is cell else None
    base = charted.data.chart(records).encode(x=time_axis(charted, _SMALL))
    y = number_axis(alt.Y("value:Q"), top, None, most=4)
    layers = []
    if has_range(cells):
        charted.notes.append("Bands run from the lowest to the highest estimate.")
        layers.append(
            base.mark_area(color=MAIN, opacity=0.18).encode(y=alt.Y("low:Q"), y2="high:Q")
        )
    layers += [
        base.mark_line(color=MAIN, strokeWidth=1.6).encode(y=y),
        base.mark_circle(color=MAIN, size=16, opacity=1, aria=True)
        .transform_filter("datum.value !== null")
        .encode(y=y, description="about:N"),
        base.mark_text(dy=-9, color=INK)
        .transform_filter("datum.peak !== null")
        .encode(y=y, text="peak:N"),
    ]
    return layers, 84


def _small_bars(charted: Charted, cells: list[Cell]) -> tuple[list[Any], int]:
    import altair as alt

    order = charted.kept("along", _SMALL_BARS)
    cells[:] = [cell for cell in cells if cell.along in order]
    names = list(dict.fromkeys(charted.along_label(Cell(value, None, 0)) for value in order))
    records = charted.records(cells)
    for record, cell in zip(records, cells, strict=True):
        record["by"] = _wrapped(record["by"])
        record["label"] = "not known" if cell.value is None else whole(cell.value)
        record["end"] = max((n for n in (cell.value, cell.high) if n is not None), default=0)
        record["ranged"] = has_range([cell])
    room = max((len(record["label"]) for record in records), default=0) * LETTER + 12
    reach = (highest(cells) or 1) / (1 - room / _SMALL)
    x = alt.X("value:Q", scale=alt.Scale(domain=[0, reach], nice=False), axis=None)
    y = alt.Y("along:N", sort=names, scale=alt.Scale(domain=names), axis=CATEGORIES)
    base = charted.data.chart(records).encode(y=y)
    layers = [
        base.mark_bar(height=alt.RelativeBandSize(0.7), color=MAIN, aria=True).encode(
            x=x, description="about:N"
        )
    ]
    if has_range(cells):
        charted.notes.append("Whiskers run from the lowest to the highest estimate.")
        ranged = base.mark_rule(color=INK).transform_filter("datum.ranged")
        layers.append(ranged.encode(x=alt.X("low:Q"), x2="high:Q"))
    layers.append(
        base.mark_text(align="left", baseline="middle", dx=4).encode(x="end:Q", text="label:N")
    )
    return layers, 18 * len(names)


def _wrapped(name: str) -> str:
    return textwrap.fill(name, 26)
