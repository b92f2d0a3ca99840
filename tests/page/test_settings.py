"""Another experiment: learning rate, slope, activation, seed, iterations."""

import re

import pytest
from playwright.sync_api import Page, expect

from neuron_core import Experiment, Layer
from tests.page.reader import (
    Lend,
    answer,
    button,
    expect_iteration,
    problem,
    room,
    rows,
    status,
    train,
    wait_for_python,
    weights,
)


def change(page: Page, field: str, value: str) -> None:
    room(page, "Learning")
    page.get_by_label(field).fill(value)
    page.get_by_label(field).press("Enter")


def test_the_exact_slope_and_a_small_learning_rate_learn_all_rows(page: Page) -> None:
    wait_for_python(page)
    room(page, "Learning")
    page.get_by_label("Slope").select_option(label="exact: 1 − output²")
    change(page, "Learning rate", "0.1")
    train(page)

    assert [abs(float(row[-1])) < 0.01 for row in rows(page)] == [True] * 4
    run = Experiment(layers=(Layer(1, "tanh", bias=False),), learning_rate=0.1).run()
    run.goto(10_000)
    assert weights(page) == pytest.approx(run.network.parameters.tolist(), abs=1e-9)


def test_another_seed_starts_elsewhere(page: Page) -> None:
    wait_for_python(page)
    change(page, "Seed", "7")
    start = Experiment(seed=7).network().parameters.tolist()
    expect(page.locator("#drawing .label", has_text="w₁")).to_contain_text(f"{start[0]:.4f}")
    assert weights(page) == start


def test_fewer_iterations_keep_the_run(page: Page) -> None:
    wait_for_python(page)
    change(page, "Iterations", "50")
    expect_iteration(page, 0, of=50)
    train(page)
    expect_iteration(page, 50, of=50)
    change(page, "Iterations", "60")
    expect_iteration(page, 50, of=60)


@pytest.mark.parametrize(
    ("field", "value", "words"),
    [
        ("Learning rate", "-3", "learning rate: -3 is not accepted; it must be from 0 to 100."),
        ("Learning rate", "", "learning rate: it is missing; a number is needed."),
        ("Iterations", "2.5", "iterations: 2.5 is not a whole number."),
        ("Iterations", "2000000", "it must be from 1 to 1,000,000."),
        ("Seed", "-1", "seed: -1 is not accepted"),
    ],
)
def test_what_cannot_be_accepted_is_said_and_changes_nothing(
    page: Page, field: str, value: str, words: str
) -> None:
    wait_for_python(page)
    button(page, "Step").click()
    expect_iteration(page, 1)
    before = weights(page)
    change(page, field, value)
    expect(problem(page)).to_contain_text(words)
    expect(page.get_by_label(field)).to_have_value(value)  # to be corrected
    expect_iteration(page, 1)
    assert weights(page) == before

    change(page, field, "3")
    expect(problem(page)).to_be_empty()
    expect(page.get_by_label(field)).to_have_value("3")


def test_fewer_iterations_than_were_trained_end_the_run_there(page: Page) -> None:
    wait_for_python(page)
    train(page)
    change(page, "Iterations", "5")
    expect_iteration(page, 5, of=5)
    expect(page.get_by_text(re.compile("lowest so far: .* at iteration 5"))).to_be_visible()


def test_a_field_never_shows_what_is_not_used(page: Page) -> None:
    wait_for_python(page)
    change(page, "Learning rate", "-3")
    expect(problem(page)).not_to_be_empty()
    change(page, "Seed", "2")
    expect(problem(page)).to_be_empty()
    expect(page.get_by_label("Learning rate")).to_have_value("1")
    room(page, "Learning")
    expect(page.get_by_label("Learning rate")).not_to_have_attribute("aria-invalid", "true")


def test_divergence_is_explained(page: Page) -> None:
    wait_for_python(page)
    room(page, "Learning")
    page.get_by_label("Activation").select_option("linear")
    change(page, "Learning rate", "3")
    train(page)
    run = Experiment(layers=(Layer(1, "linear", bias=False),), learning_rate=3.0).run()
    run.goto(10_000)
    expect(status(page)).to_have_text(f"Diverged at iteration {run.diverged_at}")
    expect(answer(page)).to_have_text("not finite")
    expect(page.get_by_role("region", name="What it shows")).to_contain_text(
        "smaller learning rate"
    )
    button(page, f"Take me to iteration {(run.diverged_at or 0) - 1}").click()
    expect(answer(page)).not_to_have_text("not finite")


def test_every_activation_can_be_trained(lend_page: Lend) -> None:
    page = lend_page()
    wait_for_python(page)
    room(page, "Learning")
    options = page.get_by_label("Activation").locator("option").all_inner_texts()
    assert options == ["tanh", "sigmoid", "ReLU", "leaky ReLU", "linear", "softplus"]
    change(page, "Learning rate", "0.05")
    for option in options:
        page.get_by_label("Activation").select_option(option)
        expect_iteration(page, 0)
        train(page)
        expect_iteration(page, 10_000)
