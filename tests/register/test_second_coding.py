"""Accounts coded a second time, blind, and what becomes of disagreement."""

from __future__ import annotations

from typing import Any

import pytest

from tests.register.desk import TEXT, Desk
from waqia.model import ConflictError, DeniedError, InputError, QuestionError
from waqia.register.review.items import Item

AGAIN: dict[str, Any] = {
    "type": "armed_clash", "date_start": "2024-02-06", "country": "Pakistan", "killed": 3,
    "injured": 2, "targets": ["police"], "summary": "Police and gunmen exchanged fire.",
}  # fmt: skip


def given(desk: Desk, coder: str = "coder2") -> Item:
    """An account by coder1, now with another coder to be coded again."""
    account = desk.told()
    desk["editor"].sample("second", share=1.0, seed=1)
    desk["editor"].assign(f"second/{account}", coder)
    return desk[coder].item(f"second/{account}")


# Blind


def test_the_second_coder_sees_where_to_read_and_nothing_of_what_was_coded(desk: Desk) -> None:
    item = given(desk)
    (account,) = item.accounts
    assert account.keys() <= {"id", "source", "cites", "anchors", "reliability"}
    assert item.text == TEXT
    (passage,) = item.passages
    assert passage.text[passage.start : passage.end] == "gunmen shot dead"
    assert "terrorist_attack" not in repr(account)
    assert "Gunmen killed three" not in repr(item)
    by_name = {field.name: field for field in item.to_code}
    assert "armed_clash" in by_name["type"].codes
    assert {"killed", "date_start", "targets", "summary"} <= by_name.keys()
    assert "made_by" not in by_name


def test_the_list_of_second_codings_tells_nothing_either(desk: Desk) -> None:
    given(desk)
    assert {str(line.told) for line in desk["coder2"].queue("second").items} == {"{}"}


def test_the_coder_of_an_account_is_never_given_it_again(desk: Desk) -> None:
    account = desk.told()
    desk["editor"].sample("second", share=1.0, seed=1)
    assert desk["coder1"].next_item("second") is None
    with pytest.raises(QuestionError, match="coded it"):
        desk["editor"].assign(f"second/{account}", "coder1")
    found = desk["coder2"].next_item()
    assert found is not None
    assert found.queue == "second"


def test_second_codings_are_not_chosen(desk: Desk) -> None:
    account = desk.told()
    desk["editor"].sample("second", share=1.0, seed=1)
    with pytest.raises(QuestionError, match="not chosen"):
        desk["coder2"].take(f"second/{account}")


def test_until_it_is_submitted_nothing_shows_the_first_coding(desk: Desk) -> None:
    item = given(desk)
    coder, account = desk["coder2"], item.subject
    incident = desk["coder1"].account(account)["incident"]

    for look in (
        lambda: coder.account(account),
        lambda: coder.log(account),
        lambda: coder.log(incident),
        lambda: coder.incident(incident),
        lambda: coder.codings(account),
        lambda: coder.disagreements(account),
        lambda: coder.correct(account, {"killed": 4}),
    ):
        with pytest.raises(DeniedError, match="without knowing how it was coded first"):
            look()
    assert {action for user, action, _ in desk.denied() if user == "coder2"} == {"account.see"}
    assert len(desk.denied()) == 7

    (listed,) = (row for row in coder.accounts() if row["id"] == account)
    assert (listed["type"], listed["killed"], listed["date_start"]) == (None, None, None)
    (listed,) = (row for row in coder.incidents() if row["id"] == incident)
    assert (listed["type"], listed["killed"], listed["date_start"]) == (None, None, None)

    coder.submit_coding(account, AGAIN)
    assert coder.account(account)["killed"] == 3
    assert coder.log(incident)
    assert coder.codings(account)[0]["values"]["injured"] == 2


def test_a_reviewer_who_codes_blind_is_shown_it_in_no_other_queue(desk: Desk) -> None:
    account = given(desk, "reviewer1").subject
    incident = desk["coder1"].account(account)["incident"]
    desk.suggested(("A-0001", account, 0.9))
    desk["reviewer2"].confirm(incident)
    desk["editor"].sample("quality", 1, seed=1)

    reviewer = desk["reviewer1"]
    assert reviewer.queue("links").total == 0
    assert reviewer.queue("quality").total == 0
    with pytest.raises(QuestionError):
        reviewer.item(f"links/A-0001+{account}")


def test_a_conflict_does_not_tell_a_blind_coder_what_stands_there(desk: Desk) -> None:
    account = given(desk, "reviewer1").subject
    with pytest.raises((DeniedError, ConflictError)) as caught:
        desk["reviewer1"].correct(account, {"killed": 9}, base=1)
    assert caught.type is DeniedError


