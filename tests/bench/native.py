"""Training in this Python: the browser has no part in it."""

from collections.abc import Callable
from time import perf_counter

from neuron_core import Experiment
from neuron_core.engine.passes import TrainingStep
from tests.bench.figures import Row, Target, alternating
from tests.bench.plain import tutorial
from tests.bench.visits import Visits

ITERATIONS = 10_000


def training(visits: Visits) -> list[Row]:
    steps, run, loop = alternating(
        visits.rounds(41, 9),
        *(lambda work=work: milliseconds(work) for work in (a_pass, a_run, tutorial.trained)),
    )
    return [
        Row(f"10,000 iterations natively, {name}", "ms", this, "the tutorial's loop", loop, limit)
        for limit in [Target(0.7)]
        for name, this in {"a TrainingStep": steps, "a Run with its trace": run}.items()
    ]


def a_pass() -> None:
    experiment = Experiment()
    data, network = experiment.data, experiment.network()
    TrainingStep(network, data.inputs, data.targets).step(ITERATIONS)


def a_run() -> None:
    Experiment().run().goto(ITERATIONS)


def milliseconds(work: Callable[[], object]) -> float:
    begun = perf_counter()
    work()
    return 1000 * (perf_counter() - begun)
