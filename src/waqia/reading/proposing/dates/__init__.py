"""Dates of a sentence: its phrases, resolved against what the document and the story tell.

Offers the context, the phrases of a sentence, and the choice among them.
"""

from waqia.reading.proposing.dates.choosing import by_dateline, when
from waqia.reading.proposing.dates.context import DateContext, DatedEvent, dated_events
from waqia.reading.proposing.dates.days import Days
from waqia.reading.proposing.dates.finding import DatePhrase, find_dates
from waqia.reading.proposing.dates.printing import as_printed

__all__ = [
    "DateContext",
    "DatePhrase",
    "DatedEvent",
    "Days",
    "as_printed",
    "by_dateline",
    "dated_events",
    "find_dates",
    "when",
]
