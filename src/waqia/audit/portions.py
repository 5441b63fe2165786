"""What a number of a sentence is a part of, as the words beside it say: "15 of the 30 attacks"."""

from __future__ import annotations

import re
from collections.abc import Sequence
from math import inf

from waqia.audit.figure import bounds
from waqia.audit.nouns import Said, counts_of
from waqia.audit.phrases import Clause
from waqia.audit.terms import Terms
from waqia.audit.wording import COMPARED, INCIDENTS
from waqia.reading import Number

WORD = r"\s+(?:[^\W\d_][\w'’-]*|(?:19|20)\d\d)"
THE = (
    r"(?:(?:(?:the|a|all|these|those|such|said|its|their|total|overall|reported|recorded|combined|"
    r"over|some)\s+|of\s+)*)"
)
_OF_THE = re.compile(
    rf"(?:\s+out\s+of\s+|\s+of\s+|(?:{WORD}){{1,3}}\s+(?:out\s+of|of\s+(?:the|these|those|all))\s+)"
    rf"{THE}$",
    re.IGNORECASE,
)
_OUT_OF = re.compile(
    rf"(?:\bout\s+of|(?:^\W*|[;:,–—]\s+|\b(?:and|while|but|that)\s+)(?:of|among(?:st)?))\s+{THE}$",
    re.IGNORECASE,
)
_OUT_OF_UR = re.compile(r"(?:\s+[^\W\d_][^\s,،؛:;.۔()]*){0,5}?\s+میں\s+سے\b")
_BEHIND_OF = re.compile(r"(?:\s+[^\W\d_][^\s,،؛:;.۔()]*){0,3}\s+میں\s+سے\s+(?:صرف\s+)?$")
_INCLUDING = re.compile(
    r"(?:\b(?:including|comprising|namely|consisting of|among(?:st)? (?:them|whom|those)"
    r"|of (?:whom|which|them|those))(?:\s+(?:were|was|are|the|also|only|a total of))*"
    r"|(?<!\w)(?:جن میں|بشمول|ان میں)(?:\s+(?:سے|بھی))?)\s+$",
    re.IGNORECASE,
)
_IN_WHICH = re.compile(r"(?<!\w)(?:جن|ان) میں(?:\s+بھی)?\s+$")
"""May be "in which" as well as "of whom", where nothing says that they are of them."""
_OF_THEM_UR = re.compile(r"[^.۔;؛]*\bشامل\b")
_OF_THESE = re.compile(
    r"\W*(?:out\s+)?of\s+(?:these|them|those|the\s+total|this\s+total)\b|\W*ان\s+(?:\S+\s+)?میں\s+سے\b",
    re.IGNORECASE,
)
_OF_THEM = re.compile(r"\s+of\s+(?:these|them|those|whom|which)\b", re.IGNORECASE)
_INCIDENTS = re.compile(rf"\s+(?:\w+\s+){{0,2}}(?:{INCIDENTS.pattern})\b", re.IGNORECASE)
_TURNS = re.compile(r"[;:]|\b(?:while|whereas|but|against)\b|جبکہ", re.IGNORECASE)
_AND = re.compile(r"[,،]|\band\b|(?<!\w)اور(?!\w)")
_YEAR_BEFORE = re.compile(
    r"\b(?:previous|preceding|last) year\b|\byear (?:before|earlier)\b|گزشتہ سال|پچھلے سال", re.I
)
_NAME = re.compile(r"\s+[A-Z]|\s+[\w-]+\s?['’]")
"""What is no plain noun: the 12 Division, the three groups' fighters."""
_WHAT_BECAME = re.compile(
    r"\b(?:kill|injur|wound|martyr|claim|leav|arrest)(?:ed|ing|s)\s+(?:\w+\s+)?$", re.IGNORECASE
)


def is_whole(clause: Clause, number: Number) -> bool:
    """What is counted behind this number is told to be out of it: "of 30 attacks, 20 were …"."""
    text = clause.text
    return bool(
        _OUT_OF.search(text[: number.start]) or _OUT_OF_UR.match(text, number.end)
    ) and not _NAME.match(text, number.end)


def is_of(clause: Clause, part: Number, whole: Number) -> bool:
    """The words between the two say that the first is of the second: "15 of the 30 attacks"."""
    between = clause.text[part.end : whole.start]
    return bool(_OF_THE.fullmatch(between)) and not _NAME.match(clause.text, whole.end)


