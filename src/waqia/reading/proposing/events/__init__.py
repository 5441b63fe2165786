"""What a sentence tells happened, to whom, by whom and who says so, in English and in Urdu.

Offers a quick test of a text, then for a line its happenings, actors and those it cites, whether
it gives figures of many incidents, and whether it goes on about the incident before it.
"""

from waqia.reading.proposing.events.actors import ActorSaid, Role, find_actors
from waqia.reading.proposing.events.citing import citation, find_reporters
from waqia.reading.proposing.events.happening import Happening, find_happenings
from waqia.reading.proposing.events.looking import Said, smells
from waqia.reading.proposing.events.telling import Flow, continues, is_total

__all__ = [
    "ActorSaid",
    "Flow",
    "Happening",
    "Role",
    "Said",
    "citation",
    "continues",
    "find_actors",
    "find_happenings",
    "find_reporters",
    "is_total",
    "smells",
]
