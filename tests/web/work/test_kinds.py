"""Each kind of work, asked for and done as on a desk: by a runner, with the rights of who asked."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from waqia.register import Entrance, Job, Register, Upload
from waqia.release import open_release
from waqia.web.work import kinds
from waqia.web.work.confined import Bounds
from waqia.web.work.runner import Workshop

STORY = """Five policemen killed in Mastung

QUETTA: Gunmen killed five policemen and injured two others in Mastung district of Balochistan on
Wednesday, police said. The Balochistan Liberation Army claimed responsibility for the attack.
"""
OTHER = """Blast in Peshawar

PESHAWAR: Three people were killed and eleven injured when a bomb exploded near a market in
Peshawar on Tuesday, rescue officials said.
"""
REPORT = """# The year 2023

In 2023, 20 attacks took place in Balochistan, in which 40 people were killed.

| Province | Attacks | Killed |
|---|---|---|
| Balochistan | 20 | 40 |
| Sindh | 5 | 9 |
| Total | 26 | 49 |
"""


def text(content: str, name: str = "story.txt") -> Upload:
    return Upload(name, "text/plain", content.encode())


class Desk:
    """A register with a workshop, whose jobs are done when they are asked for."""

    def __init__(self, folder: Path) -> None:
        self.releases = folder / "releases"
        self.entrance = Entrance(folder / "desk.db")
        self.workshop = Workshop(self.entrance, self.releases)

    def __getitem__(self, user: str) -> Register:
        return self.entrance.local(user)

    def done(self, job: Job) -> Job:
        """The job when all that waits has been done."""
        self.workshop.work_off()
        return self[job.user].job(job.id)

    def close(self) -> None:
        self.workshop.close()
        self.entrance.close()


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of a desk where one document was read, its account accepted, and all frozen."""
    folder = tmp_path_factory.mktemp("desk")
    with Register.create(folder / "desk.db", "pakistan", user="chief", title="Desk") as register:
        register.add_user("coder", "coder")
        register.add_user("viewer", "viewer")
    desk = Desk(folder)
    assert read(desk, text(STORY)).result is not None
    chief = desk["chief"]
    item = chief.next_item("new")
    assert item is not None
    chief.accept(item.subject)
    assert freeze(desk).state == "done"
    desk.close()
    return folder


@pytest.fixture
def desk(made: Path, tmp_path: Path) -> Iterator[Desk]:
    shutil.copytree(made, tmp_path / "desk")
    desk = Desk(tmp_path / "desk")
    yield desk
    desk.close()


def freeze(desk: Desk) -> Job:
    return desk.done(desk["chief"].submit("freeze", {"name": "first.release", "title": "First"}))


def read(desk: Desk, *files: Upload, **parameters: object) -> Job:
    asked = {"published": "2024-02-08"} | parameters
    return desk.done(desk["coder"].submit("read", asked, files))


def test_documents_become_sources_and_what_they_tell_waits_for_review(desk: Desk) -> None:
    scan = Upload("scan.pdf", "application/pdf", b"%PDF-1.7\nno more")
    files = scan, text(OTHER, "other.txt"), text(STORY, "read before.txt")
    job = read(desk, *files, publisher="Dawn", access="restricted")
    assert (job.state, job.error, job.files) == ("done", None, ())
    assert job.result is not None
    broken, other, known = job.result["documents"]
    assert [one["name"] for one in (broken, other, known)] == [file.name for file in files]
    (finding,) = broken["findings"]
    assert (finding["code"], finding["message"][:9]) == ("document-damaged", "scan.pdf ")
    (told,) = other["proposals"]
    assert (told["killed"], told["injured"], told["date_start"]) == (3, 11, "2024-02-06")
    assert [job.result[name] for name in ("added", "there", "sources")] == [1, 1, 2]
    source = desk["coder"].source(other["source"])
    assert (source["publisher"], source["access"], source["date"], source["title"]) == (
        "Dawn", "restricted", "2024-02-08", "Blast in Peshawar",
    )  # fmt: skip
    assert desk["coder"].account(told["id"])["status"] == "proposed"


