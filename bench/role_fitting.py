"""Fitting the classifiers and trees of the role tagger, each on what was not seen before it.

What a later step learns from must look like what it will meet: so every step below is fitted
fold by fold, and the next one sees only what came of documents it was not fitted on.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix
from sklearn.linear_model import LogisticRegression

from bench.muc4_corpus import Labelled
from bench.role_forests import CHOOSER, boosted, judges
from bench.role_tagging import Tagging
from waqia.reading.roles.candidates import FILLERS, Candidate
from waqia.reading.roles.choosing import choose
from waqia.reading.roles.cues import stem
from waqia.reading.roles.evidence import TOPICS, About, Experience, document_words, numbers
from waqia.reading.roles.hashing import phrase_number, slot
from waqia.reading.roles.model import (
    DOCUMENT_PART,
    DOCUMENT_SLOTS,
    PHRASE_PART,
    PHRASE_SLOTS,
    Field,
    Model,
    Phrases,
    Places,
    Text,
    Topics,
    Weights,
    document_places,
    found_in,
    heard,
    length,
    phrase_places,
    tagged,
)
from waqia.reading.roles.scored import Scored

TOPIC_SLOTS = 2**17


@dataclass
class Rows:
    """The candidates of one document, what is said of each, and which of them are right."""

    found: list[Candidate]
    bags: list[Places]
    right: list[bool]


class Fitting:
    """The steps of the tagger, fitted on all documents of some folds."""

    def __init__(
        self,
        documents: Sequence[Labelled],
        texts: Sequence[Text],
        folds: Sequence[int],
        tagging: Tagging,
    ) -> None:
        self.documents, self.texts, self.tagging = documents, texts, tagging
        self.folds = np.array(folds)
        self._about = [document_words(text.tokens) for text in texts]
        self._topics = [document_places(text) for text in texts]
        self._bags: dict[tuple[int, str, tuple[tuple[int, int], ...]], Places] = {}
        words = [{stem(word) for word in text.tokens.words[text.tokens.body :]} for text in texts]
        phrases = {
            phrase
            for document in documents
            for role in FILLERS
            for entity in document.entities[role]
            for phrase in entity
        }
        self._words = words
        numbers = np.array(sorted(map(phrase_number, phrases)))
        self._phrases = [text.occurrences.among(numbers) for text in texts]

    def model(self, left_out: Collection[int] = (), least: float = 0.25) -> Model:
        """The tagger fitted on all folds but some."""
        inner = sorted(set(self.folds.tolist()) - set(left_out))
        rows: dict[int, Rows] = {}
        experiences: dict[int, Experience] = {}
        about: dict[int, About] = {}
        for fold in inner:
            without = {*left_out, fold}
            learned = self._outside(without)
            experiences[fold] = self.experience(learned)
            classifier = self.topics(learned)
            sentences = self.tagging.sentences(without)
            for n in self._inside(fold):
                text = self.texts[n]
                topics = classifier.chances(self._about[n])
                about[n] = About(text.tokens, text.context, topics, sentences.odds(text.tokens))
                rows[n] = self.rows(n, without, experiences[fold], about[n])
        scored: dict[int, tuple[list[Candidate], NDArray[np.float64]]] = {}
        for fold in inner:
            classifier_of_phrases = self.phrases(
                {n: r for n, r in rows.items() if self.folds[n] != fold}
            )
            for n in self._inside(fold):
                odds = classifier_of_phrases.odds(rows[n].found, rows[n].bags, self._topics[n])
                table = numbers(rows[n].found, odds, about[n], experiences[fold])
                scored[n] = (rows[n].found, table)
        filled = [n for n in sorted(rows) if rows[n].found]
        table = np.concatenate([scored[n][1] for n in filled])
        told = np.concatenate([rows[n].right for n in filled])
        of_fold = np.concatenate([[self.folds[n]] * len(rows[n].found) for n in filled])
        chance = np.zeros(len(told))
        for fold in inner:
            held = of_fold == fold
            chance[held] = judges(table[~held], told[~held]).chances(table[held])
        ends = np.cumsum([len(rows[n].found) for n in filled])
        steps = []
        for n, end in zip(filled, ends, strict=True):
            begin = end - len(rows[n].found)
            ready = [
                Scored(one, row, float(c))
                for one, row, c in zip(
                    rows[n].found, table[begin:end], chance[begin:end], strict=True
                )
            ]
            steps += self.steps(n, ready, experiences[self.folds[n]])
        learned = self._outside(set(left_out))
        return Model(
            clusters=self.texts[0].clusters,
            field=Field(self.tagging.path(left_out).read_bytes()),
            topics=self.topics(learned),
            sentences=self.tagging.sentences(left_out),
            phrases=self.phrases(rows),
            experience=self.experience(learned),
            judges=judges(table, told),
            chooser=boosted(
                np.array([row for row, _ in steps]), np.array([y for _, y in steps]), CHOOSER
            ),
            least=least,
        )

    def _inside(self, fold: int) -> list[int]:
        return np.flatnonzero(self.folds == fold).tolist()

    def _outside(self, left_out: Collection[int]) -> list[int]:
        return np.flatnonzero(~np.isin(self.folds, list(left_out))).tolist()

    def rows(self, n: int, without: Collection[int], experience: Experience, about: About) -> Rows:
        """The candidates of a document, by a tagger trained without some folds."""
        text = self.texts[n]
        sentences = heard(about.topics, about.told)
        chances = self.tagging.chances(without, n, sentences)
        found = found_in(text, sentences, chances, experience)
        keys = [(n, one.phrase, tuple(one.heard)) for one in found]
        new = [one for one, key in zip(found, keys, strict=True) if key not in self._bags]
        for one, bag in zip(new, phrase_places(new, text), strict=True):
            self._bags[n, one.phrase, tuple(one.heard)] = bag
        bags = [self._bags[key] for key in keys]
        gold = self.documents[n].entities
        right = [any(one.phrase in entity for entity in gold[FILLERS[one.role]]) for one in found]
        return Rows(found, bags, right)

    def experience(self, learned: Iterable[int]) -> Experience:
        """What filled roles in some documents."""
        fillers, heads, seen, words, together = (Counter[str]() for _ in range(5))
        learned = list(learned)
        for n in learned:
            for number, role in enumerate(FILLERS):
                entities = self.documents[n].entities[role]
                phrases = {phrase for entity in entities for phrase in entity}
                fillers.update(f"{number}|{phrase}" for phrase in phrases)
                heads.update({f"{number}|{stem(p.rsplit(' ', 1)[-1])}" for p in phrases})
                together.update(
                    f"{one}|{other}" for e in entities for one in e for other in e if one != other
                )
        known = {filler.split("|", 1)[1] for filler in fillers}
        last = {head.split("|", 1)[1] for head in heads}
        for n in learned:
            seen.update(known.intersection(self._phrases[n]))
            words.update(self._words[n] & last)
        return Experience(
            _hashed(fillers),
            {phrase_number(name): count for name, count in seen.items()},
            _hashed(heads),
            _hashed(words),
            _hashed(together),
        )

    def topics(self, learned: Sequence[int]) -> Topics:
        """The classifier of documents."""
        places = [np.unique(self._about[n] % TOPIC_SLOTS) for n in learned]
        held = np.bincount(np.concatenate(places), minlength=TOPIC_SLOTS)
        rarity = np.where(held >= 3, np.log((1 + len(learned)) / (1 + held)) + 1, 0)
        empty = Weights(np.zeros((TOPIC_SLOTS, 1), np.float16), np.zeros(1, np.float32))
        rare = rarity.astype(np.float16)
        vectors = [Topics(empty, rare).vector(self._about[n]) for n in learned]
        table = _sparse(vectors, TOPIC_SLOTS)
        weights, bases = [], []
        for topic in TOPICS:
            told = np.array([_tells_of(self.documents[n], topic) for n in learned])
            fitted = LogisticRegression(C=20, max_iter=200).fit(table, told)
            weights.append(fitted.coef_[0])
            bases.append(fitted.intercept_[0])
        linear = Weights(np.array(weights).T.astype(np.float16), np.array(bases, np.float32))
        return Topics(linear, rare)

    def phrases(self, rows: dict[int, Rows]) -> Phrases:
        """The classifier of phrases."""
        parts: list[NDArray[Any]] = []
        bases, slopes = [], []
        for role in range(len(FILLERS)):
            vectors, told = [], []
            for n, held in rows.items():
                about = self._topics[n] + PHRASE_SLOTS
                about_length = length(self._topics[n], DOCUMENT_PART)
                for one, bag, right in zip(held.found, held.bags, held.right, strict=True):
                    if one.role != role:
                        continue
                    place = np.concatenate([bag, about, [PHRASE_SLOTS + DOCUMENT_SLOTS]])
                    value = np.concatenate(
                        [
                            np.full(len(bag), length(bag, PHRASE_PART)),
                            np.full(len(about), about_length),
                            [tagged(one)],
                        ]
                    )
                    vectors.append((place, value))
                    told.append(right)
            table = _sparse(vectors, PHRASE_SLOTS + DOCUMENT_SLOTS + 1)
            held_by = np.asarray((table != 0).sum(0)).ravel()
            used = np.flatnonzero(held_by >= 3)
            fitted = LogisticRegression(C=0.5, max_iter=60, solver="liblinear", tol=1e-3)
            fitted.fit(table[:, used], told)
            weights = np.zeros(table.shape[1])
            weights[used] = fitted.coef_[0]
            parts.append(weights)
            bases.append(fitted.intercept_[0])
            slopes.append(weights[-1])
        all_weights = np.array(parts).T
        base = np.array(bases, np.float32)
        phrase = Weights(all_weights[:PHRASE_SLOTS].astype(np.float16), base)
        document = Weights(all_weights[PHRASE_SLOTS:-1].astype(np.float16), base)
        return Phrases(phrase, document, np.array(slopes, np.float32))

    def steps(
        self, n: int, scored: Sequence[Scored], experience: Experience
    ) -> list[tuple[NDArray[np.float64], bool]]:
        """The numbers of each phrase beside those chosen before it, and whether it is new."""
        gold = self.documents[n].entities
        steps: list[tuple[NDArray[np.float64], bool]] = []
        covered: set[tuple[int, int]] = set()

        def weigh(at: int, row: NDArray[np.float64]) -> bool:
            one = scored[at]
            role, phrase = one.candidate.role, one.candidate.phrase
            names = [(role, k) for k, e in enumerate(gold[FILLERS[role]]) if phrase in e]
            fresh = [name for name in names if name not in covered]
            steps.append((row, bool(fresh)))
            within, around, _, _, short, known = row[-6:]
            taken = one.chance >= 0.22 and not (within or around or short or known)
            if taken and fresh:
                covered.add(fresh[0])
            return taken

        choose(scored, experience, weigh)
        return steps


def _hashed(counts: Counter[str]) -> dict[int, int]:
    return {slot(name): count for name, count in counts.items()}


def _tells_of(document: Labelled, topic: str) -> bool:
    if topic == "any":
        return any(document.entities.values())
    return bool(document.entities.get(topic)) or topic in document.incidents


def _sparse(vectors: Sequence[tuple[NDArray[Any], NDArray[Any]]], size: int) -> csr_matrix:
    """Rows of (places, values) as one matrix; what falls on one place is added up."""
    ends = np.cumsum([0, *(len(at) for at, _ in vectors)])
    places = np.concatenate([at for at, _ in vectors])
    values = np.concatenate([value for _, value in vectors])
    table = csr_matrix((values, places, ends), shape=(len(vectors), size))
    table.sum_duplicates()
    return table
