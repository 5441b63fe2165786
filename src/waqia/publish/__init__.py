"""Tables, charts, maps and whole reports, readable in print and traceable to their incidents.

Offers `tabulate`, `chart`, the maps, an incident and its history in words, and reports from
Markdown templates as HTML and PDF.
"""

from waqia.publish.brief import tell_account, tell_field, tell_in_short, tell_kept
from waqia.publish.charts import chart
from waqia.publish.deciding import tell_item, tell_reasons
from waqia.publish.document import Document, compose
from waqia.publish.evidence import Evidence, EvidenceBook
from waqia.publish.history import Change, Revision, history_of
from waqia.publish.history_told import tell_history
from waqia.publish.html import to_html
from waqia.publish.maps import choropleth, point_map, tile_map
from waqia.publish.picture import Picture
from waqia.publish.placing import province_of
from waqia.publish.report import write_report
from waqia.publish.tables import Table
from waqia.publish.tabulate import Scope, cross, tabulate
from waqia.publish.telling import tell_incident
from waqia.publish.template import Template
from waqia.publish.typst import to_pdf

__all__ = [
    "Change",
    "Document",
    "Evidence",
    "EvidenceBook",
    "Picture",
    "Revision",
    "Scope",
    "Table",
    "Template",
    "chart",
    "choropleth",
    "compose",
    "cross",
    "history_of",
    "point_map",
    "province_of",
    "tabulate",
    "tell_account",
    "tell_field",
    "tell_history",
    "tell_in_short",
    "tell_incident",
    "tell_item",
    "tell_kept",
    "tell_reasons",
    "tile_map",
    "to_html",
    "to_pdf",
    "write_report",
]
