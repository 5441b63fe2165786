"""What the review pages show of an item: its text with the words marked, and what is chosen."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from waqia.adjudication import COLUMNS as DECIDED
from waqia.model import TABLES
from waqia.web.desk import naming
from waqia.web.desk.incident_told import PARTY
from waqia.web.desk.passages import Span, pieces_of, spans_of
from waqia.web.reviewing import FIELDS

if TYPE_CHECKING:
    from waqia.codebook import Codebook

Record = Mapping[str, Any]
_ROUND = 900
"""Characters of a source that are shown before and after the words of an account."""
_WRAPPED = (60, 140)
"""Characters of a line that may have been broken for its length alone."""
_LINE = 2000
"""Characters in which a paragraph has to begin or end to be shown whole."""
_MOST = 200_000
"""Characters of a source that are shown at once."""
_BESIDE = 6
"""Proposals before and behind one that may tell of the same incident."""
_COLUMNS = tuple(column.name for column in TABLES["accounts"].columns)


def _(text: str) -> str:
    """Mark a text for translation, which is done where it is drawn."""
    return text


NAMES = naming.SAID | {"credibility": _("Credibility")}
"""A field of the form → its name."""

REASONS = (
    _("No incident: it tells of something else"),
    _("Tells of an incident that is proposed elsewhere in this text"),
    _("A summary of several incidents, or a total"),
    _("Too vague to be an incident"),
    _("Outside what this desk records"),
    _("Read wrongly"),
)
"""Why proposals are set aside, most often."""

FOUND = (_("As it should be"), _("Corrected"), _("Wrong, and reopened"))
"""What is found of a confirmed incident that is looked at again."""

CHOOSE_FIRST = _("Choose first: one of its own, or one of these.")
"""Asked of a proposal that is likely to tell of an incident that is there."""


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of a paragraph at a character of the source, with the fields whose words it is.

    `told` says that it lies in what tells of the incident; `colour` is 0 where no value says it.
    `ends` are the fields whose words end here, which is where they are named.
    """

    text: str
    at: int
    told: bool = False
    fields: tuple[str, ...] = ()
    ends: tuple[str, ...] = ()
    colour: int = 0
    begins: bool = False


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph of a source; `gap` says that something is left out before it."""

    at: int
    pieces: tuple[Piece, ...]
    gap: bool = False


@dataclass(frozen=True, slots=True)
class Text:
    """A part of a source's text, or all of it: `whole` says which.

    `before` and `after` are where the parts around it begin, as far as all of it is shown in parts.
    """

    paragraphs: tuple[Paragraph, ...]
    whole: bool
    length: int
    before: int | None = None
    after: int | None = None


def text_of(text: str, account: Record, *, part: int | None = None) -> Text:
    """The text of a source with the words of an account marked, as far as it stands around them.

    `part` asks for a large part of it from a character on, which is mostly all of it.
    """
    spans = spans_of([account], account["source"], len(text))
    whole = part is not None
    start = min(max(0, part or 0), len(text)) // _MOST * _MOST
    windows = [(start, min(len(text), start + _MOST))] if whole else _windows(text, spans)
    pieces = []
    paragraphs: list[Paragraph] = []
    at = 0
    for piece in pieces_of(text, spans):
        within = [spans[number] for number in piece.within]
        fields = _fields(within)
        starts = bool(_fields([spans[number] for number in piece.begins]))
        end = at + len(piece.text)
        ends = _fields([span for span in within if span.end == end])
        colour = FIELDS[fields[-1]].colour if fields else 0
        pieces.append(Piece(piece.text, at, bool(within), fields, ends, colour, starts))
        at = end
    last = 0
    for start, end in windows:
        for paragraph in _paragraphs(pieces, start, end):
            first = not paragraphs or paragraphs[-1].at < start
            gap = first and start > last
            paragraphs.append(Paragraph(paragraph.at, paragraph.pieces, gap))
        last = end
    return Text(
        tuple(paragraphs), windows == [(0, len(text))], len(text),
        start - _MOST if whole and start else None,
        start + _MOST if whole and start + _MOST < len(text) else None,
    )  # fmt: skip


def _fields(spans: Sequence[Span]) -> tuple[str, ...]:
    """The fields whose words spans are, of the longest first; a party's count is that of all."""
    ordered = sorted(spans, key=lambda span: span.start - span.end)
    found = dict.fromkeys(
        name
        for span in ordered
        for _account, _incident, field in span.rests
        if field and (name := _form_field(field)) in FIELDS
    )
    return tuple(found)


def _form_field(field: str) -> str:
    name, *rest = field.split(":")
    return rest[1] if name == "casualties" and len(rest) == 2 else name


