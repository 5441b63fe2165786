"""Whatever the file, one clear error or findings; no half-written output, no good row lost."""

import csv
import errno
import os
import shutil
from pathlib import Path

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from waqia.formats import ImportReport, import_dataset
from waqia.model import InputError, QuestionError, ReleaseError, WaqiaError

HEADER = "account_id,date,district,killed"


def _import(tmp_path: Path, content: str | bytes, name: str = "desk.csv") -> ImportReport:
    file = tmp_path / name
    file.write_bytes(content if isinstance(content, bytes) else content.encode())
    return import_dataset(file, "accounts", tmp_path / "desk.release", codebook="pakistan")


def _findings(report: ImportReport) -> dict[str, int]:
    return {code: number for (severity, code), number in report.findings.items()}


def _left(tmp_path: Path, name: str = "desk.csv") -> list[str]:
    return sorted(path.name for path in tmp_path.iterdir() if path.name != name)


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("desk.csv", b"", "is empty"),
        ("desk.csv", b"\xef\xbb\xbf\r\n", "is empty"),
        ("desk.csv", b"\x89PNG\r\n\x1a\n" + bytes(range(256)), "is a PNG image"),
        ("desk.xlsx", b"%PDF-1.7 ...", "is a PDF document"),
        ("desk.csv", bytes(range(256)) * 50, "binary file"),
        ("desk.parquet", b"PAR1" + bytes(500), "cannot be read"),
        ("desk.xlsx", b"PK\x03\x04[Content_Types]" + bytes(90), "not a whole workbook"),
        ("desk.csv", HEADER.encode(), "no rows"),
        ("desk.csv", b"account_id,date,Date\n1,2014,2014\n", "names a column twice: Date, date"),
        ("desk.csv", b"id,whn\n1,2014\n", "expects the column 'date' or 'date_start'"),
        ("desk.csv", b"<!DOCTYPE html><html></html>", "web page"),
        ("desk.json", b'[{"account_id": 1}]', "one object a line"),
        ("desk.jsonl", b"not json\n", "no JSON object"),
        ("desk.csv", HEADER.encode() + b"\n1,2014-13-01,Lahore,3\n", "none of its 1 rows"),
    ],
)
def test_a_file_that_cannot_be_read_gives_one_error_and_leaves_nothing(
    tmp_path: Path, name: str, content: bytes, words: str
) -> None:
    with pytest.raises(InputError) as error:
        _import(tmp_path, content, name)
    assert words in str(error.value)
    assert name in str(error.value)
    assert _left(tmp_path, name) == []


def test_a_file_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"nowhere\.csv does not exist"):
        import_dataset(tmp_path / "nowhere.csv", "accounts", tmp_path / "desk.release")


def test_rows_with_problems_are_set_aside_with_reasons_and_the_others_kept(tmp_path: Path) -> None:
    rows = [
        "1,2014-01-01,Lahore,3", "2,31/02/2014,Lahore,3", "3,2014-01-02,Lahore,-3",
        "4,2014-01-02,Lahore,3.5", "5,2014-01-02,Lahore,lots", "6,,Lahore,3", ",2014,Lahore,3",
        "1,2014-01-05,Lahore,3", "8,2014-01-05", "9,2014-01-05,Lahore,3,extra,more",
        "10,early March 2014,Quetta,dozens",
    ]  # fmt: skip
    report = _import(tmp_path, "\n".join([HEADER, *rows]) + "\n")
    assert (report.rows, report.kept, report.set_aside) == (11, 2, 9)
    assert report.set_aside_file is not None
    with report.set_aside_file.open(encoding="utf-8", newline="") as file:
        aside = {int(row["row"]): row for row in csv.DictReader(file)}
    assert {row: aside[row]["codes"] for row in aside} == {
        3: "date-invalid", 4: "count-negative", 5: "count-not-whole", 6: "count-unread",
        7: "date-missing", 8: "id-missing", 9: "id-duplicated", 10: "row-malformed",
        11: "row-malformed",
    }  # fmt: skip
    assert aside[3]["date"] == "31/02/2014"
    assert aside[11]["(extra)"] == "extra,more"
    assert "31/02/2014" in aside[3]["reasons"]
    assert _findings(report)["count-imputed"] == 1


