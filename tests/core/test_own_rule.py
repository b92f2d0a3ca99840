"""The rule that is shown is the engine's, to the bit; whatever a reader makes of it is handled."""

from collections.abc import Callable
from dataclasses import replace
from itertools import count
from typing import Any

import numpy as np
import pytest

from neuron_core import ACTIVATIONS, Dataset, Experiment, Layer, Run
from neuron_core.page.bridge import Bridge
from neuron_core.presets import PRESETS
from neuron_core.reader import own_rule, rule
from neuron_core.reader.own_rule import OwnRule

RANDOM = np.random.default_rng(8)
SEVEN = Dataset(RANDOM.normal(size=(7, 2)), RANDOM.normal(size=(7, 2)))
DEEP = Experiment(
    data=SEVEN,
    layers=(Layer(3), Layer(4, bias=False), Layer(2)),
    learning_rate=0.05,
    question=(0.5, -0.5),
)
TUTORIALS = own_rule.source(Experiment())
EXACT = "1 - outputs**2"
OWN_SLOPE = TUTORIALS.replace("1 - np.tanh(outputs) ** 2", EXACT)


def own_run(experiment: Experiment, text: str | None = None) -> Run:
    source = own_rule.source(experiment) if text is None else text
    return experiment.run(OwnRule(source, experiment).rule)


def with_layers(name: str) -> Experiment:
    return replace(DEEP, layers=tuple(replace(layer, activation=name) for layer in DEEP.layers))


def number_of_line(text: str, part: str) -> int:
    """Return the line, counted from 1, in which a text has a part for the first time."""
    return text[: text.index(part)].count("\n") + 1


def replaced(old: str, new: str) -> str:
    assert old in TUTORIALS
    return TUTORIALS.replace(old, new)


def test_what_is_here_for_learners_is_for_activations_that_there_are() -> None:
    assert set(rule.FUNCTIONS) <= set(ACTIVATIONS)


@pytest.mark.parametrize("name", ["tutorial", "exact-slope", "small-rate", "rate-above"])
def test_unchanged_it_gives_the_engines_bits_over_a_whole_training(name: str) -> None:
    experiment = PRESETS[name]
    run, own = experiment.run(), own_run(experiment)
    run.goto(10_000)
    own.goto(10_000)
    assert own.trace.iterations == run.trace.iterations
    assert own.trace.parameters.tolist() == run.trace.parameters.tolist()


@pytest.mark.parametrize("name", [one.name for one in ACTIVATIONS.values() if not one.row_wise])
@pytest.mark.parametrize(
    "batch", [{}, {"average": True}, {"batch_size": 3, "average": True}], ids=str
)
def test_so_it_does_for_deeper_networks_but_for_another_order_of_rounding(
    name: str, batch: dict[str, Any]
) -> None:
    # At the rate of `DEEP`, tanh makes something else of the last digit within 200 iterations.
    experiment = replace(with_layers(name), learning_rate=0.02, **batch)
    run, own = experiment.run(), own_run(experiment)
    for iteration in (1, 50, 400):
        run.goto(iteration)
        own.goto(iteration)
        np.testing.assert_allclose(
            own.network.parameters, run.network.parameters, rtol=1e-11, atol=1e-12
        )
    np.testing.assert_allclose(own.curve()[1], run.curve()[1], rtol=1e-9)
    assert run.network.parameters.tolist() != experiment.network().parameters.tolist()


def test_layers_may_differ() -> None:
    layers = (Layer(3, "relu"), Layer(2, "softplus", bias=False), Layer(2, "sigmoid"))
    experiment = replace(DEEP, layers=layers)
    run, own = experiment.run(), own_run(experiment)
    run.goto(300)
    own.goto(300)
    np.testing.assert_allclose(own.network.parameters, run.network.parameters, rtol=1e-11)


def test_what_is_shown_is_the_source_of_the_functions_that_the_experiment_needs() -> None:
    bridge = Bridge()
    shown = bridge.ask("rule")
    assert shown == TUTORIALS
    assert shown.startswith("import numpy as np\n\n\ndef tanh(sums):\n")
    assert [line for line in shown.splitlines() if line.startswith("def ")] == [
        "def tanh(sums):",
        "def tutorial_slope(outputs):",
        "def step(layers, inputs, targets, learning_rate):",
    ]
    bridge.open(replace(DEEP, layers=(Layer(3, "relu"), Layer(2, "sigmoid"))).plain())
    for name in ("relu", "relu_slope", "sigmoid", "sigmoid_slope", "step"):
        assert f"\n\n\ndef {name}(" in bridge.ask("rule")
    assert "tanh" not in bridge.ask("rule")


