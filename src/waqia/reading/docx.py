"""DOCX: paragraphs, tables and notes from XML parts, none of them unpacked without bound."""

from __future__ import annotations

import io
import re
import zipfile
import zlib
from collections.abc import Iterator
from xml.etree import ElementTree

from waqia.model import Finding
from waqia.reading.decoding import cut_finding, text_findings
from waqia.reading.document import BlockKind
from waqia.reading.drafting import Builder, Draft
from waqia.reading.limits import Limits
from waqia.reading.markers import raised
from waqia.reading.outline import CAPTION, is_heading, numbered_level

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_STRICT = "http://purl.oclc.org/ooxml/wordprocessingml/main"
_FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
_DEEPEST = 200
_READ_ENTITY = re.compile(rb"<!(?:DOCTYPE|ENTITY)", re.I)


class _RefusedError(Exception):
    """A part that is not parsed: too large when unpacked, or declaring entities."""

    def __init__(self, code: str, message: str) -> None:
        super().__init__(message)
        self.code = code


def read_docx(data: bytes, name: str, limits: Limits) -> Draft:
    """The draft of a DOCX; footnotes and endnotes are written behind the text that cites them."""
    draft = Draft(reader="docx")
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            body = _part(archive, "word/document.xml", name, limits)
            notes = _notes(archive, name, limits)
            title = _title(archive, name, limits)
    except _RefusedError as refused:
        draft.findings.append(Finding(refused.code, str(refused), name))
        return draft
    except (zipfile.BadZipFile, zlib.error, KeyError, OSError, EOFError, NotImplementedError,
            ElementTree.ParseError, RecursionError, ValueError) as error:  # fmt: skip
        draft.findings.append(
            Finding("document-damaged", f"{name} cannot be opened: {error}.", name,
                    action="Save it anew or get it again.")
        )  # fmt: skip
        return draft
    builder = Builder(limits)
    _Writer(builder, notes).body(body)
    draft = builder.done()
    draft.title, draft.reader = title, "docx"
    if builder.cut:
        draft.findings.append(cut_finding(name, builder.cut))
    if not draft.text:
        draft.findings.append(Finding("document-empty", f"{name} holds no text.", name))
    draft.findings += text_findings(draft.text, name, builder.replaced)
    return draft


def _part(archive: zipfile.ZipFile, member: str, name: str, limits: Limits) -> ElementTree.Element:
    """The root of an XML part, unpacked up to the limit and without entities."""
    if archive.getinfo(member).flag_bits & 1:
        raise _RefusedError("document-encrypted", f"{name} asks for a password.")
    with archive.open(member) as file:
        data = file.read(limits.markup + 1)
    if len(data) > limits.markup:
        raise _RefusedError(
            "document-too-large",
            f"{name}: {member} is larger than {limits.markup:,} bytes when unpacked.",
        )
    if _READ_ENTITY.search(data.replace(b"\x00", b"")):  # as they stand in UTF-16, too
        raise _RefusedError(
            "document-damaged", f"{name}: {member} declares entities; no DOCX does."
        )
    # without entities expat has nothing to expand
    data = data.replace(_STRICT.encode(), _W.strip("{}").encode())
    return ElementTree.fromstring(data)  # noqa: S314 # bounded above


def _notes(archive: zipfile.ZipFile, name: str, limits: Limits) -> dict[tuple[str, str], str]:
    """(kind, id) → text of the footnotes and endnotes."""
    found: dict[tuple[str, str], str] = {}
    for kind in ("footnote", "endnote"):
        member = f"word/{kind}s.xml"
        if member not in archive.namelist():
            continue
        for note in _part(archive, member, name, limits).iter(f"{_W}{kind}"):
            if note.get(f"{_W}type") in (None, "normal"):
                text = " ".join("".join(_texts(p)) for p in note.iter(f"{_W}p"))
                found[kind, note.get(f"{_W}id", "")] = " ".join(text.split())
    return found


def _title(archive: zipfile.ZipFile, name: str, limits: Limits) -> str | None:
    if "docProps/core.xml" not in archive.namelist():
        return None
    try:
        core = _part(archive, "docProps/core.xml", name, limits)
    except (_RefusedError, ElementTree.ParseError):
        return None
    return (core.findtext("{http://purl.org/dc/elements/1.1/}title") or "").strip() or None


