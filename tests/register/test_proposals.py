"""Proposals reviewed: words and values corrected, two made of one, one of two, and acts undone."""

from __future__ import annotations

from functools import cache, partial
from typing import Any

import pytest

from waqia.codebook import Codebook
from waqia.model import InputError, QuestionError
from waqia.register import Register
from waqia.register.content.anchoring import Words
from waqia.register.content.placing import with_place
from waqia.register.store.records import Record

TEXT = (
    "TURBAT: Gunmen shot dead four policemen on Tuesday, 6 February. "
    "The same day a roadside bomb wounded 3 soldiers. 😀 Police said six men had come.\n"
)
FIRST = "Gunmen shot dead four policemen on Tuesday, 6 February."
SECOND = "The same day a roadside bomb wounded 3 soldiers."


def words(quote: str, field: str | None = None) -> dict[str, Any]:
    start = TEXT.index(quote)
    anchor = {"source": "S-1", "start": start, "end": start + len(quote), "quote": quote}
    return anchor | ({"field": field} if field else {})


PROPOSED: Record = {
    "id": "P-1", "source": "S-1", "type": "terrorist_attack", "made_by": "read:grammar/1",
    "date_start": "2024-02-06", "place": "TURBAT", "place_id": "pk-city-turbat",
    "place_precision": "town", "district": "Kech", "division": "Makran", "province": "Balochistan",
    "country": "Pakistan", "killed": 4, "killed_min": 4, "killed_max": 4, "injured": 3,
    "tactics": ["firing", "roadside_bomb"], "targets": ["security_forces"],
    "casualties": [{"party": "police", "outcome": "killed", "best": 4, "min": 4, "max": 4}],
    "anchors": [
        words(FIRST), words(SECOND), words("TURBAT", "place"), words("6 February", "date"),
        words("shot dead", "type"), words("shot dead", "tactics:firing"),
        words("four policemen", "killed"), words("four policemen", "casualties:police:killed"),
        words("policemen", "targets:security_forces"),
        words("roadside bomb", "tactics:roadside_bomb"), words("wounded 3 soldiers", "injured"),
        words("soldiers", "targets:security_forces"),
    ],
}  # fmt: skip


book = partial(cache(Codebook.load), "pakistan")


@pytest.fixture
def desk(register: Register) -> Register:
    """A register with one proposal that a machine read from an archived text."""
    register.add_source(
        {"id": "S-1", "title": "Two attacks", "media_type": "text/plain", "date": "2024-02-08"},
        content=TEXT.encode(),
    )
    register.add(PROPOSED, status="proposed")
    return register


def quotes(register: Register, account: str) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for anchor in register.account(account)["anchors"]:
        found.setdefault(anchor.get("field", ""), []).append(anchor["quote"])
    return found


# Words and values


def test_words_of_a_value_that_is_corrected_go_and_others_stay(desk: Register) -> None:
    desk.accept("P-1", {"killed_min": 6, "killed": 6, "killed_max": 6, "tactics": ["firing"]})
    left = quotes(desk, "P-1")
    assert "killed" not in left
    assert "tactics:roadside_bomb" not in left
    assert left["casualties:police:killed"] == ["four policemen"]
    assert left["tactics:firing"] == ["shot dead"]
    assert left[""] == [FIRST, SECOND]


def test_words_can_be_assigned_to_a_value_or_kept_with_it(desk: Register) -> None:
    start = TEXT.index("six men")  # behind a character that takes two places in other systems
    said = Words("killed", start, start + 7, "six men")
    desk.accept(
        "P-1", {"killed_min": 6, "killed": 6, "killed_max": 6, "injured": 4},
        words=[said], keep=["injured"],
    )  # fmt: skip
    left = quotes(desk, "P-1")
    assert left["killed"] == ["six men"]
    assert left["injured"] == ["wounded 3 soldiers"]
    assert desk.verify() == []


@pytest.mark.parametrize(
    ("said", "problem"),
    [(Words("killed", 5, 9999), "outside the text"), (Words("killed", 0, 6, "QUETTA"), "'TURBAT'")],
)
def test_words_that_do_not_stand_there_are_refused(
    desk: Register, said: Words, problem: str
) -> None:
    with pytest.raises(InputError, match=problem):
        desk.accept("P-1", words=[said])
    assert desk.account("P-1")["status"] == "proposed"


