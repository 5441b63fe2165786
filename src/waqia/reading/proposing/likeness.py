"""How alike what a sentence tells and what a story tells are: in place, day, persons and means."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import timedelta
from typing import Literal

from waqia.reading.proposing.dates import DatePhrase
from waqia.reading.proposing.events.kinds import KINDS
from waqia.reading.proposing.pieces import Piece
from waqia.reading.proposing.places import Ground, PlacePhrase, where
from waqia.reading.proposing.story import Story
from waqia.reading.proposing.tolls import Toll

Likeness = Literal["same", "open", "other"]
DAYS = ("day", "range")
"""Precisions of dates by which two are the same day, and not only one month."""
_FINDS = ("search", "foiled", "surrender")
"""Kinds that attacks are told beside, but are no part of."""
_LAG = timedelta(days=3)
"""Within how many days after an incident a paper with its headline comes out."""
_ATTACKS = frozenset({"attack", "suicide", "bombing", "shelling", "shooting"})
_SPOKEN = {
    "attack": _ATTACKS,
    "suicide": frozenset({"suicide", "attack"}),
    "bombing": frozenset({"bombing", "suicide", "attack"}),
    "shelling": frozenset({"shelling", "attack"}),
    "shooting": frozenset({"shooting", "attack"}),
}
"""The kinds that words of each kind may go on about."""


def likeness(story: Story, piece: Piece, ground: Ground) -> Likeness:
    """Whether a piece has the place and day of a story, or others, or neither.

    A headline is read more freely: it names the town for its suburbs and the day of its paper.
    The suburb may also be told behind the town, of an attack that is spoken of as known.
    """
    wide = piece.headline or is_spoken_of(story, piece)
    place = place_likeness(story, piece, ground, wide)
    day = day_likeness(story.days, piece.day)
    if piece.headline and is_printed_after(piece.day, story.days):
        day = "open"
    tolls = toll_likeness(story, piece)
    if "other" in (place, day) or begins_attack(story, piece) or is_another(story, piece):
        return "other"
    told = piece.headline and tolls == "same"
    if place != "same" and scenes(piece) and means_differ(story, piece) and not told:
        return "other"
    return "same" if "same" in (place, day, tolls) else "open"


def place_likeness(story: Story, piece: Piece, ground: Ground, wide: bool = False) -> Likeness:
    """Whether a piece has the place of a story; a `wide` town is the district of its name, too."""
    place = where(story.places, None, ground)
    other = where(scenes(piece), None, ground)
    if place is None or other is None:
        return "open"
    ours, theirs = _ids(place, ground, wide), _ids(other, ground, wide)
    if ours and theirs:
        pairs = [(one, two) for one in ours for two in theirs]
        if any(one == two for one, two in pairs):
            return "same"
        if any(ground.holds(a, b) or ground.holds(b, a) for a, b in pairs):
            return "same" if "country" not in (place.precision, other.precision) else "open"
        return "open" if place.tells == "maybe" else "other"
    if place.country and other.country and place.country != other.country:
        return "other"
    return "same" if place.words == other.words else "open"


def _ids(place: PlacePhrase, ground: Ground, wide: bool) -> Sequence[str]:
    """The places of the gazetteer that a phrase may mean."""
    if place.place_id and wide:
        return ground.around(place.place_id)
    return (place.place_id,) if place.place_id else place.candidates


def scenes(piece: Piece) -> list[PlacePhrase]:
    """The phrases of a piece that say where it happened, or may."""
    return [place for place in piece.places if place.tells in ("scene", "maybe")]


def day_likeness(days: Sequence[DatePhrase], day: DatePhrase | None) -> Likeness:
    """Whether a day is one of several, or lies apart from one of them."""
    if day is None or not days:
        return "open"
    apart = all(day.date_end < d.date_start or d.date_end < day.date_start for d in days)
    if apart:
        return "other"
    precise = day.precision in DAYS and any(d.precision in DAYS for d in days)
    return "same" if precise else "open"


def is_printed_after(day: DatePhrase | None, days: Iterable[DatePhrase]) -> bool:
    """Whether a headline's day may be that of its paper, and one of others what it tells of."""
    return day is not None and any(
        timedelta(0) < day.date_start - told.date_end <= _LAG for told in days
    )


def toll_likeness(story: Story, piece: Piece) -> Likeness:
    """Whether a piece tells a number of persons that the story has told already."""
    told = set(_counts(toll for one in story.pieces for toll in one.tolls))
    return "same" if told & set(_counts(piece.tolls)) else "open"


def tolls_differ(one: Piece, other: Piece) -> bool:
    """Whether two pieces count persons and agree in none, or in whom they were."""
    ours = {(toll.outcome, toll.best) for toll in one.tolls if toll.best}
    theirs = {(toll.outcome, toll.best) for toll in other.tolls if toll.best}
    if ours and theirs and not ours & theirs:
        return True
    return any(
        a.outcome == b.outcome and a.party and b.party and a.party != b.party
        for a in one.tolls
        for b in other.tolls
    )


def _counts(tolls: Iterable[Toll]) -> list[tuple[str, int]]:
    return [(toll.outcome, toll.best) for toll in tolls if toll.best and toll.best > 1]


def means_differ(story: Story, piece: Piece) -> bool:
    """Whether a piece names a kind and means of violence that have nothing of the story's."""
    told = [p.happening for p in story.pieces if p.happening and p.definite]
    new = piece.happening
    if new is None or not told or not new.tactics:
        return False
    means = {tactic.code for one in told for tactic in one.tactics}
    return bool(means) and means.isdisjoint(tactic.code for tactic in new.tactics)


def is_another(story: Story, piece: Piece) -> bool:
    """Whether a paragraph tells of another incident of the same town and day.

    It says itself where, when and how, counts others, and goes on with nothing told before.
    """
    if piece.headline or piece.passage.block == story.last.passage.block:
        return False
    if piece.flow.evidence != "unclear" or not (piece.definite and piece.day and scenes(piece)):
        return False
    counted = [one for one in story.pieces if one.tolls]
    differ = counted and all(tolls_differ(one, piece) for one in counted)
    return bool(differ) and means_differ(story, piece) and not is_spoken_of(story, piece)


def is_spoken_of(story: Story, piece: Piece) -> bool:
    """Whether a piece speaks of an attack as known, and the story told one of that kind."""
    told = {p.happening.kind for p in story.pieces if p.happening and p.definite}
    return piece.flow.of is not None and not told.isdisjoint(_SPOKEN[piece.flow.of])


def begins_attack(story: Story, piece: Piece) -> bool:
    """Whether an attack is told behind arrests or finds that do not go on with it."""
    attack = piece.definite and piece.happening and KINDS[piece.happening.kind].side == "attackers"
    return bool(attack) and story.kind in _FINDS and piece.flow.evidence != "same"
