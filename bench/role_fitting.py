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
import pycrfsuite
from numpy.typing import NDArray
from scipy.sparse import csr_matrix
from sklearn.ensemble import HistGradientBoostingClassifier
from sklearn.linear_model import LogisticRegression

from bench.muc4_corpus import ROLES, Labelled
from bench.role_tagging import Tagging
from waqia.reading.roles.candidates import Candidate, candidates
from waqia.reading.roles.choosing import choose
from waqia.reading.roles.cues import stem
from waqia.reading.roles.evidence import (
    TOPICS,
    Experience,
    document_features,
    numbers,
)
from waqia.reading.roles.forest import Forest
from waqia.reading.roles.hashing import slot, slots
from waqia.reading.roles.model import (
    DOCUMENT_PART,
    DOCUMENT_SLOTS,
    PHRASE_PART,
    PHRASE_SLOTS,
    Model,
    Phrases,
    Places,
    Text,
    Topics,
    Weights,
    document_places,
    length,
    phrase_places,
    tagged,
)
from waqia.reading.roles.scored import Scored

TOPIC_SLOTS = 2**17
_TREES = {
    "max_iter": 220,
    "learning_rate": 0.045,
    "max_leaf_nodes": 12,
    "min_samples_leaf": 30,
    "max_features": 0.2,
}
_CHOOSER = {"max_iter": 80, "learning_rate": 0.06, "max_leaf_nodes": 8, "min_samples_leaf": 30}


