"""A draft made into a document: notes, tables, captions and broken paragraphs tied together."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from waqia.model import Finding, phrase
from waqia.reading.document import Block, Document
from waqia.reading.drafting import Draft
from waqia.reading.languages import language_of, script_of
from waqia.reading.markers import MARK
from waqia.reading.notes import footnotes
from waqia.reading.stating import published_of, title_of
from waqia.reading.tabular import tables

_ENDS = tuple(".!?…:;۔؟।»”’\"')]>*")
_LONG = 60


def assemble(
    draft: Draft, *, name: str, sha256: str, media_type: str, attachments: Sequence[Document] = ()
) -> Document:
    """The document of a draft."""
    notes = footnotes(draft.text, draft.blocks, draft.runs)
    found = tables(draft, notes)
    findings = list(draft.findings)
    for number, table in enumerate(found, start=1):
        if table.doubts:
            caption = table.caption and " ".join(draft.text[slice(*table.caption)].split())
            said = caption or f"table {number}"
            doubts = "; ".join(table.doubts)
            message = phrase(f"Table {number} is doubtful: {doubts}.")
            if caption:
                message = phrase(f"“{caption}” is doubtful: {doubts}.")
            findings.append(
                Finding("table-doubtful", message, name, found=said,
                        action="Compare it with the printed page.")
            )  # fmt: skip
    return Document(
        id=f"D-{sha256[:12]}",
        name=name,
        sha256=sha256,
        media_type=media_type,
        text=draft.text,
        pages=tuple(draft.pages),
        blocks=tuple(_continued(draft.text, draft.blocks)),
        tables=tuple(found),
        footnotes=tuple(notes),
        language=draft.language or language_of(draft.text),
        script=script_of(draft.text),
        title=draft.title or title_of(draft.text, draft.blocks),
        published=draft.published or published_of(draft.text, draft.blocks),
        findings=tuple(findings),
        attachments=tuple(attachments),
        reader=draft.reader,
    )


def _continued(text: str, blocks: Sequence[Block]) -> list[Block]:
    """Blocks, of which those are marked that go on with the sentence of an earlier one.

    What begins with a small letter goes on; what begins otherwise only behind a note, a table or
    a page header, where the block before it is long enough to have been cut off there.
    """
    done: list[Block] = []
    last: int | None = None
    for block in blocks:
        if last is not None and block.kind in ("paragraph", "heading"):
            before = done[last]
            apart = len(done) - last > 1 or block.page != before.page
            small = text[block.start].islower() and not (before.kind == "heading" and before.level)
            cut = before.kind != "heading" and before.end - before.start >= _LONG
            if small or (apart and cut and block.kind == "paragraph"):
                if before.kind == "heading":
                    done[last] = replace(before, kind="paragraph")
                block = replace(block, kind="paragraph", level=None, continues=True)
        if block.kind in ("paragraph", "item", "heading"):
            last = len(done) if _is_open(text, block) else None
        done.append(block)
    return done


def _is_open(text: str, block: Block) -> bool:
    """The block breaks off within a sentence."""
    end = text[max(block.start, block.end - 40) : block.end].rstrip()
    while match := list(MARK.finditer(end))[-1:]:
        if match[0].end() != len(end):
            break
        end = end[: match[0].start()].rstrip()
    return not end.endswith(_ENDS)