def test_a_mended_slope_trains_the_stage_as_the_exact_one() -> None:
    bridge, exact = Bridge(), PRESETS["exact-slope"].run()
    bridge.goto(100)
    assert bridge.use_rule(OWN_SLOPE) is None
    assert bridge.iteration == 0
    assert bridge.train(10_000, milliseconds=1_000_000)
    exact.goto(10_000)
    assert bridge.run.network.parameters.tolist() == exact.network.parameters.tolist()
    assert bridge.losses()[:2].tolist() == np.stack(exact.curve()).tolist()
    assert bridge.describe()["edited"]
    assert bridge.ask("ledger") is None
    assert bridge.rule_problem() is None
    assert not bridge.ended


def test_none_brings_the_engine_back() -> None:
    bridge, fresh = Bridge(), Bridge()
    assert bridge.use_rule(OWN_SLOPE) is None
    bridge.goto(7)
    assert bridge.use_rule(None) is None
    assert bridge.iteration == 0
    assert not bridge.describe()["edited"]
    for one in (bridge, fresh):
        one.goto(50)
    assert bridge.frame().tobytes() == fresh.frame().tobytes()
    np.testing.assert_equal(bridge.ask("ledger"), fresh.ask("ledger"))


@pytest.mark.parametrize("way", [[30, 12, 31, 0, 300, 299, 29], [1, 0, 1, 2]], ids=str)
def test_a_run_with_an_own_rule_can_go_anywhere_too(way: list[int]) -> None:
    text = replaced("learning_rate * adjustments", "0.5 * learning_rate * adjustments")
    bridge, half = Bridge(), replace(Experiment(), learning_rate=0.5).run()
    assert bridge.use_rule(text) is None
    for iteration in way:
        bridge.goto(iteration)
        half.goto(iteration)
        assert bridge.iteration == iteration
        assert bridge.run.network.parameters.tolist() == half.network.parameters.tolist()


def test_an_own_activation_is_what_everything_shown_is_computed_with() -> None:
    text = replaced("return np.tanh(sums)", "return np.sin(sums)")
    bridge = Bridge()
    assert bridge.use_rule(text) is None
    bridge.goto(5)
    weights = bridge.run.network.parameters
    rows = np.array([*Experiment().data.inputs.tolist(), (1.0, 0.0, 0.0)])
    place = bridge.layout()["outputs"]
    outputs = bridge.frame()[place["start"] : place["start"] + 5]
    np.testing.assert_allclose(outputs, np.sin(rows @ weights), rtol=1e-12)
    errors = Experiment().data.targets.ravel() - outputs[:4]
    assert bridge.losses()[1, -1] == pytest.approx(np.mean(errors**2), rel=1e-12)
    table = bridge.ask("truth_table") or []
    assert table[4]["output"] == pytest.approx(np.sin(weights[0]), rel=1e-12)


def test_an_own_activation_sees_one_network_at_a_time() -> None:
    text = replaced("return np.tanh(sums)", "return sums - sums.mean(axis=0)")
    bridge = Bridge()
    assert bridge.use_rule(text) is None
    bridge.goto(3)
    first = Bridge()
    assert first.use_rule(text) is None
    for iteration in range(4):
        first.goto(iteration)
        assert first.losses()[1, -1] == bridge.losses()[1, iteration]


@pytest.mark.parametrize("iteration", [0, 1, 9, 200])
@pytest.mark.parametrize(
    ("text", "passes"),
    [
        (TUTORIALS, False),
        (OWN_SLOPE, True),
        (
            replaced("return np.tanh(sums)", "return sums**3").replace(
                "1 - np.tanh(outputs) ** 2", "3 * np.cbrt(outputs) ** 2"
            ),
            True,
        ),
        (
            replaced("return np.tanh(sums)", "return sums / (1 + abs(sums))").replace(
                "1 - np.tanh(outputs) ** 2", EXACT
            ),
            False,
        ),
        (
            OWN_SLOPE.replace("errors = targets - outputs", "errors = np.sign(targets - outputs)"),
            False,
        ),
    ],
    ids=["the tutorial's", "mended", "a cube", "another curve, old slope", "another error"],
)
def test_the_gradient_check_judges_an_own_rule(text: str, passes: bool, iteration: int) -> None:
    bridge = Bridge()
    bridge.open(replace(Experiment(), learning_rate=0.01).plain())
    assert bridge.use_rule(text) is None
    bridge.goto(iteration)
    before = bridge.run.network.parameters.copy()
    check = bridge.ask("gradient_check")
    assert check["passed"] == passes
    assert bridge.run.network.parameters.tolist() == before.tolist()


