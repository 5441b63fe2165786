"""Files in and out: importers and exporters; a dataset is a mapping file, run by one engine.

Offers importing a dataset into a release, building one from accounts, and reading mappings.
"""

from waqia.formats.importing import ImportReport, build, import_dataset
from waqia.formats.mapping import DatasetMapping, load_mapping, shipped_mappings
from waqia.formats.staging import Staged, stage

__all__ = [
    "DatasetMapping",
    "ImportReport",
    "Staged",
    "build",
    "import_dataset",
    "load_mapping",
    "shipped_mappings",
    "stage",
]
