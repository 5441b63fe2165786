"""Folders for what strangers sent, which are gone when the work is done, or soon after a crash."""

from __future__ import annotations

import os
import re
import shutil
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

_PREFIX = "waqia-work-"
_OF_A_PROCESS = re.compile(rf"{_PREFIX}(\d+)-\w+")
_AGE = 600.0
"""Seconds for which a folder is left alone, as a process that cannot be seen may have made it."""


@contextmanager
def own_folder() -> Iterator[Path]:
    """A folder of this process, for as long as it is needed."""
    folder = Path(tempfile.mkdtemp(prefix=f"{_PREFIX}{os.getpid()}-"))
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def sweep() -> None:
    """Remove the folders of processes that were ended and could not."""
    for folder in Path(tempfile.gettempdir()).glob(f"{_PREFIX}*"):
        found = _OF_A_PROCESS.fullmatch(folder.name)
        try:
            if found and time.time() - folder.stat().st_mtime > _AGE and not _lives(int(found[1])):
                shutil.rmtree(folder, ignore_errors=True)
        except OSError:  # another has removed it meanwhile
            continue


def _lives(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except OSError:
        return True
    return True
