"""Batches: thousands of documents read in parallel, resumably, wire copy counted once."""

from waqia.reading.batches.batch import Batch, Found, read_batch
from waqia.reading.batches.writing import Written, source_of, write_batch

__all__ = ["Batch", "Found", "Written", "read_batch", "source_of", "write_batch"]
