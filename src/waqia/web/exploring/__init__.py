"""The data behind the explore page: plain functions over a release, without HTTP.

Offers `Question`, which is the address of the page, and what the page shows of it: an overview,
breakdowns, a cross-table, points and regions of maps, the list, and the choices of its filters.
Every number equals that of `waqia.analysis.count` with the same limits and rule.
"""

from waqia.web.exploring.asking import ask
from waqia.web.exploring.box import Box
from waqia.web.exploring.breakdowns import (
    Breakdown,
    Overview,
    Timeline,
    breakdown,
    overview,
)
from waqia.web.exploring.crossing import Cross, cross
from waqia.web.exploring.labels import Choice, choices, has_parts, label_of
from waqia.web.exploring.listing import Listing, every, listing
from waqia.web.exploring.points import Points, points
from waqia.web.exploring.question import Question
from waqia.web.exploring.regions import Regions, Tile, by_region

__all__ = [
    "Box",
    "Breakdown",
    "Choice",
    "Cross",
    "Listing",
    "Overview",
    "Points",
    "Question",
    "Regions",
    "Tile",
    "Timeline",
    "ask",
    "breakdown",
    "by_region",
    "choices",
    "cross",
    "every",
    "has_parts",
    "label_of",
    "listing",
    "overview",
    "points",
]
