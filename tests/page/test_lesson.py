"""A learner walks the path: says what will happen, lets it happen, and compares."""

import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from playwright.sync_api import Page, Route, expect

from neuron_core import Dataset, Experiment, Layer
from neuron_core.insight.course import course
from neuron_core.insight.spread import Spread
from neuron_core.page.bridge import Bridge
from neuron_core.presets import PRESETS
from tests.built import code, code_with
from tests.page.learner import chapter, go_on, numbers, presets, press, say, trained
from tests.page.reader import (
    Open,
    answer,
    button,
    expect_iteration,
    iteration,
    menu,
    rows,
    status,
    wait_for_python,
)
from tests.page.shared import USUAL

THE_NUMBER = "The number that the tutorial prints"
TITLES = [
    "A puzzle",
    "A first guess",
    "One step",
    "Ten steps, or ten thousand",
    THE_NUMBER,
    "The last five steps",
    "How long a step may be",
    "One line of the code",
    "The column of ones",
    "One or the other",
    "Hours and points",
    "What to say about that tutorial",
]
OLD_ADDRESSES = ["neuron", "step", "tutorial", "rows", "rate", "slope", "bias", "xor", "hours"]


@dataclass(frozen=True)
class Walked:
    """A chapter as its test knows it.

    `replies` has each choice, and the beginning of what is answered to it alone. `right` and `told`
    are computed from neuron_core: the place of the right choice, and what the chapter has to say.
    """

    id: str
    label: str
    replies: dict[str, str]
    right: Callable[[], int]
    told: Callable[[], list[str]]


def rough(value: float) -> str:
    """A loss as the page writes it."""
    text = f"{value:.3g}"
    return re.sub(r"e([-+])0*", lambda found: "e" + found[1].strip("+"), text)


def in_words(value: float) -> str:
    """A loss as the page says it in a sentence."""
    return "less than 0.0001" if value < 1e-4 else rough(value)


def at(step: int, name: str = "tutorial") -> Bridge:
    return trained(presets()[name], step)


def loss(step: int) -> float:
    run = at(step).run
    return float(run.network.loss(run.inputs, run.targets))


def outputs(step: int) -> list[float]:
    run = at(step).run
    return [float(value) for value in run.network(run.inputs).ravel()]


def near(step: int) -> list[bool]:
    return [abs(one - two) <= 0.25 for one, two in zip(outputs(step), [0, 1, 1, 0], strict=True)]


def columns() -> list[int]:
    data = Experiment().data
    return [int((column == data.targets.ravel()).sum()) for column in data.inputs.T]


def first_step() -> dict[str, Any]:
    step: dict[str, Any] = at(1).ask("ledger")
    return step


def turned() -> list[Experiment]:
    """The targets turned round: with the column of ones, without it, and with a bias."""
    preset = PRESETS["small-rate"]
    inputs, targets = preset.data.inputs, 1 - preset.data.targets
    whole = replace(preset, data=Dataset(inputs, targets))
    narrow = replace(preset, data=Dataset(inputs[:, :2], targets), question=(0.0, 0.0))
    return [whole, narrow, replace(narrow, layers=(Layer(1, "tanh", bias=True),))]


def rates() -> list[list[float]]:
    return [
        course(replace(Experiment(), learning_rate=rate)).losses for rate in (0.01, 0.1, 0.5, 1.0)
    ]


def endings() -> list[str]:
    return [
        course(replace(PRESETS[name], learning_rate=rate)).ending
        for rate in (1.0, 0.1)
        for name in ("tutorial", "exact-slope")
    ]


def learned(experiment: Experiment) -> int:
    networks = Spread(experiment, 100)
    networks.train()
    return int(networks.summary().learned)


def scores() -> list[float]:
    networks = Spread(PRESETS["hours"], 100)
    networks.train()
    return networks.answers().scaled_back


def right_rows_of_xor(step: int) -> int:
    data = PRESETS["xor-neuron"].data
    answers = at(step, "xor-neuron").run.network(data.inputs).ravel()
    return int(((answers > 0.5) == (data.targets.ravel() == 1)).sum())


