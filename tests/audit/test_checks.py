"""What each check finds in a small report, and what it leaves alone."""

from __future__ import annotations

import re

import pytest

from tests.audit.reports import audited, codes, printed

YEAR = "1. Attacks in Pakistan in 2023\n\n"


def only(*texts: str):  # type: ignore[no-untyped-def]
    (one,) = audited(*texts).found
    return one


def test_a_total_that_is_not_the_sum_of_its_column() -> None:
    rows = [["District", "Attacks", "Killed"], ["Kech", "4", "7"], ["Quetta", "5", "2"]]
    one = only(printed([*rows, ["Total", "10", "9"]]))
    assert (one.code, one.severity, one.found, one.expected) == ("sum-column", "error", "10", "9")
    assert one.arithmetic == "4 + 5 = 9, printed 10"
    assert one.spots[0].where == "Table 1, row Total, column Attacks"
    assert one.spots[0].quote == "10"


def test_an_urdu_table_with_its_own_digits_is_added_up() -> None:
    rows = [["ضلع", "حملے", "ہلاک"], ["کیچ", "۱۴", "۷"], ["کوئٹہ", "۵", "۲"], ["کل", "۲۰", "۹"]]
    one = only(printed(rows, "جدول 1: پاکستان میں حملے"))
    assert (one.code, one.found, one.expected) == ("sum-column", "20", "19")


def test_the_text_tells_which_cell_of_a_column_is_wrong() -> None:
    rows = [
        ["Targets", "Attacks", "Killed"],
        ["Civilians", "4", "7"],
        ["Tribal elders", "5", "2"],
        ["Railway tracks / trains", "2", "0"],
        ["Total", "12", "9"],
    ]
    text = (
        printed(rows, "Table 2: Targets of attacks in Pakistan in 2023")
        + "\nIn 2023, another six attacks targeted tribal elders in Pakistan.\n"
    )
    done = audited(text)
    assert sorted(codes(done)) == ["figure-differs", "sum-column"]
    column = next(one for one in done.found if one.code == "sum-column")
    assert column.correction.startswith("5 → 6 in row Tribal elders")


def test_a_total_that_the_text_has_too_is_not_the_one_to_change() -> None:
    rows = [["District", "Attacks"], ["Kech", "4"], ["Quetta", "5"], ["Total", "10"]]
    text = printed(rows) + "\nA total of 10 terrorist attacks took place in Pakistan in 2023.\n"
    assert only(text).correction.endswith("one of the parts should be 1 more.")


def test_groups_of_one_category_and_the_rows_of_a_table_of_groups() -> None:
    rows = [["Organization", "Attacks"], ["BLA", "9"], ["BLF", "5"], ["TTP", "8"], ["IS-K", "3"],
            ["Lashkar-e-Jhangvi", "2"], ["Total", "27"]]  # fmt: skip
    said = "\n1. Attacks in Pakistan in 2023\n\nIn 2023, Baloch insurgent groups carried out {} attacks in Pakistan.\n"  # noqa: E501
    table = printed(rows, "Table 1: Attacks by groups in Pakistan in 2023")
    assert codes(audited(table + said.format(14))) == []
    one = only(table + said.format(15))
    assert (one.code, one.severity, one.arithmetic) == ("figure-differs", "note", "9 + 5 = 14")


def test_a_column_of_shares_and_one_of_ranks_are_not_added_up() -> None:
    rows = [
        ["Region", "Rank", "Attacks", "Share"],
        ["Balochistan", "1", "30", "60%"],
        ["Punjab", "2", "15", "30%"],
        ["Sindh", "3", "5", "10%"],
        ["Total", "", "50", "100%"],
    ]
    assert codes(audited(printed(rows))) == []
    rows[2][3] = "34%"
    assert codes(audited(printed(rows))) == ["percent-share"]


def test_a_table_whose_rows_are_no_parts_is_said_to_be_unread() -> None:
    rows = [
        ["District", "Attacks", "Killed", "Injured", "Arrested"],
        ["Kech", "40", "70", "3", "8"],
        ["Quetta", "50", "20", "9", "9"],
        ["Total", "7", "6", "90", "44"],
    ]
    one = only(printed(rows))
    assert (one.code, one.severity) == ("table-unread", "note")


def test_parts_in_brackets_make_up_their_whole() -> None:
    said = (
        "In 2023, the operations caused 40 deaths (25 militants, 10 soldiers and {} civilians).\n"
    )
    assert codes(audited(YEAR + said.format("five"))) == []
    one = only(YEAR + said.format("seven"))
    assert (one.code, one.found, one.expected) == ("sum-parts", "40", "42")
    assert one.arithmetic == "25 + 10 + 7 = 42, printed 40"


