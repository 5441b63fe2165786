"""The parameters of linking: for every trait of a pair, what each of its levels adds in log-odds.

The model is additive (Fellegi and Sunter 1969, with levels that rise or fall in one direction, as
in a generalised additive model), so that what it says of a pair is the sum of what each field says.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import sha256
from importlib.resources import files
from pathlib import Path
from typing import Any

from waqia.linking.traits import TRAITS
from waqia.model import InputError, system_reason

SHIPPED = "parameters.json"


@dataclass(frozen=True, slots=True)
class Levels:
    """What a trait adds: `weights[i]` from `cuts[i - 1]` up to `cuts[i]`, `missing` where unknown.

    There is one weight more than cuts; all are natural log-odds.
    """

    cuts: tuple[float, ...]
    weights: tuple[float, ...]
    missing: float

    def sql(self, value: str) -> str:
        """SQL of what a value adds."""
        cases = [f"WHEN {value} IS NULL THEN {self.missing!r}"]
        cases += [
            f"WHEN {value} >= {cut!r} THEN {weight!r}"
            for cut, weight in zip(reversed(self.cuts), reversed(self.weights[1:]), strict=True)
        ]
        return f"CASE {' '.join(cases)} ELSE {self.weights[0]!r} END::DOUBLE"

    @property
    def most(self) -> float:
        """The most that the trait can add."""
        return max(*self.weights, self.missing)


@dataclass(frozen=True)
class LinkModel:
    """Learned parameters of linking.

    `base` is the log-odds of an average pair of candidates, `threshold` the average probability
    from which two groups of accounts are one, `made` how the parameters were learned, in words.
    """

    base: float
    threshold: float
    levels: Mapping[str, Levels]
    made: str

    @property
    def id(self) -> str:
        """The version: the same parameters have the same id."""
        plain = self.to_json() | {"made": ""}
        return f"link-{sha256(json.dumps(plain, sort_keys=True).encode()).hexdigest()[:10]}"

    def sql(self, trait: str) -> str:
        """SQL of what a trait, a column of that name, adds in log-odds; 0 for one not learned."""
        return self.levels[trait].sql(trait) if trait in self.levels else "0.0"

    def to_json(self) -> dict[str, Any]:
        """The parameters as plain values that JSON can hold."""
        return {
            "base": float(self.base),
            "threshold": float(self.threshold),
            "made": self.made,
            "levels": {
                name: {
                    "cuts": list(map(float, levels.cuts)),
                    "weights": list(map(float, levels.weights)),
                    "missing": float(levels.missing),
                }
                for name, levels in self.levels.items()
            },
        }

    @classmethod
    def from_json(cls, plain: Mapping[str, Any], where: str = "The model") -> LinkModel:
        """A model from what `to_json` gave.

        Raises:
            InputError: a part is missing, or names a trait that this waqia does not know.
        """
        try:
            levels = {
                name: Levels(
                    tuple(map(float, given["cuts"])),
                    tuple(map(float, given["weights"])),
                    float(given["missing"]),
                )
                for name, given in plain["levels"].items()
            }
            model = cls(float(plain["base"]), float(plain["threshold"]), levels, str(plain["made"]))
        except (KeyError, TypeError, ValueError, AttributeError) as error:
            raise InputError(
                f"{where} is no model of linking: expected base, threshold, made and levels, each "
                f"with cuts, weights and missing ({type(error).__name__}: {error})."
            ) from error
        for name, level in levels.items():
            if name not in TRAITS or len(level.weights) != len(level.cuts) + 1:
                raise InputError(
                    f"{where} has a trait {name!r} that this waqia does not know, or that has not "
                    "one weight more than cuts; train the model again."
                )
        return model


def load_model(path: str | Path | None = None) -> LinkModel:
    """The shipped model, or one from a JSON file.

    Raises:
        InputError: the file cannot be read or is no model.
    """
    if path is None:
        text = files("waqia.linking").joinpath(SHIPPED).read_text(encoding="utf-8")
        return LinkModel.from_json(json.loads(text))
    try:
        plain = json.loads(Path(path).read_text(encoding="utf-8"))
    except OSError as error:
        raise InputError(f"{path} cannot be read: {system_reason(error)}.") from error
    except ValueError as error:
        raise InputError(f"{path} is no JSON file: {error}.") from error
    return LinkModel.from_json(plain, str(path))
