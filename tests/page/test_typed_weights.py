"""Weights and biases that are typed in at their place in the drawing."""

import re
from dataclasses import replace
from itertools import combinations

import pytest
from playwright.sync_api import Locator, Page, expect

from neuron_core import Experiment, Layer
from neuron_core.presets import PRESETS
from tests.page.learner import panel
from tests.page.reader import (
    Open,
    button,
    expect_iteration,
    go_to,
    problem,
    room,
    train,
    wait_for_python,
    weights,
)
from tests.page.test_looks import box_of, overlap


def drawing(page: Page) -> Locator:
    return page.locator("#drawing")


def press(page: Page, part: str) -> Locator:
    drawing(page).get_by_role("slider", name=part, exact=True).click()
    field = drawing(page).get_by_role("spinbutton")
    expect(field).to_be_focused()
    return field


def test_a_weight_that_is_typed_in_begins_a_run_from_what_is_shown(page: Page) -> None:
    wait_for_python(page)
    go_to(page, 9)
    expect_iteration(page, 9)
    shown = weights(page)
    field = press(page, "Weight w₂")
    expect(field).to_have_accessible_name("w₂")
    assert float(field.input_value()) == shown[1]  # all digits
    field.fill("-0.123456789012345")
    field.press("Enter")
    expect_iteration(page, 0)
    start = [shown[0], -0.123456789012345, shown[2]]
    assert weights(page) == start
    expect(field).to_be_hidden()
    expect(drawing(page).get_by_role("slider", name="Weight w₂")).to_be_focused()
    expect(page.get_by_role("region", name="What it shows")).to_contain_text(
        "Weights changed by hand"
    )

    train(page)
    run = Experiment(parameters=tuple(start)).run()
    run.goto(10_000)
    assert weights(page) == pytest.approx(run.network.parameters.tolist(), abs=1e-9)

    room(page, "Learning")
    button(page, "Draw the start weights again").click()
    expect_iteration(page, 0)
    assert weights(page) == Experiment().network().parameters.tolist()
    expect(button(page, "Draw the start weights again")).to_have_count(0)


def test_escape_and_a_number_that_stays_change_nothing(page: Page) -> None:
    wait_for_python(page)
    go_to(page, 3)
    expect_iteration(page, 3)
    before = weights(page)
    for key, text in (("Escape", "5"), ("Enter", None), ("Tab", None)):
        field = press(page, "Weight w₁")
        if text:
            field.fill(text)
        field.press(key)
        expect(drawing(page).get_by_role("spinbutton")).to_be_hidden()
        assert weights(page) == before
    expect_iteration(page, 3)


def test_the_latest_learning_rate_is_that_of_the_new_run(page: Page) -> None:
    wait_for_python(page)
    room(page, "Learning")
    page.get_by_label("Learning rate").fill("0.25")
    page.get_by_label("Learning rate").press("Enter")
    press(page, "Weight w₁").fill("0.5")
    page.keyboard.press("Enter")
    expect(page.get_by_label("Learning rate")).to_have_value("0.25")
    button(page, "Step").click()
    expect_iteration(page, 1)
    _, *rest = Experiment().network().parameters.tolist()
    run = Experiment(parameters=(0.5, *rest), learning_rate=0.25).run()
    run.step()
    assert weights(page) == pytest.approx(run.network.parameters.tolist(), abs=1e-12)


def test_what_is_no_number_is_said_and_changes_nothing(page: Page) -> None:
    wait_for_python(page)
    before = weights(page)
    field = press(page, "Weight w₁")
    field.fill("")
    field.press("Enter")
    expect(problem(page)).to_contain_text("w₁: ")
    assert weights(page) == before


def test_another_seed_draws_the_weights_again(page: Page) -> None:
    wait_for_python(page)
    press(page, "Weight w₁").fill("3")
    page.keyboard.press("Enter")
    room(page, "Learning")
    expect(button(page, "Draw the start weights again")).to_be_visible()
    page.get_by_label("Seed", exact=True).fill("7")
    page.get_by_label("Seed", exact=True).press("Enter")
    expect(button(page, "Draw the start weights again")).to_have_count(0)
    start = Experiment(seed=7).network().parameters.tolist()
    expect(drawing(page).locator(".label", has_text="w₁")).to_contain_text(f"{start[0]:.4f}")
    assert weights(page) == start


def test_before_python_is_there_what_is_typed_waits_for_it(open_page: Open) -> None:
    page = open_page(prepare=lambda page: page.route("**/*.snapshot*", lambda route: route.abort()))
    press(page, "Weight w₃").fill("2")
    page.keyboard.press("Enter")
    expect(page.get_by_role("region", name="What it shows")).to_contain_text(
        "Weights changed by hand"
    )
    assert weights(page)[2] == 2.0


