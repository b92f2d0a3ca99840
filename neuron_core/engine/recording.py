"""Formulas, recorded once as the list of NumPy calls that they make.

A formula is a plain function of arrays: ``0.9 * velocity + adjustment``. Called with arrays it
computes. Called with values of a `Recording` in their place it computes nothing: each operation is
noted, and the list of them can be done as often as one likes. That allocates nothing and looks
nothing up, which on a table of four rows takes less time than the same formula called anew.
"""

from bisect import bisect
from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Any, cast

import numpy as np
from numpy.lib.mixins import NDArrayOperatorsMixin
from numpy.typing import NDArray

from neuron_core.checks import Array

type Operation = Callable[[], object]
"""A NumPy call with its arrays bound to it: calling it does it."""

POWERS: dict[float | None, np.ufunc] = {2.0: np.square, 0.5: np.sqrt, -1.0: np.reciprocal}
"""What an array's own ``**`` calls for some exponents."""


@dataclass(eq=False)
class Value(NDArrayOperatorsMixin):
    """An array whose numbers come later: what a formula is called with while it is recorded.

    Attributes
    ----------
    recording
        The one that notes what is done with it.
    shape
        That of the array.
    call
        What computes it; None where it is given.
    array
        Where its numbers are: given, or made for the result of a call.
    is_fixed
        Whether its numbers never change.
    turned_from
        Where it is another value's array turned over, that value.
    name
        What a reader is to call it, or nothing.
    last_use
        The place of the last call that reads it.
    is_stored
        Whether its array is read outside of the recording, or when that is done again.
    """

    recording: "Recording"
    shape: tuple[int, ...]
    call: "Call | None" = None
    array: Array | None = None
    is_fixed: bool = False
    turned_from: "Value | None" = None
    name: str = ""
    last_use: int = -1
    is_stored: bool = False

    @property
    def ndim(self) -> int:
        """The number of axes."""
        return len(self.shape)

    @property
    def mT(self) -> "Value":
        """The matrix turned over, or each matrix of a stack."""
        if self.turned_from is not None:
            return self.turned_from
        *stack, rows, columns = self.shape
        return Value(self.recording, (*stack, columns, rows), turned_from=self, name=self.name)

    @property
    def owner(self) -> "Value":
        """The value whose array this is, or is turned over."""
        return self if self.turned_from is None else self.turned_from

    @property
    def numbers(self) -> Array:
        """Its array, which there must be by now."""
        if self.turned_from is not None:
            return self.turned_from.numbers.swapaxes(-1, -2)
        assert self.array is not None
        return self.array

    def __array_ufunc__(self, ufunc: np.ufunc, method: str, *inputs: Any, **options: Any) -> Any:
        return self.recording.note(ufunc, method, inputs, options)

    def __array_function__(self, function: Any, *rest: object) -> None:
        raise TypeError(
            f"np.{function.__name__} cannot be recorded. A formula is made of arithmetic, @, "
            "NumPy's ufuncs such as np.maximum, and their reduce."
        )

    def __bool__(self) -> bool:
        raise TypeError("A formula has no if: its numbers are not known while it is recorded.")


@dataclass(eq=False)
class Call:
    """One operation: ``ufunc(*inputs, out=out)``, or the ufunc's method of that name.

    Its place says what comes before what.
    """

    ufunc: np.ufunc
    method: str
    inputs: tuple[Value, ...]
    out: Value
    options: dict[str, Any]
    place: int = -1

    @property
    def is_elementwise(self) -> bool:
        """Whether each number of the result depends on the numbers in its place alone."""
        return self.method == "__call__" and self.ufunc is not np.matmul

    def bound(self) -> Operation:
        """Return what does it, with its arrays bound."""
        arrays, out = [value.numbers for value in self.inputs], self.out.numbers
        if self.ufunc is np.matmul and all(array.ndim == 2 for array in arrays):
            return partial(arrays[0].dot, arrays[1], out)  # takes a third of matmul's time
        function = self.ufunc if self.method == "__call__" else getattr(self.ufunc, self.method)
        if self.options or self.ufunc in (np.maximum, np.minimum):
            return partial(function, *arrays, **self.options, out=out)
        return partial(function, *arrays, out)


