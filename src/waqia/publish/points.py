"""Maps of points: where incidents happened, as precisely as that is known."""

from __future__ import annotations

import textwrap
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

from waqia.model import OUTCOMES, QuestionError
from waqia.publish.canvas import (
    LEGEND,
    MAP_WIDTH,
    Frame,
    apart,
    haloed,
    mercator,
    pixels,
)
from waqia.publish.numbers import whole
from waqia.publish.picture import GRID, INK, MAIN, QUIET, Data, Picture, draw
from waqia.publish.placing import province_of
from waqia.publish.scales import ticks
from waqia.publish.series import noun

if TYPE_CHECKING:
    from waqia.codebook import Codebook, Place
    from waqia.release import Release

_PRECISIONS = ("exact or town", "district", "wider or not known")
_STYLES: dict[str, dict[str, Any]] = {
    "exact or town": {"fillOpacity": 0.75, "stroke": "white", "strokeWidth": 0.6, "halo": 0.0},
    "district": {"fillOpacity": 0.25, "stroke": MAIN, "strokeWidth": 0.9, "halo": 5.0},
    "wider or not known": {"fillOpacity": 0.0, "stroke": MAIN, "strokeWidth": 0.9, "halo": 13.0},
}
_LARGEST = 18.0
_SMALLEST = 2.2
"""Radius of the largest and of the smallest circle, in pixels."""

_PLACES = """
    SELECT
        latitude, longitude,
        CASE WHEN place_precision IN ('exact', 'town') THEN 'exact or town'
             WHEN place_precision = 'district' THEN 'district'
             ELSE 'wider or not known' END AS precision,
        any_value(coalesce(place, district, province) ORDER BY id) AS name,
        count(*) AS incidents,
        '{outcome}' AS outcome,
        sum({outcome})::BIGINT AS persons
    FROM incidents
    WHERE status NOT IN ('withdrawn', 'merged') AND ($ids IS NULL OR list_contains($ids, id))
    GROUP BY ALL
    ORDER BY incidents DESC, latitude, longitude, precision
"""


@dataclass(frozen=True, slots=True)
class _Spot:
    """All incidents at one point that are known as precisely."""

    latitude: float | None
    longitude: float | None
    precision: str
    name: str | None
    incidents: int
    outcome: str
    persons: int | None

    @property
    def about(self) -> str:
        """The spot in words, as shown where a pointer rests."""
        persons = "number not" if self.persons is None else whole(self.persons)
        return (
            f"{self.name or 'Place'}: {_incidents(self.incidents)}, {persons} {self.outcome}; "
            f"place known: {self.precision}"
        )

    def number(self, area: str) -> int:
        """What the area of its circle means; 0 where it is not known."""
        return self.incidents if area == "incidents" else self.persons or 0


def point_map(
    release: Release,
    incidents: Sequence[str] | None = None,
    codebook: Codebook | None = None,
    area: Literal["incidents", "killed", "injured", "arrested", "abducted"] = "incidents",
    title: str = "",
    subtitle: str = "",
) -> Picture:
    """Draw incidents as circles: their area is a number, their look how precise the place is.

    Incidents at the same coordinates are one circle. Where only the district or something
    wider is known, the circle is faint and stands in a wider ring: it happened somewhere
    about there. No circle is moved aside.

    Args:
        release: holds the incidents; those withdrawn or merged are left out.
        incidents: ids of the incidents to draw, such as a count's `.incidents()`; None draws all.
        codebook: gives names of cities and provinces for orientation; the release's own where None.
        area: what the area of a circle means; where it is incidents, the words of a circle say
            how many were killed.
        title: stands above the drawing where given.
        subtitle: lines below the title, for a picture that goes without a page; its caption is
            drawn with them.

    Raises:
        QuestionError: `area` is another, or neither incidents nor gazetteer have coordinates.
    """
    if area not in ("incidents", *OUTCOMES):
        known = ", ".join(OUTCOMES)
        raise QuestionError(f"The area of a circle is incidents or one of {known}, not {area!r}.")
    ids = None if incidents is None else list(incidents)
    query = _PLACES.format(outcome="killed" if area == "incidents" else area)
    spots = [_Spot(*row) for row in release.connection().execute(query, {"ids": ids}).fetchall()]
    placed = [spot for spot in spots if spot.latitude is not None and spot.longitude is not None]
    drawn = [spot for spot in placed if spot.number(area)]
    data = Data()
    drawing = _layers(data, drawn, codebook or release.codebook, area)
    caption, alt_text = _words(spots, placed, drawn, area)
    return draw(drawing, data, alt=alt_text, caption=caption, title=title, subtitle=subtitle)


