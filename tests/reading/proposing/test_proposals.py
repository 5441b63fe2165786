"""Documents to proposals: incidents kept apart or put together, and every value anchored."""

from __future__ import annotations

from datetime import date
from functools import cache

import pytest
from hypothesis import given
from hypothesis import strategies as st

from waqia.codebook import Codebook
from waqia.model import OUTCOMES, Proposal
from waqia.reading import Document, GrammarReader, read_document

PUBLISHED = date(2023, 2, 1)


@cache
def reader(codebook: str = "pakistan") -> GrammarReader:
    return GrammarReader(Codebook.load(codebook))


def document(text: str) -> Document:
    return read_document(text.encode(), name="article.txt")


def proposals(text: str, codebook: str = "pakistan") -> list[Proposal]:
    return list(reader(codebook).propose(document(text), PUBLISHED).proposals)


def one(text: str, codebook: str = "pakistan") -> Proposal:
    (proposal,) = proposals(text, codebook)
    return proposal


def said(proposal: Proposal, field: str) -> list[str | None]:
    """The words that the anchors of a field point at."""
    return [anchor.quote for anchor in proposal.anchors if anchor.field == field]


BLAST = (
    "QUETTA: A suicide bomber rammed his vehicle into a police truck in the Bolan area on Monday, "
    "killing nine policemen and a civilian and wounding at least 11 others, officials said.\n\n"
    "The blast destroyed the truck. No group immediately claimed responsibility."
)


def test_an_article_gives_an_account_with_the_words_of_every_value() -> None:
    account = one(BLAST)
    assert (account.type, account.tactics) == ("terrorist_attack", ("suicide_bombing",))
    assert account.date_start == account.date_end == date(2023, 1, 30)
    assert (account.district, account.province) == ("Kachhi", "Balochistan")
    assert (account.killed_min, account.killed, account.killed_max) == (10, 10, 10)
    assert (account.injured_min, account.injured, account.injured_max) == (11, 11, None)
    assert {(c.party, c.outcome, c.best) for c in account.casualties} == {
        ("police", "killed", 9),
        ("civilians", "killed", 1),
    }
    assert account.claim == "unknown"
    assert account.reported_by == ("officials",)
    assert said(account, "date") == ["Monday"]
    assert said(account, "place") == ["Bolan area"]
    assert said(account, "casualties:police:killed") == ["killing nine policemen"]
    assert said(account, "reported_by") == ["officials"]


def values(proposal: Proposal) -> set[str]:
    """The names that anchors must have for what a proposal says."""
    found = {name for name in ("type", "claim", "reported_by") if getattr(proposal, name)}
    found |= {"date"} if proposal.date_start else set()
    found |= {"place"} if proposal.place or proposal.country else set()
    found |= {name for name in OUTCOMES if getattr(proposal, name) is not None}
    for name in ("perpetrators", "responders", "target_actors", "targets", "tactics"):
        found |= {f"{name}:{code}" for code in getattr(proposal, name)}
    return found | {f"casualties:{c.party}:{c.outcome}" for c in proposal.casualties}


def check(document: Document, found: list[Proposal]) -> None:
    for proposal in found:
        assert proposal.source == document.id
        passages = [(a.start or 0, a.end or 0) for a in proposal.anchors if a.field is None]
        assert passages
        for anchor in proposal.anchors:
            assert anchor.start is not None
            assert anchor.end is not None
            assert 0 <= anchor.start < anchor.end <= len(document.text)
            assert document.text[anchor.start : anchor.end] == anchor.quote
        assert values(proposal) <= {anchor.field for anchor in proposal.anchors}
        for mention in proposal.mentions:
            assert document.text[mention.start : mention.end] == mention.text
            assert any(a <= mention.start and mention.end <= b for a, b in passages)


PARTS = (
    "A bomb exploded in Jamrud on Tuesday, injuring two persons.",
    "QUETTA: Gunmen shot dead three labourers near Mach on Jan 30, police said.",
    "The attackers fled after the shooting.",
    "In 2022, as many as 43 people died in 16 such attacks in the province.",
    "The TTP claimed responsibility for the attack, but the BLA denied involvement.",
    "پشاور میں پیر کو خودکش دھماکے میں کم از کم ۸۴ افراد جاں بحق ہوئے۔",
    "Troops killed five militants in an operation in North Waziristan on Sunday night.",
    "\x00\ud7ff\u202e (((", "Killed killed 99999999999999999999 people in in on Monday Monday.",
    "<b>Two dozen</b> were wounded, 3 of them critically; one more died later.", "\n\n", "\t",
)  # fmt: skip


