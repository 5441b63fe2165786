"""Train the role tagger on the MUC-4 texts and write it into the package.

`python -m bench.train_roles` takes about half an hour on one core, most of it for the random
fields of the folds, which it keeps in `out/bench/roles`; remove that folder to begin anew.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Sequence
from pathlib import Path

from threadpoolctl import threadpool_limits

from bench.measure import OUT
from bench.muc4_corpus import Labelled, load
from bench.muc4_folds import folds
from bench.role_clusters import clusters
from bench.role_fitting import Fitting
from bench.role_tagging import Tagging
from waqia.reading.roles.model import Text
from waqia.reading.roles.storing import FOLDER, save
from waqia.reading.roles.tokens import tokenise

STORE = OUT / "roles"
FOLDS = 5


def prepare(documents: Sequence[Labelled], store: Path = STORE) -> list[Text]:
    """The texts of the documents, with clusters of words learned from the same texts."""
    kept = store / "clusters.json"
    if not kept.exists():
        store.mkdir(parents=True, exist_ok=True)
        kept.write_text(json.dumps(clusters([tokenise(one.text) for one in documents])), "utf-8")
    known = {word: (fine, coarse) for word, (fine, coarse) in json.loads(kept.read_text()).items()}
    return [Text(one.text, known) for one in documents]


def fitting(documents: Sequence[Labelled], store: Path = STORE) -> Fitting:
    """Everything that is needed to fit the tagger on all documents or on those of some folds."""
    threadpool_limits(1)  # on a busy machine threads wait for each other longer than they work
    texts = prepare(documents, store)
    divided = folds([text.tokens for text in texts], FOLDS)
    return Fitting(documents, texts, divided, Tagging(documents, texts, divided, store))


def main() -> None:
    ready = fitting(load())
    save(ready.model(), ready.tagging.path(()))
    size = sum(path.stat().st_size for path in FOLDER.iterdir())
    print(f"wrote {FOLDER} ({size / 1e6:.1f} MB)", file=sys.stderr)


if __name__ == "__main__":
    main()
