"""An item of a review queue in words: what there is to decide, and what it rests on."""

from __future__ import annotations

import re
import textwrap
from collections.abc import Iterable, Iterator, Mapping
from typing import TYPE_CHECKING, Any

from waqia.publish.brief import tell_account, tell_field, tell_in_short
from waqia.publish.dossier import cited
from waqia.publish.numbers import percent

if TYPE_CHECKING:
    from waqia.codebook import Codebook

Section = tuple[str, list[str]]
_ASKS = {
    "incident": "Is this so?",
    "account": "Was this read rightly?",
    "coding": "Who is right where the codings differ?",
    "pair": "Do both tell of the same incident?",
}
_BY_QUEUE = {
    "disputed": "What is right where the accounts differ?",
    "second": "Read the source, and code it again.",
    "quality": "Look at it again: is it as its accounts say?",
}
_OWN = ("Status", "Tells of", "Revision")


def tell_item(item: Any, codebook: Codebook) -> list[Section]:
    """An item, as `Register.item` gives it, as sections, each a heading and its lines."""
    asks = _BY_QUEUE.get(item.queue, _ASKS[item.kind])
    if item.kind == "coding":
        asks = _ASKS["coding"]
    sources = {source["id"]: source for source in item.sources}
    sections: list[Section] = [(f"{item.id}  {asks}", list(_head(item, codebook)))]
    if item.differs:
        sections.append(("They differ in", list(_differences(item, codebook))))
    for account in item.accounts:
        passages = [p for p in item.passages if p.source == account["source"]]
        shown_below = ("Source:", *_OWN, *(["Told at:"] if passages else []))
        lines = [
            line for line in tell_account(account, codebook)
            if not line.startswith(shown_below) and item.queue != "second"
        ]  # fmt: skip
        source = sources.get(account["source"])
        name = cited(_complete(source), account["source"]) if source else account["source"]
        anchors = [a.get("locator") for a in account.get("anchors", ()) if a.get("locator")]
        where = [f"Told at: {'; '.join(anchors)}"] if anchors and item.queue == "second" else []
        sections.append((f"Account {account['id']}", [f"{name}", *where, *lines]))
        sections += [("In the source", [_excerpt(passage)]) for passage in passages[:3]]
    if item.text is not None and not item.passages:
        sections.append(("The source", [_flat(item.text[:2000])]))
    return sections


def _head(item: Any, codebook: Codebook) -> Iterator[str]:
    if item.probability is not None:
        yield f"Probability that they do: {percent(100 * item.probability)}"
        yield f"Why: {tell_reasons(item.why)}"
    values = (item.incident or {}).get("values")
    if item.incident is not None and values is None and item.accounts:
        values = item.accounts[0]
    if values:
        short = tell_in_short(values, codebook)
        yield "; ".join(
            f"{text} {name}" if name in ("killed", "injured", "arrested", "abducted") else text
            for name, text in short.items()
            if text
        )


def tell_reasons(why: Iterable[Mapping[str, Any]]) -> str:
    """Why a pair was suggested: what each field says of it, and how far that moved the probability.

    `why` are reasons (field, says, weight, moved), the first being where an average pair stands;
    fields that say nothing are left out.
    """
    said = [
        (reason["field"].replace("_", " "), reason["says"], 100 * reason["moved"])
        for reason in why
        if reason["field"] != "pair" and reason["says"] in ("agrees", "differs")
    ]
    said.sort(key=lambda part: -abs(part[2]))
    said = [(field, says[:-1] if field.endswith("s") else says, n) for field, says, n in said]
    return ", ".join(
        f"{field} {says} ({percent(moved, signed=True)})" for field, says, moved in said
    )


def _differences(item: Any, codebook: Codebook) -> Iterator[str]:
    for field, said in item.differs.items():
        open_ = " (to be decided)" if field in item.fields else ""
        values = (
            f"{tell_field(field, value, codebook) if value else '–'} ({who})"
            for who, value in said.items()
        )
        yield f"{field}{open_}: {'; '.join(values)}"


def _complete(source: Mapping[str, Any]) -> dict[str, Any]:
    return dict.fromkeys(("publisher", "title", "date")) | dict(source)


def _excerpt(passage: Any) -> str:
    """The anchored words between « and », with what stands round them."""
    before = _flat(passage.text[: passage.start])
    words = _flat(passage.text[passage.start : passage.end])
    after = _flat(passage.text[passage.end :])
    head = textwrap.shorten(before[::-1], 200, placeholder="…")[::-1]
    tail = textwrap.shorten(after, 200, placeholder="…")
    return f"{head} «{words}» {tail}"


def _flat(text: str) -> str:
    return re.sub(r"\s+", " ", text).strip()
