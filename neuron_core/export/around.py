"""What is done to rows before the network and to its outputs after it, as code."""

from neuron_core.data import features, scaling
from neuron_core.experiment import Experiment
from neuron_core.export.sources import Sources
from neuron_core.export.taken import WIDTH


class Around:
    """The code around a network.

    Attributes
    ----------
    scaling
        Lines that say what columns are scaled by, if they are.
    inputs
        Lines that define ``network_inputs(rows)``; none where it would change nothing.
    """

    def __init__(self, experiment: Experiment, sources: Sources) -> None:
        self._experiment, self._sources = experiment, sources
        data, columns = experiment.data, experiment.data.inputs.shape[1]
        self.scaling: list[str] = []
        steps = []
        if data.scaling:
            self.scaling = [
                "# What is subtracted from each column, and what it is then divided by.",
                f"input_scaling = {_pairs(data.scaling[:columns])}",
                f"target_scaling = {_pairs(data.scaling[columns:])}",
            ]
            steps.append(f"    rows = {sources.take(scaling.scaled)}(rows, input_scaling)")
        if experiment.features:
            made = ["    rows = np.column_stack(", "        ["]
            made += [f"            {one}," for one in self._features(columns)]
            steps += [*made, "        ]", "    )"]
        self.inputs = [
            "",
            "",
            "def network_inputs(rows):",
            '    """Return what the network is fed with, of rows in their own units."""',
            *steps,
            "    return rows",
            "",
            "",
        ] * bool(steps)

    def in_own_units(self, outputs: str) -> str:
        """Return the code that turns outputs into the units of the targets."""
        if not self.scaling or self._experiment.coding:
            return outputs
        return f"{self._sources.take(scaling.unscaled)}({outputs}, target_scaling)"

    def _features(self, columns: int) -> list[str]:
        made = {one.name: one for one in features.available(columns)}
        chosen = [made[name] for name in self._experiment.features]
        return [
            f"{self._sources.take(one.make)}"
            f"({', '.join(f'rows[:, {column}]' for column in one.columns)})"
            for one in chosen
        ]


def answer(experiment: Experiment, answers: str) -> str:
    """Return the line that prints the answer to the new situation, from the code of all answers."""
    asked = ", ".join(f"{value:zg}" for value in experiment.question)
    return f'print("Answer to [{asked}]:", {answers}[0])'


def _pairs(pairs: scaling.Pairs) -> str:
    flat = ", ".join(map(repr, pairs))
    if len(flat) + 20 < WIDTH:
        return f"[{flat}]"
    return "\n".join(["[", *(f"    {pair!r}," for pair in pairs), "]"])
