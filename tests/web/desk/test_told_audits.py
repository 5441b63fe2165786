"""What an audit says is said in Urdu, whatever it finds; names and quotes stay as they are."""

from __future__ import annotations

import re

from tests.audit.reports import audited, codebook, document, printed
from tests.conftest import MakeRelease
from waqia.audit import Audit, Discrepancy, audit
from waqia.web.desk.words import words_of

YEAR = "1. Attacks in Pakistan in 2023\n\n"
OTHER = "\n2. More\n\n"
COLUMNS = [["District", "Attacks", "Killed"], ["Kech", "4", "7"], ["Quetta", "5", "2"]]
TOTALS = [
    ["Province", "Sindh", "Punjab", "Total"],
    ["2019", "4", "5", "9"], ["2020", "6", "2", "9"], ["2021", "3", "3", "6"],
    ["2022", "1", "2", "3"], ["Total", "14", "12", "27"],
]  # fmt: skip
GROUPS = [
    ["Organization", "Attacks"], ["BLA", "9"], ["BLF", "5"], ["TTP", "8"], ["IS-K", "3"],
    ["Lashkar-e-Jhangvi", "2"], ["Total", "27"],
]  # fmt: skip
ELDERS = [
    ["Targets", "Attacks", "Killed"], ["Civilians", "4", "7"], ["Tribal elders", "5", "2"],
    ["Railway tracks / trains", "2", "0"], ["Total", "12", "9"],
]  # fmt: skip
SHARES = [
    ["Region", "Attacks", "Share"], ["Balochistan", "30", "60%"], ["Punjab", "15", "34%"],
    ["Sindh", "5", "10%"], ["Total", "50", "100%"],
]  # fmt: skip
CHANGES = [
    ["Province", "2022", "2023", "Change"], ["Sindh", "10", "15", "50%"],
    ["Punjab", "20", "30", "50%"], ["Balochistan", "40", "50", "45%"],
]  # fmt: skip
UNREAD = [
    ["District", "Attacks", "Killed", "Injured", "Arrested"], ["Kech", "40", "70", "3", "8"],
    ["Quetta", "50", "20", "9", "9"], ["Total", "7", "6", "90", "44"],
]  # fmt: skip
ODD = [*COLUMNS, ["Zhob", "2", "1"], ["Tank", "three", "4"], ["Total", "9", "9"]]
BLA = "The BLA carried out {} terrorist attacks in Balochistan in 2023.\n"
BALOCH = "In 2023, Baloch insurgent groups carried out {} attacks in Pakistan.\n"
REPORTS = [
    printed([*COLUMNS, ["Total", "10", "9"]]),
    printed([*COLUMNS, ["Total", "10", "9"]]) + "\nIn 2023, 10 attacks took place in Pakistan.\n",
    printed([*COLUMNS, ["Total", "100", "90"]]),
    printed(TOTALS),
    printed(ELDERS, "Table 2: Targets of attacks in Pakistan in 2023")
    + "\nIn 2023, another six attacks targeted tribal elders in Pakistan.\n",
    printed(GROUPS, "Table 1: Attacks by groups in Pakistan in 2023")
    + f"\n{YEAR}{BALOCH.format(15)}",
    printed(SHARES),
    printed(CHANGES, "Table 3: Attacks in Pakistan"),
    printed(UNREAD),
    printed(ODD),
    printed([["ضلع", "حملے"], ["کیچ", "۱۴"], ["کوئٹہ", "۵"], ["کل", "۲۰"]], "جدول 1: حملے"),
    printed([*COLUMNS, ["Total", "9", "9¹"]]) + "\n¹ 2 militants, 4 soldiers, and 5 civilians.\n",
    f"{YEAR}In 2023, operations caused 40 deaths (25 militants, 10 soldiers and 7 civilians).\n",
    f"{YEAR}In 2023, 12 soldiers were killed in Kech, including 14 of the Frontier Corps.\n",
    f"{YEAR}The attacks of 2023 were reported from six districts: Kech, Zhob, Tank and Swat.\n",
    (
        f"{YEAR}The region saw a 75 percent increase in fatalities, from 254 in 2022 to 413 in "
        "2023.\n"
    ),
    f"{YEAR}In 2023, 15 of the 30 attacks, 60 percent, targeted the police in Quetta.\n",
    (
        f"{YEAR}A total of 300 terrorist attacks took place in Pakistan in 2023. The TTP carried "
        "out 147 attacks in Pakistan in 2023. In 2023, the TTP and its affiliates perpetrated over "
        "70 percent of the attacks.\n"
    ),
    YEAR + BLA.format(49) + OTHER + BLA.format(52),
    YEAR + BALOCH.format(80) + OTHER + BALOCH.format(90),
    BLA.format(49),
    BLA.format(52),
    "A suicide blast in Mastung on September 29, 2023 killed 63 people.\n",
    "On 29 September 2023, a bombing in Mastung claimed 52 lives.\n",
    (
        "The group claimed both attacks, killing 30 in a February 2024 twin bombing at offices in "
        "Pishin and Killa Saifullah.\n"
    ),
    "In February 2024 it struck in Pishin and Killa Saifullah, which claimed 33 lives.\n",
]
READ = [
    "Nothing is counted here.\n",
    "Several attacks killed 12 people, and three operations followed.\n",
    "Several attacks followed.\n\nThree operations followed.\n",
    "In 2023, 49 attacks took place in Balochistan.\n",
    BLA.format(49) * 2,
]
CODES = {
    "sum-column", "sum-row", "sum-parts", "percent-change", "percent-share", "list-length",
    "figure-differs", "documents-differ", "incident-differs", "table-unread",
}  # fmt: skip
ISOLATED = re.compile("[\u2066\u2068][^\u2066\u2068\u2069]*\u2069")
LATIN = re.compile("[A-Za-z]{2}")


