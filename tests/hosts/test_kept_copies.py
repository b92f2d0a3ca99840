"""What browsers keep locks no reader out, stands in nobody's place, and is never of two builds."""

import re
import shutil
import subprocess
import time
from collections.abc import Mapping
from pathlib import Path
from urllib.parse import quote

import pytest
from playwright.sync_api import BrowserContext, Error, Page, expect

from builder import contents, offline
from tests.hosts.builds import FIRST, SECOND, builds_in
from tests.hosts.conftest import Put
from tests.hosts.right import AGAIN, DID_NOT_COME, opens_in_the_end, trains_or_tells, works
from tests.hosts.visits import (
    WHILE_OPEN,
    comes_to_be_kept,
    finds_the_new_build,
    is_kept,
    is_updated,
    keep,
    trains,
    visit,
)
from tests.odd import (
    ISOLATED,
    LEAST,
    Way,
    any_depth,
    bare_index,
    changes,
    fails_at_first,
    falsely_encoded,
    half,
    injects,
    policy,
    refuses,
    sends,
    typed,
    windows_line_ends,
    zipped,
)
from tests.page.reader import button, dialog, iteration

A, B = "/a/", "/b/"
A_YEAR = "max-age=31536000"
SCRIPT = injects(b"<script>globalThis.counted = true</script>")
NO_WORKER = refuses(f"*/{offline.SERVICE_WORKER}")
OTHER_PROJECT = {
    "index.html": '<!doctype html><title>Their page</title>Theirs<script src="main.js"></script>',
    "main.js": "document.title += ', whole'",
}
OTHER_WORKER = "self.addEventListener('fetch', () => {});"
FORGETS = "caches.keys().then((names) => Promise.all(names.map((name) => caches.delete(name))))"


# 33, 34, and the hosts of other rows.
UPDATED_WAYS = [
    pytest.param([], id="nothing odd"),
    pytest.param([bare_index], id="1: index.html is redirected"),
    pytest.param([SCRIPT], id="9: a script is added"),
    pytest.param([sends("Cache-Control", A_YEAR)], id="33: all may be kept for a year"),
    pytest.param([sends("Cache-Control", f"{A_YEAR}, immutable")], id="34: and is immutable"),
    pytest.param([sends("Cache-Control", "no-store")], id="31: nothing is to be stored"),
]


MORE_UPDATED_WAYS = [
    pytest.param([typed("*.wasm", "text/plain")], id="3: .wasm as text"),
    pytest.param(windows_line_ends(), id="12: line ends of Windows"),
    pytest.param(
        [SCRIPT, injects(b"<script/>", "*.svg", b"</svg>")], id="13: a script in pictures too"
    ),
    pytest.param([policy(LEAST)], id="16: the least policy"),
    pytest.param([changes("*/memory.zst", half)], id="20: half of the snapshot"),
    pytest.param(
        [refuses("*.whl"), refuses("*.zip"), refuses("*.webmanifest")], id="22: no archives"
    ),
    pytest.param([falsely_encoded("*.zst")], id="25: a false encoding of the snapshot"),
    pytest.param([refuses("*share*")], id="27: no name with share in it"),
    pytest.param([zipped], id="31: gzip on everything"),
    pytest.param([*ISOLATED], id="31: isolated"),
]


@pytest.mark.parametrize("ways", [*UPDATED_WAYS, *MORE_UPDATED_WAYS])
def test_an_update(ways: list[Way], put: Put, reader: BrowserContext, second: Path) -> None:
    host = put(*ways)
    with visit(reader, host.address) as page:
        trains(page)
        comes_to_be_kept(page)  # where that can be
    host.put(second)
    is_updated(reader, host.address)


@pytest.mark.parametrize("of", [50, 10])
def test_30_an_update_where_files_fail_at_first(
    of: int, put: Put, reader: BrowserContext, second: Path
) -> None:
    host = put(fails_at_first(of))
    opens_in_the_end(host, reader)
    host.put(second)
    with visit(reader, host.address) as page:  # the old build still, if that is kept
        trains_or_tells(page, DID_NOT_COME)
        finds_the_new_build(page)
    opens_in_the_end(host, reader)
    with visit(reader, host.address) as page:
        trains(page)
        assert builds_in(page) == {SECOND}


