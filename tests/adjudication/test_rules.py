"""Each rule picks the value it says it does, and provenance says which rule it was."""

from __future__ import annotations

from typing import Any

import duckdb
import pytest

from tests.conftest import Rows, stage
from waqia.adjudication import RULES, adjudicate
from waqia.codebook import Codebook
from waqia.model import VALUE_FIELDS, CodebookError

# The bombing in the mosque of Police Lines, Peshawar, on 30 January 2023, as three sources
# counted its dead: an early toll, an institute's yearbook, and the toll of the day after.
PESHAWAR: Rows = [
    {"incident": "I", "source": "early", "killed": 59, "district": "Peshawar"},
    {"incident": "I", "source": "yearbook", "killed": 84, "district": "Peshawar"},
    {"incident": "I", "source": "day-after", "killed": 101, "killed_imputed": True},
]
SOURCES: Rows = [
    {"id": "early", "title": "Wire, afternoon", "date": "2023-01-30", "reliability": "C"},
    {"id": "yearbook", "title": "Yearbook", "date": "2024", "reliability": "B"},
    {"id": "day-after", "title": "Newspaper", "date": "2023-01-31"},
]

Told = tuple[dict[str, Any], dict[str, dict[str, Any]]]


@pytest.fixture
def adjudicated(connection: duckdb.DuckDBPyConnection, codebook: Codebook) -> Any:
    """A function: accounts of one incident → (its row, provenance by field)."""

    def run(accounts: Rows, sources: Rows | None = None, **rules: tuple[str, ...]) -> Told:
        stage(connection, accounts, sources)
        adjudicate(connection, codebook, rules)
        incidents = connection.execute("FROM incidents").df().to_dict("records")
        provenance = connection.execute("FROM provenance").df().to_dict("records")
        assert len(incidents) == 1
        return incidents[0], {row["field"]: row for row in provenance}

    return run


@pytest.mark.parametrize(
    ("rule", "killed"),
    [
        (("highest_graded",), 84),
        (("latest",), 84),
        (("most_precise", "minimum"), 59),
        (("most_precise", "maximum"), 84),
        (("median",), 84),
        (("minimum",), 59),
        (("maximum",), 101),
        (("modal", "maximum"), 101),
    ],
)
def test_a_rule_gives_the_best_estimate_and_the_range_stays(
    adjudicated: Any, rule: tuple[str, ...], killed: int
) -> None:
    incident, provenance = adjudicated(PESHAWAR, SOURCES, killed=rule)
    assert incident["killed"] == killed
    assert (incident["killed_min"], incident["killed_max"]) == (59, 101)
    assert provenance["killed"]["rule"] == rule[-1]
    assert (provenance["killed"]["said_by"], provenance["killed"]["n_values"]) == (3, 3)
    assert list(incident["disputed"]) == ["killed"]


def test_the_most_frequent_value_is_modal(adjudicated: Any) -> None:
    accounts = [{"incident": "I", "killed": killed} for killed in (84, 101, 84)]
    incident, provenance = adjudicated(accounts, killed=("modal",))
    assert incident["killed"] == 84
    assert provenance["killed"]["rule"] == "modal"
    assert list(provenance["killed"]["accounts"]) == ["A-0001", "A-0003"]


def test_of_four_counts_the_median_is_one_that_was_said(adjudicated: Any) -> None:
    accounts = [{"incident": "I", "killed": killed} for killed in (10, 40, 20, 30)]
    assert adjudicated(accounts, killed=("median",))[0]["killed"] == 20


def test_a_tie_break_decides_among_what_the_rule_before_it_left(adjudicated: Any) -> None:
    accounts = [
        {"incident": "I", "source": "a", "killed": 5},
        {"incident": "I", "source": "b", "killed": 9},
        {"incident": "I", "source": "c", "killed": 1},
    ]
    sources = [{"id": "a", "title": "A", "reliability": "B", "date": "2023-01-02"},
               {"id": "b", "title": "B", "reliability": "B", "date": "2023-01-05"},
               {"id": "c", "title": "C", "reliability": "D", "date": "2023-02-01"}]  # fmt: skip
    incident, provenance = adjudicated(accounts, sources, killed=("highest_graded", "latest"))
    assert incident["killed"] == 9
    assert provenance["killed"]["rule"] == "latest"