def test_the_gradient_check_of_the_unchanged_rule_is_that_of_the_engine() -> None:
    bridge, engine = Bridge(), Bridge()
    assert bridge.use_rule(TUTORIALS) is None
    own, known = bridge.ask("gradient_check"), engine.ask("gradient_check")
    assert f"{own['relative_error']:.3f}" == "0.124"
    for pair, expected in zip(own["parameters"], known["parameters"], strict=True):
        assert pair.pop("kink") is expected.pop("kink") is None
        assert pair == pytest.approx(expected, rel=1e-9)


def test_a_gradient_check_of_a_rule_that_fails_says_so() -> None:
    bridge = Bridge()
    assert (
        bridge.use_rule(failing_when("learning_rate == 1.0 and layers[0].weights[0] > 0")) is None
    )
    bridge.goto(10)
    assert not bridge.ask("gradient_check")["passed"]
    assert bridge.rule_problem() is not None


def failing_when(condition: str) -> str:
    return replaced(
        "    outputs = inputs\n", f"    outputs = inputs\n    if {condition}:\n        1 / 0\n"
    )


IN_STEP = "    # Forward: the outputs of one layer are the inputs of the next.\n"
ADDED = "layer.weights += learning_rate * adjustments"


def test_a_slope_may_be_one_number_for_all() -> None:
    bridge, flat = Bridge(), Bridge()
    assert bridge.use_rule(replaced("return 1 - np.tanh(outputs) ** 2", "return 1")) is None
    assert flat.use_rule(replaced("1 - np.tanh(outputs) ** 2", "np.ones_like(outputs)")) is None
    for one in (bridge, flat):
        one.goto(20)
    assert bridge.frame().tobytes() == flat.frame().tobytes()


def test_weights_may_be_replaced_as_well_as_added_to() -> None:
    bridge, known = Bridge(), Experiment().run()
    text = replaced(ADDED, "layer.weights = layer.weights + learning_rate * adjustments")
    assert bridge.use_rule(text) is None
    bridge.goto(50)
    known.goto(50)
    assert bridge.run.network.parameters.tolist() == known.network.parameters.tolist()


def counting(event: str) -> str:
    """Return a rule that does something in its 60th step and later ones."""
    begin = "steps = 0\n\n\ndef step("
    return replaced("def step(", begin).replace(
        IN_STEP, f"    global steps\n    steps += 1\n    if steps >= 60:\n        {event}\n"
    )


def at_some_weight(event: str) -> str:
    return replaced(
        IN_STEP,
        f"    if layers[0].weights[0, 0] > 2.5:\n        {event}\n",
    )


MIDWAY: dict[str, Callable[[str], str]] = {"counting": counting, "at a weight": at_some_weight}


@pytest.mark.parametrize("way", list(MIDWAY))
@pytest.mark.parametrize("event", ["1 / 0", "layers[0].weights = 'all'", "return missing"])
def test_an_error_later_ends_the_training_where_it_was_and_is_told(way: str, event: str) -> None:
    bridge, text = Bridge(), MIDWAY[way](event)
    assert bridge.use_rule(text) is None
    assert bridge.rule_problem() is None
    assert bridge.train(10_000, milliseconds=1_000_000)
    assert 0 < bridge.iteration < 70
    assert bridge.ended
    assert bridge.iteration != bridge.run.diverged_at
    problem = bridge.rule_problem()
    assert problem is not None
    if "layers" not in event:
        assert problem["line"] == number_of_line(text, event)
    ended_at, known = bridge.iteration, Experiment().run()
    known.goto(ended_at)
    assert bridge.run.network.parameters.tolist() == known.network.parameters.tolist()
    assert np.isnan(bridge.frame()[bridge.layout()["diverged"]["start"]])

    assert bridge.train(10_000, milliseconds=1_000_000)
    assert bridge.iteration == ended_at
    for iteration in (0, 5, ended_at - 1):
        bridge.goto(iteration)
        assert bridge.iteration == iteration
        assert not bridge.ended
    assert bridge.use_rule(None) is None
    assert bridge.rule_problem() is None
    assert bridge.train(100, milliseconds=1_000_000)
    assert bridge.iteration == 100


