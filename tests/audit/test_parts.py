"""Shares beside their part and whole, and parts that are more than their whole, in sentences."""

from __future__ import annotations

import pytest

from tests.audit.reports import audited, codes


@pytest.mark.parametrize(
    ("said", "arithmetic"),
    [
        ("In 2023, 15 of the 30 attacks, 60 percent, were in Balochistan.", "15 ÷ 30 × 100 = 50.0"),
        ("Of 120 killed, 45 (48 percent) were civilians.", "45 ÷ 120 × 100 = 37.5"),
        ("Out of 40 raids, 10 (40%) took place in Punjab.", "10 ÷ 40 × 100 = 25.0"),
        ("The report has 45 (48 percent) of the 120 dead as civilians.", "45 ÷ 120 × 100 = 37.5"),
        ("About 48 percent, or 45, of the 120 dead were civilians.", "45 ÷ 120 × 100 = 37.5"),
        ("A third of the 30 attacks, or 20, hit Kech.", "20 ÷ 30 × 100 = 66.7"),
        ("Twenty of the 30 attacks, or about half, hit Kech.", "20 ÷ 30 × 100 = 66.7"),
        ("Militants made 40 attacks, 10 of them (40 percent) in Punjab.", "10 ÷ 40 × 100 = 25.0"),
        ("There were 30 attacks. Of these, 20 (90 percent) hit Kech.", "20 ÷ 30 × 100 = 66.7"),
        ("Thirty people died. Twelve of them (60 percent) were women.", "12 ÷ 30 × 100 = 40.0"),
        ("There were 30 attacks. As many as 15, or 60 percent, hit Kech.", "15 ÷ 30 × 100 = 50.0"),
        (
            "The 30 raids and 24 clashes left many dead. Ten of these clashes (60 percent) hit KP.",
            "10 ÷ 24 × 100 = 41.7",
        ),
        ("KP saw 80 attacks. As many as 20, or 40 percent, hit Swat.", "20 ÷ 80 × 100 = 25.0"),
        ("40 میں سے 10 حملے (40 فیصد) سندھ میں ہوئے۔", "10 ÷ 40 × 100 = 25.0"),
        ("30 حملوں میں سے 15 یعنی 60 فیصد سندھ میں ہوئے۔", "15 ÷ 30 × 100 = 50.0"),
        ("کل 120 ہلاک شدگان میں سے 45 (48 فیصد) عام شہری تھے۔", "45 ÷ 120 × 100 = 37.5"),
        ("اس سال 30 حملے ہوئے۔ ان میں سے 20 (90 فیصد) کیچ میں ہوئے۔", "20 ÷ 30 × 100 = 66.7"),
        ("دو سو میں سے 50 حملے، یعنی نصف، سندھ میں ہوئے۔", "50 ÷ 200 × 100 = 25.0"),
        ("۳۰ میں سے ۱۵ حملے (۶۰ فیصد) سندھ میں ہوئے۔", "15 ÷ 30 × 100 = 50.0"),
    ],
)
def test_a_share_that_does_not_follow_from_the_numbers_beside_it(
    said: str, arithmetic: str
) -> None:
    (one,) = audited(f"{said}\n").found
    assert (one.code, one.severity, one.arithmetic) == ("percent-share", "error", arithmetic)
    for spot in one.spots:
        assert " ".join(said[spot.start : spot.end].split()) == spot.quote


@pytest.mark.parametrize(
    "said",
    [
        "In 2023, 15 of the 30 attacks, 50 percent, were in Balochistan.",
        "Of 120 killed, 45 (38 percent) were civilians.",
        "Of 120 killed, 45 (37 percent) were civilians.",
        "Ten of the 30 attacks (33 percent) hit Kech.",
        "Ten of the 30 attacks (34%) hit Kech.",
        "Twenty of the 30 attacks, or two thirds, hit Kech.",
        "Sixteen of the 30 attacks, or about half, hit Kech.",
        "Twenty of the 30 attacks, or more than half, hit Kech.",
        "At least 15 of the 30 attacks, over 40 percent, hit Kech.",
        "Some 15 of about 30 attacks (52 percent) hit Kech.",
        "40 میں سے 10 حملے (25 فیصد) سندھ میں ہوئے۔",
        "30 حملوں میں سے 20 (60 فیصد سے زائد) سندھ میں ہوئے۔",
        "30 حملوں میں سے 20 یعنی دو تہائی سندھ میں ہوئے۔",
        "30 حملوں میں سے 16 یعنی تقریباً نصف سندھ میں ہوئے۔",
    ],
)
def test_a_share_that_is_right_as_it_is_rounded(said: str) -> None:
    assert codes(audited(f"{said}\n")) == []


