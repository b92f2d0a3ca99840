"""What a recording does, told line by line: names for people, and numbers to check by hand."""

from collections.abc import Iterator

import numpy as np

from neuron_core.engine.recording import Call, Value

TINY = 1e-6
"""A constant below that only keeps something from being 0, and is called tiny."""

SIGNS = {
    np.add: (1, " + "),
    np.subtract: (1, " − "),
    np.multiply: (2, " × "),
    np.divide: (2, " ÷ "),
}
"""How tightly an operation between two numbers binds, and its sign."""
NAMES = {np.maximum: "max", np.minimum: "min", np.sqrt: "√", np.absolute: "abs"}

type Part = str | Value
"""Of something told: a sign, or a value that has a name or is a number."""


def told(value: Value) -> tuple[str, list[Part]]:
    """Return how a recorded value comes about: ``name = formula``, and the formula in its parts.

    What it is computed from is told down to values that have names themselves.
    """
    assert value.call
    parts = list(_joined(_of_call(value.call)[1]))
    text = "".join(part if isinstance(part, str) else _called(part) for part in parts)
    return f"{value.name} = {text}", parts


def _of(value: Value) -> tuple[int, list[Part]]:
    """Return how tightly a value's formula holds together, and its parts."""
    if value.name or not value.call:
        return 9, [value]
    return _of_call(value.call)


def _of_call(call: Call) -> tuple[int, list[Part]]:
    inputs = [_of(value) for value in call.inputs]
    if call.method == "__call__" and call.ufunc in SIGNS:
        binds, sign = SIGNS[call.ufunc]
        (left, before), (right, after) = inputs
        apart = right < binds or (right == binds and call.ufunc in (np.subtract, np.divide))
        return binds, [*_bracketed(before, left < binds), sign, *_bracketed(after, apart)]
    if call.ufunc is np.negative:
        return 2, ["−", *_bracketed(inputs[0][1], inputs[0][0] <= 1)]
    if call.ufunc is np.square:
        return 3, [*_bracketed(inputs[0][1], inputs[0][0] < 9), "²"]
    name = NAMES.get(call.ufunc, call.ufunc.__name__)
    parts: list[Part] = [f"{name} of all (" if call.method == "reduce" else f"{name}("]
    for place, (_, each) in enumerate(inputs):
        parts += [", ", *each] if place else each
    return 9, [*parts, ")"]


def _bracketed(parts: list[Part], apart: bool) -> list[Part]:
    return ["(", *parts, ")"] if apart else parts


def _joined(parts: list[Part]) -> Iterator[Part]:
    """Yield the parts, signs that follow each other as one."""
    signs = ""
    for part in parts:
        if isinstance(part, str):
            signs += part
        else:
            if signs:
                yield signs
            yield part
            signs = ""
    if signs:
        yield signs


def _called(value: Value) -> str:
    """Return a value's name, or the number that it is."""
    if value.name:
        return value.name
    if value.shape or not value.is_fixed:
        return "a value"
    number = float(value.numbers)
    return "tiny" if 0 < abs(number) < TINY else f"{number:.12g}"
