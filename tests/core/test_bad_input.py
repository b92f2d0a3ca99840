"""Bad input, whatever it is, raises `InputError` alone: what is wrong, where, what is accepted."""

from collections.abc import Callable
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import numpy as np
import pytest

from neuron_core import (
    ACTIVATIONS,
    Dataset,
    Experiment,
    InputError,
    Layer,
    Network,
    Neuron,
    Run,
    gradient_check,
)

NAN, INF = float("nan"), float("inf")
ROWS = [[0, 0], [1, 1]]
FOUR = np.array([[0.0, 0, 1], [1, 1, 1], [1, 0, 1], [0, 1, 1]])
COLUMN = np.array([[0.0], [1], [1], [0]])


class Unfriendly:
    """A value that is nothing a table could be made of."""

    def __float__(self) -> float:
        raise RuntimeError


SHARES = Dataset([[0, 0, 1], [1, 1, 1]], [[0, 1], [1, 0]])  # type: ignore[arg-type]
TABLES: dict[str, tuple[Any, str]] = {
    "no rows": ([], "there are no rows; at least one is needed"),
    "no rows in an array": (np.zeros((0, 2)), "there are no rows"),
    "no columns": ([[], []], "row 1 is empty; every row needs at least one number"),
    "no columns in an array": (np.zeros((2, 0)), "row 1 is empty"),
    "ragged": ([[0, 1], [1]], "row 2 has 1 number, row 1 has 2; all rows need the same"),
    "ragged, longer": ([[0], [1, 2, 3]], "row 2 has 3 numbers, row 1 has 1"),
    "an empty row": ([[0, 1], []], "row 2 has 0 numbers, row 1 has 2"),
    "nothing": (None, "None is not a table; use a list of rows of numbers"),
    "a number": (3, "3 is not a table"),
    "an array of no dimension": (np.array(3.0), "is not a table"),
    "text": ("0 1", "'0 1' is not a table"),
    "bytes": (b"01", "is not a table"),
    "a dict": ({"a": 1}, "is not a table"),
    "a set": ({1, 2}, "is not a table"),
    "a generator": ((row for row in ROWS), "is not a table"),
    "a function": (len, "is not a table"),
    "an object": (Unfriendly(), "is not a table"),
    "text in a row": ([[0, 1], [1, "a"]], "row 2, column 2: 'a' is not a number"),
    "a number as text": ([["0", 1], [1, 1]], "row 1, column 1: '0' is not a number"),
    "rows of text": (["ab", "cd"], "row 1, column 1: 'ab' is not a number"),
    "an array of text": (np.array([["a", "b"], ["c", "d"]]), "row 1, column 1: "),
    "nothing in a row": ([[0, 1], [None, 1]], "row 2, column 1: it is missing; a number is needed"),
    "NaN": ([[0, 1], [1, NAN]], "row 2, column 2: nan is not a finite number"),
    "NaN in an array": (np.array([[0, 1], [NAN, 1]]), "row 2, column 1: nan is not a finite"),
    "infinity": ([[0, INF], [1, 1]], "row 1, column 2: inf is not a finite number"),
    "minus infinity": (np.array([[0, 1], [1, -INF]]), "row 2, column 2: -inf is not a finite"),
    "an int too large": ([[10**400, 1], [1, 1]], "row 1, column 1: "),
    "an int too large to be written": ([[10**5_000, 1], [1, 1]], "row 1, column 1: "),
    "complex": ([[0, 1j], [1, 1]], "row 1, column 2: 1j is not a number"),
    "a complex array": (np.zeros((2, 2), complex), "row 1, column 1: "),
    "a date": ([[0, 1], [date(2020, 1, 1), 1]], "row 2, column 1: "),
    "an array of dates": (np.array([["2020", "2021"]] * 2, "datetime64[Y]"), "row 1, column 1: "),
    "a length of time": ([[timedelta(1), 1], [1, 1]], "row 1, column 1: "),
    "an array of lengths of time": (np.ones((2, 2), "timedelta64[s]"), "row 1, column 1: "),
    "a decimal that is none": ([[Decimal("NaN"), 1], [1, 1]], "row 1, column 1: "),
    "an array of objects": (np.array([[0, 1], [1, "a"]], object), "row 2, column 2: 'a'"),
    "a structured array": (np.zeros(2, [("a", float), ("b", float)]), "row 1, column 1: "),
    "a masked array": (np.ma.masked_equal(np.array([[0, 9], [1, 1]]), 9), "row 1, column 2: "),
    "nested too deep": ([[[0, 1], [1, 1]]] * 2, "row 1, column 1: [0, 1] is not a number"),
    "an array nested too deep": (np.zeros((2, 2, 2)), "row 1, column 1: "),
    "a dict in a row": ([[{}, 1], [1, 1]], "row 1, column 1: {} is not a number"),
    "rows of sets": ([{0, 1}, {1, 2}], "row 1, column 1: "),
    "rows of generators": ([(n for n in row) for row in ROWS], "row 1, column 1: "),
    "an object in a row": ([[Unfriendly(), 1], [1, 1]], "row 1, column 1: "),
}
NUMBERS: dict[str, tuple[Any, str]] = {
    "text": ("1", "'1' is not a number"),
    "nothing": (None, "it is missing; a number is needed"),
    "NaN": (NAN, "nan is not a finite number"),
    "infinity": (INF, "inf is not a finite number"),
    "NumPy's NaN": (np.float32("nan"), "nan is not a finite number"),
    "complex": (1j, "1j is not a number"),
    "a list": ([1], "[1] is not a number"),
    "an array": (np.array([1, 2]), "is not a number"),
    "a dict": ({}, "{} is not a number"),
    "a date": (date(2020, 1, 1), "is not a number"),
    "a length of time": (np.timedelta64(1, "s"), "is not a number"),
    "an object": (Unfriendly(), "is not a number"),
    "below": (-1, "-1 is not accepted; it must be from"),
    "far below": (-(10**400), "not"),
    "far above": (10**400, "not"),
    "too large to be written": (10**5_000, "not"),
}
WHOLE: dict[str, tuple[Any, str]] = {
    **NUMBERS,
    "a fraction": (1.5, "1.5 is not"),
    "true": (True, "True is not a whole number"),
    "NumPy's true": (np.True_, "True is not a whole number"),
}
NAMES: dict[str, Any] = {
    "unknown": "no such name",
    "empty": "",
    "in capitals": "TANH",
    "nothing": None,
    "a number": 1,
    "a list": ["tanh"],
    "an array": np.array(["tanh", "relu"]),
    "an object": Unfriendly(),
}


