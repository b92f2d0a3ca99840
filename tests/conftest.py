"""What every test may ask for, and which tests are run for every change."""

from pathlib import Path

import pytest


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--all",
        action="store_true",
        dest="thorough",
        help="run the thorough tests, too, as every night does",
    )


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave out what is thorough, unless it is asked for: with `--all`, or by its own name."""
    if config.getoption("thorough") or any("::" in name for name in config.args):
        return
    begun: set[str] = set()  # grids of which a case is run
    kept: list[pytest.Item] = []
    left_out: list[pytest.Item] = []
    for item in items:
        grid = item.nodeid.partition("[")[0]
        is_thorough = item.get_closest_marker("thorough") or grid in begun
        (left_out if is_thorough else kept).append(item)
        if item.get_closest_marker("grid"):
            begun.add(grid)
    config.hook.pytest_deselected(items=left_out)
    items[:] = kept


@pytest.fixture(scope="session")
def dist() -> Path:
    """The built page, made if need be."""
    from builder import arguments, bundle  # the tests of the core need no builder

    return bundle.build(arguments.DIST)
