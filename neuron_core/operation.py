"""What a step is made of."""

from collections.abc import Callable

type Operation = Callable[[], object]
"""A NumPy call with its arrays bound to it: calling it does it."""
