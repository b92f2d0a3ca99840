"""The picture of the plane is neuron_core's, right side up; its points can be asked and changed."""

import re
from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from playwright.sync_api import Locator, Page, expect

from neuron_core import Dataset, Experiment, Layer
from neuron_core.insight.plane import Plane, layer_space, ranges
from neuron_core.page.bridge import Bridge
from neuron_core.presets import PRESETS
from tests.page.learner import panel
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
    train,
    wait_for_python,
)

TITLE = "What it makes of the plane"
WIDE = {"width": 1280, "height": 800}
POINTS = 81
# Where the picture is on its canvas: see site/plane/plane.js.
LEFT, RIGHT, TOP = 52, 18, 18

CLASSES = Experiment(
    data=Dataset(
        [[-2, -2], [-1.5, -2], [2, -2], [2.5, -1.5], [0, 2], [0.5, 2.5]],  # type: ignore[arg-type]
        np.eye(3)[[0, 0, 1, 1, 2, 2]],
    ),
    layers=(Layer(4), Layer(3)),
    learning_rate=0.1,
    iterations=300,
    question=(0.0, 0.0),
)
CURVE = Experiment(
    data=Dataset(np.linspace(-2, 2, 9), np.sin(np.linspace(-2, 2, 9))),
    layers=(Layer(4), Layer(1)),
    learning_rate=0.1,
    iterations=2_000,
    question=(1.0,),
)


def opened(open_page: Open | Lend, chapter: str = "", **preferences: Any) -> Page:
    """The page with the experiment of a chapter, once Python is there."""
    page = open_page(at=chapter, **{"viewport": WIDE} | preferences)
    wait_for_python(page)
    panel(page, TITLE)
    expect(words(page)).to_contain_text("Click, tap")
    page.wait_for_function(  # until Python has sent the first picture
        """canvas => canvas.getContext("2d")
             .getImageData(canvas.width / 2, canvas.height / 2, 1, 1).data[3] > 0""",
        arg=there(page).locator(".plane-picture canvas").first.element_handle(),
    )
    return page


def open_experiment(page: Page, experiment: Experiment) -> None:
    """Open an experiment that no chapter is about."""
    page.evaluate("plain => session.open(plain)", experiment.plain())
    expect_rows(page, len(experiment.data.inputs))
    panel(page, TITLE)


def there(page: Page) -> Locator:
    """The panel; on the stage there may be a picture of the plane, too."""
    return page.get_by_role("region", name=TITLE)


def picture(page: Page) -> Locator:
    return there(page).get_by_role("application", name=re.compile("^What it makes of the plane"))


def words(page: Page) -> Locator:
    """What is said of the place that is pointed at."""
    return there(page).locator(".plane-readout")


def said(page: Page) -> Locator:
    """What is said of what has been done."""
    return there(page).locator(".plane-said")


def spot(page: Page, x: float, y: float) -> dict[str, float]:
    """The place of a share of the picture, from its left and from its top."""
    side = picture(page).evaluate("canvas => canvas.clientWidth") - LEFT - RIGHT
    return {"x": LEFT + x * side, "y": TOP + y * side}


def place(page: Page, experiment: Experiment, x: float, y: float) -> dict[str, float]:
    """The place of a point of the plane."""
    (left, right), (bottom, top) = ranges(experiment)
    return spot(page, (x - left) / (right - left), (top - y) / (top - bottom))


def colour(canvas: Locator, x: float, y: float) -> list[int]:
    """Red, green and blue at a place of a canvas, once all that is due has been drawn."""
    found: list[int] = canvas.evaluate(
        """async (canvas, [x, y]) => {
          for (const _ of "12") await new Promise(requestAnimationFrame);
          const scale = canvas.width / canvas.clientWidth;
          const { data } = canvas.getContext("2d").getImageData(x * scale, y * scale, 1, 1);
          return [...data.slice(0, 3)];
        }""",
        [x, y],
    )
    return found


def pixel(page: Page, x: float, y: float) -> list[int]:
    """The colour of a share of the picture, without the points."""
    at = spot(page, x, y)
    return colour(there(page).locator(".plane-picture canvas").first, at["x"], at["y"])


