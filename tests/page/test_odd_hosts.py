"""The page on hosts as people have them: it works, or says in one sentence what is wrong."""

import gzip
import re
import shutil
import time
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Error, Page, expect

from tests.built import code, data, list_anew
from tests.page.odd_host import OddHost
from tests.page.reader import (
    answer,
    button,
    go_to,
    iteration,
    open_file,
    status,
    train,
    wait_for_python,
    wait_until,
)

POINTER = b"version https://git-lfs.github.com/spec/v1\noid sha256:0\nsize 101568\n"
POLICY = "default-src 'self'; script-src 'self' 'wasm-unsafe-eval'; worker-src 'self'"
AT_ONCE = 5_000
"""In milliseconds: as long as a reader may be left without a word once something is known."""


@pytest.fixture
def copy(dist: Path, tmp_path: Path) -> Path:
    """A host's copy of the page, which a test may change."""
    return shutil.copytree(dist, tmp_path / "host", ignore=shutil.ignore_patterns("*.map"))


@pytest.fixture
def host(dist: Path) -> Iterator[OddHost]:
    with OddHost({"/": dist}).serving() as serving:
        yield serving


@pytest.fixture
def context(browser: Browser) -> Iterator[BrowserContext]:
    with browser.new_context(reduced_motion="reduce") as context:
        yield context


@pytest.fixture
def page(context: BrowserContext) -> Page:
    return context.new_page()


def opened(page: Page, address: str) -> None:
    page.goto(address)
    wait_for_python(page)


def kept(page: Page, address: str) -> None:
    """Open the page, and wait until it is kept."""
    opened(page, address)
    expect(page.locator("#kept")).to_contain_text("opens without a network")


def told(page: Page) -> Any:
    return page.locator("#unopened")


def expect_to_open(page: Page, address: str) -> None:
    """Visit until it opens: a newer service worker takes over in its own time."""
    deadline = time.monotonic() + 20
    while True:
        try:
            page.goto(address)
            return
        except Error:
            assert time.monotonic() < deadline
            page.wait_for_timeout(1500)  # each visit puts the browser's look for a newer one off


def asked_by(page: Page) -> list[str]:
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    return asked


# Kept copies


def test_a_host_that_redirects_index_html_locks_nobody_out(page: Page, host: OddHost) -> None:
    host.redirects_index = True
    kept(page, f"{host.address}/index.html")
    for address in (f"{host.address}/", f"{host.address}/index.html"):
        opened(page, address)
    host.is_there = False
    opened(page, f"{host.address}/")
    train(page)
    expect(answer(page)).to_have_text("0.99995873")


OLD = """
const STORE = "neuron";
addEventListener("install", (event) => event.waitUntil((async () => {
  const store = await caches.open(STORE);
  await store.put(new URL("kept?index", registration.scope).href, await fetch("index.html"));
})()));
addEventListener("fetch", (event) => {
  if (event.request.mode !== "navigate") return;
  event.respondWith(caches.match(new URL("kept?index", registration.scope).href));
});
"""
"""How the service worker of earlier builds locked readers out."""


def test_who_was_locked_out_by_an_earlier_build_gets_in_again(
    page: Page, host: OddHost, copy: Path
) -> None:
    new = (copy / "service-worker.js").read_text(encoding="utf-8")
    (copy / "service-worker.js").write_text(OLD, encoding="utf-8")
    host.folders, host.redirects_index = {"/": copy}, True
    page.goto(host.address)
    page.evaluate("navigator.serviceWorker.register('service-worker.js')")
    page.evaluate("navigator.serviceWorker.ready.then(() => {})")
    with pytest.raises(Error, match="ERR_FAILED"):
        page.goto(host.address)

    (copy / "service-worker.js").write_text(new, encoding="utf-8")
    asked = host.asked["/service-worker.js"]
    with suppress(Error):  # the one more visit at which a browser looks for a newer service worker
        page.goto(host.address)
    while host.asked["/service-worker.js"] == asked or not page.context.service_workers:
        page.wait_for_timeout(10)
    expect_to_open(page, host.address)
    kept(page, host.address)
    assert page.evaluate("caches.has('neuron')") is False


