"""The letters of a right-to-left line in the order they are read, from where they are printed."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence

_RIGHT_TO_LEFT = frozenset({"R", "AL", "RLE", "RLO", "RLI"})
_LEFT_TO_RIGHT = frozenset({"L", "EN", "AN"})
_WITHIN_NUMBER = frozenset({"ES", "CS", "ET"})
_WORD_GAP = 0.15
"""A gap between two letters, in sizes of their type, that is a space."""

Placed = tuple[str, float, float]
"""What is printed, and the left and right edge of its box in points."""


def is_right_to_left(text: str) -> bool:
    """Whether a text has letters that are read from the right."""
    return any(unicodedata.bidirectional(char) in _RIGHT_TO_LEFT for char in text)


def in_reading_order(letters: Sequence[Placed], size: float) -> str:
    """The text of a line of type of a size, put in order by the edges of its letters.

    The line runs the way most of its letters do; within it, runs of the other direction are
    turned. Spaces are where there is a gap, and not those that are given.
    """
    placed = sorted((p for p in letters if not p[0].isspace()), key=lambda p: (p[1] + p[2]) / 2)
    classes = [unicodedata.bidirectional(said[0]) for said, _, _ in placed]
    right = sum(kind in _RIGHT_TO_LEFT for kind in classes)
    from_right = right > sum(kind == "L" for kind in classes)
    spaced: list[tuple[str, str]] = []
    before: float | None = None
    for (said, left, edge), kind in zip(placed, classes, strict=True):
        if before is not None and left - before > _WORD_GAP * size:
            spaced.append((" ", "WS"))
        spaced.append((said, kind))
        before = edge if before is None else max(before, edge)
    if from_right:
        spaced.reverse()
    turned = _LEFT_TO_RIGHT if from_right else _RIGHT_TO_LEFT
    return "".join(_turn(spaced, turned))


def _turn(spaced: Sequence[tuple[str, str]], turned: frozenset[str]) -> list[str]:
    """The pieces with every run of a direction reversed, spaces and signs within it included."""
    pieces: list[str] = []
    run: list[str] = []
    waiting: list[str] = []
    numbers = "EN" in turned
    for said, kind in spaced:
        if kind in turned:
            run += [*waiting, said]
            waiting = []
        elif run and (
            kind in _WITHIN_NUMBER or (kind == "WS" and not (numbers and _is_digits(run)))
        ):
            waiting.append(said)
        else:
            pieces += [*reversed(run), *waiting, said]
            run, waiting = [], []
    return [*pieces, *reversed(run), *waiting]


def _is_digits(run: Sequence[str]) -> bool:
    return all(not said.isalpha() for said in run)
