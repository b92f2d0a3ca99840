"""Everything that a run depends on, in one frozen object: what a preset, a link and a page hold."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass, field, fields, replace
from functools import cached_property, partial
from typing import Any, Self

import numpy as np

from neuron_core import checks
from neuron_core.checks import Array, InputError
from neuron_core.data import features
from neuron_core.data.dataset import MOST_ROWS, MOST_TEST_SHARE, TUTORIAL, Dataset, Part
from neuron_core.data.judgement import Yardstick
from neuron_core.data.patterns import RECIPE_LIMITS
from neuron_core.data.scaling import multiplied
from neuron_core.engine.activations import ACTIVATIONS, Activation
from neuron_core.engine.initialisers import INITIALISERS, MOST_SEED, STREAMS
from neuron_core.engine.layers import MOST_LAYERS, MOST_UNITS, Layer
from neuron_core.engine.losses import LOSSES, OutputLoss, output_loss
from neuron_core.engine.network import Network
from neuron_core.engine.optimisers import OPTIMISERS
from neuron_core.engine.regularisations import REGULARISATIONS
from neuron_core.engine.update_rule import UpdateRule
from neuron_core.run.training import ENGINE, MOST_ITERATIONS, Rule, Run

LIMITS: dict[str, tuple[float, float]] = {
    "learning_rate": (0.0, 100.0),
    "rates": (0, 1_000),  # how many changes
    "batch_size": (1, MOST_ROWS),
    "regularisation_rate": (0.0, 10.0),
    "stop_at": (0.0, 1_000_000.0),
    "iterations": (1, MOST_ITERATIONS),
    "inputs": (1, MOST_UNITS),
    "layers": (1, MOST_LAYERS),
    "units": (1, MOST_UNITS),
    "seed": (0, MOST_SEED),
    "seeds": (1, 500),
    "test_share": (0.0, MOST_TEST_SHARE),
    **RECIPE_LIMITS,
}
"""The least and the most that is accepted, the same for a control, a link and an embed."""

MANY_ROWS = 20
"""Adjustments added up over more rows than these are too large for a learning rate such as 1."""


@dataclass(frozen=True)
class Experiment:
    """One experiment; without arguments, the tutorial's.

    Attributes
    ----------
    data
        The rows to learn from, a `Dataset` or its plain form.
    features
        What the network is fed with: names of inputs made of the data's columns (see
        `features.available`); none for the columns as they are.
    layers
        From the first hidden layer to the output layer, each a `Layer` or its plain form.
    stream, seed
        Where the random start weights come from (see `network.STREAMS`), and mini-batches' order.
    start
        How those are drawn, a key of `INITIALISERS`.
    parameters
        The start weights and biases themselves, in the order of `Network.parameters`; if there
        are none, they are drawn.
    learning_rate
        What the adjustments are multiplied by, or the direction that the optimiser makes of them.
    rates
        Changes of it: pairs of an iteration, from 1 on, each later than the one before, and the
        learning rate of the steps from that iteration on.
    batch_size
        Rows in one step; None, or more than are trained on, for all of them.
    average
        Whether adjustments are averaged over the rows of a batch; the tutorial adds them up.
    loss
        What is descended and shown, a key of `LOSSES`.
    optimiser
        What makes a direction of the adjustments, a key of `OPTIMISERS`.
    regularisation, regularisation_rate
        What keeps weights small, a key of `REGULARISATIONS`, and how strongly.
    iterations
        How many steps a whole training takes.
    stop_at
        A loss at which it ends before that, or None: the first iteration that a trace keeps
        wherever a run goes (see `trace.next_kept`) and that has at most this loss.
    question
        The new situation that the trained network is asked about: one row in the data's own
        columns and units.

    Raises
    ------
    InputError
        If any of these, or any two of them together, is not accepted.
    """

    data: Dataset = TUTORIAL
    features: tuple[str, ...] = ()
    layers: tuple[Layer, ...] = (Layer(1, "tanh-tutorial", bias=False),)
    stream: str = "RandomState"
    seed: int = 1
    start: str = "uniform"
    parameters: tuple[float, ...] = ()
    learning_rate: float = 1.0
    rates: tuple[tuple[int, float], ...] = ()
    batch_size: int | None = None
    average: bool = False
    loss: str = "squared"
    optimiser: str = "plain"
    regularisation: str = "none"
    regularisation_rate: float = 0.0
    iterations: int = field(default=10_000, metadata={"shapes_run": False})
    stop_at: float | None = field(default=None, metadata={"shapes_run": False})
    question: tuple[float, ...] = field(default=(1.0, 0.0, 0.0), metadata={"shapes_run": False})

    def __post_init__(self) -> None:
        accepted = {
            "data": checks.built(self.data, Dataset, "data"),
            "layers": _layers(self.layers),
            "stream": checks.one_of(self.stream, "stream", STREAMS),
            "seed": self._limited("seed", checks.whole),
            "start": checks.one_of(self.start, "start", INITIALISERS),
            "parameters": _parameters(self.parameters),
            "learning_rate": self._limited("learning_rate", checks.number),
            "rates": _rates(self.rates),
            "loss": checks.one_of(self.loss, "loss", LOSSES),
            "optimiser": checks.one_of(self.optimiser, "optimiser", OPTIMISERS),
            "regularisation": checks.one_of(self.regularisation, "regularisation", REGULARISATIONS),
            "regularisation_rate": self._limited("regularisation_rate", checks.number),
            "iterations": self._limited("iterations", checks.whole),
            "stop_at": None if self.stop_at is None else self._limited("stop_at", checks.number),
            "question": tuple(checks.table([self.question], "new situation")[0].tolist()),
        }
        for name, value in accepted.items():
            object.__setattr__(self, name, value)
        columns = self.data.inputs.shape[1]
        if self.batch_size is not None:
            object.__setattr__(self, "batch_size", self._limited("batch_size", checks.whole))
        if not isinstance(self.average, bool):
            raise InputError(
                f"average: {checks.shown(self.average)} is not accepted; use true or false."
            )
        if len(self.question) != columns:
            raise InputError(
                f"new situation: it has {checks.counted(len(self.question), 'number')}, "
                f"a row of the data {checks.counted(columns, 'input')}."
            )
        self._check_features()
        self.network()  # raises what is wrong with layers, loss and parameters
        outputs, units = self.data.targets.shape[1], self.layers[-1].units
        if outputs != units:
            raise InputError(
                f"layers: the last one has {checks.counted(units, 'unit')}, a row of the data "
                f"{checks.counted(outputs, 'target')}."
            )
        self.output_loss.check(self.targets)

    @classmethod
    def from_plain(cls, plain: Mapping[str, Any]) -> Self:
        """Return the experiment that `plain` made; what is left out is the tutorial's.

        A plain form of before may have data that are scaled already (see `_in_own_units`).

        Raises
        ------
        InputError
            As `Experiment` does, and for a name that an experiment does not have.
        """
        known = [one.name for one in fields(cls)]
        if not isinstance(plain, Mapping):
            raise InputError(f"experiment: {checks.shown(plain)} is not a mapping of names.")
        for name in plain:
            checks.one_of(name, "experiment", known)
        return cls(**_in_own_units(plain))

    def plain(self, with_data: bool = True) -> dict[str, Any]:
        """Return it as plain numbers, text, lists and dicts, fit for JSON.

        Without its data, which may be large, there is None in their place.
        """
        return {
            **{one.name: getattr(self, one.name) for one in fields(self)},
            "data": self.data.plain() if with_data else None,
            "features": list(self.features),
            "layers": [asdict(layer) for layer in self.layers],
            "parameters": list(self.parameters),
            "rates": [list(change) for change in self.rates],
            "question": list(self.question),
        }

    def changes(self) -> dict[str, Any]:
        """Return what is not as in the tutorial, in its plain form, for `from_plain`."""
        usual = Experiment().plain()
        return {name: value for name, value in self.plain().items() if value != usual[name]}

    @property
    def steps_in_epoch(self) -> int:
        """How many steps take each row once: the batches of an epoch."""
        rows = len(self.data.training.rows)
        return -(-rows // (self.batch_size or rows))

    def update_rule(self) -> UpdateRule:
        """Return what a step makes of its adjustments."""
        return UpdateRule(
            OPTIMISERS[self.optimiser],
            REGULARISATIONS[self.regularisation],
            self.regularisation_rate,
        )

    def run(self, rule: Rule = ENGINE) -> Run:
        """Return a new run at its start."""
        return Run(
            self.network(rule.activations),
            self.training.inputs,
            self.training.targets,
            test=(self.test.inputs, self.test.targets),
            learning_rate=self.learning_rate,
            batch_size=self.batch_size,
            average=self.average,
            seed=self.seed,
            rates=self.rates,
            update_rule=self.update_rule(),
            steps=rule.steps,
            anew=rule.anew,
        )

    def network(self, activations: Mapping[str, Activation] = ACTIVATIONS) -> Network:
        """Return the network with its start weights."""
        inputs = len(self.features) or self.data.inputs.shape[1]
        network = Network(inputs, self.layers, None, activations, self.loss, self.loss_unit)
        if not self.parameters:
            network.randomise(self.seed, self.stream, self.start)
            return network
        if len(self.parameters) != network.size:
            raise InputError(
                f"parameters: there {checks.are(len(self.parameters), 'number')}; these layers "
                f"have {checks.counted(network.size, 'weight')} and biases."
            )
        network.parameters[...] = self.parameters
        return network

    def network_inputs(self, rows: Any) -> Array:
        """Return what the network is fed with for a table of rows in the data's own columns."""
        table = self.data.network_inputs(np.asarray(rows, dtype=np.float64))
        return features.made(self.features, table) if self.features else table

    def answered(self, outputs: Array) -> Array:
        """Return outputs of the network, shape (..., outputs), in the units of the targets.

        Of two classes that the loss takes as others, outputs stay as they are.
        """
        return outputs if self.coding else self.data.answered(outputs)

    def answers(self, network: Network, rows: Any) -> Array:
        """Return what a network makes of rows, shape (rows, outputs): both in the data's units."""
        return self.answered(network.forward(self.network_inputs(rows)).outputs)

    @property
    def output_loss(self) -> OutputLoss:
        """How its loss is computed for its output layer."""
        output = self.layers[-1]
        return output_loss(self.loss, output.activation, output.units, self.loss_unit)

    @property
    def loss_unit(self) -> float | None:
        """What the loss's 1 is in the units of the targets, if these are amounts that are scaled.

        None for targets of several sizes, which have no unit in common, and wherever targets are
        as they are.
        """
        sizes = {size for _, size in self.data.scaling[-self.data.targets.shape[1] :]}
        is_scaled = self.loss == "squared" and self.data.kind == "regression"
        return sizes.pop() if is_scaled and len(sizes) == 1 and sizes != {1.0} else None

    @property
    def loss_titles(self) -> tuple[str, str]:
        """What people call its loss, and the same where there is little room."""
        loss = LOSSES[self.loss]
        if self.loss_unit is None:
            scaled = {*self.data.scaling[self.data.inputs.shape[1] :]} - {(0.0, 1.0)}
            of = " of the scaled targets" if scaled else ""
            return f"{loss.title}{of}", loss.short
        names = self.data.names[self.data.inputs.shape[1] :]
        unit = f" of {names[0]}" if len(names) == 1 else ""
        return f"root mean squared error{unit}", f"RMSE{unit}"

    @cached_property
    def targets(self) -> Array:
        """Those of the data, as the loss takes them (see `OutputLoss.coded`).

        Shape (rows, outputs). They are what outputs are compared with, everywhere.
        """
        aims = self.data.aimed(self.data.targets)
        return aims if self.data.kind == "regression" else self.output_loss.coded(aims)

    @cached_property
    def coding(self) -> dict[float, float]:
        """What the loss makes of each target of two classes; nothing where it takes them as are."""
        given = self.data.targets
        if (self.targets is given) or np.array_equal(self.targets, self.data.aimed(given)):
            return {}
        least, most = float(self.targets.min()), float(self.targets.max())
        return {float(given.min()): least, float(given.max()): most}

    @cached_property
    def training(self) -> Part:
        """The rows that are trained on: what the network is fed with, and aims at."""
        return self._fed(self.data.training)

    @cached_property
    def test(self) -> Part:
        """The rows that are not trained on: what the network is fed with, and aims at."""
        return self._fed(self.data.test)

    @cached_property
    def yardstick(self) -> Yardstick:
        """What its networks' outputs are judged by."""
        return Yardstick(self.data, self.targets)

    def about(self, data: Dataset) -> Self:
        """Return the experiment on other data, with as much of its own as fits them.

        Features that cannot be made are left out, the last layer has a unit for each target, and
        the first row is the question. Start weights are drawn. Where its loss cannot be taken of
        such targets, it is the squared error of a tanh. Where it adds up adjustments and more than
        `MANY_ROWS` are trained on, it averages them over batches of 10 instead, with a learning
        rate of 0.1.
        """
        columns, outputs = data.inputs.shape[1], data.targets.shape[1]
        known = {feature.name for feature in features.available(columns)}
        rows = len(data.training.rows)
        *hidden, last = self.layers
        fitting = partial(
            replace,
            self,
            data=data,
            features=tuple(name for name in self.features if name in known),
            parameters=(),
            question=tuple(data.inputs[0].tolist()),
        )
        if rows > MANY_ROWS and not self.average:
            fitting = partial(fitting, average=True, batch_size=10, learning_rate=0.1, rates=())
        try:
            return fitting(layers=(*hidden, replace(last, units=outputs)))
        except InputError:
            plainest = Layer(outputs, "tanh", last.bias)
            return fitting(layers=(*hidden, plainest), loss="squared")

    def with_rate(self, iteration: int, rate: float) -> Self:
        """Return the experiment with another learning rate from that iteration on.

        Raises
        ------
        InputError
            If the rate is not accepted.
        """
        if iteration == 0:
            return replace(self, learning_rate=rate, rates=())
        before = tuple(change for change in self.rates if change[0] < iteration)
        return replace(self, rates=(*before, (iteration, rate)))

    def with_parameters(self, parameters: Array) -> Self:
        """Return the experiment with these start weights and biases, and its last learning rate."""
        rate = self.rates[-1][1] if self.rates else self.learning_rate
        start = tuple(parameters.tolist())
        return replace(self, parameters=start, learning_rate=rate, rates=())

    def same_run(self, other: "Experiment") -> bool:
        """Whether the two give the same run, however long, whatever is asked afterwards."""
        return all(
            getattr(self, one.name) == getattr(other, one.name)
            for one in fields(self)
            if one.metadata.get("shapes_run", True)
        )

    def _check_features(self) -> None:
        names = features.check(self.features, self.data.inputs.shape[1])
        object.__setattr__(self, "features", names)
        if not names:
            return
        for rows in (self.training.inputs, self.test.inputs, self.network_inputs([self.question])):
            if not np.isfinite(rows).all():
                column = np.isfinite(rows).all(axis=0).argmin()
                raise InputError(f"features: {names[column]} of a row is not a finite number.")

    def _fed(self, part: Part) -> Part:
        is_as_given = self.targets is self.data.targets
        targets = part.targets if is_as_given else self.targets[part.rows]
        return replace(part, inputs=self.network_inputs(part.inputs), targets=targets)

    def _limited[Number](self, name: str, check: Callable[..., Number]) -> Number:
        least, most = LIMITS[name]
        return check(getattr(self, name), name.replace("_", " "), least=least, most=most)


