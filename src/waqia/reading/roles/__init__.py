"""Who did what to whom: the spans of a text that fill the roles of incidents."""

from waqia.reading.roles.candidates import ROLES, Role
from waqia.reading.roles.mentions import Mention, mention_lines, mentions

__all__ = ["ROLES", "Mention", "Role", "mention_lines", "mentions"]
