"""The living store of a desk: accounts, incidents, decisions, and their complete history.

Offers `Register`, one service for the command line, Python and the web desk; SQLite or PostgreSQL;
and `is_register`, which tells the file of one.
"""

from waqia.register.register import Register
from waqia.register.store.recognising import is_register

__all__ = ["Register", "is_register"]
