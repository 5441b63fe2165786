"""Published documents checked: what does not add up in one, and where several contradict.

Offers the audit with what it found, as a page too, and the figures of a document: every published
number with its scope.
"""

from waqia.audit.auditing import Audit, audit, figures_of
from waqia.audit.figure import Figure, Scope
from waqia.audit.finding import Discrepancy, Spot
from waqia.audit.page import to_html
from waqia.audit.rows import COLUMNS, figure_rows

__all__ = [
    "COLUMNS",
    "Audit",
    "Discrepancy",
    "Figure",
    "Scope",
    "Spot",
    "audit",
    "figure_rows",
    "figures_of",
    "to_html",
]