def test_an_audit_shows_findings_in_their_places(desk: Desk) -> None:
    job = desk.done(desk["viewer"].submit("audit", {}, [text(REPORT, "report.md")]))
    assert job.result is not None, job.error
    assert job.result["severities"] == {"error": 1}
    assert [file.name for file in job.files] == ["view.json", "findings.json", "audit.html"]
    view = json.loads(desk["viewer"].job_file(job.id, "view.json").content or b"")
    (finding,) = view["found"]
    cells = [
        part
        for block in view["documents"][0]["blocks"]
        for row in block.get("rows", ())
        for cell in row["cells"]
        for part in cell["parts"]
    ]
    assert ["26", [0], finding["places"][0]["at"]] in cells
    assert "".join(part[0] for part in cells).startswith("ProvinceAttacksKilledBalochistan2040")


def test_an_audit_of_nothing_says_so(desk: Desk) -> None:
    broken = Upload("scan.pdf", "application/pdf", b"%PDF-1.7\nno more")
    job = desk.done(desk["viewer"].submit("audit", {}, [broken]))
    assert job.state == "failed"
    assert job.error is not None
    assert job.error.startswith("There is no text in what was given: scan.pdf")


def test_from_a_document_to_a_number_in_a_report_and_back(desk: Desk) -> None:
    asked = {"release": "first.release", "template": "security-report", "pdf": True,
             "address": "http://127.0.0.1:8000/incidents/"}  # fmt: skip
    job = desk.done(desk["chief"].submit("report", asked))
    assert job.result is not None, job.error
    reports = desk.workshop.reports
    report = reports.report(job.id)
    (incident,) = report.incidents
    assert (report.release, report.pdf, report.made_by) == ("first.release", True, "chief")
    assert f'<a href="http://127.0.0.1:8000/incidents/{incident}"' in reports.page(job.id)
    assert reports.pdf(job.id).startswith(b"%PDF")
    assert reports.telling_of(incident) == [report]
    assert reports.telling_of("PK-0") == []


def test_a_template_of_ones_own_that_never_ends_is_given_up(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(kinds, "_REPORTING", Bounds(seconds=3))
    loop = "{% for a in range(9999) %}{% for b in range(9999) %}{% endfor %}{% endfor %}"
    job = desk.done(desk["chief"].submit(
        "report", {"release": "first.release"}, [text(loop, "mine.md")]
    ))  # fmt: skip
    assert job.state == "failed"
    assert job.error == "It was given up after 3 seconds."
    assert desk.workshop.reports.all() == []


def test_a_release_is_frozen_once_though_its_job_is_begun_twice(desk: Desk) -> None:
    chief, jobs = desk["chief"], desk.entrance.jobs
    asked = chief.submit("freeze", {"name": "second.release"})
    assert jobs.claim("a runner that is lost")
    written = chief.freeze(desk.releases / "second.release")
    assert jobs.requeue_lost(timedelta(0)) == 1
    again = desk.done(asked)
    assert again.result == {"release": "second.release", "hash": written.hash}
    assert [one["name"] for one in chief.releases()] == ["second.release", "first.release"]


def test_no_release_is_given_out_as_another(desk: Desk) -> None:
    """Two who freeze at once may have chosen other incidents, under one name."""
    before = open_release(desk.releases / "first.release").hash
    again = desk.done(
        desk["chief"].submit("freeze", {"name": "first.release", "only_confirmed": True})
    )
    assert (again.state, again.result) == ("failed", None)
    assert str(again.error).startswith("There is a release 'first.release' already")
    assert open_release(desk.releases / "first.release").hash == before


@pytest.mark.parametrize("name", ["present", "reports", "..", "a/b"])
def test_some_names_are_no_release_of_anybody(desk: Desk, name: str) -> None:
    failed = desk.done(desk["chief"].submit("freeze", {"name": name}))
    assert str(failed.error).startswith("No release can be called")


def test_rights_are_those_of_the_moment_the_work_is_begun(desk: Desk) -> None:
    job = desk["coder"].submit("read", {}, [text(STORY)])
    desk["chief"].set_role("coder", "viewer")
    done = desk.done(job)
    assert done.state == "failed"
    assert "may not do this" in str(done.error)
