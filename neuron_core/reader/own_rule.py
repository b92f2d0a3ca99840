"""A training rule that a reader has written, in the place of the engine's.

A rule may remember: momentum is the first thing that anyone adds. So its text is executed anew for
every run, and for everything else that takes a step with it; each begins with its names as the text
says, and none leaves anything in those of another.
"""

import random
import re
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from copy import copy, deepcopy
from dataclasses import dataclass, replace
from functools import partial
from inspect import getsource
from types import FunctionType
from typing import Any

import numpy as np

from neuron_core.checks import Array
from neuron_core.engine.activations import ACTIVATIONS, Activation
from neuron_core.engine.layers import Layer
from neuron_core.engine.network import Network
from neuron_core.engine.update_rule import PLAIN
from neuron_core.experiment import Experiment
from neuron_core.reader import rule
from neuron_core.reader.reader_code import Problem, Told, execute, problem_of
from neuron_core.reader.reader_memory import CHANCE, may_remember, read_by
from neuron_core.run.training import Rule, RuleFailed

FILE = "<your rule>"
STRAYED = (
    "Taken again from the start, the steps of this rule come to other numbers than before, so that "
    "earlier iterations cannot be shown again. Random numbers with a fixed seed come again."
)

type Function = Callable[[Array], Array]


def source(experiment: Experiment) -> str:
    """Return the rule of `rule.py`, as it stands there, with the activations of an experiment.

    An activation that `rule.py` has no version of for learners is shown as the engine has it.

    It is plain descent. Of an experiment that has an optimiser or a penalty, it begins with a
    comment that says so.
    """
    functions = _functions(experiment)
    parts = ["import numpy as np\n", *map(_shown, functions), getsource(rule.step)]
    left_out = " and ".join(_left_out(experiment))
    if left_out:
        parts[0] = (
            f"# This rule is plain gradient descent: it leaves out the experiment's {left_out}.\n"
            f"{parts[0]}"
        )
    return "\n\n".join(parts)


def compiled(text: str, experiment: Experiment) -> "OwnRule | Problem":
    """Return the rule that a text makes, tried on an experiment, or what is wrong with it."""
    try:
        own = OwnRule(text, experiment)
    except BaseException as error:
        return problem_of(error, FILE)
    return own.tried_on(experiment) or own


@dataclass
class OwnLayer:
    """A layer as `rule.step` gets it.

    Attributes
    ----------
    weights
        Shape (inputs, units).
    bias
        Shape (units,), or 0 where the layer has none.
    """

    weights: Array
    bias: Array | float
    has_bias: bool
    activation: Function
    slope: Function


class OwnRule:
    """A reader's rule, ready to be used in runs.

    Parameters
    ----------
    text
        Python that has the names of `source`.
    experiment
        Whose activations it has to have.

    Attributes
    ----------
    remembers
        Whether its steps may depend on those before them (see `may_remember`).
    problem
        What was wrong, or None. Where a reader's activation fails for something
        that is only looked at, there are numbers that are not numbers.

    Raises
    ------
    BaseException
        `Told`, if a name is missing; else whatever the text raises.
    """

    def __init__(self, text: str, experiment: Experiment) -> None:
        self.problem: Problem | None = None
        self.text = text
        first = Names(self)
        for needed in (*_functions(experiment), rule.step):
            first.require(needed.__name__)
        self.remembers = may_remember(text)

    @property
    def rule(self) -> Rule:
        """What one run takes (see `training.Rule`), at its start.

        Where the text lacks an activation that an experiment has, there is the one that it had.
        """
        names = Names(self)
        looks = _Looks(names) if self.remembers else names
        return Rule(
            {name: looks.activation(known) for name, known in ACTIVATIONS.items()},
            partial(_OwnSteps, names),
            names.begin if self.remembers else None,
        )

    def tried_on(self, experiment: Experiment) -> Problem | None:
        """Return what goes wrong in one step of an experiment, and in a look at it, if anything."""
        self.problem = None
        run = experiment.run(self.rule)
        run.goto(1)
        run.curve()
        run.network.forward(experiment.network_inputs([experiment.question]))
        if run.diverged_at is not None:
            line = Names(self).line("step")
            self.fail(Told("After one step a weight is not a finite number.", line))
        return self.problem

    def gradient(self, network: Network, inputs: Array, targets: Array) -> Array:
        """Return the slopes of the loss as a first step takes them, or what is not a number."""
        stepped = network.like(network.parameters.copy())
        try:
            _OwnSteps(Names(self), stepped, inputs, targets, 1.0).step()
        except RuleFailed:
            return np.full_like(network.parameters, np.nan)
        return network.parameters - stepped.parameters

    def fail(self, error: BaseException) -> None:
        """Keep what is to be told of an error; of several, the first one."""
        problem = problem_of(error, FILE)
        self.problem = self.problem or problem


