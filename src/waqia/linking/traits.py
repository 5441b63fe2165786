"""The traits of a pair of accounts: how near, how alike, how surprising what they share.

A trait is one number an SQL expression gives over `a` and `b`, two rows of `link_told`, and `p`,
their pair, which has the surprise of the words they share; or NULL where one does not say. `sign`
is the direction in which it can only speak for a link (+1) or against it (-1); 0 leaves it free.
"""

from __future__ import annotations

from dataclasses import dataclass

from waqia.linking.telling import LISTS, WEIGHT

FIELDS = {
    "date": "date",
    "place": "place",
    "actors": "actors",
    "kind": "type, targets and tactics",
    "killed": "killed",
    "injured": "injured",
    "words": "words of title and summary",
    "source": "source and publication",
}
"""The fields an explanation names → what they are called in words."""


@dataclass(frozen=True, slots=True)
class Trait:
    """One trait: its field, its SQL, its direction, and whether it costs much to work out."""

    field: str
    sql: str
    sign: int = 0
    dear: bool = False

    @property
    def tells(self) -> bool:
        """Whether the trait is about what both accounts say, rather than about how they say it."""
        return self.sign != 0


def _alike(field: str, name: str, *columns: str) -> dict[str, Trait]:
    """Traits of lists of words: the surprise of what is shared, and its share of what is said.

    Several columns are alternatives: the one in which the two accounts are most alike counts.
    """
    parts: dict[str, list[str]] = {"shared": [], "within": [], "alike": []}
    for column in columns:
        both, of_a, of_b = f"p.both_{column}", f"a.{column}_sum", f"b.{column}_sum"
        parts["shared"].append(both)
        parts["within"].append(f"{both} / greatest(0.01, least({of_a}, {of_b}))")
        parts["alike"].append(f"{both} / greatest(0.01, {of_a} + {of_b} - {both})")
    return {
        f"{name}_{kind}": Trait(field, f"greatest({', '.join(sql)})", 1, dear=True)
        for kind, sql in parts.items()
    }


def _both(function: str, a: str, b: str) -> str:
    """SQL of the least or greatest of two; DuckDB's own would take the one that is known."""
    return f"CASE WHEN {a} IS NOT NULL AND {b} IS NOT NULL THEN {function}({a}, {b}) END"


def _count(outcome: str) -> dict[str, Trait]:
    a, b = f"a.{outcome}", f"b.{outcome}"
    relation = f"""CASE WHEN {a} IS NULL OR {b} IS NULL THEN NULL
        WHEN {a} = 0 AND {b} = 0 THEN 0 WHEN least({a}, {b}) = 0 THEN 1 WHEN {a} = {b} THEN 4
        WHEN greatest({a}_min, {b}_min) <= least({a}_max, {b}_max) THEN 3 ELSE 2 END"""
    return {
        f"{outcome}_relation": Trait(outcome, relation),
        f"{outcome}_ratio": Trait(outcome, f"abs(ln(1 + {a}) - ln(1 + {b}))", -1),
        f"{outcome}_low": Trait(outcome, _both("least", a, b)),
        f"{outcome}_high": Trait(outcome, _both("greatest", a, b)),
        f"{outcome}_shared": Trait(outcome, f"CASE WHEN {a} = {b} THEN a.{outcome}_rare END", 1),
    }


_HALF = (
    "pow(sin(radians(a.latitude - b.latitude) / 2), 2) + cos(radians(a.latitude)) * "
    "cos(radians(b.latitude)) * pow(sin(radians(a.longitude - b.longitude) / 2), 2)"
)
_KM = (
    "CASE WHEN a.latitude IS NOT NULL AND b.latitude IS NOT NULL "
    f"THEN 12742 * asin(sqrt(least(1, {_HALF}))) END"
)
_LENGTHS = ("(a.last_day - a.first_day)", "(b.last_day - b.first_day)")
_LAGS = ("(a.published - a.last_day)", "(b.published - b.last_day)")
_COMMON = "1 + least(a.last_day, b.last_day) - greatest(a.first_day, b.first_day)"

TRAITS: dict[str, Trait] = {
    "date_gap": Trait("date", f"greatest(0, 1 - ({_COMMON}))", -1),
    "date_fit": Trait(
        "date", f"ln(greatest(0.1, {_COMMON}) / ((1.0 + {_LENGTHS[0]}) * (1 + {_LENGTHS[1]})))", 1
    ),
    "date_overlap": Trait("date", f"greatest(0, {_COMMON})"),
    "date_first": Trait("date", "abs(a.first_day - b.first_day)", -1),
    "date_last": Trait("date", "abs(a.last_day - b.last_day)", -1),
    "date_span_low": Trait("date", f"least({_LENGTHS[0]}, {_LENGTHS[1]})"),
    "date_span_high": Trait("date", f"greatest({_LENGTHS[0]}, {_LENGTHS[1]})"),
    "place_km": Trait("place", _KM, -1),
    "place_apart": Trait("place", f"({_KM}) / (a.radius + b.radius)", -1),
    "place_radius_low": Trait("place", "least(a.radius, b.radius)"),
    "place_radius_high": Trait("place", "greatest(a.radius, b.radius)"),
    "place_same": Trait("place", "(a.place = b.place)::INTEGER", 1),
    **_alike("place", "place_words", "place_words"),
    **_alike("actors", "actors", "actors"),
    **_alike("actors", "actor_words", "actor_words"),
    **_alike("kind", "kinds", "kinds"),
    **_count("killed"),
    **_count("injured"),
    **_alike("words", "text", "title", "summary"),
    "source_same": Trait("source", "(a.document = b.document)::INTEGER", -1),
    "source_publisher": Trait("source", "(a.publisher = b.publisher)::INTEGER"),
    "source_apart": Trait("source", "abs(a.published - b.published)"),
    "source_lag_low": Trait("source", _both("least", *_LAGS)),
    "source_lag_high": Trait("source", _both("greatest", *_LAGS)),
}


def shared_words() -> str:
    """SQL of the columns `both_LIST`: the surprise of the words that `a` and `b` share."""
    columns = []
    for name in LISTS:
        given = f"len(a.{name}) > 0 AND len(b.{name}) > 0"
        if name == "title":  # which two accounts from one report share anyway
            given += " AND a.document IS DISTINCT FROM b.document"
        words = f"list_transform(list_intersect(a.{name}, b.{name}), lambda w: w % {WEIGHT})"
        columns.append(
            f"CASE WHEN {given} THEN coalesce(list_sum({words}), 0) / 100.0 END AS both_{name}"
        )
    return ", ".join(columns)
