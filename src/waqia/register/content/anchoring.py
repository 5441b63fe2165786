"""The words that say a value: anchors made of a place in the archive, and what becomes of old ones.

An anchor whose value a person has changed says something else, so it goes, unless it is kept.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from waqia.adjudication import COLUMNS
from waqia.model import InputError, phrase
from waqia.register.content.accounts import archived_text
from waqia.register.store.history import Write
from waqia.register.store.records import Record

_LISTS = ("perpetrators", "responders", "target_actors", "targets", "tactics", "tags")
_THEN = ("province_then", "district_then", "region")
"""Columns of a place that follow from the others and the day."""


@dataclass(frozen=True, slots=True)
class Words:
    """Words of a source, `text[start:end]` of its archived text, in characters.

    `field` is the value that they say, as an anchor names it; None makes them a passage. `quote`
    is what the person saw there, if that is to be compared.
    """

    field: str | None
    start: int
    end: int
    quote: str | None = None


def reanchored(
    write: Write,
    before: Record,
    after: Record,
    words: Iterable[Words] = (),
    keep: Collection[str] = (),
) -> list[Record]:
    """See `anchored`; the words are those of the account's own source."""
    given = list(words)
    source = write.find("source", after["source"]) if given else None
    text = archived_text(write.connection, source) if source else None
    return anchored(after["source"], text, before, after, given, keep)


def anchored(
    source: str,
    text: str | None,
    before: Mapping[str, Any],
    after: Mapping[str, Any],
    words: Iterable[Words],
    keep: Collection[str] = (),
) -> list[Record]:
    """The anchors of an account that was corrected from `before` to `after`.

    `text` is archived for `source`. Anchors of values that have changed go; `words` take the place
    of those of their field; `keep` names fields whose anchors stay all the same.

    Raises:
        InputError: words lie outside the text, or are not those that the person saw.
    """
    new = [_anchor(source, text, one) for one in words]
    replaced = {one["field"] for one in new if "field" in one}
    stay = [
        anchor
        for anchor in before.get("anchors", ())
        if (field := anchor.get("field")) is None
        or (field not in replaced and _holds(field, before, after, keep))
    ]
    return stay + new


def said(field: str, record: Mapping[str, Any]) -> Any:
    """What a record says of the field of an anchor, so that two records can be compared."""
    name, *rest = field.split(":")
    if name == "casualties":
        part = next((p for p in record.get(name, ()) if [p["party"], p["outcome"]] == rest), None)
        return part and [part.get(end) for end in ("min", "best", "max")]
    if name in _LISTS:
        return rest[0] in record.get(name, ()) if rest else record.get(name)
    columns = [column for column in COLUMNS.get(name, (name,)) if column not in _THEN]
    return [record.get(column) for column in columns if not column.endswith("_imputed")]


def _holds(
    field: str, before: Mapping[str, Any], after: Mapping[str, Any], keep: Collection[str]
) -> bool:
    """Whether words still say a value: as it is what it was, or as a person says so."""
    return said(field, before) == said(field, after) or (
        not {field, field.split(":")[0]}.isdisjoint(keep) and _is_said(field, after)
    )


def _is_said(field: str, record: Mapping[str, Any]) -> bool:
    found = said(field, record)
    return any(part is not None for part in found) if isinstance(found, list) else bool(found)


def _anchor(source: str, text: str | None, words: Words) -> Record:
    start, end = words.start, words.end
    span, of = f"{start}–{end}", words.field or phrase("the passage")
    if text is None:
        raise InputError(f"The words {span} of {of}: no text is archived for {source}.")
    if not 0 <= start < end <= len(text):
        raise InputError(
            f"The words {span} of {of} lie outside the text of {source}, which has {len(text):,} "
            "characters."
        )
    quote = text[start:end]
    if words.quote is not None and words.quote != quote:
        raise InputError(
            f"The words {span} of {of}: {source} has {quote[:80]!r} there, not "
            f"{words.quote[:80]!r}."
        )
    anchor: Record = {"source": source, "start": start, "end": end, "quote": quote}
    return anchor | ({"field": words.field} if words.field else {})
