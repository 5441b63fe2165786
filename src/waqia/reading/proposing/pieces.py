"""What single sentences say of incidents: happenings, casualties, places, days and actors."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import TypeVar

from waqia.codebook import Codebook
from waqia.reading.document import Span
from waqia.reading.proposing.dates import (
    DateContext,
    DatePhrase,
    Days,
    as_printed,
    dated_events,
    find_dates,
    when,
)
from waqia.reading.proposing.events import (
    ActorSaid,
    Flow,
    Happening,
    continues,
    find_actors,
    find_happenings,
    find_reporters,
    is_total,
)
from waqia.reading.proposing.line import Line
from waqia.reading.proposing.lines import Passage
from waqia.reading.proposing.places import Ground, PlacePhrase, place_phrases
from waqia.reading.proposing.tolls import Toll, Tolls

_NEARBY = 6
"""How many places named before are remembered to settle names that many places share."""
_ATTRIBUTED = re.compile(r"(?:['’]s)?,?\s+(?:[\w-]+\s+){0,2}")
"""What may stand between a day and the noun that it dates."""
Located = tuple[Line, PlacePhrase]
"""A phrase of place and the line it stands in."""
_Found = TypeVar("_Found", Toll, PlacePhrase, DatePhrase, ActorSaid)


@dataclass(frozen=True, slots=True)
class Piece:
    """What a sentence, or the part of it at `part`, says of one incident.

    `happening` is None where it only adds to what was told before; `dateline` is the last one
    above it. A `headline` tells in short what the text below it does; one `over_several`
    incidents says of none of them who did it or how many died.
    """

    passage: Passage
    part: Span
    happening: Happening | None
    flow: Flow
    tolls: tuple[Toll, ...] = ()
    places: tuple[PlacePhrase, ...] = ()
    dates: tuple[DatePhrase, ...] = ()
    actors: tuple[ActorSaid, ...] = ()
    reporters: tuple[Span, ...] = ()
    dateline: Located | None = None
    headline: bool = False
    over_several: bool = False

    @property
    def definite(self) -> bool:
        """Whether it tells, by itself, that a particular incident took place."""
        return self.happening is not None and self.happening.definite

    @property
    def day(self) -> DatePhrase | None:
        """The phrase that says when: one that stands at the words of what happened, or another.

        "Friday's bombing" and "a June 2014 raid" date it whatever else the sentence dates.
        """
        if self.happening is None:
            return when(self.dates)
        cue = self.happening.cue[0]
        text = self.passage.line.text
        beside = (
            phrase
            for phrase in reversed(self.dates)
            if phrase.role in ("when", "background")
            and phrase.end <= cue
            and _ATTRIBUTED.fullmatch(text, phrase.end, cue)
        )
        return next(beside, None) or when(self.dates, cue)

    @property
    def heads(self) -> PlacePhrase | None:
        """The place at its head, as of an item of a round-up: "QUETTA: …"."""
        return next((place for place in self.places if place.tells == "dateline"), None)


@dataclass(slots=True)
class Setting:
    """What was read so far of where and when the next sentence is to be understood.

    Only `news` has datelines; a report's sections begin with names of countries too.
    """

    published: tuple[date, date] | None
    news: bool = True
    story: Days | None = None
    day: DatePhrase | None = None
    dateline: Located | None = None
    nearby: list[str] = field(default_factory=list)

    def hear(self, line: Line, places: Sequence[PlacePhrase], dates: Sequence[DatePhrase]) -> None:
        """Take in what a sentence says."""
        for phrase in places:
            if phrase.tells == "dateline" and self.news:
                self.dateline = line, phrase
            if phrase.place_id:
                self.nearby = [phrase.place_id, *self.nearby][:_NEARBY]
        self.day = next((d for d in dates if d.role in ("dateline", "printed")), self.day)
        if told := when(dates):
            self.story = told.days


class Pieces:
    """Reads passages for what they say of incidents, by the terms of a codebook."""

    def __init__(self, codebook: Codebook, ground: Ground) -> None:
        self._codebook = codebook
        self._ground = ground
        self._tolls = Tolls(codebook)
        self._events = dated_events(codebook)

    def of(self, passage: Passage, setting: Setting) -> list[Piece]:
        """What a passage says: nothing of figures of many incidents, else a piece an incident.

        `setting` takes in the places and days that it names.
        """
        line = passage.line
        context = DateContext(
            published=setting.published,
            dateline=setting.day.date_start if setting.day else None,
            year=passage.year,
            story=setting.story,
            events=self._events,
        )
        places = place_phrases(
            line, self._ground, setting.nearby, setting.dateline and setting.dateline[1]
        )
        dates = find_dates(line, context)
        if setting.news and (passage.top or line.heading):
            dates = as_printed(line, dates, setting.published)
        setting.hear(line, places, dates)
        if not passage.telling and not any(term.of("actor") for term in line.terms):
            return []
        happenings = find_happenings(line, self._codebook)
        if is_total(line) and not any(one.definite for one in happenings):
            return []
        flow = continues(line)
        found = Piece(
            passage,
            (0, len(line.text)),
            None,
            flow,
            tuple(self._tolls.find(line)),
            tuple(places),
            tuple(dates),
            tuple(find_actors(line, self._codebook)),
            tuple(find_reporters(line)),
            setting.dateline,
            line.heading,
        )
        if len(happenings) < 2:
            return [replace(found, happening=happenings[0] if happenings else None)]
        return [_part(found, happening) for happening in happenings]


def _part(piece: Piece, happening: Happening) -> Piece:
    """What of a sentence belongs to one of its happenings."""
    start, end = happening.part

    def within(found: Sequence[_Found]) -> Iterator[_Found]:
        return (one for one in found if start <= one.start < end)

    return replace(
        piece,
        part=happening.part,
        happening=happening,
        flow=piece.flow if start == 0 else Flow("new", ()),
        tolls=tuple(replace(toll, part_of=None) for toll in within(piece.tolls)),
        places=tuple(within(piece.places)),
        dates=tuple(within(piece.dates)) or piece.dates,
        actors=tuple(within(piece.actors)) or _in(happening.head, piece.actors),
    )


def _in(stretch: Span | None, actors: Sequence[ActorSaid]) -> tuple[ActorSaid, ...]:
    """The actors that a stretch of a sentence names."""
    if stretch is None:
        return ()
    return tuple(actor for actor in actors if stretch[0] <= actor.start < stretch[1])
