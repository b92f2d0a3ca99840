"""How good the network is, in words and tables, as neuron_core judges it."""

import re

from playwright.sync_api import Locator, Page, expect

from neuron_core import Experiment
from neuron_core.page.bridge import Bridge
from neuron_core.presets import PRESETS
from tests.page.learner import panel, trained
from tests.page.reader import Open, button, expect_iteration, go_to, status, wait_for_python

QUALITY = "How good is it?"


def open_preset(page: Page, name: str) -> Experiment:
    wait_for_python(page)
    page.get_by_role("combobox", name="Experiment").select_option(name)
    experiment = PRESETS[name]
    expect_iteration(page, 0, of=experiment.iterations)
    if len(experiment.question) <= 2:  # it makes the stage higher, and moves what is below it
        expect(page.locator("#stage-plane canvas").first).to_be_visible()
    return experiment


def cells(table: Locator) -> list[list[str]]:
    lines = table.locator("tbody tr").all()
    return [line.locator("th, td").all_inner_texts() for line in lines]


def rough(value: float) -> str:
    return f"{float(f'{value:.3g}'):g}"


def test_of_classes_it_tells_accuracy_and_confusion_over_both_kinds_of_rows(page: Page) -> None:
    experiment = open_preset(page, "circle")
    for iteration in (0, 40):
        go_to(page, iteration)
        place = panel(page, QUALITY)
        expect(place).to_contain_text(f"At iteration {iteration}:")
        expect(place.locator(".behind")).to_have_count(0)
        found = trained(experiment.plain(), iteration).ask("quality")
        for over, name in ((found["training"], "Training rows"), (found["test"], "Test rows")):
            table = cells(place.get_by_role("table", name=name))
            assert [[int(many) for many in line[1:]] for line in table] == over["confusion"]
            assert [line[0] for line in table] == ["target -1", "target 1"]
            right = sum(over["confusion"][place][place] for place in range(2))
            percent = f"{round(100 * over['accuracy'], 1):g} %"
            expect(place).to_contain_text(
                f"{right} of {over['rows']} rows are right ({percent}), {over['near']} near"
            )
            line = next(
                line
                for line in cells(place.get_by_role("table", name="Over all rows"))
                if line[0] == name.lower()
            )
            assert line[1:] == [
                str(over["rows"]),
                percent,
                str(over["near"]),
                rough(over["loss"]),
            ]


def test_where_each_class_has_an_output_its_name_is_in_the_table(page: Page) -> None:
    experiment = open_preset(page, "several-classes")
    go_to(page, 30)
    place = panel(page, QUALITY)
    found = trained(experiment.plain(), 30).ask("quality")
    expect(place).to_contain_text("At iteration 30:")
    expect(place.locator(".behind")).to_have_count(0)
    table = place.get_by_role("table", name="Training rows")
    heads = table.get_by_role("columnheader").all_inner_texts()
    assert [head.removeprefix("out: ") for head in heads] == found["classes"]
    assert [[int(many) for many in line[1:]] for line in cells(table)] == found["training"][
        "confusion"
    ]


def test_of_numbers_it_tells_r_squared_and_what_that_means(page: Page) -> None:
    experiment = open_preset(page, "plane")
    go_to(page, 100)
    place = panel(page, QUALITY)
    found = trained(experiment.plain(), 100).ask("quality")
    assert 0.99999 < found["training"]["r_squared"] < 1  # with so many digits that it is not 1
    expect(place).to_contain_text(f"R² is {found['training']['r_squared']:.6f}")
    expect(place).to_contain_text("0 is what always answering the mean would get")
    expect(place.get_by_role("table")).to_have_count(1)


def test_it_is_kept_up_and_says_what_there_is_not(open_page: Open) -> None:
    page = open_page(viewport={"width": 390, "height": 844}, reduced_motion="reduce")
    wait_for_python(page)
    place = panel(page, QUALITY)
    expect(place).to_contain_text("There are no test rows")
    button(page, "Train").click()
    expect(status(page)).to_contain_text("iterations done")
    expect(place).to_contain_text("At iteration 10,000:")
    bridge = Bridge()
    bridge.goto(10_000)
    rows = bridge.ask("quality")["training"]
    expect(place.get_by_role("table", name="Over all rows")).to_contain_text(rough(rows["loss"]))
    expect(place.locator(".behind")).to_have_count(0)
    assert page.evaluate(
        "document.documentElement.scrollWidth <= document.documentElement.clientWidth"
    )
    expect(place).to_contain_text(re.compile("on its class's side of 0.5"))


def test_the_weights_of_several_outputs_can_be_told_apart(page: Page) -> None:
    open_preset(page, "several-classes")
    choice = panel(page, "The valley").get_by_label("Across")
    names = choice.get_by_role("option").all_inner_texts()
    assert len(names) == len(set(names)) == 9
    assert names[0] == "output neuron 1, w₁"
