"""What every test may ask for."""

from pathlib import Path

import pytest

from builder import bundle
from builder.arguments import DIST


@pytest.fixture(scope="session")
def dist() -> Path:
    """The built page, made if need be."""
    return bundle.build(DIST)
