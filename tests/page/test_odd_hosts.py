"""The page on hosts as people have them: it works, or says in one sentence what is wrong."""

import gzip
import re
import shutil
import time
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest
from playwright.sync_api import Browser, BrowserContext, Error, Page, Route, expect

from builder import contents
from builder.files import ROOT
from tests.built import code, code_with, data, list_anew
from tests.odd import (
    LEAST,
    NO_TYPE,
    UNKNOWN,
    OddHost,
    Way,
    any_depth,
    bare_folder,
    bare_index,
    changes,
    falsely_encoded,
    gone,
    half,
    half_a_script,
    injects,
    pointer,
    policy,
    refuses,
    sends,
    text_mode,
    typed,
)
from tests.page.reader import (
    answer,
    button,
    expect_iteration,
    go_to,
    iteration,
    menu,
    notice,
    open_file,
    room,
    status,
    train,
    wait_for_python,
    wait_until,
)

NO_SNAPSHOT = refuses("memory.zst")
AGAIN = "Please load it again."
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


def seen(page: Page, address: str) -> None:
    """Open the page as far as it goes without Python."""
    page.goto(address)
    expect(iteration(page)).not_to_be_empty()


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


@pytest.mark.thorough
def test_a_host_that_redirects_index_html_locks_nobody_out(page: Page, host: OddHost) -> None:
    host.ways.append(bare_index)
    kept(page, f"{host.origin}/index.html")
    for address in (f"{host.origin}/", f"{host.origin}/index.html"):
        seen(page, address)
    host.ways.append(gone)
    opened(page, f"{host.origin}/")
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


@pytest.mark.thorough
def test_who_was_locked_out_by_an_earlier_build_gets_in_again(
    page: Page, host: OddHost, copy: Path
) -> None:
    new = (copy / "service-worker.js").read_text(encoding="utf-8")
    (copy / "service-worker.js").write_text(OLD, encoding="utf-8")
    host.folders, host.ways = {"/": copy}, [bare_index]
    page.goto(host.origin)
    page.evaluate("navigator.serviceWorker.register('service-worker.js')")
    page.evaluate("navigator.serviceWorker.ready.then(() => {})")
    with pytest.raises(Error, match="ERR_FAILED"):
        page.goto(host.origin)

    (copy / "service-worker.js").write_text(new, encoding="utf-8")
    asked = host.asked["/service-worker.js"]
    with suppress(Error):  # the one more visit at which a browser looks for a newer service worker
        page.goto(host.origin)
    while host.asked["/service-worker.js"] == asked or not page.context.service_workers:
        page.wait_for_timeout(10)
    expect_to_open(page, host.origin)
    kept(page, host.origin)
    assert page.evaluate("caches.has('neuron')") is False


@pytest.mark.thorough
def test_two_folders_of_one_origin_keep_a_copy_each(
    page: Page, host: OddHost, dist: Path, copy: Path
) -> None:
    title = "<title>One newer neuron"
    start = copy / "index.html"
    start.write_text(start.read_text("utf-8").replace("<title>One neuron", title), "utf-8")
    list_anew(copy)
    host.folders = {"/a/": dist, "/b/": copy}
    for folder in "ab":
        kept(page, f"{host.origin}/{folder}/")
    host.ways.append(gone)
    for folder, name in zip("ab", ("One neuron", "One newer neuron"), strict=True):
        seen(page, f"{host.origin}/{folder}/")
        expect(page).to_have_title(f"{name}, trained in your browser")


@pytest.mark.thorough
def test_another_project_at_the_same_address_is_seen_at_once(
    page: Page, host: OddHost, tmp_path: Path
) -> None:
    kept(page, host.origin)
    other = tmp_path / "other"
    other.mkdir()
    (other / "index.html").write_text("<title>Another project</title>", encoding="utf-8")
    (other / "icon.svg").write_text("<svg xmlns='http://www.w3.org/2000/svg'/>", encoding="utf-8")
    host.folders = {"/": other}
    page.goto(host.origin)
    expect(page).to_have_title("Another project")
    picture = page.evaluate("fetch('icon.svg').then((response) => response.text())")
    assert picture == (other / "icon.svg").read_text(encoding="utf-8")
    wait_until(
        page,
        "async () => !(await navigator.serviceWorker.getRegistrations()).length"
        " && !(await caches.keys()).length",
    )


