"""Small reports written for the tests, and documents made of them."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import pytest

from waqia.audit import Audit, audit
from waqia.codebook import Codebook
from waqia.reading import Document, read_document

SEEDS = Path(__file__).parents[2].parent / "shared" / "seeds"
Grid = list[list[str]]


@cache
def codebook() -> Codebook:
    return Codebook.load("pakistan")


def document(text: str, name: str = "report.txt") -> Document:
    return read_document(text.encode("utf-8"), name=name)


def audited(*texts: str) -> Audit:
    """The audit of texts, as documents called a.txt, b.txt, …"""
    names = (f"{chr(97 + n)}.txt" for n in range(len(texts)))
    documents = [document(text, name) for text, name in zip(texts, names, strict=True)]
    return audit(documents, codebook())


def codes(done: Audit) -> list[str]:
    return [one.code for one in done.found]


def printed(rows: Grid, caption: str = "Table 1: Attacks in Pakistan in 2023") -> str:
    """A table as text: its caption, then its rows with tabs between the cells."""
    lines = "\n".join("\t".join(row) for row in rows)
    return f"A short report\n\nThe numbers stand in the table.\n\n{caption}\n\n{lines}\n"


def seed(number: str) -> Path:
    """One of the five published texts; they are not part of the project."""
    found = sorted(SEEDS.glob(f"{number}_*.txt"))
    if not found:
        pytest.skip("needs the published texts in ../shared/seeds")
    return found[0]
