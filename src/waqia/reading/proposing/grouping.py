"""Which pieces tell of one incident: told on, told again, or another."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from typing import Literal

from waqia.reading.proposing.dates import DatePhrase
from waqia.reading.proposing.events.kinds import KINDS
from waqia.reading.proposing.pieces import Piece
from waqia.reading.proposing.places import Ground, PlacePhrase, where
from waqia.reading.proposing.tolls import Toll

Likeness = Literal["same", "open", "other"]
_DAYS = ("day", "range")
_FINDS = ("search", "foiled", "surrender")
"""Kinds that attacks are told beside, but are no part of."""
_FAR = 4
"""Sentences after which a story is no longer being told, if none says that it is."""


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
        """The kind of happening that it tells first."""
        return next((p.happening.kind for p in self.pieces if p.happening and p.definite), None)

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
        pieces = sorted(self.pieces, key=lambda piece: not piece.definite)
        return [day for piece in pieces if (day := piece.day)]

    @property
    def last(self) -> Piece:
        """The piece that was told last."""
        return self.pieces[-1]


class Grouping:
    """Puts the pieces of a document together, one story an incident.

    In `news` a story is told over several sentences, and its parts may lie apart; in a report most
    sentences tell of an incident of their own.
    """

    def __init__(self, ground: Ground, news: bool) -> None:
        self._ground = ground
        self._news = news
        self._heads: list[Piece] = []
        self.stories: list[Story] = []

    def add(self, piece: Piece) -> None:
        """Take in the next piece of the text."""
        if piece.passage.line.heading:
            self._heads.append(piece)
            return
        if piece.happening is None and not (piece.tolls or piece.actors or piece.flow.reasons):
            return
        if (
            piece.heads and self._news
        ):  # an item of a round-up: nothing goes on over it, told or not
            self.stories.append(Story([piece]))
        elif story := self._told_on(piece):
            story.pieces.append(piece)
        elif piece.definite:
            self.stories.append(Story([piece]))

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
        bodies = [(story.pieces[0].passage.number, story) for story in found]
        for head in self._heads if self._news else ():
            told = next((s for number, s in bodies if number > head.passage.number), None)
            if told and self._likeness(told, head) != "other":
                alone = len(found) == 1  # a headline over several counts the dead of all
                told.pieces.insert(0, head if alone else replace(head, tolls=()))
            elif not told and head.definite:
                found.append(Story([head]))
        return [story for story in found if story.definite]

    def _told_on(self, piece: Piece) -> Story | None:
        """The story that a piece goes on with."""
        if not self.stories:
            return None
        current = self.stories[-1]
        likeness, flow = self._likeness(current, piece), piece.flow.evidence
        if flow == "new":
            return None
        if not self._beside(current, piece) or (
            likeness == "other" and not self._goes_on(current, piece)
        ):
            return next((s for s in reversed(self.stories) if self._tells_again(s, piece)), None)
        if likeness == "same" or flow == "same" or not piece.definite:
            return current
        return current if not piece.day and not _scenes(piece) else None

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
        place = where(story.places, None, self._ground)
        return opening and self._place_likeness(place, piece) != "other"

    def _beside(self, story: Story, piece: Piece) -> bool:
        """Whether a piece stands where a story is still being told."""
        apart = piece.passage.number - story.last.passage.number
        if self._news:
            return apart <= _FAR or piece.flow.evidence == "same"
        near = piece.passage.block == story.last.passage.block or piece.flow.evidence == "same"
        return near and apart <= (2 if piece.flow.evidence == "same" else 1)

    def _likeness(self, story: Story, piece: Piece) -> Likeness:
        """Whether a piece has the place and day of a story, or others, or neither."""
        place = self._place_likeness(where(story.places, None, self._ground), piece)
        day = _day_likeness(story.days, piece.day)
        tolls = _toll_likeness(story, piece)
        if "other" in (place, day) or _begins_attack(story, piece):
            return "other"
        if place != "same" and _scenes(piece) and _means_differ(story, piece):
            return "other"
        return "same" if "same" in (place, day, tolls) else "open"

    def _place_likeness(self, place: PlacePhrase | None, piece: Piece) -> Likeness:
        other = where(_scenes(piece), None, self._ground)
        if place is None or other is None:
            return "open"
        ours, theirs = _ids(place), _ids(other)
        if ours and theirs:
            pairs = [(one, two) for one in ours for two in theirs]
            if any(one == two for one, two in pairs):
                return "same"
            if any(self._ground.holds(a, b) or self._ground.holds(b, a) for a, b in pairs):
                return "same" if "country" not in (place.precision, other.precision) else "open"
            return "open" if place.tells == "maybe" else "other"
        if place.country and other.country and place.country != other.country:
            return "other"
        return "same" if place.words == other.words else "open"

    def _tells_again(self, story: Story, piece: Piece) -> bool:
        """Whether a piece surely tells of an earlier story: its day and place."""
        if _begins_attack(story, piece):
            return False
        place = self._place_likeness(where(story.places, None, self._ground), piece)
        return place == "same" and _day_likeness(story.days, piece.day) == "same"

    def _again(self, one: Story, other: Story) -> bool:
        """Whether two stories are one incident, told twice."""
        if other.pieces[0].flow.evidence == "new":
            return False
        likenesses = [self._likeness(one, piece) for piece in other.pieces if piece.definite]
        if "other" in likenesses:
            return False
        place = self._place_likeness(where(one.places, None, self._ground), other.pieces[0])
        day = _day_likeness(one.days, next(iter(other.days), None))
        tolls = any(_toll_likeness(one, piece) == "same" for piece in other.pieces)
        exact = any(d.precision in _DAYS for d in other.days)
        return place == "same" and ((day == "same" and exact) or (tolls and day != "other"))


def _is_lesser(piece: Piece) -> bool:
    """Whether a sentence tells no incident of its own: no particular one, or only of harm."""
    return not piece.definite or (piece.happening is not None and piece.happening.kind == "harm")


def _scenes(piece: Piece) -> list[PlacePhrase]:
    return [place for place in piece.places if place.tells in ("scene", "maybe")]


def _ids(place: PlacePhrase) -> tuple[str, ...]:
    """The places of the gazetteer that a phrase may mean."""
    return (place.place_id,) if place.place_id else place.candidates


def _means_differ(story: Story, piece: Piece) -> bool:
    """Whether a piece names a kind and means of violence that have nothing of the story's."""
    told = [p.happening for p in story.pieces if p.happening and p.definite]
    new = piece.happening
    if new is None or not told or not new.tactics:
        return False
    means = {tactic.code for one in told for tactic in one.tactics}
    return bool(means) and means.isdisjoint(tactic.code for tactic in new.tactics)


def _begins_attack(story: Story, piece: Piece) -> bool:
    """Whether an attack is told behind arrests or finds that do not go on with it."""
    attack = piece.definite and piece.happening and KINDS[piece.happening.kind].side == "attackers"
    return bool(attack) and story.kind in _FINDS and piece.flow.evidence != "same"


def _day_likeness(days: Sequence[DatePhrase], day: DatePhrase | None) -> Likeness:
    if day is None or not days:
        return "open"
    apart = all(day.date_end < d.date_start or d.date_end < day.date_start for d in days)
    if apart:
        return "other"
    precise = day.precision in _DAYS and any(d.precision in _DAYS for d in days)
    return "same" if precise else "open"


def _toll_likeness(story: Story, piece: Piece) -> Likeness:
    """Whether a piece tells a number of persons that the story has told already."""
    told = set(_counts(toll for one in story.pieces for toll in one.tolls))
    return "same" if told & set(_counts(piece.tolls)) else "open"


def _counts(tolls: Iterable[Toll]) -> list[tuple[str, int]]:
    return [(toll.outcome, toll.best) for toll in tolls if toll.best and toll.best > 1]