@pytest.mark.thorough
def test_a_new_build_without_its_service_worker_is_seen_and_the_old_copy_goes(
    page: Page, host: OddHost, copy: Path
) -> None:
    kept(page, host.origin)
    start = copy / "index.html"
    start.write_text(start.read_text("utf-8").replace("<title>One", "<title>A newer"), "utf-8")
    host.folders, host.ways = {"/": copy}, [refuses("service-worker.js")]
    opened(page, host.origin)
    expect(page).to_have_title(re.compile("^A newer neuron"))
    expect(page.locator("#kept")).to_contain_text("is not kept for visits without a network")


@pytest.mark.thorough
def test_a_new_build_is_seen_where_the_host_has_all_files_cached_for_a_year(
    page: Page, host: OddHost, copy: Path
) -> None:
    host.ways.append(sends("Cache-Control", "max-age=31536000, immutable"))
    kept(page, host.origin)
    seen(page, host.origin)
    start = copy / "index.html"
    start.write_text(start.read_text("utf-8").replace("<title>One", "<title>A newer"), "utf-8")
    list_anew(copy)
    host.folders = {"/": copy}
    seen(page, host.origin)
    expect(page).to_have_title(re.compile("^A newer neuron"))


@pytest.mark.thorough
def test_what_a_host_injects_costs_the_offline_copy_and_is_said(page: Page, host: OddHost) -> None:
    host.ways.append(injects(b"<!-- ad -->"))
    opened(page, host.origin)
    expect(page.locator("#kept")).to_contain_text(
        "is not kept for visits without a network: index.html is not the file that the build made"
    )
    train(page)
    expect(answer(page)).to_have_text("0.99995873")


def test_a_page_is_not_made_of_two_builds_when_a_new_one_is_put_up_while_it_is_open(
    page: Page, host: OddHost, copy: Path
) -> None:
    page.goto(host.origin)
    wait_for_python(page)
    room(page, "Python")
    expect(button(page, "Open the editor")).to_be_visible()  # the part that this stands in is here
    host.folders = {"/": copy}
    for part in (copy / "code").glob("part-*.js"):
        part.rename(part.with_name("part-of-another-build.js"))  # the last one stays
    button(page, "Open the editor").click()
    expect(page.get_by_text(re.compile("^It could not be opened: "))).to_contain_text(
        "a newer build of the page has been put up: load the page again"
    )
    train(page)  # all else is there
    expect(answer(page)).to_have_text("0.99995873")


@pytest.mark.thorough
def test_while_a_host_is_out_of_order_the_kept_page_opens(page: Page, host: OddHost) -> None:
    kept(page, host.origin)
    host.ways.append(refuses("*", 503))
    opened(page, host.origin)
    train(page)
    expect(answer(page)).to_have_text("0.99995873")


def forget(page: Page) -> None:
    """Do to what is kept what a browser does that needs the room."""
    page.evaluate("caches.keys().then((all) => Promise.all(all.map((one) => caches.delete(one))))")


@pytest.mark.thorough
def test_what_the_browser_has_thrown_away_is_kept_again_and_asked_for_once(
    page: Page, host: OddHost, dist: Path
) -> None:
    kept(page, host.origin)
    forget(page)
    host.asked.clear()
    kept(page, host.origin)
    expect(page.locator("#about")).to_contain_text("were restored")
    named_after_content = [*(dist / "code").iterdir(), *(dist / contents.FOLDER).glob("*/*")]
    for file in named_after_content:
        times = 0 if file.suffix == ".map" else 1
        assert host.asked[f"/{file.relative_to(dist).as_posix()}"] == times, file

    host.asked.clear()
    kept(page, host.origin)
    assert set(host.asked) <= {"/", "/icon.svg", "/page.webmanifest", "/service-worker.js"}


