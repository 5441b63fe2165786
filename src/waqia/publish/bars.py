"""Bar charts: horizontal bars with ranges, and columns along time, stacked."""

from __future__ import annotations

from typing import Any

from waqia.publish.axes import (
    CATEGORIES,
    HEIGHT,
    LETTER,
    in_sentence,
    number,
    number_axis,
    plot_width,
    time_axis,
)
from waqia.publish.numbers import whole
from waqia.publish.picture import INK, LAYERS, MAIN, PALE, UNKNOWN
from waqia.publish.scales import ticks
from waqia.publish.series import Charted, has_range, highest


def bar_chart(charted: Charted) -> tuple[Any, str]:
    """Horizontal bars with their numbers; the chart and its alternative text."""
    import altair as alt

    place = {value: i for i, value in enumerate(charted.kept("along"))}
    cells = sorted((c for c in charted.cells if c.along in place), key=lambda c: place[c.along])
    names = [charted.along_label(cell) for cell in cells]
    top = highest(cells) or 1
    records = charted.records(cells)
    for record, cell in zip(records, cells, strict=True):
        ends = [n for n in (cell.value, cell.high, cell.previous) if n is not None]
        record["end"] = max(ends, default=0)
        record["label"] = "not known" if cell.value is None else number(cell)
        record["colour"] = UNKNOWN if cell.along is None else MAIN
        record["previous"] = cell.previous
        record["ranged"] = has_range([cell])
    # The labels stand behind the bars, so the scale leaves room for the longest of them.
    room = max((len(record["label"]) for record in records), default=0) * LETTER + 14
    width = plot_width(names)
    reach = top / (1 - min(0.5, room / width))
    values = [value for value in ticks(top, 5) if value <= reach]
    x = alt.X(
        "value:Q",
        scale=alt.Scale(domain=[0, reach], nice=False),
        axis=alt.Axis(values=values, format=",d", title=charted.name, domain=False, ticks=False),
    )
    y = alt.Y("along:N", sort=names, axis=CATEGORIES)
    base = charted.data.chart(records).encode(y=y)
    layers = [
        base.mark_bar(height=alt.RelativeBandSize(0.66), aria=True).encode(
            x=x, color=alt.Color("colour:N", scale=None), description="about:N"
        )
    ]
    if has_range(cells):
        charted.notes.append("Whiskers run from the lowest to the highest estimate.")
        ranged = base.transform_filter("datum.ranged")
        layers.append(ranged.mark_rule(color=INK).encode(x=alt.X("low:Q"), x2="high:Q"))
        layers += [
            ranged.mark_tick(color=INK, size=7, thickness=1).encode(x=f"{end}:Q")
            for end in ("low", "high")
        ]
    if charted.compared is not None:
        charted.notes.append(f"Diamonds mark {charted.compared}.")
        layers.append(
            base.mark_point(
                shape="diamond", size=70, filled=True, color="white", stroke=INK, opacity=1
            ).encode(x="previous:Q")
        )
    layers.append(
        base.mark_text(align="left", baseline="middle", dx=10).encode(x="end:Q", text="label:N")
    )
    drawing = alt.layer(*layers).properties(width=width, height=alt.Step(24))
    said = "; ".join(
        f"{name}: {record['label']}" for name, record in list(zip(names, records, strict=True))[:8]
    )
    more = f"; and {len(cells) - 8} more" if len(cells) > 8 else ""
    return drawing, f"Bar chart: {in_sentence(charted.heading)}. {said}{more}."


def stacked_chart(charted: Charted) -> tuple[Any, str]:
    """Columns along time in layers; the chart and its alternative text."""
    import altair as alt

    parts = charted.kept("by")
    names = [charted.by_label(value) for value in parts]
    colours = [PALE if v is None else LAYERS[i % len(LAYERS)] for i, v in enumerate(parts)]
    cells = [c for c in charted.cells if c.by in parts and c.value is not None]
    sums = {charted.along_label(cell): 0.0 for cell in charted.cells}
    records = charted.records(cells)
    for record, cell in zip(records, cells, strict=True):
        record["order"] = parts.index(cell.by)
        sums[record["along"]] += cell.value or 0
    width = plot_width(names)
    x = time_axis(charted, width)
    y = number_axis(alt.Y("value:Q", stack="zero"), max(sums.values(), default=0), charted.name)
    # The legend is read from the top down, as the layers lie.
    scale = alt.Scale(domain=names[::-1], range=colours[::-1])
    columns = (
        charted.data.chart(records)
        .mark_bar(stroke="white", strokeWidth=0.8, aria=True)
        .encode(
            x=x,
            y=y,
            order=alt.Order("order:Q"),
            color=alt.Color(
                "by:N", scale=scale, legend=alt.Legend(title=None, symbolType="square")
            ),
            description="about:N",
        )
    )
    layers = [columns]
    if width / max(1, len(sums)) > LETTER * max(len(whole(total)) for total in sums.values()) + 3:
        tops = [{"along": unit, "sum": total, "text": whole(total)} for unit, total in sums.items()]
        layers.append(
            charted.data.chart(tops)
            .mark_text(dy=-7)
            .encode(x=alt.X("along:O", sort=None), y=alt.Y("sum:Q"), text="text:N")
        )
    if has_range(cells):
        charted.notes.append("Best estimates, without their ranges.")
    said = [f"Stacked columns: {in_sentence(charted.heading)}."]
    for name, value in zip(names, parts, strict=True):
        own = [cell for cell in cells if cell.by == value]
        total = sum(cell.value or 0 for cell in own)
        most = max(own, key=lambda cell: cell.value or 0, default=None)
        peak = f", most in {charted.along_words(most)}: {whole(most.value)}" if most else ""
        said.append(f"{name}: {whole(total)}{peak}.")
    return alt.layer(*layers).properties(width=width, height=HEIGHT), " ".join(said)