def test_two_folders_of_one_origin_keep_a_copy_each(
    page: Page, host: OddHost, dist: Path, copy: Path
) -> None:
    title = "<title>One newer neuron"
    start = copy / "index.html"
    start.write_text(start.read_text("utf-8").replace("<title>One neuron", title), "utf-8")
    list_anew(copy)
    host.folders = {"/a/": dist, "/b/": copy}
    for folder in "abab":
        kept(page, f"{host.address}/{folder}/")
    host.is_there = False
    for folder, name in zip("ab", ("One neuron", "One newer neuron"), strict=True):
        opened(page, f"{host.address}/{folder}/")
        expect(page).to_have_title(f"{name}, trained in your browser")


def test_another_project_at_the_same_address_is_seen_at_once(
    page: Page, host: OddHost, tmp_path: Path
) -> None:
    kept(page, host.address)
    other = tmp_path / "other"
    other.mkdir()
    (other / "index.html").write_text("<title>Another project</title>", encoding="utf-8")
    (other / "icon.svg").write_text("<svg xmlns='http://www.w3.org/2000/svg'/>", encoding="utf-8")
    host.folders = {"/": other}
    page.goto(host.address)
    expect(page).to_have_title("Another project")
    picture = page.evaluate("fetch('icon.svg').then((response) => response.text())")
    assert picture == (other / "icon.svg").read_text(encoding="utf-8")
    wait_until(
        page,
        "async () => !(await navigator.serviceWorker.getRegistrations()).length"
        " && !(await caches.keys()).length",
    )


def test_a_new_build_without_its_service_worker_is_seen_and_the_old_copy_goes(
    page: Page, host: OddHost, copy: Path
) -> None:
    kept(page, host.address)
    start = copy / "index.html"
    start.write_text(start.read_text("utf-8").replace("<title>One", "<title>A newer"), "utf-8")
    host.folders, host.missing = {"/": copy}, {"service-worker.js"}
    opened(page, host.address)
    expect(page).to_have_title(re.compile("^A newer neuron"))
    expect(page.locator("#kept")).to_contain_text("is not kept for visits without a network")


def test_a_new_build_is_seen_where_the_host_has_all_files_cached_for_a_year(
    page: Page, host: OddHost, copy: Path
) -> None:
    host.headers = {"Cache-Control": "max-age=31536000, immutable"}
    kept(page, host.address)
    opened(page, host.address)
    start = copy / "index.html"
    start.write_text(start.read_text("utf-8").replace("<title>One", "<title>A newer"), "utf-8")
    list_anew(copy)
    host.folders = {"/": copy}
    opened(page, host.address)
    expect(page).to_have_title(re.compile("^A newer neuron"))


def test_what_a_host_injects_costs_the_offline_copy_and_is_said(page: Page, host: OddHost) -> None:
    host.contents = {"index.html": lambda page: page.replace(b"</body>", b"<!-- ad --></body>")}
    opened(page, host.address)
    expect(page.locator("#kept")).to_contain_text(
        "is not kept for visits without a network: index.html is not the file that the build made"
    )
    train(page)
    expect(answer(page)).to_have_text("0.99995873")


def test_a_page_is_not_made_of_two_builds_when_a_new_one_is_put_up_while_it_is_open(
    page: Page, host: OddHost, copy: Path
) -> None:
    page.goto(host.address)
    wait_for_python(page)
    host.folders = {"/": copy}
    for part in (copy / "code").glob("part-*.js"):
        part.rename(part.with_name("part-of-another-build.js"))  # the last one stays
    button(page, "Open the editor").click()
    expect(page.get_by_text(re.compile("^It could not be opened: "))).to_contain_text(
        "a newer build of the page has been put up: load the page again"
    )
    train(page)  # all else is there
    expect(answer(page)).to_have_text("0.99995873")


def test_while_a_host_is_out_of_order_the_kept_page_opens(page: Page, host: OddHost) -> None:
    kept(page, host.address)
    host.statuses = {"*": 503}
    opened(page, host.address)
    train(page)
    expect(answer(page)).to_have_text("0.99995873")


def test_where_the_browser_has_thrown_the_copy_away_all_is_fetched_and_kept_again(
    page: Page, host: OddHost
) -> None:
    kept(page, host.address)
    page.evaluate(
        "async () => { for (const name of await caches.keys()) await caches.delete(name) }"
    )
    opened(page, host.address)
    expect(page.locator("#about")).to_contain_text("were restored")


