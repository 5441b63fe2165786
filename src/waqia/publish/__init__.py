"""Tables, charts, maps and whole reports, readable in print and traceable to their incidents.

Offers `tabulate`, `chart`, the maps, and reports from Markdown templates as HTML and PDF.
"""

from waqia.publish.document import Document, compose
from waqia.publish.evidence import Evidence, EvidenceBook
from waqia.publish.report import write_report
from waqia.publish.tables import Table
from waqia.publish.tabulate import Scope, cross, tabulate
from waqia.publish.template import Template

__all__ = [
    "Document",
    "Evidence",
    "EvidenceBook",
    "Scope",
    "Table",
    "Template",
    "compose",
    "cross",
    "tabulate",
    "write_report",
]