def swung() -> list[list[float]]:
    return [at(step).run.network.parameters[1:].tolist() for step in (9_999, 10_000)]


CHAPTERS = [
    Walked(
        "puzzle",
        "Compare the columns",
        {
            "0": "There are two zeros in 1, 0, 0",
            "1": "You may have looked for a column",
            "It cannot be known": "Strictly speaking you are right",
        },
        lambda: 1 if columns().index(4) == 0 else 2,
        lambda: (
            ["x₁ is the same as the target in all 4 rows"] + [f"{many} of 4" for many in columns()]
        ),
    ),
    Walked(
        "neuron",
        "Send row 3 through",
        {
            "Near 1": "You gave the neuron credit",
            "Near 0": "Random numbers might well cancel",
            "Near −1": "You expected nothing of random weights",
        },
        lambda: 2 if first_step()["rows"][2]["output"] < -0.5 else 0,
        lambda: [f"{first_step()['rows'][2][name]:.4f}" for name in ("sum", "output", "error")],
    ),
    Walked(
        "step",
        "Take one step",
        {
            "w₁": "x₁ agrees with the target, so w₁",
            "w₂": "x₂ agrees with the target in two rows only",
            "w₃": "You saw which weight is pushed most often",
        },
        lambda: int(np.argmax(np.abs(first_step()["adjustments"]))),
        lambda: [
            "The rows push by {:.3f}, {:.3f}, {:.3f} and {:.3f}".format(
                *(row["delta"] for row in first_step()["rows"])
            ),
            "w₁ moves by {:.3f}, pushed by rows 2 and 3; "
            "w₂ moves by {:.3f}, pushed by rows 2 and 4; "
            "w₃ moves by {:.3f}, pushed by rows 1, 2, 3 and 4".format(*first_step()["adjustments"]),
        ],
    ),
    Walked(
        "rows",
        "Train 10 steps, then 10,000",
        {
            "Much better": "More practice usually helps",
            "About as well": "You may have thought that 10 steps are enough",
            "Worse": "You expected the rest of the steps to do harm",
        },
        lambda: 2 if loss(10_000) > loss(10) else 0,
        lambda: [
            f"{rough(loss(10))} after 10 steps and {rough(loss(10_000))} after 10,000",
            f"lowest after {at(10_000).run.lowest()[0]} steps: {rough(at(10_000).run.lowest()[1])}",
        ],
    ),
    Walked(
        "tutorial",
        "Train, and ask all of them",
        {
            "All four": "One right answer looks like proof",
            "Two": "You did not take one right answer",
            "None": "You trust it less than it deserves",
        },
        lambda: [4, 2, 0].index(sum(near(10_000))),
        lambda: [
            f"The answer to 1, 0, 0 is {at(10_000).run.network([1, 0, 0])[0]:.8f}",
            "4 are on the right side of 0.5, and 2 are near",
            f"Rows 1 and 4 give {outputs(10_000)[0]:.4f} and {outputs(10_000)[3]:.4f}",
        ],
    ),
    Walked(
        "swing",
        "Play the last five steps",
        {
            "It moves them a little way down": "That is what a step is for",
            "Nothing: they have come to rest": "After 10,000 steps one would think so",
            "It throws them to the other side": "You thought of a step that is too long",
        },
        lambda: 2 if all(np.sign(swung()[0]) == -np.sign(swung()[1])) else 1,
        lambda: [
            "thrown from {:.4f} and {:.4f} to {:.4f} and {:.4f}".format(*swung()[0], *swung()[1]),
            f"{rough(loss(9_999))} on one side and {rough(loss(10_000))} on the other",
        ],
    ),
    Walked(
        "rate",
        "Train all four",
        {
            "0.01": "Short steps look safe",
            "0.1": "A careful choice",
            "0.5": "Long steps, but short enough",
            "1": "The longest steps are the quickest at first",
        },
        lambda: int(np.argmin([losses[1] for losses in rates()])),
        lambda: [rough(value) for losses in rates() for value in losses],
    ),
    Walked(
        "slope",
        "Put the line right",
        {
            "Yes": "A mistake in the code, and a training that fails",
            "Only together with the rate of 1": "The two do come together",
            "No": "You suspected the long steps",
        },
        lambda: {("swings", "settles"): 2, ("swings", "swings"): 1}[(endings()[1], endings()[2])],
        lambda: [
            f"finds it off by {rough(at(0).ask('gradient_check')['relative_error'])} of the whole",
            "a rate of 1 the neuron swings all the same, "
            "and with the slip and a rate of 0.1 it settles",
            "return 1 - np.tanh(outputs) ** 2",
        ],
    ),
    Walked(
        "bias",
        "Train with the column and without it",
        {
            "1, once it is trained": "Training can move the weights anywhere",
            "0, and nothing else": "You saw that 0 times any weight is 0",
            "It depends on the start weights": "The start decides a lot elsewhere",
        },
        lambda: 1 if float(turned()[1].network()([0.0, 0.0])[0]) == 0 else 0,
        lambda: [
            f"comes down to {in_words(course(turned()[0]).losses[-1])}. "
            "Without it, 0, 0 gives exactly 0, before the training and after it",
            f"stays at {rough(course(turned()[1]).losses[-1])}",
            f"the bias is {course(turned()[2]).parameters[-1]:.3f}, "
            f"which is what w₃ was: {course(turned()[0]).parameters[-1]:.3f}",
        ],
    ),
    Walked(
        "xor",
        "Train 100 starts",
        {
            "All of them, or nearly": "It learned four rows before",
            "About half of them": "You may have thought of luck",
            "None of them": "You saw that no line can do it",
        },
        lambda: 2 if learned(PRESETS["xor-neuron"]) == 0 else 1,
        lambda: [
            f"{learned(PRESETS['xor-neuron'])} of 100 starts have learned",
            f"{right_rows_of_xor(10)} rows right after 10 steps",
            f"stays at {rough(course(PRESETS['xor-neuron']).losses[-1])}",
        ],
    ),
    Walked(
        "hours",
        "Train 100 networks",
        {
            "To the point": "The same examples, so the same answer",
            "Within five points": "You expected them to differ, and to differ little",
            "Not even within five points": "You trusted them less",
        },
        lambda: 1 if 1 < max(scores()) - min(scores()) <= 5 else 2,
        lambda: [
            f"says {scores()[PRESETS['hours'].seed]:.1f} points",
            f"from {min(scores()):.1f} to {max(scores()):.1f}",
        ],
    ),
]


