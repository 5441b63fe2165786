"""A figure: a published number with its scope, and the place where it is printed."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field, replace
from math import inf
from typing import Any, Literal

from waqia.audit.spans import Span
from waqia.model import phrase
from waqia.reading import Document

Origin = Literal["cell", "prose"]
UNPLACED = phrase("The note does not say where; the sentence that cites it does.")
"""The doubt about a figure of a note whose place is that of the sentence which cites it."""


@dataclass(frozen=True, slots=True)
class Scope:
    """What a number counts: where, when, whose, against whom, by what means.

    `kind` is the sort of incident (`attack`, `operation`, `clash`, …), `words` what else limits it
    that no vocabulary knows: two scopes are the same only when these are the same words.
    """

    kind: str | None = None
    places: frozenset[str] = frozenset()
    span: Span | None = None
    actors: frozenset[str] = frozenset()
    targets: frozenset[str] = frozenset()
    tactics: frozenset[str] = frozenset()
    party: str | None = None
    words: frozenset[str] = frozenset()

    def but(self, **changes: Any) -> Scope:
        """The same scope with some fields changed."""
        return replace(self, **changes)


@dataclass(frozen=True)
class Figure:
    """A number, the bounds it says, its measure and scope, and where it stands.

    `sure` is False where the scope was guessed in part: such a figure is listed and asked, and
    supports others, but is never said to contradict one. `doubt` says what was taken for granted.
    `table` counts from 1; `cell` is the row and column in it.
    """

    document: Document = field(repr=False)
    start: int
    end: int
    measure: str
    value: float
    low: float
    high: float
    scope: Scope
    where: str
    origin: Origin
    sentence: tuple[int, int]
    sure: bool = True
    part: bool = False
    total: bool = False
    table: int | None = None
    cell: tuple[int, int] | None = None
    doubt: str = ""

    @property
    def id(self) -> str:
        """A stable id: of the document, the place, the measure and what one of several is of."""
        limits = sorted(self.scope.targets), sorted(self.scope.places)
        said = f"{self.document.sha256}:{self.start}:{self.end}:{self.measure}:{limits}"
        return f"F-{hashlib.sha256(said.encode()).hexdigest()[:10]}"

    @property
    def key(self) -> tuple[Any, ...]:
        """Figures of one key speak of one quantity."""
        return (self.measure, self.scope)

    def agrees(self, other: Figure) -> bool:
        """Both numbers, as bounded as they are said, can be right."""
        return self.low <= other.high and other.low <= self.high


def bounds(
    low: float | None, best: float | None, high: float | None, said: str
) -> tuple[float, float, float] | None:
    """Value, least and most of a number as said: "over 84" is 84 or more, "about 60" is near 60."""
    if best is None:
        return None
    words = said.casefold()
    if any(word in words for word in ("about", "around", "approximately", "roughly", "some ")):
        return best, 0.9 * best, 1.1 * best
    if any(word in words for word in ("almost", "nearly")):
        return best + 1 if best and high == best else best, 0.85 * best, best + 1
    if "over" in words or "more than" in words or "above" in words:
        return best - 1, best - 1, inf
    if "fewer than" in words or "less than" in words or "below" in words:
        return best + 1, 0, best + 1
    if "as many as" in words:
        return best, best, best
    return best, best if low is None else low, inf if high is None else high
