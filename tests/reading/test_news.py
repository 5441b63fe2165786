"""The news with gold accounts holds together: codes exist, dates and places agree, words stand."""

from __future__ import annotations

import json
from datetime import date, timedelta
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from waqia.codebook import Codebook

NEWS = Path(__file__).parent / "news"
HALVES = ("dev", "held")
LISTS = {
    "perpetrators": "actor",
    "responders": "actor",
    "target_actors": "actor",
    "targets": "target",
    "tactics": "tactic",
}
OUTCOMES = ("killed", "injured", "arrested", "abducted")
FIELDS = {
    "type", "date_start", "date_end", "date_precision", "place_id", "district", "province",
    "country", "claim", "casualties", "reported_by", "about", "optional", *LISTS,
    *(outcome + bound for outcome in OUTCOMES for bound in ("_min", "", "_max")),
}  # fmt: skip
LATER = 101
"""The first number of what was written later, all of it for writing the grammar."""
LONGEST = {"day": 1, "week": 7, "month": 31, "year": 366}

codebook = cache(Codebook.load)


def lines(half: str, name: str) -> list[dict[str, Any]]:
    text = (NEWS / half / name).read_text(encoding="utf-8")
    return [json.loads(line) for line in text.splitlines()]


def told() -> list[Any]:
    """Every gold account with the text it is told in, the day of publication and the codebook."""
    found = []
    for half in HALVES:
        for row in lines(half, "gold.jsonl"):
            text = (NEWS / half / row["document"]).read_text(encoding="utf-8")
            for number, account in enumerate(row["accounts"], start=1):
                name = f"{half}/{row['document']}-{number}"
                case = (account, text, row["published"], row["codebook"])
                found.append(pytest.param(*case, id=name))
        for row in lines(half, "urdu.jsonl"):
            for account in row["gold"]:
                case = (account, row["text"], row["published"], "pakistan")
                found.append(pytest.param(*case, id=f"{half}/{row['id']}"))
    return found


@pytest.mark.parametrize(("account", "text", "published", "book"), told())
def test_a_gold_account_is_well_formed(
    account: dict[str, Any], text: str, published: str, book: str
) -> None:
    assert account.keys() <= FIELDS
    assert account["type"] in codebook(book).terms("type")
    for name, vocabulary in LISTS.items():
        known = codebook(book).terms(vocabulary)
        assert codebook(book).is_open(vocabulary) or set(account.get(name, ())) <= known.keys()
    if about := account.get("about"):
        assert text.count(about) == 1
    assert all(words in text for words in account.get("reported_by", ()))
    if start := account.get("date_start"):
        first, last = date.fromisoformat(start), date.fromisoformat(account["date_end"])
        precision = account["date_precision"]
        assert first <= last
        assert first <= date.fromisoformat(published)
        assert precision == "range" or last - first < timedelta(LONGEST[precision])
    if place := account.get("place_id"):
        assert place in codebook(book).places
    for part in account.get("casualties", ()):
        assert part["party"] in codebook(book).terms("party")
        total = account[part["outcome"]]
        assert part["best"] is None or part["best"] <= total
    for outcome in OUTCOMES:
        bounds = [account.get(outcome + bound) for bound in ("_min", "", "_max")]
        stated = [value for value in bounds if value is not None]
        assert stated == sorted(stated)


def test_odd_numbers_are_for_writing_and_even_ones_are_held_out() -> None:
    for half, rest in (("dev", 1), ("held", 0)):
        files = {path.name for path in (NEWS / half).glob("*.txt")}
        assert files == {row["document"] for row in lines(half, "gold.jsonl")}
        names = [name[3:6] for name in files] + [r["id"][-3:] for r in lines(half, "urdu.jsonl")]
        numbers = [int(name) for name in names]
        assert {number % 2 for number in numbers if number < LATER} == {rest}
        assert half == "dev" or max(numbers) < LATER


def test_the_set_is_as_large_as_it_says() -> None:
    for half in HALVES:
        articles = [row for row in lines(half, "gold.jsonl") if int(row["document"][3:6]) < LATER]
        assert len([row for row in articles if row["document"].startswith("en")]) == 30
        assert len([row for row in articles if row["document"].startswith("ur")]) == 5
        assert len([row for row in articles if row["codebook"] == "generic"]) == 4
        assert len([row for row in articles if not row["accounts"]]) >= 6
        assert len([r for r in lines(half, "urdu.jsonl") if int(r["id"][-3:]) < LATER]) == 35
