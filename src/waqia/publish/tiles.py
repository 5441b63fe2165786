"""Maps on a grid of equal tiles, one a place, drawn without any boundary file."""

from __future__ import annotations

import re
import textwrap
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Any

from waqia.model import QuestionError
from waqia.publish.canvas import LEGEND, boxes, legend_layers, pixels
from waqia.publish.numbers import whole
from waqia.publish.picture import QUIET, Data, Picture, draw
from waqia.publish.placing import ZERO, Placed, Shading, in_words, place_numbers, province_of

if TYPE_CHECKING:
    from waqia.analysis import Count
    from waqia.codebook import Codebook

_TILE = {"district": (41, 38), "province": (130, 76)}


@dataclass(frozen=True, slots=True)
class Tile:
    """A place on the grid; tiles of one group (province) lie within one outline."""

    name: str
    row: int
    column: int
    group: str


def tile_map(
    count: Count,
    codebook: Codebook,
    level: str = "district",
    measure: str | None = None,
    title: str = "",
    subtitle: str = "",
) -> Picture:
    """Draw a count by district or province as a grid of equal tiles, roughly where they lie.

    Every unit with a tile in the gazetteer has one, so that a small district is seen as well
    as a large one; those without incidents are empty. The places of the tiles are the
    gazetteer's, no boundary is drawn from them.

    Args:
        count: counted by `level` alone.
        codebook: gives the places and their tiles.
        level: `district` or `province`.
        measure: one of the count's measures; its first where none is named.
        title: stands above the drawing where given.
        subtitle: lines below the title, for a picture that goes without a page; its caption is
            drawn with them.

    Raises:
        QuestionError: the count is by other fields, or the codebook has no tiles.
    """
    placed = place_numbers(count, level, measure)
    provinces = province_of(codebook)
    tiles = [
        Tile(place.name, *place.tile, provinces.get(place.id, ""))
        for place in codebook.places.values()
        if place.level == level and place.tile is not None
    ]
    if not tiles:
        raise QuestionError(
            f"The codebook {codebook.id!r} has no {level} with a tile; "
            "give its places tile_row and tile_col, or draw a point map."
        )
    shading = Shading(placed.numbers.get(tile.name, ZERO) for tile in tiles)
    names = [tile.name for tile in tiles]
    missing = [name for name in placed.numbers if name not in names]
    caption = (
        f"{placed.measure.capitalize()} by {level}, one tile each, roughly where it lies; "
        f"empty tiles have none. {placed.note(missing)}"
    )
    alt_text = f"Tile map: {placed.measure} by {level}. {in_words(placed, names)}."
    data = Data()
    drawing = _tile_layers(data, tiles, placed, shading, codebook)
    return draw(
        drawing, data, alt=alt_text, caption=caption.strip(), title=title, subtitle=subtitle
    )


def _tile_layers(
    data: Data, tiles: list[Tile], placed: Placed, shading: Shading, codebook: Codebook
) -> Any:
    import altair as alt

    small = placed.level == "district"
    across, down = _TILE[placed.level]
    labels = short_names([tile.name for tile in tiles]) if small else {}
    rows, columns = (max(t.row for t in tiles) + 1, max(t.column for t in tiles) + 1)
    records = []
    for tile in tiles:
        number = placed.numbers.get(tile.name, ZERO)
        swatch = shading.swatch(number)
        text = "?" if number.value is None else whole(number.value) if number.value else ""
        records.append(
            {
                "x": tile.column * across + 1, "x2": (tile.column + 1) * across - 1,
                "y": LEGEND + tile.row * down + 1, "y2": LEGEND + (tile.row + 1) * down - 1,
                "middle": (tile.column + 0.5) * across, "centre": LEGEND + (tile.row + 0.5) * down,
                "name": labels.get(tile.name, textwrap.fill(tile.name, 18)), "text": text,
                "about": f"{tile.name}: {number.of(placed.measure)}", "ink": swatch.ink,
                **swatch.record(),
            }
        )  # fmt: skip
    base = data.chart(records)
    middle = pixels("middle", "centre") | {"color": alt.Color("ink:N", scale=None)}
    layers = [
        *boxes(data, records),
        base.mark_text(
            dy=-7 if small else -16, fontSize=10.5 if small else 12, lineBreak="\n", lineHeight=14,
            baseline="middle",
        ).encode(**middle, text="name:N"),
        base.mark_text(dy=9 if small else 18, fontSize=12 if small else 14, fontWeight="bold")
        .encode(**middle, text="text:N"),
        *legend_layers(data, placed.measure.capitalize(), shading.legend, 0, 8),
    ]  # fmt: skip
    width, height = columns * across, LEGEND + rows * down
    if small:
        lines = [
            {"x": a * across, "y": LEGEND + b * down, "x2": c * across, "y2": LEGEND + d * down}
            for a, b, c, d in borders(tiles)
        ]
        layers.append(
            data.chart(lines)
            .mark_rule(color=QUIET, strokeWidth=1.4, strokeCap="square")
            .encode(**pixels(), x2="x2:Q", y2="y2:Q")
        )
        named = {id_: place.name for id_, place in codebook.places.items()}
        words: list[dict[str, Any]] = [
            {"x": middle * across, "y": LEGEND + (row + 0.5) * down - 7, "text": text}
            for text, row, middle in free_labels(tiles, named, across)
        ]
        widest = (word["x"] + 4 * max(map(len, word["text"].split("\n"))) for word in words)
        width = max([width, *widest])
        layers.append(
            data.chart(words)
            .mark_text(fontSize=12, fontWeight="bold", color=QUIET, lineBreak="\n", lineHeight=14)
            .encode(**pixels(), text="text:N")
        )
    return alt.layer(*layers).properties(width=width, height=height)


