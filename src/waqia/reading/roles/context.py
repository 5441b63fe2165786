"""What can be said of each token from its sentence and document, as names of features.

Everything is in lower case: newswire in capitals and ordinary prose read alike. Clusters of words
that occur in like company (see `bench/train_roles.py`) stand in for parts of speech and meaning.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property, lru_cache

from waqia.reading.roles.cues import (
    AUXILIARIES,
    DETERMINERS,
    FUNCTION_WORDS,
    LEXICON,
    TRIGGERS,
    stem,
)
from waqia.reading.roles.tokens import Tokens

Clusters = Mapping[str, tuple[str, str]]
"""Of each known word the names of its fine and its coarse cluster."""

UNKNOWN = ("?", "?")
_TOPICS = ("kill", "kidnap", "bomb", "attack", "burn", "rob", "claim")


def counts(tokens: Tokens) -> tuple[Counter[str], Counter[str]]:
    """How often each word, and each kind of deed, comes in the body of a text."""
    words = Counter(tokens.words[tokens.body :])
    deeds: Counter[str] = Counter()
    for word, times in words.items():
        if word in TRIGGERS:
            deeds[TRIGGERS[word]] += times
    return words, deeds


class Context:
    """What can be said of the tokens of a text, worked out for a sentence when it is asked for.

    `times` and `deeds` tell how often each word and each kind of deed comes in the body.
    """

    def __init__(self, tokens: Tokens, clusters: Clusters) -> None:
        self.clusters = clusters
        self.sentences = [span for span in tokens.sentences if span[0] >= tokens.body]
        self._tokens = tokens
        self._before = len(tokens.sentences) - len(self.sentences)
        self.times, self.deeds = counts(tokens)
        self._topics = [kind for kind in _TOPICS if self.deeds[kind] >= 2]
        self._known: dict[int, list[list[str]]] = {}

    def of(self, number: int) -> list[list[str]]:
        """The features of each token of a sentence, by its number in the body."""
        if number not in self._known:
            words = self._tokens.words[slice(*self.sentences[number])]
            sentence = _Sentence(words, self.clusters)
            self._known[number] = sentence.features(number, self.times, self._topics)
        return self._known[number]

    @cached_property
    def deeds_by_sentence(self) -> list[Counter[str]]:
        """How often each kind of deed comes in each sentence of the body."""
        words = self._tokens.words
        return [
            Counter(TRIGGERS[word] for word in words[first:last] if word in TRIGGERS)
            for first, last in self.sentences
        ]

    def sentence(self, token: int) -> int:
        """The number in the body of the sentence of a token."""
        return self._tokens.sentence_of[token] - self._before

    def at(self, token: int) -> list[str]:
        """The features of a token of the body."""
        number = self.sentence(token)
        return self.of(number)[token - self.sentences[number][0]]


@dataclass
class _Sentence:
    words: list[str]
    clusters: Clusters

    def __post_init__(self) -> None:
        size = len(self.words)
        self.shown = ["0" if word[0].isdigit() else word for word in self.words]
        self.stems = [stem(word) for word in self.shown]
        pairs = [self.clusters.get(word, UNKNOWN) for word in self.words]
        self.fine = [fine for fine, _ in pairs]
        self.coarse = [coarse for _, coarse in pairs]
        self.kinds = [LEXICON.get(word, ()) for word in self.words]
        self.deeds = [TRIGGERS.get(word) for word in self.words]
        joins = [word in FUNCTION_WORDS or not word[0].isalnum() for word in self.words]
        self._find_chunks(joins)
        self.before: list[int | None] = [None] * size
        self.after: list[int | None] = [None] * size
        last: int | None = None
        for n in range(size):
            self.before[n] = last
            last = n if self.deeds[n] else last
        last = None
        for n in reversed(range(size)):
            self.after[n] = last
            last = n if self.deeds[n] else last

    def _find_chunks(self, joins: list[bool]) -> None:
        """The first and the last token of the run of words between joining words around each."""
        size = len(self.words)
        self.head = [0] * size
        border = size
        for n in reversed(range(size)):
            verb = self.deeds[n] and self.words[n].endswith(("ed", "ing"))
            if joins[n] or verb:
                border = n
                self.head[n] = n
            else:
                self.head[n] = border - 1
        self.joins = joins
        self.start = [0] * size
        first = 0
        for n in range(size):
            if joins[n]:
                first = n + 1
                self.start[n] = n
            else:
                self.start[n] = first

    def _word(self, n: int) -> str:
        return "<s>" if n < 0 else "</s>" if n >= len(self.shown) else self.shown[n]

    def _fine(self, n: int) -> str:
        return self.fine[n] if 0 <= n < len(self.fine) else "?"

    def features(self, number: int, times: Counter[str], topics: list[str]) -> list[list[str]]:
        place = "0" if number < 2 else "1" if number < 5 else "2"
        told = sorted({deed for deed in self.deeds if deed})
        features = []
        for n, word in enumerate(self.words):
            row = self._near(n)
            row += ["F"] if self.joins[n] else self._chunk(n)
            coarse = self.coarse[n]
            row += [f"S={deed}|{coarse}" for deed in told]
            row += [f"D={deed}|{coarse}" for deed in topics]
            row += [f"pos={place}|{coarse}", f"cnt={min(3, times[word])}|{coarse}"]
            features.append(row)
        return features

    def _near(self, n: int) -> list[str]:
        shown, fine, coarse, kinds, size = (
            self.shown, self.fine, self.coarse, self.kinds, len(self.shown),
        )  # fmt: skip
        word = shown[n]
        row = [*_own(word, fine[n], coarse[n], kinds[n])]
        for step in (-2, -1, 1, 2):
            at = n + step
            if 0 <= at < size:
                row += _neighbour(step, shown[at], fine[at], coarse[at], kinds[at])
            else:
                row.append(f"{step}BOS")
        if n:
            row += [f"w-1|w={shown[n - 1]}|{word}", f"c-1|c={fine[n - 1]}|{fine[n]}"]
        if n + 1 < size:
            row += [f"w|w1={word}|{shown[n + 1]}", f"c|c1={fine[n]}|{fine[n + 1]}"]
        if n > 1:
            row.append(f"w-2|w-1={shown[n - 2]}|{shown[n - 1]}")
        if n + 2 < size:
            row.append(f"w1|w2={shown[n + 1]}|{shown[n + 2]}")
        return row

    def _chunk(self, n: int) -> list[str]:
        """Of a noun phrase: its head, the words around it, and the nearest deeds on each side."""
        head, start = self.head[n], self.start[n]
        coarse = self.coarse[head]
        at, determiner = start - 1, "-"
        if at >= 0 and self.words[at] in DETERMINERS:
            determiner = self.words[at]
            at -= 1
        left, left2 = self._word(at), self._word(at - 1)
        right, right2 = self._word(head + 1), self._word(head + 2)
        edges = ("s" if n == start else "m") + ("e" if n == head else "m")
        return [
            f"h={self.stems[head]}", f"hc={self.fine[head]}", f"hd={coarse}",
            f"L={left}", f"L2={left2}|{left}", f"det={determiner}|{self.coarse[n]}",
            f"LC={self._fine(at - 1)}|{left}",
            f"R={right}", f"R2={right}|{right2}",
            f"RC={self._fine(head + 1)}|{self._fine(head + 2)}",
            f"hc|L={coarse}|{left}", f"hc|R={coarse}|{right}",
            f"cp={edges}{_bucket(head - start + 1)}",
            *(f"hg={kind}" for kind in self.kinds[head]),
            *(f"hg|L={kind}|{left}" for kind in self.kinds[head]),
            *self._deed_before(start, head), *self._deed_after(head),
        ]  # fmt: skip

    def _voice(self, n: int) -> str:
        return "p" if AUXILIARIES.intersection(self.words[max(0, n - 2) : n]) else "a"

    def _deed_before(self, start: int, head: int) -> list[str]:
        at, coarse = self.before[start], self.coarse[head]
        if at is None:
            return [f"lt=none|{coarse}"]
        deed, word, between = self.deeds[at], self.words[at], self.words[at:start]
        link = next((link for link in ("by", "of", "on", "against") if link in between), "no")
        voice = self._voice(at) + ("on" if link == "against" else link)
        return [
            f"lt={deed}", f"lt={word}", f"lt={deed}|{coarse}",
            f"ltd={deed}|{_bucket(start - at)}", f"ltv={voice}|{word}",
            f"ltv={voice}|{deed}|{coarse}",
            *(f"ltg={voice}|{deed}|{kind}" for kind in self.kinds[head]),
        ]  # fmt: skip

    def _deed_after(self, head: int) -> list[str]:
        at, coarse = self.after[head], self.coarse[head]
        if at is None:
            return [f"rt=none|{coarse}"]
        deed, word, voice = self.deeds[at], self.words[at], self._voice(at)
        return [
            f"rt={deed}", f"rt={word}", f"rt={deed}|{coarse}",
            f"rtd={deed}|{_bucket(at - head)}", f"rtv={voice}|{word}",
            f"rtv={voice}|{deed}|{coarse}",
            *(f"rtg={voice}|{deed}|{kind}" for kind in self.kinds[head]),
        ]  # fmt: skip


@lru_cache(maxsize=20_000)
def _own(word: str, fine: str, coarse: str, kinds: tuple[str, ...]) -> tuple[str, ...]:
    """What is said of a token by its word alone."""
    return (
        "b", f"w={word}", f"s={stem(word)}", f"c={fine}", f"d={coarse}",
        f"x={word[-3:]}", f"y={word[-2:]}", f"p={word[:4]}", *(f"g={kind}" for kind in kinds),
    )  # fmt: skip


@lru_cache(maxsize=20_000)
def _neighbour(
    step: int, word: str, fine: str, coarse: str, kinds: tuple[str, ...]
) -> tuple[str, ...]:
    """What is said of a token by the word some steps from it."""
    beside = (f"{step}g={kind}" for kind in kinds) if abs(step) == 1 else ()
    return (f"{step}w={word}", f"{step}c={fine}", f"{step}d={coarse}", *beside)


def _bucket(distance: int) -> str:
    if distance < 4:
        return str(distance)
    return "4-6" if distance < 7 else "7-12" if distance < 13 else "13"
