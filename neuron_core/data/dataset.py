"""Tables to learn from."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from neuron_core import checks
from neuron_core.checks import Array, InputError
from neuron_core.data.patterns import PATTERNS, Recipe
from neuron_core.data.scaling import Pairs, checked, scaled, unscaled
from neuron_core.engine.initialisers import MOST_SEED

MOST_ROWS = 100_000
MOST_SHOWN = 500
"""So many rows of the data are shown one by one, the first ones; losses are over all of them."""
MOST_TEST_SHARE = 0.9
KINDS = ("classification", "regression")


@dataclass(frozen=True, eq=False)
class Part:
    """Some of a table's rows, in its order.

    Attributes
    ----------
    rows
        Which they are, counted from 0.
    inputs, targets
        Of those rows.
    """

    rows: NDArray[np.intp]
    inputs: Array
    targets: Array


@dataclass(frozen=True, eq=False)
class Dataset:
    """Rows of inputs, each with its targets.

    Attributes
    ----------
    inputs, targets
        Anything that is a table of finite numbers, in their own units, kept as read-only arrays of
        shapes (rows, inputs) and (rows, outputs). A flat list of targets is one output.
    title
        What the table is about, for people.
    names
        What the columns are called, those of the inputs first; none, or one for each.
    scaling
        What is subtracted from the numbers of each column, in that order, and what they are then
        divided by, before a network gets them (see `scaling`); none, or a pair for each.
    words
        Of one output: what some of its targets are called, pairs of a target and a word.
    kind
        ``"classification"`` if the targets say which class a row is of, ``"regression"`` if they
        are amounts. Left out, it is a classification if no column of targets has more than two
        different values, as one target for two classes has, and each of several for several.
    test_share
        Which part of the rows is not trained on but kept for testing, from 0 to
        `MOST_TEST_SHARE`.
    seed
        Of the choice of those rows, and of what a recipe makes.
    recipe
        A `Recipe`, or its plain form, that makes inputs and targets, with their title and kind;
        whatever else is given for these does not count. None for a table of its own.

    Raises
    ------
    InputError
        If they are not such tables, of one length, of at most `MOST_ROWS` rows; if the names
        are not text, or a size of the scaling is not above 0; if anything else is not accepted.

    Examples
    --------
    >>> Dataset([[0, 0], [1, 1]], [0, 1]).targets.shape
    (2, 1)
    """

    inputs: Array = None  # type: ignore[assignment]
    targets: Array = None  # type: ignore[assignment]
    title: str = "Own data"
    names: tuple[str, ...] = ()
    scaling: Pairs = ()
    words: tuple[tuple[float, str], ...] = ()
    kind: str = None  # type: ignore[assignment]
    test_share: float = 0.0
    seed: int = 0
    recipe: Recipe | None = None

    def __post_init__(self) -> None:
        share = checks.number(self.test_share, "test share", least=0, most=MOST_TEST_SHARE)
        object.__setattr__(self, "test_share", share)
        seed = checks.whole(self.seed, "seed of the data", least=0, most=MOST_SEED)
        object.__setattr__(self, "seed", seed)
        if self.recipe is not None:
            self._cook(checks.built(self.recipe, Recipe, "recipe"))
        for name in ("inputs", "targets"):
            if getattr(self, name) is None:
                raise InputError(
                    f"{name} of the data: None is not a table; use a list of rows of numbers."
                )
            values = checks.table(getattr(self, name), name, MOST_ROWS)
            values.flags.writeable = False
            object.__setattr__(self, name, values)
        checks.same_rows(self.inputs, self.targets)
        if not isinstance(self.title, str):
            raise InputError(f"title of the data: {checks.shown(self.title)} is not text.")
        columns = self.inputs.shape[1] + self.targets.shape[1]
        object.__setattr__(self, "names", _names(self.names, columns))
        object.__setattr__(self, "scaling", checked(self.scaling, columns))
        object.__setattr__(self, "words", _words(self.words))
        kind = self._derived_kind() if self.kind is None else self.kind
        object.__setattr__(self, "kind", checks.one_of(kind, "kind of the data", KINDS))

    def __eq__(self, other: object) -> bool:
        if self is other:
            return True
        said = ("title", "names", "scaling", "words", "kind", "test_share", "seed", "recipe")
        return (
            isinstance(other, Dataset)
            and all(getattr(self, name) == getattr(other, name) for name in said)
            and np.array_equal(self.inputs, other.inputs)
            and np.array_equal(self.targets, other.targets)
        )

    def __hash__(self) -> int:
        return hash((self.title, self.inputs.shape, self.targets.shape))

    @cached_property
    def training(self) -> Part:
        """The rows that are trained on: at least one."""
        return self._part(self._parted[0])

    @cached_property
    def test(self) -> Part:
        """The rows that are not trained on."""
        return self._part(self._parted[1])

    def network_inputs(self, inputs: Array) -> Array:
        """Return rows of inputs in their own units, shape (rows, inputs), scaled."""
        return scaled(inputs, self.scaling[: self.inputs.shape[1]])

    def aimed(self, targets: Array) -> Array:
        """Return targets in their own units, shape (..., outputs), scaled."""
        return scaled(targets, self.scaling[self.inputs.shape[1] :])

    def answered(self, outputs: Array) -> Array:
        """Return outputs for scaled targets, shape (..., outputs), in the targets' own units."""
        return unscaled(outputs, self.scaling[self.inputs.shape[1] :])

    def plain(self) -> dict[str, Any]:
        """Return it as plain lists, numbers and text, the arguments of `Dataset`.

        What a recipe has made is not written down: the recipe makes it again, to the bit.
        """
        drawn = {"test_share": self.test_share, "seed": self.seed}
        if self.recipe:
            return {"recipe": asdict(self.recipe), **drawn}
        return {
            "inputs": self.inputs.tolist(),
            "targets": self.targets.tolist(),
            "title": self.title,
            "names": list(self.names),
            "scaling": [list(pair) for pair in self.scaling],
            "words": [list(pair) for pair in self.words],
            "kind": self.kind,
            **drawn,
        }

    @cached_property
    def _parted(self) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
        return parted(len(self.inputs), self.test_share, self.seed)

    def _part(self, rows: NDArray[np.intp]) -> Part:
        if len(rows) == len(self.inputs):  # all of them, where they are
            return Part(rows, self.inputs, self.targets)
        return Part(rows, self.inputs[rows], self.targets[rows])

    def _cook(self, recipe: Recipe) -> None:
        """Fill in what a recipe makes."""
        pattern = PATTERNS[recipe.pattern]
        inputs, targets = recipe.tables(self.seed)
        made = {"recipe": recipe, "inputs": inputs, "targets": targets}
        bare = {"names": (), "scaling": (), "words": ()}
        for name, value in {**made, **bare, "title": pattern.title, "kind": pattern.kind}.items():
            object.__setattr__(self, name, value)

    def _derived_kind(self) -> str:
        least, most = self.targets.min(axis=0), self.targets.max(axis=0)
        two = ((self.targets == least) | (self.targets == most)).all()
        return "classification" if two else "regression"


