"""Recorded calls as WebAssembly: the same arithmetic, in the same order, on the same arrays.

Each call is told in the terms of what NumPy does for it, so that its bits are NumPy's: products and
sums add in its order, and powers are those of the C library that it calls. Where that order or a
call is not known here, it is not guessed: `Unknown`, and NumPy does it.

Neighbouring calls whose results have one shape are done in one loop, number by number. What nobody
else reads then never comes to an array.
"""

from collections.abc import Callable, Iterator, Sequence
from functools import partial
from itertools import product
from math import prod
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from neuron_core.engine import wasm
from neuron_core.engine.recording import Call, Value

type Code = Callable[..., bytes]
"""``code(called, *numbers)``: what leaves the result; ``called(name)`` calls the C library."""

UNROLLED = 64
"""So many operations of a loop are written one after the other, without the loop."""
MOST_TERMS = 4
"""Terms of a product's sum that are written out; more of them are a loop."""
MOST_ADDED = 512
"""Numbers along an axis whose sum or extreme is written out; more of them are left to NumPy."""
NUMBER = 8
"""Bytes of a float64."""
LN2 = 0.693147180559945309417232121458176568


class Unknown(Exception):
    """What NumPy does for a call is not known to the bit."""


def _plain(*instructions: bytes) -> Code:
    return lambda _, *numbers: b"".join((*numbers, *instructions))


def _said_by(*instructions: bytes) -> Code:
    return _plain(*instructions, wasm.AS_NUMBER)


def _library(name: str) -> Code:
    return lambda called, *numbers: b"".join(numbers) + called(name, len(numbers))


def _extreme(compared: bytes) -> Code:
    # NumPy's scalar_max_d: (a >= b || isnan(a)) ? a : b
    def code(_: object, a: bytes, b: bytes) -> bytes:
        is_nan = a + a + wasm.DIFFERENT
        return a + b + a + b + compared + is_nan + wasm.OR + wasm.SELECT

    return code


def _sign(_: object, a: bytes) -> bytes:
    zero = wasm.number(0.0)
    otherwise = zero + a + a + zero + wasm.EQUAL + wasm.SELECT
    below = wasm.number(-1.0) + otherwise + a + zero + wasm.LESS + wasm.SELECT
    return wasm.number(1.0) + below + a + zero + wasm.GREATER + wasm.SELECT


def _logaddexp(called: Callable[[str], bytes], a: bytes, b: bytes) -> bytes:
    # npy_logaddexp: of equal ones, infinite ones too, a + ln(2); else the larger one and
    # log1p(exp(-|a - b|)); what is not a number stays so.
    def beyond(larger: bytes, less: bytes) -> bytes:
        return larger + less + called("exp") + called("log1p") + wasm.ADD

    apart, zero = a + b + wasm.SUBTRACT, wasm.number(0.0)
    return b"".join(
        (
            *(a, b, wasm.EQUAL, wasm.IF_F64, a, wasm.number(LN2), wasm.ADD, wasm.ELSE),
            *(apart, zero, wasm.GREATER, wasm.IF_F64, beyond(a, apart + wasm.NEGATIVE), wasm.ELSE),
            *(apart, zero, wasm.AT_MOST, wasm.IF_F64, beyond(b, apart), wasm.ELSE, apart),
            wasm.END * 3,
        )
    )


LIBRARY: dict[np.ufunc, str] = {
    np.exp: "exp", np.exp2: "exp2", np.expm1: "expm1",
    np.log: "log", np.log2: "log2", np.log10: "log10", np.log1p: "log1p",
    np.sin: "sin", np.cos: "cos", np.tan: "tan",
    np.arcsin: "asin", np.arccos: "acos", np.arctan: "atan", np.arctan2: "atan2",
    np.sinh: "sinh", np.cosh: "cosh", np.tanh: "tanh",
    np.arcsinh: "asinh", np.arccosh: "acosh", np.arctanh: "atanh",
    np.cbrt: "cbrt", np.hypot: "hypot",
}  # fmt: skip
"""What NumPy calls the C library for, where it has no vector instructions."""

