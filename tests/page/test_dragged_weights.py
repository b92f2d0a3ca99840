"""Weights and biases that are dragged at their lines, by pointer, by touch and by keys."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import CDPSession, Locator, Page, expect

from neuron_core import Experiment
from neuron_core.presets import PRESETS
from tests.page.reader import (
    Open,
    answer,
    button,
    expect_iteration,
    menu,
    problem,
    room,
    rows,
    train,
    wait_for_python,
    wait_until,
    weights,
)
from tests.page.test_looks import box_of

PER_PIXEL = 0.02


def handle(page: Page, name: str) -> Locator:
    return page.locator("#drawing").get_by_role("slider", name=name, exact=True)


def middle(place: Locator) -> tuple[float, float]:
    box = box_of(place)
    return box["x"] + box["width"] / 2, box["y"] + box["height"] / 2


def grasp(page: Page, name: str) -> tuple[float, float]:
    """Press the pointer's button on it, and hold it; tell where."""
    handle(page, name).hover()  # it may move as pictures come
    page.mouse.down()
    return middle(handle(page, name))


def said(page: Page) -> Locator:
    return page.get_by_role("region", name="What it shows")


def expect_shown(page: Page, start: list[float]) -> None:
    """The whole stage shows the neuron with these weights, as neuron_core computes it."""
    run = Experiment(parameters=tuple(start)).run()
    outputs = run.network(run.inputs).ravel().tolist()
    for name, value in zip(("w₁", "w₂", "w₃"), start, strict=True):
        number = re.compile(f"^{re.escape(repr(value).removesuffix('.0')[:10])}")
        expect(handle(page, f"Weight {name}")).to_have_attribute("aria-valuenow", number)
    expect(answer(page)).to_have_text(f"{float(run.network([1, 0, 0]).item()):z.8f}")
    assert weights(page) == start
    expect_iteration(page, 0)
    assert [row[-2] for row in rows(page)] == [f"{value:z.4f}" for value in outputs]
    loss = float(run.network.loss(run.inputs, run.targets))
    expect(page.locator("#iteration")).to_contain_text(f"mean squared error {loss:.3g}")


def test_a_weight_is_dragged_and_all_follows_before_it_is_let_go(page: Page) -> None:
    wait_for_python(page)
    train(page)
    trained = weights(page)
    x, y = grasp(page, "Weight w₁")
    page.mouse.move(x, y + 30, steps=6)
    start = [round(trained[0] - 30 * PER_PIXEL, 2), *trained[1:]]
    expect_iteration(page, 0)
    expect(handle(page, "Weight w₁")).to_have_attribute("aria-valuenow", str(start[0]))
    expect_shown(page, start)  # the button of the mouse is still held
    page.mouse.up()
    expect(page.locator("#drawing").get_by_role("spinbutton")).to_be_hidden()  # it was no press
    expect(said(page)).to_contain_text("Weights changed by hand.")
    expect(said(page)).to_contain_text("Undo brings back those from before")

    button(page, "Undo").click()
    expect_iteration(page, 10_000)
    assert weights(page) == trained
    expect(button(page, "Undo")).to_be_hidden()


def test_escape_gives_back_the_weight_that_is_being_dragged(page: Page) -> None:
    wait_for_python(page)
    before = weights(page)
    x, y = grasp(page, "Weight w₃")
    page.mouse.move(x, y - 50, steps=5)
    expect(handle(page, "Weight w₃")).to_have_attribute("aria-valuenow", "0")
    page.keyboard.press("Escape")
    expect(button(page, "Undo")).to_be_hidden()
    page.mouse.move(x, y - 90)  # it is not held any more
    page.mouse.up()
    expect_shown(page, before)


def test_keys_move_it_by_a_tenth_and_with_shift_by_one(page: Page) -> None:
    wait_for_python(page)
    w1, w2, w3 = weights(page)
    handle(page, "Weight w₂").focus()
    for key, moved in (
        ("ArrowUp", 0.1),
        ("Shift+ArrowUp", 1),
        ("PageDown", -1),
        ("ArrowDown", -0.1),
    ):
        w2 = round(w2 + moved, 2)
        page.keyboard.press(key)
        expect(handle(page, "Weight w₂")).to_have_attribute("aria-valuenow", str(w2))
        expect(handle(page, "Weight w₂")).to_be_focused()
    expect_shown(page, [w1, w2, w3])
    page.keyboard.press("ArrowRight")  # on to the next part
    expect(handle(page, "Weight w₃")).to_be_focused()
    page.keyboard.press("Shift+ArrowUp")
    expect_shown(page, [w1, w2, round(w3 + 1, 2)])
    page.keyboard.press("Escape")
    expect_shown(page, [w1, w2, w3])
    button(page, "Undo").click()  # all that was done to w₂ since it had the focus
    expect_shown(page, Experiment().network().parameters.tolist())


def test_what_is_dragged_stays_within_its_reach(page: Page) -> None:
    wait_for_python(page)
    handle(page, "Weight w₁").focus()
    for _ in range(12):
        page.keyboard.press("Shift+ArrowUp")
    most = handle(page, "Weight w₁").get_attribute("aria-valuemax")
    assert most == "10"
    expect(handle(page, "Weight w₁")).to_have_attribute("aria-valuenow", most)


