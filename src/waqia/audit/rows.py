"""Figures as rows of the table `figures`, with their quotes."""

from __future__ import annotations

from math import inf
from typing import Any

from waqia.audit.figure import Figure
from waqia.audit.finding import spot
from waqia.audit.telling import parts
from waqia.codebook import Codebook
from waqia.model import OUTCOMES, TABLES

COLUMNS = (*TABLES["figures"].names, "quote")
"""The columns of `figures.csv`: those of the table of a release, then the quote."""
_TYPES = {
    "attack": "terrorist_attack",
    "operation": "operational_strike",
    "clash": "armed_clash",
    "search operation": "search_operation",
    "foiled plot": "foiled_plot",
    "political violence": "political_violence",
    "sectarian violence": "sectarian_clash",
    "faith-based violence": "communal_violence",
    "drone strike": "drone_strike",
    "cross-border attack": "cross_border_attack",
}


def figure_rows(figures: list[Figure], codebook: Codebook) -> list[dict[str, Any]]:
    """One row a figure, a dict with the keys `COLUMNS`; what is not known is None."""
    levels = ("province", "district")
    by_name = {p.name: code for code, p in codebook.places.items() if p.level in levels}
    regions: dict[str, str] = {}
    for row in codebook.tables["regions"]:
        if not row["excludes"]:
            units = row["includes"].split(";")
            same = by_name.get(row["label"])
            regions |= {unit: row["code"] for unit in units if len(units) == 1 and unit}
            regions |= {same: row["code"]} if same else {}
    home = next((p for p in codebook.places.values() if p.level == "country"), None)
    return [_row(figure, codebook, regions, home.id if home else None) for figure in figures]


def _row(
    figure: Figure, codebook: Codebook, regions: dict[str, str], home: str | None
) -> dict[str, Any]:
    scope, terms = figure.scope, codebook.places
    abroad = [code for code in scope.places if code not in terms]
    inside = sorted(scope.places - {home} - set(abroad))
    country = codebook.rules.get("country") if not abroad else ";".join(sorted(abroad))
    unbounded = figure.low == figure.value == figure.high
    change = figure.measure.startswith("percent")
    persons = figure.measure in OUTCOMES
    row: dict[str, Any] = {
        "id": figure.id,
        "source": figure.document.id,
        "locator": figure.where,
        "anchor_start": figure.start,
        "anchor_end": figure.end,
        "measure": figure.measure,
        "value": _number(figure.value),
        "value_min": None if unbounded else _number(figure.low),
        "value_max": None if unbounded or figure.high == inf else _number(figure.high),
        "unit": "percent" if change else "persons" if persons else "incidents",
        "period_start": scope.span.start if scope.span else None,
        "period_end": scope.span.end if scope.span else None,
        "country": country,
        "region": ";".join(regions[code] for code in inside if code in regions) or None,
        "place": ";".join(terms[code].name for code in inside if code not in regions) or None,
        "type": _TYPES.get(scope.kind or ""),
        "actor": ";".join(sorted(scope.actors)) or None,
        "target": ";".join(sorted(scope.targets)) or None,
        "tactic": ";".join(sorted(scope.tactics)) or None,
        "party": scope.party,
        "counts": ", ".join(parts(scope, codebook)) or None,
        "note": None if figure.sure else "scope not certain",
        "quote": spot(figure.document, figure.start, figure.end, "").quote,
    }
    return row


def _number(value: float) -> float:
    """A whole number without a decimal point."""
    return int(value) if value == int(value) else value
