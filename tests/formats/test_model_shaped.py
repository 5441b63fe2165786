"""Accounts as the model has them, one JSON object a line, come in with all that they hold."""

import dataclasses
import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from waqia.formats import build
from waqia.model import Account, Anchor, Casualties, InputError
from waqia.release import Release

TEXT = "Khanozai: at least 18 people, three of them police, were killed on Wednesday."
ANCHORS = (
    Anchor(source="D-0123", start=0, end=len(TEXT), quote=TEXT),
    Anchor(source="D-0123", start=10, end=28, quote=TEXT[10:28], field="killed"),
    Anchor(source="D-0123", start=0, end=8, quote="Khanozai", field="place"),
)
SAID = Account(
    id="D-0123-1", source="D-0123", type="terrorist_attack",
    date_start=date(2024, 2, 7), date_end=date(2024, 2, 7), date_precision="day",
    place="the candidate's office", place_id="pk-city-khanozai", country="Pakistan",
    province="Balochistan", district="Pishin",
    targets=("education",), tactics=("ied",), killed_min=18, killed=18, killed_imputed=True,
    casualties=(
        Casualties(party="police", outcome="killed", min=3, best=3, max=3, imputed=True),
        Casualties(party="civilians", outcome="injured", min=5),
    ),
    anchors=ANCHORS, words={"place": "خانوزئی"}, reported_by=("police",), made_by="read:a/1",
)  # fmt: skip


def line(account: Account) -> dict[str, Any]:
    told = dataclasses.asdict(account)
    return {name: value for name, value in told.items() if value not in (None, (), {}, False)}


def built(folder: Path, *records: dict[str, Any]) -> Release:
    file = folder / "accounts.jsonl"
    lines = (json.dumps(record, default=str, ensure_ascii=False) for record in records)
    file.write_text("".join(f"{one}\n" for one in lines), encoding="utf-8")
    (folder / "sources.csv").write_text("source_id,title\nD-0123,Offices bombed\n")
    return build(file, folder / "a.release").release


def test_anchors_casualties_and_words_are_all_kept(tmp_path: Path) -> None:
    other = {"id": "D-0123-2", "source": "D-0123", "date_start": "2024-02-08", "place": "Quetta"}
    release = built(tmp_path, line(SAID), other)
    (first, _) = release.connection().execute("SELECT id, anchors FROM accounts").fetchall()
    assert [Anchor(**anchor) for anchor in first[1]] == list(ANCHORS)
    found = release.connection().execute(
        "SELECT casualties, words, made_by, killed_imputed, killed_min, killed_max FROM accounts "
        "WHERE id = 'D-0123-1'"
    )
    ((casualties, words, made_by, imputed, low, high),) = found.fetchall()
    assert {part["party"]: (part["min"], part["imputed"]) for part in casualties} == {
        "police": (3, True), "civilians": (5, False),
    }  # fmt: skip
    assert words["place"] == "خانوزئی"
    assert (made_by, imputed, low, high) == ("read:a/1", True, 18, None)


def test_the_place_it_was_matched_to_stays(tmp_path: Path) -> None:
    release = built(tmp_path, line(SAID))
    query = "SELECT place, place_id, district, region, place_precision, marks FROM accounts"
    assert release.connection().execute(query).fetchall() == [
        ("the candidate's office", "pk-city-khanozai", "Pishin", "balochistan", "town",
         ["count-imputed"])
    ]  # fmt: skip


def test_what_a_proposal_adds_is_passed_over_in_silence(tmp_path: Path) -> None:
    mention = {"role": "victim", "entity": "victim-1", "text": "people", "start": 19, "end": 25}
    more = {"mentions": [mention | {"named": False}], "place_candidates": ["pk-khar", "pk-other"]}
    release = built(tmp_path, line(SAID) | more)
    codes = release.connection().execute("SELECT DISTINCT code FROM findings").fetchall()
    assert {code for (code,) in codes} <= {"count-imputed", "count-open"}


def test_a_list_that_is_none_sets_its_row_aside(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="row-malformed"):
        built(tmp_path, line(SAID) | {"anchors": "page 3"})


def test_the_accounts_of_a_release_come_in_again_as_they_are(tmp_path: Path) -> None:
    first = built(tmp_path, line(SAID))
    again = build(
        first.path / "accounts.parquet", tmp_path / "b.release", sources=tmp_path / "sources.csv"
    ).release
    query = "SELECT * EXCLUDE marks FROM accounts"
    assert (
        again.connection().execute(query).fetchall() == first.connection().execute(query).fetchall()
    )