def named(**names: Any) -> Callable[[Any], object]:
    """Return what makes an experiment with a value in place of `...`."""
    return lambda value: Experiment(
        **{name: value if given is ... else given for name, given in names.items()}
    )


def plain(**names: Any) -> Callable[[], object]:
    return lambda: Experiment.from_plain(names)


def columns(**about: Any) -> dict[str, Any]:
    return {"inputs": FOUR.tolist(), "targets": COLUMN.tolist(), **about}


def table_cases() -> list[Any]:
    places: dict[str, tuple[Callable[[Any], object], str]] = {
        "inputs": (lambda bad: Dataset(bad, np.array([0.0, 1.0])), "inputs"),
        "targets": (lambda bad: Dataset(np.array(ROWS), bad), "targets"),
        "training inputs": (lambda bad: Neuron(2).train(bad, [0, 1], iterations=1), "inputs"),
        "question of a network": (lambda bad: Neuron(2)(bad), "inputs"),
    }
    return [
        pytest.param(make, bad, [where, words], id=f"{place}: {name}")
        for place, (make, where) in places.items()
        for name, (bad, words) in TABLES.items()
        # Rows are used up by the first that reads them: one generator is enough.
        if place in ("inputs", "targets") or "generator" not in name
        # A network may be asked about one row: an empty one, or one with words in it.
        if not (place == "question of a network" and name in ("no rows", "rows of text", "text"))
    ]