def test_credibility_decides_between_sources_of_one_grade(adjudicated: Any) -> None:
    accounts = [
        {"incident": "I", "reliability": "B", "credibility": None, "injured": 1},
        {"incident": "I", "reliability": "B", "credibility": 3, "injured": 2},
        {"incident": "I", "reliability": "B", "credibility": 2, "injured": 3},
        {"incident": "I", "reliability": None, "credibility": 1, "injured": 4},
    ]
    incident, _ = adjudicated(accounts, injured=("highest_graded",))
    assert incident["injured"] == 3


def test_what_no_rule_can_decide_the_smallest_id_does(adjudicated: Any) -> None:
    accounts = [
        {"id": "A-2", "incident": "I", "type": "armed_clash"},
        {"id": "A-1", "incident": "I", "type": "terrorist_attack"},
    ]
    incident, provenance = adjudicated(accounts, type=("latest",))
    assert incident["type"] == "terrorist_attack"
    assert provenance["type"]["rule"] == "smallest_id"


@pytest.mark.parametrize(
    ("accounts", "rule"),
    [
        ([{"killed": 3}, {"killed": 3}], "agreed"),
        ([{"killed": 3}, {"killed": None}], "only_account"),
    ],
)
def test_where_nothing_had_to_be_decided_provenance_says_so(
    adjudicated: Any, accounts: Rows, rule: str
) -> None:
    incident, provenance = adjudicated([{"incident": "I", **account} for account in accounts])
    assert incident["killed"] == 3
    assert provenance["killed"]["rule"] == rule
    assert list(incident["disputed"]) == []


def test_a_day_is_more_precise_than_its_month(adjudicated: Any) -> None:
    accounts = [
        {"incident": "I", "date_start": "2023-01-01", "date_end": "2023-01-31",
         "date_precision": "month", "reliability": "A"},
        {"incident": "I", "date_start": "2023-01-30", "date_end": "2023-01-30",
         "date_precision": "day", "reliability": "D"},
    ]  # fmt: skip
    incident, provenance = adjudicated(accounts)
    assert str(incident["date_start"])[:10] == str(incident["date_end"])[:10] == "2023-01-30"
    assert incident["date_precision"] == "day"
    assert provenance["date"]["rule"] == "most_precise"


def test_a_month_and_a_day_in_it_do_not_contradict_each_other(adjudicated: Any) -> None:
    month = {"date_start": "2023-01-01", "date_end": "2023-01-31", "date_precision": "month"}
    day = {"date_start": "2023-01-30", "date_end": "2023-01-30"}
    incident, provenance = adjudicated([{"incident": "I"} | month, {"incident": "I"} | day])
    assert provenance["date"]["n_values"] == 2
    assert list(incident["disputed"]) == []


def test_two_days_contradict_each_other(adjudicated: Any) -> None:
    days = [{"incident": "I", "date_start": f"2023-01-{day}"} for day in (30, 31)]
    assert list(adjudicated(days)[0]["disputed"]) == ["date"]


def test_a_place_is_taken_whole_from_one_account(adjudicated: Any) -> None:
    accounts = [
        {"incident": "I", "place": "Balochistan", "province": "Balochistan",
         "place_precision": "province", "reliability": "A"},
        {"incident": "I", "place": "Mach", "place_id": "pk-city-mach", "district": "Kachhi",
         "province": "Balochistan", "place_precision": "town"},
    ]  # fmt: skip
    incident, _ = adjudicated(accounts)
    assert (incident["place"], incident["district"]) == ("Mach", "Kachhi")
    assert list(incident["disputed"]) == []  # the town lies in the province


