"""What a model says is taken as far as the words of the document bear it out."""

from __future__ import annotations

from collections.abc import Callable
from copy import deepcopy
from datetime import date
from typing import Any

import pytest

from tests.reading.llm.conftest import BARA, MOSQUE, TEXT, WEDNESDAY, Ask
from tests.reading.llm.stub import accounts, serving
from waqia.codebook import Codebook
from waqia.model import Casualties
from waqia.reading import Document
from waqia.reading.llm import Endpoint, LLMReader
from waqia.reading.llm.counted import whole


def codes(reading: Any) -> list[str]:
    return [finding.code for finding in reading.findings]


def test_two_incidents_become_two_accounts_with_an_anchor_for_every_value(ask: Ask) -> None:
    with serving(accounts(MOSQUE, BARA)) as stub:
        reading = ask(stub.url)
    assert reading.findings == []
    mosque, bara = reading.proposals
    assert (mosque.type, mosque.date_start, mosque.date_precision) == (
        "terrorist_attack", date(2023, 1, 30), "day",
    )  # fmt: skip
    assert (mosque.place, mosque.district) == ("mosque in Peshawar", "Peshawar")
    assert mosque.claim == "claimed"
    assert (mosque.killed_min, mosque.killed, mosque.killed_max) == (84, 84, None)
    assert mosque.casualties == (
        Casualties(party="police", outcome="killed", min=81, best=81, max=81),
    )
    assert mosque.perpetrators == ("ttp",)
    assert mosque.reported_by == ("officials",)
    assert mosque.made_by == "read:llm/stub/1"
    assert mosque.id == f"{mosque.source}-1"
    said = {anchor.field: anchor.quote for anchor in mosque.anchors if anchor.field}
    assert said == {
        "type": "A suicide bomber killed",
        "date": "Monday",
        "place": "mosque in\nPeshawar",
        "claim": "claimed the attack",
        "perpetrators:ttp": "The banned TTP",
        "targets:worship_places": "a mosque",
        "tactics:suicide_bombing": "suicide bomber",
        "reported_by": "officials",
        "killed": "killed at least 84 people",
        "casualties:police:killed": "81 policemen",
    }
    assert (bara.place_id, bara.district) == ("pk-city-bara", "Khyber")
    assert (bara.killed, bara.injured) == (2, 1)


def test_anchors_point_at_what_they_quote_and_passages_come_first(
    document: Callable[[str], Document], reader: Callable[..., LLMReader]
) -> None:
    read = document(TEXT)
    with serving(accounts(MOSQUE, BARA)) as stub:
        reading = reader(stub.url).propose(read, WEDNESDAY)
    for proposal in reading.proposals:
        for anchor in proposal.anchors:
            assert read.text[anchor.start : anchor.end] == anchor.quote
        fields = [anchor.field is None for anchor in proposal.anchors]
        assert fields == sorted(fields, reverse=True)
    [passage] = [a.quote for a in reading.proposals[1].anchors if not a.field]
    assert passage.startswith("Two policemen")
    assert passage.endswith("driver was\ninjured.")


def test_a_total_that_is_not_said_is_the_sum_of_the_parties_and_rests_on_their_words(
    ask: Ask,
) -> None:
    with serving(accounts(BARA)) as stub:
        [bara] = ask(stub.url).proposals
    for outcome, words in (("killed", "Two policemen"), ("injured", "A rickshaw driver")):
        [quote] = [anchor.quote for anchor in bara.anchors if anchor.field == outcome]
        assert quote.startswith(words)


def test_a_party_within_another_is_not_added_to_it(ask: Ask) -> None:
    text = "Five security men, two policemen and three shoppers were killed in Quetta on Monday."
    counts = [("security_forces", 5, "Five security men"), ("police", 2, "two policemen"),
              ("civilians", 3, "three shoppers")]  # fmt: skip
    told = [
        {"outcome": "killed", "party": party, "number": number, "quote": quote, "sentence": 1}
        for party, number, quote in counts
    ]
    with serving(accounts({"casualties": told})) as stub:
        [attack] = ask(stub.url, text).proposals
    assert len(attack.casualties) == 3
    assert (attack.killed_min, attack.killed, attack.killed_max) == (8, 8, 8)
    assert len([anchor for anchor in attack.anchors if anchor.field == "killed"]) == 2


def test_gunmen_whose_name_nobody_knows_are_offered_and_taken(ask: Ask) -> None:
    gunmen = {"perpetrators": [{"code": "unknown", "quote": "by gunmen", "sentence": 3}]}
    with serving(accounts(BARA | gunmen)) as stub:
        reading = ask(stub.url)
    assert reading.findings == []
    assert reading.proposals[0].perpetrators == ("unknown",)
    assert "  unknown: Unknown perpetrator" in stub.asked[0].rules