# Types and contents


@pytest.mark.parametrize(
    ("start", "kind"),
    [
        ("restored", "application/octet-stream"),
        ("restored", "text/plain"),
        ("restored", None),
        ("plain", "application/octet-stream"),
    ],
)
def test_webassembly_is_compiled_whatever_its_type(
    page: Page, host: OddHost, start: str, kind: str | None
) -> None:
    host.types = {"*.wasm": kind}
    if start == "plain":
        host.missing = {"memory.zst"}
    opened(page, host.address)
    how = "were restored" if start == "restored" else "were started the plain way"
    expect(page.locator("#about")).to_contain_text(how)


@pytest.mark.parametrize("nosniff", [False, True])
@pytest.mark.parametrize("kind", ["text/plain", None])
def test_scripts_without_their_type_are_told(
    page: Page, host: OddHost, kind: str | None, nosniff: bool
) -> None:
    host.types = {"*.js": kind}
    if nosniff:
        host.headers = {"X-Content-Type-Options": "nosniff"}
    page.goto(host.address)
    if nosniff:
        expect(told(page)).to_contain_text(".js and .css files have to be sent as text/javascript")
        expect(told(page)).to_be_visible(timeout=AT_ONCE)
    else:
        how = "as text/plain" if kind else "without a type"
        expect(status(page)).to_contain_text(
            re.compile(rf"page-\w+\.js is sent {how}, and browsers run it only as text/javascript")
        )
        expect(status(page)).not_to_contain_text("load it again")


