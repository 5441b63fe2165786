"""Whatever goes wrong: one clear line that names what, no traceback, nothing half-written."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.cli.conftest import Run, left, read_csv

HEADER = "account_id,date,district,killed"
GOOD = f"{HEADER}\n1,2014-01-01,Lahore,3\n".encode()


def said(text: str) -> str:
    """The one line of an error."""
    (line,) = text.splitlines()
    assert line.startswith("waqia: ")
    assert "Traceback" not in line
    assert "defect" not in line
    return line


def parquet_cut_short(folder: Path) -> bytes:
    return (folder / "mydesk.release/incidents.parquet").read_bytes()[:3000]


def workbook_cut_short(folder: Path) -> bytes:
    return (folder / "incidents.xlsx").read_bytes()[:2500]


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("empty.csv", b"", ("is empty", "expected a table with a header")),
        ("photo.csv", b"\x89PNG\r\n\x1a\n" + bytes(range(256)), ("is a PNG image", "expected CSV")),
        ("blob.csv", bytes(range(256)) * 40, ("is a binary file", "expected CSV")),
        ("cut.parquet", parquet_cut_short, ("cannot be read",)),
        ("cut.xlsx", workbook_cut_short, ("not a whole workbook",)),
        ("header.csv", HEADER.encode(), ("no rows",)),
        ("twice.csv", b"account_id,date,Date\n1,2014,2014\n", ("a column twice", "rename")),
        ("other.csv", b"id,whn\n1,2014\n", ("expects the column 'date'",)),
        ("bad.csv", f"{HEADER}\n1,31/02/2014,Lahore,1\n".encode(), ("none of its 1 rows",)),
        ("page.csv", b"<!DOCTYPE html><html></html>", ("web page", "expected CSV")),
    ],
)
def test_a_file_that_cannot_be_read(
    desk: Path, run: Run, name: str, content: bytes, words: tuple[str, ...]
) -> None:
    (desk / name).write_bytes(content(desk) if callable(content) else content)
    before = left(desk)
    ran = run(f"build {name} --codebook pakistan --out new.release")
    assert (ran.code, ran.out) == (2, "")
    line = said(ran.err)
    assert name in line
    for word in words:
        assert word in line
    assert left(desk) == before


def test_a_file_in_another_encoding_is_read_and_the_encoding_reported(desk: Path, run: Run) -> None:
    (desk / "latin.csv").write_bytes(f"{HEADER}\n1,2014-01-01,Chârsadda,3\n".encode("latin-1"))
    ran = run("build latin.csv --codebook pakistan --out l.release")
    assert ran.code in (0, 1)
    assert any(line.split()[:2] == ["note", "encoding"] for line in ran.lines)


def test_an_encoding_that_is_stated_wrongly(desk: Path, run: Run) -> None:
    (desk / "latin.csv").write_bytes(f"{HEADER}\n1,2014-01-01,Chârsadda,3\n".encode("latin-1"))
    (desk / "utf8.yaml").write_text("dataset: d\nread: {encoding: utf-16}\ndate: {start: date}\n")
    ran = run("import table latin.csv --mapping utf8.yaml --out l.release")
    assert ran.code == 2
    assert "latin.csv is not utf-16" in said(ran.err)


@pytest.mark.parametrize(
    ("line", "words"),
    [
        # files and folders
        ("build nowhere.csv --out x.release", "nowhere.csv does not exist; check the name"),
        ("build mydesk.release --out x.release", "mydesk.release is a folder; expected a CSV"),
        ("count nowhere.release", "nowhere.release does not exist"),
        ("count accounts.csv", "accounts.csv is not a release"),
        ("check .", "is not a release: it holds no datapackage.json"),
        ("release verify accounts.csv", "is not a release"),
        ("release diff mydesk.release nowhere", "nowhere does not exist"),
        ("build accounts.csv --sources nowhere.csv --out x.release", "nowhere.csv does not exist"),
        ("build accounts.csv --figures nowhere.csv --out x.release", "nowhere.csv does not exist"),
        ("build accounts.csv --parent nowhere.release --out x.release", "nowhere.release"),
        ("mapping new nowhere.xlsx", "nowhere.xlsx does not exist"),
        ("import table incidents.xlsx --mapping mydesk.yaml --sheet Nope --out x.release", "Nope"),
        ("report mydesk.release --boundaries nowhere.geojson", "nowhere.geojson"),
        ("report mydesk.release --boundaries accounts.csv --out out", "no GeoJSON"),
        # names
        ("import nope accounts.csv --out x.release", "No mapping called 'nope': expected accounts"),
        ("import table GEDEvent.csv --mapping no.yaml --out x.release", "'no.yaml'"),
        ("import table GEDEvent.csv --out x.release", "needs --mapping FILE"),
        ("import ucdp-ged accounts.csv --out x.release", "accounts.csv"),
        ("import ucdp-ged GEDEvent.csv --where land=Pakistan --out x.release", "column 'land'"),
        ("import ucdp-ged GEDEvent.csv --where country=Peru --out x.release", "--where"),
        ("build accounts.csv --codebook nope --out x.release", "No codebook called 'nope'"),
        ("codebook check nope", "No codebook called 'nope': expected generic, pakistan"),
        ("codebook show pakistan nope", "'nope' is not one of"),
        ("count mydesk.release --by nope", "No field is called 'nope'"),
        ("count mydesk.release --by provinces", "did you mean 'province' or"),
        ("count mydesk.release --measure nope", "No measure is called 'nope'; choose from"),
        ("count mydesk.release --rule nope", "No counting rule is called 'nope'; choose from"),
        ("count mydesk.release --period 20x3", "The period '20x3' could not be read: expected"),
        ("count mydesk.release --where type=nope", "has no type 'nope'"),
        ("count mydesk.release --where type", "--where takes FIELD=VALUE, not 'type'"),
        ("count mydesk.release --where nope=1", "'nope'"),
        ("count mydesk.release --compare nope --by year", "nope"),
        ("count mydesk.release --around nope", "called 'nope'; choose from"),
        ("count mydesk.release --around elections --before soon", "soon"),
        ("count mydesk.release --multi twice", "'twice' is not one of"),
        ("show mydesk.release PK-1999-000001", "has no incident 'PK-1999-000001'; near it are PK-"),
        ("report mydesk.release --template nope", "No template called 'nope'"),
        ("report mydesk.release --period never --out out", "The period 'never'"),
        ("report mydesk.release --rule nope --out out", "nope"),
        ("export mydesk.release --to pdf --out x.pdf", "'pdf' is not one of 'xlsx', 'csv'"),
        ("export mydesk.release --to csv --where nope=1 --out x.csv", "nope"),
        ("export mydesk.release --to csv --blur -1 --out x.csv", "-1"),
        ("mapping show nope", "No mapping called 'nope' comes with waqia"),
        ("schema nope", "'nope' is not one of"),
        ("completion tcsh", "'tcsh' is not one of"),
        # what was typed
        ("cuont", "No such command 'cuont'; did you mean count? See `waqia --help`."),
        ("frobnicate", "No such command 'frobnicate'; see `waqia --help`."),
        ("count", "Missing argument 'RELEASE'; see `waqia count --help`."),
        ("count mydesk.release --bye year", "No such option"),
        ("build accounts.csv", "Missing option '--out'"),
        # what is there already, or cannot be there
        ("build accounts.csv --out mydesk.release", "mydesk.release exists already"),
        ("build accounts.csv --overwrite --out incidents.xlsx", "is not a release, so it is not"),
        ("mapping new incidents.xlsx --out mydesk.yaml", "mydesk.yaml exists already"),
        ("export mydesk.release --to csv --out accounts.csv", "accounts.csv exists already"),
        ("export mydesk.release --to csv --out mydesk.release", "mydesk.release"),
        ("build accounts.csv --out accounts.csv/x.release", "Not a directory"),
        ("build accounts.csv --out /proc/x.release", "/proc/x.release could not be written"),
        ("build bad.csv --out accounts.csv/x.release", "could not be written: File exists"),
        ("build bad.csv --out /proc/x.release", "could not be written"),
        ("export mydesk.release --to csv --out accounts.csv/x.csv", "accounts.csv/x.csv"),
        ("export mydesk.release --to xlsx --out /proc/x.xlsx", "/proc/x.xlsx could not be written"),
        ("export mydesk.release --to csv --out no/such/x.csv", "no/such/x.csv"),
        ("report mydesk.release --template short.md --out bad.csv", "bad.csv/short.html cannot be"),
        ("mapping new incidents.xlsx --out accounts.csv/x.yaml", "accounts.csv/x.yaml cannot"),
        ("demo --no-pdf --out accounts.csv", "accounts.csv/pakistan.release could not be written"),
    ],
)
def test_one_line_names_what_was_wrong(desk: Path, run: Run, line: str, words: str) -> None:
    (desk / "bad.csv").write_text(f"{HEADER}\n1,2014-01-01,Lahore,3\n2,31/02/2014,Lahore,3\n")
    (desk / "short.md").write_text("# Killed\n\n{{ count().killed }}\n")
    before = left(desk)
    ran = run(line)
    assert (ran.code, ran.out) == (2, "")
    assert words in said(ran.err)
    assert left(desk) == before


def test_rows_set_aside_go_to_a_file_with_the_reason(desk: Path, run: Run) -> None:
    rows = ["1,2014-01-01,Lahore,3", "2,31/02/2014,Lahore,3", "3,2014-01-02,Quetta,-3",
            "4,2014-01-03,Quetta,dozens", "4,2014-01-04,Quetta,1"]  # fmt: skip
    (desk / "desk.csv").write_text("\n".join([HEADER, *rows]) + "\n")
    ran = run("build desk.csv --codebook pakistan --out desk.release")
    assert ran.code == 1
    assert ran.lines[0] == "5 rows: 2 kept, 3 set aside → 2 incidents in desk.release"
    assert ran.lines[-1] == "Rows set aside, with the reasons: desk.set-aside.csv"
    aside = {row["row"]: row for row in read_csv(desk / "desk.set-aside.csv")}
    assert {row: told["codes"] for row, told in aside.items()} == {
        "3": "date-invalid",
        "4": "count-negative",
        "6": "id-duplicated",
    }
    assert all(told["reasons"] for told in aside.values())
    assert {name: aside["3"][name] for name in HEADER.split(",")} == {
        "account_id": "2", "date": "31/02/2014", "district": "Lahore", "killed": "3",
    }  # fmt: skip
    numbers = re.findall(r"\d+", ran.lines[0])
    assert int(numbers[0]) == int(numbers[1]) + int(numbers[2])
    assert len(aside) == int(numbers[2])
    assert run("check desk.release").code == 1


@pytest.mark.parametrize("how", ["cut", "gone", "garbled"])
def test_a_damaged_release_is_named(desk: Path, run: Run, how: str) -> None:
    path = desk / "mydesk.release" / "incidents.parquet"
    content = path.read_bytes()
    if how == "cut":
        path.write_bytes(content[:-100])
    elif how == "gone":
        path.unlink()
    else:
        path.write_bytes(bytes(len(content)))
    ran = run("count mydesk.release")
    assert ran.code == 2
    line = said(ran.err)
    assert "incidents.parquet" in line
    assert "restore it from a copy" in line
    assert run("release verify mydesk.release").code == 1


def test_a_mapping_that_is_no_yaml(desk: Path, run: Run) -> None:
    (desk / "mydesk.yaml").write_text("dataset: [a\n")
    ran = run("import table incidents.xlsx --mapping mydesk.yaml --out x.release")
    assert ran.code == 2
    assert "mydesk.yaml" in said(ran.err)


def test_a_defect_says_so_and_shows_itself_only_when_asked(
    desk: Path, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object, **__: object) -> None:
        raise ZeroDivisionError("one over nothing")

    monkeypatch.setattr("waqia.release.open_release", broken)
    ran = run("count mydesk.release")
    assert ran.code == 2
    (line,) = ran.err.splitlines()
    assert "ZeroDivisionError: one over nothing" in line
    assert "WAQIA_DEBUG=1" in line
    monkeypatch.setenv("WAQIA_DEBUG", "1")
    monkeypatch.setattr("sys.argv", ["waqia", "count", "mydesk.release"])
    from waqia.cli import main

    with pytest.raises(ZeroDivisionError):
        main()
