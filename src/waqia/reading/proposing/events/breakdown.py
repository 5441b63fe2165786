"""Single incidents within figures: "one attack each in Bannu, Peshawar and Quetta"."""

from __future__ import annotations

import re
from collections.abc import Iterator

from waqia.reading.document import Span
from waqia.reading.proposing.events.looking import Look
from waqia.reading.proposing.line import Line

_ONE = re.compile(
    r"(?<!any )(?<!no )(?<!\w)one (?:(?:more|other|such|major|suicide|terrorist|militant|bomb|"
    r"sectarian|drone) )*(?:(?:attack|incident|blast|bombing|operation|strike|clash|encounter|"
    r"explosion|assault) )?(?:(?:took place|occurred|happened|reported|was reported) )?"
    r"(?P<each>each )?(?:in|at) |(?<!\w)the other (?:one )?in "
)
_ABOUT = re.compile(r"(?: districts?)?(?:\s*\([^()]{0,120}\))?")
_JOINED = re.compile(r"\s*(?:,\s*and|,|and)?\s*")
_FAR = 12
"""Characters between "one in" and the place: an article, the words of an area."""


def singles(line: Line, seen: Look) -> Iterator[Span]:
    """The stretches of a sentence of figures that tell of one incident each, at a place.

    A place that stands alone with the number one, or with others behind "one each", and what is
    said of it in brackets.
    """
    if "one" not in seen.plain:
        return
    places = [term for term in line.terms if term.of("place")]
    for one in _ONE.finditer(seen.plain):
        start, at = one.start(), one.end()
        for place in places:
            if not 0 <= place.start - at <= _FAR:
                continue
            about = _ABOUT.match(seen.plain, place.end)
            end = about.end() if about else place.end
            yield start, end
            joined = _JOINED.match(seen.plain, end)
            if not one["each"] or joined is None:
                break
            start = at = joined.end()
