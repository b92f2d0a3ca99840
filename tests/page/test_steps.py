"""Steps and epochs, what a step takes, and a training that stops for its error."""

import re
from dataclasses import replace

import pytest
from playwright.sync_api import Page, expect

from neuron_core import Experiment, Layer
from neuron_core.page.bridge import Bridge
from neuron_core.presets import PRESETS
from tests.page.reader import (
    button,
    expect_iteration,
    iteration,
    room,
    status,
    wait_for_python,
    weights,
)


def change(page: Page, field: str, value: str) -> None:
    room(page, "Learning")
    more = page.get_by_text("More ways to learn")
    if not page.get_by_label("Batch size").is_visible():
        more.click()
    page.get_by_label(field).fill(value)
    page.get_by_label(field).press("Enter")


def say(page: Page) -> str:
    return page.get_by_role("region", name="What it shows").inner_text()


def test_a_step_is_a_batch_and_an_epoch_ends_where_all_rows_were_taken(page: Page) -> None:
    wait_for_python(page)
    expect(button(page, "Epoch")).to_be_hidden()
    change(page, "Batch size", "3")
    expect(button(page, "Epoch")).to_be_visible()
    expect(iteration(page)).to_contain_text("· epoch 0 ·")
    button(page, "Step").click()
    expect_iteration(page, 1)
    expect(iteration(page)).to_contain_text("· epoch 1 ·")
    run = Experiment(batch_size=3).run()
    run.step()
    assert weights(page) == pytest.approx(run.network.parameters.tolist(), abs=1e-12)
    expect(page.get_by_role("region", name="What it shows")).to_contain_text(
        "3 of the 4 rows go through the neuron"
    )
    button(page, "Epoch").click()
    expect_iteration(page, 2)
    button(page, "Epoch").click()
    expect_iteration(page, 4)
    expect(iteration(page)).to_contain_text("· epoch 2 ·")
    run.goto(4)
    assert weights(page) == pytest.approx(run.network.parameters.tolist(), abs=1e-12)
    assert "After 2 iterations, an epoch, each row has been taken once." in say(page)


def test_a_step_of_one_sample_says_so(page: Page) -> None:
    wait_for_python(page)
    change(page, "Batch size", "1")
    button(page, "Step").click()
    expect_iteration(page, 1)
    expect(page.get_by_role("region", name="What it shows")).to_contain_text(
        "one of the 4 rows goes through the neuron"
    )
    assert "added up" not in say(page)


def test_what_is_averaged_is_not_said_to_be_added_up(page: Page) -> None:
    wait_for_python(page)
    button(page, "Step").click()
    expect_iteration(page, 1)
    assert "The pushes of all rows are added up and multiplied by the learning rate." in say(page)
    room(page, "Learning")
    page.get_by_text("More ways to learn").click()
    page.get_by_label("Average over").check()
    expect_iteration(page, 0)
    button(page, "Step").click()
    expect_iteration(page, 1)
    assert "The mean of the rows' pushes is multiplied by the learning rate." in say(page)
    page.get_by_role("combobox", name=re.compile("^Optimiser")).select_option("adam")
    expect_iteration(page, 0)
    button(page, "Step").click()
    expect_iteration(page, 1)
    assert "Adam turns that into a direction first." in say(page)


def test_at_the_last_iteration_an_epoch_goes_no_further(page: Page) -> None:
    wait_for_python(page)
    page.get_by_role("combobox", name="Experiment").select_option("circle")
    experiment = PRESETS["circle"]
    expect_iteration(page, 0, of=experiment.iterations)
    page.get_by_role("slider", name="Iteration").fill(str(experiment.iterations - 1))
    expect_iteration(page, experiment.iterations - 1, of=experiment.iterations)
    button(page, "Epoch").click()
    expect_iteration(page, experiment.iterations, of=experiment.iterations)
    expect(button(page, "Epoch")).to_have_attribute("aria-disabled", "true")


def test_a_training_stops_at_its_error_says_so_and_goes_on(page: Page) -> None:
    wait_for_python(page)
    room(page, "Learning")
    page.locator("select[name=slope]").select_option(label="exact: 1 − output²")
    change(page, "Learning rate", "0.1")
    change(page, "Stop at error", "0.02")
    expect_iteration(page, 0)
    button(page, "Train").click()
    experiment = replace(
        Experiment(layers=(Layer(1, "tanh", bias=False),), learning_rate=0.1), stop_at=0.02
    )
    bridge = Bridge()
    bridge.open(experiment.plain())
    bridge.train(10_000, 1e6)
    stop = bridge.iteration
    assert 0 < stop < 10_000
    expect(status(page)).to_have_text(f"Stopped at iteration {stop:,}: the error is at most 0.02")
    expect_iteration(page, stop)
    assert weights(page) == pytest.approx(bridge.run.network.parameters.tolist(), abs=1e-9)

    button(page, "Step").click()
    expect_iteration(page, stop + 1)
    expect(status(page)).not_to_contain_text("Stopped")
    button(page, "Step back").click()
    expect(status(page)).to_contain_text("Stopped")

    button(page, "Train").click()
    expect(status(page)).to_contain_text("10,000 iterations done")
    button(page, "Train").click()  # from the start, to where it stops
    expect_iteration(page, stop)
    expect(status(page)).to_contain_text("Stopped")
