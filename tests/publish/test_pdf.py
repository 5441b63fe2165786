from __future__ import annotations

import ctypes
import re
from collections.abc import Iterator
from itertools import pairwise

import pypdfium2
import pypdfium2.raw as pdfium
import pytest

from tests.publish.conftest import HOSTILE, URDU, Fill, told
from tests.publish.conftest import released as release_of
from waqia.model import TemplateError
from waqia.publish import Document, typst
from waqia.publish.typst import to_pdf
from waqia.release import Release

A, B, C = (
    "Annex A: evidence of the numbers",
    "Annex B: incidents, accounts and sources",
    "Annex C: sources",
)
Target = tuple[int, float, float]


@pytest.fixture(scope="module")
def printed(pdf: bytes) -> Iterator[pypdfium2.PdfDocument]:
    """The shipped report, opened."""
    with pypdfium2.PdfDocument(pdf) as document:
        yield document


def text(document: pypdfium2.PdfDocument, page: int) -> str:
    words: str = document[page].get_textpage().get_text_bounded()
    return words


def words(pdf: bytes) -> str:
    """All text of a PDF, on one line."""
    with pypdfium2.PdfDocument(pdf) as document:
        pages = [text(document, page) for page in range(len(document))]
    return re.sub(r"\s+", " ", " ".join(pages))


def links(document: pypdfium2.PdfDocument, page: int) -> Iterator[tuple[str, Target]]:
    """The links of a page: what is written where they lie, and the page and point they lead to."""
    opened = document[page]
    written = opened.get_textpage()
    position, link = ctypes.c_int(0), pdfium.FPDF_LINK()
    while pdfium.FPDFLink_Enumerate(opened, ctypes.byref(position), ctypes.byref(link)):
        box = pdfium.FS_RECTF()
        pdfium.FPDFLink_GetAnnotRect(link, box)
        target = pdfium.FPDFLink_GetDest(document, link)
        x, y, zoom = (ctypes.c_float() for _ in range(3))
        has = [ctypes.c_int() for _ in range(3)]
        pdfium.FPDFDest_GetLocationInPage(target, *has, x, y, zoom)
        said = written.get_text_bounded(box.left, box.bottom, box.right - 0.5, box.top)
        yield said.strip(), (pdfium.FPDFDest_GetDestPageIndex(document, target), x.value, y.value)


def at(document: pypdfium2.PdfDocument, target: Target) -> str:
    """The line to which a link leads: a link of Typst shows ten points above it, too."""
    page, x, y = target
    lines: str = document[page].get_textpage().get_text_bounded(x - 5, y - 18, x + 240, y - 11)
    return lines.strip()


def sections(document: pypdfium2.PdfDocument) -> list[tuple[int, str, int]]:
    return [(b.level, b.get_title(), b.get_dest().get_index()) for b in document.get_toc()]


def test_the_file_is_tagged_and_claims_pdf_ua(pdf: bytes, printed: pypdfium2.PdfDocument) -> None:
    assert printed.is_tagged()
    assert b"/Marked true" in pdf
    assert b"/StructTreeRoot" in pdf
    assert re.search(rb"pdfuaid:part>1<", pdf)


def test_the_file_says_its_title_and_language(
    pdf: bytes, printed: pypdfium2.PdfDocument, report: Document
) -> None:
    assert printed.get_metadata_dict()["Title"] == report.title
    assert re.search(rb"/Lang\s*\(en\)", pdf)
    assert b"/DisplayDocTitle true" in pdf


def test_every_page_has_a_tree_of_tags(printed: pypdfium2.PdfDocument) -> None:
    for page in printed:
        tree = pdfium.FPDF_StructTree_GetForPage(page)
        assert pdfium.FPDF_StructTree_CountChildren(tree) > 0
        pdfium.FPDF_StructTree_Close(tree)


def test_the_bookmarks_are_the_headings_and_the_annexes(
    printed: pypdfium2.PdfDocument, report: Document
) -> None:
    found = sections(printed)
    levels = {"h1": 0, "h2": 1, "h3": 2}
    annexes = [(0, title) for title in (A, B, C)]
    headings = [(levels[tag], words) for tag, words in report.headings]
    assert [(level, title) for level, title, _ in found] == headings + annexes
    assert all(before[2] <= after[2] for before, after in pairwise(found))
    for _, title, page in found:
        assert title in re.sub(r"\s+", " ", text(printed, page))


def test_a_number_leads_to_its_entry_in_annex_a_and_that_to_annex_b(
    printed: pypdfium2.PdfDocument, report: Document
) -> None:
    pages = {title: page for _, title, page in sections(printed)}
    first = report.book.entries[0]
    number, target = next(
        (said, target) for said, target in links(printed, 0) if pages[A] <= target[0]
    )
    assert number == f"{len(first.incidents)}"
    assert at(printed, target).startswith(f"1 {first.question}")

    reference, target = next(links(printed, target[0]))
    assert pages[B] <= target[0] <= pages[C]
    head = reference.split("–")[0]
    incident = report.dossier.incidents[int(head) - 1]
    assert at(printed, target).startswith(head)
    assert incident["id"] in at(printed, target)


