"""What a unit of the gazetteer says of the places within it without naming them."""

from __future__ import annotations

from dataclasses import dataclass

from waqia.codebook.codebook import Codebook
from waqia.codebook.sql import Gazetteer


@dataclass(frozen=True, slots=True)
class Containing:
    """Units that give away more than their name, each as (level, English name of today).

    `alone` are provinces and divisions with a single district, so that who names the unit names
    the district; `regions` adds the reporting region in which every place of the unit lies.
    """

    alone: frozenset[tuple[str, str]]
    regions: frozenset[tuple[str, str, str]]

    @classmethod
    def of(cls, codebook: Codebook) -> Containing:
        """Work it out from the gazetteers of a codebook; empty where it has none."""
        gazetteer = Gazetteer(codebook)
        regions = gazetteer.regions()
        districts: dict[tuple[str, str], set[str]] = {}
        within: dict[tuple[str, str], set[str | None]] = {}
        for place in gazetteer.rows:
            today = gazetteer.today(place)
            for level in ("division", "province"):
                if level in today:
                    unit = (level, gazetteer.rows[today[level]]["name"])
                    districts.setdefault(unit, set()).update(
                        {today["district"]} if "district" in today else ()
                    )
                    within.setdefault(unit, set()).add(regions.get(place))
        return cls(
            frozenset(unit for unit, found in districts.items() if len(found) == 1),
            frozenset(
                (*unit, region)
                for unit, found in within.items()
                if len(found) == 1
                for region in found
                if region is not None
            ),
        )
