"""The vocabularies of the shipped codebooks: well-formed codes, and every reference resolves."""

from __future__ import annotations

import csv
import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

from waqia import codebook
from waqia.codebook import VOCABULARIES, normalise

FOLDER = Path(codebook.__file__).parent
GED = Path(__file__).parents[3] / "shared" / "data" / "ged_pakistan_1989_2021.csv"
BOOKS = ("generic", "pakistan")
RELATION_KINDS = {
    "splinter_of", "merged_into", "pledged_to", "allied_with", "part_of", "cover_name_of",
    "ideological_cooperation", "logistical_cooperation", "operational_cooperation", "rival_of",
    "successor_of",
}  # fmt: skip
MEASURE_KINDS = {"operation", "law", "policy", "institution", "plan_point", "dialogue"}
CROSSWALK_FIELDS = {"type", "target", "tactic", "party", "actor"}
URDU = re.compile(r"[\u0600-\u06ff]")
LATIN = re.compile(r"[A-Za-z]")
DATE = re.compile(r"\d{4}(-\d{2}(-\d{2})?)?")

EXPECTED = {
    "type": "terrorist_attack sectarian_clash political_violence communal_violence "
    "cross_border_attack operational_strike armed_clash search_operation foiled_plot drone_strike "
    "inter_tribal_clash militant_infighting criminal_violence abduction air_strike other_incident "
    "attack communal_and_sectarian political cross_border state_response foreign_strike other",
    "target": "security_forces education non_baloch_settlers non_sindhi_settlers gas_pipelines "
    "government power_and_telecom tribal_elders tribal_elders_former_peace_committee civilians "
    "shia_community worship_places sunni_community political_leaders_workers christian_community "
    "sikh_community hindu_community ahmadi_community alleged_spies health_polio_workers "
    "cpec_chinese railways development_projects census_teams ngo_civil_society "
    "pro_government_tribesmen former_peace_committee haqqani_network election_targets "
    "media_journalists judiciary_lawyers foreigners banks_businesses private_property "
    "oil_tankers_transport rival_militants prisons airports unknown",
    "tactic": "suicide_bombing firing ied vehicle_borne_ied hand_grenade gun_and_bomb rocket "
    "mortar sabotage lynching beheading kidnapping target_killing ambush assault arson "
    "mob_violence hostage_taking roadside_bomb sniper_fire landmine stabbing air_strike "
    "drone_strike shelling cross_border_fire raid poisoning hijacking other unknown",
    "party": "security_forces army frontier_corps police levies rangers paramilitary coast_guard "
    "air_force navy constabulary khasadar intelligence civilians militants foreign_forces "
    "afghan_forces mob sectarian_activists political_workers tribesmen unknown",
    "actor_category": "religiously_inspired baloch_nationalist sindhi_nationalist sectarian "
    "kashmir_oriented transnational_jihadist state_forces foreign_state political tribal "
    "communal_mob criminal unidentified",
    "actor": "ttp bla blf bra bras brg bna uba bla_majeed_brigade sra sla_sindh isk ispp "
    "islamic_state al_qaeda aqis lej lej_al_alami ssp aswj jamaat_ul_ahrar hizb_ul_ahrar "
    "hafiz_gul_bahadur tjp ittehadul_mujahideen_khorasan ansar_al_jihad local_taliban "
    "afghan_taliban haqqani_network lashkar_e_islam jem lashkar_e_taiba harkat_ul_mujahideen etim "
    "imu jundullah_pakistan jundallah_iran jaish_al_adl sipah_e_muhammad tlp unspecified_baloch "
    "unspecified_militants rival_sectarian_group pakistan_army pakistan_police frontier_corps "
    "levies rangers ctd security_forces afghan_border_forces indian_forces us_forces "
    "iranian_forces political_party_workers tribesmen mob",
    "region": "khyber_pakhtunkhwa balochistan punjab karachi sindh_excluding_karachi islamabad "
    "gilgit_baltistan azad_kashmir",
    "event": "general_election_2013 general_election_2018 general_election_2024 "
    "taliban_takeover_kabul fata_merger national_action_plan operation_zarb_e_azb",
}

