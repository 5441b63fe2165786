"""Whom an account says it was reported by: offices, and for a rank alone the police."""

from __future__ import annotations

from datetime import date
from functools import cache

import pytest

from waqia.codebook import Codebook
from waqia.model import Proposal
from waqia.reading import GrammarReader, read_document


@cache
def reader() -> GrammarReader:
    return GrammarReader(Codebook.load("pakistan"))


def one(text: str) -> Proposal:
    document = read_document(text.encode(), name="article.txt")
    (proposal,) = reader().propose(document, date(2024, 3, 5)).proposals
    return proposal


TOLD = "Gunmen shot dead two men in Bannu on Monday"


@pytest.mark.parametrize(
    ("cited", "reported_by"),
    [
        ("SP said", ("police",)),
        ("the DSP told reporters", ("police",)),
        ("DSP Saddar Some Body said", ("police",)),
        ("a senior SSP confirmed", ("police",)),
        ("Bannu DPO Some Body said", ("police",)),
        ("the station house officer said", ("police",)),
        ("a police DIG said", ("police",)),
        ("the SP of Bannu Some Body said", ("the SP of Bannu",)),
        ("the deputy commissioner of Bannu Some Body said", ("the deputy commissioner of Bannu",)),
        ("the inspector general of police said", ("the inspector general of police",)),
        ("city police chief said", ("city police chief",)),
        ("a bomb disposal official said", ("a bomb disposal official",)),
        ("Rescue 1122 official said", ("Rescue 1122 official",)),
        ("IG Prisons said", ("IG",)),
        ("the DIG Quetta Prisons said", ("the DIG",)),
        ("IG Sindh said", ("police",)),
    ],
)
def test_a_rank_alone_means_the_police(cited: str, reported_by: tuple[str, ...]) -> None:
    assert one(f"{TOLD}, {cited}.").reported_by == reported_by


@pytest.mark.parametrize(
    ("cited", "reported_by"),
    [
        ("ایس پی نے بتایا", "پولیس"),
        ("ڈی ایس پی صدر نے بتایا", "پولیس"),
        ("ایس ایچ او تھانہ صدر نے بتایا", "پولیس"),
        ("سی سی پی او کا کہنا ہے", "پولیس"),
        ("ڈپٹی کمشنر نے بتایا", "ڈپٹی کمشنر"),
    ],
)
def test_an_urdu_rank_alone_means_the_police(cited: str, reported_by: str) -> None:
    text = f"بنوں میں پیر کو نامعلوم افراد کی فائرنگ سے دو افراد جاں بحق ہو گئے، {cited}۔"
    assert one(text).reported_by == (reported_by,)


def test_the_anchor_of_the_police_is_the_rank_that_says_so() -> None:
    proposal = one(f"{TOLD}, the DSP said.")
    (anchor,) = (anchor for anchor in proposal.anchors if anchor.field == "reported_by")
    assert anchor.quote == "the DSP"


def test_the_police_are_cited_once_however_they_are_called() -> None:
    text = f"{TOLD}, police said. The attackers fled, SP City told reporters. Police said more."
    assert one(text).reported_by == ("police",)