@pytest.mark.parametrize(
    ("name", "change", "why"),
    [
        ("frames.bin", lambda _: POINTER, "it is a pointer into a store of large files, Git LFS"),
        ("frames.bin", lambda whole: whole[:5000], "it has 5,000 bytes in place of 173,512"),
        ("frames.bin", lambda whole: whole[:-8] + bytes(8), "its bytes are others"),
        ("frames.bin", lambda whole: whole + b"\n", "it has 173,513 bytes in place of 173,512"),
        ("frames.bin", lambda _: b"<!doctype html><p>Sign in", "it is a web page"),
    ],
)
def test_a_recording_that_is_not_as_it_was_built_is_named(
    page: Page, host: OddHost, name: str, change: Any, why: str
) -> None:
    host.contents = {name: change}
    page.goto(host.address)
    expect(status(page)).to_contain_text(
        f"{name} is not the file that the build made ({why}): host it as it was built."
    )
    expect(status(page)).not_to_contain_text("load it again")


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("pyodide.asm.wasm", "pointer"),
        ("pyodide.asm.wasm", "half"),
        ("python_stdlib.zip", "half"),
        ("python_stdlib.zip", "text mode"),
        ("numpy-*.whl", "pointer"),
    ],
)
def test_a_part_of_python_that_is_not_as_it_was_built_is_named_at_once(
    page: Page, host: OddHost, dist: Path, name: str, kind: str
) -> None:
    changes = {
        "pointer": lambda _: POINTER,
        "half": lambda whole: whole[: len(whole) // 2],
        "text mode": lambda whole: whole.replace(b"\n", b"\r\n"),
    }
    host.contents, host.missing = {name: changes[kind]}, {"memory.zst"}
    page.goto(host.address)
    file = data(dist, name).name
    expect(status(page)).to_contain_text(f"{file} is not the file that the build made")
    expect(status(page)).to_contain_text("The recorded training is still there.")
    go_to(page, 10_000)
    expect(answer(page)).to_have_text("0.99995873")


@pytest.mark.parametrize("name", ["pyodide.asm.wasm", "frames.bin"])
def test_a_false_encoding_is_told(page: Page, host: OddHost, name: str) -> None:
    host.encodings, host.missing = {name: "gzip"}, {"memory.zst"}
    page.goto(host.address)
    expect(status(page)).to_contain_text(re.compile(f"{name} (broke off|could not be fetched)"))


@pytest.mark.parametrize("name", ["numpy-*.whl", "pyodide.asm.js", "python_stdlib.zip"])
def test_what_is_not_there_is_told_with_the_host_s_answer(
    page: Page, host: OddHost, dist: Path, name: str
) -> None:
    host.missing = {"memory.zst", name}
    page.goto(host.address)
    expect(status(page)).to_contain_text(
        f"{data(dist, name).name} could not be fetched: the server says 404"
    )


# Never silent


def test_an_address_without_its_last_slash_is_told(page: Page, host: OddHost, dist: Path) -> None:
    host.folders, host.slashless = {"/neuron/": dist}, True
    page.goto(f"{host.address}/neuron")
    expect(told(page)).to_be_visible(timeout=AT_ONCE)
    expect(told(page)).to_contain_text("its address has to end in a slash")
    expect(told(page)).to_contain_text("This page has not opened")


def test_the_page_answered_at_a_deeper_address_is_told(page: Page, host: OddHost) -> None:
    host.answers_all = True
    page.goto(f"{host.address}/a/deeper/address")
    expect(told(page)).to_be_visible(timeout=AT_ONCE)


@pytest.mark.parametrize(
    ("script", "how"),
    [
        ("main-*.js", "missing"),
        ("main-*.js", "blocked"),
        ("page-*.js", "missing"),
        ("page-*.js", "blocked"),
        ("part-*.js", "unavailable"),
    ],
)
def test_a_script_that_does_not_come_is_told(
    page: Page, host: OddHost, script: str, how: str
) -> None:
    if how == "missing":
        host.missing = {script}
    elif how == "unavailable":
        host.statuses = {script: 503}
    else:
        page.route(f"**/{script}", lambda route: route.abort())
    page.goto(host.address)
    if script == "main-*.js":
        expect(told(page)).to_be_visible(timeout=AT_ONCE)
        return
    why = {"missing": "the server says 404", "unavailable": "the server says 503"}
    name = script.replace("*", r"\w+").replace(".", r"\.")
    expect(status(page)).to_contain_text(
        re.compile(f"{name} could not be fetched: {why.get(how, 'there is no network, or')}")
    )
    expect(status(page)).to_contain_text("Please load it again.")


def test_nothing_is_said_of_that_where_the_page_opens(page: Page, host: OddHost) -> None:
    look = """
        const look = () => {
          const told = document.querySelector("#unopened");
          if (told?.checkVisibility({ visibilityProperty: true })) globalThis.wasSeen = true;
          requestAnimationFrame(look);
        };
        requestAnimationFrame(look);
    """
    page.add_init_script(look)
    page.goto(host.address)
    wait_for_python(page)
    expect(told(page)).to_have_count(0)
    assert page.evaluate("globalThis.wasSeen") is None


@pytest.mark.parametrize("by", ["frame", "policy"])
def test_a_sandboxed_frame_that_may_read_nothing_is_told(
    page: Page, host: OddHost, tmp_path: Path, by: str
) -> None:
    attribute = 'sandbox="allow-scripts"' if by == "frame" else ""
    if by == "policy":
        host.headers = {"Content-Security-Policy": "sandbox allow-scripts"}
    tutorial = tmp_path / "tutorial"
    tutorial.mkdir()
    (tutorial / "index.html").write_text(
        f'<iframe {attribute} src="{host.address}/" width="900" height="700">', encoding="utf-8"
    )
    with OddHost({"/": tutorial}).serving() as author:
        page.goto(author.address)
        expect(page.frame_locator("iframe").get_by_role("status")).to_contain_text(
            "does not send Access-Control-Allow-Origin"
        )


def test_a_dialog_that_is_blocked_costs_itself_alone(page: Page, host: OddHost, dist: Path) -> None:
    opened(page, host.address)
    page.route("**/part-*.js", lambda route: route.abort())
    button(page, "Share").click()
    expect(page.locator("#problem")).to_contain_text("could not be opened")
    train(page)
    expect(answer(page)).to_have_text("0.99995873")


# Policies


def test_a_policy_that_forbids_webassembly_is_told_at_once(page: Page, host: OddHost) -> None:
    host.headers = {"Content-Security-Policy": "default-src 'self'"}
    page.goto(host.address)
    expect(iteration(page)).not_to_be_empty()
    expect(status(page)).to_contain_text(
        "a policy of its host forbids WebAssembly", timeout=AT_ONCE
    )
    expect(status(page)).to_contain_text("'wasm-unsafe-eval'")
    go_to(page, 10_000)
    expect(answer(page)).to_have_text("0.99995873")


@pytest.mark.parametrize(
    "policy", [f"{POLICY[:-6]} 'none'", f"{POLICY}; require-trusted-types-for 'script'"]
)
def test_a_policy_that_forbids_workers_costs_python_alone(
    page: Page, host: OddHost, policy: str
) -> None:
    host.headers = {"Content-Security-Policy": policy}
    page.goto(host.address)
    expect(iteration(page)).not_to_be_empty()
    expect(status(page)).to_contain_text("Python could not be started", timeout=AT_ONCE)
    go_to(page, 10_000)
    expect(answer(page)).to_have_text("0.99995873")


@pytest.mark.parametrize("policy", ["default-src 'none'", "script-src 'none'", "sandbox"])
def test_a_policy_that_forbids_scripts_is_told(page: Page, host: OddHost, policy: str) -> None:
    host.headers = {"Content-Security-Policy": policy}
    page.goto(host.address)
    words = "Training needs JavaScript" if policy == "sandbox" else "This page has not opened"
    expect(page.get_by_text(words)).to_be_visible(timeout=AT_ONCE)


def test_under_the_least_policy_it_works_in_full(page: Page, host: OddHost) -> None:
    host.headers = {"Content-Security-Policy": POLICY}
    refused: list[str] = []
    page.expose_function("refused", lambda what: refused.append(what))
    page.add_init_script(
        "addEventListener('securitypolicyviolation', ({ effectiveDirective, blockedURI }) =>"
        " refused(`${effectiveDirective} ${blockedURI}`))"
    )
    page.on("console", lambda said: refused.append(said.text) if said.type == "error" else None)
    kept(page, host.address)
    expect(page.locator("#about")).to_contain_text("were restored")
    train(page)
    expect(answer(page)).to_have_text("0.99995873")
    button(page, "Open the editor").click()
    expect(page.get_by_role("textbox", name="The rule")).to_be_visible()
    button(page, "Share").click()
    expect(page.get_by_role("dialog")).to_be_visible()
    page.keyboard.press("Escape")
    open_file(page, "points.csv", "a,b,c\n1,2,3\n2,3,4\n3,5,7\n", by="Open")
    expect(page.get_by_role("dialog")).to_be_visible()
    page.keyboard.press("Escape")
    host.is_there = False
    opened(page, host.address)
    assert refused == []


def test_the_plain_start_works_under_the_least_policy(page: Page, host: OddHost) -> None:
    host.headers, host.missing = {"Content-Security-Policy": POLICY}, {"memory.zst"}
    opened(page, host.address)
    expect(page.locator("#about")).to_contain_text("were started the plain way")


# What a start asks for


def test_a_start_makes_twelve_requests_at_most_and_asks_for_nothing_twice(
    page: Page, host: OddHost, dist: Path
) -> None:
    asked = asked_by(page)
    page.goto(host.address)
    expect(iteration(page)).not_to_be_empty()
    go_to(page, 9)
    assert len(asked) <= 12
    wait_for_python(page)
    names = [url.rsplit("/", 1)[-1] for url in asked]
    assert len({*names}) == len(names)
    assert code(dist, "worker").name in names


def test_a_frame_that_nobody_has_scrolled_to_asks_for_little(
    page: Page, host: OddHost, dist: Path, tmp_path: Path
) -> None:
    asked = asked_by(page)
    tutorial = tmp_path / "tutorial"
    tutorial.mkdir()
    (tutorial / "index.html").write_text(
        f'<p style="height: 5000px"></p><iframe src="{host.address}/">', encoding="utf-8"
    )
    with OddHost({"/": tutorial}).serving() as author:
        page.goto(author.address)
        expect(page.frame_locator("iframe").get_by_role("heading", level=1)).to_be_attached()
        expect(page.frame_locator("iframe").locator("#unopened")).to_have_count(0)
    names = [url.removeprefix(f"{host.address}/") for url in asked if host.address in url]
    files = [dist / (name or "index.html") for name in [*names, "icon.svg"]]
    assert len(files) <= 10
    assert sum(len(gzip.compress(file.read_bytes(), 6)) for file in files) <= 20_000