def test_the_chapters_are_these(page: Page) -> None:
    expect(chapter(page)).to_be_visible()
    links = page.get_by_role("navigation", name="Chapters").get_by_role("link")
    assert [link.inner_text().split("\n")[-1].strip() for link in links.all()] == TITLES


def test_the_lesson_walked_wrong_and_right(open_page: Open) -> None:
    """Each choice has an answer of its own, and what is told is what neuron_core finds."""
    page = open_page(viewport=USUAL)
    wait_for_python(page)
    for walked in CHAPTERS:
        expect(chapter(page)).to_have_id(f"chapter-{walked.id}")
        radios = chapter(page).get_by_role("radio")
        choices = list(walked.replies)
        assert [radio.get_attribute("value") for radio in radios.all()] == choices
        right = walked.right()
        for place, (choice, reply) in enumerate(walked.replies.items()):
            say(page, choice)
            told = press(page, walked.label)
            expect(told).to_contain_text(reply)
            if place == right:
                expect(told).to_contain_text(f"You said so: {choice}.")
            else:
                answered = f"You said “{choice}”. The answer is: {choices[right]}."
                expect(told).to_contain_text(answered)
            for other in set(walked.replies.values()) - {reply}:
                expect(told).not_to_contain_text(other)
        for words in walked.told():
            expect(told).to_contain_text(words)
        go_on(page)
    expect(chapter(page)).to_have_id("chapter-tell")


