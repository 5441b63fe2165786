"""`waqia read --published` against the day that a document states."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.cli.test_read import read

PAGE = """<html><head><title>Blast</title>
<meta property="article:published_time" content="2024-10-07T10:00:00Z"></head><body><p>QUETTA: A
bomb killed two policemen in Quetta on Sunday, officials said. It was planted near a road.</p>
</body></html>"""


@pytest.mark.parametrize(
    ("options", "day", "told"),
    [([], "2024-10-06", False), (["--published", "2024-12-18"], "2024-12-15", True)],
)
def test_a_day_that_is_given_holds_and_the_stated_one_is_told(
    options: list[str], day: str, told: bool, tmp_path: Path
) -> None:
    page, out = tmp_path / "page.html", tmp_path / "accounts.jsonl"
    page.write_text(PAGE, encoding="utf-8")
    _, printed = read(page, "--out", out, *options)
    assert json.loads(out.read_text(encoding="utf-8"))["date_start"] == day
    assert ("says that it was published on 2024-10-07" in printed) is told
