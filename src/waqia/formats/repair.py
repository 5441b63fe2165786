"""A CSV file with quotes that never close, made readable without losing the rows after them."""

from __future__ import annotations

import csv
from collections import deque
from pathlib import Path

_REACH = 200
"""Lines over which a quoted cell may run before its quote is taken for a stray one."""


def repaired(path: Path, delimiter: str, columns: int, folder: Path) -> Path:
    """A copy in which every stray quote is a letter like any other.

    A record runs over several lines only where its quotes then close and it has as many cells as
    there are `columns`. Goes through the file line by line, so it is only for files that need it.
    """
    copy = folder / f"{path.stem}.repaired.csv"
    waiting: deque[str] = deque()
    with (
        path.open(encoding="utf-8-sig", newline="") as source,
        copy.open("w", encoding="utf-8", newline="") as target,
    ):
        writer = csv.writer(target, lineterminator="\n")
        while line := waiting.popleft() if waiting else source.readline():
            cells = _cells(line, delimiter) if line.count('"') % 2 == 0 else None
            more: list[str] = []
            text = line
            while cells is None and len(more) < _REACH:
                following = waiting.popleft() if waiting else source.readline()
                if not following:
                    break
                more.append(following)
                text += following
                if text.count('"') % 2 == 0:
                    whole = _cells(text, delimiter)
                    cells = whole if len(whole) == columns else None
                    break
            if cells is None:
                waiting.extendleft(reversed(more))
                cells = line.rstrip("\r\n").split(delimiter)
            if any(cells):
                writer.writerow(cells)
    return copy


def _cells(text: str, delimiter: str) -> list[str]:
    return next(csv.reader([text.rstrip("\r\n")], delimiter=delimiter), [])
