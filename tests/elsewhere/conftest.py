"""A reader's browser, and this page at one origin."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from tests.odd import OddHost, sends
from tests.started import started

PATIENCE = 30_000
"""How long a state is waited for, in milliseconds."""


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    with started(PATIENCE) as running:
        yield running


@pytest.fixture(scope="session")
def neuron(dist: Path) -> Iterator[str]:
    """The address of this page, which ends in a slash."""
    host = OddHost({"/neuron/": dist}, sends("Access-Control-Allow-Origin", "*"))
    with host.serving() as served:
        yield f"{served.origin}/neuron/"
