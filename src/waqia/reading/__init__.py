"""Documents in: their text with offsets, pages, blocks, tables, footnotes, sentences and numbers.

Offers reading a document from a file, the records that say what stands where in its text, and the
words that fill the roles of incidents.
"""

from waqia.reading.document import (
    Block,
    BlockKind,
    Cell,
    Citation,
    Document,
    Footnote,
    Page,
    Span,
    Table,
)
from waqia.reading.limits import Limits
from waqia.reading.numbers import Number, NumberKind, numbers
from waqia.reading.read import read_document, read_documents
from waqia.reading.roles import mention_lines, mentions
from waqia.reading.sentences import Sentence, sentence_spans, sentences

__all__ = [
    "Block",
    "BlockKind",
    "Cell",
    "Citation",
    "Document",
    "Footnote",
    "Limits",
    "Number",
    "NumberKind",
    "Page",
    "Sentence",
    "Span",
    "Table",
    "mention_lines",
    "mentions",
    "numbers",
    "read_document",
    "read_documents",
    "sentence_spans",
    "sentences",
]