@pytest.mark.parametrize("ways", UPDATED_WAYS)
def test_an_update_of_a_page_that_was_left_early(
    ways: list[Way], put: Put, reader: BrowserContext, second: Path
) -> None:
    """Not everything was kept when its reader went away."""
    host = put(*ways)
    with visit(reader, host.address) as page:
        expect(iteration(page)).not_to_be_empty()
    host.put(second)
    is_updated(reader, host.address)


@pytest.mark.parametrize(
    "ways",
    [
        pytest.param([NO_WORKER], id="8: without the service worker"),
        pytest.param([NO_WORKER, any_depth], id="8: the page in place of the service worker"),
        pytest.param([SCRIPT], id="9: with a script that is added"),
        pytest.param([bare_index], id="1: with index.html redirected"),
    ],
)
def test_an_update_after_which_the_host_is_another(
    ways: list[Way], put: Put, reader: BrowserContext, second: Path
) -> None:
    host = put()
    keep(reader, host.address)
    host.odd.ways[:] = ways
    host.put(second)
    is_updated(reader, host.address)


def of_another_project(folder: Path, files: Mapping[str, str]) -> Path:
    for name, text in {**OTHER_PROJECT, **files}.items():
        (folder / name).write_text(text, encoding="utf-8")
    return folder


# An address of this machine belongs to whatever is worked on today.
@pytest.mark.parametrize(
    ("files", "ways"),
    [
        pytest.param({}, [], id="no service worker"),
        pytest.param({}, [any_depth], id="their page in its place"),
        pytest.param({}, [refuses("*worker*", 500)], id="an error in its place"),
        pytest.param({offline.SERVICE_WORKER: OTHER_WORKER}, [], id="their own"),
    ],
)
def test_7_another_project_at_the_same_address(
    files: Mapping[str, str], ways: list[Way], put: Put, reader: BrowserContext, tmp_path: Path
) -> None:
    host = put()
    keep(reader, host.address)
    host.odd.ways[:] = ways
    host.put(of_another_project(tmp_path, files))
    for _ in range(3):
        with visit(reader, host.address) as page:
            expect(page).to_have_title("Their page, whole")


def test_7_a_worker_whose_page_is_gone_takes_itself_away(
    put: Put, reader: BrowserContext, tmp_path: Path
) -> None:
    host = put()
    keep(reader, host.address)
    host.put(of_another_project(tmp_path, {}))
    for _ in range(2):
        with visit(reader, host.address) as page:
            page.wait_for_load_state("networkidle")
    with visit(reader, host.address) as page:
        count = "navigator.serviceWorker.getRegistrations().then((all) => all.length)"
        assert page.evaluate(count) == 0


# What a browser may have kept of an earlier build, whose host redirected index.html.
LOCK = """
self.addEventListener("install", (event) => event.waitUntil(keep()));
self.addEventListener("fetch", (event) => {
  if (event.request.mode === "navigate") event.respondWith(caches.match(key));
});
const key = new URL("kept?HASH", self.registration.scope).href;
const keep = async () => (await caches.open("neuron")).put(key, await fetch("index.html"));
"""


def test_1_readers_who_are_locked_out_get_in_again(
    put: Put, reader: BrowserContext, second: Path, tmp_path: Path
) -> None:
    (tmp_path / "index.html").write_text("An earlier build", encoding="utf-8")
    page_hash = contents.hash_of(tmp_path / "index.html")
    lock = LOCK.replace("HASH", quote(page_hash, safe=""))
    (tmp_path / offline.SERVICE_WORKER).write_text(lock, encoding="utf-8")
    host = put(bare_index)
    host.put(tmp_path)
    with visit(reader, host.address) as page:
        page.evaluate("async (name) => navigator.serviceWorker.register(name)", "service-worker.js")
        is_kept(page)
    assert not is_let_in(reader, host.address)

    host.put(second)
    end = time.monotonic() + WHILE_OPEN / 1000
    while not is_let_in(reader, host.address) and time.monotonic() < end:
        time.sleep(1)
    for _ in range(2):
        with visit(reader, host.address) as page:
            trains(page)
            assert builds_in(page) == {SECOND}


