"""Small pieces of SQL text: quoted names, literals and sentences."""

from __future__ import annotations

import re
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


def sentence(template: str) -> str:
    """The text of a template, as an expression: `%(name)s` in it is what the column name holds."""
    pieces = enumerate(re.split(r"%\((\w+)\)s", template))
    return " || ".join(name(said) if n % 2 else quote(said) for n, said in pieces if said)
