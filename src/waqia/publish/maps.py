"""The maps: tiles that need no boundaries, boundaries of a GeoJSON file, points."""

from waqia.publish.boundaries import choropleth
from waqia.publish.points import point_map
from waqia.publish.tiles import tile_map

__all__ = ["choropleth", "point_map", "tile_map"]
