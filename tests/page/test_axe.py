"""No rule of WCAG is broken: in some states on the shared page, every night in all of them."""

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.page.axe import violations
from tests.page.learner import chapter, editor
from tests.page.reader import (
    Open,
    button,
    dialog,
    menu,
    open_file,
    room,
    train,
    wait_for_python,
)

LOOKS: dict[str, dict[str, Any]] = {
    "light": {"viewport": {"width": 1280, "height": 800}},
    "dark": {"viewport": {"width": 1280, "height": 800}, "color_scheme": "dark"},
    "forced": {"viewport": {"width": 1280, "height": 800}, "forced_colors": "active"},
    "phone": {"viewport": {"width": 390, "height": 844}},
    "narrow": {"viewport": {"width": 320, "height": 640}, "color_scheme": "dark"},
    "large-text": {"viewport": {"width": 1280, "height": 800}},
}
BUT = {"forced": ("color-contrast",)}
"""In forced colours the colours are the reader's own; axe computes with those of the page."""
LARGE = "document.documentElement.style.fontSize = '200%'"


def test_some_states_break_no_rule(page: Page) -> None:
    assert violations(page) == []
    train(page)
    assert violations(page) == []
    for name in ("Data", "Learning", "Inside", "Python"):
        room(page, name)
        assert violations(page) == [], name
    menu(page).select_option("several-classes")
    page.wait_for_function("session.description.preset === 'several-classes'")
    assert violations(page) == []


class Grid:
    """A page with a look, in which state after state is examined."""

    def __init__(self, open_page: Open, look: str) -> None:
        self.open_page, self.look = open_page, look
        self.found: dict[str, list[str]] = {}

    def opened(self, prepare: Callable[[Page], Any] = lambda page: None, at: str = "") -> Page:
        page = self.open_page(prepare, at, **LOOKS[self.look])
        if self.look == "large-text":
            page.evaluate(LARGE)
        return page

    def examine(self, page: Page, state: str) -> None:
        if found := violations(page, BUT.get(self.look, ())):
            self.found[state] = found


def states_of_arrival(grid: Grid) -> None:
    """Loading, and failed."""
    page = grid.opened(lambda page: page.route("**/pyodide*", lambda route: None))
    grid.examine(page, "loading")
    page = grid.opened(lambda page: page.route("**/*.wasm*", lambda route: route.abort()))
    expect(button(page, "Retry")).to_be_visible()
    grid.examine(page, "failed")


def states_of_the_lesson(grid: Grid, page: Page) -> None:
    expect(chapter(page)).to_be_visible()
    links = page.get_by_role("navigation", name="Chapters").get_by_role("link").all()
    for address in [link.get_attribute("href") or "" for link in links]:
        page.evaluate("address => { location.hash = address }", address)
        expect(chapter(page)).to_have_id(address[1:])
        grid.examine(page, address)


def states_of_the_rooms(grid: Grid, page: Page) -> None:
    room(page, "Data")
    button(page, "Edit the rows").click()
    grid.examine(page, "rows are edited")
    button(page, "Edit the rows").click()
    room(page, "Learning")
    page.get_by_text("More ways to learn").click()
    grid.examine(page, "learning")
    room(page, "Inside")
    for tab in page.get_by_role("tablist", name="Inside").get_by_role("tab").all():
        tab.click()
        expect(page.locator(f"#{tab.get_attribute('aria-controls')}")).to_be_visible()
        grid.examine(page, tab.inner_text())
    editor(page)
    grid.examine(page, "editor")


def states_of_dialogs(grid: Grid, page: Page) -> None:
    for name in ("Share", "Keys"):
        button(page, name).click()
        expect(dialog(page, name)).to_be_visible()
        grid.examine(page, f"dialog {name}")
        page.keyboard.press("Escape")
    open_file(page, "table.csv", "width,height,kind\n1,2,a\n2,1,b\n3,3,a\n1,1,b\n")
    expect(page.get_by_role("dialog")).to_be_visible()
    grid.examine(page, "dialog of a table")
    page.keyboard.press("Escape")


def states_of_runs(grid: Grid, page: Page) -> None:
    for preset in ("circle", "several-classes", "hours", "curve"):
        menu(page).select_option(preset)
        page.wait_for_function("preset => session.description.preset === preset", arg=preset)
        grid.examine(page, preset)
    menu(page).select_option("tutorial")
    page.wait_for_function("session.description.preset === 'tutorial'")
    room(page, "Learning")
    page.get_by_label("Activation").select_option("linear")
    page.get_by_label("Learning rate", exact=True).fill("9")
    train(page)
    grid.examine(page, "diverged")
    page.get_by_label("Speed").select_option("slow")
    button(page, "Reset").click()
    button(page, "Train").click()
    expect(button(page, "Pause")).to_be_visible()
    grid.examine(page, "training")
    button(page, "Pause").click()


@pytest.mark.thorough
@pytest.mark.parametrize("look", LOOKS)
def test_no_state_breaks_a_rule(open_page: Open, look: str) -> None:
    grid = Grid(open_page, look)
    states_of_arrival(grid)
    page = grid.opened()
    wait_for_python(page)
    grid.examine(page, "ready")
    train(page)
    grid.examine(page, "trained")
    states_of_the_lesson(grid, page)
    states_of_the_rooms(grid, page)
    states_of_dialogs(grid, page)
    states_of_runs(grid, page)
    page = grid.opened(at="#preset=circle&show=drawing,plane,curve,transport&embed=1")
    grid.examine(page, "parts of it, as in a frame")
    assert grid.found == {}
