"""Bundles the desk's scripts, styles and fonts with npm: for a wheel, and for a clone by `make`."""

from __future__ import annotations

import hashlib
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

ROOT = Path(__file__).parent
SOURCE = Path("frontend")
BUILT = Path("src/waqia/web/static/built")
STAMP = "made-from.txt"


class Bundle(BuildHookInterface[Any]):
    """Makes the bundle before a wheel or an sdist is packed; an sdist carries it ready made."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:  # noqa: ARG002
        """Bundle, unless this is an editable install: its clone is bundled by `make`."""
        if version != "editable" and not bundled(Path(self.root)):
            sys.exit("The desk's scripts are bundled by npm, which was not found: install Node.js.")


def bundled(root: Path) -> bool:
    """Make the bundle if it is not there or not of the present source; False without npm.

    Raises:
        CalledProcessError: npm could not fetch the packages or bundle them.
    """
    made_from = _hash(root / SOURCE)
    stamp = root / BUILT / STAMP
    if stamp.is_file() and stamp.read_text(encoding="utf-8").strip() == made_from:
        return True
    npm = shutil.which("npm")
    if npm is None:
        return False
    for step in (["ci", "--no-audit", "--no-fund"], ["run", "build"]):
        subprocess.run([npm, *step, "--silent"], cwd=root / SOURCE, check=True)  # noqa: S603
    stamp.write_text(made_from + "\n", encoding="utf-8")
    return True


def _hash(source: Path) -> str:
    seen = hashlib.sha256()
    files = [*source.glob("*.*"), *(source / "src").rglob("*")]
    for file in sorted(path for path in files if path.is_file()):
        seen.update(f"{file.relative_to(source).as_posix()}\n".encode())
        seen.update(file.read_bytes())
    return seen.hexdigest()


def main() -> None:
    """Bundle in a clone; what hinders it is said in a line, as the desk does without scripts."""
    try:
        hindered = "" if bundled(ROOT) else "npm was not found"
    except subprocess.CalledProcessError as error:
        hindered = f"{' '.join(error.cmd[:3])} failed"
    if hindered:
        print(f"{hindered}: the desk goes without its maps and charts.")  # noqa: T201


if __name__ == "__main__":
    main()
