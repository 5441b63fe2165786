"""PDF: lines by pdfium, put together to blocks by their place and size."""

from __future__ import annotations

import re
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from ctypes import c_double
from dataclasses import dataclass
from itertools import pairwise
from statistics import median
from typing import Any

from waqia.model import Finding, phrase
from waqia.reading.decoding import cut_finding, joined_pairs, text_findings
from waqia.reading.document import BlockKind
from waqia.reading.drafting import Builder, Draft
from waqia.reading.limits import Limits
from waqia.reading.markers import NOTE, raised
from waqia.reading.outline import CAPTION, ITEM, is_heading, is_page_number, numbered_level
from waqia.reading.pdf_tables import PageTable, Tables
from waqia.reading.rtl import in_reading_order, is_right_to_left

_EDGE = 0.08
_NOTE_ZONE = 0.5
_MOST_MARKED = 20_000
"""Objects of a page that are looked at for lines and pictures."""


@dataclass(frozen=True, slots=True)
class Line:
    """A line of a page: its text, its box in points from the lower left corner, and its type."""

    text: str
    left: float
    bottom: float
    right: float
    top: float
    size: float


@dataclass(slots=True)
class _Page:
    number: int
    width: float
    height: float
    lines: list[Line]
    tables: list[PageTable]


def read_pdf(data: bytes, name: str, limits: Limits) -> Draft:
    """The draft of a PDF; a page that cannot be read is left out and named in a finding."""
    import pypdfium2

    reader = f"pdf/pypdfium2 {pypdfium2.PYPDFIUM_INFO.version}"
    # pdfium sets every line of a document that says it is right-to-left from the right, Latin too
    data = data.replace(b"/Direction/R2L", b"/Direction/L2R")
    try:
        opened = pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as error:
        return Draft(findings=[_unopened(name, str(error))], reader=reader)
    builder = Builder(limits)
    findings: list[Finding] = []
    tables = Tables(data, limits)
    scanned: list[int] = []
    broken: list[int] = []
    pages: list[_Page] = []
    count = len(opened)
    until = time.monotonic() + limits.seconds * 0.6
    for index in range(min(count, limits.pages)):
        if time.monotonic() > until:
            findings.append(cut_finding(name, phrase(f"page {index}, for the time it took,")))
            break
        try:
            page = opened[index]
            lines, ruled, pictures = _lines(page)
            width, height = page.get_size()
            page.close()
        except (pypdfium2.PdfiumError, ValueError, OSError):
            broken.append(index + 1)
            continue
        if pictures and sum(len(line.text) for line in lines) < 10:
            scanned.append(index + 1)
        found = tables.on_page(index, [line.text for line in lines], ruled)
        pages.append(_Page(index + 1, width, height, lines, found))
    if count > limits.pages:
        findings.append(cut_finding(name, phrase(f"the first {limits.pages:,} pages")))
    _write(builder, pages)
    draft = builder.done()
    draft.title = _title(opened)
    draft.reader = reader
    opened.close()
    if b"%%EOF" not in data[-2048:] or broken:
        where = f"page {_ranges(broken)}" if broken else "its end"
        message = phrase(f"{name} is damaged at its end.")
        if broken:
            message = phrase(f"{name} is damaged at page {_ranges(broken)}.")
        findings.append(
            Finding("document-damaged", message, name, found=where,
                    action="Get the file again, if that is possible.")
        )  # fmt: skip
    if scanned:
        shown = _ranges(scanned)
        findings.append(
            Finding("document-scanned",
                    f"{name}: page {shown} of {count} is a picture without text.", name,
                    found=shown, action="Have the characters recognised first (OCR).")
        )  # fmt: skip
    if builder.cut:
        findings.append(cut_finding(name, builder.cut))
    if not draft.text and not scanned:
        findings.append(Finding("document-empty", f"{name} holds no text.", name))
    findings += text_findings(draft.text, name, builder.replaced)
    draft.findings += findings + tables.findings(name)
    return draft


