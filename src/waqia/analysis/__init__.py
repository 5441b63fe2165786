"""Questions to a release: counts whose every number gives its incidents, and data quality.

Offers `count` and its answer, the fields and measures a question may name, `Prepared` for whoever
asks many questions of one release, `quality`, and `sensitivity`, how other rules of adjudication
would move the totals.
"""

from waqia.analysis.counting import MEASURES, count
from waqia.analysis.fields import FIELDS, Field
from waqia.analysis.prepared.answers import Asked, Prepared
from waqia.analysis.quality import Quality, quality
from waqia.analysis.result import Count
from waqia.analysis.sensitivity import Sensitivity, sensitivity

__all__ = [
    "FIELDS",
    "MEASURES",
    "Asked",
    "Count",
    "Field",
    "Prepared",
    "Quality",
    "Sensitivity",
    "count",
    "quality",
    "sensitivity",
]
