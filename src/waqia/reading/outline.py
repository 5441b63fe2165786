"""The blocks of plain text and Markdown, found on top of a text that stays as it is."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import pairwise

from waqia.reading.document import Block, BlockKind, Page, Span
from waqia.reading.drafting import Draft, Run
from waqia.reading.markers import NOTE
from waqia.reading.piped import piped

_RULE = re.compile(r"\s*(?:[-*_=]\s?){3,}\s*|\s*```\w*\s*")
_HEADING = re.compile(r"\s{0,3}(#{1,6})\s+\S")
ITEM = re.compile(r"(\s*)(?:[-*+•◦▪●■–]\s+|\(?(?:\d{1,2}|[a-z]|[ivx]{1,5})[.)]\s+)\S")
_BULLET = re.compile(r"\s*[•◦▪●]\s*")
CAPTION = re.compile(
    r"\s*(?:[*_]{0,3}|<[bu]>)(?:Table|Figure|Fig\.|Chart|Graph|Map|Annex|Box|جدول|نقشہ)\s*"
    r"(?:[A-Z]?[-.]?[\d۰-۹٠-٩]{1,3}(?:\.\d{1,2})?|[IVX]{1,5})\s*(?:[:.–—-]|۔)\s*\S",
    re.IGNORECASE,
)
_NUMBERED = re.compile(r"((?:\d{1,2}\.)*\d{1,2})\.?\s*[^\W\d]")
_CONTENTS = re.compile(r"(?:\.\s?){4,}|…{2,}")
_CONTENTS_TITLE = re.compile(
    r"\W*(?:table of )?contents\W*|\W*list of \w+\W*|\W*فہرست.{0,20}", re.I
)
_PAGE_NUMBER = re.compile(
    r"\s*(?:page\s+)?[-–]?\s*(?:\d{1,4}|[ivxl]{1,6})\s*[-–]?(?:\s+of\s+\d+)?\s*", re.I
)
_MARKUP = re.compile(r"</?[a-z]{1,6}>|[*_#`$]+")
_STOPS = (".", "!", "?", "۔", "؟")
_PLACED = re.compile(
    r"\**[A-Z][A-Z .'’-]{2,40}\**(?:,[^:\n]{1,30})?\s*(?:\([^()]{1,40}\))?\s*(?::|--|[–—])"
)
"""The place at the head of an article: `QUETTA:`, `QUETTA, March 4 (AP) —`."""
_BEGUN = re.compile(rf"{ITEM.pattern}|{_PLACED.pattern}")
_NARROW = 60
"""Characters of a line up to which lines are not wrapped, but end where they were ended."""
_SLACK = 0.8
"""How much of the widest line is filled, at most, where a line was broken off on purpose."""
_LABELLED = re.compile(
    r"\s*(?![a-z])(?:[^\W\d_][\w.'’-]{0,20} ){0,3}[^\W\d_][\w.'’-]{1,20}:[ \t]+\S"
)
_ENDS = tuple(".!?…:;۔؟।»”\"')]>")
_LONG = 200
LINE_END = re.compile(r"\r\n|[\n\r\f\x0b\u2028\u2029\x85]")
"""The end of a line of plain text."""


def outline(text: str) -> Draft:
    """The blocks and table rows of a plain text; pages where form feeds divide it."""
    draft = Draft(text=text, pages=_pages(text))
    lines = list(_lines(text))
    headers = _headers(text, lines)
    group: list[Span] = []
    walk = _Walk(draft, headers)
    drawn = piped(text, lines)
    number = 0
    while number < len(lines):
        start, end = lines[number]
        line = text[start:end]
        if table := drawn.get(number):
            walk.prose(group)
            group = []
            walk.end_table()
            number = table.end
            walk.table(table.rows, start, lines[number - 1][1], table.header_rows)
            continue
        number += 1
        if "\t" in line.strip("\t \r") or (walk.rows and "\t" in line):
            walk.prose(group)
            group = []
            walk.row(start, end)
            continue
        if not line.strip() or _RULE.fullmatch(line):
            walk.prose(group)
            group = []
            walk.gap()
            continue
        walk.end_table()
        group.append((start, end))
    walk.prose(group)
    walk.end_table()
    return draft


def plain(text: str) -> str:
    """A line without the marks of Markdown and HTML, for looking at only."""
    return _MARKUP.sub("", text).strip()


class _Walk:
    def __init__(self, draft: Draft, headers: frozenset[str]) -> None:
        self.draft = draft
        self.text = draft.text
        self.headers = headers
        self.lengths = sorted({len(header) for header in headers}, reverse=True)
        self.rows: list[Span] = []
        self.in_contents = False
        self.after_note = False

    def row(self, start: int, end: int) -> None:
        self.rows.append((start, end))

    def gap(self) -> None:
        self.end_table()

    def add(self, kind: BlockKind, start: int, end: int, level: int | None = None) -> None:
        while start < end and self.text[start].isspace():
            start += 1
        while end > start and self.text[end - 1].isspace():
            end -= 1
        if start == end:
            return
        page = _page_at(self.draft.pages, start)
        self.draft.blocks.append(Block(kind, start, end, page, level))
        if kind in ("heading", "paragraph"):
            self.in_contents = bool(_CONTENTS_TITLE.fullmatch(self.text[start:end]))
        self.after_note = kind == "footnote" or (self.after_note and kind == "header")

    def end_table(self) -> None:
        """Keep the lines with tabs that came to an end: rows, a contents list, or prose."""
        rows, self.rows = self.rows, []
        if not rows:
            return
        cells = [_cells(self.text, start, end) for start, end in rows]
        filled = [[s for s in row if s[0] < s[1]] for row in cells]
        texts = [self.text[start:end] for start, end in rows]
        dotted = sum(bool(_CONTENTS.search(line)) for line in texts)
        if dotted * 2 > len(rows) or (
            self.in_contents
            and all(
                len(r) < 2 or re.fullmatch(r"\W*\d{1,3}\W*", self.text[slice(*r[-1])])
                for r in filled
            )
        ):
            for start, end in rows:
                self.add("contents", start, end)
            self.in_contents = True
            return
        if max(map(len, filled)) < 2 or (len(rows) == 1 and len(filled[0]) < 3):
            self.prose(rows)
            return
        self.table(cells, rows[0][0], rows[-1][1])

    def table(
        self, rows: list[list[Span]], start: int, end: int, header_rows: int | None = None
    ) -> None:
        """Keep the rows of a table; of one whose head is marked, each line is a row."""
        first = len(self.draft.blocks)
        self.add("table", start, end)
        self.draft.runs.append(Run(rows, first, header_rows is not None, header_rows))

    def prose(self, group: list[Span]) -> None:
        """Divide lines without an empty line between them into blocks, headlines for themselves."""
        for first, end in headlines([self.text[start:end] for start, end in group]):
            self._divide(group[first:end])

    def _divide(self, group: list[Span]) -> None:
        widest = max((end - start for start, end in group), default=0)
        begun: tuple[BlockKind, int, int | None] | None = None
        last = (0, 0)
        alone = len(group) == 1
        for start, end in group:
            for kind, at, to, level in self._pieces(start, end):
                if begun and (
                    kind is not None
                    or self._apart(last, (at, to), widest, begun[0])
                    or self._is_labelled(begun[1], at)
                ):
                    self._close(begun, last[1], alone=False)
                    begun = None
                begun = begun or (kind or "paragraph", at, level)
                last = (at, to)
                if kind in ("header", "caption", "heading"):
                    self._close(begun, to, alone)
                    begun = None
        if begun:
            self._close(begun, last[1], alone or begun[1] == group[0][0])

    def _pieces(
        self, start: int, end: int
    ) -> Iterator[tuple[BlockKind | None, int, int, int | None]]:
        """What a line holds: a repeated page header may stand before the rest of it."""
        line = self.text[start:end]
        bare = line.strip()
        repeated = next(
            (n for n in self.lengths if n <= len(bare) and bare[:n] in self.headers), None
        )
        if repeated is not None:
            cut = start + len(line) - len(line.lstrip()) + repeated
            yield "header", start, cut, None
            if self.text[cut:end].strip():
                yield from self._pieces(cut, end)
            return
        if match := _HEADING.match(line):
            yield "heading", start, end, len(match[1])
        elif CAPTION.match(line) and len(bare) < 300:
            yield "caption", start, end, None
        elif NOTE.match(line):
            yield "footnote", start, end, None
        elif _CONTENTS.search(line) and re.search(r"\d\W*$", line):
            yield "contents", start, end, None
        elif match := ITEM.match(line):
            yield "item", start, end, 1 + len(match[1].expandtabs(4)) // 2
        else:
            yield None, start, end, None

    def _apart(self, one: Span, other: Span, widest: int, kind: BlockKind) -> bool:
        """Whether two lines next to each other are two paragraphs: wrapped lines are not."""
        length = one[1] - one[0]
        if max(length, other[1] - other[0]) > _LONG:
            return kind != "footnote"
        ended = self.text[one[0] : one[1]].rstrip().endswith((".", "!", "?", "۔", "؟"))
        return ended and length < 0.75 * widest and kind != "footnote"

    def _is_labelled(self, *starts: int) -> bool:
        """Whether two lines of a list begin with names: "Quetta: …", "Bannu: …"."""
        return all(_LABELLED.match(self.text, start) for start in starts)

    def _close(self, begun: tuple[BlockKind, int, int | None], end: int, alone: bool) -> None:
        kind, start, level = begun
        text = self.text[start:end]
        noted = any(block.kind == "footnote" for block in self.draft.blocks[-9:])
        if kind == "paragraph" and (
            (self.after_note and _goes_on_a_note(text))
            or (noted and re.fullmatch(r"<?(?:https?://|www\.)\S+|\S+/\S{30,}", text))
        ):
            kind = "footnote"
        elif kind == "paragraph" and is_page_number(text):
            kind = "header"
        elif kind in ("paragraph", "item") and alone and is_heading(text, kind):
            kind, level = "heading", numbered_level(text)
        self.add(kind, start, end, level)


def is_heading(text: str, kind: BlockKind = "paragraph") -> bool:
    """Whether a block that stands alone is a heading: short, and no sentence that ends."""
    bare = plain(text)
    if kind == "item" and not (_BULLET.match(text) or bare[:1].isdigit()):
        return False
    bare = _BULLET.sub("", bare)
    bold = text.startswith("**") and text.endswith("**")
    if not bare or len(bare) > (200 if bold else 120) or len(bare.split()) > (30 if bold else 16):
        return False
    if bare.endswith((".", "!", ";", ",", "۔", ":")) or bare[0] in "([{<\"'“‘^$" or "http" in bare:
        return False
    return not bare[0].islower() and any(map(str.isalpha, bare))


def headlines(lines: Sequence[str]) -> list[Span]:
    """Lines without an empty line between them, divided: each headline, then what it heads.

    Given and returned as positions of lines. A headline stands above prose and breaks off where the
    next word would have fitted in its line with room to spare; it goes on in a line with a small
    letter. Several that
    stand alone are one where they are short enough for that.
    """
    said = [line.strip() for line in lines]
    if len(said) < 2 or " ".join(said).isupper():  # small letters tell what goes on
        return [(0, len(said))]
    prose = said[-1].rstrip("*_\"'”’)]").endswith(_STOPS)
    widest = max(map(len, said))
    room = widest * (_SLACK if prose and widest > _NARROW else 1)
    found: list[Span] = []
    first = 0
    for at, (line, below) in enumerate(pairwise(said), start=1):
        text, goes_on = " ".join(said[first:at]), below[0].islower()
        placed = _PLACED.match(below) is not None
        fits = placed or goes_on or len(line) + 1 + len(below.split()[0]) <= room
        if not fits or len(text) > _LONG or line.endswith(_STOPS) or _BEGUN.match(line):
            break
        if not goes_on:
            if not (placed or is_heading(text)):
                break
            found.append((first, at))
            first = at
    rest = " ".join(said[first:])
    if not prose and (is_heading(" ".join(said)) or not is_heading(rest)):
        return [(0, len(said))]
    return [*found, (first, len(said))]


def is_page_number(text: str) -> bool:
    """The number of a page alone, with or without the word."""
    return bool(_PAGE_NUMBER.fullmatch(text))


def numbered_level(text: str) -> int | None:
    """The depth that the number of a heading says: 2 for `3.1 Overview`."""
    match = _NUMBERED.match(plain(text))
    return match[1].count(".") + 1 if match and len(match[1]) < 9 else None


def _goes_on_a_note(text: str) -> bool:
    """A web address that was broken, or what else no sentence begins with."""
    first = text.split(None, 1)[0]
    return bool(
        re.match(r"[\s$]*\^?\{?\d*\s*[\\&]|<?https?://|<a>|#|/", text)
        or (len(first) > 20 and re.search(r"[/=&%_?]", first))
    )


def _lines(text: str) -> Iterator[Span]:
    start = 0
    for match in LINE_END.finditer(text):
        yield start, match.start()
        start = match.end()
    if start < len(text):
        yield start, len(text)


def _pages(text: str) -> list[Page]:
    if "\f" not in text:
        return []
    starts = [0, *(match.end() for match in re.finditer("\f", text))]
    if starts[-1] == len(text):
        starts.pop()
    ends = [*starts[1:], len(text)]
    return [Page(n, a, b) for n, (a, b) in enumerate(zip(starts, ends, strict=True), start=1)]


def _page_at(pages: list[Page], offset: int) -> int | None:
    found = bisect_right(pages, offset, key=lambda page: page.start)
    return pages[found - 1].number if found else None


def _headers(text: str, lines: list[Span]) -> frozenset[str]:
    """Lines that come at least three times, in words enough to be no heading of a section."""
    said = Counter(
        line
        for start, end in lines
        if 20 <= end - start <= 150
        and "\t" not in (line := text[start:end].strip())
        and len(line.split()) >= 4
        and not line.endswith((".", "?", "!"))
        and not NOTE.match(line)
        and not ITEM.match(line)
    )
    return frozenset(line for line, times in said.items() if times >= 3)


def _cells(text: str, start: int, end: int) -> list[Span]:
    """The spans of the cells of a line with tabs, white space at their ends left out."""
    spans, at = [], start
    for part in text[start:end].split("\t"):
        left = at + len(part) - len(part.lstrip())
        right = at + len(part.rstrip())
        spans.append((left, right) if left < right else (at, at))
        at += len(part) + 1
    return spans
