"""The truth table, the gradient check and the loss surface: neuron_core's answers, shown."""

import json

import pytest
from playwright.sync_api import Page, expect

from tests.page.learner import numbers, panel, presets, press, say, trained
from tests.page.reader import (
    Lend,
    Open,
    button,
    expect_iteration,
    go_to,
    room,
    train,
    wait_for_python,
)

COLOURS = """(canvas) => {
    const { width, height } = canvas;
    const { data } = canvas.getContext("2d").getImageData(0, 0, width, height);
    const found = new Set();
    for (let at = 0; at < data.length; at += 4) found.add(data.slice(at, at + 3).join());
    return found.size;
}"""


@pytest.mark.own_page
def test_what_can_be_found_out_about_the_tutorial_s_neuron(page: Page) -> None:
    wait_for_python(page)
    train(page)
    bridge = trained(presets()["tutorial"])

    truth = panel(page, "Every situation").get_by_role("table", name="Truth table")
    expected = bridge.ask("truth_table")
    assert expected
    expect(truth.get_by_role("row")).to_have_count(1 + 8)
    cells = [
        [cell.inner_text() for cell in row.get_by_role("cell").all()]
        for row in truth.get_by_role("row").all()[1:]
    ]
    for shown, row in zip(cells, expected, strict=True):
        target = "new" if row["target"] is None else f"{row['target']:g}"
        inputs = [f"{value:g}" for value in row["inputs"]]
        assert shown == [*inputs, target, f"{row['output']:.8f}"]
    assert [row[3] for row in cells].count("new") == 4

    surface = panel(page, "The valley")
    picture = surface.get_by_role("img", name="The loss surface")
    w2, w3 = bridge.run.network.parameters[1:]
    expect(surface.get_by_role("img", name=f"Now at {w2:.8f} and {w3:.8f}.")).to_be_visible()
    assert picture.evaluate(COLOURS) > 12
    surface.get_by_label("Across").select_option("w₁")
    w1 = bridge.run.network.parameters[0]
    expect(surface.get_by_role("img", name=f"Now at {w1:.8f} and {w3:.8f}.")).to_be_visible()

    check = panel(page, "Which way is down?")
    go_to(page, 0)
    expect_iteration(page, 0)
    bridge.goto(0)
    button(page, "Gradient check").click()
    expect(check).to_contain_text("This rule fails: the two do not agree at iteration 0.")
    expect(check).to_contain_text("Relative error 0.124")
    pairs = [
        value
        for row in bridge.ask("gradient_check")["parameters"]
        for value in (row["by_formula"], row["by_nudging"])
    ]
    assert numbers(check) == pytest.approx(pairs, abs=1e-9)

    room(page, "Learning")
    page.get_by_label("Slope").select_option(label="exact: 1 − output²")
    panel(page, "Which way is down?")
    expect(page.locator("#gradient-check > .behind")).to_be_visible()  # it was about another rule
    button(page, "Gradient check").click()
    expect(check).to_contain_text("This rule passes: both agree at iteration 0.")


def test_where_a_relu_stands_on_its_kink_the_gradient_check_says_so(open_page: Open) -> None:
    experiment = {
        "data": {"inputs": [[0, 0], [0, 1], [1, 0], [1, 1]], "targets": [0, 1, 1, 0]},
        "layers": [{"units": 4, "activation": "relu"}, {"units": 1, "activation": "linear"}],
        "learning_rate": 0.1,
        "question": [0, 0],
    }
    page = open_page(at=f"#experiment={json.dumps(experiment)}")
    wait_for_python(page)
    go_to(page, 100)
    expect_iteration(page, 100)
    told = trained(experiment, 100).ask("gradient_check")
    kinks = [one["kink"] for one in told["parameters"] if one["kink"]]
    assert kinks
    assert told["passed"]
    check = panel(page, "Which way is down?")
    button(page, "Gradient check").click()
    expect(check).to_contain_text("This rule passes: both agree at iteration 100.")
    expect(check).to_contain_text(told["left_out"])
    lines = check.get_by_role("row").filter(has_text="above")
    expect(lines).to_have_count(len(kinks))
    for line, (below, above) in zip(lines.all(), kinks, strict=True):
        assert numbers(line)[1:] == pytest.approx([below, above], abs=1e-6)


def test_two_classes_that_cross_entropy_takes_for_0_and_1_are_told(lend_page: Lend) -> None:
    experiment = {
        "preset": "circle",
        "loss": "cross-entropy",
        "layers": [{"units": 4}, {"units": 1, "activation": "sigmoid"}],
    }
    page = lend_page(at=f"#experiment={json.dumps(experiment)}")
    wait_for_python(page)
    said = page.get_by_text("For cross-entropy, the target -1 counts as 0 and 1 as 1.")
    expect(said).to_be_visible()
    page.get_by_role("combobox", name="Experiment").select_option("circle")
    expect(said).to_have_count(0)


@pytest.mark.grid
@pytest.mark.parametrize("width", [320, 390, 1280])
def test_nothing_below_the_stage_has_to_be_scrolled_sideways(open_page: Open, width: int) -> None:
    page = open_page(at="#chapter-rows", viewport={"width": width, "height": 800})
    wait_for_python(page)
    say(page, "Worse")
    expect(press(page, "Train 10 steps, then 10,000")).to_contain_text("It was lowest after 9")
    room(page, "Python")
    button(page, "Open the editor").click()
    expect(page.get_by_role("tablist", name="What to edit")).to_be_visible()
    panel(page, "The valley")
    assert page.evaluate(
        "document.documentElement.scrollWidth <= document.documentElement.clientWidth"
    )
    for control in page.locator("button, input, select, [role=img]").filter(visible=True).all():
        assert control.evaluate(
            "(it) => it.ariaLabel || it.labels?.length || it.textContent.trim()"
        )
