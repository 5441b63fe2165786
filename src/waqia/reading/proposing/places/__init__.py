"""Places: the phrases of a sentence that name them, and which of them is where it happened.

Offers the phrases of a line, the choice among those of an incident, and the ground they stand on.
"""

from waqia.reading.proposing.places.choosing import where
from waqia.reading.proposing.places.ground import Ground
from waqia.reading.proposing.places.phrases import PlacePhrase, place_phrases

__all__ = ["Ground", "PlacePhrase", "place_phrases", "where"]
