"""One number is changed in tables that add up: the audit finds that change, and nothing before."""

from __future__ import annotations

import html
from collections.abc import Callable

import pytest
import typst
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.audit.reports import Grid, codebook, codes, document, printed, seed
from waqia.audit import Audit, audit
from waqia.reading import read_document

PROVINCES = ["Balochistan", "Khyber Pakhtunkhwa", "Punjab", "Sindh", "Gilgit-Baltistan"]
DISTRICTS = ["Kech", "Quetta", "Zhob", "Bannu", "Tank", "Swat", "Attock", "Lahore", "Sukkur"]
COUNTS = st.integers(1, 400)


def checked(rows: Grid) -> Audit:
    return audit([document(printed(rows))], codebook())


def at(done: Audit, value: str) -> bool:
    """Some place of some finding is a cell with these words, or the arithmetic holds them."""
    return any(value in {spot.quote for spot in one.spots} for one in done.found) or any(
        value in one.arithmetic.replace(",", " ").split() for one in done.found
    )


@st.composite
def totals(draw: st.DrawFn) -> Grid:
    """Places × attacks, killed, injured, with a total."""
    places = draw(st.lists(st.sampled_from(DISTRICTS), min_size=3, max_size=8, unique=True))
    numbers = [[draw(COUNTS) for _ in range(3)] for _ in places]
    total = [sum(column) for column in zip(*numbers, strict=True)]
    rows = [[place, *map(str, row)] for place, row in zip(places, numbers, strict=True)]
    return [
        ["District", "Attacks", "Killed", "Injured"],
        *rows,
        ["Total", *(f"{number:,}" for number in total)],
    ]


@st.composite
def subtotals(draw: st.DrawFn) -> Grid:
    """Two blocks of places, each with its subtotal, and a grand total."""
    rows: Grid = [["District", "Attacks", "Killed"]]
    grand = [0, 0]
    for name, members in (("Balochistan", DISTRICTS[:3]), ("KP", DISTRICTS[3:6])):
        numbers = [[draw(COUNTS), draw(COUNTS)] for _ in members]
        rows += [[place, *map(str, row)] for place, row in zip(members, numbers, strict=True)]
        total = [sum(column) for column in zip(*numbers, strict=True)]
        rows.append([f"{name} Total", *map(str, total)])
        grand = [a + b for a, b in zip(grand, total, strict=True)]
    return [*rows, ["Total Pakistan", *map(str, grand)]]


@st.composite
def crossed(draw: st.DrawFn) -> Grid:
    """Groups × provinces with totals of both."""
    groups = ["TTP", "BLA", "BLF", "IS-K"]
    numbers = [[draw(COUNTS) for _ in range(3)] for _ in groups]
    rows = [
        [group, *map(str, row), str(sum(row))] for group, row in zip(groups, numbers, strict=True)
    ]
    total = [sum(column) for column in zip(*numbers, strict=True)]
    head = ["Organization", *PROVINCES[:3], "Total"]
    return [head, *rows, ["Total", *map(str, total), str(sum(total))]]


@st.composite
def changes(draw: st.DrawFn) -> Grid:
    """Attacks of two years and their change in percent."""
    rows: Grid = [["Region", "Attacks in 2022", "Attacks in 2023", "% Change"]]
    pairs = [(draw(st.integers(20, 400)), draw(st.integers(20, 400))) for _ in PROVINCES]
    pairs.append((sum(a for a, _ in pairs), sum(b for _, b in pairs)))
    for name, (before, after) in zip([*PROVINCES, "Total"], pairs, strict=True):
        exact = 100 * (after - before) / before
        rows.append(
            [name, str(before), str(after), f"{abs(exact):.0f}%{'↑' if exact > 0 else '↓'}"]
        )
    return rows


@given(totals() | subtotals() | crossed() | changes())
@settings(max_examples=30)
def test_nothing_is_found_in_a_table_that_adds_up(rows: Grid) -> None:
    assert codes(checked(rows)) == []


