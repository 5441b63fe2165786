"""A filled template as one HTML file: every number opens its evidence, offline."""

from __future__ import annotations

import base64
import hashlib
import html
import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

from waqia.publish.document import Document, parser
from waqia.publish.dossier import (
    Dossier,
    by_whom,
    cited,
    harm,
    parties,
    told_at,
    when,
    where,
)
from waqia.publish.picture import Picture
from waqia.publish.tables import Table
from waqia.publish.text import MARK, visible
from waqia.publish.values import IncidentList, Number

if TYPE_CHECKING:
    from waqia.codebook import Codebook

_ASSETS = Path(__file__).parent / "assets"


def to_html(document: Document) -> str:
    """One self-contained page: text, tables, pictures, and the evidence behind every number.

    The page loads nothing from anywhere; its Content-Security-Policy admits only its own script.
    """
    from jinja2 import Environment, FileSystemLoader

    order = {row["id"]: i for i, row in enumerate(document.dossier.incidents)}
    opened = [token for token in document.tokens if token.type == "heading_open"]
    for number, token in enumerate(opened):
        token.attrSet("id", f"s{number}")
    markdown = parser()
    body = markdown.renderer.render(document.tokens, markdown.options, {})
    body = MARK.sub(lambda m: _part(document, int(m[1]), order), body)
    body = body.replace("<p><div", "<div").replace("</div></p>", "</div>")
    body = body.replace("<p><figure", "<figure").replace("</figure></p>", "</figure>")
    body = body.replace("<p><ol", "<ol").replace("</ol></p>", "</ol>")
    script = (_ASSETS / "report.js").read_text(encoding="utf-8")
    digest = base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()
    environment = Environment(
        loader=FileSystemLoader(_ASSETS), autoescape=True, trim_blocks=True, lstrip_blocks=True
    )
    page = environment.get_template("report.html.j2").render(
        document=document,
        body=body,
        contents=[
            (f"s{n}", words) for n, (tag, words) in enumerate(document.headings) if tag == "h2"
        ],
        style=(_ASSETS / "report.css").read_text(encoding="utf-8"),
        script=script,
        script_hash=f"sha256-{digest}",
        evidence=_json(_evidence(document, order)),
        incidents=[
            (row["id"], document.page_of(row["id"]), when(row), where(row), harm(row))
            for row in document.dossier.incidents
        ],
    )
    return visible(page)


def _part(document: Document, index: int, order: dict[str, int]) -> str:
    part = document.parts.items[index]
    if isinstance(part, Number):
        return _number(part.text, part.evidence)
    if isinstance(part, Table):
        return part.to_html(_number)
    if isinstance(part, Picture):
        title, _, remarks = part.caption.partition(". ")
        words = f"<strong>{html.escape(title.rstrip('.'))}.</strong> {html.escape(remarks)}"
        return f"<figure>{part.svg}<figcaption>{words}</figcaption></figure>"
    return _list(part, document.release.codebook, order)


def _number(text: str, evidence: int | None) -> str:
    if evidence is None:
        return html.escape(text)
    return f'<a class="n" href="#incidents" data-e="{evidence}">{html.escape(text)}</a>'


def _list(part: IncidentList, codebook: Codebook, order: dict[str, int]) -> str:
    items = "".join(
        f'<li><a class="i" href="#i{order[row["id"]]}" data-i="{order[row["id"]]}">'
        f"{html.escape(when(row))}, {html.escape(where(row))}</a>: "
        f"<bdi>{html.escape(row['summary'] or codebook.label('type', row['type']))}</bdi> "
        f'<span class="harm">{html.escape(harm(row))}'
        f"{html.escape('; ' + by_whom(codebook, row) if row['perpetrators'] else '')}</span></li>"
        for row in part.rows
    )
    return f'<ol class="list">{items}</ol>'


def _evidence(document: Document, order: dict[str, int]) -> dict[str, Any]:
    codebook, dossier = document.release.codebook, document.dossier
    sources = {identifier: i for i, identifier in enumerate(dossier.sources)}
    return {
        "entries": [
            {"q": entry.question, "i": [order[i] for i in entry.incidents if i in order]}
            for entry in document.book.entries
        ],
        "incidents": [
            _told(row, dossier, codebook, sources, document.page_of(row["id"]))
            for row in dossier.incidents
        ],
        "sources": [
            {
                "text": cited(source, identifier),
                "url": source["url"],
                "grade": source["reliability"],
            }
            for identifier, source in dossier.sources.items()
        ],
    }


def _told(
    row: dict[str, Any],
    dossier: Dossier,
    codebook: Codebook,
    sources: dict[str, int],
    page: str | None,
) -> dict[str, Any]:
    told: dict[str, Any] = {
        "id": row["id"],
        "page": page,
        "date": when(row),
        "place": where(row),
        "type": codebook.label("type", row["type"]),
        "by": by_whom(codebook, row),
        "harm": harm(row),
        "k": row["killed"],
        "n": row["injured"],
        "parties": parties(codebook, row),
        "text": row["summary"],
        "differ": ", ".join(row["disputed"] or ()),
        "marks": ", ".join(row["marks"] or ()),
        "accounts": [
            {
                "id": account["id"],
                "s": sources.get(account["source"]),
                "at": told_at(account),
                "via": "; ".join(account["reported_by"] or ()),
                "cites": [sources[c] for c in account["cites"] or () if c in sources],
                "date": when(account),
                "by": by_whom(codebook, account),
                "harm": harm(account),
                "text": account["summary"] if account["summary"] != row["summary"] else "",
            }
            for account in dossier.accounts.get(row["id"], ())
        ],
    }
    return {key: value for key, value in told.items() if value not in (None, "", [])}


def _json(data: Any) -> str:
    text = json.dumps(data, ensure_ascii=False, separators=(",", ":"))
    return text.replace("<", "\\u003c").replace("\u2028", "\\u2028").replace("\u2029", "\\u2029")
