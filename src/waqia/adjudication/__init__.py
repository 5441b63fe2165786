"""From the accounts of an incident to the incident, by stated rules; the range they leave is kept.

Offers the step that makes `incidents` and `provenance` from `accounts`, the step that puts a
person's decisions in place of what rules gave, and the names of the rules.
"""

from waqia.adjudication.adjudicate import Rules, adjudicate
from waqia.adjudication.overriding import COLUMNS, override, shape
from waqia.adjudication.rules import RULES

__all__ = ["COLUMNS", "RULES", "Rules", "adjudicate", "override", "shape"]