ELEMENTWISE: dict[np.ufunc, Code] = {
    np.add: _plain(wasm.ADD),
    np.subtract: _plain(wasm.SUBTRACT),
    np.multiply: _plain(wasm.MULTIPLY),
    np.divide: _plain(wasm.DIVIDE),
    np.positive: _plain(),
    np.negative: _plain(wasm.NEGATIVE),
    np.absolute: _plain(wasm.ABSOLUTE),
    np.sqrt: _plain(wasm.ROOT),
    np.floor: _plain(wasm.FLOOR),
    np.ceil: _plain(wasm.CEIL),
    np.trunc: _plain(wasm.TRUNCATE),
    np.rint: _plain(wasm.NEAREST),
    np.square: lambda _, a: a + a + wasm.MULTIPLY,
    np.reciprocal: lambda _, a: wasm.number(1.0) + a + wasm.DIVIDE,
    np.sign: _sign,
    np.maximum: _extreme(wasm.AT_LEAST),
    np.minimum: _extreme(wasm.AT_MOST),
    np.equal: _said_by(wasm.EQUAL),
    np.not_equal: _said_by(wasm.DIFFERENT),
    np.less: _said_by(wasm.LESS),
    np.greater: _said_by(wasm.GREATER),
    np.less_equal: _said_by(wasm.AT_MOST),
    np.greater_equal: _said_by(wasm.AT_LEAST),
    np.logaddexp: _logaddexp,
    **{ufunc: _library(name) for ufunc, name in LIBRARY.items()},
}


REDUCED = {np.add, np.maximum, np.minimum}
"""What may be done along an axis."""


class Access(NamedTuple):
    """Where the numbers of an array stand: the first of them, and how far apart along each axis."""

    address: int
    strides: tuple[int, ...]


class Touch(NamedTuple):
    """The bytes that a call reads or writes: number by number at an access, or all for each."""

    access: Access | None
    first: int
    end: int

    def clashes(self, other: "Touch") -> bool:
        """Whether one loop over both would not do what two loops do, one after the other."""
        apart = self.end <= other.first or other.end <= self.first
        return not apart and (self.access is None or self.access != other.access)


class Hole(NamedTuple):
    """An instruction that needs an address, in a plan that is followed for many indices.

    Attributes
    ----------
    place
        Which of the plan's places that is.
    shift
        How many bytes behind.
    between
        What comes between the address and the instruction.
    instruction
        The instruction, given an offset.
    """

    place: int
    shift: int
    between: bytes
    instruction: Callable[[int], bytes]


type Plan = list[bytes | Hole]

type Place = tuple[int | None, int]
"""An address: what a local holds, if there is one, and so many bytes behind."""


