"""Features by hash: weights without a list of names, and sums of them."""

from __future__ import annotations

from collections.abc import Iterable
from zlib import crc32

import numpy as np
from numpy.typing import NDArray


def slot(name: str) -> int:
    """A number for a feature, the same in every process."""
    return crc32(name.encode("utf-8", "surrogatepass"))


def slots(names: Iterable[str], size: int) -> NDArray[np.intp]:
    """The places of features in an array of a size that is a power of two."""
    mask = size - 1
    return np.fromiter((slot(name) & mask for name in names), dtype=np.intp)
