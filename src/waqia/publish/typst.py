"""A filled template as Typst markup, and from there as a tagged PDF with its evidence annexed."""

from __future__ import annotations

import tempfile
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

from waqia.model import TemplateError
from waqia.publish.dossier import by_whom, cited, harm, told_at, when, where
from waqia.publish.numbers import whole
from waqia.publish.picture import Picture
from waqia.publish.tables import Table
from waqia.publish.text import MARK, visible
from waqia.publish.values import IncidentList, Number

if TYPE_CHECKING:
    from markdown_it.token import Token

    from waqia.publish.document import Document

_HERE = Path(__file__).parent
_PAGE, _LETTER, _INSET = 487, 4.7, 8
"""Points: the width of the text, of a letter in a table, and round a cell; see report.typ."""
_WRAPPED = {"strong": "strong", "em": "emph"}


def to_pdf(document: Document) -> bytes:
    """The document as a tagged PDF (PDF/UA-1), the same bytes each time.

    Numbers link to the evidence annex, the annex to the list of incidents with their accounts.
    What PDF/UA forbids, such as text in a script that the shipped fonts lack or a heading that
    skips a level, is set all the same; the file then makes no claim to PDF/UA.

    Raises:
        TemplateError: Typst could not set the document.
    """
    import typst

    with tempfile.TemporaryDirectory(prefix="waqia-") as folder:
        root = Path(folder)
        (root / "report.typ").write_text("".join(_markup(document, root)), encoding="utf-8")

        def compiled(*standards: Literal["ua-1"]) -> bytes:
            return typst.compile(
                str(root / "report.typ"),
                format="pdf",
                font_paths=[str(_HERE / "fonts")],
                ignore_system_fonts=True,
                pdf_standards=list(standards),
                timestamp=int(_created(document).timestamp()),
            )

        try:
            try:
                return compiled("ua-1")
            except typst.TypstError as error:
                if "PDF/UA-1 error" not in str(error):
                    raise
                return compiled()
        except typst.TypstError as error:
            raise TemplateError(f"The PDF could not be set: {error}") from error


def _created(document: Document) -> datetime:
    return datetime.fromisoformat(document.release.manifest["created"])


def _markup(document: Document, root: Path) -> Iterator[str]:
    created = _created(document)
    yield (_HERE / "assets" / "report.typ").read_text(encoding="utf-8")
    yield (
        f"#show: report.with(title: {_string(document.title)}, "
        f"source: {_string(document.release.manifest['title'])}, "
        f"date: datetime(year: {created.year}, month: {created.month}, day: {created.day}))\n"
    )
    yield from _blocks(document.tokens, document, root)
    yield from _annex(document)


def _blocks(tokens: Sequence[Token], document: Document, root: Path) -> Iterator[str]:
    lists: list[str] = []
    for at, token in enumerate(tokens):
        match token.type:
            case "heading_open":
                yield f"\n#heading(level: {token.tag[1]})["
            case "heading_close":
                yield "]\n"
            case "paragraph_close" if not token.hidden:
                yield "\n\n"
            case "inline":
                yield from _inline(token.children or [], document, root)
            case "blockquote_open":
                yield "\n#notice["
            case "blockquote_close" | "list_item_close":
                yield "]\n"
            case "bullet_list_open":
                lists.append("list.item")
            case "ordered_list_open":
                lists.append("enum.item")
            case "bullet_list_close" | "ordered_list_close":
                lists.pop()
                yield "\n"
            case "list_item_open":
                yield f"#{lists[-1]}["
            case "hr":
                yield "\n#line(length: 100%, stroke: 0.5pt)\n"
            case "fence" | "code_block":
                yield f"\n#raw(block: true, {_string(token.content)})\n"
            case "table_open":
                inner = tokens[at:]
                end = next(i for i, t in enumerate(inner) if t.type == "tr_close")
                heads = [t for t in inner[:end] if t.type == "th_open"]
                sides = ("right" if "right" in str(t.attrGet("style")) else "left" for t in heads)
                yield (
                    f"\n#text(size: 8.5pt, table(columns: {len(heads)}, "
                    f"align: ({''.join(f'{side}, ' for side in sides)}), "
                )
            case "thead_open":
                yield "table.header("
            case "th_open" | "td_open":
                yield "["
            case "th_close" | "td_close":
                yield "],"
            case "thead_close":
                yield "),"
            case "table_close":
                yield "))\n"


