"""A run as a history: what is left by each of its steps, taken one by one."""

from functools import cache

from neuron_core import Experiment


@cache
def single_steps(experiment: Experiment, steps: int) -> list[list[float]]:
    """Return the parameters before the first step and after each."""
    run = experiment.run()
    history = [run.network.parameters.tolist()]
    for _ in range(steps):
        run.step()
        history.append(run.network.parameters.tolist())
    return history
