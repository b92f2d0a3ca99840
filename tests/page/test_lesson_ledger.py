"""The ledger: neuron_core's own numbers, which can be checked by hand and light up together."""

import re
from typing import Any

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.page.learner import numbers, panel, presets, trained
from tests.page.reader import Open, button, expect_iteration, go_to, menu, wait_for_python, weights

LEDGER = "The ledger: one step by hand"


def row_of(ledger: dict[str, Any], at: int) -> list[float]:
    """A row's numbers in the order in which the page shows them."""
    row = ledger["rows"][at]
    return [
        *row["products"],
        *(row["sum"], row["output"], row["error"], row["slope"], row["delta"]),
        *row["contributions"],
        *([] if ledger["bias"] is None else [row["bias_contribution"]]),
    ]


def together_of(ledger: dict[str, Any]) -> list[float]:
    """The numbers of all rows together, weight by weight, then the bias."""
    return [
        *ledger["adjustments"],
        *([] if ledger["bias"] is None else [ledger["bias_adjustment"]]),
        *(value for line in ledger["lines"] for value in line["values"]),
    ]


def check_rows(place: Locator, ledger: dict[str, Any]) -> None:
    """Hold what the page shows of each row, and of all together, against neuron_core."""
    together = together_of(ledger)
    expect(place.locator("tfoot .number").last).to_have_text(f"{together[-1]:.8f}")
    for at in range(len(ledger["rows"])):
        place.get_by_label("Row").select_option(index=at)
        row = row_of(ledger, at)
        expect(place.locator("tbody .number")).to_have_text([f"{value:z.8f}" for value in row])
        assert numbers(place) == pytest.approx([*row, *together], abs=1e-12)
        # products, their sum, error, delta and what it adds; below them, how the weights move
        assert check_by_hand(place) == 3 + 1 + 1 + 1 + 3 + 3 * 3


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
        bridge = trained(presets()["tutorial"], iteration)
        check_rows(ledger, bridge.ask("ledger"))
    # the new weights are those of the iteration to which the step has led
    assert numbers(ledger)[-3:] == pytest.approx(bridge.run.network.parameters.tolist(), abs=1e-12)


def test_a_hidden_neuron_that_is_chosen_in_the_drawing_has_its_ledger(open_page: Open) -> None:
    page = open_page(at="#chapter-xor", viewport={"width": 1280, "height": 800})
    wait_for_python(page)
    menu(page).select_option("xor-hidden")
    go_to(page, 40)
    expect_iteration(page, 40)
    bridge = trained(presets()["xor-hidden"], 40)
    drawing = page.locator("#drawing")
    ledger = panel(page, LEDGER)
    drawing.get_by_role("button", name="neuron 2 of layer 1").click()
    check_rows(ledger, bridge.ask("ledger", 1))
    expect(ledger).to_contain_text("error, from the next layer")

    drawing.get_by_role("button", name="output neuron").click()
    expected = together_of(bridge.ask("ledger"))
    expect(ledger.locator("tfoot .number").last).to_have_text(f"{expected[-1]:.8f}")


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
    page.locator("#drawing").get_by_role("slider", name="Weight w₂").hover()
    expect(ledger.locator("td[data-part=sum-1]").first).to_have_class(lit)
    expect(ledger.locator("td[data-part=update-1]").last).to_have_class(lit)
    expect(ledger.locator("td[data-part=sum-0]").first).not_to_have_class(lit)

    # A row of the ledger goes through the drawing.
    ledger.get_by_label("Row").select_option("row 3")
    expect(page.get_by_role("radio", name="Send row 3 through the neuron")).to_be_checked()
    button(page, "Step").click()
    button(page, "Step").click()
    expect(ledger.locator("tfoot .number").last).to_have_text("1.11258749")


