"""Data: which rows are trained on, what makes them, and what a network is fed with."""

import json
import math
from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from neuron_core import TUTORIAL, Dataset, Experiment, InputError, Layer
from neuron_core.data.dataset import AND, HOURS
from neuron_core.data.features import available, made
from neuron_core.data.patterns import PATTERNS, RECIPE_LIMITS, Recipe
from neuron_core.page.bridge import Bridge

COLUMN = np.arange(20.0)[:, np.newaxis]
EACH = pytest.mark.parametrize("name", list(PATTERNS))


def with_test_rows(share: float, seed: int = 0, rows: int = 20) -> Dataset:
    return Dataset(COLUMN[:rows], COLUMN[:rows], test_share=share, seed=seed)


@pytest.mark.parametrize(
    ("targets", "kind"),
    [
        ([0, 1, 1], "classification"),
        ([-1, 1, -1], "classification"),
        ([7, 7, 7], "classification"),
        ([0, 1, 2], "regression"),
        ([0.1, 0.2, 0.3], "regression"),
        ([[1, 0, 0], [0, 1, 0], [0, 0, 1]], "classification"),
        ([[1, 0.5], [0, 0.1], [0, 0.2]], "regression"),
    ],
    ids=str,
)
def test_targets_of_at_most_two_values_are_classes(targets: Any, kind: str) -> None:
    assert Dataset(COLUMN[:3], np.array(targets)).kind == kind
    other = {"classification": "regression", "regression": "classification"}[kind]
    assert Dataset(COLUMN[:3], np.array(targets), kind=other).kind == other


@pytest.mark.parametrize("share", [0.0, 0.1, 0.5, 0.77, 0.9])
def test_each_row_is_either_trained_on_or_tested_as_the_permutation_says(share: float) -> None:
    data = with_test_rows(share, seed=5)
    count = round(share * 20)
    assert sorted([*data.training.rows, *data.test.rows]) == list(range(20))
    chosen = np.random.default_rng(5).permutation(20)[:count]
    assert data.test.rows.tolist() == sorted(chosen.tolist())
    for part in (data.training, data.test):
        assert part.inputs[:, 0].tolist() == part.rows.tolist() == part.targets[:, 0].tolist()
    assert data.training.rows.tolist() == sorted(data.training.rows.tolist())


def test_another_seed_tests_other_rows_and_one_row_is_always_trained_on() -> None:
    assert with_test_rows(0.5).test.rows.tolist() != with_test_rows(0.5, seed=1).test.rows.tolist()
    assert with_test_rows(0.9, rows=1).training.rows.tolist() == [0]
    assert len(with_test_rows(0.9, rows=2).training.rows) == 1


def test_without_test_rows_the_table_is_trained_on_where_it_is() -> None:
    assert TUTORIAL.training.inputs is TUTORIAL.inputs
    assert Experiment().run().inputs is TUTORIAL.inputs


def test_only_the_training_rows_train() -> None:
    data = replace(HOURS, test_share=0.4)
    layers, question = (Layer(3), Layer(1)), (0.5, 0.5)
    experiment = Experiment(data=data, layers=layers, question=question)
    kept = Dataset(
        data.training.inputs, data.training.targets, scaling=HOURS.scaling, kind="regression"
    )
    alone = Experiment(data=kept, layers=layers, question=question)
    run, other = experiment.run(), alone.run()
    run.goto(50)
    other.goto(50)
    assert run.network.parameters.tolist() == other.network.parameters.tolist()
    assert run.curve()[1].tolist() == other.curve()[1].tolist()
    lost = [
        float(np.mean((data.test.targets - experiment.answers(network, data.test.inputs)) ** 2))
        for network in map(run.network.like, run.trace.parameters)
    ]
    np.testing.assert_allclose(run.test_losses(), np.sqrt(lost), rtol=1e-9)  # in points


def test_test_losses_follow_the_trace_wherever_the_run_goes() -> None:
    experiment = Experiment(data=replace(TUTORIAL, test_share=0.25))
    run = experiment.run()
    for iteration in (10, 137, 140, 150, 20, 777, 5):  # 137 is kept only as long as it is the last
        run.goto(iteration)
        test = experiment.test
        fresh = [
            float(run.network.like(one).loss(test.inputs, test.targets))
            for one in run.trace.parameters
        ]
        np.testing.assert_allclose(run.test_losses(), fresh, rtol=1e-12)
        assert len(run.curve()[1]) == len(fresh)


