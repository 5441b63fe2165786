"""A desk's vocabulary and rules as data: types, targets, tactics, parties, actors, places, rules.

Offers the codebook, its checker, and its tables in a DuckDB connection.
"""

from waqia.codebook.codebook import VOCABULARIES, Codebook, CountingRule, Place, Term, normalise

__all__ = ["VOCABULARIES", "Codebook", "CountingRule", "Place", "Term", "normalise"]