def test_who_gives_a_second_coding_back_is_not_given_it_again(desk: Desk) -> None:
    item = given(desk)
    desk["coder2"].give_back(item.id, reason="cannot read Balochi")
    assert desk["coder2"].account(item.subject)["killed"] == 3
    with pytest.raises(QuestionError, match="not for coder2"):
        desk["editor"].assign(item.id, "coder2")
    desk["editor"].assign(item.id, "coder3")
    with pytest.raises(DeniedError):
        desk["coder3"].account(item.subject)


def test_an_editor_who_passes_it_on_bars_who_had_it(desk: Desk) -> None:
    item = given(desk)
    desk["editor"].assign(item.id, "coder3")
    with pytest.raises(QuestionError, match="not for coder2"):
        desk["editor"].assign(item.id, "coder2")


# Submitting


def test_a_coding_is_checked_like_an_account(desk: Desk) -> None:
    account = given(desk).subject
    with pytest.raises(InputError, match=r"no type 'ambush_of_sorts'.*killed: expected"):
        desk["coder2"].submit_coding(account, AGAIN | {"type": "ambush_of_sorts", "killed_min": 5})
    anchor = {"source": "S-archived", "start": 0, "end": 5, "quote": "never"}
    with pytest.raises(InputError, match="does not hold"):
        desk["coder2"].submit_coding(account, AGAIN | {"anchors": [anchor]})
    with pytest.raises(QuestionError, match="incident, source is not coded"):
        desk["coder2"].submit_coding(account, {"incident": "PK-2024-000001", "source": "S-000"})


def test_a_coding_matches_its_place_and_takes_labels_for_codes(desk: Desk) -> None:
    account = given(desk).subject
    desk["coder2"].submit_coding(account, AGAIN | {"type": "Armed clash", "district": "Gwadar"})
    (coding,) = desk["coder2"].codings(account)
    assert coding["values"]["type"] == "armed_clash"
    assert coding["values"]["province"] == "Balochistan"
    assert coding["values"]["source"] == "S-archived"


def test_only_who_has_the_account_codes_it_and_once(desk: Desk) -> None:
    account = given(desk).subject
    with pytest.raises(QuestionError, match="do not have"):
        desk["coder3"].submit_coding(account, AGAIN)
    assert desk["coder2"].submit_coding(account, AGAIN) == f"{account}/coder2"
    with pytest.raises(QuestionError, match="do not have"):
        desk["coder2"].submit_coding(account, AGAIN)
    assert desk["editor"].reviewing_statistics().queues["second"].done == 1


def test_an_imported_file_of_the_same_accounts_answers_the_task(desk: Desk) -> None:
    desk["editor"].sample("second", share=1.0, seed=1)
    desk["editor"].assign("second/A-0003", "coder2")
    desk["editor"].assign("second/A-0004", "coder3")
    result = desk.coded("coder2", 12)
    assert result.coded_again == 12
    left = [line.subject for line in desk["editor"].queue("second").items]
    assert left == ["A-0004"]


# Disagreement


def disagreeing(desk: Desk) -> None:
    """The second coder of twelve accounts gives two of them differently."""
    desk.coded(
        "coder2",
        12,
        {
            "A-0004": {"type": "armed_clash", "killed": "3", "killed_by_party": "militants=3"},
            "A-0009": {"summary": "In other words.", "targets": "security_forces"},
        },
    )


def test_what_differs_waits_to_be_resolved(desk: Desk) -> None:
    disagreeing(desk)
    differs = desk["reviewer1"].disagreements("A-0004")
    assert list(differs) == ["type", "killed", "casualties"]
    assert differs["type"] == {
        "coder1": {"type": "operational_strike"},
        "coder2": {"type": "armed_clash"},
    }
    assert differs["killed"] == {
        "coder1": {"killed": 1, "killed_min": 1, "killed_max": 1},
        "coder2": {"killed": 3, "killed_min": 3, "killed_max": 3},
    }
    assert list(desk["reviewer1"].disagreements("A-0009")) == ["targets"]
    waiting = [line for line in desk["reviewer1"].queue("disputed").items if line.kind == "coding"]
    assert [line.subject for line in waiting] == ["A-0004", "A-0009"]


def test_a_summary_in_other_words_is_no_disagreement(desk: Desk) -> None:
    desk.coded("coder2", 12, {"A-0009": {"summary": "In other words."}})
    assert desk["reviewer1"].disagreements("A-0009") == {}


