"""Draws the tables of a register: a box a table, a line from each foreign key to what it names."""

from __future__ import annotations

from html import escape

import sqlalchemy as sa

_ROW, _HEAD, _WIDTH = 17, 26, 190
_GAP_X, _GAP_Y, _EDGE = 70, 22, 12
_FONT = "font-family='Noto Sans, DejaVu Sans, sans-serif'"
_Place = tuple[int, int]


def drawn(metadata: sa.MetaData, everywhere: str) -> str:
    """The tables as SVG; foreign keys to the column `everywhere` (table.column) are left out.

    Tables that name others stand to the right of them, those without a line at the far right.
    """
    keys = [
        (table.name, column.name, key.column.table.name)
        for table in metadata.tables.values()
        for column in table.columns
        for key in column.foreign_keys
        if key.target_fullname != everywhere or table.name == "change"
    ]
    places, (width, height) = _placed(metadata, keys)
    lines = [_line(metadata, places, *key) for key in keys]
    boxes = [_box(metadata.tables[name], *place) for name, place in places.items()]
    parts = "\n".join([*lines, *boxes])
    return (
        f"<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 {width} {height}' "
        f"width='{width}' height='{height}' role='img' aria-label='The tables of a register'>\n"
        f"<rect width='{width}' height='{height}' fill='#ffffff'/>\n{parts}\n</svg>\n"
    )


def _placed(
    metadata: sa.MetaData, keys: list[tuple[str, str, str]]
) -> tuple[dict[str, _Place], tuple[int, int]]:
    """The upper left corner of every table, and the size of all."""
    names = {child: {p for c, _, p in keys if c == child and p != child} for child, _, _ in keys}
    met = {name for child, _, parent in keys for name in (child, parent)}

    def depth(name: str) -> int:
        return max((depth(parent) + 1 for parent in names.get(name, ())), default=0)

    def column_of(name: str) -> int:
        naming = [depth(child) - 1 for child, _, parent in keys if parent == name != child]
        return min(naming, default=depth(name))

    last = max(map(depth, met)) + 1
    columns: dict[int, list[sa.Table]] = {}
    for name, table in metadata.tables.items():
        columns.setdefault(column_of(name) if name in met else last, []).append(table)
    heights = {
        column: sum(_height(table) + _GAP_Y for table in tables)
        for column, tables in columns.items()
    }
    tall = max(heights.values())
    places = {}
    for column, tables in columns.items():
        y = _EDGE + (tall - heights[column]) // 2
        for table in tables:
            places[table.name] = (_EDGE + column * (_WIDTH + _GAP_X), y)
            y += _height(table) + _GAP_Y
    width = 2 * _EDGE + (last + 1) * (_WIDTH + _GAP_X) - _GAP_X
    return places, (width, tall + 2 * _EDGE - _GAP_Y)


def _height(table: sa.Table) -> int:
    return _HEAD + _ROW * len(table.columns) + 6


def _line(
    metadata: sa.MetaData, places: dict[str, _Place], child: str, column: str, parent: str
) -> str:
    row = [c.name for c in metadata.tables[child].columns].index(column)
    x1, y1 = places[child][0], places[child][1] + _HEAD + row * _ROW + _ROW // 2 + 2
    x2, y2 = places[parent][0] + _WIDTH, places[parent][1] + _HEAD // 2
    if child == parent:
        x1, x2, bend = x1 + _WIDTH, x2, x1 + _WIDTH + 40
        path = f"M{x1},{y1} C{bend},{y1} {bend},{y2} {x2},{y2}"
    else:
        middle = (x1 + x2) // 2
        path = f"M{x1},{y1} C{middle},{y1} {middle},{y2} {x2},{y2}"
    return (
        f"<path d='{path}' fill='none' stroke='#7a8793' stroke-width='1.2'/>"
        f"<circle cx='{x2}' cy='{y2}' r='3' fill='#7a8793'/>"
    )


def _box(table: sa.Table, x: int, y: int) -> str:
    head = (
        f"<rect x='{x}' y='{y}' width='{_WIDTH}' height='{_height(table)}' rx='4' fill='#fbfcfd' "
        f"stroke='#33475b'/>"
        f"<path d='M{x},{y + _HEAD - 3} h{_WIDTH}' stroke='#33475b'/>"
        f"<text x='{x + 8}' y='{y + 17}' {_FONT} font-size='13' font-weight='700' "
        f"fill='#1d2b38'>{escape(table.name)}</text>"
    )
    rows = []
    for number, column in enumerate(table.columns):
        at = y + _HEAD + number * _ROW + 13
        weight = " font-weight='700'" if column.primary_key else ""
        rows.append(
            f"<text x='{x + 8}' y='{at}' {_FONT} font-size='11'{weight} fill='#1d2b38'>"
            f"{escape(column.name)}</text>"
            f"<text x='{x + _WIDTH - 8}' y='{at}' {_FONT} font-size='10' text-anchor='end' "
            f"fill='#66727e'>{escape(kind_of(column))}</text>"
        )
    return "\n".join([head, *rows])


def kind_of(column: sa.Column[object]) -> str:
    """The type of a column, in lower case and without sizes."""
    name = type(column.type).__name__.lower()
    return {
        "string": "text", "moment": "time, UTC", "biginteger": "integer", "largebinary": "bytes",
    }.get(name, name)  # fmt: skip
