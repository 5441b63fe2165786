"""The releases that a desk shows: one that it was given, or those of a register and its present."""

from __future__ import annotations

import shutil
import tempfile
import threading
import time
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from waqia.model import QuestionError, ReleaseError
from waqia.release import Release, open_release
from waqia.web.pool import PATIENCE, Pool

_OPEN = 4
"""Frozen releases that are kept open, the last used ones."""
_AT_ONCE = 1.0
"""Seconds that making the present anew may have taken for a visitor to wait for it."""
PRESENT = "present"
"""The name of a register's present state among the releases."""


@dataclass(frozen=True)
class Shelved:
    """A release in the folder: its name, title, hash, when it was made, its incidents."""

    name: str
    path: Path
    title: str
    hash: str
    created: str
    incidents: int


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
        self.given = Pool(given, patience=patience) if given else None
        self.folder = folder
        self.present = present
        self._patience = patience
        self._open: OrderedDict[tuple[str, float], Pool] = OrderedDict()
        self._lock = threading.Lock()

    def pool(self, name: str | None = None) -> Pool | None:
        """The connections to a release; without a name of the given one or the present.

        None where the register holds nothing that could be shown.

        Raises:
            QuestionError: there is no such release.
            ReleaseError: it cannot be opened.
        """
        if self.given is not None:
            if name not in (None, PRESENT, self.given.release.path.name):
                raise QuestionError(f"Only {self.given.release.path.name} is served here.")
            return self.given
        if name in (None, PRESENT):
            return self.present.pool() if self.present else None
        path = self._path(str(name))
        key = (path.name, path.stat().st_mtime)
        with self._lock:
            if key in self._open:
                self._open.move_to_end(key)
                return self._open[key]
        made = Pool(open_release(path), patience=self._patience)
        with self._lock:
            kept = self._open.setdefault(key, made)
            while len(self._open) > _OPEN:
                self._open.popitem(last=False)
            return kept

    def path_of(self, name: str) -> Path:
        """The folder of a frozen release.

        Raises:
            QuestionError: there is no such release.
        """
        if self.given is not None and name in (PRESENT, self.given.release.path.name):
            return self.given.release.path
        return self._path(name)

    def frozen(self) -> list[Shelved]:
        """The releases of the folder, the latest first; those that cannot be read are left out."""
        if self.given is not None:
            return [_shelved(self.given.release)]
        if self.folder is None or not self.folder.is_dir():
            return []
        found = []
        for path in self.folder.iterdir():
            if (path / "datapackage.json").is_file():
                try:
                    found.append(_shelved(open_release(path)))
                except ReleaseError:
                    continue
        return sorted(found, key=lambda one: (one.created, one.name), reverse=True)

    def close(self) -> None:
        """Remove what was made for the desk alone."""
        if self.present:
            self.present.close()

    def _path(self, name: str) -> Path:
        # only what lies in the folder: a name is never a way to somewhere else
        if self.folder is not None and self.folder.is_dir():
            for path in self.folder.iterdir():
                if path.name == name and (path / "datapackage.json").is_file():
                    return path
        raise QuestionError(f"There is no release {name!r}; /releases lists those there are.")


class Present:
    """The present state of a register as a release: made anew when the register has changed.

    `state` tells the register's last revision and the day, `write` writes a release into a folder
    that is not there yet. Where that takes long a visitor sees the state before, while the new one
    is made.
    """

    def __init__(
        self,
        state: Callable[[], tuple[int, int]],
        write: Callable[[Path], Release],
        *,
        patience: float = PATIENCE,
    ) -> None:
        self._state = state
        self._write = write
        self._patience = patience
        self._folder = Path(tempfile.mkdtemp(prefix="waqia-present-"))
        self._lock = threading.Lock()
        self._made: tuple[tuple[int, int], Pool | None] | None = None
        self._took = 0.0

    def pool(self) -> Pool | None:
        """Connections to the present state; None where the register has no incident."""
        state = self._state()
        made = self._made
        if made is not None and made[0] == state:
            return made[1]
        if made is None or self._took <= _AT_ONCE:
            with self._lock:
                return self._make(state)
        if self._lock.acquire(blocking=False):
            threading.Thread(target=self._make_aside, args=[state], daemon=True).start()
        return made[1]

    @property
    def behind(self) -> bool:
        """Whether the register has changed since what is shown was made."""
        return self._made is not None and self._made[0] != self._state()

    def close(self) -> None:
        """Remove what was written."""
        shutil.rmtree(self._folder, ignore_errors=True)

    def _make_aside(self, state: tuple[int, int]) -> None:
        try:
            self._make(state)
        finally:
            self._lock.release()

    def _make(self, state: tuple[int, int]) -> Pool | None:
        if self._made is not None and self._made[0] >= state:
            return self._made[1]
        started = time.monotonic()
        try:
            release = self._write(self._folder / "r{}-{}.release".format(*state))
        except QuestionError:
            pool = None
        else:
            pool = Pool(release, patience=self._patience)
        self._took = time.monotonic() - started
        self._made = (state, pool)
        self._sweep()
        return pool

    def _sweep(self) -> None:
        """Remove all but the last two: somebody may still be reading the one before."""
        kept: list[Any] = sorted(self._folder.iterdir(), key=lambda path: path.stat().st_mtime)
        for path in kept[:-2]:
            shutil.rmtree(path, ignore_errors=True)


def _shelved(release: Release) -> Shelved:
    rows = {one["name"]: one.get("rows") or 0 for one in release.manifest["resources"]}
    return Shelved(
        name=release.path.name,
        path=release.path,
        title=release.title,
        hash=release.hash,
        created=str(release.manifest.get("created") or ""),
        incidents=int(rows["incidents"]),
    )
