"""Figures against a release: the same question asked of it, its scope spelled out."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from waqia.audit.figure import Figure
from waqia.audit.finding import Discrepancy, plain, spot
from waqia.audit.telling import told
from waqia.codebook import Codebook
from waqia.model import QuestionError, phrase

if TYPE_CHECKING:
    from waqia.release import Release

_KINDS = {
    "attack": "attack",
    "operation": "operational_strike",
    "clash": "armed_clash",
    "search operation": "search_operation",
    "foiled plot": "foiled_plot",
    "political violence": "political_violence",
    "drone strike": "drone_strike",
    "cross-border attack": "cross_border_attack",
}
"""Sort of incident → the type of the codebook that is asked for."""
_UNCOVERED = phrase("The release holds nothing of this scope; it may not cover it.")
_MEASURES = ("incidents", "killed", "injured", "arrested", "abducted")


@dataclass(frozen=True)
class Asked:
    """A figure and what the release answers; `why` says why it was not asked."""

    figure: Figure
    where: dict[str, Any]
    answer: int | None
    why: str = ""

    @property
    def same(self) -> bool:
        """The release gives a number within what the document says."""
        return self.answer is not None and self.figure.low <= self.answer <= self.figure.high


def ask(release: Release, figures: Iterable[Figure]) -> list[Asked]:
    """Ask a release each figure's question; figures of one scope are asked together."""
    asked: list[Asked] = []
    together: dict[str, list[Asked]] = {}
    for figure in figures:
        where, why = _question(release, figure)
        one = Asked(figure, where, None, why)
        asked.append(one)
        if not why:
            together.setdefault(repr(sorted(where.items())), []).append(one)
    answers: dict[tuple[str, str], int] = {}
    unanswered: dict[str, str] = {}
    for scope, ones in together.items():
        measures = sorted({one.figure.measure for one in ones})
        try:
            row = _counted(release, measures, ones[0].where)
        except QuestionError as error:
            unanswered[scope] = str(error)
            continue
        answers |= {(scope, measure): int(row.get(measure) or 0) for measure in measures}
    return [one if one.why else _answered(one, answers, unanswered) for one in asked]


def _counted(release: Release, measures: list[str], where: dict[str, Any]) -> dict[str, Any]:
    from waqia.analysis import count

    rows = count(release, measure=measures, where=where).rows()
    return dict(rows[0]) if rows else {}


def _answered(one: Asked, answers: dict[tuple[str, str], int], unanswered: dict[str, str]) -> Asked:
    scope = repr(sorted(one.where.items()))
    answer = answers.get((scope, one.figure.measure))
    return replace(one, answer=answer, why=unanswered.get(scope, ""))


def _question(release: Release, figure: Figure) -> tuple[dict[str, Any], str]:
    """The limits of a figure as a question; or why it cannot be asked."""
    scope, codebook = figure.scope, release.codebook
    if figure.measure not in _MEASURES:
        return {}, phrase("a percentage or change is not counted")
    if not figure.sure:
        return {}, phrase("its scope was not understood in full")
    if scope.words:
        return {}, phrase(f"no field for: {', '.join(sorted(scope.words))}")
    if scope.kind not in _KINDS:
        kind = scope.kind or phrase("what happened")
        return {}, phrase(f"no type for: {kind}")
    if scope.span is None:
        return {}, phrase("no period")
    where: dict[str, Any] = {
        "type": _KINDS[scope.kind],
        "period": f"{scope.span.start}..{scope.span.end}",
    }
    for field, codes, vocabulary in (
        ("actor", scope.actors, "actor"),
        ("target", scope.targets, "target"),
        ("tactic", scope.tactics, "tactic"),
    ):
        unknown = [code for code in codes if code not in codebook.terms(vocabulary)]
        if unknown:
            return {}, phrase(f"not in the release's codebook: {', '.join(unknown)}")
        if codes:
            where[field] = sorted(codes)
    for code in scope.places:
        place = codebook.places.get(code)
        if place is None:
            return {}, phrase(f"not in the gazetteer: {code}")
        if place.level in ("province", "district", "division"):
            where.setdefault(place.level, []).append(place.name)
        elif place.level != "country":
            return {}, phrase(f"places of the level {place.level} are not asked for")
    if scope.party:
        if scope.party not in codebook.terms("party"):
            return {}, phrase(f"no party for: {scope.party}")
        where["party"] = scope.party
    if len({"province", "district", "division"} & where.keys()) > 1:
        return {}, phrase("places of several levels")
    return where, ""


def differing(asked: Iterable[Asked], name: str, codebook: Codebook) -> Iterator[Discrepancy]:
    """Figures to which the release `name` gives another number, and those that were not asked."""
    for one in asked:
        figure = one.figure
        place = spot(figure.document, figure.start, figure.end, figure.where)
        if one.why:
            yield Discrepancy(
                code="figure-unasked",
                message=f"{plain(figure.value)} was not asked: {one.why}.",
                spots=(place,),
                found=plain(figure.value),
                expected="a scope that the release's fields express",
            )
        elif one.answer is not None and not one.same:
            scope = ", ".join(f"{field}={_shown(value)}" for field, value in one.where.items())
            yield Discrepancy(
                code="release-differs",
                message=f"{told(figure, codebook)}: {plain(figure.value)} is printed, {name} has "
                f"{plain(one.answer)}.",
                spots=(place,),
                found=plain(figure.value),
                expected=plain(one.answer),
                arithmetic=f"{figure.measure} where {scope} = {plain(one.answer)}; "
                f"{plain(one.answer)} − {plain(figure.value)} = "
                f"{plain(one.answer - figure.value)}",
                correction="Compare the incidents behind the release's number with the report.",
                doubt="" if one.answer else _UNCOVERED,
            )


def _shown(value: object) -> str:
    return "+".join(map(str, value)) if isinstance(value, list) else str(value)
