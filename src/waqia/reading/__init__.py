"""Documents in: their text with offsets, pages, blocks, tables, footnotes, sentences and numbers.

Offers reading a document from a file, the records that say what stands where in its text, and the
words that fill the roles of incidents; and thousands of documents read in parallel for proposals.
"""

from waqia.reading.batches import Batch, Found, Written, read_batch, source_of, write_batch
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
from waqia.reading.kinds import media_type
from waqia.reading.limits import Limits
from waqia.reading.llm import Endpoint, LLMReader
from waqia.reading.numbers import Number, NumberKind, numbers
from waqia.reading.proposing import GrammarReader
from waqia.reading.proposing.terms import Terms, TermSpan
from waqia.reading.read import read_document, read_documents
from waqia.reading.reader import Reader, Reading
from waqia.reading.roles import MentionReader, mention_lines, mentions
from waqia.reading.sentences import Sentence, sentence_spans, sentences

__all__ = [
    "Batch",
    "Block",
    "BlockKind",
    "Cell",
    "Citation",
    "Document",
    "Endpoint",
    "Footnote",
    "Found",
    "GrammarReader",
    "LLMReader",
    "Limits",
    "MentionReader",
    "Number",
    "NumberKind",
    "Page",
    "Reader",
    "Reading",
    "Sentence",
    "Span",
    "Table",
    "TermSpan",
    "Terms",
    "Written",
    "media_type",
    "mention_lines",
    "mentions",
    "numbers",
    "read_batch",
    "read_document",
    "read_documents",
    "sentence_spans",
    "sentences",
    "source_of",
    "write_batch",
]
