"""A release made ready for many questions."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from waqia.analysis import tally
from waqia.analysis.counting import MEASURES, rule_named
from waqia.analysis.prepared import relation
from waqia.analysis.prepared.asked import Asked, Known
from waqia.analysis.prepared.cells import field_asked
from waqia.analysis.prepared.made import Made
from waqia.analysis.result import shown
from waqia.analysis.where import read_limits, stored
from waqia.model import Period

if TYPE_CHECKING:
    from waqia.release import Release

Where = Mapping[str, Any]


class Prepared:
    """A release with its incidents in memory as narrow columns, for one thread.

    The tables are made when the first is asked for, once for all releases beside this one: for
    3 million incidents they take seconds to make and some hundred bytes an incident.
    """

    def __init__(self, release: Release) -> None:
        self.release = release
        self._made: Made = release.kept.setdefault("prepared", Made())
        self._made.tables(release)

    def ask(
        self,
        where: Where | None = None,
        period: str | Period | None = None,
        rule: str | None = None,
    ) -> Asked:
        """The question with these limits; they are those of `waqia.analysis.count`.

        An incident that a party was harmed in counts whichever way it was harmed, as in a count
        of all measures.

        Raises:
            QuestionError: a field, value, period or rule that does not exist.
        """
        key = repr((sorted((where or {}).items()), str(period or ""), rule))
        return Asked(
            self.release, self._made.thing(key, lambda: self._read(where, period, rule)), self._made
        )

    def _read(self, where: Where | None, period: str | Period | None, rule: str | None) -> Known:
        limits = read_limits(where, period, self.release)
        chosen = rule_named(rule, self.release.codebook)
        question = tally.Question(self.release, MEASURES, chosen, "each", limits)
        source = relation.source_of(self.release, question, self._made)
        return Known(limits, chosen, source, {})


def value_named(release: Release, name: str, value: object) -> Any:
    """The value of a field that a code, label, alias or name means, as it stands in rows.

    Raises:
        QuestionError: there is no such field or value.
    """
    field = field_asked(name)
    return shown(field, stored(field, value, release))
