"""HTML: the blocks of a page in its own order, without what trafilatura takes for its frame."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from waqia.model import Finding, phrase
from waqia.reading.decoding import cut_finding, decode, text_findings
from waqia.reading.document import BlockKind
from waqia.reading.drafting import Builder, Draft
from waqia.reading.html_stating import stated_day, stated_title
from waqia.reading.interrupting import within
from waqia.reading.limits import Limits
from waqia.reading.markers import raised

_SKIPPED = frozenset({
    "script", "style", "noscript", "template", "svg", "math", "head", "iframe", "object", "embed",
    "button", "select", "option", "textarea", "input", "canvas", "audio", "video", "dialog",
})  # fmt: skip
_FRAME = frozenset({"nav", "header", "footer", "aside", "menu"})
_BLOCKS = frozenset({
    "p", "div", "section", "article", "main", "body", "html", "blockquote", "pre", "ul", "ol", "li",
    "dl", "dt", "dd", "h1", "h2", "h3", "h4", "h5", "h6", "table", "figure", "figcaption", "form",
    "address", "hr", "center", "details", "summary", "td", "th", "tr", *_FRAME,
})  # fmt: skip
_DEEPEST = 200
_MOST_WIDE = 100
_MOST_COLUMNS = 1000
_BEFORE = 6
_CHARSET = re.compile(rb"<meta[^>]{0,200}?charset\s*=\s*[\"']?\s*([\w.:-]{2,40})", re.I)
_HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.I)
_NO_LETTER = re.compile(r"[\W\d_]+")
_SPACE = re.compile(r"[ \t\r\n\f\u200b]+")
_SPACES = re.compile(r"[ \u00a0]{2,}")


@dataclass(slots=True)
class _Part:
    """A block of a page: its text, how much of that is links, and whether it is in its frame."""

    kind: BlockKind
    text: str
    level: int | None = None
    linked: int = 0
    frame: bool = False
    rows: list[list[str]] = field(default_factory=list)
    header_rows: int | None = None
    widths: dict[tuple[int, int], int] = field(default_factory=dict)


def read_html(data: bytes, name: str, limits: Limits) -> Draft:
    """The draft of an HTML page.

    Its main text is what trafilatura finds; blocks between two of its paragraphs are kept as
    well, so tables, captions and notes stay. Where trafilatura finds less than a third of the
    text that is not links, as on a plain report page, everything outside the frame is kept.
    """
    import lxml.html
    import trafilatura

    findings: list[Finding] = []
    if len(data) > limits.markup:
        data = data[: limits.markup]
        findings.append(cut_finding(name, phrase(f"the first {limits.markup:,} bytes")))
    stated = _CHARSET.search(data[:4096])
    text, encoding = decode(data, stated[1].decode("ascii") if stated else None)
    text = re.sub(r"[\x00-\x08\x0b\x0e-\x1f]", "\ufffd", text)
    reader = f"html/trafilatura {trafilatura.__version__}"
    # a declaration of an encoding is not taken from text that is decoded already
    text = re.sub(r"^\s*<\?xml[^>]*\?>", "", text)
    try:
        tree = lxml.html.document_fromstring(
            text, parser=lxml.html.HTMLParser(remove_comments=True, remove_pis=True)
        )
    except (lxml.etree.ParserError, lxml.etree.XMLSyntaxError, ValueError):
        findings.append(Finding("document-empty", f"{name} holds no text.", name))
        return Draft(findings=findings, reader=reader)
    title, day = stated_title(tree), stated_day(tree)
    walk = _Walk()
    walk.element(tree, 0, False)
    walk.close()
    builder = Builder(limits)
    for part in _kept(walk.parts, _main(tree, limits.seconds * 0.3)):
        if part.rows:
            builder.table(part.rows, part.header_rows, part.widths)
        else:
            builder.block(part.kind, part.text, part.level)
    draft = builder.done()
    draft.title, draft.published, draft.reader = title, day, reader
    if builder.cut:
        findings.append(cut_finding(name, builder.cut))
    if not draft.text:
        findings.append(Finding("document-empty", f"{name} holds no text.", name))
    draft.findings = findings + text_findings(draft.text, name, builder.replaced, encoding)
    return draft


def _main(tree: Any, seconds: float) -> str:
    """The letters of what trafilatura takes for the main text, if it finds that in time."""
    import trafilatura

    try:
        with within(seconds):
            found = trafilatura.bare_extraction(
                tree, include_comments=False, include_tables=True, fast=True, with_metadata=False
            )
    except Exception:  # whatever it stumbles over, our own reading of the page stands
        return ""
    return _bare(found.text or "") if found else ""


def _bare(text: str) -> str:
    return _NO_LETTER.sub("", text)


def _kept(parts: list[_Part], main: str) -> list[_Part]:
    """The parts of a page that belong to its text."""
    letters = [_bare(part.text) for part in parts]
    outside = [p for p in parts if _belongs(p, between=True)]
    length = sum(len(bare) for p, bare in zip(parts, letters, strict=True) if _belongs(p, True))
    if not main or len(main) * 3 < length:
        return outside
    inside = [n for n, bare in enumerate(letters) if len(bare) > 20 and bare in main]
    if not inside:
        return outside
    first, last = inside[0], inside[-1]
    for _ in range(_BEFORE):  # its headline, who wrote it and when
        if not first or not _belongs(parts[first - 1], between=True):
            break
        first -= 1
    known = set(inside)
    return [p for n, p in enumerate(parts) if n in known or (n >= first and _belongs(p, n <= last))]


def _belongs(part: _Part, between: bool) -> bool:
    """A part among the main text, or a table, caption or note behind it."""
    if part.frame or part.linked * 2 > len(part.text):
        return False
    return between or bool(part.rows) or part.kind in ("footnote", "caption")


class _Walk:
    """Takes a page apart, element by element."""

    def __init__(self) -> None:
        self.parts: list[_Part] = []
        self._said: list[str] = []
        self._linked = 0
        self._kind: BlockKind = "paragraph"
        self._level: int | None = None
        self._frame = False

    def element(self, element: Any, depth: int, frame: bool, linked: bool = False) -> None:
        """Take an element and all within it, without its tail."""
        tag = element.tag if isinstance(element.tag, str) else ""
        tag = tag.rpartition("}")[2].lower()
        if not tag or tag in _SKIPPED or _is_hidden(element):
            return
        if depth > _DEEPEST:
            self._say(element.text_content(), linked)
            return
        frame = frame or (tag in _FRAME and depth < 12 and not _in_article(element))
        if tag == "table" and (table := _rows(element)):
            self.close()
            caption = element.find("caption")
            if caption is not None and (said := _said(caption)):
                self.parts.append(_Part("caption", said, frame=frame))
            table.frame = frame
            self.parts.append(table)
            return
        if tag == "br":
            self._said.append("\n")
            return
        if tag == "sup" and (mark := _mark(element)):
            self._said.append(mark)
            return
        block = tag in _BLOCKS
        if block:
            self.close()
            self._frame = frame
            self._kind, self._level = _kind(tag, element)
        self._say(element.text, linked or tag == "a")
        for child in element:
            self.element(child, depth + 1, frame, linked or tag == "a")
            if block and not self._said:
                self._frame = frame
                self._kind, self._level = _kind(tag, element)
            self._say(child.tail, linked or tag == "a")
        if block:
            self.close()

    def _say(self, text: str | None, linked: bool) -> None:
        if text:
            said = _SPACE.sub(" ", text)
            self._said.append(said)
            self._linked += len(said.strip()) if linked else 0

    def close(self) -> None:
        """End the block that was begun; two line breaks within it divide it."""
        text = "".join(self._said)
        for piece in re.split(r"\n\s*\n", text):
            said = re.sub(r"\s*\n\s*", "\n", _SPACES.sub(" ", piece)).strip()
            if said:
                self.parts.append(_Part(self._kind, said, self._level, self._linked, self._frame))
        self._said, self._linked = [], 0
        self._kind, self._level = "paragraph", None


def _kind(tag: str, element: Any) -> tuple[BlockKind, int | None]:
    if re.fullmatch(r"h[1-6]", tag):
        return "heading", int(tag[1])
    if tag in ("li", "dd", "dt"):
        above = sum(parent.tag in ("ul", "ol", "dl") for parent in element.iterancestors())
        return "item", max(above, 1)
    if tag == "figcaption":
        return "caption", None
    return "paragraph", None


def _is_hidden(element: Any) -> bool:
    return (
        element.get("hidden") is not None
        or element.get("aria-hidden") == "true"
        or bool(_HIDDEN.search(element.get("style") or ""))
    )


def _in_article(element: Any) -> bool:
    return any(parent.tag in ("article", "main") for parent in element.iterancestors())


def _mark(element: Any) -> str | None:
    """The mark of a note as raised digits; None where the element holds anything else."""
    said = "".join(element.itertext()).strip().strip("[]()")
    return raised(said) if re.fullmatch(r"\d{1,3}", said) else None


def _rows(table: Any) -> _Part | None:
    """A table of data as a part; None for one that only lays out the page."""
    if table.find(".//table") is not None:
        return None
    rows: list[list[str]] = []
    widths: dict[tuple[int, int], int] = {}
    waiting: dict[int, tuple[int, str]] = {}
    heads, in_head = 0, True
    for tr in table.iter("tr"):
        row: list[str] = []
        cells = [cell for cell in tr if cell.tag in ("td", "th")]
        for cell in cells:
            while len(row) in waiting:
                _fill(row, waiting)
            said = _said(cell)
            wide, tall = (_span(cell, name) for name in ("colspan", "rowspan"))
            if wide > 1:
                widths[len(rows), len(row)] = wide
            for n in range(min(wide, _MOST_COLUMNS - len(row))):
                if tall > 1:
                    waiting[len(row)] = (tall - 1, "")
                row.append(said if n == 0 else "")
        while len(row) in waiting:
            _fill(row, waiting)
        head = all(cell.tag == "th" for cell in cells) or tr.getparent().tag == "thead"
        in_head = in_head and head and bool(cells)
        heads += in_head
        if any(row):
            rows.append(row)
    words = max((len(cell) for row in rows for cell in row), default=0)
    if len(rows) < 2 or max(map(len, rows)) < 2 or words > 2000:
        return None
    text = " ".join(cell for row in rows for cell in row)
    return _Part("table", text, rows=rows, header_rows=heads or None, widths=widths)


def _fill(row: list[str], waiting: dict[int, tuple[int, str]]) -> None:
    """Put in the place that a cell of a row above covers."""
    left, said = waiting.pop(len(row))
    if left > 1:
        waiting[len(row)] = (left - 1, said)
    row.append(said)


def _span(cell: Any, name: str) -> int:
    said = cell.get(name) or "1"
    return min(int(said), _MOST_WIDE) if re.fullmatch(r"[1-9]\d{0,3}", said) else 1


def _said(element: Any) -> str:
    """The text of a cell, the marks of notes as raised digits."""
    return _SPACE.sub(" ", "".join(_texts(element))).strip()


def _texts(element: Any) -> Iterator[str]:
    yield element.text or ""
    for child in element:
        if child.tag == "sup" and (mark := _mark(child)):
            yield mark
        elif child.tag == "br":
            yield " "
        elif isinstance(child.tag, str) and child.tag not in _SKIPPED:
            yield from _texts(child)
        yield child.tail or ""
