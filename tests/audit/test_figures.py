"""Figures: every number that counts incidents or people, with the scope its words give it."""

from __future__ import annotations

import csv
from datetime import date
from io import StringIO

import pytest

from tests.audit.reports import codebook, document, printed
from waqia.audit import COLUMNS, Figure, figure_rows, figures_of


def figures(text: str) -> list[Figure]:
    return figures_of(document(text), codebook())


def scope_of(text: str) -> dict[str, object]:
    (row,) = figure_rows(figures(text)[:1], codebook())
    return {name: value for name, value in row.items() if value is not None}


def test_a_sentence_gives_measure_group_place_and_time() -> None:
    row = scope_of("In 2023, the banned TTP carried out 132 terrorist attacks in KP.\n")
    assert (row["measure"], row["value"], row["unit"]) == ("incidents", 132, "incidents")
    assert (row["actor"], row["region"], row["type"]) == (
        "ttp",
        "khyber_pakhtunkhwa",
        "terrorist_attack",
    )
    assert (row["period_start"], row["period_end"]) == (date(2023, 1, 1), date(2023, 12, 31))
    assert row["quote"] == "132 terrorist attacks"
    assert "note" not in row


def test_people_are_those_of_the_attacks_of_the_sentence_before() -> None:
    attacks, killed, injured = figures(
        "The BLA carried out 49 attacks in Balochistan in 2023. These attacks killed 48 people and "
        "injured 86 others.\n"
    )
    assert (killed.measure, killed.value) == ("killed", 48)
    assert (injured.measure, injured.value) == ("injured", 86)
    assert killed.scope == attacks.scope


def test_a_comparison_speaks_of_the_year_before() -> None:
    now, before = figures(
        "In 2023, six attacks took place in Punjab, compared to three in the previous year.\n"
    )
    assert (now.value, str(now.scope.span)) == (6, "2023")
    assert (before.value, str(before.scope.span)) == (3, "2022")
    assert before.scope.places == now.scope.places


@pytest.mark.parametrize(
    ("said", "low", "high"),
    [("over 84", 84, float("inf")), ("at least 84", 84, float("inf")), ("84", 84, 84),
     ("as many as 84", 84, 84), ("about 100", 90, 110)],
)  # fmt: skip
def test_a_bound_is_kept(said: str, low: float, high: float) -> None:
    (one,) = figures(f"In 2023, attacks in Balochistan killed {said} people.\n")
    assert (one.low, one.high) == pytest.approx((low, high))


def test_cells_take_their_scope_from_caption_head_and_stub() -> None:
    rows = [["District", "Attacks", "Killed"], ["Kech", "4", "7"], ["Total", "4", "7"]]
    found = figures(printed(rows, "Table 1: Attacks by the BLA in Balochistan (Jan to Mar 2024)"))
    (killed,) = (f for f in found if f.cell == (1, 2))
    assert killed.measure == "killed"
    assert killed.scope.actors == {"bla"}
    assert killed.scope.places == {"pk-district-kech"}
    assert str(killed.scope.span) == "2024-01-01 to 2024-03-31"


def test_numbers_of_other_things_are_no_figures() -> None:
    text = (
        "PIPS held 50 interviews in 2023. The group has 4,000 fighters. The booklet of 92 pages "
        "appeared on July 30, 2023, for Rs 400.\n"
    )
    assert figures(text) == []


def test_what_is_guessed_is_marked() -> None:
    rows = figure_rows(figures("Several attacks killed 12 people.\n"), codebook())
    assert {row["note"] for row in rows} == {"scope not certain"}


def test_rows_have_the_columns_of_the_table_of_figures_and_a_quote() -> None:
    rows = figure_rows(figures(printed([["District", "Attacks"], ["Kech", "4"]])), codebook())
    writer = csv.DictWriter(StringIO(), COLUMNS)
    writer.writerows(rows)
    assert [list(row) for row in rows] == [list(COLUMNS)] * len(rows)
    assert len({row["id"] for row in rows}) == len(rows)


@pytest.mark.parametrize(
    ("said", "where"),
    [
        ("Sindh saw 16 attacks and Punjab eight.", ["PK-SD", "PK-PB"]),
        ("Sindh had 20 attacks in 2024, Punjab 12.", ["PK-SD", "PK-PB"]),
        ("Sindh: 16 attacks; Punjab: eight attacks.", ["PK-SD", "PK-PB"]),
        ("In Sindh, 16 attacks took place and in Punjab eight.", ["PK-SD", "PK-PB"]),
        ("Sindh recorded 16 attacks, while Punjab saw eight in 2024.", ["PK-SD", "PK-PB"]),
        ("Sindh, with 16 attacks, came before Punjab with eight attacks.", ["PK-SD", "PK-PB"]),
        ("There were 16 attacks in Sindh and eight in Punjab.", ["PK-SD", "PK-PB"]),
        ("Sindh saw 16 attacks, the most in Pakistan.", ["PK-SD"]),
        ("Sindh saw 16 attacks, while 12 attacks took place in Punjab.", ["PK-SD", "PK-PB"]),
    ],
)
def test_a_number_is_of_the_place_that_its_clause_speaks_of(said: str, where: list[str]) -> None:
    found = figures(f"1. Attacks in 2024\n\n{said}\n")
    assert [figure.scope.places for figure in found] == [{place} for place in where]
    assert all(figure.sure and str(figure.scope.span) == "2024" for figure in found)


@pytest.mark.parametrize(
    "said",
    [
        "Sindh and Punjab saw 16 and eight attacks respectively.",
        "Sixteen attacks were in Sindh and Punjab had eight attacks.",
        "Sindh saw eight more attacks than Punjab.",
        "The TTP carried out 16 attacks in Sindh and the BLA eight in Punjab.",
    ],
)
def test_what_a_sentence_leaves_open_is_not_certain(said: str) -> None:
    found = figures(f"1. Attacks in 2024\n\n{said}\n")
    assert found
    assert not any(figure.sure for figure in found)


def test_a_number_before_an_and_counts_nothing() -> None:
    assert figures("In 2024, of the bombs 16 and attacks were reported.\n") == []
