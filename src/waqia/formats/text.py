"""Small pieces of SQL text: quoted names and literals."""

from __future__ import annotations

from collections.abc import Iterable


def name(identifier: str) -> str:
    """An identifier, quoted."""
    return '"' + identifier.replace('"', '""') + '"'


def quote(text: str) -> str:
    """A string literal, quoted."""
    return "'" + text.replace("'", "''") + "'"


def quotes(texts: Iterable[str]) -> str:
    """Literals with commas between them."""
    return ", ".join(map(quote, texts))