def test_a_correction_leaves_no_wrong_words_behind_either(desk: Register) -> None:
    desk.accept("P-1")
    desk.correct("P-1", {"injured": None}, reason="read again")
    assert "injured" not in quotes(desk, "P-1")


# Place


def test_a_larger_unit_keeps_what_lies_in_it() -> None:
    placed, findings = with_place(book(), PROPOSED, {"province": "Balochistan"})
    assert (placed["place_id"], placed["district"], findings) == ("pk-city-turbat", "Kech", ())


def test_what_does_not_lie_in_a_larger_unit_is_left_out_and_told() -> None:
    placed, findings = with_place(book(), PROPOSED, {"province": "Punjab"})
    assert (placed["province"], "district" in placed) == ("Punjab", False)
    assert [(f.code, f.field, f.found) for f in findings] == [
        ("place-left-out", "district", "Kech"), ("place-left-out", "place", "TURBAT"),
    ]  # fmt: skip


def test_words_that_no_gazetteer_has_stay_within_the_units_that_were_known() -> None:
    placed, findings = with_place(book(), PROPOSED, {"place": "a hamlet near the river"})
    assert (placed["place"], placed["district"]) == ("a hamlet near the river", "Kech")
    assert (placed["place_precision"], findings) == ("district", ())


def test_coordinates_alone_change_nothing_else_and_a_place_brings_its_units() -> None:
    moved, _ = with_place(book(), PROPOSED, {"latitude": 26.01, "longitude": 63.06})
    assert (moved["place"], moved["district"], moved["latitude"]) == ("TURBAT", "Kech", 26.01)
    named, _ = with_place(book(), PROPOSED, {"place_id": "pk-city-quetta"})
    assert (named["place"], named["district"], named["province"], named["place_precision"]) == (
        "TURBAT", "Quetta", "Balochistan", "town",
    )  # fmt: skip
    with pytest.raises(InputError, match="no place 'pk-nowhere'"):
        with_place(book(), PROPOSED, {"place_id": "pk-nowhere"})


# Incidents


def test_an_account_far_from_an_incident_joins_it_only_if_that_is_meant(desk: Register) -> None:
    far = desk.add({"source": "S-1", "type": "terrorist_attack", "date_start": "2023-08-01",
                    "country": "Pakistan"}).incident  # fmt: skip
    with pytest.raises(QuestionError, match="189 days apart"):
        desk.accept("P-1", incident=far)
    assert desk.account("P-1")["status"] == "proposed"
    assert desk.accept("P-1", incident=far, apart=True).incident == far


def test_incidents_nearby_are_suggested_with_reasons(desk: Register) -> None:
    desk.add_source({"id": "S-2", "title": "Policemen killed in Turbat", "date": "2024-02-07"})
    same = {k: v for k, v in PROPOSED.items() if k not in ("anchors", "id", "made_by")}
    near = desk.add(same | {"source": "S-2", "killed": 5, "killed_max": 5}).incident
    desk.add(same | {"source": "S-2", "date_start": "2022-02-06"})
    (found,) = desk.incidents_near("P-1")
    assert (found.incident, found.apart) == (near, ())
    assert found.likely
    assert {reason.field: reason.says for reason in found.why}["place"] == "agrees"


def test_the_incident_of_an_account_can_be_confirmed_in_the_same_act(desk: Register) -> None:
    added = desk.accept("P-1", confirm=True)
    assert desk.incident(str(added.incident))["status"] == "confirmed"
    assert desk.account("P-1")["revision"] == desk.revision.number


# Split and joined


