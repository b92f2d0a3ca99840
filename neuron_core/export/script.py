"""A program that needs NumPy alone and comes to the same numbers: the engine's own formulas.

It is made in parts with headings, so that a notebook has a cell for each (see `notebook`).
"""

from typing import Any

from neuron_core.checks import InputError
from neuron_core.data import dataset, patterns, scaling
from neuron_core.engine import batches, initialisers, layers, losses, passes, update_rule
from neuron_core.engine.activations import ACTIVATIONS
from neuron_core.engine.losses import LOSSES
from neuron_core.engine.update_rule import PLAIN
from neuron_core.experiment import Experiment
from neuron_core.export.around import Around, answer
from neuron_core.export.sources import Sources
from neuron_core.export.taken import Taken, array, literal
from neuron_core.run import trace, training

OWN_RULE = (
    "The rule that trains here is the reader's own, which stands in the room Python; this holds "
    "the engine's rules alone."
)
ABOUT = (
    "It needs NumPy alone. The formulas are those of neuron_core, in its own words; with the same "
    "NumPy,\nthe numbers are the same to the last bit."
)

DIGITS = "np.set_printoptions(precision=8, suppress=True)"
SPLIT = "split(parameters, shapes)"

type Parts = list[tuple[str, str]]
"""Headings, and the code that stands below each."""


def script(taken: Taken) -> str:
    """Return the program as one file.

    Raises
    ------
    InputError
        If a reader's rule trains.
    """
    (_, begin), *others = parts(taken)
    about = f'"""{introduction(taken, ABOUT)}\n"""\n\n{begin}'
    return "\n\n".join([about, *(f"# %% {heading}\n\n{code}" for heading, code in others)])


def introduction(taken: Taken, about: str) -> str:
    """Return what a program is, in two paragraphs, as a docstring may have them."""
    title = taken.about.replace("\\", "/").replace('"', "'")
    return f"{title}, trained for {taken.steps:,} iterations.\n\n{about}"


def parts(taken: Taken) -> Parts:
    """Return what the program is made of, in order; the first part is what it imports."""
    if taken.rule:
        raise InputError(OWN_RULE)
    return _Program(taken).parts


