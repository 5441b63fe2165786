"""Releases in the desk: what each holds, its files, what lies between two, and the first page."""

from __future__ import annotations

import gc
import io
import re
import shutil
import zipfile
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any
from unittest.mock import Mock
from urllib.parse import quote

import duckdb
import pytest

from tests.conftest import CREATED, stage
from tests.web.desk.local import Local, Person, at_desk, fill
from tests.web.desk.team import Desk
from waqia.adjudication import adjudicate
from waqia.analysis import count
from waqia.codebook import Codebook
from waqia.register import Register
from waqia.release import Release, diff, open_release, verify, write_release
from waqia.web.app import app_of
from waqia.web.desk import comparing
from waqia.web.desk.comparing import Comparison, compare, movers_of
from waqia.web.desk.releases import BESIDE
from waqia.web.desk.shelf import Shelf
from waqia.web.desk.site import Site


@pytest.fixture(scope="module")
def local(tmp_path_factory: pytest.TempPathFactory) -> Local:
    """A register with two releases, and what was decided between them and after them."""
    local = fill(tmp_path_factory.mktemp("desk"))
    local.releases.mkdir()
    told = {"source": "S-en", "type": "terrorist_attack", "place": "Quetta"}
    with Register.open(local.path, user="desk") as register:
        late = register.add(told | {"date_start": "2022-12-31", "killed": 2})
        register.freeze(local.releases / "a.release", title="First")
        register.override(
            local.incident, "killed", {"killed_min": 9, "killed": 9, "killed_max": 9},
            reason="The list of the hospital.",
        )  # fmt: skip
        register.withdraw(local.other, reason="It did not happen.")
        register.correct(late.account, {"date_start": "2023-01-01", "date_end": "2023-01-01"})
        register.add(told | {"date_start": "2024-02-03", "killed": 5})
        register.freeze(local.releases / "b.release", title="Second", licence="CC-BY-4.0")
        register.confirm(local.incident)
    return local


@pytest.fixture(scope="module")
def person(local: Local) -> Iterator[Person]:
    """Whose desk it is."""
    with at_desk(local) as person:
        yield person


def text(page: str) -> str:
    """What a page says."""
    main = page.partition("<main")[2].partition("</main>")[0]
    words = re.sub(r"<[^>]*>", " ", main).replace("&#39;", "'").replace("&#34;", '"')
    return " ".join(words.split()).replace(" ,", ",")


def rows(page: str) -> list[str]:
    """The rows of its tables."""
    return [" ".join(re.sub(r"<[^>]*>", " ", row).split()) for row in page.split("<tr>")[1:]]


def test_the_list_has_the_present_first_then_the_latest(person: Person, local: Local) -> None:
    page = person.page("/releases")
    said = text(page)
    assert said.index("Present state") < said.index("b.release") < said.index("a.release")
    assert open_release(local.releases / "b.release").hash[:12] in said
    for path in ("/explore?release=b.release", "/releases/b.release/download",
                 "/releases/diff?old=a.release&amp;new=b.release",
                 "/releases/diff?old=b.release&amp;new=present"):  # fmt: skip
        assert f'href="{path}"' in page


def test_a_release_tells_its_rules_its_numbers_and_how_to_cite_it(
    person: Person, local: Local
) -> None:
    page = person.page("/releases/b.release")
    said, about = text(page), open_release(local.releases / "b.release")
    assert "Release b.release of" in said
    assert about.hash in said
    assert "CC-BY-4.0" in said
    assert "1 Jan 2023 – 3 Feb 2024" in said
    assert "All violence, every casualty" in said
    assert "Killed highest graded, most precise, latest, median" in said
    assert '/explore/incidents?release=b.release&amp;year=2024">1</a>' in page or (
        '/explore/incidents?release=b.release&year=2024">1</a>' in page
    )
    for resource in about.manifest["resources"]:
        assert resource["hash"].removeprefix("sha256:") in page


def test_the_present_state_is_told_and_has_no_files(person: Person) -> None:
    assert "freeze a release first" in text(person.page("/releases/present"))
    for path in ("download", "files/incidents.parquet"):
        assert person.look(f"/releases/present/{path}").status_code == 404


