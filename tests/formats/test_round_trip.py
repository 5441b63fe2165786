"""What is exported as accounts and built again is the same release."""

from __future__ import annotations

from pathlib import Path

from tests.conftest import CREATED
from waqia.formats import build, export
from waqia.release import diff

EXAMPLE = Path(__file__).parents[2] / "examples" / "pakistan"


def test_the_example_exported_as_accounts_builds_the_same_incidents(tmp_path: Path) -> None:
    first = build(EXAMPLE / "accounts.csv", tmp_path / "first.release", created=CREATED).release
    out = tmp_path / "again"
    out.mkdir()
    for to, name in (("accounts-csv", "accounts.csv"), ("sources-csv", "sources.csv")):
        export(first.connection(), first.codebook, to, out / name)
    second = build(out / "accounts.csv", tmp_path / "second.release", created=CREATED).release
    assert diff(first, second).rows() == []