def forest(rows: NDArray[Any], told: NDArray[Any], settings: dict[str, Any]) -> Forest:
    """Boosted trees fitted to rows × numbers, as the package applies them."""
    fitted = HistGradientBoostingClassifier(**settings, l2_regularization=2.0, random_state=0)
    fitted.fit(rows, told)
    trees = [stage[0].nodes for stage in fitted._predictors]
    size = max(map(len, trees))
    parts = {
        "feature": np.zeros((len(trees), size), np.int16),
        "threshold": np.zeros((len(trees), size), np.float32),
        "left": np.zeros((len(trees), size), np.int16),
        "right": np.zeros((len(trees), size), np.int16),
        "value": np.zeros((len(trees), size), np.float32),
    }
    for n, nodes in enumerate(trees):
        here, leaf = np.arange(len(nodes)), nodes["is_leaf"].astype(bool)
        parts["feature"][n, here] = np.where(leaf, 0, nodes["feature_idx"])
        parts["threshold"][n, here] = np.where(leaf, 0, nodes["num_threshold"])
        parts["left"][n, here] = np.where(leaf, here, nodes["left"])
        parts["right"][n, here] = np.where(leaf, here, nodes["right"])
        parts["value"][n, here] = nodes["value"]
    depth = max(int(nodes["depth"].max()) for nodes in trees)
    return Forest(**parts, base=float(np.ravel(fitted._baseline_prediction)[0]), depth=depth)


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
        self._about = [document_features(text.tokens) for text in texts]
        self._topics = [document_places(text) for text in texts]
        self._bags: dict[tuple[int, str, tuple[tuple[int, int], ...]], Places] = {}
        words = [{stem(word) for word in text.tokens.words[text.tokens.body :]} for text in texts]
        phrases = {
            phrase
            for document in documents
            for role in ROLES
            for entity in document.entities[role]
            for phrase in entity
        }
        self._words = words
        self._phrases = [text.occurrences.phrases() & phrases for text in texts]

    def model(self, left_out: Collection[int] = (), least: float = 0.25) -> Model:
        """The tagger fitted on all folds but some."""
        inner = sorted(set(self.folds.tolist()) - set(left_out))
        rows: dict[int, Rows] = {}
        experiences: dict[int, Experience] = {}
        topics: dict[int, NDArray[np.float64]] = {}
        for fold in inner:
            without = {*left_out, fold}
            learned = self._outside(without)
            experiences[fold] = self.experience(learned)
            classifier = self.topics(learned)
            for n in self._inside(fold):
                rows[n] = self.rows(n, without, experiences[fold])
                topics[n] = classifier.chances(self._about[n])
        scored: dict[int, tuple[list[Candidate], NDArray[np.float64]]] = {}
        for fold in inner:
            classifier_of_phrases = self.phrases(
                {n: r for n, r in rows.items() if self.folds[n] != fold}
            )
            for n in self._inside(fold):
                odds = classifier_of_phrases.odds(rows[n].found, rows[n].bags, self._topics[n])
                table = numbers(
                    rows[n].found, odds, self.texts[n].tokens, topics[n], experiences[fold]
                )
                scored[n] = (rows[n].found, table)
        filled = [n for n in sorted(rows) if rows[n].found]
        table = np.concatenate([scored[n][1] for n in filled])
        told = np.concatenate([rows[n].right for n in filled])
        of_fold = np.concatenate([[self.folds[n]] * len(rows[n].found) for n in filled])
        chance = np.zeros(len(told))
        for fold in inner:
            held = of_fold == fold
            chance[held] = forest(table[~held], told[~held], _TREES).chances(table[held])
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
        tagger = pycrfsuite.Tagger()
        tagger.open(str(self.tagging.path(left_out)))
        return Model(
            clusters=self.texts[0].clusters,
            tagger=tagger,
            topics=self.topics(learned),
            phrases=self.phrases(rows),
            experience=self.experience(learned),
            trees=forest(table, told, _TREES),
            chooser=forest(
                np.array([row for row, _ in steps]), np.array([y for _, y in steps]), _CHOOSER
            ),
            least=least,
        )

    def _inside(self, fold: int) -> list[int]:
        return np.flatnonzero(self.folds == fold).tolist()

    def _outside(self, left_out: Collection[int]) -> list[int]:
        return np.flatnonzero(~np.isin(self.folds, list(left_out))).tolist()

    def rows(self, n: int, without: Collection[int], experience: Experience) -> Rows:
        """The candidates of a document, by a tagger trained without some folds."""
        text = self.texts[n]
        chances = self.tagging.chances(without, n)
        found = candidates(
            text.tokens, text.occurrences, chances, experience.known(text.occurrences)
        )
        keys = [(n, one.phrase, tuple(one.places)) for one in found]
        new = [one for one, key in zip(found, keys, strict=True) if key not in self._bags]
        for one, bag in zip(new, phrase_places(new, text), strict=True):
            self._bags[n, one.phrase, tuple(one.places)] = bag
        bags = [self._bags[key] for key in keys]
        gold = self.documents[n].entities
        right = [any(one.phrase in entity for entity in gold[ROLES[one.role]]) for one in found]
        return Rows(found, bags, right)

    def experience(self, learned: Iterable[int]) -> Experience:
        """What filled roles in some documents."""
        fillers, heads, seen, words, together = (Counter[str]() for _ in range(5))
        learned = list(learned)
        for n in learned:
            for number, role in enumerate(ROLES):
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
            seen.update(self._phrases[n] & known)
            words.update(self._words[n] & last)
        hashed = (
            {slot(name): count for name, count in counter.items()}
            for counter in (fillers, seen, heads, words, together)
        )
        return Experience(*hashed)

    def topics(self, learned: Sequence[int]) -> Topics:
        """The classifier of documents."""
        place = [slots(Counter(self._about[n]), TOPIC_SLOTS) for n in learned]
        held = np.bincount(np.concatenate([np.unique(at) for at in place]), minlength=TOPIC_SLOTS)
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
        for role in range(len(ROLES)):
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
            names = [(role, k) for k, e in enumerate(gold[ROLES[role]]) if phrase in e]
            fresh = [name for name in names if name not in covered]
            steps.append((row, bool(fresh)))
            within, around, _, _, short, known = row[-6:]
            taken = one.chance >= 0.22 and not (within or around or short or known)
            if taken and fresh:
                covered.add(fresh[0])
            return taken

        choose(scored, experience, weigh)
        return steps


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