TABLE_LABELS = {
    "Security/law enforcement agencies (personnel, convoys, posts)": "security_forces",
    "Education/institutions/teachers": "education",
    "Non-Bloch settlers/workers": "non_baloch_settlers",
    "Gas pipelines": "gas_pipelines",
    "Govt. officials/institutions/symbols": "government",
    "Power pylons/cell phone towers": "power_and_telecom",
    "Tribal elders": "tribal_elders",
    "Tribal elders and former peace committees members": "tribal_elders_former_peace_committee",
    "Pro-govt tribesmen/peace committee members": "pro_government_tribesmen",
    "Shia religious scholars/community": "shia_community",
    "Worship places/shrines/madrassas": "worship_places",
    "Sunni religious leaders/community": "sunni_community",
    "Political leaders/workers": "political_leaders_workers",
    "Christian community/Church": "christian_community",
    "Alleged spy or collaborator": "alleged_spies",
    "Health/polio workers, security escorts": "health_polio_workers",
    "CPEC/workers/Chinese": "cpec_chinese",
    "Railway tracks / trains": "railways",
    "Development, exploration projects, companies, workers": "development_projects",
    "Non-Sindhi settler/worker": "non_sindhi_settlers",
    "Census team/security escort": "census_teams",
    "NGO / civil society members": "ngo_civil_society",
    "Haqqani Network": "haqqani_network",
}


def read(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, strict=True))


def vocabulary(book: str, name: str) -> list[dict[str, str]]:
    return read(FOLDER / book / f"{VOCABULARIES[name]}.csv")


def codes(book: str, name: str) -> set[str]:
    return {row["code"] for row in vocabulary(book, name)}


def spellings(row: dict[str, str]) -> Iterator[str]:
    yield from (row["code"], row["label"], row["label_ur"])
    yield from row.get("aliases", "").split(";")


def crosswalks() -> list[Path]:
    return sorted(FOLDER.glob("*/crosswalks/*.csv"))


def code_of(book: str, name: str) -> dict[str, str]:
    return {
        normalise(spelling): row["code"]
        for row in vocabulary(book, name)
        for spelling in spellings(row)
        if spelling
    }


each_vocabulary = pytest.mark.parametrize(
    ("book", "name"), [(book, name) for book in BOOKS for name in VOCABULARIES]
)


@each_vocabulary
def test_codes_are_snake_case_and_unique(book: str, name: str) -> None:
    found = [row["code"] for row in vocabulary(book, name)]
    assert [code for code in found if not re.fullmatch(r"[a-z][a-z0-9_]*", code)] == []
    assert [code for code, times in Counter(found).items() if times > 1] == []


@each_vocabulary
def test_parents_exist_and_do_not_run_in_a_circle(book: str, name: str) -> None:
    parents = {row["code"]: row.get("parent", "") for row in vocabulary(book, name)}
    for code in parents:
        line = [code]
        while parent := parents[line[-1]]:
            assert parent in parents, f"{code}: parent {parent} is not a code"
            assert parent not in line, f"{code}: {' > '.join([*line, parent])}"
            line.append(parent)


@each_vocabulary
def test_a_spelling_leads_to_one_code(book: str, name: str) -> None:
    seen: dict[str, str] = {}
    for row in vocabulary(book, name):
        for spelling in filter(None, map(normalise, spellings(row))):
            assert seen.setdefault(spelling, row["code"]) == row["code"], spelling


@each_vocabulary
def test_every_term_has_a_label_in_english_and_in_urdu_script(book: str, name: str) -> None:
    for row in vocabulary(book, name):
        assert LATIN.search(row["label"]), row["code"]
        assert not URDU.search(row["label"]), row["code"]
        assert URDU.search(row["label_ur"]), row["code"]
        assert not LATIN.search(row["label_ur"]), row["code"]


@pytest.mark.parametrize("name", EXPECTED)
def test_the_pakistan_codebook_has_the_codes_that_rules_and_accounts_use(name: str) -> None:
    assert set(EXPECTED[name].split()) - codes("pakistan", name) == set()


@pytest.mark.parametrize(("label", "code"), TABLE_LABELS.items())
def test_row_labels_of_the_published_target_tables_are_found(label: str, code: str) -> None:
    assert code_of("pakistan", "target")[normalise(label)] == code


@pytest.mark.parametrize("book", BOOKS)
def test_attackers_are_marked_true_or_false(book: str) -> None:
    rows = vocabulary(book, "party")
    assert {row["attacker"] for row in rows} == {"true", "false"}
    marked = {row["code"]: row["attacker"] for row in rows}
    assert marked["militants"] == "true"
    assert marked["civilians"] == marked["security_forces"] == "false"


