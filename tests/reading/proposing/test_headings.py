"""Headlines, their dates and their articles: one incident is one account, a digest is several."""

from __future__ import annotations

from datetime import date
from functools import cache

import pytest

from waqia.codebook import Codebook
from waqia.model import Proposal
from waqia.reading import GrammarReader, read_document

PUBLISHED = date(2024, 3, 5)
MONDAY, SUNDAY = date(2024, 3, 4), date(2024, 3, 3)


def articles(text: str) -> list[str]:
    """Articles that lines of three stars divide."""
    return [article.strip("\n") for article in text.split("\n***\n")]


@cache
def reader() -> GrammarReader:
    return GrammarReader(Codebook.load("pakistan"))


def proposals(text: str) -> list[Proposal]:
    document = read_document(text.encode(), name="article.txt")
    return list(reader().propose(document, PUBLISHED).proposals)


def one(text: str) -> Proposal:
    (proposal,) = proposals(text)
    return proposal


def told(text: str) -> list[tuple[str | None, str, int | None]]:
    return [(one.district, str(one.date_start), one.killed) for one in proposals(text)]


LEAD = (
    "At least five people were killed and 12 others were injured when a bomb exploded in a market "
    "of Quetta on Monday, police said."
)


@pytest.mark.parametrize(
    "headline",
    [
        "Five killed in Quetta market blast\n\n",
        "Five killed in Quetta market blast\n",
        "Five killed in Quetta market blast.\n",
        "Five killed in Quetta market blast.\n\n",
        "March 5, 2024\n\nFive killed in Quetta market blast\n\n",
        "Five killed in Quetta market blast\nPublished March 5, 2024\n",
        "Five killed in Quetta market blast\nBy our correspondent\nMarch 5, 2024\n\n",
        "The Newspaper, March 5, 2024\nFive killed in Quetta market blast\n",
        "Five killed in Quetta market blast - March 5, 2024\n\n",
        "Five killed in Quetta market blast - March 5, 2024.\n\n",
        "Five killed in Quetta market blast (March 5, 2024)\n\n",
        "Five killed in Quetta market blast | March 5, 2024\n",
        "March 5, 2024: Five killed in Quetta market blast\n",
        "Blast kills five in Quetta on March 5\n\n",
        "Five killed in Quetta market blast on March 5, 2024.\n",
        "# Five killed in Quetta market blast, 5 March 2024\n\n",
    ],
)
def test_a_headline_and_its_lead_are_one_account_of_the_day_the_lead_says(headline: str) -> None:
    account = one(headline + LEAD)
    assert (account.date_start, account.date_end) == (MONDAY, MONDAY)
    assert account.district == "Quetta"
    assert (account.killed_min, account.killed, account.killed_max) == (5, 5, None)
    assert account.injured == 12
    passages = [anchor.quote or "" for anchor in account.anchors if anchor.field is None]
    assert "Quetta market blast" in passages[0] or "Blast kills five" in passages[0]


@pytest.mark.parametrize(
    "headline",
    [
        "Five killed in Quetta market blast.\n\n",
        "Five killed in Quetta blast on March 5, 2024.\n",
        "‘Five killed’ in Quetta blast: police\n\n",
        "Five killed in blast\nTwelve others hurt in Quetta\n",
    ],
)
def test_a_dateline_below_a_headline_begins_no_other_account(headline: str) -> None:
    account = one(f"{headline}QUETTA, March 4: {LEAD}")
    assert (account.date_start, account.killed, account.district) == (MONDAY, 5, "Quetta")


def test_the_day_of_printing_alone_dates_nothing() -> None:
    text = "Two killed in Hub blast\nPublished March 5, 2024\n\nHUB: Two men died in a bomb blast."
    assert one(text).date_start is None


