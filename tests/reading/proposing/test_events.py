"""What a sentence tells happened, to whom, by whom and who says so."""

from __future__ import annotations

import time
from functools import cache

import pytest
from hypothesis import given
from hypothesis import strategies as st

from waqia.codebook import Codebook
from waqia.reading import numbers
from waqia.reading.proposing.events import (
    ActorSaid,
    Happening,
    continues,
    find_actors,
    find_happenings,
    find_reporters,
    is_total,
    smells,
)
from waqia.reading.proposing.line import Language, Line
from waqia.reading.proposing.terms import Terms


@cache
def codebook(name: str = "pakistan") -> Codebook:
    return Codebook.load(name)


@cache
def terms(name: str = "pakistan") -> Terms:
    return Terms(codebook(name))


def line(text: str, language: Language = "en", name: str = "pakistan") -> Line:
    found = numbers(text, codebook(name).vague_counts)
    return Line(0, text, language, tuple(found), tuple(terms(name).find(text)))


def only(text: str, language: Language = "en", name: str = "pakistan") -> Happening:
    (happening,) = find_happenings(line(text, language, name), codebook(name))
    return happening


def actors(text: str, language: Language = "en") -> set[tuple[str, str | None, str | None]]:
    found = find_actors(line(text, language), codebook())
    return {(actor.role, actor.code, actor.claim) for actor in found}


ENGLISH: list[tuple[str, str, list[str] | None, list[str] | None]] = [
    ("A suicide bomber blew himself up near a police van in Bannu on Monday, killing five.",
     "terrorist_attack", ["suicide_bombing"], ["security_forces"]),
    ("Gunmen opened fire on a polio team in Tank on Tuesday and killed a vaccinator.",
     "terrorist_attack", ["firing"], ["health_polio_workers"]),
    ("Security forces killed four militants in an intelligence-based operation in Tirah.",
     "operational_strike", [], []),
    ("Two soldiers and six terrorists were killed in an exchange of fire in Kech on Friday.",
     "armed_clash", [], []),
    ("Eight coal miners were abducted by armed men in Duki on Sunday night.",
     "abduction", ["kidnapping"], ["development_projects"]),
    ("Police foiled a terror bid and defused a bomb planted near a bridge in Swabi on Saturday.",
     "foiled_plot", ["ied"], ["infrastructure"]),
    ("The CTD arrested three suspects belonging to the TTP during a raid in Lahore on Monday.",
     "search_operation", [], []),
    ("At least ten people were killed in an armed clash between two tribes in Kurram on Sunday.",
     "inter_tribal_clash", None, None),
    ("A US drone strike killed two commanders in North Waziristan on January 24.",
     "drone_strike", ["drone_strike"], None),
]  # fmt: skip
URDU: list[tuple[str, str, list[str] | None, list[str] | None]] = [
    ("بنوں میں پولیس وین پر خودکش حملے میں پانچ افراد جاں بحق اور بیس زخمی ہو گئے۔",
     "terrorist_attack", ["suicide_bombing"], ["security_forces"]),
    ("تربت میں سکیورٹی فورسز کی کارروائی میں چار دہشت گرد ہلاک ہو گئے۔",
     "operational_strike", [], []),
    ("ڈکی سے نامعلوم مسلح افراد نے تین مزدوروں کو اغوا کر لیا۔",
     "abduction", ["kidnapping"], None),
]  # fmt: skip


@pytest.mark.parametrize(("text", "type_", "tactics", "targets"), ENGLISH + URDU)
def test_a_sentence_tells_what_happened_how_and_to_whom(
    text: str, type_: str, tactics: list[str] | None, targets: list[str] | None
) -> None:
    happening = only(text, "en" if text.isascii() else "ur")
    assert happening.definite, happening.reasons
    assert happening.type is not None
    assert happening.type.code == type_
    if tactics is not None:
        assert [said.code for said in happening.tactics] == tactics
    if targets is not None:
        assert [said.code for said in happening.targets] == targets


@pytest.mark.parametrize(
    "text",
    [
        "Militants often carry out attacks on security forces in the province.",
        "The prime minister strongly condemned the terrorist attack in Quetta.",
        "The TTP threatened to attack schools in Swat.",
        "Terrorist attacks could rise again if the talks fail.",
        "A total of 43 people died in 16 attacks in 2023.",
        "The TTP carried out 208 attacks during the year, killing 558 people.",
        "The number of attacks rose by 17 percent compared to the previous year.",
    ],
)
def test_habits_threats_and_figures_are_no_incidents(text: str) -> None:
    assert not any(h.definite for h in find_happenings(line(text), codebook()))


