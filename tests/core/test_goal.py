"""Goals are judged as they are written, and at their edges."""

import pytest

from neuron_core import Experiment, InputError
from neuron_core.insight.goal import judged
from neuron_core.insight.quality import quality
from neuron_core.page.bridge import Bridge


def tutorial(iteration: int, **changes: object) -> tuple[Experiment, object]:
    experiment = Experiment.from_plain({**Experiment().plain(), **changes})
    run = experiment.run()
    run.goto(iteration)
    return experiment, run.network


@pytest.mark.parametrize(
    ("goal", "iteration", "is_reached"),
    [
        ("loss <= 0.0015", 9, True),
        ("loss<=0.00148", 9, False),
        ("LOSS  <  1.5e-3", 9, True),
        ("loss <= 0.0015", 0, False),
        ("right = all", 10_000, True),
        ("right=all", 0, False),
        ("near = all", 9, True),
        ("near = all", 10_000, False),
        ("near >= 2", 10_000, True),
        ("near >= 3", 10_000, False),
        ("answer = 0.99 .. 1", 10_000, True),
        ("answer=1..0.99", 10_000, True),
        ("answer = 0.99 .. 1", 0, False),
        ("answer = -0.17..-.16", 0, True),
    ],
)
def test_a_goal_is_judged_at_an_iteration(goal: str, iteration: int, is_reached: bool) -> None:
    assert judged(goal, *tutorial(iteration)).reached is is_reached  # type: ignore[arg-type]


def test_a_goal_that_is_met_exactly_is_reached() -> None:
    experiment, network = tutorial(9)
    loss = quality(experiment, network).training.loss  # type: ignore[arg-type]
    assert judged(f"loss <= {loss!r}", experiment, network).reached  # type: ignore[arg-type]
    answer = float(network([1, 0, 0])[0])  # type: ignore[operator]
    found = judged(f"answer = {answer!r} .. {answer!r}", experiment, network)  # type: ignore[arg-type]
    assert found.reached
    assert found.value == answer


def test_of_amounts_none_is_right_but_some_may_be_near() -> None:
    bridge = Bridge()
    bridge.open({"preset": "curve"})
    assert bridge.ask("goal", "right >= 1") == {
        "reached": False,
        "value": None,
        "said": "at least 1 rows right",
        "problem": "",
    }


def test_after_a_divergence_nothing_is_reached() -> None:
    bridge = Bridge()
    layers = [{"units": 1, "activation": "linear", "bias": False}]
    bridge.open({"layers": layers, "learning_rate": 50})
    bridge.goto(10_000)
    assert bridge.run.diverged_at is not None
    for goal in ("loss <= 1e300", "right = all", "near = all", "answer = -1e300 .. 1e300"):
        assert not bridge.ask("goal", goal)["reached"], goal


@pytest.mark.parametrize("text", ["", "loss", "loss >= 1", "right = most", "answer = 1", "x <= 1"])
def test_what_is_no_goal_is_told_with_what_is_accepted(text: str) -> None:
    with pytest.raises(InputError, match=r"is not one; accepted are “loss <= 0\.01”"):
        judged(text, *tutorial(0))  # type: ignore[arg-type]
    assert "accepted are" in Bridge().ask("goal", text)["problem"]
