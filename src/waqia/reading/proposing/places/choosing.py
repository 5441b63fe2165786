"""Which of the places that an incident's sentences name is where it happened."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from waqia.reading.proposing.places.ground import Ground
from waqia.reading.proposing.places.phrases import PlacePhrase

_EXACT = ("exact", "town", "district", "division", "province", "country", "unknown")


def where(
    phrases: Sequence[PlacePhrase], dateline: PlacePhrase | None, ground: Ground
) -> PlacePhrase | None:
    """The phrase that says where an incident happened; None where none does.

    The first that says so, made more exact by later ones that lie within it ("in Balochistan …
    in Mastung"); then those that may mean it. Several places of one list are the unit that holds
    them. Where nothing else is said but the home country the dateline counts, a step less
    precise, for correspondents write from the town nearby.
    """
    said = [phrase for phrase in phrases if phrase.tells in ("scene", "maybe")]
    scenes = [phrase for phrase in said if phrase.tells == "scene"] or said
    local = [phrase for phrase in scenes if not _is_home(phrase, ground)]
    local = local or [phrase for phrase in said if not _is_home(phrase, ground)]
    if not local and dateline:
        return _as_dateline(dateline)
    if not local:
        return scenes[0] if scenes else None
    chosen = local[0]
    if chosen.tells == "maybe":  # "from Kunar in Afghanistan to Chitral district"
        chosen = next((phrase for phrase in local if phrase.candidates), chosen)
    for phrase in said:
        if _refines(phrase, chosen, ground):
            chosen = phrase
    listed = chosen.together
    if listed and {*listed.candidates} <= {phrase.place_id for phrase in phrases}:
        return listed
    return chosen


def _is_home(phrase: PlacePhrase, ground: Ground) -> bool:
    return phrase.place_id is not None and ground.level[phrase.place_id] == "country"


def _refines(phrase: PlacePhrase, chosen: PlacePhrase, ground: Ground) -> bool:
    """Whether a phrase says the same place as another, and more exactly."""
    if phrase.place_id is None:
        return False
    if chosen.place_id is None:
        return phrase.place_id in chosen.candidates
    if any(ground.holds(wide, phrase.place_id) for wide in ground.around(chosen.place_id)):
        return True
    exact = _EXACT.index(phrase.precision) < _EXACT.index(chosen.precision)
    return exact and phrase.place_id == chosen.place_id


def _as_dateline(dateline: PlacePhrase) -> PlacePhrase:
    town = dateline.precision == "town"
    return replace(dateline, precision="district") if town else dateline
