"""The facts of DESIGN.md, section 2: what is true about the tutorial's neuron, digit by digit."""

from collections.abc import Iterable

import numpy as np
import pytest
from numpy.typing import NDArray

from neuron_core import TUTORIAL, Experiment, Layer, Neuron, Run, gradient_check
from neuron_core.insight.explain import LIMIT

INPUTS = [[0, 0, 1], [1, 1, 1], [1, 0, 1], [0, 1, 1]]
TARGETS = [0, 1, 1, 0]
BOTH_SLOPES = pytest.mark.parametrize("slope", ["tanh", "tanh-tutorial"])


def trained(slope: str = "tanh-tutorial", rate: float = 1.0, iterations: int = 10_000) -> Run:
    run = Experiment(layers=(Layer(1, slope, bias=False),), learning_rate=rate).run()
    run.goto(iterations)
    return run


def shown(values: Iterable[float], digits: int = 8) -> str:
    return " ".join(f"{value:.{digits}f}" for value in values)


def as_the_tutorial_writes_it(steps: int) -> NDArray[np.float64]:
    """Return the weights before each step of the tutorial's own code, and after the last."""
    inputs, targets = np.array(INPUTS, dtype=float), np.array([TARGETS], dtype=float).T
    weights = 2 * np.random.RandomState(1).random_sample((3, 1)) - 1
    history = [weights.ravel().copy()]
    for _ in range(steps):
        output = np.tanh(np.dot(inputs, weights))
        error = targets - output
        weights += np.dot(inputs.T, error * (1 - np.tanh(output) ** 2))
        history.append(weights.ravel().copy())
    return np.array(history)


def test_an_experiment_without_arguments_is_the_tutorials() -> None:
    experiment = Experiment()
    assert experiment.data is TUTORIAL
    assert TUTORIAL.inputs.tolist() == INPUTS
    assert TUTORIAL.targets.ravel().tolist() == TARGETS
    assert experiment.layers == (Layer(1, "tanh-tutorial", bias=False),)
    assert (experiment.stream, experiment.seed) == ("RandomState", 1)
    assert (experiment.learning_rate, experiment.batch_size) == (1.0, None)
    assert experiment.average is False
    assert (experiment.iterations, experiment.question) == (10_000, (1.0, 0.0, 0.0))


def test_its_start_weights() -> None:
    assert shown(Experiment().network().parameters) == "-0.16595599 0.44064899 -0.99977125"


@pytest.mark.parametrize("seed", [0, 1, 2, 42, 2**32 - 1])
def test_start_weights_of_other_seeds_are_numpys_legacy_stream(seed: int) -> None:
    expected = 2 * np.random.RandomState(seed).random_sample((3, 1)) - 1
    assert Experiment(seed=seed).network().weights[0].tolist() == expected.tolist()
    assert Neuron(3, seed=seed).weights[0].tolist() == expected.tolist()


def test_start_weights_of_the_newer_stream_are_numpys_generator() -> None:
    expected = 2 * np.random.default_rng(7).random((3, 1)) - 1
    network = Experiment(seed=7, stream="Generator").network()
    assert network.weights[0].tolist() == expected.tolist()


def test_its_weights_after_training() -> None:
    assert shown(trained().network.parameters) == "5.39428067 0.19482422 0.34317086"


def test_its_answer_to_the_new_situation() -> None:
    assert shown(trained().network([1, 0, 0])) == "0.99995873"


def test_it_has_not_learned_its_own_rows() -> None:
    outputs = trained().network(INPUTS).ravel()
    assert shown(outputs, 4) == "0.3303 1.0000 1.0000 0.4915"


def test_its_weights_at_every_kept_iteration_are_those_of_the_tutorials_own_code() -> None:
    run = trained()
    own = as_the_tutorial_writes_it(10_000)
    assert run.trace.iterations[-1] == 10_000
    np.testing.assert_allclose(
        run.trace.parameters, own[run.trace.iterations], rtol=1e-9, atol=1e-12
    )


