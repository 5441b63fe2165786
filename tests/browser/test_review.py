"""Proposals reviewed by keys from end to end, with words of the source given to fields."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from tests.browser.conftest import PHONE, Desk, Visit, Visitor, copied, serving
from waqia.register import Register

if TYPE_CHECKING:
    from playwright.sync_api import Page

TEXT = (
    "TURBAT: Gunmen shot dead four policemen 😀 on Tuesday, 6 February. The same day a roadside "
    "bomb wounded 3 soldiers. Police said six men had come.\n"
)
FIRST = TEXT[: TEXT.index(" The same")]
SECOND = "The same day a roadside bomb wounded 3 soldiers."


expect = pytest.importorskip("playwright.sync_api").expect


def words(quote: str, field: str | None = None) -> dict[str, Any]:
    start = TEXT.index(quote)
    anchor = {"source": "S-keys", "start": start, "end": start + len(quote), "quote": quote}
    return anchor | ({"field": field} if field else {})


@pytest.fixture(scope="module")
def keys(example: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    """The example with a proposal for each test."""
    path = copied(example, tmp_path_factory.mktemp("keys"))
    with Register.open(path, user="desk") as register:
        register.add_source(
            {"id": "S-keys", "title": "Two attacks", "media_type": "text/plain", "language": "en"},
            content=TEXT.encode(),
        )
        for name in ("accept", "follows", "correct", "cursor", "pointer", "split", "aside", "seen"):
            register.add(
                {"id": f"K-{name}", "source": "S-keys", "type": "terrorist_attack",
                 "date_start": "2022-02-06", "made_by": "read:grammar/1", "country": "Pakistan",
                 "place": "TURBAT", "place_id": "pk-city-turbat", "place_precision": "town",
                 "killed_min": 4, "killed": 4, "killed_max": 4, "injured": 3,
                 "anchors": [words(FIRST), words(SECOND), words("four policemen", "killed"),
                             words("wounded 3 soldiers", "injured")]},
                status="proposed",
            )  # fmt: skip
    with serving(path) as desk:
        yield desk


def opened(visit: Visit, keys: Desk, name: str, **options: Any) -> Visitor:
    visitor = visit(keys, **options)
    visitor.goto(f"/review/new/K-{name}?kind=account")
    ready = "html.scripted #near-list > :is(label, .soft)"
    visitor.page.wait_for_selector(ready, state="attached")
    return visitor


def press(page: Page, *keys: str) -> None:
    for key in keys:
        page.keyboard.press(key)


def onward(page: Page, *keys: str) -> str:
    """Press keys that decide, and wait for the next item; gives what is said of it."""
    here = page.url
    press(page, *keys)
    page.wait_for_url(lambda url: url != here)
    return page.locator("#messages").inner_text()


def account(keys: Desk, name: str) -> dict[str, Any]:
    with Register.open(keys.path, user="desk") as register:
        return register.account(f"K-{name}")


def test_a_right_proposal_takes_one_key_and_can_be_taken_back(visit: Visit, keys: Desk) -> None:
    page = opened(visit, keys, "accept").page
    assert "K-accept is accepted" in onward(page, "a")
    assert page.locator("#decide").is_visible()  # the next one
    assert "waits for later" in onward(page, "n")
    assert "Taken back" in onward(page, "u")
    assert "/K-accept" in page.url
    assert account(keys, "accept")["status"] == "proposed"


def test_what_is_likely_the_same_is_not_accepted_before_it_is_said(
    visit: Visit, keys: Desk
) -> None:
    with Register.open(keys.path, user="desk") as register:
        told = register.account("K-seen")
        for name in ("one", "twin"):
            told |= {"id": f"K-{name}", "date_start": "2019-06-06", "date_end": "2019-06-06"}
            record = {k: v for k, v in told.items() if k not in ("revision", "status", "incident")}
            register.add(record, status="proposed")
        incident = register.accept("K-one").incident
    visitor = opened(visit, keys, "twin")
    page = visitor.page
    expect(page.locator("#near")).to_have_attribute("open", "")
    assert "1 lies near" in page.locator("#near summary").first.inner_text()
    assert visitor.axe("#near") == []
    press(page, "a")
    expect(page.locator("#messages")).to_contain_text("Choose first")
    assert visitor.focused().get_attribute("name") == "incident"
    assert "K-twin" in page.url
    assert "K-twin is accepted" in onward(page, "1", "a")
    assert account(keys, "twin")["incident"] == incident


def test_codings_that_differ_are_decided_by_keys(visit: Visit, keys: Desk) -> None:
    values = {"type": "terrorist_attack", "date_start": "2018-06-06", "killed": 4}
    with Register.open(keys.path, user="desk") as register:
        coded = register.add(values | {"source": "S-keys", "made_by": "read:grammar/1"}).account
        register.add_user("second", "coder")
        register.sample("second", share=1, seed=1)
        register.assign(f"second/{coded}", "second")
    with Register.open(keys.path, user="second") as register:
        register.submit_coding(coded, values | {"killed": 9})
    visitor = visit(keys)
    page = visitor.goto(f"/review/disputed/{coded}")
    assert (visitor.axe(), visitor.too_wide()) == ([], [])
    press(page, "e")
    assert visitor.focused().get_attribute("value") == "read:grammar/1"
    press(page, "ArrowDown")
    assert visitor.focused().get_attribute("value") == "second"
    press(page, "a")  # not without a reason
    assert visitor.focused().get_attribute("name") == "reason"
    page.keyboard.type("the later count")
    onward(page, "Escape", "a")
    with Register.open(keys.path, user="desk") as register:
        assert register.account(coded)["killed"] == 9


def test_an_item_that_is_opened_is_taken(visit: Visit, keys: Desk) -> None:
    opened(visit, keys, "follows").page.wait_for_load_state("networkidle")
    with Register.open(keys.path, user="desk") as register:
        assert register.item("new/K-follows").assigned_to == "desk"


def test_a_value_is_corrected_from_the_keyboard(visit: Visit, keys: Desk) -> None:
    visitor = opened(visit, keys, "correct")
    visitor.expected.append("422")
    page = visitor.page
    press(page, "e")
    assert visitor.focused().get_attribute("name") == "type"
    page.locator("#f-killed").focus()
    page.keyboard.type("lots")
    press(page, "Escape", "a")
    error = page.locator("#killed-error")
    error.wait_for()
    assert "is no number" in error.inner_text()
    page.locator("#f-killed").fill("6")
    press(page, "Escape", "/")
    assert visitor.focused().get_attribute("name") == "place_unit"
    press(page, "Control+a")
    page.keyboard.type("quet")
    page.locator(".search .offers li").first.wait_for()
    press(page, "ArrowDown", "Enter", "Escape")
    assert page.locator("#f-place_unit").input_value().startswith("Quetta")
    onward(page, "a")
    kept = account(keys, "correct")
    assert (kept["killed"], kept["district"], kept["status"]) == (6, "Quetta", "accepted")
    assert "killed" not in [anchor.get("field") for anchor in kept["anchors"]]


def test_words_are_given_to_a_field_by_keys_alone(visit: Visit, keys: Desk) -> None:
    page = opened(visit, keys, "cursor").page
    page.locator("#f-injured").focus()
    press(page, "Alt+w", *["ArrowDown"] * 2, *["ArrowRight"] * 4)  # from the first word on
    for _ in range(30):
        if page.evaluate("getSelection().toString()") == "six":
            break
        press(page, "ArrowRight")
    press(page, "Shift+ArrowRight", "Enter")
    # what stands behind a character of two UTF-16 units is found where it is
    assert page.locator("[name='words.injured']").input_value() == "six men"
    assert page.locator("[name='at.injured']").input_value() == str(TEXT.index("six men"))
    expect(page.locator("#f-injured")).to_have_value("6")
    onward(page, "Escape", "0", "a")  # the one that was corrected lies near
    kept = account(keys, "cursor")
    said = [a["quote"] for a in kept["anchors"] if a.get("field") == "injured"]
    assert (kept["injured"], said) == (6, ["six men"])


def test_words_that_are_selected_are_given_by_a_menu(visit: Visit, keys: Desk) -> None:
    page = opened(visit, keys, "pointer").page
    box = page.locator("#reading mark", has_text="four policemen").bounding_box()
    assert box
    page.mouse.dblclick(box["x"] + 8, box["y"] + box["height"] / 2)  # the word "four"
    page.locator("#assign [data-assign=arrested]").click()
    assert page.locator("[name='words.arrested']").input_value() == "four"
    expect(page.locator("#f-arrested")).to_have_value("4")
    assert page.locator("#assign").is_hidden()


def test_a_proposal_is_split_and_joined_by_keys(visit: Visit, keys: Desk) -> None:
    page = opened(visit, keys, "split").page
    with page.expect_navigation():
        press(page, "x", "2", "Enter")
    assert "K-split-b" in page.locator("#messages").inner_text()
    assert account(keys, "split-b")["injured"] == 3
    other = page.locator("input[name=other][value=K-split-b]").get_attribute("data-pick")
    assert other
    here = page.url
    press(page, "m", other)
    with page.expect_navigation():
        press(page, "Enter")
    assert here.split("?")[0] in page.url
    assert account(keys, "split")["injured"] == 3


def test_a_proposal_is_set_aside_with_a_numbered_reason(visit: Visit, keys: Desk) -> None:
    page = opened(visit, keys, "aside").page
    assert "K-aside is set aside" in onward(page, "s", "6", "Enter")
    with Register.open(keys.path, user="desk") as register:
        assert register.log("K-aside")[-1].reason == "Read wrongly"


def test_single_keys_can_be_turned_off(visit: Visit, keys: Desk) -> None:
    page = opened(visit, keys, "seen").page
    press(page, "?")
    page.locator("#single-keys").uncheck()
    press(page, "Escape")
    page.locator("#keys").wait_for(state="hidden")
    press(page, "s")
    assert page.locator("#aside").get_attribute("open") is None
    press(page, "?")
    page.locator("#single-keys").check()
    press(page, "Escape")
    page.locator("#keys").wait_for(state="hidden")
    press(page, "s")
    assert page.locator("#aside").get_attribute("open") is not None


@pytest.mark.parametrize(("language", "width"), [("ur", PHONE), ("en", 1280)])
def test_it_is_for_everybody(visit: Visit, keys: Desk, language: str, width: int) -> None:
    for theme in ("light", "dark"):
        visitor = opened(visit, keys, "seen", language=language, width=width, theme=theme)
        visitor.page.locator("#aside summary").click()
        assert visitor.axe() == []
        assert visitor.too_wide() == []
