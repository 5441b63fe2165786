"""How far the coders of a desk agree: what is compared, and what is not."""

from __future__ import annotations

import pytest

from tests.register.desk import Desk
from waqia.model import DeniedError, QuestionError

OTHERWISE = {
    "A-0004": {"type": "armed_clash", "killed": "3", "killed_by_party": ""},
    "A-0005": {"type": "armed_clash"},
    "A-0009": {"targets": "security_forces", "killed": "", "killed_by_party": ""},
}


def test_agreement_is_told_field_by_field(desk: Desk) -> None:
    desk.coded("coder2", 12, OTHERWISE)
    type_, killed, targets = desk["reviewer1"].agreement(["type", "killed", "targets"])

    assert (type_.field, type_.together.level) == ("type", "nominal")
    assert (type_.together.units, type_.together.coders, type_.together.pairs) == (12, 2, 12)
    assert type_.together.percent == pytest.approx(100 * 10 / 12)
    assert type_.together.alpha is not None
    assert type_.together.low is not None
    assert type_.together.low < type_.together.alpha < 1
    assert type_.differ == {
        "A-0004": {"coder1": "operational_strike", "coder2": "armed_clash"},
        "A-0005": {"coder1": "terrorist_attack", "coder2": "armed_clash"},
    }
    assert killed.together.level == "interval"
    assert killed.differ["A-0004"] == {"coder1": 1, "coder2": 3}
    assert targets.together.level == "set"
    assert list(targets.differ) == ["A-0009"]


def test_what_is_unknown_to_one_coder_is_counted_apart(desk: Desk) -> None:
    desk.coded("coder2", 12, OTHERWISE)
    (killed,) = desk["reviewer1"].agreement(["killed"])
    assert killed.one_sided == 1
    assert killed.differ["A-0009"]["coder2"] is None


def test_resolving_does_not_make_coders_agree(desk: Desk) -> None:
    desk.coded("coder2", 12, OTHERWISE)
    before = desk["reviewer1"].agreement(["type", "killed"])
    desk["reviewer1"].resolve("A-0004", {"type": "coder2", "killed": "coder2"}, reason="so it says")
    desk["coder1"].correct("A-0005", {"type": "armed_clash"})
    desk.coded("coder2", 12, OTHERWISE | {"A-0005": {"type": "terrorist_attack"}})
    assert desk["reviewer1"].agreement(["type", "killed"]) == before


def test_three_coders_are_compared_together_and_two_by_two(desk: Desk) -> None:
    desk.coded("coder2", 12, OTHERWISE)
    desk.coded("coder3", 8, OTHERWISE)
    (type_,) = desk["reviewer1"].agreement(["type"])
    assert (type_.together.coders, type_.together.units) == (3, 12)
    assert list(type_.pairs) == [("coder1", "coder2"), ("coder1", "coder3"), ("coder2", "coder3")]
    assert type_.pairs["coder2", "coder3"].alpha == 1
    assert type_.pairs["coder1", "coder3"].units == 8

    (two,) = desk["reviewer1"].agreement(["type"], coders=["coder2", "coder3"])
    assert two.together == type_.pairs["coder2", "coder3"]


def test_the_same_seed_gives_the_same_interval(desk: Desk) -> None:
    desk.coded("coder2", 12, OTHERWISE)
    reviewer = desk["reviewer1"]
    first = reviewer.agreement(["type"], seed=4, resamples=200)
    assert reviewer.agreement(["type"], seed=4, resamples=200) == first
    assert reviewer.agreement(["type"], seed=5, resamples=200) != first


def test_a_submitted_second_coding_counts(desk: Desk) -> None:
    account = desk.told()
    desk["editor"].sample("second", share=1.0, seed=1)
    desk["editor"].assign(f"second/{account}", "coder2")
    desk["coder2"].submit_coding(account, {"type": "armed_clash", "killed": 3})
    type_, killed = desk["reviewer1"].agreement(["type", "killed"])
    assert type_.together.units == 1
    assert type_.differ == {account: {"coder1": "terrorist_attack", "coder2": "armed_clash"}}
    assert killed.together.alpha is None
    assert killed.together.why is not None


def test_agreement_leaves_out_sources_that_the_user_may_not_see(desk: Desk) -> None:
    desk.coded("coder2", 12, OTHERWISE)
    desk["editor"].set_access("S-001", "confidential", reason="a protected source")
    (type_,) = desk["reviewer1"].agreement(["type"])
    assert list(type_.differ) == ["A-0005"]
    assert list(desk["editor"].agreement(["type"])[0].differ) == ["A-0004", "A-0005"]


def test_what_cannot_be_compared_says_why(desk: Desk) -> None:
    with pytest.raises(QuestionError, match="No account was coded by two"):
        desk["reviewer1"].agreement()
    with pytest.raises(QuestionError, match="summary is not worked out; choose from"):
        desk["reviewer1"].agreement(["summary"])
    desk.coded("coder2", 2)
    with pytest.raises(QuestionError, match="coder3 coded nothing"):
        desk["reviewer1"].agreement(["type"], coders=["coder1", "coder3"])
    with pytest.raises(DeniedError):
        desk["coder1"].agreement(["type"])
