"""Exploring in a browser: what is chosen in one drawing filters all, and stands in the address."""

from __future__ import annotations

import re

from playwright.sync_api import Page, expect

from tests.browser.conftest import PHONE, Desk, Visit


def total(page: Page) -> int:
    return int(page.locator(".totals .big .num").first.inner_text().replace(",", ""))


def drawn(page: Page) -> None:
    """Wait until the timeline and the map are drawn."""
    page.locator("#timeline canvas").wait_for()
    page.wait_for_function("""() => {
        const { src, shown } = document.querySelector("#map").dataset
        return shown === src
    }""")


def test_a_ticked_value_filters_everything_in_place(visit: Visit, reading: Desk) -> None:
    page = visit(reading).goto("/explore")
    drawn(page)
    everything = total(page)
    page.locator("#filter-type summary").click()
    box = page.locator("#values-type label", has_text="Terrorist attack")
    shown = int(box.locator(".num").inner_text())
    canvas = page.locator("#map canvas").element_handle()
    box.click()
    page.wait_for_url("**/explore?type=terrorist_attack")
    expect(page.locator(".chip")).to_have_text(re.compile("Terrorist attack"))
    assert total(page) == shown < everything
    assert page.locator("#map").get_attribute("data-src") == (
        "/explore/map.json?type=terrorist_attack"
    )
    drawn(page)  # in the same map, not in a new one
    assert page.evaluate("one => one === document.querySelector('#map canvas')", canvas)
    assert page.locator("#filter-type").get_attribute("open") is not None
    expect(page.locator("#told")).to_have_text(f"{shown} incidents")
    page.go_back()
    drawn(page)
    assert total(page) == everything


def test_a_stretch_of_the_timeline_becomes_the_period(visit: Visit, reading: Desk) -> None:
    page = visit(reading).goto("/explore")
    drawn(page)
    chart = page.locator("#timeline canvas").bounding_box()
    assert chart
    middle = chart["y"] + chart["height"] / 2
    page.mouse.move(chart["x"] + chart["width"] * 0.55, middle)
    page.mouse.down()
    page.mouse.move(chart["x"] + chart["width"] * 0.85, middle, steps=5)
    page.mouse.up()
    page.wait_for_url(re.compile(r"period=20\d\d\.\.20\d\d"))
    assert page.locator("input[name=from]").input_value().endswith("-01-01")
    drawn(page)
    page.locator(".tiles a").first.click()
    page.wait_for_url(re.compile(r"district=.+period=|period=.+district="))


def test_a_point_tells_what_it_is_and_opens_by_keyboard(visit: Visit, reading: Desk) -> None:
    page = visit(reading).goto("/explore?district=Quetta")
    drawn(page)
    page.locator("#map canvas").focus()
    told = page.locator(".map-tip")
    press_until_told(page)
    expect(told).to_contain_text("incidents")
    told.get_by_role("link").press("Enter")
    page.wait_for_url("**/explore/incidents?*box=*")
    assert page.locator(".listed tbody tr").count() >= 1


def test_the_map_by_keyboard_tells_first_and_filters_only_when_asked(
    visit: Visit, reading: Desk
) -> None:
    page = visit(reading, reduced_motion="reduce").goto("/explore?district=Quetta")
    drawn(page)
    canvas, tip = page.locator("#map canvas"), page.locator(".map-tip")
    canvas.focus()
    press_until_told(page)
    page.keyboard.press("Escape")
    expect(tip).to_be_hidden()
    expect(canvas).to_be_focused()
    page.keyboard.press("Enter")  # and the key does not press what the focus goes to
    expect(tip.get_by_role("link", name="Its incidents")).to_be_focused()
    assert page.url.endswith("/explore?district=Quetta")
    tip.get_by_role("button", name="Only this place").press("Enter")
    page.wait_for_url("**/explore?*place=*")
    drawn(page)
    expect(tip).to_be_hidden()
    assert page.evaluate("() => document.activeElement !== document.body")
    canvas.focus()
    for _ in range(4):
        page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    expect(page.locator("#told")).to_have_text("No point is near the middle of the map.")


def test_what_scrolls_says_so_and_begins_where_there_is_a_number(
    visit: Visit, reading: Desk
) -> None:
    for language in ("en", "ur"):
        page = visit(reading, language=language, width=PHONE).goto("/explore?province=Punjab")
        tiles = page.locator(".scroll:has(.tiles)")
        expect(tiles).to_have_attribute("data-more", re.compile("left|right"))
        assert tiles.evaluate("""box => {
            const seen = box.getBoundingClientRect()
            const one = box.querySelector("td a").getBoundingClientRect()
            return one.left >= seen.left && one.right <= seen.right
        }""")
    page = visit(reading, width=PHONE).goto("/explore")
    expect(page.locator(".places")).to_have_attribute("data-more", "right")
    page = visit(reading).goto("/explore")
    assert not page.locator(".filters form > .row").evaluate(
        "row => row.getBoundingClientRect().bottom > innerHeight"
    )


