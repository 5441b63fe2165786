"""Documents read: plain text, news pages, DOCX and PDF, with their sentences and numbers."""

from __future__ import annotations

import io
import sys
import zipfile
from collections.abc import Iterator
from pathlib import Path

from bench.measure import OUT, SHARED, Goal, Row, Skipped, processes, side_by_side

_SEED = SHARED / "seeds" / "001_6f94637c0553d020.txt"
_ARTICLES = 2000
_PARAGRAPHS = 8
_READ = """
import sys
from waqia.reading import numbers, read_documents, sentences
for document in read_documents(sys.argv[1:]):
    for sentence in sentences(document):
        numbers(document.text[sentence.start : sentence.end])
"""
_WORDS = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


def _paragraphs() -> list[str]:
    """Paragraphs of real prose, of the length that news has."""
    text = _SEED.read_text(encoding="utf-8")
    return [p.strip() for p in text.split("\n\n") if 250 < len(p) < 900 and "\t" not in p]


def _news(number: int, prose: list[str]) -> tuple[str, list[str]]:
    """A title and the paragraphs of an article, another one for each number."""
    chosen = [prose[(number * 7 + n * 13) % len(prose)] for n in range(_PARAGRAPHS)]
    return f"Report {number} of the day", chosen


def _page(title: str, prose: list[str]) -> str:
    links = "".join(f'<li><a href="/section/{n}">Section {n}</a></li>' for n in range(40))
    body = "".join(f"<p>{p}</p>" for p in prose)
    return (
        f"<!doctype html><html><head><title>{title}</title><meta charset='utf-8'></head><body>"
        f"<header><nav><ul>{links}</ul></nav></header><article><h1>{title}</h1>{body}</article>"
        f"<aside><ul>{links}</ul></aside><footer>{links}</footer></body></html>"
    )


def _docx(title: str, prose: list[str]) -> bytes:
    from xml.sax.saxutils import escape

    body = "".join(f"<w:p><w:r><w:t>{escape(p)}</w:t></w:r></w:p>" for p in [title, *prose])
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        xml = f'<w:document xmlns:w="{_WORDS[1:-1]}"><w:body>{body}</w:body></w:document>'
        archive.writestr("word/document.xml", xml)
    return file.getvalue()


def _pdf(pages: int, prose: list[str]) -> bytes:
    import re

    import typst

    # typst's own signs are put out of force
    plain = [re.sub(r"([^a-zA-Z\d\s.,;()])", r"\\\1", p) for p in prose]
    text = "\n\n".join(plain[n % len(plain)] for n in range(pages * 5))
    table = ", ".join(f"[District {n}], [{n}], [{2 * n}]" for n in range(10))
    tables = f"\n#table(columns: 3, {table})\n" * 10
    return typst.compile(f'#set page(numbering: "1")\n{text}\n{tables}'.encode())


def _files() -> dict[str, Path]:
    """Folders of articles and a report, made once."""
    prose = _paragraphs()
    folders = {kind: OUT / f"articles_{kind}" for kind in ("txt", "html", "docx")}
    for kind, folder in folders.items():
        if folder.exists():
            continue
        folder.mkdir(parents=True)
        for number in range(_ARTICLES):
            title, said = _news(number, prose)
            data = {
                "txt": lambda t=title, s=said: "\n\n".join([t, *s]).encode(),
                "html": lambda t=title, s=said: _page(t, s).encode(),
                "docx": lambda t=title, s=said: _docx(t, s),
            }[kind]()
            (folder / f"{number:05}.{kind}").write_bytes(data)
    report = OUT / "report.pdf"
    if not report.exists():
        report.write_bytes(_pdf(100, prose))
    return {**folders, "pdf": report}


def measure(rounds: int) -> Iterator[Row | Skipped]:
    if not _SEED.exists():
        yield Skipped("reading", f"../shared/seeds/{_SEED.name} is absent")
        return
    import pypdfium2

    from waqia.reading import Limits, numbers, read_document, sentences

    files = _files()
    rounds = max(3, rounds // 2)
    read = {
        kind: [sys.executable, "-c", _READ, str(files[kind])] for kind in ("txt", "html", "docx")
    }
    runs = processes(read, rounds)
    for kind, name in (("txt", "plain text"), ("html", "HTML pages"), ("docx", "DOCX")):
        title = f"{_ARTICLES:,} articles as {name}, sentences and numbers"
        yield Row.of_processes(title, runs[kind], "", [], Goal(_ARTICLES / 100, "s"))
        yield Row("peak memory", [run.peak for run in runs[kind]], "MB", goal=Goal(5e8, "MB"))
    document = read_document(_SEED)
    timed = side_by_side(
        {
            "read": lambda: read_document(_SEED),
            "sentences": lambda: list(sentences(document)),
            "numbers": lambda: numbers(document.text),
            "pdf": lambda: read_document(files["pdf"]),
            "untabled": lambda: read_document(files["pdf"], limits=Limits(table_pages=0)),
            "pdfium": lambda: [
                page.get_textpage().get_text_range() for page in pypdfium2.PdfDocument(files["pdf"])
            ],
        },
        rounds,
    )
    size = f"{len(document.text) / 1000:,.0f} kB"
    yield Row(f"the longest report as text, {size}: blocks, tables, notes", timed["read"])
    yield Row("its sentences", timed["sentences"])
    yield Row("its numbers", timed["numbers"])
    pages = len(pypdfium2.PdfDocument(files["pdf"]))
    name = "pdfium, its text alone"
    title = f"a PDF of {pages} pages"
    yield Row(f"{title}, with its tables", timed["pdf"], "s", name, timed["pdfium"])
    yield Row(f"{title}, text only", timed["untabled"], "s", name, timed["pdfium"])
