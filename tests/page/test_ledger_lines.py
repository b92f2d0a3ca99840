"""The ledger where a step is not a plain one: all that is printed can be worked out by hand."""

import json
import re
from dataclasses import replace
from math import sqrt
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Locator, Page, expect

from neuron_core import OPTIMISERS, Experiment
from neuron_core.page.bridge import Bridge
from tests.core import toys
from tests.core.worked_out import FUNCTIONS, SIGNS
from tests.page.learner import editor, panel
from tests.page.reader import button, expect_iteration, go_to, open_file, room, wait_for_python

LEDGER = "The ledger: one step by hand"


def set_up(page: Page, **changes: Any) -> Experiment:
    """Change what is told, as a reader does, and the experiment natively."""
    wait_for_python(page)
    room(page, "Learning")
    page.get_by_text("More ways to learn").click()
    for name, value in changes.items():
        field = page.locator(f"#settings [name={name}]")
        if value is True:
            field.check()
        elif isinstance(value, str):
            field.select_option(value)
        else:
            field.fill(str(value))
            field.press("Enter")
    return replace(Experiment(), **changes)


def by_hand(cell: Locator) -> tuple[float, float] | None:
    """Return what is worked out from the figures in a cell, and what stands there as the result."""
    how = cell.locator(".how").inner_text()
    if not re.search(r"\d", how):
        return None
    sum_of = how.translate(str.maketrans(SIGNS))
    return eval(sum_of, dict(FUNCTIONS)), float(cell.locator(".number").inner_text())


def foot(page: Page, experiment: Experiment, iteration: int) -> tuple[Locator, dict[str, Any]]:
    """Go where the step from that iteration has just been taken, and find its last lines."""
    bridge = Bridge()
    bridge.open(experiment.plain())
    bridge.goto(iteration + 1)
    page_of: dict[str, Any] = bridge.ask("ledger")
    go_to(page, iteration + 1)
    expect_iteration(page, iteration + 1)
    found = panel(page, LEDGER).locator("tfoot")
    expect(found.locator(".number").last).to_have_text(f"{page_of['new_weights'][-1]:.8f}")
    return found, page_of


def heads(place: Locator) -> list[str]:
    return place.get_by_role("rowheader").all_inner_texts()


def check(place: Locator) -> int:
    checked = 0
    for cell in place.locator("td:has(.how)").all():
        pair = by_hand(cell)
        if pair:
            assert pair[0] == pytest.approx(pair[1], rel=2e-6, abs=2e-8)
            checked += 1
    return checked


@pytest.mark.parametrize("iteration", [0, 1, 25])
def test_adam_averaged_is_walked_from_the_adjustment_to_the_new_weight(
    page: Page, iteration: int
) -> None:
    experiment = set_up(page, average=True, optimiser="adam", learning_rate=0.05)
    place, ledger = foot(page, experiment, iteration)
    n = iteration + 1
    assert heads(place) == [
        "adjustment = all rows added up",
        "asked = adjustment ÷ 4 rows",
        "new mean = 0.9 × mean + 0.1 × asked",
        "new square = 0.999 × square + 0.001 × asked²",
        f"direction = new mean ÷ (1 − 0.9ⁿ) ÷ (√(new square ÷ (1 − 0.999ⁿ)) + tiny), n = {n}",
        "change = learning rate × direction",
        "new weight = old weight + change",
    ]
    assert check(place) == 7 * 3

    # The first weight, from the rows to the new weight, in plain arithmetic.
    asked = sum(row["contributions"][0] for row in ledger["rows"]) / 4
    known = {line["name"]: line["parts"][2][0] for line in ledger["lines"] if "new" in line["name"]}
    mean = 0.9 * known["new mean"] + 0.1 * asked
    square = 0.999 * known["new square"] + 0.001 * asked**2
    direction = mean / (1 - 0.9**n) / (sqrt(square / (1 - 0.999**n)) + 1e-8)
    weight = ledger["weights"][0]
    column = [
        asked * 4, asked, mean, square, direction, 0.05 * direction, weight + 0.05 * direction
    ]  # fmt: skip
    shown = [
        float(line.locator("td .number").first.get_attribute("title") or "nan")
        for line in place.locator("tr").all()
    ]
    assert shown == pytest.approx(column, rel=1e-9, abs=1e-15)


