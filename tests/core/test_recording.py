"""A recorded step is the formulas called with arrays, to the bit; what cannot be is refused."""

from collections.abc import Callable

import numpy as np
import pytest
from numpy.typing import NDArray

from neuron_core import ACTIVATIONS, LOSSES, OPTIMISERS, REGULARISATIONS, Layer, Network
from neuron_core.engine.passes import TrainingStep
from neuron_core.engine.recording import Recording
from neuron_core.engine.update_rule import UpdateRule

Array = NDArray[np.float64]
STEPS = 12


def random_network(
    random: np.random.Generator, stack: tuple[int, ...]
) -> tuple[Network, Array, Array]:
    """Return a network, or a stack of them, of any shape there may be, and a table for it."""
    loss = LOSSES[str(random.choice(list(LOSSES)))]
    hidden = [one.name for one in ACTIVATIONS.values() if not one.row_wise]
    output = str(random.choice(list(loss.output_losses)))
    names = [str(random.choice(hidden)) for _ in range(random.integers(0, 3))]
    layers = [
        Layer(int(random.integers(1, 7)), name, bool(random.integers(2))) for name in names
    ] + [Layer(int(random.integers(2, 12)), output, bool(random.integers(2)))]
    network = Network(int(random.integers(1, 6)), layers, loss=loss.name)
    network = network.like(random.normal(size=(*stack, network.size)))
    rows = int(random.integers(1, 20))
    targets = np.eye(layers[-1].units)[random.integers(0, layers[-1].units, rows)]
    return network, random.normal(size=(rows, network.inputs)), targets


@pytest.mark.parametrize("stack", [(), (3,)], ids=["one network", "a stack"])
@pytest.mark.parametrize("optimiser", list(OPTIMISERS))
@pytest.mark.parametrize("regularisation", list(REGULARISATIONS))
@pytest.mark.parametrize("seed", range(15))
def test_recorded_steps_are_the_formulas_called_with_arrays_to_the_bit(
    stack: tuple[int, ...], optimiser: str, regularisation: str, seed: int
) -> None:
    random = np.random.default_rng([seed, len(stack)])
    network, inputs, targets = random_network(random, stack)
    update_rule = UpdateRule(OPTIMISERS[optimiser], REGULARISATIONS[regularisation], 0.01)
    average, rate = bool(random.integers(2)), float(random.choice([0.01, 0.1]))
    recorded = network.like(network.parameters.copy())
    work = TrainingStep(recorded, inputs, targets, rate, update_rule, average=average)
    other = work.over(inputs[::-1].copy(), targets[::-1].copy())

    memory = update_rule.optimiser.split(
        update_rule.optimiser.memory(network.parameters), network.size
    )
    with np.errstate(all="ignore"):
        for step in range(STEPS):
            turned = slice(None, None, -1 if step % 2 else 1)
            adjustments = -network.gradient(inputs[turned].copy(), targets[turned].copy())
            parameters, memory = update_rule.step(
                network.parameters,
                adjustments,
                memory,
                network.for_weights(0.01),
                np.array(rate),
                np.array(float(len(inputs))) if average else None,
            )
            network = network.like(parameters)
            (other if step % 2 else work).step()
            assert recorded.parameters.tobytes() == parameters.tobytes()
            assert (
                work.memory.tobytes()
                == np.concatenate([*memory, parameters[..., :0]], -1).tobytes()
            )


@pytest.mark.parametrize("seed", range(30))
def test_sparing_arrays_changes_no_number(seed: int) -> None:
    def mixed(random: np.random.Generator, table: Array, row: Array) -> list[Array]:
        values = [table, table + row, row * 2]
        for _ in range(12):
            one, other = (values[int(random.integers(len(values)))] for _ in range(2))
            match int(random.integers(4)):
                case 0:
                    values.append(one - other)
                case 1:
                    values.append(np.maximum(one, 0.5) * one)
                case 2 if one.shape == other.shape == (3, 3):
                    values.append((one.mT @ other) / 9)
                case _:
                    values.append(-other)
        return values[-3:]

    found = []
    for sparing in (True, False):
        arrays = [np.arange(9.0).reshape(3, 3) / 7, np.array([[0.1, -0.2, 0.3]])]
        record = Recording()
        results = mixed(np.random.default_rng(seed), *(record.given(one) for one in arrays))
        others = [np.zeros((3, 3)) for _ in results]
        for other, result in zip([arrays[0], *others[1:]], results, strict=True):
            record.store(other, result + 0.0)
        operations = record.operations(sparing=sparing)
        for _ in range(3):
            for operation in operations:
                operation()
        found.append([one.tolist() for one in (arrays[0], *others[1:])])
    assert found[0] == found[1]


def test_a_step_allocates_nothing() -> None:
    network = Network(2, [Layer(3), Layer(1)])
    work = TrainingStep(
        network, np.ones((4, 2)), np.ones((4, 1)), update_rule=UpdateRule(OPTIMISERS["adam"])
    )
    before = [id(call.out.array) for call in work.recording.calls]
    work.step(3)
    assert [id(call.out.array) for call in work.recording.calls] == before


@pytest.mark.parametrize(
    ("formula", "message"),
    [
        (lambda value: np.where(value > 0, 1.0, 0.0), "np.where cannot be recorded"),
        (lambda value: 1.0 if value > 0 else 0.0, "A formula has no if"),
        (lambda value: np.multiply(value, 2, out=value), "makes new arrays"),
        (lambda value: np.multiply.outer(value, value), "np.multiply cannot be recorded as"),
        (lambda value: np.modf(value), "np.modf cannot be recorded as"),
    ],
)
def test_what_cannot_be_recorded_is_said(formula: Callable[[Array], object], message: str) -> None:
    with pytest.raises(TypeError, match=message):
        formula(Recording().given(np.ones(3)))


def test_what_never_changes_is_computed_once() -> None:
    record, changing = Recording(), np.ones(3)
    value = record.given(changing) * (np.arange(3.0) + record.fixed(1.0))
    target = np.zeros(3)
    record.store(target, value)
    for operation in record.operations():
        operation()
    assert len(record.calls) == 1
    assert target.tolist() == [1, 2, 3]


def test_a_value_is_stored_when_nobody_reads_what_was_there_any_more() -> None:
    first, second = np.array([1.0, 2.0]), np.zeros(2)
    record = Recording()
    value = record.given(first)
    more = value + 1
    record.store(second, value * 10)  # of what was there before
    record.store(first, more)
    for operation in record.operations():
        operation()
    assert second.tolist() == [10, 20]
    assert first.tolist() == [2, 3]


def test_a_value_outlives_the_place_where_it_was_stored() -> None:
    place, last = np.zeros(2), np.zeros(2)
    record = Recording()
    value = record.given(np.array([1.0, 2.0]))
    one, other = value + 1, value * 10
    record.store(place, one)
    record.store(place, other)
    record.store(last, one - 1)
    for operation in record.operations():
        operation()
    assert place.tolist() == [10, 20]
    assert last.tolist() == [1, 2]


def test_a_value_that_is_stored_with_fewer_digits_keeps_its_own() -> None:
    record, rounded, exact = Recording(), np.zeros(2, np.float32), np.zeros(2)
    value = record.given(np.array([1.0, 2.0])) / 3
    record.store(rounded, value)
    record.store(exact, value * 1.5)
    for operation in record.operations():
        operation()
    assert rounded.tolist() == np.array([1 / 3, 2 / 3], np.float32).tolist()
    assert exact.tolist() == [1 / 3 * 1.5, 2 / 3 * 1.5]