def whole_told(clause: Clause, part: Number) -> Number | None:
    """The number that a number is told to be a part of: in brackets, "including", "of them"."""
    if part.whole is None:
        return None
    whole = clause.numbers[part.whole]
    bracket = "(" in clause.text[whole.end : part.start]
    return whole if bracket or _is_included(clause, part) else None


def _is_included(clause: Clause, part: Number) -> bool:
    """The first of the parts of its whole stands right behind "including", or before "of them"."""
    first = next(n for n in clause.numbers if n.whole == part.whole)
    if _IN_WHICH.search(clause.text, 0, first.start) and not _OF_THEM_UR.match(
        clause.text, first.end
    ):
        return False
    return bool(
        _INCLUDING.search(clause.text, 0, first.start) or _OF_THEM.match(clause.text, first.end)
    )


def whole_of(clauses: Sequence[Clause], position: int, at: int) -> Said | None:
    """The number that the one at `at` of a sentence is a part of; None where no word says it."""
    clause = clauses[position]
    part = clause.numbers[at]
    counts = counts_of(clause)
    behind = next((n for n in counts if n.start >= part.end), None)
    if behind and is_of(clause, part, behind):
        return clause, behind
    ahead = [n for n in counts if n.end <= part.start]
    if ahead and _BEHIND_OF.fullmatch(clause.text, ahead[-1].end, part.start):
        return clause, ahead[-1]
    if told := whole_told(clause, part):
        return (clause, told) if _is_included(clause, part) else None
    if COMPARED.search(clause.text[: part.start]) or _YEAR_BEFORE.search(
        clause.text, part.end, part.end + 60
    ):
        return None
    out_of = [n for n in ahead if is_whole(clause, n)]
    of_them = None if ahead else _OF_THEM.match(clause.text, part.end)
    found = (clause, out_of[-1]) if out_of else of_these(clauses, position, of_them)
    if found and (
        _WHAT_BECAME.search(clause.text[: part.start])
        or (ahead and ahead[-1] is not found[1] and _moves_on(clause, ahead[-1], part))
    ):
        return None
    return found


def _moves_on(clause: Clause, one: Number, other: Number) -> bool:
    """Between two numbers a sentence turns to another place or time, or to what is opposed."""
    between = clause.text[one.end : other.start]
    joints = [joint.end() for joint in _AND.finditer(between)]
    begun = one.end + max(joints, default=0)
    named = [m.start for m in clause.mentions if m.of("place")] + [t.start for t in clause.times]
    return bool(_TURNS.search(between)) or any(begun <= at < other.start for at in named)


def of_these(
    clauses: Sequence[Clause], position: int, of_them: re.Match[str] | None = None
) -> Said | None:
    """The one number of the sentence before, where this one begins with "of these".

    `of_them` are these words where they stand behind a number. "Of these attacks" is of the one
    number of incidents.
    """
    clause, before = clauses[position], sentence_before(clauses, position)
    said = of_them or _OF_THESE.match(clause.text)
    if before is None or said is None:
        return None
    counts = counts_of(before)
    if _INCIDENTS.match(clause.text, said.end()):
        told = {f.start for f in before.figures if f.measure == "incidents" and not f.part}
        counts = [n for n in counts if before.sentence.start + n.start in told]
    return (before, counts[0]) if len(counts) == 1 else None


def sentence_before(clauses: Sequence[Clause], position: int) -> Clause | None:
    """The sentence before one, in its paragraph."""
    if not position:
        return None
    before = clauses[position - 1]
    return before if before.sentence.block == clauses[position].sentence.block else None


def is_unlimited(clause: Clause, within: Clause, terms: Terms, home: str | None) -> bool:
    """A sentence names no group, target or means, and only places that hold those of another."""
    if any(m.of(name) for m in clause.mentions for name in ("actor", "target", "tactic")):
        return False
    wide = {code for m in clause.mentions for code in m.of("place")[:1]} - {home}
    named = {code for m in within.mentions for code in m.of("place")[:1]}
    return all(wide <= {place, *terms.parents.get(place, ())} for place in named)


def bounds_of(clause: Clause, number: Number) -> tuple[float, float]:
    """The least and the most that a number may be, as it is said."""
    said = bounds(number.min, number.best, number.max, clause.text[number.start : number.end])
    return (said[1], said[2]) if said else (0.0, inf)