def test_a_rule_with_chance_in_it_always_comes_to_an_end() -> None:
    chances = count()
    for event in ("1 / 0", "layers[0].weights = layers[0].weights * np.nan; return"):
        text = replaced(IN_STEP, f"    if random.random() < 0.02:\n        {event}\n").replace(
            "import numpy as np",
            f"import numpy as np\nrandom = np.random.RandomState({next(chances)})",
        )
        bridge = Bridge()
        assert bridge.use_rule(text) is None
        assert bridge.train(10_000, milliseconds=1_000_000)
        assert bridge.ended
        assert np.isfinite(bridge.frame()[: bridge.layout()["sums"]["start"]]).sum() > 1


def test_a_rule_that_diverges_does_so_at_the_iteration_at_which_it_does() -> None:
    text = replaced(ADDED, "layer.weights *= -1e100")
    bridge = Bridge()
    assert bridge.use_rule(text) is None
    assert bridge.train(100, milliseconds=1_000_000)
    assert bridge.iteration == bridge.run.diverged_at
    assert bridge.iteration == 4
    assert bridge.rule_problem() is None


def test_an_activation_that_fails_where_it_is_only_looked_at_is_told_too() -> None:
    fails = "    if len(sums) == 8:\n        1 / 0\n    return np.tanh(sums)"  # a truth table's
    text = replaced("    return np.tanh(sums)", fails)
    bridge = Bridge()
    assert bridge.use_rule(text) is None
    bridge.goto(5)
    bridge.frame()
    assert bridge.rule_problem() is None
    table = bridge.ask("truth_table") or []
    assert all(np.isnan(row["output"]) for row in table)
    problem = bridge.rule_problem()
    assert problem is not None
    assert problem["problem"] == "Something is divided by 0 here."
    bridge.goto(50)
    assert bridge.iteration == 50


def test_another_experiment_keeps_the_rule_and_its_own_activations() -> None:
    bridge = Bridge()
    text = replaced("learning_rate * adjustments", "0.5 * learning_rate * adjustments")
    assert bridge.use_rule(text) is None
    described = bridge.open(PRESETS["hours"].plain())
    assert described["edited"]
    bridge.goto(200)
    half = replace(PRESETS["hours"], learning_rate=0.25).run()
    half.goto(200)
    np.testing.assert_allclose(bridge.run.network.parameters, half.network.parameters, rtol=1e-12)
    bridge.open({**PRESETS["hours"].plain(), "question": [0, 0]})
    assert bridge.iteration == 200


def test_a_rule_that_another_experiment_breaks_makes_way_for_the_engine() -> None:
    bridge = Bridge()
    assert bridge.use_rule(failing_when("len(layers) > 1")) is None
    assert bridge.rule_problem() is None
    described = bridge.open(PRESETS["hours"].plain())
    assert not described["edited"]
    problem = bridge.rule_problem()
    assert problem is not None
    assert problem["problem"] == "Something is divided by 0 here."
    bridge.goto(20)
    known = PRESETS["hours"].run()
    known.goto(20)
    assert bridge.run.network.parameters.tolist() == known.network.parameters.tolist()
    bridge.open(Experiment().plain())
    assert not bridge.describe()["edited"]
    assert bridge.rule_problem() is None


def test_an_interruption_is_no_mistake_of_the_readers() -> None:
    bridge = Bridge()
    with pytest.raises(KeyboardInterrupt):
        bridge.use_rule(replaced(IN_STEP, "    raise KeyboardInterrupt\n"))
    with pytest.raises(KeyboardInterrupt):
        bridge.run_script("raise KeyboardInterrupt")


def test_what_a_rule_prints_is_printed(capsys: pytest.CaptureFixture[str]) -> None:
    bridge = Bridge()
    assert bridge.use_rule(replaced(IN_STEP, "    print(targets.ravel())\n")) is None
    capsys.readouterr()
    bridge.goto(3)
    assert capsys.readouterr().out == "[0. 1. 1. 0.]\n" * 3