def in_urdu(text: str) -> None:
    """Besides names and quotes, which are set apart, no English word is left."""
    said = words_of("ur").tell(text)
    while ISOLATED.search(said):
        said = ISOLATED.sub("", said)
    assert not LATIN.search(said), (text, said)


def check(one: Discrepancy) -> None:
    for text in (one.message, one.arithmetic, one.correction, one.doubt):
        in_urdu(text)
    for place in one.marked:
        in_urdu(place.where)


def test_every_kind_of_finding_is_said_in_urdu() -> None:
    found = audited(*REPORTS).found
    for one in found:
        check(one)
    assert {one.code for one in found} == CODES


def test_what_was_read_is_said_in_urdu() -> None:
    for text in READ:
        in_urdu(audited(text).read)


def test_what_a_release_says_is_said_in_urdu(make_release: MakeRelease) -> None:
    text = YEAR + BLA.format(49) + "In 2023, as many as six attacks hit offices of NADRA.\n"
    done: Audit = audit([document(text)], codebook(), make_release([{}]))
    assert {one.code for one in done.found} == {"release-differs", "figure-unasked"}
    for one in done.found:
        check(one)


def test_a_place_with_a_comma_is_told_where_it_stands() -> None:
    rows = [["Targets", "No. of attacks"], ["Tribal elders", "5"], ["Civilians", "4"]]
    table = printed(rows, "Table 2: Targets of attacks in Pakistan in 2023")
    done = audited(f"{table}\nIn 2023, another six attacks targeted tribal elders in Pakistan.\n")
    said = words_of("ur").tell(done.found[0].message)
    assert "\u2068No. of attacks\u2069 میں 5" in said


def test_quotes_and_sums_stay_as_they_are_printed() -> None:
    tell = words_of("ur").tell
    assert "”\u2068over 70 percent\u2069“" in tell("“over 70 percent” → 49 percent")
    both = tell("4 + 5 = 9, printed 10; 9 + 2 = 11, printed 12")
    assert both.count("\u2066") == 2
    assert "10؛ " in both
