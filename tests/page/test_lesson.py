"""A learner walks the path: says what will happen, lets it happen, and compares."""

import re
from pathlib import Path

import pytest
from playwright.sync_api import Page, Route, expect

from tests.built import code, code_with
from tests.page.learner import chapter, go_on, numbers, presets, press, say, trained
from tests.page.reader import (
    Open,
    answer,
    button,
    expect_iteration,
    iteration,
    rows,
    status,
    wait_for_python,
)

TITLES = [
    "What a neuron computes",
    "One training step",
    "10,000 iterations and a right answer",
    "The four rows that it was trained on",
    "The learning rate",
    "The slope of an output that is already a tanh",
    "What no bias costs",
    "What one neuron cannot do",
    "Hours studied and slept",
]


@pytest.mark.own_page
def test_a_learner_walks_the_whole_path(page: Page) -> None:
    known = presets()
    expect(chapter(page)).to_be_visible()
    links = page.get_by_role("navigation", name="Chapters").get_by_role("link")
    assert [link.inner_text().split("\n")[-1].strip() for link in links.all()] == TITLES

    start = trained(known["tutorial"], 0).frame()
    say(page, "All three of them")
    told = press(page, "Send it through the neuron")
    expect(told).to_contain_text("You said “All three of them”. What happened: Only w₁.")
    expect(told).to_contain_text("-0.16595599 and the sum is -0.16595599")
    assert str(start.tolist()).count("-0.165955990594852") == 2

    go_on(page)
    say(page, "No, some will be farther away")
    told = press(page, "Take one step")
    expect(told).to_contain_text("You said so: No, some will be farther away. Row 1 and row 4 went")
    expect_iteration(page, 1)
    first, second = (trained(known["tutorial"], at).run for at in (0, 1))
    outputs = [run.network(run.inputs).ravel().tolist() for run in (first, second)]
    assert numbers(told) == [value for pair in zip(*outputs, strict=True) for value in pair]

    go_on(page)
    told = press(page, "Train 10,000 iterations")  # without having said anything
    expect(told).to_contain_text("Yes, nearer. After 10 iterations it was 0.97387340")
    expect(told).to_contain_text("0.99995873")

    go_on(page)
    say(page, "Yes, much better")
    told = press(page, "Train and look at the rows")
    expect(told).to_contain_text("You said “Yes, much better”. What happened: No, worse.")
    expect(told).to_contain_text("lowest at iteration 9, with 0.00149. 4 of the 4 rows are right")
    expect(told).to_contain_text("w₂ and w₃ change their sign at every step")
    assert [
        [cell.inner_text() for cell in row.get_by_role("cell").all()]
        for row in told.get_by_role("table", name="The weights, step by step")
        .get_by_role("row")
        .all()[3:]
    ] == [["5.39419541", "-0.19472169", "-0.34310257"], ["5.39428067", "0.19482422", "0.34317086"]]
    told = press(page, "Go to the iteration with the lowest error")
    expect(told).to_contain_text(
        "Iteration 9: 0 rows are far from their targets, the error is 0.00149."
    )
    expect_iteration(page, 9)

    go_on(page)
    say(page, "Hardly any")
    told = press(page, "Train both")
    expect(told).to_contain_text("What happened: Yes: one comes to rest, the other never does.")
    slider = page.get_by_role("slider", name="Find the limit")
    for rate, words in (("0.79", "jump for ever"), ("0.75", "come to rest")):
        slider.fill(rate)
        expect(chapter(page)).to_contain_text(f"Rate {rate}: the weights {words}")

    go_on(page)
    say(page, "1 − output²")
    told = press(page, "Check both")
    expect(told).to_contain_text("You said so: 1 − output².")
    expect(told).to_contain_text("the tutorial's slope is off by 0.124 of the whole")
    told = press(page, "Train with the right slope")
    expect(told).to_contain_text("0.99852685. The right slope alone does not save it")
    expect(press(page, "And with a learning rate of 0.1")).to_contain_text(
        "All rows are near their targets."
    )

    go_on(page)
    say(page, "It depends on the random start")
    told = press(page, "Train and ask")
    expect(told).to_contain_text("What happened: Exactly 0. Before the training it answered 0.0000")
    told = press(page, "Give it a bias and train again")
    expect(told).not_to_contain_text("the answer is 0.00000000")

    go_on(page)
    say(page, "No, not all of them")
    told = press(page, "Train it")
    expect(told).to_contain_text("You said so: No, not all of them.")
    told = press(page, "Add a hidden layer and train again")
    expect(told).to_contain_text("All rows are near their targets")
    assert [abs(float(row[-1])) < 0.25 for row in rows(page)] == [True] * 4

    go_on(page)
    say(page, "Yes, to the point")
    told = press(page, "Train 100 networks")
    expect(told).to_contain_text("You said “Yes, to the point”. What happened: ")
    expect(told.get_by_role("img").locator("circle")).to_have_count(100)
    expect(chapter(page).get_by_role("link", name=re.compile("^Next"))).to_have_count(0)

    page.go_back()  # what was said is still there
    expect(chapter(page)).to_contain_text("You said so: No, not all of them.")
    expect(page.get_by_role("radio", name="No, not all of them")).to_be_checked()


