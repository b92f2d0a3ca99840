"""On the servers that people have, each with its own default settings."""

from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext, expect

from tests.hosts.builds import FIRST, SECOND, builds_in
from tests.hosts.conftest import Start
from tests.hosts.hosted import Hosted
from tests.hosts.right import trains_or_tells
from tests.hosts.servers import SERVERS
from tests.hosts.visits import is_given_by_the_worker, is_updated, keep, trains, visit


@pytest.fixture(params=SERVERS)
def host(request: pytest.FixtureRequest, start: Start) -> Hosted:
    return start(request.param)


def test_the_first_visit(host: Hosted, reader: BrowserContext) -> None:
    with visit(reader, host.address) as page:
        trains(page)
        assert builds_in(page) == {FIRST}
        expect(page.locator("#about")).to_contain_text("were restored")


def test_the_second_visit_is_given_what_was_kept(host: Hosted, reader: BrowserContext) -> None:
    keep(reader, host.address)
    with visit(reader, host.address) as page:
        trains(page)
        assert is_given_by_the_worker(page)


def test_without_the_server(host: Hosted, reader: BrowserContext) -> None:
    keep(reader, host.address)
    host.stop()
    with visit(reader, host.address) as page:
        trains(page)


def test_an_update(host: Hosted, reader: BrowserContext, second: Path) -> None:
    keep(reader, host.address)
    host.put(second)
    is_updated(reader, host.address)
    host.stop()
    with visit(reader, host.address) as page:
        trains(page)
        assert builds_in(page) == {SECOND}


def test_its_address_without_the_last_slash(host: Hosted, reader: BrowserContext) -> None:
    address = host.address.removesuffix("/")
    if reader.request.get(address).status == 404:  # the server's own page
        return
    with visit(reader, address) as page:
        trains_or_tells(page, "slash")
