"""What the phrases of a language say of places, as compiled patterns."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class PlaceGrammar:
    """The patterns of a language; those of what stands before a place end with it.

    `unit_before` and `unit_behind` name in their group `unit` what kind of place it is; `levels`
    are the levels of the gazetteer that a unit's word stands for. `inner` joins a place to a wider
    one that follows, `outer` to a narrower one, `listed` to one beside it, of which the
    last has `last_of_list`. `locality_before`,
    `locality_behind` (group `name`) and `building` are what a gazetteer lacks and the phrase holds.

    The others tell whether a place is the scene: `at` and `not_at` by the words before it,
    `at_behind`, `incident` (which it names: the Quetta police college attack), `attribute` (it
    belongs to another thing), `happening` and `longer_name` by those
    behind it. A place before `road` only names that road, which is one of the gazetteer where it
    ends with it (`on_road`). `dateline` is what follows the place at the head of an article;
    `here` says that it is the scene, perhaps with a name in it (group `name`), `there` that it
    may be; `near` that it lies beside.
    """

    levels: Mapping[str, tuple[str, ...]]
    unit_before: re.Pattern[str]
    unit_behind: re.Pattern[str]
    inner: re.Pattern[str]
    outer: re.Pattern[str]
    listed: re.Pattern[str]
    last_of_list: re.Pattern[str]
    locality_before: re.Pattern[str]
    locality_behind: re.Pattern[str]
    building: re.Pattern[str]
    at: re.Pattern[str]
    near: re.Pattern[str]
    at_behind: re.Pattern[str]
    incident: re.Pattern[str]
    attribute: re.Pattern[str]
    not_at: re.Pattern[str]
    happening: re.Pattern[str]
    longer_name: re.Pattern[str]
    road: re.Pattern[str]
    on_road: re.Pattern[str]
    dateline: re.Pattern[str]
    here: re.Pattern[str]
    there: re.Pattern[str]
