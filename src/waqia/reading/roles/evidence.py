"""What speaks for and against a candidate: the words around all its places, and numbers."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from waqia.reading.roles.candidates import ROLES, Candidate
from waqia.reading.roles.context import UNKNOWN, Clusters, counts
from waqia.reading.roles.cues import FUNCTION_WORDS, LEXICON, TITLES, TRIGGERS, stem
from waqia.reading.roles.hashing import slot
from waqia.reading.roles.strings import Occurrences
from waqia.reading.roles.tokens import Tokens

INCIDENTS = (
    "ATTACK", "BOMBING", "KIDNAPPING", "ARSON", "TERRORIST ACT", "STATE-SPONSORED VIOLENCE",
    "DEATH", "INJURY", "THREATENED", "SEVERAL",
)  # fmt: skip
TOPICS = ("any", *ROLES, *INCIDENTS)
"""What the classifier of documents tells the chance of: any filler at all, one of each role, and
that an incident of a kind is told of, or several incidents."""

Numbers = NDArray[np.float64]

_KEPT_OF_FIRST = ("w=", "L=", "L2", "LC", "-1", "-2", "de", "lt")
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
            for phrase in occurrences.phrases()
            if slot(phrase) in self.seen
            for role in range(len(ROLES))
            if slot(f"{role}|{phrase}") in self.fillers
        ]


def document_features(tokens: Tokens) -> list[str]:
    """The words and pairs of words of a document, and which of them stand near its beginning."""
    stems = [stem(word) for word in tokens.words[tokens.body :]]
    features = []
    for n, word in enumerate(stems):
        if not word[0].isalnum():
            continue
        features.append(word)
        if n < 60:
            features.append(f"1_{word}")
        if n + 1 < len(stems) and not {word, stems[n + 1]} <= FUNCTION_WORDS:
            features.append(f"{word}_{stems[n + 1]}")
    return features


def phrase_features(
    found: Sequence[Candidate],
    tokens: Tokens,
    features: Sequence[tuple[int, list[list[str]]]],
    clusters: Clusters,
) -> list[set[str]]:
    """For each candidate the features of the first and last token of every place, and its words."""
    at = {first + n: row for first, rows in features for n, row in enumerate(rows)}
    known: dict[str, set[str]] = {}
    for candidate in found:
        if candidate.phrase in known:
            continue
        bag: set[str] = set()
        for first, last in candidate.places:
            bag.update("e" + name for name in at.get(last - 1, ()))
            bag.update("a" + name for name in at.get(first, ()) if name[:2] in _KEPT_OF_FIRST)
            after = tokens.words[last : last + 2]
            bag.add("R:" + "|".join(after))
        words = candidate.phrase.split()
        pairs = [clusters.get(word, UNKNOWN) for word in words]
        bag |= {
            f"full={candidate.phrase}", f"n={len(words)}", f"head={stem(words[-1])}",
            f"hc={pairs[-1][0]}", f"fc={pairs[0][0]}", f"occ={min(5, len(candidate.places))}",
            *(f"in={stem(word)}" for word in words),
            *(f"inc={coarse}" for _, coarse in pairs),
            *(f"ing={kind}" for word in words for kind in LEXICON.get(word, ())),
        }  # fmt: skip
        known[candidate.phrase] = bag
    return [known[candidate.phrase] for candidate in found]


def topic_features(tokens: Tokens) -> set[str]:
    """The words of the document, as they bear on each of its candidates."""
    return {
        "doc=" + stem(word)
        for word in tokens.words[tokens.body :]
        if word not in FUNCTION_WORDS and word[0].isalpha()
    }


def numbers(
    found: Sequence[Candidate],
    weights: Numbers,
    tokens: Tokens,
    topics: Numbers,
    experience: Experience,
) -> Numbers:
    """Candidates × numbers, for the trees that decide.

    `weights` are what the classifier of phrases says of each candidate (log odds), `topics` what
    that of documents says (chances, in the order of TOPICS).
    """
    if not found:
        return np.zeros((0, 0))
    words, deeds = counts(tokens)
    document = [len(tokens.words) - tokens.body, *topics, *(deeds[kind] for kind in _COUNTED)]
    rows = [
        [
            *_alone(candidate, tokens, experience, words),
            topics[1 + candidate.role],
            *document,
            *_beside(n, found, weights),
        ]
        for n, candidate in enumerate(found)
    ]
    return np.array(rows, dtype=float)


def _alone(
    candidate: Candidate, tokens: Tokens, experience: Experience, times: Counter[str]
) -> list[float]:
    role, phrase, chances = candidate.role, candidate.phrase, candidate.chances
    words = phrase.split()
    head = stem(words[-1])
    sentences, sentence_of = tokens.sentences, tokens.sentence_of
    begin = sentence_of[tokens.body]
    first, last = candidate.best
    near = _deeds(tokens, sentences[sentence_of[first]])
    all_near = sum((_deeds(tokens, sentences[sentence_of[at]]) for at, _ in candidate.places), near)
    filled = experience.fillers.get(slot(f"{role}|{phrase}"), 0)
    seen = experience.seen.get(slot(phrase), 0)
    head_filled = experience.heads.get(slot(f"{role}|{head}"), 0)
    head_seen = experience.words.get(slot(head), 0)
    before = tokens.words[first - 1] if first > tokens.body else ""
    size = max(1, len(tokens.words) - tokens.body)
    earliest = candidate.places[0][0]
    return [
        candidate.chance, sum(chances), sum(chances) / len(chances), len(chances),
        candidate.inside, candidate.head, 1 - float(np.prod([1 - c for c in chances])),
        earliest - tokens.body, (earliest - tokens.body) / size,
        sentence_of[earliest] - begin, sentence_of[first] - begin,
        len(words), len(phrase),
        filled, seen, (filled + 0.1) / (seen + 1),
        head_filled, head_seen, (head_filled + 0.3) / (head_seen + 3),
        *(near[kind] for kind in _COUNTED),
        sum(all_near.values()) / len(chances), all_near["kill"], all_near["claim"],
        before in TITLES, before in ("the", "a", "an"), before == "by",
        words[-1].endswith("s"), words[0][0].isdigit(),
        times[tokens.words[last - 1]], times[tokens.words[first]],
        sum(times[word] for word in words) / len(words),
        *(role == number for number in range(len(ROLES))),
    ]  # fmt: skip


def _deeds(tokens: Tokens, sentence: tuple[int, int]) -> Counter[str]:
    return Counter(TRIGGERS[word] for word in tokens.words[slice(*sentence)] if word in TRIGGERS)


def _beside(n: int, found: Sequence[Candidate], weights: Numbers) -> list[float]:
    """How a candidate stands among the others of its role, and its phrase in other roles."""
    one, phrase = found[n], f" {found[n].phrase} "
    head = one.phrase.rsplit(" ", 1)[-1]
    longer = shorter = like = (0.0, -9.0)
    rivals: list[tuple[float, float]] = []
    elsewhere = [(0.0, -9.0)] * len(ROLES)
    for m, other in enumerate(found):
        held = (other.chance, float(weights[m]))
        if other.role != one.role:
            if other.phrase == one.phrase:
                elsewhere[other.role] = held
            continue
        rivals.append(held)
        if m == n:
            continue
        against = f" {other.phrase} "
        if phrase in against:
            longer = _higher(longer, held)
        elif against in phrase:
            shorter = _higher(shorter, held)
        if other.phrase.rsplit(" ", 1)[-1] == head:
            like = _higher(like, held)
    chances = np.array([chance for chance, _ in rivals])
    scores = np.array([score for _, score in rivals])
    mine = float(weights[n])
    return [
        chances.max(), (chances > one.chance).sum(), (chances > 0.3).sum(), chances.sum(),
        *longer, *shorter, *like,
        *(chance for chance, _ in elsewhere), max(score for _, score in elsewhere),
        mine, scores.max(), (scores > mine).sum(), (scores > -1).sum(),
        (1 / (1 + np.exp(-scores))).sum(),
    ]  # fmt: skip


def _higher(one: tuple[float, float], other: tuple[float, float]) -> tuple[float, float]:
    return max(one[0], other[0]), max(one[1], other[1])
