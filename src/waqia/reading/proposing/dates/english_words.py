"""What the words of English date phrases mean."""

from __future__ import annotations

import calendar

from waqia.reading.proposing.dates.days import Unit
from waqia.reading.proposing.dates.grammar import any_of
from waqia.reading.proposing.dates.resolving import Words

MONTHS = {
    **{name.lower(): number for number, name in enumerate(calendar.month_name) if name},
    **{name.lower(): number for number, name in enumerate(calendar.month_abbr) if name},
    "sept": 9,
}
WEEKDAYS = {name.lower(): number for number, name in enumerate(calendar.day_name)}
SHORT_DAYS = {
    "mon": 0, "tue": 1, "tues": 1, "wed": 2, "thu": 3, "thur": 3, "thurs": 3, "fri": 4, "sat": 5,
    "sun": 6,
}  # fmt: skip
_UNITS: dict[str, Unit] = {
    "hour": "hour", "hours": "hour", "day": "day", "days": "day", "night": "day", "nights": "day",
    "morning": "day", "afternoon": "day", "evening": "day", "week": "week", "weeks": "week",
    "month": "month", "months": "month", "year": "year", "years": "year",
}  # fmt: skip
_WHICH = {
    "last": "last", "past": "last", "this": "this", "current": "this", "next": "next",
    "coming": "next", "same": "same", "that": "same", "that same": "same",
    "following": "following", "subsequent": "following", "next day": "following",
    "the next": "following", "previous": "previous", "preceding": "previous",
}  # fmt: skip
PARTS = {
    "early": "early", "beginning": "early", "start": "early", "mid": "mid", "middle": "mid",
    "late": "late", "end": "late", "first week": "week 1", "second week": "week 2",
    "third week": "week 3", "fourth week": "week 4", "last week": "week 4",
}  # fmt: skip
_NUMBERS = {
    "": (1, 1), "a": (1, 1), "an": (1, 1), "a single": (1, 1), "just a": (1, 1),
    "a couple of": (2, 2), "couple of": (2, 2), "a few": (2, 6), "few": (2, 6), "several": (3, 9),
    "some": (2, 9),
}  # fmt: skip
_DIRECTIONS = {
    "ago": "ago", "back": "ago", "earlier": "earlier", "prior": "earlier",
    "previously": "earlier", "later": "later", "afterwards": "later", "afterward": "later",
    "on": "later", "before": "before", "prior to": "before", "ahead of": "before",
    "after": "after", "following": "after",
}  # fmt: skip
_ELECTIONS = ("election", "elections", "polls", "polling day", "election day", "voting day")
ELECTION = any_of(_ELECTIONS)
OFFSETS = {
    "today": (0, 0), "tonight": (0, 0), "tomorrow": (1, 1), "yesterday": (-1, -1),
    "last night": (-1, -1), "last evening": (-1, -1), "overnight": (-1, 0),
    "day before yesterday": (-2, -2),
}  # fmt: skip
STRETCHES = {
    "first quarter": (1, 3), "second quarter": (4, 3), "third quarter": (7, 3),
    "fourth quarter": (10, 3), "last quarter": (10, 3), "q1": (1, 3), "q2": (4, 3), "q3": (7, 3),
    "first two months": (1, 2), "first three months": (1, 3), "first four months": (1, 4),
    "first five months": (1, 5), "first six months": (1, 6), "first nine months": (1, 9),
    "q4": (10, 3), "first half": (1, 6), "second half": (7, 6), "spring": (3, 3),
    "summer": (6, 3), "autumn": (9, 3), "fall": (9, 3), "winter": (12, 3),
}  # fmt: skip
FEASTS = {
    "ashura": ("muharram", 10), "ashoura": ("muharram", 10), "eid milad": ("rabi al-awwal", 12),
    "eid-i-milad": ("rabi al-awwal", 12), "eid-e-milad": ("rabi al-awwal", 12),
    "mawlid": ("rabi al-awwal", 12), "eid ul fitr": ("shawwal", 1), "eid-ul-fitr": ("shawwal", 1),
    "eid al-fitr": ("shawwal", 1), "eidul fitr": ("shawwal", 1),
    "eid ul azha": ("zilhajj", 10), "eid-ul-azha": ("zilhajj", 10), "eid al-adha": ("zilhajj", 10),
    "eidul azha": ("zilhajj", 10), "eid-ul-adha": ("zilhajj", 10),
}  # fmt: skip

WORDS = Words(
    months=MONTHS,
    weekdays=WEEKDAYS | SHORT_DAYS,
    units=_UNITS,
    which=_WHICH,
    parts=PARTS,
    numbers=_NUMBERS,
    directions=_DIRECTIONS,
    names=dict.fromkeys(_ELECTIONS, "election"),
    offsets=OFFSETS,
    either=frozenset(),
    stretches=STRETCHES,
    feasts=FEASTS,
)  # fmt: skip
