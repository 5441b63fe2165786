"""Fitting the trees of the role tagger, as the package applies them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray
from sklearn.ensemble import ExtraTreesClassifier, HistGradientBoostingClassifier

from waqia.reading.roles.forest import Forest, Judges

CHOOSER = {"max_iter": 80, "learning_rate": 0.06, "max_leaf_nodes": 8, "min_samples_leaf": 30}
_BOOSTED = {
    "max_iter": 220,
    "learning_rate": 0.045,
    "max_leaf_nodes": 12,
    "min_samples_leaf": 30,
    "max_features": 0.2,
}
_RANDOM = {"n_estimators": 40, "min_samples_leaf": 8, "max_features": 0.3}


def judges(rows: NDArray[Any], told: NDArray[Any]) -> Judges:
    """Boosted and random trees fitted to rows × numbers."""
    return Judges(boosted(rows, told, _BOOSTED), _random(rows, told))


def boosted(rows: NDArray[Any], told: NDArray[Any], settings: dict[str, Any]) -> Forest:
    """Boosted trees fitted to rows × numbers; their values are log odds."""
    fitted = HistGradientBoostingClassifier(**settings, l2_regularization=2.0, random_state=0)
    fitted.fit(rows, told)
    trees = []
    for (stage,) in fitted._predictors:
        nodes = stage.nodes
        trees.append(
            {
                "leaf": nodes["is_leaf"].astype(bool),
                "feature": nodes["feature_idx"],
                "threshold": nodes["num_threshold"],
                "left": nodes["left"],
                "right": nodes["right"],
                "value": nodes["value"],
            }
        )
    depth = max(int(stage.nodes["depth"].max()) for (stage,) in fitted._predictors)
    return _forest(trees, float(np.ravel(fitted._baseline_prediction)[0]), depth)


def _random(rows: NDArray[Any], told: NDArray[Any]) -> Forest:
    """Extremely randomised trees; their values add up to chances."""
    fitted = ExtraTreesClassifier(**_RANDOM, random_state=0).fit(rows, told)
    trees = []
    for one in fitted.estimators_:
        tree = one.tree_
        trees.append(
            {
                "leaf": tree.children_left < 0,
                "feature": tree.feature,
                "threshold": tree.threshold,
                "left": tree.children_left,
                "right": tree.children_right,
                "value": tree.value[:, 0, 1] / len(fitted.estimators_),
            }
        )
    return _forest(trees, 0.0, max(one.tree_.max_depth for one in fitted.estimators_))


def _forest(trees: Sequence[Mapping[str, NDArray[Any]]], base: float, depth: int) -> Forest:
    size = max(len(tree["leaf"]) for tree in trees)
    parts: dict[str, Any] = {
        "feature": np.zeros((len(trees), size), np.int16),
        "threshold": np.zeros((len(trees), size), np.float32),
        "left": np.zeros((len(trees), size), np.int16),
        "right": np.zeros((len(trees), size), np.int16),
        "value": np.zeros((len(trees), size), np.float16),
    }
    for n, tree in enumerate(trees):
        leaf = tree["leaf"]
        here = np.arange(len(leaf))
        parts["feature"][n, here] = np.where(leaf, 0, tree["feature"])
        parts["threshold"][n, here] = np.where(leaf, 0, tree["threshold"])
        parts["left"][n, here] = np.where(leaf, here, tree["left"])
        parts["right"][n, here] = np.where(leaf, here, tree["right"])
        parts["value"][n, here] = np.where(leaf, tree["value"], 0)
    return Forest(**parts, base=base, depth=depth)