def outputs(name: str, iteration: int) -> tuple[Plane, Any]:
    experiment = PRESETS[name]
    run = experiment.run()
    run.goto(iteration)
    plane = Plane(experiment, run.network, POINTS)
    return plane, plane.outputs()


SHARES = [0.06, 0.3, 0.5, 0.7, 0.94]


@pytest.mark.parametrize(
    ("name", "chapter", "iteration"),
    [("tutorial", "", 0), ("xor-hidden", "#chapter-xor", 40), ("hours", "#chapter-hours", 0)],
)
def test_its_colours_have_the_sides_of_the_outputs(
    lend_page: Lend, name: str, chapter: str, iteration: int
) -> None:
    page = opened(lend_page, chapter)
    if name == "xor-hidden":  # the chapter begins with the single neuron
        open_experiment(page, PRESETS[name])
    go_to(page, iteration)
    expect_iteration(page, iteration)
    expected = outputs(name, iteration)[1][-1]
    panel(page, TITLE)
    picture(page).hover(position=spot(page, 0.3, 0.7))  # type: ignore[arg-type]
    there_now = float(expected[int(0.7 * POINTS), int(0.3 * POINTS)])
    expect(words(page)).to_contain_text(f"output {there_now:.3}"[:-1])
    pivot = {"tutorial": 0.5, "xor-hidden": 0.5, "hours": 89}[name]  # classes 0 and 1, or amounts
    sides = set()
    for x in SHARES:
        for y in SHARES:
            output = expected[int(y * POINTS), int(x * POINTS)]
            if abs(output - pivot) < 0.05:
                continue
            red, _, blue = pixel(page, x, y)
            assert (blue > red) == (output > pivot), (x, y, output)
            sides.add(output > pivot)
    assert sides


def test_it_is_right_side_up_and_says_the_picture_s_value(lend_page: Lend) -> None:
    page = opened(lend_page)
    plane, found = outputs("tutorial", 0)
    expect_iteration(page, 0)
    for x, y in [(0.1, 0.1), (0.9, 0.1), (0.1, 0.9), (0.6, 0.45)]:
        picture(page).hover(position=spot(page, x, y))  # type: ignore[arg-type]
        expect(words(page)).to_contain_text("as the picture has it")
        across, upwards, output = (
            float(one)
            for one in re.findall(
                r"[\d.-]*\d", words(page).inner_text().replace("₁", "").replace("₂", "")
            )
        )
        row, column = int(y * POINTS), int(x * POINTS)
        assert across == pytest.approx(plane.axes[0][column], abs=0.02)
        assert upwards == pytest.approx(plane.axes[1][row], abs=0.02)
        near = found[0, row - 1 : row + 2, column - 1 : column + 2]
        assert near.min() - 1e-3 <= output <= near.max() + 1e-3


def test_it_is_the_slice_of_the_data_and_any_other(lend_page: Lend) -> None:
    """No point lies on a slice that is not its own, but the hollow ones."""
    page = opened(lend_page)
    go_to(page, 100)
    expect_iteration(page, 100)
    plane = panel(page, TITLE)
    off = plane.get_by_text("a row that is not on this slice")
    expect(plane).to_contain_text("x₃ = 1.")
    expect(plane).to_contain_text("the new situation, which is not on this slice")
    expect(off).to_be_hidden()
    third = plane.get_by_role("slider", name="x₃")
    expect(third).to_have_value("1")
    corner = place(page, Experiment(), 1, 1)
    run = Experiment().run()
    run.goto(100)

    def value_at(x: float, y: float) -> float:
        picture(page).hover(position=spot(page, x, y))  # type: ignore[arg-type]
        expect(words(page)).to_contain_text("as the picture has it")
        return float(re.findall(r"output (-?[\d.]*\d)", words(page).inner_text())[0])

    filled = colour(picture(page), **corner)
    for cut in (1, 0):
        third.fill(str(cut))
        expect(plane).to_contain_text(f"x₃ = {cut}.")
        found = Plane(Experiment(), run.network, POINTS, [cut])
        row, column = int(0.25 * POINTS), int(0.75 * POINTS)
        at = [found.axes[0][column], found.axes[1][row], cut]
        assert value_at(0.75, 0.25) == pytest.approx(run.network(at)[0], abs=0.05)
    expect(off).to_be_visible()
    expect(plane.get_by_text(re.compile("the new situation$"))).to_be_visible()
    assert colour(picture(page), corner["x"] + 3, corner["y"] + 3)[:3] == [0, 0, 0] != filled
    assert colour(picture(page), corner["x"] + 9, corner["y"]) != [0, 0, 0]

    experiments = page.get_by_role("combobox", name="Experiment")
    experiments.select_option("hours")  # of two inputs all is shown
    expect(third).to_be_hidden()
    experiments.select_option("tutorial")
    expect(plane).to_contain_text("x₃ = 1.")


