"""How far coders agree beyond chance: Krippendorff's alpha, with an interval.

Alpha is 1 - observed / expected disagreement: 1 is perfect agreement, 0 what chance would give,
below 0 is systematic disagreement (K. Krippendorff, Content Analysis, 4th ed. 2019, chapter 12;
worked by hand in his "Computing Krippendorff's Alpha-Reliability", 2011). It takes any number of
coders and codings that are missing.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any, Literal

from waqia.model import OUTCOMES, QuestionError, phrase

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

Level = Literal["nominal", "ordinal", "interval", "ratio", "set"]
Value = Hashable

_LISTS = ("perpetrators", "responders", "target_actors", "targets", "tactics", "tags")
_NAMES = ("type", "claim", "place_id", "country", "province", "division", "district", "region")

LEVELS: dict[str, Level] = {
    **dict.fromkeys(_NAMES, "nominal"),
    **dict.fromkeys(("date_precision", "place_precision", "credibility", "reliability"), "ordinal"),
    **dict.fromkeys(("date_start", "date_end", *OUTCOMES), "interval"),
    **dict.fromkeys((f"{o}_{bound}" for o in OUTCOMES for bound in ("min", "max")), "interval"),
    **dict.fromkeys(_LISTS, "set"),
}
"""Field of an account → the level on which its values differ; days and persons are intervals."""

ORDERS: dict[str, tuple[Value, ...]] = {
    "date_precision": ("day", "range", "week", "month", "quarter", "year"),
    "place_precision": ("exact", "town", "district", "division", "province", "country"),
    "credibility": (1, 2, 3, 4, 5),
    "reliability": ("A", "B", "C", "D", "E"),
}
"""Ordinal field → its values in order. What cannot be judged (6, F, unknown) is no value."""

_CELLS = 4_000_000
"""Numbers that are held at once while resampling (8 bytes each)."""
_DEFINED = 0.95
"""The least share of resamples in which alpha must be defined for an interval to be given."""


@dataclass(frozen=True, slots=True)
class Agreement:
    """How far coders agree on one field.

    `alpha` is None where it is not defined; `why` says so in words, or why there is no interval.
    `low` and `high` bound alpha with the `confidence` asked for. `units` are those that two
    coders or more coded, `coders` those who coded any of them, `pairs` the pairs of codings of
    the same unit, and `percent` those that are equal, of 100 (equal sets, for sets).
    """

    level: Level
    alpha: float | None
    low: float | None
    high: float | None
    confidence: float
    units: int
    coders: int
    pairs: int
    percent: float | None
    why: str | None = None


def agreement(
    field: str,
    codings: Iterable[tuple[str, str, Any]],
    *,
    level: Level | None = None,
    resamples: int = 1000,
    confidence: float = 0.95,
    seed: int = 0,
) -> Agreement:
    """How far coders agree on a field of accounts.

    `codings` are (coder, unit, value) as accounts hold them: codes, lists of codes, numbers of
    persons, dates; None is missing, an empty list says that nothing applies. Of several codings
    of a unit by one coder the last counts. `level` is that of `LEVELS` where none is given. The
    rest is as in `alpha`.

    Raises:
        QuestionError: the field has no level, or a value does not fit it.
    """
    if field not in LEVELS:
        raise QuestionError(
            f"Agreement on {field!r} is not worked out; choose from {', '.join(LEVELS)}."
        )
    level = level or LEVELS[field]
    rows: dict[str, dict[str, Value | None]] = {}
    for coder, unit, value in codings:
        rows.setdefault(coder, {})[unit] = _comparable(field, level, value)
    units = sorted({unit for row in rows.values() for unit in row})
    table = [[row.get(unit) for unit in units] for _, row in sorted(rows.items())]
    return alpha(table, level, resamples=resamples, confidence=confidence, seed=seed)


def alpha(
    table: Sequence[Sequence[Value | None]],
    level: Level,
    *,
    resamples: int = 1000,
    confidence: float = 0.95,
    seed: int = 0,
) -> Agreement:
    """Krippendorff's alpha of a table of coders × units; None is a missing coding.

    Values are numbers for `ordinal` (ranks), `interval` and `ratio`, frozen sets for `set`,
    anything that can be compared for `nominal`. Sets are compared by MASI, which counts a subset
    as nearer than an overlap (R. Passonneau, LREC 2006); pass them as `nominal` to ask for equal
    sets. The interval is the percentile bootstrap over units (A. Zapf et al., BMC Medical
    Research Methodology 16:93, 2016) with so many `resamples`; the same `seed` gives the same.

    Raises:
        QuestionError: a row has another length, a number is missing or below zero for `ratio`, or
            an option is out of range.
    """
    import numpy as np

    if len({len(row) for row in table}) > 1:
        raise QuestionError("Each coder needs a cell for every unit; None where there is none.")
    if not 0 < confidence < 1 or resamples < 1:
        raise QuestionError("The confidence lies between 0 and 1, with one resample or more.")
    units = [[v for v in column if v is not None] for column in zip(*table, strict=True)]
    paired = [index for index, values in enumerate(units) if len(values) > 1]
    coders = sum(any(row[index] is not None for index in paired) for row in table)
    domain = _domain(level, {value for index in paired for value in units[index]})
    place = {value: index for index, value in enumerate(domain)}
    counts = np.zeros((len(paired), len(domain)))
    for row, index in enumerate(paired):
        np.add.at(counts[row], [place[value] for value in units[index]], 1)
    coded = counts.sum(axis=1)
    pairs = int((coded * (coded - 1) / 2).sum())
    equal = float((counts * (counts - 1) / 2).sum())

    def told(
        value: float | None, why: str | None, low: float | None = None, high: float | None = None
    ) -> Agreement:
        percent = 100 * equal / pairs if pairs else None
        return Agreement(
            level, value, low, high, confidence, len(paired), coders, pairs, percent, why
        )

    if not paired:
        return told(None, phrase("No unit was coded by two coders, so nothing can be compared."))
    if len(domain) == 1:
        return told(
            None,
            phrase("All codings give the same value, so agreement cannot be told from chance."),
        )
    kinds, times = np.unique(counts, axis=0, return_counts=True)
    found = _Units(kinds, times, None if level == "ordinal" else _distances(level, domain))
    value = float(found.alpha(times[None, :])[0])
    if len(paired) == 1:
        return told(value, phrase("One unit was coded twice; an interval needs several."))
    drawn = found.resampled(resamples, seed)
    defined = drawn[~np.isnan(drawn)]
    if len(defined) < _DEFINED * resamples:
        return told(
            value,
            phrase(
                f"In {resamples - len(defined):,} of {resamples:,} resamples all codings give the "
                "same value; the units vary too little for an interval."
            ),
        )
    tail = 50 * (1 - confidence)
    low, high = np.percentile(defined, [tail, 100 - tail])
    return told(value, None, float(low), float(high))


def _comparable(field: str, level: Level, value: Any) -> Value | None:
    """A value of an account as `alpha` compares it."""
    if value is None or value != value:
        return None
    if isinstance(value, (list, tuple, set, frozenset)):
        return frozenset(value)
    if level == "set":
        raise QuestionError(f"The field {field} is a list of codes, not {value!r}.")
    if isinstance(value, date):
        return value.toordinal()
    if level == "ordinal" and field in ORDERS:
        return ORDERS[field].index(value) if value in ORDERS[field] else None
    return value if isinstance(value, Hashable) else repr(value)


def _domain(level: Level, values: set[Value]) -> list[Any]:
    """The different values, in an order that does not depend on who gave them first."""
    if level in ("ordinal", "interval", "ratio"):
        wrong = [v for v in values if not isinstance(v, (int, float))]
        if wrong or (level == "ratio" and any(v < 0 for v in values)):  # type: ignore[operator]
            least = level == "ratio"
            raise QuestionError(
                f"The level {level!r} needs numbers{' of zero or more' if least else ''}; found "
                f"{values!r}."
            )
        return sorted(values)
    if level == "set":
        if wrong := [v for v in values if not isinstance(v, frozenset)]:
            raise QuestionError(f"The level 'set' needs sets; found {wrong[0]!r}.")
        return sorted(values, key=_spelling)
    return sorted(values, key=_spelling)


def _spelling(value: Value) -> str:
    return repr(sorted(map(repr, value)) if isinstance(value, frozenset) else value)


def _masi(one: frozenset[Any], other: frozenset[Any]) -> float:
    """MASI distance of two sets: 1 - Jaccard's index × 1 equal, 2/3 subset, 1/3 overlap, 0 none."""
    if one == other:
        return 0.0
    shared = one & other
    if not shared:
        return 1.0
    nearness = 2 / 3 if one < other or other < one else 1 / 3
    return 1 - nearness * len(shared) / len(one | other)


