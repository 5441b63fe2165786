"""What numbers are of, so that they can be cited: the release, the question, the command."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from waqia.analysis import FIELDS, value_named
from waqia.release import Release
from waqia.web import exploring
from waqia.web.desk.fields import MEASURES, NAMES
from waqia.web.desk.looking import View, first_day
from waqia.web.desk.shelf import PRESENT
from waqia.web.desk.visiting import Visitor
from waqia.web.desk.words import words_of

_NAMED = 8
"""Values of a limit that are named in a picture."""


@dataclass(frozen=True, slots=True)
class Source:
    """What is looked at: a frozen release by its name, or the present state of the register."""

    name: str
    title: str
    created: str
    hash: str

    @property
    def present(self) -> bool:
        """Whether it is the register as it is now, which nobody else has in a file."""
        return self.name == PRESENT


def source_of(visit: Visitor, release: Release, view: View) -> Source:
    """What the numbers of a view are of."""
    now = visit.site.entrance is not None and view.release in (None, PRESENT)
    created = str(release.manifest.get("created") or "")
    return Source(PRESENT if now else release.path.name, release.title, created, release.hash)


def reproduced(
    visit: Visitor, release: Release, view: View, by: tuple[str, ...] = ()
) -> dict[str, str]:
    """The command and the Python that give the same numbers."""
    source, before = source_of(visit, release, view), ""
    path = source.name
    if source.present:
        # what is shown lies in no file of the visitor's: it has to be frozen first
        path, before = "present.release", "waqia register freeze --out present.release\n"
    return {
        "command": before + view.question.command(path, by=by),
        "python": view.question.python(path, by=by),
    }


def labels(release: Release, language: str) -> Callable[[str, Any], str]:
    """What gives the name of a value of a field; a time is said as the language does."""
    words = words_of(language)

    def label(field: str, value: Any) -> str:
        if value is not None and field in FIELDS and FIELDS[field].kind == "calendar":
            value = value_named(release, field, value)
            if field != "week":
                return words.period(str(value))
            monday = first_day(field, value)
            return words.days(monday, monday + timedelta(days=6))
        return exploring.label_of(release, field, value, language)

    return label


def written_below(visit: Visitor, release: Release, view: View) -> str:
    """What a picture is of, in lines of English, as its other words are."""
    words, label, asked = words_of("en"), labels(release, "en"), view.question
    limits = [f"Period: {words.period(asked.period)}"] if asked.period else []
    for field, chosen in asked.limits:
        named = [
            (label(field, one) if field in NAMES else str(one))
            + (" with its parts" if exploring.has_parts(release, field, one) else "")
            for one in chosen[:_NAMED]
        ]
        more = [f"{len(chosen) - _NAMED} more"] if len(chosen) > _NAMED else []
        name = NAMES.get(field) or MEASURES.get(field, field)
        limits.append(f"{name}: {', '.join([*named, *more])}")
    rule = exploring.ask(release, asked).rule
    source = source_of(visit, release, view)
    made = ("present state of " if source.present else "made ") + words.date(source.created)
    return "\n".join([
        "; ".join(limits) or "No filters", f"Counting rule: {rule.label}",
        f"Source: {source.title}, {made}, sha256 {source.hash[:12]}",
    ])  # fmt: skip
