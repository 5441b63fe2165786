"""Documents as a batch gives them, read by the small engine of the tests of reading."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from tests.reading.readers import Sentences
from waqia.reading import Found, read_document
from waqia.reading.batches.lines import record_of

TEXT = "5 people were killed in Mastung on 2024-02-07. 2 people were killed in Quetta.\n"
ENGINE = Sentences.name


def read(
    folder: Path, text: str = TEXT, name: str = "a.txt", *,
    engine: str = ENGINE, copy_of: str | None = None,
) -> Found:  # fmt: skip
    """A document of this text, published on 8 February 2024."""
    path = folder / name
    path.write_text(text, encoding="utf-8")
    document = read_document(path)
    reading = Sentences().propose(document, date(2024, 2, 8))
    source = {"id": document.id, "title": name, "date": "2024-02-08", "language": "en",
              "media_type": "text/plain", "sha256": document.sha256}  # fmt: skip
    proposals = [record_of(one) | {"made_by": engine} for one in reading.proposals]
    return Found(path, name, source, document.text, proposals, [], [], None, copy_of)
