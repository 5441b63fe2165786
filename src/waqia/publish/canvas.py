"""The sheet on which maps are drawn: pixels, legend, labels that keep apart, Mercator's map."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from waqia.publish.picture import INK, QUIET, Data

LEGEND = 44
"""Height of the strip above a map that holds its legend, in pixels."""
MAP_WIDTH = 640


@dataclass(frozen=True, slots=True)
class Swatch:
    """How places of one class are drawn, and the words for it in the legend."""

    label: str
    fill: str
    stroke: str
    dash: tuple[int, int]
    ink: str

    def record(self) -> dict[str, Any]:
        """The swatch as data of a drawing."""
        return {"fill": self.fill, "stroke": self.stroke, "dash": list(self.dash)}


NONE = Swatch("none", "#FFFFFF", "#BDBDBD", (1, 0), "#6F6F6F")
NOT_KNOWN = Swatch("not known", "#FFFFFF", "#595959", (3, 2), "#595959")
NO_MATCH = Swatch("no match", "#F4F4F4", "#BDBDBD", (1, 0), QUIET)


@dataclass(frozen=True, slots=True)
class Frame:
    """The part of the earth on the sheet: degrees on Mercator's map, `scale` pixels to one."""

    west: float
    south: float
    east: float
    north: float

    @classmethod
    def around(cls, points: Iterable[tuple[float, float]], margin: float = 0.0) -> Frame:
        """The frame that holds all of the points, which are on Mercator's map."""
        across, up = zip(*points, strict=True)
        # A single point still gets a sheet of one degree around it.
        room = max(margin, 0.5 if max(across) - min(across) < 0.5 else 0)
        return cls(min(across) - room, min(up) - room, max(across) + room, max(up) + room)

    @property
    def scale(self) -> float:
        """Pixels to a degree of longitude."""
        return MAP_WIDTH / (self.east - self.west)

    @property
    def height(self) -> float:
        """Height of the sheet with the legend, in pixels."""
        return LEGEND + (self.north - self.south) * self.scale

    def holds(self, point: tuple[float, float]) -> bool:
        """Whether a point on Mercator's map lies on the sheet."""
        return self.west <= point[0] <= self.east and self.south <= point[1] <= self.north

    def at(self, point: tuple[float, float]) -> dict[str, float]:
        """The pixels of a point on Mercator's map."""
        x = (point[0] - self.west) * self.scale
        y = LEGEND + (self.north - point[1]) * self.scale
        return {"x": round(x, 2), "y": round(y, 2)}


def mercator(longitude: float, latitude: float) -> tuple[float, float]:
    """A point on Mercator's map, both numbers in degrees of longitude."""
    north = math.degrees(math.log(math.tan(math.pi / 4 + math.radians(latitude) / 2)))
    return round(longitude, 4), round(north, 4)


def filled() -> dict[str, Any]:
    """The channels that draw a mark like its swatch."""
    import altair as alt

    return {
        "fill": alt.Fill("fill:N", scale=None),
        "stroke": alt.Stroke("stroke:N", scale=None),
        "strokeDash": alt.StrokeDash("dash:N", scale=None),
    }


def boxes(data: Data, records: Sequence[dict[str, Any]]) -> list[Any]:
    """Rectangles from x, y to x2, y2 in pixels, drawn like their swatches."""
    layers = []
    for dash in dict.fromkeys(tuple(record["dash"]) for record in records):
        own = [record for record in records if tuple(record["dash"]) == dash]
        # A rectangle has no dash as a channel, only as a property of its mark.
        look = {"strokeWidth": 1, "strokeDash": list(dash), "aria": "about" in own[0]}
        channels = {**pixels(), "x2": "x2:Q", "y2": "y2:Q", "description": "about:N", **filled()}
        del channels["strokeDash"]
        layers.append(data.chart(own).mark_rect(**look).encode(**channels))
    return layers


def legend_layers(
    data: Data, title: str, swatches: Iterable[Swatch], x: float, y: float
) -> list[Any]:
    """Swatches and their labels side by side at a point of the sheet, in pixels."""
    samples: list[dict[str, Any]] = []
    words: list[dict[str, Any]] = [{"x": x, "y": y, "text": title}]
    for swatch in swatches:
        samples.append({"x": x, "y": y + 10, "x2": x + 22, "y2": y + 24, **swatch.record()})
        words.append({"x": x + 27, "y": y + 17, "text": swatch.label})
        x += 43 + 6.2 * len(swatch.label)
    return [
        *boxes(data, samples),
        data.chart(words)
        .mark_text(align="left", baseline="middle")
        .encode(**pixels(), text="text:N"),
    ]


def pixels(x: str = "x", y: str = "y") -> dict[str, Any]:
    """The channels of a position that is given in pixels from the upper left corner."""
    import altair as alt

    return {
        "x": alt.X(f"{x}:Q", scale=None, axis=None),
        "y": alt.Y(f"{y}:Q", scale=None, axis=None),
    }


def apart(words: Sequence[dict[str, Any]], most: int, letter: float = 6.4) -> list[dict[str, Any]]:
    """Of the first so many labels, in order of weight, those that touch none before them.

    A letter takes `letter` pixels.
    """
    kept: list[dict[str, Any]] = []
    for word in words[:most]:
        if not any(_touch(word, other, letter) for other in kept):
            kept.append(word)
    return kept


def haloed(data: Data, words: list[dict[str, Any]], **style: Any) -> list[Any]:
    """Labels that can be read on any ground, as they have a white rim."""

    base = data.chart(words).encode(**pixels(), text="text:N")
    look = {"baseline": "middle", "lineBreak": "\n", "lineHeight": 13, "color": INK} | style
    rim = look | {"stroke": "white", "strokeWidth": 3, "strokeJoin": "round", "color": "white"}
    return [base.mark_text(**rim), base.mark_text(**look)]


def _touch(one: dict[str, Any], other: dict[str, Any], letter: float) -> bool:
    def size(word: dict[str, Any]) -> tuple[float, float]:
        lines = word["text"].split("\n")
        return max(map(len, lines)) * letter, len(lines) * 14.0

    (wide, high), (broad, tall) = size(one), size(other)
    return bool(
        abs(one["x"] - other["x"]) < (wide + broad) / 2
        and abs(one["y"] - other["y"]) < (high + tall) / 2
    )