@pytest.mark.parametrize(
    "text",
    [
        "A total of 43 people died in 16 incidents in 2023.",
        "The TTP carried out 208 attacks during the year, killing 558 people.",
        "Deaths in such attacks rose by 17 percent compared to the previous year.",
        "As many as 12 attacks were reported in the province during the month.",
        "Of the 21 attacks, 15 took place in KP, 3 in Balochistan and 3 in Sindh.",
        "سال 2023 کے دوران صوبے میں 174 حملوں میں 422 افراد ہلاک ہوئے۔",
    ],
)
def test_figures_of_many_incidents_are_totals(text: str) -> None:
    assert is_total(line(text, "en" if text.isascii() else "ur"))


@pytest.mark.parametrize(
    "text",
    [
        "Two blasts in Quetta on Monday killed five people and injured 20 others.",
        "A total of 147 people were killed when militants stormed a school in Peshawar.",
    ],
)
def test_an_incident_with_numbers_is_no_total(text: str) -> None:
    assert not is_total(line(text))


def test_two_incidents_of_a_sentence_are_kept_apart() -> None:
    text = (
        "Two policemen were shot dead by gunmen in Bannu while a bomb blast in Quetta "
        "injured five people on Monday."
    )
    first, second = find_happenings(line(text), codebook())
    assert "Bannu" in text[slice(*first.part)]
    assert "Quetta" in text[slice(*second.part)]


def test_the_single_incidents_of_a_sum_are_told() -> None:
    text = (
        "The group was involved in 11 suicide attacks in 2023, including four each in Khyber "
        "and Tank, and one attack each in Bannu, Peshawar (in KP) and Quetta."
    )
    told = find_happenings(line(text), codebook())
    assert all(happening.definite for happening in told)
    assert [text[slice(*h.part)].split()[-1] for h in told] == ["Bannu", "KP)", "Quetta"]


def test_an_incident_given_as_an_example_of_many_stands_alone() -> None:
    text = (
        "The BLA has claimed several attacks, including a May 2019 attack on a hotel in Gwadar "
        "that killed five people."
    )
    first, second = find_happenings(line(text), codebook())
    assert (first.definite, second.definite) == (False, True)
    assert [said.code for said in second.targets] == ["banks_businesses"]


def test_a_list_of_dated_incidents_is_taken_apart_and_keeps_who_did_them() -> None:
    text = (
        "The BLA claimed several attacks, including an August 2018 suicide bombing in Dalbandin "
        "that wounded five, a November 2018 attack on a consulate in Karachi that killed four, "
        "and a May 2019 attack on a hotel in Gwadar that killed five."
    )
    intro, *told = find_happenings(line(text), codebook())
    assert not intro.definite
    assert [text[slice(*one.part)].split()[1:3] for one in told] == [
        ["August", "2018"],
        ["November", "2018"],
        ["May", "2019"],
    ]
    assert all(one.definite and one.head == intro.part for one in told)
    assert [{said.code for said in one.targets} for one in told] == [
        set(), {"foreigners"}, {"banks_businesses"},
    ]  # fmt: skip


def test_days_of_their_own_part_the_two_sides_of_while() -> None:
    text = (
        "A soldier was killed by sniper fire in Kohlu on Sunday, while another was wounded on "
        "Monday when terrorists ambushed a convoy in the same district."
    )
    assert len(find_happenings(line(text), codebook())) == 2


@pytest.mark.parametrize(
    "text",
    [
        "Two passenger trains collided near Daharki on Monday, killing 63 people.",
        "Nine people died when a boat capsized near Thatta on Monday.",
        "A leopard attacked and killed a boy in a village near Kotli on Tuesday.",
        "A man killed his wife in Lahore on Monday over a domestic dispute.",
        "A mock exercise was held in Quetta on Monday, where gunmen attacked a school.",
        "23 persons were killed in Karachi during the week in gang violence.",
        "In October 2009 a suicide bombing in Kabul killed 17 people.",
        "The funeral of four soldiers martyred in an operation was offered in Bannu on Monday.",
        "گھوٹکی میں پیر کو دو ٹرینوں میں تصادم سے 63 افراد جاں بحق ہو گئے۔",
    ],
)
def test_what_is_no_violence_or_abroad_is_no_incident(text: str) -> None:
    language: Language = "ur" if "ہ" in text else "en"
    told = find_happenings(line(text, language), codebook())
    assert not any(happening.definite for happening in told)


