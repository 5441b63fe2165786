"""Sentences, with their exact places, in English and Urdu; languages and scripts."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from waqia.reading import Document, read_document, sentence_spans, sentences


def split(text: str, language: str = "en") -> list[str]:
    return [text[start:end] for start, end in sentence_spans(text, language)]


@pytest.mark.parametrize(
    "sentence",
    [
        "Gen. Asim told the U.S. envoy so.",
        "Maulana F. Rehman met Lt. Col. Khan in D.I. Khan.",
        "The group (a.k.a. the Front) holds approx. 200 men.",
        "It was No. 3 of the list, cf. Vol. 2.",
        "“We did it.” he said.",
        "The report of the U.N. Security Council names 12 men.",
    ],
)
def test_abbreviations_end_no_sentence(sentence: str) -> None:
    assert split(f"{sentence} Police denied it.") == [sentence, "Police denied it."]


def test_marks_and_quotation_marks_stay_with_their_sentence() -> None:
    text = 'He said: "It was us."¹² Police denied it.<sup>3</sup> Nobody was hurt.'
    assert split(text) == [
        'He said: "It was us."¹²', "Police denied it.<sup>3</sup>", "Nobody was hurt.",
    ]  # fmt: skip


def test_urdu_is_divided_at_its_own_full_stop() -> None:
    text = "کوئٹہ میں دھماکے میں 12 افراد ہلاک ہوئے۔ پولیس نے بتایا۔ کیا یہ درست ہے؟"
    assert len(split(text, "ur")) == 3


def test_no_sentence_goes_over_a_block() -> None:
    text = "Overview of the year\n\nA blast killed\n\n- one man\n- two men. Others fled.\n"
    document = read_document(text.encode(), name="a.txt")
    found = [document.text[s.start : s.end] for s in sentences(document)]
    assert found == [
        "Overview of the year", "A blast killed", "- one man", "- two men.", "Others fled.",
    ]  # fmt: skip
    for sentence in sentences(document):
        block = document.blocks[sentence.block]
        assert block.start <= sentence.start < sentence.end <= block.end


def test_a_sentence_that_a_note_breaks_says_so(seed: Callable[[int], Document]) -> None:
    found = list(sentences(seed(1)))
    assert 40 < sum(sentence.continues for sentence in found) < 200
    assert all(seed(1).text[s.start : s.end].strip() for s in found)


@given(st.text('abc Gen.U.S. ۔؟!?)”"\n¹', max_size=120) | st.text(max_size=120))
def test_sentences_cover_a_text_in_order(text: str) -> None:
    spans = sentence_spans(text)
    end = 0
    for start, to in spans:
        assert end <= start < to
        assert not text[end:start].strip()
        assert not text[start].isspace()
        assert not text[to - 1].isspace()
        end = to
    assert not text[end:].strip()


@pytest.mark.parametrize(
    ("text", "language", "script"),
    [
        ("The police said that a bomb was found in the city and defused.", "en", "Latn"),
        ("La police a dit que les corps ont été trouvés dans la ville.", "fr", "Latn"),
        ("La policía dijo que los cuerpos fueron hallados en la ciudad.", "es", "Latn"),
        ("Die Polizei sagte, dass eine Bombe in der Stadt gefunden wurde.", "de", "Latn"),
        ("کوئٹہ میں دھماکے کے بعد پولیس نے علاقے کو گھیرے میں لے لیا ہے۔", "ur", "Arab"),
        ("پلیس گفت که در این انفجار در شهر کویته دوازده تن کشته شد و است", "fa", "Arab"),
        ("قالت الشرطة إن القنبلة التي انفجرت في المدينة كان من صنع محلي", "ar", "Arab"),
        ("په کوټه کې چاودنه شوې او پولیس وایي چې دوولس کسان مړه دي", "ps", "Arab"),
        ("В городе произошёл взрыв, и на месте были найдены тела, что", "ru", "Cyrl"),
        ("19 31 1,124", None, None),
    ],
)
def test_language_and_script_are_recognised(
    text: str, language: str | None, script: str | None
) -> None:
    document = read_document(text.encode(), name="a.txt")
    assert (document.language, document.script) == (language, script)
