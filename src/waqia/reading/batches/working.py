"""What a process of a batch does with a file: read it, and propose what its documents tell."""

from __future__ import annotations

import base64
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from waqia.model import Finding, InputError
from waqia.reading.batches.lines import Record, line_of, record_of
from waqia.reading.document import Document
from waqia.reading.duplicates import signature
from waqia.reading.limits import Limits
from waqia.reading.read import read_document
from waqia.reading.reader import Reader

MakeReader = Callable[[], Reader]


@dataclass(frozen=True, slots=True)
class File:
    """A file of a batch: its place in the order, its path, and what tells that it has changed."""

    position: int
    path: str
    size: int
    changed: int


@dataclass(frozen=True, slots=True)
class Making:
    """Makes, in the process, the task that gives a file as a line of the journal."""

    reader: MakeReader
    published: date | None
    limits: Limits

    def __call__(self) -> Callable[[File], str]:
        """The task, its engine loaded."""
        reader = self.reader()

        def task(file: File) -> str:
            try:
                read = read_document(file.path, limits=self.limits)
            except InputError as error:
                return unread(file, Finding("document-absent", str(error), file.path))
            documents = [_read(one, reader, self.published, read) for one in read.all_documents()]
            return line_of(head(file) | {"documents": documents})

        return task


def head(file: File) -> Record:
    """What the journal says of a file besides its documents."""
    return {"file": file.path, "position": file.position, "of": [file.size, file.changed]}


def unread(file: File, finding: Finding) -> str:
    """The line of a file that could not be read."""
    said = {"source": {"id": "", "title": file.path}, "name": file.path, "text": ""}
    return line_of(head(file) | {"documents": [said | {"findings": [record_of(finding)]}]})


def _read(document: Document, reader: Reader, day: date | None, outer: Document) -> Record:
    published = day or document.published or outer.published
    said: Record = {
        "source": {
            "id": document.id,
            "title": document.title or Path(document.name).name or document.id,
            "date": published.isoformat() if published else None,
            "language": document.language,
            "media_type": document.media_type,
            "sha256": document.sha256,
        },
        "name": document.name,
        "text": document.text,
        "inside": outer.id if document is not outer else None,
    }
    findings = [*document.findings]
    if document.text:
        reading = reader.propose(document, published)
        proposals = [replace(one, made_by=one.made_by or reader.name) for one in reading.proposals]
        findings += reading.findings
        stated = document.published or outer.published
        if published is None and any(one.date_start is None for one in proposals):
            findings.append(_undated(document.name))
        elif day and stated and stated != day:
            findings.append(_dated_otherwise(document.name, stated, day))
        said |= {
            "signature": base64.b85encode(signature(document.text).tobytes()).decode(),
            "proposals": [
                {"id": one.id, "source": one.source} | record_of(one) for one in proposals
            ],
            "mentions": [record_of(one) for one in reading.mentions],
        }
    return said | {"findings": [record_of(one) for one in findings]}


def _undated(name: str) -> Finding:
    return Finding(
        "document-undated",
        f"{name} does not state when it was published, so that days such as “on Wednesday” stay "
        "unknown.",
        name,
        action="Pass --published DATE.",
    )


def _dated_otherwise(name: str, stated: date, day: date) -> Finding:
    return Finding(
        "document-dated-otherwise",
        f"{name} says that it was published on {stated}; {day} was taken, as --published has it.",
        name,
        found=str(stated),
        expected=str(day),
        action="Read it without --published, if what it says is right.",
    )


def files(paths: Iterator[Path]) -> Iterator[File]:
    """The files of a batch; one that is not there has size -1."""
    for position, path in enumerate(paths):
        try:
            found = path.stat()
            yield File(position, str(path), found.st_size, found.st_mtime_ns)
        except OSError:
            yield File(position, str(path), -1, 0)