def test_an_incident_named_with_its_date_and_place_took_place() -> None:
    text = "After a June 2020 attack on the stock exchange in Karachi, guards were praised."
    assert only(text).definite


@pytest.mark.parametrize(
    ("text", "type_"),
    [
        ("Fighters of Lashkar-e-Islam and the TTP clashed in Tirah on Monday, killing seven.",
         "militant_infighting"),
        ("Security forces raided a hideout in Bannu on Monday and killed four terrorists.",
         "operational_strike"),
        ("Militants kidnapped 17 workers in Lakki Marwat on Monday and torched their vehicle.",
         "abduction"),
        ("An armed clash between two clans over an old enmity killed ten in Kashmore on Monday.",
         "inter_tribal_clash"),
        ("Forces ended an operation against militants who had hijacked a train and killed 33.",
         "terrorist_attack"),
    ],
)  # fmt: skip
def test_those_who_took_part_settle_the_kind(text: str, type_: str) -> None:
    told = only(text).type
    assert told is not None
    assert told.code == type_


@pytest.mark.parametrize(
    ("text", "type_", "targets"),
    [
        (f"Militants {verb} {many} policemen in Bannu on Monday.", "terrorist_attack",
         ["security_forces"])
        for verb in ("killed", "injured", "killed and injured")
        for many in ("at least five", "at the very least five", "as many as 12", "five")
    ] + [
        ("Five men whom militants killed in Bannu on Monday were buried.", "terrorist_attack",
         None),
        ("Two policemen killed in Bannu on Monday five days after a blast.", "terrorist_attack",
         None),
        ("The army killed in North Waziristan on Monday five militants.", "operational_strike",
         None),
        ("Security forces killed near Bannu on Monday at least five terrorists.",
         "operational_strike", None),
        ("Troops killed near D.I. Khan on Monday five terrorists.", "operational_strike", None),
        ("Troops killed in Tirah on Monday the commander of the TTP.", "operational_strike", None),
        ("Troops killed in Tirah on Monday night militant commanders.", "operational_strike", None),
        ("Militants killed in Bannu on Monday a tribal elder.", "terrorist_attack", None),
        ("Two policemen killed in Bannu on Monday", "terrorist_attack", None),
        ("Five militants killed in North Waziristan on March 4", "operational_strike", None),
    ],
)  # fmt: skip
def test_those_harmed_may_stand_behind_how_many_or_where(
    text: str, type_: str, targets: list[str] | None
) -> None:
    happening = only(text)
    assert happening.type is not None
    assert happening.type.code == type_
    assert targets is None or [said.code for said in happening.targets] == targets


def test_where_the_wounded_are_taken_is_no_target() -> None:
    text = "A bomb hit a police van in Bannu on Monday; five injured were shifted to a hospital."
    assert [said.code for said in only(text).targets] == ["security_forces"]


def test_who_goes_on_in_an_operation_is_no_perpetrator() -> None:
    said = line("Troops engaged the militants, of whom three fled.")
    roles = {actor.role for actor in find_actors(said, codebook(), "operation")}
    assert roles == {"responders", "target_actors"}


