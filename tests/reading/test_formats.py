"""PDF, HTML, DOCX and e-mail: their text, tables, notes and pages, made here and read again."""

from __future__ import annotations

import io
import zipfile
from datetime import date
from email.message import EmailMessage
from functools import cache
from typing import Any

import pytest
import typst
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.reading.conftest import sound
from waqia.reading import Document, Table, read_document

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"


def said(document: Document, kind: str) -> list[str]:
    return [document.text[b.start : b.end] for b in document.blocks if b.kind == kind]


def grid(table: Table) -> list[list[str]]:
    return [[cell.text if cell else "" for cell in row] for row in table.grid()]


def codes(document: Document) -> list[str]:
    return [finding.code for finding in document.findings]


@cache
def pdf(source: str) -> bytes:
    head = '#set page(paper: "a5", header: [Yearly report of the desk], numbering: "1")\n'
    return typst.compile((head + "#set par(justify: true)\n" + source).encode())


PROSE = "The desk counted all attacks that two newspapers reported in the same week. " * 6
REPORT = f"""
= Overview
Attacks rose#footnote[Data of the desk.] in 2023. {PROSE}

{PROSE}

#figure(table(columns: 4, [District], [Attacks], [Killed], [Injured],
  [Bajaur], [9], [28], [31], [North Waziristan], [71], [117], [114], [Total], [80], [145], [145]),
  caption: [Attacks by district])

== State response
- first measure of the state
- second measure of the state

#figure(table(columns: 3, stroke: none, align: (left, right, right), [Region], [Attacks], [Killed],
  [Khyber Pakhtunkhwa], [173], [256], [Balochistan], [105], [200], [Total], [278], [456]),
  caption: [Attacks by region])
#pagebreak()
{PROSE}
"""


@pytest.mark.parametrize("stated", ["about:blank", "Untitled-1", "Microsoft Word - report.docx"])
def test_a_pdf_that_states_no_real_title_takes_its_first_heading(stated: str) -> None:
    content = pdf(f'#set document(title: "{stated}")\n{REPORT}')
    assert read_document(content, name="r.pdf").title == "Overview"


def test_a_pdf_gives_its_pages_tables_and_notes() -> None:
    document = read_document(pdf(REPORT), name="report.pdf")
    sound(document)
    assert document.media_type == "application/pdf"
    assert codes(document) == []
    assert len(document.pages) >= 2
    assert document.pages[-1].end == len(document.text)
    ruled, plain = document.tables
    assert grid(ruled)[1:3] == [
        ["Bajaur", "9", "28", "31"],
        ["North Waziristan", "71", "117", "114"],
    ]
    assert plain.names() == ("Region", "Attacks", "Killed")
    assert grid(plain)[-1] == ["Total", "278", "456"]
    assert [document.text[slice(*t.caption or (0, 0))].split(":")[1] for t in document.tables] == [
        " Attacks by district", " Attacks by region",
    ]  # fmt: skip
    (note,) = document.footnotes
    assert document.text[note.start : note.end] == "Data of the desk."
    assert [document.text[c.start - 4 : c.start] for c in note.citations] == ["rose"]
    assert set(said(document, "header")) >= {"Yearly report of the desk", "1", "2"}
    assert [text.removeprefix("= ") for text in said(document, "heading")] == [
        "Overview", "State response",
    ]  # fmt: skip
    assert len(said(document, "item")) == 2
    assert document.language == "en"


def test_a_paragraph_that_goes_over_a_page_is_marked() -> None:
    document = read_document(pdf("Text begins here. " + PROSE * 7), name="long.pdf")
    first, *rest = [b for b in document.blocks if b.kind == "paragraph"]
    assert first.page == 1
    assert [b.continues for b in rest if b.page == 2][:1] == [True]


PAGE = """<!doctype html><html><head><title>Blast in Quetta - The Daily</title>
<meta property="og:title" content="Blast in Quetta"><meta property="article:published_time"
content="2024-02-08T10:00:00Z"></head><body>
<header><a href="/">Home</a> <a href="/p">Pakistan</a></header>
<nav><ul><li><a href="/a">Politics</a></li><li><a href="/b">Sport</a></li></ul></nav>
<article><h1>Blast in Quetta</h1>
<p>At least 12 people were killed<sup><a href="#n">[1]</a></sup>
and 30 wounded when a bomb exploded near a
market in Quetta on Wednesday, police said. No group claimed the attack.</p>
<p>Doctors at the civil hospital said that eight of the wounded were in a critical condition and
that more blood was needed.</p>
<table><caption>Table 1: Attacks this year</caption><thead>
<tr><th>Month</th><th colspan="2">Toll</th></tr>
<tr><th></th><th>Killed</th><th>Injured</th></tr></thead>
<tr><td rowspan="2">January</td><td>4</td><td>1,124</td></tr><tr><td>5</td><td>6</td></tr></table>
<p>The provincial government announced an inquiry and three days of mourning in the province.</p>
</article>
<aside><p>Read more: <a href="/x">Ten things to know today about the weather</a></p></aside>
<footer>Copyright The Daily</footer></body></html>"""


def test_the_main_text_of_a_page_keeps_its_tables_and_marks() -> None:
    document = read_document(PAGE.encode(), name="page.html")
    sound(document)
    assert document.title == "Blast in Quetta"
    assert document.published == date(2024, 2, 8)
    assert "killed¹ and 30 wounded" in document.text
    assert "Sport" not in document.text
    assert "weather" not in document.text
    (table,) = document.tables
    assert table.names() == ("Month", "Toll / Killed", "Toll / Injured")
    assert grid(table)[2:] == [["January", "4", "1,124"], ["", "5", "6"]]
    assert table.caption is not None
    assert document.text[slice(*table.caption)] == "Table 1: Attacks this year"