def _words(
    spots: list[_Spot], placed: list[_Spot], drawn: list[_Spot], area: str
) -> tuple[str, str]:
    """The caption and the alternative text."""
    known = {
        precision: sum(spot.incidents for spot in placed if spot.precision == precision)
        for precision in _PRECISIONS
    }
    total = sum(known.values())
    parts = ", ".join(f"{whole(number)} {name}" for name, number in known.items() if number)
    caption = f"Area of circles: {area}. Incidents by how their place is known: {parts or 'none'}."
    if nowhere := sum(spot.incidents for spot in spots) - total:
        caption += f" Without coordinates, and not drawn: {_incidents(nowhere)}."
    if hidden := total - sum(spot.incidents for spot in drawn):
        caption += f" With nobody {area} or the number not known, and not drawn: {whole(hidden)}."
    top = sorted(drawn, key=lambda spot: -spot.number(area))[:5]
    said = ", ".join(f"{spot.name or 'a place'} {whole(spot.number(area))}" for spot in top)
    most = f"; most {area}: {said}" if said else ""
    return caption, (f"Map of {_incidents(total)} at {whole(len(placed))} points{most}.")


def _incidents(number: int) -> str:
    return f"{whole(number)} {noun('incidents', number)}"


def _layers(data: Data, spots: list[_Spot], codebook: Codebook, area: str) -> Any:
    import altair as alt

    points = [mercator(spot.longitude or 0, spot.latitude or 0) for spot in spots]
    land = [
        mercator(place.longitude, place.latitude)
        for place in codebook.places.values()
        if place.longitude is not None and place.latitude is not None and place.tile is not None
    ]
    if not points and not land:
        raise QuestionError("None of the incidents has coordinates, so there is no map of points.")
    # A gazetteer of another part of the world gives no ground to these incidents.
    if points and land and not any(map(Frame.around(land).holds, points)):
        land = []
    frame = Frame.around([*points, *land], margin=0.4)
    most = max((spot.number(area) for spot in spots), default=1)
    circles = [
        {
            **frame.at(point), **_circle(spot.number(area), most, spot.precision),
            "about": spot.about,
        }
        for spot, point in zip(spots, points, strict=True)
    ]  # fmt: skip
    layers = [
        *_graticule(data, frame),
        *_ground(data, frame, codebook),
        *_circle_layers(data, circles),
        *_names(data, frame, codebook),
        *_legend(data, most, area),
    ]
    return alt.layer(*layers).properties(width=MAP_WIDTH, height=frame.height)


def _circle(number: float, most: float, precision: str) -> dict[str, Any]:
    largest = min(_LARGEST, 4 * most**0.5)
    radius = max(_SMALLEST, largest * (number / most) ** 0.5)
    style = _STYLES[precision]
    halo = radius + style["halo"]
    return {
        **style, "size": round(3.1416 * radius**2, 1),
        "halo": round(3.1416 * halo**2, 1) if style["halo"] else 0,
    }  # fmt: skip


def _circle_layers(data: Data, circles: list[dict[str, Any]]) -> list[Any]:
    """Rings of what is known roughly below, then the circles, large ones below small ones."""
    import altair as alt

    base = data.chart(sorted(circles, key=lambda circle: -circle["size"]))
    size = alt.Size("size:Q", scale=None)
    return [
        base.transform_filter("datum.halo > 0")
        .mark_point(shape="circle", fill=MAIN, fillOpacity=0.07, strokeWidth=0, opacity=1)
        .encode(**pixels(), size=alt.Size("halo:Q", scale=None)),
        base.mark_point(shape="circle", fill=MAIN, opacity=1, aria=True).encode(
            **pixels(),
            size=size,
            description="about:N",
            stroke=alt.Stroke("stroke:N", scale=None),
            strokeWidth=alt.StrokeWidth("strokeWidth:Q", scale=None),
            fillOpacity=alt.FillOpacity("fillOpacity:Q", scale=None),
        ),
    ]


def _graticule(data: Data, frame: Frame) -> list[Any]:
    """Meridians and parallels, two or more degrees apart, with their degrees at the edge."""
    step = 2 if frame.east - frame.west > 5 else 1
    lines, words = [], []
    for degree in range(-180, 181, step):
        if frame.west < degree < frame.east:
            x = frame.at((degree, 0))["x"]
            lines.append({"x": x, "x2": x, "y": LEGEND, "y2": frame.height})
            side = "E" if degree >= 0 else "W"
            words.append({"x": x, "y": frame.height - 5, "text": f"{abs(degree)}°{side}"})
    for degree in range(-84, 85, step):
        up = mercator(0, degree)[1]
        if frame.south < up < frame.north:
            y = frame.at((0, up))["y"]
            lines.append({"x": 0, "x2": MAP_WIDTH, "y": y, "y2": y})
            side = "N" if degree >= 0 else "S"
            if y < frame.height - 24:
                words.append({"x": 14, "y": y - 6, "text": f"{abs(degree)}°{side}"})
    return [
        data.chart(lines)
        .mark_rule(color=GRID, strokeWidth=1)
        .encode(**pixels(), x2="x2:Q", y2="y2:Q"),
        data.chart(words).mark_text(fontSize=10, color="#8C8C8C").encode(**pixels(), text="text:N"),
    ]