def test_a_group_that_an_open_codebook_lacks_is_named_in_the_source_s_words() -> None:
    said = line("The Northern Liberation Front attacked a barracks on Monday.", name="generic")
    (actor,) = find_actors(said, codebook("generic"))
    assert (actor.role, actor.code) == ("perpetrators", "Northern Liberation Front")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The CTD said it had arrested two suspects.", ("responders", "ctd", None)),
        (
            "Afghan border forces shelled a village.",
            ("perpetrators", "afghan_border_forces", "attributed"),
        ),
        ("The group claimed the attack.", ("perpetrators", None, "claimed")),
        ("The TTP claimed responsibility for the attack.", ("perpetrators", "ttp", "claimed")),
        ("The attack was claimed by the BLA.", ("perpetrators", "bla", "claimed")),
        ("The attack in Mach was blamed on the BLA.", ("perpetrators", "bla", "attributed")),
        ("TTP militants attacked a post in Tank.", ("perpetrators", "ttp", "attributed")),
        ("Suspected TTP militants attacked a post.", ("perpetrators", "ttp", "suspected")),
        ("The TTP denied involvement in the attack.", ("perpetrators", "ttp", "denied")),
        ("No group has claimed the attack so far.", ("perpetrators", None, "unknown")),
        ("Unidentified gunmen shot dead a teacher.", ("perpetrators", "unknown", "unknown")),
        ("Police killed two BLA militants in a clash.", ("target_actors", "bla", None)),
        ("Police killed two BLA militants in a clash.", ("responders", "pakistan_police", None)),
        ("کالعدم ٹی ٹی پی نے حملے کی ذمہ داری قبول کر لی۔", ("perpetrators", "ttp", "claimed")),
    ],
)
def test_actors_have_a_role_and_a_claim(text: str, expected: tuple[str, str, str]) -> None:
    assert expected in actors(text, "en" if text.isascii() else "ur")


@pytest.mark.parametrize(
    ("text", "cited"),
    [
        ("Five people were injured in the blast, police said.", "police"),
        ("According to the ISPR, four militants were killed.", "ISPR"),
        ("DPO Bannu told reporters that the attackers fled.", "DPO"),
        ("پولیس کے مطابق دھماکے میں دو افراد زخمی ہوئے۔", "پولیس"),
        ("آئی ایس پی آر کے مطابق چار دہشت گرد ہلاک ہوئے۔", "آئی ایس پی آر"),
    ],
)
def test_offices_that_are_cited_are_found(text: str, cited: str) -> None:
    spans = find_reporters(line(text, "en" if text.isascii() else "ur"))
    assert any(text[start:end].endswith(cited) for start, end in spans)


@pytest.mark.parametrize(
    ("text", "evidence"),
    [
        ("The blast damaged several shops.", "same"),
        ("The injured were shifted to a hospital.", "same"),
        ("In another incident, gunmen killed a trader.", "new"),
        ("Separately, the attackers of last week were arrested.", "new"),
        ("Schools reopened on Monday.", "unclear"),
    ],
)
def test_a_sentence_goes_on_or_begins_anew(text: str, evidence: str) -> None:
    assert continues(line(text)).evidence == evidence


def test_only_sentences_about_violence_smell() -> None:
    assert smells("Two people were KILLED in Hub.")
    assert smells("خضدار میں دو افراد زخمی ہو گئے۔")
    assert not smells("The finance minister presented the budget on Friday.")


def test_kinds_are_those_of_the_codebook_at_hand() -> None:
    text = "A suicide bomber blew himself up in a market on Monday, killing five."
    happening = only(text, name="generic")
    assert happening.type is not None
    assert happening.type.code == "suicide_attack"


WORDS = (
    "attack attacks on the police militants killed in # 12 by TTP claimed responsibility for "
    "suicide bomber bomb blast while operation and , . said according to was were would condemned "
    "Quetta Bannu پولیس پر حملہ خودکش دھماکے میں ہلاک نے کے مطابق"
)
texts = st.one_of(
    st.text(max_size=300), st.lists(st.sampled_from(WORDS.split()), max_size=60).map(" ".join)
)


@given(text=texts, language=st.sampled_from(["en", "ur"]))
def test_any_text_is_answered_with_spans_inside_it(text: str, language: Language) -> None:
    smells(text)
    said = line(text, language)
    happenings = find_happenings(said, codebook())
    found = find_actors(said, codebook())
    spans = [h.cue for h in happenings] + [h.part for h in happenings] + list(find_reporters(said))
    for happening in happenings:
        values = (*happening.tactics, *happening.targets, *filter(None, [happening.type]))
        spans += [(value.start, value.end) for value in values]
    spans += [span for actor in found for span in _spans(actor)]
    assert all(0 <= start < end <= len(text) for start, end in spans)
    assert isinstance(is_total(said), bool)
    continues(said)


def _spans(actor: ActorSaid) -> list[tuple[int, int]]:
    return [(actor.start, actor.end), *filter(None, [actor.claim_span])]


def test_a_long_sentence_costs_its_length() -> None:
    text = "TTP militants attacked police in Bannu and hurled a bomb that killed two while " * 2_000
    said = line(text)
    begun = time.process_time()
    find_happenings(said, codebook())
    find_actors(said, codebook())
    assert time.process_time() - begun < 3
