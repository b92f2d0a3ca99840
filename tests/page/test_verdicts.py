"""Every place that says how many rows are right or near says the same, in the same words."""

import re

import pytest
from playwright.sync_api import Page, expect

from neuron_core.page.bridge import Bridge
from neuron_core.presets import PRESETS
from tests.page.learner import panel
from tests.page.reader import (
    Lend,
    button,
    expect_iteration,
    room,
    status,
    train,
    wait_for_python,
)

RIGHT = re.compile(r"([\d,]+) of ([\d,]+) rows (?:is|are) right \(([\d.]+) %\), ([\d,]+) near")
SCATTER = re.compile(r"R² is (-?\d+(?:\.\d+)?(?:e-?\d+)?)")
OF_EACH_KIND = ["tutorial", "circle", "several-classes", "hours", "plane"]
"""Classes and numbers, with rows for testing and without; `neuron_core` is tested with all."""
MOST = 120
"""Iterations of a preset that trains for longer: what is counted is the same question there."""


def said(text: str) -> set[str]:
    """All counts in a text, as they are written."""
    return {match.group(0) for match in (*RIGHT.finditer(text), *SCATTER.finditer(text))}


def test_after_a_training_every_place_says_the_same(page: Page) -> None:
    wait_for_python(page)
    for name in OF_EACH_KIND:
        every_place_says_the_same(page, name)


def every_place_says_the_same(page: Page, name: str) -> None:
    page.get_by_role("combobox", name="Experiment").select_option(name)
    preset = PRESETS[name]
    expect_iteration(page, 0, of=preset.iterations)
    steps = min(preset.iterations, MOST)
    room(page, "Learning")
    iterations = page.get_by_role("spinbutton", name="Iterations", exact=True)
    iterations.fill(str(steps))
    iterations.press("Tab")
    expect_iteration(page, 0, of=steps)
    button(page, "Train").click()
    expect(status(page)).to_contain_text("done")

    bridge = Bridge()
    bridge.open(preset.plain() | {"iterations": steps})
    bridge.goto(steps)
    training = bridge.ask("quality")["training"]
    stage = page.get_by_role("region", name="What it shows")
    place = panel(page, "How good is it?")
    expect(place).to_contain_text(f"At iteration {steps:,}:")
    expect(place.locator(".behind")).to_have_count(0)
    in_stage, in_panel = said(stage.inner_text()), said(place.inner_text())
    in_status = said(status(page).inner_text())
    assert len(in_status) == 1
    assert in_status <= in_stage
    assert in_status <= in_panel
    assert in_stage == in_panel  # where there are test rows, theirs too
    (one,) = in_status
    if training["right"] is None:
        written = float(SCATTER.fullmatch(one).group(1))  # type: ignore[union-attr]
        assert written == pytest.approx(training["r_squared"], rel=0.005)
        assert (written == 1) == (training["r_squared"] == 1)
    else:
        right, rows, _, near = RIGHT.fullmatch(one).groups()  # type: ignore[union-attr]
        assert [int(right), int(rows), int(near)] == [
            training["right"],
            training["rows"],
            training["near"],
        ]


def test_that_all_are_right_and_two_far_is_said_with_its_measures(page: Page) -> None:
    wait_for_python(page)
    train(page)
    stage = page.get_by_role("region", name="What it shows")
    expect(stage).to_contain_text("It has not learned: 2 of 4 rows are far from their targets.")
    expect(stage).to_contain_text("4 of 4 rows are right (100 %), 2 near.")
    expect(stage).to_contain_text("its class's side of 0.5")
    expect(stage).to_contain_text("But rows 1 and 4 are far from their targets.")
    marked = page.get_by_role("table", name="Training data").locator("td.far")
    expect(marked).to_have_text(["-0.3303", "-0.4915"])
    place = panel(page, "How good is it?")
    expect(place).to_contain_text("misses its target by more than 0.25")


F07 = (
    '#experiment={"data":{"inputs":[[0.25],[0.5],[0.75],[1.0]],"targets":[[0.1],[0.2],[0.3],[0.4]]},'
    '"layers":[{"units":1,"activation":"linear","bias":false}],"parameters":[0.6],'
    '"learning_rate":0,"iterations":10,"question":[1.0]}'
)
RISING = (
    '#experiment={"preset":"gauss","learning_rate":1,"regularisation":"l2",'
    '"regularisation_rate":2.5,"iterations":200}'
)
SIGMOID = (
    '#experiment={"data":{"inputs":[[0],[1],[2],[3]],"targets":[[-1],[-1],[1],[1]]},'
    '"layers":[{"units":1,"activation":"sigmoid"}],"learning_rate":0.1,"iterations":50,"question":[1]}'
)


@pytest.mark.parametrize(
    ("link", "sentences"),
    [
        (F07, ["It has not learned: R² is -0.5.", "The learning rate is 0."]),
        (RISING, ["It has not learned: the error has risen.", "Training has made it worse."]),
        (SIGMOID, ["It has not learned", "A target of -1 is out of reach.", "tanh"]),
        (
            '#experiment={"preset":"circle","start":"zeros","iterations":20}',
            ["Neurons of layer 1 are equal.", "Choose start weights that are random."],
        ),
        (
            '#experiment={"preset":"exact-slope","parameters":[-50,30,30],"iterations":20}',
            ["The output neuron is saturated.", "begin with smaller weights"],
        ),
    ],
)
def test_what_keeps_it_from_learning_is_said(
    lend_page: Lend, link: str, sentences: list[str]
) -> None:
    page = lend_page(at=link)
    wait_for_python(page)
    button(page, "Train").click()
    expect(status(page)).to_contain_text("done")
    stage = page.get_by_role("region", name="What it shows")
    for sentence in sentences:
        expect(stage).to_contain_text(sentence)
