"""The files of a trained tagger: what is in them, and back again."""

from __future__ import annotations

import json
import zlib
from pathlib import Path
from typing import Any

import numpy as np

from waqia.reading.roles.evidence import Experience
from waqia.reading.roles.forest import Forest, Judges
from waqia.reading.roles.model import Field, Model, Phrases, Topics, Weights
from waqia.reading.roles.sentences import Sentences

FOLDER = Path(__file__).parent / "trained"

_TAGGER, _WORDS, _NUMBERS = "tagger.crfsuite.z", "clusters.json", "numbers.npz"
_SENTENCES = ("here", "before", "after", "early")
_EXPERIENCE = ("fillers", "seen", "heads", "words", "together")


def save(model: Model, tagger: Path, folder: Path = FOLDER) -> None:
    """Write a model into a folder; `tagger` is the file of its random field."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / _TAGGER).write_bytes(zlib.compress(tagger.read_bytes(), 9))
    grouped: dict[str, list[str]] = {}
    for word, (fine, coarse) in sorted(model.clusters.items()):
        grouped.setdefault(f"{fine} {coarse}", []).append(word)
    lines = {pair: " ".join(words) for pair, words in sorted(grouped.items())}
    (folder / _WORDS).write_text(json.dumps(lines, ensure_ascii=False, indent=0) + "\n", "utf-8")
    arrays: dict[str, Any] = {
        "topics.weights": model.topics.linear.weights,
        "topics.base": model.topics.linear.base,
        "topics.rarity": model.topics.rarity,
        **{f"sentences.{part}": getattr(model.sentences, part) for part in _SENTENCES},
        "phrases.phrase": model.phrases.phrase.weights,
        "phrases.document": model.phrases.document.weights,
        "phrases.base": model.phrases.phrase.base,
        "phrases.slope": model.phrases.slope,
        "least": np.array(model.least),
        **model.judges.boosted.arrays("boosted"),
        **model.judges.random.arrays("random"),
        **model.chooser.arrays("chooser"),
    }
    for name in _EXPERIENCE:
        counts = getattr(model.experience, name)
        arrays[f"{name}.hash"] = np.array(sorted(counts), dtype=np.uint32)
        arrays[f"{name}.count"] = np.array([counts[key] for key in sorted(counts)], np.uint16)
    np.savez_compressed(folder / _NUMBERS, **arrays)


def load(folder: Path = FOLDER) -> Model:
    """The model that `save` wrote into a folder."""
    grouped = json.loads((folder / _WORDS).read_text("utf-8"))
    clusters = {
        word: (fine, coarse)
        for pair, words in grouped.items()
        for fine, coarse in [pair.split()]
        for word in words.split()
    }
    with np.load(folder / _NUMBERS) as stored:
        arrays = dict(stored)
    counts = {
        name: dict(
            zip(arrays[f"{name}.hash"].tolist(), arrays[f"{name}.count"].tolist(), strict=True)
        )
        for name in _EXPERIENCE
    }
    base = arrays["phrases.base"]
    return Model(
        clusters=clusters,
        field=Field(zlib.decompress((folder / _TAGGER).read_bytes())),
        topics=Topics(
            Weights(arrays["topics.weights"], arrays["topics.base"]), arrays["topics.rarity"]
        ),
        sentences=Sentences(*(arrays[f"sentences.{part}"] for part in _SENTENCES)),
        phrases=Phrases(
            Weights(arrays["phrases.phrase"], base),
            Weights(arrays["phrases.document"], base),
            arrays["phrases.slope"],
        ),
        experience=Experience(**counts),
        judges=Judges(Forest.of(arrays, "boosted"), Forest.of(arrays, "random")),
        chooser=Forest.of(arrays, "chooser"),
        least=float(arrays["least"]),
    )
