"""Many networks from other start weights: what they come to is what they come to alone."""

import re
from dataclasses import replace

import pytest
from playwright.sync_api import Page, expect

from neuron_core.insight.spread import Spread
from neuron_core.insight.sweep import Sweep
from neuron_core.presets import PRESETS
from tests.page.learner import panel
from tests.page.reader import answer, button, expect_iteration, room, train, wait_for_python

STARTS = "Other starts"
pytestmark = pytest.mark.own_page  # what was found is there until something else is found


def open_preset(page: Page, name: str) -> None:
    wait_for_python(page)
    page.get_by_role("combobox", name="Experiment").select_option(name)
    expect_iteration(page, 0, of=PRESETS[name].iterations)
    if len(PRESETS[name].question) <= 2:  # it makes the stage higher, and moves what is below it
        expect(page.locator("#stage-plane canvas").first).to_be_visible()


@pytest.mark.thorough
def test_networks_in_mini_batches_are_told_and_the_best_can_be_opened(page: Page) -> None:
    open_preset(page, "circle")
    place = panel(page, STARTS)
    place.get_by_role("spinbutton", name="Networks").fill("12")
    place.get_by_role("spinbutton", name="Networks").press("Enter")
    networks = Spread(PRESETS["circle"], 12)
    networks.train()
    found, told = networks.answers(), networks.summary()
    said = place.get_by_text(re.compile("^Seeds 0 to 11"))
    expect(said).to_contain_text(f"{told.learned} of 12 have learned")
    expect(said).to_contain_text("None diverged.")
    assert told.least is not None
    table = place.get_by_role("table", name="Of all that did not diverge")
    numbers = [float(text) for text in table.locator("td.number, tbody td").all_inner_texts()]
    assert numbers[:3] == pytest.approx([told.least, told.median, told.most], rel=1e-5)
    assert numbers[3:] == pytest.approx(
        [told.loss_least, told.loss_median, told.loss_most], rel=5e-3
    )
    expect(place.locator("circle")).to_have_count(12)
    expect(place.get_by_role("img", name=re.compile("^What 12 networks say"))).to_be_visible()

    button(page, f"Open seed {told.best} on the stage").click()
    expect(page.get_by_label("Seed", exact=True)).to_have_value(str(told.best))
    expect(button(page, "Train")).to_be_focused()
    expect(place.locator(".behind")).to_have_count(0)  # it is about this experiment, too
    train(page)
    assert told.best is not None
    expect(answer(page)).to_have_text(f"{found.answers[told.best]:.8f}")
    room(page, "Learning")
    page.get_by_label("Learning rate").fill("0.25")
    page.get_by_label("Learning rate").press("Enter")
    expect(place.locator(".behind")).to_have_count(2)  # words and picture


def test_those_that_diverge_are_named(page: Page) -> None:
    wait_for_python(page)
    room(page, "Learning")
    page.get_by_label("Activation").select_option("linear")
    page.get_by_label("Learning rate").fill("3")
    page.get_by_label("Learning rate").press("Enter")
    expect_iteration(page, 0)
    place = panel(page, STARTS)
    place.get_by_role("spinbutton", name="Networks").fill("3")
    button(page, "Train them").click()
    expect(place).to_contain_text("3 diverged: seeds 0, 1, 2.")
    expect(place.get_by_role("img")).to_have_count(0)


def test_of_several_outputs_the_largest_is_told(page: Page) -> None:
    open_preset(page, "several-classes")
    place = panel(page, STARTS)
    place.get_by_role("spinbutton", name="Networks").fill("9")
    button(page, "Train them").click()
    networks = Spread(PRESETS["several-classes"], 9)
    networks.train()
    counts = networks.summary().counts
    names = PRESETS["several-classes"].data.names[-len(counts) :] or [
        f"class {number}" for number in range(1, len(counts) + 1)
    ]
    expected = ", ".join(f"{name} in {many}" for name, many in zip(names, counts, strict=True))
    expect(place).to_contain_text(f"The largest output: {expected}.")


def test_it_blocks_nothing_and_can_be_stopped(page: Page) -> None:
    open_preset(page, "spiral")
    room(page, "Learning")
    page.get_by_label("Iterations").fill("1000000")
    page.get_by_label("Iterations").press("Enter")
    expect_iteration(page, 0, of=1_000_000)
    place = panel(page, STARTS)
    place.get_by_role("spinbutton", name="Networks").fill("500")
    button(page, "Train them").click()
    expect(place.get_by_role("progressbar")).to_be_visible()
    button(page, "Step").click()  # while they are trained
    expect_iteration(page, 1, of=1_000_000)
    button(page, "Stop").click()
    expect(place).to_contain_text("Stopped.")
    expect(place.get_by_role("progressbar")).to_be_hidden()


@pytest.mark.parametrize(
    ("value", "words"),
    [("501", "seeds: 501 is not accepted; it must be from 1 to 500."), ("", "seeds: 0 is not")],
)
def test_what_cannot_be_is_said(page: Page, value: str, words: str) -> None:
    wait_for_python(page)
    place = panel(page, STARTS)
    place.get_by_role("spinbutton", name="Networks").fill(value)
    button(page, "Train them").click()
    expect(place).to_contain_text(words)


@pytest.mark.thorough
def test_many_answers_near_each_other_become_columns(page: Page) -> None:
    open_preset(page, "and")
    networks = Spread(replace(PRESETS["and"]), 200)
    networks.train()
    assert len(networks.answers().answers) == 200
    place = panel(page, STARTS)
    place.get_by_role("spinbutton", name="Networks").fill("200")
    button(page, "Train them").click()
    picture = place.get_by_role("img")
    expect(picture).to_be_visible()
    box = picture.bounding_box()
    assert box
    assert box["height"] < 420
    assert picture.locator("rect, circle").count() > 0
    names = picture.locator("text").all_text_contents()
    assert len(set(names[:3])) == 3  # no two ticks are called the same


def test_settings_are_compared_in_one_picture_and_the_best_is_opened(page: Page) -> None:
    open_preset(page, "circle")
    room(page, "Learning")
    page.get_by_label("Iterations").fill("100")
    page.get_by_label("Iterations").press("Enter")
    place = panel(page, "Compare settings")
    setting = place.get_by_role("combobox", name="Setting")
    setting.select_option(label="neurons in the first hidden layer")
    setting.press("Tab")
    page.keyboard.press("Enter")
    sweep = Sweep(replace(PRESETS["circle"], iterations=100), "size")
    sweep.train()
    tried, told = sweep.tried(), sweep.told()
    best = tried[told["best"]]
    expect(place.locator(".said")).to_contain_text(f"{len(tried)} values of the neurons")
    lines = place.get_by_role("table", name="Each value").locator("tbody tr")
    expect(lines).to_have_count(len(tried))
    for line, one in zip(lines.all(), tried, strict=True):
        median, learned, _ = line.locator("td").all_inner_texts()
        assert float(median) == pytest.approx(one.median, rel=5e-3)
        assert learned == f"{one.learned} of 5"
    picture = place.get_by_role("img", name=re.compile("^The median error over the test rows for"))
    expect(picture.locator("circle")).to_have_count(5 * len(tried))
    button(page, f"Open {best.value:g} on the stage").click()
    expect(button(page, "Train")).to_be_focused()
    expect(page.get_by_label("Seed", exact=True)).to_have_value(str(best.best))
    layers = page.evaluate("session.experiment.layers.map(({ units }) => units)")
    assert layers == [best.value, 1]