@pytest.mark.parametrize(
    "headline",
    [
        "School in Peshawar attacked – {}",
        "School in Peshawar attacked ({}).",
        "{}: School in Peshawar attacked",
    ],
)
def test_a_day_that_a_headline_sets_off_dates_what_nothing_else_does(headline: str) -> None:
    head = headline.format("December 16, 2014")
    text = f"{head}\n\nMilitants stormed the school in Peshawar and killed 140 people"
    document = read_document(f"{text}.".encode(), name="article.txt")
    (account,) = reader().propose(document, document.published).proposals
    assert document.published == account.date_start == date(2014, 12, 16)
    document = read_document(f"{text} on Monday.".encode(), name="article.txt")
    (account,) = reader().propose(document, document.published).proposals
    assert account.date_start == date(2014, 12, 15)


def test_a_day_that_only_a_headline_names_is_the_day() -> None:
    text = "Two killed in Hub blast on Sunday\n\nHUB: Two men died in a bomb blast here."
    assert one(text).date_start == SUNDAY


def test_a_headline_may_say_where_and_whom_the_text_does_not() -> None:
    account = one(
        "Blast in Mir Ali kills three soldiers on March 5, 2024.\n\nThree persons were martyred "
        "when an improvised explosive device exploded near their convoy on Monday."
    )
    assert (account.district, account.date_start) == ("North Waziristan", MONDAY)
    assert account.killed == 3


def test_a_headline_names_the_town_and_the_text_its_suburb() -> None:
    text = "Two traders shot dead in Peshawar\n\nTwo traders were shot dead in Matani on Monday."
    account = one(text)
    assert len([anchor for anchor in account.anchors if anchor.field is None]) == 1
    assert account.place == "Matani"


def test_the_text_counts_more_exactly_than_its_headline() -> None:
    account = one(
        "Ten killed in Peshawar mosque blast\n\nA bomb exploded in a mosque in Peshawar on Monday, "
        "killing at least 12 worshippers and injuring 40 others."
    )
    assert (account.killed_min, account.killed) == (12, 12)


def test_those_harmed_in_a_headline_did_nothing() -> None:
    account = one("Two policemen martyred in Bannu gun attack on Monday")
    assert (account.type, account.responders) == ("terrorist_attack", ())


def test_a_toll_that_rises_is_of_the_same_incident() -> None:
    account = one(
        "Gunmen kill two policemen in Lakki Marwat\n\nLAKKI MARWAT: Unidentified gunmen shot dead "
        "two policemen near Naurang on Sunday night, the DSP said.\n\nThe toll rose to three on "
        "Monday when an injured constable died in a hospital.\n\nPolice have launched a search."
    )
    assert (account.date_start, account.killed) == (SUNDAY, 3)
    assert account.reported_by == ("police",)


def test_a_heading_within_an_article_begins_no_account() -> None:
    assert told(
        "Militants storm police post in Lakki Marwat\n\nLAKKI MARWAT: Militants stormed a police "
        "post in Lakki Marwat on Monday, killing three policemen.\n\nFour militants killed\n\n"
        "Police returned fire and killed four militants, the DPO said."
    ) == [("Lakki Marwat", "2024-03-04", 7)]


def test_a_separate_incident_below_a_headline_is_another() -> None:
    assert told(
        "Two policemen martyred in Bannu attack\n\nBANNU: Two policemen were martyred when gunmen "
        "opened fire on a van in Bannu on Sunday.\n\nMeanwhile, in a separate incident, a roadside "
        "bomb killed a soldier in Lakki Marwat on Monday."
    ) == [("Bannu", "2024-03-03", 2), ("Lakki Marwat", "2024-03-04", 1)]


