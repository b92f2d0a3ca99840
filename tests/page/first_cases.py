"""A plugin of pytest: of a test with many cases, only the first is run.

The others show what `neuron_core` computes, and are run natively; one shows that it does so there.
"""

import pytest


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    first = {item.nodeid.partition("[")[0]: item for item in reversed(items)}
    items[:] = reversed(first.values())