def test_a_third_person_says_what_is_right(desk: Desk) -> None:
    disagreeing(desk)
    reviewer = desk["reviewer1"]

    left = reviewer.resolve("A-0004", {"type": "coder1"}, reason="a raid, says the passage")
    assert list(left) == ["killed", "casualties"]
    left = reviewer.resolve(
        "A-0004",
        {"killed": {"killed": 2, "killed_min": 1, "killed_max": 3}, "casualties": "coder2"},
        reason="one and two more",
    )

    assert left == {}
    account = reviewer.account("A-0004")
    assert (account["type"], account["killed"], account["killed_max"]) == (
        "operational_strike", 2, 3,
    )  # fmt: skip
    assert account["casualties"][0]["best"] == 3
    assert "disputed/A-0004" not in [line.id for line in reviewer.queue("disputed").items]
    (coding,) = reviewer.codings("A-0004")
    assert coding["values"]["killed"] == 3
    resolved = coding["resolved"]["killed"]
    assert (resolved["by"], resolved["reason"]) == ("reviewer1", "one and two more")
    assert resolved["was"]["killed"] == 1
    assert resolved["value"]["killed"] == 2
    assert coding["resolved"]["type"]["chosen"] == "coder1"
    entries = [e for e in reviewer.log("A-0004") if e.field == "killed" and e.before]
    assert [(e.user, e.reason, e.before, e.after) for e in entries] == [
        ("reviewer1", "one and two more", 1, 2)
    ]


def test_neither_coder_resolves_and_the_attempt_is_logged(desk: Desk) -> None:
    disagreeing(desk)
    desk.admin.set_role("coder2", "reviewer")
    with pytest.raises(DeniedError, match="somebody else has to say"):
        desk["coder2"].resolve("A-0004", {"type": "coder2"}, reason="I know")
    with pytest.raises(DeniedError):
        desk["coder1"].resolve("A-0004", {"type": "coder1"}, reason="I know")
    with pytest.raises(DeniedError):
        desk["coder3"].resolve("A-0004", {"type": "coder1"}, reason="I know")
    assert [d for d in desk.denied() if d[1] == "coding.resolve"] == [
        (user, "coding.resolve", "A-0004") for user in ("coder2", "coder1", "coder3")
    ]
    assert desk["coder2"].queue("disputed").total == 1  # the incident, not the codings
    assert desk["reviewer1"].account("A-0004")["type"] == "operational_strike"


def test_a_resolution_names_fields_that_differ_a_coder_and_a_reason(desk: Desk) -> None:
    disagreeing(desk)
    reviewer = desk["reviewer1"]
    with pytest.raises(QuestionError, match="date of A-0004 is not disputed; what is: type"):
        reviewer.resolve("A-0004", {"date": "coder1"}, reason="so")
    with pytest.raises(QuestionError, match="coder3 did not code A-0004"):
        reviewer.resolve("A-0004", {"type": "coder3"}, reason="so")
    with pytest.raises(QuestionError, match="killed has no dead"):
        reviewer.resolve("A-0004", {"killed": {"dead": 3}}, reason="so")
    with pytest.raises(QuestionError, match="say why"):
        reviewer.resolve("A-0004", {"type": "coder1"}, reason="")
    with pytest.raises(InputError, match="expected 0 ≤ min"):
        reviewer.resolve("A-0004", {"killed": {"killed": 3, "killed_max": 1}}, reason="so")


def test_a_resolution_reworks_the_incident(desk: Desk) -> None:
    desk.coded("coder2", 12, {"A-0002": {"perpetrators": "lej"}})
    assert "perpetrators" in desk["reviewer1"].item("disputed/PK-2002-000001").fields
    desk["reviewer1"].resolve("A-0002", {"perpetrators": "coder2"}, reason="the passage says LeJ")
    with pytest.raises(QuestionError, match="does not wait"):
        desk["reviewer1"].item("disputed/PK-2002-000001")


def test_the_first_coder_does_not_end_a_dispute_by_giving_in(desk: Desk) -> None:
    disagreeing(desk)
    desk["coder1"].correct("A-0004", {"type": "armed_clash"})
    assert desk["reviewer1"].disagreements("A-0004")["type"] == {
        "coder1": {"type": "operational_strike"},
        "coder2": {"type": "armed_clash"},
    }
    desk["reviewer1"].resolve("A-0004", {"type": "coder1"}, reason="it was a raid")
    assert desk["reviewer1"].account("A-0004")["type"] == "operational_strike"


def test_a_coding_that_comes_again_differently_is_disputed_again(desk: Desk) -> None:
    disagreeing(desk)
    desk["reviewer1"].resolve("A-0009", {"targets": "coder1"}, reason="named there")
    desk.coded("coder2", 12, {"A-0009": {"targets": "government"}})
    assert list(desk["reviewer1"].disagreements("A-0009")) == ["targets"]