def changed(account: dict[str, Any], path: str, value: Any) -> dict[str, Any]:
    """An account with one of its parts changed, or taken away."""
    copy = deepcopy(account)
    *way, last = [int(step) if step.isdigit() else step for step in path.split(".")]
    place: Any = copy
    for step in way:
        place = place[step]
    place[last] = value
    return copy


@pytest.mark.parametrize(
    ("path", "value", "code", "field"),
    [
        ("type.quote", "a car bomber killed", "quote-absent", "type"),
        ("type.quote", "a suicide bomber killed", "quote-absent", "type"),
        ("type.quote", "suicide bomb", "quote-absent", "type"),
        ("type.quote", "", "quote-absent", "type"),
        ("type.quote", ["A suicide bomber killed"], "quote-absent", "type"),
        ("type.quote", "A suicide bomber killed" * 100, "quote-absent", "type"),
        ("type", "terrorist_attack", "quote-absent", "type"),
        ("type.code", "atrocity", "value-unknown", "type"),
        ("type.code", "attack", "value-unknown", "type"),
        ("type.code", {"code": "terrorist_attack"}, "value-unknown", "type"),
        ("type", ["terrorist_attack"], "answer-unread", "type"),
        ("claim.code", "boasted", "value-unknown", "claim"),
        ("date.start", "2023-01-29", "value-unfounded", "date"),
        ("date.start", "yesterday", "value-unfounded", "date"),
        ("date.quote", "Peshawar", "value-unfounded", "date"),
        ("place.quote", "81", "value-unfounded", "place"),
        ("place.quote", "Paris", "quote-absent", "place"),
        ("perpetrators.0.code", "isk", "value-unfounded", "perpetrators"),
        ("perpetrators.0.code", "the_outfit", "value-unknown", "perpetrators"),
        ("perpetrators", {"code": "ttp"}, "answer-unread", "perpetrators"),
        ("targets.0.code", "temples", "value-unknown", "targets"),
        ("casualties.0.number", 85, "value-unfounded", "killed"),
        ("casualties.0.number", -84, "value-unfounded", "killed"),
        ("casualties.0.number", 84.5, "value-unfounded", "killed"),
        ("casualties.0.number", True, "value-unfounded", "killed"),
        ("casualties.0.number", "many", "value-unfounded", "killed"),
        ("casualties.0.number", 10**30, "value-unfounded", "killed"),
        ("casualties.0.quote", "4 people", "quote-absent", "casualties"),
        ("casualties.1.party", "martians", "value-unknown", "casualties"),
        ("casualties.1.outcome", "surprised", "value-unknown", "casualties"),
        ("casualties.1.number", 84, "value-unfounded", "casualties:police:killed"),
    ],
)
def test_a_value_that_does_not_hold_is_dropped_and_found_and_the_rest_is_kept(
    ask: Ask, path: str, value: Any, code: str, field: str
) -> None:
    with serving(accounts(changed(MOSQUE, path, value))) as stub:
        reading = ask(stub.url)
    [finding] = reading.findings
    assert (finding.code, finding.field) == (code, field)
    assert finding.message.startswith("sentences 1–5, account 1: ")
    assert finding.table
    assert finding.table.endswith("article.txt")
    [mosque] = reading.proposals
    name = path.split(".")[0]
    kept = {anchor.field.split(":")[0] for anchor in mosque.anchors if anchor.field}
    if name != "casualties":
        assert name not in kept
    assert len(kept) >= 7


@pytest.mark.parametrize(
    ("written", "number"),
    [(19, 19), (19.0, 19), ("19", 19), ("nineteen", 19), (0, 0), (1e999, None), (-1, None),
     ("19 or 20", None), (None, None), ([19], None), (10**9, None), ("9" * 5000, None)],
)  # fmt: skip
def test_whole_numbers_are_read_as_models_write_them(written: Any, number: int | None) -> None:
    assert whole(written) == number


def test_numbers_in_words_and_wide_blanks_are_understood(ask: Ask) -> None:
    account = changed(MOSQUE, "casualties.0.number", "eighty-four")
    account = changed(account, "type.quote", "in a mosque in Peshawar on Monday")
    with serving(accounts(account)) as stub:
        reading = ask(stub.url)
    assert reading.findings == []
    [mosque] = reading.proposals
    assert mosque.killed == 84
    kind = next(anchor for anchor in mosque.anchors if anchor.field == "type")
    assert kind.quote == "in a mosque in\nPeshawar on Monday"


