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

try:
    import fcntl
except ImportError:  # a system without them
    fcntl = None  # type: ignore[assignment]

_FORMAT = 1


@dataclass
class Journal:
    """A file whose first line says how the batch is read, each further line a file of it whole.

    Opened again for a batch that is read in the same way it goes on after its last whole line.
    What was read in another way is kept, unless it may `overwrite` it. `went_on` is the number of
    files of the batch that it had. It is gone when it is closed `done`.
    """

    path: Path
    settings: Record
    overwrite: bool = False
    went_on: int = 0
    done: bool = False
    _known: dict[str, tuple[list[int], int]] = field(default_factory=dict)
    _places: dict[int, int] = field(default_factory=dict)
    _file: BinaryIO | None = None

    def __enter__(self) -> Self:
        """Open it.

        Raises:
            ExportError: it cannot be written, another run has it open, or it was read otherwise.
        """
        first = line_of({"format": _FORMAT} | self.settings).encode()
        try:
            self._file = self.path.open("a+b")
            self._lock()
            self._file.seek(0)
            if self._file.readline() == first:
                self._take_up()
            else:
                self._begin(first)
        except OSError as error:
            self._close()
            raise ExportError(f"{self.path} cannot be written: {system_reason(error)}.") from error
        except BaseException:
            self._close()
            raise
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        # where there are locks it goes while it is held, lest it be that of the next run
        if self.done and fcntl:
            self.path.unlink(missing_ok=True)
        self._close()
        if self.done and not fcntl:
            self.path.unlink(missing_ok=True)

    def _close(self) -> None:
        if self._file is not None:
            self._file.close()

    def _lock(self) -> None:
        """Keep other runs out until the file is closed, where the system can.

        Raises:
            ExportError: another run has it.
        """
        if fcntl is None:
            return
        try:
            fcntl.flock(self.file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            raise ExportError(
                f"Another run writes the same now ({self.path}); wait until it has ended, or "
                "choose another name."
            ) from error
        except OSError:  # a file system without locks
            return

    @property
    def file(self) -> BinaryIO:
        """The open file."""
        if self._file is None:
            raise ValueError("The journal is not open.")
        return self._file

    def _begin(self, first: bytes) -> None:
        """Begin anew, where that loses nothing or is allowed.

        Raises:
            ExportError: there is what was read in another way.
        """
        if self.file.read(1) and not self.overwrite:
            raise ExportError(
                f"{self.path} has what a run with other settings read before it was stopped. "
                "Give its command again and it goes on, or pass --overwrite to begin anew."
            )
        self.file.truncate(0)
        self.file.write(first)
        self.file.flush()

    def _take_up(self) -> None:
        """Learn which files are there; all from a damaged line on is cut off."""
        while True:
            start = self.file.tell()
            line = self.file.readline()
            known = _known(line)
            if known is None:
                self.file.truncate(start)
                break
            file, of = known
            self._known[file] = (of, start)

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


def _known(line: bytes) -> tuple[str, list[int]] | None:
    """The file of a line, and what tells that it has changed; None of a line that is not whole."""
    if not line.endswith(b"\n"):
        return None
    try:
        said = json.loads(line)
        return (said["file"], said["of"]) if said["documents"] else None
    except (ValueError, LookupError, TypeError):
        return None
