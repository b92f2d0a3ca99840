"""What a learner sees and does below the stage, in the words of its controls."""

import re
from typing import Any

from playwright.sync_api import Locator, Page, expect

from neuron_core import Experiment
from neuron_core.page.bridge import Bridge
from neuron_core.page.catalogue import catalogue
from tests.page.reader import button, room

NUMBER = re.compile(r"-?\d+\.\d+")


def presets() -> dict[str, dict[str, Any]]:
    """The experiments that the chapters are about."""
    found: dict[str, dict[str, Any]] = catalogue()["presets"]
    return found


def trained(plain: dict[str, Any], iteration: int | None = None) -> Bridge:
    """A bench with that experiment, trained to its end or to an iteration."""
    bridge = Bridge()
    bridge.open(plain)
    bridge.goto(Experiment.from_plain(plain).iterations if iteration is None else iteration)
    return bridge


def chapter(page: Page) -> Locator:
    """The chapter that is open."""
    return page.get_by_role("article")


def say(page: Page, choice: str) -> None:
    chapter(page).get_by_role("radio", name=choice, exact=True).check()


def press(page: Page, name: str) -> Locator:
    """Let something of the chapter happen; give what is then told."""
    pressed = chapter(page).get_by_role("button", name=name, exact=True)
    pressed.click()
    told = page.locator(".told:not(.waiting)").filter(has_text=re.compile(r"\S"))
    beside = pressed.locator("xpath=following::*[contains(@class, 'told')][1]").and_(told)
    expect(beside).to_be_visible()
    return beside


def panel(page: Page, name: str) -> Locator:
    """One of the views beside the lesson, opened by its address and scrolled to."""
    found = page.get_by_role("region", name=name, include_hidden=True)
    expect(found).to_be_attached()
    if not found.is_visible():
        page.evaluate("id => { location.hash = ''; location.hash = id }", found.get_attribute("id"))
    expect(found).to_be_visible()
    found.scroll_into_view_if_needed()
    return found


def numbers(place: Locator) -> list[float]:
    """All digits of all numbers in a place."""
    found = place.locator("td .number").all()
    return [float(number.get_attribute("title") or "nan") for number in found]


def go_on(page: Page) -> None:
    """Go to the next chapter."""
    chapter(page).get_by_role("link", name=re.compile("^Next: ")).click()


def editor(page: Page) -> Locator:
    """The text in the editor, which is opened if it is not."""
    if not page.get_by_role("tablist", name="What to edit").is_visible():
        room(page, "Python")
        button(page, "Open the editor").click()
    return page.get_by_role("textbox", name=re.compile("^(The rule|A free script)$"))