def test_repeated_words_are_told_apart_by_the_sentence(ask: Ask) -> None:
    text = "A bomb killed five men in Quetta.\n\nOn Friday a bomb killed five men in Karachi.\n"
    said = {"code": "terrorist_attack", "quote": "killed five men"}
    with serving(
        accounts(
            {"type": said | {"sentence": 2}, "place": {"quote": "Karachi", "sentence": 2}},
            {"type": said | {"sentence": 1}, "place": {"quote": "Quetta", "sentence": 1}},
        )
    ) as stub:
        first, second = ask(stub.url, text).proposals
    assert (first.district, second.province) == ("Quetta", "Sindh")
    starts = [next(a.start for a in one.anchors if a.field == "type") for one in (first, second)]
    assert starts == sorted(set(starts))


def test_an_account_of_which_nothing_holds_is_none(ask: Ask) -> None:
    invented = {"type": {"code": "terrorist_attack", "quote": "500 killed in Paris"}}
    with serving(accounts(invented)) as stub:
        reading = ask(stub.url)
    assert reading.proposals == []
    assert codes(reading) == ["quote-absent", "account-empty"]


def test_fields_that_were_not_asked_for_are_left_out(ask: Ask) -> None:
    with serving(accounts(MOSQUE | {"summary": "Blood.", "id": "A-1", "made_by": "me"})) as stub:
        reading = ask(stub.url)
    assert codes(reading) == ["answer-unasked"]
    assert "id, made_by, summary" in reading.findings[0].message
    assert reading.proposals[0].summary is None
    assert reading.proposals[0].made_by == "read:llm/stub/1"


TOTAL = {
    "type": {"code": "terrorist_attack", "quote": "16 attacks", "sentence": 5},
    "casualties": [
        {"outcome": "killed", "party": None, "number": 43, "quote": "43 people died", "sentence": 5}
    ],
}


def test_a_total_is_no_incident(ask: Ask) -> None:
    with serving(accounts(MOSQUE, TOTAL)) as stub:
        reading = ask(stub.url)
    [finding] = reading.findings
    assert finding.code == "account-total"
    assert "43 people died in 16 attacks" in finding.message
    assert [one.killed for one in reading.proposals] == [84]


def test_a_number_of_the_injured_is_none_of_the_killed(ask: Ask) -> None:
    text = "A bomb killed 5 men and injured 12 in Quetta on Monday."
    said = {"party": None, "quote": "injured 12 in Quetta", "sentence": 1}
    with serving(
        accounts({"casualties": [said | {"outcome": "killed", "number": 12},
                                 said | {"outcome": "injured", "number": 12}]})
    ) as stub:  # fmt: skip
        reading = ask(stub.url, text)
    assert codes(reading) == ["value-unfounded"]
    assert [(one.killed, one.injured) for one in reading.proposals] == [(None, 12)]


@pytest.mark.parametrize(
    ("words", "number", "holds"),
    [("12 cars", 12, False), ("three houses", 3, False), ("12 herdsmen", 12, True)],
)
def test_a_number_of_things_is_none_of_persons(
    ask: Ask, words: str, number: int, holds: bool
) -> None:
    text = f"A fire that the group had laid took {words} in Quetta on Monday."
    kind = {"code": "terrorist_attack", "quote": "A fire"}
    said = {"outcome": "killed", "party": None, "number": number, "quote": words}
    with serving(accounts({"type": kind, "casualties": [said]})) as stub:
        reading = ask(stub.url, text)
    assert codes(reading) == ([] if holds else ["value-unfounded"])
    assert [one.killed for one in reading.proposals] == [number if holds else None]


def test_of_a_person_who_is_cited_only_the_office_is_kept(ask: Ask) -> None:
    text = "A bomb killed 5 men, district police officer Some Body said. So said his cousin."
    cited = [{"quote": "district police officer Some Body", "sentence": 1},
             {"quote": "his cousin", "sentence": 2}]  # fmt: skip
    killed = {"outcome": "killed", "party": None, "number": 5, "quote": "5 men", "sentence": 1}
    with serving(accounts({"casualties": [killed], "reported_by": cited})) as stub:
        reading = ask(stub.url, text)
    assert codes(reading) == ["value-unfounded"]
    [attack] = reading.proposals
    assert "Body" not in " ".join(attack.reported_by)
    assert attack.reported_by[0].endswith("police officer")