@pytest.mark.parametrize("book", BOOKS)
def test_actors_have_a_category_and_readable_dates(book: str) -> None:
    categories = codes(book, "actor_category")
    for row in vocabulary(book, "actor"):
        assert row["category"] in categories, row["code"]
        for cell in (row["active_from"], row["active_to"]):
            assert not cell or DATE.fullmatch(cell), row["code"]
        if row["active_from"] and row["active_to"]:
            assert row["active_from"][:4] <= row["active_to"][:4], row["code"]


def test_relations_tie_two_known_actors_and_cite_a_source() -> None:
    actors = codes("pakistan", "actor")
    rows = read(FOLDER / "pakistan" / "relations.csv")
    for row in rows:
        assert {row["actor"], row["other"]} <= actors, row
        assert row["actor"] != row["other"], row
        assert row["kind"] in RELATION_KINDS, row
        assert row["source"], row
        assert all(not row[c] or DATE.fullmatch(row[c]) for c in ("date_start", "date_end")), row
    keys = Counter((r["actor"], r["kind"], r["other"], r["date_start"]) for r in rows)
    assert [key for key, times in keys.items() if times > 1] == []


def test_measures_have_a_kind_an_actor_and_a_source() -> None:
    actors = codes("pakistan", "actor")
    rows = read(FOLDER / "pakistan" / "measures.csv")
    assert [c for c, times in Counter(row["code"] for row in rows).items() if times > 1] == []
    for row in rows:
        assert row["kind"] in MEASURE_KINDS, row
        assert row["actor"] in actors, row
        assert row["source"], row
        assert all(not row[c] or DATE.fullmatch(row[c]) for c in ("date_start", "date_end")), row
    assert sum(row["kind"] == "plan_point" for row in rows) == 20


def test_events_have_whole_days_in_order() -> None:
    for row in vocabulary("pakistan", "event"):
        assert re.fullmatch(r"\d{4}-\d{2}-\d{2}", row["date_start"]), row
        assert not row["date_end"] or row["date_start"] <= row["date_end"], row


def test_regions_include_places_of_the_gazetteer_and_each_place_once() -> None:
    places = {row["id"] for row in read(FOLDER / "places" / "pakistan" / "places.csv")}
    included = [
        place
        for row in vocabulary("pakistan", "region")
        for place in row["includes"].split(";")
        if place
    ]
    assert len(included) == len(set(included))
    assert set(included) <= places


@pytest.mark.parametrize("path", crosswalks(), ids=lambda path: f"{path.parts[-3]}/{path.stem}")
def test_crosswalks_lead_each_value_to_one_known_code(path: Path) -> None:
    book = path.parts[-3]
    known = {field: codes(book, field) | {""} for field in CROSSWALK_FIELDS}
    seen: dict[tuple[str, str], str] = {}
    exact = Counter((row["field"], row["value"]) for row in read(path))
    assert [key for key, times in exact.items() if times > 1] == []
    for row in read(path):
        assert row["field"] in CROSSWALK_FIELDS, row
        assert row["code"] in known[row["field"]], row
        key = (row["field"], normalise(row["value"]))
        assert seen.setdefault(key, row["code"]) == row["code"], row


def test_every_dataset_of_the_design_has_a_crosswalk() -> None:
    found = {(path.parts[-3], path.stem) for path in crosswalks()}
    shared = {
        (book, name) for book in BOOKS for name in ("ucdp-ged", "acled", "gtd", "pbc-suicide")
    }
    assert found == shared | {("generic", "maverick")}


@pytest.mark.parametrize("book", BOOKS)
def test_every_ged_type_of_violence_has_a_code(book: str) -> None:
    rows = read(FOLDER / book / "crosswalks" / "ucdp-ged.csv")
    assert {row["value"] for row in rows if row["field"] == "type" and row["code"]} == set("123")


def test_every_ged_side_in_pakistan_resolves() -> None:
    if not GED.is_file():
        pytest.skip(f"{GED.name} is missing: put UCDP GED for Pakistan into ../shared/data")
    rows = read(FOLDER / "pakistan" / "crosswalks" / "ucdp-ged.csv")
    resolved = {row["value"] for row in rows if row["field"] in ("actor", "party") and row["code"]}
    sides = {row[side] for row in read(GED) for side in ("side_a", "side_b")}
    assert sides - resolved == set()
