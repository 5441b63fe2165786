"""Training the conditional random field of the role tagger, with a store of what was trained."""

from __future__ import annotations

import random
from collections.abc import Collection, Sequence
from pathlib import Path

import numpy as np
import pycrfsuite
from numpy.typing import NDArray

from bench import role_sentences
from bench.muc4_corpus import Labelled
from waqia.reading.roles.candidates import FILLERS, Chances
from waqia.reading.roles.model import Field, Text, tag
from waqia.reading.roles.sentences import Sentences

_SETTINGS = {
    "c1": 0.1,
    "c2": 0.05,
    "max_iterations": 70,
    "feature.minfreq": 2,
    "feature.possible_transitions": False,
}
_EMPTY_KEPT = 0.5


def spans(document: Labelled, text: Text) -> list[tuple[int, int, int]]:
    """Every place of every gold string, as (first token, end, role); of overlaps the longest."""
    found = [
        (first, last, number)
        for number, role in enumerate(FILLERS)
        for entity in document.entities[role]
        for phrase in sorted(entity)
        for first, last in text.occurrences.of(phrase)
    ]
    taken: set[int] = set()
    kept = []
    for first, last, role in sorted(found, key=lambda span: (span[0] - span[1], span[2], span[0])):
        if not taken.intersection(range(first, last)):
            taken.update(range(first, last))
            kept.append((first, last, role))
    return kept


def labels(document: Labelled, text: Text) -> list[str]:
    """The label of each token."""
    found = ["O"] * len(text.tokens.words)
    for first, last, role in spans(document, text):
        found[first] = f"B{role}"
        found[first + 1 : last] = [f"I{role}"] * (last - first - 1)
    return found


def told(document: Labelled, text: Text) -> NDArray[np.bool_]:
    """Sentences of the body × (fillers, any): whether a sentence holds one."""
    found = np.zeros((len(text.context.sentences), len(FILLERS) + 1), dtype=bool)
    for first, _, number in spans(document, text):
        found[text.context.sentence(first), [number, -1]] = True
    return found


class Tagging:
    """Taggers, and classifiers of sentences, trained on all folds but some.

    Taggers are kept in a folder so that none is trained twice.
    """

    def __init__(
        self,
        documents: Sequence[Labelled],
        texts: Sequence[Text],
        folds: Sequence[int],
        folder: Path,
    ) -> None:
        self.folder = folder
        self.folds = folds
        self.texts = texts
        folder.mkdir(parents=True, exist_ok=True)
        self._labels = [labels(d, t) for d, t in zip(documents, texts, strict=True)]
        self._tables = [role_sentences.table(text.tokens) for text in texts]
        self._told = [told(document, text) for document, text in zip(documents, texts, strict=True)]
        self._sentences: dict[frozenset[int], Sentences] = {}
        self._fields: dict[Path, Field] = {}
        self._chances: dict[tuple[Path, int], Chances] = {}

    def path(self, left_out: Collection[int]) -> Path:
        """The model trained without some folds; trains it where it is not there yet."""
        path = self.folder / f"without-{'-'.join(map(str, sorted(left_out))) or 'none'}.crfsuite"
        if not path.exists():
            self._train(set(left_out), path)
        return path

    def chances(self, left_out: Collection[int], number: int, heard: NDArray[np.bool_]) -> Chances:
        """The chances of the labels in a document, by the tagger trained without some folds.

        `heard` are the sentences that it is shown, always the same ones for the same folds.
        """
        path = self.path(left_out)
        if path not in self._fields:
            self._fields[path] = Field(path.read_bytes())
        if (path, number) not in self._chances:
            self._chances[path, number] = tag(self._fields[path], self.texts[number], heard)
        return self._chances[path, number]

    def sentences(self, left_out: Collection[int]) -> Sentences:
        """The classifier of sentences trained without some folds."""
        without = frozenset(left_out)
        if without not in self._sentences:
            learned = [n for n, fold in enumerate(self.folds) if fold not in without]
            self._sentences[without] = role_sentences.fit(
                [self._tables[n] for n in learned], [self._told[n] for n in learned]
            )
        return self._sentences[without]

    def _train(self, left_out: set[int], path: Path) -> None:
        trainer = pycrfsuite.Trainer(verbose=False)
        chosen = random.Random(1)
        for text, known, fold in zip(self.texts, self._labels, self.folds, strict=True):
            if fold in left_out:
                continue
            filled = set(known) != {"O"}
            for number, (first, last) in enumerate(text.context.sentences):
                names, rows = known[first:last], text.context.of(number)
                if set(names) != {"O"} or (filled and chosen.random() < _EMPTY_KEPT):
                    trainer.append(pycrfsuite.ItemSequence(rows), names)
        trainer.set_params(_SETTINGS)
        unfinished = path.with_suffix(".part")
        trainer.train(str(unfinished))
        unfinished.rename(path)
