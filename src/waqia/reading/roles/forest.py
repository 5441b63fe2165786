"""Boosted decision trees, applied: all rows go down all trees at once."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

_PARTS = ("feature", "threshold", "left", "right", "value")


@dataclass(frozen=True)
class Forest:
    """Trees × nodes each; a leaf is its own left and right child. `base` are log odds."""

    feature: NDArray[np.int16]
    threshold: NDArray[np.float32]
    left: NDArray[np.int16]
    right: NDArray[np.int16]
    value: NDArray[np.float32]
    base: float
    depth: int

    def chances(self, rows: NDArray[np.float64]) -> NDArray[np.float64]:
        """The chance of each row (rows × features) to be one that is looked for."""
        if not len(rows):
            return np.zeros(0)
        trees = np.arange(len(self.feature))[None, :]
        lines = np.arange(len(rows))[:, None]
        node = np.zeros((len(rows), len(self.feature)), dtype=np.intp)
        for _ in range(self.depth):
            below = rows[lines, self.feature[trees, node]] <= self.threshold[trees, node]
            node = np.where(below, self.left[trees, node], self.right[trees, node])
        odds = self.base + self.value[trees, node].sum(axis=1, dtype=float)
        return np.asarray(1 / (1 + np.exp(-odds)))

    def arrays(self, name: str) -> dict[str, NDArray[np.generic]]:
        """Its parts as arrays whose names begin with `name`, from which `of` makes it again."""
        parts = {f"{name}.{part}": getattr(self, part) for part in _PARTS}
        return parts | {f"{name}.rest": np.array([self.base, self.depth])}

    @classmethod
    def of(cls, arrays: Mapping[str, NDArray[np.generic]], name: str) -> Forest:
        """The forest whose parts `arrays` gave under that name."""
        base, depth = (float(number) for number in np.asarray(arrays[f"{name}.rest"], dtype=float))
        parts: dict[str, Any] = {part: arrays[f"{name}.{part}"] for part in _PARTS}
        return cls(**parts, base=base, depth=int(depth))