@given(totals() | subtotals() | crossed(), st.data())
@settings(max_examples=30)
def test_one_changed_number_is_found(rows: Grid, data: st.DataObject) -> None:
    row = data.draw(st.integers(1, len(rows) - 1))
    column = data.draw(st.integers(1, len(rows[0]) - 1))
    number = int(rows[row][column].replace(",", ""))
    wrong = data.draw(st.integers(1, 900).filter(lambda n: n != number))
    rows[row][column] = f"{wrong:,}"
    done = checked(rows)
    assert codes(done)
    assert set(codes(done)) <= {"sum-column", "sum-row"}
    assert at(done, f"{wrong:,}") or at(done, str(wrong))


@given(crossed(), st.data())
@settings(max_examples=20)
def test_a_table_with_totals_of_both_names_the_wrong_cell(rows: Grid, data: st.DataObject) -> None:
    row = data.draw(st.integers(1, len(rows) - 1))
    column = data.draw(st.integers(1, len(rows[0]) - 1))
    right = rows[row][column]
    rows[row][column] = str(int(right) + data.draw(st.integers(1, 50)))
    (one,) = checked(rows).found
    assert (one.found.replace(",", ""), one.expected.replace(",", "")) == (rows[row][column], right)
    assert one.spots[0].quote == rows[row][column]


@given(changes(), st.data())
@settings(max_examples=20)
def test_one_changed_percentage_is_found(rows: Grid, data: st.DataObject) -> None:
    row = data.draw(st.integers(1, len(rows) - 1))
    right = rows[row][3]
    printed_number = int(right[:-2])
    wrong = data.draw(st.integers(0, 300).filter(lambda n: abs(n - printed_number) > 1))
    rows[row][3] = f"{wrong}%{right[-1]}"
    (one,) = checked(rows).found
    assert (one.code, one.found) == ("percent-change", rows[row][3])


@given(changes(), st.data())
@settings(max_examples=20)
def test_a_turned_arrow_is_found(rows: Grid, data: st.DataObject) -> None:
    moved = [n for n, row in enumerate(rows) if n and int(row[3][:-2]) > 1]
    if not moved:
        return
    row = data.draw(st.sampled_from(moved))
    rows[row][3] = rows[row][3].translate(str.maketrans("↑↓", "↓↑"))
    assert codes(checked(rows)) == ["percent-change"]


@st.composite
def shares(draw: st.DrawFn) -> Grid:
    """Targets with attacks and killed, and the share of the attacks in percent."""
    names = draw(st.lists(st.sampled_from(DISTRICTS), min_size=3, max_size=7, unique=True))
    numbers = [(draw(COUNTS), draw(COUNTS)) for _ in names]
    total = sum(attacks for attacks, _ in numbers)
    return [
        ["District", "Attacks", "Share of attacks (%)", "Killed"],
        *(
            [name, str(attacks), f"{100 * attacks / total:.1f}%", str(killed)]
            for name, (attacks, killed) in zip(names, numbers, strict=True)
        ),
        ["Total", str(total), "100%", str(sum(killed for _, killed in numbers))],
    ]


def as_html(rows: Grid) -> bytes:
    """The rows as a page, the first as its head."""
    head = "".join(f"<th>{html.escape(cell)}</th>" for cell in rows[0])
    body = "".join(
        f"<tr>{''.join(f'<td>{html.escape(cell)}</td>' for cell in row)}</tr>" for row in rows[1:]
    )
    return (
        "<html><body><h1>A short report</h1><table><caption>Table 1: Attacks in Pakistan in 2023"
        f"</caption><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table></body></html>"
    ).encode()


def as_pdf(rows: Grid) -> bytes:
    """The rows as a ruled table on a page."""
    cells = ", ".join(f'"{cell}"' for row in rows for cell in row)
    return typst.compile(
        "Table 1: Attacks in Pakistan in 2023\n\n"
        f"#table(columns: {len(rows[0])}, ..({cells}).map(x => [#x]))".encode()
    )


