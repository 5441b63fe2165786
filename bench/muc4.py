"""How well the role tagger finds the entities of the MUC-4 keys: CEAF-REE by cross-validation.

The tagger is trained five times without a fifth of the texts and scored on that fifth. All that
is learned from labels is learned anew each time; the clusters of words, which need no labels, are
learned once, from all texts. The score is the strict one of Du et al. (2021).
"""

from __future__ import annotations

import time
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from bench.measure import Row, Skipped
from bench.muc4_corpus import Entities, Score, ceaf_ree, load
from bench.train_roles import FOLDS, fitting
from waqia.reading.roles import mentions
from waqia.reading.roles.candidates import FILLERS
from waqia.reading.roles.scored import Scored

GRIT = 54.5
"""Micro F1 of GRIT (a fine-tuned BERT) on the standard test set, which is not among our texts."""


@dataclass(frozen=True)
class Found:
    """A line of the table: precision, recall and F1 in percent."""

    measure: str
    score: Score
    goal: float | None = None

    def cells(self) -> list[str]:
        score = self.score
        met = None if self.goal is None else score.f1 >= self.goal
        return [
            f"CEAF-REE, {self.measure}",
            (
                f"F1 {score.f1:.1f} (P {score.precision:.1f}, R {score.recall:.1f}; "
                f"{score.right:.0f} of {score.predicted}, {score.gold} in the keys)"
            ),
            "–",
            "–",
            "–" if self.goal is None else f"≥ {self.goal}",
            {None: "–", True: "yes", False: "NO"}[met],
        ]


def grouped(found: Iterable[Scored]) -> Entities:
    """The phrases of a document as entities by role."""
    entities: dict[str, list[frozenset[str]]] = defaultdict(list)
    for one in found:
        entities[FILLERS[one.candidate.role]].append(frozenset([one.candidate.phrase]))
    return entities


def measure(rounds: int) -> list[Found | Row | Skipped]:
    """The score of each role and of all, and how long a text takes."""
    try:
        documents = load()
    except FileNotFoundError as error:
        return [Skipped("CEAF-REE on MUC-4", str(error))]
    ready = fitting(documents)
    predicted: dict[int, Entities] = {}
    for left_out in range(FOLDS):
        model = ready.model([left_out])
        for n, fold in enumerate(ready.folds):
            if fold == left_out:
                predicted[n] = grouped(model.entities(ready.texts[n]))
    scores = ceaf_ree(
        [predicted[n] for n in range(len(documents))], [one.entities for one in documents]
    )
    rows: list[Found | Row | Skipped] = [
        Found(role, score, GRIT if role == "micro" else None) for role, score in scores.items()
    ]
    mentions("")  # loads the model
    taken = []
    for _ in range(rounds):
        begin = time.process_time()
        for one in documents[:300]:
            mentions(one.text)
        taken.append((time.process_time() - begin) / 300)
    return [*rows, Row("mentions of a text (MUC-4, processor time)", taken, "ms")]
