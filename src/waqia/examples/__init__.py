"""The example that comes with waqia: what five documents tell of incidents in Pakistan."""

from __future__ import annotations

from pathlib import Path

__all__ = ["EXAMPLE_DESCRIPTION", "EXAMPLE_TITLE", "example_folder"]

EXAMPLE_TITLE = "Security incidents in Pakistan, as five documents tell them"
EXAMPLE_DESCRIPTION = (
    "This register covers the incidents that are narrated in five documents on Pakistan's security "
    "landscape, not all the incidents that happened there. Its totals say what those documents "
    "tell one by one; they are far below the totals that institutes publish, and a change from "
    "year to year shows how the documents tell, not how violence moved."
)


def example_folder() -> Path:
    """The folder of the example: in the wheel, or in the clone that waqia is run from.

    Raises:
        InputError: neither is there.
    """
    from waqia.model import InputError

    here = Path(__file__).parent
    for folder in (here / "pakistan", here.parents[2] / "examples" / "pakistan"):
        if (folder / "accounts.csv").is_file():
            return folder
    raise InputError(f"The example is missing: expected {here / 'pakistan'}; install waqia again.")
