"""Each preset does what its chapter of the lesson says."""

from dataclasses import replace
from functools import cache
from math import inf

import numpy as np
import pytest

from neuron_core import Experiment, InputError, Layer, Run
from neuron_core.insight.quality import Over, Quality, quality
from neuron_core.insight.spread import Spread
from neuron_core.page.bridge import Bridge
from neuron_core.page.catalogue import catalogue
from neuron_core.presets import MEANT_TO_FAIL, PRESETS, TITLES, filled

CLOSE = 0.05


def trained(name: str, **changes: object) -> Run:
    experiment = replace(PRESETS[name], **changes)  # type: ignore[arg-type]
    run = experiment.run()
    run.goto(experiment.iterations)
    return run


def distances(run: Run) -> list[float]:
    """Return how far each row's output is from its target."""
    return [float(row) for row in abs(run.network(run.inputs) - run.targets).max(axis=1)]


def changes_sign(run: Run) -> list[bool]:
    """Return for each parameter whether the next step changes its sign."""
    before = np.sign(run.network.parameters)
    run.step()
    return [bool(flipped) for flipped in np.sign(run.network.parameters) == -before]


def test_there_are_the_lessons_experiments_and_the_page_is_given_them() -> None:
    assert list(PRESETS) == [
        "tutorial",
        "exact-slope",
        "small-rate",
        "rate-below",
        "rate-above",
        "xor-neuron",
        "xor-hidden",
        "hours",
        "and",
        "or",
        "nand",
        "circle",
        "xor-points",
        "gauss",
        "spiral",
        "several-classes",
        "plane",
        "multi-gauss",
        "curve",
    ]
    assert list(TITLES) == list(PRESETS)
    bridge, told = Bridge(), catalogue()
    presets = told["presets"]
    assert presets == {name: preset.plain() for name, preset in PRESETS.items()}
    assert told["titles"] == TITLES
    for plain in presets.values():
        assert bridge.open(plain)["experiment"] == plain


def test_the_tutorial_answers_rightly_and_has_not_learned_two_of_its_rows() -> None:
    assert PRESETS["tutorial"] == Experiment()
    run = trained("tutorial")
    assert f"{run.network([1, 0, 0])[0]:.8f}" == "0.99995873"
    assert [distance > CLOSE for distance in distances(run)] == [True, False, False, True]
    assert changes_sign(run) == [False, True, True]


def test_the_exact_slope_alone_does_not_save_it() -> None:
    run = trained("exact-slope")
    assert " ".join(f"{weight:.8f}" for weight in run.network.parameters) == (
        "3.60638076 -0.18254828 -0.32370821"
    )
    assert changes_sign(run) == [False, True, True]


def test_with_the_small_rate_as_well_all_rows_are_learned() -> None:
    assert PRESETS["small-rate"].learning_rate == 0.1
    assert max(distances(trained("small-rate"))) < 0.01


def test_the_two_rates_are_on_either_side_of_the_limit() -> None:
    below, above = trained("rate-below"), trained("rate-above")
    assert changes_sign(above) == [False, True, True]
    assert abs(below.network.parameters[1:]).max() < 1e-4
    assert abs(above.network.parameters[1:]).min() > 1e-2
    for name in ("rate-below", "rate-above"):
        assert replace(PRESETS[name], learning_rate=1.0) == Experiment()


@pytest.mark.parametrize("seed", range(5))
def test_one_neuron_cannot_learn_one_or_the_other(seed: int) -> None:
    assert PRESETS["xor-neuron"].layers == (Layer(1, "tanh", bias=False),)
    run = trained("xor-neuron", seed=seed)
    assert distances(run) == pytest.approx([0.5] * 4, abs=1e-6)


def test_a_hidden_layer_can_within_the_iterations_given() -> None:
    one, hidden = PRESETS["xor-neuron"], PRESETS["xor-hidden"]
    assert hidden.data is one.data
    assert len(hidden.layers) == 2
    assert max(distances(trained("xor-hidden"))) < CLOSE


def test_with_two_neurons_not_from_every_start() -> None:
    two = (Layer(2, bias=False), Layer(1, bias=False))
    assert max(distances(trained("xor-hidden", layers=two))) < CLOSE
    assert max(distances(trained("xor-hidden", layers=two, seed=11))) > 0.4


def test_hours_are_scaled_by_the_columns_of_the_training_and_so_is_the_question() -> None:
    hours = PRESETS["hours"]
    assert hours.data.inputs.tolist() == [[2, 9], [1, 5], [3, 6]]
    assert hours.data.targets.tolist() == [[92], [86], [89]]
    assert hours.training.inputs.max(axis=0).tolist() == [1, 1]
    assert hours.training.targets.tolist() == [[0.92], [0.86], [0.89]]
    assert hours.question == (4, 8)
    assert hours.network_inputs([hours.question]).tolist() == [[4 / 3, 8 / 9]]
    assert len(hours.data.names) == len(hours.data.scaling)


