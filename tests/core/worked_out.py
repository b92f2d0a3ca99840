"""What a ledger tells, worked out again from the figures in it, in plain Python arithmetic."""

import math
import re
from collections.abc import Iterator
from typing import Any

import pytest

from neuron_core.insight.ledger import Ledger, Line

SIGNS: dict[str, str | int | None] = {"×": "*", "÷": "/", "−": "-", "²": "**2", "√": "sqrt"}
FUNCTIONS: dict[str, Any] = {
    "sqrt": math.sqrt, "max": max, "min": min, "abs": abs, "exp": math.exp,
    "sign": lambda value: (value > 0) - (value < 0),
}  # fmt: skip


def worked_out(line: Line, place: int) -> float:
    """Return what a line's formula comes to for one weight, or for one row."""
    parts = [part if isinstance(part, str) else f"({part[place]!r})" for part in line.parts]
    return float(eval("".join(parts).translate(str.maketrans(SIGNS)), dict(FUNCTIONS)))


def check(page: Ledger) -> dict[str, list[float]]:
    """Check every line of a ledger; return the values of each by its name.

    The last line is about the new weights, and what it says of them is what the ledger says.
    """
    known: dict[str, list[Any]] = {
        "adjustment": [*page.adjustments, page.bias_adjustment],
        "old weight": page.weights,
        "old value": [*page.weights, page.bias],
    }
    for line in page.lines:
        for name, values in named_in(line):
            # The numbers that stand for a name are those that the ledger has under it.
            if name in known:
                assert values == known[name][: len(values)]
            elif re.fullmatch(r"[-.e\d]+", name):
                assert values == pytest.approx([float(name)] * len(values), rel=1e-11)
        for place, value in enumerate(line.values):
            assert worked_out(line, place) == pytest.approx(value, rel=1e-12, abs=1e-300)
        known[line.name] = line.values
    news = [*page.new_weights, *([] if page.new_bias is None else [page.new_bias])]
    assert page.lines[-1].values == news
    return {line.name: line.values for line in page.lines}


def named_in(line: Line) -> Iterator[tuple[str, list[float]]]:
    """Yield each name in a line's title, with the numbers that stand for it."""
    name, rest = line.title.split(", n = ")[0].split(" = ")
    assert name == line.name
    for place, part in enumerate(line.parts):
        if isinstance(part, str):
            assert rest.startswith(part)
            rest = rest.removeprefix(part)
        else:
            sign = line.parts[place + 1] if place + 1 < len(line.parts) else ""
            assert isinstance(sign, str)
            found = rest[: rest.index(sign)] if sign else rest
            yield found, part
            rest = rest.removeprefix(found)
    assert not rest
