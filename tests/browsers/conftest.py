"""A page in each of the browsers, and a host whose pages hold frames of it."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from builder.serve import serving
from tests.browsers.engines import ENGINES, Missing
from tests.browsers.visitor import Visitor

type Embed = Callable[[str], str]


@pytest.fixture(scope="session")
def address(dist: Path) -> Iterator[str]:
    with serving(dist, prefix="/lesson/neuron/") as where:
        yield where


@pytest.fixture(params=ENGINES)
def visitor(request: pytest.FixtureRequest) -> Iterator[Visitor]:
    """Somebody with one of the browsers, who has never been anywhere."""
    try:
        with ENGINES[request.param]() as tab:
            yield Visitor(tab)
    except Missing as missing:
        pytest.skip(str(missing))


@pytest.fixture
def embed(address: str, tmp_path: Path) -> Iterator[Embed]:
    """Puts a frame into a page of another site, and gives the address of that page."""
    with serving(tmp_path) as host:

        def embedded(attributes: str) -> str:
            frame = f'<iframe {attributes} src="{address}" width="1000" height="700"></iframe>'
            (tmp_path / "index.html").write_text(f"<!doctype html>{frame}", encoding="utf-8")
            return host

        yield embedded