class Lowering(wasm.Function):
    """A function that does recorded calls.

    Parameters
    ----------
    library
        The functions of the C library that are called, and how many numbers each takes. New ones
        are added: all functions of a module share it.
    takes
        How many 32-bit integers the function takes.
    """

    def __init__(self, library: dict[str, int], takes: int = 0) -> None:
        super().__init__(takes)
        self.library = library

    def do(self, calls: Sequence[Call]) -> None:
        """Do these calls.

        Raises
        ------
        Unknown
            If one of them cannot be done as NumPy does it.
        """
        for group in _groups(calls):
            planned = _Planned(self, group)
            places: list[Place] = [(None, access.address) for access in planned.accesses]
            strides = [access.strides for access in planned.accesses]
            self.loop(group[0].out.shape, places, strides, planned.plan, planned.weight)
            self.release(planned.locals)

    def loop(
        self,
        shape: tuple[int, ...],
        places: Sequence[Place],
        strides: Sequence[tuple[int, ...]],
        plan: Plan,
        weight: int,
    ) -> None:
        """Follow a plan of so many operations for each index of a shape.

        The places are those of its first index; strides say how far apart they are along its axes.
        """
        axes: list[tuple[int, list[int]]] = []  # from the outermost to the innermost
        for count, *steps in zip(shape, *strides, strict=True):
            if count == 1:
                continue
            if axes and axes[-1][1] == [count * step for step in steps]:
                axes[-1] = (axes[-1][0] * count, steps)  # one lies right behind the other
            else:
                axes.append((count, steps))
        self._nest(axes, places, plan, weight)

    def counting(self, count: int, steps: Sequence[int]) -> tuple[dict[int, int], bytes, bytes]:
        """Return counters, which grow by their steps from 0, and a loop's beginning and end."""
        counters = {step: self.local(wasm.I32) for step in sorted({*steps} - {0} or {1})}
        begin = b"".join(wasm.integer(0) + wasm.put(one) for one in counters.values()) + wasm.LOOP
        end = b"".join(
            wasm.get(one) + wasm.integer(step) + wasm.ADD_I32 + wasm.put(one)
            for step, one in counters.items()
        )
        step, counter = next(iter(counters.items()))
        ended = wasm.get(counter) + wasm.integer(step * count) + wasm.DIFFERENT_I32
        return counters, begin, end + ended + wasm.leave_if() + wasm.END

    def _nest(
        self,
        axes: Sequence[tuple[int, list[int]]],
        places: Sequence[Place],
        plan: Plan,
        weight: int,
    ) -> None:
        if not axes or prod(count for count, _ in axes) * weight <= UNROLLED:
            for index in product(*(range(count) for count, _ in axes)):
                moves = [
                    [i * step for step in steps] for i, (_, steps) in zip(index, axes, strict=True)
                ]
                self._follow(plan, [*map(_moved, places, *moves)])
            return
        (count, steps), *rest = axes
        counters, begin, end = self.counting(count, steps)
        self.code += begin
        sums: dict[tuple[int, int], int] = {}  # of a base and a counter
        moved: list[Place] = []
        for (base, at), step in zip(places, steps, strict=True):
            if not step or base is None:
                moved.append((counters[step] if step else base, at))
                continue
            if (base, step) not in sums:
                sums[base, step] = self.local(wasm.I32)
                self.code += wasm.get(base) + wasm.get(counters[step]) + wasm.ADD_I32
                self.code += wasm.put(sums[base, step])
            moved.append((sums[base, step], at))
        self._nest(rest, moved, plan, weight)
        self.code += end
        self.release([*counters.values(), *sums.values()])

    def _follow(self, plan: Plan, places: Sequence[Place]) -> None:
        for part in plan:
            if isinstance(part, bytes):
                self.code += part
            else:
                base, at = places[part.place]
                self.code += wasm.integer(0) if base is None else wasm.get(base)
                self.code += part.between + part.instruction(at + part.shift)


def _moved(place: Place, *steps: int) -> Place:
    return place[0], place[1] + sum(steps)