def _unopened(name: str, why: str) -> Finding:
    if "password" in why.lower():
        return Finding(
            "document-encrypted", f"{name} asks for a password.", name,
            action="Save it without a password first.",
        )  # fmt: skip
    return Finding(
        "document-damaged", f"{name} cannot be opened: {why.rstrip('.')}.", name,
        action="Get the file again, if that is possible.",
    )  # fmt: skip


def _title(opened: Any) -> str | None:
    title = " ".join(str(opened.get_metadata_dict().get("Title") or "").replace("\0", "").split())
    named = re.search(
        r"\.(?:docx?|pdf|indd|qxd|rtf|odt|tmp|html?|txt)$|^untitled|^microsoft word"
        r"|^about:|^(?:file|https?):|^(?:document|title|blank|print)\s*\d*$",
        title,
        re.I,
    )
    return None if not title or named else title


def _ranges(numbers: Sequence[int]) -> str:
    """`3-5, 9` for [3, 4, 5, 9]."""
    parts: list[list[int]] = []
    for number in numbers:
        if parts and parts[-1][1] == number - 1:
            parts[-1][1] = number
        else:
            parts.append([number, number])
    return ", ".join(str(a) if a == b else f"{a}-{b}" for a, b in parts[:50])


def _lines(page: Any) -> tuple[list[Line], int, int]:
    """The lines of a page, how many paths are drawn on it, and how many pictures."""
    import pypdfium2.raw as raw

    textpage = page.get_textpage()
    handle = textpage.raw
    codes = [raw.FPDFText_GetUnicode(handle, n) for n in range(textpage.count_chars())]
    lines: list[Line] = []
    begun: list[int] = []
    for n, code in enumerate([*codes, 10]):
        if code in (10, 13):
            if begun and (line := _line(textpage, raw, codes, begun)):
                lines.append(line)
            begun = []
        else:
            begun.append(n)
    textpage.close()
    kinds = Counter(
        thing.type
        for n, thing in zip(range(_MOST_MARKED), page.get_objects(max_depth=2), strict=False)
    )
    return lines, kinds[raw.FPDF_PAGEOBJ_PATH], kinds[raw.FPDF_PAGEOBJ_IMAGE]