class _Writer:
    """Writes the blocks of a body, and after each the notes it cites."""

    def __init__(self, builder: Builder, notes: dict[tuple[str, str], str]) -> None:
        self._builder = builder
        self._notes = notes
        self._cited: list[tuple[int, str]] = []
        self._count = 0

    def body(self, root: ElementTree.Element) -> None:
        """Write a body or whatever else holds paragraphs and tables."""
        self._blocks(root, 0)

    def _blocks(self, parent: ElementTree.Element, depth: int) -> None:
        for child in parent:
            if child.tag == f"{_W}p":
                self._paragraph(child)
            elif child.tag == f"{_W}tbl":
                self._table(child)
            elif depth < _DEEPEST:
                self._blocks(child, depth + 1)
                continue
            for number, text in self._cited:
                self._builder.block("footnote", f"{raised(str(number))} {text}")
            self._cited = []

    def _said(self, paragraph: ElementTree.Element) -> str:
        said = []
        for piece in _texts(paragraph):
            kind, _, identity = piece.partition("\x00")
            if identity and (kind, identity) in self._notes:
                self._count += 1
                self._cited.append((self._count, self._notes[kind, identity]))
                piece = raised(str(self._count))
            said.append("" if "\x00" in piece else piece)
        return "".join(said)

    def _paragraph(self, paragraph: ElementTree.Element) -> None:
        text = self._said(paragraph).strip()
        style = paragraph.find(f"{_W}pPr/{_W}pStyle")
        named = "" if style is None else style.get(f"{_W}val", "").lower()
        listed = paragraph.find(f"{_W}pPr/{_W}numPr")
        kind: BlockKind = "paragraph"
        level: int | None = None
        if match := re.fullmatch(r"(?:heading|titre|überschrift)\s*(\d)", named):
            kind, level = "heading", int(match[1])
        elif named == "title":
            kind, level = "heading", 1
        elif named == "caption" or (CAPTION.match(text) and len(text) < 300):
            kind = "caption"
        elif listed is not None or named.startswith("list"):
            depth = None if listed is None else listed.find(f"{_W}ilvl")
            said = "0" if depth is None else depth.get(f"{_W}val", "0")
            kind, level = "item", 1 + (int(said) if said.isdigit() else 0)
        elif is_heading(text) and _is_bold(paragraph):
            kind, level = "heading", numbered_level(text)
        self._builder.block(kind, text, level)

    def _table(self, table: ElementTree.Element) -> None:
        rows: list[list[str]] = []
        widths: dict[tuple[int, int], int] = {}
        heads = 0
        for tr in table.findall(f"{_W}tr"):
            row: list[str] = []
            for tc in tr.findall(f"{_W}tc"):
                span = tc.find(f"{_W}tcPr/{_W}gridSpan")
                said = "1" if span is None else span.get(f"{_W}val", "1")
                wide = min(int(said), 100) if said.isdigit() and int(said) else 1
                if wide > 1:
                    widths[len(rows), len(row)] = wide
                row += [" ".join(self._said(p) for p in _inside(tc, f"{_W}p")), *[""] * (wide - 1)]
            if tr.find(f"{_W}trPr/{_W}tblHeader") is not None and heads == len(rows):
                heads += 1
            rows.append(row)
        if rows and max(map(len, rows)) == 1:
            for row in rows:
                self._builder.block("paragraph", row[0])
        elif rows:
            self._builder.table(rows, heads or None, widths)


def _is_bold(paragraph: ElementTree.Element) -> bool:
    runs = [run for run in paragraph.findall(f"{_W}r") if run.findtext(f"{_W}t", "").strip()]
    return bool(runs) and all(run.find(f"{_W}rPr/{_W}b") is not None for run in runs)


def _inside(parent: ElementTree.Element, tag: str | None = None) -> Iterator[ElementTree.Element]:
    """What lies in an element, in order, without what stands in for newer markup a second time.

    With a tag only its outermost elements: the text of a box is part of the paragraph it hangs on.
    """
    waiting = list(reversed(parent))
    while waiting:
        element = waiting.pop()
        if tag in (None, element.tag):
            yield element
        if element.tag not in (_FALLBACK, tag):
            waiting.extend(reversed(element))


def _texts(paragraph: ElementTree.Element) -> Iterator[str]:
    """The pieces of a paragraph; a note that is cited is its kind, a NUL and its id."""
    for element in _inside(paragraph):
        if element.tag == f"{_W}t":
            yield (element.text or "").replace("\x00", "")
        elif element.tag in (f"{_W}tab", f"{_W}br", f"{_W}cr"):
            yield " "
        elif element.tag == f"{_W}noBreakHyphen":
            yield "-"
        elif element.tag in (f"{_W}footnoteReference", f"{_W}endnoteReference"):
            kind = element.tag.removeprefix(_W).removesuffix("Reference")
            yield f"{kind}\x00{element.get(f'{_W}id', '')}"