class Names:
    """The names of a rule's text, executed, and what is done with them.

    Raises
    ------
    BaseException
        Whatever the text raises.
    """

    def __init__(self, own: OwnRule) -> None:
        self.own = own
        self.names: dict[str, Any] = {}
        self.begin()

    def begin(self) -> None:
        """Execute the text anew, with random numbers that are the same each time."""
        self.names = {"__name__": "rule"}
        self._chance = np.random.RandomState(0).get_state(), random.Random(0).getstate()
        with self.chance():
            execute(self.own.text, FILE, self.names)

    @contextmanager
    def chance(self) -> Iterator[None]:
        """Let NumPy and Python draw this rule's own random numbers, and nobody else's."""
        if CHANCE not in self.own.text:
            yield
            return
        others = np.random.get_state(), random.getstate()
        self._set_chance(*self._chance)
        try:
            yield
        finally:
            self._chance = np.random.get_state(), random.getstate()
            self._set_chance(*others)

    def require(self, name: str) -> None:
        """Raise `Told` unless there is a function of that name."""
        if name not in self.names:
            raise Told(f"There is no function {name} any more; it is needed.")
        if not callable(self.names[name]):
            raise Told(f"{name} is not a function any more.")

    def line(self, name: str) -> int | None:
        """Return where in the text a function begins, if it does."""
        code = getattr(self.names.get(name), "__code__", None)
        return code.co_firstlineno if code and code.co_filename == FILE else None

    def pairs(self, network: Network) -> list[tuple[Function, Function]]:
        """Return the two functions of each layer, which check what the reader's give back."""
        return [
            (_Checked(self, output), _Checked(self, slope))
            for output, slope in _pairs(network.layers, network.output_loss.cancels)
        ]

    def step(self, layers: list[OwnLayer], inputs: Array, targets: Array, rate: float) -> None:
        """Take one step with the reader's function, and check what it has left."""
        line = self.line("step")
        before = [(layer.weights.shape, np.shape(layer.bias)) for layer in layers]
        with self.chance():
            self.names["step"](list(layers), inputs, targets, rate)
        for place, (layer, shapes) in enumerate(zip(layers, before, strict=True), start=1):
            for name, shape in zip(("weights", "bias"), shapes, strict=True):
                where = f"the {name} of layer {place}"
                left = _numbers(getattr(layer, name, None), f"step leaves in {where}", line)
                if left.shape != shape:
                    raise Told(
                        f"step leaves {where} in the shape {left.shape}; it was {shape}.", line
                    )

    def activation(self, known: Activation) -> Activation:
        """Return an activation of the engine with the reader's two functions."""
        output, slope = (self._for_the_engine(_Checked(self, one)) for one in _pair(known.name))
        return replace(known, output=output, slope=slope)

    def _for_the_engine(self, function: Function) -> Function:
        def called(values: Array) -> Array:
            found = np.full_like(values, np.nan)
            try:
                with self.chance():
                    for place in np.ndindex(values.shape[:-2]):  # a reader thinks of one network
                        found[place] = function(values[place].copy())
            except BaseException as error:
                self.own.fail(error)
                found.fill(np.nan)
            return found

        return called

    @staticmethod
    def _set_chance(of_numpy: Any, of_python: Any) -> None:
        np.random.set_state(of_numpy)
        random.setstate(of_python)


class _Looks(Names):
    """Names beside those of a run, for what is only looked at: looks leave nothing in the run.

    What the functions read that hold no functions themselves, such as a number that the steps
    change, is copied from the run's names at each look.
    """

    def __init__(self, run: Names) -> None:
        self._run = run
        super().__init__(run.own)

    def begin(self) -> None:
        super().begin()
        others = [one for name, one in self.names.items() if name != "step"]
        self._read = read_by([one for one in others if isinstance(one, FunctionType)], self.names)

    @contextmanager
    def chance(self) -> Iterator[None]:
        for name in getattr(self, "_read", ()):
            if name in self._run.names:
                with suppress(TypeError):  # what cannot be copied stays as it was at the start
                    self.names[name] = deepcopy(self._run.names[name])
        with super().chance():
            yield


