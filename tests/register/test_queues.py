"""What waits to be decided, who has it, and how it leaves its queue."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pytest

from tests.register.desk import Desk
from waqia.model import DeniedError, QuestionError
from waqia.register import Register
from waqia.register.review.sampling import draw


def listed(register: Register, queue: str) -> list[str]:
    return [line.subject for line in register.queue(queue).items]


# What waits


def test_candidates_wait_until_they_are_confirmed_or_withdrawn(desk: Desk) -> None:
    reviewer = desk["reviewer1"]
    assert len(listed(reviewer, "new")) == 10

    reviewer.confirm("PK-2003-000001")
    reviewer.withdraw("PK-2004-000001", reason="a plan, not an attack")

    assert len(listed(reviewer, "new")) == 8
    assert reviewer.queues()["new"].free == 8


def test_a_list_is_paged_and_tells_in_a_few_fields_what_happened(desk: Desk) -> None:
    page = desk["reviewer1"].queue("new", offset=2, limit=3)
    assert (page.total, page.offset) == (10, 2)
    assert [line.subject for line in page.items] == [
        "PK-2003-000001", "PK-2004-000001", "PK-2004-000002",
    ]  # fmt: skip
    assert page.items[0].told["type"] == "operational_strike"
    assert page.items[0].told["date_start"] == "2003-01-01"


def test_a_disputed_incident_shows_its_accounts_side_by_side(desk: Desk) -> None:
    reviewer = desk["reviewer1"]
    item = reviewer.item("disputed/PK-2002-000001")
    assert item.fields == ("perpetrators",)
    assert item.differs["perpetrators"] == {
        "A-0001": {"perpetrators": ["lej"], "claim": "attributed"},
        "A-0002": {"perpetrators": ["lashkar_e_taiba", "jem"], "claim": "attributed"},
    }
    assert [account["id"] for account in item.accounts] == ["A-0001", "A-0002"]
    assert [source["id"] for source in item.sources] == ["S-000"]

    reviewer.settle("PK-2002-000001", "perpetrators", reason="graded higher")
    assert "PK-2002-000001" not in listed(reviewer, "disputed")


def test_the_most_probable_pair_comes_first_and_says_why(desk: Desk) -> None:
    reviewer = desk["reviewer1"]
    desk.suggested(
        ("A-0003", "A-0004", 0.7),
        ("A-0005", "A-0006", 0.9),
        ("A-0007", "A-0008", 0.4),
        ("A-0001", "A-0002", 0.99),  # of one incident already
    )

    assert listed(reviewer, "links") == ["A-0005+A-0006", "A-0003+A-0004"]
    assert len(reviewer.queue("links", above=0.3).items) == 3
    item = reviewer.next_item("links")
    assert item is not None
    assert item.probability == 0.9
    assert item.why == [{"field": "date", "agreement": "same day", "weight": 2.5}]
    assert item.differs["type"] == {
        "A-0005": {"type": "terrorist_attack"},
        "A-0006": {"type": "operational_strike"},
    }


@pytest.mark.parametrize("decision", ["link", "different", "unsure"])
def test_a_pair_that_was_decided_waits_no_more(desk: Desk, decision: str) -> None:
    reviewer = desk["reviewer1"]
    desk.suggested(("A-0005", "A-0006", 0.9))
    reviewer.next_item("links")

    if decision == "link":
        reviewer.link("A-0006", "PK-2004-000001")
    else:
        getattr(reviewer, decision)("A-0006", "A-0005")

    assert listed(reviewer, "links") == []
    assert reviewer.reviewing_statistics().queues["links"].done == 1


def test_there_is_no_other_queue(desk: Desk) -> None:
    with pytest.raises(QuestionError, match="choose from new, disputed, second, quality, links"):
        desk["reviewer1"].queue("urgent")
    with pytest.raises(QuestionError, match="QUEUE/ID"):
        desk["reviewer1"].item("PK-2002-000001")


# Proposed accounts

PROPOSED = {
    "id": "A-read", "source": "S-001", "type": "terrorist_attack", "date_start": "2024-02-06",
    "country": "Pakistan", "killed": 3, "made_by": "read:grammar",
}  # fmt: skip


def test_a_proposed_account_is_accepted_with_corrections_in_one_act(desk: Desk) -> None:
    desk["coder1"].add(PROPOSED, status="proposed")
    reviewer = desk["reviewer1"]
    assert "A-read" in listed(reviewer, "new")

    added = reviewer.accept("A-read", {"killed": 4, "killed_max": 6, "claim": "claimed"})

    assert added.incident == "PK-2024-000001"
    account = reviewer.account("A-read")
    assert (account["status"], account["killed"], account["killed_max"]) == ("accepted", 4, 6)
    assert account["made_by"] == "read:grammar"
    assert account["revision"] == added.revision
    assert "A-read" not in listed(reviewer, "new")


def test_a_proposed_account_can_tell_of_an_incident_that_is_there(desk: Desk) -> None:
    desk["coder1"].add(PROPOSED, status="proposed")
    assert desk["reviewer1"].accept("A-read", incident="PK-2003-000001", apart=True).incident == (
        "PK-2003-000001"
    )
    assert desk["reviewer1"].incident("PK-2003-000001")["values"]["n_accounts"] == 2


def test_a_proposed_account_is_set_aside_with_a_reason_and_kept(desk: Desk) -> None:
    desk["coder1"].add(PROPOSED, status="proposed")
    with pytest.raises(QuestionError, match="say why"):
        desk["reviewer1"].set_aside("A-read", reason=" ")
    desk["reviewer1"].set_aside("A-read", reason="a film, not an attack")

    account = desk["reviewer1"].account("A-read")
    assert account["status"] == "set_aside"
    assert "incident" not in account
    assert "A-read" not in listed(desk["reviewer1"], "new")


def test_what_is_accepted_is_not_accepted_or_set_aside_again(desk: Desk) -> None:
    with pytest.raises(QuestionError, match="is accepted and tells of PK-2003-000001"):
        desk["reviewer1"].accept("A-0004")
    with pytest.raises(QuestionError, match="is accepted"):
        desk["reviewer1"].set_aside("A-0004", reason="no")


# Who has what


def test_next_gives_what_one_has_before_what_nobody_has(desk: Desk) -> None:
    first = desk["reviewer1"].next_item("new")
    assert first is not None
    assert first.assigned_to == "reviewer1"
    before = desk["editor"].revision.number
    again = desk["reviewer1"].next_item("new")
    assert again is not None
    assert again.id == first.id
    assert desk["editor"].revision.number == before

    other = desk["reviewer2"].next_item("new")
    assert other is not None
    assert other.id != first.id
    assert desk["reviewer2"].queues()["new"].with_others == 1


def test_an_item_that_was_decided_gives_way_to_the_next(desk: Desk) -> None:
    reviewer = desk["reviewer1"]
    seen = []
    while (item := reviewer.next_item("new")) is not None:
        seen.append(item.subject)
        reviewer.confirm(item.subject)
    assert len(seen) == len(set(seen)) == 10
    assert reviewer.reviewing_statistics().queues["new"].done == 10


def test_without_a_queue_next_goes_through_all_of_them(desk: Desk) -> None:
    reviewer = desk["reviewer1"]
    for incident in listed(reviewer, "new"):
        reviewer.confirm(incident)
    item = reviewer.next_item()
    assert item is not None
    assert item.queue == "disputed"


def test_what_was_given_back_comes_last(desk: Desk) -> None:
    reviewer = desk["reviewer1"]
    first = reviewer.next_item("new")
    assert first is not None
    reviewer.give_back(first.id, reason="cannot read the source")
    second = reviewer.next_item("new")
    assert second is not None
    assert second.id != first.id
    for incident in listed(reviewer, "new")[1:]:
        reviewer.confirm(incident)
    last = reviewer.next_item("new")
    assert last is not None
    assert last.id == first.id
    with pytest.raises(QuestionError, match="You do not have"):
        desk["reviewer2"].give_back(second.id)


def test_an_editor_assigns_and_takes_away(desk: Desk) -> None:
    item = "new/PK-2005-000001"
    desk["editor"].assign(item, "reviewer2")
    found = desk["reviewer2"].next_item()
    assert found is not None
    assert found.id == item
    with pytest.raises(QuestionError, match="reviewer2 has"):
        desk["reviewer1"].take(item)
    desk["editor"].unassign(item)
    assert desk["reviewer1"].take(item).assigned_to == "reviewer1"
    with pytest.raises(DeniedError):
        desk["reviewer1"].assign(item, "reviewer2")


def test_nobody_is_assigned_what_they_may_not_decide(desk: Desk) -> None:
    with pytest.raises(QuestionError, match=r"coder1 \(coder\) may not decide"):
        desk["editor"].assign("new/PK-2005-000001", "coder1")
    with pytest.raises(QuestionError, match="no active user 'nobody'"):
        desk["editor"].assign("new/PK-2005-000001", "nobody")


def test_what_somebody_had_who_left_is_free_again(desk: Desk) -> None:
    item = desk["reviewer1"].next_item("disputed")
    assert item is not None
    desk.admin.deactivate("reviewer1")
    other = desk["reviewer2"].next_item("disputed")
    assert other is not None
    assert other.id == item.id


def test_an_incident_that_is_reopened_waits_for_anybody(desk: Desk) -> None:
    item = desk["reviewer1"].next_item("new")
    assert item is not None
    desk["reviewer1"].confirm(item.subject)
    desk["reviewer1"].reopen(item.subject, reason="a second source denies it")
    assert desk["reviewer1"].item(item.id).assigned_to is None


def test_two_reviewers_never_get_the_same_item(desk: Desk) -> None:
    names = ["reviewer1", "reviewer2", "editor"] * 3
    users = [desk.opened(name) for name in names]

    def work(register: Register) -> list[str]:
        found = []
        while (item := register.next_item("new")) is not None and len(found) < 20:
            found.append(item.subject)
            try:
                register.confirm(item.subject)
            except QuestionError:
                # the same user, sitting at another desk, was quicker
                found.pop()
        return found

    with ThreadPoolExecutor(len(users)) as pool:
        decided = [subject for found in pool.map(work, users) for subject in found]
    assert len(decided) == len(set(decided)) == 10


def test_at_once_each_gets_another(desk: Desk) -> None:
    users = [desk.opened(name) for name in ("reviewer1", "reviewer2", "editor")]
    with ThreadPoolExecutor(3) as pool:
        items = list(pool.map(lambda register: register.next_item("new"), users))
    assert len({item.id for item in items if item}) == 3


def test_coders_are_denied_what_reviewers_decide_and_it_is_logged(desk: Desk) -> None:
    with pytest.raises(DeniedError):
        desk["coder1"].next_item("new")
    with pytest.raises(DeniedError):
        desk["viewer"].queue("second")
    assert ("coder1", "incident.confirm", None) in desk.denied()
    assert list(desk["coder1"].queues()) == ["second"]
    assert desk["coder1"].next_item() is None


def test_nobody_is_given_what_rests_on_a_source_they_may_not_see(desk: Desk) -> None:
    desk["editor"].set_access("S-003", "confidential", reason="a protected source")
    assert "PK-2007-000002" not in listed(desk["reviewer1"], "new")
    assert "PK-2007-000002" in listed(desk["editor"], "new")
    desk.suggested(("A-0010", "A-0011", 0.9))
    assert listed(desk["reviewer1"], "links") == []
    with pytest.raises(QuestionError, match="may not see its source"):
        desk["reviewer1"].item("new/PK-2007-000002")


def test_an_item_shows_no_anchor_in_a_source_that_is_not_to_be_seen(desk: Desk) -> None:
    account = desk.told()
    anchors = [*desk["coder1"].account(account)["anchors"], {"source": "S-003", "quote": "secret"}]
    desk["coder1"].correct(account, {"anchors": anchors})
    desk["editor"].set_access("S-003", "confidential", reason="a protected source")
    incident = desk["coder1"].account(account)["incident"]

    item = desk["reviewer1"].item(f"new/{incident}")
    assert [anchor["source"] for anchor in item.accounts[0]["anchors"]] == ["S-archived"]
    assert "S-003" not in {source["id"] for source in item.sources}
    assert len(desk["editor"].item(f"new/{incident}").accounts[0]["anchors"]) == 2


# Samples


def confirm_all(desk: Desk) -> None:
    for line in desk["reviewer1"].queue("new").items:
        desk["reviewer1"].confirm(line.subject)


def test_a_sample_of_confirmed_incidents_is_looked_at_by_somebody_else(desk: Desk) -> None:
    confirm_all(desk)
    sample = desk["editor"].sample("quality", 3, seed=7)
    assert (sample.frame, len(sample.made)) == (10, 3)

    assert desk["reviewer1"].next_item("quality") is None
    item = desk["reviewer2"].next_item("quality")
    assert item is not None
    assert item.subject in sample.made
    with pytest.raises(QuestionError, match="say why"):
        desk["reviewer2"].close_item(item.id, reason="")
    desk["reviewer2"].close_item(item.id, reason="the accounts bear it out")
    assert desk["editor"].queue("quality").total == 2


def test_the_same_seed_draws_the_same_and_makes_nothing_twice(desk: Desk) -> None:
    first = desk["editor"].sample("second", 4, seed=1)
    before = desk["editor"].revision.number
    again = desk["editor"].sample("second", 4, seed=1)
    assert again.drawn == first.drawn == first.made
    assert again.made == ()
    assert desk["editor"].revision.number == before

    larger = desk["editor"].sample("second", share=1.0, seed=2)
    assert len(larger.made) == 12 - 4
    assert desk["editor"].queue("second").total == 12


def test_seed_method_and_frame_are_in_the_history(desk: Desk) -> None:
    sample = desk["editor"].sample("second", share=0.25, seed=11, reason="first quarter")
    assert sample.id is not None
    with desk["editor"].store.reading() as connection:
        from waqia.register.store.history import as_of

        kept = as_of(connection, "sample", sample.id, desk["editor"].revision.number)
    assert (kept["seed"], kept["share"], len(kept["made"])) == (11, 0.25, 3)
    assert kept["method"].startswith("simple random without replacement")
    assert kept["frame"]["number"] == 12
    assert len(kept["frame"]["sha256"]) == 64
    assert desk["editor"].revision.reason == "first quarter"


def test_a_sample_by_coder_draws_from_everyone_in_proportion() -> None:
    frame = {f"A-{n:03}": "one" if n < 75 else "two" for n in range(100)}
    drawn = draw(frame, size=20, share=None, seed=5, stratified=True)
    assert sum(frame[id_] == "one" for id_ in drawn) == 15
    assert draw(frame, size=20, share=None, seed=5, stratified=True) == drawn
    assert draw(frame, size=20, share=None, seed=6, stratified=True) != drawn


def test_every_item_is_as_likely_to_be_drawn() -> None:
    frame = {f"A-{n:02}": None for n in range(20)}
    times = dict.fromkeys(frame, 0)
    for seed in range(2000):
        for id_ in draw(frame, size=5, share=None, seed=seed, stratified=False):
            times[id_] += 1
    # 500 expected of each, with a standard deviation of 19
    assert all(500 - 90 < number < 500 + 90 for number in times.values())


@pytest.mark.parametrize(
    ("size", "share", "problem"),
    [
        (None, None, "either the size"),
        (3, 0.1, "either the size"),
        (0, None, "at least one"),
        (None, 1.5, "at most 1"),
    ],
)
def test_a_sample_that_cannot_be_drawn_says_why(
    desk: Desk, size: int | None, share: float | None, problem: str
) -> None:
    with pytest.raises(QuestionError, match=problem):
        desk["editor"].sample("second", size, share=share, seed=1)


def test_samples_are_drawn_by_editors_from_what_there_is(desk: Desk) -> None:
    with pytest.raises(DeniedError):
        desk["reviewer1"].sample("second", 3, seed=1)
    with pytest.raises(QuestionError, match="no confirmed incident"):
        desk["editor"].sample("quality", 3, seed=1)


def test_only_samples_are_closed_by_hand(desk: Desk) -> None:
    with pytest.raises(QuestionError, match="closes when it is decided"):
        desk["reviewer1"].close_item("new/PK-2005-000001", reason="dull")


# How far it is


def test_statistics_tell_the_state_of_review(desk: Desk) -> None:
    desk["reviewer1"].next_item("new")
    desk["reviewer2"].confirm("PK-2005-000001")
    told = desk["viewer"].reviewing_statistics()
    assert (told.queues["new"].free, told.queues["new"].assigned) == (8, 1)
    assert [(coder.name, coder.accounts, coder.codings) for coder in told.coders] == [
        ("coder1", 12, 0)
    ]
    (work,) = told.days
    assert (work.user, work.act, work.number) == ("reviewer2", "incident.confirm", 1)
    assert work.day == desk["editor"].revision.at.date()
