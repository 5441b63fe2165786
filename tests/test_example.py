"""The example by hand: its form, its codes, and its agreement with the documents it is drawn from.

The documents are under copyright and not part of the project. Where they lie in
`../shared/seeds`, every anchor is read in them; elsewhere those tests are skipped.
"""

from __future__ import annotations

import csv
import hashlib
import re
from collections import defaultdict
from functools import cache
from pathlib import Path

import pytest

from waqia.codebook import Codebook
from waqia.codebook.codebook import normalise
from waqia.model import OUTCOMES, parse_count

ROOT = Path(__file__).parents[1]
EXAMPLE = ROOT / "examples" / "pakistan"
SEEDS = ROOT.parent / "shared" / "seeds"

ACCOUNT_COLUMNS = (
    "account_id,incident_id,source_id,locator,anchor_start,anchor_end,reported_by,type,date,place,"
    "district,province,country,latitude,longitude,place_precision,perpetrators,claim,responders,"
    "target_actors,targets,tactics,killed,injured,arrested,abducted,killed_by_party,"
    "injured_by_party,arrested_by_party,abducted_by_party,tags,summary,coder,credibility"
)
SOURCE_COLUMNS = (
    "source_id,title,publisher,author,date,language,url,reliability,access,media_type,sha256,note"
)
FIGURE_COLUMNS = (
    "figure_id,source_id,locator,anchor_start,anchor_end,measure,value,value_min,value_max,unit,"
    "period_start,period_end,country,region,place,type,actor,target,tactic,party,counts,note"
)
ACCOUNT_VOCABULARIES = {
    "type": "type", "targets": "target", "tactics": "tactic", "perpetrators": "actor",
    "responders": "actor", "target_actors": "actor",
}  # fmt: skip
FIGURE_VOCABULARIES = ("region", "type", "actor", "target", "tactic", "party")

Row = dict[str, str]


def read(name: str) -> list[Row]:
    with (EXAMPLE / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, strict=True))


ACCOUNTS, SOURCES, FIGURES = read("accounts.csv"), read("sources.csv"), read("figures.csv")


def incidents() -> dict[str, list[Row]]:
    grouped: dict[str, list[Row]] = defaultdict(list)
    for account in ACCOUNTS:
        grouped[account["incident_id"]].append(account)
    return grouped


def parts(cell: str) -> list[str]:
    return [part for part in cell.split(";") if part]


def by_party(cell: str) -> list[tuple[str, str]]:
    return [(party, phrase) for party, _, phrase in (part.partition("=") for part in parts(cell))]


@pytest.fixture(scope="module")
def codebook() -> Codebook:
    return Codebook.load("pakistan")


@pytest.mark.parametrize(
    ("rows", "columns"),
    [(ACCOUNTS, ACCOUNT_COLUMNS), (SOURCES, SOURCE_COLUMNS), (FIGURES, FIGURE_COLUMNS)],
    ids=["accounts", "sources", "figures"],
)
def test_a_file_has_its_columns_and_unique_ids(rows: list[Row], columns: str) -> None:
    assert ",".join(rows[0]) == columns
    key = columns.partition(",")[0]
    ids = [row[key] for row in rows]
    assert len(set(ids)) == len(ids)


def test_ids_are_written_in_the_house_form() -> None:
    assert all(re.fullmatch(r"A-\d{4}", row["account_id"]) for row in ACCOUNTS)
    assert all(re.fullmatch(r"F-\d{4}", row["figure_id"]) for row in FIGURES)
    assert all(re.fullmatch(r"PK-\d{4}-\d{6}", incident) for incident in incidents())


def test_the_year_of_an_incident_id_is_the_year_of_one_of_its_accounts() -> None:
    for incident, accounts in incidents().items():
        assert any(account["date"][:4] == incident[3:7] for account in accounts), incident


def test_there_are_eighty_incidents_and_more() -> None:
    assert len(incidents()) >= 80


def test_every_incident_has_a_date_and_a_place_or_says_that_only_the_country_is_known() -> None:
    for incident, accounts in incidents().items():
        assert any(account["date"] for account in accounts), incident
        assert any(
            account["place"] or account["place_precision"] == "country" for account in accounts
        ), incident


