"""Persons by party, the part that no party accounts for, and totals without attackers."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from tests.analysis.conftest import HandMade, incident
from tests.analysis.test_counting import cells
from waqia.analysis import count


@pytest.fixture
def split(release_of: Callable[..., HandMade]) -> HandMade:
    """Five incidents: split in full, in part, not at all, nobody killed, open."""
    return release_of(
        incident("FULL", "2023-01-01", killed=10, injured=0, casualties=[
            ("police", "killed", 6, 6, 6), ("militants", "killed", 4, 4, 4)]),
        incident("PART", "2023-01-02", killed=(8, 9, 12), injured=None, casualties=[
            ("police", "killed", 2, 2, 2), ("army", "killed", 3, 3, 3),
            ("civilians", "injured", 5, 5, 5)]),
        incident("NONE", "2023-01-03", killed=3, injured=None),
        incident("ZERO", "2023-01-04", killed=0, injured=0),
        incident("OPEN", "2023-01-05", killed=(10, 10, None), casualties=[
            ("militants", "killed", 4, 4, None), ("mob", "killed", 1, 1, 2)]),
    )  # fmt: skip


def amounts(row: dict[str, Any]) -> tuple[Any, Any, Any]:
    return row["killed_min"], row["killed"], row["killed_max"]


def test_parties_and_the_part_left_over_add_up_to_the_total(split: HandMade) -> None:
    counted = count(split, by="party", measure=["incidents", "killed"])
    rows = {row["party"]: row for row in counted.rows()}
    assert rows["police"]["killed"] == 8
    assert rows["army"]["killed"] == 3
    assert rows["militants"]["killed"] == 8
    # 4 of PART's 9, NONE's 3, 5 of OPEN's 10
    assert rows[None]["killed"] == 12
    assert amounts(rows[None]) == (3 + 3 + 5, 12, 7 + 3 + 4)
    *_, overlap, total = counted.rows(totals=True)
    assert total["killed"] == sum(row["killed"] for row in rows.values())
    assert overlap["killed"] == 0
    assert overlap["incidents"] == sum(row["incidents"] for row in rows.values()) - 5


def test_an_incident_counts_under_the_parties_it_harmed(split: HandMade) -> None:
    counted = count(split, by="party", measure=["incidents", "killed"])
    assert counted.incidents(party="Police") == ["FULL", "PART"]
    assert counted.incidents(party="army") == ["PART"]
    # something is left over, or nobody is named at all
    assert counted.incidents(party=None) == ["NONE", "OPEN", "PART", "ZERO"]
    # PART hurt civilians, and did not kill them
    assert "civilians" not in cells(counted)
    assert cells(count(split, by="party", measure="injured"), "injured")["civilians"] == 5


def test_a_party_has_none_of_an_outcome_that_is_known_and_unknown_of_one_that_is_not(
    split: HandMade,
) -> None:
    counted = count(split, by="party", where={"id": ["FULL", "PART"]})
    rows = {row["party"]: row for row in counted.rows()}
    assert (rows["militants"]["injured"], rows["militants"]["injured_unknown"]) == (0, 0)
    assert (rows["army"]["injured"], rows["army"]["injured_unknown"]) == (None, 1)
    assert (rows["civilians"]["injured"], rows["civilians"]["injured_unknown"]) == (5, 0)


def test_groups_of_parties_add_their_members(split: HandMade) -> None:
    counted = count(split, by="party_group", measure=["incidents", "killed"])
    assert cells(counted, "killed")["security_forces"] == 11
    assert counted.incidents(party_group="security_forces") == ["FULL", "PART"]
    nested = count(split, by=["party_group", "party"], measure=["incidents", "killed"])
    assert cells(nested, "killed")["security_forces", "army"] == 3


def test_a_limit_by_party_limits_the_persons(split: HandMade) -> None:
    police = count(split, where={"party": "police"}, measure=["incidents", "killed"])
    assert police.total["killed"] == 8
    assert police.incidents() == ["FULL", "PART"]
    forces = count(split, where={"party": "security_forces"}, by="day", measure="killed")
    assert cells(forces, "killed") == {"2023-01-01": 6, "2023-01-02": 5}
    rest = count(split, where={"party": ["police", None]}, measure=["incidents", "killed"])
    assert rest.total["killed"] == 8 + 12
    by_party = count(split, where={"party": ["police", None]}, by="party", measure="killed")
    assert cells(by_party, "killed") == {"police": 8, None: 12}


def test_shares_of_a_party_divide_incidents_but_never_persons(split: HandMade) -> None:
    counted = count(split, by="party", measure=["incidents", "killed"], multi="share")
    assert sum(cells(counted).values()) == pytest.approx(5)
    assert cells(counted, "killed")["police"] == 8


def test_without_attackers_their_casualties_are_taken_off(split: HandMade) -> None:
    counted = count(split, by="day", measure="killed", rule="all_without_attackers")
    rows = {row["day"]: row for row in counted.rows()}
    assert amounts(rows["2023-01-01"]) == (6, 6, 6)
    assert amounts(rows["2023-01-02"]) == (8, 9, 12)
    assert amounts(rows["2023-01-03"]) == (3, 3, 3)
    # militants at least 4, mob 1 to 2, of at least 10: the others may be none
    assert amounts(rows["2023-01-05"]) == (0, 5, 5)
    assert any("Attackers' casualties" in note for note in counted.notes)


@pytest.mark.parametrize(
    ("total", "attackers", "expected"),
    [
        ((10, 10, 10), (3, 4, 5), (5, 6, 7)),
        ((10, 12, 15), (2, 2, 2), (8, 10, 13)),
        ((2, 2, 2), (1, 3, 4), (0, 0, 1)),
        ((10, 10, 10), (None, None, None), (0, None, 10)),
        ((None, None, None), (1, 1, 1), (None, None, None)),
    ],
)
def test_attackers_come_off_by_interval_arithmetic(
    release_of: Callable[..., HandMade],
    total: tuple[int, int, int],
    attackers: tuple[int, int, int],
    expected: tuple[int, int, int],
) -> None:
    casualties = [("militants", "killed", *attackers), ("civilians", "killed", 1, 1, 1)]
    release = release_of(incident("A", "2023-01-01", killed=total, casualties=casualties))
    assert amounts(count(release, rule="all_without_attackers").total) == expected


def test_attackers_have_no_row_under_a_rule_that_leaves_them_out(split: HandMade) -> None:
    counted = count(split, by="party", measure="killed", rule="all_without_attackers")
    killed = cells(counted, "killed")
    assert "militants" not in killed
    assert sum(killed.values()) == counted.total["killed"]


def test_parts_beyond_the_total_are_reconciled_and_not_hidden(
    release_of: Callable[..., HandMade],
) -> None:
    casualties = [("police", "killed", 4, 4, 4), ("army", "killed", 3, 3, 3)]
    release = release_of(incident("A", "2023-01-01", killed=5, casualties=casualties))
    counted = count(release, by="party", measure="killed")
    assert cells(counted, "killed") == {"army": 3, "police": 4}
    assert [row["killed"] for row in counted.rows(totals=True)[-2:]] == [2, 5]