def test_the_bias_is_the_weight_of_an_input_that_is_always_1(page: Page) -> None:
    wait_for_python(page)
    room(page, "Learning")
    page.get_by_label("Bias", exact=True).check()
    expect_iteration(page, 0)
    label = drawing(page).locator(".label", has_text=re.compile("^b "))
    expect(label).to_contain_text("0.0000")
    field = press(page, "Bias b")
    expect(field).to_have_accessible_name("b")
    field.fill("-0.75")
    field.press("Enter")
    expect(label).to_contain_text("-0.7500")
    button(page, "Step").click()
    expect_iteration(page, 1)
    layers = (Layer(1, "tanh-tutorial", bias=True),)
    start = Experiment(layers=layers).network().parameters.tolist()
    run = Experiment(layers=layers, parameters=(*start[:3], -0.75)).run()
    run.step()
    expect(label).to_contain_text(f"{run.network.parameters[3]:.4f}")


def test_in_a_network_those_of_the_chosen_neuron_are_typed_in(page: Page) -> None:
    wait_for_python(page)
    page.get_by_role("combobox", name="Experiment").select_option("circle")
    experiment = PRESETS["circle"]
    expect_iteration(page, 0, of=experiment.iterations)
    drawing(page).get_by_role("button", name="neuron 2 of layer 1").click()
    press(page, "Bias b").fill("0.5")
    page.keyboard.press("Enter")
    label = drawing(page).locator(".label", has_text=re.compile("^b "))
    expect(label).to_contain_text("0.5000")
    press(page, "Weight w₂").fill("1.5")
    page.keyboard.press("Enter")
    start = experiment.network()
    start.weights[0][1, 1] = 1.5
    biases = start.biases[0]
    assert biases is not None
    biases[0, 1] = 0.5
    expect(drawing(page).locator(".label", has_text="w₂")).to_contain_text("1.5000")
    train(page)
    run = replace(experiment, parameters=tuple(start.parameters.tolist())).run()
    run.goto(experiment.iterations)
    found = run.network.weights[0][:, 1].tolist()
    assert weights(page) == pytest.approx(found, abs=1e-9)


def test_a_training_is_paused_while_one_types(open_page: Open) -> None:
    page = open_page(reduced_motion="no-preference", viewport={"width": 1280, "height": 800})
    wait_for_python(page)
    room(page, "Learning")
    page.get_by_label("Speed").select_option("slow")
    button(page, "Train").click()
    expect(button(page, "Pause")).to_be_visible()
    press(page, "Weight w₁")
    expect(button(page, "Train")).to_be_visible()


@pytest.mark.parametrize("width", [320, 390, 1280])
@pytest.mark.parametrize("which", ["one neuron", "circle", "several-classes", "xor-hidden"])
def test_biases_and_the_field_leave_every_number_its_place(
    open_page: Open, width: int, which: str
) -> None:
    page = open_page(viewport={"width": width, "height": 844})
    wait_for_python(page)
    if which == "one neuron":
        room(page, "Learning")
        page.get_by_label("Bias", exact=True).check()
    else:
        page.get_by_role("combobox", name="Experiment").select_option(which)
        expect_iteration(page, 0, of=PRESETS[which].iterations)
        expect(drawing(page).locator(".label", has_text="output neuron")).to_be_visible()
    place = box_of(drawing(page))
    # At once: small pictures may come meanwhile, and take the place of numbers.
    boxes = (
        drawing(page)
        .locator(".label")
        .evaluate_all(
            """all => all
                  .map((one, at) => [`${one.innerText} ${at}`, one.getBoundingClientRect()])
                  .map(([text, box]) => [text, box.toJSON()])
                  .filter(([, { width }]) => width)"""
        )
    )
    assert len(boxes) > 8
    for (text, one), (other_text, other) in combinations(boxes, 2):
        assert not overlap(one, other), f"{text!r} and {other_text!r}"
    for text, box in boxes:
        assert place["x"] <= box["x"], text
        assert box["x"] + box["width"] <= place["x"] + place["width"], text
        assert box["y"] + box["height"] <= place["y"] + place["height"], text
    field = press(page, "Weight w₁")
    box = box_of(field)
    assert place["x"] <= box["x"]
    assert box["x"] + box["width"] <= place["x"] + place["width"]


def test_by_keyboard_alone(page: Page) -> None:
    wait_for_python(page)
    drawing(page).get_by_role("slider", name="Weight w₁").focus()
    page.keyboard.press("Enter")
    expect(drawing(page).get_by_role("spinbutton")).to_be_focused()
    page.keyboard.type("0.125")
    page.keyboard.press("Enter")
    expect(drawing(page).locator(".label", has_text="w₁")).to_contain_text("0.1250")
    expect(drawing(page).get_by_role("slider", name="Weight w₁")).to_be_focused()
    page.keyboard.press("ArrowRight")
    expect(drawing(page).get_by_role("slider", name="Weight w₂")).to_be_focused()
    ledger = panel(page, "The ledger: one step by hand")
    expect(ledger.locator("tfoot .number").last).to_be_visible()