@pytest.mark.parametrize(
    "said",
    [
        "In 2023, 15 of the 30 attacks, 60 percent more than in 2022, hit Kech.",
        "Of the 30 attacks, 15 (an increase of 60 percent) hit Kech.",
        "In 2023, 15 of the 30 attacks, 60 percent of them bombings, hit Kech.",
        "Of 120 killed, 45 (48 percent of the civilians) died in Kech.",
        "Of 120 killed, 80 (67 percent) were civilians, of whom 20 (25 percent) were children.",
        "Of 120 killed in KP, 45 (38 percent) were women, while in Punjab 60 (80 percent) were.",
        "Of 120 killed, 45 (38 percent) were civilians, up from 30 (60 percent) in 2022.",
        "20 and 25 of the 90 attacks (22 and 28 percent) hit Sindh and Punjab.",
        "20 in KP and 25 in Sindh of the 90 attacks, 50 percent, were bombings.",
        "Sindh saw 30 attacks. As many as 15, or 20 percent, hit Kech.",
        "There were 30 attacks in 2023. In 2022, 15, or 20 percent, hit Kech.",
        "Of 40 attacks, 10 killed 25 civilians (33 percent).",
        "Fifteen soldiers of the 12 Division (38 percent) were hurt.",
        "Some 60 percent of the 50 attacks, or five in each month, hit Kech.",
        "The 30 attacks killed 120 people, 45 of them (38 percent) civilians.",
        "30 حملوں میں سے 15 یعنی 60 فیصد زیادہ سندھ میں ہوئے۔",
    ],
)
def test_a_share_of_something_else(said: str) -> None:
    assert codes(audited(f"{said}\n")) == []


@pytest.mark.parametrize(
    ("said", "arithmetic"),
    [
        ("12 people were killed, including 9 policemen and 5 civilians.", "9 + 5 = 14, printed 12"),
        ("The blasts killed 12, including 8 women and 6 children.", "8 + 6 = 14, printed 12"),
        ("30 attacks took place: 20 in KP and 15 in Balochistan.", "20 + 15 = 35, printed 30"),
        ("There were 30 attacks, with 20 in KP and 15 in Sindh.", "20 + 15 = 35, printed 30"),
        ("In 2023, 30 attacks took place: 20 in May and 15 in June.", "20 + 15 = 35, printed 30"),
        ("Of the 30 attacks, 20 took place in KP and 15 in Sindh.", "20 + 15 = 35, printed 30"),
        ("We had 30 attacks. Of these, 20 were in KP and 15 in Sindh.", "20 + 15 = 35, printed 30"),
        ("A total of 12 people, including 14 policemen, were killed.", "14 > 12"),
        ("Of 12 people killed, 14 were policemen.", "14 > 12"),
        ("As many as 35 of the 30 attacks took place in KP.", "35 > 30"),
        ("The group made 20 attacks, including 24 bombings.", "24 > 20"),
        ("Compared to 46 in 2022, the BLA made 49 attacks, including 51 in Kech.", "51 > 49"),
        ("12 افراد ہلاک ہوئے جن میں 9 پولیس اہلکار اور 5 شہری شامل ہیں۔", "9 + 5 = 14, printed 12"),
        ("12 افراد جاں بحق ہوئے جن میں 8 خواتین اور 6 بچے شامل ہیں۔", "8 + 6 = 14, printed 12"),
        ("اس سال 30 حملے ہوئے: 20 بلوچستان میں اور 15 سندھ میں۔", "20 + 15 = 35, printed 30"),
        ("کل 40 حملوں میں سے 20 بلوچستان میں اور 25 سندھ میں ہوئے۔", "20 + 25 = 45, printed 40"),
        ("12 افراد ہلاک ہوئے جن میں 14 پولیس اہلکار شامل تھے۔", "14 > 12"),
    ],
)  # fmt: skip
def test_parts_that_are_more_than_their_whole(said: str, arithmetic: str) -> None:
    (one,) = audited(f"{said}\n").found
    assert (one.code, one.severity, one.arithmetic) == ("sum-parts", "error", arithmetic)


