"""Nothing is cut off, nothing overlaps, on any screen."""

import re
from itertools import combinations

import pytest
from playwright.sync_api import FloatRect, Locator, Page, expect

from tests.page.reader import Lend, Open, go_to

SIZES = [(320, 640), (390, 844), (768, 1024), (1280, 800), (1920, 1080)]


@pytest.fixture(params=SIZES, ids=[f"{width}x{height}" for width, height in SIZES])
def sized_page(lend_page: Lend, request: pytest.FixtureRequest) -> Page:
    """The tutorial's run at its end, which has the longest numbers, on a screen of that size."""
    width, height = request.param
    page = lend_page(viewport={"width": width, "height": height})
    go_to(page, 10_000)
    expect(page.get_by_label("Answer")).to_have_text("0.99995873")
    return page


def test_nothing_has_to_be_scrolled_sideways(sized_page: Page) -> None:
    assert sized_page.evaluate(
        "document.documentElement.scrollWidth <= document.documentElement.clientWidth"
    )


def test_a_window_that_is_made_narrower_is_filled_and_no_more(page: Page) -> None:
    for width in (1100, 700, 390):
        page.set_viewport_size({"width": width, "height": 800})
        page.wait_for_function(
            "document.documentElement.scrollWidth <= document.documentElement.clientWidth"
        )


@pytest.mark.parametrize("choice", ["row 4", "the new situation"])
def test_the_drawing_s_words_overlap_nowhere(sized_page: Page, choice: str) -> None:
    sized_page.get_by_label(f"Send {choice} through the neuron").check()
    drawing = box_of(sized_page.locator("#drawing"))
    boxes = {
        label.inner_text(): box_of(label) for label in sized_page.locator("#drawing .label").all()
    }
    assert len(boxes) > 10
    for (text, one), (other_text, other) in combinations(boxes.items(), 2):
        assert not overlap(one, other), f"{text!r} and {other_text!r}"
    for text, box in boxes.items():
        assert drawing["x"] <= box["x"], text
        assert box["x"] + box["width"] <= drawing["x"] + drawing["width"], text


def box_of(element: Locator) -> FloatRect:
    box = element.bounding_box()
    assert box
    return box


def overlap(one: FloatRect, other: FloatRect) -> bool:
    """Whether two boxes share more than a hair."""
    return all(
        min(start + length, other_start + other_length) - max(start, other_start) > 1
        for start, length, other_start, other_length in (
            (one["x"], one["width"], other["x"], other["width"]),
            (one["y"], one["height"], other["y"], other["height"]),
        )
    )


def test_every_control_has_a_name(sized_page: Page) -> None:
    controls = sized_page.locator("button, input, select, progress").filter(visible=True)
    for control in controls.all():
        expect(control).to_have_accessible_name(re.compile(r"\S"))


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_theme_follows_the_system(open_page: Open, scheme: str) -> None:
    page = open_page(color_scheme=scheme)
    brightness = page.evaluate(
        "getComputedStyle(document.body).backgroundColor.match(/\\d+/g).map(Number)[0]"
    )
    assert (brightness > 127) == (scheme == "light")
