"""Plain text and Markdown: the text stays as it is, the structure is found on top of it."""

from __future__ import annotations

import csv
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.conftest import shared
from tests.reading.conftest import SEEDS, sound
from waqia.reading import Document, Table, read_document

Seed = Callable[[int], Document]


def read(text: str, name: str = "page.txt") -> Document:
    return read_document(text.encode(), name=name)


def said(document: Document, kind: str) -> list[str]:
    return [document.text[b.start : b.end] for b in document.blocks if b.kind == kind]


def grid(table: Table) -> list[list[str]]:
    return [[cell.text if cell else "" for cell in row] for row in table.grid()]


BROKEN = """Security in the north

Attacks rose in the year, as the table below

Review of the North 2023: a yearly report

shows for each district.¹ It was

¹ Data of the desk.

Review of the North 2023: a yearly report

the worst year since 2014.

Table 1: Attacks by district in 2023

District\tAttacks\tKilled\tInjured
Bajaur\t2\t1\t4
North\t2\t3\t2
Waziristan\t\t\t

Review of the North 2023: a yearly report

Kech\t10\t1\t1,203
\t\t\t
Total\t14\t512\t1,20933

Source: the desk

³³ Of whom 3 were children.
"""


def test_lines_that_come_on_every_page_are_no_part_of_the_prose() -> None:
    document = read(BROKEN)
    assert said(document, "header") == ["Review of the North 2023: a yearly report"] * 3
    prose = [b for b in document.blocks if b.kind == "paragraph"]
    assert [b.continues for b in prose] == [False, True, True]
    assert document.text == BROKEN


def test_a_table_goes_on_after_a_page_break_and_broken_lines_are_joined() -> None:
    (table,) = read(BROKEN).tables
    assert table.names() == ("District", "Attacks", "Killed", "Injured")
    assert grid(table)[1:] == [
        ["Bajaur", "2", "1", "4"],
        ["North Waziristan", "2", "3", "2"],
        ["Kech", "10", "1", "1,203"],
        ["Total", "14", "512", "1,209"],
    ]
    assert table.doubts == ()


def test_a_note_is_tied_to_its_mark_even_where_raised_type_was_lost() -> None:
    document = read(BROKEN)
    first, second = document.footnotes
    assert document.text[first.start : first.end] == "Data of the desk."
    assert [c.sure for c in first.citations] == [True]
    assert [c.sure for c in second.citations] == [False]
    assert document.tables[0].notes == (1,)
    assert [c.markers for c in document.tables[0].cells if c.markers] == [("33",)]
    assert [document.text[a:b] for a, b in document.tables[0].remarks] == ["Source: the desk"]


def test_names_of_two_rows_are_put_together() -> None:
    (table,) = read("\n".join((
        "Region\tAug. 2019 to Jul. 2021\t\tAug. 2021 to Jul. 2023\t",
        "\tAttacks\tKilled\tAttacks\tKilled",
        "KP\t173\t256\t318\t571",
        "Sindh\t24\t22\t17\t30",
    ))).tables  # fmt: skip
    assert table.header_rows == 2
    assert table.names()[3:] == (
        "Aug. 2021 to Jul. 2023 / Attacks",
        "Aug. 2021 to Jul. 2023 / Killed",
    )


def test_years_can_be_names_of_columns() -> None:
    (table,) = read("Province\t2022\t2023\nSindh\t14\t17\nPunjab\t3\t6\n").tables
    assert table.names() == ("Province", "2022", "2023")


def test_a_table_of_markdown_is_read() -> None:
    document = read(
        "# Toll\n\n| where | **killed** |\n|---|---:|\n| Kech | 3 |\n| Bolan | 0 |\n", "a.md"
    )
    assert grid(document.tables[0]) == [["where", "killed"], ["Kech", "3"], ["Bolan", "0"]]
    assert document.tables[0].header_rows == 1