def test_a_discrete_picture_has_two_colours_that_change_in_between(lend_page: Lend) -> None:
    page = opened(lend_page)
    train(page)
    plane = panel(page, TITLE)
    for text in (
        "0 or less",
        "1 or more",
        "The colour changes at 0.5, halfway between the targets 0 and 1.",
    ):
        expect(plane.get_by_text(text)).to_be_visible()
    assert len({tuple(pixel(page, x, 0.5)) for x in SHARES}) > 2
    plane.get_by_label("Discrete").check()
    expect(plane.get_by_text("output below 0.5")).to_be_visible()
    found = outputs("tutorial", 10_000)[1][0]
    colours: dict[bool, set[tuple[int, ...]]] = {True: set(), False: set()}
    for x in SHARES:
        for y in SHARES:
            output = found[int(y * POINTS), int(x * POINTS)]
            if abs(output - 0.5) > 0.2:
                colours[output > 0.5].add(tuple(pixel(page, x, y)))
    assert [len(each) for each in colours.values()] == [1, 1]
    assert colours[True] != colours[False]


def test_a_click_asks_the_new_situation(lend_page: Lend) -> None:
    page = opened(lend_page)
    train(page)
    panel(page, TITLE)
    picture(page).click(position=place(page, Experiment(), 0.25, 0.75))  # type: ignore[arg-type]
    expect(said(page)).to_contain_text("The new situation is")
    expect(page.get_by_label("New situation, x₁")).not_to_have_value("1")
    asked = [float(page.get_by_label(f"New situation, x{index}").input_value()) for index in "₁₂₃"]
    assert asked == [pytest.approx(0.25, abs=0.011), pytest.approx(0.75, abs=0.011), 1]
    run = Experiment().run()
    run.goto(10_000)
    expect(answer(page)).to_have_text(f"{run.network(asked)[0]:.8f}")
    expect(said(page)).to_contain_text(f"{run.network(asked)[0]:.8f}")
    expect_iteration(page, 10_000)


def test_the_keys_move_a_cross_and_ask(lend_page: Lend) -> None:
    page = opened(lend_page)
    picture(page).focus()
    page.keyboard.press("ArrowUp")
    expect(words(page)).to_contain_text("x₁ 1, x₂ 0.02: output")
    page.keyboard.press("Shift+ArrowUp")
    page.keyboard.press("ArrowLeft")
    expect(words(page)).to_contain_text("x₁ 0.98, x₂ 0.12: output")
    page.keyboard.press("Enter")
    expect(said(page)).to_contain_text("The new situation is 0.98, 0.12")
    expect(page.get_by_label("New situation, x₁")).to_have_value("0.98")
    expect(answer(page)).to_have_text(f"{Experiment().network()([0.98, 0.12, 1])[0]:.8f}")
    page.keyboard.press("Escape")
    expect(words(page)).to_contain_text("Click, tap")