def parted(rows: int, test_share: float, seed: int) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
    """Return which of so many rows are trained on, and which are not."""
    count = min(round(test_share * rows), rows - 1)
    tested = np.random.default_rng(seed).permutation(rows)[:count]
    chosen = np.ones(rows, dtype=bool)
    chosen[tested] = False
    return np.flatnonzero(chosen), np.sort(tested)


def _names(names: Any, columns: int) -> tuple[str, ...]:
    where = "names of the columns"
    if not isinstance(names, Sequence) or isinstance(names, str):
        raise InputError(f"{where}: {checks.shown(names)} is not a list.")
    if len(names) not in (0, columns):
        raise InputError(
            f"{where}: there are {len(names)} for {checks.counted(columns, 'column')}."
        )
    return tuple(_text(name, where) for name in names)


def _words(pairs: Any) -> tuple[tuple[float, str], ...]:
    where = "words for the targets"
    if not isinstance(pairs, Sequence) or isinstance(pairs, str):
        raise InputError(f"{where}: {checks.shown(pairs)} is not a list.")
    for pair in pairs:
        if not isinstance(pair, Sequence) or isinstance(pair, str) or len(pair) != 2:
            raise InputError(f"{where}: {checks.shown(pair)} is not a pair of a target and a word.")
    return tuple((checks.number(value, where), _text(word, where)) for value, word in pairs)


def _text(value: Any, where: str) -> str:
    if not isinstance(value, str):
        raise InputError(f"{where}: {checks.shown(value)} is not text.")
    return value


TUTORIAL = Dataset(
    inputs=[[0, 0, 1], [1, 1, 1], [1, 0, 1], [0, 1, 1]],  # type: ignore[arg-type]
    targets=[0, 1, 1, 0],  # type: ignore[arg-type]
    title="The tutorial's four rows",
)
"""The target is the first input. The new situation, [1, 0, 0], is not among the rows."""

XOR = Dataset(
    inputs=[[0, 0, 1], [0, 1, 1], [1, 0, 1], [1, 1, 1]],  # type: ignore[arg-type]
    targets=[0, 1, 1, 0],  # type: ignore[arg-type]
    title="One or the other, not both",
)
"""The target is 1 if one of the first two inputs is 1 and the other is not. The third is always 1,
as the tutorial's is."""

AND, OR, NAND = (
    replace(XOR, targets=np.array(targets), title=title)
    for title, targets in (
        ("AND: both", [0, 0, 0, 1]),
        ("OR: one of them, or both", [0, 1, 1, 1]),
        ("NAND: not both", [1, 1, 1, 0]),
    )
)
"""The same rows as those of `XOR`, with targets that one neuron can learn."""

HOURS = Dataset(
    inputs=[[2, 9], [1, 5], [3, 6]],  # type: ignore[arg-type]
    targets=[92, 86, 89],  # type: ignore[arg-type]
    title="Hours studied and slept",
    names=("hours studied", "hours slept", "score"),
    scaling=((0, 3), (0, 9), (0, 100)),
)
"""A well-known table of three students. A network gets each column of inputs divided by its largest
number, and the score by the 100 that can be reached."""