def test_a_headline_over_two_incidents_says_of_neither_who_did_it() -> None:
    first, second = proposals(
        "Blast in Quetta kills three, gunmen kill two in Turbat\n\nQUETTA: Three people were "
        "killed in a bomb blast on Sariab Road on Monday.\n\nMeanwhile, gunmen on motorcycles "
        "shot dead two labourers in Turbat on Sunday."
    )
    assert (first.killed, first.perpetrators) == (3, ())
    assert (second.killed, second.perpetrators) == (2, ("unknown",))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (("Security forces kill five militants in\nNorth Waziristan\n\nRAWALPINDI: Five militants "
          "were killed on Monday."), ("North Waziristan", str(MONDAY), 5)),
        ("Militants kill two policemen in\nDera Ismail Khan\n\nTwo were killed on Monday.",
         ("Dera Ismail Khan", str(MONDAY), 2)),
        ("Bomb blast at a mosque in\nPeshawar, kills 30\n\nA bomb killed 30 people on Monday.",
         ("Peshawar", str(MONDAY), 30)),
        ("Five Soldiers Killed in Roadside\nBomb Blast in South Waziristan",
         ("South Waziristan", "None", 5)),
        ("کوئٹہ کے بازار میں بم دھماکے میں\nپانچ افراد جاں بحق", ("Quetta", "None", 5)),
        ("کوئٹہ کے بازار میں بم دھماکا\nپانچ افراد جاں بحق", ("Quetta", "None", 5)),
        ("بنوں میں فائرنگ سے دو پولیس اہلکار\nشہید ہو گئے", ("Bannu", "None", 2)),
    ],
)  # fmt: skip
def test_a_headline_that_is_wrapped_is_one(text: str, expected: tuple[str, str, int]) -> None:
    assert told(text) == [expected]


HEADLINES = {
    "Roadside bomb kills four soldiers in Kech": ("Kech", "None", 4),
    "Two policemen shot dead in Quetta": ("Quetta", "None", 2),
    "Three hurt in Bannu grenade attack": ("Bannu", "None", None),
    "Militants kill three traders in Hub": ("Hub", "None", 3),
    "لکی مروت میں بم دھماکے میں چار اہلکار شہید": ("Lakki Marwat", "None", 4),
    "گوادر میں فائرنگ سے دو پولیس اہلکار شہید": ("Gwadar", "None", 2),
}


@pytest.mark.parametrize("number", [2, 3, 4, 6])
@pytest.mark.parametrize("further", ["", "\nBy our correspondent", "\n\nThis is all of the day."])
def test_lines_that_are_headlines_of_their_own_are_several(number: int, further: str) -> None:
    text = "\n".join([*HEADLINES][:number]) + further
    assert told(text) == [*HEADLINES.values()][:number]


def test_several_headlines_above_their_texts_add_nothing() -> None:
    text = (
        "Roadside bomb kills four soldiers in Kech\nTwo policemen shot dead in Quetta\n\nFour "
        "soldiers were killed in Kech on Monday when a roadside bomb went off.\n\nGunmen shot dead "
        "two policemen in Quetta on Sunday."
    )
    assert told(text) == [("Kech", str(MONDAY), 4), ("Quetta", str(SUNDAY), 2)]


FOUR = [
    ("Bannu", "2024-03-03", 2),
    ("Quetta", "2024-03-04", None),
    ("Tank", "2024-03-04", 1),
    ("Panjgur", "2024-03-03", None),
]


DIGESTS = articles("""
Four attacks in two days

Bannu: Gunmen shot dead two policemen on Sunday
Quetta: A grenade attack on Monday injured four people
Tank: A roadside bomb killed a soldier on Monday
Panjgur: Militants attacked a checkpost on Sunday, injuring three FC men
***
At least three killed in violence across Pakistan

At least three people were killed in separate incidents across the country on Monday.

Gunmen shot dead two policemen in Bannu on Sunday. A grenade attack in Quetta on Monday injured
four people.

In Tank, a roadside bomb killed a soldier on Monday. Militants attacked a post in Panjgur on Sunday,
injuring three FC men.
***
Four attacks in two days

1. Bannu, March 4: Gunmen shot dead two policemen on Sunday.
2. Quetta: A grenade attack on Monday injured four people.
3. A roadside bomb killed a soldier in Tank on Monday.
4. Militants attacked a checkpost in Panjgur on Sunday, injuring three FC men.
***
Four attacks in two days

- Bannu: Gunmen shot dead two policemen on Sunday.
- Quetta: A grenade attack on Monday injured four people.
- Tank: A roadside bomb killed a soldier on Monday.
- Panjgur: Militants attacked a checkpost on Sunday, injuring three FC men.
***
Two policemen martyred in Bannu
BANNU: Gunmen shot dead two policemen in Bannu on Sunday.

Four hurt in Quetta grenade attack
QUETTA: A grenade attack on a shop in Quetta injured four people on Monday.

Soldier martyred in Tank
TANK: A roadside bomb killed a soldier in Tank on Monday.

Three FC men injured in Panjgur
PANJGUR: Militants attacked a post in Panjgur on Sunday, injuring three FC men.
***
Gunmen shot dead two policemen in Bannu on Sunday.

A grenade attack on a shop in Quetta injured four people on Monday.

A roadside bomb killed a soldier in Tank on Monday.

Militants attacked a post in Panjgur on Sunday, injuring three FC men.
""")