def test_a_proposal_is_split_into_what_stands_in_some_sentences_and_the_rest(
    desk: Register,
) -> None:
    second = words(SECOND)
    part = desk.split_proposal("P-1", [(second["start"], second["end"])])
    rest, new = desk.account("P-1"), desk.account(part)
    assert (part, new["status"], new["made_by"]) == ("P-1-b", "proposed", "read:grammar/1")
    assert (rest["killed"], rest["tactics"], "injured" in rest) == (4, ["firing"], False)
    assert (new["injured"], new["tactics"], "killed" in new) == (3, ["roadside_bomb"], False)
    assert "casualties" not in new
    # both are of security forces, and a text says once when and where
    assert new["targets"] == rest["targets"] == ["security_forces"]
    assert (new["district"], quotes(desk, part)["place"]) == ("Kech", ["TURBAT"])
    assert quotes(desk, part)[""] == [SECOND]
    assert quotes(desk, "P-1")["targets:security_forces"] == ["policemen"]


@pytest.mark.parametrize("span", [(0, len(TEXT)), (len(TEXT) - 3, len(TEXT) - 1)])
def test_a_proposal_is_not_split_where_nothing_would_stay_or_go(
    desk: Register, span: tuple[int, int]
) -> None:
    with pytest.raises(QuestionError, match="must stay"):
        desk.split_proposal("P-1", [span])


def test_two_proposals_of_a_source_are_joined_and_say_what_they_differed_in(desk: Register) -> None:
    desk.add(
        {"id": "P-2", "source": "S-1", "killed": 6, "arrested": 1, "tactics": ["firing", "ambush"],
         "anchors": [words("six men", "killed"), words("six men had come")]},
        status="proposed",
    )  # fmt: skip
    united = desk.join_proposals("P-1", "P-2")
    whole = desk.account("P-1")
    assert united.differs == ("killed",)
    assert (whole["killed"], whole["arrested"]) == (4, 1)
    assert whole["tactics"] == ["firing", "roadside_bomb", "ambush"]
    assert quotes(desk, "P-1")[""][-1] == "six men had come"
    assert quotes(desk, "P-1")["killed"] == ["four policemen"]
    assert desk.account("P-2")["status"] == "set_aside"


# Undone


def offered(desk: Register) -> tuple[str, str | None] | None:
    """The act that may be taken back, and its item."""
    found = desk.undoable()
    return found and (found.action, found.item)


def test_the_last_acts_are_taken_back_one_after_another(desk: Register) -> None:
    before = desk.account("P-1")
    desk.next_item("new")
    incident = str(desk.accept("P-1", {"killed": None}).incident)
    assert offered(desk) == ("account.accept", "new/P-1")
    desk.confirm(incident)
    assert offered(desk) == ("incident.confirm", f"new/{incident}")
    assert desk.undo().action == "incident.confirm"
    assert offered(desk) == ("account.accept", "new/P-1")
    assert desk.incident(incident)["status"] == "candidate"
    assert desk.undo().action == "account.accept"
    assert {**desk.account("P-1"), "revision": 0} == {**before, "revision": 0}
    assert desk.incident(incident)["status"] == "withdrawn"
    assert desk.queues()["new"].mine == 1  # the item is the user's again
    assert offered(desk) is None
    with pytest.raises(QuestionError, match=r"account\.add"):
        desk.undo()
    assert desk.verify() == []


def test_what_was_changed_since_is_not_taken_back(desk: Register) -> None:
    added = desk.accept("P-1")
    desk.correct("P-1", {"killed": None, "killed_min": None, "killed_max": None})
    assert offered(desk) is None
    with pytest.raises(QuestionError, match="P-1 changed after"):
        desk.undo(added.revision)


def test_a_join_and_the_decisions_it_made_are_taken_back(desk: Register) -> None:
    other = desk.add({"source": "S-1", "date_start": "2024-02-06", "country": "Pakistan"})
    desk.accept("P-1", incident=other.incident)
    desk.undo()
    assert [a["id"] for a in desk.incident(str(other.incident))["accounts"]] == [other.account]
    assert desk.status()["holds"]["decisions"] == 0
    assert desk.verify() == []


def test_proposals_can_be_worked_on_apart_from_candidates(desk: Register) -> None:
    desk.add({"source": "S-1", "date_start": "2024-02-06", "country": "Pakistan"})
    item = desk.next_item("new", kind="account")
    assert item is not None
    assert item.subject == "P-1"
    assert desk.queue("new", kind="incident").total == 1
