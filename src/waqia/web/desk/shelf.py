"""The releases that a desk shows: one that it was given, or those of a register and its present."""

from __future__ import annotations

import os
import threading
from collections import OrderedDict
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from waqia.model import QuestionError, ReleaseError, phrase, system_reason
from waqia.release import Release, open_release
from waqia.web.desk.present import Present
from waqia.web.pool import PATIENCE, Pool

_OPEN = 4
"""Frozen releases that are kept open, the last used ones."""
PRESENT = "present"
"""The name of a register's present state among the releases."""

Written = tuple[int, int]
"""What tells a release from one that was written over it: its manifest's file and time."""


@dataclass(frozen=True)
class Shelved:
    """A release: its name and folder, title, hash, when it was made, and its incidents that count.

    `revision` is that of the register it was frozen from, if it was.
    """

    name: str
    path: Path
    title: str
    hash: str
    created: str
    incidents: int
    revision: int | None = None

    @classmethod
    def of(cls, release: Release) -> Shelved:
        """What is told of a release.

        Raises:
            ReleaseError: its incidents cannot be read.
        """
        number = str(release.manifest["waqia"].get("revision") or "").partition(":")[0]
        return cls(
            name=release.path.name,
            path=release.path,
            title=release.title,
            hash=release.hash,
            created=str(release.manifest.get("created") or ""),
            incidents=_counted(release.hash, release.rows_of("incidents")),
            revision=int(number) if number.isdigit() else None,
        )


@dataclass(frozen=True)
class Damaged:
    """A folder among the releases that cannot be opened as one, and why."""

    name: str
    reason: str


class Shelf:
    """Releases by name, each on a pool of connections that is opened when it is asked for."""

    def __init__(
        self,
        *,
        given: Release | None = None,
        folder: Path | None = None,
        present: Present | None = None,
        patience: float = PATIENCE,
    ) -> None:
        self.folder = folder
        self.present = present
        self._patience = patience
        self._given = given.path if given else None
        self._open: OrderedDict[str, tuple[Written, Pool]] = OrderedDict()
        self._lock = threading.Lock()
        self._opening = threading.Lock()
        if given:
            # the tables are read now, so that a server of a damaged one does not start
            self._open[given.path.name] = (_written(given.path), Pool(given, patience=patience))

    @property
    def alone(self) -> str | None:
        """The name of the only release there is, where one was given."""
        return self._given.name if self._given else None

    def pool(self, name: str | None = None) -> Pool | None:
        """The connections to a release; without a name of the given one or the present.

        A release that was written over is opened anew. None where the register holds nothing that
        could be shown.

        Raises:
            QuestionError: there is no such release.
            ReleaseError: it cannot be opened.
        """
        if name in (None, PRESENT) and self._given is None:
            return self.present.pool() if self.present else None
        path = self.path_of(name or PRESENT)
        return self._known(path) or self._opened(path)

    def path_of(self, name: str) -> Path:
        """The folder of a release, frozen or given, from the root: others work in other folders.

        Raises:
            QuestionError: there is no such release.
        """
        if self._given is not None:
            if name in (PRESENT, self._given.name):
                return self._given.resolve()
            raise QuestionError(f"Only {self._given.name} is served here.")
        # only what lies in the folder: a name is never a way to somewhere else
        for path in self._folders():
            if path.name == name != PRESENT:
                return path.resolve()
        raise QuestionError(f"There is no release {name!r}; /releases lists those there are.")

    def frozen(self) -> list[Shelved]:
        """The releases that can be opened, the latest first."""
        found = [one for one in self._looked() if isinstance(one, Shelved)]
        return sorted(found, key=lambda one: (one.created, one.name), reverse=True)

    def damaged(self) -> list[Damaged]:
        """Those that cannot, by name."""
        found = [one for one in self._looked() if isinstance(one, Damaged)]
        return sorted(found, key=lambda one: one.name)

    def close(self) -> None:
        """Remove what was made for the desk alone.

        Connections go with who holds them: a process that ends need not wait for its databases,
        which are in memory and only read.
        """
        if self.present:
            self.present.close()

    def _known(self, path: Path) -> Pool | None:
        """The connections to a release where it is open and still the one that was opened."""
        with self._lock:
            written, pool = self._open.get(path.name, (None, None))
            if pool is None:
                return None
            try:
                same = _written(path) == written
            except OSError:
                # being written over, or taken away: those of the given one stay until then
                same = path == self._given
            if not same:
                return None
            self._open.move_to_end(path.name)
            return pool

    def _opened(self, path: Path) -> Pool:
        # one at a time: whoever waited finds it open
        with self._opening:
            known = self._known(path)
            if known is not None:
                return known
            try:
                written = _written(path)
            except OSError as error:
                raise QuestionError(
                    f"There is no release {path.name!r} any more; /releases lists those there are."
                ) from error
            try:
                pool = Pool(open_release(path), patience=self._patience)
            except ReleaseError as error:
                raise ReleaseError(_without_place(path, error)) from error
            with self._lock:
                self._open[path.name] = (written, pool)
                self._open.move_to_end(path.name)
                while len(self._open) > _OPEN:
                    # whoever was lent a connection keeps it: all go with the last of them
                    self._open.popitem(last=False)
            return pool

    def _looked(self) -> Iterator[Shelved | Damaged]:
        for path in [self._given] if self._given else self._folders():
            try:
                if path.name == PRESENT:
                    reason = phrase(
                        "This name is that of the register's present state; rename the folder."
                    )
                    yield Damaged(path.name, reason)
                else:
                    yield _told(path, _stamp(path))
            except ReleaseError as error:
                yield Damaged(path.name, _without_place(path, error))
            except OSError as error:
                reason = phrase(f"It cannot be read: {system_reason(error)}.")
                yield Damaged(path.name, reason)

    def _folders(self) -> list[Path]:
        """What looks like a release in the folder; drafts that are being written do not."""
        try:
            there = list(self.folder.iterdir()) if self.folder else []
        except OSError:
            return []
        return [
            path
            for path in there
            if not path.name.startswith(".")
            and (path.suffix == ".release" or (path / "datapackage.json").exists())
        ]


