"""The shape of a language's date grammar: rules found by their first word, and its cues."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from waqia.reading.proposing.dates.resolving import Resolve, Words


def any_of(words: str | Iterable[str]) -> str:
    """A pattern of any of some words, the longest first; a space matches any white space."""
    listed = words.split() if isinstance(words, str) else words
    longest = sorted(listed, key=len, reverse=True)
    return "(?:" + "|".join(re.escape(word).replace(r"\ ", r"\s+") for word in longest) + ")"


class Rule:
    """Phrases that begin with one of some words (`#`: a number), and what they mean.

    `relative` says that the phrase counts from another day; `bare` that it dates only behind a
    word such as "in"; `year` that it does so only where the number is a year.
    """

    __slots__ = ("bare", "pattern", "relative", "resolve", "starters", "year")

    def __init__(
        self,
        starters: str | Iterable[str],
        pattern: str,
        resolve: Resolve,
        *,
        relative: bool = False,
        bare: bool = False,
        year: bool = False,
    ) -> None:
        named = starters.split() if isinstance(starters, str) else starters
        self.starters = frozenset(named)
        self.pattern = re.compile(pattern, re.IGNORECASE)
        self.resolve = resolve
        self.relative, self.bare, self.year = relative, bare, year


@dataclass(frozen=True, slots=True)
class Cues:
    """What stands round a date phrase and says what the date is of; None: a language has none.

    Attributes:
        bare: before a month without day or year, or a number that is a year, that dates.
        verbs: months that are other words too, unless they begin with a capital.
        outside_before, outside_after: the thing told did not happen then ("until", "born in").
        since_before, since_after: it began then; where that was lately, it goes on until today.
        from_before: "from", where no "to" follows.
        said_before, said_after: it was said then.
        ahead_before, ahead_after: it was to come ("will … on Sunday").
        named_before, named_after: the date names a thing ("the 2014 attack").
        linked, between, closing: two dates make one stretch; "and" only behind `between` or
            before `closing`.
        dateline: the head of an article.
    """

    bare: re.Pattern[str]
    verbs: frozenset[str]
    outside_before: re.Pattern[str] | None
    outside_after: re.Pattern[str] | None
    since_before: re.Pattern[str] | None
    since_after: re.Pattern[str] | None
    from_before: re.Pattern[str] | None
    said_before: re.Pattern[str] | None
    said_after: re.Pattern[str] | None
    ahead_before: re.Pattern[str] | None
    ahead_after: re.Pattern[str] | None
    named_before: re.Pattern[str] | None
    named_after: re.Pattern[str] | None
    linked: re.Pattern[str]
    between: re.Pattern[str] | None
    closing: re.Pattern[str] | None
    dateline: re.Pattern[str]


@dataclass(frozen=True, slots=True)
class Grammar:
    """The date grammar of a language; `rules` by the word their phrases begin with."""

    words: Words
    rules: Mapping[str, tuple[Rule, ...]]
    cues: Cues

    @classmethod
    def of(cls, words: Words, rules: Iterable[Rule], cues: Cues) -> Grammar:
        """A grammar of rules of which the earlier go first."""
        by_word: dict[str, list[Rule]] = {}
        for rule in rules:
            for word in rule.starters:
                by_word.setdefault(word, []).append(rule)
        return cls(words, {word: tuple(listed) for word, listed in by_word.items()}, cues)