class _Planned:
    """What a loop does for each index: the calls of a group, whose results have one shape.

    Attributes
    ----------
    plan, weight
        What it does, and about how many operations that is.
    locals
        Which it needs as long as the loop is not over.
    """

    def __init__(self, function: Lowering, group: Sequence[Call]) -> None:
        self.plan: Plan = []
        self.weight = 0
        self.locals: list[int] = []
        self._places: dict[Access, int] = {}
        self._function, self._shape, self._last = function, group[0].out.shape, group[-1].place
        self._results: dict[int, int] = {}  # by the values' ids
        self._loaded: dict[Access, int] = {}
        for call in group:
            self._results[id(call.out)] = result = self._number()
            if call.is_elementwise:
                self._elementwise(call, result)
            elif call.ufunc is np.matmul:
                self._product(call, result)
            else:
                self._reduction(call, result)
            if call.out.is_stored or call.out.last_use > self._last:
                self._store(call.out.numbers, result)

    @property
    def accesses(self) -> list[Access]:
        """Where its places are at the first index, and how far apart at others."""
        return list(self._places)

    def _elementwise(self, call: Call, result: int) -> None:
        numbers = [self._operand(value) for value in call.inputs]
        self.plan.append(ELEMENTWISE[call.ufunc](self._called, *numbers) + wasm.put(result))
        self.weight += 1

    def _product(self, call: Call, result: int) -> None:
        """Plan 0 + first product + second product + …, as NumPy adds without a BLAS."""
        left, right = (value.numbers for value in call.inputs)
        stack, count = self._shape[:-2], left.shape[-1]
        rows = self._end(call.inputs[0], (*_strides(left, stack, 2), left.strides[-2], 0))
        columns = self._end(call.inputs[1], (*_strides(right, stack, 2), 0, right.strides[-1]))
        steps = left.strides[-1], right.strides[-2]
        added = wasm.MULTIPLY + wasm.ADD
        if count <= MOST_TERMS:
            self.plan.append(wasm.number(0.0))
            for term in range(count):
                self.plan += [rows(term * steps[0]), columns(term * steps[1]), added]
            self.plan.append(wasm.put(result))
        else:
            counters, begin, end = self._function.counting(count, steps)
            self.locals += counters.values()
            moved = [wasm.get(counters[step]) + wasm.ADD_I32 for step in steps]
            self.plan += [
                wasm.number(0.0) + wasm.put(result) + begin + wasm.get(result),
                *(rows(0, moved[0]), columns(0, moved[1])),
                added + wasm.put(result) + end,
            ]
        self.weight += count

    def _reduction(self, call: Call, result: int) -> None:
        """Plan a sum or an extreme along an axis, in the order in which NumPy goes along it."""
        array, axis = call.inputs[0].numbers, call.options.get("axis", 0) % call.inputs[0].ndim
        strides = list(_strides(array, array.shape))
        strides[axis : axis + 1] = [0] if call.options.get("keepdims") else []
        end = self._end(call.inputs[0], tuple(strides))
        terms = [end(term * array.strides[axis]) for term in range(array.shape[axis])]
        if call.ufunc is np.add:
            is_innermost = prod(array.shape[axis + 1 :]) == 1
            added = _pairwise(terms) if is_innermost else _in_order(terms)
            self.plan += [wasm.number(0.0), *added, wasm.ADD + wasm.put(result)]
        else:
            other = self._number()
            code = ELEMENTWISE[call.ufunc](self._called, wasm.get(result), wasm.get(other))
            self.plan += [terms[0], wasm.put(result)]
            for term in terms[1:]:
                self.plan += [term, wasm.put(other) + code + wasm.put(result)]
        self.weight += len(terms)

    def _operand(self, value: Value) -> bytes:
        """Return what leaves a value's number at the index; load it, if it is not at hand."""
        if id(value) in self._results:
            return wasm.get(self._results[id(value)])
        if (constant := _constant(value)) is not None:
            return constant
        access = Access(address(value.numbers), _strides(value.numbers, self._shape))
        if access not in self._loaded:
            self._loaded[access] = local = self._number()
            self.plan += [Hole(self._place(access), 0, b"", wasm.load), wasm.put(local)]
        return wasm.get(self._loaded[access])

    def _end(self, value: Value, strides: tuple[int, ...]) -> Callable[..., bytes | Hole]:
        """Return what leaves a number so many bytes from where these strides lead."""
        constant = _constant(value)
        place = -1 if constant else self._place(Access(address(value.numbers), strides))
        return lambda shift, moved=b"": constant or Hole(place, shift, moved, wasm.load)

    def _store(self, array: NDArray[Any], result: int) -> None:
        access, size = Access(address(array), _strides(array, self._shape)), array.itemsize
        written = partial(wasm.store, itemsize=size)
        self.plan.append(Hole(self._place(access), 0, wasm.get(result), written))
        if size == NUMBER:
            self._loaded[access] = result

    def _place(self, access: Access) -> int:
        return self._places.setdefault(access, len(self._places))

    def _number(self) -> int:
        self.locals.append(self._function.local(wasm.F64))
        return self.locals[-1]

    def _called(self, name: str, takes: int = 1) -> bytes:
        library = self._function.library
        library.setdefault(name, takes)
        return wasm.call(list(library).index(name))


def address(array: NDArray[Any]) -> int:
    """Return where an array's first number stands."""
    where: int = array.__array_interface__["data"][0]
    return where