def test_a_quote_that_never_closes_does_not_swallow_the_rows_after_it(tmp_path: Path) -> None:
    rows = ['1,2014-01-01,"Lahore,3', "2,2014-01-02,Quetta,4", "3,2014-01-03,Karachi,5"]
    report = _import(tmp_path, "\n".join([HEADER, *rows]) + "\n")
    assert (report.rows, report.kept) == (3, 3)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "latin-1", "cp1252"])
def test_encodings_are_found_and_reported(tmp_path: Path, encoding: str) -> None:
    report = _import(tmp_path, f"{HEADER}\n1,2014-01-01,Chârsadda,3\n".encode(encoding))
    assert report.kept == 1
    assert ("encoding" in _findings(report)) == (not encoding.startswith("utf-8"))
    words = report.release.connection().execute("SELECT district_then FROM accounts").fetchall()
    assert words == [("Charsadda",)]


@pytest.mark.parametrize(("mark", "name"), [(";", "a.csv"), ("\t", "a.tsv"), ("|", "a.csv")])
def test_other_separators_are_found(tmp_path: Path, mark: str, name: str) -> None:
    text = f"{HEADER}\n1,2014-01-01,Lahore,3\n".replace(",", mark)
    assert _import(tmp_path, text, name).kept == 1


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_any_end_of_line_will_do(tmp_path: Path, end: str) -> None:
    text = end.join([HEADER, "1,2014-01-01,Lahore,3", "2,2014-01-01,Lahore,3", ""])
    assert _import(tmp_path, text).kept == 2


def test_coordinates_that_cannot_be_are_kept_as_words_only(tmp_path: Path) -> None:
    report = _import(
        tmp_path,
        "account_id,date,country,latitude,longitude\n"
        "1,2014,Pakistan,71.5,34.0\n2,2014,Pakistan,10,10\n3,2014,Pakistan,x,71\n"
        "4,2014,France,200,5\n5,2014,Pakistan,34.0,71.5\n",
    )
    found = _findings(report)
    assert found["coordinates-swapped"] == 1
    assert found["coordinates-outside"] == 1
    assert found["coordinates-invalid"] == 2
    query = "SELECT id, latitude, words['coordinates'] FROM accounts ORDER BY id"
    assert report.release.connection().execute(query).fetchall() == [
        ("1", None, "71.5, 34.0"), ("2", None, "10, 10"), ("3", None, "x, 71"),
        ("4", None, "200, 5"), ("5", 34.0, None),
    ]  # fmt: skip


def test_bounds_parts_values_places_and_dates_that_disagree_are_marked(tmp_path: Path) -> None:
    report = _import(
        tmp_path,
        "account_id,date_start,date_end,district,province,type,killed_min,killed,killed_max,"
        "killed_by_party\n"
        "1,2014-01-02,2014-01-01,Lahore,Sindh,siege of nothing,5,4,3,\n"
        "2,2014-01-02,,Nowhere,Punjab,terrorist_attack,,3,,police=2;civilians=2\n",
    )
    query = "SELECT marks, province, district, words['type'] FROM accounts ORDER BY id"
    assert report.release.connection().execute(query).fetchall() == [
        (["bounds-broken", "dates-reversed", "place-disagrees", "value-unknown"],
         "Punjab", "Lahore", "siege of nothing"),
        (["parts-exceed-total", "place-unresolved"], "Punjab", "Nowhere", None),
    ]  # fmt: skip


def test_rows_that_were_not_asked_for_are_counted(tmp_path: Path) -> None:
    file = tmp_path / "desk.csv"
    file.write_text(f"{HEADER}\n1,2014,Lahore,1\n2,2014,Quetta,2\n3,bad,lahore,3\n")
    report = import_dataset(file, "accounts", tmp_path / "a.release", where=["District = LAHORE"])
    assert (report.rows, report.kept, report.set_aside, report.not_asked) == (3, 1, 1, 1)
    with pytest.raises(QuestionError, match="no column 'country'; it has account_id, date"):
        import_dataset(file, "accounts", tmp_path / "b.release", where=["country=Pakistan"])