def test_paper_has_the_whole_table_and_says_what_it_is_of(visit: Visit, reading: Desk) -> None:
    page = visit(reading).goto("/explore/table?province=Punjab&rows=type&columns=year")
    assert page.locator(".scroll").evaluate("box => box.scrollHeight <= box.clientHeight + 1")
    page.emulate_media(media="print")
    page.set_viewport_size({"width": 1000, "height": 700})  # A4 on its side
    assert page.locator(".crossed").evaluate("one => one.scrollWidth <= innerWidth")
    head = page.locator(".printed")
    expect(head).to_contain_text(page.url)
    expect(head).to_contain_text(re.compile("Content hash [0-9a-f]{12}"))
    expect(page.locator(".chips")).to_have_text(re.compile(r"Province:\s*Punjab"))
    expect(page.locator(".rule-told")).to_be_visible()
    page = visit(reading).goto("/explore")
    page.emulate_media(media="print")
    expect(page.locator("#list-title")).to_be_hidden()
    expect(page.get_by_text("Everything is counted")).to_be_visible()


def press_until_told(page: Page) -> None:
    # the points of an answer are drawn a moment after it has come
    page.wait_for_function("""() => {
        const canvas = document.querySelector("#map canvas")
        canvas.dispatchEvent(new KeyboardEvent("keydown", {key: "Enter", bubbles: true}))
        return !document.querySelector(".map-tip").hidden
    }""")


def test_a_number_of_the_cross_table_opens_its_incidents(visit: Visit, reading: Desk) -> None:
    page = visit(reading).goto("/explore?rows=province&columns=type&measure=killed")
    page.locator("#cross").scroll_into_view_if_needed()
    page.locator(".crossed tbody td a").first.wait_for()
    page.get_by_role("link", name="Incidents", exact=True).press("Enter")
    page.wait_for_url("**/explore?rows=province&columns=type")
    expect(page.get_by_role("link", name="Incidents", exact=True)).to_be_focused()
    page.locator("#cross").scroll_into_view_if_needed()
    page.locator(".crossed tbody td a").first.wait_for()
    page.select_option("#columns", "year")
    page.wait_for_url("**/explore?rows=province")
    page.locator("#cross").scroll_into_view_if_needed()
    page.locator(".crossed tbody td a").first.click()
    page.wait_for_url("**/explore/incidents?*cell=province*")
    page.locator(".listed tbody th a").first.click()
    page.wait_for_url("**/incidents/PK-*")


def test_the_cross_table_as_a_page_of_its_own_shows_what_is_chosen(
    visit: Visit, reading: Desk
) -> None:
    page = visit(reading).goto("/explore/table?type=terrorist_attack")
    page.select_option("#rows", "province")
    page.wait_for_url("**/explore/table?*rows=province*")
    expect(page.locator(".crossed caption")).to_contain_text("Province")
    page.select_option("#measure", "killed")
    page.wait_for_url("**/explore/table?*measure=killed*")
    expect(page.locator(".crossed caption")).to_contain_text("Killed: Province")
    assert "type=terrorist_attack" in page.url


def test_whose_session_has_ended_is_led_to_the_login_by_a_list_of_values(
    visit: Visit, team: Desk
) -> None:
    somebody = visit(team)
    somebody.log_in("viewer")
    page = somebody.goto("/explore?period=2024")
    kept = somebody.context.cookies()
    somebody.context.clear_cookies(name=next(c["name"] for c in kept if "session" in c["name"]))
    page.locator("#filter-type summary").click()
    page.wait_for_url("**/login?back=/explore*")


def test_without_scripts_everything_is_a_link_or_a_form(visit: Visit, reading: Desk) -> None:
    page = visit(reading, java_script_enabled=False).goto("/explore")
    page.locator("#filter-place summary").click()
    page.locator("#filter-place a").click()
    page.locator("#search").fill("quet")
    page.locator("form button", has_text="Find").click()
    page.get_by_label("Quetta", exact=False).first.check()
    page.locator("button.main").click()
    assert "place=" in page.url
    page.locator("input[name=killed_from]").fill("1")
    page.locator("#filters button.main").click()
    assert "killed=%3E%3D1" in page.url
    page.get_by_role("link", name="Show the cross-table").click()
    assert page.locator("table.crossed").count() == 1