@pytest.mark.thorough
def test_a_visit_that_is_over_at_once_is_enough_to_keep_the_page_again(
    page: Page, host: OddHost, dist: Path
) -> None:
    host.ways.append(typed("*.txt", "text/plain"))
    kept(page, host.origin)
    forget(page)
    page.goto(host.origin)
    page.goto(f"{host.origin}/licences/comlink.txt")  # no part of the page, and sees what is kept
    key = f"/kept?{quote(contents.hash_of(dist / 'index.html'), safe='')}"
    wait_until(page, f"() => caches.match('{key}')")
    host.ways.append(gone)
    opened(page, host.origin)


@pytest.mark.thorough
def test_of_a_build_that_its_host_has_no_more_nothing_is_kept_again(
    page: Page, host: OddHost, dist: Path, copy: Path
) -> None:
    old = copy / "code" / "part-of-the-old-build.js"
    old.touch()
    start = copy / "index.html"
    start.write_text(start.read_text("utf-8").replace("<title>One", "<title>An older"), "utf-8")
    list_anew(copy)
    host.folders = {"/": copy}
    kept(page, host.origin)
    assert host.asked[f"/code/{old.name}"] == 1
    forget(page)
    host.folders = {"/": dist}
    kept(page, host.origin)
    expect(page).to_have_title(re.compile("^One neuron"))
    assert host.asked[f"/code/{old.name}"] == 1


# Types and contents


@pytest.mark.thorough
@pytest.mark.parametrize(
    ("start", "kind"),
    [
        ("restored", UNKNOWN),
        ("restored", "text/plain"),
        ("restored", NO_TYPE),
        ("plain", UNKNOWN),
    ],
)
def test_webassembly_is_compiled_whatever_its_type(
    page: Page, host: OddHost, start: str, kind: str
) -> None:
    host.ways.append(typed("*.wasm", kind))
    if start == "plain":
        host.ways.append(NO_SNAPSHOT)
    opened(page, host.origin)
    how = "were restored" if start == "restored" else "were started the plain way"
    expect(page.locator("#about")).to_contain_text(how)


@pytest.mark.grid
@pytest.mark.parametrize("nosniff", [False, True])
@pytest.mark.parametrize("kind", ["text/plain", NO_TYPE])
def test_scripts_without_their_type_are_told(
    page: Page, host: OddHost, kind: str, nosniff: bool
) -> None:
    host.ways.append(typed("*.js", kind))
    if nosniff:
        host.ways.append(sends("X-Content-Type-Options", "nosniff"))
    page.goto(host.origin)
    if nosniff:
        expect(told(page)).to_contain_text(".js and .css files have to be sent as text/javascript")
        expect(told(page)).to_be_visible(timeout=AT_ONCE)
    else:
        how = "as text/plain" if kind else "without a type"
        expect(status(page)).to_contain_text(
            re.compile(rf"page-\w+\.js is sent {how}, and browsers run it only as text/javascript")
        )
        expect(status(page)).not_to_contain_text("load it again")


@pytest.mark.thorough
@pytest.mark.parametrize(
    ("name", "change", "why"),
    [
        ("frames.bin", pointer, "it is a pointer into a store of large files, Git LFS"),
        ("frames.bin", lambda whole: whole[:5000], "it has 5,000 bytes in place of {}"),
        ("frames.bin", lambda whole: whole[:-8] + bytes(8), "its bytes are others"),
        ("frames.bin", lambda whole: whole + b"\n", "bytes in place of {}"),
        ("frames.bin", lambda _: b"<!doctype html><p>Sign in", "it is a web page"),
    ],
)
def test_a_recording_that_is_not_as_it_was_built_is_named(
    page: Page, host: OddHost, dist: Path, name: str, change: Any, why: str
) -> None:
    host.ways.append(changes(name, change))
    page.goto(host.origin)
    length = data(dist, name).stat().st_size
    expect(status(page)).to_contain_text(f"{name} is not the file that the build made (")
    expect(status(page)).to_contain_text(f"{why.format(f'{length:,}')}): host it as it was built.")
    expect(status(page)).not_to_contain_text("load it again")