@pytest.mark.own_page
def test_nothing_is_shown_before_it_is_predicted_or_declined(page: Page) -> None:
    wait_for_python(page)
    go = chapter(page).get_by_role("button", name="Compare the columns", exact=True)
    go.click()
    expect(chapter(page)).to_contain_text("Predict first, or go on without.")
    expect(chapter(page)).not_to_contain_text("x₁ is the same as the target")
    chapter(page).get_by_role("button", name="Go on without").click()
    expect(chapter(page)).to_contain_text("x₁ is the same as the target")
    expect(chapter(page)).not_to_contain_text("You said")
    go_on(page)
    press_twice = chapter(page).get_by_role("button", name="Send row 3 through", exact=True)
    press_twice.click()
    expect(chapter(page)).to_contain_text("Predict first, or go on without.")
    press_twice.click()
    expect(chapter(page)).to_contain_text("Near −1.")


def test_texts_titles_and_choices_say_what_neuron_core_says(open_page: Open) -> None:
    """Numbers that stand in a chapter before anything has run."""
    second, third = (float(value) for value in swung()[1])
    steepest = float(np.linalg.eigvalsh([[1, 1], [1, 2]])[-1])
    low, high = (outputs(step) for step in (9_999, 10_000))
    said = {
        "tutorial": [f"{at(10_000).run.network([1, 0, 0])[0]:.8f}"],
        "swing": [f"w₂ is {second:.4f} and w₃ is {third:.4f}"],
        "tell": [
            f"above {2 / steepest:.3f}",
            f"between about −{-low[0]:.2f} and {high[0]:.2f}, and −{-low[3]:.2f} and {high[3]:.2f}",
            f"{at(10_000).run.network([1, 0, 0])[0]:.8f}",
        ],
        "hours": ["one studied 2 hours, slept 9 and scored 92", "3 hours, 9 hours and 100 points"],
    }
    assert at(10_000).run.lowest()[0] == 9  # "the best step was the ninth"
    assert PRESETS["hours"].data.scaling == ((0, 3), (0, 9), (0, 100))
    page = open_page(viewport=USUAL)
    for name, texts in said.items():
        page.evaluate(f"location.hash = '#chapter-{name}'")
        expect(chapter(page)).to_have_id(f"chapter-{name}")
        for words in texts:
            expect(chapter(page)).to_contain_text(words)


def test_on_a_phone_the_puzzle_has_the_rows_in_itself(open_page: Open) -> None:
    page = open_page(viewport={"width": 390, "height": 844})
    shown = chapter(page).get_by_role("table", name="Four examples and a question")
    expect(shown).to_be_visible()
    data = Experiment().data
    whole = [[*row, *target] for row, target in zip(data.inputs, data.targets, strict=True)]
    lines = [
        [cell.inner_text() for cell in row.get_by_role("cell").all()]
        for row in shown.get_by_role("row").all()[1:]
    ]
    assert lines == [[f"{value:g}" for value in row] for row in whole] + [["1", "0", "0", "?"]]


def test_addresses_of_before_open_their_chapters(open_page: Open) -> None:
    page = open_page(viewport=USUAL)
    for name in OLD_ADDRESSES:
        page.evaluate(f"location.hash = '#chapter-{name}'")
        expect(chapter(page)).to_have_id(f"chapter-{name}")


def test_each_chapter_says_where_to_look(open_page: Open) -> None:
    page = open_page(viewport=USUAL)
    lit = page.locator("[data-spotlight]")
    expect(chapter(page).locator(".look")).to_contain_text("Look at the table")
    expect(lit).to_have_count(1)
    expect(lit.get_by_role("table", name="Training data")).to_be_visible()
    go_on(page)
    expect(lit.get_by_role("img", name=re.compile("^The neuron with"))).to_be_visible()


def test_the_swing_is_played_step_by_step(open_page: Open) -> None:
    page = open_page(at="#chapter-swing", viewport=USUAL)
    wait_for_python(page)
    say(page, "It throws them to the other side")
    told = press(page, "Play the last five steps")
    expect_iteration(page, 10_000)
    slider = told.get_by_role("slider", name="Step")
    for step in (9_996, 9_999):
        slider.fill(str(step))
        expect_iteration(page, step)
        second, third = at(step).run.network.parameters[1:]
        words = f"Step {step:,}: w₂ = {second:.4f}, w₃ = {third:.4f}, error {rough(loss(step))}."
        expect(told).to_contain_text(words)
        expect(told.get_by_role("img", name=words)).to_be_visible()


