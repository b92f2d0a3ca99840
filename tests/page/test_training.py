"""The tutorial's neuron is trained by Python in the reader's browser."""

import re

import pytest
from playwright.sync_api import Page, expect

from neuron_core import Experiment
from neuron_core.run.training import Run
from tests.page.reader import (
    Lend,
    Open,
    answer,
    button,
    expect_iteration,
    go_to,
    iteration,
    room,
    rows,
    train,
    wait_for_python,
    weights,
)

START = [-0.16595599, 0.44064899, -0.99977125]
TRAINED = [5.39428067, 0.19482422, 0.34317086]


@pytest.fixture
def run() -> Run:
    """The same run, in this Python."""
    return Experiment().run()


def test_a_reader_trains_the_neuron_and_reads_its_answer(page: Page, run: Run) -> None:
    wait_for_python(page)
    assert [round(weight, 8) for weight in weights(page)] == START

    train(page)

    expect_iteration(page, 10_000)
    expect(answer(page)).to_have_text("0.99995873")
    assert [round(weight, 8) for weight in weights(page)] == TRAINED
    run.goto(10_000)
    assert weights(page) == pytest.approx(run.network.parameters.tolist(), abs=1e-9)


def test_the_table_shows_that_two_rows_were_never_learned(page: Page) -> None:
    wait_for_python(page)
    train(page)

    assert [row[-3:] for row in rows(page)] == [
        ["0", "0.3303", "-0.3303"],
        ["1", "1.0000", "0.0000"],
        ["1", "1.0000", "0.0000"],
        ["0", "0.4915", "-0.4915"],
    ]
    expect(page.get_by_text("lowest so far: 0.00149 at iteration 9")).to_be_visible()
    button(page, "Take me to iteration 9").click()
    expect_iteration(page, 9)


def test_reset_brings_the_same_start_weights_back(page: Page) -> None:
    wait_for_python(page)
    start = weights(page)
    train(page)
    button(page, "Reset").click()
    expect_iteration(page, 0)
    assert weights(page) == start


def test_steps_lead_one_iteration_on_and_back(page: Page, run: Run) -> None:
    wait_for_python(page)
    expect(button(page, "Step back")).to_be_disabled()
    for number in (1, 2, 3):
        button(page, "Step").click()
        expect_iteration(page, number)
    run.goto(3)
    assert weights(page) == pytest.approx(run.network.parameters.tolist(), abs=1e-12)

    button(page, "Step back").click()
    expect_iteration(page, 2)
    run.goto(2)
    assert weights(page) == pytest.approx(run.network.parameters.tolist(), abs=1e-12)


@pytest.mark.parametrize("number", [9, 5437, 10_000])
def test_the_slider_goes_to_any_iteration(page: Page, run: Run, number: int) -> None:
    wait_for_python(page)
    go_to(page, number)
    expect_iteration(page, number)
    run.goto(number)
    assert weights(page) == pytest.approx(run.network.parameters.tolist(), abs=1e-9)


def test_the_keys_move_the_playhead_too(page: Page) -> None:
    wait_for_python(page)
    page.get_by_role("slider", name="Iteration").focus()
    page.keyboard.press("End")
    expect_iteration(page, 10_000)
    page.keyboard.press("ArrowLeft")
    expect_iteration(page, 9_999)
    page.keyboard.press("PageDown")
    expect(iteration(page)).to_contain_text(re.compile("^5,0.. of 10,000"))
    page.keyboard.press("Home")
    expect_iteration(page, 0)
    page.keyboard.press("PageUp")
    expect_iteration(page, 1)


def test_a_finger_on_the_curve_moves_the_playhead(page: Page) -> None:
    wait_for_python(page)
    box = page.locator("#curve .u-over").bounding_box()
    assert box
    page.mouse.move(box["x"] + 5, box["y"] + 20)
    page.mouse.down()
    page.mouse.move(box["x"] + box["width"] - 1, box["y"] + 20, steps=4)
    page.mouse.up()
    expect(iteration(page)).to_contain_text(re.compile("^9,[89].. of|^10,000 of"))