def test_a_plain_page_of_a_report_is_kept_whole() -> None:
    rows = "".join(f"<tr><td>District {n}</td><td>{n}</td></tr>" for n in range(30))
    page = f"<html><body><b>Annex</b><br><br>Figures by district<table>{rows}</table></body></html>"
    document = read_document(page.encode(), name="annex.html")
    assert document.text.startswith("Annex")
    assert document.tables[0].rows == 30


def docx(body: str, **parts: str) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        xml = f'<w:document xmlns:w="{W}"><w:body>{body}</w:body></w:document>'
        archive.writestr("word/document.xml", xml)
        for name, text in parts.items():
            archive.writestr(f"word/{name}.xml", text)
    return file.getvalue()


def paragraph(text: str, style: str = "") -> str:
    named = f'<w:pPr><w:pStyle w:val="{style}"/></w:pPr>' if style else ""
    return f"<w:p>{named}<w:r><w:t>{text}</w:t></w:r></w:p>"


def test_a_docx_gives_its_tables_and_notes() -> None:
    cells = [["Region", "Killed"], ["KP", "3"], ["Sindh", "0"]]
    rows = "".join(
        "<w:tr>" + "".join(f"<w:tc>{paragraph(c)}</w:tc>" for c in row) + "</w:tr>" for row in cells
    )
    cited = (
        '<w:p><w:r><w:t>Attacks rose.</w:t></w:r><w:r><w:footnoteReference w:id="7"/></w:r></w:p>'
    )
    notes = (
        f'<w:footnotes xmlns:w="{W}"><w:footnote w:type="separator" w:id="0"/>'
        f'<w:footnote w:id="7">{paragraph("Of the desk.")}</w:footnote></w:footnotes>'
    )
    body = paragraph("Overview", "Heading1") + cited + paragraph("one", "ListParagraph")
    body += paragraph("Table 1: Toll", "Caption") + f"<w:tbl>{rows}</w:tbl>"
    document = read_document(docx(body, footnotes=notes), name="report.docx")
    sound(document)
    assert grid(document.tables[0]) == cells
    assert document.tables[0].caption is not None
    assert [(n.marker, len(n.citations)) for n in document.footnotes] == [("1", 1)]
    assert [(b.kind, b.level) for b in document.blocks[:2]] == [("heading", 1), ("paragraph", None)]
    assert said(document, "item") == ["one"]


CELLS = st.lists(
    st.lists(st.text("abc ABC019,%()اب", min_size=1, max_size=8).map(str.strip).filter(bool),
             min_size=3, max_size=3),
    min_size=2, max_size=5,
)  # fmt: skip


@given(CELLS)
@settings(suppress_health_check=[HealthCheck.too_slow], max_examples=40)
def test_cells_of_docx_and_html_come_back(cells: list[list[str]]) -> None:
    wanted = [[" ".join(cell.split()) for cell in row] for row in cells]
    rows = "".join(
        "<w:tr>" + "".join(f"<w:tc>{paragraph(c)}</w:tc>" for c in row) + "</w:tr>" for row in cells
    )
    document = read_document(docx(f"<w:tbl>{rows}</w:tbl>"), name="a.docx")
    sound(document)
    assert grid(document.tables[0]) == wanted
    rows = "".join("<tr>" + "".join(f"<td>{c}</td>" for c in row) + "</tr>" for row in cells)
    document = read_document(f"<html><body><table>{rows}</table></body></html>".encode())
    sound(document)
    assert grid(document.tables[0]) == wanted


def mail(**headers: str) -> EmailMessage:
    message = EmailMessage()
    message["From"] = "desk@example.org"
    message["Subject"] = "Daily report: Quetta"
    message["Date"] = "Thu, 08 Feb 2024 10:00:00 +0500"
    for name, value in headers.items():
        message[name] = value
    return message


def test_an_email_is_read_with_its_attachments() -> None:
    message = mail()
    message.set_content("Twelve people were killed in Quetta.\n")
    message.add_alternative("<html><body><p>Twelve</p></body></html>", subtype="html")
    message.add_attachment(pdf(REPORT), maintype="application", subtype="pdf", filename="r.pdf")
    message.add_attachment("Kech\t3\nBolan\t4\nQuetta\t5\n", filename="table.txt")
    inner = mail()
    inner.set_content("Forwarded text.")
    message.add_attachment(inner)
    document = read_document(message.as_bytes(), name="mail.eml")
    sound(document)
    assert document.text.strip() == "Twelve people were killed in Quetta."
    assert document.title == "Daily report: Quetta"
    assert document.published == date(2024, 2, 8)
    assert [a.media_type for a in document.attachments] == [
        "application/pdf", "text/plain", "message/rfc822",
    ]  # fmt: skip
    assert document.attachments[0].name == "mail.eml/r.pdf"
    assert len(document.attachments[0].tables) == 2
    assert document.attachments[2].text.strip() == "Forwarded text."
    assert len(list(document.all_documents())) == 4


def test_an_email_without_plain_text_is_read_from_its_page() -> None:
    message = mail()
    message.set_content(
        "<html><body><p>Twelve people were killed.</p></body></html>", subtype="html"
    )
    document = read_document(message.as_bytes(), name="mail.eml")
    assert document.text.strip() == "Twelve people were killed."


def test_records_that_pickle_are_the_same(**_: Any) -> None:
    import pickle

    document = read_document(pdf(REPORT), name="report.pdf")
    assert pickle.loads(pickle.dumps(document)) == document