def is_let_in(reader: BrowserContext, address: str) -> bool:
    try:
        with visit(reader, address):
            return True
    except Error:
        return False


@pytest.mark.parametrize(
    ("paths", "with_second"),
    [
        pytest.param((A, B), False, id="10: the same build"),
        pytest.param((A, B), True, id="11: two builds"),
        pytest.param(("/", B), True, id="11: one in the folder of the other"),
    ],
)
def test_two_folders_of_one_origin(
    paths: tuple[str, str],
    with_second: bool,
    put: Put,
    reader: BrowserContext,
    first: Path,
    second: Path,
) -> None:
    host = put()
    there = dict(zip(paths, [first, second if with_second else first], strict=True))
    host.odd.folders = there
    for path in paths:
        keep(reader, host.origin + path)
    for is_there in (True, False):
        if not is_there:
            host.stop()
        for path, build in there.items():
            with visit(reader, host.origin + path) as page:
                trains(page)
                assert builds_in(page) == {build.name}


def test_11_an_update_of_one_folder_takes_nothing_from_the_other(
    put: Put, reader: BrowserContext, first: Path, second: Path
) -> None:
    host = put()
    host.odd.folders = {A: first, B: first}
    for path in (A, B):
        keep(reader, host.origin + path)
    host.odd.folders = {A: second, B: first}
    is_updated(reader, host.origin + A)
    host.stop()
    for path, build in ((A, SECOND), (B, FIRST)):
        with visit(reader, host.origin + path) as page:
            trains(page)
            assert builds_in(page) == {build}


@pytest.mark.skipif(not shutil.which("git"), reason="this machine has no git")
def test_12_through_git_that_changes_line_ends(
    put: Put, reader: BrowserContext, first: Path, tmp_path: Path
) -> None:
    pushed, checked_out = tmp_path / "pushed", tmp_path / "checked-out"
    shutil.copytree(first, pushed)
    who = ["-c", "user.name=A host", "-c", "user.email=host@example.org"]
    windows = ["-c", "core.autocrlf=true", "-c", "core.safecrlf=false"]
    for command in (
        ["init", "--quiet"],
        ["add", "--all"],
        ["commit", "--quiet", "--message", "The page"],
        ["clone", "--quiet", *windows, pushed, checked_out],
    ):
        subprocess.run(["git", *who, *windows, *command], cwd=pushed, check=True)
    host = put()
    host.put(checked_out)
    works(host, reader)


def everything_else_opens(page: Page) -> None:
    """What a page loads only when it is wanted is there, or the page asks to be loaded again."""
    again = page.get_by_text(re.compile(AGAIN, re.IGNORECASE)).filter(visible=True).first
    button(page, "Share").click()
    expect(dialog(page, "Share").or_(again)).to_be_visible()
    page.keyboard.press("Escape")
    page.get_by_role("tab", name="Python").click()
    button(page, "Open the editor").click()
    expect(page.get_by_role("tablist", name="What to edit").or_(again).first).to_be_visible()


def test_a_build_that_arrives_during_a_first_visit(
    put: Put, reader: BrowserContext, second: Path
) -> None:
    host = put()
    with visit(reader, host.address) as page:
        trains(page)
        host.put(second)
        everything_else_opens(page)
        assert builds_in(page) == {FIRST}


def test_a_build_that_arrives_when_the_browser_has_thrown_the_old_one_away(
    put: Put, reader: BrowserContext, second: Path
) -> None:
    host = put()
    keep(reader, host.address)
    with visit(reader, host.address) as page:
        trains(page)
        page.evaluate(FORGETS)
        host.put(second)
    is_updated(reader, host.address)


def test_a_store_thrown_away_while_its_page_is_open(
    put: Put, reader: BrowserContext, second: Path
) -> None:
    host = put()
    keep(reader, host.address)
    with visit(reader, host.address) as page:
        trains(page)
        page.evaluate(FORGETS)
        host.put(second)
        everything_else_opens(page)
        assert builds_in(page) == {FIRST}


def test_a_store_thrown_away_is_filled_again(put: Put, reader: BrowserContext) -> None:
    host = put()
    keep(reader, host.address)
    with visit(reader, host.address) as page:
        page.evaluate(FORGETS)
    works(host, reader)