def test_parts_behind_including_may_leave_some_out_but_not_be_more() -> None:
    said = "A total of 30 soldiers were killed in 2023, including {} in Kech and 9 in Zhob.\n"
    assert codes(audited(YEAR + said.format(4))) == []
    assert codes(audited(YEAR + said.format(25))) == ["sum-parts"]


def test_what_follows_a_closed_including_is_no_part() -> None:
    said = "In 2023, four officers, including one colonel, and five soldiers were killed in Kech.\n"
    assert codes(audited(YEAR + said)) == []


def test_out_of_a_total_so_many_here_and_so_many_there() -> None:
    said = (
        "Out of the total 151 attacks in 2023, as many as {} concentrated in KP, while 15 happened "
        "in Balochistan, another three in Punjab, and one in Karachi.\n"
    )
    assert codes(audited(YEAR + said.format(132))) == []
    assert codes(audited(YEAR + said.format(131))) == ["sum-parts"]


def test_one_each_in_several_places_counts_for_each() -> None:
    said = "There were 11 attacks in 2023, including {} attacks each in Kech and Zhob and one each in Tank, Swat and Bannu.\n"  # noqa: E501
    assert codes(audited(YEAR + said.format("four"))) == []
    assert codes(audited(YEAR + said.format("five"))) == ["sum-parts"]


def test_a_percentage_beside_the_number_it_belongs_to() -> None:
    said = (
        "A total of 300 terrorist attacks took place in Pakistan in 2023. In 2023, as many as 201 "
        "attacks, or about {} percent of the total, targeted security forces in Pakistan.\n"
    )
    assert codes(audited(YEAR + said.format(67))) == []
    one = only(YEAR + said.format(72))
    assert (one.code, one.arithmetic) == ("percent-share", "201 ÷ 300 × 100 = 67.0")


@pytest.mark.parametrize(
    ("words", "right"),
    [("almost half", True), ("two thirds", False), ("over 60 percent", False)],
)
def test_a_share_in_words(words: str, right: bool) -> None:
    said = (
        "A total of 300 terrorist attacks took place in Pakistan in 2023. The TTP carried out 147 "
        f"attacks in Pakistan in 2023. In 2023, the TTP perpetrated {words} of the attacks.\n"
    )
    assert codes(audited(YEAR + said)) == ([] if right else ["percent-share"])


def test_a_share_of_groups_with_others_is_a_note() -> None:
    said = (
        "A total of 300 terrorist attacks took place in Pakistan in 2023. The TTP carried out 147 "
        "attacks in Pakistan in 2023. In 2023, the TTP and its affiliates perpetrated over 70 "
        "percent of the attacks.\n"
    )
    one = only(YEAR + said)
    assert (one.code, one.severity) == ("percent-share", "note")
    assert one.doubt


def test_an_increase_from_one_number_to_another() -> None:
    said = "The region saw a {} percent increase in fatalities, from 254 in 2022 to 413 in 2023.\n"
    assert codes(audited(YEAR + said.format(63))) == []
    assert codes(audited(YEAR + said.format(75))) == ["percent-change"]


def test_one_quantity_in_two_sentences_however_worded() -> None:
    said = (
        "The BLA carried out 49 terrorist attacks in Balochistan in 2023.\n\nSection two\n\n"
        "In Balochistan, as many as {} attacks were perpetrated by the Balochistan Liberation Army "
        "in 2023.\n"
    )
    assert codes(audited(YEAR + said.format(49))) == []
    one = only(YEAR + said.format(47))
    assert one.code == "figure-differs"
    assert {one.found, one.expected} == {"47", "49"}


def test_numbers_of_another_place_time_group_or_kind_are_other_numbers() -> None:
    said = (
        "The BLA carried out 49 terrorist attacks in Balochistan in 2023. The BLA carried out 46 "
        "terrorist attacks in Balochistan in 2022. The BLA carried out 1 terrorist attack in "
        "Punjab in 2023. The BLF carried out 16 terrorist attacks in Balochistan in 2023. Security "
        "forces conducted 28 operations in Balochistan in 2023.\n"
    )
    assert codes(audited(YEAR + said)) == []


def test_at_least_and_over_contradict_only_what_is_below_them() -> None:
    said = (
        "The BLA carried out {} attacks in Balochistan in 2023.\n\nSection two\n\nThe BLA carried "
        "out 49 attacks in Balochistan in 2023.\n"
    )
    assert codes(audited(YEAR + said.format("at least 40"))) == []
    assert codes(audited(YEAR + said.format("over 60"))) == ["figure-differs"]


def test_two_documents_that_give_one_quantity_differently() -> None:
    one = only(
        "The BLA carried out 49 terrorist attacks in Balochistan in 2023.\n",
        "In 2023, the BLA carried out 52 terrorist attacks in Balochistan.\n",
    )
    assert (one.code, one.severity) == ("documents-differ", "warning")
    assert {spot.document for spot in one.spots} == {"a.txt", "b.txt"}


