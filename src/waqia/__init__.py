"""waqia: an evidence-first register of security incidents."""

__version__ = "0.1.0"
