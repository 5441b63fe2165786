"""Readers and parsers on text put together at random from what they look for."""

from __future__ import annotations

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.audit.reports import codebook
from tests.reading.conftest import sound
from tests.reading.test_bad_input import read
from waqia.formats import read_date
from waqia.model import parse_count
from waqia.reading import Document, numbers, read_document, sentences


def listed(said: str, mark: str = "|") -> list[str]:
    """The words between marks."""
    return said.split(mark)


WORDS = listed(
    "A total of|306|1,124|attacks|killed|people|in 2023|in Kech|(|)|including|percent|over"
    "|half of the|out of|, |. |\n\n|\n|\t|Table 1: Attacks|Total|%|↑|–|1.|May 32, 2024|٣٤|حملے|0"
    "|999999999999|²³|from 5 to|two dozen|a hundred and|at least|between 3 and|جنوری|بیس|Rs.|$"
    '|million|1.5|1,2,3|"|•|¹ |[^1]|<sup>1</sup>|$^{2}$|\f|\r\n|\u2028|\u202e|\x85|Feb 30'
    "|1445-09-31|9/11|2023-13-45|\ud83d|İ|ß|①|½|𝟏𝟐|Ⅻ|\0|\ufffe"
)
DATES = listed(
    "1 2 29 30 31 32 0 1999 2023 24 1445 99999 Feb February Ramadan رمضان جنوری ۲۰۲۳ / - . , to – "
    "Q1 early mid week AH th 00 T12:00 Z +25:00 ²",
    " ",
)
COUNTS = [*WORDS, "or", "to", "none", "dozens", "several", "+", "up to", "lakh", "k", "1e9", "-5",
          "5-3", "3-5", "∞", "nan"]  # fmt: skip
CELLS = ["Total", "Kech", "Attacks", "2022", "2023", "% Change", "3", "1,2", "5%↑", "-", "",
         "**4**", "4¹", "<b>5</b>", "(3)", "and", "A1B2C3", "2022 2023", "x" * 200]  # fmt: skip
HEADERS = listed(
    "text/plain; charset=utf-8|text/html|multipart/mixed; boundary=b|message/rfc822|base64"
    "|quoted-printable|x-uuencode|attachment; filename=a.pdf|attachment; filename*=utf-8''%ff%fe"
    "|=?utf-8?b?4pyT?=|=?x?q?=?=|Mon, 32 Foo 2024 99:99:99 +9999|text/plain; charset*=''%00"
    '|application/octet-stream; name="=?utf-8?q?=ff?="|(|"|<|;;'
)
LINES = listed(
    "--b|--b--||Content-Type: message/rfc822|Content-Type: text/html|====|begin 666 x|<p>x"
    "|Content-Transfer-Encoding: base64|Twelve people died.|From: x@example.org|Subject: z"
)
NAMES = listed("From|Subject|Date|Content-Type|Content-Transfer-Encoding|Content-Disposition|X")
FEW = settings(
    max_examples=60,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)  # fmt: skip


def joined(words: list[str], most: int) -> st.SearchStrategy[str]:
    """Some of the words and any others, together or apart."""
    listed = st.lists(st.sampled_from(words) | st.text(max_size=5), max_size=most)
    return listed.flatmap(lambda said: st.sampled_from([" ".join(said), "".join(said)]))


def plain(text: str, name: str = "a.txt") -> Document:
    return read_document(text.encode("utf-8", "surrogatepass"), name=name)


@FEW
@given(joined(WORDS, 50))
def test_blocks_and_sentences_stand_where_they_say(text: str) -> None:
    document = plain(text)
    sound(document)
    for sentence in sentences(document):
        block = document.blocks[sentence.block]
        assert block.start <= sentence.start < sentence.end <= block.end


@FEW
@given(joined(WORDS, 50))
def test_numbers_are_in_order_and_within_their_bounds(text: str) -> None:
    for vague in (None, codebook().vague_counts):
        found, last = numbers(text, vague), 0
        for number in found:
            assert last <= number.start < number.end <= len(text)
            assert number.start <= number.digits[0] <= number.digits[1] <= number.end
            assert number.whole is None or 0 <= number.whole < len(found)
            said = [n for n in (number.min, number.best, number.max) if n is not None]
            assert said == sorted(said)
            last = number.end


@FEW
@given(joined(COUNTS, 6))
def test_counts_are_within_their_bounds(text: str) -> None:
    if count := parse_count(text, codebook().vague_counts):
        said = [n for n in (count.min, count.best, count.max) if n is not None]
        assert said == sorted(said)
        assert all(n >= 0 for n in said)


@FEW
@given(joined(DATES, 7))
def test_dates_begin_before_they_end(text: str) -> None:
    if day := read_date(text):
        assert day.start <= day.end


@FEW
@given(
    st.lists(st.lists(st.sampled_from(CELLS), min_size=1, max_size=6), min_size=1, max_size=8),
    st.sampled_from(["\t", "|"]),
)
def test_tables_hold_all_their_cells(rows: list[list[str]], mark: str) -> None:
    edge = mark if mark == "|" else ""
    lines = "\n".join(f"{edge}{mark.join(row)}{edge}" for row in rows)
    document = plain(f"Table 1: Attacks in 2023\n\n{lines}")
    sound(document)
    for table in document.tables:
        assert len(table.names()) == table.columns
        assert len(table.grid()) == table.rows


@FEW
@given(
    st.lists(st.tuples(st.sampled_from(NAMES), st.sampled_from(HEADERS)), max_size=6),
    st.lists(st.sampled_from(LINES), max_size=14),
)
def test_any_mail_gives_documents(headers: list[tuple[str, str]], lines: list[str]) -> None:
    head = "".join(f"{name}: {said}\n" for name, said in headers)
    text = "\n".join(["From: a@example.org", f"Subject: x\n{head}", *lines])
    for document in read(text.encode(), "a.eml").all_documents():
        sound(document)
