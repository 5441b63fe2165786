"""Every command as it is typed: what it prints, what it writes, and how it ends."""

from __future__ import annotations

import csv
import io
import json
import shutil
from pathlib import Path

import pytest

from tests.cli.conftest import Run, left, read_csv
from waqia.cli.app import COMMANDS


def test_a_dataset_becomes_a_release_of_the_rows_asked_for(desk: Path, run: Run) -> None:
    ran = run("import ucdp-ged GEDEvent.csv --where country=Pakistan --out ged-pk.release")
    assert ran.code == 0
    assert ran.lines[0] == (
        "3 rows: 2 kept, 0 set aside, 1 not asked for → 2 incidents in ged-pk.release"
    )
    (total,) = run("count ged-pk.release --format json").rows
    assert (total["incidents"], total["killed"], total["killed_min"]) == (2, 238, 231)


def test_a_workbook_becomes_a_release_by_a_mapping(desk: Path, run: Run) -> None:
    ran = run(
        "import table incidents.xlsx --mapping mydesk.yaml --codebook pakistan --out xlsx.release"
    )
    assert (ran.code, ran.err) == (0, "")
    assert ran.lines[0].startswith("126 rows: 126 kept, 0 set aside → 126 incidents")
    shown = run("show xlsx.release PK-2024-000123")
    assert shown.code == 0
    assert shown.lines[:2] == [
        "PK-2024-000123  Terrorist attack",
        "15 March 2024, Quetta, Balochistan",
    ]


def test_accounts_become_incidents(desk: Path, run: Run) -> None:
    ran = run("build accounts.csv --codebook pakistan --out again.release")
    accounts = read_csv(desk / "accounts.csv")
    incidents = {row["incident_id"] for row in accounts}
    assert ran.err == ""
    assert ran.lines[0] == (
        f"{len(accounts)} rows: {len(accounts)} kept, 0 set aside → {len(incidents)} incidents "
        "in again.release"
    )
    assert ran.code == (
        1 if any(line.startswith((" warning", " error")) for line in ran.lines) else 0
    )


def test_incidents_are_counted_by_place_and_year_and_compared(desk: Path, run: Run) -> None:
    ran = run(
        "count mydesk.release --by province,year --measure incidents,killed,injured "
        "--compare previous"
    )
    assert (ran.code, ran.err) == (0, "")
    header = next(line.split() for line in ran.lines if line.strip())
    measures = ("Incidents", "Killed", "Injured")
    assert header == ["Province", "Year", *(w for m in measures for w in (m, "before", "change"))]
    assert any(line.startswith("Counting rule: ") for line in ran.lines)


def test_an_incident_is_shown_with_its_accounts_rules_and_sources(desk: Path, run: Run) -> None:
    ran = run("show mydesk.release PK-2018-000007")
    assert ran.code == 0
    assert "By whom: Islamic State (attributed)" in ran.lines
    assert "Rules that gave the values" in ran.lines
    accounts = [line for line in ran.lines if line.startswith("Account ")]
    record = run("show mydesk.release PK-2018-000007 --format json").rows
    assert accounts == [f"Account {account['id']}" for account in record["accounts"]]
    assert len(accounts) > 1
    assert {account["source"]["id"] for account in record["accounts"]} <= {
        row["source_id"] for row in read_csv(desk / "sources.csv")
    }


def test_the_end_of_an_id_is_enough(desk: Path, run: Run) -> None:
    assert (
        run("show mydesk.release 2018-000007").out == run("show mydesk.release PK-2018-000007").out
    )


def test_findings_are_the_reason_for_exit_code_1(desk: Path, run: Run) -> None:
    ran = run("check mydesk.release --format json")
    severities = {finding["severity"] for finding in ran.rows}
    assert ran.code == int(bool(severities - {"note"}))
    assert run("check mydesk.release").code == ran.code


def test_a_release_without_problems_has_exit_code_0(desk: Path, run: Run) -> None:
    (desk / "own").mkdir()
    (desk / "own/one.csv").write_text("account_id,date,district,killed\n1,2014-01-01,Lahore,3\n")
    assert run("build own/one.csv --out one.release").code == 0
    ran = run("check one.release")
    assert (ran.code, ran.out) == (0, "No findings.\n")
    assert run("check one.release --format json").rows == []
    header = run("check one.release --format csv").lines
    assert header == ["severity,code,message,table,row,record,field,found,expected,action"]