def _inline(tokens: Iterable[Token], document: Document, root: Path) -> Iterator[str]:
    for token in tokens:
        name = token.type.removesuffix("_open").removesuffix("_close")
        if token.type == "text":
            yield from _text(token.content, document, root)
        elif token.type in ("softbreak", "hardbreak"):
            yield " " if token.type == "softbreak" else "#linebreak()"
        elif token.type == "code_inline":
            yield f"#raw({_string(token.content)});"
        elif token.type == "link_open":
            yield f"#link({_string(str(token.attrGet('href')))})["
        elif name in _WRAPPED and token.nesting == 1:
            yield f"#{_WRAPPED[name]}["
        elif token.nesting == -1:
            yield "];"


def _text(text: str, document: Document, root: Path) -> Iterator[str]:
    pieces = MARK.split(text)
    for i, piece in enumerate(pieces):
        if i % 2 == 0:
            yield _said(piece)
            continue
        part = document.parts.items[int(piece)]
        if isinstance(part, Number):
            yield (
                _said(part.text)
                if part.evidence is None
                else (f"#n({part.evidence})[{_said(part.text)}];")
            )
        elif isinstance(part, Table):
            yield from _table(part)
        elif isinstance(part, Picture):
            yield _picture(part, int(piece), root)
        else:
            yield from _list(part, document)


def _table(table: Table) -> Iterator[str]:
    widths, wide = _widths(table)
    notes = "".join(f"[{_said(note)}]," for note in (*table.notes, *_annexed(table)))
    yield (
        f"\n#tabled(stub: {table.stub}, widths: ({widths}), wide: {str(wide).lower()}, "
        f"caption: [#strong[{_said(table.caption)}]], notes: ({notes}), "
        f"header: ({''.join(f'[{_said(h)}],' for h in table.headers)}), rows: ("
    )
    for row in table.rows:
        cells = "".join(
            f"[{_said(c.text)}]," if c.evidence is None else f"t({c.evidence})[{_said(c.text)}],"
            for c in row.cells
        )
        yield f'("{row.kind}", ({cells})),\n'
    yield "))\n"


def _annexed(table: Table) -> Iterator[str]:
    """Where in the annex the evidence of a table's numbers stands, for who reads on paper."""
    entries = sorted({c.evidence for row in table.rows for c in row.cells if c.evidence})
    if entries:
        spans = (f"{a}–{b}" if a != b else str(a) for a, b in _runs(entries))
        yield f"Evidence: Annex A, {', '.join(spans)}."


def _widths(table: Table) -> tuple[str, bool]:
    """Shares of the page's width, and whether the table is so wide that it needs small type.

    A column is as wide as its longest text or its header's longest word, in letters; the columns
    that name the row give way first, because a number should not be broken.
    """
    texts = zip(*([cell.text for cell in row.cells] for row in table.rows), strict=True)
    longest = [max(map(len, column), default=0) for column in texts] or [1] * len(table.headers)
    words = [max(map(len, header.split()), default=1) for header in table.headers]
    wanted = [max(cell, word) for cell, word in zip(longest, words, strict=True)]
    for stub in (34, 22):
        widths = [min(width, stub if i < table.stub else 34) for i, width in enumerate(wanted)]
        wide = sum(widths) * _LETTER + len(widths) * _INSET > _PAGE
        if not wide:
            break
    return "".join(f"{width + 1.5}fr, " for width in widths), wide