def short_names(names: Sequence[str]) -> dict[str, str]:
    """A short form of each name, at most six letters, no two alike as far as letters go.

    Names of up to six letters stay whole (Quetta), several words give their initials (Dera
    Ismail Khan, DIK; North Waziristan, NWaz), others their beginning (Peshawar, Pesha) or,
    where two begin alike, their consonants (Bahawalpur, Bhwlp).
    """
    form = dict.fromkeys(names, 0)
    while True:
        short = {name: _forms(name)[form[name]] for name in names}
        times = Counter(short.values())
        alike = [n for n in names if times[short[n]] > 1 and form[n] + 1 < len(_forms(n))]
        if not alike:
            return short
        for name in alike:
            form[name] += 1


def _forms(name: str) -> list[str]:
    words = re.findall(r"\w+", name)
    letters = "".join(words)
    sound = letters[0] + re.sub(r"[aeiou]|(.)(?=\1)", "", letters[1:])
    if len(name) <= 6:
        return [name]
    if len(words) > 2:
        first = "".join(word[0] for word in words).upper()
    elif len(words) == 2:
        first = words[0][0] + words[1][:3]
    else:
        first = letters[:5]
    return [first, sound[:5], letters[:3] + letters[-3:], name]


def borders(tiles: Sequence[Tile]) -> list[tuple[int, int, int, int]]:
    """Edges (column, row, column, row) at which a group ends, in units of tiles."""
    groups = {(tile.row, tile.column): tile.group for tile in tiles}
    edges: dict[tuple[int, int, int, int], None] = {}
    for (row, column), group in groups.items():
        sides = {
            (row - 1, column): (column, row, column + 1, row),
            (row + 1, column): (column, row + 1, column + 1, row + 1),
            (row, column - 1): (column, row, column, row + 1),
            (row, column + 1): (column + 1, row, column + 1, row + 1),
        }
        edges |= {edge: None for beside, edge in sides.items() if groups.get(beside) != group}
    return list(edges)


def free_labels(
    tiles: Sequence[Tile], names: dict[str, str], across: float
) -> list[tuple[str, int, float]]:
    """Where the name of each group fits beside the tiles: (name in
    lines, row, middle in columns).

    It takes the free cells nearest to the group, never a hole between tiles, and may reach
    beyond the right edge. A group of one tile needs no second name.
    """
    groups: dict[str, list[Tile]] = {}
    for tile in tiles:
        groups.setdefault(tile.group, []).append(tile)
    taken = {(tile.row, tile.column) for tile in tiles}
    rows, columns = range(max(r for r, _ in taken) + 1), max(c for _, c in taken) + 1
    found = []
    for group, members in sorted(groups.items(), key=lambda pair: (-len(pair[1]), pair[0])):
        if len(members) == 1 or group not in names:
            continue
        name = textwrap.fill(names[group], 12)
        length = int(max(map(len, name.split("\n"))) * 7.8 / across) + 1
        free = [
            (row, start)
            for row in rows
            for start in range(columns)
            if not any((row, start + i) in taken for i in range(length))
            and not {(row, start - 1), (row, start + length)} <= taken
        ]
        if free:
            row, start = min(free, key=partial(_distance, members, length))
            taken |= {(row, start + i) for i in range(length)}
            found.append((name, row, start + length / 2))
    return found


def _distance(members: Sequence[Tile], length: int, cell: tuple[int, int]) -> float:
    """How far a run of cells lies from a group: from its nearest tile, and a little from all."""
    row, start = cell
    middle = start + (length - 1) / 2
    gaps = [
        (abs(t.row - row), max(start - t.column, t.column - start - length + 1, 0)) for t in members
    ]
    nearest = min(2 * down + aside for down, aside in gaps)
    return nearest + sum(abs(t.row - row) + abs(t.column - middle) for t in members) / (
        8 * len(members)
    )
