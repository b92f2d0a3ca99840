"""How a training goes: as plain loops find it, too. The numbers of the lesson are among it."""

from dataclasses import replace

import numpy as np
import pytest

from neuron_core import Dataset, Experiment, InputError, Layer
from neuron_core.insight.course import course
from neuron_core.page.bridge import Bridge
from neuron_core.presets import PRESETS

TUTORIAL = Experiment()
INPUTS = np.array([[0, 0, 1], [1, 1, 1], [1, 0, 1], [0, 1, 1]], dtype=float)
TARGETS = np.array([[0.0], [1.0], [1.0], [0.0]])


def plainly(rate: float, steps: int, *, slip: bool = True) -> tuple[float, np.ndarray]:
    """Return the error and the weights after so many steps, without the engine."""
    weights = 2 * np.random.RandomState(1).random_sample((3, 1)) - 1
    for _ in range(steps):
        outputs = np.tanh(INPUTS @ weights)
        slopes = 1 - (np.tanh(outputs) if slip else outputs) ** 2
        weights += rate * INPUTS.T @ ((TARGETS - outputs) * slopes)
    return float(np.mean((TARGETS - np.tanh(INPUTS @ weights)) ** 2)), weights.ravel()


@pytest.mark.parametrize(
    ("rate", "losses", "ending"),
    [
        (0.01, [0.993, 0.085, 2e-5], "crawls"),
        (0.1, [0.087, 0.0016, 2e-7], "settles"),
        (0.5, [0.0060, 8e-5, 8e-9], "settles"),
        (0.763, None, "settles"),
        (0.765, None, "swings"),
        (0.8, [0.0019, 0.017, 0.0146], "swings"),
        (1.0, [0.0042, 0.091, 0.088], "swings"),
        (3.0, [0.33, 0.39, 0.34], "overshoots"),
    ],
)
def test_rates_of_the_tutorial(rate: float, losses: list[float] | None, ending: str) -> None:
    found = course(replace(TUTORIAL, learning_rate=rate))
    assert found.iterations == [10, 100, 10_000]
    if losses:
        assert found.losses == pytest.approx(losses, rel=0.06)
    for iteration, loss in zip(found.iterations[:2], found.losses, strict=False):
        assert loss == pytest.approx(plainly(rate, iteration)[0], rel=1e-6)
    assert found.ending == ending


def test_the_limit_is_two_over_the_steepest_curvature() -> None:
    """With rows 2 and 3 saturated, the error of w2 and w3 has this Hessian at its lowest point."""
    steepest = float(np.linalg.eigvalsh([[1, 1], [1, 2]])[-1])
    assert steepest == pytest.approx(2.618, abs=5e-4)
    assert 2 / steepest == pytest.approx(0.764, abs=5e-4)


@pytest.mark.parametrize(
    ("preset", "rate", "weights", "ending"),
    [
        ("tutorial", 1.0, [5.39428067, 0.19482422, 0.34317086], "swings"),
        ("exact-slope", 1.0, [3.60638076, -0.18254828, -0.32370821], "swings"),
        ("tutorial", 0.1, None, "settles"),
        ("exact-slope", 0.1, [2.7598, 0.0, 0.0001], "settles"),
    ],
)
def test_only_the_rate_makes_it_swing(
    preset: str, rate: float, weights: list[float] | None, ending: str
) -> None:
    found = course(replace(PRESETS[preset], learning_rate=rate))
    assert found.ending == ending
    if weights:
        assert found.parameters == pytest.approx(weights, abs=5e-5)
    loss, _ = plainly(rate, 100, slip=preset == "tutorial")
    assert found.losses[1] == pytest.approx(loss, rel=1e-6)


def test_the_column_of_ones_is_a_bias() -> None:
    turned = replace(PRESETS["small-rate"], data=Dataset(INPUTS, 1 - TARGETS))
    without = replace(turned, data=Dataset(INPUTS[:, :2], 1 - TARGETS), question=(0.0, 0.0))
    biased = replace(without, layers=(Layer(1, "tanh", bias=True),))
    one, two, three = (course(each) for each in (turned, without, biased))
    assert one.parameters == pytest.approx([-2.584, 0.0, 2.584], abs=5e-4)
    assert three.parameters == pytest.approx([-2.584, 0.0, 2.584], abs=5e-4)
    assert (one.ending, two.ending, three.ending) == ("settles", "stays", "settles")
    assert two.losses[-1] == pytest.approx(0.345, abs=5e-4)
    assert one.losses[-1] == pytest.approx(6e-5, rel=0.1)
    assert float(without.network()([0.0, 0.0])[0]) == 0.0


def test_a_training_that_diverges_says_so() -> None:
    linear = replace(TUTORIAL, layers=(Layer(1, "linear", bias=False),), learning_rate=5.0)
    assert course(linear).ending == "diverges"


def test_a_short_training_has_the_stops_before_its_end_only() -> None:
    assert course(replace(TUTORIAL, iterations=50)).iterations == [10, 50]
    assert course(replace(TUTORIAL, iterations=1)).iterations == [1]


def test_the_page_asks_for_it_without_opening_anything() -> None:
    bridge = Bridge()
    bridge.goto(7)
    told = bridge.ask("course", {"preset": "tutorial", "learning_rate": 0.5})
    assert told["ending"] == "settles"
    assert (bridge.iteration, bridge.experiment) == (7, Experiment())
    with pytest.raises(InputError, match="learning rate"):
        bridge.ask("course", {"preset": "tutorial", "learning_rate": -1})


def test_a_student_is_asked_about_in_hours_and_answered_in_points() -> None:
    bridge = Bridge()
    bridge.open({"preset": "hours"})
    bridge.goto(bridge.experiment.iterations)
    for hours, points in (([2.0, 9.0], 92), ([1.0, 5.0], 86), ([3.0, 6.0], 89)):
        assert bridge.ask("answer", hours) == pytest.approx([points], abs=0.05)
    frame, layout = bridge.frame(), bridge.layout()["outputs"]
    last = frame[layout["start"] + int(np.prod(layout["shape"])) - 1]
    assert bridge.ask("answer", [4, 8]) == pytest.approx([100 * last])
    for wrong in ([4.0], [4.0, 8.0, 90.0], [4.0, 8.0, 90.0, 1.0], [float("nan"), 8.0]):
        with pytest.raises(InputError):
            bridge.ask("answer", wrong)


def test_data_without_scales_are_asked_about_as_they_are() -> None:
    bridge = Bridge()
    bridge.goto(10_000)
    assert bridge.ask("answer", [1, 0, 0]) == pytest.approx([0.99995873], abs=5e-9)


def test_the_course_of_the_open_run_is_told_without_training_it_anew() -> None:
    bridge = Bridge()
    bridge.open({"preset": "exact-slope"})
    bridge.goto(10_000)
    bridge.goto(7)
    run = bridge.run
    told = bridge.ask("course", {"preset": "exact-slope"})
    assert told == course(PRESETS["exact-slope"]).__dict__
    assert bridge.run is run
    assert bridge.iteration == 7
