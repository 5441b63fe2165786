"""Offices and organisations that a quote cites; names of persons beside them are left out."""

from __future__ import annotations

from waqia.reading.document import Span
from waqia.reading.proposing.events import find_reporters
from waqia.reading.proposing.events.citing import citers
from waqia.reading.proposing.events.phrases import plain
from waqia.reading.proposing.line import Line


def cited(line: Line, start: int, end: int) -> Span | None:
    """The words of a line, from `start` to `end` of it, that name whom it cites, or None.

    What our grammar finds cited comes first, then the name of an office or of an organisation.
    """
    reporters = [one for one in find_reporters(line) if one[0] < end and start < one[1]]
    if reporters:
        return reporters[0]
    if match := citers(line.language).search(plain(line.text), start, end):
        return match.span()
    inside = (one for one in line.terms if start <= one.start and one.end <= end)
    return next(((one.start, one.end) for one in inside if one.of("actor")), None)