def _picture(picture: Picture, index: int, root: Path) -> str:
    name = f"picture-{index}.svg"
    (root / name).write_text(visible(picture.svg), encoding="utf-8")
    title, _, remarks = picture.caption.partition(". ")
    caption = f"#strong[{_said(title.rstrip('.') + '.')}] #soft[{_said(remarks)}]"
    return (
        f"\n#pictured({_string(name)}, alt: {_string(picture.alt)}, "
        f"caption: [{caption}], width: {picture.width}pt)\n"
    )


def _list(part: IncidentList, document: Document) -> Iterator[str]:
    order = _order(document)
    codebook = document.release.codebook
    yield "\n"
    for row in part.rows:
        told = row["summary"] or codebook.label("type", row["type"])
        whom = f"; {by_whom(codebook, row)}" if row["perpetrators"] else ""
        yield (
            f'#enum.item[#link(label("i{order[row["id"]]}"))[{_said(when(row))}, '
            f"{_said(where(row))}]: {_said(told)} #soft[{_said(harm(row) + whom)}]]\n"
        )
    yield "\n"


def _annex(document: Document) -> Iterator[str]:
    order = _order(document)
    yield "\n#annex()\n#heading(level: 1)[Annex A: evidence of the numbers]\n"
    yield (
        "Each number of the report points to an entry here; an entry names its incidents by their "
        "number in Annex B.\n\n#columns(2)[\n"
    )
    for entry in document.book.entries:
        refs = "".join(
            f'#link(label("i{first}"))[{first}{f"–{last}" if last != first else ""}], '
            for first, last in _runs(sorted(order[i] for i in entry.incidents))
        ).removesuffix(", ")
        yield (
            f"#entry({entry.number})[{_said(entry.question)}]"
            f"[{whole(len(entry.incidents))}][{refs or 'none'}]\n"
        )
    yield "]\n#heading(level: 1)[Annex B: incidents, accounts and sources]\n#columns(2)[\n"
    codebook, dossier = document.release.codebook, document.dossier
    sources = {identifier: i for i, identifier in enumerate(dossier.sources, start=1)}
    for row in dossier.incidents:
        head = f"{when(row)}, {where(row)}"
        body = "; ".join(
            filter(None, (codebook.label("type", row["type"]), by_whom(codebook, row), harm(row)))
        )
        page, id_ = document.page_of(row["id"]), _string(row["id"])
        shown = f"link({_string(page)}, {id_})" if page else id_
        yield f"#incident({order[row['id']]}, {shown})[{_said(head)}][{_said(body)}]["
        for account in dossier.accounts.get(row["id"], ()):
            at = told_at(account)
            said = f": {harm(account)}" if len(dossier.accounts[row["id"]]) > 1 else ""
            reference = sources.get(account["source"])
            link = f'#link(label("s{reference}"))[\\[{reference}\\]]; ' if reference else ""
            cites = "".join(
                f' #link(label("s{sources[c]}"))[\\[{sources[c]}\\]];'
                for c in account["cites"] or ()
                if c in sources
            )
            yield f"#account[{link}{_said(at + said)}{cites}]"
        yield "]\n"
    yield "]\n#heading(level: 1)[Annex C: sources]\n"
    for identifier, number in sources.items():
        source = dossier.sources[identifier]
        grade = f" Grade {source['reliability']}." if source["reliability"] else ""
        yield f"#source({number})[{_said(cited(source, identifier) + '.' + grade)}]\n"


def _order(document: Document) -> dict[str, int]:
    return {row["id"]: i for i, row in enumerate(document.dossier.incidents, start=1)}


def _runs(numbers: Sequence[int]) -> Iterator[tuple[int, int]]:
    start = last = None
    for number in numbers:
        if last is not None and start is not None and number != last + 1:
            yield start, last
            start = number
        start = number if start is None else start
        last = number
    if start is not None and last is not None:
        yield start, last


def _string(text: Any) -> str:
    escaped = " ".join(visible(str(text)).split("\n")).replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'


def _said(text: str) -> str:
    return f"#{_string(text)};" if text else ""
