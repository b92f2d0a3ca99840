"""Whole networks: their shape, how they learn, and what they are fed with."""

import re
from dataclasses import replace
from typing import Any

import pytest
from playwright.sync_api import Locator, Page, expect

from neuron_core import Experiment, Layer
from neuron_core.presets import PRESETS, TITLES
from tests.page.reader import (
    Lend,
    Open,
    answer,
    button,
    expect_iteration,
    expect_rows,
    go_to,
    room,
    rows,
    status,
    train,
    wait_for_python,
)


def choose(page: Page, title: str) -> None:
    """Open an experiment of the menu."""
    page.get_by_role("combobox", name="Experiment").select_option(label=title)
    wait_for_python(page)


def unfold(page: Page, summary: str) -> None:
    page.get_by_text(summary, exact=True).click()


def set_number(page: Page, name: str, value: str) -> None:
    field = page.get_by_role("spinbutton", name=name, exact=True, include_hidden=True)
    room_of_it = "one => one.closest('[role=tabpanel][hidden]')?.getAttribute('aria-labelledby')"
    tab = field.evaluate(room_of_it)
    if tab:  # it stands in a room that is not open
        page.locator(f"#{tab}").click()
    field.fill(value)
    field.press("Enter")


def problem(page: Page) -> Locator:
    return page.locator("#problem")


def end_of(experiment: Experiment) -> list[float]:
    """The parameters of the output neuron's weights at the end of the run."""
    run = experiment.run()
    run.goto(experiment.iterations)
    found: list[float] = run.network.weights[-1].ravel().tolist()
    return found


def expect_weights(page: Page, expected: list[float]) -> None:
    labels = page.locator("#drawing .label")
    plates = page.locator("#drawing .label.plate")  # those of many weights, without their names
    labels = labels.filter(has_text=re.compile("^w")).or_(plates)
    expect(labels).to_have_count(len(expected))
    found = [float(one.get_attribute("title") or "nan") for one in labels.locator(".number").all()]
    assert found == pytest.approx(expected, rel=1e-6, abs=1e-9)


@pytest.mark.parametrize("name", ["circle", "curve", "several-classes", "and"])
def test_an_experiment_of_the_menu_learns_as_neuron_core_does(page: Page, name: str) -> None:
    wait_for_python(page)
    menu = page.get_by_role("combobox", name="Experiment")
    expect(menu).to_have_value("tutorial")
    menu.select_option(name)
    preset = PRESETS[name]
    expect_iteration(page, 0, of=preset.iterations)
    train(page)
    run = preset.run()
    run.goto(preset.iterations)
    outputs = run.network(preset.network_inputs([preset.question]))[0]
    shown = [float(one) for one in answer(page).get_attribute("title").split(", ")]  # type: ignore[union-attr]
    assert shown == pytest.approx(outputs.tolist(), abs=1e-6)


def test_layers_and_neurons_are_added_and_taken_away(page: Page) -> None:
    wait_for_python(page)
    room(page, "Learning")
    button(page, "Add a hidden layer").click()
    expect(page.get_by_role("group", name="Hidden layer 1")).to_be_visible()
    added = Layer(2, "tanh")
    one = replace(Experiment(), layers=(added, *Experiment().layers))
    expect_weights(page, one.network().weights[-1].ravel().tolist())

    button(page, "Add a neuron to hidden layer 1").click()
    expect(button(page, "Add a neuron to hidden layer 1")).to_be_focused()
    page.get_by_label("Activation of hidden layer 1").select_option("relu")
    page.get_by_label("Bias of hidden layer 1").uncheck()
    page.get_by_label("Bias of the output layer").check()
    layers = (Layer(3, "relu", bias=False), Layer(1, "tanh-tutorial", bias=True))
    set_number(page, "Iterations", "200")
    train(page)
    expect_weights(page, end_of(replace(one, layers=layers, iterations=200)))

    for _ in range(3):  # a layer without neurons is none
        button(page, "Remove a neuron from hidden layer 1").click()
    expect(page.get_by_role("group", name="Hidden layer 1")).to_have_count(0)
    button(page, "Add a hidden layer").click()
    button(page, "Remove a hidden layer").click()
    expect(button(page, "Remove a hidden layer")).to_have_count(0)


def test_a_limit_is_said_when_it_is_hit_and_the_network_stays(page: Page) -> None:
    wait_for_python(page)
    room(page, "Learning")
    for layer in range(1, 8):
        button(page, "Add a hidden layer").press("Enter")
        expect(page.get_by_role("group", name=f"Hidden layer {layer}")).to_be_visible()
    button(page, "Add a hidden layer").press("Enter")
    expect(problem(page)).to_contain_text("number of layers: 9 is not accepted")
    expect(page.get_by_role("group", name="Hidden layer 8")).to_have_count(0)


