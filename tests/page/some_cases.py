"""A plugin of pytest: of a test with many cases, only some are run. The others show nothing new.

Where cases combine the values of several parameters, those are run that have a value which no case
before them has: of a grid of 6 activations, 3 optimisers and 4 seeds, 11 of 72.
"""

import pytest


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--cases", choices=["all", "each-value", "first"], default="all")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    asked = config.getoption("--cases")
    if asked != "all":
        items[:] = _with_each_value(items) if asked == "each-value" else _first(items)


def _with_each_value(items: list[pytest.Item]) -> list[pytest.Item]:
    chosen, known = [], set[tuple[str, str, str]]()
    for item in items:
        params = item.callspec.params if hasattr(item, "callspec") else {}
        values = {(_test(item), name, _text(value)) for name, value in params.items()}
        if not values or values - known:
            chosen.append(item)
        known |= values
    return chosen


def _text(value: object) -> str:
    try:
        return repr(value)
    except ValueError:  # a number of thousands of digits
        return str(id(value))


def _first(items: list[pytest.Item]) -> list[pytest.Item]:
    return list({_test(item): item for item in reversed(items)}.values())[::-1]


def _test(item: pytest.Item) -> str:
    return item.nodeid.partition("[")[0]
