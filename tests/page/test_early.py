"""What a reader does before the page's scripts have come is kept, or cannot be done yet."""

import re
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from neuron_core import Experiment
from tests.page.reader import (
    answer,
    button,
    dialog,
    expect_iteration,
    menu,
    room,
    status,
    wait_for_python,
    weights,
)
from tests.page.test_share import link_to

type Slow = Callable[..., tuple[Page, Callable[[], None]]]


@pytest.fixture
def slow(browser: Browser, address: str) -> Iterator[Slow]:
    """Opens the page on a line on which scripts do not come; gives what lets them come."""
    contexts = []

    def open_one(scripts: str, at: str = "") -> tuple[Page, Callable[[], None]]:
        context = browser.new_context(reduced_motion="reduce")
        contexts.append(context)
        page = context.new_page()
        page.route(re.compile(scripts), lambda route: None)  # is answered when it is given up
        page.goto(address + at, wait_until="commit")
        expect(button(page, "Train")).to_be_visible()

        def release() -> None:
            page.unroute_all()

        return page, release

    yield open_one
    for context in contexts:
        context.close()


MODULES = r"/code/(?!main).*\.js$"
ALL_SCRIPTS = r"/code/.*\.js$"


def type_in(page: Page, **fields: str) -> None:
    room(page, "Learning")
    for name, value in fields.items():
        field = page.get_by_role("spinbutton", name=name.replace("_", " "), exact=True)
        field.press_sequentially(value)


def test_what_is_typed_and_pressed_before_the_modules_is_done(slow: Slow) -> None:
    page, release = slow(MODULES)
    expect(button(page, "Train")).to_be_enabled()
    type_in(page, Seed="7", Iterations="40", Learning_rate="0.25")
    page.get_by_label("Speed").select_option("full")
    button(page, "Train").click()
    expect(status(page)).to_contain_text("The page is on its way.")
    release()
    expect(status(page)).to_contain_text("40 iterations done")
    run = Experiment(seed=7, iterations=40, learning_rate=0.25).run()
    run.goto(40)
    assert weights(page) == pytest.approx(run.network.parameters.tolist(), abs=1e-12)
    expect(page.get_by_label("Speed")).to_have_value("full")


def test_a_field_that_is_still_typed_in_keeps_what_is_typed(slow: Slow) -> None:
    page, release = slow(MODULES)
    seed = page.get_by_label("Seed", exact=True)
    type_in(page, Seed="1")
    release()
    expect(menu(page)).to_have_value("tutorial")
    expect(seed).to_be_focused()
    expect(seed).to_have_value("1")
    seed.press_sequentially("2")
    seed.press("Tab")
    expect(page.get_by_label("Speed")).to_be_focused()
    wait_for_python(page)
    expect(seed).to_have_value("12")
    assert weights(page) == Experiment(seed=12).network().parameters.tolist()


@pytest.mark.grid
@pytest.mark.parametrize("way", ["Tab", "Enter"])
def test_a_field_that_is_left_after_the_modules_have_come_counts(slow: Slow, way: str) -> None:
    page, release = slow(MODULES)
    type_in(page, Seed="7")
    release()
    expect(menu(page)).to_have_value("tutorial")
    page.get_by_label("Seed", exact=True).press(way)
    expect(page.get_by_label("What it shows")).not_to_be_empty()
    wait_for_python(page)
    assert weights(page) == Experiment(seed=7).network().parameters.tolist()


@pytest.mark.grid
@pytest.mark.parametrize(
    ("press", "done"),
    [
        ("Step", lambda page: expect_iteration(page, 1)),
        ("Share", lambda page: expect(dialog(page, "Share this experiment")).to_be_visible()),
        ("Train", lambda page: expect_iteration(page, 10_000)),
    ],
)
def test_every_button_is_done(slow: Slow, press: str, done: Callable[[Page], Any]) -> None:
    page, release = slow(MODULES)
    button(page, press).click()
    release()
    done(page)


def test_a_box_and_folded_fields_are_kept(slow: Slow) -> None:
    page, release = slow(MODULES)
    room(page, "Learning")
    page.get_by_text("More ways to learn", exact=True).click()
    page.get_by_label("Average over the rows of a step").check()
    type_in(page, Batch_size="2", Stop_at_error="0.01")
    page.get_by_label("Seed", exact=True).focus()
    release()
    wait_for_python(page)
    expect(page.get_by_label("Average over the rows of a step")).to_be_checked()
    expect(page.get_by_label("Batch size")).to_have_value("2")
    expect(page.get_by_label("Stop at error")).to_have_value("0.01")
    expect(menu(page)).to_have_value("")


def test_what_cannot_be_is_said_and_stays_as_it_was_typed(slow: Slow) -> None:
    page, release = slow(MODULES)
    type_in(page, Learning_rate="-3")
    page.get_by_label("Seed", exact=True).focus()
    release()
    expect(page.locator("#problem")).to_contain_text("Learning rate: ")
    expect(page.get_by_label("Learning rate", exact=True)).to_have_value("-3")


def test_it_is_about_the_experiment_of_a_link(slow: Slow) -> None:
    page, release = slow(MODULES, at=link_to({"iterations": 30, "learning_rate": 0.5}))
    type_in(page, Seed="7")
    button(page, "Train").click()
    release()
    expect(status(page)).to_contain_text("30 iterations done")
    run = Experiment(seed=7, iterations=30, learning_rate=0.5).run()
    run.goto(30)
    assert weights(page) == pytest.approx(run.network.parameters.tolist(), abs=1e-12)


def test_what_is_not_ready_says_so(slow: Slow) -> None:
    page, release = slow(ALL_SCRIPTS)
    for control in page.get_by_role("button").all():
        expect(control).to_be_disabled()
    for control in [menu(page), page.get_by_role("slider", name="Iteration")]:
        expect(control).to_be_disabled()
    for name in ("Slope", "Activation"):
        expect(page.get_by_label(name, exact=True)).to_be_disabled()
    release()
    expect(answer(page)).not_to_be_empty()
    expect(page.locator(":disabled:visible")).to_have_count(0)
    expect(page.get_by_role("slider", name="Iteration")).to_be_enabled()
