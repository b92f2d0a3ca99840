"""A picture of the plane is the network's outputs at its points, right side up."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from neuron_core import Dataset, Experiment, InputError, Layer
from neuron_core.insight.plane import Plane, layer_space, levels, others, plane_table, ranges
from neuron_core.page.bridge import Bridge
from neuron_core.presets import PRESETS
from neuron_core.reader import own_rule

RNG = np.random.default_rng(3)
SPREAD = Dataset(RNG.uniform(-4.9, 4.9, (60, 2)), RNG.choice([-1.0, 1.0], 60))
TWO = Experiment(data=SPREAD, layers=(Layer(4), Layer(2, "relu"), Layer(1)), question=(0.5, -1.0))
SEVERAL = Experiment(
    data=Dataset(SPREAD.inputs, np.eye(3)[np.arange(60) % 3]),
    layers=(Layer(5, "sigmoid"), Layer(3, "softplus")),
    question=(0.0, 0.0),
)
THREE = replace(PRESETS["xor-hidden"], question=(0.25, 0.5, 0.75))
ONE = Experiment(
    data=Dataset(np.linspace(-3, 3, 9), np.sin(np.linspace(-3, 3, 9))),
    layers=(Layer(3), Layer(1, "linear")),
    question=(1.0,),
)


def by_hand(experiment: Experiment, parameters: Any, inputs: list[float]) -> list[float]:
    """Every neuron's output for one row, in plain loops."""
    functions: dict[str, Callable[[float], Any]] = {
        "tanh": np.tanh,
        "relu": lambda x: max(0.0, x),
        "sigmoid": lambda x: 1 / (1 + np.exp(-x)),
        "softplus": lambda x: np.log1p(np.exp(x)),
        "linear": lambda x: x,
    }
    found: list[float] = []
    below, left = inputs, list(parameters)
    for layer in experiment.layers:
        sums = [0.0] * layer.units
        for value in below:
            for unit in range(layer.units):
                sums[unit] += value * left.pop(0)
        if layer.bias:
            sums = [one + left.pop(0) for one in sums]
        below = [float(functions[layer.activation](one)) for one in sums]
        found += below
    return found


@pytest.mark.parametrize("experiment", [TWO, SEVERAL, THREE])
def test_every_point_has_every_neuron_s_output(experiment: Experiment) -> None:
    run = experiment.run()
    plane = Plane(experiment, run.network, 31)
    for iteration in (0, 40):
        run.goto(iteration)
        pictures = plane.outputs()
        assert pictures.dtype == np.float32
        assert pictures.shape == (sum(layer.units for layer in experiment.layers), 31, 31)
        for row, column in [(0, 0), (0, 30), (30, 0), (12, 29), (17, 3)]:
            inputs = [plane.axes[0][column], plane.axes[1][row]]
            inputs += [other.value for other in others(experiment)]
            expected = by_hand(experiment, run.network.parameters, inputs)
            np.testing.assert_allclose(pictures[:, row, column], expected, rtol=1e-5, atol=1e-6)


def test_its_first_row_is_its_top_and_its_first_column_its_left() -> None:
    layers = (Layer(2, "linear", bias=False), Layer(1, "linear", bias=False))
    experiment = Experiment(data=SPREAD, layers=layers, question=(0.0, 0.0))
    network = experiment.network()
    network.parameters[:] = [1, 0, 0, 1, 1, 1]  # two neurons that pass on an input each
    plane = Plane(experiment, network, 6)
    first, second, _ = plane.outputs()
    assert first.tolist() == [[-5, -3, -1, 1, 3, 5]] * 6
    assert second.T.tolist() == [[5, 3, 1, -1, -3, -5]] * 6
    assert plane.axes[0].tolist() == [-5, -3, -1, 1, 3, 5]
    assert plane.axes[1].tolist() == [5, 3, 1, -1, -3, -5]


@pytest.mark.parametrize("third", [0.0, 0.75])
def test_more_than_two_inputs_are_a_slice_at_any_value(third: float) -> None:
    network = THREE.network()
    plane = Plane(THREE, network, 9, [third])
    expected = network([plane.axes[0][4], plane.axes[1][2], third])[-1]
    assert plane.outputs()[-1, 2, 4] == pytest.approx(expected, rel=1e-6)