@pytest.mark.parametrize(
    ("text", "day", "holds"),
    [
        ("A bomb killed 5 men on January 30.", "2023-01-30", True),
        ("A bomb killed 5 men on January 30.", "2022-01-30", True),
        ("A bomb killed 5 men on January 30.", "2014-01-30", False),
        ("A bomb killed 5 men on January 30.", "2024-01-30", False),
        ("A bomb killed 5 men on December 30.", "2022-12-30", True),
        ("A bomb killed 5 men on December 30.", "2023-12-30", False),
        ("The year 2014 began badly. A bomb killed 5 men on January 30.", "2014-01-30", True),
    ],
)
def test_a_day_without_a_year_is_of_one_that_the_text_bears_out(
    ask: Ask, text: str, day: str, holds: bool
) -> None:
    killed = {"outcome": "killed", "party": None, "number": 5, "quote": "5 men"}
    quote = text[text.index("on ", text.index("5 men")) : -1]
    with serving(
        accounts({"casualties": [killed], "date": {"start": day, "end": day, "quote": quote}})
    ) as stub:
        reading = ask(stub.url, text)
    assert codes(reading) == ([] if holds else ["value-unfounded"])
    [attack] = reading.proposals
    assert attack.date_start == (date.fromisoformat(day) if holds else None)


def test_names_that_no_gazetteer_has_are_kept_in_words_and_found(ask: Ask) -> None:
    text = "A bomb killed 5 men in Zzyzxabad on Monday."
    killed = {"outcome": "killed", "party": None, "number": 5, "quote": "5 men", "sentence": 1}
    with serving(
        accounts({"casualties": [killed], "place": {"quote": "Zzyzxabad", "sentence": 1}})
    ) as stub:
        reading = ask(stub.url, text)
    assert codes(reading) == ["place-unresolved"]
    assert [(one.place, one.place_id) for one in reading.proposals] == [("Zzyzxabad", None)]


def test_open_vocabularies_take_names_that_are_quoted_and_no_others(
    document: Callable[[str], Document],
) -> None:
    killed = {"outcome": "killed", "party": None, "number": 5, "quote": "5 men", "sentence": 1}
    account = {
        "casualties": [killed],
        "perpetrators": [
            {"code": "Front of the North", "quote": "the Front of the North", "sentence": 1},
            {"code": "Front of the South", "quote": "the Front of the North", "sentence": 1},
        ],
    }
    read = document("The Front of the North, or the Front of the North West, killed 5 men.")
    with serving(accounts(account)) as stub:
        engine = LLMReader(Endpoint(stub.url, "stub", timeout=5), Codebook.load("generic"))
        reading = engine.propose(read, None)
    assert codes(reading) == ["value-unknown"]
    assert [one.perpetrators for one in reading.proposals] == [("Front of the North",)]


def test_what_is_no_account_is_found(ask: Ask) -> None:
    with serving(accounts(MOSQUE, "none", None, 5)) as stub:  # type: ignore[arg-type]
        reading = ask(stub.url)
    assert codes(reading) == ["answer-unread"] * 3
    assert len(reading.proposals) == 1


def test_thousands_of_accounts_are_bounded(ask: Ask) -> None:
    with serving(accounts(*[MOSQUE] * 2000)) as stub:
        reading = ask(stub.url)
    assert codes(reading) == ["answer-cut"]
    assert len(reading.proposals) == 1


def test_thousands_of_problems_are_bounded(ask: Ask) -> None:
    invented = [{"code": "ttp", "quote": f"nowhere {n}", "sentence": 1} for n in range(30)]
    with serving(accounts(*[{"perpetrators": invented}] * 100)) as stub:
        reading = ask(stub.url)
    assert len(reading.findings) == 101
    assert reading.findings[-1].code == "answer-cut"
    assert reading.findings[-1].message.endswith(
        "3000 more problems of this answer are not listed."
    )


def test_a_thousand_values_are_bounded(ask: Ask) -> None:
    with serving(accounts(changed(MOSQUE, "targets", MOSQUE["targets"] * 1000))) as stub:
        reading = ask(stub.url)
    assert codes(reading) == ["answer-cut"]


def test_urdu_is_read_by_urdu_quotes(ask: Ask) -> None:
    text = "پشاور میں پیر کو خودکش حملے میں 84 افراد ہلاک ہوئے۔\n"
    account = {
        "type": {"code": "terrorist_attack", "quote": "خودکش حملے", "sentence": 1},
        "place": {"quote": "پشاور", "sentence": 1},
        "casualties": [
            {"outcome": "killed", "party": None, "number": 84, "quote": "84 افراد", "sentence": 1}
        ],
    }
    with serving(accounts(account)) as stub:
        reading = ask(stub.url, text)
    assert reading.findings == []
    [attack] = reading.proposals
    assert (attack.district, attack.killed) == ("Peshawar", 84)


def test_an_answer_in_urdu_about_an_english_text_quotes_nothing(ask: Ask) -> None:
    account = {"type": {"code": "terrorist_attack", "quote": "خودکش حملہ آور", "sentence": 1}}
    with serving(accounts(account)) as stub:
        assert codes(ask(stub.url)) == ["quote-absent", "account-empty"]
