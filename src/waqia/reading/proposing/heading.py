"""Headlines: whether one tells of what the text below it tells, and what it adds to that."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from itertools import chain, combinations

from waqia.reading.proposing.events import Happening
from waqia.reading.proposing.likeness import (
    day_likeness,
    is_printed_after,
    likeness,
    means_differ,
    place_likeness,
    scenes,
    toll_likeness,
    tolls_differ,
)
from waqia.reading.proposing.pieces import Piece
from waqia.reading.proposing.places import Ground
from waqia.reading.proposing.story import Story
from waqia.reading.proposing.tolls import Toll

_MOST = 20
"""Words of a headline."""
_FINITE = re.compile(
    r"(?<!\w)(?:was|were|had|has|have)(?!\w)"
    r"|(?<!\w)(?:ہوا|ہوئے|ہوئی|ہوئیں|گیا|گئے|گئی|گئیں|دیا|دیے|دی|تھا|تھے|تھی|ہے|ہیں)[\s.۔]*$"
)
"""A verb that sentences have and headlines leave out."""


def is_headed(story: Story, piece: Piece, ground: Ground, published: date | None) -> bool:
    """Whether a story of one sentence is a headline of what a piece tells.

    A headline that ends in a full stop looks like a sentence: a short one, it stands alone at the
    top, has the day of the paper or none, and counts nobody else than the text below it, which
    tells of it anew. A sentence with a verb, or with a weekday, has the day of what it tells.
    """
    (first, *more), block = story.pieces, piece.passage.block
    if more or not first.passage.top or first.passage.block == block or first.heads:
        return False
    if len(first.passage.line.text.split()) > _MOST or tolls_differ(first, piece):
        return False
    if not piece.definite or piece.flow.evidence != "unclear":
        return False
    if day_likeness(story.days, piece.day) == "other" and not (
        first.day
        and piece.day
        and not first.day.relative
        and not _FINITE.search(first.passage.line.text)
        and is_printed_after(first.day, [piece.day])
        and published in (None, first.day.date_start)
    ):
        return False
    place = place_likeness(story, piece, ground, wide=True)
    if place == "open":
        return toll_likeness(story, piece) == "same"
    return place == "same" and not means_differ(story, piece)


def digest(lines: Sequence[Sequence[Piece]], ground: Ground) -> list[Piece]:
    """What lines say that are headlines of incidents of their own; nothing where they are not.

    Given what each of them says. Two or more say where somebody was harmed or what took place, and
    no two are alike: a headline that was wrapped says that once. Each is an incident, though
    headlines tell in the present: "Roadside bomb kills four in Kech".
    """
    told = [
        [_taken_place(piece) for piece in line if piece.definite or piece.tolls] for line in lines
    ]
    told = [line for line in told if line]
    apart = all(
        _are_apart(one, other, ground)
        for ours, theirs in combinations(told, 2)
        for one in ours
        for other in theirs
    )
    placed = all(scenes(piece) for line in told for piece in line)
    return list(chain.from_iterable(told)) if len(told) > 1 and apart and placed else []


def _are_apart(one: Piece, other: Piece, ground: Ground) -> bool:
    """Whether two headlines tell of two incidents; near each other, if they count others, too."""
    if likeness(Story([one]), other, ground) == "other":
        return True
    outcomes = {toll.outcome for toll in one.tolls} & {toll.outcome for toll in other.tolls}
    if not outcomes or not tolls_differ(one, other):
        return False
    story = Story([one])
    return place_likeness(story, other, ground) == "other" or means_differ(story, other)


def _taken_place(piece: Piece) -> Piece:
    """A headline as one that tells of a particular incident, without a kind where it says none."""
    if piece.definite:
        return piece
    if piece.happening:
        return replace(piece, happening=replace(piece.happening, definite=True))
    toll = piece.tolls[0]
    cue, reasons = (toll.start, toll.end), ("persons harmed",)
    told = Happening("harm", cue, None, (), (), True, reasons, piece.part)
    return replace(piece, happening=told)


def below(head: Piece, heads: Sequence[Piece], stories: Sequence[Story]) -> list[Story]:
    """The stories below a headline, up to the next one that stands behind one of them."""
    start = head.passage.number
    first = min((one.first for one in stories if one.first > start), default=start)
    numbers = (other.passage.number for other in heads)
    end = min((number for number in numbers if number > first), default=None)
    return [one for one in stories if start < one.first and (end is None or one.first < end)]


def is_told_on(head: Piece, heads: Sequence[Piece], stories: Sequence[Story]) -> bool:
    """Whether the text between a headline and the next one goes on with a story told above it."""
    start = head.passage.number
    end = min((one.passage.number for one in heads if one.passage.number > start), default=None)
    return any(
        start < piece.passage.number and (end is None or piece.passage.number < end)
        for story in stories
        for piece in story.pieces
    )


def put_above(head: Piece, stories: Sequence[Story], ground: Ground) -> None:
    """Put a headline above the first of the stories below it, if it tells of that.

    Of a headline over several stories neither casualties nor actors are heard, as it tells those
    of all.
    """
    first = stories[0]
    if likeness(first, head, ground) == "other":
        return
    if len(stories) > 1:
        head = replace(head, tolls=(), actors=(), over_several=True)
    first.pieces.insert(0, head)


def settle(story: Story) -> None:
    """Leave out the tolls of a story's headlines that the text below tells, or tells higher ones.

    The text is the more exact: "five killed" stands above "at least five". A headline that says
    who they were where the text does not, or counts all of whom the text tells some, is heard.
    """
    text = [toll for piece in story.pieces if not piece.headline for toll in piece.tolls]
    story.pieces = [
        replace(piece, tolls=tuple(toll for toll in piece.tolls if not _is_told(toll, text)))
        if piece.headline
        else piece
        for piece in story.pieces
    ]


def _is_told(toll: Toll, text: Sequence[Toll]) -> bool:
    return any(
        one.outcome == toll.outcome
        and toll.party in (None, one.party)
        and one.best
        and one.best >= (toll.best or 0)
        for one in text
    )