def _line(textpage: Any, raw: Any, codes: list[int], places: list[int]) -> Line | None:
    """A line from the places of its characters, smaller digits raised to marks of notes."""
    while places and codes[places[-1]] in (0, 32, 160):
        places.pop()
    while places and codes[places[0]] in (0, 32, 160):
        places.pop(0)
    if not places:
        return None
    handle = textpage.raw
    letters = [n for n in places if chr(codes[n]).isalpha()] or places
    middle = letters[len(letters) // 2]
    size = raw.FPDFText_GetFontSize(handle, middle)
    high_up = _baseline(raw, handle, middle) + size * 0.18
    said = []
    for n in places:
        code = codes[n]
        char = "" if code == 0 else "-" if code == 0xFFFE and n == places[-1] else chr(code)
        if code == 0xFFFE:
            char = "\u00ad"
        elif 48 <= code <= 57 and textpage.get_charbox(n)[1] > high_up:
            char = raised(char)
        said.append(char)
    left, bottom, _, top = textpage.get_charbox(places[0], loose=True)
    _, low, right, high = textpage.get_charbox(places[-1], loose=True)
    text = joined_pairs("".join(said))
    if is_right_to_left(text):
        boxes = [textpage.get_charbox(n, loose=True) for n in places]
        placed = [(c, box[0], box[2]) for c, box in zip(said, boxes, strict=True) if c]
        text = in_reading_order(placed, size)
        left, right = min(box[0] for box in boxes), max(box[2] for box in boxes)
    return Line(text, left, min(bottom, low), right, max(top, high), round(size, 1))


def _baseline(raw: Any, handle: Any, place: int) -> float:
    x, y = c_double(), c_double()
    raw.FPDFText_GetCharOrigin(handle, place, x, y)
    return y.value


def _write(builder: Builder, pages: list[_Page]) -> None:
    sizes: Counter[float] = Counter()
    for page in pages:
        for line in page.lines:
            sizes[line.size] += len(line.text)
    body = sizes.most_common(1)[0][0] if sizes else 10.0
    larger = sorted((size for size in sizes if size > body * 1.1), reverse=True)
    levels = {size: min(level, 6) for level, size in enumerate(larger, start=1)}
    running = _running(pages)
    for page in pages:
        builder.page(page.number)
        waiting = sorted(page.tables, key=lambda table: -table.top)
        kept: list[Line] = []
        for line in page.lines:
            inside = next(
                (t for t in page.tables if t.holds(line.left, line.bottom, line.top)), None
            )
            while waiting and (
                inside is waiting[0] or (not inside and line.top < waiting[0].bottom)
            ):
                _paragraphs(builder, kept, page, body, levels, running)
                kept = []
                waiting.pop(0).add_to(builder)
            if not inside:
                kept.append(line)
        _paragraphs(builder, kept, page, body, levels, running)
        for table in waiting:
            table.add_to(builder)


def _running(pages: list[_Page]) -> frozenset[str]:
    """Lines at the edge of pages that come on several, their numbers left out of account."""
    seen: Counter[str] = Counter()
    for page in pages:
        edge = {_shape(line.text) for line in page.lines if _at_edge(line, page)}
        seen.update(edge)
    return frozenset(shape for shape, times in seen.items() if times >= min(3, max(2, len(pages))))


def _shape(text: str) -> str:
    return re.sub(r"[\divxl]+", "#", text.strip().lower())


def _at_edge(line: Line, page: _Page) -> bool:
    return line.bottom > page.height * (1 - _EDGE) or line.top < page.height * _EDGE


def _paragraphs(
    builder: Builder, lines: list[Line], page: _Page, body: float, levels: dict[float, int],
    running: frozenset[str],
) -> None:  # fmt: skip
    """Write lines as blocks: what kind each is, and where one ends."""
    if not lines:
        return
    right = max(line.right for line in lines)
    pitches = [
        a.bottom - b.bottom for a, b in pairwise(lines) if 0 < a.bottom - b.bottom < 4 * a.size
    ]
    pitch = median(pitches) if pitches else body * 1.5
    for group in _groups(lines, page, right, pitch, running):
        text = _joined(group)
        first = group[0]
        if _is_running(first, page, running):
            builder.block("header", text)
            continue
        kind: BlockKind = "paragraph"
        level: int | None = None
        if NOTE.match(text) and (first.size < body * 0.97 or first.top < page.height * _NOTE_ZONE):
            kind = "footnote"
        elif CAPTION.match(text) and len(text) < 300:
            kind = "caption"
        elif first.size in levels and len(text) < 250:
            kind, level = "heading", levels[first.size]
        elif match := ITEM.match(text):
            kind, level = "item", 1 + len(match[1]) // 2
        elif len(group) <= 2 and is_heading(text) and group[-1].right < right * 0.9:
            kind, level = "heading", numbered_level(text)
        builder.block(kind, text, level)


def _is_running(line: Line, page: _Page, running: frozenset[str]) -> bool:
    return _at_edge(line, page) and (_shape(line.text) in running or is_page_number(line.text))


def _groups(
    lines: list[Line], page: _Page, right: float, pitch: float, running: frozenset[str]
) -> Iterator[list[Line]]:
    group: list[Line] = []
    for line in lines:
        if group and _parts(group[-1], line, page, right, pitch, running):
            yield group
            group = []
        group.append(line)
    yield group


def _parts(
    one: Line, other: Line, page: _Page, right: float, pitch: float, running: frozenset[str]
) -> bool:
    """Whether a new block begins between two lines."""
    if _is_running(one, page, running) or _is_running(other, page, running):
        return True
    if abs(one.size - other.size) > 0.6 or NOTE.match(other.text) or ITEM.match(other.text):
        return True
    down = one.bottom - other.bottom
    if down < -one.size or down > 1.22 * pitch or CAPTION.match(other.text):
        return True
    ended = one.text.rstrip().endswith((".", "!", "?", ":", "۔"))
    return ended and one.right < right * 0.85


def _joined(lines: list[Line]) -> str:
    """The text of lines without the breaks between them; a word that was divided is whole."""
    text = ""
    for line in lines:
        if text.endswith("\u00ad"):
            text = text[:-1] + line.text
        else:
            text += (" " if text else "") + line.text
    return text.replace("\u00ad", "")
