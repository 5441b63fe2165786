"""The trained tagger: a text in, phrases with their chance to fill a role out.

It has three steps. A conditional random field tells the chance of each token to be of each role;
classifiers of documents and of phrases weigh all that is said of a phrase anywhere in a document;
boosted trees decide from what these say. A further forest tells whether a phrase is an entity of
its own beside those chosen already.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
import pycrfsuite
from numpy.typing import NDArray

from waqia.reading.roles.candidates import LABELS, Candidate, Chances, candidates
from waqia.reading.roles.choosing import choose
from waqia.reading.roles.context import Clusters, token_features
from waqia.reading.roles.evidence import (
    TOPICS,
    Experience,
    Numbers,
    document_features,
    numbers,
    phrase_features,
    topic_features,
)
from waqia.reading.roles.forest import Forest
from waqia.reading.roles.hashing import slots
from waqia.reading.roles.scored import Scored
from waqia.reading.roles.strings import Occurrences
from waqia.reading.roles.tokens import Tokens, tokenise

Features = Sequence[tuple[int, list[list[str]]]]
Places = NDArray[np.intp]


@dataclass(frozen=True)
class Weights:
    """A linear classifier over hashed features: one column of weights for each thing it tells."""

    weights: NDArray[np.float16]
    base: NDArray[np.float32]

    @property
    def size(self) -> int:
        """How many places its features are hashed to."""
        return len(self.weights)


@dataclass(frozen=True)
class Topics:
    """Classifier of documents: weights, and how rare the feature of each place is."""

    linear: Weights
    rarity: NDArray[np.float16]

    def vector(self, features: Sequence[str]) -> tuple[NDArray[np.intp], Numbers]:
        """The places and values of a document, of length one."""
        times = Counter(features)
        at = slots(times, self.linear.size)
        values = (1 + np.log(np.array([*times.values()], dtype=float))) * self.rarity[at]
        return at, np.asarray(values / max(1e-9, float(np.sqrt(values @ values))))

    def chances(self, features: Sequence[str]) -> Numbers:
        """The chance of each of TOPICS."""
        if not features:
            return np.zeros(len(TOPICS))
        at, values = self.vector(features)
        odds = values @ self.linear.weights[at].astype(float) + self.linear.base
        return np.asarray(1 / (1 + np.exp(-odds)))


@dataclass(frozen=True)
class Phrases:
    """Classifier of phrases: weights of what is said of one, and of the document it stands in."""

    phrase: Weights
    document: Weights
    slope: NDArray[np.float32]

    def odds(self, found: Sequence[Candidate], bags: Sequence[Places], document: Places) -> Numbers:
        """The log odds of each candidate to fill its role, from its features and the document's."""
        if not found:
            return np.zeros(0)
        about = self.document.weights[document].sum(0, dtype=float)
        about *= length(document, DOCUMENT_PART)
        roles = [one.role for one in found]
        odds = [
            self.phrase.weights[bag, one.role].sum(dtype=float) * length(bag, PHRASE_PART)
            + self.slope[one.role] * tagged(one)
            for one, bag in zip(found, bags, strict=True)
        ]
        return np.asarray(np.array(odds) + about[roles] + self.phrase.base[roles])


PHRASE_PART, DOCUMENT_PART = 3.0, 2.0
PHRASE_SLOTS, DOCUMENT_SLOTS = 2**18, 2**14


def length(features: Places, part: float) -> float:
    """By what the sum of weights is multiplied, so that many features weigh no more than few."""
    return part / float(np.sqrt(max(1, len(features))))


def phrase_places(found: Sequence[Candidate], text: Text) -> list[Places]:
    """Where the features of each candidate are kept in the classifier of phrases."""
    bags = phrase_features(found, text.tokens, text.features, text.clusters)
    known = {id(bag): slots(bag, PHRASE_SLOTS) for bag in bags}
    return [known[id(bag)] for bag in bags]


def document_places(text: Text) -> Places:
    """Where the features of a document are kept in the classifier of phrases."""
    return slots(topic_features(text.tokens), DOCUMENT_SLOTS)


def tagged(candidate: Candidate) -> float:
    """Half the log odds that the tagger gives."""
    return 0.5 * float(np.log((candidate.chance + 1e-3) / (1 - candidate.chance + 1e-3)))


class Text:
    """A text as the steps need it; each part is worked out once."""

    def __init__(self, text: str, clusters: Clusters) -> None:
        self.tokens: Tokens = tokenise(text)
        self.clusters = clusters

    @cached_property
    def occurrences(self) -> Occurrences:
        """Where phrases occur in it."""
        return Occurrences(self.tokens)

    @cached_property
    def features(self) -> Features:
        """The features of its tokens, by sentence."""
        return token_features(self.tokens, self.clusters)


def tag(tagger: Any, text: Text) -> Chances:
    """The chance of each label for each token; tokens outside the body are of no role."""
    chances = np.zeros((len(text.tokens.words), len(LABELS)), dtype=np.float32)
    chances[:, 0] = 1
    known = [(n, label) for n, label in enumerate(LABELS) if label in set(tagger.labels())]
    for first, rows in text.features:
        tagger.set(pycrfsuite.ItemSequence(rows))
        if set(tagger.tag()) == {"O"} and tagger.probability(["O"] * len(rows)) > SURE:
            continue
        for n, label in known:
            chances[first : first + len(rows), n] = [
                tagger.marginal(label, at) for at in range(len(rows))
            ]
    return chances


SURE = 0.98


@dataclass(frozen=True)
class Model:
    """Everything that was learned; `load` reads it, `save` writes it."""

    clusters: Clusters
    tagger: pycrfsuite.Tagger
    topics: Topics
    phrases: Phrases
    experience: Experience
    trees: Forest
    chooser: Forest
    least: float

    def entities(self, text: Text) -> list[Scored]:
        """The phrases that are taken for entities of a text, by role, the likeliest first."""
        scored = self.score(text)

        def weigh(_: int, row: Numbers) -> bool:
            return float(self.chooser.chances(row[None, :])[0]) >= self.least

        return [scored[n] for n in choose(scored, self.experience, weigh)]

    def score(self, text: Text) -> list[Scored]:
        """The candidates of a text, each with its chance."""
        topics = self.topics.chances(document_features(text.tokens))
        found, rows = evidence(text, tag(self.tagger, text), topics, self.phrases, self.experience)
        chances = self.trees.chances(rows)
        return [
            Scored(one, row, float(chance))
            for one, row, chance in zip(found, rows, chances, strict=True)
        ]


def evidence(
    text: Text, chances: Chances, topics: Numbers, phrases: Phrases, experience: Experience
) -> tuple[list[Candidate], Numbers]:
    """The candidates of a text and their numbers."""
    found = candidates(text.tokens, text.occurrences, chances, experience.known(text.occurrences))
    odds = phrases.odds(found, phrase_places(found, text), document_places(text))
    return found, numbers(found, odds, text.tokens, topics, experience)
