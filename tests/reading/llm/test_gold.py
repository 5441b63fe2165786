"""What a model without fault would say of the news with gold accounts is kept, nearly all of it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import date
from functools import cache
from typing import Any

from tests.reading.test_news import NEWS, OUTCOMES, lines
from waqia.codebook import Codebook
from waqia.reading import read_document
from waqia.reading.llm.checking import Checker
from waqia.reading.llm.said import Grammar, Said
from waqia.reading.llm.windows import Unit, Window, units

ACTORS = ("perpetrators", "responders", "target_actors")
grammar = cache(lambda name: Grammar(Codebook.load(name)))


def values(account: dict[str, Any]) -> Iterator[tuple[str, str, Any]]:
    """The values of a gold account as answers have them: kind, field, value."""
    if "date_start" in account:
        days = {"start": account["date_start"], "end": account["date_end"]}
        yield "date", "date", days
    for role in ACTORS:
        yield from (("actor", role, [{"code": code}]) for code in account.get(role, ()))
    for words in account.get("reported_by", ()):
        yield "cited", "reported_by", [{"quote": words}]
    parts = account.get("casualties", ())
    for part in parts:
        said = {name: part[name] for name in ("outcome", "party")}
        yield "party", "casualties", [said | {"number": part["best"]}]
    for outcome in OUTCOMES:
        added = sum(part["best"] or 0 for part in parts if part["outcome"] == outcome)
        if account.get(outcome) is not None and account[outcome] != added:
            said = {"outcome": outcome, "party": None}
            yield "total", "casualties", [said | {"number": account[outcome]}]


def holds(said: Said, window: Window, field: str, value: Any, unit: Unit) -> bool:
    """Whether a value is kept with a sentence for its quote."""
    one = value[0] if isinstance(value, list) else value
    quoted = {"quote": said.line(unit).text, "sentence": unit.number} | one
    checker = Checker(said, window)
    list(checker.drafts([{field: [quoted] if isinstance(value, list) else quoted}]))
    return {finding.code for finding in checker.findings} <= {"account-empty", "account-total"}


def test_what_is_true_is_kept() -> None:
    told, kept = Counter[str](), Counter[str]()
    for row in lines("dev", "gold.jsonl"):
        said = Said(
            read_document(NEWS / "dev" / row["document"]),
            date.fromisoformat(row["published"]),
            grammar(row["codebook"]),
        )
        window = Window(tuple(units(said.document, 2000)))
        for account in row["accounts"]:
            for kind, field, value in values(account):
                told[kind] += 1
                kept[kind] += any(holds(said, window, field, value, unit) for unit in window.units)
    shares = {kind: kept[kind] / number for kind, number in told.items()}
    assert {kind: share for kind, share in shares.items() if share < 0.9} == {}
    assert kept.total() / told.total() > 0.95, shares
