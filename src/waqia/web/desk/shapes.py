"""The boundaries that a desk was given: shapes of districts or provinces for its map."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from waqia.codebook import Codebook, normalise
from waqia.model import InputError

_LEVELS = ("district", "province")
_NAMES = ("name", "NAME", "name_en", "shapeName", "ADM2_EN", "ADM1_EN", "NAME_2", "NAME_1")
"""Properties that name a feature in files that are common."""


@dataclass(frozen=True)
class Shapes:
    """Polygons by the names they have in a file, whom they are from, and the file's hash.

    `property` is what names them in the file.
    """

    named: list[tuple[str, dict[str, Any]]]
    path: Path
    property: str
    credit: str
    hash: str

    @classmethod
    def read(cls, path: Path, credit: str = "") -> Shapes:
        """The polygons of a GeoJSON file.

        Raises:
            InputError: it cannot be read, or holds no polygons with names.
        """
        try:
            content = path.read_bytes()
            features = json.loads(content.decode("utf-8-sig"))["features"]
            known = {name for feature in features for name in feature["properties"]}
            property_ = next((name for name in _NAMES if name in known), "name")
            named = [
                (str(feature["properties"][property_]), feature["geometry"])
                for feature in features
                if feature["geometry"]["type"] in ("Polygon", "MultiPolygon")
                and feature["properties"].get(property_)
            ]
        except OSError as error:
            raise InputError(f"{path} could not be read: {error.strerror}.") from error
        except (ValueError, KeyError, TypeError, AttributeError) as error:
            raise InputError(f"{path} is no GeoJSON: expected a FeatureCollection.") from error
        if not named:
            raise InputError(
                f"{path} has no polygons with names: expected a property {', '.join(_NAMES[:2])} …"
            )
        return cls(named, path, property_, credit, hashlib.sha256(content).hexdigest()[:12])

    def level(self, codebook: Codebook) -> str:
        """What the polygons are: the level of the gazetteer that has most of their names."""
        return max(_LEVELS, key=lambda level: len(self._known(codebook, level)))

    def names(self, codebook: Codebook) -> list[str]:
        """What the polygons are called: the names that releases have, else the file's own."""
        known = self._known(codebook, self.level(codebook))
        return [known.get(name, name) for name, _ in self.named]

    def features(self, codebook: Codebook) -> dict[str, Any]:
        """A FeatureCollection whose features have their name as `code`."""
        named = zip(self.names(codebook), self.named, strict=True)
        return {
            "type": "FeatureCollection",
            "features": [
                {"type": "Feature", "properties": {"code": name}, "geometry": geometry}
                for name, (_, geometry) in named
            ],
        }

    def _known(self, codebook: Codebook, level: str) -> dict[str, str]:
        """Name of a polygon → name of the place of that level that is spelled like it."""
        places = {id_: place for id_, place in codebook.places.items() if place.level == level}
        spelled = {
            normalise(row["name"]): places[row["place"]].name
            for row in codebook.tables.get("names", ())
            if row["place"] in places
        }
        spelled |= {normalise(place.name): place.name for place in places.values()}
        return {
            name: spelled[normalise(name)] for name, _ in self.named if normalise(name) in spelled
        }