def test_what_cannot_be_read_surely_is_said() -> None:
    rows = "Region\tA\tB\nKP\t1\t2\nSindh\t3\t4 /\nPunjab\t5\t6\nGB\t7\t8\n"
    document = read(rows)
    assert document.tables[0].doubts == ("not a number in a column of numbers: '4 /'",)
    assert [f.code for f in document.findings] == ["table-doubtful"]


def test_wrapped_lines_are_one_paragraph_and_long_lines_one_each() -> None:
    wrapped = "The views are those of the author and\ndo not reflect the position of the desk.\n"
    assert said(read(wrapped), "paragraph") == [wrapped.strip()]
    long = "A sentence of some words. " * 12
    assert len(said(read(f"{long}\n{long}\n"), "paragraph")) == 2


def test_headings_items_and_captions_have_their_kind() -> None:
    document = read(
        "## 2.1 Overview\n\nText of the part.\n\n- one\n- two\n  - deeper\n\n"
        "3. Critical threats and actors\n\n• State response\n\nFigure 2: Attacks by month\n"
    )
    assert said(document, "heading") == [
        "## 2.1 Overview", "3. Critical threats and actors", "• State response",
    ]  # fmt: skip
    assert [b.level for b in document.blocks if b.kind == "item"] == [1, 1, 2]
    assert said(document, "caption") == ["Figure 2: Attacks by month"]
    inside = document.headings_at(document.text.index("• State"))
    assert [b.level for b in inside] == [1, None]


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("Title of it\n\nJan 30, 2017\n\nText.", date(2017, 1, 30)),
        ("Title of it\n\nPublished: 8 February 2024, 10:30\n\nText.", date(2024, 2, 8)),
        ("PESHAWAR, March 3, 2024: A blast was heard.", date(2024, 3, 3)),
        ("Blast in Hub - March 3, 2024\n\nText.", date(2024, 3, 3)),
        ("Blast in Hub (Sunday, 3 March 2024).\n\nText.", date(2024, 3, 3)),
        ("2024-03-03: Blast in Hub\nA bomb went off in Hub on Saturday.", date(2024, 3, 3)),
        ("Blast in Hub on March 3, 2024\n\nText.", None),
        ("Report on the blast | 8 August 2016\n\nDawn, 15 August 2016", date(2016, 8, 15)),
        ("Blast in Hub - March 3, 2024\n\nHUB, March 4, 2024: Text.", date(2024, 3, 4)),
        ("Incidents from 1 January 2023 – 31 January 2023\n\nText.", None),
        ("Incidents, 1 – 31 January 2023\n\nText.", None),
        ("Incidents (January 1 – January 31, 2023)\n\nText.", None),
        ("1 January 2023 – 31 January 2023\n\nText.", None),
        ("SAN SALVADOR, 3 JAN 90 -- [REPORT] [TEXT] THE ARMY SAID", date(1990, 1, 3)),
        ("The attack of March 3, 2024 was the worst of all attacks so far, police said.", None),
    ],
)
def test_the_day_of_publication_is_read_where_it_is_printed(text: str, day: date | None) -> None:
    assert read(text).published == day


def test_form_feeds_divide_pages() -> None:
    document = read("First page.\fSecond page.\f")
    assert [(p.number, document.text[p.start : p.end]) for p in document.pages] == [
        (1, "First page.\f"), (2, "Second page.\f"),
    ]  # fmt: skip
    assert document.page_at(document.text.index("Second")) == 2


WORDS = st.text("abcdeA \t\n|*#-.1230⁰¹³٣۵اب\u200f\u202e<sup>/$^{}[]", max_size=300)


@given(WORDS)
def test_every_text_is_kept_and_all_offsets_hold(text: str) -> None:
    document = read_document(b"x" + text.encode(), name="a.txt")
    assert document.text == "x" + text
    sound(document)


CELL = st.text("abcdefgh0123456789 ", min_size=1, max_size=12).map(str.strip).filter(bool)


