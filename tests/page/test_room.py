"""Stage and story are on the screen together, and nothing moves when it is pressed."""

import re
from typing import Any

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.page.learner import chapter
from tests.page.reader import (
    Lend,
    Open,
    button,
    expect_iteration,
    go_to,
    menu,
    room,
    train,
    wait_for_python,
)
from tests.page.test_looks import box_of, overlap

WIDE = [(1280, 800), (1440, 900), (1920, 1080)]
PHONE = (390, 844)
TABLET = (768, 1024)
ROOMS = ["Lesson", "Data", "Learning", "Inside", "Python"]
COMPACT = 0.45
"""Of a phone's height, what the stage may take that stays at its top."""


def sized(opened: Open | Lend, size: tuple[int, int], **options: Any) -> Page:
    return opened(viewport={"width": size[0], "height": size[1]}, **options)


def drawing(page: Page) -> Locator:
    return page.locator("#drawing")


def curve(page: Page) -> Locator:
    return page.locator("#curve")


def is_whole(page: Page, *parts: Locator) -> bool:
    """Whether all of each of them is on the screen."""
    assert page.viewport_size
    width, height = page.viewport_size["width"], page.viewport_size["height"]
    boxes = [box_of(part) for part in parts]
    return all(
        box["x"] >= 0
        and box["y"] >= 0
        and box["x"] + box["width"] <= width
        and box["y"] + box["height"] <= height
        for box in boxes
    )


def chapters(page: Page) -> list[str]:
    """The addresses of all chapters."""
    expect(chapter(page)).to_be_visible()
    links = page.get_by_role("navigation", name="Chapters").get_by_role("link").all()
    return [link.get_attribute("href") or "" for link in links]


def read_through(page: Page) -> list[Locator]:
    """What a reader of the open chapter comes to, one after the other, from its top to its end."""
    return chapter(page).locator(":scope > :visible").all()


def walk_all(page: Page) -> None:
    """Read all chapters: from top to end of each, the stage is whole on the screen."""
    for address in chapters(page):
        page.evaluate("address => { location.hash = address }", address)
        expect(chapter(page)).to_have_id(address[1:])
        for part in read_through(page):
            part.scroll_into_view_if_needed()
            assert is_whole(page, drawing(page), curve(page), button(page, "Train")), address


@pytest.mark.grid
@pytest.mark.parametrize("size", WIDE, ids=str)
def test_in_every_chapter_the_drawing_and_the_curve_are_whole(
    open_page: Open, size: tuple[int, int]
) -> None:
    walk_all(sized(open_page, size))


@pytest.mark.grid
@pytest.mark.parametrize("size", [PHONE, TABLET], ids=str)
def test_a_compact_stage_stays_above_every_chapter(open_page: Open, size: tuple[int, int]) -> None:
    page = sized(open_page, size)
    walk_all(page)
    end = box_of(curve(page))
    assert end["y"] + end["height"] <= COMPACT * size[1]
    last = box_of(chapter(page).locator(":scope > :visible").last)
    assert last["y"] >= end["y"] + end["height"]  # nothing of it is behind the stage


def test_while_a_chapter_acts_and_is_read_nothing_is_scrolled(open_page: Open) -> None:
    page = sized(open_page, WIDE[0])
    wait_for_python(page)
    chapter(page).get_by_role("radio").first.check()
    act = chapter(page).locator("button.main")
    before, scrolled = box_of(act), page.evaluate("scrollY")
    act.click()
    if not chapter(page).locator(".told:not(.waiting, .idle)").count():
        expect(act).not_to_have_attribute("aria-busy", "true")
    assert box_of(act) == before
    assert page.evaluate("scrollY") == scrolled
    assert is_whole(page, drawing(page), curve(page))


def test_the_page_with_the_lesson_is_at_most_two_screens_long(open_page: Open) -> None:
    page = sized(open_page, WIDE[0])
    wait_for_python(page)
    train(page)
    for address in chapters(page):
        page.evaluate("address => { location.hash = address }", address)
        expect(chapter(page)).to_have_id(address[1:])
        assert page.evaluate("document.documentElement.scrollHeight") <= 2 * WIDE[0][1], address


@pytest.mark.parametrize("size", [WIDE[0], PHONE], ids=str)
def test_nothing_moves_away_from_under_the_pointer(lend_page: Lend, size: tuple[int, int]) -> None:
    page = sized(lend_page, size)
    wait_for_python(page)
    controls = [button(page, name) for name in ("Step back", "Step", "Reset")]
    before = [box_of(one) for one in controls]
    tabs = [box_of(tab) for tab in page.locator("#rooms").get_by_role("tab").all()]
    button(page, "Step").click()
    expect_iteration(page, 1)
    assert [box_of(one) for one in controls] == before
    wide = box_of(button(page, "Train"))
    train(page)
    assert box_of(button(page, "Train")) == wide
    assert [box_of(one) for one in controls] == before
    for name in ROOMS:
        top = page.evaluate("scrollY")
        was = box_of(page.locator("#rooms").get_by_role("tab", name=name))
        page.locator("#rooms").get_by_role("tab", name=name).click()
        if page.evaluate("scrollY") == top:  # the pointer had it on the screen already
            assert box_of(page.locator("#rooms").get_by_role("tab", name=name)) == was
    if size == WIDE[0]:
        assert [box_of(tab) for tab in page.locator("#rooms").get_by_role("tab").all()] == tabs