def _groups(calls: Sequence[Call]) -> Iterator[list[Call]]:
    """Part calls into those that may be done in one loop."""
    group: list[Call] = []
    read: list[Touch] = []
    written: list[Touch] = []
    for call in calls:
        reads, writes = _touches(call)
        if any(writes.clashes(one) for one in reads):
            raise Unknown(f"{call.ufunc.__name__} writes over what it reads")
        joins = group and group[0].out.shape == call.out.shape
        if not joins or any(
            one.clashes(other) or other.clashes(one)
            for one, others in [*((one, written) for one in reads), (writes, read + written)]
            for other in others
        ):
            if group:
                yield group
            group, read, written = [], [], []
        group.append(call)
        read += reads
        written.append(writes)
    yield group


def _touches(call: Call) -> tuple[list[Touch], Touch]:
    """Return what a call reads and what it writes.

    Raises
    ------
    Unknown
        If it is none of those that are known here.
    """
    arrays, options = [value.numbers for value in call.inputs], {*call.options}
    if call.method == "reduce":
        is_known = call.ufunc in REDUCED and options <= {"axis", "keepdims"}
        axis = call.options.get("axis", 0)
        is_known &= arrays[0].flags.c_contiguous and arrays[0].shape[axis] <= MOST_ADDED
    else:
        is_known = call.ufunc in {np.matmul, *ELEMENTWISE} and not options
    if not is_known or any(array.dtype != np.float64 for array in arrays):
        raise Unknown(f"{call.ufunc.__name__} is left to NumPy as it is used here")
    shape = call.out.shape if call.is_elementwise else None
    return [_touch(array, shape) for array in arrays], _touch(call.out.numbers, call.out.shape)


def _touch(array: NDArray[Any], shape: tuple[int, ...] | None) -> Touch:
    if min(array.strides, default=0) < 0:
        raise Unknown("an array runs backwards")
    first = address(array)
    last = sum((count - 1) * step for count, step in zip(array.shape, array.strides, strict=True))
    access = None if shape is None else Access(first, _strides(array, shape))
    return Touch(access, first, first + last + array.itemsize)


def _strides(array: NDArray[Any], shape: tuple[int, ...], besides: int = 0) -> tuple[int, ...]:
    """Return how far apart numbers are along the axes of a shape that an array is repeated to.

    The array may have so many more axes, which come last.
    """
    own = array.ndim - besides
    axes = zip(array.shape[:own], array.strides[:own], strict=True)
    steps = [0 if count == 1 else step for count, step in axes]
    return (*[0] * (len(shape) - own), *steps)


def _constant(value: Value) -> bytes | None:
    """Return what leaves a value's number, if that is always and everywhere the same."""
    if not value.owner.is_fixed:
        return None
    content, one = value.numbers.tobytes(), value.numbers.flat[0].tobytes()
    return wasm.number(value.numbers.flat[0]) if content == one * value.numbers.size else None


def _pairwise(terms: Sequence[bytes | Hole]) -> Plan:
    """Plan a sum as NumPy adds numbers that lie one behind the other.

    It is the ``pairwise_sum`` of its umath: up to 7 in their order; up to 128 in eight sums and
    the rest; more of them as two halves, the first of which has a multiple of 8.
    """
    count = len(terms)
    if count < 8:
        return _in_order(terms)
    if count <= 128:
        even = count - count % 8
        sums = [_in_order(terms[place:even:8]) for place in range(8)]
        while len(sums) > 1:
            pairs = zip(sums[::2], sums[1::2], strict=True)
            sums = [[*one, *other, wasm.ADD] for one, other in pairs]
        return _in_order([*terms[even:]], sums[0])
    half = count // 2
    half -= half % 8
    return [*_pairwise(terms[:half]), *_pairwise(terms[half:]), wasm.ADD]


def _in_order(terms: Sequence[bytes | Hole], begun: Plan | None = None) -> Plan:
    """Plan a sum of what was begun with and each of the terms, in their order."""
    plan = [*begun] if begun else [terms[0]]
    for term in terms if begun else terms[1:]:
        plan += [term, wasm.ADD]
    return plan
