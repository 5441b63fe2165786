"""The journal of a batch: a line a file, so that a batch that was stopped can go on."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from types import TracebackType
from typing import BinaryIO, Self

from waqia.model import ExportError, system_reason
from waqia.reading.batches.lines import Record, line_of
from waqia.reading.batches.working import File

_FORMAT = 1


@dataclass
class Journal:
    """A file whose first line says how the batch is read, each further line a file of it whole.

    Opened again for a batch that is read in the same way it goes on after its last whole line;
    otherwise it begins anew. `went_on` is the number of files of the batch that it had.
    """

    path: Path
    settings: Record
    went_on: int = 0
    _known: dict[str, tuple[list[int], int]] = field(default_factory=dict)
    _places: dict[int, int] = field(default_factory=dict)
    _file: BinaryIO | None = None

    def __enter__(self) -> Self:
        first = line_of({"format": _FORMAT} | self.settings).encode()
        try:
            self._file = self.path.open("a+b")
            self._file.seek(0)
            if self._file.readline() == first:
                self._take_up()
            else:
                self._file.truncate(0)
                self._file.write(first)
                self._file.flush()
        except OSError as error:
            raise ExportError(f"{self.path} cannot be written: {system_reason(error)}.") from error
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.file.close()

    @property
    def file(self) -> BinaryIO:
        """The open file."""
        if self._file is None:
            raise ValueError("The journal is not open.")
        return self._file

    def _take_up(self) -> None:
        """Learn which files are there; what was written in part is cut off."""
        while True:
            start = self.file.tell()
            line = self.file.readline()
            if not line.endswith(b"\n"):
                self.file.truncate(start)
                break
            said = json.loads(line)
            self._known[said["file"]] = (said["of"], start)

    def has(self, file: File) -> bool:
        """Whether a file is there as it is now; it then belongs to this batch, in its place."""
        of, start = self._known.get(file.path, ([], 0))
        if of != [file.size, file.changed]:
            return False
        self._places[file.position] = start
        self.went_on += 1
        return True

    def add(self, position: int, line: str) -> None:
        """Add a file of the batch.

        Raises:
            ExportError: the disk is full, for example.
        """
        try:
            self.file.seek(0, 2)
            self._places[position] = self.file.tell()
            self.file.write(line.encode())
            self.file.flush()
        except OSError as error:
            raise ExportError(
                f"{self.path} cannot be written: {system_reason(error)}. The same command goes on "
                "with what was read."
            ) from error

    def __iter__(self) -> Iterator[tuple[int, Record]]:
        """The files of the batch with their place in the journal, in the order they were given."""
        for position in sorted(self._places):
            yield self._places[position], self.at(self._places[position])

    def at(self, place: int) -> Record:
        """What stands at a place."""
        self.file.seek(place)
        said: Record = json.loads(self.file.readline())
        return said