@pytest.mark.grid
@pytest.mark.parametrize(
    ("name", "change"),
    [
        ("pyodide.asm.wasm", pointer),
        ("pyodide.asm.wasm", half),
        ("python_stdlib.zip", half),
        ("python_stdlib.zip", text_mode),
        ("numpy-*.whl", pointer),
    ],
)
def test_a_part_of_python_that_is_not_as_it_was_built_is_named_at_once(
    page: Page, host: OddHost, dist: Path, name: str, change: Any
) -> None:
    host.ways += [changes(name, change), NO_SNAPSHOT]
    page.goto(host.origin)
    file = data(dist, name).name
    expect(status(page)).to_contain_text(f"{file} is not the file that the build made")
    expect(status(page)).to_contain_text("The recorded training is still there.")
    go_to(page, 10_000)
    expect(answer(page)).to_have_text("0.99995873")


@pytest.mark.thorough
@pytest.mark.parametrize("name", ["page-*.js", "part-*.js", "worker-*.js", "pyodide.asm.js"])
def test_half_of_a_script_is_named(page: Page, host: OddHost, name: str) -> None:
    host.ways.append(changes(name, half_a_script))
    page.goto(host.origin)
    pattern = name.replace(".", r"\.").replace("*", r"\w+")
    expect(status(page)).to_contain_text(
        re.compile(rf"{pattern} is not the file that the build made \(it has [\d,]+ bytes in place")
    )
    expect(status(page)).not_to_contain_text(AGAIN)


@pytest.mark.thorough
def test_half_of_a_part_that_comes_later_is_named_in_its_place(
    page: Page, host: OddHost, dist: Path
) -> None:
    name = code_with(dist, "Open the editor")
    host.ways.append(changes(name, half_a_script))
    page.goto(host.origin)
    inside = page.locator("#inside")
    room(page, "Inside")
    expect(inside).to_contain_text(f"{name} is not the file that the build made")
    expect(inside).not_to_contain_text("load the page again")
    expect(iteration(page)).not_to_be_empty()


@pytest.mark.thorough
@pytest.mark.parametrize("name", ["pyodide.asm.wasm", "frames.bin"])
def test_a_false_encoding_is_told(page: Page, host: OddHost, name: str) -> None:
    host.ways += [falsely_encoded(name), NO_SNAPSHOT]
    page.goto(host.origin)
    expect(status(page)).to_contain_text(re.compile(f"{name} (broke off|could not be fetched)"))


@pytest.mark.thorough
@pytest.mark.parametrize("name", ["numpy-*.whl", "pyodide.asm.js", "python_stdlib.zip"])
def test_what_is_not_there_is_told_with_the_host_s_answer(
    page: Page, host: OddHost, dist: Path, name: str
) -> None:
    host.ways += [refuses(name), NO_SNAPSHOT]
    page.goto(host.origin)
    expect(status(page)).to_contain_text(
        f"{data(dist, name).name} could not be fetched: the server says 404"
    )


# Never silent


@pytest.mark.thorough
def test_an_address_without_its_last_slash_is_told(page: Page, host: OddHost, dist: Path) -> None:
    host.folders, host.ways = {"/neuron/": dist}, [bare_folder]
    page.goto(f"{host.origin}/neuron")
    expect(told(page)).to_be_visible(timeout=AT_ONCE)
    expect(told(page)).to_contain_text("its address has to end in a slash")
    expect(told(page)).to_contain_text("This page has not opened")


@pytest.mark.thorough
def test_the_page_answered_at_a_deeper_address_is_told(page: Page, host: OddHost) -> None:
    host.ways.append(any_depth)
    page.goto(f"{host.origin}/a/deeper/address")
    expect(told(page)).to_be_visible(timeout=AT_ONCE)


@pytest.mark.grid
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
        host.ways.append(refuses(script))
    elif how == "unavailable":
        host.ways.append(refuses(script, 503))
    else:
        page.route(f"**/{script}", lambda route: route.abort())
    page.goto(host.origin)
    if script == "main-*.js":
        expect(told(page)).to_be_visible(timeout=AT_ONCE)
        return
    why = {"missing": "the server says 404", "unavailable": "the server says 503"}
    name = script.replace("*", r"\w+").replace(".", r"\.")
    expect(status(page)).to_contain_text(
        re.compile(f"{name} could not be fetched: {why.get(how, 'there is no network, or')}")
    )
    expect(status(page)).to_contain_text("Please load it again.")