def test_an_address_opens_its_chapter_and_sets_its_stage_up(open_page: Open) -> None:
    held: list[Route] = []

    def prepare(page: Page) -> None:
        page.route("**/pyodide.asm.wasm", lambda route: held.append(route))

    page = open_page(prepare, at="#chapter-xor", viewport={"width": 1280, "height": 800})
    expect(chapter(page)).to_contain_text("What one neuron cannot do")
    expect(chapter(page)).to_be_in_viewport()
    expect(status(page)).to_contain_text("Your experiment opens when it is here.")
    say(page, "Yes")
    chapter(page).get_by_role("button", name="Train it").click()
    expect(chapter(page)).to_contain_text("It begins as soon as Python is here")
    while not held:
        page.wait_for_timeout(10)  # the page has not asked for it yet
    held[0].continue_()
    expect(chapter(page)).to_contain_text("You said “Yes”. What happened: No, not all of them.")
    assert [[float(cell) for cell in row[1:4]] for row in rows(page)] == presets()["xor-neuron"][
        "data"
    ]["inputs"]

    # Something else happens on the stage: the chapter does not tell what it did not see.
    page.get_by_role("link", name=re.compile("^The learning rate$")).first.click()
    expect(page.get_by_label("Learning rate", exact=True)).to_have_value("0.763")
    expect_iteration(page, 0)
    chapter(page).get_by_role("button", name="Train both").click()
    page.get_by_role("link", name=re.compile("^What a neuron computes")).click()
    expect(page.get_by_label("Learning rate", exact=True)).to_have_value("1")
    expect(iteration(page)).to_contain_text(re.compile("^0 of"))
    page.go_back()
    expect(chapter(page)).to_contain_text("The stage went on to something else.")


def test_the_lesson_keeps_off_the_first_screen(open_page: Open, dist: Path) -> None:
    """It comes after the stage, moves nothing of it, and brings nothing big."""
    asked: list[str] = []

    def prepare(page: Page) -> None:
        page.on("request", lambda request: asked.append(request.url))
        page.add_init_script(
            """globalThis.shifts = [];
            new PerformanceObserver((list) => {
                for (const { value } of list.getEntries()) shifts.push(value);
            }).observe({ type: "layout-shift", buffered: true });"""
        )

    page = open_page(prepare, viewport={"width": 1280, "height": 800})
    expect(chapter(page)).to_be_visible()
    wait_for_python(page)
    assert page.evaluate("shifts.reduce((sum, value) => sum + value, 0)") < 0.02
    modules = [url.rsplit("/", 1)[-1] for url in asked if url.endswith(".js")]
    assert code_with(dist, '"aria-multiline"') not in modules
    assert modules.index(code(dist, "worker").name) < modules.index(code_with(dist, "lesson-title"))
    button(page, "Train").click()
    expect(answer(page)).to_have_text("0.99995873")
