"""Decision trees, applied: all rows go down all trees at once."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

Indices = NDArray[np.intp]

_PARTS = ("feature", "threshold", "left", "right", "value")


@dataclass(frozen=True)
class Forest:
    """Trees × nodes each; a leaf is its own left and right child. `base` is added to their sum."""

    feature: NDArray[np.int16]
    threshold: NDArray[np.float32]
    left: NDArray[np.int16]
    right: NDArray[np.int16]
    value: NDArray[np.float16]
    base: float
    depth: int

    def chances(self, rows: NDArray[np.float64]) -> NDArray[np.float64]:
        """The chance of each row (rows × features), where the values of the trees are log odds."""
        return np.asarray(1 / (1 + np.exp(-self.sums(rows))))

    def sums(self, rows: NDArray[np.float64]) -> NDArray[np.float64]:
        """The sum of the values of the trees for each row."""
        if not len(rows):
            return np.zeros(0)
        feature, threshold, child = self._flat
        begins = np.arange(len(rows))[:, None] * rows.shape[1]
        numbers = np.ascontiguousarray(rows).ravel()
        node = np.repeat(self._roots[None, :], len(rows), axis=0)
        for _ in range(self.depth):
            below = numbers.take(feature.take(node) + begins) <= threshold.take(node)
            node = child.take(2 * node + below)
        return np.asarray(self.base + self.value.ravel().take(node).sum(axis=1, dtype=float))

    @cached_property
    def _roots(self) -> Indices:
        """Where the root of each tree stands when all nodes are in one row."""
        return np.asarray(np.arange(len(self.feature)) * self.feature.shape[1])

    @cached_property
    def _flat(self) -> tuple[Indices, NDArray[np.float64], Indices]:
        """Features and thresholds of all nodes in one row, and of each its right and left child."""
        roots = self._roots[:, None]
        children = np.stack([self.right + roots, self.left + roots], axis=-1)
        return (
            self.feature.ravel().astype(np.intp),
            self.threshold.ravel().astype(float),
            children.ravel(),
        )

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


@dataclass(frozen=True)
class Judges:
    """Two forests that err differently: boosted trees, and random ones whose values are chances."""

    boosted: Forest
    random: Forest

    def chances(self, rows: NDArray[np.float64]) -> NDArray[np.float64]:
        """The mean of their chances for each row."""
        return (self.boosted.chances(rows) + self.random.sums(rows)) / 2
