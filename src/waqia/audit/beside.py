"""Shares that stand beside their part and their whole: "15 of the 30 attacks, 60 percent"."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import accumulate

from waqia.audit.nouns import Noun, Said, counts_of, noun_of
from waqia.audit.percents import end_of, is_said
from waqia.audit.phrases import Clause
from waqia.audit.portions import (
    THE,
    WORD,
    bounds_of,
    is_of,
    is_unlimited,
    sentence_before,
    whole_of,
)
from waqia.audit.terms import Terms
from waqia.reading import Number

_JOINED = re.compile(
    rf"(?P<noun>(?:{WORD}){{0,6}}?)\s*"
    r"(?:(?:[,،(–—]|\s-)\s*(?P<equal>or\s+|i\.e\.,?\s+|that\s+is,?\s+|یعنی\s+|یا\s+)?|(?P<that>یعنی)\s+)"
    r"(?:just\s+|only\s+|exactly\s+|صرف\s+)?(?:close\s+to\s+)?$",
    re.IGNORECASE,
)
_ENDS = re.compile(r"\s*(?:[),،;–—.۔]|$)")
_NO_SHARE = re.compile(
    r"\s*(?:points?\b|of\b"  # of a whole of its own
    r"|(?:more|less|fewer|higher|lower|greater|above|below|up|down|than|increase|decrease|rise|fall|"
    r"drop|decline|jump|surge|growth|reduction)\b|زیادہ|زائد|کم(?!\w)|کمی|اضافہ|اضافے)",
    re.IGNORECASE,
)
_OF = re.compile(rf"\s*[),–—]*\s+(?:out\s+)?of\s+{THE}$", re.IGNORECASE)
_FIRST = re.compile(r"\s*(?:\(|,?\s*or\s+)$", re.IGNORECASE)
_SECOND = re.compile(rf"(?:{WORD}){{0,4}}\s*[,(–—]\s*or\s+", re.IGNORECASE)
_CLOSED = re.compile(rf"(?:{WORD})?\s*[,).]")
_BEGINS = re.compile(r"\W*(?:(?:only|just|some|in|but|and|yet)\s+)*", re.IGNORECASE)
_SEVERAL = re.compile(r"\d\s*(?:%|percent)?\s*(?:,|،|and|or|to|اور)\s*$", re.IGNORECASE)
_MORE_OF_THEM = re.compile(
    r"\s*(?:,|،|\band\b|اور)\s*\d[\d.]*\s*(?:%|٪|per\s?cent|فیصد|فی صد)", re.IGNORECASE
)
_IN_TURN = re.compile(r"\brespectively\b|بالترتیب", re.IGNORECASE)


def misstated(
    clauses: Sequence[Clause], position: int, share: Number, terms: Terms, home: str | None
) -> tuple[Said, Said] | None:
    """The part and the whole beside a share that does not follow from them; None where it may."""
    clause = clauses[position]
    text = clause.text
    if (
        _IN_TURN.search(text)
        or _SEVERAL.search(text, 0, share.start)
        or _MORE_OF_THEM.match(text, share.end)
    ):
        return None
    found = _beside(clauses, position, share, terms, home)
    if found is None or not _are_of_one(noun_of(*found[0]), noun_of(*found[1])):
        return None
    part, whole = found
    before = sentence_before(clauses, position)
    numbers = [(one, n) for one in (clause, before) if one for n in counts_of(one)]
    if any(_fits(text, share, part, other) for other in numbers if other != part):
        return None  # of the whole, or of another
    ahead = [n for n in counts_of(clause) if n.end <= part[1].start and n != whole[1]]
    summed = accumulate(float(n.best or 0) for n in (part[1], *reversed(ahead)))
    if any(is_said(100 * value / float(whole[1].best or 1), text, share) for value in summed):
        return None
    return None if bounds_of(*part)[0] > bounds_of(*whole)[1] else found


def _are_of_one(part: Noun, whole: Noun) -> bool:
    """A number may be a part of another: both count the same, or one has no noun of its own."""
    return part == "none" or (part != "else" and whole in (part, "none"))


def _beside(
    clauses: Sequence[Clause], position: int, share: Number, terms: Terms, home: str | None
) -> tuple[Said, Said] | None:
    """The part and whole of a share, as the words around it tell them."""
    clause = clauses[position]
    text, numbers = clause.text, clause.numbers
    counts = counts_of(clause)
    ahead = [n for n in counts if n.end <= share.start]
    behind = [n for n in counts if n.start >= share.end]
    if len(behind) > 1 and _FIRST.fullmatch(text, share.end, behind[0].start):
        told = is_of(clause, *behind[:2]) or _OF.fullmatch(text, behind[0].end, behind[1].start)
        return ((clause, behind[0]), (clause, behind[1])) if told else None
    if len(behind) > 1 and _OF.fullmatch(text, share.end, behind[0].start):
        told = _SECOND.fullmatch(text, behind[0].end, behind[1].start) and _CLOSED.match(
            text, behind[1].end
        )
        return ((clause, behind[1]), (clause, behind[0])) if told else None
    joined = _JOINED.match(text, ahead[-1].end, share.start) if ahead else None
    if joined is None:
        return None
    last, end = ahead[-1], end_of(text, share)
    if behind and _OF.fullmatch(text, end, behind[0].start):
        return (clause, last), (clause, behind[0])
    equal = joined["equal"] or joined["that"]
    if _NO_SHARE.match(text, end) if equal else not _ENDS.match(text, end):
        return None
    if len(ahead) > 1 and is_of(clause, ahead[-2], last):
        return (clause, ahead[-2]), (clause, last)
    whole = whole_of(clauses, position, numbers.index(last))
    if whole is None and not joined["noun"].strip():
        whole = _alone_before(clauses, position, terms, home)
    return ((clause, last), whole) if whole else None


def _alone_before(
    clauses: Sequence[Clause], position: int, terms: Terms, home: str | None
) -> Said | None:
    """The one number of the sentence before, of which the one of this sentence is a part."""
    clause, before = clauses[position], sentence_before(clauses, position)
    if before is None or len(counts_of(clause)) != 1:
        return None
    if not _BEGINS.fullmatch(clause.text, 0, counts_of(clause)[0].start):
        return None
    counts = counts_of(before)
    if len(counts) != 1 or not is_unlimited(before, clause, terms, home):
        return None
    if clause.dated and clause.span != before.span:
        return None
    return before, counts[0]


def _fits(text: str, share: Number, part: Said, whole: Said) -> bool:
    """Some part and some whole within what they are said to be make the share."""
    least, most = bounds_of(*part)
    fewest, many = bounds_of(*whole)
    value = float(share.best or 0) * (100 if share.kind == "fraction" else 1)
    low, high = 100 * least / many, 100 * most / max(fewest, 1)
    return is_said(min(max(value, low), high), text, share)
