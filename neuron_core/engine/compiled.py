"""Stretches of a training as one call of WebAssembly, where the host can compile it.

A step is lowered from what a `TrainingStep` has recorded (see `lowering`), and works on the very
same arrays: what it leaves there is, to the bit, what NumPy would have left, and NumPy may go on
from there at any time. In CPython nobody compiles, and NumPy does it all.
"""

from collections.abc import Callable, Sequence
from contextlib import suppress
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

from neuron_core.checks import Array
from neuron_core.engine import wasm
from neuron_core.engine.lowering import NUMBER, Hole, Lowering, Plan, Unknown, address
from neuron_core.engine.passes import TrainingStep
from neuron_core.engine.recording import Recording

WORTH = 32
"""Steps at once from which on it is worth compiling them."""
PLACE = 4
"""Bytes of the place of a row, or of another whole number of what is compiled."""

type Tables = tuple[Array, Array]


class Compiled(Protocol):
    """What a host makes of a module: its function, in a world of addresses and whole numbers."""

    def __call__(
        self, stops: int, count: int, order: int, place: int, parameters: int, memory: int, /
    ) -> int:
        """See `Stretch.go`."""


class Host:
    """Who compiles, if there is anyone.

    Attributes
    ----------
    compile
        Makes of a module's bytes the function that it exports as ``run``. Its memory is the one
        that NumPy's arrays are in, and the functions of the C library are those that NumPy calls.
    refusal
        Why the steps that were to be compiled last were not; nothing where they were.
    """

    def __init__(self) -> None:
        self.compile: Callable[[bytes], Compiled] | None = None
        self.refusal = ""


host = Host()


class Stretch:
    """The steps of a training, compiled: from any of them on, as many as one likes.

    Parameters
    ----------
    passes
        What takes a step over a whole batch; and over the last one of an epoch, where it is
        smaller. They share parameters and memory.
    given
        The tables that rows are dealt from, before each step, into those of its pass. None where
        each step is over all rows.
    in_epoch
        How many batches an epoch has.

    Raises
    ------
    Unknown
        If a step cannot be done as NumPy does it.
    """

    def __init__(self, passes: Sequence[TrainingStep], given: Tables | None, in_epoch: int) -> None:
        first = passes[0]
        self._changed = [first.parameters, first.memory]
        if not all(array.flags.c_contiguous for array in self._changed):
            raise Unknown("parameters do not lie one behind the other")
        self._alive = [*passes, given]  # the code has their addresses
        library: dict[str, int] = {}
        steps = [_step(library, work, given) for work in passes]
        finite = _finite(library, first.parameters)
        sizes = [work.tables[0].shape[:-1] for work in passes]
        ahead = [PLACE * int(np.prod(size)) if given else 0 for size in sizes]
        run = _run(len(library), ahead, in_epoch, self._changed)
        assert host.compile
        self._run = host.compile(wasm.module([*library.items()], [*steps, finite, run], "run"))

    def go(
        self,
        steps: Sequence[int],
        order: NDArray[np.int32] | None,
        place: int,
        kept: Tables | None = None,
    ) -> int:
        """Take so many steps, and so many more, …; return how many of these stops are reached.

        Parameters
        ----------
        steps
            From stop to stop.
        order
            The rows of the steps to come, in the order in which they are dealt, shape
            (rows,), or (rows, networks) for a stack; None where each step is over all rows.
        place
            Which of its epoch's batches the first step is over.
        kept
            Tables that get the parameters and the memory at each stop, row by row. With them,
            parameters that are not finite numbers end it: such a stop counts as not reached.
        """
        stops = np.array(steps, np.int32)
        begins = [0 if order is None else address(order), place]
        rows = [0, 0] if kept is None else [address(table) for table in kept]
        return self._run(address(stops), len(stops), *begins, *rows)

    def state(self) -> list[Array]:
        """Return copies of what a step changes: the parameters and the memory."""
        return [array.copy() for array in self._changed]

    def restore(self, state: list[Array]) -> None:
        """Bring that back."""
        for array, before in zip(self._changed, state, strict=True):
            array[...] = before


class Repeated:
    """What has been recorded, done as often as it is called: compiled from the second time on.

    Parameters
    ----------
    record
        What is done.
    result
        The array that it is done for.
    """

    def __init__(self, record: Recording, result: NDArray[Any]) -> None:
        self._operations, self._calls, self._result = record.operations(), record.calls, result
        self._times = 0
        self._run: Compiled | None = None

    def __call__(self) -> None:
        """Do it."""
        self._times += 1
        if self._run:
            self._run(0, 0, 0, 0, 0, 0)
            return
        for operation in self._operations:
            operation()
        if self._times == 2 and host.compile:
            self._run = self._compiled(host.compile)

    def _compiled(self, compile: Callable[[bytes], Compiled]) -> Compiled | None:
        """Return it compiled, if it can be, and gives the bits that are there already."""
        library: dict[str, int] = {}
        do = Lowering(library, takes=6)
        do.gives = wasm.I32
        wanted = self._result.copy()
        with suppress(Exception):  # of whatever kind the host's are
            do.do(self._calls)
            do.code += wasm.integer(0)
            run = compile(wasm.module([*library.items()], [do], "run"))
            run(0, 0, 0, 0, 0, 0)
            if self._result.tobytes() == wanted.tobytes():
                return run
        self._result[...] = wanted
        return None


