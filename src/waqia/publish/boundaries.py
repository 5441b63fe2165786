"""Maps in the boundaries of a GeoJSON file: features matched to the gazetteer by their names."""

from __future__ import annotations

import json
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING, Any

from waqia.codebook import normalise
from waqia.model import InputError, phrase
from waqia.publish.canvas import (
    LEGEND,
    MAP_WIDTH,
    NO_MATCH,
    Frame,
    apart,
    filled,
    haloed,
    legend_layers,
    mercator,
    pixels,
)
from waqia.publish.numbers import whole
from waqia.publish.picture import QUIET, Data, Picture, draw
from waqia.publish.placing import (
    ZERO,
    Number,
    Placed,
    Shading,
    in_words,
    place_numbers,
    spellings_of_level,
)

if TYPE_CHECKING:
    from waqia.analysis import Count
    from waqia.codebook import Codebook


def choropleth(
    count: Count,
    codebook: Codebook,
    geojson: str | Path,
    level: str = "district",
    name_property: str = "name",
    measure: str | None = None,
    title: str = "",
    credit: str = "",
    subtitle: str = "",
) -> Picture:
    """Draw a count by district or province in the boundaries of a GeoJSON file.

    A feature belongs to the unit that the gazetteer spells like it; the numbers of a former
    unit are those of its successors that have no feature of their own. Where only the whole of a
    divided city is counted, as Karachi is, the numbers of its districts are not known.

    Args:
        count: counted by `level` alone.
        codebook: gives the places with their spellings.
        geojson: a FeatureCollection of polygons in degrees (WGS 84).
        level: `district` or `province`.
        name_property: the property of a feature that names it.
        measure: one of the count's measures; its first where none is named.
        title: stands above the drawing where given.
        credit: whom the boundaries are from, such as `© OpenStreetMap contributors`.
        subtitle: lines below the title, for a picture that goes without a page; its caption is
            drawn with them.

    Raises:
        InputError: the file cannot be read, or no feature has the property.
        QuestionError: the count is by other fields.
    """
    placed = place_numbers(count, level, measure)
    features = _features(Path(geojson), name_property)
    numbers, shown, unmatched = _numbers_of_features(placed, codebook, features)
    shading = Shading(number for number in numbers if number is not None)
    missing = [name for name in placed.numbers if name not in shown]
    caption = f"{placed.measure.capitalize()} by {level}. {placed.note(missing)}".strip()
    if unmatched:
        caption += f" Not in the gazetteer, drawn hollow: {', '.join(unmatched)}."
    if credit:
        caption += f" Boundaries: {credit}."
    alt_text = f"Map: {placed.measure} by {level}. {in_words(placed, shown)}."
    data = Data()
    drawing = _boundary_layers(data, features, numbers, placed, shading, credit)
    return draw(drawing, data, alt=alt_text, caption=caption, title=title, subtitle=subtitle)


_Feature = tuple[str, list[list[list[tuple[float, float]]]]]
"""The name of a feature and its polygons: rings of (degrees east, stretched degrees north)."""


def _features(path: Path, name_property: str) -> list[_Feature]:
    features = []
    for feature in _collection(path):
        name = (feature.get("properties") or {}).get(name_property)
        geometry = feature.get("geometry") or {}
        polygons = geometry.get("coordinates") or []
        match geometry.get("type"):
            case "Polygon":
                polygons = [polygons]
            case "MultiPolygon":
                pass
            case _:
                continue
        if name and polygons:
            rings = [[[mercator(*point[:2]) for point in ring] for ring in p] for p in polygons]
            features.append((str(name), rings))
    if not features:
        raise InputError(
            f"{path} has no polygon with the property {name_property!r}; name the right one."
        )
    return features


def _collection(path: Path) -> list[dict[str, Any]]:
    """The features of a GeoJSON file as they stand in it."""
    try:
        found = json.loads(path.read_text(encoding="utf-8-sig"))
    except OSError as error:
        raise InputError(f"{path} could not be read: {error.strerror}.") from error
    except UnicodeDecodeError:
        what = phrase("a binary file or text in another encoding")
    except ValueError:
        what = phrase("text that is not JSON")
    else:
        features = found.get("features") if isinstance(found, dict) else None
        if isinstance(features, list) and all(isinstance(each, dict) for each in features):
            return features
        what = phrase("JSON without a list of features")
    raise InputError(
        f"{path} is no GeoJSON: expected a FeatureCollection of polygons in UTF-8, found {what}."
    )