def test_dates_are_days_months_years_or_intervals_that_do_not_end_before_they_start() -> None:
    single = r"\d{4}(-(0[1-9]|1[0-2])(-(0[1-9]|[12]\d|3[01]))?)?"
    for account in ACCOUNTS:
        assert re.fullmatch(f"{single}(/{single})?", account["date"]), account["account_id"]
        start, _, end = account["date"].partition("/")
        assert not end or start <= end, account["account_id"]


def test_closed_fields_hold_only_their_values() -> None:
    claims = {"", "claimed", "attributed", "suspected", "denied", "unknown"}
    precisions = {"exact", "town", "district", "division", "province", "country"}
    for account in ACCOUNTS:
        assert account["claim"] in claims, account["account_id"]
        assert account["place_precision"] in precisions, account["account_id"]
        assert account["credibility"] in "123456", account["account_id"]
        assert account["summary"], account["account_id"]


def test_every_code_of_an_account_is_in_the_codebook(codebook: Codebook) -> None:
    unknown = {
        (account["account_id"], field, code)
        for account in ACCOUNTS
        for field, vocabulary in ACCOUNT_VOCABULARIES.items()
        for code in parts(account[field])
        if code not in codebook.terms(vocabulary)
    }
    unknown |= {
        (account["account_id"], outcome, party)
        for account in ACCOUNTS
        for outcome in OUTCOMES
        for party, _ in by_party(account[f"{outcome}_by_party"])
        if party not in codebook.terms("party")
    }
    assert not unknown


def test_every_code_of_a_figure_is_in_the_codebook(codebook: Codebook) -> None:
    unknown = {
        (figure["figure_id"], field, code)
        for figure in FIGURES
        for field in FIGURE_VOCABULARIES
        for code in parts(figure[field])
        if code not in codebook.terms(field)
    }
    assert not unknown


def test_districts_and_provinces_are_in_the_gazetteer(codebook: Codebook) -> None:
    names = {
        (codebook.places[row["place"]].level, normalise(row["name"]))
        for row in codebook.tables["names"]
    } | {(place.level, normalise(place.name)) for place in codebook.places.values()}
    unknown = {
        (account["account_id"], account[level])
        for account in ACCOUNTS
        if account["country"] == "Pakistan"
        for level in ("district", "province")
        if account[level] and (level, normalise(account[level])) not in names
    }
    assert not unknown


def test_every_source_that_is_named_exists() -> None:
    known = {source["source_id"] for source in SOURCES}
    assert {row["source_id"] for row in ACCOUNTS + FIGURES} == known


def test_every_count_can_be_read(codebook: Codebook) -> None:
    for account in ACCOUNTS:
        for outcome in OUTCOMES:
            phrases = [account[outcome]] if account[outcome] else []
            phrases += [phrase for _, phrase in by_party(account[f"{outcome}_by_party"])]
            for phrase in phrases:
                assert parse_count(phrase, codebook.vague_counts), (account["account_id"], phrase)


def test_the_parties_killed_are_never_more_than_the_killed(codebook: Codebook) -> None:
    for account in ACCOUNTS:
        total = parse_count(account["killed"] or "?", codebook.vague_counts)
        if total is None or total.max is None:
            continue
        split = [
            parse_count(phrase, codebook.vague_counts)
            for _, phrase in by_party(account["killed_by_party"])
        ]
        least = sum(count.min or 0 for count in split if count)
        assert least <= total.max, account["account_id"]


def test_figures_hold_numbers_and_periods() -> None:
    for figure in FIGURES:
        value = float(figure["value"])
        assert not figure["value_min"] or float(figure["value_min"]) <= value
        assert not figure["value_max"] or float(figure["value_max"]) >= value
        assert figure["period_end"], figure["figure_id"]
        assert figure["period_start"] <= figure["period_end"], figure["figure_id"]


def test_fifteen_incidents_and_more_are_told_twice_or_disputed() -> None:
    differing = ("date", "place", "perpetrators", "claim", "targets", "killed", "injured")
    compared = [
        incident
        for incident, accounts in incidents().items()
        if len(accounts) > 1
        and (
            len({account["source_id"] for account in accounts}) > 1
            or any(len({account[field] for account in accounts}) > 1 for field in differing)
        )
    ]
    assert len(compared) >= 15