def test_a_link_s_question_about_hours_is_scaled_and_what_is_asked_is_not() -> None:
    scaled = filled({"preset": "hours", "question": [4 / 3, 8 / 9]})
    asked = filled({"preset": "hours", "asked": [4, 8]})
    assert Experiment.from_plain(scaled) == Experiment.from_plain(asked) == PRESETS["hours"]
    assert filled({"preset": "circle", "question": [0.5, 2]})["question"] == [0.5, 2]
    for wrong in ([1], "ab", [1, None]):
        with pytest.raises(InputError, match="new situation"):
            Experiment.from_plain(filled({"preset": "hours", "question": wrong}))


def test_nine_weights_learn_the_three_students_and_do_not_agree_about_a_fourth() -> None:
    assert PRESETS["hours"].network().parameters.size == 9
    answers = []
    for seed in range(4):
        run = trained("hours", seed=seed)
        assert max(distances(run)) < 0.001  # a tenth of a point
        answers.append(float(run.network(PRESETS["hours"].question)[0]))
    assert max(answers) - min(answers) > 0.005


@pytest.mark.parametrize(("name", "truth"), [("and", all), ("or", any), ("nand", None)])
def test_one_neuron_learns_what_one_line_can_part(name: str, truth: object) -> None:
    preset = PRESETS[name]
    assert [layer.units for layer in preset.layers] == [1]
    for (*pair, constant), (target,) in zip(
        preset.data.inputs.tolist(), preset.data.targets.tolist(), strict=True
    ):
        assert constant == 1
        assert target == (truth(pair) if callable(truth) else not all(pair))
    assert max(distances(trained(name))) < CLOSE


@pytest.mark.parametrize(
    ("name", "loss", "test_loss"),
    [
        ("circle", 0.03, 0.09),
        ("xor-points", 0.002, 0.07),
        ("gauss", 0.002, 0.003),
        ("spiral", 0.02, 0.05),
        ("several-classes", 0.01, 0.012),
        ("plane", 1e-10, 1e-10),
        ("multi-gauss", 0.006, 0.012),
        ("curve", 0.015, 0.025),
    ],
)
def test_the_patterns_are_learned_within_their_iterations(
    name: str, loss: float, test_loss: float
) -> None:
    run = trained(name)
    assert run.curve()[1][-1] < loss < run.curve()[1][0] / 10
    assert run.test_losses()[-1] < test_loss
    assert len(run.inputs) + len(run.test[0]) == len(PRESETS[name].data.inputs)


def judged(over: Over) -> float:
    """Return how much of some rows is learned, from 0 to 1."""
    found = over.r_squared if over.accuracy is None else over.accuracy
    return -inf if found is None else found


@cache
def from_twenty_seeds(name: str) -> tuple[list[Quality], list[float]]:
    """Return how good a preset's network is from each of seeds 1 to 20, and its losses."""
    many = Spread(PRESETS[name], 21)
    assert many.train()
    stack = many.networks
    found = [quality(PRESETS[name], stack.like(one)) for one in stack.parameters[1:]]
    return found, many.answers().losses[1:]


@pytest.mark.parametrize("name", [name for name in PRESETS if name not in MEANT_TO_FAIL])
def test_a_preset_learns_from_nearly_every_seed_and_its_own_is_a_usual_one(name: str) -> None:
    found, losses = from_twenty_seeds(name)
    learned = [
        judged(one.training) >= (0.95 if one.kind == "classification" else 0.9)
        and (one.test is None or judged(one.test) >= 0.85)
        for one in found
    ]
    assert sum(learned) >= 19
    own = PRESETS[name].seed - 1
    assert learned[own]
    # Its loss is among the middle half of all, or as far from their median as nobody can see.
    first, median, third = np.quantile(losses, (0.25, 0.5, 0.75))
    seen = 0.001 * float(np.var(PRESETS[name].training.targets))
    if unit := PRESETS[name].loss_unit:
        seen = unit * seen**0.5
    assert first <= losses[own] <= third or abs(losses[own] - median) < seen


@pytest.mark.parametrize("name", list(MEANT_TO_FAIL))
def test_one_that_is_meant_to_fail_does_so_from_every_seed(name: str) -> None:
    _, losses = from_twenty_seeds(name)
    assert min(losses) > 0.05


def test_no_line_parts_the_arms_of_the_spiral_and_waves_among_the_inputs_do() -> None:
    plain = trained("spiral", features=())
    assert plain.curve()[1][-1] > 10 * trained("spiral").curve()[1][-1]