def test_one_incident_told_with_different_numbers() -> None:
    one = only(
        "A suicide blast in Mastung on September 29, 2023 killed 63 people.\n",
        "On 29 September 2023, a bombing in Mastung claimed 52 lives.\n",
    )
    assert (one.code, one.found, one.expected) == ("incident-differs", "63", "52")
    assert (
        codes(
            audited(
                "A suicide blast in Mastung on September 29, 2023 killed 63 people.\n",
                "On 29 September 2023, a bombing in Mastung claimed over 50 lives.\n",
            )
        )
        == []
    )


def test_one_pair_of_attacks_told_with_different_numbers() -> None:
    one = only(
        "The group claimed both attacks, killing 30 in a February 2024 twin bombing at offices in "
        "Pishin and Killa Saifullah.\n",
        "In February 2024 it struck in Pishin and Killa Saifullah, which claimed 33 lives.\n",
    )
    assert (one.code, one.severity, one.found) == ("incident-differs", "note", "30")
    assert {spot.document for spot in one.spots} == {"a.txt", "b.txt"}
    others = audited(
        "The group killed 30 in a February 2024 bombing in Pishin and Killa Saifullah.\n",
        "In February 2024, attacks in Pishin and Zhob claimed 33 lives.\n",
        "In March 2024, attacks in Pishin and Killa Saifullah claimed 41 lives.\n",
    )
    assert codes(others) == []


def test_the_dead_of_one_party_told_differently() -> None:
    by_day = "A massacre in a school in Peshawar on December 16, 2014 killed 143 individuals, "
    one = only(
        f"{by_day}including 134 children.\n",
        "A total of 132 children were martyred when militants stormed the APS-Warsak School.\n",
    )
    assert (one.code, one.severity) == ("incident-differs", "warning")
    assert (one.found, one.expected) == ("134", "132")
    assert (
        codes(audited(f"{by_day}including 134 children.\n", f"{by_day}among them a nurse.\n")) == []
    )


def test_the_injured_behind_the_parts_of_the_dead_are_no_part() -> None:
    said = "The blast left 20 people, among them nine members of one family, dead and 48 injured.\n"
    assert codes(audited(said)) == []


def test_a_number_of_districts_and_the_districts_named() -> None:
    said = (
        "The attacks of 2023 were reported from {} districts: Kech, Zhob, Tank, Swat and Bannu.\n"
    )
    assert codes(audited(YEAR + said.format("five"))) == []
    one = only(YEAR + said.format("six"))
    assert (one.code, one.found, one.expected) == ("list-length", "6", "5")


def test_every_finding_points_into_the_text() -> None:
    text = printed([["District", "Attacks"], ["Kech", "4"], ["Quetta", "5"], ["Total", "10"]])
    for one in audited(text).found:
        for spot in one.spots:
            assert " ".join(text[spot.start : spot.end].split()) == spot.quote


def test_the_note_of_a_cell_divides_its_number() -> None:
    rows = [["District", "Operations", "Killed"], ["Kech", "4", "30"], ["Quetta", "5", "10"]]
    text = printed([*rows, ["Total", "9", "40¹"]], "Table 1: Operations in Pakistan in 2023")
    note = "\n¹ 25 militants, 10 soldiers, and {} civilians.\n"
    assert codes(audited(text + note.format("five"))) == []
    one = only(text + note.format("seven"))
    assert (one.code, one.found, one.expected) == ("sum-parts", "40", "42")
    assert one.spots[1].where == "note 1"


def test_a_quote_cuts_no_word() -> None:
    said = (
        "The desk says that in the whole province of Balochistan the attacks of all groups rose "
        "from 20 in 2022 to 30 in 2023, an increase of 20 percent, which was not seen before in "
        "the province, as far as the first newspapers that counted them there reach back."
    )
    [found] = audited(f"# Report\n\n{said}\n").found
    for spot in found.spots:
        for part in spot.quote.split(" … "):
            assert re.search(rf"\b{re.escape(part.rstrip('.'))}\b", said)


EDGED = "| Province | Attacks |\n{}| Sindh | 4 |\n| Punjab | 2 |\n{}| Total | 9 |\n"
BARE = "Province | Attacks\nSindh | 4\nPunjab | 2\n--- | ---\nTotal | 9\n"


@pytest.mark.parametrize(
    "table",
    [
        EDGED.format("", "|---|---|\n"),
        EDGED.format("|---|---|\n", "|---|---|\n"),
        EDGED.format("|---|---|\n", "") + "Source: PIPS | Dawn\n",
        BARE,
        BARE + "Group | Killed\n--- | ---\nFirst | 4\nSecond | 2\n",
    ],
)
def test_a_wrong_total_is_found_however_its_table_is_ruled(table: str) -> None:
    one = only(f"A report\n\nTable 1: Attacks in Pakistan in 2023\n\n{table}")
    assert (one.code, one.found, one.expected) == ("sum-column", "9", "6")