def test_a_report_is_written_as_html_and_pdf(desk: Path, run: Run) -> None:
    ran = run("report mydesk.release --template security-report --period 2023 --out out/ --pdf")
    assert (ran.code, ran.err) == (0, "")
    assert ran.lines == ["out/security-report.html", "out/security-report.pdf"]
    assert left(desk / "out") == {"security-report.html", "security-report.pdf"}
    assert (desk / "out/security-report.pdf").read_bytes().startswith(b"%PDF")


def test_two_releases_are_compared_field_by_field(desk: Path, run: Run) -> None:
    head = "account_id,date,district,killed\n"
    (desk / "a.csv").write_text(f"{head}1,2014-01-01,Lahore,3\n2,2014-01-02,Quetta,1\n")
    (desk / "b.csv").write_text(f"{head}1,2014-01-01,Lahore,4\n3,2014-01-03,Karachi,2\n")
    mapping = (
        "dataset: d\naccount: account_id\nincident: {column: account_id, prefix: I-}\n"
        "date: {start: date}\nplace: {district: district}\ncounts: {killed: killed}\n"
    )
    (desk / "d.yaml").write_text(mapping)
    for name, out in (("a", "old"), ("b", "new")):
        run(f"import table {name}.csv --mapping d.yaml --codebook pakistan --out {out}.release")
    ran = run("release diff old.release new.release --format json")
    assert ran.code == 0
    changes = {(row["change"], row["id"], row["field"]): row for row in ran.rows}
    assert ("added", "I-3", None) in changes
    assert ("withdrawn", "I-2", None) in changes
    killed = changes["changed", "I-1", "killed"]
    assert (killed["before"], killed["after"]) == ("3", "4")
    table = run("release diff old.release new.release")
    assert table.lines[0] == "1 added, 1 withdrawn, 1 changed, 0 merged, 0 rules"
    same = run("release diff old.release old.release --format csv")
    assert same.lines == ["change,id,field,before,after"]


