"""Suggestions of links: what is suggested, what decisions do to it, what is learned."""

from __future__ import annotations

import csv
import shutil
from collections.abc import Iterator
from itertools import combinations
from math import exp
from pathlib import Path

import pytest

from waqia.model import InputError
from waqia.register import Register

EXAMPLE = Path(__file__).parents[2] / "examples" / "pakistan"


@pytest.fixture
def gold() -> dict[str, str]:
    """Account of the example → the incident that its coder gave it."""
    with (EXAMPLE / "accounts.csv").open(encoding="utf-8") as file:
        return {row["account_id"]: row["incident_id"] for row in csv.DictReader(file)}


@pytest.fixture(scope="module")
def made_unlinked(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A register with the example's accounts, each an incident of its own."""
    folder = tmp_path_factory.mktemp("unlinked")
    path = folder / "unlinked.csv"
    with (EXAMPLE / "accounts.csv").open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(rows[0]))
        writer.writeheader()
        writer.writerows(row | {"incident_id": ""} for row in rows)
    with Register.create(folder / "desk.db", "pakistan", user="editor") as register:
        register.import_file(path, sources=EXAMPLE / "sources.csv")
    return folder / "desk.db"


@pytest.fixture
def unlinked(made_unlinked: Path, tmp_path: Path) -> Iterator[Register]:
    """A copy of that register."""
    with Register.open(shutil.copy(made_unlinked, tmp_path / "desk.db")) as register:
        yield register


def test_accounts_of_one_incident_in_two_documents_are_suggested(
    unlinked: Register, gold: dict[str, str]
) -> None:
    found = unlinked.suggest(minimum=0.3)
    right = [pair for pair in found if gold[pair.account] == gold[pair.other]]
    assert len(right) / len(found) > 0.75
    sources = [(unlinked.account(p.account)["source"], unlinked.account(p.other)["source"])
               for p in right]  # fmt: skip
    assert any(one != two for one, two in sources)


def test_suggestions_come_likeliest_first_with_reasons_that_add_up(unlinked: Register) -> None:
    found = unlinked.suggest(minimum=0.1)
    assert found
    assert [p.probability for p in found] == sorted((p.probability for p in found), reverse=True)
    for pair in found:
        assert pair.incident != pair.other_incident
        log_odds = sum(reason.weight for reason in pair.why)
        assert pair.probability == pytest.approx(1 / (1 + exp(-log_odds)))


def test_what_was_decided_is_not_suggested_again(unlinked: Register) -> None:
    linked, apart, open_ = unlinked.suggest(minimum=0.1)[:3]
    unlinked.link(linked.other, linked.incident)
    unlinked.different(apart.account, apart.other)
    unlinked.unsure(open_.account, open_.other)
    left = {(pair.account, pair.other) for pair in unlinked.suggest(minimum=0.1)}
    assert left
    assert not left & {(p.account, p.other) for p in (linked, apart, open_)}


def test_a_pair_of_incidents_that_were_found_different_is_not_suggested_by_other_accounts(
    unlinked: Register, gold: dict[str, str]
) -> None:
    several = next(
        [account for account in gold if gold[account] == incident]
        for incident in gold.values()
        if list(gold.values()).count(incident) >= 3
    )
    one, two, third = several[:3]
    unlinked.link(two, unlinked.account(one)["incident"])
    unlinked.different(third, one)
    pairs = {frozenset((p.account, p.other)) for p in unlinked.suggest(minimum=0.01)}
    assert not pairs & {frozenset(pair) for pair in combinations((one, two, third), 2)}


def test_suggestions_of_one_incident_leave_the_queue_as_it_is(unlinked: Register) -> None:
    every = unlinked.suggest(minimum=0.1)
    asked = every[-1].incident
    own = unlinked.suggest(minimum=0.1, incident=asked)
    assert 0 < len(own) < len(every)
    assert all(asked in (pair.incident, pair.other_incident) for pair in own)
    assert len(unlinked.suggest(minimum=0.1, limit=2)) == 2
    assert unlinked.queue("links", above=0.1).total == len(every)


def test_decisions_train_a_model_that_is_kept_under_its_version(
    unlinked: Register, gold: dict[str, str]
) -> None:
    shipped = unlinked.link_model().id
    found = unlinked.suggest(minimum=0.05)
    right = next(pair for pair in found if gold[pair.account] == gold[pair.other])
    wrong = [pair for pair in found if gold[pair.account] != gold[pair.other]][:2]
    unlinked.link(right.other, right.incident)
    for pair in wrong:
        unlinked.different(pair.account, pair.other)
    trained = unlinked.train(reason="a month of decisions")
    assert (trained.same, trained.different) == (1, 2)
    assert unlinked.link_model().id == trained.model != shipped
    assert unlinked.suggest(minimum=0.01, limit=1)
    assert [entry.code for entry in unlinked.verify()] == []


def test_without_decisions_of_both_kinds_nothing_is_learned(unlinked: Register) -> None:
    with pytest.raises(InputError, match="Decide more pairs"):
        unlinked.train()
    assert unlinked.revision.action == "accounts.import"