def test_points_are_added_moved_and_removed_by_pointer(lend_page: Lend) -> None:
    page = opened(lend_page)
    go_to(page, 50)
    plane = panel(page, TITLE)
    plane.get_by_role("radio", name="Add positive").check()
    picture(page).click(position=place(page, Experiment(), 0.5, 0.25))  # type: ignore[arg-type]
    expect(said(page)).to_contain_text("A positive point at")
    expect(said(page)).to_contain_text("the data have 5 rows, and training begins anew")
    expect_iteration(page, 0)
    x1, x2, x3, target = (float(cell) for cell in rows(page)[4][1:5])
    assert (x3, target) == (1, 1)
    assert [x1, x2] == pytest.approx([0.5, 0.25], abs=0.011)

    plane.get_by_role("radio", name="Move", exact=True).check()
    picture(page).hover(position=place(page, Experiment(), x1, x2))  # type: ignore[arg-type]
    page.mouse.down()
    picture(page).hover(position=place(page, Experiment(), 0.25, 0.5))  # type: ignore[arg-type]
    assert float(rows(page)[4][1]) == x1  # not before it is put down
    page.mouse.up()
    expect(said(page)).to_contain_text("Row 5 is at")
    expect_rows(page, 5)
    moved = [float(cell) for cell in rows(page)[4][1:5]]
    assert moved == [pytest.approx(0.25, abs=0.011), pytest.approx(0.5, abs=0.011), 1, 1]

    plane.get_by_role("radio", name="Remove").check()
    picture(page).click(position=place(page, Experiment(), 0.75, 0.75))  # type: ignore[arg-type]
    expect(said(page)).to_have_text("There is no point to remove here.")
    picture(page).click(position=place(page, Experiment(), 0.25, 0.5))  # type: ignore[arg-type]
    expect(said(page)).to_contain_text("Row 5 is removed: the data have 4 rows")
    expect_rows(page, 4)
    assert [row[1:5] for row in rows(page)] == [
        ["0", "0", "1", "0"],
        ["1", "1", "1", "1"],
        ["1", "0", "1", "1"],
        ["0", "1", "1", "0"],
    ]


def test_points_are_added_moved_and_removed_by_keys(lend_page: Lend) -> None:
    page = opened(lend_page)
    plane = panel(page, TITLE)
    plane.get_by_role("radio", name="Add negative").check()
    picture(page).focus()
    page.keyboard.press("Shift+ArrowUp")
    page.keyboard.press("Enter")
    expect(said(page)).to_contain_text("A negative point at 1, 0.1 is added")
    expect_rows(page, 5)
    assert rows(page)[4][1:5] == ["1", "0.1", "1", "0"]

    plane.get_by_role("radio", name="Move", exact=True).check()
    picture(page).focus()
    page.keyboard.press("Shift+ArrowUp")
    page.keyboard.press("Enter")
    expect(said(page)).to_have_text("Row 5 is taken along.")
    for _ in range(3):
        page.keyboard.press("Shift+ArrowLeft")
    page.keyboard.press("Enter")
    expect(said(page)).to_contain_text("Row 5 is at 0.7, 0.1: the data have 5 rows")
    assert rows(page)[4][1:5] == ["0.7", "0.1", "1", "0"]

    plane.get_by_role("radio", name="Remove").check()
    picture(page).focus()
    for _ in range(3):
        page.keyboard.press("Shift+ArrowLeft")
    page.keyboard.press("Shift+ArrowUp")
    page.keyboard.press("Enter")
    expect(said(page)).to_contain_text("Row 5 is removed")
    assert len(rows(page)) == 4


def test_the_last_point_stays(lend_page: Lend) -> None:
    page = opened(lend_page)
    plane = panel(page, TITLE)
    plane.get_by_role("radio", name="Remove").check()
    inputs, targets = Experiment().data.inputs.tolist(), [0, 1, 1, 0]
    while inputs:
        now = Experiment(data=Dataset(inputs, targets))  # type: ignore[arg-type]
        x, y, _ = inputs.pop(0)
        targets.pop(0)
        picture(page).click(position=place(page, now, x, y))  # type: ignore[arg-type]
        expected = f"the data have {len(inputs)} row" if inputs else "This point stays"
        expect(said(page)).to_contain_text(expected)
        expect_rows(page, max(1, len(inputs)))
    assert len(rows(page)) == 1


def test_a_tap_asks_and_adds(open_page: Open) -> None:
    page = opened(open_page, viewport={"width": 390, "height": 844}, has_touch=True)
    picture(page).tap(position=place(page, Experiment(), 0.3, 0.8))  # type: ignore[arg-type]
    expect(said(page)).to_contain_text("The new situation is")
    panel(page, TITLE).get_by_role("radio", name="Add negative").check()
    picture(page).tap(position=place(page, Experiment(), 0.6, 0.6))  # type: ignore[arg-type]
    expect(said(page)).to_contain_text("A negative point at")
    expect_rows(page, 5)
    assert page.evaluate(
        "document.documentElement.scrollWidth <= document.documentElement.clientWidth"
    )