def test_a_force_is_more_precise_than_its_group(adjudicated: Any) -> None:
    accounts = [
        {"incident": "I", "type": "attack"},
        {"incident": "I", "type": "terrorist_attack"},
    ]
    assert adjudicated(accounts, type=("most_precise",))[0]["type"] == "terrorist_attack"


def test_union_keeps_every_code_those_said_most_often_first(adjudicated: Any) -> None:
    accounts = [
        {"incident": "I", "tags": ["suicide", "major"]},
        {"incident": "I", "tags": ["sectarian", "suicide"]},
    ]
    incident, provenance = adjudicated(accounts)
    assert list(incident["tags"]) == ["suicide", "major", "sectarian"]
    assert provenance["tags"]["rule"] == "union"


def test_the_order_in_which_an_account_names_actors_is_no_disagreement(adjudicated: Any) -> None:
    accounts = [
        {"incident": "I", "perpetrators": ["ttp", "isk"], "claim": "claimed"},
        {"incident": "I", "perpetrators": ["isk", "ttp"], "claim": "suspected"},
    ]
    incident, provenance = adjudicated(accounts)
    assert list(incident["perpetrators"]) == ["ttp", "isk"]
    assert incident["claim"] == "claimed"
    assert provenance["perpetrators"]["rule"] == "agreed"


@pytest.mark.parametrize(
    ("rule", "decided", "best"),
    [("maximum", "gives_totals", [97, 4]), ("minimum", "fits_totals", [83, 1])],
)
def test_the_split_by_party_comes_from_the_account_that_gave_the_total(
    adjudicated: Any, rule: str, decided: str, best: list[int]
) -> None:
    def split(police: int, civilians: int) -> list[dict[str, Any]]:
        return [
            {"party": party, "outcome": "killed", "min": n, "best": n, "max": n, "imputed": False}
            for party, n in (("police", police), ("civilians", civilians))
        ]

    accounts = [
        {"incident": "I", "killed": 84, "casualties": split(83, 1), "credibility": 2},
        {"incident": "I", "killed": 101, "casualties": split(97, 4), "credibility": 1},
    ]
    incident, provenance = adjudicated(accounts, killed=(rule,))
    assert provenance["casualties"]["rule"] == decided
    assert [part["best"] for part in incident["casualties"]] == best
    police, civilians = incident["casualties"]
    assert (police["min"], police["max"]) == (83, 97)
    assert (civilians["min"], civilians["max"]) == (1, 4)


def test_an_open_count_marks_the_incident(adjudicated: Any) -> None:
    accounts = [
        {"incident": "I", "killed_min": 19, "killed": 19},
        {"incident": "I", "killed_min": 17, "killed": 17, "killed_max": 17},
    ]
    incident, provenance = adjudicated(accounts)
    assert list(incident["marks"]) == ["count-open"]
    assert incident["killed"] == 17
    assert provenance["killed"]["rule"] == "most_precise"
    assert (incident["killed_min"], incident["killed_max"]) == (17, 19)


@pytest.mark.parametrize(
    ("rules", "words"),
    [
        ({"killed": ("newest",)}, "no rule 'newest'"),
        ({"type": ("median",)}, "rule for counts"),
        ({"type": ("union",)}, "rule for lists"),
        ({"tags": ("union", "latest")}, "remove the tie-breaks"),
    ],
)
def test_a_rule_that_does_not_fit_its_field_is_refused(
    connection: duckdb.DuckDBPyConnection, codebook: Codebook, rules: Any, words: str
) -> None:
    stage(connection, PESHAWAR)
    with pytest.raises(CodebookError, match=words):
        adjudicate(connection, codebook, rules)


def test_every_rule_is_described_and_every_shipped_codebook_is_sound() -> None:
    from waqia.adjudication.fields import FIELDS
    from waqia.adjudication.rules import checked

    assert tuple(FIELDS) == VALUE_FIELDS
    assert all(text.endswith(".") for text in RULES.values())
    for name in Codebook.shipped():
        for field in FIELDS.values():
            assert checked(field, Codebook.load(name).adjudication(field.name))


