"""Weights to be found by hand, judged by neuron_core."""

import numpy as np
from playwright.sync_api import Locator, Page, expect

from neuron_core.data.judgement import Counts
from neuron_core.presets import PRESETS
from tests.page.learner import chapter, press, say
from tests.page.reader import (
    button,
    expect_iteration,
    menu,
    status,
    wait_for_python,
    weights,
)


def counts(preset: str, weights: list[float]) -> Counts:
    experiment = PRESETS[preset]
    network = experiment.network()
    network.parameters[...] = weights
    data = experiment.data
    return experiment.yardstick.counts(network(data.inputs), np.asarray(experiment.targets))


def put(page: Page, found: list[float]) -> None:
    for name, value in zip(("w₁", "w₂", "w₃"), found, strict=True):
        page.get_by_role("slider", name=f"Weight {name}").click()
        field = page.get_by_role("spinbutton", name=name, exact=True)
        field.fill(str(value))
        field.press("Enter")
        expect(field).to_be_hidden()
    expect_weights(page, found)


def expect_weights(page: Page, found: list[float]) -> None:
    for name, value in zip(("w₁", "w₂", "w₃"), found, strict=True):
        expect(page.get_by_role("slider", name=f"Weight {name}")).to_have_attribute(
            "aria-valuenow", f"{value:g}"
        )


def begin(page: Page, name: str) -> Locator:
    """Try a puzzle; give the place where it is said how far one has come."""
    page.goto(f"{page.url.split('#')[0]}#chapter-neuron")
    wait_for_python(page)
    if not button(page, name).is_visible():
        say(page, "Near 1")
        press(page, "Send row 3 through")
    button(page, name).click()
    said = chapter(page).locator(".challenge [aria-live]")
    expect(said).to_contain_text("rows")
    return said


def test_the_four_rows_are_found_by_hand_and_each_try_is_judged(page: Page) -> None:
    said = begin(page, "Try the four rows")
    expect(said).to_contain_text(f"{counts('small-rate', weights(page)).right} of 4 rows are right")
    expect(said).to_contain_text("on its class's side of 0.5")
    put(page, [-1, 2, 0.5])
    assert counts("small-rate", [-1, 2, 0.5]).right == 2
    expect(said).to_contain_text("2 of 4 rows are right; rows 3 and 4 are still wrong.")
    put(page, [3, 0, 0])
    assert counts("small-rate", [3, 0, 0]) == Counts(rows=4, near=4, right=4)
    expect(said).to_contain_text("You have found them: all 4 rows are right, and all of them near")


def test_it_can_be_given_up_and_gone_back_to(page: Page) -> None:
    said = begin(page, "Try AND: 1 only where x₁ and x₂ are both 1")
    put(page, [8, 8, -10])
    assert counts("and", [8, 8, -10]).right == 4
    expect(said).to_contain_text("You have found them: all 4 rows are right")
    button(page, "Let training find them").click()
    expect(status(page)).to_contain_text("iterations done")
    run = PRESETS["and"].run()
    run.goto(PRESETS["and"].iterations)
    table = chapter(page).get_by_role("table", name="Your weights and those of the training")
    mine = ["8.00", "8.00", "-10.00", "4"]
    theirs = [f"{value:z.2f}" for value in run.network.parameters.tolist()]
    for name, numbers in (("yours", mine), ("training", theirs)):
        row = table.get_by_role("row").filter(has=page.get_by_role("rowheader", name=name))
        assert row.get_by_role("cell").all_inner_texts()[: len(numbers)] == numbers
    button(page, "Back to my weights").click()
    expect_iteration(page, 0, of=PRESETS["and"].iterations)
    expect_weights(page, [8, 8, -10])
    expect(said).to_contain_text("You have found them")


def test_a_stage_that_shows_something_else_is_not_judged(page: Page) -> None:
    said = begin(page, "Try the four rows")
    menu(page).select_option("or")
    expect(said).to_contain_text("The stage shows something else now.")
    expect(button(page, "Let training find them")).to_be_hidden()