@given(st.lists(st.sampled_from(PARTS) | st.text(max_size=60), max_size=8))
def test_any_text_gives_the_same_anchored_proposals_each_time(parts: list[str]) -> None:
    text = " ".join(parts)
    read = document(text)
    found = list(reader().propose(read, PUBLISHED).proposals)
    check(read, found)
    assert found == list(reader().propose(read, PUBLISHED).proposals)
    assert len({proposal.id for proposal in found}) == len(found)


@pytest.mark.parametrize(
    "text",
    [
        "In 2023, 43 people died in 16 incidents of political violence in the country.",
        "The TTP carried out 208 attacks in 2023, killing 311 people, the institute said.",
        "Deaths from terrorist attacks rose by 17 percent to 693, the report says.",
        "The prime minister condemned terrorism and said that no attack would go unanswered.",
        "A court adjourned the hearing of the case until Monday.",
        "Fast bowlers led the attack and killed the game in Lahore on Sunday.",
    ],
)
def test_figures_and_what_is_no_incident_propose_nothing(text: str) -> None:
    assert proposals(text) == []


def test_incidents_of_one_text_are_kept_apart() -> None:
    found = proposals(
        BLAST + "\n\nIn another incident, a roadside bomb killed two soldiers in Kohlu on Tuesday."
        "\n\nTwo policemen were shot dead in Bannu on Sunday while a blast in Khuzdar injured five "
        "people on the same day."
    )
    told = [(one.district, str(one.date_start), one.killed, one.injured) for one in found]
    assert told == [
        ("Kachhi", "2023-01-30", 10, 11),
        ("Kohlu", "2023-01-31", 2, None),
        ("Bannu", "2023-01-29", 2, None),
        ("Khuzdar", "2023-01-29", None, 5),
    ]


def test_an_incident_told_twice_is_one_account_with_both_passages() -> None:
    account = one(
        BLAST + "\n\nThe minister told the assembly about other matters at length on Wednesday."
        "\n\nThe assembly then heard about schools.\n\nIt also heard about roads."
        "\n\nMonday's suicide attack in Bolan killed 10 people, nine of them policemen."
    )
    passages = [anchor.quote for anchor in account.anchors if anchor.field is None]
    assert len(passages) == 2
    assert account.killed == 10


def test_a_headline_belongs_to_its_story() -> None:
    account = one("Ten killed in Bolan suicide blast\n\n" + BLAST)
    assert account.killed == 10
    assert account.anchors[0].start == 0


def test_without_words_for_a_date_or_a_place_there_is_none() -> None:
    account = one("Gunmen opened fire on a van and killed two policemen, police said.")
    assert account.date_start is None
    assert account.place is None
    assert account.country is None
    assert account.killed == 2


def test_the_state_that_acts_is_a_responder_and_whom_it_fights_no_perpetrator() -> None:
    account = one(
        "Security forces killed five TTP militants in an operation in North Waziristan on Sunday. "
        "The militants had attacked a post, the military said."
    )
    assert account.perpetrators == ()
    assert account.claim is None
    assert account.responders == ("security_forces",)
    assert account.target_actors == ("ttp",)
    assert (account.type, account.killed) == ("operational_strike", 5)


def test_who_denies_is_kept_as_denied() -> None:
    account = one(
        "A suicide bombing at a mosque in Peshawar on January 30 killed over 84 people, including "
        "81 policemen. The TTP denied involvement."
    )
    assert (account.perpetrators, account.claim) == (("ttp",), "denied")
    assert (account.killed_min, account.killed_max) == (85, None)
    assert [(c.party, c.best) for c in account.casualties] == [("police", 81)]


def test_a_name_that_several_places_share_is_left_open_with_its_candidates() -> None:
    account = one("A bomb blast in Lehri killed two policemen on Monday.")
    assert (account.place, account.place_id) == ("Lehri", None)
    assert set(account.place_candidates) == {"pk-district-lehri", "pk-city-lehri"}
    assert said(account, "place") == ["Lehri"]


