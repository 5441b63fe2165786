"""The same accounts from every format, and what mappings can say."""

import json
from datetime import date
from pathlib import Path
from typing import Any

import duckdb
import openpyxl
import pytest

from waqia.formats import build, draft_mapping, import_dataset, load_mapping
from waqia.model import CodebookError, InputError

ROWS: list[dict[str, Any]] = [
    {"account_id": "A-1", "incident_id": "PK-2023-000001", "date": "2023-01-30",
     "place": "Peshawar", "district": "Peshawar", "killed": 84,
     "perpetrators": "jamaat_ul_ahrar;ttp", "killed_by_party": "police=83;civilians=1"},
    {"account_id": "A-2", "incident_id": "PK-2023-000001", "date": "2023-01", "place": "Peshawar",
     "district": None, "killed": ">=100", "perpetrators": None, "killed_by_party": None},
]  # fmt: skip


def _csv(path: Path) -> None:
    lines = [",".join(ROWS[0])] + [",".join(str(v or "") for v in row.values()) for row in ROWS]
    path.write_text("\n".join(lines))


def _xlsx(path: Path) -> None:
    book = openpyxl.Workbook()
    book.active.append(list(ROWS[0]))  # type: ignore[union-attr]
    for row in ROWS:
        book.active.append(list(row.values()))  # type: ignore[union-attr]
    book.save(path)


def _jsonl(path: Path) -> None:
    nested = [{**row, "perpetrators": (row["perpetrators"] or "").split(";")} for row in ROWS]
    path.write_text("\n".join(json.dumps(row) for row in nested))


def _parquet(path: Path) -> None:
    csv = path.with_suffix(".csv")
    _csv(csv)
    duckdb.sql(f"COPY (FROM read_csv('{csv}', all_varchar = true)) TO '{path}'")


@pytest.mark.parametrize(
    ("name", "write"),
    [("a.csv", _csv), ("a.xlsx", _xlsx), ("a.jsonl", _jsonl), ("a.parquet", _parquet)],
)
def test_every_format_gives_the_same_accounts(tmp_path: Path, name: str, write: Any) -> None:
    write(tmp_path / name)
    report = build(tmp_path / name, tmp_path / "a.release")
    assert (report.kept, report.incidents) == (2, 1)
    query = """SELECT id, incident, date_start, date_end, date_precision, district, killed_min,
        killed, killed_max, perpetrators, len(casualties) FROM accounts ORDER BY id"""
    day, month = ROWS[0]["date"], ("2023-01-01", "2023-01-31")
    found = [tuple(map(str, row)) for row in report.release.connection().execute(query).fetchall()]
    assert found == [
        ("A-1", "PK-2023-000001", day, day, "day", "Peshawar", "84", "84", "84",
         "['jamaat_ul_ahrar', 'ttp']", "2"),
        ("A-2", "PK-2023-000001", *month, "month", "Peshawar", "100", "100", "None", "[]", "0"),
    ]  # fmt: skip


def test_nested_counts_of_jsonl_are_columns(tmp_path: Path) -> None:
    file = tmp_path / "a.jsonl"
    file.write_text('{"id": "1", "date": "2014", "killed": {"min": 1, "best": 2, "max": 3}}\n')
    report = build(file, tmp_path / "a.release")
    query = "SELECT killed_min, killed, killed_max FROM accounts"
    assert report.release.connection().execute(query).fetchall() == [(1, 2, 3)]


