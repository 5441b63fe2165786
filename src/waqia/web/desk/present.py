"""The present state of a register as a release for the desk alone, in a folder of its own."""

from __future__ import annotations

import logging
import os
import shutil
import tempfile
import threading
import time
import weakref
from collections.abc import Callable
from pathlib import Path

try:
    import fcntl
except ImportError:  # Windows
    fcntl = None  # type: ignore[assignment]

from waqia.model import QuestionError
from waqia.release import Release
from waqia.web.pool import PATIENCE, Pool
from waqia.web.problems import ProblemError

State = tuple[int, int]
_AWAITED = 5.0
"""Seconds that a visitor waits for the present to be made anew, before they see that of before."""
_PREFIX = "waqia-present-"
_OWNED = "owned"
"""A file that is locked for as long as the desk runs that made the folder."""
_ABANDONED = 24 * 3600
"""Seconds after which a folder without such a file belongs to nobody."""
_log = logging.getLogger("waqia.web")


class Present:
    """The present state of a register as a release: made anew when the register has changed.

    `state` tells the register's last revision and the day, `write` writes a release into a folder
    that is not there yet. Where that takes long a visitor sees the state before, while the new one
    is made; unless `closed` says that since it something may not be told any more. A state before
    is removed when nobody reads it any more.
    """

    def __init__(
        self,
        state: Callable[[], State],
        write: Callable[[Path], Release],
        closed: Callable[[State], bool],
        *,
        patience: float = PATIENCE,
    ) -> None:
        self._state = state
        self._write = write
        self._closed = closed
        self._patience = patience
        self._lock = threading.Lock()
        self._made: tuple[State, Pool | None] | None = None
        self._making: threading.Thread | None = None
        self._failed: Exception | None = None
        self._writing = 0
        sweep(Path(tempfile.gettempdir()))
        self._folder = Path(tempfile.mkdtemp(prefix=_PREFIX))
        owned = os.open(self._folder / _OWNED, os.O_CREAT | os.O_RDWR, 0o600)
        if fcntl is not None:
            fcntl.flock(owned, fcntl.LOCK_EX | fcntl.LOCK_NB)
        self._close = weakref.finalize(self, _let_go, owned, self._folder)

    def pool(self) -> Pool | None:
        """Connections to the present state; None where the register has no incident.

        Raises:
            ReleaseError: it cannot be written, and there is none of before.
            ProblemError: it is not made yet, and that of before may not be told any more (503).
        """
        state = self._state()
        until = time.monotonic() + _AWAITED
        while (made := self._made) is None or made[0] < state:
            with self._lock:
                if self._making is None or not self._making.is_alive():
                    self._making = threading.Thread(target=self._make, args=[state], daemon=True)
                    self._making.start()
                making = self._making
            making.join(max(until - time.monotonic(), 0) if made else None)
            if self._made is None and self._failed is not None:
                raise self._failed
            if self._failed is not None or time.monotonic() >= until:
                break
        made = self._made
        if made is None:
            return None
        if not self._tellable(made, state):
            raise ProblemError(
                503,
                "What the register holds is being made anew: something in it may not be told any "
                "more.",
                expected="the same in a minute",
                headers={"Retry-After": "30"},
            )
        return made[1]

    def _tellable(self, made: tuple[State, Pool | None], state: State) -> bool:
        """Whether what was made may be told when the register is in a state."""
        return made[0] >= state or made[1] is None or not self._closed(made[0])

    @property
    def ready(self) -> bool:
        """Whether there is a state to be shown without waiting for the first one."""
        made = self._made
        return made is not None and self._tellable(made, self._state())

    @property
    def behind(self) -> bool:
        """Whether the register has changed since what is shown was made."""
        return self._made is not None and self._made[0] < self._state()

    def shows(self, pool: Pool) -> bool:
        """Whether connections are those to the present state."""
        return self._made is not None and self._made[1] is pool

    def close(self) -> None:
        """Remove what was written."""
        self._made = None
        self._close()

    def _make(self, state: State) -> None:
        """Make the state; only ever in one thread at a time."""
        if self._made is not None and self._made[0] >= state:
            return
        self._failed = None
        self._writing += 1
        folder = self._folder / f"r{state[0]}-{self._writing}.release"
        try:
            pool = Pool(self._write(folder), patience=self._patience)
        except QuestionError:
            self._made = (state, None)
        except Exception as error:
            # whatever it was: who asks is told of it, and not that the register is empty
            self._failed = error
            if self._close.alive:
                # its words may hold what is restricted
                _log.error("The present state was not made anew: %s", type(error).__name__)
        else:
            # with the last who was lent a connection to it
            weakref.finalize(pool, shutil.rmtree, folder, ignore_errors=True)
            self._made = (state, pool)


def sweep(folder: Path) -> None:
    """Remove what desks have left in a folder that were killed."""
    for path in folder.glob(f"{_PREFIX}*"):
        try:
            if _abandoned(path):
                shutil.rmtree(path, ignore_errors=True)
        except OSError:  # another user's, or gone meanwhile
            continue


def _abandoned(path: Path) -> bool:
    if path.is_symlink() or (hasattr(os, "getuid") and path.stat().st_uid != os.getuid()):
        return False
    if fcntl is None or not (path / _OWNED).exists():
        return time.time() - path.stat().st_mtime > _ABANDONED
    owned = os.open(path / _OWNED, os.O_RDWR)
    try:
        fcntl.flock(owned, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return False
    else:
        return True
    finally:
        os.close(owned)


def _let_go(owned: int, folder: Path) -> None:
    os.close(owned)
    shutil.rmtree(folder, ignore_errors=True)
