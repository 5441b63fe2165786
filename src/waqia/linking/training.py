"""Learning the parameters from accounts of which it is known which tell of the same incident."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from waqia.linking.blocking import candidates
from waqia.linking.model import Levels, LinkModel
from waqia.linking.telling import tell
from waqia.linking.traits import TRAITS, shared_words
from waqia.model import InputError

if TYPE_CHECKING:
    import numpy as np
    from duckdb import DuckDBPyConnection
    from numpy.typing import NDArray

    Values = NDArray[np.float64]

RIDGE = 15.0
"""How strongly a step between two levels is held to where it started from."""

THRESHOLD = 0.2
"""Average probability from which groups are one; what nested cross-validation chose most often."""

_LEVELS = 8
"""Cuts are taken at so many quantiles of all candidates, and at as many of the linked ones."""

_TOGETHER = (
    ("place_km", "place_apart"),
    ("place_same", "place_words_"),
    ("actors_", "actor_words_"),
    ("kinds_",),
    ("killed_",),
    ("injured_",),
    ("text_",),
    ("source_",),
)
"""Traits that are unknown together, by how their names begin."""

_HIDDEN = 0.2
"""The share of the pairs of the second copy in which such a group of traits is hidden."""


def train(
    connection: DuckDBPyConnection,
    decisions: Iterable[tuple[str, str, bool]] | None = None,
    *,
    accounts: str = "accounts",
    sources: str | None = "sources",
    start: LinkModel | None = None,
    threshold: float | None = None,
    ridge: float = RIDGE,
    made: str = "",
) -> LinkModel:
    """Learn a model from decisions, or from the column `incident` of the accounts.

    `decisions` are (account, other, same) with ids of accounts; without them every pair of
    candidates is same or different by its accounts' incidents. With `start` its cuts are kept and
    its weights are what is held to: few decisions move them little.

    The parameters are those of a logistic regression on the steps between the levels of each
    trait, steps in the trait's direction only, with a ridge: one best solution, found by L-BFGS-B.
    Each pair is learned from twice, the second time with some fields hidden, so that a field that
    a set does not have costs little. Levels are centred on the average pair of candidates.

    Raises:
        InputError: there are not both linked and different pairs to learn from.
    """
    names, values, same = _labelled(connection, decisions, accounts, sources)
    if not 0 < same.sum() < len(same):
        raise InputError(
            f"A model is learned from pairs of both kinds; found {int(same.sum())} that tell of "
            f"the same incident among {len(same)}. Decide more pairs, or use the shipped model."
        )
    return fit(names, values, same, start=start, threshold=threshold, ridge=ridge, made=made)


def traits_of(
    connection: DuckDBPyConnection, accounts: str = "accounts", sources: str | None = "sources"
) -> None:
    """Create the temporary table `link_traits`: candidates with every trait, and both ids."""
    tell(connection, accounts, sources=sources)
    candidates(connection, crossing=False)
    columns = ", ".join(f"({trait.sql})::DOUBLE AS {name}" for name, trait in TRAITS.items())
    two = "JOIN link_told a ON a.n = p.a JOIN link_told b ON b.n = p.b"
    connection.execute(
        f"""CREATE OR REPLACE TEMP TABLE link_traits AS
        WITH sharing AS MATERIALIZED (SELECT p.*, {shared_words()} FROM link_pairs p {two})
        SELECT a.id AS account, b.id AS other, {columns} FROM sharing p {two}
        ORDER BY account, other"""
    )
    connection.execute("DROP TABLE link_pairs")


def _labelled(
    connection: DuckDBPyConnection,
    decisions: Iterable[tuple[str, str, bool]] | None,
    accounts: str,
    sources: str | None,
) -> tuple[tuple[str, ...], Values, NDArray[np.bool_]]:
    """Names of the traits, their values (pairs × traits), and which pairs are one."""
    import numpy as np

    from waqia.codebook import table_from_rows

    traits_of(connection, accounts, sources)
    if decisions is None:
        label = f"""SELECT t.*, x.incident = y.incident AS same FROM link_traits t
            JOIN {accounts} x ON x.id = account JOIN {accounts} y ON y.id = other
            WHERE x.incident IS NOT NULL AND y.incident IS NOT NULL"""
    else:
        table_from_rows(
            connection, "link_decided", {"x": "VARCHAR", "y": "VARCHAR", "same": "BOOLEAN"},
            decisions,
        )  # fmt: skip
        label = """SELECT t.*, same FROM link_traits t JOIN link_decided
            ON least(x, y) = account AND greatest(x, y) = other"""
    found = connection.execute(f"{label} ORDER BY account, other").fetchnumpy()
    values = np.column_stack([_floats(found[name]) for name in TRAITS])
    return tuple(TRAITS), values, np.asarray(found["same"], dtype=bool)


def _floats(column: Any) -> Values:
    import numpy as np

    values: Values = np.ma.filled(np.ma.asarray(column, dtype=float), np.nan)
    return values


def fit(
    names: tuple[str, ...],
    values: Values,
    same: NDArray[np.bool_],
    *,
    start: LinkModel | None = None,
    threshold: float | None = None,
    ridge: float = RIDGE,
    made: str = "",
) -> LinkModel:
    """The model that fits labelled pairs best; `values` is pairs × traits, NaN where unknown."""
    import numpy as np
    from scipy.optimize import minimize  # type: ignore[import-untyped]

    cuts = {
        name: np.array(start.levels[name].cuts)
        if start and name in start.levels
        else _cuts(values[:, i], same)
        for i, name in enumerate(names)
    }
    hidden = _hide(names, values)
    steps = np.vstack([_steps(names, cuts, values), _steps(names, cuts, hidden)])
    signs = np.tile(np.where(same, 1.0, -1.0), 2)
    first = _start(names, cuts, start)
    bounds: list[tuple[float | None, float | None]] = []
    for name in names:
        sign = TRAITS[name].sign
        one = (0.0 if sign > 0 else None, 0.0 if sign < 0 else None)
        bounds += [one] * len(cuts[name]) + [(None, None)]

    def loss(weights: Values) -> tuple[float, Values]:
        margin = signs * (steps @ weights[:-1] + weights[-1])
        away = weights[:-1] - first[:-1]
        # each pair is there twice, so it counts half
        slope = -0.5 * signs / (1 + np.exp(np.clip(margin, -50, 50)))
        value = 0.5 * np.logaddexp(0, -margin).sum() + 0.5 * ridge * away @ away
        return float(value), np.append(steps.T @ slope + ridge * away, slope.sum())

    best = minimize(
        loss, first, jac=True, method="L-BFGS-B", bounds=[*bounds, (None, None)],
        options={"maxiter": 400},
    ).x  # fmt: skip
    chosen = threshold if threshold is not None else start.threshold if start else THRESHOLD
    return _centred(names, cuts, values, best, chosen, made)


def _cuts(values: Values, same: NDArray[np.bool_]) -> Values:
    """Cuts at quantiles, of all pairs and of the linked ones, rounded to two digits."""
    import numpy as np

    known = ~np.isnan(values)
    if not known.any():
        return np.array([])
    shares = np.linspace(0, 1, _LEVELS + 2)[1:-1]
    at = [np.quantile(values[known], shares)]
    if (known & same).any():
        at.append(np.quantile(values[known & same], shares))
    cuts = np.unique(np.round(np.concatenate(at), 2))
    low, high = values[known].min(), values[known].max()
    kept: Values = cuts[(cuts > low) & (cuts <= high)]
    return kept


def _steps(names: tuple[str, ...], cuts: dict[str, Values], values: Values) -> Values:
    """A column a cut (1 from it upwards) and one for unknown, trait after trait."""
    import numpy as np

    columns = []
    for i, name in enumerate(names):
        value = values[:, i]
        columns += [(value >= cut).astype(float) for cut in cuts[name]]
        columns.append(np.isnan(value).astype(float))
    return np.column_stack(columns)


def _start(names: tuple[str, ...], cuts: dict[str, Values], start: LinkModel | None) -> Values:
    """The weights of the steps of a model, or none."""
    import numpy as np

    if start is None:
        return np.zeros(sum(len(cuts[name]) + 1 for name in names) + 1)
    weights: list[float] = []
    base = start.base
    for name in names:
        if name in start.levels:
            levels = start.levels[name]
            base += levels.weights[0]
            weights += [*np.diff(levels.weights), levels.missing - levels.weights[0]]
        else:
            weights += [0.0] * (len(cuts[name]) + 1)
    return np.array([*weights, base])


def _hide(names: tuple[str, ...], values: Values) -> Values:
    """A copy in which groups of traits are unknown, each in a share of the pairs."""
    import numpy as np

    hidden, chance = values.copy(), np.random.default_rng(0)
    for group in _TOGETHER:
        columns = [i for i, name in enumerate(names) if name.startswith(group)]
        rows = chance.random(len(values)) < _HIDDEN
        hidden[rows[:, None] & np.isin(np.arange(len(names)), columns)] = np.nan
    return hidden


def _centred(
    names: tuple[str, ...],
    cuts: dict[str, Values],
    values: Values,
    best: Values,
    threshold: float,
    made: str,
) -> LinkModel:
    import numpy as np

    levels, base, at = {}, float(best[-1]), 0
    for i, name in enumerate(names):
        width = len(cuts[name])
        rising = np.concatenate([[0.0], np.cumsum(best[at : at + width])])
        missing, value = float(best[at + width]), values[:, i]
        told = rising[np.searchsorted(cuts[name], value[~np.isnan(value)], side="right")]
        middle = float(told.sum() + missing * np.isnan(value).sum()) / max(1, len(value))
        levels[name] = Levels(
            tuple(cuts[name].tolist()),
            tuple(np.round(rising - middle, 4).tolist()),
            round(missing - middle, 4),
        )
        base += middle
        at += width + 1
    return LinkModel(round(base, 4), threshold, levels, made)