@pytest.mark.parametrize(
    "said",
    [
        "12 people were killed, including 9 policemen and 5 women.",
        "12 people were killed, including 8 women and 6 labourers.",
        "20 militants were killed, including 12 foreigners and 14 commanders.",
        "30 attacks took place: 20 in KP and 15 in Peshawar.",
        "30 attacks took place in KP: 20 on the police and 15 in Swat.",
        "Of the 30 attacks, 20 hit the police and 15 took place in Sindh.",
        "Out of 40 killed, 30 were policemen and 20 died in Quetta.",
        "Out of 40 attacks, 10 killed 45 people and 30 killed nobody.",
        "The TTP made 30 attacks, with 20 in KP and the BLA 15 in Balochistan.",
        "12 افراد ہلاک ہوئے جن میں 9 پولیس اہلکار اور 5 خواتین شامل ہیں۔",
        "اس سال 30 حملے ہوئے: 20 خیبر پختونخوا میں اور 15 پشاور میں۔",
    ],
)
def test_parts_that_may_be_the_same(said: str) -> None:
    assert codes(audited(f"{said}\n")) == []


@pytest.mark.parametrize(
    "said",
    [
        "A blast killed 12 people including 9 policemen and 5 civilians were injured.",
        "Of the 12 killed, 9 were civilians and 5 policemen were injured.",
        "Four officers including one colonel and five soldiers were killed.",
        "12 people were killed and 30 injured: 20 in Quetta and 22 in Zhob.",
        "12 people were killed and 30 injured, including 20 policemen and 12 civilians.",
        "20 people were killed in 3 attacks, including 2 in Quetta and 3 in Kech.",
        "Five policemen were killed in 3 attacks, including 4 in Quetta.",
        "The attack killed 12 policemen as well as 14 civilians.",
        "Three lawyers, two judges among them, were killed and 25 people hurt.",
        "10 people, including a leader of the union, and 31 others were hurt.",
        "Of 30 attacks in 2023, 20 were in Quetta and 15 in 2022.",
        "There were 30 attacks – 20 more than in Sindh and 15 more than in KP.",
        "Attacks fell from 50 to 30: 20 in KP and 15 in Balochistan.",
        "Over 30 attacks took place: 20 in KP and 15 in Balochistan.",
        "20 members of the 3 groups were killed.",
        "Most, numbering 20, took place in Punjab, with 17 in KP and 10 in Sindh.",
        "Out of 306 attacks, 174 were in KP and 110 in Balochistan.",
        "کل 306 حملوں میں سے 174 سندھ میں اور 110 پنجاب میں ہوئے جن میں 693 افراد ہلاک ہوئے۔",
        "Police held six men, who said that their ring included more than 20 smugglers.",
        "اس سال 40 حملے ہوئے جبکہ 20 بلوچستان میں، 15 سندھ میں اور 10 پنجاب میں روکے گئے۔",
        "تین بسوں میں سے 15 افراد کو اتارا گیا۔",
    ],
)
def test_numbers_that_are_parts_of_something_else(said: str) -> None:
    assert codes(audited(f"{said}\n")) == []