def test_a_training_can_be_paused_and_goes_on(open_page: Open) -> None:
    page = open_page(reduced_motion="no-preference")
    wait_for_python(page)
    button(page, "Train").click()
    expect(iteration(page)).not_to_have_text(re.compile("^0 of"))
    button(page, "Pause").click()
    expect(button(page, "Train")).to_be_visible()
    paused = iteration(page).inner_text()
    assert not paused.startswith("10,000")

    room(page, "Learning")
    page.get_by_label("Speed").select_option("full")
    expect(iteration(page)).to_have_text(paused)
    train(page)
    expect(answer(page)).to_have_text("0.99995873")


def test_slow_training_shows_every_iteration(lend_page: Lend) -> None:
    page = lend_page()
    wait_for_python(page)
    room(page, "Learning")
    page.get_by_label("Speed").select_option("slow")
    page.evaluate(
        """() => {
            const where = document.querySelector("#iteration");
            globalThis.shown = [];
            new MutationObserver(() => shown.push(parseInt(where.textContent)))
                .observe(where, { childList: true, characterData: true, subtree: true });
        }"""
    )
    button(page, "Train").click()
    page.wait_for_function("shown.length >= 4")
    shown = page.evaluate("shown")
    assert shown[:4] == [1, 2, 3, 4]


def test_the_speed_can_be_changed_while_it_trains(lend_page: Lend) -> None:
    page = lend_page()
    wait_for_python(page)
    room(page, "Learning")
    page.get_by_label("Speed").select_option("slow")
    button(page, "Train").click()
    expect(iteration(page)).not_to_have_text(re.compile("^0 of"))
    page.get_by_label("Speed").select_option("watch")
    expect(iteration(page)).to_have_text(re.compile(r"^\d\d\d? of"))
    button(page, "Pause").click()
    expect(button(page, "Train")).to_be_visible()


def test_another_question_does_not_end_a_training(lend_page: Lend) -> None:
    page = lend_page()
    wait_for_python(page)
    room(page, "Learning")
    page.get_by_label("Speed").select_option("slow")
    button(page, "Train").click()
    expect(iteration(page)).not_to_have_text(re.compile("^0 of"))
    page.get_by_label("New situation, x₁").fill("0")
    expect(answer(page)).to_have_text(re.compile(r"^-?0\.00000000$"))
    expect(button(page, "Pause")).to_be_visible()


def test_stepping_at_the_end_leaves_the_focus_where_it_is(page: Page) -> None:
    wait_for_python(page)
    go_to(page, 9_999)
    expect_iteration(page, 9_999)
    button(page, "Step").focus()
    page.keyboard.press("Enter")
    expect_iteration(page, 10_000)
    expect(button(page, "Step")).to_be_focused()
    page.keyboard.press("Enter")
    expect_iteration(page, 10_000)


def test_a_chosen_row_goes_through_the_drawing(page: Page) -> None:
    wait_for_python(page)
    train(page)
    drawing = page.get_by_role("img", name="The neuron")
    expect(drawing).to_have_accessible_name(
        re.compile(r"the new situation, 1, 0, 0:.*5\.39428067.*0\.99995873")
    )
    page.get_by_role("row").nth(4).click()
    expect(drawing).to_have_accessible_name(
        re.compile(r"row 4, 0, 1, 1:.*0\.53799508.*0\.49146882")
    )
    page.keyboard.press("Tab")
    page.get_by_role("radio", name="Send row 1 through the neuron").press("Space")
    expect(drawing).to_have_accessible_name(re.compile("row 1, 0, 0, 1:"))


def test_the_new_situation_can_be_typed_key_by_key(page: Page) -> None:
    wait_for_python(page)
    field = page.get_by_label("New situation, x₁")
    field.click()
    field.press("Control+A")
    field.press_sequentially("0.125", delay=60)  # long enough for Python to answer in between
    expect(field).to_be_focused()
    expect(field).to_have_value("0.125")
    output = Experiment().network()([0.125, 0, 0])[0]
    expect(answer(page)).to_have_text(f"{output:.8f}")


def test_the_new_situation_can_be_changed(page: Page) -> None:
    wait_for_python(page)
    train(page)
    page.get_by_label("New situation, x₁").fill("0")
    expect(answer(page)).to_have_text("0.00000000")  # without a bias, whatever it has learned
    expect_iteration(page, 10_000)
    page.get_by_label("New situation, x₂").fill("-2.5")
    run = Experiment().run()
    run.goto(10_000)
    expect(answer(page)).to_have_text(f"{run.network([0, -2.5, 0])[0]:.8f}")