def number_cases() -> list[Any]:
    run = Experiment().run()
    whole: dict[str, tuple[Callable[[Any], object], str]] = {
        "seed": (named(seed=...), "seed"),
        "iterations": (named(iterations=...), "iterations"),
        "batch size": (named(batch_size=...), "batch size"),
        "units": (Layer, "units"),
        "inputs of a network": (lambda bad: Network(bad, [Layer(1)]), "inputs of a network"),
        "seed of a neuron": (lambda bad: Neuron(3, seed=bad), "seed"),
        "iteration": (run.goto, "iteration"),
        "steps": (lambda bad: Neuron(3).train(FOUR, COLUMN, iterations=bad), "iterations"),
    }
    real: dict[str, tuple[Callable[[Any], object], str]] = {
        "learning rate": (named(learning_rate=...), "learning rate"),
        "regularisation rate": (named(regularisation_rate=...), "regularisation rate"),
        "loss to stop at": (named(stop_at=...), "stop at"),
        "a start parameter": (
            lambda bad: Experiment(parameters=(0.0, bad, 0.0)),
            "parameters, number 2",
        ),
        "learning rate of a neuron": (
            lambda bad: Neuron(3).train(FOUR, COLUMN, iterations=1, learning_rate=bad),
            "learning rate",
        ),
    }
    return [
        pytest.param(make, bad, [where, words], id=f"{place}: {name}")
        for places, values in ((whole, WHOLE), (real, NUMBERS))
        for place, (make, where) in places.items()
        for name, (bad, words) in values.items()
        if not (place == "batch size" and bad is None)  # None takes all rows
        if not (place == "learning rate of a neuron" and name == "below")  # another wording
        if not (place == "a start parameter" and name == "below")  # it may be
        if not (place == "loss to stop at" and bad is None)  # None never stops
    ]


def name_cases() -> list[Any]:
    places: dict[str, tuple[Callable[[Any], object], list[str]]] = {
        "activation": (lambda bad: Layer(1, bad), ["activation", *ACTIVATIONS]),
        "activation of a neuron": (lambda bad: Neuron(3, activation=bad), ["activation", "tanh"]),
        "stream": (named(stream=...), ["stream", "RandomState", "Generator"]),
        "start": (named(start=...), ["start", "uniform", "xavier", "he", "zeros"]),
        "loss": (named(loss=...), ["loss", "squared", "cross-entropy"]),
        "loss of a network": (lambda bad: Network(1, [Layer(1)], loss=bad), ["loss", "squared"]),
        "optimiser": (named(optimiser=...), ["optimiser", "plain", "momentum", "adam"]),
        "regularisation": (named(regularisation=...), ["regularisation", "none", "l1", "l2"]),
    }
    return [
        pytest.param(make, bad, words, id=f"{place}: {name}")
        for place, (make, words) in places.items()
        for name, bad in NAMES.items()
    ]


