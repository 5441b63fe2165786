"""The trained tagger: a text in, phrases with their chance to fill a role out.

It has three steps. A conditional random field tells the chance of each token to be of each role;
classifiers of documents and of phrases weigh all that is said of a phrase anywhere in a document;
boosted trees decide from what these say. A further forest tells whether a phrase is an entity of
its own beside those chosen already.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
import pycrfsuite
from numpy.typing import NDArray

from waqia.reading.roles.candidates import LABELS, Candidate, Chances, candidates
from waqia.reading.roles.choosing import choose
from waqia.reading.roles.context import Clusters, Context
from waqia.reading.roles.evidence import (
    TOPICS,
    About,
    Experience,
    Numbers,
    document_words,
    numbers,
    phrase_features,
    topic_words,
)
from waqia.reading.roles.forest import Forest, Judges
from waqia.reading.roles.scored import Scored
from waqia.reading.roles.sentences import Sentences
from waqia.reading.roles.strings import Occurrences
from waqia.reading.roles.tokens import Tokens, tokenise

Words = NDArray[np.int64]
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

    def vector(self, words: Words) -> tuple[NDArray[np.intp], Numbers]:
        """The places and values of a document, of length one."""
        at, times = np.unique(words % self.linear.size, return_counts=True)
        values = (1 + np.log(times)) * self.rarity[at]
        return at, np.asarray(values / max(1e-9, float(np.sqrt(values @ values))))

    def chances(self, words: Words) -> Numbers:
        """The chance of each of TOPICS."""
        if not len(words):
            return np.zeros(len(TOPICS))
        at, values = self.vector(words)
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
    bags = phrase_features(found, text.tokens, text.context)
    known = {id(bag): np.fromiter(bag, np.intp, len(bag)) % PHRASE_SLOTS for bag in bags}
    return [known[id(bag)] for bag in bags]


def document_places(text: Text) -> Places:
    """Where the features of a document are kept in the classifier of phrases."""
    return np.unique(topic_words(text.tokens) % DOCUMENT_SLOTS)


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
    def context(self) -> Context:
        """What can be said of its tokens."""
        return Context(self.tokens, self.clusters)


def heard(topics: Numbers, told: Numbers) -> NDArray[np.bool_]:
    """Which sentences of the body are worth a closer look, by what they and the document tell."""
    chance = min(max(float(topics[0]), 1e-6), 1 - 1e-6)
    odds = told[:, -1] + _OF_DOCUMENT * np.log(chance / (1 - chance))
    return np.asarray(odds >= _TELLING)


_OF_DOCUMENT, _TELLING = 0.4, -2.75  # of the training texts 45 % of the words are looked at


class Field:
    """The random field, opened from the content of its file."""

    def __init__(self, content: bytes) -> None:
        self._content = content  # the tagger reads in it as long as it lives, and holds no part
        self.tagger: Any = pycrfsuite.Tagger()
        self.tagger.open_inmemory(content)
        named = set(self.tagger.labels())
        self.labels = [(n, label) for n, label in enumerate(LABELS) if label in named]


def tag(field: Field, text: Text, sentences: NDArray[np.bool_]) -> Chances:
    """The chance of each label for each token of some sentences of the body.

    All other tokens are of no role, and those that are very likely to be so.
    """
    chances = np.zeros((len(text.tokens.words), len(LABELS)), dtype=np.float32)
    chances[:, 0] = 1
    tagger, known = field.tagger, [n for n, _ in field.labels]
    for number in np.flatnonzero(sentences).tolist():
        first, last = text.context.sentences[number]
        tagger.set(pycrfsuite.ItemSequence(text.context.of(number)))
        for at in range(last - first):
            if tagger.marginal("O", at) < _SURE:
                chances[first + at, known] = [
                    tagger.marginal(label, at) for _, label in field.labels
                ]
    return chances


_SURE = 0.99


def found_in(
    text: Text, sentences: NDArray[np.bool_], chances: Chances, experience: Experience
) -> list[Candidate]:
    """The candidates of a text in the sentences that were tagged."""
    looked_at = np.zeros(len(text.tokens.words), dtype=bool)
    for number in np.flatnonzero(sentences).tolist():
        looked_at[slice(*text.context.sentences[number])] = True
    known = experience.known(text.occurrences)
    return candidates(text.tokens, text.occurrences, chances, known, looked_at)


@dataclass(frozen=True)
class Model:
    """Everything that was learned; `load` reads it, `save` writes it."""

    clusters: Clusters
    field: Field
    topics: Topics
    sentences: Sentences
    phrases: Phrases
    experience: Experience
    judges: Judges
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
        topics = self.topics.chances(document_words(text.tokens))
        told = self.sentences.odds(text.tokens)
        sentences = heard(topics, told)
        if not sentences.any():
            return []
        chances = tag(self.field, text, sentences)
        found = found_in(text, sentences, chances, self.experience)
        odds = self.phrases.odds(found, phrase_places(found, text), document_places(text))
        about = About(text.tokens, text.context, topics, told)
        rows = numbers(found, odds, about, self.experience)
        filled = self.judges.chances(rows)
        return [
            Scored(one, row, float(chance))
            for one, row, chance in zip(found, rows, filled, strict=True)
        ]
