"""Bad input: bounded time and memory, a finding, whatever can be kept, and never a traceback."""

from __future__ import annotations

import io
import os
import random
import signal
import threading
import time
import zipfile
import zlib
from pathlib import Path

import pytest
import typst
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.reading.conftest import sound
from tests.reading.test_formats import PAGE, REPORT, codes, docx, mail, paragraph, pdf
from waqia.model import InputError
from waqia.reading import Document, Limits, read_document, read_documents

QUICK = Limits(seconds=20, memory=1_500_000_000)


def read(data: bytes, name: str = "file", limits: Limits = QUICK) -> Document:
    """The document, read in less than twice the time it may take, every offset sound."""
    begun = time.monotonic()
    document = read_document(data, name=name, limits=limits)
    assert time.monotonic() - begun < 2 * limits.seconds + 10
    sound(document)
    document.text.encode("utf-8")
    assert "\0" not in document.text
    return document


def raw_pdf(*objects: str | bytes, trailer: str = "") -> bytes:
    """A PDF of numbered objects; the first is its catalogue."""
    parts = [b"%PDF-1.7\n"]
    places, at = [], len(parts[0])
    for number, body in enumerate(objects, start=1):
        places.append(at)
        data = body if isinstance(body, bytes) else body.encode()
        parts.append(b"%d 0 obj\n%b\nendobj\n" % (number, data))
        at += len(parts[-1])
    parts.append(b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1))
    parts += [b"%010d 00000 n \n" % place for place in places]
    parts.append(f"trailer\n<</Size {len(objects) + 1}/Root 1 0 R{trailer}>>\n".encode())
    return b"".join([*parts, b"startxref\n%d\n%%%%EOF\n" % at])


def stream(content: bytes, extra: str = "") -> bytes:
    return f"<</Length {len(content)}{extra}>>\nstream\n".encode() + content + b"\nendstream"


CATALOGUE = "<</Type/Catalog/Pages 2 0 R>>"
PAGES = "<</Type/Pages/Kids[3 0 R]/Count 1>>"


def one_page(content: bytes, resources: str = "", *more: str | bytes) -> bytes:
    page = (
        f"<</Type/Page/Parent 2 0 R/MediaBox[0 0 300 300]/Contents 4 0 R/Resources<<{resources}>>>>"
    )
    return raw_pdf(CATALOGUE, PAGES, page, stream(content), *more)


def test_an_encrypted_pdf_is_said_to_be() -> None:
    locked = (
        "<</Filter/Standard/V 2/R 3/Length 128/P -44/O<" + "41" * 32 + ">/U<" + "42" * 32 + ">>>"
    )
    page = "<</Type/Page/Parent 2 0 R/MediaBox[0 0 300 300]>>"
    data = raw_pdf(CATALOGUE, PAGES, page, locked, trailer="/Encrypt 4 0 R/ID[<00><00>]")
    document = read(data, "locked.pdf")
    assert codes(document) == ["document-encrypted"]
    assert document.text == ""


def test_a_scanned_page_is_said_to_be_a_picture() -> None:
    image = '#image(bytes((0, 9, 9)), format: (encoding: "rgb8", width: 1, height: 1), width: 90%)'
    data = typst.compile(f"{image}\n#pagebreak()\n{image}\n".encode())
    document = read(data, "scan.pdf")
    assert codes(document) == ["document-scanned"]
    assert document.findings[0].found == "1-2"