OTHERS: dict[str, tuple[Callable[[], object], list[str]]] = {
    # Between two things that are fine by themselves
    "fewer targets than rows": (
        lambda: Dataset(FOUR, COLUMN[:1]),
        ["targets", "there is 1 row for 4 rows of inputs; every row needs its target"],
    ),
    "more targets than rows": (
        lambda: Dataset(FOUR[:3], COLUMN),
        ["targets", "there are 4 rows for 3 rows of inputs"],
    ),
    "training with fewer targets": (
        lambda: Neuron(3).train(FOUR, COLUMN[:3], iterations=1),
        ["targets", "there are 3 rows for 4 rows of inputs"],
    ),
    "training on rows too short": (
        lambda: Neuron(3).train(FOUR[:, :2], COLUMN, iterations=1),
        ["inputs: each row has 2 numbers; 3 are needed"],
    ),
    "training towards rows too long": (
        lambda: Neuron(3).train(FOUR, FOUR, iterations=1),
        ["targets: each row has 3 numbers; 1"],
    ),
    "asking with a row too long": (lambda: Neuron(3)([1, 2, 3, 4]), ["inputs: each row has 4"]),
    "asking with a table too narrow": (lambda: Neuron(3)(FOUR[:, :1]), ["has 1 number; 3"]),
    "asking with an empty row": (lambda: Neuron(3)([]), ["inputs"]),
    "asking with an empty text": (lambda: Neuron(3)(""), ["inputs"]),
    "asking with text": (lambda: Neuron(3)("abc"), ["inputs", "'abc'"]),
    "asking with words": (lambda: Neuron(3)(["a", "b", "c"]), ["inputs", "'a' is not a number"]),
    "asking with ragged depths": (lambda: Neuron(3)([[1, [2, 3], 0]]), ["row 1, column 2"]),
    "a question too short": (
        lambda: Experiment(question=(1.0, 0.0)),
        ["new situation: it has 2 numbers, a row of the data 3 inputs"],
    ),
    "a question of several rows": (
        lambda: Experiment(question=[[1, 0, 0]]),  # type: ignore[arg-type]
        ["new situation", "[1, 0, 0] is not a number"],
    ),
    "a question with a hole": (
        lambda: Experiment(question=(1.0, NAN, 0.0)),
        ["new situation", "column 2: nan is not a finite number"],
    ),
    "outputs that are not the data's": (
        lambda: Experiment(layers=(Layer(2),)),
        ["layers: the last one has 2 units, a row of the data 1 target"],
    ),
    "a batch of more rows than any table has": (
        lambda: Experiment(batch_size=100_001),
        ["batch size: 100001 is not accepted; it must be from 1 to 100,000"],
    ),
    "a layer without its number of units": (
        lambda: Experiment(layers=({},)),  # type: ignore[arg-type]
        ["layer: units is missing"],
    ),
    "cross-entropy of a tanh": (
        lambda: Experiment(loss="cross-entropy"),
        ["loss: cross-entropy does not go with a tanh-tutorial output layer", "one of sigmoid, "],
    ),
    "the squared error of shares": (
        lambda: Experiment(data=SHARES, layers=(Layer(2, "softmax"),)),
        ["loss: squared does not go with a softmax output layer; use cross-entropy"],
    ),
    "softmax in a hidden layer": (
        lambda: Experiment(layers=(Layer(2, "softmax"), Layer(1))),
        ["layers: softmax is for the last layer, not for a hidden one"],
    ),
    "softmax of one unit": (
        lambda: Experiment(layers=(Layer(1, "softmax"),), loss="cross-entropy"),
        ["layers: softmax shares 1 among its units; one alone always gives 1"],
    ),
    "cross-entropy to targets beyond 0 and 1": (
        lambda: Experiment(
            data=Dataset(FOUR, [0, 1, -1, 1]),  # type: ignore[arg-type]
            layers=(Layer(1, "sigmoid"),),
            loss="cross-entropy",
        ),
        ["targets: -1 in row 3 is not accepted; this loss needs targets from 0 to 1"],
    ),
    "shares that are not of 1": (
        lambda: Experiment(
            data=Dataset(FOUR, [[0, 1], [1, 0], [1, 1], [0, 1]]),  # type: ignore[arg-type]
            layers=(Layer(2, "softmax"),),
            loss="cross-entropy",
        ),
        ["targets: row 3 adds up to 2; outputs that share 1 need targets that add up to 1"],
    ),
    "training a network to targets beyond its loss": (
        lambda: Network(3, [Layer(1, "sigmoid")], loss="cross-entropy").train(
            FOUR, 2 * COLUMN + 2, iterations=1
        ),
        ["targets: ", "from 0 to 1"],
    ),
    "a run to targets beyond its loss": (
        lambda: Run(Network(3, [Layer(1, "sigmoid")], loss="cross-entropy"), FOUR, COLUMN + 2),
        ["targets: ", "from 0 to 1"],
    ),
    "fewer start parameters than there are": (
        lambda: Experiment(parameters=(1.0, 2.0)),
        ["parameters: there are 2 numbers; these layers have 3 weights and biases"],
    ),
    "start parameters as text": (
        lambda: Experiment(parameters="123"),  # type: ignore[arg-type]
        ["parameters: '123' is not a list of numbers"],
    ),
    "a start parameter that is not finite": (
        lambda: Experiment(parameters=(1.0, 2.0, INF)),
        ["parameters, number 3: inf is not a finite number"],
    ),
    "a penalty too strong": (
        lambda: Experiment(regularisation_rate=10.5),
        ["regularisation rate: 10.5 is not accepted; it must be from 0 to 10"],
    ),
    # Beyond what there may be
    "too many units": (lambda: Layer(65), ["units", "65 is not accepted; it must be from 1 to 64"]),
    "no units": (lambda: Layer(0), ["units", "0 is not accepted; it must be from 1 to 64"]),
    "too many layers": (lambda: Experiment(layers=(Layer(1),) * 9), ["layers", "1 to 8"]),
    "too many inputs": (
        lambda: Experiment(data=Dataset(np.ones((2, 65)), COLUMN[:2]), question=(0.0,) * 65),
        ["inputs", "1 to 64"],
    ),
    "too many rows": (
        lambda: Dataset(np.zeros((100_001, 1)), np.zeros((100_001, 1))),
        ["inputs: there are 100,001 rows; at most 100,000 are accepted"],
    ),
    "a learning rate too large": (
        lambda: Experiment(learning_rate=100.5),
        ["learning rate: 100.5 is not accepted; it must be from 0", "to 100"],
    ),
    "a negative learning rate of a neuron": (
        lambda: Neuron(3).train(FOUR, COLUMN, iterations=1, learning_rate=-0.1),
        ["learning rate: -0.1 is not accepted; it must be at least 0"],
    ),
    "an iteration after the last": (
        lambda: Experiment().run().goto(1_000_001),
        ["iteration: 1000001 is not accepted; it must be from 0 to 1,000,000"],
    ),
    # Layers and plain forms
    "no layers": (
        lambda: Experiment(layers=()),
        ["layers: () is not a list of at least one layer"],
    ),
    "a network of no layers": (lambda: Network(3, []), ["layers: 0 is not accepted"]),
    "one layer in place of a list": (
        lambda: Experiment(layers=Layer(1)),  # type: ignore[arg-type]
        ["layers", "is not a list"],
    ),
    "layers as text": (lambda: Experiment(layers="tanh"), ["layers: 'tanh' is not a list"]),  # type: ignore[arg-type]
    "a number as a layer": (
        lambda: Experiment(layers=(Layer(1), 3)),  # type: ignore[arg-type]
        ["layer", "3 is not accepted"],
    ),
    "no units in a plain layer": (plain(layers=[{"units": 0}]), ["units", "0 is not accepted"]),
    "a plain layer without units": (plain(layers=[{}]), ["layer", "units"]),
    "an unknown name in a plain layer": (
        plain(layers=[{"units": 1, "size": 2}]),
        ["layer: 'size' is not known; use one of units, activation, bias"],
    ),
    "an unknown activation in a plain layer": (
        plain(layers=[{"units": 1, "activation": "swish"}]),
        ["activation: 'swish' is not known; use one of tanh, tanh-tutorial, sigmoid"],
    ),
    "a bias that is neither true nor false": (
        plain(layers=[{"units": 1, "bias": "false"}]),
        ["bias", "'false'", "true or false"],
    ),
    "a bias that is an array": (plain(layers=[{"units": 1, "bias": np.ones(2)}]), ["bias"]),
    "an average that is neither true nor false": (
        plain(average=1),
        ["average: 1 is not accepted; use true or false"],
    ),
    "data without targets": (plain(data={"inputs": [[1]]}), ["data", "targets"]),
    "an unknown name in the data": (
        plain(data={"inputs": [[1]], "targets": [1], "rows": 1}),
        ["data: 'rows' is not known; use one of inputs, targets, title, names, scaling"],
    ),
    "a list as data": (plain(data=[[1]]), ["data: [[1]] is not accepted"]),
    "nothing as data": (plain(data=None), ["data: None is not accepted"]),
    "a title that is not text": (lambda: Dataset(FOUR, COLUMN, 3), ["title", "3 is not text"]),  # type: ignore[arg-type]
    "names that are not a list": (plain(data=columns(names="abcd")), ["names", "'abcd' is not a"]),
    "a name of a column that is not text": (
        plain(data=columns(names=["a", "b", "c", 4])),
        ["names of the columns: 4 is not text"],
    ),
    "fewer names than columns": (
        lambda: Dataset(FOUR, COLUMN, names=("a", "b", "c")),
        ["names of the columns: there are 3 for 4 columns"],
    ),
    "more scales than columns": (
        lambda: Dataset(FOUR, COLUMN, scaling=((0, 1),) * 5),
        ["scaling of the columns: there are 5 for 4 columns"],
    ),
    "scales that are no list": (plain(data=columns(scales=3)), ["scaling of the columns: 3 is"]),
    "a scaling that is no list": (plain(data=columns(scaling=3)), ["scaling of the columns: 3 is"]),
    "a scaling without pairs": (
        plain(data=columns(scaling=[1, 2, 3, 4])),
        ["scaling of the columns: 1 is not a pair of a centre and a size"],
    ),
    "a word without its target": (
        plain(data=columns(words=["yes"])),
        ["words for the targets: 'yes' is not a pair of a target and a word"],
    ),
    "words that are no list": (plain(data=columns(words="yes")), ["'yes' is not a list"]),
    "a word that is none": (plain(data=columns(words=[[1, 2]])), ["words for the targets: 2 is"]),
    "a scale of 0": (
        lambda: Dataset(FOUR, COLUMN, scaling=((0, 1), (0, 1), (0, 0), (0, 1))),
        ["scaling of the columns: 0 is not accepted; nothing can be divided by it"],
    ),
    "a scale below 0": (plain(data=columns(scales=[1, 1, 1, -1])), ["scaling", "at least 0"]),
    "a scale that is not a number": (plain(data=columns(scales=[1, 1, 1, None])), ["scaling"]),
    "an unknown name in an experiment": (
        plain(momentum=1),
        ["experiment: 'momentum' is not known; use one of data, features, layers"],
    ),
    "a name that is not text": (
        lambda: Experiment.from_plain({1: 2}),  # type: ignore[dict-item]
        ["experiment: 1 is not known"],
    ),
    **{
        f"{value!r} as an experiment": (
            lambda value=value: Experiment.from_plain(value),  # type: ignore[misc]
            ["experiment"],
        )
        for value in (None, 3, "seed", ["seed"], True)
    },
    # Arrays given to the engine as they are
    "parameters that do not fit": (
        lambda: Network(3, [Layer(1)], np.zeros(3)),
        ["parameters", "3", "4 are needed"],
    ),
    "a run on a table too narrow": (lambda: Run(Neuron(3), FOUR[:, :2], COLUMN), ["inputs", "3"]),
    "a run on flat targets": (lambda: Run(Neuron(3), FOUR, COLUMN.ravel()), ["targets"]),
    "a run on fewer targets": (lambda: Run(Neuron(3), FOUR, COLUMN[:2]), ["targets", "2 rows"]),
    "forward over a table too narrow": (lambda: Neuron(3).forward(FOUR[:, :2]), ["inputs", "3"]),
    "the loss to flat targets": (lambda: Neuron(3).loss(FOUR, COLUMN.ravel()), ["targets"]),
    "the loss to one target": (lambda: Neuron(3).loss(FOUR, COLUMN[:1]), ["targets"]),
    "the gradient to flat targets": (lambda: Neuron(3).gradient(FOUR, COLUMN.ravel()), ["targets"]),
    "the gradient to one target": (lambda: Neuron(3).gradient(FOUR, COLUMN[:1]), ["targets"]),
    "the gradient of a table too narrow": (
        lambda: Neuron(3).gradient(FOUR[:, :2], COLUMN),
        ["inputs", "3"],
    ),
    "a gradient check to flat targets": (
        lambda: gradient_check(Neuron(3), FOUR, COLUMN.ravel()),
        ["targets"],
    ),
}