@pytest.mark.parametrize(
    ("columns", "expected"),
    [
        ([[1], [1], [1], [1]], [1]),  # the tutorial's
        ([[0], [3], [3], [-1]], [3]),
        ([[0, 1], [0, 2], [5, 2], [0, 1]], [0, 1]),  # together, not each for itself
        ([[2, 2], [1, 9], [1, 9], [2, 2]], [1, 9]),
        ([[0.4], [0.1], [0.3], [0.2]], [0.2]),
        ([[0.3, 0.5], [0.1, 0.7], [0.2, 0.6]], [0.2, 0.6]),
    ],
)
def test_at_first_it_is_the_slice_that_most_rows_lie_on(
    columns: list[list[float]], expected: list[float]
) -> None:
    inputs = [[place, -place, *others] for place, others in enumerate(columns)]
    experiment = Experiment(
        data=Dataset(inputs, [0] * len(inputs)),  # type: ignore[arg-type]
        question=(0.0,) * len(inputs[0]),
    )
    assert [other.value for other in others(experiment)] == expected
    network = experiment.network()
    plain = Plane(experiment, network, 9).outputs()
    assert plain.tolist() == Plane(experiment, network, 9, expected).outputs().tolist()


def test_a_slice_may_be_anywhere_between_the_rows_and_the_question() -> None:
    (third,) = others(Experiment())
    assert (third.value, third.least, third.most) == (1, 0, 1)
    (third,) = others(Experiment(question=(1.0, 0.0, 1.0)))  # nothing but 1
    assert third.least < third.value < third.most
    assert others(TWO) == []


@pytest.mark.parametrize("cut", [[], [0.0, 1.0], ["1"], [None], [np.inf], 1.0, None])
def test_a_slice_that_is_none_is_refused(cut: Any) -> None:
    bridge = Bridge()
    with pytest.raises(InputError, match="slice: "):
        bridge.cut(cut)
    assert bridge.describe()["plane"]["cut"] == [1.0]


def test_the_page_chooses_a_slice_until_the_columns_are_others() -> None:
    bridge = Bridge()
    assert bridge.describe()["plane"]["cut"] == [1.0]
    bridge.cut([0.25])
    assert bridge.describe()["plane"]["cut"] == [0.25]
    expected = Plane(Experiment(), bridge.run.network, 9, [0.25]).outputs()
    assert bridge.plane(9).tolist() == expected.tolist()
    bridge.open(Experiment(question=(0.0, 1.0, 7.0), seed=3).plain())
    assert bridge.describe()["plane"]["cut"] == [0.25]
    bridge.open(TWO.plain())
    assert bridge.describe()["plane"]["cut"] == []


def test_one_input_is_a_curve() -> None:
    run = ONE.run()
    run.goto(25)
    plane = Plane(ONE, run.network, 41)
    outputs = plane.outputs()
    assert outputs.shape == (4, 41)
    assert len(plane.axes) == 1
    for place in (0, 7, 40):
        expected = by_hand(ONE, run.network.parameters, [plane.axes[0][place]])
        np.testing.assert_allclose(outputs[:, place], expected, rtol=1e-5, atol=1e-6)


def test_it_is_what_a_readers_own_activation_makes() -> None:
    bridge = Bridge()
    text = own_rule.source(Experiment()).replace("return np.tanh(sums)", "return np.sin(sums)")
    assert bridge.use_rule(text) is None
    plane = Plane(bridge.experiment, bridge.run.network, 11)
    sums = np.array([plane.axes[0][2], plane.axes[1][9], 1.0]) @ bridge.run.network.parameters
    assert bridge.plane(11)[0, 9, 2] == pytest.approx(np.sin(sums), rel=1e-5)


def test_a_run_that_diverges_is_drawn_without_a_warning() -> None:
    layers = (Layer(1, "linear", bias=False),)
    run = Experiment(layers=layers, learning_rate=5.0).run()
    run.goto(10_000)
    assert run.diverged_at == run.iteration
    assert not np.isfinite(Plane(Experiment(layers=layers), run.network, 9).outputs()).all()


