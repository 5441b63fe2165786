"""Charts of counts: lines, bars, small multiples and stacks, with ranges and what is unknown."""

from __future__ import annotations

from typing import TYPE_CHECKING

from waqia.model import QuestionError
from waqia.publish.axes import nothing
from waqia.publish.bars import bar_chart, stacked_chart
from waqia.publish.lines import line_chart
from waqia.publish.multiples import small_multiples
from waqia.publish.picture import Picture, draw
from waqia.publish.scales import CALENDAR
from waqia.publish.series import Charted

if TYPE_CHECKING:
    from waqia.analysis import Count
    from waqia.codebook import Codebook

_LIMITS = {"line": 6, "bar": 20, "multiples": 12, "stacked": 5}
"""The kinds of chart, and how many lines, bars, small charts or layers they show at most."""

_DRAWINGS = {
    "line": line_chart,
    "bar": bar_chart,
    "multiples": small_multiples,
    "stacked": stacked_chart,
}


def chart(
    count: Count,
    codebook: Codebook,
    kind: str = "auto",
    measure: str | None = None,
    title: str = "",
    limit: int | None = None,
    subtitle: str = "",
) -> Picture:
    """Draw a count by one or two fields.

    Args:
        count: the counted cells.
        codebook: gives the labels.
        kind: `line` along a calendar field, with one line for each value of a second field;
            `bar`, horizontal and sorted; `multiples`, a small chart for each value of the
            second field; `stacked`, columns along a calendar field, split by the second;
            `auto` chooses by the fields.
        measure: one of the count's measures; its first where none is named.
        title: stands above the drawing where given.
        limit: how many lines, bars, small charts or layers are drawn at most; the caption
            says how many were left out.
        subtitle: lines below the title, for a picture that goes without a page; its caption is
            drawn with them.

    Raises:
        QuestionError: the count has no such measure, or fields that this kind cannot show.
    """
    measure = measure or count.measures[0]
    if measure not in count.measures:
        raise QuestionError(
            f"The count has no measure {measure!r}; it has {', '.join(map(repr, count.measures))}."
        )
    if not 1 <= len(count.fields) <= 2:
        raise QuestionError(
            "A chart shows a count by one or two fields, "
            f"this one is by {', '.join(count.fields) or 'none'}."
        )
    timed = [name for name in count.fields if name in CALENDAR]
    kind = _suitable_kind(count, timed) if kind == "auto" else kind
    _check_kind(kind, count, timed)
    along = timed[0] if timed else count.fields[-1 if kind == "multiples" else 0]
    by = next((name for name in count.fields if name != along), None)
    charted = Charted(count, codebook, measure, along, by, limit or _LIMITS[kind])
    drawing, alt = (_DRAWINGS[kind] if charted.cells else nothing)(charted)
    caption = " ".join([f"{charted.heading}.", *charted.notes])
    return draw(drawing, charted.data, alt=alt, caption=caption, title=title, subtitle=subtitle)


def _suitable_kind(count: Count, timed: list[str]) -> str:
    if len(count.fields) == 1:
        return "line" if timed else "bar"
    if not timed:
        return "multiples"
    other = next(name for name in count.fields if name != timed[0])
    if other in ("party", "party_group"):
        return "stacked"
    return "line" if len({row[other] for row in count.rows()}) <= 4 else "multiples"


def _check_kind(kind: str, count: Count, timed: list[str]) -> None:
    by = ", ".join(count.fields)
    if kind not in _LIMITS:
        kinds = ", ".join(map(repr, ("auto", *_LIMITS)))
        raise QuestionError(f"There is no chart of the kind {kind!r}; choose one of {kinds}.")
    if kind in ("line", "stacked") and not timed:
        raise QuestionError(
            f"A {kind} chart runs along time, but the count is by {by}; count by one of "
            f"{', '.join(CALENDAR)} as well, or draw another kind."
        )
    if kind == "bar" and len(count.fields) == 2:
        raise QuestionError(f"A bar chart shows one field, the count is by {by}; draw multiples.")
    if kind in ("multiples", "stacked") and len(count.fields) == 1:
        raise QuestionError(
            f"The kind {kind} shows two fields, the count is by {by} alone; draw a line or bars."
        )
