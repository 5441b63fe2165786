"""The fields a rule decides: their columns, what counts as said, what makes two values differ."""

from __future__ import annotations

from dataclasses import dataclass

from waqia.model import OUTCOMES

_PLACE_COLUMNS = (
    "place", "place_id", "country", "province", "division", "district", "province_then",
    "district_then", "region", "place_precision",
)  # fmt: skip
LIST_VOCABULARIES: dict[str, str | None] = {
    "perpetrators": "actor",
    "responders": "actor",
    "target_actors": "actor",
    "targets": "target",
    "tactics": "tactic",
    "tags": None,
}
"""Fields that hold several codes → the vocabulary of the codes (tags have none)."""


def alike(value: str, filtered: str = "") -> str:
    """SQL, true where the accounts give one value, false where several, NULL where none.

    The planner of DuckDB takes several times as long for each `count(DISTINCT …)`.
    """
    return f"min({value}) {filtered} = max({value}) {filtered}"


@dataclass(frozen=True, slots=True)
class Field:
    """One field as SQL over an account row.

    `columns` are taken together from the account that is chosen. `said` is true where the account
    says anything; `value` is what is compared; `precision` is a rank, 0 the most precise; `differ`
    is an aggregate over the accounts that say anything, true where they contradict each other;
    `n_values` counts what they say.
    """

    name: str
    columns: tuple[str, ...]
    said: str
    value: str
    precision: str = "0"
    differ: str = "n_values > 1"
    is_count: bool = False


def _ranks(column: str, *words: str) -> str:
    cases = " ".join(f"WHEN '{word}' THEN {rank}" for rank, word in enumerate(words))
    return f"CASE {column} {cases} ELSE {len(words)} END"


_PLACE_RANK = _ranks(
    "place_precision", "exact", "town", "district", "division", "province", "country"
)


def _depth(vocabulary: str, codes: str) -> str:
    # A code below another says more than its group: army more than security_forces.
    depths = f"list_transform({codes}, lambda code: coalesce({vocabulary}_depths[code], 0))"
    return f"-coalesce(list_max({depths}), 0)"


def _codes(name: str, vocabulary: str | None) -> Field:
    return Field(
        name,
        (name, "claim") if name == "perpetrators" else (name,),
        f"len({name}) > 0",
        f"list_sort({name})",
        _depth(vocabulary, name) if vocabulary else "0",
    )


def _count(outcome: str) -> Field:
    low, high = f"coalesce({outcome}_min, {outcome})", f"coalesce({outcome}_max, {outcome})"
    return Field(
        outcome,
        (outcome, f"{outcome}_imputed"),
        f"{outcome} IS NOT NULL",
        outcome,
        f"CASE WHEN {outcome}_imputed THEN 2 WHEN {low} <> {high} "
        f"OR ({outcome}_min IS NULL) <> ({outcome}_max IS NULL) THEN 1 ELSE 0 END",
        is_count=True,
    )


_PLACE_PARTS = (
    "country", "province", "division", "district",
    "CASE WHEN place_precision IN ('exact', 'town') THEN coalesce(place_id, lower(place)) END",
)  # fmt: skip
"""A district and a town in it are no contradiction; two towns, or two districts, are."""

_PLACE_VALUE = "coalesce(place_id, lower(place), district, division, province, country)"

FIELDS: dict[str, Field] = {
    field.name: field
    for field in (
        Field("type", ("type",), "type IS NOT NULL", "type", _depth("type", "[type]")),
        Field(
            "date",
            ("date_start", "date_end", "date_precision"),
            "date_start IS NOT NULL",
            "row(date_start, date_end, date_precision)",
            # days that are known stand between one day and a week in which it was some day
            _ranks("date_precision", "day", "range", "week", "month", "quarter", "year"),
            # the month and a day in it are no contradiction: there is a day that fits them all
            "max(date_start) > min(coalesce(date_end, date_start))",
        ),
        Field(
            "place",
            _PLACE_COLUMNS,
            f"{_PLACE_VALUE} IS NOT NULL",
            _PLACE_VALUE,
            _PLACE_RANK,
            " OR ".join(f"NOT coalesce({alike(part)}, true)" for part in _PLACE_PARTS),
        ),
        Field(
            "coordinates",
            ("latitude", "longitude"),
            "latitude IS NOT NULL AND longitude IS NOT NULL",
            "row(latitude, longitude)",
            _PLACE_RANK,
        ),
        *(_codes(name, vocabulary) for name, vocabulary in LIST_VOCABULARIES.items()),
        *map(_count, OUTCOMES),
        # the split by party is best taken from the account that gave the totals
        Field(
            "casualties",
            ("casualties",),
            "len(casualties) > 0",
            "list_sort(casualties)",
            "-len(casualties)",
        ),
        Field("summary", ("summary",), "summary IS NOT NULL", "summary"),
    )
}
"""The fields of `VALUE_FIELDS`, in their order."""