@pytest.mark.thorough
def test_what_has_not_opened_names_the_files_that_it_began_with(
    page: Page, host: OddHost, dist: Path
) -> None:
    host.ways.append(refuses("main-*.js"))
    page.goto(host.origin)
    (style,) = (dist / "code").glob("*.css")
    names = f"first of all code/{code(dist, 'main').name} and code/{style.name}"
    expect(told(page)).to_contain_text(names)


@pytest.mark.grid
@pytest.mark.parametrize(
    ("way", "why", "may_pass"),
    [
        (refuses("*.css"), "could not be fetched: the server says 404.", True),
        (refuses("*.css", 503), "could not be fetched: the server says 503.", True),
        (
            typed("*.css", UNKNOWN),
            f"is sent as {UNKNOWN}, and browsers apply it only as text/css.",
            False,
        ),
        (changes("*.css", half), "is not the file that the build made (it has ", False),
        (changes("*.css", pointer), "is not the file that the build made (it is a pointer", False),
        (
            policy(LEAST, "style-src 'none'"),
            "that directive has to allow 'self'",
            False,
        ),
    ],
    ids=["missing", "unavailable", "another type", "half", "a pointer", "a policy"],
)
def test_styles_that_do_not_arrive_are_named_above_all_else(
    page: Page, host: OddHost, dist: Path, way: Way, why: str, may_pass: bool
) -> None:
    host.ways.append(way)
    page.goto(host.origin)
    (style,) = (dist / "code").glob("*.css")
    said = notice(page).or_(status(page)).filter(has_text="could not be opened")
    expect(said).to_contain_text(style.name, timeout=AT_ONCE)
    expect(said).to_contain_text(why)
    if may_pass:
        expect(said).to_contain_text(AGAIN)
    else:
        expect(said).not_to_contain_text(AGAIN)
    expect(said).to_be_in_viewport()
    assert_does_not_grow(page)


@pytest.mark.thorough
@pytest.mark.parametrize(
    "way",
    [
        refuses("*.css"),
        typed("*.css", UNKNOWN),
        refuses("page-*.js"),
        typed("page-*.js", "text/plain"),
        changes("frames.bin", half),
        typed("worker-*.js", "text/plain"),
    ],
    ids=["no styles", "styles", "no module", "module", "recording", "worker"],
)
def test_what_a_host_has_mended_is_mended_for_who_was_there_before(
    page: Page, host: OddHost, way: Way
) -> None:
    """Even if browsers may keep files for a year: the second visit from then on is whole."""
    for_years = sends("Cache-Control", "max-age=31536000, immutable")
    host.ways += [way, for_years]
    page.goto(host.origin)
    expect(notice(page).or_(status(page)).filter(has_text="could not be")).to_be_visible()
    host.ways = [for_years]
    page.goto(host.origin)
    is_over = re.compile("could not be|running in this page")
    expect(notice(page).or_(status(page)).filter(has_text=is_over)).to_be_visible()
    opened(page, host.origin)


@pytest.mark.thorough
def test_styles_that_fail_once_are_asked_for_again(page: Page, host: OddHost) -> None:
    page.route("**/*.css", lambda route: route.abort(), times=1)
    opened(page, host.origin)
    expect(page.locator("body")).to_have_css("margin", "0px")
    expect(notice(page)).to_be_empty()


@pytest.mark.thorough
def test_without_styles_the_page_works_and_does_not_grow(page: Page, host: OddHost) -> None:
    """A reader may turn them off."""
    opened(page, host.origin)
    menu(page).select_option("circle")
    expect(page.get_by_role("application")).not_to_have_count(0)
    page.evaluate("document.styleSheets[0].disabled = true")
    button(page, "Step").click()
    expect(iteration(page)).to_contain_text("1 of ")
    assert_does_not_grow(page)


def assert_does_not_grow(page: Page) -> None:
    """Nothing that is drawn makes its own place larger, picture after picture."""
    is_at_rest = page.evaluate(
        """async () => {
            let height = 0;
            let same = 0;
            for (let picture = 0; picture < 600 && same < 30; picture += 1) {
                await new Promise(requestAnimationFrame);
                const { scrollHeight } = document.documentElement;
                same = scrollHeight === height ? same + 1 : 0;
                height = scrollHeight;
            }
            return same === 30;
        }"""
    )
    assert is_at_rest