@pytest.mark.parametrize("text", DIGESTS)
def test_a_digest_stays_several(text: str) -> None:
    assert told(text) == FOUR


TWO_OF_ONE_TOWN = articles("""
A bomb exploded in a market of Bannu on Monday.

A bomb exploded in a school of Bannu on Sunday, killing two children.
***
Gunmen shot dead two policemen in Bannu on Sunday.
A bomb exploded in Bannu on Monday, killing a child and injuring three others.
***
Two policemen were shot dead in Bannu on Tuesday.

Gunmen shot dead two traders in Bannu on Monday.
***
Two policemen were killed in an attack in Bannu on Tuesday.

Two policemen were killed in an attack in Bannu on Monday. No group claimed the attacks.
***
Two policemen were killed in an attack in Bannu on March 5, 2024.

Two policemen were killed in an attack in Bannu on Monday.
***
Two policemen killed in Bannu attack on Tuesday.

Two policemen were killed in an attack in Bannu on Monday.
***
بنوں میں 5 مارچ 2024 کو حملے میں دو پولیس اہلکار جاں بحق ہو گئے۔

بنوں میں پیر کو حملے میں دو پولیس اہلکار جاں بحق ہو گئے۔
***
Two men were shot dead in Bannu on Tuesday.

Gunmen shot dead a man in Bannu on Monday.
""")


@pytest.mark.parametrize("text", TWO_OF_ONE_TOWN)
def test_two_incidents_of_one_town_are_no_headline_and_lead(text: str) -> None:
    assert len(proposals(text)) == 2


TWO_OF_ONE_TOWN_AND_DAY = articles("""
Two policemen were shot dead in Quetta on Monday, police said.

Five people were killed in a bomb blast in a market of Quetta on Monday.
***
Two policemen were shot dead in Quetta on Monday.

A bomb exploded in a market of Quetta on Monday, killing five people.

The injured were shifted to a hospital.
""")


@pytest.mark.parametrize("text", TWO_OF_ONE_TOWN_AND_DAY)
def test_two_incidents_of_one_town_and_day_are_told_apart_by_means_and_toll(text: str) -> None:
    assert told(text) == [("Quetta", str(MONDAY), 2), ("Quetta", str(MONDAY), 5)]


def test_two_headlines_of_one_town_are_not_added_up() -> None:
    text = "Two men shot dead in Quetta\nBomb kills five policemen in Quetta"
    assert told(text) == [("Quetta", "None", 2), ("Quetta", "None", 5)]


def test_headlines_of_two_districts_of_a_division_are_not_added_up() -> None:
    text = "بنوں میں حملہ، دو اہلکار شہید\nلکی مروت میں سرچ آپریشن، پانچ دہشت گرد ہلاک"
    assert told(text) == [("Bannu", "None", 2), ("Lakki Marwat", "None", 5)]


def test_what_went_before_a_bombing_is_of_the_same_incident() -> None:
    account = one(
        "A suicide bomber blew himself up in a mosque in Peshawar on Monday, killing 30 people.\n\n"
        "Gunmen opened fire on worshippers before the bombing in Peshawar on Monday, killing two "
        "guards."
    )
    assert account.killed == 30


