"""A scope in words: what a figure counts, for people."""

from __future__ import annotations

from waqia.audit.figure import Figure, Scope

_MEASURES = {"incidents": "Incidents", "killed": "Killed", "injured": "Injured"}


def told(figure: Figure) -> str:
    """What a figure counts: `Killed · attack · PK-KP · 2023`."""
    return " · ".join(
        [_MEASURES.get(figure.measure, figure.measure.capitalize()), *parts(figure.scope)]
    )


def parts(scope: Scope) -> list[str]:
    """The limits of a scope, in a fixed order."""
    found = [scope.kind] if scope.kind else []
    listed = (scope.actors, scope.targets, scope.tactics, scope.places)
    found += [" + ".join(sorted(codes)) for codes in listed if codes]
    if scope.party:
        found.append(scope.party)
    if scope.span:
        found.append(str(scope.span))
    return found + sorted(scope.words)