def lit(page: Page) -> tuple[list[str], list[str], list[str]]:
    """What is lit: parts of the drawing, lines of the table, lines of Python."""
    found = [
        page.locator("#drawing button.lit"),
        page.locator(".ledger tr:has(td.held) th"),
        page.get_by_role("list", name="The Python of one training step").locator("button.lit"),
    ]
    parts, lines, code = ([one.inner_text() for one in place.all()] for place in found)
    return parts, lines, code


def test_it_is_played_number_by_number_forwards_and_back(page: Page) -> None:
    wait_for_python(page)
    button(page, "Step").click()
    ledger = panel(page, LEDGER)
    expect(ledger).to_contain_text("Step 1: from iteration 0 to iteration 1.")
    step = trained(presets()["tutorial"], 1).ask("ledger")
    now = ledger.locator(".now p")
    after = weights(page)
    expect(button(page, "Back")).to_have_attribute("aria-disabled", "true")

    button(page, "Next").click()
    expect(now).to_have_text(re.compile(r"^Row 1, x₁ × w₁: 0 × \(-0\.16595599\) = -?0\.00000000$"))
    parts, lines, code = lit(page)
    assert parts == ["w₁", "x₁", "sum"]
    assert lines == ["x₁ × w₁"]
    assert code
    assert all(one.startswith("sums = ") for one in code)
    expect(ledger.locator(".now code")).to_have_text(code[0])
    expect(page.get_by_role("radio", name="Send row 1 through the neuron")).to_be_checked()
    drawn = page.get_by_role("slider", name="Weight w₃")
    expect(drawn).to_have_attribute("aria-valuenow", str(step["weights"][-1]))
    assert weights(page) == step["weights"]  # those that the step began with

    count = len(row_of(step, 0))
    for _ in range(count):  # to the first number of row 2, by the arrow key
        page.keyboard.press("ArrowRight")
    expect(page.get_by_role("radio", name="Send row 2 through the neuron")).to_be_checked()
    expect(now).to_have_text("Row 2, x₁ × w₁: 1 × (-0.16595599) = -0.16595599")
    page.keyboard.press("ArrowLeft")
    expect(page.get_by_role("radio", name="Send row 1 through the neuron")).to_be_checked()
    expect(now).to_contain_text("Row 1, delta × x₃: ")
    assert "adjustments =" in lit(page)[2][0]

    button(page, "End").click()
    expect(now).to_be_hidden()
    assert lit(page)[1] == []
    expect(drawn).to_have_attribute("aria-valuenow", str(after[-1]))
    assert weights(page) == after


def test_playing_goes_on_by_itself_and_can_be_paused(page: Page) -> None:
    wait_for_python(page)
    ledger = panel(page, LEDGER)
    expect(ledger.locator("tfoot .number").last).to_be_visible()
    now = ledger.locator(".now p")
    button(page, "Play").click()
    expect(now).to_contain_text("x₁ × w₁: ")
    expect(now).to_contain_text("x₂ × w₂: ")  # by itself
    button(page, "Pause").click()
    expect(button(page, "Play")).to_be_visible()
    button(page, "Back").click()
    expect(now).to_contain_text("x₁ × w₁: ")
    button(page, "Step").click()  # the stage goes elsewhere
    expect(now).to_be_hidden()
    expect_iteration(page, 1)


@pytest.mark.parametrize("width", [390, 768, 1280])
def test_nothing_of_it_is_wider_than_its_column(open_page: Open, width: int) -> None:
    page = open_page(at="#ledger", viewport={"width": width, "height": 800})
    wait_for_python(page)
    ledger = panel(page, LEDGER)
    expect(ledger.locator("tfoot .number").last).to_be_visible()
    code = ", .code-lines" if width > 640 else ""  # on a phone its lines are not broken
    wide = ledger.locator(f".scrolled{code}").evaluate_all(
        "all => all.filter((one) => one.scrollWidth > one.clientWidth).length"
    )
    assert wide == 0
    button(page, "Next").click()
    expect(ledger.locator("td.held")).to_be_in_viewport()
    expect(ledger.locator(".now p")).to_be_in_viewport()
    expect(page.locator("#drawing")).to_be_in_viewport()