@given(
    st.integers(2, 5).flatmap(
        lambda n: st.lists(st.lists(CELL, min_size=n, max_size=n), min_size=3, max_size=8)
    )
)
def test_cells_come_back_as_they_were_written(rows: list[list[str]]) -> None:
    names = [f"name {n}" for n in range(len(rows[0]))]
    written = [names, *([f"row {n}", *row[1:-1], str(n)] for n, row in enumerate(rows))]
    (table,) = read("\n".join("\t".join(row) for row in written)).tables
    assert grid(table) == written


@pytest.mark.parametrize("number", range(len(SEEDS)))
def test_published_documents_are_read_whole(seed: Seed, number: int) -> None:
    document = seed(number)
    assert document.text == shared(f"seeds/{SEEDS[number]}").read_bytes().decode()
    assert document.language == "en"
    sound(document)


def test_the_tables_of_the_longest_report_are_found(seed: Seed) -> None:
    document = seed(1)
    captions = [document.text[slice(*t.caption)] if t.caption else "" for t in document.tables]
    assert [int(c.split()[1].rstrip(":")) for c in captions] == [*range(1, 16)]
    rows = [table.rows - table.header_rows for table in document.tables]
    assert rows == [6, 10, 22, 7, 20, 42, 14, 15, 30, 21, 15, 36, 17, 13, 7]
    doubtful = [n for n, table in enumerate(document.tables, start=1) if table.doubts]
    assert doubtful == [5, 9]
    assert len(document.footnotes) >= 300
    assert sum(not note.citations for note in document.footnotes) <= 6


def test_the_figures_of_the_example_stand_in_cells_of_their_own(seed: Seed) -> None:
    """Each figure coded by hand from a table is found as one cell, at the anchor of the coder."""
    document = seed(1)
    ends = {(cell.start, cell.end) for table in document.tables for cell in table.cells}
    path = Path(__file__).parents[2] / "examples" / "pakistan" / "figures.csv"
    with path.open(encoding="utf-8", newline="") as file:
        coded = [
            (int(row["anchor_start"]), int(row["anchor_end"]))
            for row in csv.DictReader(file)
            if row["source_id"] == "S-001" and row["locator"].startswith("table ")
            and not row["locator"].startswith("table 9")
        ]  # fmt: skip
    assert len(coded) > 800
    found = sum(place in ends for place in coded)
    assert found / len(coded) > 0.98


@pytest.mark.parametrize(
    ("headline", "title"),
    [
        ("Police van attacked\nPublished: 17 November 2022", "Police van attacked"),
        ("Blast in Mastung\nBy our correspondent\n3 March 2024", "Blast in Mastung"),
        ("Convoy attacked\nby gunmen in Kech", "Convoy attacked by gunmen in Kech"),
        ("Police van attacked\nDate: 17 November 2022, 17 Nov 2022", "Police van attacked"),
        ("Police van attacked\nReported by: the newsroom", "Police van attacked"),
        ("Police van attacked\nStaff Reporter", "Police van attacked"),
        ("Police van attacked\nPESHAWAR, Nov 17 (AFP)", "Police van attacked"),
        ("POLICE VAN\nATTACKED", "POLICE VAN ATTACKED"),
        ("Report of the\nUN Mission", "Report of the UN Mission"),
        ("مسجد میں دھماکا\nتاریخ: 31 جنوری 2023", "مسجد میں دھماکا"),
        ("مسجد میں دھماکا\nرپورٹ: نمائندہ خصوصی", "مسجد میں دھماکا"),
        ("Talks fail\nReleased men return", "Talks fail Released men return"),
    ],
)
def test_a_title_ends_before_the_day_and_the_author(headline: str, title: str) -> None:
    document = read(f"{headline}\n\nSix men were killed on Wednesday, the police said.\n")
    assert document.title == title
    assert document.text.startswith(headline)