def test_urdu_is_read_by_the_same_grammar() -> None:
    account = one(
        "پشاور: پولیس لائنز کی مسجد میں پیر کو ہونے والے خودکش دھماکے میں ۸۴ افراد جاں بحق اور ۲۲۰ "
        "زخمی ہو گئے۔ کالعدم تحریک طالبان پاکستان نے حملے کی ذمہ داری قبول کر لی۔"
    )
    assert (account.killed, account.injured) == (84, 220)
    assert account.date_start == date(2023, 1, 30)
    assert account.district == "Peshawar"
    assert (account.perpetrators, account.claim) == (("ttp",), "claimed")


def test_another_codebook_gives_its_own_codes() -> None:
    text = "A suicide bomber killed three soldiers in a market in Lashkar Gah on Monday."
    codebook = Codebook.load("generic")
    account = one(text, "generic")
    assert account.type in codebook.terms("type")
    assert account.tactics == ("suicide_bombing",)
    assert account.killed == 3
    assert [(c.party, c.best) for c in account.casualties] == [("security_forces", 3)]


def test_a_sentence_that_a_note_breaks_is_read_as_one() -> None:
    text = (
        "The group has been active in the district for years, as elders there say. Late last month "
        "a suicide bomber attacked a convoy of the security forces on a road near\n\n"
        "¹² Daily paper, January 4, 2024\n\n"
        "Miranshah on January 24 and killed four soldiers."
    )
    account = one(text)
    assert (account.killed, account.place_id) == (4, "pk-city-miranshah")


@pytest.mark.parametrize(
    ("text", "told"),
    [
        (
            (
                "A bomb killed five people in Quetta last week. The attackers had stormed a school "
                "in Swat on December 16, 2014, killing 140 people."
            ),
            [("Quetta", 5), ("Swat", 140)],
        ),
        (
            (
                "A bomb killed five people in Quetta on Monday. The attack in Peshawar on Sunday "
                "killed nine people."
            ),
            [("Quetta", 5), ("Peshawar", 9)],
        ),
        (
            (
                "Police arrested four suspects in Karachi on Monday. Gunmen killed a doctor in "
                "Karachi on Monday."
            ),
            [("Karachi", None), ("Karachi", 1)],
        ),
        (
            (
                "Gunmen killed two policemen in Bannu on Sunday and a bomb killed five people in "
                "Khuzdar on Monday."
            ),
            [("Bannu", 2), ("Khuzdar", 5)],
        ),
        (
            (
                "Five killed in Quetta, Bannu attacks\n\nThree people were killed in Quetta on "
                "Monday by a bomb.\n\nIn another incident two policemen were shot dead in Bannu."
            ),
            [("Quetta", 3), ("Bannu", 2)],
        ),
        (
            "A grenade was lobbed at a police check-post in Turbat on Monday, killing one man.",
            [("Kech", 1)],
        ),
        (
            "A bomb killed five people in Quetta on Monday, police said https://example.org/abc.",
            [("Quetta", 5)],
        ),
    ],
)
def test_sentences_with_another_place_and_day_tell_another_incident(
    text: str, told: list[tuple[str, int | None]]
) -> None:
    found = [(one.district, one.killed) for one in proposals(text)]
    assert found == told


def test_every_headline_heads_the_first_story_below_it() -> None:
    page = (
        "<html><body><h1>Five policemen killed in Quetta bombing</h1>"
        "<h2>BLA claims responsibility for attack</h2>"
        "<p>QUETTA: A bomb killed five policemen in Quetta on Monday, officials told reporters.</p>"
        "<p>In another incident, gunmen shot dead a trader in Bannu on Sunday, police said.</p>"
        "</body></html>"
    )
    read = read_document(page.encode(), name="page.html")
    quetta, bannu = reader().propose(read, PUBLISHED).proposals
    assert (quetta.killed, bannu.killed) == (5, 1)
    assert "bla" not in bannu.perpetrators


def test_a_sentence_too_long_to_be_read_is_told() -> None:
    long = "A bomb killed five people in Quetta on Monday and " + "the wounded waited and " * 60
    read = document(f"{long}slept.\n\nGunmen killed two policemen in Bannu on Sunday.")
    reading = reader().propose(read, PUBLISHED)
    assert [one.district for one in reading.proposals] == ["Bannu"]
    (finding,) = reading.findings
    assert (finding.code, finding.table) == ("document-cut", "article.txt")
    assert str(finding.found).startswith("A bomb killed five people")
