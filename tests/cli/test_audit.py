"""`waqia audit` and `waqia figures` as they are typed."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from tests.cli.conftest import Run

REPORT = """\
1. Attacks in Pakistan in 2023

Table 1: Attacks in Pakistan in 2023

District\tAttacks\tKilled
Kech\t4\t7
Quetta\t5\t2
Total\t10\t9
"""


@pytest.fixture
def report(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    path = tmp_path / "report.txt"
    path.write_text(REPORT, encoding="utf-8")
    return path


def test_findings_are_told_and_end_with_one(report: Path, run: Run) -> None:
    ran = run("audit report.txt --out audit.html")
    assert (ran.code, ran.err) == (1, "")
    assert "    4 + 5 = 9, printed 10" in ran.lines
    assert ran.lines[-1] == "Written: audit.html"
    assert "4 + 5 = 9" in Path("audit.html").read_text(encoding="utf-8")


def test_json_is_an_array_with_places(report: Path, run: Run) -> None:
    (one,) = run("audit report.txt --format json").rows
    assert (one["code"], one["severity"], one["found"], one["expected"]) == (
        "sum-column", "error", "10", "9",
    )  # fmt: skip
    place = one["places"][0]
    assert REPORT[place["start"] : place["end"]] == place["quote"] == "10"


def test_a_clean_report_ends_with_zero(report: Path, run: Run) -> None:
    report.write_text(REPORT.replace("Total\t10", "Total\t9"), encoding="utf-8")
    ran = run("audit report.txt")
    assert (ran.code, ran.lines[-1]) == (0, "Number of findings: none.")


def test_a_file_that_cannot_be_read_is_a_finding_beside_others(report: Path, run: Run) -> None:
    Path("broken.pdf").write_bytes(b"%PDF-1.7 broken")
    ran = run("audit report.txt broken.pdf missing.txt")
    assert ran.code == 1
    assert "[document-absent]" in ran.out
    assert "[sum-column]" in ran.out
    assert "Traceback" not in ran.err


def test_nothing_to_audit_is_two(report: Path, run: Run) -> None:
    ran = run("audit missing.txt")
    assert ran.code == 2
    assert ran.err.startswith("waqia: missing.txt cannot be read")


def test_numbers_are_asked_of_a_release(desk: Path, run: Run) -> None:
    text = "In 2023, 900 terrorist attacks took place in Pakistan. Several attacks hit Kech.\n"
    Path("bulletin.txt").write_text(text, encoding="utf-8")
    rows = run("audit bulletin.txt --release mydesk.release --format json").rows
    assert {row["code"] for row in rows} == {"release-differs", "figure-unasked"}
    differing = next(row for row in rows if row["code"] == "release-differs")
    assert differing["found"] == "900"
    assert "type=attack, period=2023-01-01..2023-12-31" in differing["arithmetic"]


def test_figures_are_written_with_their_scopes(report: Path, run: Run) -> None:
    ran = run("figures report.txt --out figures.csv")
    assert (ran.code, ran.out) == (0, "6 figures in figures.csv\n")
    with Path("figures.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert (rows[0]["measure"], rows[0]["value"], rows[0]["place"]) == ("incidents", "4", "Kech")
    assert run("figures report.txt --format json").rows[0]["quote"] == "4"
