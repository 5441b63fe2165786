"""Files in and out: importers and exporters; a dataset is a mapping file, run by one engine.

Offers importing a dataset into a release, building one from accounts, exporting one, and reading
mappings and dates.
"""

from waqia.formats.completing import complete_places
from waqia.formats.dates import read_date
from waqia.formats.detecting import detect_mapping, unlabelled
from waqia.formats.draft import draft_mapping
from waqia.formats.exporting import EXPORTS, Exported, export
from waqia.formats.hijri import read_hijri
from waqia.formats.importing import ImportReport, build, import_dataset, write_set_aside
from waqia.formats.mapping import DatasetMapping, load_mapping, mapping_text, shipped_mappings
from waqia.formats.staging import Staged, stage

__all__ = [
    "EXPORTS",
    "DatasetMapping",
    "Exported",
    "ImportReport",
    "Staged",
    "build",
    "complete_places",
    "detect_mapping",
    "draft_mapping",
    "export",
    "import_dataset",
    "load_mapping",
    "mapping_text",
    "read_date",
    "read_hijri",
    "shipped_mappings",
    "stage",
    "unlabelled",
    "write_set_aside",
]
