"""The ledger: neuron_core's own numbers, which can be checked by hand and light up together."""

import re
from typing import Any

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.page.learner import numbers, panel, presets, trained
from tests.page.reader import Open, button, expect_iteration, go_to, menu, wait_for_python

LEDGER = "The ledger: one step by hand"


def shown(ledger: dict[str, Any]) -> list[float]:
    """A ledger's numbers in the order in which the page shows them."""
    has_bias = ledger["bias"] is not None

    forward = [[*row["products"], row["sum"], row["output"]] for row in ledger["rows"]]
    backward = [
        [row["error"], row["slope"], row["delta"], *row["contributions"]]
        + ([row["bias_contribution"]] if has_bias else [])
        for row in ledger["rows"]
    ]
    return [
        *(value for row in forward + backward for value in row),
        *ledger["adjustments"],
        *([ledger["bias_adjustment"]] if has_bias else []),
        *(value for line in ledger["lines"] for value in line["values"]),
    ]


def check_by_hand(ledger: Locator) -> int:
    """Work out every product, sum and difference that is written out; return how many."""
    checked = 0
    for cell in ledger.locator("td:has(.how)").all():
        how, result = cell.locator(".how").inner_text(), cell.locator(".number").inner_text()
        sum_of = how.replace("×", "*").replace("−", "-")
        if re.fullmatch(r"[-+*(). e\d]*[+*] ?[-+*(). e\d]+|\d \- [().\-e\d]+", sum_of):
            assert eval(sum_of) == pytest.approx(float(result), abs=5e-7), how
            checked += 1
    return checked


def test_its_numbers_are_neuron_core_s_and_can_be_worked_out_by_hand(page: Page) -> None:
    wait_for_python(page)
    for iteration in (0, 9, 9_999):
        go_to(page, iteration)
        expect_iteration(page, iteration)
        ledger = panel(page, LEDGER)
        lab = trained(presets()["tutorial"], iteration)
        expected = shown(lab.ask("ledger"))
        last = ledger.locator("tfoot .number").last
        expect(last).to_have_text(f"{expected[-1]:.8f}")
        assert numbers(ledger) == pytest.approx(expected, abs=1e-12)
        assert check_by_hand(ledger) == 4 * 3 + 4 * 5 + 3 * 2
    # the new weights are those of the iteration to which the step has led
    assert numbers(ledger)[-3:] == pytest.approx(lab.run.network.parameters.tolist(), abs=1e-12)


def test_a_hidden_neuron_that_is_chosen_in_the_drawing_has_its_ledger(open_page: Open) -> None:
    page = open_page(at="#chapter-xor", viewport={"width": 1280, "height": 800})
    wait_for_python(page)
    menu(page).select_option("xor-hidden")
    go_to(page, 40)
    expect_iteration(page, 40)
    lab = trained(presets()["xor-hidden"], 40)
    drawing = page.locator("#drawing")
    ledger = panel(page, LEDGER)
    drawing.get_by_role("button", name="neuron 2 of layer 1").click()
    expected = shown(lab.ask("ledger", 1))
    expect(ledger.locator("tfoot .number").last).to_have_text(f"{expected[-1]:.8f}")
    assert numbers(ledger) == pytest.approx(expected, abs=1e-12)
    assert check_by_hand(ledger) == 4 * 3 + 4 * 5 + 3 * 2
    expect(ledger).to_contain_text("error, from the next layer")

    drawing.get_by_role("button", name="output neuron").click()
    expected = shown(lab.ask("ledger"))
    expect(ledger.locator("tfoot .number").last).to_have_text(f"{expected[-1]:.8f}")
    assert numbers(ledger) == pytest.approx(expected, abs=1e-12)


def test_line_part_and_cell_light_up_together_by_pointer_and_by_key(page: Page) -> None:
    wait_for_python(page)
    ledger = panel(page, LEDGER)
    line = ledger.get_by_role("list").get_by_role("button", name=re.compile("^sums = "))
    part = page.locator("#drawing").get_by_role("button", name="sum", exact=True)
    head = ledger.get_by_role("table", name="Forward").get_by_role("button", name="sum", exact=True)
    cell = ledger.get_by_role("table", name="Forward").locator("tbody td[data-part=sum]").first
    other = ledger.get_by_role("table", name="Backward").locator("tbody td[data-part=error]").first
    lit = re.compile(r"\blit\b")

    def together(expected: bool) -> None:
        for element in (line, part, head, cell):
            if expected:
                expect(element).to_have_class(lit)
            else:
                expect(element).not_to_have_class(lit)
        expect(other).not_to_have_class(lit)

    for element in (line, part, cell):
        element.hover()
        together(True)
        page.mouse.move(0, 0)
        together(False)
    for element in (line, part, head):
        element.focus()
        together(True)
        page.evaluate("document.activeElement.blur()")
        together(False)

    # One stop of the Tab key for the whole drawing; the arrow keys lead through its parts.
    page.locator("#drawing").get_by_role("button", name="x₁").focus()
    page.keyboard.press("ArrowRight")
    page.keyboard.press("End")
    expect(page.locator("#drawing").get_by_role("button", name="output")).to_be_focused()
    expect(other).to_have_class(lit)
    page.keyboard.press("Tab")
    expect(page.get_by_role("slider", name="Iteration")).to_be_focused()

    # One weight: its own column, and not its neighbours'.
    page.locator("#drawing").get_by_role("button", name="w₂").hover()
    expect(ledger.locator("td[data-part=sum-1]").first).to_have_class(lit)
    expect(ledger.locator("td[data-part=update-1]").last).to_have_class(lit)
    expect(ledger.locator("td[data-part=sum-0]").first).not_to_have_class(lit)

    # A row of the ledger goes through the drawing.
    ledger.get_by_role("button", name="row 3").first.click()
    expect(page.get_by_role("radio", name="Send row 3 through the neuron")).to_be_checked()
    button(page, "Step").click()
    button(page, "Step").click()
    expect(ledger.locator("tfoot .number").last).to_have_text("1.11258749")
