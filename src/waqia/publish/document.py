"""A document in the making: a filled template, its parts, its evidence and its dossier."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from waqia.model import Period, QuestionError
from waqia.publish.dossier import Dossier
from waqia.publish.questions import Questions
from waqia.publish.template import Template, fill
from waqia.publish.values import IncidentList

if TYPE_CHECKING:
    from waqia.publish.evidence import EvidenceBook
    from waqia.publish.values import Parts
    from waqia.release import Release


@dataclass(frozen=True)
class Document:
    """A report's title and Markdown, with the parts its marks stand for and their evidence."""

    title: str
    markdown: str
    release: Release
    period: Period
    parts: Parts
    book: EvidenceBook

    @cached_property
    def dossier(self) -> Dossier:
        """The incidents behind every number and list of the document."""
        listed = [
            i for part in self.parts.items if isinstance(part, IncidentList) for i in part.ids
        ]
        return Dossier.of(self.release, dict.fromkeys([*self.book.incidents(), *listed]))


def compose(
    release: Release,
    template: str | Path = "security-report",
    *,
    period: str | int | None = None,
    compare: str | None = "previous",
    rule: str | None = None,
    boundaries: Path | None = None,
    credit: str = "",
) -> Document:
    """Fill a report template with a release's answers.

    Args:
        release: an open release.
        template: the name of a shipped template or a Markdown file.
        period: the period reported on; the whole coverage of the release when not given.
        compare: the period it is compared with, `previous`, or None for no comparison. Without a
            period there is nothing before to compare with.
        rule: the counting rule where the template names none; the codebook's first by default.
        boundaries: a GeoJSON file of districts; maps of districts are then shaded areas.
        credit: the credit line that the boundaries' licence asks for.

    Raises:
        TemplateError: the template cannot be rendered.
        QuestionError: the period or the rule is not known.
    """
    rules = release.codebook.counting_rules
    name = rule or next(iter(rules))
    if name not in rules:
        raise QuestionError(f"No counting rule {name!r}; choose one of {', '.join(rules)}.")
    if period is None:
        chosen, base = release.coverage, None
    else:
        chosen = Period.parse(period)
        base = chosen.previous() if compare == "previous" else compare and Period.parse(compare)
    questions = Questions(release, chosen, base or None, name, boundaries, credit)
    markdown = fill(Template.load(template), questions)
    title = next(
        (line[2:].strip() for line in markdown.splitlines() if line.startswith("# ")),
        release.manifest["title"],
    )
    return Document(title, markdown, release, chosen, questions.parts, questions.book)
