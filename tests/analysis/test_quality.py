"""Data quality: how many incidents have a defect, of how many, and which."""

from __future__ import annotations

from collections.abc import Callable

from tests.analysis.conftest import HandMade, incident
from waqia.analysis import Quality, quality


def _found(checks: list[Quality]) -> dict[tuple[str, str | None], Quality]:
    return {(one.check, one.value): one for one in checks}


def test_every_defect_is_counted_and_named(release_of: Callable[..., HandMade]) -> None:
    release = release_of(
        incident("A", "2023-01-01", killed=3, killed_imputed=True, place_precision="district",
                 n_accounts=3, n_sources=2, disputed=["killed", "date"], perpetrators=["ttp"]),
        incident("B", "2023-01", killed=1, killed_imputed=False, place_precision="exact",
                 n_accounts=2, n_sources=1, disputed=[], targets=["unknown"]),
        incident("C", "2023", place_precision=None, n_accounts=1, n_sources=1,
                 marks=["place-unresolved"]),
        incident("D", "2023-01-01", status="withdrawn"),
    )  # fmt: skip
    found = _found(quality(release))
    imputed = found["imputed", "killed"]
    assert (imputed.incidents, imputed.of, imputed.percent, imputed.ids()) == (1, 2, 50.0, ["A"])
    assert found["date", "month"].ids() == ["B"]
    assert found["date", "year"].ids() == ["C"]
    assert found["place", "unknown"].ids() == ["C"]
    assert found["place", "district"].percent == 33.33
    assert found["unknown", "actor"].ids() == ["B", "C"]
    assert found["unknown", "target"].ids() == ["A", "B", "C"]
    assert found["unknown", "killed"].ids() == ["C"]
    assert found["accounts", None].ids() == ["A", "B"]
    assert found["sources", None].ids() == ["A"]
    assert (found["disputed", None].incidents, found["disputed", None].of) == (1, 2)
    assert found["disputed", "date"].ids() == ["A"]
    assert found["disputed", "type"].incidents == 0
    assert found["marked", None].ids() == ["C"]
    assert imputed.row()["label"] == imputed.label


def test_quality_can_be_asked_of_a_period(release_of: Callable[..., HandMade]) -> None:
    release = release_of(incident("A", "2022-01-01"), incident("B", "2023-01-01", killed=1))
    checks = quality(release, period="2023")
    assert _found(checks)["unknown", "killed"].incidents == 0
    assert {one.of for one in checks if one.check == "unknown"} == {1}


def test_quality_of_nothing_has_no_percentages(release_of: Callable[..., HandMade]) -> None:
    assert all((one.incidents, one.percent) == (0, None) for one in quality(release_of()))