def _windows(text: str, spans: Sequence[Span]) -> list[tuple[int, int]]:
    """What is shown: whole paragraphs around the words."""
    found: list[tuple[int, int]] = []
    for span in spans or ():
        low, high = max(0, span.start - _ROUND), min(len(text), span.end + _ROUND)
        before = text.rfind("\n", max(0, low - _LINE), low)
        after = text.find("\n", high, high + _LINE)
        start = before + 1 if before >= 0 else low if low > _LINE else 0
        end = after if after >= 0 else high if high + _LINE < len(text) else len(text)
        if found and start <= found[-1][1]:
            found[-1] = (found[-1][0], max(end, found[-1][1]))
        else:
            found.append((start, end))
    return found or [(0, min(len(text), _MOST))]


def _paragraphs(pieces: Iterable[Piece], start: int, end: int) -> list[Paragraph]:
    lines: list[list[Piece]] = [[]]
    for piece in pieces:
        offset = 0
        for number, line in enumerate(piece.text.split("\n")):
            if number:
                lines.append([])
            at = piece.at + offset
            first, last = max(at, start), min(at + len(line), end)
            if first < last:
                part = line[first - at : last - at]
                lines[-1].append(
                    Piece(part, first, piece.told, piece.fields, piece.ends, piece.colour,
                          piece.begins and at == piece.at)
                )  # fmt: skip
            offset += len(line) + 1
    said = [line for line in lines if "".join(piece.text for piece in line).strip()]
    return [Paragraph(line[0].at, tuple(line)) for line in _unwrapped(said)]


def _unwrapped(lines: list[list[Piece]]) -> list[list[Piece]]:
    """Lines of which one that was only broken as it was long goes on with the next one."""
    found: list[list[Piece]] = []
    for line in lines:
        before = found[-1] if found else []
        text = "".join(piece.text for piece in before).rpartition("\n")[2]
        end = before[-1].at + len(before[-1].text) if before else -1
        broken = _WRAPPED[0] <= len(text) <= _WRAPPED[1] and "\t" not in text
        if broken and end + 1 == line[0].at:
            both = before[-1].told and line[0].told
            before += [Piece("\n", end, both), *line]
        else:
            found.append(line)
    return found


def neighbours(account: Record, others: Iterable[Record]) -> list[dict[str, Any]]:
    """The proposals of a source that stand next to one, as engines number them in their order."""
    ordered = sorted([account, *others], key=lambda one: _natural(one["id"]))
    at = ordered.index(account)
    near = ordered[max(0, at - _BESIDE) : at + _BESIDE + 1]
    return [complete(one) for one in near if one is not account]


def _natural(id_: str) -> list[tuple[int, str]]:
    return [(int(part), "") if part.isdecimal() else (0, part) for part in re.split(r"(\d+)", id_)]


def sentences_of(text: str, account: Record) -> list[tuple[int, int, str]]:
    """The sentences of the passages of an account: start, end, words."""
    from waqia.reading import sentence_spans

    found = []
    for anchor in account.get("anchors") or ():
        if anchor.get("field") or anchor.get("start") is None:
            continue
        start, end = anchor["start"], anchor["end"]
        for first, last in sentence_spans(text[start:end]):
            found.append((start + first, start + last, text[start + first : start + last]))
    return sorted(dict.fromkeys(found))


def complete(record: Record) -> dict[str, Any]:
    """An account with None for every column that it does not have, as the templates want it."""
    whole = dict.fromkeys(_COLUMNS) | {"revision": None, "incident": None} | dict(record)
    if whole["casualties"]:
        whole["casualties"] = [PARTY | part for part in whole["casualties"]]
    return whole


@dataclass(frozen=True, slots=True)
class Column:
    """What one says of every field, in a table beside the others: what it is chosen by, a record.

    `who` is the id of an account, the name of a coder, or `rule`.
    """

    who: str
    record: dict[str, Any]


def accounts_beside(incident: Record, accounts: Iterable[Record]) -> list[Column]:
    """What the rules gave of an incident, and what each of its accounts says."""
    said = [Column(account["id"], complete(account)) for account in accounts]
    return [Column("rule", complete(incident["values"])), *said]


def codings_beside(account: Record, codings: Iterable[Record]) -> list[Column]:
    """What each coder said of an account, the first one first, whatever was resolved since."""
    others = list(codings)
    first = dict(account)
    for coding in others:
        for field, value in coding["first"].items():
            first |= dict.fromkeys(DECIDED.get(field, (field,))) | value
    said = {account["made_by"]: first} | {one["coder"]: one["values"] for one in others}
    return [Column(who, complete(record)) for who, record in said.items()]


def choices(codebook: Codebook, language: str) -> dict[str, list[tuple[str, str]]]:
    """Vocabulary → its codes with labels, for lists to choose from; by label but for parties."""
    found = {
        vocabulary: [(code, codebook.label(vocabulary, code, language))
                     for code in codebook.terms(vocabulary)]
        for vocabulary in ("type", "party", "actor", "target", "tactic")
    }  # fmt: skip
    for vocabulary in ("actor", "target", "tactic"):
        found[vocabulary].sort(key=lambda each: each[1].casefold())
    return found
