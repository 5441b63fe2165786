"""Proposals: the sentences of a document that tell of incidents, worked into anchored accounts."""