def test_a_rate_is_tried_by_hand_from_crawling_to_overshooting(open_page: Open) -> None:
    page = open_page(at="#chapter-rate", viewport=USUAL)
    wait_for_python(page)
    trial = chapter(page).locator(".trial")
    expect(trial).to_be_hidden()  # it would show what is to be predicted
    say(page, "0.5")
    press(page, "Train all four")
    field = trial.get_by_label("Rate", exact=True)
    said = {
        "0.01": "it crawls, and settles late.",
        "0.5": "it settles.",
        "0.763": "it settles.",
        "0.765": "it swings for ever.",
        "3": "it overshoots, and rows end on the wrong side.",
    }
    for rate, words in said.items():
        field.fill(rate)
        field.press("Enter")
        expect(trial).to_contain_text(f"Rate {rate}: {words}")
        losses = course(replace(Experiment(), learning_rate=float(rate))).losses
        expect(trial).to_contain_text(
            "The error is {} after 10 steps, {} after 100 and {} at the end.".format(
                *map(in_words, losses)
            )
        )
        expect(page.get_by_label("Learning rate", exact=True)).to_have_value(rate)
    expect(trial.get_by_role("img", name=re.compile("^The valley over w₂ and w₃"))).to_be_visible()
    slider = trial.get_by_role("slider", name="Learning rate to try")
    slider.focus()
    page.keyboard.press("Home")
    expect(field).to_have_value("0.01")
    expect(trial).to_contain_text("Rate 0.01: it crawls, and settles late.")


def test_a_hidden_layer_learns_what_one_neuron_cannot(open_page: Open) -> None:
    page = open_page(at="#chapter-xor", viewport=USUAL)
    wait_for_python(page)
    say(page, "None of them")
    press(page, "Train 100 starts")
    told = press(page, "Put two neurons in between, and train again")
    many = re.search(r"Now (\d+) of 100", told.inner_text())
    preset = PRESETS["xor-hidden"]
    experiment = replace(preset, layers=(replace(preset.layers[0], units=2), preset.layers[1]))
    assert many
    assert abs(int(many[1]) - learned(experiment)) <= 5  # a few starts hang on their last bits
    expect(told.get_by_role("img")).to_have_count(3)
    assert [abs(float(row[-1])) < 0.25 for row in rows(page)] == [True] * 4


def test_a_student_is_asked_about_in_hours(open_page: Open) -> None:
    page = open_page(at="#chapter-hours", viewport=USUAL)
    wait_for_python(page)
    say(page, "To the point")
    told = press(page, "Train 100 networks")
    expect(told.get_by_role("img").locator("circle")).to_have_count(100)
    chapter(page).get_by_label("Hours of study").fill("2")
    chapter(page).get_by_label("Hours of sleep").fill("9")
    chapter(page).get_by_role("button", name="Ask", exact=True).click()
    points = at(10_000, "hours").ask("answer", [2, 9])[0]
    expect(chapter(page)).to_contain_text(
        f"2 hours of study and 9 of sleep: {points:.1f} points, says the network on the stage."
    )
    menu(page).select_option("and")
    expect_iteration(page, 0, of=PRESETS["and"].iterations)
    chapter(page).get_by_role("button", name="Ask", exact=True).click()
    expect(chapter(page)).to_contain_text("The students are not on the stage now.")


def test_the_last_chapter_leads_back_to_each_stage(open_page: Open) -> None:
    page = open_page(at="#chapter-tell", viewport=USUAL)
    sentences = chapter(page).get_by_role("list").filter(has_text="The learning rate is missing")
    expect(sentences.get_by_role("listitem")).to_have_count(5)
    expect(chapter(page).get_by_role("link", name=re.compile("^Next"))).to_have_count(0)
    names = sentences.get_by_role("link").all_inner_texts()
    assert len(set(names)) == 5
    page.evaluate("window.print = () => { globalThis.printed = true; }")
    chapter(page).get_by_role("button", name="Print this page").click()
    assert page.evaluate("globalThis.printed")
    sentences.get_by_role("link", name=f"See chapter {TITLES.index(THE_NUMBER) + 1}").click()
    expect(chapter(page)).to_have_id("chapter-tutorial")