def test_its_lowest_error_is_at_iteration_9_and_rises_afterwards() -> None:
    run = trained()
    iteration, error = run.lowest()
    assert (iteration, f"{error:.5f}") == (9, "0.00149")
    iterations, losses = run.curve()
    assert (losses[iterations > 9] > error).all()
    own = as_the_tutorial_writes_it(10_000)
    errors = np.mean((np.tanh(own @ np.transpose(INPUTS)) - TARGETS) ** 2, axis=1)
    assert int(errors.argmin()) == 9
    assert error == pytest.approx(errors.min(), rel=1e-12)


@BOTH_SLOPES
def test_with_rate_1_weights_2_and_3_change_sign_at_every_step_for_ever(slope: str) -> None:
    for start in (20, 9_900):
        run = trained(slope, iterations=start)
        before = np.sign(run.network.parameters[1:])
        for _ in range(100):
            run.step()
            after = np.sign(run.network.parameters[1:])
            assert (after == -before).all()
            before = after


def test_the_exact_slope_alone_does_not_save_it() -> None:
    run = trained("tanh")
    assert shown(run.network.parameters) == "3.60638076 -0.18254828 -0.32370821"
    assert shown(run.network([1, 0, 0])) == "0.99852685"


def test_with_the_exact_slope_and_rate_one_tenth_all_four_rows_are_right() -> None:
    run = trained("tanh", rate=0.1)
    assert run.network.parameters == pytest.approx([2.7598, 0, 0.0001], abs=5e-5)
    assert run.network(INPUTS).ravel() == pytest.approx(TARGETS, abs=0.01)


@BOTH_SLOPES
def test_steps_settle_just_below_the_limit_of_0_764_and_not_just_above(slope: str) -> None:
    assert abs(trained(slope, rate=0.763).network.parameters[1:]).max() < 1e-4
    assert abs(trained(slope, rate=0.765).network.parameters[1:]).min() > 1e-2


@BOTH_SLOPES
def test_that_limit_is_2_over_the_curvature_of_the_error_surface(slope: str) -> None:
    neuron, nudge, hessian = Neuron(3, activation=slope), 1e-5, np.empty((2, 2))
    for row in range(2):
        sides = []
        for sign in (1, -1):
            neuron.parameters[:] = 20.0, 0.0, 0.0  # rows 2 and 3 are saturated
            neuron.parameters[1 + row] += sign * nudge
            sides.append(neuron.gradient(TUTORIAL.inputs, TUTORIAL.targets)[1:])
        hessian[row] = (sides[0] - sides[1]) / (2 * nudge)
    np.testing.assert_allclose(hessian, [[1, 1], [1, 2]], atol=1e-6)
    assert f"{2 / np.linalg.eigvalsh(hessian).max():.3f}" == "0.764"


@BOTH_SLOPES
@pytest.mark.parametrize("iterations", [0, 1, 10_000])
def test_without_a_bias_the_answer_to_nothing_is_0_whatever_is_learned(
    slope: str, iterations: int
) -> None:
    assert trained(slope, iterations=iterations).network([0, 0, 0]).tolist() == [0.0]


def test_with_a_bias_the_answer_to_nothing_can_be_learned() -> None:
    neuron = Neuron(3, bias=True)
    neuron.train([[0, 0, 0]], [0.5], iterations=1_000, learning_rate=0.1)
    assert neuron([0, 0, 0]).tolist() == pytest.approx([0.5])


def test_at_its_start_the_exact_slope_passes_the_gradient_check_and_the_tutorials_fails() -> None:
    exact, own = (
        gradient_check(Neuron(3, activation=slope), TUTORIAL.inputs, TUTORIAL.targets)
        for slope in ("tanh", "tanh-tutorial")
    )
    assert exact.relative_error < LIMIT
    assert f"{own.relative_error:.3f}" == "0.124"


def test_the_neuron_of_the_short_name_is_the_same_one() -> None:
    neuron = Neuron(3, activation="tanh-tutorial", seed=1)
    neuron.train(INPUTS, TARGETS, iterations=10_000)
    assert neuron.parameters.tolist() == trained().network.parameters.tolist()
