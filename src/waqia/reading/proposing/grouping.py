"""Which pieces tell of one incident: told on, told again, or another; and what heads them."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from waqia.reading.proposing.heading import below, is_headed, is_told_on, put_above, settle
from waqia.reading.proposing.likeness import (
    DAYS,
    begins_attack,
    day_likeness,
    is_another,
    is_spoken_of,
    likeness,
    place_likeness,
    scenes,
    toll_likeness,
)
from waqia.reading.proposing.pieces import Piece
from waqia.reading.proposing.places import Ground
from waqia.reading.proposing.story import Story

_FAR = 4
"""Sentences after which a story is no longer being told, if none says that it is."""


class Grouping:
    """Puts the pieces of a document together, one story an incident.

    In `news` a story is told over several sentences, and its parts may lie apart; in a report most
    sentences tell of an incident of their own.
    """

    def __init__(self, ground: Ground, news: bool, published: date | None = None) -> None:
        self._ground = ground
        self._news = news
        self._published = published
        self._heads: list[Piece] = []
        self._before: list[Piece] = []
        self.stories: list[Story] = []

    def add(self, piece: Piece) -> None:
        """Take in the next piece of the text."""
        if piece.headline:
            self._heads.append(piece)
            self._before = []
            return
        if piece.happening is None and not (piece.tolls or piece.actors or piece.flow.reasons):
            return
        if (
            self._news
            and len(self.stories) == 1
            and is_headed(self.stories[0], piece, self._ground, self._published)
        ):
            first = self.stories[0]
            first.pieces = [replace(first.last, headline=True), piece]
        elif piece.heads and self._news:
            self._begin(piece)  # an item of a round-up: nothing goes on over it, told or not
        elif story := self._told_on(piece):
            story.pieces.append(piece)
        elif piece.definite:
            self._begin(piece)
        elif self._news and self._is_below_head():
            self._before.append(piece)  # "the incident took place on Sunday", as the headline says

    def _begin(self, piece: Piece) -> None:
        """Begin a story, with what was said of it below a headline before it was told."""
        story = Story([piece])
        if all(likeness(story, before, self._ground) != "other" for before in self._before):
            story.pieces[:0] = self._before
        self._before = []
        self.stories.append(story)

    def _is_below_head(self) -> bool:
        """Whether a headline was read last, and nothing that is told since."""
        last = self.stories[-1].last.passage.number if self.stories else -1
        return bool(self._heads) and self._heads[-1].passage.number > last

    def done(self) -> list[Story]:
        """The incidents: what was told twice as one, headlines with what they head."""
        found: list[Story] = []
        items = [story for story in self.stories if story.pieces[0].heads]
        for story in items:
            story.listed = len(items) > 1
        for story in self.stories:
            if again := next((one for one in found if self._again(one, story)), None):
                again.pieces += story.pieces
            else:
                found.append(story)
        heads = self._heads if self._news else []
        headed = [(head, below(head, heads, found)) for head in heads]
        for head, stories in headed:
            if stories:
                put_above(head, stories, self._ground)
            elif head.definite and not is_told_on(head, heads, found):
                found.append(Story([head]))
        for story in found:
            settle(story)
        return [story for story in found if story.definite]

    def _told_on(self, piece: Piece) -> Story | None:
        """The story that a piece goes on with."""
        if not self.stories:
            return None
        current = self.stories[-1]
        alike, flow = likeness(current, piece, self._ground), piece.flow.evidence
        if flow == "new":
            return None
        if not self._beside(current, piece) or (
            alike == "other" and not self._goes_on(current, piece)
        ):
            return next((s for s in reversed(self.stories) if self._tells_again(s, piece)), None)
        if alike == "same" or flow == "same" or not piece.definite or is_spoken_of(current, piece):
            return current
        return current if not piece.day and not scenes(piece) else None

    def _goes_on(self, story: Story, piece: Piece) -> bool:
        """Whether a sentence with another day, or another place, tells of a story all the same.

        It does where it opens with what was told of ("The attackers had come on Saturday") or
        tells no incident of its own ("the wounded were flown out on Tuesday").
        """
        if piece.flow.evidence != "same":
            return False
        if _is_lesser(piece):
            return True
        opening = piece.passage.line.text.startswith(piece.flow.reasons[:1])
        return opening and place_likeness(story, piece, self._ground) != "other"

    def _beside(self, story: Story, piece: Piece) -> bool:
        """Whether a piece stands where a story is still being told."""
        apart = piece.passage.number - story.last.passage.number
        if self._news:
            return apart <= _FAR or piece.flow.evidence == "same"
        near = piece.passage.block == story.last.passage.block or piece.flow.evidence == "same"
        return near and apart <= (2 if piece.flow.evidence == "same" else 1)

    def _tells_again(self, story: Story, piece: Piece) -> bool:
        """Whether a piece surely tells of an earlier story: its day and place."""
        if begins_attack(story, piece) or is_another(story, piece):
            return False
        place = place_likeness(story, piece, self._ground)
        return place == "same" and day_likeness(story.days, piece.day) == "same"

    def _again(self, one: Story, other: Story) -> bool:
        """Whether two stories are one incident, told twice."""
        if other.pieces[0].flow.evidence == "new":
            return False
        likenesses = [
            likeness(one, piece, self._ground) for piece in other.pieces if piece.definite
        ]
        if "other" in likenesses:
            return False
        place = place_likeness(one, other.pieces[0], self._ground)
        day = day_likeness(one.days, next(iter(other.days), None))
        tolls = any(toll_likeness(one, piece) == "same" for piece in other.pieces)
        exact = any(d.precision in DAYS for d in other.days)
        return place == "same" and ((day == "same" and exact) or (tolls and day != "other"))


def _is_lesser(piece: Piece) -> bool:
    """Whether a sentence tells no incident of its own: no particular one, or only of harm."""
    return not piece.definite or (piece.happening is not None and piece.happening.kind == "harm")