def test_another_neuron_has_a_picture_of_its_own(lend_page: Lend) -> None:
    page = opened(lend_page, "#chapter-hours")
    found = outputs("hours", 0)[1]
    plane = panel(page, TITLE)
    for label, index in [
        ("neuron 1 of layer 1", 0),
        ("neuron 3 of layer 1", 2),
        ("output neuron", 3),
    ]:
        plane.get_by_label("Picture of").select_option(label=label)
        expect(there(page).get_by_role("application")).to_have_accessible_name(
            re.compile("the output over" if index == 3 else f"output of neuron {index + 1}")
        )
        pivot = 89 if index == 3 else 0  # halfway between the scores
        for x, y in [(0.1, 0.9), (0.5, 0.5), (0.9, 0.1)]:
            output = found[index, int(y * POINTS), int(x * POINTS)]
            red, _, blue = pixel(page, x, y)
            assert abs(output - pivot) < 0.05 or (blue > red) == (output > pivot)


def test_every_neuron_of_two_inputs_has_a_small_picture_that_is_enlarged(lend_page: Lend) -> None:
    page = opened(lend_page, "#chapter-hours")
    page.evaluate("scrollTo({ top: 0, behavior: 'instant' })")
    neuron = page.locator("#drawing").get_by_role("button", name="neuron 2 of layer 1")
    enlarged = page.locator("#drawing .enlarged")
    expect(enlarged).to_be_hidden()
    neuron.hover()
    expect(enlarged).to_contain_text("neuron 2 of layer 1")
    box, own = enlarged.bounding_box(), neuron.bounding_box()
    assert box
    assert own
    assert box["x"] >= own["x"] + own["width"] or box["x"] + box["width"] <= own["x"]
    found = outputs("hours", 0)[1][1]
    canvas = enlarged.locator("canvas")
    side = canvas.evaluate("canvas => canvas.clientWidth")
    for share in (0.1, 0.9):
        output = found[int(share * len(found)), int(share * len(found))]
        red, _, blue = colour(canvas, share * side, share * side)
        assert abs(output) < 0.05 or (blue > red) == (output > 0)
    page.mouse.move(5, 5)
    expect(enlarged).to_be_hidden()
    neuron.focus()
    page.keyboard.press("ArrowRight")
    expect(enlarged).to_contain_text("neuron 3 of layer 1")


def test_several_outputs_are_classes(lend_page: Lend) -> None:
    page = opened(lend_page)
    open_experiment(page, CLASSES)
    button(page, "Train").click()
    expect_iteration(page, 300, of=300)
    plane = panel(page, TITLE)
    run = CLASSES.run()
    run.goto(300)
    found = Plane(CLASSES, run.network, POINTS).outputs()[-3:]
    plane.get_by_label("Discrete").check()
    seen: dict[int, set[tuple[int, ...]]] = {0: set(), 1: set(), 2: set()}
    for x in SHARES:
        for y in SHARES:
            values = np.sort(found[:, int(y * POINTS), int(x * POINTS)])
            if values[2] - values[1] > 0.4:
                best = int(found[:, int(y * POINTS), int(x * POINTS)].argmax())
                seen[best].add(tuple(pixel(page, x, y)))
    assert [len(colours) for colours in seen.values()] == [1, 1, 1]
    assert len(set.union(*seen.values())) == 3
    plane.get_by_role("radio", name="Add B").check()
    picture(page).click(position=place(page, CLASSES, 1, -1))  # type: ignore[arg-type]
    expect(said(page)).to_contain_text("A B point at")
    assert page.evaluate("session.experiment.data.targets.at(-1)") == [0, 1, 0]


def test_rows_for_testing_are_shown_if_that_is_wanted(lend_page: Lend) -> None:
    page = opened(lend_page)
    plane = panel(page, TITLE)
    choice = plane.get_by_label("Show test points")
    expect(choice).to_be_hidden()  # there are none
    at = place(page, Experiment(), 1, 1)
    marks = picture(page)
    assert colour(marks, **at) != [0, 0, 0]
    for seed in range(99):
        data = replace(Experiment().data, test_share=0.25, seed=seed)
        if data.test.rows.tolist() == [1]:
            break
    open_experiment(page, replace(Experiment(), data=data))
    expect(plane.get_by_text("a row for testing, not shown")).to_be_visible()
    expect(choice).not_to_be_checked()
    assert colour(marks, **at) == [0, 0, 0]
    choice.check()
    assert colour(marks, **at) != [0, 0, 0]
    corner = {"x": at["x"] + 10, "y": at["y"] - 10}
    tip = {"x": at["x"] + 12, "y": at["y"]}
    assert colour(marks, **corner) == [0, 0, 0]
    assert colour(marks, **tip) != [0, 0, 0]


