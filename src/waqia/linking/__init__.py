"""Which accounts tell of the same incident: candidates, probabilities with reasons, clusters.

Offers the shipped model and training one from decisions; suggesting pairs within a set or between
two; grouping accounts into incidents; linking two releases, and the accounts of a file.
"""

from waqia.linking.clustering import cluster
from waqia.linking.files import Clustered, link_accounts
from waqia.linking.model import LinkModel, load_model
from waqia.linking.releases import Linked, link_releases
from waqia.linking.suggesting import suggest
from waqia.linking.training import train

__all__ = [
    "Clustered",
    "LinkModel",
    "Linked",
    "cluster",
    "link_accounts",
    "link_releases",
    "load_model",
    "suggest",
    "train",
]