@pytest.mark.parametrize(("made", "name"), [(as_html, "a.html"), (as_pdf, "a.pdf")])
@given(totals() | subtotals() | crossed() | shares(), st.data())
@settings(max_examples=8, suppress_health_check=[HealthCheck.too_slow])
def test_one_changed_number_of_a_page_is_found(
    made: Callable[[Grid], bytes], name: str, rows: Grid, data: st.DataObject
) -> None:
    def done(rows: Grid) -> Audit:
        return audit([read_document(made(rows), name=name)], codebook())

    assert codes(done(rows)) == []
    whole = [
        (r, c)
        for r, row in enumerate(rows)
        for c, cell in enumerate(row)
        if r and c and cell.replace(",", "").isdigit()
    ]
    row, column = data.draw(st.sampled_from(whole))
    wrong = str(int(rows[row][column].replace(",", "")) + data.draw(st.integers(1, 90)))
    rows[row][column] = wrong
    found = done(rows)
    assert set(codes(found)) & {"sum-column", "sum-row"}
    assert at(found, wrong)


@given(shares(), st.data())
@settings(max_examples=20)
def test_one_changed_share_is_found(rows: Grid, data: st.DataObject) -> None:
    row = data.draw(st.integers(1, len(rows) - 2))
    right = float(rows[row][2].rstrip("%"))
    wrong = data.draw(
        st.integers(0, 990).map(lambda n: n / 10).filter(lambda n: abs(n - right) > 1)
    )
    rows[row][2] = f"{wrong}%"
    found = checked(rows)
    assert "percent-share" in codes(found)
    assert at(found, f"{wrong}%")


PARTS = ("FC men", "policemen", "army soldiers", "Levies men", "civilians", "militants")


@given(
    st.lists(
        st.tuples(st.sampled_from(PARTS), st.integers(2, 300)), min_size=2, max_size=6,
        unique_by=lambda part: part[0],
    ),
    st.sampled_from(["({})", "({}) and wounded others"]),
    st.data(),
)  # fmt: skip
@settings(max_examples=40)
def test_one_changed_part_in_brackets_is_found(
    parts: list[tuple[str, int]], wrapped: str, data: st.DataObject
) -> None:
    def told(parts: list[tuple[str, int]]) -> str:
        said = [f"{number} {name}" for name, number in parts]
        listed = wrapped.format(f"{', '.join(said[:-1])} and {said[-1]}")
        return f"The attacks of 2023 killed {total} people {listed} in Pakistan.\n"

    total = sum(number for _, number in parts)
    assert codes(audit([document(told(parts))], codebook())) == []
    at_part = data.draw(st.integers(0, len(parts) - 1))
    name, number = parts[at_part]
    changed = [*parts]
    # a whole may be short of a few that nobody named; parts that are too many are always wrong
    changed[at_part] = (name, number + data.draw(st.integers(1, 99)))
    done = audit([document(told(changed))], codebook())
    assert codes(done) == ["sum-parts"]
    assert done.found[0].found == f"{total:,}"


CLEAN = (3, 5, 6, 7, 9, 10, 13, 14)
"""Tables of the longest published text that add up and cite no notes, counted from 0."""


@pytest.mark.parametrize("number", CLEAN)
def test_every_total_of_a_published_table_is_watched(number: int) -> None:
    path = seed("001")
    text = path.read_text(encoding="utf-8")
    table = read_document(path).tables[number]
    before = text.rfind("\n", 0, table.caption[0] if table.caption else table.start)
    first, last = min(table.start, max(before, 0)), table.end
    if table.caption:
        first, last = min(first, table.caption[0]), max(last, table.caption[1])
    apart = f"A report\n\n{text[first:last]}\n"
    assert codes(audit([document(apart)], codebook())) == []
    cells = [
        cell
        for cell in table.cells
        if cell.row >= table.header_rows and cell.column and cell.text.replace(",", "").isdigit()
    ]
    shift = len("A report\n\n") - first
    for cell in (cells[0], cells[len(cells) // 2], cells[-1]):
        wrong = str(int(cell.text.replace(",", "")) + 7)
        changed = apart[: cell.start + shift] + wrong + apart[cell.end + shift :]
        done = audit([document(changed)], codebook())
        assert "sum-column" in codes(done)
        assert at(done, wrong)
