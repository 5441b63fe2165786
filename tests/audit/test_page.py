"""The page of an audit: one file, every place marked, every finding in the list."""

from __future__ import annotations

import re

from tests.audit.reports import audited, printed
from waqia.audit import to_html

ROWS = [
    ["District", "Attacks"], ["Kech & <Zhob", "4"], ["Tank", "2"], ["Quetta", "5"], ["Total", "12"],
]  # fmt: skip


def test_every_finding_is_listed_and_every_place_of_it_marked() -> None:
    done = audited(printed(ROWS))
    page = to_html(done)
    assert [int(n) for n in re.findall(r'<li id="f(\d+)"', page)] == list(range(len(done.found)))
    marked = dict(re.findall(r'<mark data-f="0" data-from="(\d+)">([^<]*)</mark>', page))
    assert marked == {str(spot.start): spot.quote for spot in done.found[0].marked}
    assert {"4", "2", "5", "12"} == set(marked.values())


def test_the_page_loads_nothing_and_escapes_what_the_document_says() -> None:
    page = to_html(audited(printed(ROWS)))
    assert "Kech &amp; &lt;Zhob" in page
    assert not re.search(r"(?:src|href)=|@import|url\(", page)
    assert "default-src 'none'" in page


def test_places_that_overlap_are_marked_with_all_their_findings() -> None:
    text = (
        "1. Attacks in Pakistan in 2023\n\nThe operations caused 40 deaths (25 militants, 10 "
        "soldiers and seven civilians) in 2023.\n"
    )
    done = audited(text)
    page = to_html(done)
    shown = re.sub(r"<[^>]+>", "", page.partition("<main>")[2].partition("</main>")[0])
    assert "40 deaths (25 militants, 10 soldiers and seven civilians) in 2023." in shown


def test_a_document_without_findings_is_shown_whole() -> None:
    page = to_html(audited("Nothing is counted here.\n"))
    assert "Nothing is counted here." in page
    assert "No findings" in page


def test_numbers_that_could_not_be_compared_are_said_on_the_page() -> None:
    said = "Several attacks killed 12 people, and three operations followed.\n"
    done = audited(said)
    assert done.found == ()
    assert done.read == (
        "Read: 0 tables, 3 numbers. None of the 3 numbers could be compared: no time is named."
    )
    assert done.read in to_html(done)
    assert audited("Nothing is counted here.\n").read.endswith("was found to compare.")
    assert audited("In 2023, 49 attacks took place in Balochistan.\n").read == (
        "Read: 0 tables, 1 number, with a scope understood in full."
    )