@pytest.mark.thorough
def test_after_it_has_failed_to_open_a_press_hides_nothing(page: Page, host: OddHost) -> None:
    host.ways.append(refuses("page-*.js"))
    page.goto(host.origin)
    expect(status(page)).to_contain_text("could not be opened")
    expect(button(page, "Train")).to_be_disabled()
    button(page, "Train").click(force=True)
    expect(status(page)).to_contain_text("could not be opened")


@pytest.mark.thorough
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
    page.goto(host.origin)
    wait_for_python(page)
    expect(told(page)).to_have_count(0)
    assert page.evaluate("globalThis.wasSeen") is None


@pytest.mark.thorough
@pytest.mark.parametrize("by", ["frame", "policy"])
def test_a_sandboxed_frame_that_may_read_nothing_is_told(
    page: Page, host: OddHost, tmp_path: Path, by: str
) -> None:
    attribute = 'sandbox="allow-scripts"' if by == "frame" else ""
    if by == "policy":
        host.ways.append(policy("sandbox allow-scripts"))
    tutorial = tmp_path / "tutorial"
    tutorial.mkdir()
    (tutorial / "index.html").write_text(
        f'<iframe {attribute} src="{host.origin}/" width="900" height="700">', encoding="utf-8"
    )
    with OddHost({"/": tutorial}).serving() as author:
        page.goto(author.origin)
        expect(page.frame_locator("iframe").get_by_role("status")).to_contain_text(
            "does not send Access-Control-Allow-Origin"
        )


@pytest.mark.thorough
def test_a_dialog_that_is_blocked_costs_itself_alone(page: Page, host: OddHost, dist: Path) -> None:
    opened(page, host.origin)
    page.route("**/part-*.js", lambda route: route.abort())
    button(page, "Share").click()
    expect(page.locator("#problem")).to_contain_text("could not be opened")
    train(page)
    expect(answer(page)).to_have_text("0.99995873")


# Policies


@pytest.mark.thorough
def test_a_policy_that_forbids_webassembly_is_told_at_once(page: Page, host: OddHost) -> None:
    host.ways.append(policy("default-src 'self'"))
    page.goto(host.origin)
    expect(iteration(page)).not_to_be_empty()
    expect(status(page)).to_contain_text(
        "a policy of its host forbids WebAssembly", timeout=AT_ONCE
    )
    expect(status(page)).to_contain_text("'wasm-unsafe-eval'")
    go_to(page, 10_000)
    expect(answer(page)).to_have_text("0.99995873")


@pytest.mark.thorough
@pytest.mark.parametrize(
    "rules",
    [
        LEAST.replace("worker-src 'self'", "worker-src 'none'"),
        f"{LEAST}; require-trusted-types-for 'script'",
    ],
)
def test_a_policy_that_forbids_workers_costs_python_alone(
    page: Page, host: OddHost, rules: str
) -> None:
    host.ways.append(policy(rules))
    page.goto(host.origin)
    expect(iteration(page)).not_to_be_empty()
    expect(status(page)).to_contain_text("Python could not be started", timeout=AT_ONCE)
    go_to(page, 10_000)
    expect(answer(page)).to_have_text("0.99995873")


@pytest.mark.thorough
def test_a_policy_that_forbids_connections_is_told_and_not_called_a_lost_network(
    page: Page, host: OddHost
) -> None:
    host.ways.append(policy(LEAST, "connect-src 'none'"))
    page.goto(host.origin)
    expect(status(page)).to_contain_text(
        "a policy of its host (connect-src) forbids frames.bin: that directive has to allow 'self'",
        timeout=AT_ONCE,
    )
    expect(status(page)).not_to_contain_text("network")
    expect(status(page)).not_to_contain_text(AGAIN)


@pytest.mark.thorough
@pytest.mark.parametrize("how", ["restored", "plain"])
def test_a_policy_of_workers_that_forbids_connections_is_told(
    page: Page, host: OddHost, how: str
) -> None:
    """Workers obey the policy that their scripts come with."""
    rules = f"{LEAST}; connect-src 'none'"
    named = ("worker-*.js", "loader-*.js") if how == "restored" else ("worker-*.js",)
    host.ways += [sends("Content-Security-Policy", rules, pattern) for pattern in named]
    if how == "plain":
        host.ways.append(NO_SNAPSHOT)
    page.goto(host.origin)
    expect(status(page)).to_contain_text("a policy of its host (connect-src) forbids pyodide.asm.")
    expect(status(page)).not_to_contain_text("network")


