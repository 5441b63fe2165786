from __future__ import annotations

import os
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.conftest import shared
from waqia.formats import import_dataset
from waqia.model import ExportError, QuestionError, TemplateError
from waqia.publish import Document, Table, compose, write_report
from waqia.publish.values import IncidentList, Number
from waqia.release import Release

TEMPLATE = '# {{ title }}\n\n{{ count().killed }} killed.\n\n{{ table(by="region") }}\n'
EXCEPT_SPLITS = re.compile(r"^(Party|Counted)")
"""Rows and tables whose numbers are not sums over whole incidents."""

Incidents = dict[str, dict[str, Any]]


@pytest.fixture
def template(tmp_path: Path) -> Path:
    path = tmp_path / "mine.md"
    path.write_text(TEMPLATE, encoding="utf-8")
    return path


@pytest.fixture(scope="module")
def known(example: Release) -> Incidents:
    """The incidents of the example as they lie in the release."""
    found = example.connection().execute("SELECT * FROM incidents")
    names = [column[0] for column in found.description]
    return {row[0]: dict(zip(names, row, strict=True)) for row in found.fetchall()}


def test_a_report_is_one_file_of_html_and_one_of_pdf(
    small: Release, template: Path, tmp_path: Path
) -> None:
    written = write_report(
        small, tmp_path / "new" / "out", template=template, pdf=True, period=2023
    )
    assert written == [tmp_path / "new/out/mine.html", tmp_path / "new/out/mine.pdf"]
    assert written[0].read_text(encoding="utf-8").startswith("<!doctype html>")
    assert written[1].read_bytes().startswith(b"%PDF-")


def test_nothing_else_is_left_in_the_folder(small: Release, template: Path, tmp_path: Path) -> None:
    (written,) = write_report(small, tmp_path / "out", template=template)
    assert list((tmp_path / "out").iterdir()) == [written]


def test_a_report_replaces_the_one_before(small: Release, template: Path, tmp_path: Path) -> None:
    (first,) = write_report(small, tmp_path / "out", template=template, period="2022")
    before = first.read_text(encoding="utf-8")
    write_report(small, tmp_path / "out", template=template, period="2023")
    assert first.read_text(encoding="utf-8") != before


def test_progress_is_told(small: Release, template: Path, tmp_path: Path) -> None:
    said: list[str] = []
    write_report(small, tmp_path, template=template, pdf=True, progress=said.append)
    assert said == ["counting", "writing HTML", "setting PDF"]


def test_a_folder_that_is_a_file_is_refused(small: Release, template: Path, tmp_path: Path) -> None:
    (tmp_path / "out").write_text("mine")
    with pytest.raises(ExportError, match=r"mine\.html cannot be written"):
        write_report(small, tmp_path / "out", template=template)
    assert (tmp_path / "out").read_text() == "mine"


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write everywhere; run as another user")
def test_a_folder_without_permission_is_refused(
    small: Release, template: Path, tmp_path: Path
) -> None:
    tmp_path.chmod(0o555)
    with pytest.raises(ExportError, match="Permission denied"):
        write_report(small, tmp_path, template=template)


def test_a_failure_while_writing_leaves_the_old_report_whole(
    small: Release, template: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (path,) = write_report(small, tmp_path / "out", template=template)
    before = path.read_bytes()

    def full(self: Path, content: bytes) -> int:
        with self.open("wb") as file:
            file.write(content[:10])
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, "write_bytes", full)
    with pytest.raises(ExportError, match="No space left on device"):
        write_report(small, tmp_path / "out", template=template)
    assert path.read_bytes() == before
    assert list((tmp_path / "out").iterdir()) == [path]


@pytest.mark.parametrize(
    ("options", "error"),
    [
        ({"template": "no-report"}, TemplateError),
        ({"period": "yesterday"}, QuestionError),
        ({"rule": "no_rule"}, QuestionError),
        ({"compare": "the day after", "period": "2023"}, QuestionError),
    ],
)
def test_what_cannot_be_reported_writes_nothing(
    small: Release, tmp_path: Path, options: dict[str, Any], error: type[Exception]
) -> None:
    with pytest.raises(error):
        write_report(small, tmp_path / "out", **options)
    assert not (tmp_path / "out").exists()


def test_the_shipped_report_needs_neither_a_period_nor_a_comparison(small: Release) -> None:
    everything = compose(small, "security-report", compare=None)
    assert everything.title == "Small: 10 May 2022 – 5 May 2023"
    assert "Changes are against" not in everything.markdown
    tables = [part for part in everything.parts.items if isinstance(part, Table)]
    assert "before" not in {header for table in tables for header in table.headers}


def test_a_year_that_the_release_holds_in_part_is_compared_with_a_warning(small: Release) -> None:
    partly = compose(small, "security-report", period="2023")
    said = partly.markdown.replace("\\", "")
    assert "against 2022, of which the release holds incidents only from 2022-05-10 on" in said


def test_a_year_before_the_release_begins_is_compared_with_nothing(small: Release) -> None:
    first = compose(small, "security-report", period="2022")
    assert "Changes are against" not in first.markdown


def test_the_shipped_report_on_a_period_without_incidents(small: Release) -> None:
    empty = compose(small, "security-report", period="2019")
    assert empty.title == "Small: 2019"
    assert not empty.dossier.incidents