def test_the_read_me_states_the_present_numbers() -> None:
    text = (EXAMPLE / "README.md").read_text(encoding="utf-8")
    stated = {
        "accounts": len(ACCOUNTS),
        "incidents": len(incidents()),
        "sources": len(SOURCES),
        "figures": len(FIGURES),
    }
    for noun, number in stated.items():
        assert f"| {noun} | {number:,} |" in text, noun


# The rest reads the documents themselves.


@cache
def documents() -> dict[str, bytes]:
    return {hashlib.sha256(p.read_bytes()).hexdigest(): p.read_bytes() for p in SEEDS.glob("*.txt")}


@pytest.fixture(scope="module")
def texts() -> dict[str, str]:
    """Source id → its text."""
    if not SEEDS.is_dir():
        pytest.skip(
            "../shared/seeds/*.txt is missing: the five documents of sources.csv belong there"
        )
    missing = [row["source_id"] for row in SOURCES if row["sha256"] not in documents()]
    assert not missing, f"no file in {SEEDS} has the sha256 that sources.csv states for {missing}"
    return {row["source_id"]: documents()[row["sha256"]].decode("utf-8") for row in SOURCES}


def passage(row: Row, texts: dict[str, str]) -> str:
    return texts[row["source_id"]][int(row["anchor_start"]) : int(row["anchor_end"])]


def numbers(text: str) -> set[float]:
    """Every number of a text, in digits or as a word of its own."""
    digits = re.findall(r"\d+(?:,\d{3})*(?:\.\d+)?", text)
    words = [parse_count(word, {}) for word in re.findall(r"[a-z]+", text.lower())]
    return {float(number.replace(",", "")) for number in digits} | {
        word.best for word in words if word and word.best is not None
    }


def runs(text: str, length: int = 6) -> set[tuple[str, ...]]:
    words = re.findall(r"\w+", text.lower())
    return {tuple(words[i : i + length]) for i in range(len(words) - length + 1)}


def test_every_anchor_lies_in_its_text_and_is_short(texts: dict[str, str]) -> None:
    for row in ACCOUNTS + FIGURES:
        start, end = int(row["anchor_start"]), int(row["anchor_end"])
        assert 0 <= start < end <= len(texts[row["source_id"]]), row
        assert end - start <= 1500, row


def told(count: str, split: list[tuple[str, str]], found: set[float]) -> bool:
    """Whether a count is said: as a number, as one person, or as parts that are and add up to it.

    One person is told in the singular ("a soldier", "the driver"), often with no number.
    """
    single = [int(phrase) for _, phrase in split if phrase.isdigit()]
    return any(
        all(number == 1 or number in found for number in way) and sum(way) == int(count)
        for way in ([int(count)], single)
    )


def test_the_exact_killed_counts_are_said_where_the_anchor_points(texts: dict[str, str]) -> None:
    exact = [account for account in ACCOUNTS if account["killed"].isdigit()]
    unsaid = [
        account["account_id"]
        for account in exact
        if not told(
            account["killed"],
            by_party(account["killed_by_party"]),
            numbers(passage(account, texts)),
        )
    ]
    assert len(unsaid) <= 0.05 * len(exact), unsaid


def test_every_figure_is_printed_where_the_anchor_points(texts: dict[str, str]) -> None:
    unsaid = []
    for figure in FIGURES:
        text, value = passage(figure, texts), abs(float(figure["value"]))
        in_words = re.search(r"printed ([a-z-]+)$", figure["note"])
        printed = (
            value in numbers(text)
            or (value == 0 and text.strip() in {"-", "–", "—", "_"})
            or (in_words is not None and in_words[1] in text)
        )
        if not printed:
            unsaid.append((figure["figure_id"], figure["value"], text))
    assert not unsaid


def test_no_summary_repeats_six_words_of_a_document(texts: dict[str, str]) -> None:
    written = set().union(*(runs(text) for text in texts.values()))
    copied = {row["account_id"]: runs(row["summary"]) & written for row in ACCOUNTS}
    assert not {account: found for account, found in copied.items() if found}
