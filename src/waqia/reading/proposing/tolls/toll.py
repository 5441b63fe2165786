"""What a line says of persons harmed, and what the lines of one incident come to."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from waqia.model import Count, Outcome

Manner = Literal["all", "part", "more", "succumbed", "toll", "count", "sum"]
"""How persons are counted: `all` of whom the words speak, a `part` of persons told of before
("including", "of whom"), some `more` than told of before ("one more died"), of the wounded who
`succumbed`, the whole `toll` so far ("the death toll rose to 20"), the whole by another's `count`
("doctors put the toll at 22"), or the `sum` of several happenings ("in three separate raids")."""
Where = tuple[int, int, int]
"""The position of a line, and the start and end in it."""


@dataclass(frozen=True, slots=True)
class Toll:
    """Persons of one party to whom one thing happened, said at `start` to `end` of a line.

    `verb` is where the words begin that say what happened: those of whom one verb tells are
    different persons. `party` is a code, or None where the words do not tell. The bounds are
    those of `parse_count`; all three are None where no number is said ("killed policemen").
    `part_of` is the span of the toll that this one is a part of; a part has none where its whole
    is said in another line.
    """

    outcome: Outcome
    party: str | None
    min: int | None
    best: int | None
    max: int | None
    imputed: bool
    start: int
    end: int
    verb: int
    manner: Manner = "all"
    part_of: tuple[int, int] | None = None


@dataclass(frozen=True, slots=True)
class Loss:
    """A count with the words it comes from; without words there is no loss."""

    count: Count
    spans: tuple[Where, ...]


@dataclass(frozen=True, slots=True)
class Losses:
    """The casualties of one incident: by outcome, and by outcome and party."""

    totals: Mapping[Outcome, Loss]
    parties: Mapping[tuple[str, Outcome], Loss]