@pytest.mark.parametrize(
    ("optimiser", "lines"),
    [
        (
            "momentum",
            [
                "new velocity = 0.9 × velocity + adjustment",
                "step = learning rate × new velocity",
                "moved = old weight + step",
                "reach = learning rate × penalty's rate",
                "shrink = max(min(moved, reach), −reach)",
                "velocity left = new velocity − shrink ÷ max(learning rate, tiny)",
            ],
        ),
        (
            "adam",
            [
                "new mean = 0.9 × mean + 0.1 × adjustment",
                "new square = 0.999 × square + 0.001 × adjustment²",
                "length = √(new square ÷ (1 − 0.999ⁿ)) + penalty's rate + tiny, n = 31",
                "direction = new mean ÷ (1 − 0.9ⁿ) ÷ length, n = 31",
                "step = learning rate × direction",
                "moved = old weight + step",
                "reach = learning rate × penalty's rate ÷ length",
                "shrink = max(min(moved, reach), −reach)",
            ],
        ),
    ],
)
def test_l1_is_walked_as_the_optimiser_measures_it(
    page: Page, optimiser: str, lines: list[str]
) -> None:
    experiment = set_up(
        page,
        optimiser=optimiser,
        regularisation="l1",
        regularisation_rate=0.02,
        learning_rate=0.01,
    )
    place, _ = foot(page, experiment, 30)
    assert heads(place) == [
        "adjustment = all rows added up",
        *lines,
        "new weight = moved − shrink",
    ]
    assert check(place) == (len(lines) + 2) * 3


@pytest.mark.parametrize("iteration", [0, 30])
def test_l1_is_walked_too(page: Page, iteration: int) -> None:
    experiment = set_up(page, regularisation="l1", regularisation_rate=0.02, learning_rate=0.1)
    place, ledger = foot(page, experiment, iteration)
    assert heads(place) == [
        "adjustment = all rows added up",
        "step = learning rate × adjustment",
        "moved = old weight + step",
        "reach = learning rate × penalty's rate",
        "shrink = max(min(moved, reach), −reach)",
        "new weight = moved − shrink",
    ]
    assert check(place) == 6 * 3
    asked = sum(row["contributions"][0] for row in ledger["rows"])
    moved = ledger["weights"][0] + 0.1 * asked
    shrink = min(0.1 * 0.02, abs(moved)) * (1 if moved > 0 else -1)
    shown = [
        float(line.locator("td .number").first.get_attribute("title") or "nan")
        for line in place.locator("tr").all()
    ]
    assert shown == pytest.approx(
        [asked, 0.1 * asked, moved, 0.1 * 0.02, shrink, moved - shrink], rel=1e-9, abs=1e-15
    )


def test_l2_with_momentum_in_averaged_batches_adds_up(page: Page) -> None:
    experiment = set_up(
        page,
        optimiser="momentum",
        regularisation="l2",
        regularisation_rate=0.03,
        batch_size=2,
        average=True,
        learning_rate=0.05,
    )
    place, _ = foot(page, experiment, 7)
    assert heads(place) == [
        "adjustment = all rows added up",
        "asked = adjustment ÷ 2 rows − penalty's rate × old weight",
        "new velocity = 0.9 × velocity + asked",
        "change = learning rate × new velocity",
        "new weight = old weight + change",
    ]
    assert check(place) == 5 * 3


def test_plain_averaging_divides_the_rate(page: Page) -> None:
    experiment = set_up(page, average=True)
    place, _ = foot(page, experiment, 3)
    assert heads(place)[1] == "change = learning rate ÷ 4 rows × adjustment"
    assert check(place) == 3 * 3


def test_an_optimiser_that_a_reader_adds_is_told_without_a_line_about_it(
    page: Page, monkeypatch: pytest.MonkeyPatch
) -> None:
    wait_for_python(page)
    place = panel(page, "Change the Python")
    text = editor(page)
    page.get_by_role("tab", name="A free script").click()
    adds = "\nfrom neuron_core import OPTIMISERS\nOPTIMISERS['rmsprop'] = OPTIMISER\n"
    text.fill(Path(toys.__file__).read_text(encoding="utf-8") + adds)
    button(page, "Run").click()
    expect(place.locator(".said")).to_have_text("Done.")

    monkeypatch.setitem(OPTIMISERS, "rmsprop", toys.OPTIMISER)
    experiment = replace(Experiment(), optimiser="rmsprop", average=True, learning_rate=0.05)
    open_file(page, "rmsprop.json", json.dumps(experiment.plain()))
    place, _ = foot(page, experiment, 8)
    assert heads(place) == [
        "adjustment = all rows added up",
        "asked = adjustment ÷ 4 rows",
        "new square = 0.9 × square + 0.1 × asked²",
        "direction = asked ÷ (√(new square) + tiny)",
        "change = learning rate × direction",
        "new weight = old weight + change",
    ]
    assert check(place) == 6 * 3