@pytest.mark.parametrize(
    ("column", "expected"),
    [
        ([0, 1], (-0.2, 1.2)),
        ([-4.95, 4.9], (-6.0, 6.0)),
        ([0, 0.5, 1.15], (-0.2, 1.2)),
        ([3, 3], (1.0, 5.0)),
        ([0, 0], (-0.6, 0.6)),
        ([1, 1 + 1e-12], (0.4, 1.6)),
    ],
)
def test_it_reaches_a_little_beyond_the_data_to_round_numbers(
    column: list[float], expected: tuple[float, float]
) -> None:
    data = Dataset([[one] for one in column], [0] * len(column))  # type: ignore[arg-type]
    (reach,) = ranges(Experiment(data=data, question=(0.0,)))
    assert reach == pytest.approx(expected)


@pytest.mark.parametrize("size", [5e-324, 1e-200, 1e12, 1e300, 1.7e308])
def test_it_takes_numbers_of_any_size(size: float) -> None:
    data = Dataset([[-size, 0], [size, size]], [0, 1])  # type: ignore[arg-type]
    experiment = Experiment(data=data, question=(0.0, 0.0))
    for least, most in ranges(experiment):
        assert np.isfinite([least, most]).all()
        assert least < most
    assert np.isfinite(Plane(experiment, experiment.network(), 9).outputs()).all()


def test_a_large_network_gets_fewer_points_and_a_curve_all_of_them() -> None:
    wide = (*[Layer(64)] * 7, Layer(1))
    experiment = replace(TWO, layers=wide)
    units, rows, columns = Plane(experiment, experiment.network(), 161).outputs().shape
    assert units == 449
    assert 11 <= rows == columns < 41
    curve = replace(ONE, layers=wide)
    assert Plane(curve, curve.network(), 161).outputs().shape == (449, 161)


def test_two_colours_change_at_a_neuron_s_own_level() -> None:
    hidden = [
        Layer(1, name) for name in ("tanh", "sigmoid", "relu", "leaky-relu", "linear", "softplus")
    ]
    found = levels(replace(TWO, layers=(*hidden, Layer(1))))
    softplus = found[5]
    assert [one.low for one in found[:5]] == pytest.approx([-1, 0, 0, -1, -1], abs=1e-9)
    assert [one.level for one in found[:5]] == [0, 0.5, 0, 0, 0]
    assert softplus.low == pytest.approx(0)
    assert softplus.level == pytest.approx(np.log(2))
    assert {one.high for one in found} == {1}
    output = levels(Experiment())[-1]
    assert (output.low, output.level, output.high) == (0, 0.5, 1)
    assert levels(SEVERAL)[-1].level == 0.5


def test_many_shades_are_pale_where_classes_split_and_of_amounts_at_0_or_halfway() -> None:
    def shades(targets: list[float], kind: str | None = None) -> tuple[float, float]:
        inputs = [[place, place] for place in range(len(targets))]
        data = Dataset(inputs, targets, kind=kind)  # type: ignore[arg-type]
        output = levels(Experiment(data=data, question=(0.0, 0.0)))[-1]
        return output.pivot, output.span

    assert shades([0, 1, 1, 0]) == (0.5, 0.5)
    assert shades([-1, 1, 1]) == (0, 1)
    assert shades([10, 30, 10]) == (20, 10)
    assert shades([0, 1, 1], "regression") == (0, 1)
    assert shades([92, 86, 89]) == (89, 3)  # of amounts with one sign, halfway
    assert shades([-92, -86]) == (-89, 3)
    assert shades([-3, 2, 1]) == (0, 3)
    assert shades([0, 0]) == (0, 1)
    hidden = levels(replace(TWO, layers=(Layer(1, "sigmoid"), Layer(1, "relu"), Layer(1))))
    assert [(one.pivot, one.span) for one in hidden[:2]] == [(0.5, 0.5), (0, 1)]


@pytest.mark.parametrize(("experiment", "layer"), [(TWO, 0), (TWO, 1), (THREE, 0), (SEVERAL, 1)])
def test_a_layer_takes_the_plane_where_its_outputs_are(experiment: Experiment, layer: int) -> None:
    run = experiment.run()
    run.goto(30)
    found = layer_space(experiment, run.network, layer, 1, 0)
    lines = len(found.grid)
    beyond = [other.value for other in others(experiment)]
    assert found.grid.shape == (lines, lines, 2)
    start = sum(one.units for one in experiment.layers[:layer])
    (left, right), (bottom, top) = ranges(experiment)
    for row, column in [(0, 0), (0, lines - 1), (lines - 1, 0), (3, 8)]:
        x = left + (right - left) * column / (lines - 1)
        y = top - (top - bottom) * row / (lines - 1)
        outputs = by_hand(experiment, run.network.parameters, [x, y, *beyond])
        expected = [outputs[start + 1], outputs[start]]
        np.testing.assert_allclose(found.grid[row, column], expected, rtol=1e-9, atol=1e-12)
    for place, inputs in enumerate(experiment.data.inputs.tolist()):
        outputs = by_hand(experiment, run.network.parameters, inputs)
        expected = [outputs[start + 1], outputs[start]]
        np.testing.assert_allclose(found.rows[place], expected, rtol=1e-9, atol=1e-12)