def _distances(level: Level, domain: Sequence[Any]) -> NDArray[np.float64]:
    """Values × values: how far apart they are, on every level but the ordinal."""
    import numpy as np

    if level == "nominal":
        return 1 - np.eye(len(domain))
    if level == "set":
        return np.array([[_masi(one, other) for other in domain] for one in domain])
    values = np.array(domain, dtype=np.float64)
    apart = (values[:, None] - values) ** 2
    if level == "ratio":
        sums = (values[:, None] + values) ** 2
        apart = np.divide(apart, sums, out=np.zeros_like(apart), where=sums > 0)
    return apart


@dataclass(frozen=True, slots=True)
class _Units:
    """Units that were coded alike, once: `kinds` (kinds × values, codings) and their `times`.

    `distances` are values × values; None on the ordinal level, where they follow from how often
    each value occurs.
    """

    kinds: NDArray[np.float64]
    times: NDArray[np.int_]
    distances: NDArray[np.float64] | None

    def alpha(self, drawn: NDArray[np.int_]) -> NDArray[np.float64]:
        """Alpha for each row of `drawn` (rows × kinds, how often each kind of unit occurs).

        NaN where all codings of a row give the same value.
        """
        import numpy as np

        kinds, coded = self.kinds, self.kinds.sum(axis=1)
        totals = drawn @ kinds
        number = totals.sum(axis=1)
        if self.distances is None:
            # the ordinal distance of two values is the squared difference of their middle ranks
            ranks = np.cumsum(totals, axis=1) - totals / 2
            apart = 2 * (coded * (ranks**2 @ kinds.T) - (ranks @ kinds.T) ** 2)
            observed = (drawn * apart / (coded - 1)).sum(axis=1)
            expected = 2 * (number * (totals * ranks**2).sum(axis=1)
                            - (totals * ranks).sum(axis=1) ** 2)  # fmt: skip
        else:
            within = ((kinds @ self.distances) * kinds).sum(axis=1) / (coded - 1)
            observed = drawn @ within
            expected = ((totals @ self.distances) * totals).sum(axis=1)
        varied = (totals > 0).sum(axis=1) > 1
        ratio = np.divide(
            observed * (number - 1), expected, out=np.full_like(expected, np.nan), where=varied
        )
        return np.asarray(1 - ratio)

    def resampled(self, resamples: int, seed: int) -> NDArray[np.float64]:
        """Alpha of so many draws of as many units as there are, with replacement."""
        import numpy as np

        random = np.random.default_rng(seed)
        number = int(self.times.sum())
        step = max(1, _CELLS // max(self.kinds.shape))
        sizes = (min(step, resamples - start) for start in range(0, resamples, step))
        drawn = (random.multinomial(number, self.times / number, size=size) for size in sizes)
        return np.concatenate([self.alpha(rows) for rows in drawn])
