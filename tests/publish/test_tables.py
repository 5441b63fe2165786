from __future__ import annotations

import csv
import io
import re
from collections.abc import Sequence
from html.parser import HTMLParser
from typing import Any

import pytest

from tests.publish.counted import Counted
from waqia.analysis import count
from waqia.codebook import Codebook
from waqia.model import Period
from waqia.publish import EvidenceBook, Scope, Table, cross, tabulate
from waqia.publish.tables import Cell, Row
from waqia.release import Release

EVERY = ("incidents", "killed", "injured", "arrested")


def table(release: Release, by: str | Sequence[str], **options: Any) -> Table:
    """The table of a count: options of the count and, in `shown`, of the table."""
    shown = options.pop("shown", {})
    return tabulate(count(release, by=by, **options), release.codebook, **shown)


def texts(table: Table) -> list[tuple[str, ...]]:
    return [tuple(cell.text for cell in row.cells) for row in table.rows]


def column(table: Table, header: str) -> list[str]:
    at = table.headers.index(header)
    return [row.cells[at].text for row in table.rows]


def test_a_table_in_markdown(small: Release) -> None:
    by_region = table(small, "region", period="2023", shown={"caption": "Regions"})
    assert by_region.to_markdown() == (
        "**Regions**\n"
        "\n"
        "| Region | Incidents | Killed | Injured |\n"
        "| --- | ---: | ---: | ---: |\n"
        "| Balochistan | 2 | 0 | 0 |\n"
        "| Khyber Pakhtunkhwa | 2 | 13 (12–15) | 4 |\n"
        "| **Total** | **4** | **13 (12–15)** | **4** |\n"
        "\n"
        "*Counting rule: All violence, every casualty. Every incident counts; attackers' own "
        "casualties are in the numbers.*\n"
        "\n"
        "*Killed: not known for 1 of the incidents, which are in no sum.*\n"
        "\n"
        "*Injured: not known for 2 of the incidents, which are in no sum.*\n"
        "\n"
        "*An open upper bound (“at least 19”) counts with its best estimate in the maximum.*\n"
    )


def test_a_table_in_csv_holds_plain_numbers(small: Release) -> None:
    by_district = table(small, "district", period="2023", measure=["incidents", "killed"])
    assert by_district.to_csv() == (
        "District,Incidents,Killed\n"
        "Bannu,1,3\nPeshawar,1,10\nQuetta,1,\nDistrict not known,1,0\nTotal,4,13\n"
    )


def test_a_table_in_html_has_a_caption_and_scoped_headings(small: Release) -> None:
    html = table(small, "region", period="2023", shown={"caption": "A < B"}).to_html()
    assert "<caption>A &lt; B</caption>" in html
    assert '<th scope="col">Region</th><th scope="col" class=num>Incidents</th>' in html
    assert '<tr class="total"><th scope="row">Total</th><td class=num>4</td>' in html


def test_texts_of_the_data_stay_text_in_every_form() -> None:
    name = '<b>x</b> | "y"'
    made = Table(("Name", "Killed"), (Row("cell", (Cell(name), Cell("3", 3))),), 1, name, (name,))
    assert "<b>" not in made.to_html()
    assert '| <b>x</b> \\| "y" | 3 |' in made.to_markdown()
    assert list(csv.reader(io.StringIO(made.to_csv()))) == [["Name", "Killed"], [name, "3"]]


def test_a_number_opens_its_evidence_through_the_link_given(small: Release) -> None:
    book = EvidenceBook()
    made = table(small, "region", period="2023", shown={"scope": Scope("Q", book=book)})
    html = made.to_html(lambda text, evidence: f"[{evidence}:{text}]")
    assert "[1:2]" in html
    assert book.entries[0].question == "Q: Balochistan"
    assert len(book.entries[0].incidents) == 2


@pytest.mark.parametrize("by", ["region", "type", "month", "district", "year"])
def test_the_cells_on_the_page_add_up_to_the_total_on_the_page(small: Release, by: str) -> None:
    made = table(small, by, measure=EVERY)
    for header in ("Incidents", "Killed", "Injured", "Arrested"):
        *cells, total = (int(re.split("[ –]", text)[0] or 0) for text in column(made, header))
        assert sum(cells) == total, header