def test_a_large_network_fits_and_its_numbers_stand_beside_their_lines(lend_page: Lend) -> None:
    page = sized(lend_page, WIDE[0])
    wait_for_python(page)
    for preset in ("circle", "spiral"):
        menu(page).select_option(preset)
        plane = page.locator("#stage-plane .plane-picture")
        expect(plane).to_be_visible()
        expect(page.locator("#drawing .label.brief")).to_have_count(6 if preset == "circle" else 8)
        assert is_whole(page, plane, drawing(page), button(page, "Train"), curve(page))
        labels = page.locator("#drawing .label").all()
        boxes = [box_of(label) for label in labels]
        assert not any(
            overlap(one, other) for at, one in enumerate(boxes) for other in boxes[at + 1 :]
        )
        assert page.evaluate(INK_UNDER_LABELS) == [], preset


INK_UNDER_LABELS = """() => {
    const canvas = document.querySelector("#drawing canvas");
    const { left, top } = canvas.getBoundingClientRect();
    const pen = canvas.getContext("2d");
    const scale = devicePixelRatio;
    return [...document.querySelectorAll("#drawing .label.brief .number")]
        .filter((number) => {
            const range = document.createRange();
            range.selectNodeContents(number);
            const box = range.getBoundingClientRect();
            const { data } = pen.getImageData(
                (box.left - left) * scale, (box.top + 2 - top) * scale,
                box.width * scale, (box.height - 4) * scale);
            return data.some((value, at) => at % 4 === 3 && value > 0);
        })
        .map((number) => number.textContent);
}"""


def test_tabs_are_turned_with_the_arrow_keys(open_page: Open) -> None:
    page = sized(open_page, WIDE[0])
    tabs = page.get_by_role("tablist", name="Lesson and tools").get_by_role("tab")
    assert tabs.all_inner_texts() == ROOMS
    expect(tabs.first).to_be_enabled()
    tabs.first.focus()
    for name in [*ROOMS[1:], ROOMS[0]]:
        page.keyboard.press("ArrowRight")
        expect(page.get_by_role("tab", name=name, exact=True)).to_be_focused()
        expect(page.get_by_role("tab", name=name, exact=True)).to_have_attribute(
            "aria-selected", "true"
        )
        expect(page.get_by_role("tabpanel", name=name, exact=True)).to_be_visible()
        expect(page.locator(".room:visible")).to_have_count(1)
    page.keyboard.press("End")
    expect(page.get_by_role("tabpanel", name="Python")).to_be_visible()


@pytest.mark.parametrize(
    ("at", "name"),
    [
        ("#data", "Data"),
        ("#learning", "Learning"),
        ("#python", "Python"),
        ("#surface", "Inside"),
        ("#plane", "Inside"),
        ("#chapter-xor", "Lesson"),
        ('#room=learning&experiment={"learning_rate":0.5}', "Learning"),
    ],
)
def test_an_address_opens_the_room_that_holds_what_it_names(
    open_page: Open, at: str, name: str
) -> None:
    page = sized(open_page, WIDE[0], at=at)
    expect(page.get_by_role("tabpanel", name=name, exact=True)).to_be_visible()
    if "experiment" in at:
        expect(page.get_by_label("Learning rate", exact=True)).to_have_value("0.5")
    else:
        expect(page.locator(at)).to_be_visible()


def test_the_open_room_is_remembered_and_back_still_leaves_the_page(open_page: Open) -> None:
    page = sized(open_page, WIDE[0])
    length, address = page.evaluate("history.length"), page.url
    room(page, "Data")
    room(page, "Learning")
    assert page.evaluate("history.length") == length
    assert page.url == address
    page.reload()
    expect(page.get_by_role("tabpanel", name="Learning")).to_be_visible()


def test_train_is_a_few_stops_of_the_tab_key_away(open_page: Open) -> None:
    page = sized(open_page, WIDE[0])
    expect(button(page, "Train")).to_be_enabled()
    for _ in range(5):
        page.keyboard.press("Tab")
        if button(page, "Train").evaluate("train => train === document.activeElement"):
            return
    pytest.fail("Train is farther away than five stops.")


def test_the_recorded_run_does_not_tell_its_end(open_page: Open) -> None:
    """The slider goes anywhere at once; the curve is drawn as far as the reader has been."""
    page = sized(
        open_page, WIDE[0], prepare=lambda page: page.route("**/pyodide*", lambda route: None)
    )
    expect(curve(page)).to_contain_text(re.compile(r"lowest so far: 1\.7 at iteration 0"))
    assert page.evaluate(BLUE_AND_GREY) < FEW
    go_to(page, 10_000)
    expect_iteration(page, 10_000)
    expect(curve(page)).to_contain_text("lowest so far: 0.00149 at iteration 9")
    page.wait_for_function(f"() => ({BLUE_AND_GREY})() > {FEW}")


FEW = 60
"""Columns of the chart: a line over all of it has more than those."""
BLUE_AND_GREY = """() => {
    const canvas = document.querySelector("#curve canvas");
    const over = document.querySelector("#curve .u-over");
    const scale = canvas.width / canvas.clientWidth;
    const [left, width] = [over.offsetLeft * scale + 4, over.offsetWidth * scale - 8];
    const colour = document.createElement("canvas").getContext("2d");
    colour.fillStyle = getComputedStyle(document.documentElement).getPropertyValue("--line");
    colour.fillRect(0, 0, 1, 1);
    const grid = [...colour.getImageData(0, 0, 1, 1).data];
    const pen = canvas.getContext("2d");
    const { data, height } = pen.getImageData(left, 4, width, over.offsetHeight * scale);
    let columns = 0;
    for (let x = 0; x < Math.floor(width); x += 1) {
        let isDrawn = false;
        for (let y = 0; y < height; y += 1) {
            const at = 4 * (y * Math.floor(width) + x);
            const isGrid = [0, 2].every((part) => Math.abs(data[at + part] - grid[part]) < 12);
            if (data[at + 3] > 120 && !isGrid) isDrawn = true;
        }
        columns += isDrawn ? 1 : 0;
    }
    return columns;
}"""