class Recording:
    """What formulas do, in their order.

    Attributes
    ----------
    calls
        The operations; those whose inputs never change are not among them, but done at once.
    """

    def __init__(self) -> None:
        self.calls: list[Call] = []

    def given(self, array: Array, name: str = "") -> Array:
        """Return the value of an array whose numbers may be others each time.

        It is a `Value`, and passes for an array, as it does in a formula.
        """
        return cast("Array", Value(self, array.shape, array=array, name=name))

    def fixed(self, numbers: Array | float, name: str = "") -> Array:
        """Return the value of numbers that never change."""
        array = np.asarray(numbers, np.float64)
        return cast("Array", Value(self, array.shape, array=array, is_fixed=True, name=name))

    def store(self, target: Array | NDArray[np.float32], value: Array) -> None:
        """Write a value to an array that is read later on, or the next time."""
        out = Value(self, target.shape, array=cast("Array", target), is_stored=True)
        self._append(Call(np.positive, "__call__", (self._value(value),), out, {}))

    def note(
        self, ufunc: np.ufunc, method: str, inputs: tuple[Any, ...], options: dict[str, Any]
    ) -> Value:
        """Return the value of an operation on values, arrays and numbers."""
        if "out" in options:
            raise TypeError("A formula makes new arrays: write a = a + b instead of a += b.")
        values = tuple(self._value(one) for one in inputs)
        if ufunc is np.power and (faster := POWERS.get(_number(values[1]))):
            ufunc, values = faster, values[:1]
        if ufunc is np.multiply and 1 in (numbers := [_number(value) for value in values]):
            return values[1 - numbers.index(1)]
        shape = _shape(ufunc, method, [value.shape for value in values], options)
        out = Value(self, shape, is_fixed=all(value.is_fixed for value in values))
        if method == "__call__" and ufunc is not np.matmul:
            values = tuple(_repeated(value, shape) for value in values)
        out.call = Call(ufunc, method, values, out, options)
        if out.is_fixed:
            out.array = np.zeros(shape)
            out.call.bound()()
        else:
            self._append(out.call)
        return out

    def operations(self, *, sparing: bool = True) -> list[Operation]:
        """Return what does it all, once there is an array for the result of each call.

        A `sparing` recording uses an array for another result when nobody needs its numbers any
        more, and writes a value that is stored to where it is stored, if that changes nothing.
        """
        if sparing:
            self._write_in_place()
        made: set[int] = set()
        spare: defaultdict[tuple[int, ...], list[Array]] = defaultdict(list)
        for call in self.calls:
            owners = {id(one.owner): one.owner for one in call.inputs if sparing}
            spent = [
                one for key, one in owners.items() if key in made and one.last_use == call.place
            ]
            # An operation on each number by itself may write over what it reads.
            before, after = (spent, []) if call.is_elementwise else ([], spent)
            for one in before:
                spare[one.shape].append(one.numbers)
            if call.out.array is None:
                known = spare[call.out.shape]
                call.out.array = known.pop() if known else np.zeros(call.out.shape)
                made.add(id(call.out))
            for one in after:
                spare[one.shape].append(one.numbers)
        return [call.bound() for call in self.calls]

    def move(self, tables: list[tuple[Array, Array]]) -> None:
        """Have other arrays in the place of given values."""
        for value, array in tables:
            self._value(value).array = array

    def over(
        self, tables: list[tuple[Array, Array]], operations: list[Operation]
    ) -> list[Operation]:
        """Return those operations over other arrays, each in the place of a given value's."""
        self.move(tables)
        moved = {id(value) for value, _ in tables}
        return [
            operation if moved.isdisjoint([id(one.owner) for one in call.inputs]) else call.bound()
            for call, operation in zip(self.calls, operations, strict=True)
        ]

    def _write_in_place(self) -> None:
        """Let what computes a value that is stored write it there itself, where it may."""
        for store in [call for call in self.calls if call.out.call is None]:
            (value,), target = store.inputs, store.out.numbers
            made = value.call
            if made is None or value.array is not None or target.dtype != np.float64:
                continue
            touched = [] if made.is_elementwise else [*made.inputs]
            for call in self.calls[bisect(self.calls, made.place, key=_place) :]:
                if call.place > value.last_use:
                    break
                if call.place < store.place:
                    touched += call.inputs
                if call is not store:
                    touched.append(call.out)
            arrays = [one.owner.array for one in touched]
            if not any(a is not None and np.shares_memory(a, target) for a in arrays):
                value.array, value.is_stored = target, True
                self.calls.remove(store)

    def _append(self, call: Call) -> None:
        call.place = len(self.calls)
        self.calls.append(call)
        for value in call.inputs:
            value.owner.last_use = call.place

    def _value(self, one: Any) -> Value:
        return one if isinstance(one, Value) else cast("Value", self.fixed(one))


def _place(call: Call) -> int:
    return call.place


def _number(value: Value) -> float | None:
    """Return the number that a value without a name always is, if it is one."""
    return float(value.numbers) if value.is_fixed and not value.shape and not value.name else None


def _repeated(value: Value, shape: tuple[int, ...]) -> Value:
    """Return a row that goes with every row of a table as a table, by a product with 1s.

    NumPy adds tables of one shape in a fraction of the time that it takes to repeat a row.
    """
    if len(shape) == 2 and value.shape == (1, shape[1]) != shape:
        return cast("Value", np.ones((shape[0], 1)) @ value)
    return value


def _shape(
    ufunc: np.ufunc, method: str, shapes: list[tuple[int, ...]], options: dict[str, Any]
) -> tuple[int, ...]:
    """Return the shape of what an operation gives."""
    if method == "reduce":
        (shape,) = shapes
        axis = options.get("axis", 0) % len(shape)
        kept = (1,) if options.get("keepdims") else ()
        return (*shape[:axis], *kept, *shape[axis + 1 :])
    if method != "__call__" or ufunc.nout != 1:
        raise TypeError(f"np.{ufunc.__name__} cannot be recorded as it is used here.")
    if ufunc is np.matmul:
        (*stack, rows, _), (*others, _, columns) = shapes
        return (*np.broadcast_shapes(tuple(stack), tuple(others)), rows, columns)
    tables = {shape for shape in shapes if shape}
    return np.broadcast_shapes(*tables) if len(tables) > 1 else next(iter(tables), ())


def named(value: Array, name: str) -> Array:
    """Return the same value, which a reader is to call that if it is recorded and has no name."""
    if isinstance(value, Value):
        value.name = value.name or name
    return value