def test_what_is_counted_twice_is_taken_off_in_a_row_of_its_own(small: Release) -> None:
    assert texts(table(small, "target", period="2023", measure=["incidents", "killed"])) == [
        ("Education", "2", "10 (9–12)"),
        ("Security and law enforcement agencies", "2", "13 (12–15)"),
        ("Target not known", "1", "0"),
        ("Counted more than once", "1", "10"),
        ("Total", "4", "13 (12–15)"),
    ]


def test_the_row_of_the_overlap_is_left_out_where_nothing_overlaps(small: Release) -> None:
    by_party = table(small, "party", period="2023", measure=["killed"])
    assert "Counted more than once" not in column(by_party, "Party")


def test_several_fields_have_subtotals_that_hold_the_leading_ones(small: Release) -> None:
    rows = texts(table(small, ["year", "region"], measure=["incidents"]))
    assert rows == [
        ("2022", "Khyber Pakhtunkhwa", "1"),
        ("2022", "Punjab", "1"),
        ("2022", "Total", "2"),
        ("2023", "Balochistan", "2"),
        ("2023", "Khyber Pakhtunkhwa", "2"),
        ("2023", "Total", "4"),
        ("Total", "", "6"),
    ]


def test_totals_can_be_left_out(small: Release) -> None:
    made = table(small, "region", shown={"totals": False})
    assert {row.kind for row in made.rows} == {"cell"}


def test_the_rest_is_gathered_in_one_row_that_adds_up(small: Release) -> None:
    made = table(
        small, "district", period="2023", shown={"limit": 1}, measure=["incidents", "killed"]
    )
    assert texts(made) == [
        ("Bannu", "1", "3"), ("Others", "3", "10 (9–12)"), ("Total", "4", "13 (12–15)"),
    ]  # fmt: skip


def test_a_single_row_is_not_gathered(small: Release) -> None:
    made = table(small, "district", period="2023", shown={"limit": 3})
    assert "Others" not in column(made, "District")


def test_the_rest_has_the_incidents_and_the_change_of_its_rows(small: Release) -> None:
    book = EvidenceBook()
    made = table(
        small, "type", period="2023", compare="previous", measure=["incidents"],
        shown={"limit": 0, "scope": Scope("now", "then", book)},
    )  # fmt: skip
    others = made.rows[0]
    assert [cell.text for cell in others.cells] == ["Others", "4", "2", "+2 (+100%)"]
    held = [book.entries[(cell.evidence or 0) - 1] for cell in others.cells[1:]]
    assert [len(entry.incidents) for entry in held] == [4, 2, 6]


def test_the_rest_is_unknown_where_only_rows_without_incidents_are_zero(codebook: Codebook) -> None:
    rows = [
        {"region": region, "incidents": number}
        | dict.fromkeys(("killed_min", "killed", "killed_max"), killed)
        for region, number, killed in (("punjab", 5, 9), ("sindh", 2, None), ("karachi", 0, 0))
    ]  # fmt: skip
    made = tabulate(Counted(("region",), rows, ("incidents", "killed")), codebook, limit=1)  # type: ignore[arg-type]
    assert texts(made) == [("Punjab", "5", "9"), ("Others", "2", "–")]


def test_a_comparison_shows_what_was_before_and_the_change(small: Release) -> None:
    made = table(
        small, "region", period="2023", compare="previous", measure=["incidents", "killed"]
    )
    assert made.headers == (
        "Region", "Incidents", "before", "change", "Killed", "before", "change",
    )  # fmt: skip
    assert texts(made) == [
        ("Balochistan", "2", "0", "+2", "0", "0", "±0"),
        ("Khyber Pakhtunkhwa", "2", "1", "+1 (+100%)", "13 (12–15)", "4", "+9 (+225%)"),
        ("Punjab", "0", "1", "−1 (−100%)", "0", "2", "−2 (−100%)"),
        ("Total", "4", "2", "+2 (+100%)", "13 (12–15)", "6", "+7 (+117%)"),
    ]


def test_a_number_of_the_period_before_has_that_periods_incidents(small: Release) -> None:
    book = EvidenceBook()
    made = table(
        small, "region", period="2023", compare="previous", measure=["incidents"],
        shown={"scope": Scope("2023", "2022", book)},
    )  # fmt: skip
    _, now, before, change = made.rows[1].cells
    entries = [book.entries[(cell.evidence or 0) - 1] for cell in (now, before, change)]
    assert [entry.question for entry in entries] == [
        "2023: Khyber Pakhtunkhwa", "2022: Khyber Pakhtunkhwa",
        "2023: Khyber Pakhtunkhwa, with 2022",
    ]  # fmt: skip
    assert set(entries[2].incidents) == {*entries[0].incidents, *entries[1].incidents}


