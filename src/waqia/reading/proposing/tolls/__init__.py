"""Casualties in prose: what a line says of persons harmed, and what an incident's lines come to."""

from waqia.reading.proposing.tolls.combining import combine
from waqia.reading.proposing.tolls.grammar import Tolls
from waqia.reading.proposing.tolls.toll import Loss, Losses, Manner, Toll, Where

__all__ = ["Loss", "Losses", "Manner", "Toll", "Tolls", "Where", "combine"]