def _numbers_of_features(
    placed: Placed, codebook: Codebook, features: list[_Feature]
) -> tuple[list[Number | None], set[str], list[str]]:
    """Each feature's number, the counted places that are in one, and unmatched features."""
    spelled = spellings_of_level(codebook, placed.level)
    counted = {normalise(name): name for name in placed.numbers}
    successors = {row["id"]: row["successors"].split(";") for row in codebook.tables["places"]}
    ids = [spelled.get(normalise(name)) for name, _ in features]
    division = {
        row["place"]: codebook.places[row["parent"]].name
        for row in codebook.tables["parents"]
        if not row["valid_to"] and row["parent"] in codebook.places
    }
    undrawn = placed.numbers.keys() - {codebook.places[id_].name for id_ in ids if id_}
    numbers: list[Number | None] = []
    shown: set[str] = set()
    unmatched = []
    for (name, _), id_ in zip(features, ids, strict=True):
        own = codebook.places[id_].name if id_ is not None else counted.get(normalise(name))
        if own is None:
            unmatched.append(name)
            numbers.append(None)
            continue
        heirs = [] if id_ is None else [heir for heir in successors[id_] if heir not in ids]
        names = [own, *(codebook.places[heir].name for heir in heirs if heir in codebook.places)]
        present = [name for name in dict.fromkeys(names) if name in placed.numbers]
        shown.update(present)
        if not present and division.get(id_ or "") in undrawn:
            numbers.append(Number(None))  # counted for the whole city, not for its districts
            continue
        number = ZERO
        for name in present:
            number = number + placed.numbers[name]
        numbers.append(placed.numbers[present[0]] if len(present) == 1 else number)
    return numbers, shown, unmatched


def _boundary_layers(
    data: Data,
    features: list[_Feature],
    numbers: list[Number | None],
    placed: Placed,
    shading: Shading,
    credit: str,
) -> Any:
    import altair as alt

    points = (point for _, polygons in features for p in polygons for ring in p for point in ring)
    frame = Frame.around(points)
    shapes: list[dict[str, Any]] = []
    words: list[dict[str, Any]] = []
    for (name, polygons), number in zip(features, numbers, strict=True):
        swatch = NO_MATCH if number is None else shading.swatch(number)
        known = "not in the gazetteer" if number is None else number.of(placed.measure)
        shapes.append(
            {
                "type": "Feature",
                "geometry": {"type": "MultiPolygon", "coordinates": polygons},
                "about": f"{name}: {known}",
                **swatch.record(),
                "stroke": "#8F8F8F",
            }
        )
        if number is not None and number.value:
            place = frame.at(_middle(polygons))
            words.append({**place, "text": f"{name}\n{whole(number.value)}", "of": number.value})
    words.sort(key=lambda word: -word["of"])
    layers = [
        data.chart(shapes)
        .mark_geoshape(strokeWidth=0.5, aria=True)
        .encode(description="about:N", **filled())
        .project(
            type="identity",
            reflectY=True,
            scale=frame.scale,
            translate=[-frame.west * frame.scale, LEGEND + frame.north * frame.scale],
        ),
        *legend_layers(data, placed.measure.capitalize(), shading.legend, 0, 8),
        *haloed(data, apart(words, 10)),
        data.chart([{"x": MAP_WIDTH, "y": frame.height - 2, "text": credit}])
        .mark_text(align="right", baseline="bottom", fontSize=10, color=QUIET)
        .encode(**pixels(), text="text:N"),
    ]
    return alt.layer(*layers).properties(width=MAP_WIDTH, height=frame.height)


def _middle(polygons: list[list[list[tuple[float, float]]]]) -> tuple[float, float]:
    """The centroid of the largest polygon."""
    found = max((_area_and_middle(rings[0]) for rings in polygons), key=lambda pair: pair[0])
    return found[1]


def _area_and_middle(ring: list[tuple[float, float]]) -> tuple[float, tuple[float, float]]:
    area = x = y = 0.0
    for (x1, y1), (x2, y2) in pairwise([*ring, ring[0]]):
        cross = x1 * y2 - x2 * y1
        area += cross / 2
        x += (x1 + x2) * cross
        y += (y1 + y2) * cross
    return (abs(area), (x / (6 * area), y / (6 * area))) if area else (0.0, ring[0])
