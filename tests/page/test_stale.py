"""No number and no sentence outlives what it is about, or it says which iteration it is of."""

import re

import pytest
from playwright.sync_api import Page, expect

from neuron_core import Experiment
from neuron_core.presets import PRESETS
from tests.page.learner import numbers, panel
from tests.page.reader import (
    Lend,
    answer,
    button,
    expect_iteration,
    expect_rows,
    go_to,
    menu,
    room,
    train,
    wait_for_python,
    weights,
)

PLANE, LEDGER = "What it makes of the plane", "The ledger: one step by hand"


def test_the_rows_of_a_disc_that_are_seen_have_the_numbers_of_its_iteration(page: Page) -> None:
    wait_for_python(page)
    menu(page).select_option("circle")
    room(page, "Data")
    button(page, "Step").click()
    experiment = PRESETS["circle"]
    expect_iteration(page, 1, of=experiment.iterations)
    go_to(page, 30)
    expect_iteration(page, 30, of=experiment.iterations)
    run = experiment.run()
    run.goto(30)
    expected = run.network(experiment.data.inputs)[:, 0].tolist()
    expect_rows(page, len(expected))
    table = page.get_by_role("table", name="Training data")
    for row in (0, len(expected) // 2, len(expected) - 1):
        # The share of the way down at which the row is: the others are not there meanwhile.
        page.locator("#rows").evaluate(
            "(place, share) => place.scrollTo(0, share * place.scrollHeight)", row / len(expected)
        )
        line = table.locator(f"[aria-rowindex='{row + 2}']")
        expect(line.locator(".number").first).to_have_text(f"{expected[row]:z.4f}")
        assert table.locator("td").count() < 60 * 6

    # The focus stays, and the keys go on from row to row, beyond what was there.
    page.locator("#rows").evaluate("place => place.scrollTo(0, 0)")
    page.get_by_label("Send row 1 through").check()
    for row in range(2, 30):
        page.keyboard.press("ArrowDown")
        expect(table.locator(f"[aria-rowindex='{row + 1}'] [type=radio]")).to_be_focused()
        expect(table.locator(f"[aria-rowindex='{row + 1}']")).to_have_class(re.compile("selected"))


@pytest.mark.own_page
def test_panels_out_of_sight_catch_up_when_a_run_ends(page: Page) -> None:
    wait_for_python(page)
    train(page)
    quality = page.get_by_role("region", name="How good is it?", include_hidden=True)
    expect(quality).to_contain_text("At iteration 10,000")
    ledger = page.get_by_role("region", name=LEDGER, include_hidden=True)
    expect(ledger).to_contain_text("Step 10,000: from iteration 9,999 to iteration 10,000.")
    expect(page.get_by_role("region", name="Every situation", include_hidden=True)).to_contain_text(
        "At iteration 10,000."
    )


def test_one_step_is_checked_by_hand(page: Page) -> None:
    """The ledger is about the step that led to the weights that are seen."""
    wait_for_python(page)
    ledger = panel(page, LEDGER)
    expect(ledger).to_contain_text("Step 1: from iteration 0 to iteration 1.")
    button(page, "Step").click()
    expect_iteration(page, 1)
    panel(page, LEDGER)
    run = Experiment().run()
    run.step()
    expect(ledger.locator("tfoot .number").last).to_have_text(f"{run.network.parameters[-1]:z.8f}")
    expect(ledger).to_contain_text("Step 1: from iteration 0 to iteration 1.")
    new = run.network.parameters.tolist()
    assert numbers(ledger)[-3:] == pytest.approx(new, abs=1e-12)
    # While it is played, the stage has the weights from before the step, as the table has.
    last = page.get_by_role("slider", name="Weight w₃")
    after = str(weights(page)[-1])
    start = Experiment().network().parameters.tolist()
    button(page, "Next").click()
    expect(last).to_have_attribute("aria-valuenow", str(start[-1]))
    assert weights(page) == start
    button(page, "End").click()
    expect(last).to_have_attribute("aria-valuenow", after)
    assert weights(page) == pytest.approx(new, abs=1e-12)


@pytest.mark.own_page
def test_a_gradient_check_says_of_what_it_is(page: Page) -> None:
    wait_for_python(page)
    check = panel(page, "Which way is down?")
    button(page, "Gradient check").click()
    expect(check).to_contain_text("at iteration 0")
    note = check.get_by_text(re.compile("^This is iteration"))
    expect(note).to_be_hidden()
    button(page, "Step").click()
    expect(note).to_have_text("This is iteration 0; the stage is at iteration 1.")
    menu(page).select_option("exact-slope")
    expect(note).to_have_text("This is iteration 0 of the experiment before.")
    button(page, "Gradient check").click()
    expect(note).to_be_hidden()


@pytest.mark.own_page
def test_other_starts_say_that_they_are_of_the_experiment_before(page: Page) -> None:
    wait_for_python(page)
    starts = panel(page, "Other starts")
    starts.get_by_role("spinbutton", name="Networks").fill("2")
    button(page, "Train them").click()
    expect(starts).to_contain_text("Seeds 0 to 1")
    note = starts.get_by_text("These are of the experiment before")
    expect(note).to_be_hidden()
    menu(page).select_option("exact-slope")
    expect(note).to_be_visible()


def test_what_the_plane_says_ends_with_what_it_is_about(lend_page: Lend) -> None:
    page = lend_page()
    wait_for_python(page)
    plane = panel(page, PLANE)
    picture, said = plane.get_by_role("application"), plane.locator(".plane-said")
    picture.focus()
    page.keyboard.press("ArrowUp")
    page.keyboard.press("Enter")
    answered = f"{Experiment().network()([1, 0.02, 1])[0]:.8f}"
    expect(said).to_have_text(
        f"The new situation is 1, 0.02, 1; at iteration 0 the answer to it is {answered}."
    )
    expect(answer(page)).to_have_text(answered)
    page.get_by_label("New situation, x₁").fill("0.5")  # another question
    expect(said).to_be_empty()

    plane.get_by_role("radio", name="Add negative").check()
    picture.focus()
    page.keyboard.press("Enter")
    expect(said).to_contain_text("the data have 5 rows, and training begins anew.")
    menu(page).select_option("hours")
    expect(said).to_be_empty()

    readout = plane.locator(".plane-readout")
    panel(page, PLANE)
    picture.focus()
    expect(readout).to_contain_text("as the picture has it")
    before = readout.inner_text()
    button(page, "Step").dispatch_event("click")  # the focus stays in the picture
    expect(readout).not_to_have_text(before)
