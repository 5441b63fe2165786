"""Documents of the reading tests."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.conftest import shared
from waqia.reading import Document, read_document

SEEDS = (
    "000_4f111cb17aaffda8.txt",
    "001_6f94637c0553d020.txt",
    "002_afa727803cc954b6.txt",
    "003_8a5c6dedf426f457.txt",
    "004_53c5a1bd3e97d78a.txt",
)

_SIGNS = {ord(sign): None for sign in "-*_=`|:"}
"""Signs of which rules and empty marks are made."""


@pytest.fixture(scope="session")
def seed() -> Callable[[int], Document]:
    """A published document of the optional test data, by its number."""
    read: dict[int, Document] = {}

    def open_seed(number: int) -> Document:
        if number not in read:
            read[number] = read_document(shared(f"seeds/{SEEDS[number]}"))
        return read[number]

    return open_seed


def sound(document: Document) -> None:
    """Assert what holds of every document: offsets are in order, and cells are what they span."""
    text = document.text
    ends = 0
    for block in document.blocks:
        assert ends <= block.start < block.end <= len(text)
        between = text[ends : block.start]
        assert not between.translate(_SIGNS).strip()
        ends = block.end
    for one, other in zip(document.pages, document.pages[1:], strict=False):
        assert one.end == other.start
        assert one.number < other.number
    for table in document.tables:
        assert table.caption is None or text[slice(*table.caption)].strip()
        for cell in table.cells:
            assert cell.text == " ".join(text[a:b] for a, b in cell.spans)
            assert 0 <= cell.row < table.rows
            assert 0 <= cell.column < table.columns
    for note in document.footnotes:
        assert 0 <= note.start <= note.end <= len(text)
        for citation in note.citations:
            assert note.marker.isdigit() is False or text[citation.start : citation.end].strip()


def write(folder: Path, name: str, text: str) -> Path:
    """A text file in UTF-8, line ends as they are."""
    path = folder / name
    path.write_bytes(text.encode("utf-8", "surrogatepass"))
    return path