def fails_clearly(make: Callable[[], object], words: list[str]) -> None:
    with pytest.raises(InputError) as raised:
        make()
    assert type(raised.value) is InputError
    message = str(raised.value)
    for part in words:
        assert part in message
    assert message.endswith((".", ")."))
    assert "\n" not in message
    assert len(message) < 400


@pytest.mark.parametrize(("make", "bad", "words"), table_cases())
def test_what_is_not_a_table_is_refused(
    make: Callable[[Any], object], bad: Any, words: list[str]
) -> None:
    fails_clearly(lambda: make(bad), words)


@pytest.mark.parametrize(("make", "bad", "words"), number_cases())
def test_what_is_not_the_number_that_is_needed_is_refused(
    make: Callable[[Any], object], bad: Any, words: list[str]
) -> None:
    fails_clearly(lambda: make(bad), words)


@pytest.mark.parametrize(("make", "bad", "words"), name_cases())
def test_a_name_that_is_not_known_is_refused_with_those_that_are(
    make: Callable[[Any], object], bad: Any, words: list[str]
) -> None:
    fails_clearly(lambda: make(bad), words)


@pytest.mark.parametrize("name", list(OTHERS))
def test_what_does_not_fit_together_is_refused(name: str) -> None:
    make, words = OTHERS[name]
    fails_clearly(make, words)


@pytest.mark.parametrize(
    "bad",
    [["a" * 1_000_000], [[[0] * 100_000]], "a" * 1_000_000, 10**4_000, np.zeros((3, 3, 999))],
    ids=["text in a row", "list in a row", "text", "number", "array"],
)
def test_a_message_stays_short_however_long_the_input_is(bad: Any) -> None:
    fails_clearly(lambda: Dataset(bad, COLUMN), ["inputs"])


def test_the_error_is_a_value_error_too() -> None:
    with pytest.raises(ValueError, match="units"):
        Layer(0)
