"""A component owns its root: a page may have two of each, and each is about its own session."""

import json
import shutil
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from builder import runtime, scripts
from builder.files import CACHE, ROOT, SITE
from neuron_core.page.bridge import Bridge
from neuron_core.page.catalogue import catalogue
from tests.page.conftest import opened

STYLES = ("theme", "layout", "stage")


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    """A page with nothing but two stages, of the components and the HTML of `site/`."""
    runtime.node_modules()
    with TemporaryDirectory(dir=CACHE) as name:  # below which modules find their packages
        folder = Path(name)
        scripts.copy_sources(folder, {})
        source = Path("tests", "page", "twice.js")
        (folder / source).parent.mkdir(parents=True)
        shutil.copy(ROOT / source, folder / source)
        made = scripts.bundle(folder, [f"../{source.as_posix()}"], folder / "to", "--format=iife")
        (bundle,) = [one for one in made if one.endswith(".js")]
        code = (folder / "to" / bundle).read_text(encoding="utf-8")
    bridge = Bridge()
    numbers = bridge.record().ravel().tolist()
    said = {"catalogue": catalogue(), "description": bridge.describe(), "numbers": numbers}
    page = opened(browser)
    failures: list[str] = []
    page.on("pageerror", lambda error: failures.append(str(error)))
    page.set_content("<!doctype html><html lang=en><title>Two stages</title><body></body></html>")
    for style in STYLES:
        page.add_style_tag(path=SITE / "styles" / f"{style}.css")
    page.add_script_tag(content=code)
    html = (SITE / "index.html").read_text(encoding="utf-8")
    page.evaluate(f"html => void openTwo(html, {json.dumps(said)})", html)  # in which NaN is one
    yield page
    page.context.close()
    assert failures == []


def stages(page: Page) -> tuple[Locator, Locator]:
    return (
        page.get_by_role("region", name="Stage 1"),
        page.get_by_role("region", name="Stage 2"),
    )


def test_each_shows_its_own_iteration(page: Page) -> None:
    one, other = stages(page)
    slider = one.get_by_role("slider", name="Iteration")
    slider.focus()
    slider.press("ArrowRight")
    slider.press("ArrowRight")
    for stage, iteration in ((one, "2"), (other, "0")):
        expect(stage.get_by_role("slider", name="Iteration")).to_have_value(iteration)
        expect(stage.locator(".where")).to_contain_text(f"{iteration} of 10,000")
    expect(one).to_contain_text("At every iteration")
    expect(other).to_contain_text("One column of these four rows is the answer")
    other.get_by_role("button", name="Step", exact=True).click()
    expect(other.get_by_role("slider", name="Iteration")).to_have_value("1")
    expect(one.get_by_role("slider", name="Iteration")).to_have_value("2")


def test_each_sends_its_own_row_through_its_drawing(page: Page) -> None:
    one, other = stages(page)
    one.get_by_label("Send row 2 through the neuron").check()
    other.get_by_label("Send row 3 through the neuron").check()
    for stage, row, inputs in ((one, 2, "1, 1, 1"), (other, 3, "1, 0, 1")):
        expect(stage.get_by_label(f"Send row {row} through the neuron")).to_be_checked()
        expect(stage.locator("tr.selected")).to_have_count(1)
        expect(stage.get_by_role("img", name=f"row {row}, {inputs}")).to_be_visible()


def test_each_draws_its_own_loss_and_its_weights(page: Page) -> None:
    one, other = stages(page)
    first = "[...document.querySelectorAll('.chart canvas')].map(it => it.toDataURL())"
    page.wait_for_function("document.querySelectorAll('.chart canvas').length === 2")
    one.get_by_role("slider", name="Iteration").fill("9")
    expect(one.locator(".lowest")).to_contain_text("at iteration 9")
    expect(other.locator(".lowest")).to_contain_text("at iteration 0")
    page.wait_for_function(f"(([a, b]) => a !== b)({first})")  # the way to iteration 9 is drawn
    weights = one.locator(".label", has_text="w₁")
    expect(weights).not_to_have_text(other.locator(".label", has_text="w₁").inner_text())


def test_no_id_is_there_twice_and_what_is_edited_is_one_table(page: Page) -> None:
    one, other = stages(page)
    one.get_by_role("button", name="Edit the rows").click()
    expect(one.get_by_label("Row 1, x₁")).to_be_visible()
    expect(other.get_by_label("Row 1, x₁")).to_have_count(0)
    ids = page.evaluate("[...document.querySelectorAll('[id]')].map(it => it.id)")
    assert sorted(set(ids)) == sorted(ids)