@pytest.mark.parametrize(
    "changes",
    [
        {"optimiser": "momentum"},
        {"optimiser": "adam", "batch_size": 2, "average": True},
        {"regularisation": "l1", "regularisation_rate": 0.01},
        {"regularisation": "l2", "regularisation_rate": 0.1},
        {"start": "zeros"},
        {"start": "xavier"},
        {"loss": "cross-entropy", "layers": (Layer(1, "sigmoid", bias=False),)},
    ],
    ids=lambda changes: " ".join(map(str, changes.values()))[:30],
)
def test_every_way_to_learn_is_a_control(page: Page, changes: dict[str, Any]) -> None:
    wait_for_python(page)
    room(page, "Learning")
    unfold(page, "More ways to learn")
    set_number(page, "Iterations", "300")
    names = {
        "optimiser": "Optimiser",
        "batch_size": "Batch size",
        "regularisation": "Regularisation",
        "regularisation_rate": "Regularisation rate",
        "start": "Start weights",
        "loss": "Error to lower",
    }
    for name, value in changes.items():
        if name == "average":
            page.get_by_label("Average over the rows of a step").set_checked(value)
        elif name in ("batch_size", "regularisation_rate"):
            set_number(page, names[name], str(value))
        elif name in names:
            page.get_by_role("combobox", name=names[name], exact=True).select_option(value)
    expect(problem(page)).to_be_empty()
    train(page)
    expect_weights(page, end_of(replace(Experiment(), iterations=300, **changes)))


def test_what_a_loss_makes_of_the_slope_is_explained(page: Page) -> None:
    wait_for_python(page)
    explained = page.get_by_role("region", name="What it shows")
    button(page, "Step").click()
    expect(explained).to_contain_text("and the slope of the output how far")
    room(page, "Learning")
    unfold(page, "More ways to learn")
    page.get_by_role("combobox", name="Error to lower").select_option("cross-entropy")
    button(page, "Step").click()
    expect(explained).to_contain_text("from mean cross-entropy the slope of the output cancels out")


def test_a_learning_rate_changed_while_it_trains_holds_from_there_on(page: Page) -> None:
    wait_for_python(page)
    set_number(page, "Iterations", "1000000")
    page.get_by_label("Speed").select_option("slow")  # so that it is not over meanwhile
    button(page, "Train").click()
    expect(button(page, "Pause")).to_be_visible()
    expect(page.locator("#iteration")).to_have_text(re.compile(r"^[1-9]"))
    set_number(page, "Learning rate", "0.1")
    changed = page.locator("#rates")
    expect(changed).to_have_text(
        re.compile(r"^Learning rate 1 at first, 0\.1 from iteration \d+\.$")
    )
    expect(button(page, "Pause")).to_be_visible()
    button(page, "Pause").click()
    expect(button(page, "Train")).to_be_visible()
    at = int(re.findall(r"\d+", changed.inner_text())[-1])
    go_to(page, at + 50)
    expect_iteration(page, at + 50, of=1_000_000)
    run = replace(Experiment(), iterations=1_000_000, rates=((at, 0.1),)).run()
    run.goto(at + 50)
    expect_weights(page, run.network.parameters.tolist())


def test_a_training_stops_at_an_error(page: Page) -> None:
    wait_for_python(page)
    room(page, "Learning")
    unfold(page, "More ways to learn")
    set_number(page, "Stop at error", "0.01")
    run = Experiment().run()
    run.goto(100)
    _, losses = run.curve()
    first = next(iteration for iteration, loss in enumerate(losses) if loss <= 0.01)
    button(page, "Train").click()
    expect_iteration(page, first)
    button(page, "Step").click()
    expect_iteration(page, first + 1)  # by hand it goes on


def test_rows_for_testing_noise_and_another_draw(page: Page) -> None:
    wait_for_python(page)
    choose(page, "Two clouds")
    room(page, "Data")
    preset = PRESETS["gauss"]
    set_number(page, "Noise", "0.4")
    set_number(page, "Rows", "50")
    button(page, "Regenerate").click()
    share = page.get_by_role("slider", name="Test share")
    share.fill("0.2")
    expect(page.get_by_role("spinbutton", name="Number of the draw")).to_have_value("1")
    assert preset.data.recipe
    data = replace(
        preset.data, recipe=replace(preset.data.recipe, noise=0.4, rows=50), seed=1, test_share=0.2
    )
    expect_rows(page, 50)
    first = page.locator("#training-data tbody tr").first.get_by_role("cell").nth(1)
    expect(first).to_have_text(f"{data.inputs[0, 0]:.4g}")
    made = [float(row[1]) for row in rows(page)]  # those near what is seen
    assert made == pytest.approx(data.inputs[: len(made), 0].tolist(), abs=1e-3)
    tested = page.locator("#training-data .test")
    expect(tested).to_have_count(int((data.test.rows < len(made)).sum()))


