"""Which shipped mapping a file fits, told by its header."""

from __future__ import annotations

import tempfile
from dataclasses import replace
from pathlib import Path

from waqia.formats.expressions import NULL, Cells
from waqia.formats.mapping import DatasetMapping, load_mapping, shipped_mappings
from waqia.formats.reading import open_rows
from waqia.formats.told import Told
from waqia.model import InputError

_FEW = 3
"""Columns that a file must at least share with a mapping."""


def detect_mapping(path: str | Path, sheet: str | None = None) -> DatasetMapping:
    """The shipped mapping that uses most of the columns of a file.

    Raises:
        InputError: the file cannot be read, or fits no mapping; the message says what to do.
    """
    import duckdb

    with tempfile.TemporaryDirectory(prefix="waqia-") as folder, duckdb.connect() as connection:
        columns = open_rows(connection, path, Path(folder), sheet=sheet).columns
    fits = {}
    for name in shipped_mappings():
        mapping = load_mapping(name)
        cells = Cells(str(path), columns, mapping)
        Told(mapping, cells)
        dated = [rule for rule in mapping.date.start if cells.bases(rule) != [NULL]]
        if dated or any(cells.column(names) for names in mapping.date.parts.values()):
            fits[name] = len(cells.used)
    best = max(fits, key=lambda name: (fits[name], name == "accounts"), default="")
    if fits.get(best, 0) < _FEW:
        shown = ", ".join(columns[:12]) + (" …" if len(columns) > 12 else "")
        raise InputError(
            f"{path}: no shipped mapping fits its header ({shown}). Name one of "
            f"{', '.join(shipped_mappings())}, or write one: `waqia mapping new {path}` starts it."
        )
    return load_mapping(best)


def unlabelled(mapping: DatasetMapping) -> DatasetMapping:
    """A mapping without its incident ids, that asks for no column but the id of a row."""
    required = tuple(names for rule in mapping.account for names in rule.columns)
    return replace(mapping, incident=(), required=required)