def test_a_batch_is_of_rows_that_are_trained_on() -> None:
    data = with_test_rows(0.5)
    fits = {"data": data, "question": (1.0,)}
    assert Experiment(**fits, batch_size=9).steps_in_epoch == 2  # type: ignore[arg-type]
    assert Experiment(**fits, batch_size=10).steps_in_epoch == 1  # type: ignore[arg-type]


@EACH
@pytest.mark.parametrize("noise", [0.0, 0.5])
def test_a_recipe_makes_the_same_rows_again_to_the_bit(name: str, noise: float) -> None:
    data = Dataset(recipe=Recipe(name, 101, noise), test_share=0.3, seed=7)
    plain = json.loads(json.dumps(data.plain()))
    assert plain == {
        "recipe": {"pattern": name, "rows": 101, "noise": noise},
        "test_share": 0.3,
        "seed": 7,
    }
    again = Dataset(**plain)
    assert again == data
    assert again.inputs.tobytes() == data.inputs.tobytes()
    assert again.targets.tobytes() == data.targets.tobytes()
    assert len(data.inputs) == 101
    assert np.abs(data.inputs).max() < (6.5 if noise == 0 else 12)
    assert np.abs(data.targets).max() <= {"plane": 1.2 + 1.2 * noise, "curve": 0.8 + noise}.get(
        name, 1
    )
    assert data.kind == PATTERNS[name].kind
    assert replace(data, seed=8).inputs.tolist() != data.inputs.tolist()
    assert replace(data, test_share=0.1).inputs.tolist() == data.inputs.tolist()


@EACH
@pytest.mark.parametrize("rows", [int(bound) for bound in RECIPE_LIMITS["rows"]])
def test_a_recipe_makes_as_many_rows_as_are_asked_for(name: str, rows: int) -> None:
    assert len(Dataset(recipe=Recipe(name, rows)).targets) == rows


def radius_of_disc(x: float, y: float) -> float:
    return 1.0 if math.hypot(x, y) < 2.5 else -1.0


def height(x: float, y: float) -> float:
    best = 0.0
    for middle, side, sign in [
        (-4, 2.5, 1), (0, 2.5, -1), (4, 2.5, 1), (-4, -2.5, -1), (0, -2.5, 1), (4, -2.5, -1),
    ]:  # fmt: skip
        here = sign * max(0.0, 1 - math.hypot(x - middle, y - side) / 2)
        best = here if abs(here) > abs(best) else best
    return best


@pytest.mark.parametrize(
    ("name", "target"),
    [
        ("circle", radius_of_disc),
        ("xor", lambda x, y: 1.0 if x * y >= 0 else -1.0),
        ("plane", lambda x, y: (x + y) / 10),
        ("multi-gauss", height),
    ],
)
def test_the_target_of_a_point_is_that_of_the_formula(name: str, target: Any) -> None:
    data = Dataset(recipe=Recipe(name, 300))
    for (x, y), (value,) in zip(data.inputs.tolist(), data.targets.tolist(), strict=True):
        assert value == pytest.approx(target(x, y), abs=1e-12)
    noisy = Dataset(recipe=Recipe(name, 300, 0.3))
    wrong = [
        abs(value - target(x, y)) > 1e-12
        for (x, y), (value,) in zip(noisy.inputs.tolist(), noisy.targets.tolist(), strict=True)
    ]
    assert sum(wrong) > 5


def test_the_arms_of_the_spiral_are_those_of_the_formula() -> None:
    points = []
    for turned, target in ((0.0, 1.0), (math.pi, -1.0)):
        for place in range(50):
            angle = 2 * math.pi * 1.75 * place / 50 + turned
            points.append(
                (5 * place / 50 * math.sin(angle), 5 * place / 50 * math.cos(angle), target)
            )
    data = Dataset(recipe=Recipe("spiral", 100))
    made = np.hstack([data.inputs, data.targets])
    for one in points:
        assert np.abs(made - one).max(axis=1).min() < 1e-12


