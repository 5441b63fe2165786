"""A document in the making: a filled template, its parts, its evidence and its dossier."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import quote

from waqia.model import Period, QuestionError
from waqia.publish.dossier import Dossier
from waqia.publish.questions import Questions
from waqia.publish.template import Template, fill
from waqia.publish.text import MARK, visible
from waqia.publish.values import IncidentList

if TYPE_CHECKING:
    from markdown_it import MarkdownIt
    from markdown_it.token import Token

    from waqia.publish.evidence import EvidenceBook
    from waqia.publish.values import Parts
    from waqia.release import Release


def parser() -> MarkdownIt:
    """The Markdown of templates: CommonMark with tables, without HTML and pictures from files."""
    from markdown_it import MarkdownIt

    return MarkdownIt("commonmark", {"html": False}).enable("table").disable("image")


@dataclass(frozen=True)
class Document:
    """A report's Markdown, with the parts its marks stand for and their evidence.

    `address` is that of the pages of incidents, to which an id is appended; None without pages.
    """

    markdown: str
    release: Release
    period: Period
    parts: Parts
    book: EvidenceBook
    address: str | None = None

    def page_of(self, incident: str) -> str | None:
        """The address of an incident's page."""
        return None if self.address is None else self.address + quote(incident, safe="")

    @cached_property
    def tokens(self) -> list[Token]:
        """The parsed Markdown; HTML and pictures from elsewhere are no part of it."""
        return parser().parse(self.markdown)

    @property
    def headings(self) -> list[tuple[str, str]]:
        """Tag (`h1`, `h2`, …) and words of every heading, in order."""
        return [
            (token.tag, self._words(inline))
            for token, inline in pairwise(self.tokens)
            if token.type == "heading_open"
        ]

    @property
    def title(self) -> str:
        """The words of the first heading of the first level, or the title of the release."""
        titles = (words for tag, words in self.headings if tag == "h1")
        return next(titles, visible(self.release.manifest["title"]))

    @property
    def in_words(self) -> str:
        """The Markdown with each number as it is printed, and captions for tables and pictures."""

        def said(part: object) -> str:
            caption = getattr(part, "caption", "…")
            return str(getattr(part, "text", f"[{str(caption).partition('. ')[0]}]"))

        return MARK.sub(lambda mark: said(self.parts.items[int(mark[1])]), self.markdown)

    def _words(self, inline: Token) -> str:
        said = "".join(
            child.content if child.content else " " if child.type.endswith("break") else ""
            for child in inline.children or ()
        )
        return MARK.sub(lambda mark: str(getattr(self.parts.items[int(mark[1])], "text", "")), said)

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
    address: str | None = None,
) -> Document:
    """Fill a report template with a release's answers.

    Args:
        release: an open release.
        template: the name of a shipped template or a Markdown file.
        period: the period reported on; the whole coverage of the release when not given.
        compare: the period it is compared with, `previous`, or None for no comparison. Without a
            period, or with one that the release does not reach back to, nothing is compared.
        rule: the counting rule where the template names none; the codebook's first by default.
        boundaries: a GeoJSON file of districts; maps of districts are then shaded areas.
        credit: the credit line that the boundaries' licence asks for.
        address: of the pages of incidents, `https://desk.example/incidents/`, to which an id is
            appended: every incident of the report then leads to its page.

    Raises:
        TemplateError: the template cannot be rendered.
        QuestionError: the period or the rule is not known.
    """
    rules = release.codebook.counting_rules
    name = rule or next(iter(rules))
    if name not in rules:
        raise QuestionError(f"No counting rule {name!r}; choose one of {', '.join(rules)}.")
    chosen = release.coverage if period is None else Period.parse(period)
    base = None if period is None else _compared(chosen, compare)
    if base is not None and base.end < release.coverage.start:
        base = None  # the release knows nothing of a time before its first incident
    questions = Questions(release, chosen, base, name, boundaries, credit)
    markdown = fill(Template.load(template), questions)
    return Document(markdown, release, chosen, questions.parts, questions.book, address)


def _compared(period: Period, compare: str | None) -> Period | None:
    if compare is None:
        return None
    return period.previous() if compare == "previous" else Period.parse(compare)
