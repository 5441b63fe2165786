"""Releases: immutable, checksummed snapshots as a folder of Parquet with `datapackage.json`.

Offers writing, opening, verifying, checking and comparing them, written whole or not at all; and
the queries that leave out what restricted sources say.
"""

from waqia.release.checking import check
from waqia.release.diffing import Change, Diff, diff
from waqia.release.opening import Release, open_release
from waqia.release.protecting import protected
from waqia.release.verifying import verify
from waqia.release.writing import Input, write_release

__all__ = [
    "Change",
    "Diff",
    "Input",
    "Release",
    "check",
    "diff",
    "open_release",
    "protected",
    "verify",
    "write_release",
]