@pytest.mark.parametrize("at", ["", "#chapter-swing", "#data", "#ledger"])
def test_whatever_is_open_the_stage_and_the_five_sentences_are_printed(
    open_page: Open, at: str
) -> None:
    page = open_page(at=at, viewport=USUAL)
    lists = page.get_by_role("list", include_hidden=True)
    paper = lists.filter(has_text="The learning rate is missing")
    expect(paper).to_have_count(1)
    expect(paper).to_be_hidden()
    page.emulate_media(media="print")
    expect(paper).to_be_visible()
    expect(paper.get_by_role("listitem")).to_have_count(5)
    expect(page.get_by_role("img", name=re.compile("^The neuron with"))).to_be_visible()
    expect(page.get_by_role("table", name="Training data")).to_be_visible()
    expect(page.get_by_role("article")).to_be_hidden()


def test_what_was_said_is_still_there(open_page: Open) -> None:
    page = open_page(at="#chapter-puzzle", viewport=USUAL)
    wait_for_python(page)
    say(page, "0")
    press(page, "Compare the columns")
    go_on(page)
    page.go_back()
    expect(chapter(page)).to_contain_text("You said “0”. The answer is: 1.")
    expect(page.get_by_role("radio", name="0", exact=True)).to_be_checked()


def test_the_table_of_the_rows_has_all_digits(open_page: Open) -> None:
    page = open_page(at="#chapter-rows", viewport=USUAL)
    wait_for_python(page)
    say(page, "Worse")
    told = press(page, "Train 10 steps, then 10,000")
    shown = numbers(told)
    expected = [value for pair in zip(outputs(10), outputs(10_000), strict=True) for value in pair]
    assert shown == pytest.approx(expected, abs=1e-12)
    told = press(page, "Go to the step with the lowest error")
    expect(told).to_contain_text("After 9 steps, 4 of the 4 rows are near their targets")
    expect_iteration(page, 9)


def test_an_address_opens_its_chapter_and_sets_its_stage_up(open_page: Open) -> None:
    held: list[Route] = []

    def prepare(page: Page) -> None:
        page.route("**/pyodide.first.wasm", lambda route: held.append(route))

    page = open_page(prepare, at="#chapter-xor", viewport=USUAL)
    expect(chapter(page)).to_contain_text("One or the other")
    expect(chapter(page)).to_be_in_viewport()
    expect(status(page)).to_contain_text("Your experiment opens when it is here.")
    say(page, "About half of them")
    chapter(page).get_by_role("button", name="Train 100 starts").click()
    expect(chapter(page)).to_contain_text("It begins as soon as Python is here")
    while not held:
        page.wait_for_timeout(10)  # the page has not asked for it yet
    held[0].continue_()
    expect(chapter(page)).to_contain_text(
        "You said “About half of them”. The answer is: None of them."
    )
    assert [[float(cell) for cell in row[1:4]] for row in rows(page)] == presets()["xor-neuron"][
        "data"
    ]["inputs"]

    # Something else happens on the stage: the chapter does not tell what it did not see.
    page.get_by_role("link", name=re.compile("^Hours and points$")).first.click()
    expect(page.get_by_label("Learning rate", exact=True)).to_have_value("0.5")
    expect_iteration(page, 0)
    say(page, "To the point")
    chapter(page).get_by_role("button", name="Train 100 networks").click()
    page.get_by_role("link", name=re.compile("^A puzzle")).first.click()
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

    page = open_page(prepare, viewport=USUAL)
    expect(chapter(page)).to_be_visible()
    wait_for_python(page)
    assert page.evaluate("shifts.reduce((sum, value) => sum + value, 0)") < 0.02
    modules = [url.rsplit("/", 1)[-1] for url in asked if url.endswith(".js")]
    assert code_with(dist, '"aria-multiline"') not in modules
    assert modules.index(code(dist, "worker").name) < modules.index(code_with(dist, "lesson-title"))
    button(page, "Train").click()
    expect(answer(page)).to_have_text("0.99995873")
