"""The mark of a part of a sentence that is put together elsewhere."""

from __future__ import annotations


def phrase(text: str) -> str:
    """A text as it is, marked as one that people read.

    Its template is in the catalogue of the desk (docs/sentences.py), so that the whole can be said
    in the language of the reader, as errors and findings are without a mark.
    """
    return text