def test_reset_keeps_what_was_dragged_and_train_starts_from_there(page: Page) -> None:
    wait_for_python(page)
    drawn = page.locator("#drawing .label").filter(has_text=re.compile("^w₁")).locator(".number")
    before = str(drawn.get_attribute("title"))
    handle(page, "Weight w₁").focus()
    page.keyboard.press("Shift+ArrowUp")
    expect(drawn).not_to_have_attribute("title", before)
    expect(button(page, "Undo")).to_be_visible()
    start = weights(page)
    button(page, "Train").click()
    expect_iteration(page, 10_000)
    run = Experiment(parameters=tuple(start)).run()
    run.goto(10_000)
    assert weights(page) == pytest.approx(run.network.parameters.tolist(), abs=1e-9)
    button(page, "Reset").click()
    expect_shown(page, start)


def test_another_question_leaves_the_way_back(page: Page) -> None:
    wait_for_python(page)
    before = weights(page)
    handle(page, "Weight w₂").focus()
    page.keyboard.press("ArrowUp")
    expect(button(page, "Undo")).to_be_visible()
    page.get_by_label("New situation, x₂", exact=True).fill("1")
    button(page, "Undo").click()
    expect(button(page, "Undo")).to_be_hidden()
    expect(handle(page, "Weight w₂")).to_have_attribute("aria-valuenow", str(before[1]))
    expect(page.get_by_label("New situation, x₂", exact=True)).to_have_value("1")
    menu(page).select_option("xor-hidden")
    expect_iteration(page, 0, of=PRESETS["xor-hidden"].iterations)
    expect(button(page, "Undo")).to_be_hidden()


@pytest.mark.parametrize(("preset", "name"), [("xor-hidden", "Weight w₂"), ("circle", "Bias b")])
def test_in_a_network_those_of_the_chosen_neuron_are_dragged(
    page: Page, preset: str, name: str
) -> None:
    wait_for_python(page)
    menu(page).select_option(preset)
    page.wait_for_function("preset => session.description.preset === preset", arg=preset)
    expect_iteration(page, 0, of=PRESETS[preset].iterations)
    network = PRESETS[preset].network()
    value = float(network.weights[-1][1, 0]) if "w" in name else 0.0
    x, y = grasp(page, name)
    page.mouse.move(x, y - 20, steps=4)
    page.mouse.up()
    now = round(value + 20 * PER_PIXEL, 2)
    expect(handle(page, name)).to_have_attribute("aria-valuenow", f"{now:g}")


@pytest.fixture
def finger(open_page: Open) -> tuple[Page, Callable[[str, list[tuple[float, float]]], None]]:
    """A phone, and a finger on it: it touches, moves and lets go."""
    page = open_page(viewport={"width": 390, "height": 844}, has_touch=True)
    protocol: CDPSession = page.context.new_cdp_session(page)

    def touch(kind: str, points: list[tuple[float, float]]) -> None:
        places = [{"x": x, "y": y} for x, y in points]
        protocol.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": places})

    return page, touch


def test_a_finger_drags_it_and_not_the_page(
    finger: tuple[Page, Callable[[str, list[tuple[float, float]]], None]],
) -> None:
    page, touch = finger
    wait_for_python(page)
    w1, *rest = weights(page)
    page.evaluate("scrollTo(0, 200)")
    wait_until(page, "() => scrollY === 200")
    x, y = middle(handle(page, "Weight w₁"))
    touch("touchStart", [(x, y)])
    for gone in range(10, 110, 10):
        touch("touchMove", [(x, y + gone)])
    expect(handle(page, "Weight w₁")).to_have_attribute(
        "aria-valuenow", str(round(w1 - 100 * PER_PIXEL, 2))
    )
    touch("touchEnd", [])
    assert page.evaluate("scrollY") == 200
    expect_shown(page, [round(w1 - 100 * PER_PIXEL, 2), *rest])
    expect(button(page, "Undo")).to_be_in_viewport()


def test_before_python_is_there_what_is_dragged_is_shown_and_waits(open_page: Open) -> None:
    page = open_page(prepare=lambda page: page.route("**/*.snapshot*", lambda route: route.abort()))
    handle(page, "Weight w₃").focus()
    page.keyboard.press("Shift+ArrowUp")
    expect(handle(page, "Weight w₃")).to_have_attribute("aria-valuenow", "0")
    wait_for_python(page)
    expect_shown(page, [*Experiment().network().parameters.tolist()[:2], 0.0])


def test_weights_that_are_no_numbers_are_not_dragged(page: Page) -> None:
    wait_for_python(page)
    room(page, "Learning")
    page.get_by_role("combobox", name="Activation", exact=True).select_option("linear")
    page.get_by_label("Learning rate").fill("100")
    page.get_by_label("Learning rate").press("Enter")
    train(page)
    handle(page, "Weight w₁").focus()
    page.keyboard.press("ArrowUp")
    expect(problem(page)).to_contain_text("no finite numbers")