class _Program:
    def __init__(self, taken: Taken) -> None:
        self.taken, self.experiment = taken, taken.experiment
        self.sources = Sources()
        self.outcome = self.experiment.output_loss
        rest = [
            ("The data", self._data()),
            ("The network", self._network()),
            ("Its start", self._start()),
            ("The training", self._training()),
            ("What it has come to", self._results()),
        ]
        imports = ["from types import SimpleNamespace", *self.sources.imports]
        first = "\n".join([*sorted(imports), "", "import numpy as np"])
        settings = f'np.seterr(all="ignore")  # after a divergence\n{DIGITS}'
        formulas = ("The formulas", self.sources.text)
        self.parts = [("", f"{first}\n\n{settings}\n"), formulas, *rest]

    def _data(self) -> str:
        data, take = self.experiment.data, self.sources.take
        if data.recipe:
            make = take(patterns.PATTERNS[data.recipe.pattern].make)
            of = f"{make}, {data.recipe.rows}, {data.recipe.noise!r}, {data.seed}"
            lines = [f"inputs, targets = {take(patterns.shuffled)}({of})"]
        else:
            lines = [f"inputs = {array(data.inputs)}", f"targets = {array(data.targets)}"]
        lines.append(f"question = {array([self.experiment.question])}")
        before = Around(self.experiment, self.sources)
        lines += before.scaling
        aims = data.aimed(data.targets)
        if data.scaling:
            lines.append(f"targets = {take(scaling.scaled)}(targets, target_scaling)")
        if data.kind != "regression" and self.outcome.coded(aims) is not aims:
            least, most = self.outcome.bounds
            lines.append(f"targets = {take(losses.coded)}(targets, {least}, {most})")
        has_tests = len(data.test.rows) > 0
        if has_tests:
            rows = f"{len(data.inputs)}, {data.test_share!r}, {data.seed}"
            lines += [
                f"trained, tested = {take(dataset.parted)}({rows})",
                "inputs, test_inputs = inputs[trained], inputs[tested]",
                "targets, test_targets = targets[trained], targets[tested]",
            ]
        if before.inputs:
            tables = ["inputs", "question"] + ["test_inputs"] * has_tests
            lines += [*before.inputs, *(f"{one} = network_inputs({one})" for one in tables)]
        return "\n".join([*lines, ""])

    def _network(self) -> str:
        experiment, take = self.experiment, self.sources.take
        known = {layer.activation for layer in experiment.layers}
        activations = {
            name: f"SimpleNamespace(output={take(one.output)}, slope={take(one.slope)})"
            for name, one in ACTIVATIONS.items()
            if name in known
        }
        shapes = [
            f"SimpleNamespace(units={one.units}, activation={one.activation!r}, bias={one.bias}),"
            for one in experiment.layers
        ]
        take(layers.split)
        take(passes.forward)
        take(passes.backward)
        error, cancels = take(self.outcome.error), self.outcome.cancels
        shown = f"{take(losses.mean_of)}(each, {self.outcome.answer_is_row})"
        title = LOSSES[experiment.loss].title
        if (unit := experiment.loss_unit) is not None:
            shown, title = f"np.sqrt({shown}) * {unit!r}", f"root {title}, in the targets' units,"
        return "\n".join(
            [
                "network = SimpleNamespace(",
                "    layers=[",
                *(f"        {shape}".replace("'", '"') for shape in shapes),
                "    ],",
                "    activations={",
                *(f'        "{name}": {row},' for name, row in activations.items()),
                "    },",
                f"    output_loss=SimpleNamespace(error={error}, cancels={cancels}),",
                ")",
                f"shapes = {take(layers.shapes_of)}(inputs.shape[1], network.layers)",
                "",
                "",
                "def loss(parameters, inputs, targets):",
                f'    """Return the {title} over some rows."""',
                f"    last = forward(network, {SPLIT}, inputs)[-1]",
                f"    each = {take(self.outcome.each)}(last.sums, last.outputs, targets)",
                f"    return {shown}",
                "",
            ]
        )

    def _start(self) -> str:
        experiment = self.experiment
        if experiment.parameters:
            return f"parameters = {array(experiment.parameters)}\n"
        take, network = self.sources.take, experiment.network()
        reach = initialisers.INITIALISERS[experiment.start].reach
        reaches = [float(reach(*matrix.shape)) for matrix in network.weights]
        stream = {
            "RandomState": "np.random.RandomState({}).random_sample",
            "Generator": "np.random.default_rng({}).random",
        }[experiment.stream].format(experiment.seed)
        return "\n".join(
            [
                f"parameters = np.zeros({take(layers.size_of)}(shapes))",
                f"random = {stream}",
                "# From minus to plus each layer's reach; biases begin at 0.",
                f"{take(initialisers.draw)}({SPLIT}[0], random, {literal(reaches)})",
                'print("Start weights:", parameters)',
                "",
            ]
        )

    def _training(self) -> str:
        """Take steps as a run does: see `Batches` and `TrainingStep`."""
        experiment, take, taken = self.experiment, self.sources.take, self.taken
        rule = experiment.update_rule()
        averages_first = experiment.average and not rule.is_plain
        lines = [*self._update_rule(), *self._rates(), f"iterations = {taken.steps:_}"]
        inputs, targets, loop = "inputs", "targets", []
        if experiment.steps_in_epoch > 1:
            inputs, targets = "batch", "wanted"
            size = experiment.batch_size
            loop += [
                f"epoch, place = divmod(iteration, {experiment.steps_in_epoch})",
                "if place == 0:",
                f"    order = {take(batches.order_of)}(len(inputs), {experiment.seed}, epoch)",
                f"chosen = order[place * {size} : (place + 1) * {size}]",
                "batch, wanted = inputs[chosen], targets[chosen]",
            ]
        rate = "rate_at(rates, iteration)" if experiment.rates else repr(experiment.learning_rate)
        if experiment.average and not averages_first:
            rate += f" / len({inputs})"
        more = f", len({inputs})" if averages_first else ""
        strength = "strength" if rule.regularisation != PLAIN.regularisation else "0.0"
        loop = [
            *self._stop(),
            *loop,
            f"stages = forward(network, {SPLIT}, {inputs})",
            f"_, changes = backward(network, {SPLIT}, {inputs}, stages, {targets})",
            f"adjustments = {take(layers.joined)}(changes)",
            "parameters, memory = stepped(",
            f"    optimiser, penalty, parameters, adjustments, memory, {strength}, {rate}{more}",
            ")",
            "if not np.isfinite(parameters).all():",
            "    iterations = iteration + 1  # it has diverged",
            "    break",
        ]
        lines += ["for iteration in range(iterations):", *(f"    {line}" for line in loop)]
        return "\n".join([*lines, ""])

    def _update_rule(self) -> list[str]:
        rule, take = self.experiment.update_rule(), self.sources.take
        optimiser, penalty = rule.optimiser, rule.regularisation
        conditions = {
            "rows is not None": self.experiment.average and not rule.is_plain,
            "penalty.slope": penalty.slope is not None,
            "penalty.shrink": penalty.shrink is not None,
            "optimiser.takes_back": optimiser.takes_back is not None,
        }
        take(update_rule.stepped, conditions)
        ways = {"follow": optimiser.follow, "takes_back": optimiser.takes_back}
        if not penalty.shrink:
            del ways["takes_back"]
        kept = {"slope": penalty.slope, "shrink": penalty.shrink}
        memory = ["np.zeros_like(parameters)"] * len(optimiser.remembers)
        memory += ["np.ones(1)"] * len(optimiser.powers)
        lines = [
            f"optimiser = SimpleNamespace({self._named(ways)})",
            f"penalty = SimpleNamespace({self._named(kept)})",
            f"memory = [{', '.join(memory)}]  # of the optimiser",
        ]
        if penalty != PLAIN.regularisation:
            of = take(layers.where_weights_are)
            lines.append(f"strength = {rule.regularisation_rate!r} * {of}(shapes)")
        return lines

    def _rates(self) -> list[str]:
        rates = self.experiment.rates
        if not rates:
            return []
        self.sources.take(batches.rate_at)
        every = [[0, self.experiment.learning_rate], *map(list, rates)]
        return [f"rates = {literal(every)}  # each from an iteration on"]

    def _stop(self) -> list[str]:
        stop_at = self.taken.stop_at
        if stop_at is None:
            return []
        kept, evenly = self.sources.take(trace.is_kept), self.sources.take(training.evenly)
        return [
            f"if {kept}(iteration) and (",
            f"    loss(parameters, {evenly}(inputs), {evenly}(targets)) <= {stop_at!r}",
            "):",
            "    iterations = iteration  # the loss is low enough",
            "    break",
        ]

    def _results(self) -> str:
        answers = f"forward(network, {SPLIT}, question)[-1].outputs"
        return results(
            self.experiment,
            {
                "parameters": "parameters",
                "loss": "loss(parameters, inputs, targets)",
                "test loss": "loss(parameters, test_inputs, test_targets)",
                "answers": Around(self.experiment, self.sources).in_own_units(answers),
            },
        )

    def _named(self, functions: dict[str, Any]) -> str:
        return ", ".join(
            f"{name}={self.sources.take(one)}" for name, one in functions.items() if one
        )


def results(experiment: Experiment, how: dict[str, str]) -> str:
    """Return the lines that print what a run has come to, from how each of it is computed."""
    title, _ = experiment.loss_titles
    tested = f'print("Over the rows for testing:", {how["test loss"]})'
    lines = [
        f'print(f"Weights after {{iterations:,}} iterations:", {how["parameters"]})',
        f"print({literal(f'{title[0].upper()}{title[1:]}:')}, {how['loss']})",
        *([tested] if len(experiment.test.rows) else []),
        f"answers = {how['answers']}",
        answer(experiment, "answers"),
    ]
    return "\n".join([*lines, ""])