@pytest.mark.parametrize(
    "said",
    [
        "تین دھماکے ہوئے جن میں 12 افراد ہلاک ہوئے۔",
        "اس سال 5 کارروائیاں ہوئیں جن میں 40 دہشت گرد مارے گئے۔",
        "5 افراد نے حملے کیے جن میں 12 افراد ہلاک ہوئے۔",
        "5 افراد نے حملے کیے جن میں 9 پولیس اہلکار اور 5 شہری ہلاک ہوئے۔",
        "Police seized 3 rifles, including 200 rounds.",
        "Police seized 10 weapons, including 400 bullets and 2 suicide vests.",
        "Two convoys, including 14 policemen, were ambushed.",
        "Four families, including 25 children, fled.",
        "The army sent 3 brigades, including 4,500 troops.",
        "Five police stations, including 14 policemen, were hit.",
        "Two police officers' houses, including 14 women and 20 children, were raided.",
        "Three buses, including 12 passengers and 4 policemen, were stopped.",
        "Police made 3 attacks (12 civilians and 4 soldiers).",
        "The unit has 3 brigades (12 in Quetta and 4 in Zhob).",
    ],
)
def test_a_number_includes_only_what_it_counts(said: str) -> None:
    assert codes(audited(f"{said}\n")) == []


@pytest.mark.parametrize(
    "said",
    [
        "Of the four provinces, 30 attacks took place in KP and 20 in Sindh.",
        "Out of 34 districts, 40 attacks took place in Kech and 20 in Quetta.",
        "The CTD set up 5 checkpoints, with 20 men in Quetta and 15 in Zhob.",
        "The CTD made 5 operations, with 20 suspects held in Quetta and 15 in Zhob.",
        "The 5 operations were many: 20 in Sindh and 15 in Punjab died.",
        "The 5 attacks, with 20 in KP and 15 in Sindh killed, were claimed.",
        "Fighting lasted five days, with 20 killed in Quetta and 15 in Zhob.",
        "چار اضلاع میں سے 30 حملے کیچ میں اور 20 کوئٹہ میں ہوئے۔",
        "اس سال 5 کارروائیاں ہوئیں: 20 دہشت گرد سندھ میں اور 15 پنجاب میں مارے گئے۔",
        "اس سال 5 کارروائیاں ہوئیں: 20 سندھ میں اور 15 پنجاب میں مارے گئے۔",
    ],
)
def test_a_number_is_divided_only_into_what_it_counts(said: str) -> None:
    assert codes(audited(f"{said}\n")) == []


@pytest.mark.parametrize(
    ("said", "arithmetic"),
    [
        ("Police held 30 militants: 20 in KP and 15 in Sindh.", "20 + 15 = 35, printed 30"),
        ("30 people were killed: 20 people in KP and 15 in Sindh.", "20 + 15 = 35, printed 30"),
        ("12 were killed, including 8 women and 6 children.", "8 + 6 = 14, printed 12"),
        ("اس سال 5 دھماکے ہوئے: 4 سندھ میں اور 3 پنجاب میں۔", "4 + 3 = 7, printed 5"),
        ("12 افراد ہلاک ہوئے جن میں سے 14 پولیس اہلکار تھے۔", "14 > 12"),
    ],
)
def test_parts_of_what_is_known_to_be_counted(said: str, arithmetic: str) -> None:
    (one,) = audited(f"{said}\n").found
    assert (one.code, one.arithmetic) == ("sum-parts", arithmetic)


@pytest.mark.parametrize(
    "said",
    [
        "15 of the 30 attacks in KP, 25 percent of the total in Pakistan, hit Swat.",
        "Of the 30 attacks in KP, 15, or 12 percent of all attacks in Pakistan, hit Swat.",
        "Of the 30 attacks in KP, 15 (12 percent of the total in Pakistan) hit Swat.",
        "KP saw 30 attacks in 2023. TTP made 15 attacks (12 percent of the total in Pakistan).",
        "KP saw 30 attacks in 2023. TTP made 15 attacks in KP, or 12 percent of all in Pakistan.",
        "Of 34 districts, 20 attacks (25 percent) took place in Kech.",
        "34 اضلاع میں سے 20 حملے (25 فیصد) کیچ میں ہوئے۔",
    ],
)
def test_a_share_of_another_whole(said: str) -> None:
    assert codes(audited(f"{said}\n")) == []


def test_parts_of_which_hardly_one_is_missing_are_a_note() -> None:
    said = "Out of the total 17 attacks, {} took place in KP and seven in Balochistan.\n"
    assert codes(audited(said.format(10))) == []
    (one,) = audited(said.format(9)).found
    assert (one.code, one.severity, one.expected) == ("sum-parts", "note", "16")