@pytest.mark.thorough
@pytest.mark.parametrize("rules", ["default-src 'none'", "script-src 'none'", "sandbox"])
def test_a_policy_that_forbids_scripts_is_told(page: Page, host: OddHost, rules: str) -> None:
    host.ways.append(policy(rules))
    page.goto(host.origin)
    words = "Training needs JavaScript" if rules == "sandbox" else "This page has not opened"
    expect(page.get_by_text(words)).to_be_visible(timeout=AT_ONCE)


def test_under_the_least_policy_it_works_in_full(page: Page, host: OddHost) -> None:
    assert LEAST in (ROOT / "docs" / "hosting.md").read_text(encoding="utf-8")
    host.ways.append(policy(LEAST))
    refused: list[str] = []
    page.expose_function("refused", lambda what: refused.append(what))
    page.add_init_script(
        "addEventListener('securitypolicyviolation', ({ effectiveDirective, blockedURI }) =>"
        " refused(`${effectiveDirective} ${blockedURI}`))"
    )
    page.on("console", lambda said: refused.append(said.text) if said.type == "error" else None)
    kept(page, host.origin)
    expect(page.locator("#about")).to_contain_text("were restored")
    train(page)
    expect(answer(page)).to_have_text("0.99995873")
    room(page, "Python")
    button(page, "Open the editor").click()
    expect(page.get_by_role("textbox", name="The rule")).to_be_visible()
    button(page, "Share").click()
    expect(page.get_by_role("dialog")).to_be_visible()
    page.keyboard.press("Escape")
    open_file(page, "points.csv", "a,b,c\n1,2,3\n2,3,4\n3,5,7\n", by="Open")
    expect(page.get_by_role("dialog")).to_be_visible()
    page.keyboard.press("Escape")
    host.ways.append(gone)
    opened(page, host.origin)
    assert refused == []


@pytest.mark.thorough
def test_the_plain_start_works_under_the_least_policy(page: Page, host: OddHost) -> None:
    host.ways += [policy(LEAST), NO_SNAPSHOT]
    opened(page, host.origin)
    expect(page.locator("#about")).to_contain_text("were started the plain way")


# What a start asks for


ASKED_FIRST = """addEventListener("DOMContentLoaded", () => {
  // What a slow machine asks for once the slider can be moved is not counted.
  new MutationObserver(() => {
    globalThis.askedFirst ??= [location.href]
      .concat(performance.getEntriesByType("resource").map(({ name }) => name));
  }).observe(document.querySelector("#iteration"), { childList: true });
});"""
"""Remembers all that a page has asked for when its first iteration is seen."""


def test_a_start_makes_twelve_requests_at_most_and_asks_for_nothing_twice(
    page: Page, host: OddHost, dist: Path
) -> None:
    asked = asked_by(page)
    held: list[Route] = []
    for name in ("loader", "worker"):  # Python, which nobody needs yet
        page.route(f"**/{code(dist, name).name}", lambda route: held.append(route))
    page.add_init_script(ASKED_FIRST)
    page.goto(host.origin)
    expect(iteration(page)).not_to_be_empty()
    assert 6 <= len(page.evaluate("askedFirst")) <= 12
    go_to(page, 9)
    expect_iteration(page, 9)
    for route in held:
        route.continue_()
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
        f'<p style="height: 5000px"></p><iframe src="{host.origin}/">', encoding="utf-8"
    )
    with OddHost({"/": tutorial}).serving() as author:
        page.goto(author.origin)
        expect(page.frame_locator("iframe").get_by_role("button", name="Train")).to_be_attached()
        expect(page.frame_locator("iframe").locator("#unopened")).to_have_count(0)
    names = [url.removeprefix(f"{host.origin}/") for url in asked if host.origin in url]
    files = [dist / (name or "index.html") for name in [*names, "icon.svg"]]
    assert len(files) <= 10
    assert sum(len(gzip.compress(file.read_bytes(), 6)) for file in files) <= 20_000
