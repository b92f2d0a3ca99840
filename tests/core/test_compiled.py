"""What is compiled leaves NumPy's bits. In CPython nobody compiles: most is skipped.

Inside Pyodide the host compiles, and all other tests of the core train with it, too.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace

import numpy as np
import pytest
from numpy.typing import NDArray

from neuron_core import (
    ACTIVATIONS,
    LOSSES,
    OPTIMISERS,
    REGULARISATIONS,
    Dataset,
    Experiment,
    Layer,
)
from neuron_core.engine import wasm
from neuron_core.engine.compiled import WORTH, host
from neuron_core.engine.lowering import ELEMENTWISE, Lowering, Unknown, address
from neuron_core.engine.recording import Recording
from neuron_core.insight.plane import Plane
from neuron_core.insight.spread import Spread
from neuron_core.presets import PRESETS
from neuron_core.run.training import Run
from tests.core import toys

Array = NDArray[np.float64]
ODD = [0.0, -0.0, 1.0, -1.0, 0.5, -2.5, 1e-310, -1e-310, 1e300, -1e300, np.inf, -np.inf, np.nan]

compiling = pytest.mark.skipif(host.compile is None, reason="nobody compiles here")


@contextmanager
def by_numpy() -> Iterator[None]:
    compile, host.compile = host.compile, None
    try:
        yield
    finally:
        host.compile = compile


def done(record: Recording) -> None:
    """Do what has been recorded, compiled."""
    library: dict[str, int] = {}
    run = Lowering(library, takes=6)
    run.gives = wasm.I32
    run.do(record.calls)
    run.code += wasm.integer(0)
    assert host.compile
    host.compile(wasm.module([*library.items()], [run], "run"))(0, 0, 0, 0, 0, 0)


def same(one: Array, other: Array) -> bool:
    """Whether the bits are the same, but for those of what is not a number."""
    return (
        np.where(np.isnan(one), np.nan, one).tobytes()
        == np.where(np.isnan(other), np.nan, other).tobytes()
    )


@compiling
@pytest.mark.parametrize("ufunc", list(ELEMENTWISE), ids=lambda ufunc: ufunc.__name__)
def test_a_call_has_numpy_s_bits(ufunc: np.ufunc) -> None:
    random = np.random.default_rng(1)
    numbers = np.array([*ODD, *random.normal(size=80), *np.exp(random.normal(size=80) * 9)])
    tables = np.meshgrid(*[numbers] * ufunc.nin) if ufunc.nin > 1 else [numbers]
    for arrays in (tables, [one[:3, :1] if one.ndim > 1 else one[:1] for one in tables]):
        given = [np.ascontiguousarray(one) for one in arrays]
        record, found = Recording(), np.zeros(given[0].shape)
        record.store(found, ufunc(*(record.given(one) for one in given)) + record.fixed(0.0))
        operations = record.operations(sparing=False)
        with np.errstate(all="ignore"):
            for operation in operations:
                operation()
        wanted = found.copy()
        found[...] = 7.0
        done(record)
        assert same(found, wanted)


@compiling
@pytest.mark.parametrize("ufunc", [np.add, np.maximum, np.minimum])
@pytest.mark.parametrize("shape", [(4, 1), (1, 5), (3, 7), (2, 8), (5, 64), (2, 130), (2, 3, 20)])
def test_a_reduction_has_numpy_s_bits(ufunc: np.ufunc, shape: tuple[int, ...]) -> None:
    random = np.random.default_rng(shape)
    for axis in range(len(shape)):
        for keeps in (True, False):
            record, given = Recording(), np.exp(random.normal(size=shape) * 5)
            given *= random.choice([-1, 0, 1], shape)
            value = ufunc.reduce(record.given(given), axis=axis, keepdims=keeps)
            found = np.zeros(value.shape)
            record.store(found, value)
            for operation in record.operations():
                operation()
            wanted = found.copy()
            found[...] = 7.0
            done(record)
            assert same(found, wanted)


def random_experiment(seed: int) -> Experiment:
    random = np.random.default_rng([19, seed])
    loss = LOSSES[str(random.choice(list(LOSSES)))]
    hidden = [name for name, one in ACTIVATIONS.items() if not one.row_wise]
    output = str(random.choice(list(loss.output_losses)))
    widths = random.integers(1, 9, random.integers(0, 3)).tolist()
    layers = [
        *(Layer(width, str(random.choice(hidden)), bool(random.integers(2))) for width in widths),
        Layer(int(random.integers(2, 12)), output, bool(random.integers(2))),
    ]
    rows = int(random.integers(1, 40))
    inputs = np.round(random.normal(size=(rows, random.integers(1, 6))), random.integers(0, 9))
    targets = np.eye(layers[-1].units)[random.integers(0, layers[-1].units, rows)]
    return Experiment(
        data=Dataset(inputs * random.choice([0, 1, 1, 20]), targets),
        layers=tuple(layers),
        loss=loss.name,
        optimiser=str(random.choice(list(OPTIMISERS))),
        regularisation=str(random.choice(list(REGULARISATIONS))),
        regularisation_rate=float(random.choice([0, 0.001, 0.1])),
        learning_rate=float(random.choice([0.001, 0.03, 0.3, 10.0])),
        rates=((50, 0.01),) if random.integers(2) else (),
        batch_size=int(random.integers(1, rows + 1)) if random.integers(2) else None,
        average=bool(random.integers(2)),
        seed=seed,
        question=tuple(inputs[0]),
    )


def assert_alike(one: Run, other: Run) -> None:
    assert one.trace.iterations == other.trace.iterations
    assert (one.iteration, one.diverged_at) == (other.iteration, other.diverged_at)
    assert same(one.trace.parameters, other.trace.parameters)
    assert same(one.network.parameters, other.network.parameters)
    assert same(one.memory, other.memory)


def compare(experiment: Experiment, ways: list[int]) -> None:
    """Go the same ways compiled and by NumPy."""
    host.refusal = "not tried"
    one, other = experiment.run(), experiment.run()
    for iteration in ways:
        one.goto(iteration)
    assert not host.refusal
    with by_numpy():
        for iteration in ways:
            other.goto(iteration)
    assert_alike(one, other)


@compiling
@pytest.mark.parametrize("seed", range(40))
def test_a_run_is_numpy_s_to_the_bit(seed: int) -> None:
    compare(random_experiment(seed), [3, 70, 71, 300, 45, 180])


@compiling
@pytest.mark.parametrize("preset", list(PRESETS))
def test_a_preset_s_run_is_numpy_s_to_the_bit(preset: str) -> None:
    compare(PRESETS[preset], [2, 6, 14, 30, 62, 126, 254, 300])


@compiling
@pytest.mark.parametrize("seed", range(8))
def test_networks_of_other_starts_are_numpy_s_to_the_bit(seed: int) -> None:
    experiment = replace(random_experiment(seed), iterations=120)
    host.refusal = "not tried"
    networks = Spread(experiment, 5)
    networks.train()
    assert not host.refusal
    with by_numpy():
        others = Spread(experiment, 5)
        others.train()
    assert same(networks.networks.parameters, others.networks.parameters)


@compiling
@pytest.mark.parametrize("preset", ["tutorial", "circle", "several-classes", "curve"])
def test_pictures_are_numpy_s_to_the_bit(preset: str) -> None:
    experiment = replace(PRESETS[preset], iterations=10)
    run, found = experiment.run(), []
    compiled = Plane(experiment, run.network, 20)
    for iteration in (0, 1, 2, 30):
        run.goto(iteration)
        found.append((compiled.outputs(), Plane(experiment, run.network, 20).outputs()))
    assert compiled._recorded
    assert compiled._recorded._run
    for one, other in found:
        assert one.tobytes() == other.tobytes()


@compiling
def test_what_is_added_is_compiled_without_a_line(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(ACTIVATIONS, "softsign", toys.ACTIVATION)
    monkeypatch.setitem(OPTIMISERS, "rmsprop", toys.OPTIMISER)
    monkeypatch.setitem(REGULARISATIONS, "fading", toys.PENALTY)
    monkeypatch.setitem(LOSSES, "distance", toys.LOSS)
    plain = random_experiment(1)
    for penalty in ("fading", "l1"):
        compare(
            replace(
                plain,
                data=Dataset(plain.data.inputs, plain.data.targets - 0.3),
                layers=(Layer(3, "softsign"), Layer(plain.layers[-1].units, "softsign")),
                loss="distance",
                optimiser="rmsprop",
                regularisation=penalty,
                regularisation_rate=0.01,
                batch_size=4,
            ),
            [400],
        )


@compiling
def test_a_step_that_gives_other_bits_is_left_to_numpy(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(ELEMENTWISE, np.tanh, ELEMENTWISE[np.sin])
    run, other = Experiment().run(), Experiment().run()
    run.goto(10 * WORTH)
    assert host.refusal == "a step gives other bits than NumPy's"
    with by_numpy():
        other.goto(10 * WORTH)
    assert_alike(run, other)


@compiling
def test_what_is_not_known_is_left_to_numpy(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delitem(ELEMENTWISE, np.tanh)
    run = Experiment().run()
    run.goto(10 * WORTH)
    assert host.refusal == "tanh is left to NumPy as it is used here"


@compiling
def test_a_host_that_cannot_compile_is_no_obstacle(monkeypatch: pytest.MonkeyPatch) -> None:
    def fails(code: bytes) -> None:
        raise RuntimeError("a policy forbids it")

    monkeypatch.setattr(host, "compile", fails)
    run = Experiment().run()
    run.goto(10 * WORTH)
    assert run.iteration == 10 * WORTH
    assert host.refusal == "a policy forbids it"


def test_what_runs_backwards_or_over_itself_is_not_lowered() -> None:
    square = np.arange(4.0).reshape(2, 2)
    for value, message in ((square[::-1], "runs backwards"), (square.T, "over what it reads")):
        record = Recording()
        record.store(square, record.given(value))
        record.operations()
        with pytest.raises(Unknown, match=message):
            Lowering({}).do(record.calls)


def test_where_nobody_compiles_numpy_does_it() -> None:
    with by_numpy():
        run = Experiment().run()
        run.goto(1000)
        assert not run._batches.is_compiled(1000, 1000)
    assert address(square := np.ones(1)) == square.ctypes.data
