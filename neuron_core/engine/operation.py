"""What a step is made of."""

from collections.abc import Callable, Iterator

type Operation = Callable[[], object]
"""A NumPy call with its arrays bound to it: calling it does it."""


def nothing(*arrays: object) -> Iterator[Operation]:
    """Return no operation, whatever the arrays."""
    return iter(())