def test_an_interruption_leaves_nothing_behind(tmp_path: Path) -> None:
    file = tmp_path / "desk.csv"
    file.write_text(f"{HEADER}\n1,2014,Lahore,1\n2,bad,Lahore,1\n")

    def interrupt(stage: str, done: int, total: int) -> None:
        if stage == "writing":
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        import_dataset(file, "accounts", tmp_path / "desk.release", progress=interrupt)
    assert _left(tmp_path) == []


def test_a_release_that_is_there_is_not_overwritten(tmp_path: Path) -> None:
    report = _import(tmp_path, f"{HEADER}\n1,2014,Lahore,1\n")
    with pytest.raises(ReleaseError, match="exists already"):
        _import(tmp_path, f"{HEADER}\n1,2014,Lahore,1\n")
    assert report.release.path.is_dir()


def test_rows_set_aside_before_go_with_the_release_they_belong_to(tmp_path: Path) -> None:
    first = _import(tmp_path, f"{HEADER}\n1,2014,Lahore,1\n2,bad,Lahore,1\n")
    assert first.set_aside_file is not None
    assert first.set_aside_file.is_file()
    file = tmp_path / "desk.csv"
    file.write_text(f"{HEADER}\n1,2014,Lahore,1\n")
    import_dataset(file, "accounts", tmp_path / "desk.release", overwrite=True)
    assert _left(tmp_path) == ["desk.release"]


@pytest.mark.parametrize(
    ("number", "words"),
    [
        (errno.ENOSPC, "There is not enough room in memory or on disk"),
        (errno.EDQUOT, "There is not enough room in memory or on disk"),
        (errno.EACCES, "^figures.csv cannot be read or written: Permission denied.$"),
    ],
)
def test_only_a_full_disk_is_called_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, number: int, words: str
) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise OSError(number, os.strerror(number), "figures.csv")

    monkeypatch.setattr("waqia.formats.importing.stage", refuse)
    with pytest.raises(InputError, match=words):
        _import(tmp_path, f"{HEADER}\n1,2014,Lahore,1\n")


cells = st.text(
    st.characters(exclude_categories=("Cs", "Cc")) | st.sampled_from('\t\n\r\x1e\x1f";,'),
    max_size=12,
)
NO_SHRINKING = (Phase.explicit, Phase.reuse, Phase.generate)


@settings(
    max_examples=12,
    phases=NO_SHRINKING,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(st.lists(st.tuples(cells, cells, cells), min_size=1, max_size=30))
def test_whatever_the_cells_every_row_is_accounted_for(
    tmp_path: Path, rows: list[tuple[str, str, str]]
) -> None:
    for old in tmp_path.iterdir():
        shutil.rmtree(old) if old.is_dir() else old.unlink()
    file = tmp_path / "desk.csv"
    with file.open("w", encoding="utf-8", newline="") as out:
        writer = csv.writer(out)
        writer.writerow(HEADER.split(","))
        writer.writerow(["A-1", "2014-01-01", "Lahore", "3"])
        writer.writerows([f"B-{i}", *row] for i, row in enumerate(rows))
    report = _run(file, tmp_path)
    assert report.rows == len(rows) + 1
    assert report.kept + report.set_aside == report.rows
    assert report.kept >= 1


def _run(file: Path, tmp_path: Path) -> ImportReport:
    return import_dataset(file, "accounts", tmp_path / "desk.release", codebook="pakistan")


@settings(
    max_examples=20,
    phases=NO_SHRINKING,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(st.binary(max_size=400))
def test_no_bytes_end_in_anything_but_an_error_of_ours(tmp_path: Path, content: bytes) -> None:
    for name in ("a.csv", "a.jsonl", "a.parquet", "a.xlsx"):
        file = tmp_path / name
        file.write_bytes(content)
        with pytest.raises(WaqiaError):
            import_dataset(file, "accounts", tmp_path / "desk.release")
