"""Training the conditional random field of the role tagger, with a store of what was trained."""

from __future__ import annotations

import random
from collections.abc import Collection, Sequence
from pathlib import Path

import pycrfsuite

from bench.muc4_corpus import ROLES, Labelled
from waqia.reading.roles.candidates import Chances
from waqia.reading.roles.model import Text, tag

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
        for number, role in enumerate(ROLES)
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


class Tagging:
    """Taggers trained on all folds but some, kept in a folder so that none is trained twice."""

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
        self._chances: dict[Path, dict[int, Chances]] = {}

    def path(self, left_out: Collection[int]) -> Path:
        """The model trained without some folds; trains it where it is not there yet."""
        path = self.folder / f"without-{'-'.join(map(str, sorted(left_out))) or 'none'}.crfsuite"
        if not path.exists():
            self._train(set(left_out), path)
        return path

    def chances(self, left_out: Collection[int], number: int) -> Chances:
        """The chances of the labels in a document, by the tagger trained without some folds."""
        path = self.path(left_out)
        if path not in self._chances:
            tagger = pycrfsuite.Tagger()
            tagger.open(str(path))
            self._chances[path] = {
                n: tag(tagger, self.texts[n])
                for n, fold in enumerate(self.folds)
                if fold in left_out
            }
        return self._chances[path][number]

    def _train(self, left_out: set[int], path: Path) -> None:
        trainer = pycrfsuite.Trainer(verbose=False)
        chosen = random.Random(1)
        for text, known, fold in zip(self.texts, self._labels, self.folds, strict=True):
            if fold in left_out:
                continue
            filled = set(known) != {"O"}
            for first, rows in text.features:
                told = known[first : first + len(rows)]
                if set(told) != {"O"} or (filled and chosen.random() < _EMPTY_KEPT):
                    trainer.append(pycrfsuite.ItemSequence(rows), told)
        trainer.set_params(_SETTINGS)
        unfinished = path.with_suffix(".part")
        trainer.train(str(unfinished))
        unfinished.rename(path)
