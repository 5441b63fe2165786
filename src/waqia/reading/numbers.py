"""The numbers of a stretch of prose: what kind each is, and the least, best and most it says."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from itertools import chain
from typing import Literal

from waqia.model import parse_count, plain_digits, whole_number
from waqia.reading import number_patterns as words
from waqia.reading.document import Span

NumberKind = Literal[
    "count", "percent", "fraction", "ordinal", "year", "date", "clock", "money", "age", "measure",
    "identifier",
]  # fmt: skip
Vague = Mapping[str, tuple[int, int | None, int | None]]


@dataclass(frozen=True, slots=True)
class Number:
    """A number as it is said, at `start` to `end` of the text, bounds such as "at least" included.

    `digits` is the place of the number itself. Only a `count` counts things or persons; `min`,
    `best` and `max` of a `percent` are in percent, of a `fraction` shares of one, of `money` and
    a `measure` in the unit that stands beside it; a date and a clock time have none.
    A bound that is not said is None, as in `parse_count`; `imputed` tells that a rule turned
    words into numbers. `whole` is the position, among the numbers found, of the number this one
    is a part of: 81 of "over 84, including 81 policemen".
    """

    start: int
    end: int
    kind: NumberKind
    min: float | None
    best: float | None
    max: float | None
    imputed: bool = False
    digits: Span = (0, 0)
    whole: int | None = None


def numbers(text: str, vague: Vague | None = None) -> list[Number]:
    """The numbers of a text, in order and not overlapping.

    Args:
        text: prose, of a sentence or more; English and Urdu words and all decimal digits are read.
        vague: vague words of the codebook (`Codebook.vague_counts`); without it none is read.

    Returns:
        The numbers; what stands in a web address or marks a footnote is none. "one" and "no" are
        read as words of number only where `parse_count` can tell: "one" is, "no" and "a" are not.
    """
    plain = _lowered(plain_digits(text))
    taken = bytearray(len(text))
    for match in chain(words.NO_NUMBER.finditer(text), words.NO_COUNT.finditer(plain)):
        taken[match.start() : match.end()] = b"x" * (match.end() - match.start())
    found: list[Number] = []
    for kind, pattern in words.WHOLE_PHRASES:
        spans = [match.span() for match in pattern.finditer(plain) if _take(taken, *match.span())]
        found += [Number(*span, kind, None, None, None, digits=span) for span in spans]
    at = 0
    for begin in words.starts(plain, frozenset(vague or ())):
        if begin < at or taken[begin]:
            continue
        number = next(_readings(plain, begin, vague or {}), None)
        if number and _take(taken, number.start, number.end):
            found.append(number)
            at = number.end
    found.sort(key=lambda number: number.start)
    return list(_with_wholes(plain, found))


def _lowered(text: str) -> str:
    lowered = text.lower()
    if len(lowered) == len(text):
        return lowered
    return "".join(low if len(low := char.lower()) == 1 else char for char in text)


def _take(taken: bytearray, start: int, end: int) -> bool:
    """Mark a stretch as taken; whether all of it was free."""
    free = not any(taken[start:end])
    if free:
        taken[start:end] = b"x" * (end - start)
    return free


def _readings(plain: str, begin: int, vague: Vague) -> Iterator[Number]:
    """What the number that begins at a place may be, the likeliest first."""
    if match := words.ORDINAL.match(plain, begin):
        yield _ordinal(match)
    if match := words.FRACTION.match(plain, begin):
        yield from _found(_share(plain, _bound(plain, begin), match.span()))
    between = words.BETWEEN.match(plain, begin)
    one = words.NUMBER.match(plain, between.end() if between else begin)
    pattern = words.vague_word(frozenset(vague))
    match = pattern.match(plain, begin) if pattern else None
    vaguely = match is not None and not words.MEASURE.match(plain, match.end())
    if match and vaguely and one and match.end() > one.end():
        yield from _found(_counted(plain, match.span(), vague))
    if one:
        to = (words.AND if between else words.TO).match(plain, one.end())
        other = to and words.NUMBER.match(plain, to.end())
        if other and not _is_change(plain, begin, one, other):
            yield from _found(_read(plain, (begin, other.end()), vague))
        if not between:
            yield from _found(_read(plain, one.span(), vague))
    if match and vaguely:
        yield from _found(_counted(plain, match.span(), vague))


def _is_change(plain: str, begin: int, one: re.Match[str], other: re.Match[str]) -> bool:
    """Two numbers and no range: "from 11 to 24", "in 2022 to 2,413"."""
    years = [bool(words.YEAR.fullmatch(match[0])) for match in (one, other)]
    mixed = years[0] != years[1] and not words.YEARS.fullmatch(plain, one.start(), other.end())
    changed = words.FROM.search(plain[max(begin - 20, 0) : begin])
    return mixed or (bool(changed) and "to" in plain[one.end() : other.start()])


def _found(number: Number | None) -> Iterator[Number]:
    if number:
        yield number


def _bound(plain: str, begin: int) -> int:
    """Where the words that bound a number begin, or the number itself."""
    before = plain[max(begin - 40, 0) : begin]
    match = words.BEFORE.search(before)
    return begin - len(before) + match.start() if match else begin


def _read(plain: str, core: Span, vague: Vague) -> Number | None:
    """A number in digits or words, or a range, by what stands beside it."""
    before, after = plain[max(core[0] - 60, 0) : core[0]], plain[core[1] : core[1] + 60]
    said, start = plain[slice(*core)], _bound(plain, core[0])
    if words.NAMED.search(before[-30:]) or re.fullmatch(r"0\d+", said):
        return _measured(plain, core, core, "identifier")
    if unit := words.PERCENT.match(after):
        return _measured(plain, (start, core[1] + unit.end()), core, "percent")
    if paid := words.MONEY_BEFORE.search(before[-8:]):
        return _measured(plain, (core[0] - len(paid[0]), core[1]), core, "money")
    if unit := words.MONEY_AFTER.match(after):
        return _measured(plain, (start, core[1] + unit.end()), core, "money")
    if words.AGE.match(after) or words.AGED.search(before[-8:]):
        return _measured(plain, core, core, "age")
    if words.MEASURE.match(after):
        return _measured(plain, (start, core[1]), core, "measure")
    if words.YEARS.fullmatch(said) and not (
        words.COUNTED.match(after) and not words.IN_YEAR.search(before[-12:])
    ):
        return _measured(plain, core, core, "year")
    if re.search(r"\d\.\d", said) and whole_number(said) is None:
        return _measured(plain, (start, core[1]), core, "measure")
    return _counted(plain, core, vague)


def _counted(plain: str, core: Span, vague: Vague) -> Number | None:
    behind = words.BEHIND.match(plain, core[1])
    whole = (_bound(plain, core[0]), behind.end() if behind else core[1])
    for start, end in dict.fromkeys([whole, core]):
        if count := parse_count(" ".join(plain[start:end].split()), vague):
            return Number(
                start, end, "count", count.min, count.best, count.max, count.imputed, core
            )
    return None


def _ordinal(match: re.Match[str]) -> Number:
    tens, _, last = match[0].replace("-", " ").rpartition(" ")
    digits = re.match(r"\d+", match[0])
    value = int(digits[0][:9]) if digits else words.ORDINALS[last] + (whole_number(tens) or 0)
    return Number(*match.span(), "ordinal", value, value, value, digits=match.span())


def _measured(
    plain: str, span: tuple[int, int], core: tuple[int, int], kind: NumberKind
) -> Number | None:
    """A number that need not be whole, with the bounds of a count."""
    said = plain[slice(*core)]
    if kind == "year" and said.endswith("s"):
        return Number(*core, kind, int(said[:4]), None, int(said[:4]) + 9, True, core)
    ends = re.split(
        r"(?<=[\w%])\s?(?:-|–|—|\bto\b|\band\b|سے)\s?(?=\d)", said.removeprefix("between ")
    )
    values = [_decimal(end) for end in ends]
    if None in values or not values:
        whole = _decimal(said)
        values = [whole]
    if values[0] is None:
        return None
    least, most = values[0], values[-1]
    if kind == "year" and len(values) == 2 and most is not None and most < 100 <= least:
        most += least // 100 * 100
    if len(values) == 2 and most is not None and most >= least:
        return Number(*span, kind, least, (least + most) / 2, most, True, core)
    bounds = plain[span[0] : core[0]] + "1" + plain[core[1] : span[1]]
    low, best, high = _bounded(words.PERCENT.sub("", bounds), least)
    return Number(*span, kind, low, best, high, digits=core)


def _bounded(bounds: str, value: float) -> tuple[float | None, float, float | None]:
    """The bounds of a number that is not counted in ones: "over 82 percent" is at least 82."""
    shape = parse_count(re.sub(r"[^\w>=≥≤<~ ]", "", bounds).strip(), {})
    if shape is None:
        return value, value, value
    return (
        None if shape.min is None else value,
        value,
        None if shape.max is None else value,
    )


def _decimal(said: str) -> float | None:
    bare = said.strip().replace(",", "")
    if re.fullmatch(r"\d+(?:\.\d+)?", bare):
        return float(bare) if "." in bare else int(bare)
    if (whole := whole_number(said)) is not None:
        return whole
    if match := re.fullmatch(r"([\d.]+)\s?(\D+)", bare):
        scale = whole_number(f"1 {match[2]}")
        return None if scale is None or match[1].count(".") > 1 else float(match[1]) * scale
    return None


def _share(plain: str, start: int, core: Span) -> Number | None:
    said = plain[core[0] : core[1]]
    parts = re.split(r"[\s-]+", said)
    below = words.SHARES.get(parts[-1].rstrip("s")) or words.SHARES.get(parts[-1])
    above = whole_number(parts[0]) if len(parts) > 1 and parts[0] not in ("a", "an") else 1
    if below is None or above is None or above >= below:
        return None
    low, best, high = _bounded(plain[start : core[0]] + "1", above / below)
    return Number(start, core[1], "fraction", low, best, high, digits=core)


def _with_wholes(plain: str, found: list[Number]) -> Iterator[Number]:
    """Counts behind "including", a bracket or before "of whom" are parts of the count before."""
    whole: int | None = None
    last: int | None = None
    at = 0
    bracket = False
    for position, number in enumerate(found):
        between = plain[at : number.start]
        at = number.end
        if words.STOPS.search(between):
            whole = last = None
        if bracket and ")" in between:
            whole, bracket = None, False
        if number.kind != "count":
            yield number
            continue
        opened = between.rstrip().endswith("(")
        if last is not None and (
            opened or words.INCLUDING.search(between) or words.OF_THEM.match(plain, at)
        ):
            whole, bracket = last if whole is None else whole, opened
        elif whole is not None and not words.LISTED.fullmatch(between):
            whole = None
        yield replace(number, whole=whole)
        last = position if whole is None else last
