"""After one visit the page needs no network; what it keeps is whole, of one build, and right."""

import shutil
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from builder import contents
from builder.browser import chromium
from builder.serve import serving
from tests.built import data, list_anew
from tests.page.reader import answer, iteration, train, wait_for_python, wait_until


@pytest.fixture
def copy(dist: Path, tmp_path: Path) -> Path:
    """A host's copy of the page, which a test may change."""
    return shutil.copytree(dist, tmp_path / "host")


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    context = browser.new_context(reduced_motion="reduce")
    yield context.new_page()
    context.close()


def visit(page: Page, address: str) -> None:
    """Open the page and wait until everything is kept."""
    page.goto(address)
    wait_for_python(page)
    page.evaluate("navigator.serviceWorker.ready.then(() => {})")


def test_everything_works_without_a_network_after_one_visit(copy: Path, page: Page) -> None:
    with serving(copy, prefix="/a/lesson/") as address:
        visit(page, address)
    page.reload()
    expect(iteration(page)).not_to_be_empty()  # its modules have come
    train(page)
    expect(answer(page)).to_have_text("0.99995873")


@pytest.mark.thorough
def test_a_kept_file_that_was_damaged_is_fetched_again(copy: Path, page: Page) -> None:
    key = f"kept?{contents.hash_of(data(copy, 'memory.zst'))}"
    with serving(copy) as address:
        visit(page, address)
        page.evaluate(
            """async (hash) => {
                const store = await caches.open((await caches.keys())[0]);
                const keys = (await store.keys()).map(({ url }) => url);
                const key = keys.find((url) => decodeURIComponent(url).endsWith(hash));
                await store.put(key, new Response("damaged"));
            }""",
            key,
        )
        page.reload()
        wait_for_python(page)
        expect(page.locator("#about")).to_contain_text("were restored")
    page.reload()  # from what is kept, which is whole again
    wait_for_python(page)
    expect(page.locator("#about")).to_contain_text("were restored")


def test_another_build_is_seen_at_once_and_kept_whole(copy: Path, page: Page) -> None:
    with serving(copy) as address:
        visit(page, address)
        page.reload()  # only now is it the service worker's page
        wait_for_python(page)
        new_title = "One newer neuron"
        rewrite(copy, "<title>One neuron", f"<title>{new_title}")
        page.reload()
        expect(page).to_have_title(f"{new_title}, trained in your browser")
        wait_for_python(page)
        wait_until(page, "async () => (await navigator.serviceWorker.getRegistration()).waiting")
        page.goto("about:blank")  # closes the last page of the old build
        page.goto(address)
        wait_for_python(page)
        wait_until(page, "async () => !(await navigator.serviceWorker.getRegistration()).waiting")
    page.reload()
    expect(page).to_have_title(f"{new_title}, trained in your browser")
    wait_for_python(page)


@pytest.mark.thorough
def test_a_build_that_arrived_in_part_is_not_kept_and_the_one_before_stays(
    copy: Path, page: Page
) -> None:
    with serving(copy) as address:
        visit(page, address)
        rewrite(copy, "<title>One neuron", "<title>One newer neuron")
        rewritten = (copy / "index.html").read_text(encoding="utf-8")
        injected = rewritten.replace("</body>", "<script>'injected'</script></body>")
        (copy / "index.html").write_text(injected, encoding="utf-8")
        page.reload()
        expect(page).to_have_title("One newer neuron, trained in your browser")
        wait_for_python(page)
        expect(page.locator("#kept")).to_contain_text("index.html is not the file that the build")
    page.reload()
    expect(page).to_have_title("One neuron, trained in your browser")
    wait_for_python(page)


def rewrite(host: Path, old: str, new: str) -> None:
    """Put a build with another start page on the host."""
    start = host / "index.html"
    start.write_text(start.read_text(encoding="utf-8").replace(old, new), encoding="utf-8")
    list_anew(host)


@pytest.mark.thorough
def test_the_page_can_be_installed(copy: Path, browser: Browser) -> None:
    # One without windows has nothing to say about it.
    whole = browser.browser_type.launch(**chromium(whole=True))
    with serving(copy) as address, closing(whole):
        page = whole.new_page()
        visit(page, address)
        browser_s_view = page.context.new_cdp_session(page)
        errors = browser_s_view.send("Page.getInstallabilityErrors")["installabilityErrors"]
        manifest = browser_s_view.send("Page.getAppManifest")
        found = manifest["manifest"]
        for icon in found["icons"]:
            assert page.request.get(icon["url"]).ok
    assert [error["errorId"] for error in errors] == ["in-incognito"]  # as every test is
    assert manifest["errors"] == []
    assert manifest["url"].endswith("page.webmanifest")
    assert (found["startUrl"], found["scope"]) == (address, address)
    assert "512x512" in [size for icon in found["icons"] for size in icon["sizes"].split()]
