"""What a reader hears of the page who does not see it: in words, as tables, and as sound."""

import re
from itertools import pairwise

import pytest
from playwright.sync_api import Page, expect

from tests.page.learner import panel
from tests.page.reader import button, go_to, train


@pytest.mark.own_page  # putting a shared page back is an action, too
def test_what_each_action_has_led_to_is_told(page: Page) -> None:
    told = page.locator("[aria-live=polite]#told")
    button(page, "Step").click()
    expect(told).to_have_text(
        re.compile(r"^Iteration 1 of 10,000: mean squared error 0\.481\. 2 of 4 rows are right")
    )
    timeline = page.get_by_role("slider", name="Iteration")
    expect(timeline).to_have_attribute(
        "aria-valuetext", "iteration 1 of 10,000, mean squared error 0.481"
    )
    page.get_by_label("Send row 4 through the neuron").check()
    expect(told).to_have_text(re.compile("^Row 4, 0, 1, 1: the output is .*, the target 0: "))
    train(page)
    expect(told).to_have_text(
        "Mean squared error 0.0877. It has not learned: 2 of 4 rows are far from their targets."
    )
    shape = "falls to 0.00149 at iteration 9, rises to 0.0867 at iteration 41 and stays near 0.0877"
    expect(page.locator("#curve").get_by_role("img", name=shape)).to_be_visible()


def test_the_pictures_are_there_as_tables(page: Page) -> None:
    go_to(page, 9)
    numbers = panel(page, "In words, numbers and sound")
    expect(numbers).to_contain_text("and falls to 0.00149 at iteration 9.")
    curve = numbers.get_by_role("table", name="The curve")
    expect(curve.get_by_role("row").last).to_have_text("90.00149")
    neurons = numbers.get_by_role("table", name="The neurons, with the new situation")
    answer = page.get_by_label("Answer").inner_text()
    expect(neurons.get_by_role("row").last.get_by_role("cell").nth(1)).to_have_text(answer)


NOTES = """() => {
    const { setValueAtTime } = AudioParam.prototype;
    const played = (globalThis.notes = []);
    AudioParam.prototype.setValueAtTime = function (value, time) {
        if (this.maxValue > 1e4) played.push(value); // a frequency
        return setValueAtTime.call(this, value, time);
    };
}"""


@pytest.mark.own_page
def test_the_error_and_the_swing_are_heard_when_they_are_asked_for(page: Page) -> None:
    train(page)
    page.evaluate(NOTES)
    numbers = panel(page, "In words, numbers and sound")
    expect(numbers).to_contain_text("w₂ and w₃ are moved back and forth")
    assert page.evaluate("notes") == []
    button(page, "Hear").click()
    expect(button(page, "Be silent")).to_be_visible()
    notes = page.evaluate("notes")
    lowest = notes.index(min(notes))
    assert notes[0] == max(notes)
    assert 0 < lowest < len(notes) / 2  # iteration 9 is early, also on an axis like a logarithm
    assert min(notes) < notes[-1] < max(notes)  # the error rises again
    button(page, "Be silent").click()
    expect(button(page, "Hear")).to_be_visible()
    numbers.get_by_label("What to hear").select_option("the last 16 steps of w₂")
    button(page, "Hear").click()
    page.wait_for_function(f"notes.length > {len(notes)}")
    swing = page.evaluate("notes")[len(notes) :]
    ups = [one < other for one, other in pairwise(swing)]
    assert all(one != other for one, other in pairwise(ups))  # up and down, at every step