def test_a_layer_s_picture_reaches_as_far_as_it_goes() -> None:
    tanh = layer_space(TWO, TWO.network(), 0, 0, 1)
    assert tanh.ranges == [(-1.05, 1.05)] * 2
    sigmoid = layer_space(SEVERAL, SEVERAL.network(), 0, 0, 1)
    assert sigmoid.ranges == [pytest.approx((-0.025, 1.025))] * 2
    relu = layer_space(TWO, TWO.network(), 1, 0, 1)
    for (least, most), values in zip(relu.ranges, relu.grid.reshape(-1, 2).T, strict=True):
        assert least < values.min()
        assert most > values.max()


def test_a_layer_takes_a_line_where_there_is_one_input() -> None:
    found = layer_space(ONE, ONE.network(), 0, 0, 2)
    assert found.grid.ndim == 2
    assert found.grid.shape[1] == 2
    assert found.rows.shape == (9, 2)


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        ((3, 0, 1), "layer: 3 is not accepted; it must be from 0 to 2"),
        ((0, 4, 1), "first neuron: 4 is not accepted; it must be from 0 to 3"),
        ((0, 0, "1"), "second neuron: '1' is not a number"),
        ((0, 2, 2), "second neuron: it is the first one too"),
        ((2, 0, 1), "second neuron: 1 is not accepted"),
    ],
)
def test_layers_and_neurons_that_there_are_not_are_refused(
    arguments: tuple[Any, Any, Any], words: str
) -> None:
    with pytest.raises(InputError, match=words):
        layer_space(TWO, TWO.network(), *arguments)


@pytest.mark.parametrize("points", [2, 1_000, 9.5, None, True])
def test_points_that_are_too_few_or_too_many_are_refused(points: Any) -> None:
    with pytest.raises(InputError, match="points: "):
        Plane(TWO, TWO.network(), points)


def test_the_page_is_given_the_picture_of_what_is_open_now() -> None:
    bridge = Bridge()
    described = bridge.open(TWO.plain())
    assert described["plane"]["ranges"] == [[-6.0, 6.0], [-6.0, 6.0]]
    assert described["plane"]["heights"] == [-1.5, 1.5]
    assert len(described["plane"]["levels"]) == 7
    before = bridge.plane(9)
    bridge.goto(50)
    after = bridge.plane(9)
    assert (after != before).any()
    assert after.tolist() == Plane(TWO, bridge.run.network, 9).outputs().tolist()
    assert bridge.plane(21).shape == (7, 21, 21)

    bridge.open(THREE.plain())
    slices = bridge.plane(9)
    bridge.cut([-2.0])
    assert (bridge.plane(9) != slices).any()
    bridge.goto(20)
    bridge.use_rule(None)  # a new run, at its start
    fresh = Plane(THREE, THREE.network(), 9, [-2.0])
    assert bridge.plane(9).tolist() == fresh.outputs().tolist()

    found = bridge.ask("layer_space", 0, 0, 1)
    assert found["ranges"] == [(-1.05, 1.05)] * 2
    assert found["grid"].dtype == found["rows"].dtype == np.float64


@pytest.mark.parametrize("preset", ["circle", "tutorial"])
def test_the_table_of_the_plane_is_what_the_network_says_there(preset: str) -> None:
    experiment = PRESETS[preset]
    network = experiment.network()
    found = plane_table(experiment, network, 0)
    cut = [other.value for other in others(experiment)]
    for value, row in zip(found.upwards, found.outputs, strict=True):
        rows = [[across, value, *cut] for across in found.across]
        stage = network.forward(experiment.network_inputs(rows)).stages[0]
        assert row == pytest.approx(stage.outputs[:, 0], rel=1e-5)
