"""Places that a model quotes, matched to the gazetteer by us."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from waqia.reading.document import Span
from waqia.reading.llm.said import Said, within
from waqia.reading.llm.windows import Unit
from waqia.reading.proposing.places import PlacePhrase, place_phrases

_NAME = re.compile(r"[A-Z]|[\u0620-\u06d3]")


@dataclass(frozen=True, slots=True)
class Placed:
    """The words of a place, where they stand in the text, and what our grammar makes of them.

    Without a `phrase` it is a name that neither the gazetteer nor the list of countries has.
    """

    words: str
    span: Span
    phrase: PlacePhrase | None = None


def placed(said: Said, units: Sequence[Unit], quote: Span) -> Placed | None:
    """The narrowest place that a quote names; None where it holds no name at all.

    A name of which the quote holds a part, as Bara of "Bara, Khyber district", is taken whole.
    """
    ground = said.grammar.ground
    found: list[tuple[PlacePhrase, int]] = []
    for unit, start, end in within(units, quote):
        phrases = place_phrases(said.line(unit), ground)
        found += [(one, unit.start) for one in phrases if one.start < end and start < one.end]
    narrow = ground.narrowest(one.place_id for one, _ in found if one.place_id)
    chosen = next((pair for pair in found if pair[0].place_id in narrow), None)
    if chosen := chosen or next(iter(found), None):
        phrase, start = chosen
        words = " ".join(phrase.words.split())
        return Placed(words, (start + phrase.start, start + phrase.end), phrase)
    words = " ".join(said.document.text[slice(*quote)].split())
    return Placed(words, quote) if _NAME.search(words) else None
