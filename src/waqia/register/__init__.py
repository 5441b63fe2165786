"""The living store of a desk: accounts, incidents, decisions, and their complete history.

Offers `Register`, one service for the command line, Python and the web desk; SQLite or PostgreSQL;
`Entrance`, by which a program lets many people into one register; `Jobs`, by which it works for
them in the background; and `is_register`, which tells the file of one.
"""

from waqia.register.administering import KnownUser
from waqia.register.content.anchoring import Words
from waqia.register.entrance import Entrance, Session
from waqia.register.jobs.records import Job, JobFile, Upload
from waqia.register.jobs.running import Jobs
from waqia.register.people.permissions import CLEARANCES, ROLES, SCOPES, User
from waqia.register.people.sessions import SESSION_IDLE, SESSION_LONGEST
from waqia.register.register import Register
from waqia.register.store.recognising import is_register

__all__ = [
    "CLEARANCES",
    "ROLES",
    "SCOPES",
    "SESSION_IDLE",
    "SESSION_LONGEST",
    "Entrance",
    "Job",
    "JobFile",
    "Jobs",
    "KnownUser",
    "Register",
    "Session",
    "Upload",
    "User",
    "Words",
    "is_register",
]
