"""What the gazetteers of a codebook say of a place: its level, what holds it, its names."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from functools import cached_property
from typing import Literal

from waqia.codebook import Codebook
from waqia.reading.proposing.spelling import words

Precision = Literal["exact", "town", "district", "division", "province", "country", "unknown"]

_PRECISIONS: dict[str, Precision] = {
    "city": "town",
    "district": "district",
    "division": "division",
    "province": "province",
    "country": "country",
}


class Ground:
    """The places of a codebook as phrases of place are settled by; built once for a codebook."""

    def __init__(self, codebook: Codebook) -> None:
        self._tables = codebook.tables
        self.level = {place.id: place.level for place in codebook.places.values()}
        self.home = next((p.name for p in codebook.places.values() if p.level == "country"), None)
        self._parents: dict[str, list[str]] = {}
        for row in sorted(codebook.tables["parents"], key=lambda row: row["valid_to"] or "9"):
            self._parents.setdefault(row["place"], []).insert(0, row["parent"])
        self._successors = {
            row["id"]: [one.strip() for one in row["successors"].split(";") if one.strip()]
            for row in codebook.tables["places"]
        }

    @cached_property
    def _above(self) -> dict[str, frozenset[str]]:
        """Place → every unit that has ever held it, and those that replaced one of them."""
        found: dict[str, frozenset[str]] = {}
        for place in self.level:
            above, waiting = {place}, [place]
            while waiting:
                unit = waiting.pop()
                more = {*self._parents.get(unit, ()), *self._successors.get(unit, ())}
                waiting += more - above
                above |= more
            found[place] = frozenset(above - {place})
        return found

    @cached_property
    def _named(self) -> dict[tuple[str, ...], list[str]]:
        named: dict[tuple[str, ...], list[str]] = {}
        for row in self._tables["names"]:
            if row["place"] in self.level:
                named.setdefault(words(row["name"]), []).append(row["place"])
        return named

    @cached_property
    def _names(self) -> dict[str, list[tuple[str, ...]]]:
        found: dict[str, list[tuple[str, ...]]] = {}
        for name, places in self._named.items():
            for place in places:
                found.setdefault(place, []).append(name)
        return found

    @cached_property
    def _towns(self) -> Counter[str]:
        """Unit → how many towns lie right in it."""
        return Counter(
            parents[0]
            for place, parents in self._parents.items()
            if self.level.get(place) == "city"
        )

    def called(self, name: str) -> list[str]:
        """The places of a name, in any spelling that the gazetteer lists."""
        return self._named.get(words(name), [])

    def holds(self, wide: str, narrow: str) -> bool:
        """Whether a place lies in another one, now or once; no place lies in itself."""
        return wide in self._above.get(narrow, ())

    def within(self, narrow: str, wide: str) -> bool:
        """Whether one says of a place that it lies in another: it does, or the other is no more.

        Narrower than `holds`: Mastung was a part of Kalat once, and is spoken of as one no longer.
        """
        if wide == narrow:
            return False
        if self._successors.get(wide):
            return self.holds(wide, narrow)
        return wide in self._today[narrow]

    def around(self, place: str) -> list[str]:
        """A town with the district of its name, and the division where that district is but it.

        What is said of Karachi is said of its areas, which lie in districts of other names.
        """
        names = self._names.get(place, ())
        wide = {one for name in names for one in self._named[name] if self.holds(one, place)}
        found = [one for one in wide if self.level[one] == "district"]
        if not any(self.level[one] == "district" and self._towns[one] > 1 for one in wide):
            found += [one for one in wide if self.level[one] == "division"]
        return [place, *found]

    def common(self, places: Sequence[str]) -> str | None:
        """The narrowest unit in which several places lie today; None if that is the country."""
        line = [places[0], *self._today[places[0]]]
        return next(
            (
                unit
                for unit in line
                if all(unit == other or unit in self._today[other] for other in places)
                and self.level[unit] != "country"
            ),
            None,
        )

    @cached_property
    def _today(self) -> dict[str, tuple[str, ...]]:
        found: dict[str, tuple[str, ...]] = {}
        for place in self.level:
            line = [place]
            while (parents := self._parents.get(line[-1])) and parents[0] not in line:
                line.append(parents[0])
            found[place] = tuple(line[1:])
        return found

    def narrowest(self, places: Iterable[str]) -> list[str]:
        """The places without those that hold another of them, each once."""
        named = list(dict.fromkeys(places))
        return [one for one in named if not any(self.holds(one, other) for other in named)]

    def choose(self, places: Collection[str], nearby: Iterable[str] = ()) -> str | None:
        """The one place that a name stands for; None where it stays open.

        The town before the district of its name, and this before the division; where several are
        left, the one that is, holds or lies in a place named nearby, the first counting most.
        """
        left = self.narrowest(places)
        for other in nearby:
            if len(left) < 2:
                break
            near = [p for p in left if p == other or self.holds(other, p) or self.holds(p, other)]
            left = near or left
        return left[0] if len(left) == 1 else None

    def precision(self, place: str | None) -> Precision:
        """How exactly a place of the gazetteer says where, by its level."""
        return _PRECISIONS.get(self.level.get(place or "", ""), "unknown")
