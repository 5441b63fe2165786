"""Numbers of persons that a model gives, held against the numbers its quotes hold."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from waqia.model import Count, parse_count
from waqia.reading.document import Span
from waqia.reading.llm.said import Said, within
from waqia.reading.llm.windows import Unit


@dataclass(frozen=True, slots=True)
class Counted:
    """A count as the text says it, and the place of its words in the text."""

    count: Count
    place: Span


def whole(number: Any) -> int | None:
    """The whole number that a model means: 19, 19.0, "19" or "nineteen"; None for anything else."""
    if isinstance(number, str):
        count = parse_count(number[:60], {})
        return count.best if count and count.min == count.best == count.max else None
    if isinstance(number, bool) or not isinstance(number, int | float):
        return None
    return int(number) if 0 <= number < 10**8 and number == int(number) else None


def counted(
    said: Said, units: Sequence[Unit], quote: Span, outcome: str, number: int
) -> Counted | None:
    """The count in a quote that a number stands for, with the bounds of its sentence.

    "at least 19" counts 19 or more, whatever the model makes of it. Casualties that our grammar
    reads in the sentence come first ("the police chief was killed" counts one); a number that it
    reads as casualties of other kinds, or of things, is not taken, any other number in the quote
    is. None where the quote holds no such number.
    """
    for unit, start, end in within(units, quote):
        known = said.tolls(unit)
        for toll in known:
            touched = toll.start < end and start < toll.end
            if touched and toll.outcome == outcome and number in (toll.best, toll.min, toll.max):
                count = Count(toll.min, toll.best, toll.max, toll.imputed)
                return Counted(count, (unit.start + toll.start, unit.start + toll.end))
        for count, span, digits in _numbers(said, unit):
            quoted = start <= digits[0] and digits[1] <= end
            taken = any(one.start <= digits[0] and digits[1] <= one.end for one in known)
            if quoted and not taken and number in (count.best, count.min, count.max):
                wide = min(quote[0], unit.start + span[0]), max(quote[1], unit.start + span[1])
                return Counted(count, wide)
    return None


def _numbers(said: Said, unit: Unit) -> Iterator[tuple[Count, Span, Span]]:
    """The counts of a sentence, but of things, and the places of their words and digits."""
    line = said.line(unit)
    for one in line.numbers:
        if one.kind == "count" and not said.grammar.tolls.counts_things(line, one.end):
            low, best, high = (None if v is None else int(v) for v in (one.min, one.best, one.max))
            yield Count(low, best, high, one.imputed), (one.start, one.end), one.digits
