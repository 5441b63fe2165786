"""Questions to a release: counts whose every number gives its incidents, and data quality.

Offers `count` and its answer, the fields and measures a question may name, `Prepared` for whoever
asks many questions of one release, `quality`, and `sensitivity`, how other rules of adjudication
would move the totals. `split_values` and `join_values` read and write the values of a limit.
"""

from waqia.analysis.counting import MEASURES, count
from waqia.analysis.fields import FIELDS, Field
from waqia.analysis.prepared.answers import Prepared, value_named
from waqia.analysis.prepared.asked import Asked
from waqia.analysis.prepared.cells import counts_by
from waqia.analysis.prepared.relation import Source
from waqia.analysis.quality import Quality, quality
from waqia.analysis.result import Count
from waqia.analysis.sensitivity import Sensitivity, sensitivity
from waqia.analysis.where import join_values, split_values

__all__ = [
    "FIELDS",
    "MEASURES",
    "Asked",
    "Count",
    "Field",
    "Prepared",
    "Quality",
    "Sensitivity",
    "Source",
    "count",
    "counts_by",
    "join_values",
    "quality",
    "sensitivity",
    "split_values",
    "value_named",
]
