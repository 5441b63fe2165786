"""Tables that bars draw in text and Markdown are tables; a line with a bar in it is none."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.reading.conftest import sound
from waqia.reading import Document, Table, read_document

ROWS = [["Province", "Attacks", "Killed"], ["Sindh", "4", "9"], ["Punjab", "2", "3"],
        ["Total", "6", "12"]]  # fmt: skip


def read(text: str, name: str = "page.txt") -> Document:
    return read_document(text.encode(), name=name)


def grid(table: Table) -> list[list[str]]:
    return [[cell.text if cell else "" for cell in row] for row in table.grid()]


DRAWN = {
    "markdown": "| Province | Attacks | Killed |\n|---|---:|---:|\n"
    "| Sindh | 4 | 9 |\n| Punjab | 2 | 3 |\n| Total | 6 | 12 |",
    "without edges": "Province | Attacks | Killed\n--- | ---: | :---:\n"
    "Sindh | 4 | 9\nPunjab | 2 | 3\nTotal | 6 | 12",
    "without edges and rule": "Province | Attacks | Killed\nSindh | 4 | 9\n"
    "Punjab | 2 | 3\nTotal | 6 | 12",
    "without rule": "| Province | Attacks | Killed |\n| Sindh | 4 | 9 |\n"
    "| Punjab | 2 | 3 |\n| Total | 6 | 12 |",
    "an edge on the left": "| Province | Attacks | Killed\n|---|---|---\n"
    "| Sindh | 4 | 9\n| Punjab | 2 | 3\n| Total | 6 | 12",
    "as a database prints": " Province | Attacks | Killed\n----------+---------+--------\n"
    " Sindh    |       4 |      9\n Punjab   |       2 |      3\n Total    |       6 |     12",
    "a grid": "+----------+---------+--------+\n| Province | Attacks | Killed |\n"
    "+==========+=========+========+\n| Sindh    | 4       | 9      |\n"
    "+----------+---------+--------+\n| Punjab   | 2       | 3      |\n"
    "+----------+---------+--------+\n| Total    | 6       | 12     |\n"
    "+----------+---------+--------+",
}


@pytest.mark.parametrize("how", DRAWN)
@pytest.mark.parametrize("name", ["page.txt", "page.md"])
def test_however_its_bars_are_drawn_a_table_is_the_same(how: str, name: str) -> None:
    text = f"The year in two provinces.\n\nTable 1: Attacks\n\n{DRAWN[how]}\n\nSource: the desk\n"
    document = read(text, name)
    (table,) = document.tables
    assert grid(table) == ROWS
    assert table.header_rows == 1
    assert table.caption is not None
    assert document.text[slice(*table.caption)] == "Table 1: Attacks"
    assert [document.text[a:b] for a, b in table.remarks] == ["Source: the desk"]
    assert [block.kind for block in document.blocks].count("table") == 1
    assert table.doubts == ()
    sound(document)


def test_an_urdu_table_is_read_from_its_first_cell_on() -> None:
    (table,) = read("صوبہ | حملے | ہلاک\n--- | --- | ---\nسندھ | ۴ | ۹\nپنجاب | ۲ | ۳\n").tables
    assert grid(table) == [["صوبہ", "حملے", "ہلاک"], ["سندھ", "۴", "۹"], ["پنجاب", "۲", "۳"]]


def test_lines_right_above_and_below_are_no_rows() -> None:
    document = read(f"These were the attacks:\n{DRAWN['markdown']}\nThey rose in both.\n")
    assert [block.kind for block in document.blocks] == ["paragraph", "table", "paragraph"]
    assert grid(document.tables[0]) == ROWS


def test_empty_cells_keep_their_place() -> None:
    (table,) = read("Year | Attacks\n---|---\n | 4\n2023 | \n2024 | 6\n").tables
    assert grid(table)[1:] == [["", "4"], ["2023", ""], ["2024", "6"]]
    (table,) = read("| Year | Attacks |\n|---|---|\n| | 4 |\n| 2023 | |\n| a \\| b | 6 |\n").tables
    assert grid(table)[1:] == [["", "4"], ["2023", ""], ["a \\| b", "6"]]


def test_a_rule_tells_the_head_where_cells_do_not() -> None:
    words = "| Group | Status |\n|---|---|\n| First | banned |\n| Second | – |\n"
    assert read(words).tables[0].header_rows == 1
    dashes = "| Place | Killed |\n|---|---|\n| Kech | – |\n| Bolan | 3 |\n"
    assert read(dashes).tables[0].header_rows == 1
    two = "| | 2022 | |\n|---|---|---|\n| | Attacks | Killed |\n| Sindh | 4 | 9 |\n"
    assert read(two).tables[0].header_rows == 2
    bare = "| | |\n|---|---|\n| Sindh | 4 |\n| Punjab | 2 |\n"
    assert read(bare).tables[0].header_rows == 0


def test_a_rule_above_the_total_alone_tells_of_no_head() -> None:
    text = "| Province | Attacks |\n| Sindh | 4 |\n| Punjab | 2 |\n|---|---|\n| Total | 9 |\n"
    assert read(text).tables[0].header_rows == 1
    bare = "Province | Attacks\nSindh | 4\nPunjab | 2\n--- | ---\nTotal | 9\n"
    assert grid(read(bare).tables[0]) == grid(read(text).tables[0])
    two = "| | 2022 |\n| Province | Attacks |\n|---|---|\n| Sindh | 4 |\n| Punjab | 2 |\n"
    assert read(two).tables[0].header_rows == 2


@pytest.mark.parametrize("rule", ["", "|---|---|\n"])
def test_a_row_of_dashes_is_no_rule(rule: str) -> None:
    text = f"| Place | Note |\n{rule}| Kech | 2 |\n| -- | -- |\n| Bolan | 3 |\n"
    (table,) = read(text).tables
    assert grid(table)[1:] == [["Kech", "2"], ["--", "--"], ["Bolan", "3"]]
    assert table.header_rows == 1


@pytest.mark.parametrize("rule", ["", "|---|---|\n"])
def test_a_line_below_without_edges_is_no_row(rule: str) -> None:
    rows = "| Sindh | 4 |\n| Punjab | 2 |\n| Total | 9 |\n"
    (table,) = read(f"| Province | Attacks |\n{rule}{rows}Source: PIPS | Dawn\n").tables
    assert grid(table)[-1] == ["Total", "9"]
    assert {len(row) for row in grid(table)} == {2}


def test_edges_are_judged_row_by_row() -> None:
    text = "| Province | Attacks |\n|---|---|\n| Sindh | 4\n| Punjab | |\n| | 2 |\n"
    assert grid(read(text).tables[0])[1:] == [["Sindh", "4"], ["Punjab", ""], ["", "2"]]


def test_two_tables_in_neighbouring_lines_are_two() -> None:
    one = "Province | Attacks\n--- | ---\nSindh | 4\nPunjab | 2\n"
    two = "Group | Killed\n--- | ---\nFirst | 9\nSecond | 3\n"
    tables = read(one + two).tables
    assert [grid(table)[0] for table in tables] == [["Province", "Attacks"], ["Group", "Killed"]]
    assert [table.header_rows for table in tables] == [1, 1]
    (table,) = read(f"{one}--- | ---\nTotal | 6\n").tables
    assert grid(table)[-1] == ["Total", "6"]


@pytest.mark.parametrize(
    "text",
    [
        "Home | Pakistan | World | Opinion",
        "The Daily Star | Pakistan | 5 March 2024\nFive killed in blast | The Daily Star\nMore.",
        "Five were killed | 3 injured\nand the rest of the line follows here.",
        "| Home | News | Sports |",
        "The path is a|b and\nthe other c|d and\nthe third e|f here.",
        "Read | 5 minutes\nShared | 12 times",
        "By our staff | Quetta\nBy the desk | Karachi\nBy a reader | Lahore",
        "`cat list | sort`\n`cat list | uniq`\n`cat list | wc`",
        "A sentence of many words | 5\n" * 2,
        "---\nWhat is a | b worth?\n---",
        "|\n|\n|",
    ],
)
def test_lines_with_a_bar_in_them_are_no_table(text: str) -> None:
    document = read(f"A line above.\n\n{text}\n\nA line below.\n")
    assert document.tables == ()
    sound(document)


CELL = st.text("abcdefgh0123456789 ", min_size=1, max_size=12).map(str.strip).filter(bool)


@given(
    st.integers(2, 5).flatmap(
        lambda n: st.lists(st.lists(CELL, min_size=n, max_size=n), min_size=1, max_size=8)
    ),
    st.booleans(),
)
def test_cells_come_back_as_they_were_drawn(rows: list[list[str]], edges: bool) -> None:
    names = [f"name {n}" for n in range(len(rows[0]))]
    written = [names, ["---"] * len(names), *rows]
    lines = [" | ".join(row) for row in written]
    text = "\n".join(f"| {line} |" if edges else line for line in lines)
    document = read(text)
    (table,) = document.tables
    assert grid(table) == [names, *rows]
    assert table.header_rows == 1
    sound(document)


@given(st.text("ab1 |+-=:\n\t\\", max_size=200))
def test_whatever_bars_a_text_has_all_offsets_hold(text: str) -> None:
    document = read(f"x{text}")
    assert document.text == f"x{text}"
    sound(document)


def test_many_lines_with_bars_cost_no_more_than_others() -> None:
    begun = time.perf_counter()
    read("some words | and others\n" * 20_000)
    assert time.perf_counter() - begun < 5
