"""The page by keys alone: what they do, and that the focus is always somewhere."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.page.reader import answer, button, dialog, expect_iteration, menu, train

LOST = "document.activeElement === document.body"


def test_letters_train_step_go_back_find_the_lowest_and_reset(page: Page) -> None:
    keys = page.keyboard
    keys.press("s")
    expect_iteration(page, 1)
    keys.press("t")
    expect_iteration(page, 10_000)
    keys.press("l")
    expect_iteration(page, 9)
    keys.press("b")
    expect_iteration(page, 8)
    page.get_by_label("New situation, x₁").press(
        "r"
    )  # where letters are typed, they do nothing else
    expect_iteration(page, 8)
    button(page, "Step").focus()
    keys.press("r")
    expect_iteration(page, 0)


@pytest.mark.own_page
def test_a_sheet_tells_the_keys_and_switches_letters_off(page: Page) -> None:
    page.keyboard.press("?")
    sheet = dialog(page, "Keys")
    expect(sheet.get_by_role("row", name="L To the lowest error so far")).to_be_visible()
    sheet.get_by_label("Single letters act").uncheck()
    page.keyboard.press("Escape")
    page.keyboard.press("s")
    button(page, "Step").press("Enter")
    expect_iteration(page, 1)
    page.reload()
    button(page, "Keys").press("Enter")
    expect(sheet.get_by_label("Single letters act")).not_to_be_checked()


def test_an_arrow_key_on_the_menu_leaves_the_run_until_a_choice_is_made(page: Page) -> None:
    train(page)
    menu(page).press("ArrowDown")
    page.wait_for_function("() => document.querySelector('#experiment:open') !== null")
    page.keyboard.press("ArrowDown")
    assert page.evaluate("session.description.preset") == "tutorial"
    expect(answer(page)).to_have_text("0.99995873")
    page.keyboard.press("Enter")
    page.wait_for_function("session.description.preset !== 'tutorial'")


def test_the_ring_is_the_same_on_what_is_lit(page: Page) -> None:
    rings = []
    for one in (button(page, "Step"), page.get_by_role("slider", name="Weight w₁")):
        one.focus()
        page.keyboard.press("Shift")  # the reader uses keys
        rings.append(one.evaluate("one => getComputedStyle(one).outlineColor"))
    assert rings[0] == rings[1]


def test_the_stage_has_headings(page: Page) -> None:
    for name in ("Training", "Data and answer", "Drawing", "The error over the iterations"):
        expect(page.get_by_role("heading", name=name, exact=True)).to_be_attached()


def test_what_is_wrong_stands_at_its_field(page: Page) -> None:
    field = page.get_by_label("New situation, x₂")
    field.fill("")
    expect(field).to_have_accessible_description("New situation, x₂: this is no number.")
    expect(page.get_by_label("New situation, x₁")).to_have_accessible_description("")
    field.fill("0")
    expect(field).to_have_accessible_description("")
    page.evaluate("location.hash = 'learning'")
    rate = page.get_by_label("Learning rate", exact=True)
    rate.fill("-1")
    rate.press("Enter")
    expect(rate).to_have_accessible_description(re.compile("^learning rate: -1 is not accepted"))
    expect(page.get_by_label("Seed")).to_have_accessible_description("")
    rate.fill("1")
    rate.press("Enter")
    expect(rate).to_have_accessible_description("")


def test_rows_are_removed_and_added_without_losing_the_focus(page: Page) -> None:
    page.evaluate("location.hash = 'data'")
    button(page, "Edit the rows").click()
    button(page, "Remove row 4").press("Enter")
    expect(button(page, "Remove row 4")).to_have_count(0)
    assert not page.evaluate(LOST)
    button(page, "Add a row").press("Enter")
    expect(button(page, "Remove row 4")).to_be_visible()
    assert not page.evaluate(LOST)
    button(page, "Edit the rows").click()
