"""A desk's vocabulary and rules as data: types, targets, tactics, parties, actors, places, rules.

Offers the codebook, its checker, and its tables in a DuckDB connection.
"""

from waqia.codebook.check import check_codebook, load_sound
from waqia.codebook.codebook import VOCABULARIES, Codebook, CountingRule, Place, Term, normalise
from waqia.codebook.containing import Containing
from waqia.codebook.naming import PlaceNames
from waqia.codebook.sql import load_into, table_from_rows

__all__ = [
    "VOCABULARIES",
    "Codebook",
    "Containing",
    "CountingRule",
    "Place",
    "PlaceNames",
    "Term",
    "check_codebook",
    "load_into",
    "load_sound",
    "normalise",
    "table_from_rows",
]