def test_one_input_is_a_curve_with_its_points(lend_page: Lend) -> None:
    page = opened(lend_page)
    open_experiment(page, CURVE)
    button(page, "Train").click()
    expect_iteration(page, 2_000, of=2_000)
    plane = panel(page, TITLE)
    run = CURVE.run()
    run.goto(2_000)
    low, high = Bridge().open(CURVE.plain())["plane"]["heights"]
    for x in (0.2, 0.5, 0.8):
        left, right = ranges(CURVE)[0]
        output = float(run.network([left + x * (right - left)])[0])
        y = (high - output) / (high - low)
        assert pixel(page, x, y)[2] > 100  # on the line
        assert pixel(page, x, y - 0.2) == pixel(page, x, y + 0.2) == [0, 0, 0]  # nothing there
    plane.get_by_role("radio", name="Add a point").check()
    picture(page).click(position=spot(page, 0.5, 0.1))  # type: ignore[arg-type]
    expect(said(page)).to_contain_text("the data have 10 rows")
    (x_added,) = page.evaluate("session.experiment.data.inputs.at(-1)")
    (y_added,) = page.evaluate("session.experiment.data.targets.at(-1)")
    assert x_added == pytest.approx(0, abs=0.06)
    assert y_added == pytest.approx(0.96, abs=0.03)


def test_no_picture_is_computed_that_nobody_sees(open_page: Open) -> None:
    page = open_page(viewport=WIDE)
    train(page)
    assert page.evaluate("session.plane") is None
    panel(page, TITLE)
    page.wait_for_function(f"session.plane?.length === {POINTS**2}")
    room(page, "Lesson")
    page.wait_for_function("session.plane === null")


def test_the_picture_follows_a_training_that_is_watched(open_page: Open) -> None:
    page = opened(open_page, "#chapter-xor", reduced_motion="no-preference")
    open_experiment(page, replace(PRESETS["xor-hidden"], iterations=20_000))
    before = pixel(page, 0.9, 0.1)
    room(page, "Learning")
    page.get_by_label("Speed").select_option("watch")
    button(page, "Train").click()
    panel(page, TITLE)
    while pixel(page, 0.9, 0.1) == before:
        page.evaluate("new Promise(requestAnimationFrame)")
    expect(button(page, "Pause")).to_be_visible()  # long before the end


def test_where_a_layer_takes_the_plane_is_drawn_for_any_two_of_its_neurons(
    lend_page: Lend,
) -> None:
    page = opened(lend_page)
    page.get_by_role("combobox", name="Experiment").select_option("xor-hidden")
    expect_iteration(page, 0)
    train(page)
    plane = panel(page, TITLE)
    plane.locator(".layer-space").scroll_into_view_if_needed()  # it is computed where it is seen
    plane.get_by_role("combobox", name="Across").select_option(label="neuron 2")
    plane.get_by_role("combobox", name="Upwards").select_option(label="neuron 1")
    canvas = plane.get_by_role("img", name=re.compile("layer 1"))
    expect(canvas).to_be_visible()
    experiment = PRESETS["xor-hidden"]
    run = experiment.run()
    run.goto(experiment.iterations)
    found = layer_space(experiment, run.network, 0, 1, 0)
    left, top, width = 40, 8, canvas.evaluate("canvas => canvas.clientWidth")  # see layer-space.js
    side = width - left - top
    (west, east), (south, north) = found.ranges

    def blue(place: tuple[float, float]) -> int:
        x = left + (place[0] - west) / (east - west) * side
        y = top + (north - place[1]) / (north - south) * side
        red, _, blue = colour(canvas, x, y)
        return blue - red

    expect(plane.locator(".layer-space")).not_to_have_class(re.compile("behind"))
    targets = experiment.data.targets[:, 0]
    assert [blue(row) > 60 for row in found.rows.tolist()] == (targets > 0.5).tolist()