def test_inputs_made_of_the_columns_are_chosen(page: Page) -> None:
    wait_for_python(page)
    choose(page, "A disc in a ring")
    room(page, "Data")
    for name in ("x₁²", "x₂²"):
        page.get_by_role("checkbox", name=name, exact=True).check()
    for name in ("x₁", "x₂"):
        page.get_by_role("checkbox", name=name, exact=True).uncheck()
    train(page)
    expect_weights(page, end_of(replace(PRESETS["circle"], features=("x1^2", "x2^2"))))
    for name in ("x₁²", "x₂²"):
        page.get_by_role("checkbox", name=name, exact=True).click()
    expect(problem(page)).to_have_text("inputs: a network needs at least one.")
    expect(page.get_by_role("checkbox", name="x₂²", exact=True)).to_be_checked()


def test_the_table_is_edited_cell_by_cell(page: Page) -> None:
    wait_for_python(page)
    room(page, "Data")
    button(page, "Edit the rows").click()
    set_number(page, "Row 1, x₁", "1")
    button(page, "Remove row 4").click()
    expect(page.get_by_label("Row 4, x₁")).to_have_count(0)
    button(page, "Add a row").click()
    set_number(page, "Row 4, target", "0.5")
    button(page, "Edit the rows").click()
    expect(page.get_by_label("Row 1, x₁")).to_have_count(0)
    assert [row[1:5] for row in rows(page)] == [
        ["1", "0", "1", "0"],
        ["1", "1", "1", "1"],
        ["1", "0", "1", "1"],
        ["1", "0", "1", "0.5"],
    ]
    train(page)
    expect(status(page)).to_contain_text("10,000 iterations done")
    expect(page.get_by_role("combobox", name="Experiment")).to_have_value("")


@pytest.mark.parametrize(
    ("preset", "width"),
    [("tutorial", 1280), ("tutorial", 390), ("tutorial", 320), ("several-classes", 320)],
)
def test_every_cell_has_room_for_a_number(lend_page: Lend, preset: str, width: int) -> None:
    """Also where more columns have to be scrolled to."""
    page = lend_page(viewport={"width": width, "height": 800})
    wait_for_python(page)
    choose(page, TITLES[preset])
    room(page, "Data")
    button(page, "Edit the rows").click()
    fields = page.get_by_label(re.compile("^Row 2, "))
    data = PRESETS[preset].data
    expect(fields).to_have_count(data.inputs.shape[1] + data.targets.shape[1])
    for field in fields.all():
        field.fill("-12.75")
        assert field.evaluate("one => one.clientWidth >= 44 && one.scrollWidth <= one.clientWidth")
        expect(field).to_have_value("-12.75")  # whatever becomes of the cell before it
    fields.last.press("Enter")
    button(page, "Edit the rows").click()
    expect(fields).to_have_count(0)
    cells = page.get_by_role("table", name="Training data").get_by_role("row").nth(2)
    expect(cells.get_by_role("cell").nth(2)).to_have_text("-12.75")


def test_a_long_table_is_shown_in_part_and_loses_no_row(page: Page) -> None:
    wait_for_python(page)
    choose(page, "Two clouds")
    room(page, "Data")
    set_number(page, "Rows", "1000")
    expect(page.locator("#more-rows")).to_have_text("These are the first 500 of 1,000 rows.")
    button(page, "Edit the rows").click()
    expect(problem(page)).to_contain_text("the first 500 of 1,000")
    room(page, "Learning")
    unfold(page, "More ways to learn")
    set_number(page, "Batch size", "1000")
    button(page, "Step").click()
    expect_iteration(page, 1, of=300)
    room(page, "Inside")
    ledger = page.get_by_role("region", name=re.compile("^The ledger"))
    expect(ledger).to_contain_text("Step 1: ")
    expect(ledger.get_by_label("Row").locator("option")).to_have_count(500)
    late = ledger.get_by_label("Row").locator("option").last.inner_text()
    assert re.fullmatch(r"row \d{3,}", late)
    ledger.get_by_label("Row").select_option(late)  # whether the stage has that row or not
    button(page, "Step").click()
    expect_iteration(page, 2, of=300)


def test_a_number_that_has_grown_stays_in_its_drawing(open_page: Open) -> None:
    diverging = '#experiment={"preset":"curve","learning_rate":50,"iterations":200}'
    page = open_page(at=diverging, viewport={"width": 1280, "height": 800})
    wait_for_python(page)
    train(page)
    expect(status(page)).to_contain_text("Diverged")
    button(page, "Step back").click()
    grown = page.locator("#drawing .label.value").filter(has_text=re.compile(r"e\d+$"))
    expect(grown.first).to_have_text(re.compile(r"^-?\d\.\de\d+$"))
    page.set_viewport_size({"width": 390, "height": 844})
    page.wait_for_function("document.documentElement.scrollWidth === 390")  # drawn anew by then
