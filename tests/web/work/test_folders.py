"""What strangers sent does not lie about: not when the work is done, and not after a crash."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest

from waqia.web.work.folders import own_folder, sweep


def test_folders_of_processes_that_are_gone_are_removed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    gone = subprocess.run(
        [sys.executable, "-c", "import os; print(os.getpid())"], capture_output=True, text=True,
        check=True,
    ).stdout.strip()  # fmt: skip
    old, fresh = (tmp_path / f"waqia-work-{gone}-{name}" for name in ("old", "fresh"))
    with own_folder() as own:
        for folder in (old, fresh):
            folder.mkdir()
        for folder in (old, own):
            os.utime(folder, (0, 0))
        sweep()
        assert sorted(tmp_path.iterdir()) == sorted((own, fresh))
    assert list(tmp_path.iterdir()) == [fresh]
