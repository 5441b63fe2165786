"""What the gazetteer says of one of its places: the units it lies in, on a day and today."""

from __future__ import annotations

from datetime import date
from functools import cached_property
from typing import Any

from waqia.codebook.codebook import Codebook
from waqia.codebook.sql import Gazetteer

_PRECISIONS = {"city": "town"}
"""Level → precision of a place known to that level, where the two are not called the same."""


class PlaceNames:
    """The fields of accounts that follow from a place of the gazetteer and a day."""

    def __init__(self, codebook: Codebook) -> None:
        self._gazetteer = Gazetteer(codebook)
        self._places = codebook.places
        self._known: dict[tuple[str, date | None], dict[str, Any]] = {}

    @cached_property
    def _regions(self) -> dict[str, str]:
        return self._gazetteer.regions()

    def on(self, place: str, day: date | None) -> dict[str, Any]:
        """Country, units of today and of the day, region, coordinates and precision of a place.

        Fields that do not apply are left out; without a day the units of the day are today's.

        Raises:
            KeyError: the gazetteer has no such place.
        """
        if (place, day) not in self._known:
            self._known[place, day] = self._fields(place, day)
        return dict(self._known[place, day])

    def _fields(self, place: str, day: date | None) -> dict[str, Any]:
        gazetteer = self._gazetteer
        unit = self._places[place]
        now = {level: gazetteer.rows[id_]["name"] for level, id_ in gazetteer.today(place).items()}
        then = gazetteer.then(place, day or date.max)
        precision = _PRECISIONS.get(unit.level, unit.level)
        fields: dict[str, Any] = {
            "place_id": place,
            "country": now.get("country"),
            "place_precision": precision,
        }
        if unit.level == "country":
            return fields
        fields |= {level: now.get(level) for level in ("province", "division", "district")}
        fields |= {f"{level}_then": then.get(level) for level in ("province", "district")}
        fields |= {
            "region": self._regions.get(place),
            "latitude": unit.latitude,
            "longitude": unit.longitude,
        }
        return {name: value for name, value in fields.items() if value is not None}