def test_a_sheet_is_chosen_and_its_rows_keep_their_numbers(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    sheet = book.create_sheet("2014")
    for row in ([], ["account_id", "date"], ["1", "2014-01-01"], [], ["2", "31/02/2014"]):
        sheet.append(row)
    sheet.cell(6, 1, "3")
    book.save(tmp_path / "a.xlsx")
    report = import_dataset(tmp_path / "a.xlsx", "accounts", tmp_path / "a.release", sheet="2014")
    query = "SELECT row, code FROM findings WHERE severity = 'error' ORDER BY row"
    assert report.release.connection().execute(query).fetchall() == [
        (5, "date-invalid"),
        (6, "date-missing"),
    ]
    with pytest.raises(InputError, match="no sheet '2015'; it has 'Sheet', '2014'"):
        import_dataset(tmp_path / "a.xlsx", "accounts", tmp_path / "b.release", sheet="2015")


def test_sources_and_figures_beside_the_accounts_are_read(tmp_path: Path) -> None:
    (tmp_path / "accounts.csv").write_text(
        "account_id,source_id,date,locator,anchor_start,anchor_end\n"
        "A-1,S-001,2014-01-01,p. 3,10,20\nA-2,S-009,2014-01-02,,,\n"
    )
    (tmp_path / "sources.csv").write_text("source_id,title,reliability\nS-001,A report,B\n")
    (tmp_path / "figures.csv").write_text(
        "figure_id,source_id,measure,value,party\nF-1,S-001,killed,12,police\nF-2,S-001,killed,x,\n"
    )
    report = build(tmp_path / "accounts.csv", tmp_path / "a.release")
    connection = report.release.connection()
    assert connection.execute("SELECT id, value, party FROM figures").fetchall() == [
        ("F-1", 12.0, "police")
    ]
    found = connection.execute(
        "SELECT code, record FROM findings WHERE severity <> 'note'"
    ).fetchall()
    assert sorted(found) == [("count-unread", "F-2"), ("source-missing", "A-2")]
    anchors = connection.execute(
        "SELECT source, reliability, anchors[1].locator, anchors[1].start FROM accounts ORDER BY id"
    ).fetchall()
    assert anchors == [("S-001", "B", "p. 3", 10), ("S-009", None, None, None)]


def test_a_figure_that_cannot_be_read_or_comes_again_is_left_out(tmp_path: Path) -> None:
    (tmp_path / "accounts.csv").write_text("account_id,date\nA-1,2014-01-01\n")
    (tmp_path / "sources.csv").write_text("source_id,title\nS,A report\n")
    (tmp_path / "figures.csv").write_text(
        "figure_id,source_id,measure,value,value_min,value_max,period_start,period_end\n"
        "F-1,S,killed,12,,,2014-01-01,2014-12-31\n"
        "F-2,S,killed,12,few,,,\n"
        "F-3,S,killed,12,,many,,\n"
        "F-4,S,killed,12,,,2014-02-30,\n"
        "F-5,S,killed,12,,,,later\n"
        "F-6,S,killed,,,,,\n"
        "F-1,S,killed,13,,,,\n"
    )
    report = build(tmp_path / "accounts.csv", tmp_path / "a.release")
    connection = report.release.connection()
    assert connection.execute("SELECT id, value FROM figures").fetchall() == [("F-1", 12.0)]
    query = "SELECT row, code, field, found FROM findings WHERE severity = 'error' ORDER BY row"
    assert connection.execute(query).fetchall() == [
        (3, "count-unread", "value_min", "few"),
        (4, "count-unread", "value_max", "many"),
        (5, "date-invalid", "period_start", "2014-02-30"),
        (6, "date-invalid", "period_end", "later"),
        (7, "count-unread", "value", None),
        (8, "id-duplicated", "id", "F-1"),
    ]


def test_an_account_without_a_total_gets_the_sum_of_its_parties(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text(
        "account_id,date,killed,killed_by_party\n1,2014,,police=3;militants=>=4\n2,2014,,\n"
    )
    report = build(tmp_path / "a.csv", tmp_path / "a.release")
    query = "SELECT killed_min, killed, killed_max FROM accounts ORDER BY id"
    assert report.release.connection().execute(query).fetchall() == [
        (7, 7, None),
        (None, None, None),
    ]


def test_incidents_without_an_id_are_numbered_by_country_and_year(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text(
        "account_id,incident_id,date,country\n1,,2014,\n2,X-1,2014,\n3,,2014,\n4,,2015,\n5,,2015,France\n"
    )
    report = build(tmp_path / "a.csv", tmp_path / "a.release")
    query = "SELECT id, incident FROM accounts ORDER BY id"
    assert report.release.connection().execute(query).fetchall() == [
        ("1", "PK-2014-000001"), ("2", "X-1"), ("3", "PK-2014-000002"), ("4", "PK-2015-000001"),
        ("5", "XX-2015-000001"),
    ]  # fmt: skip


def test_places_are_matched_level_by_level_and_by_their_day(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text(
        "account_id,date,place,district,province\n"
        "1,2014-03-01,Wana,South Waziristan,FATA\n"
        "2,2014-03-01,,South Waziristan,FATA\n"
        "3,2008-03-01,,Peshawar district,NWFP\n"
        "4,2020-03-01,Miranshah,,\n"
    )
    report = build(tmp_path / "a.csv", tmp_path / "a.release")
    query = """SELECT district, district_then, province, province_then, place_precision,
        latitude IS NOT NULL FROM accounts ORDER BY id"""
    fata, kp = "Federally Administered Tribal Areas", "Khyber Pakhtunkhwa"
    assert report.release.connection().execute(query).fetchall() == [
        ("Lower South Waziristan", "South Waziristan Agency", kp, fata, "town", True),
        ("South Waziristan", "South Waziristan Agency", kp, fata, "district", True),
        ("Peshawar", "Peshawar", kp, "North-West Frontier Province", "district", True),
        ("North Waziristan", "North Waziristan", kp, kp, "town", True),
    ]


def test_gtd_dates_in_three_columns_and_its_marks_for_unknown(tmp_path: Path) -> None:
    (tmp_path / "gtd.csv").write_text(
        "eventid,iyear,imonth,iday,country_txt,provstate,city,latitude,longitude,specificity,nkill,"
        "nkillter,nwound,attacktype1_txt,targtype1_txt,gname,claimed,suicide\n"
        "201401010001,2014,1,0,Pakistan,Sindh,Karachi,24.9,67.1,1,5,1,-99,Bombing/Explosion,Police,"
        "Tehrik-i-Taliban Pakistan (TTP),1,1\n"
    )
    report = import_dataset(
        tmp_path / "gtd.csv", "gtd", tmp_path / "a.release", codebook="pakistan"
    )
    query = """SELECT id, date_start, date_precision, killed, injured, perpetrators, claim, tactics,
        targets, casualties[1].best, type FROM accounts"""
    (row,) = report.release.connection().execute(query).fetchall()
    assert tuple(map(str, row)) == (
        "GTD-201401010001", "2014-01-01", "month", "5", "None", "['ttp']", "claimed",
        "['suicide_bombing']", "['security_forces']", "1", "terrorist_attack",
    )  # fmt: skip


def test_acled_rows_are_read_with_their_actors_in_roles(tmp_path: Path) -> None:
    (tmp_path / "acled.csv").write_text(
        "event_id_cnty,event_date,time_precision,event_type,sub_event_type,actor1,inter1,actor2,inter2,"
        "country,admin1,admin2,location,latitude,longitude,geo_precision,source,fatalities,"
        "civilian_targeting,tags\n"
        "PAK1,01 January 2020,1,Battles,Armed clash,Military Forces of Pakistan (2018-2022),1,"
        "TTP: Tehreek-i-Taliban Pakistan,2,Pakistan,Khyber Pakhtunkhwa,North Waziristan,Miran Shah,"
        "33.0,70.07,1,Dawn (Pakistan); ISPR,3,,\n"
    )
    report = import_dataset(
        tmp_path / "acled.csv", "acled", tmp_path / "a.release", codebook="pakistan"
    )
    query = """SELECT date_start, type, target_actors, perpetrators, killed, reported_by, district
        FROM accounts"""
    (row,) = report.release.connection().execute(query).fetchall()
    assert tuple(map(str, row)) == (
        "2020-01-01", "armed_clash", "['ttp']", "[]", "3", "['Dawn (Pakistan)', 'ISPR']",
        "North Waziristan",
    )  # fmt: skip


def test_a_mapping_of_ones_own_with_conditions_and_translations(tmp_path: Path) -> None:
    (tmp_path / "desk.csv").write_text(
        "No;Datum;Art;Wer;Ort;Tote\n1;03.04.2014;Anschlag;TTP;Lahore;3\n2;04.04.2014;Razzia;;Lahore;k.A.\n"
    )
    (tmp_path / "desk.yaml").write_text(
        """
dataset: desk
codebook: pakistan
read: {unknown: [k.A.]}
account: No
date: {start: Datum, order: day-first}
place: {town: Ort}
counts: {killed: Tote}
fields:
  type: {column: Art, values: {Anschlag: terrorist_attack, Razzia: search_operation}}
  perpetrators: {column: Wer, when: {Art: {not: Razzia}}}
  summary: {template: "{Art} in {Ort}"}
"""
    )
    report = import_dataset(tmp_path / "desk.csv", tmp_path / "desk.yaml", tmp_path / "a.release")
    query = (
        "SELECT date_start, type, perpetrators, killed, summary, incident FROM accounts ORDER BY id"
    )
    found = [tuple(map(str, row)) for row in report.release.connection().execute(query).fetchall()]
    assert found == [
        ("2014-04-03", "terrorist_attack", "['ttp']", "3", "Anschlag in Lahore", "PK-2014-000001"),
        ("2014-04-04", "search_operation", "[]", "None", "Razzia in Lahore", "PK-2014-000002"),
    ]


def test_a_code_that_the_codebook_lacks_is_refused(tmp_path: Path) -> None:
    (tmp_path / "desk.csv").write_text("a,b\n2014,x\n")
    (tmp_path / "desk.yaml").write_text(
        "dataset: d\ndate: {start: a}\nfields: {type: {column: b, values: {x: terorist_attack}}}\n"
    )
    with pytest.raises(CodebookError, match="'terorist_attack'; close: terrorist_attack"):
        import_dataset(tmp_path / "desk.csv", tmp_path / "desk.yaml", tmp_path / "a.release")


@pytest.mark.parametrize(
    "header",
    ["Incident No,Date,Province,District,Location,Killed,Injured,Group,Type of attack",
     "id;fecha;provincia;lugar;muertos;heridos;tipo",
     "نمبر شمار,تاریخ,صوبہ,ضلع,ہلاک,زخمی",
     "something,else"],
)  # fmt: skip
def test_a_drafted_mapping_loads_and_names_the_columns(tmp_path: Path, header: str) -> None:
    mark = ";" if ";" in header else ","
    columns = header.split(mark)
    row = mark.join("2014-01-02" if "at" in c or c in ("fecha", "تاریخ") else "7" for c in columns)
    (tmp_path / "desk.csv").write_text(f"{header}\n{row}\n")
    text = draft_mapping(tmp_path / "desk.csv")
    (tmp_path / "desk.yaml").write_text(text)
    mapping = load_mapping(tmp_path / "desk.yaml")
    assert mapping.dataset == "desk"
    if header != "something,else":
        assert mapping.date.start[0].columns
        assert "killed" in mapping.counts
    else:
        assert "Not used: something, else" in text


def test_a_drafted_mapping_runs(tmp_path: Path) -> None:
    (tmp_path / "desk.csv").write_text(
        "S.No,Date of incident,Province,District,Location,Killed,Wounded,Group\n"
        "1,13/01/2014,Punjab,Lahore,Mall Road,3,17-22,TTP\n"
    )
    (tmp_path / "desk.yaml").write_text(draft_mapping(tmp_path / "desk.csv", codebook="pakistan"))
    report = import_dataset(tmp_path / "desk.csv", tmp_path / "desk.yaml", tmp_path / "a.release")
    query = "SELECT date_start, district, place, killed, injured, perpetrators FROM accounts"
    (row,) = report.release.connection().execute(query).fetchall()
    assert tuple(map(str, row)) == ("2014-01-13", "Lahore", "Mall Road", "3", "19", "['ttp']")


def test_a_drafted_mapping_lists_only_the_cells_that_the_codebook_does_not_know(
    tmp_path: Path,
) -> None:
    (tmp_path / "desk.csv").write_text(
        "No,Date,Type,Target,Group\n"
        "1,13/01/2014,Terrorist attack,Police; Procession,TTP\n"
        "2,14/01/2014,Raid of ours,police,N/A\n"
    )
    text = draft_mapping(tmp_path / "desk.csv", codebook="pakistan")
    listed = [line.strip(" #") for line in text.splitlines() if line.endswith(": code")]
    assert listed == ['"Raid of ours": code', '"Procession": code']
    assert text.count("# values:") == 2


def _built(tmp_path: Path, rows: str, sources: str | None = None) -> tuple[Any, dict[str, int]]:
    (tmp_path / "desk.csv").write_text(rows)
    if sources is not None:
        (tmp_path / "sources.csv").write_text(sources)
    report = build(tmp_path / "desk.csv", tmp_path / "desk.release")
    return report.release.connection(), {code: n for (_, code), n in report.findings.items()}


def test_a_number_that_an_incident_is_given_is_not_one_that_stands_in_the_file(
    tmp_path: Path,
) -> None:
    rows = "account_id,incident_id,date,country\n"
    rows += "1,,2024-01-05,Pakistan\n2,pk-2024-000001,2024-02-05,Pakistan\n"
    connection, _ = _built(tmp_path, rows)
    (generated,) = {id_ for (id_,) in connection.execute("SELECT id FROM incidents").fetchall()} - {
        "pk-2024-000001"
    }
    stem = generated.rsplit("-", 1)[0]
    again = rows.replace("pk-2024-000001", f"{stem}-000001")
    (tmp_path / "again").mkdir()
    connection, _ = _built(tmp_path / "again", again)
    ids = connection.execute("SELECT id, n_accounts FROM incidents ORDER BY id").fetchall()
    assert ids == [(f"{stem}-000001", 1), (f"{stem}-000002", 1)]


def test_what_two_words_for_one_party_add_up_to_is_open_where_one_of_them_is(
    tmp_path: Path,
) -> None:
    rows = "account_id,date,killed_by_party\n"
    rows += "1,2024,police=>=4;policemen=3\n2,2024,police=5;policemen=\n"
    connection, findings = _built(tmp_path, rows)
    assert "bounds-broken" not in findings
    found = connection.execute("SELECT killed_min, killed, killed_max FROM accounts ORDER BY id")
    assert found.fetchall() == [(7, 7, None), (None, None, None)]


@pytest.mark.parametrize(
    ("sources", "code"),
    [
        ("source_id,title,access,note\nS,Talk,restricted\n", "row-malformed"),
        ("source_id,title,access\nS,Talk,public\nS,Talk,restricted\n", "id-duplicated"),
        ("source_id,title,embargo\nS,Talk,\nS,Talk,2020-01-01\n", "id-duplicated"),
        ("source_id,title,access\nS,Talk,secret\n", "value-unknown"),
        ("source_id,title,embargo\nS,Talk,until spring\n", "date-invalid"),
        ("source_id,title,embargo\nS,Talk,2026-02-30\n", "date-invalid"),
        ("source_id,title,embargo\nS,Talk,epoch\n", "date-invalid"),
    ],
)
def test_a_source_whose_access_is_not_told_plainly_is_restricted(
    tmp_path: Path, sources: str, code: str
) -> None:
    rows = "account_id,date,source_id,summary\n1,2024,S,what it says\n"
    connection, findings = _built(tmp_path, rows, sources)
    assert findings[code] == 1
    found = connection.execute(
        "SELECT access, title, summary FROM accounts a JOIN sources s ON s.id = a.source"
    )
    assert found.fetchall() == [("restricted", "Restricted source", None)]


@pytest.mark.parametrize(
    ("created", "told"),
    [
        ("2026-03-30T23:59:59Z", ("restricted", "Restricted source", None, None)),
        ("2026-03-31T00:00:00Z", ("public", "Talk", date(2026, 3, 31), "what it says")),
    ],
)
def test_a_source_is_held_back_while_its_embargo_lies_ahead(
    tmp_path: Path, created: str, told: tuple[object, ...]
) -> None:
    rows = "account_id,date,source_id,summary\n1,2024,S,what it says\n"
    (tmp_path / "desk.csv").write_text(rows)
    (tmp_path / "sources.csv").write_text("source_id,title,embargo\nS,Talk,2026-03-31\n")
    report = build(tmp_path / "desk.csv", tmp_path / "desk.release", created=created)
    assert report.clean
    found = report.release.connection().execute(
        "SELECT access, title, embargo, summary FROM accounts a JOIN sources s ON s.id = a.source"
    )
    assert found.fetchall() == [told]


def test_words_that_a_grade_or_kind_cannot_be_are_reported_and_left_out(tmp_path: Path) -> None:
    rows = "account_id,date,source_id\n1,2024,S\n"
    sources = "source_id,title,kind,reliability\nS,Talk,interview,b or c\n"
    connection, findings = _built(tmp_path, rows, sources)
    assert findings["value-unknown"] == 2
    found = connection.execute("SELECT kind, reliability, access FROM sources")
    assert found.fetchall() == [("document", None, "public")]