def test_a_truncated_pdf_is_read_as_far_as_it_goes() -> None:
    whole = pdf(REPORT)
    for part in (len(whole) // 2, len(whole) - 600, 1000, 60):
        document = read(whole[:part], "half.pdf")
        assert "document-damaged" in codes(document)


def test_a_pdf_that_draws_a_million_things_ends() -> None:
    content = b"BT /F 12 Tf 10 200 Td (Twelve people died.) Tj ET " + b"0 0 1 1 re f " * 1_000_000
    font = "/Font<</F<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>>>"
    document = read(one_page(content, font), "many.pdf")
    assert "Twelve people died." in document.text or "document-stopped" in codes(document)


def test_a_pdf_of_a_million_objects_is_read() -> None:
    page = (
        "<</Type/Page/Parent 2 0 R/MediaBox[0 0 300 300]/Contents 4 0 R/Resources<</Font<</F"
        "<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>>>>>>>"
    )
    said = stream(b"BT /F 12 Tf 10 200 Td (Twelve people died.) Tj ET")
    document = read(raw_pdf(CATALOGUE, PAGES, page, said, *["null"] * 1_000_000), "many.pdf")
    assert document.text.strip() == "Twelve people died."


@pytest.mark.parametrize(
    "tree",
    [
        ["<</Type/Pages/Kids[2 0 R 2 0 R]/Count 2>>"],
        ["<</Type/Pages/Kids[3 0 R]/Count 1>>", "<</Type/Pages/Kids[2 0 R]/Count 1>>"],
        ["<</Type/Pages/Kids[2 0 R]/Count 100000000>>"],
        [f"<</Type/Pages/Kids[{n + 1} 0 R]/Count 1>>" for n in range(2, 20_000)],
    ],
    ids=["itself", "circle", "claimed", "deep"],
)
def test_pages_that_hold_themselves_end(tree: list[str]) -> None:
    assert codes(read(raw_pdf(CATALOGUE, *tree), "tree.pdf", Limits(seconds=5)))


def test_a_stream_that_swells_ends() -> None:
    said = b"BT /F 12 Tf 10 200 Td (Twelve people died.) Tj ET" + b" " * 200_000_000
    packed = zlib.compress(said, 1)
    swelling = f"<</Length {len(packed)}/Filter/FlateDecode>>\nstream\n".encode()
    page = (
        "<</Type/Page/Parent 2 0 R/MediaBox[0 0 300 300]/Contents 4 0 R/Resources<</Font<</F"
        "<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>>>>>>>"
    )
    data = raw_pdf(CATALOGUE, PAGES, page, swelling + packed + b"\nendstream")
    document = read(data, "swell.pdf")
    assert document.text.strip() == "Twelve people died." or codes(document)


def test_halves_of_letters_in_a_pdf_are_said_to_be() -> None:
    unicode = stream(
        b"begincmap 1 begincodespacerange <00> <FF> endcodespacerange 3 beginbfchar "
        b"<41> <D800> <42> <D83DDE00> <43> <0043> endbfchar endcmap"
    )
    font = "/Font<</F<</Type/Font/Subtype/Type1/BaseFont/Helvetica/ToUnicode 5 0 R>>>>"
    document = read(one_page(b"BT /F 12 Tf 10 200 Td (A people C) Tj ET", font, unicode), "u.pdf")
    assert codes(document) == ["document-characters"]
    whole = read(typst.compile("Twelve 😀".encode()), "emoji.pdf")
    assert (whole.text.strip(), codes(whole)) == ("Twelve 😀", [])


def test_a_form_that_holds_itself_ends() -> None:
    itself = stream(
        b"/X Do", "/Type/XObject/Subtype/Form/BBox[0 0 9 9]/Resources<</XObject<</X 5 0 R>>>>"
    )
    assert read(one_page(b"/X Do", "/XObject<</X 5 0 R>>", itself), "loop.pdf").text == ""


def test_what_takes_too_long_is_given_up() -> None:
    """Ten forms that each draw the next ten times over: a hundred million in the end."""
    levels = [
        stream(
            b"/X Do " * 10 if n < 12 else b"0 0 1 1 re f",
            f"/Type/XObject/Subtype/Form/BBox[0 0 9 9]/Resources<</XObject<</X {n + 1} 0 R>>>>",
        )
        for n in range(5, 13)
    ]
    data = one_page(b"/X Do " * 10, "/XObject<</X 5 0 R>>", *levels)
    document = read(data, "tower.pdf", Limits(seconds=1))
    assert codes(document) == ["document-stopped"]


def test_a_process_that_is_killed_is_started_again() -> None:
    from waqia.reading.worker import _worker

    read(pdf(REPORT), "report.pdf")
    process = _worker._process
    assert process is not None
    os.kill(process.pid, signal.SIGKILL)
    process.wait()
    assert len(read(pdf(REPORT), "report.pdf").tables) == 2


def test_a_docx_that_swells_is_not_unpacked() -> None:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr("word/document.xml", "<a>" + " " * 60_000_000)
    document = read(file.getvalue(), "bomb.docx")
    assert codes(document) == ["document-too-large"]


def test_entities_of_a_docx_are_not_expanded() -> None:
    laughs = '<!DOCTYPE a [<!ENTITY b "lol"><!ENTITY c "&b;&b;&b;">]><a>&c;</a>'
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr("word/document.xml", laughs)
    assert codes(read(file.getvalue(), "laughs.docx")) == ["document-damaged"]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_entities_are_seen_in_any_encoding(encoding: str) -> None:
    laughs = (
        f'<?xml version="1.0" encoding="{encoding}"?><!DOCTYPE a [<!ENTITY b "lol">]><a>&b;</a>'
    )
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr("word/document.xml", laughs.encode(encoding))
    document = read(file.getvalue(), "laughs.docx")
    assert codes(document) == ["document-damaged"]
    assert "entities" in document.findings[0].message


def test_paragraphs_within_paragraphs_are_said_once() -> None:
    word = "<w:p><w:r><w:t>Twelve </w:t></w:r>"
    cell = f"<w:tc>{word * 3_000}{'</w:p>' * 3_000}</w:tc><w:tc>{paragraph('x')}</w:tc>"
    document = read(docx(f"<w:tbl><w:tr>{cell}</w:tr></w:tbl>"), "nested.docx")
    assert document.text.split() == [*["Twelve"] * 3_000, "x"]


def test_a_broken_docx_is_damaged() -> None:
    whole = docx(paragraph("Twelve people died."))
    assert read(whole, "a.docx").text.strip() == "Twelve people died."
    assert codes(read(whole[: len(whole) // 2], "a.docx")) == ["document-damaged"]
    deep = docx("<w:a>" * 5000 + paragraph("x") + "</w:a>" * 5000)
    read(deep, "deep.docx")


def test_a_page_of_one_long_line_is_cut() -> None:
    data = b"<html><body><p>" + b"Twelve people died. " * 5_000_000
    document = read(data, "long.html")
    assert set(codes(document)) & {"document-cut", "document-stopped"}


def test_a_page_nested_without_end_is_read() -> None:
    for tag in ("div", "span", "table", "b", "ul"):
        data = f"<html><body>{f'<{tag}>' * 20_000}Twelve people died.".encode()
        document = read(data, "deep.html")
        assert document.text or codes(document)


def test_cells_that_cover_cells_end() -> None:
    row = f"<tr>{'<td rowspan=9999 colspan=100>1</td>' * 3}</tr>"
    document = read(f"<html><body><table>{row * 100}</table>".encode(), "cover.html")
    assert document.text or codes(document)


@pytest.mark.parametrize("charset", ["utf-7", "punycode", "unicode_escape", "undefined", "hex"])
def test_an_encoding_that_no_page_has_is_not_taken(charset: str) -> None:
    data = f"<html><meta charset={charset}><p>Twelve +ADw- people \\ud800 died-.</p>".encode()
    assert read(data, "page.html").text.strip() == "Twelve +ADw- people \\ud800 died-."


RAISED = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")


@pytest.mark.parametrize(
    "text",
    [
        "a\tb\tc\n" + ("1\t" * 30_000 + "\n") * 2,
        "District\tKilled\tInjured\n" + "Kech\t3\t4\n" * 20_000,
        "District\tKilled\tInjured\nKech\t3\t4\nZhob\t1\t2\n\n" * 3_000,
        "word¹ and more\n\n¹ A note here.\n\n" * 20_000,
        "".join(f"This is the repeated header number {n}\n" * 3 for n in range(10_000)),
        "Kech\t310\t4\nZhob\t1\t2\n\n" * 1_500
        + "".join(f"\n\n{str(n).translate(RAISED)} A note" for n in range(10, 5_000)),
        "\f" * 200_000 + "Twelve" + "\fpeople" * 20_000,
        "Twelve people died.\n\n" * 20_000,
    ],
    ids=["wide", "long", "tables", "notes", "headers", "lost", "pages", "paragraphs"],
)
def test_time_grows_with_the_text_and_no_faster(text: str) -> None:
    assert read(text.encode(), "much.txt").blocks


def test_lines_and_cells_are_bounded() -> None:
    rows = [["Kech", str(n), "4"] for n in range(30)]
    plain = "\n".join("\t".join(row) for row in rows)
    html = "".join(f"<p>Para {n}.</p>" for n in range(30)) + "<table>" + "".join(
        f"<tr><td>{'<td>'.join(row)}</tr>" for row in rows
    )  # fmt: skip
    for data, name, limits in (
        (plain, "a.txt", Limits(lines=10)),
        (plain, "a.txt", Limits(cells=10)),
        (f"<html><body>{html}", "a.html", Limits(lines=20)),
        (f"<html><body>{html}", "a.html", Limits(cells=40)),
    ):
        document = read(data.encode(), name, limits)
        assert codes(document) == ["document-cut"]
        assert document.text


def test_a_text_without_a_break_is_read_in_time() -> None:
    for unit in (
        "a",
        "1",
        "\t",
        "|",
        "<",
        "<sup>",
        "¹",
        "( ",
        "- ",
        "1,",
        ".",
        "\u202e",
        "http://a/",
    ):
        document = read((unit * 300_000).encode(), "long.txt")
        assert document.text == unit * 300_000 or not document.text.strip()


@pytest.mark.parametrize(
    ("data", "text", "found"),
    [
        (b"A\0B killed", "A\ufffdB killed", ["document-characters"]),
        ("Zwölf Tote".encode("utf-8-sig"), "Zwölf Tote", []),
        ("Zwölf Tote".encode("utf-16"), "Zwölf Tote", ["encoding"]),
        ("Zwölf Tote in Köln".encode("cp1252"), "Zwölf Tote in Köln", ["encoding"]),
        (
            "Zwölf Tote ".encode() * 9 + "Köln".encode("cp1252"),
            "Zwölf Tote " * 9 + "Köln",
            ["encoding"],
        ),
        ("بارہ افراد".encode(), "بارہ افراد", []),
        (b"killed \xed\xa0\x80 here", "killed \ufffd here", ["encoding", "document-characters"]),
        (b"killed \xed\xa0\xbd\xed\xb8\x80 \xc3\xa9", "killed \U0001f600 é", ["encoding"]),
        ("killed \u202e21\u202c men".encode(), "killed \u202e21\u202c men", ["document-directed"]),
        ("end\ufffe".encode(), "end\ufffd", ["document-characters"]),
    ],
)
def test_characters_are_kept_or_the_change_is_said(
    data: bytes, text: str, found: list[str]
) -> None:
    document = read(data, "a.txt")
    assert document.text == text
    assert codes(document) == found


@pytest.mark.parametrize(
    ("data", "name", "kind", "found"),
    [
        (b"", "a.pdf", "text/plain", ["document-empty"]),
        (b"\xef\xbb\xbf \r\n", "a.txt", "text/plain", ["document-empty"]),
        (pdf(REPORT), "a.txt", "application/pdf", ["document-misnamed"]),
        (PAGE.encode(), "a.pdf", "text/html", ["document-misnamed"]),
        (b"Twelve people died.", "a.docx", "text/plain", ["document-misnamed"]),
        (docx(paragraph("x")), "a.html", None, ["document-misnamed"]),
        (b"\x89PNG\r\n\x1a\n" + b"\0" * 99, "a.png", "image/png", ["document-kind"]),
        (b"PK\x03\x04" + b"\0" * 99, "a.zip", "application/zip", ["document-kind"]),
        (random.Random(1).randbytes(5000), "a.bin", "application/octet-stream", ["document-kind"]),
    ],
)
def test_a_file_is_what_it_holds(
    data: bytes, name: str, kind: str | None, found: list[str]
) -> None:
    document = read(data, name)
    assert kind is None or document.media_type == kind
    assert codes(document) == found


def test_a_file_that_is_too_large_is_not_read(tmp_path: Path) -> None:
    path = tmp_path / "large.txt"
    path.write_text("Twelve people died. " * 100)
    assert codes(read_document(path, limits=Limits(size=100))) == ["document-too-large"]
    cut = read_document(path, limits=Limits(characters=100))
    assert codes(cut) == ["document-cut"]
    assert len(cut.text) == 100


def test_one_bad_file_does_not_stop_the_rest(tmp_path: Path) -> None:
    (tmp_path / "inner").mkdir()
    (tmp_path / "a.pdf").write_bytes(pdf(REPORT)[:500])
    (tmp_path / "b.txt").write_text("Twelve people died.")
    (tmp_path / "inner" / "c.html").write_text(PAGE)
    (tmp_path / ".hidden").write_text("not read")
    found = list(read_documents([tmp_path, tmp_path / "absent.pdf"]))
    assert [Path(d.name).name for d in found] == ["a.pdf", "b.txt", "c.html", "absent.pdf"]
    assert [bool(d.text) for d in found] == [False, True, True, False]
    assert codes(found[-1]) == ["document-absent"]
    with pytest.raises(InputError, match=r"absent\.pdf cannot be read: No such file"):
        read_document(tmp_path / "absent.pdf")


def test_mail_within_mail_ends() -> None:
    message = mail()
    message.set_content("innermost")
    for _ in range(6):
        outer = mail()
        outer.set_content("around it")
        outer.add_attachment(message)
        message = outer
    documents = list(read(message.as_bytes(), "nest.eml").all_documents())
    assert len(documents) == 4
    assert codes(documents[-1]) == ["document-cut"]


def parted(depth: int) -> bytes:
    """An e-mail of parts within parts."""
    inner = "".join(
        f'Content-Type: multipart/mixed; boundary="b{n}"\n\n--b{n}\n' for n in range(depth)
    )
    head = "From: a@example.org\nSubject: x\nMIME-Version: 1.0\n"
    return f"{head}{inner}Content-Type: text/plain\n\nTwelve people died.\n".encode()


def test_parts_within_parts_end() -> None:
    assert read(parted(50), "parts.eml").text.strip() == "Twelve people died."
    assert codes(read(parted(4_000), "parts.eml"))


def test_a_mail_of_very_many_parts_is_cut() -> None:
    head = 'From: a@example.org\nSubject: x\nContent-Type: multipart/mixed; boundary="b"\n\n'
    part = "--b\nContent-Type: text/plain\n\nTwelve people died.\n"
    document = read(f"{head}{part * 100_000}--b--".encode(), "parts.eml")
    assert codes(document) == ["document-cut"]
    assert document.text == "Twelve people died."


@pytest.mark.parametrize(
    "header",
    [
        "Subject: " + "=?utf-8?q?a?= " * 50_000,
        "Content-Type: text/plain; " + "a=b; " * 50_000,
        "Content-Type: text/plain" + "(" * 50_000,
        "Date: " + "(" * 50_000,
        "X: y\n" * 50_000 + "Z: z",
    ],
    ids=["words", "parameters", "brackets", "date", "many"],
)
def test_long_headers_end(header: str) -> None:
    data = f"From: a@example.org\nTo: b@example.org\n{header}\n\nTwelve people died.\n".encode()
    assert read(data, "long.eml").text.strip() == "Twelve people died."


def test_documents_are_read_from_several_threads() -> None:
    found: list[int] = []
    threads = [
        threading.Thread(target=lambda: found.append(len(read(pdf(REPORT), "r.pdf").tables)))
        for _ in range(3)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert found == [2, 2, 2]


def changed(whole: bytes) -> st.SearchStrategy[bytes]:
    """A file of which some bytes were changed, left out or doubled."""

    def change(edits: list[tuple[float, int, bytes]]) -> bytes:
        data = bytearray(whole)
        for place, cut, put in edits:
            at = int(place * len(data))
            data[at : at + cut] = put
        return bytes(data)

    edit = st.tuples(st.floats(0, 0.999), st.integers(0, 200), st.binary(max_size=30))
    return st.lists(edit, min_size=1, max_size=8).map(change)


MAIL = mail()
MAIL.set_content("Twelve people were killed.")
MAIL.add_attachment(docx(paragraph("x")), maintype="application", subtype="zip", filename="a.docx")


@pytest.mark.parametrize(
    "whole",
    [pdf(REPORT), PAGE.encode(), docx(paragraph("Twelve") * 20), MAIL.as_bytes()],
    ids=["pdf", "html", "docx", "mail"],
)
@settings(
    max_examples=40,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)  # fmt: skip
@given(st.data())
def test_changed_bytes_never_raise(whole: bytes, data: st.DataObject) -> None:
    for document in read(data.draw(changed(whole)), "changed").all_documents():
        sound(document)


@given(st.binary(max_size=400))
def test_any_bytes_give_a_document(data: bytes) -> None:
    read(data, "any.txt")
