"""Numbers on places: which unit of the gazetteer a number belongs to, and how it is shaded."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from waqia.codebook import normalise
from waqia.model import OUTCOMES, QuestionError
from waqia.publish.canvas import NONE, NOT_KNOWN, Swatch
from waqia.publish.numbers import summed, whole
from waqia.publish.picture import SHADES
from waqia.publish.scales import class_label, classes
from waqia.publish.series import noun

if TYPE_CHECKING:
    from waqia.analysis import Count
    from waqia.codebook import Codebook

LEVELS = ("district", "province")
_CHOSEN_SHADES = {1: (2,), 2: (1, 3), 3: (0, 2, 4), 4: (0, 1, 3, 4), 5: (0, 1, 2, 3, 4)}


@dataclass(frozen=True, slots=True)
class Number:
    """A number of a place with its bounds; `value` None is a number that is not known."""

    value: float | None
    low: float | None = None
    high: float | None = None

    @property
    def text(self) -> str:
        """The number with its range."""
        return "not known" if self.value is None else summed(self.low, self.value, self.high)

    def of(self, measure: str) -> str:
        """The number with its range and the noun it counts."""
        return f"{self.text} {noun(measure, self.value)}"

    def __add__(self, other: Number) -> Number:
        return Number(*map(_plus, _parts(self), _parts(other)))


ZERO = Number(0, 0, 0)


@dataclass(frozen=True, slots=True)
class Placed:
    """The numbers of a count by place name; `nowhere` is the number without a place."""

    measure: str
    level: str
    numbers: Mapping[str, Number]
    nowhere: Number

    def note(self, missing: Iterable[str]) -> str:
        """What is not on the map, in sentences: no place known, or a place the map has not."""
        notes = []
        if self.nowhere.value != 0:
            notes.append(
                f"Not placed in a {self.level}: {self.nowhere.of(self.measure)}."
                if self.nowhere.value is not None
                else f"Some {self.measure} are not placed in a {self.level}."
            )
        ranked = sorted(missing, key=lambda name: -(self.numbers[name].value or 0))
        if listed := [f"{name}: {self.numbers[name].text}" for name in ranked]:
            more = f"; and {len(listed) - 12} more places" if len(listed) > 12 else ""
            words = "; ".join(listed[:12])
            notes.append(f"Counted, but without a place on this map: {words}{more}.")
        return " ".join(notes)

    def most(self, names: Iterable[str]) -> list[tuple[str, Number]]:
        """Places with their numbers from the highest down, those without any left out."""
        found = [(name, self.numbers[name]) for name in names if name in self.numbers]
        found = [(name, number) for name, number in found if number.value]
        return sorted(found, key=lambda pair: (-(pair[1].value or 0), pair[0]))


def place_numbers(count: Count, level: str, measure: str | None) -> Placed:
    """The numbers of a count by the places of one level.

    Raises:
        QuestionError: the count is not by that level alone, or has no such measure.
    """
    if level not in LEVELS:
        raise QuestionError(f"A map shows {' or '.join(LEVELS)}, not {level!r}.")
    if tuple(count.fields) not in ((level,), (f"{level}_then",)):
        raise QuestionError(
            f"A map by {level} needs a count by {level} alone, this one is by "
            f"{', '.join(count.fields) or 'none'}."
        )
    measure = measure or count.measures[0]
    if measure not in count.measures:
        raise QuestionError(
            f"The count has no measure {measure!r}; it has {', '.join(map(repr, count.measures))}."
        )
    numbers = {row[count.fields[0]]: _number(row, measure) for row in count.rows()}
    nowhere = numbers.pop(None, ZERO)
    return Placed(measure, level, numbers, nowhere)


def province_of(codebook: Codebook) -> dict[str, str]:
    """Id of a place → id of the province it lies in today."""
    parents = {
        row["place"]: row["parent"] for row in codebook.tables["parents"] if not row["valid_to"]
    }
    provinces = {place.id for place in codebook.places.values() if place.level == "province"}
    found = {}
    for place in codebook.places:
        above: str | None = place
        while above is not None and above not in provinces:
            above = parents.get(above)
        if above is not None:
            found[place] = above
    return found


def spellings_of_level(codebook: Codebook, level: str) -> dict[str, str]:
    """Comparable spelling → id of the place of that level; units of today go before former ones."""
    former = {row["id"] for row in codebook.tables["places"] if row["valid_to"]}
    places = [place for place in codebook.places.values() if place.level == level]
    places.sort(key=lambda place: place.id not in former)
    known = {place.id for place in places}
    found: dict[str, str] = {}
    named = sorted(codebook.tables["names"], key=lambda row: row["place"] not in former)
    for row in named:
        if row["place"] in known:
            found[normalise(row["name"])] = row["place"]
    return found | {normalise(place.name): place.id for place in places}


class Shading:
    """Classes of numbers and their shades; none and not known are drawn apart from every class."""

    def __init__(self, numbers: Iterable[Number]) -> None:
        values = [number.value for number in numbers]
        self._bounds = classes(value for value in values if value)
        shades = [SHADES[i] for i in _CHOSEN_SHADES.get(len(self._bounds), ())]
        self._swatches = [
            Swatch(class_label(bounds), shade, "#FFFFFF", (1, 0), _ink(shade))
            for bounds, shade in zip(self._bounds, shades, strict=True)
        ]
        self.legend = [*self._swatches, NONE]
        if None in values:
            self.legend.append(NOT_KNOWN)

    def swatch(self, number: Number) -> Swatch:
        """The swatch for a number."""
        value = number.value
        if value is None:
            return NOT_KNOWN
        for (_, high), swatch in zip(self._bounds, self._swatches, strict=True):
            if 0 < value < high + 1:
                return swatch
        return NONE


def in_words(placed: Placed, names: Iterable[str], most: int = 6) -> str:
    """The highest numbers with their places: `Quetta 38, Kech 21, and 30 more places`."""
    found = placed.most(names)
    said = ", ".join(f"{name} {number.text}" for name, number in found[:most])
    more = f", and {whole(len(found) - most)} more" if len(found) > most else ""
    return f"{said}{more}" if said else "none in any place"


def _number(row: Mapping[str, Any], measure: str) -> Number:
    if measure not in OUTCOMES:
        return Number(row[measure])
    return Number(row[measure], row.get(f"{measure}_min"), row.get(f"{measure}_max"))


def _parts(number: Number) -> tuple[float | None, float | None, float | None]:
    return number.value, number.low, number.high


def _plus(one: float | None, other: float | None) -> float | None:
    return other if one is None else one if other is None else one + other


def _ink(shade: str) -> str:
    return "#FFFFFF" if SHADES.index(shade) >= 3 else "#222222"
