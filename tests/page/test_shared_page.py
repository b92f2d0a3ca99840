"""The page that tests share: one that could not be put back would cost every test a start."""

from collections.abc import Callable

from playwright.sync_api import Page


def test_it_can_be_put_back_as_it_was_opened(lend_page: Callable[..., Page]) -> None:
    page = lend_page()
    assert page.evaluate("shared.putBack()") == []