def test_a_zero_without_incidents_has_no_evidence_to_open(small: Release) -> None:
    made = table(
        small, "region", period="2023", compare="previous",
        shown={"scope": Scope("2023", "2022", EvidenceBook())},
    )  # fmt: skip
    assert made.rows[0].cells[2] == Cell("0", 0, None)


def test_shares_stand_beside_their_numbers(small: Release) -> None:
    made = table(small, "region", period="2023", share=True, measure=["incidents"])
    assert column(made, "Incidents %") == ["50%", "50%", "100%"]


def test_a_measure_that_no_incident_knows_is_left_out_and_named(small: Release) -> None:
    made = table(small, "type", period="2023", where={"district": "Quetta"})
    assert made.headers == ("Type of incident", "Incidents")
    assert "Killed: not known for 1 of the incidents, which are in no sum." in made.notes


def test_a_table_of_nothing_known_still_has_its_first_measure(small: Release) -> None:
    made = table(small, "type", where={"district": "Quetta"}, measure=["killed"])
    assert made.headers == ("Type of incident", "Killed")
    assert texts(made)[0] == ("Terrorist attack", "–")
    assert "– not known or not defined; zero is written 0." in made.notes


def test_the_dagger_is_explained_where_it_stands(codebook: Codebook) -> None:
    broken = Counted(
        ("region",), [{"region": "punjab", "killed": 5, "killed_min": 9, "killed_max": 6}],
        ("killed",),
    )  # fmt: skip
    made = tabulate(broken, codebook)  # type: ignore[arg-type]
    assert texts(made) == [("Punjab", "5 (9–6)†")]
    assert "† the source's own bounds do not hold; they are kept as published." in made.notes


def test_a_note_is_said_once_in_a_document(small: Release) -> None:
    scope = Scope(said=set())
    first = table(small, "region", shown={"scope": scope})
    second = table(small, "province", shown={"scope": scope})
    assert first.notes
    assert not set(first.notes) & set(second.notes)


def crossed(release: Release, down: str, across: str, measure: str = "incidents") -> Table:
    both, side, top = (
        count(release, by=by, measure=[measure], period="2023")
        for by in ([down, across], [down], [across])
    )
    scope = Scope("Q", book=EvidenceBook())
    return cross(both, side, top, release.codebook, scope=scope)


def test_a_cross_table_has_the_margins_of_its_own_counts(small: Release) -> None:
    made = crossed(small, "target", "region")
    assert made.headers == ("Target", "Khyber Pakhtunkhwa", "Balochistan", "Total")
    assert texts(made) == [
        ("Education", "1", "1", "2"),
        ("Security and law enforcement agencies", "2", "0", "2"),
        ("Target not known", "0", "1", "1"),
        ("Total", "2", "2", "4"),  # an incident with two targets stands once in the total
    ]


def test_a_cross_table_of_persons(small: Release) -> None:
    made = crossed(small, "actor", "region", "killed")
    assert texts(made)[-1] == ("Total", "13", "0", "13")


def test_every_cell_of_a_cross_table_that_counts_something_has_evidence(small: Release) -> None:
    made = crossed(small, "target", "region")
    for row in made.rows:
        for cell in row.cells[1:]:
            assert (cell.evidence is not None) == bool(cell.value)


class Outline(HTMLParser):
    """The tags of a piece of HTML that stay open: there should be none."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag not in ("br", "meta", "link", "img", "input"):
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag


def test_the_html_is_well_formed_and_renders_in_a_notebook(small: Release) -> None:
    made = table(small, ["year", "region"], compare=None)
    outline = Outline()
    outline.feed(made._repr_html_())
    assert not outline.open


def test_a_comparison_without_one_base_is_named_by_its_unit(small: Release) -> None:
    counted = count(small, by="year", compare="previous", measure=["incidents"])
    assert not isinstance(counted.compare, Period)
    made = tabulate(counted, small.codebook, scope=Scope("Q", "Q before", EvidenceBook()))
    assert texts(made)[1][:3] == ("2023", "4", "2")