def _in_own_units(plain: Mapping[str, Any]) -> Mapping[str, Any]:
    """Return a plain experiment with its data and its question in their own units.

    Before data had a scaling, their plain form had ``scales``: what the numbers of each column were
    divided by already, those of the question, too. Links and files of that time go on to say so.
    """
    data = plain.get("data")
    if not isinstance(data, Mapping) or "scales" not in data:
        return plain
    scales, rest = data["scales"], {name: data[name] for name in data if name != "scales"}
    if isinstance(scales, Sequence) and not isinstance(scales, str):
        rest["scaling"] = [(0.0, scale) for scale in scales]
    else:
        rest["scaling"] = scales  # which is refused
    known = Dataset(**{**rest, "scaling": ()})
    sizes = [size for _, size in replace(known, scaling=rest["scaling"]).scaling]
    if not sizes:
        return {**plain, "data": known}
    columns = known.inputs.shape[1]
    rest["inputs"] = multiplied(known.inputs, sizes[:columns], "inputs")
    rest["targets"] = multiplied(known.targets, sizes[columns:], "targets")
    own: dict[str, Any] = {"data": Dataset(**rest)}
    if "question" in plain:
        own["question"] = multiplied([plain["question"]], sizes[:columns], "new situation")[0]
    return {**plain, **own}