def _step(library: dict[str, int], work: TrainingStep, given: Tables | None) -> Lowering:
    """Write a step over a batch, ``step(order)``: deal its rows, then do what is recorded."""
    step = Lowering(library, takes=1)
    if given:
        _deal(step, given, work.tables)
    step.do(work.calls)
    return step


def _deal(step: Lowering, given: Tables, tables: Tables) -> None:
    """Write what copies rows to those of a batch, by their places from where local 0 points."""
    row, networks = step.local(wasm.I32), tables[0].shape[0] if tables[0].ndim == 3 else 1
    for source, target in zip(given, tables, strict=True):
        to = target if target.ndim == 3 else target[np.newaxis]  # (networks, rows, columns)
        taken = wasm.integer(source.strides[0]) + wasm.MULTIPLY_I32 + wasm.put(row)
        plan: Plan = [Hole(0, 0, b"", wasm.load_i32), taken]
        for column in range(source.shape[1]):
            number = wasm.get(row) + wasm.load(address(source) + column * source.strides[1])
            plan.append(Hole(1, column * to.strides[2], number, wasm.store))
        strides = [(PLACE * networks, PLACE), (to.strides[1], to.strides[0])]
        shape = (to.shape[1], networks)
        step.loop(shape, [(0, 0), (None, address(to))], strides, plan, 2 * len(plan))
    step.release([row])


def _finite(library: dict[str, int], parameters: Array) -> Lowering:
    """Write ``finite()``: whether all parameters are. Times 0, what is not is not a number."""
    finite = Lowering(library)
    finite.gives = wasm.I32
    total = finite.local(wasm.F64)
    added = wasm.number(0.0) + wasm.MULTIPLY + wasm.ADD + wasm.put(total)
    plan: Plan = [wasm.get(total), Hole(0, 0, b"", wasm.load), added]
    finite.loop((parameters.size,), [(None, address(parameters))], [(NUMBER,)], plan, 4)
    finite.code += wasm.get(total) + wasm.get(total) + wasm.EQUAL
    return finite


def _run(
    imported: int, ahead: Sequence[int], in_epoch: int, changed: Sequence[Array]
) -> wasm.Function:
    """Write what `Stretch.go` calls; `ahead` is how far in the order a step of each pass gets."""
    run = wasm.Function(takes=6, gives=wasm.I32)
    stops, count, order, place, *rows = range(6)
    done, left = run.local(wasm.I32), run.local(wasm.I32)

    def grown(local: int, by: int) -> bytes:
        return wasm.get(local) + wasm.integer(by) + wasm.ADD_I32 + wasm.put(local)

    def step(number: int) -> bytes:
        return wasm.get(order) + wasm.call(imported + number) + grown(order, ahead[number])

    finite = wasm.call(imported + len(ahead))
    is_last = wasm.get(place) + wasm.integer(in_epoch - 1) + wasm.EQUAL_I32
    one_step = step(0)
    if len(ahead) > 1:
        one_step = is_last + wasm.IF + step(1) + wasm.ELSE + step(0) + wasm.END
    next_place = is_last + wasm.IF + wasm.integer(-1) + wasm.put(place) + wasm.END + grown(place, 1)
    kept = b"".join(
        wasm.get(to) + wasm.integer(address(array)) + wasm.integer(array.nbytes) + wasm.COPY
        + grown(to, array.nbytes)
        for to, array in zip(rows, changed, strict=True)
    )  # fmt: skip
    run.code += b"".join((
        wasm.BLOCK, wasm.LOOP,
        wasm.get(done), wasm.get(count), wasm.EQUAL_I32, wasm.leave_if(1),
        wasm.get(stops), wasm.load_i32(0), wasm.put(left), grown(stops, PLACE),
        wasm.BLOCK, wasm.LOOP,
        wasm.get(left), wasm.IS_ZERO, wasm.leave_if(1),
        one_step, next_place, grown(left, -1),
        wasm.go(), wasm.END, wasm.END,
        wasm.get(rows[0]), wasm.IF, finite, wasm.IS_ZERO, wasm.leave_if(2), kept, wasm.END,
        grown(done, 1),
        wasm.go(), wasm.END, wasm.END,
        wasm.get(done),
    ))  # fmt: skip
    return run
