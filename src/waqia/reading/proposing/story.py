"""What is told of one incident: the pieces of a text that tell it."""

from __future__ import annotations

from dataclasses import dataclass, field

from waqia.reading.proposing.dates import DatePhrase
from waqia.reading.proposing.events.kinds import KINDS
from waqia.reading.proposing.pieces import Piece
from waqia.reading.proposing.places import PlacePhrase


@dataclass(slots=True)
class Story:
    """The pieces that tell of one incident, in the order of the text.

    One that is `listed` is an item of a round-up, which the date at its head dates.
    """

    pieces: list[Piece] = field(default_factory=list)
    listed: bool = False

    @property
    def definite(self) -> bool:
        """Whether any piece tells by itself that it took place."""
        return any(piece.definite for piece in self.pieces)

    @property
    def kind(self) -> str | None:
        """The kind of happening that it tells first, below a headline if it can be told there."""
        return next((p.happening.kind for p in self.body if p.happening and p.definite), None)

    @property
    def body(self) -> list[Piece]:
        """Its pieces, those of headlines last."""
        return sorted(self.pieces, key=lambda piece: piece.headline)

    @property
    def by_state(self) -> bool:
        """Whether forces of the state did what it tells of."""
        return self.kind is not None and KINDS[self.kind].side == "state"

    @property
    def places(self) -> list[PlacePhrase]:
        """The phrases of place of its pieces."""
        return [place for piece in self.pieces for place in piece.places]

    @property
    def days(self) -> list[DatePhrase]:
        """The phrases that date its pieces, those of pieces that tell it first."""
        pieces = sorted(self.body, key=lambda piece: not piece.definite)
        return [day for piece in pieces if (day := piece.day)]

    @property
    def first(self) -> int:
        """The number of the sentence that it begins with, below a headline."""
        return self.body[0].passage.number

    @property
    def last(self) -> Piece:
        """The piece that was told last."""
        return self.pieces[-1]