def _layers(layers: Any) -> tuple[Layer, ...]:
    if not isinstance(layers, Sequence) or isinstance(layers, str) or not layers:
        raise InputError(f"layers: {checks.shown(layers)} is not a list of at least one layer.")
    return tuple(checks.built(layer, Layer, "layer") for layer in layers)


def _parameters(values: Any) -> tuple[float, ...]:
    if isinstance(values, np.ndarray):
        values = values.tolist()
    if not isinstance(values, Sequence) or isinstance(values, str):
        raise InputError(f"parameters: {checks.shown(values)} is not a list of numbers.")
    return tuple(
        checks.number(value, f"parameters, number {place}")
        for place, value in enumerate(values, start=1)
    )


def _rates(changes: Any) -> tuple[tuple[int, float], ...]:
    if not isinstance(changes, Sequence) or isinstance(changes, str):
        raise InputError(f"rates: {checks.shown(changes)} is not a list.")
    checks.whole(len(changes), "number of rates", least=0, most=int(LIMITS["rates"][1]))
    accepted: list[tuple[int, float]] = []
    least, most = LIMITS["learning_rate"]
    for change in changes:
        if not isinstance(change, Sequence) or isinstance(change, str) or len(change) != 2:
            raise InputError(
                f"rates: {checks.shown(change)} is not a pair of an iteration and a learning rate."
            )
        iteration = checks.whole(change[0], "rates, iteration", least=1, most=MOST_ITERATIONS)
        if accepted and iteration <= accepted[-1][0]:
            raise InputError(
                f"rates: iteration {iteration:,} comes after {accepted[-1][0]:,}; "
                "each change must be later than the one before."
            )
        accepted.append(
            (iteration, checks.number(change[1], "rates, learning rate", least=least, most=most))
        )
    return tuple(accepted)
