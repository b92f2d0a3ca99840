"""What every test may ask for."""

from pathlib import Path

import pytest


@pytest.fixture(scope="session")
def dist() -> Path:
    """The built page, made if need be."""
    from builder import arguments, bundle  # the tests of the core need no builder

    return bundle.build(arguments.DIST)
