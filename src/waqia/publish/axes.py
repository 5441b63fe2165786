"""What the charts have in common: their size, their axes, their words."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from waqia.publish.numbers import summed
from waqia.publish.picture import QUIET
from waqia.publish.scales import ticks, unit_ticks
from waqia.publish.series import Cell, Charted

WIDTH, HEIGHT = 580, 250
"""Pixels of the plot, where its labels take no more than a little of the width."""
LETTER = 6.4
"""Pixels that a letter of a label takes, on average."""
CATEGORIES = {"title": None, "ticks": False, "domain": False, "labelPadding": 8}


def time_axis(charted: Charted, width: int) -> Any:
    """The x channel along a calendar field: every unit in order, labels only where they fit."""
    import altair as alt

    units = {cell.along: charted.along_label(cell) for cell in charted.cells}
    room = max(2, int(width / (max(map(len, units.values()), default=1) * LETTER + 10)))
    shown = [units[unit] for unit in unit_ticks(charted.along, list(units), room)] if units else []
    return alt.X(
        "along:O",
        sort=None,
        scale=alt.Scale(domain=list(units.values())),
        axis=alt.Axis(
            values=shown,
            labelAngle=0,
            labelOverlap=False,
            title="Months from the event" if charted.along == "relative_month" else None,
        ),
    )


def plot_width(labels: Sequence[str]) -> int:
    """The width of a plot that has these labels at its side, so that all charts are as wide."""
    return WIDTH - min(220, max(0, int(max(map(len, labels), default=0) * LETTER) - 20))


def number_axis(channel: Any, top: float, title: str | None, most: int = 6) -> Any:
    """A channel from 0 to `top` with round ticks."""
    import altair as alt

    values = ticks(top, most)
    return channel.scale(alt.Scale(domain=[0, values[-1]], nice=False, zero=True)).axis(
        alt.Axis(values=values, format=",d", title=title, domain=False, ticks=False)
    )


def number(cell: Cell) -> str:
    """The cell's number with its range."""
    return summed(cell.low, cell.value, cell.high)


def in_sentence(text: str) -> str:
    """A heading as it stands within a sentence."""
    return text[:1].lower() + text[1:]


def nothing(charted: Charted) -> tuple[Any, str]:
    """What stands in place of a chart when nothing was counted, and its alternative text."""
    words = charted.data.chart([{"text": "Nothing was counted."}])
    drawing = words.mark_text(fontSize=12, color=QUIET).encode(text="text:N")
    return drawing.properties(width=WIDTH, height=60), f"{charted.heading}: nothing was counted."
