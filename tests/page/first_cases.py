"""A plugin of pytest: of a test with many cases, only the first is made and run.

The others show what `neuron_core` computes, and are run natively; one shows that it does so there.
What is skipped natively has all its cases.
"""

from collections.abc import Iterable
from typing import Any

import pytest


@pytest.hookimpl(tryfirst=True)
def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    parametrize = metafunc.parametrize

    def first(names: Any, cases: Iterable[Any], *rest: Any, ids: Any = None, **more: Any) -> None:
        ids = [*ids][:1] if isinstance(ids, Iterable) else ids
        parametrize(names, [*cases][:1], *rest, ids=ids, **more)

    if not metafunc.definition.get_closest_marker("skipif"):
        metafunc.parametrize = first  # type: ignore[assignment, method-assign]