def classes(data: Dataset) -> list[tuple[float, ...]]:
    return sorted(set(map(tuple, data.targets.tolist())))


@pytest.mark.parametrize("noise", [0.0, 0.2, 0.5])
def test_clouds_are_as_wide_as_the_noise_says(noise: float) -> None:
    for name in ("gauss", "several-classes"):
        data = Dataset(recipe=Recipe(name, 5_000, noise))
        for one in classes(data):
            cloud = data.inputs[(data.targets == one).all(axis=1)]
            np.testing.assert_allclose(cloud.var(axis=0), 0.5 + 7 * noise, rtol=0.15)
    assert (
        sorted(Dataset(recipe=Recipe("gauss", 10)).targets.ravel().tolist()) == [-1] * 5 + [1] * 5
    )


def test_the_wave_is_a_sine_within_its_noise() -> None:
    data = Dataset(recipe=Recipe("curve", 1_000, 0.25))
    away = data.targets - 0.8 * np.sin(data.inputs)
    assert 0.24 < abs(away).max() <= 0.25


def test_the_first_rows_of_a_recipe_are_of_all_classes() -> None:
    for name in ("circle", "gauss", "spiral", "several-classes"):
        data = Dataset(recipe=Recipe(name, 5_000))
        first = data.targets[0]
        share = np.mean(data.targets[:500] == first, axis=0)
        assert (abs(share - np.mean(data.targets == first, axis=0)) < 0.1).all()


def test_features_are_what_their_names_say() -> None:
    table = np.array([[1.5, -2.0, 3.0], [0.0, 4.0, -0.5]])
    names = [feature.name for feature in available(3)]
    for row, numbers in zip(table.tolist(), made(names, table).tolist(), strict=True):
        x1, x2, x3 = row
        space = {"x1": x1, "x2": x2, "x3": x3, "sin": math.sin}
        for name, number in zip(names, numbers, strict=True):
            formula = name.replace("^", "**").replace("sin x", "sin(x") + ")" * ("sin" in name)
            assert number == pytest.approx(eval(formula, space), rel=1e-15)
    assert len(set(names)) == 3 + 3 + 3 + 3
    assert [one.title for one in available(12)][11] == "x₁₂"


def test_an_experiment_is_fed_with_its_features_and_asked_in_columns() -> None:
    plain = Experiment(
        data=AND,
        features=("x1*x2", "sin x2", "x1"),
        layers=(Layer(2), Layer(1)),
        question=(0.5, 0.25, 1.0),
    )
    by_hand = np.array([[a * b, math.sin(b), a] for a, b, _ in AND.inputs.tolist()])
    other = replace(
        plain,
        data=Dataset(by_hand, AND.targets),
        features=(),
        question=(0.125, math.sin(0.25), 0.5),
    )
    benches = []
    for experiment in (plain, other):
        bridge = Bridge()
        bridge.open(json.loads(json.dumps(experiment.plain())))
        assert bridge.experiment == experiment
        bridge.goto(100)
        benches.append(bridge)
    np.testing.assert_allclose(benches[0].frame(), benches[1].frame(), rtol=1e-9)
    assert plain.network_inputs([[2, 3, 4]]).tolist() == [[6, math.sin(3), 2]]
    assert [row["inputs"] for row in benches[0].ask("truth_table")][:2] == [[0, 0, 0], [0, 0, 1]]
    networks = [bridge.spreading(3) for bridge in benches]
    assert all(one.train() for one in networks)
    answers = [one.answers().answers for one in networks]
    np.testing.assert_allclose(answers[0], answers[1], rtol=1e-9)


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"features": ("x4",)}, "features: 'x4' is not known; use some of x1, x2, x3"),
        ({"features": ("x1", "x1")}, "x1 is there twice"),
        ({"features": "x1"}, "is not a list of names"),
        ({"features": 3}, "is not a list of names"),
        ({"features": (3,)}, "features: 3 is not known"),
        ({"features": ([],)}, "is not known"),
        (
            {"features": ("x1^2",), "question": (1e200, 0.0, 0.0)},
            "features: x1\\^2 of a row is not a finite number",
        ),
        ({"data": {"recipe": {"pattern": "square"}}}, "pattern: 'square' is not known"),
        ({"data": {"recipe": {"pattern": "xor", "rows": 9}}}, "from 10 to 5,000"),
        ({"data": {"recipe": {"pattern": "xor", "noise": 0.51}}}, "noise: 0.51 is not accepted"),
        ({"data": {"recipe": {"pattern": "xor", "colour": 1}}}, "recipe: 'colour' is not known"),
        ({"data": {"recipe": {}}}, "recipe: pattern is missing"),
        ({"data": {"recipe": 3}}, "recipe: 3 is not accepted"),
        ({"data": {"recipe": {"pattern": "xor"}, "seed": -1}}, "seed of the data: -1"),
        ({"data": {"recipe": {"pattern": "xor"}, "test_share": 0.95}}, "test share: 0.95"),
        ({"data": {}}, "inputs of the data: None is not a table"),
        ({"data": {"inputs": [[1]], "targets": [1], "kind": "colour"}}, "kind of the data"),
    ],
    ids=str,
)
def test_what_is_not_accepted_is_told(changes: dict[str, Any], words: str) -> None:
    with pytest.raises(InputError, match=words):
        Experiment.from_plain(changes)


