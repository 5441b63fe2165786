"""From the accounts of an incident to the incident, by stated rules; the range they leave is kept.

Offers the step that makes `incidents` and `provenance` from `accounts`, and the names of the rules.
"""

from waqia.adjudication.adjudicate import Rules, adjudicate
from waqia.adjudication.rules import RULES

__all__ = ["RULES", "Rules", "adjudicate"]