@pytest.mark.parametrize(
    "path",
    ["nowhere", "a.release%2F..", "nowhere/download", "a.release/files/nothing",
     "a.release/files/..%2F..%2Fdesk.db", "diff?old=nowhere&new=a.release",
     "diff/year?old=a.release&new=nowhere&year=2023"],
)  # fmt: skip
def test_what_is_not_there_is_not_found(person: Person, path: str) -> None:
    assert person.look(f"/releases/{path}").status_code == 404


def test_verifying_finds_a_changed_byte(person: Person, local: Local, tmp_path: Path) -> None:
    path = local.releases / "damaged.release"
    shutil.copytree(local.releases / "a.release", path)
    try:
        sound = text(person.page(f"/releases/{path.name}?verified=true"))
        assert "Every file is as it was written" in sound
        content = bytearray((path / "sources.parquet").read_bytes())
        content[20] ^= 1
        (path / "sources.parquet").write_bytes(content)
        damaged = text(person.page(f"/releases/{path.name}?verified=true"))
        assert "sources.parquet is not as it was written" in damaged
    finally:
        shutil.rmtree(path)


def test_one_release_is_verified_at_a_time_and_none_that_is_too_large(
    person: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("waqia.web.desk.releases._PATIENCE", 0)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("waqia.web.desk.releases.LARGEST_VERIFIED", 10)
        answer = person.look("/releases/a.release?verified=true")
        assert (answer.status_code, "waqia release verify" in answer.text) == (413, True)
    from waqia.web.desk.releases import _verifying

    with _verifying:
        assert person.look("/releases/a.release?verified=true").status_code == 503


def test_what_cannot_be_opened_is_told_and_hides_nothing(person: Person, local: Local) -> None:
    path = local.releases / "cut.release"
    shutil.copytree(local.releases / "a.release", path)
    (path / "incidents.parquet").write_bytes(b"PAR1")
    try:
        page = text(person.page("/releases"))
        assert "cut.release" in page
        assert "incidents.parquet has 4 bytes" in page
        assert str(local.releases) not in page
        assert "b.release" in page
        assert person.look("/releases/cut.release").status_code == 422
    finally:
        shutil.rmtree(path)


def test_a_download_is_the_release_byte_by_byte(
    person: Person, local: Local, tmp_path: Path
) -> None:
    answer = person.look("/releases/a.release/download")
    assert answer.headers["content-type"] == "application/zip"
    assert answer.headers["content-disposition"] == "attachment; filename*=UTF-8''a.zip"
    assert answer.content == person.look("/releases/a.release/download").content
    (local.releases / "a.release" / "private.txt").write_text("not of the release")
    with zipfile.ZipFile(io.BytesIO(person.look("/releases/a.release/download").content)) as packed:
        assert packed.testzip() is None
        packed.extractall(tmp_path)
    (local.releases / "a.release" / "private.txt").unlink()
    assert verify(tmp_path / "a.release") == []
    one = person.look("/releases/a.release/files/incidents.parquet")
    assert one.content == (local.releases / "a.release" / "incidents.parquet").read_bytes()


def test_no_file_is_sent_that_is_a_link_to_elsewhere(
    person: Person, local: Local, tmp_path: Path
) -> None:
    secret = tmp_path / "secret.txt"
    secret.write_text("not of the release")
    path = local.releases / "linked.release"
    for name in ("README.md", "incidents.parquet"):
        shutil.copytree(local.releases / "a.release", path)
        try:
            secret.write_bytes((path / name).read_bytes())
            (path / name).unlink()
            (path / name).symlink_to(secret)
            at = "/releases/linked.release"
            assert person.look(f"{at}/files/{name}").status_code == 404
            assert person.look(f"{at}/download").status_code == 404
            assert person.look(f"{at}/files/datapackage.json").status_code == 200
            if name in BESIDE:
                assert f"/files/{name}" not in person.page(at)
        finally:
            shutil.rmtree(path)


AB = "/releases/diff?old=a.release&new=b.release"


def test_totals_and_years_say_what_moved_them(person: Person, local: Local) -> None:
    page = person.page(AB)
    told = rows(page)
    assert "Incidents 3 3 0" in told[1]
    killed = next(row for row in told if row.startswith("Killed"))
    before, after, difference = killed.split()[1:4]
    assert int(after) - int(before) == int(difference)
    years = re.findall(r"<summary>(.*?)</summary>", page, re.DOTALL)
    assert [re.search(r"20\d\d", year)[0] for year in years] == ["2022", "2023", "2024"]  # type: ignore[index]
    said = text(page)
    assert "went to another year" in said
    assert "came from another year" in said
    assert f'/incidents/{local.incident}?release=b.release"' in page
    assert f'/incidents/{local.other}?release=a.release"' in page
    assert "counts no more" in said


def test_every_difference_is_told_by_field_before_and_after(person: Person, local: Local) -> None:
    page = person.page(f"{AB}&kind=changed&field=killed")
    each = rows(page.partition('id="each"')[2])
    (row,) = [one for one in each if one.startswith(local.incident)]
    assert re.search("Killed [46] 9 ", row)
    assert f'/incidents/{local.incident}?release=a.release"' in page
    assert "First day 31 Dec 2022 1 Jan 2023" in text(person.page(f"{AB}&kind=changed"))
    assert local.other in text(person.page(f"{AB}&kind=withdrawn"))
    assert "terrorist attack" in text(person.page(f"{AB}&kind=added")).lower()


def test_links_of_a_difference_lead_to_incidents_of_both(person: Person, local: Local) -> None:
    page = person.page(f"{AB}&kind=changed")
    links = set(re.findall(r'href="(/incidents/[^"]+)"', page))
    assert len(links) >= 2
    for link in links:
        assert person.look(link).status_code == 200


def test_the_present_is_compared_too(person: Person) -> None:
    page = text(person.page("/releases/diff?old=b.release&new=present"))
    assert "Status candidate confirmed" in page
    assert "the present state" in page
    same = text(person.page("/releases/diff?old=a.release&new=a.release"))
    assert "Both hold the same" in same


def test_none_is_compared_that_is_too_large(
    person: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("waqia.web.desk.comparing.LARGEST", 2)
    answer = person.look(AB)
    assert (answer.status_code, "waqia release diff" in answer.text) == (413, True)


def test_a_program_is_told_the_same_differences_in_pages_worked_out_once(
    person: Person, local: Local, monkeypatch: pytest.MonkeyPatch
) -> None:
    names = ("a.release", "b.release")
    found = diff(*(open_release(local.releases / name) for name in names))
    whole = f"/api/v1/register{AB}"
    assert person.look(whole).json()["next"] is None
    monkeypatch.setattr(comparing, "compare", Mock(side_effect=AssertionError))
    address, told = f"{whole}&limit=3", []
    while address:
        page = person.look(address).json()
        assert (page["counts"], len(page["rows"]) <= 3) == (found.counts, True)
        told += page["rows"]
        address = page["next"]
    assert told == person.look(whole).json()["rows"] == found.rows()
    assert len(told) > 6
    assert person.look(f"{whole}&limit=0").status_code == 400
    assert person.look(f"{whole}&cursor=MA").status_code == 400
    monkeypatch.setattr("waqia.web.desk.comparing.LARGEST", 2)
    assert person.look(whole).status_code == 413


def test_without_two_names_they_are_asked_for(person: Person) -> None:
    page = person.page("/releases/diff")
    assert '<option value="b.release" selected>' in page
    assert '<option value="present" selected>' in page


def write(folder: Path, name: str, accounts: Sequence[dict[str, Any]]) -> Release:
    """A release of accounts."""
    codebook = Codebook.load("pakistan")
    with duckdb.connect() as connection:
        stage(connection, accounts)
        adjudicate(connection, codebook, None)
        return write_release(connection, folder / name, codebook, title=name, created=CREATED)


@pytest.fixture(scope="module")
def large(tmp_path_factory: pytest.TempPathFactory) -> tuple[Release, Release]:
    """Two releases of 250 incidents each, of which 240 are in both and 220 differ."""
    folder = tmp_path_factory.mktemp("large")
    many = [
        {"incident": f"PK-2023-{n:06}", "date_start": f"202{n % 4}-03-01", "killed": n % 7,
         "province": "Punjab"}
        for n in range(1, 251)
    ]  # fmt: skip
    other = [
        account | {"killed": int(account["killed"]) + (n >= 30)} for n, account in enumerate(many)
    ]
    other = other[10:] + [
        {"incident": f"PK-2024-{n:06}", "date_start": "2024-01-01", "killed": 1} for n in range(10)
    ]
    return write(folder, "old.release", many), write(folder, "new.release", other)


def test_the_movers_of_a_year_are_its_whole_difference(large: tuple[Release, Release]) -> None:
    found = compare(*large)
    assert [one.year for one in found.years] == [2020, 2021, 2022, 2023, 2024]
    for year in found.years:
        movers = movers_of(*large, year.year, 0, 1000)
        for measure in ("incidents", "killed"):
            moved = sum(one[measure] for one in movers)
            assert moved == year.after[measure] - year.before[measure]
        assert movers[: len(year.movers)] == [
            {name: value for name, value in one.items() if name != "year"} | {"year": year.year}
            for one in movers[: len(year.movers)]
        ]
    together = {m: sum(year.after[m] - year.before[m] for year in found.years)
                for m in ("incidents", "killed")}  # fmt: skip
    totals = found.totals
    assert together == {m: totals.after[m] - totals.before[m] for m in together}


def test_what_a_release_lacks_was_not_withdrawn_there(
    large: tuple[Release, Release], local: Local
) -> None:
    found = compare(*large)
    assert (found.counts["gone"], found.counts["withdrawn"], found.counts["added"]) == (10, 0, 10)
    withdrawn = compare(*(open_release(local.releases / f"{name}.release") for name in "ab"))
    assert (withdrawn.withdrawn, withdrawn.gone) == ((local.other,), ())
    desk = Desk(app_of(Site("Desk", Shelf(folder=large[0].path.parent))))
    page = Person(desk).page("/releases/diff?old=old.release&new=new.release&kind=gone")
    desk.close()
    each = rows(page.partition('id="each"')[2])
    assert sum(row.startswith("PK-2023-0000") for row in each) == 10
    assert "Only in the first release 10 Withdrawn in the second release 0" in text(page)


def test_thousands_of_differences_come_in_pages(large: tuple[Release, Release]) -> None:
    site = Site("Desk", Shelf(folder=large[0].path.parent))
    desk = Desk(app_of(site))
    person = Person(desk)
    address, seen = "/releases/diff?old=old.release&new=new.release&kind=changed&field=killed", []
    while address:
        page = person.page(address)
        each = page.partition('id="each"')[2]
        seen += re.findall(r'<tr>\s*<th scope="row"><a href="/incidents/([\w-]+)\?', each)
        following = re.search(r'rel="next" href="([^"]+)"', page)
        address = following[1].replace("&amp;", "&") if following else ""
    assert len(seen) == len(set(seen)) == 220
    year = person.page("/releases/diff/year?old=old.release&new=new.release&year=2021")
    assert len(rows(year)) - 1 == len(movers_of(*large, 2021, 0, 1000))
    assert (
        person.look("/releases/diff/year?old=old.release&new=new.release&year=x").status_code == 400
    )
    desk.close()
    site.close()


def test_one_release_served_alone_is_told_and_compared_with_nothing(local: Local) -> None:
    site = Site("Desk", Shelf(given=open_release(local.releases / "a.release")))
    desk = Desk(app_of(site))
    person = Person(desk)
    page = person.page("/releases")
    assert "a.release" in text(page)
    assert "Present state" not in page
    assert "nothing to compare" in text(person.page("/releases/diff"))
    assert person.look("/releases/a.release/download").status_code == 200
    assert person.look("/releases/b.release").status_code == 404
    assert person.look("/").headers["location"] == "/explore"
    desk.close()
    site.close()


def test_the_first_page_tells_what_waits_what_is_new_and_twelve_months(
    person: Person, local: Local
) -> None:
    person.look("/numbers")
    page = person.page("/")
    said = text(page)
    assert "confirmed incidents" in said
    assert f'href="/incidents/{local.incident}"' in page
    assert "froze a release" in said
    assert "Twelve months to February 2024" in said
    assert 'href="/explore?month=2024-02"' in page
    assert len(re.findall('class="bar-of"', page)) == 12
    assert "Last source: 3 May 2023" in said
    assert "style=" not in page


@pytest.mark.parametrize(("killed", "shown"), [(None, "–"), (2, "2")])
def test_the_total_of_twelve_months_is_that_of_count(
    tmp_path: Path, killed: int | None, shown: str
) -> None:
    """Also of incidents whose month, and whose number of persons, is not known."""
    local = Local(tmp_path / "desk.db", tmp_path / "releases", "", "")
    with Register.create(local.path, "pakistan", user="desk", title="Desk") as register:
        register.add_source({"id": "S-1", "title": "Daily"})
        told = {"source": "S-1", "type": "terrorist_attack"}
        register.add(told | {"date_start": "2023-05-02"})
        register.add(told | {"date_start": "2023-05-03", "killed": killed, "place": "Quetta"})
        register.add(told | {"date_start": "2023-04-28", "date_end": "2023-05-05"})
    with at_desk(local) as person:
        person.look("/numbers")
        page = person.page("/")
        with person.desk.app.state.site.shelf.pool().lent() as release:
            counted = count(release, "month", ("incidents", "killed"), period="2022-06..2023-05")
        assert (counted.total["incidents"], counted.total["killed"]) == (3, killed)
        assert f"3 incidents, killed: {shown} As a table" in text(page)
        found = rows(page)
        assert found[1] == f"May 2023 2 {shown}"
        assert found[-1].startswith("unknown 1 – ")


def test_acts_on_users_are_not_told_to_everybody(local: Local) -> None:
    with at_desk(local, "reader") as reader:
        acts = [act["action"] for act in reader.register.acts(limit=100)]
        assert acts
        assert not [act for act in acts if act.startswith(("user", "token"))]
        assert "Freeze a release" not in reader.page("/releases")


def test_an_empty_register_says_how_to_begin(tmp_path: Path) -> None:
    Register.create(tmp_path / "desk.db", "pakistan", user="desk", title="Desk").close()
    empty = Local(tmp_path / "desk.db", tmp_path / "releases", "", "")
    with at_desk(empty) as person:
        page = person.page("/")
        assert page.count("<li><strong>") == 3
        assert 'href="/read"' in page
        assert 'href="/review"' in page
        assert "No release has been frozen yet" in text(person.page("/releases"))
        assert person.look("/numbers").status_code == 404
        assert person.look("/releases/present").status_code == 404


def test_names_of_releases_are_quoted(local: Local) -> None:
    odd = 'odd & <b> "name".release'
    path = local.releases / odd
    shutil.copytree(local.releases / "a.release", path)
    try:
        with at_desk(local) as person:
            page = person.page("/releases")
            assert "<b>" not in page
            assert f'href="/releases/{quote(odd)}"' in page
            assert person.look(f"/releases/{quote(odd)}").status_code == 200
            assert person.look(f"/releases/{quote(odd)}/download").status_code == 200
    finally:
        shutil.rmtree(path)


def test_what_is_compared_stays_until_the_page_is_drawn(
    local: Local, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The files of a present state go when it is no more and nobody reads it."""
    with at_desk(local) as person:

        def of(old: Release, new: Release, *, patience: float) -> Comparison:
            assert patience
            person.register.reopen(local.incident, reason="Once more.")
            person.desk.app.state.site.shelf.pool()
            gc.collect()
            return compare(old, new)

        monkeypatch.setattr(comparing.COMPARISONS, "of", of)
        assert person.look("/releases/diff?old=a.release&new=present").status_code == 200


def test_places_are_named_in_the_language_of_the_page(person: Person) -> None:
    address = "/releases/diff?old=a.release&new=b.release&kind=added"
    assert " Quetta " in f" {text(person.page(address))} "
    urdu = text(person.desk.ask("GET", address, {"Accept-Language": "ur"}).text)
    assert "کوئٹہ" in urdu
    assert "Quetta" not in urdu