def _without_place(path: Path, error: ReleaseError) -> str:
    """What is wrong with a release, by its name: where a server keeps its files is not told."""
    return str(error).replace(f"{path.parent}/", "")


def _written(path: Path) -> Written:
    """Which writing of a release lies in a folder.

    Raises:
        OSError: there is none.
    """
    found = (path / "datapackage.json").stat()
    return found.st_ino, found.st_mtime_ns


def _stamp(path: Path) -> tuple[tuple[str, int, int], ...]:
    """What tells the files of a folder from those that were there: name, size and time of each.

    Raises:
        OSError: they cannot be listed.
    """
    with os.scandir(path) as files:
        told = ((file.name, file.stat()) for file in files)
        return tuple(sorted((name, stat.st_size, stat.st_mtime_ns) for name, stat in told))


@lru_cache(maxsize=200)
def _told(path: Path, _files: tuple[tuple[str, int, int], ...]) -> Shelved:
    """What is told of the release that these files are.

    Raises:
        ReleaseError: it cannot be opened.
        OSError: it cannot be read.
    """
    return Shelved.of(open_release(path))


@lru_cache(maxsize=1000)
def _counted(_hash: str, rows: str) -> int:
    """The number of incidents that count, of a release with a hash of its content.

    Raises:
        ReleaseError: they cannot be read.
    """
    import duckdb

    try:
        with duckdb.connect() as connection:
            ((number,),) = connection.execute(
                f"SELECT count(*) FROM ({rows}) WHERE status NOT IN ('withdrawn', 'merged')"
            ).fetchall()
    except duckdb.Error as error:
        raise ReleaseError(f"Its incidents cannot be read ({type(error).__name__}).") from error
    return int(number)