def _ground(data: Data, frame: Frame, codebook: Codebook) -> list[Any]:
    """A faint dot for every district, which show how the land lies without its boundaries."""
    dots = [
        frame.at(point)
        for place, point in _on_sheet(frame, codebook)
        if place.level == "district" and place.tile is not None
    ]
    return [data.chart(dots).mark_circle(size=9, color="#CFCFCF", opacity=1).encode(**pixels())]


def _names(data: Data, frame: Frame, codebook: Codebook) -> list[Any]:
    """Cities and provinces, as far as their names keep apart: great cities, provinces, others.

    A city is one that gives a division its name; it is greater the more places the gazetteer
    knows near it. Provinces of more districts go first.
    """
    known = dict(_on_sheet(frame, codebook))
    near = Counter(_square(place) for place in known if place.level == "city")
    seats = {place.name for place in known if place.level == "division"}
    cities = [place for place in known if place.level == "city" and place.name in seats]
    cities.sort(key=lambda place: -near[_square(place)])
    districts = Counter(province_of(codebook).values())
    provinces = [place for place in known if place.level == "province" and place.tile]
    provinces.sort(key=lambda place: -districts[place.id])
    words = []
    for place in (*cities[:5], *provinces, *cities[5:16]):
        at = frame.at(known[place])
        if place.level == "city":
            beside = {"x": at["x"] + 6 + 3.1 * len(place.name), "y": at["y"] - 6}
            words.append({**beside, "text": place.name, "dot": at})
        else:
            words.append({**at, "text": textwrap.fill(place.name.upper(), 12), "dot": None})
    shown = apart(words, len(words), letter=7.0)
    return [
        data.chart([word["dot"] for word in shown if word["dot"]])
        .mark_circle(size=10, color=INK, opacity=1)
        .encode(**pixels()),
        *haloed(data, [w for w in shown if not w["dot"]], fontWeight="bold", color="#767676"),
        *haloed(data, [w for w in shown if w["dot"]]),
    ]


def _on_sheet(frame: Frame, codebook: Codebook) -> Iterator[tuple[Place, tuple[float, float]]]:
    """The places of the gazetteer that lie on the sheet, with their points on Mercator's map."""
    for place in codebook.places.values():
        if place.latitude is not None and place.longitude is not None:
            point = mercator(place.longitude, place.latitude)
            if frame.holds(point):
                yield place, point


def _square(place: Place) -> tuple[int, int]:
    """The square of one degree around a place."""
    return round(place.latitude or 0), round(place.longitude or 0)


def _legend(data: Data, most: float, area: str) -> list[Any]:
    """Sample circles for numbers and for precision, in the strip above the map."""
    circles, words = [], [{"x": 0.0, "y": 5.0, "text": f"{area.capitalize()} (area)"}]
    x, middle = 0.0, 32.0
    samples = sorted({1, *ticks(most, 4)[1:3]} - {0})
    for number in samples:
        circle = _circle(number, most, "exact or town")
        x += (circle["size"] / 3.1416) ** 0.5 + 2
        circles.append({"x": x, "y": middle, "about": "", **circle})
        x += (circle["size"] / 3.1416) ** 0.5 + 5
        words.append({"x": x, "y": middle, "text": whole(number)})
        x += 7 * len(whole(number)) + 12
    x = max(x + 20, 230)
    words.append({"x": x, "y": 5, "text": "Place known to"})
    for precision in _PRECISIONS:
        circle = _circle(most / 9, most, precision)
        reach = (max(circle["size"], circle["halo"]) / 3.1416) ** 0.5
        x += reach + 2
        circles.append({"x": x, "y": middle, "about": "", **circle})
        x += reach + 5
        words.append({"x": x, "y": middle, "text": precision})
        x += 6.2 * len(precision) + 8
    return [
        *_circle_layers(data, circles),
        data.chart(words)
        .mark_text(align="left", baseline="middle", color=QUIET)
        .encode(**pixels(), text="text:N"),
    ]