def test_the_curve_of_a_large_table_is_over_rows_taken_evenly() -> None:
    inputs = np.linspace(-1, 1, 25_000)[:, np.newaxis]
    data = Dataset(inputs, np.sign(inputs), test_share=0.1)
    run = Experiment(data=data, average=True, question=(0.0,)).run()
    run.goto(5)
    for part, losses in ((data.training, run.curve()[1]), (data.test, run.test_losses())):
        apart = 3 if part is data.training else 1
        over = part.inputs[::apart], part.targets[::apart]
        assert losses[-1] == pytest.approx(float(run.network.loss(*over)), rel=1e-12)
        whole = float(run.network.loss(part.inputs, part.targets))
        assert losses[-1] == pytest.approx(whole, rel=1e-3)


def test_the_error_of_scaled_amounts_is_told_in_their_own_units() -> None:
    points = [92.0, 86.0, 89.0]
    table = Dataset(
        np.array([[2.0, 9], [1, 5], [3, 6]]),
        np.array([[one] for one in points]),
        names=("studied", "slept", "score"),
        scaling=((0, 3), (0, 9), (80, 10)),
    )
    experiment = Experiment(
        data=table, layers=(Layer(3), Layer(1)), question=(4, 8), learning_rate=0.1, stop_at=1.5
    )
    assert experiment.loss_titles == ("root mean squared error of score", "RMSE of score")
    bridge = Bridge()
    bridge.open(experiment.plain())
    bridge.train(experiment.iterations, math.inf)
    assert 0 < bridge.iteration < experiment.iterations  # it has stopped at that many points
    iterations, losses, _ = bridge.losses()
    for at in (0, bridge.iteration):
        bridge.goto(at)
        missed = experiment.answers(bridge.run.network, table.inputs)[:, 0] - points
        right = np.sqrt(np.mean(missed**2))
        assert losses[iterations == at] == pytest.approx(right, rel=1e-12)
        assert (right <= 1.5) == bool(at)
        assert bridge.ask("quality")["training"]["loss"] == pytest.approx(right, rel=1e-12)


def test_amounts_of_several_sizes_have_no_unit_in_common_and_classes_none() -> None:
    inputs, targets = np.array([[1.0], [2], [4]]), np.array([[1.0, 10], [2, 30], [5, 70]])
    sizes = Dataset(inputs, targets, scaling=((0, 4), (0, 5), (0, 70)))
    of_two = Experiment(data=sizes, layers=(Layer(2, "linear"),), question=(1,))
    assert of_two.loss_titles[0] == "mean squared error of the scaled targets"
    plain = Dataset(inputs, targets[:, :1])
    as_they_are = Experiment(data=plain, layers=(Layer(1, "linear"),), question=(1,))
    assert as_they_are.loss_titles == ("mean squared error", "mean sq. error")
    assert Experiment().loss_titles == ("mean squared error", "mean sq. error")
