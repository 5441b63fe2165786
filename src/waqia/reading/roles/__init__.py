"""Who did what to whom: the spans of a text that fill the roles of incidents."""

from waqia.reading.roles.candidates import ROLES
from waqia.reading.roles.mentions import mention_lines, mentions
from waqia.reading.roles.reader import MentionReader

__all__ = ["ROLES", "MentionReader", "mention_lines", "mentions"]