def test_every_link_leads_somewhere(printed: pypdfium2.PdfDocument) -> None:
    found = [target for page in range(len(printed)) for _, target in links(printed, page)]
    assert len(found) > 1000
    assert all(0 <= page < len(printed) for page, *_ in found)


def test_annex_a_names_the_incidents_of_every_number(pdf: bytes, report: Document) -> None:
    annex = words(pdf).partition(f"{A} Each")[2].partition(B)[0]
    order = {row["id"]: n for n, row in enumerate(report.dossier.incidents, start=1)}
    for entry in report.book.entries[:40]:
        start = f"{entry.number} {entry.question} — {len(entry.incidents)}: "
        found = re.search(re.escape(start) + r"(\d+(?:(?:, |– ?)\d+)*|none)", annex)
        assert found is not None, start
        named: set[int] = set()
        for first, last in re.findall(r"(\d+)(?:– ?(\d+))?", found[1]):
            named |= set(range(int(first), int(last or first) + 1))
        assert {order[i] for i in entry.incidents} == named


def test_annex_b_tells_every_incident_and_annex_c_every_source(
    pdf: bytes, report: Document
) -> None:
    everything = words(pdf)
    for row in report.dossier.incidents:
        assert row["id"] in everything
    for source in report.dossier.sources.values():
        assert source["title"] in everything


def test_the_same_release_gives_the_same_bytes(report: Document, pdf: bytes) -> None:
    assert to_pdf(report) == pdf


@pytest.fixture
def unsafe(hostile: Release, filled: Fill) -> Document:
    return filled(
        "# {{ title }}\n\n{{ description }}\n\n{{ count().killed }}\n\n"
        '{{ table(by="district", caption=title) }}\n\n{{ incidents() }}\n',
        release=hostile,
    )


def test_text_of_the_data_is_only_text(unsafe: Document) -> None:
    pdf = to_pdf(unsafe)
    everything = words(pdf)
    for sample in HOSTILE:
        assert re.sub(r"\s+", " ", sample) in everything, sample
    assert b"javascript:" not in pdf
    assert b"/URI" not in pdf


def test_urdu_is_set_in_a_font_that_joins_its_letters(small: Release, filled: Fill) -> None:
    pdf = to_pdf(filled(f"# عنوان\n\n{URDU}\n"))
    assert b"NotoNaskhArabic" in pdf
    with pypdfium2.PdfDocument(pdf) as document:
        drawn = text(document, 0)
    # Letters inside a word are drawn by their joined forms, yet copied and read out as themselves.
    assert {*URDU} - {" "} <= {*drawn}


def test_a_text_no_font_has_is_set_all_the_same(filled: Fill) -> None:
    pdf = to_pdf(filled("# Report\n\nDrawn: \U00012000 and 漢字.\n\n{{ count().killed }} killed."))
    assert b"pdfuaid" not in pdf  # PDF/UA forbids missing glyphs, so the file makes no claim to it
    assert "13 killed" in words(pdf).replace("13 1 killed", "13 killed").replace("131", "13")


def test_a_failure_of_the_typesetter_is_told_as_one_of_ours(
    filled: Fill, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(typst, "_markup", lambda *_: iter(["#panic(1)"]))
    with pytest.raises(TemplateError, match="The PDF could not be set"):
        to_pdf(filled("x"))


MARKDOWN = """\
# Everything

A **strong** and *slanted* `word`, [a link](https://example.org/x), a\\
new line.

> quoted {{ count().killed }}

- one
  - inner
- two

1. first
2. second

| left | right |
| --- | ---: |
| a **b** | {{ count().incidents }} |

```
code # not a heading
```

---

### Deep
"""


def test_all_of_markdown_is_set(filled: Fill) -> None:
    pdf = to_pdf(filled(MARKDOWN))
    everything = words(pdf)
    for said in (
        "strong",
        "slanted",
        "a link",
        "quoted 13",
        "inner",
        "second",
        "a b",
        "code # not",
    ):
        assert said in everything
    assert b"https://example.org/x" in pdf


def test_a_document_without_incidents_or_headings_is_set(filled: Fill) -> None:
    assert to_pdf(filled("Nothing.", period="2019")).startswith(b"%PDF-")


def test_a_long_report_keeps_its_evidence_short(
    filled: Fill, tmp_path_factory: pytest.TempPathFactory
) -> None:
    accounts = [told(f"2023-01-{1 + n % 28:02}", killed=1) for n in range(300)]
    many = release_of(tmp_path_factory.mktemp("many") / "many.release", accounts, "Many")
    document = filled("# Many\n\n{{ count().killed }} killed.", release=many)
    assert "— 300: 1–300" in words(to_pdf(document))
