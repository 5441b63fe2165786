"""A box of coordinates: what one point of the map stands for."""

from __future__ import annotations

from dataclasses import dataclass

from waqia.model import QuestionError


@dataclass(frozen=True, slots=True)
class Box:
    """From a south-western corner up to a north-eastern one, in degrees (WGS 84).

    The southern and western edge belong to it, the others do not; where two edges are the same
    it is that line or point.
    """

    south: float
    west: float
    north: float
    east: float

    @classmethod
    def read(cls, text: str | None) -> Box | None:
        """The box that `south,west,north,east` says; None where nothing is said.

        Raises:
            QuestionError: these are not four numbers of degrees.
        """
        if not text:
            return None
        try:
            south, west, north, east = map(float, text.split(","))
        except ValueError:
            south = north = 91.0
            west = east = 0.0
        if not (-90 <= south <= north <= 90 and -180 <= west <= east <= 180):
            raise QuestionError(f"{text!r} is no box: expected south,west,north,east in degrees.")
        return cls(south, west, north, east)

    @classmethod
    def around(cls, longitude: float, latitude: float, degrees: float | None) -> Box:
        """The box of a point, or of the cell of so many degrees that it is the middle of."""
        half = (degrees or 0) / 2
        return cls(latitude - half, longitude - half, latitude + half, longitude + half)

    def __str__(self) -> str:
        return ",".join(repr(edge) for edge in (self.south, self.west, self.north, self.east))

    def sql(self) -> str:
        """The condition on the coordinates of the incidents `i`."""
        return " AND ".join(
            f"i.{name} = {low!r}" if low == high else f"i.{name} >= {low!r} AND i.{name} < {high!r}"
            for name, low, high in (
                ("latitude", self.south, self.north),
                ("longitude", self.west, self.east),
            )
        )
