"""Numbers that a sentence divides into parts: in brackets, behind "including", "of 30", a colon."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from waqia.audit.apart import Apart, Part
from waqia.audit.nouns import Said, are_one_kind, counts_of, noun_of
from waqia.audit.phrases import Clause
from waqia.audit.portions import (
    is_of,
    is_whole,
    of_these,
    whole_told,
)
from waqia.reading import Number

Told = Literal["bracket", "including", "out of", "list", "single"]

_OUT_OF = re.compile(
    r"\bout of (?:(?:the|a|all|these|said)\s+)*(?:total (?:of\s+)?)?$", re.IGNORECASE
)
_BACKWARDS = re.compile(r"(?:compared (?:to|with)|than|in which|killing|injuring)\s*$", re.I)
_OF_PARTS = re.compile(r"\b(?:of (?:whom|which|them)|including)\b", re.IGNORECASE)
_EACH = re.compile(r"\beach\b", re.IGNORECASE)
_DIVIDED = re.compile(
    r"[^.;:()\[\]–—]{0,90}?(?::|\s[–—-]|,?\s+with)\s+(?:(?:a total of|some|the)\s+)?$",
    re.IGNORECASE,
)
_BARE_OF = re.compile(r"\s+(?:out\s+of|of\s+(?:the|these|those|all))\s+(?:\w+\s+)?", re.IGNORECASE)
_BARE = re.compile(r"\s*(?:\(|\b(?:were|was|had|are)\b|of\s+them\b)", re.IGNORECASE)
_JOINED = re.compile(r"\b(?:as well as|along with|together with|in addition)\b", re.IGNORECASE)
_MOST_PARTS = 20
_FAR = 90
"""Characters between a number and a part of it, from where on the part may be of another."""


@dataclass(frozen=True)
class Split:
    """A number and the numbers named as its parts, each with how often it counts.

    `told` is how it is divided; `apart` says that the parts plainly exclude each other, `crossing`
    that some may plainly be others. `complete` says that no number is left which is no part.
    """

    clause: Clause
    whole: Said
    parts: tuple[tuple[Number, int], ...]
    told: Told
    complete: bool = False
    apart: bool = False
    crossing: bool = False


def splits(clauses: Sequence[Clause], position: int, apart: Apart) -> Iterator[Split]:
    """The numbers of a sentence that it divides."""
    clause = clauses[position]
    counts = counts_of(clause)
    yield from _single(clause, counts)
    yield from _linked(clause, apart)
    for at, number in enumerate(counts):
        rest = _beyond(clause, counts[at + 1 :])
        if is_whole(clause, number):
            told: Told = "out of"
        elif (
            rest
            and not any(_figured(clause, n) for n in counts[:at])
            and _DIVIDED.fullmatch(clause.text, number.end, rest[0].start)
        ):
            told = "list"
        else:
            continue
        yield from _divided(clause, (clause, number), rest, told, apart)
    if whole := of_these(clauses, position):
        rest = _beyond(clause, counts)
        yield from _divided(clause, whole, rest, "list", apart)


def _single(clause: Clause, counts: Sequence[Number]) -> Iterator[Split]:
    """A number with one that is said to be a part of it: "15 of the 12", "12, including 14"."""
    for at, part in enumerate(counts):
        after = counts[at + 1] if at + 1 < len(counts) else None
        before = counts[at - 1] if at else None
        whole: Number | None = None
        if after and _BARE_OF.fullmatch(clause.text, part.end, after.start):
            whole = after if is_of(clause, part, after) else None
        elif before and _is_out_of(clause, part, before):
            whole = before
        if whole and are_one_kind((clause, part), (clause, whole)):
            yield Split(clause, (clause, whole), ((part, 1),), "single")


def _is_out_of(clause: Clause, part: Number, before: Number) -> bool:
    """The number right before one is told to include it, or that what follows is out of it."""
    between = clause.text[before.end : part.start]
    if whole_told(clause, part) is before:
        return len(between) < _FAR and "(" not in between and not _JOINED.search(between)
    bare = noun_of(clause, part) == "none"
    return is_whole(clause, before) and (not bare or bool(_BARE.match(clause.text, part.end)))


def _linked(clause: Clause, apart: Apart) -> Iterator[Split]:
    """Numbers in brackets, or behind "including", of the number before."""
    by_whole: dict[Number, list[Number]] = {}
    for number in clause.numbers:
        if number.kind == "count" and (told_of := whole_told(clause, number)):
            by_whole.setdefault(told_of, []).append(number)
    for whole, members in by_whole.items():
        opened = clause.text.rfind("(", 0, whole.start)
        if opened > clause.text.rfind(")", 0, whole.start):
            closing = clause.text.find(")", opened)
            if any(number.start > closing for number in members):
                continue
        parts = _multiplied(clause, whole, members)
        if parts and not whole.imputed and len(parts) > 1:
            between = clause.text[whole.end : members[0].start]
            bracket = between.rstrip().endswith("(")
            closed = clause.text.find(")", members[-1].end)
            inside = clause.text[members[0].start : closed if bracket and closed > 0 else None]
            same = all(are_one_kind((clause, n), (clause, whole)) for n in members)
            listed = (
                same
                and bracket
                and not re.search(r"\bmainly|\bmostly|includ", between + inside, re.I)
            )
            limited = _parts(clause, members, apart)
            yield Split(
                clause, (clause, whole), tuple(parts), "bracket" if listed else "including",
                apart=apart.exclude((clause, whole), clause, limited),
                crossing=apart.cross(limited),
            )  # fmt: skip


def _divided(
    clause: Clause, whole: Said, rest: Sequence[Number], told: Told, apart: Apart
) -> Iterator[Split]:
    """The first of the numbers behind one that exclude each other."""
    parts = _parts(clause, rest[:_MOST_PARTS], apart)
    most = 0
    for length in range(2, len(parts) + 1):
        if not apart.exclude(whole, clause, parts[:length]):
            break
        most = length
    if most:
        out_of = bool(_OUT_OF.search(whole[0].text[: whole[1].start]))
        yield Split(
            clause, whole, tuple((part.number, 1) for part in parts[:most]), told,
            complete=out_of and most == len(rest), apart=True,
        )  # fmt: skip


def _beyond(clause: Clause, rest: Sequence[Number]) -> list[Number]:
    """The numbers that are neither parts of one of them nor only compared."""
    return [n for n in rest if not whole_told(clause, n) and not _backwards(clause, n)]


def _figured(clause: Clause, number: Number) -> bool:
    return any(f.start == clause.sentence.start + number.start for f in clause.figures)


def _parts(clause: Clause, members: Sequence[Number], apart: Apart) -> list[Part]:
    ends = [n.start for n in members[1:]] + [len(clause.text)]
    return [apart.part(clause, n, end) for n, end in zip(members, ends, strict=False)]


def _backwards(clause: Clause, number: Number) -> bool:
    """A number that is compared with, or counts what is no part."""
    return bool(_BACKWARDS.search(clause.text, max(0, number.start - 30), number.start))


def _multiplied(
    clause: Clause, whole: Number, members: list[Number]
) -> list[tuple[Number, int]] | None:
    """Each part with how often it counts: "one each in A and B" twice. None where not known."""
    found: list[tuple[Number, int]] = []
    for position, number in enumerate(members):
        after = members[position + 1].start if position + 1 < len(members) else len(clause.text)
        behind = clause.text[number.end : after]
        if number.imputed or (position + 1 < len(members) and _OF_PARTS.search(behind)):
            return None
        times = 1
        if _EACH.search(behind.split(";")[0][:40]):
            stop = min(
                (m.start() for m in re.finditer(r"[;.)]|\bwhile\b", behind)), default=len(behind)
            )
            times = sum(
                1
                for mention in clause.mentions
                if mention.of("place") and number.end <= mention.start < number.end + stop
            )
            if re.match(r"[^)]{0,30}\beach\s*\)", behind) or times == 0:
                return None
        found.append((number, times))
    return found if whole.best is not None else None