def test_the_report_has_the_parts_of_a_security_report(report: Document) -> None:
    sections = [words for tag, words in report.headings if tag == "h2"]
    assert sections == [
        "Overview", "Classification", "Targets and tactics of attacks", "Who was killed and hurt",
        "Regions", "Districts", "Actors", "Sectarian and faith-based violence",
        "Cross-border attacks", "What the state did", "Method and counting rules",
        "What others published", "Data quality", "Incidents",
    ]  # fmt: skip


def numbers(document: Document) -> Iterator[Number]:
    return (part for part in document.parts.items if isinstance(part, Number))


def test_every_number_has_evidence(report: Document) -> None:
    for number in numbers(report):
        assert number.evidence is not None, number
    for table in (part for part in report.parts.items if isinstance(part, Table)):
        if "Published" in table.headers or "Rule" in table.headers:
            continue  # a figure has its source beside it; other rules give no incidents
        for row in table.rows:
            for cell in row.cells[table.stub :]:
                assert (
                    cell.evidence or not cell.value or cell.text.endswith(("%", " of 43", " of 4"))
                )


def test_every_entry_of_the_book_names_incidents_of_the_dossier(report: Document) -> None:
    told = {row["id"] for row in report.dossier.incidents}
    assert {incident for entry in report.book.entries for incident in entry.incidents} <= told
    assert told == set(report.dossier.accounts)


def summed(measure: str, incidents: tuple[str, ...], known: Incidents) -> int | None:
    if measure == "incidents":
        return len(incidents)
    numbers = [known[i][measure] for i in incidents if known[i][measure] is not None]
    return sum(numbers) if numbers or not incidents else None


def test_the_incidents_behind_a_cell_give_the_number_in_it(
    report: Document, known: Incidents
) -> None:
    checked = 0
    for table in (part for part in report.parts.items if isinstance(part, Table)):
        if EXCEPT_SPLITS.match(table.headers[0]):
            continue
        for row in table.rows:
            if row.kind == "overlap":
                continue
            measure = ""
            for header, cell in zip(
                table.headers[table.stub :], row.cells[table.stub :], strict=True
            ):
                named = header.lower()
                measure = measure if named in ("before", "change", "share") else named
                if cell.evidence is None or named in ("change", "share"):
                    continue
                if table.headers[-1] == "Whole type here":
                    measure = row.cells[1].text
                elif measure not in ("incidents", "killed", "injured", "arrested"):
                    measure = "incidents"  # a column of a cross-table
                entry = report.book.entries[cell.evidence - 1]
                assert summed(measure, entry.incidents, known) == cell.value, (table.caption, row)
                checked += 1
    assert checked > 400


def test_the_incidents_behind_a_persons_table_give_the_persons_of_the_party(
    report: Document, known: Incidents, example: Release
) -> None:
    label = example.codebook.label
    checked = 0
    for table in (part for part in report.parts.items if isinstance(part, Table)):
        if table.headers[:2] != ("Party", "Killed"):
            continue
        for row in table.rows:
            name, killed = row.cells[:2]
            if killed.evidence is None or row.kind != "cell" or name.text == "Party not stated":
                continue
            split = [
                (label("party", harmed["party"]), harmed["outcome"], harmed["best"])
                for i in report.book.entries[killed.evidence - 1].incidents
                for harmed in known[i]["casualties"]
            ]
            people = [n for party, outcome, n in split if (party, outcome) == (name.text, "killed")]
            assert sum(people) == killed.value, name
            checked += 1
    assert checked > 6


def test_the_incidents_behind_a_number_in_prose_give_it(
    report: Document, known: Incidents, example: Release
) -> None:
    attackers = example.codebook.attackers

    def without(incident: str, outcome: str) -> int | None:
        row = known[incident]
        split = [c["best"] for c in row["casualties"] or () if c["outcome"] == outcome
                 and c["party"] in attackers]  # fmt: skip
        return None if row[outcome] is None else max(row[outcome] - sum(split), 0)

    for number in numbers(report):
        entry = report.book.entries[(number.evidence or 0) - 1]
        if number.value is None or number.text[-1] == "%":
            continue
        possible = {len(entry.incidents)}
        for outcome in ("killed", "injured", "arrested", "abducted"):
            possible.add(summed(outcome, entry.incidents, known) or 0)
            if "without attackers" in entry.question:
                possible.add(sum(without(i, outcome) or 0 for i in entry.incidents))
        assert number.value in possible, (number, entry.question)


def test_lists_hold_each_incident_once(report: Document) -> None:
    for part in report.parts.items:
        if isinstance(part, IncidentList):
            assert len(set(part.ids)) == len(part.rows)


def test_a_report_on_the_ged_file_for_2014_against_2013(tmp_path: Path) -> None:
    file = shared("data/ged_pakistan_1989_2021.csv")
    imported = import_dataset(file, "ucdp-ged", tmp_path / "ged.release")
    document = compose(imported.release, period="2014")
    assert "against 2013" in document.markdown
    sections = [words for tag, words in document.headings if tag == "h2"]
    assert {"Overview", "Regions", "Districts", "Actors", "Data quality"} <= {*sections}
    total = document.release.connection().execute(
        "SELECT count(*), sum(killed) FROM incidents WHERE year(date_start) = 2014"
        " AND year(date_end) = 2014 AND status <> 'withdrawn'"
    )
    incidents, killed = total.fetchall()[0]
    first = [number.value for number in numbers(document)][:2]
    assert first == [incidents, killed]
