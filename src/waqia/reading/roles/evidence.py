"""What speaks for and against a candidate: the words around all its places, and numbers."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from math import exp, prod

import numpy as np
from numpy.typing import NDArray

from waqia.reading.roles.candidates import FILLERS, Candidate
from waqia.reading.roles.context import UNKNOWN, Context
from waqia.reading.roles.cues import LEXICON, TITLES, stem
from waqia.reading.roles.hashing import Word, pair, phrase_number, slot
from waqia.reading.roles.strings import Occurrences
from waqia.reading.roles.tokens import Tokens

INCIDENTS = (
    "ATTACK", "BOMBING", "KIDNAPPING", "ARSON", "TERRORIST ACT", "STATE-SPONSORED VIOLENCE",
    "DEATH", "INJURY", "THREATENED", "SEVERAL",
)  # fmt: skip
TOPICS = ("any", *FILLERS, *INCIDENTS)
"""What the classifier of documents tells the chance of: any filler at all, one of each role, and
that an incident of a kind is told of, or several incidents."""

Numbers = NDArray[np.float64]

_KEPT_OF_FIRST = ("w=", "L=", "L2", "LC", "-1", "-2", "de", "lt")
_BEGINNING = 60
_COUNTED = ("kill", "bomb", "kidnap", "attack", "burn", "claim", "hurt")


@dataclass(frozen=True)
class Experience:
    """What filled roles in the documents trained on, under hashes so that no name is kept.

    `fillers` counts documents by (role, phrase), `seen` documents in which such a phrase occurs
    in whatever part, `heads` documents by (role, last word), `words` documents by word,
    `together` entities by two phrases that both name them.
    """

    fillers: Mapping[int, int] = field(default_factory=dict)
    seen: Mapping[int, int] = field(default_factory=dict)
    heads: Mapping[int, int] = field(default_factory=dict)
    words: Mapping[int, int] = field(default_factory=dict)
    together: Mapping[int, int] = field(default_factory=dict)

    def known(self, occurrences: Occurrences) -> list[tuple[int, str]]:
        """The role and the phrase of everything in a text that filled a role elsewhere."""
        return [
            (role, phrase)
            for phrase in occurrences.among(self._names)
            for role in range(len(FILLERS))
            if slot(f"{role}|{phrase}") in self.fillers
        ]

    @cached_property
    def _names(self) -> NDArray[np.int64]:
        """The numbers of all phrases that filled a role, in order."""
        return np.array(sorted(self.seen), dtype=np.int64)


def document_words(tokens: Tokens) -> NDArray[np.int64]:
    """The words and pairs of words of a document, and those near its beginning, as numbers."""
    told = [word for word in map(Word.of, tokens.words[tokens.body :]) if word.told]
    words = np.array([word.number for word in told], dtype=np.int64)
    joins = np.array([word.joins for word in told], dtype=bool)
    pairs = pair(words[:-1], words[1:])[~(joins[:-1] & joins[1:])]
    return np.concatenate([words, pairs, words[:_BEGINNING] * 7 + 1])


def phrase_features(
    found: Sequence[Candidate], tokens: Tokens, context: Context
) -> list[frozenset[int]]:
    """For each candidate what stands around it wherever it was heard, and its words, as numbers."""
    clusters = context.clusters
    known: dict[str, frozenset[int]] = {}
    ends: dict[int, list[int]] = {}
    begins: dict[int, list[int]] = {}
    for candidate in found:
        if candidate.phrase in known:
            continue
        bag: set[int] = set()
        for first, last in candidate.heard:
            if last - 1 not in ends:
                ends[last - 1] = [slot("e" + name) for name in context.at(last - 1)]
            if first not in begins:
                begins[first] = [
                    slot("a" + name) for name in context.at(first) if name[:2] in _KEPT_OF_FIRST
                ]
            bag.update(ends[last - 1], begins[first])
            bag.add(slot("R:" + "|".join(tokens.words[last : last + 2])))
        words = candidate.phrase.split()
        pairs = [clusters.get(word, UNKNOWN) for word in words]
        bag.update(
            map(
                slot,
                [
                    f"full={candidate.phrase}", f"n={len(words)}", f"head={stem(words[-1])}",
                    f"hc={pairs[-1][0]}", f"fc={pairs[0][0]}",
                    f"occ={min(5, len(candidate.places))}",
                    *(f"in={stem(word)}" for word in words),
                    *(f"inc={coarse}" for _, coarse in pairs),
                    *(f"ing={kind}" for word in words for kind in LEXICON.get(word, ())),
                ],
            )
        )  # fmt: skip
        known[candidate.phrase] = frozenset(bag)
    return [known[candidate.phrase] for candidate in found]


def topic_words(tokens: Tokens) -> NDArray[np.int64]:
    """The words of the document, as they bear on each of its candidates, as numbers."""
    told = map(Word.of, tokens.words[tokens.body :])
    return np.array([word.number for word in told if word.told and not word.joins], np.int64)


@dataclass(frozen=True)
class About:
    """What is known of a document as a whole.

    `topics` is what the classifier of documents says (chances, in the order of TOPICS), `told`
    what that of sentences does: sentences of the body × (FILLERS, any), log odds.
    """

    tokens: Tokens
    context: Context
    topics: Numbers
    told: Numbers


def numbers(
    found: Sequence[Candidate], weights: Numbers, about: About, experience: Experience
) -> Numbers:
    """Candidates × numbers, for the trees that decide.

    `weights` are what the classifier of phrases says of each candidate (log odds).
    """
    if not found:
        return np.zeros((0, 0))
    tokens, topics, deeds = about.tokens, about.topics, about.context.deeds
    document = [
        len(tokens.words) - tokens.body, *topics, *(deeds[kind] for kind in _COUNTED),
        about.told[:, -1].max(), (1 / (1 + np.exp(-about.told[:, -1]))).sum(),
    ]  # fmt: skip
    told: list[list[float]] = about.told.T.tolist()
    rivals = [_Rivals(found, weights, role) for role in range(len(FILLERS))]
    elsewhere: dict[str, list[Held]] = defaultdict(lambda: [(0.0, -9.0)] * len(FILLERS))
    for candidate, weight in zip(found, weights.tolist(), strict=True):
        elsewhere[candidate.phrase][candidate.role] = (candidate.chance, weight)
    rows = [
        [
            *_alone(candidate, about, experience),
            topics[1 + candidate.role],
            *_told(candidate, about.context, told),
            *document,
            *rivals[candidate.role].beside(candidate, elsewhere[candidate.phrase]),
        ]
        for candidate in found
    ]
    return np.array(rows, dtype=float)


def _alone(candidate: Candidate, about: About, experience: Experience) -> list[float]:
    role, phrase, chances = candidate.role, candidate.phrase, candidate.chances
    words = phrase.split()
    head = stem(words[-1])
    tokens, times, sentence = about.tokens, about.context.times, about.context.sentence
    first, last = candidate.best
    deeds = about.context.deeds_by_sentence
    near = deeds[sentence(first)]
    all_near = [near, *(deeds[sentence(at)] for at, _ in candidate.places)]
    filled = experience.fillers.get(slot(f"{role}|{phrase}"), 0)
    seen = experience.seen.get(phrase_number(phrase), 0)
    head_filled = experience.heads.get(slot(f"{role}|{head}"), 0)
    head_seen = experience.words.get(slot(head), 0)
    before = tokens.words[first - 1] if first > tokens.body else ""
    size = max(1, len(tokens.words) - tokens.body)
    earliest = candidate.places[0][0]
    return [
        candidate.chance, sum(chances), sum(chances) / len(chances), len(chances),
        candidate.inside, candidate.head, 1 - prod(1 - c for c in chances),
        earliest - tokens.body, (earliest - tokens.body) / size,
        sentence(earliest), sentence(first),
        len(words), len(phrase),
        filled, seen, (filled + 0.1) / (seen + 1),
        head_filled, head_seen, (head_filled + 0.3) / (head_seen + 3),
        *(near[kind] for kind in _COUNTED),
        sum(one.total() for one in all_near) / len(chances),
        sum(one["kill"] for one in all_near), sum(one["claim"] for one in all_near),
        before in TITLES, before in ("the", "a", "an"), before == "by",
        words[-1].endswith("s"), words[0][0].isdigit(),
        times[tokens.words[last - 1]], times[tokens.words[first]],
        sum(times[word] for word in words) / len(words),
        *(role == number for number in range(len(FILLERS))),
    ]  # fmt: skip


def _told(candidate: Candidate, context: Context, told: list[list[float]]) -> list[float]:
    """What the sentences of a candidate tell of, and the likeliest sentence of the document."""
    at = {context.sentence(first) for first, _ in candidate.places}
    role, every = told[candidate.role], told[-1]
    best = context.sentence(candidate.best[0])
    near = [every[n] for n in sorted(at)]
    return [
        max(role[n] for n in at), max(near), sum(near) / len(near), role[best], every[best],
        max(role), sum(other > every[best] for other in every),
    ]  # fmt: skip


Held = tuple[float, float]
"""What the tagger and what the classifier of phrases hold of a candidate: chance, log odds."""


class _Rivals:
    """The candidates of one role in a document, beside each of which the others stand."""

    def __init__(self, found: Sequence[Candidate], weights: Numbers, role: int) -> None:
        mine = [n for n, one in enumerate(found) if one.role == role]
        self._chances = [found[n].chance for n in mine]
        self._scores = [float(weights[n]) for n in mine]
        self._held = [
            (f" {found[n].phrase} ", found[n].phrase.rsplit(" ", 1)[-1], held)
            for n, held in zip(mine, zip(self._chances, self._scores, strict=True), strict=True)
        ]
        self._likely = sum(chance > 0.3 for chance in self._chances)
        self._fair = sum(score > -1 for score in self._scores)
        self._sum = sum(1 / (1 + exp(-score)) for score in self._scores)

    def beside(self, one: Candidate, elsewhere: Sequence[Held]) -> list[float]:
        """How a candidate stands among them; `elsewhere` is what is held of its phrase by role."""
        phrase, head = f" {one.phrase} ", one.phrase.rsplit(" ", 1)[-1]
        longer = shorter = like = (0.0, -9.0)
        for other, its_head, held in self._held:
            if other == phrase:
                continue
            if phrase in other:
                longer = _higher(longer, held)
            elif other in phrase:
                shorter = _higher(shorter, held)
            if its_head == head:
                like = _higher(like, held)
        chances, scores = self._chances, self._scores
        mine = elsewhere[one.role][1]
        others = [(0.0, -9.0) if role == one.role else held for role, held in enumerate(elsewhere)]
        return [
            max(chances), sum(chance > one.chance for chance in chances), self._likely,
            sum(chances), *longer, *shorter, *like,
            *(chance for chance, _ in others), max(score for _, score in others),
            mine, max(scores), sum(score > mine for score in scores), self._fair, self._sum,
        ]  # fmt: skip


def _higher(one: Held, other: Held) -> Held:
    return max(one[0], other[0]), max(one[1], other[1])
