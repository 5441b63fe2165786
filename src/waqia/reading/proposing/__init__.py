"""Proposals: the sentences of a document that tell of incidents, worked into anchored accounts."""

from waqia.reading.proposing.grammar import GrammarReader

__all__ = ["GrammarReader"]