URDU = articles("""
کوئٹہ میں دھماکا، پانچ افراد جاں بحق

کوئٹہ (نمائندہ خصوصی) کوئٹہ کے علاقے سریاب میں بم دھماکا ہوا۔ دھماکا پیر کی شام ہوا۔ دھماکے میں
پانچ افراد جاں بحق ہوئے۔
***
کوئٹہ میں دھماکے سے پانچ افراد جاں بحق، 5 مارچ 2024۔
کوئٹہ کے علاقے سریاب میں پیر کی رات دھماکا ہوا۔ پولیس کے مطابق دھماکے میں پانچ افراد جاں بحق ہوئے۔
***
کوئٹہ، 5 مارچ 2024
کوئٹہ میں پولیس وین پر حملہ، پانچ اہلکار شہید
کوئٹہ: پولیس وین پر حملہ کیا گیا۔ پولیس حکام کے مطابق حملہ پیر کی رات ہوا۔ حملے میں پانچ اہلکار
شہید ہوئے۔
***
کوئٹہ میں فائرنگ سے پانچ افراد جاں بحق

یہ واقعہ پیر کو کوئٹہ کے علاقے سریاب میں پیش آیا۔ نامعلوم افراد نے دکان پر فائرنگ کی۔ فائرنگ سے
پانچ افراد جاں بحق ہو گئے۔
***
کوئٹہ میں سڑک کنارے نصب بم پھٹ گیا۔ پیر کو ہونے والے دھماکے میں پانچ افراد جاں بحق ہوئے۔
***
کوئٹہ کی ایک مسجد میں بم دھماکے میں پانچ افراد جاں بحق ہو گئے۔ آئی ایس پی آر کے مطابق واقعہ پیر
کو پیش آیا۔ لاشیں ہسپتال منتقل کر دی گئیں۔
***
کوئٹہ میں پیر کو بم دھماکے میں پانچ افراد جاں بحق ہوئے۔ دھماکا سریاب روڈ پر ہوا۔
""")


@pytest.mark.parametrize("text", URDU)
def test_the_day_may_stand_in_another_urdu_sentence_than_the_toll(text: str) -> None:
    assert told(text) == [("Quetta", "2024-03-04", 5)]


def test_the_day_on_which_a_case_was_registered_is_not_that_of_the_attack() -> None:
    text = "خضدار میں ایک گھر پر دستی بم سے حملہ کیا گیا۔ پولیس نے منگل کو مقدمہ درج کر لیا۔"
    assert one(text).date_start is None
    assert one(f"{text} حملہ پیر کی رات ہوا تھا۔").date_start == MONDAY
    text = (
        "A grenade was hurled at a house in Khuzdar, injuring three. Police registered a case on "
    )
    assert one(f"{text} Tuesday.").date_start is None


def test_who_dies_of_wounds_later_in_urdu_begins_no_account() -> None:
    account = one(
        "پشاور کی ایک مسجد میں پیر کو ہونے والے دھماکے میں جاں بحق افراد کی تعداد 12 ہو گئی۔ "
        "دو زخمی منگل کو ہسپتال میں دم توڑ گئے۔"
    )
    assert (account.date_start, account.killed) == (MONDAY, 12)


URDU_DIGESTS = articles("""
دو دنوں میں تین واقعات

بنوں: اتوار کو فائرنگ سے دو پولیس اہلکار شہید ہوئے۔
ٹانک: پیر کو بارودی سرنگ کے دھماکے میں ایک فوجی شہید ہوا۔
پنجگور: اتوار کو چیک پوسٹ پر حملے میں تین ایف سی اہلکار شہید ہوئے۔
***
بنوں میں فائرنگ سے دو اہلکار شہید

بنوں میں اتوار کو فائرنگ سے دو پولیس اہلکار شہید ہوئے۔

ادھر ٹانک میں پیر کو بارودی سرنگ کے دھماکے میں ایک فوجی شہید ہوا۔

پنجگور میں اتوار کو چیک پوسٹ پر حملے میں تین ایف سی اہلکار شہید ہوئے۔
""")


@pytest.mark.parametrize("text", URDU_DIGESTS)
def test_an_urdu_digest_stays_several(text: str) -> None:
    assert told(text) == [
        ("Bannu", "2024-03-03", 2),
        ("Tank", "2024-03-04", 1),
        ("Panjgur", "2024-03-03", 3),
    ]
