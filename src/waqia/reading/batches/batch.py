"""Many documents read by several processes, near-duplicates grouped, none kept in memory."""

from __future__ import annotations

import base64
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Any

import numpy as np

from waqia import __version__
from waqia.model import Finding
from waqia.reading.batches.journal import Journal
from waqia.reading.batches.lines import Record
from waqia.reading.batches.pool import Broken, each
from waqia.reading.batches.working import File, MakeReader, Making, files, unread
from waqia.reading.duplicates import Candidate, Fact, copies
from waqia.reading.limits import Limits
from waqia.reading.read import document_files

_MEMORY = 1_000_000_000


@dataclass(frozen=True, slots=True)
class Found:
    """A document of a batch: its source and what was found in it, as records of the model.

    `path` is the file; `inside` the id of the e-mail that it is attached to, if it is. `copy_of` is
    the id of the document that it is a copy of: what it says counts once, there. A document that
    could not be read has an empty text.
    """

    path: Path
    name: str
    source: Record
    text: str
    proposals: list[Record]
    mentions: list[Record]
    findings: list[Finding]
    inside: str | None = None
    copy_of: str | None = None


@dataclass
class Batch:
    """Documents that were read; going through it gives each as `Found`, in the order given.

    `documents` is the number of those with a text, `went_on` that of the files that an earlier
    run had read, `copies` leads from positions of documents to the ids of what they are copies of.
    """

    journal: Journal
    documents: int = 0
    went_on: int = 0
    copies: dict[int, str] = field(default_factory=dict)

    def __iter__(self) -> Iterator[Found]:
        number = 0
        for _, said in self.journal:
            for one in said["documents"]:
                yield _found(said["file"], one, self.copies.get(number))
                number += 1


@contextmanager
def read_batch(
    paths: Iterable[str | Path],
    reader: MakeReader,
    *,
    name: str,
    journal: Path,
    published: date | None = None,
    jobs: int = 1,
    limits: Limits | None = None,
    seconds: float = 600.0,
    skip: Callable[[Path], bool] = lambda _: False,
    group: bool = True,
    overwrite: bool = False,
    progress: Callable[[str], Any] = lambda _: None,
) -> Iterator[Batch]:
    """Read documents, in as many processes as `jobs`, and group copies of one report.

    Args:
        paths: files, and folders for all that is in them.
        reader: makes the engine, once in each process; it is pickled.
        name: what tells this engine, with its codebook and settings, from others.
        journal: a file for what has been read, so that a batch that was stopped goes on when it is
            asked for again. It is gone when all that is done with the batch has been done.
        published: the day of publication, in place of what documents state.
        jobs: the number of processes.
        limits: how much is read of a document, in how much time and memory.
        seconds: that reading a file and finding proposals in it may take together.
        skip: says of a file that it need not be read.
        group: whether copies are looked for.
        overwrite: begin anew where the journal has what was read in another way.
        progress: is told how far reading is.

    Raises:
        ExportError: the journal cannot be written, another run writes it now, or it has what was
            read in another way.
        WaqiaError: the engine cannot be made, or cannot go on.
    """
    limits = limits or Limits()
    settings: Record = {
        "waqia": __version__, "reader": name,
        "published": published.isoformat() if published else None,
    }  # fmt: skip
    with Journal(journal, settings, overwrite) as book:
        wanted = (path for path in document_files(paths) if not skip(path))
        left = (file for file in files(wanted) if not book.has(file))
        make = Making(reader, published, limits)
        for done, (file, answer) in enumerate(
            each(left, make, jobs=jobs, seconds=seconds, memory=_MEMORY), start=1
        ):
            line = _broken(file, answer) if isinstance(answer, Broken) else answer
            book.add(file.position, line)
            progress(f"{book.went_on + done:,} files")
        if group:
            progress("looking for copies")
        yield _grouped(book, group=group)
        book.done = True


def _broken(file: File, answer: Broken) -> str:
    message = f"{file.path} was given up: {answer.why}."
    return unread(file, Finding("document-stopped", message, file.path, found=answer.why))


def _grouped(book: Journal, *, group: bool) -> Batch:
    """The batch with its copies, for which only signatures and what was proposed are held."""
    candidates: list[Candidate] = []
    places: list[tuple[int, int, int]] = []
    ids: list[str] = []
    first: dict[str, int] = {}
    batch = Batch(book, went_on=book.went_on)
    for place, said in book:
        for number, one in enumerate(said["documents"]):
            id_, position = one["source"]["id"], len(ids)
            ids.append(id_)
            if not one["text"]:
                continue
            batch.documents += 1
            if not group:
                continue
            if first.setdefault(id_, position) != position:
                batch.copies[position] = id_
                continue
            places.append((place, number, position))
            candidates.append(_candidate(one))

    @lru_cache(maxsize=2)
    def text_of(n: int) -> str:
        place, number, _ = places[n]
        return str(book.at(place)["documents"][number]["text"])

    for copy, original in copies(candidates, text_of):
        batch.copies[places[copy][2]] = ids[places[original][2]]
    for position, id_ in list(batch.copies.items()):
        # the same bytes again: what they are a copy of is that of the first
        batch.copies[position] = batch.copies.get(first[id_], id_)
    return batch


def _candidate(said: Record) -> Candidate:
    day = said["source"]["date"]
    facts = (
        Fact(
            place=one.get("district"),
            day=date.fromisoformat(one["date_start"]) if "date_start" in one else None,
            killed=one.get("killed"),
            injured=one.get("injured"),
        )
        for one in said["proposals"]
    )
    return Candidate(
        np.frombuffer(base64.b85decode(said["signature"]), np.uint32),
        date.fromisoformat(day) if day else None,
        len(said["text"]),
        tuple(facts),
    )


def _found(file: str, said: Record, copy_of: str | None) -> Found:
    source = {key: value for key, value in said["source"].items() if value is not None}
    return Found(
        Path(file), said["name"], source, said["text"], said.get("proposals", []),
        said.get("mentions", []), [Finding(**one) for one in said["findings"]],
        said.get("inside"), copy_of,
    )  # fmt: skip