def test_any_changed_byte_of_a_release_is_found(desk: Path, run: Run) -> None:
    ran = run("release verify mydesk.release")
    assert (ran.code, ran.out) == (0, "Every file is as it was written.\n")
    path = desk / "mydesk.release" / "incidents.parquet"
    content = bytearray(path.read_bytes())
    content[len(content) // 2] ^= 1
    path.write_bytes(content)
    ran = run("release verify mydesk.release --format json")
    assert ran.code == 1
    assert [(f["code"], f["table"]) for f in ran.rows] == [("file-changed", "incidents.parquet")]


def test_a_release_says_what_it_holds(desk: Path, run: Run) -> None:
    ran = run("release info mydesk.release")
    assert ran.code == 0
    assert ran.lines[0] == "My desk"
    assert any(line.split()[:1] == ["incidents"] for line in ran.lines)
    assert run("release info mydesk.release --format json").rows["title"] == "My desk"


@pytest.mark.parametrize("to", ["xlsx", "csv", "geojson", "hxl", "parquet"])
def test_a_release_is_exported(desk: Path, run: Run, to: str) -> None:
    incidents = run("count mydesk.release --format json").rows[0]["incidents"]
    ran = run(f"export mydesk.release --to {to} --out FILE.{to}")
    assert ran.code == 0
    assert ran.lines[0] == f"{incidents} rows in FILE.{to}"
    assert (desk / f"FILE.{to}").stat().st_size > 1000


def test_an_export_does_not_replace_a_file_unless_told_to(desk: Path, run: Run) -> None:
    before = (desk / "accounts.csv").read_bytes()
    ran = run("export mydesk.release --to csv --out accounts.csv")
    assert (ran.code, ran.out) == (2, "")
    assert ran.err == (
        "waqia: accounts.csv exists already; choose another name or pass --overwrite.\n"
    )
    assert (desk / "accounts.csv").read_bytes() == before
    assert run("export mydesk.release --to csv --out accounts.csv --overwrite").code == 0


def test_the_totals_under_other_rules_are_shown(desk: Path, run: Run) -> None:
    rows = list(csv.DictReader(io.StringIO(run("sensitivity mydesk.release --format csv").out)))
    totals = [row for row in rows if row["table"] == "totals"]
    (own,) = run("count mydesk.release --measure killed,injured --format json").rows
    assert totals[0]["rule"] == "as released"
    assert (totals[0]["killed"], totals[0]["injured"]) == (str(own["killed"]), str(own["injured"]))
    assert {"minimum", "maximum", "median"} <= {row["rule"] for row in totals}
    table = run("sensitivity mydesk.release").lines
    assert "Incidents with several accounts whose accounts differ, by field:" in table


def test_a_mapping_is_begun_from_a_workbook_and_works(desk: Path, run: Run) -> None:
    ran = run("mapping new incidents.xlsx")
    assert (ran.code, ran.err) == (0, "")
    assert "dataset: incidents" in ran.lines
    ran = run("mapping new incidents.xlsx --codebook pakistan --out begun.yaml")
    assert ran.lines[0].startswith("begun.yaml: read it")
    ran = run(ran.lines[1].removeprefix("waqia "))
    assert ran.lines[0].startswith("126 rows: 126 kept")


def test_a_shipped_mapping_is_printed_to_start_from(desk: Path, run: Run) -> None:
    (desk / "ged.yaml").write_text(run("mapping show ucdp-ged").out, encoding="utf-8")
    ran = run("import table GEDEvent.csv --mapping ged.yaml --codebook pakistan --out g.release")
    assert ran.lines[0].startswith("3 rows: 3 kept")


def test_the_mappings_and_codebooks_are_listed(run: Run) -> None:
    names = [row["mapping"] for row in run("mapping list --format json").rows]
    assert names == ["accounts", "acled", "gtd", "maverick", "pbc-suicide", "ucdp-ged"]
    assert [row["codebook"] for row in run("codebook list --format json").rows] == [
        "generic",
        "pakistan",
    ]
    codes = [row["code"] for row in run("codebook show pakistan type --format json").rows]
    assert "terrorist_attack" in codes
    for name in ("generic", "pakistan"):
        ran = run(f"codebook check {name}")
        assert (ran.code, ran.out) == (0, "No findings.\n")


@pytest.mark.parametrize("record", ["source", "account", "incident", "figure"])
def test_the_schema_of_a_record_is_json_schema(run: Run, record: str) -> None:
    schema = run(f"schema {record}").rows
    assert schema["$schema"].startswith("https://json-schema.org/")
    assert schema["type"] == "object"
    assert "id" in schema["properties"]


def test_the_demo_ends_with_the_path_of_a_report(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, run: Run
) -> None:
    monkeypatch.chdir(tmp_path)
    ran = run("demo --no-pdf")
    assert (ran.code, ran.err) == (0, "")
    assert ran.lines[-1] == "Report: out/demo/security-report.html"
    assert (tmp_path / "out/demo/security-report.html").is_file()
    assert left(tmp_path / "out/demo") == {"pakistan.release", "security-report.html"}


@pytest.mark.parametrize(
    "line",
    [
        "count mydesk.release --by province",
        "check mydesk.release",
        "release diff mydesk.release mydesk.release",
        "release verify mydesk.release",
        "mapping list",
        "codebook list",
        "codebook show pakistan party",
        "codebook check pakistan",
    ],
)
def test_data_is_printed_as_a_table_csv_json_or_markdown(desk: Path, run: Run, line: str) -> None:
    rows = run(f"{line} --format json").rows
    assert isinstance(rows, list)
    printed = list(csv.DictReader(io.StringIO(run(f"{line} --format csv").out)))
    assert len(printed) == len(rows)
    assert all(row.keys() <= printed[0].keys() for row in rows)
    markdown = [text for text in run(f"{line} --format md").lines if text.startswith("|")]
    assert len(markdown) == len(rows) + 2
    assert len({text.replace("\\|", "").count("|") for text in markdown}) == 1
    assert run(line).out == run(f"{line} --format table").out


def test_every_command_is_explained(run: Run) -> None:
    listed = run("--help").out
    for name, sentence in COMMANDS.items():
        assert f"  {name} " in listed
        assert sentence in listed
        ran = run(f"{name} --help")
        assert (ran.code, ran.err) == (0, "")
        assert ran.lines[0].startswith(f"Usage: waqia {name} ")
    assert "Exit codes: 0 clean, 1 findings, 2 could not run." in listed


def test_every_option_is_explained(run: Run) -> None:
    from waqia.cli.app import app

    context = app.make_context("waqia", ["demo"], resilient_parsing=True)
    groups = [app.get_command(context, name) for name in COMMANDS]
    commands = [
        command
        for group in groups
        for command in (*getattr(group, "commands", {}).values(), group)
        if command is not None
    ]
    silent = [
        f"{command.name} {parameter.opts[-1]}"
        for command in commands
        for parameter in command.params
        if parameter.param_type_name == "option" and not getattr(parameter, "help", None)
    ]
    assert silent == []


def test_a_release_can_be_moved(desk: Path, run: Run) -> None:
    shutil.move(desk / "mydesk.release", desk / "elsewhere")
    assert run("release verify elsewhere").code == 0
    assert json.loads(run("count elsewhere --format json").out)
