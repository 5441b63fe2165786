"""What values are called, and the values that a filter offers."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from waqia.analysis import FIELDS, value_named
from waqia.codebook import normalise
from waqia.model import QuestionError
from waqia.release import Release
from waqia.web.exploring.asking import ask, kept
from waqia.web.exploring.breakdowns import breakdown
from waqia.web.exploring.question import Question


@dataclass(frozen=True, slots=True)
class Choice:
    """A value of a filter: what it is called, how many incidents have it, whether it is chosen.

    `value` is what `Question.with_` takes, None for unknown.
    """

    value: str | None
    label: str
    label_ur: str
    incidents: int
    chosen: bool


def label_of(release: Release, field: str, value: object, language: str = "en") -> str:
    """What a value of a field is called: a term, a place, a weekday, a precision.

    A value without a label in that language is called as it is in English, or as it is written,
    with spaces in place of underscores where it is a code or a tag.
    """
    if value is None:
        return release.codebook.label("", None, language)
    known = FIELDS.get(field)
    if known is None:
        return str(value)
    if known.vocabulary:
        label = release.codebook.label(known.vocabulary, str(value), language)
        return label.replace("_", " ") if label == value else label
    if field == "tag":
        return str(value).replace("_", " ")
    if known.kind == "weekday":
        return _weekday(str(value), language)
    if known.kind == "place" and language == "ur":
        return _places_ur(release).get((field.removesuffix("_then"), str(value)), str(value))
    return str(value)


def has_parts(release: Release, field: str, value: str | None) -> bool:
    """Whether a limit to this value takes others with it: those below it in the codebook."""
    known = FIELDS.get(field)
    if value is None or known is None or not known.vocabulary or known.of:
        return False
    code = release.codebook.find(known.vocabulary, value)
    terms = release.codebook.terms(known.vocabulary).values()
    return code is not None and any(term.parent == code for term in terms)


def choices(
    release: Release, question: Question, field: str, *, search: str = "", limit: int = 50
) -> list[Choice]:
    """The values that a field has under the rest of the question, most incidents first.

    What the question is limited to is always there, first. With `search` only those whose value
    or label in either language has the words, in any spelling.

    Raises:
        QuestionError: there is no such field, or a value of the question does not exist.
    """
    if field not in FIELDS:
        raise QuestionError(f"No field is called {field!r}.")
    everything = breakdown(release, question.without(field), field).rows
    chosen = {
        None if value is None else value_named(release, field, value): value
        for value in question.asks(field)
    }
    words = normalise(search)
    counted = {row[field]: row["incidents"] for row in everything}
    found = []
    for value in dict.fromkeys([*chosen, *counted]):
        label, label_ur = (label_of(release, field, value, one) for one in ("en", "ur"))
        spelled = [normalise(text) for text in (str(value or ""), label, label_ur)]
        if value in chosen or any(words in text for text in spelled):
            incidents = counted.get(value)
            if incidents is None:  # a group, which is no row, or nothing under this question
                alone = question.with_(field, chosen[value])
                incidents = ask(release, alone).total["incidents"]
            text = None if value is None else str(value)
            found.append(Choice(text, label, label_ur, incidents, value in chosen))
            if len(found) >= max(limit, len(chosen)):
                break
    return found


def _weekday(name: str, language: str) -> str:
    from babel import Locale

    return str(Locale(language).days["stand-alone"]["wide"][FIELDS["weekday"].values.index(name)])


def _places_ur(release: Release) -> Mapping[tuple[str, str], str]:
    return kept(
        release,
        ("places in Urdu",),
        lambda: {
            (p.level, p.name): p.name_ur for p in release.codebook.places.values() if p.name_ur
        },
    )
