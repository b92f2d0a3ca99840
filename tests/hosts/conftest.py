"""A reader's browser, two builds, and servers that give them out."""

import tempfile
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, expect, sync_playwright

from builder.browser import chromium
from tests.hosts import builds
from tests.hosts.hosted import Hosted, OnOddHost, OnServer
from tests.hosts.place import Missing
from tests.odd import Way

type Start = Callable[[str], Hosted]
type Put = Callable[..., OnOddHost]

PATIENCE = 30_000
"""How long a state is waited for, in milliseconds: a busy machine starts Python in many seconds."""
FAR_AWAY = "neuron.test"
"""A name of this machine that browsers take for another: plain http is not safe there."""


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    expect.set_options(timeout=PATIENCE)
    launch = chromium()
    launch["args"] = [*launch["args"], f"--host-resolver-rules=MAP {FAR_AWAY} 127.0.0.1"]
    with sync_playwright() as playwright:
        running = playwright.chromium.launch(**launch)
        yield running
        running.close()


@pytest.fixture
def reader(browser: Browser) -> Iterator[BrowserContext]:
    """Somebody who has never been there."""
    with browser.new_context(reduced_motion="reduce") as context:
        context.set_default_timeout(PATIENCE)
        yield context


@pytest.fixture(scope="session")
def first() -> Path:
    return builds.build(builds.FIRST)


@pytest.fixture(scope="session")
def second() -> Path:
    return builds.build(builds.SECOND)


@pytest.fixture
def start(first: Path) -> Iterator[Start]:
    """Starts a server by its name, with the first build at a path."""
    with ExitStack() as stack:
        temporary = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        temporary.chmod(0o755)  # a server started by root reads it as another

        def started(name: str) -> Hosted:
            try:
                return OnServer(name, temporary, first, stack)
            except Missing as missing:
                pytest.skip(str(missing))

        yield started


@pytest.fixture
def put(first: Path) -> Iterator[Put]:
    """Puts the first build on a host with these ways."""
    with ExitStack() as stack:

        def on_a_host(*ways: Way) -> OnOddHost:
            return OnOddHost(first, ways, stack)

        yield on_a_host