class _Checked:
    """A reader's function, which checks what it gives back; nothing can be written to it."""

    __slots__ = ("_line", "_names", "_ours")

    def __init__(self, names: Names, ours: Callable[..., Any]) -> None:
        self._names, self._ours, self._line = names, ours, names.line(ours.__name__)

    def __call__(self, values: Array) -> Array:
        name, line = self._ours.__name__, self._line
        given = self._names.names.get(name, self._ours)(values)
        if given is None:
            raise Told(f"{name} gives nothing back; is a return missing?", line)
        result = _numbers(given, f"{name} gives back", line)
        if result.shape not in ((), values.shape):
            raise Told(
                f"{name} gives back the shape {result.shape}; it was given {values.shape}.", line
            )
        return result if result.shape else np.full(values.shape, result)


class _OwnSteps:
    """Steps of a network over one table, taken by a reader's rule (see `training.Steps`)."""

    def __init__(
        self, names: Names, network: Network, inputs: Array, targets: Array, rate: float
    ) -> None:
        self.names, self.network, self.rate = names, network, np.array(rate)
        self.inputs, self.targets = _read_only(inputs), _read_only(targets)
        self.functions = names.pairs(network)

    def over(self, inputs: Array, targets: Array) -> "_OwnSteps":
        """Return the same over other tables."""
        other = copy(self)
        other.inputs, other.targets = _read_only(inputs), _read_only(targets)
        return other

    def step(self, times: int = 1) -> None:
        """Take `times` steps; one that fails leaves the network as it was before it.

        Raises
        ------
        RuleFailed
            Of which the rule keeps the problem.
        """
        weights, biases = self.network.weights, self.network.biases
        for _ in range(times):
            layers = [
                OwnLayer(
                    weights_now.copy(),
                    0.0 if bias is None else bias[0].copy(),
                    bias is not None,
                    *pair,
                )
                for weights_now, bias, pair in zip(weights, biases, self.functions, strict=True)
            ]
            try:
                self.names.step(layers, self.inputs, self.targets, float(self.rate))
            except BaseException as error:
                self.names.own.fail(error)
                raise RuleFailed from None
            for layer, own_weights, bias in zip(layers, weights, biases, strict=True):
                own_weights[...] = layer.weights
                if bias is not None:
                    bias[0] = layer.bias


def _functions(experiment: Experiment) -> list[Callable[..., Any]]:
    """Return the functions for an experiment's layers, each once."""
    pairs = _pairs(experiment.layers, experiment.network().output_loss.cancels)
    return list(dict.fromkeys(one for pair in pairs for one in pair))


def _pairs(
    layers: Sequence[Layer], cancels: bool
) -> list[tuple[Callable[..., Any], Callable[..., Any]]]:
    """Return for each layer the output, and the slope that a step uses."""
    pairs = [_pair(layer.activation) for layer in layers]
    if cancels:
        pairs[-1] = (pairs[-1][0], rule.cancelled_slope)
    return pairs


def _pair(name: str) -> tuple[Callable[..., Any], Callable[..., Any]]:
    """Return an activation's two functions, as `rule.py` has them for learners or as they are."""
    known = ACTIVATIONS[name]
    return rule.FUNCTIONS.get(name, (known.output, known.slope))


def _shown(function: Callable[..., Any]) -> str:
    """Return a function's source, as a learner would write it: without types."""
    return re.sub(r"(: | -> )(Array|NDArray\[np\.bool\]|float)(?=[,):])", "", getsource(function))


def _left_out(experiment: Experiment) -> list[str]:
    """Return what of an experiment is more than plain descent, in words."""
    update_rule = experiment.update_rule()
    return [
        f"{what} ({row.title})"
        for what, row, plain in (
            ("optimiser", update_rule.optimiser, PLAIN.optimiser),
            ("regularisation", update_rule.regularisation, PLAIN.regularisation),
        )
        if row != plain
    ]


def _read_only(table: Array) -> Array:
    """Return a view of a table that the run reads again: a rule that writes into it is told so."""
    view = table.view()
    view.flags.writeable = False
    return view


def _numbers(value: Any, where: str, line: int | None) -> Array:
    """Return what a reader's Python has made as an array of numbers."""
    try:
        result = np.asarray(value)
    except ValueError:
        result = np.asarray(None)
    if result.dtype.kind not in "biuf":
        raise Told(f"{where} something else than numbers.", line)
    return result.astype(np.float64, copy=False)
