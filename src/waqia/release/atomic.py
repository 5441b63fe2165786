"""A folder written whole or not at all: beside the target first, synced, then renamed."""

from __future__ import annotations

import ctypes
import os
import secrets
import shutil
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

_AT_FDCWD, _RENAME_EXCHANGE = -100, 2


@contextmanager
def whole_folder(target: Path) -> Iterator[Path]:
    """Give an empty folder beside `target` that takes its place when the block ends well.

    A folder that is there already is exchanged in one step where the system can (Linux), and
    removed after. Whatever ends the block otherwise, nothing is left behind and `target` is as
    it was.

    Raises:
        OSError: a file could not be written, synced or renamed.
    """
    draft = target.with_name(f".{target.name}.{secrets.token_hex(4)}.partial")
    try:
        draft.mkdir(parents=True)
        yield draft
        for path in (*draft.iterdir(), draft):
            _sync(path)
        if target.exists():
            _exchange(draft, target)
        else:
            draft.rename(target)
        _sync(target.parent)
    finally:
        shutil.rmtree(draft, ignore_errors=True)


def _sync(path: Path) -> None:
    if os.name == "nt" and path.is_dir():  # Windows cannot open a folder for syncing
        return
    descriptor = os.open(path, os.O_RDONLY if os.name != "nt" else os.O_RDWR)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _exchange(draft: Path, target: Path) -> None:
    """Swap two folders; afterwards `draft` holds what `target` held."""
    if sys.platform == "linux":
        rename = getattr(ctypes.CDLL(None, use_errno=True), "renameat2", None)
        if rename is not None and not rename(
            _AT_FDCWD, os.fsencode(draft), _AT_FDCWD, os.fsencode(target), _RENAME_EXCHANGE
        ):
            return
    old = draft.with_suffix(".old")
    target.rename(old)
    try:
        draft.rename(target)
    except BaseException:
        old.rename(target)
        raise
    old.rename(draft)