def test_a_claim_stays_with_the_perpetrators_it_is_about(adjudicated: Any) -> None:
    accounts = [
        {"incident": "I", "perpetrators": ["ttp"], "reliability": "A"},
        {"incident": "I", "perpetrators": ["bla"], "claim": "claimed", "reliability": "C"},
    ]
    incident, _ = adjudicated(accounts)
    assert list(incident["perpetrators"]) == ["ttp"]
    assert incident["claim"] is None


def test_an_account_of_the_same_perpetrators_lends_its_claim(adjudicated: Any) -> None:
    accounts = [
        {"incident": "I", "perpetrators": ["ttp"], "reliability": "A"},
        {"incident": "I", "perpetrators": ["ttp"], "claim": "claimed", "reliability": "C"},
    ]
    assert adjudicated(accounts)[0]["claim"] == "claimed"


def test_united_perpetrators_have_the_claim_that_all_accounts_agree_on(adjudicated: Any) -> None:
    accounts = [
        {"incident": "I", "perpetrators": ["ttp"], "claim": "claimed"},
        {"incident": "I", "perpetrators": ["isk"], "claim": "claimed"},
    ]
    incident, _ = adjudicated(accounts, perpetrators=("union",))
    assert sorted(incident["perpetrators"]) == ["isk", "ttp"]
    assert incident["claim"] == "claimed"


def test_coordinates_are_those_of_the_place_that_was_chosen(adjudicated: Any) -> None:
    quetta = {"place": "Quetta", "place_precision": "town", "latitude": 30.2, "longitude": 67.0}
    mach = {"place": "Mach", "place_precision": "town", "latitude": 29.9, "longitude": 67.3}
    accounts = [
        {"incident": "I", "source": "late"} | mach,
        {"incident": "I", "source": "one"} | quetta,
        {"incident": "I", "source": "two"} | quetta,
    ]
    sources = [
        {"id": "late", "title": "1", "date": "2023-02"},
        {"id": "one", "title": "2", "date": "2023-01"},
        {"id": "two", "title": "3", "date": "2023-01"},
    ]
    incident, provenance = adjudicated(accounts, sources)
    assert (incident["place"], incident["latitude"]) == ("Quetta", 30.2)
    assert provenance["place"]["rule"] == "modal"
    assert provenance["coordinates"]["rule"] == "gives_place"


@pytest.mark.parametrize("times", [1, 2])
def test_a_side_that_every_account_leaves_open_stays_open(adjudicated: Any, times: int) -> None:
    part = {"party": "militants", "outcome": "killed", "min": 5, "best": 5}
    account = {
        "incident": "I", "killed_min": 19, "killed": 19, "injured": 30, "injured_max": 30,
        "casualties": [part | {"max": None, "imputed": False}],
    }  # fmt: skip
    incident, _ = adjudicated([account] * times)
    assert (incident["killed_min"], incident["killed"]) == (19, 19)
    assert incident["injured_max"] == 30
    assert incident["killed_max"] is None
    assert incident["injured_min"] is None
    assert incident["casualties"][0]["max"] is None
    assert list(incident["marks"]) == ["count-open"]


def test_parts_that_exceed_the_chosen_total_are_parts_of_another(adjudicated: Any) -> None:
    split = [
        {"party": party, "outcome": "killed", "min": n, "best": n, "max": n, "imputed": False}
        for party, n in (("militants", 12), ("civilians", 3))
    ]
    accounts = [
        {"incident": "I", "killed": 10, "credibility": 1},
        {"incident": "I", "killed": 15, "casualties": split, "credibility": 2},
    ]
    incident, provenance = adjudicated(accounts)
    assert incident["killed"] == 10
    assert len(incident["casualties"]) == 0
    assert "casualties" not in provenance
