"""On hosts with ways of their own, as people have reported them: what a reader must find there.

A case is a condition of the host and what is right there; the numbers are those of the reports.
"""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import BrowserContext, expect

from builder.serve import HOST
from tests.hosts.conftest import FAR_AWAY, Put
from tests.hosts.right import (
    Right,
    is_told,
    opens,
    opens_in_the_end,
    opens_or_tells,
    tells,
    trains_or_tells,
    works,
    works_but_for_the_copy,
    works_in_full,
)
from tests.hosts.visits import visit
from tests.odd import (
    ISOLATED,
    LEAST,
    NO_TYPE,
    UNKNOWN,
    Way,
    any_depth,
    bare_folder,
    bare_index,
    changes,
    fails_at_first,
    falsely_encoded,
    half,
    injects,
    lower_case,
    pointer,
    policy,
    refuses,
    sends,
    text_mode,
    typed,
    windows_line_ends,
    zipped,
)

SCRIPT = b"<script>globalThis.counted = true</script>"
OPEN = sends("Access-Control-Allow-Origin", "*")
NO_SNAPSHOT = refuses("*.zst")
BIN = r"frames\.bin"
ARCHIVES = ("*.bin", "*.zst", "*.wasm", "*.zip", "*.whl", "*.png")


def is_damaged(name: str) -> Right:
    """The host is told which file is not whole, or not right."""
    return tells(rf"{name} .*not the file (that )?the build made")


def case(row: int, condition: str, right: Right, *ways: Way) -> Any:
    """A condition of a host, and what is right there; `row` numbers the report."""
    return pytest.param(ways, right, id=f"{row}: {condition}")


def each(patterns: tuple[str, ...], change: Callable[[bytes], bytes]) -> list[Way]:
    return [changes(pattern, change) for pattern in patterns]


TYPES = [
    case(2, ".mjs of no known type", works_in_full, typed("*.mjs", UNKNOWN)),
    case(2, ".mjs as text", works_in_full, typed("*.mjs", "text/plain")),
    case(2, ".mjs is not given out", works_in_full, refuses("*.mjs")),
    case(3, ".wasm of no known type", works_in_full, typed("*.wasm", UNKNOWN)),
    case(3, ".wasm as text", works_in_full, typed("*.wasm", "text/plain")),
    case(
        3, "the plain start too", works_but_for_the_copy, typed("*.wasm", "text/plain"), NO_SNAPSHOT
    ),
    case(4, ".js as text", tells(r"\.js", "text/plain"), typed("*.js", "text/plain")),
    case(
        4,
        ".js as text, no guessing",
        tells(r"\.js", "text/javascript", may_pass=True),
        typed("*.js", "text/plain"),
        sends("X-Content-Type-Options", "nosniff"),
    ),
    case(4, ".js of no known type", tells(r"\.js", UNKNOWN), typed("*.js", UNKNOWN)),
    case(4, "no types at all", tells(r"\.js", "type"), typed("*", NO_TYPE)),
    case(4, "styles of no known type", opens_or_tells("css"), typed("*.css", UNKNOWN)),
    case(31, "no guessing of types", works_in_full, sends("X-Content-Type-Options", "nosniff")),
]

ADDRESSES = [
    case(0, "nothing odd", works_in_full),
    case(1, "index.html is redirected to its folder", works, bare_index),
    case(5, "no redirect to the last slash", opens_or_tells("slash", at="../neuron"), bare_folder),
    case(5, "the page at any depth", opens_or_tells("address", at="deep/er/"), any_depth),
    case(5, "the page at any name", opens_or_tells("address", at="tutorial"), any_depth),
]

POLICIES = [
    case(
        6,
        "a sandbox on a closed host",
        tells("Access-Control-Allow-Origin"),
        policy("sandbox allow-scripts"),
    ),
    case(6, "a sandbox on an open host", opens, policy("sandbox allow-scripts"), OPEN),
    case(14, "only its own files", tells("policy", "WebAssembly"), policy("default-src 'self'")),
    case(
        15,
        "no WebAssembly",
        tells("policy", "WebAssembly"),
        policy("script-src 'self' 'unsafe-inline'"),
    ),
    case(16, "the least", works_in_full, policy(LEAST)),
    case(16, "the least, no styles in the page", works_in_full, policy(LEAST, "style-src 'self'")),
    case(17, "no scripts", tells("script"), policy("script-src 'none'")),
    case(
        17,
        "no workers",
        tells("policy|worker"),
        policy(LEAST.replace("worker-src 'self'", "worker-src 'none'")),
    ),
    case(17, "no connections", tells("policy|fetch"), policy(LEAST, "connect-src 'none'")),
    case(
        17,
        "trusted types",
        opens_or_tells("policy|trusted"),
        policy("require-trusted-types-for 'script'"),
    ),
    case(31, "isolated", works_in_full, *ISOLATED),
]

FILES = [
    case(9, "a script is added to the page", works_but_for_the_copy, injects(SCRIPT)),
    case(12, "line ends of Windows in all text", works_but_for_the_copy, *windows_line_ends()),
    case(
        13,
        "a script is added to pictures too",
        works_but_for_the_copy,
        injects(SCRIPT),
        injects(b"<script/>", "*.svg", b"</svg>"),
    ),
    case(
        18,
        "pointers in the place of archives",
        is_damaged("frames.bin"),
        *each(ARCHIVES, pointer),
    ),
    case(19, "a pointer for .wasm", is_damaged("pyodide.asm.wasm"), changes("*.wasm", pointer)),
    case(19, "half of .wasm", is_damaged("pyodide.asm.wasm"), changes("*.wasm", half)),
    case(19, "half of .bin", is_damaged("frames.bin"), changes("*.bin", half)),
    case(
        19,
        "half of .zip, no snapshot",
        is_damaged("python_stdlib.zip"),
        changes("*.zip", half),
        NO_SNAPSHOT,
    ),
    case(
        19,
        "a pointer for NumPy, no snapshot",
        is_damaged(r"numpy-\S+.whl"),
        changes("*/numpy*.whl", pointer),
        NO_SNAPSHOT,
    ),
    case(20, "half of the snapshot", works_but_for_the_copy, changes("*/memory.zst", half)),
    case(20, "pointers for the snapshot", works_but_for_the_copy, changes("*.zst", pointer)),
    case(21, "everything uploaded as text", is_damaged("frames.bin"), changes("*", text_mode)),
    case(
        21,
        ".wasm uploaded as text",
        is_damaged("pyodide.asm.wasm"),
        changes("*.wasm", text_mode),
    ),
    case(
        22,
        "no archives",
        works_but_for_the_copy,
        refuses("*.whl"),
        refuses("*.zip"),
        refuses("*.webmanifest"),
    ),
    case(23, "no wheels, no snapshot", tells(r"\.whl", "404"), refuses("*.whl"), NO_SNAPSHOT),
    case(
        25,
        "what is packed is called encoded",
        works_but_for_the_copy,
        falsely_encoded("*.zst", "zstd"),
    ),
    case(25, "a false encoding of the snapshot", works_but_for_the_copy, falsely_encoded("*.zst")),
    case(26, "a false encoding of .wasm", tells(r"\.wasm"), falsely_encoded("*.wasm")),
    case(26, "a false encoding of scripts", tells(r"\.js"), falsely_encoded("*.js")),
    case(
        26,
        "a false encoding of the recording",
        tells(BIN, may_pass=True),
        falsely_encoded("*.bin"),
    ),
    case(27, "no name with share in it", works_but_for_the_copy, refuses("*share*")),
    case(28, "no styles", opens_or_tells("css"), refuses("*.css")),
    case(29, "lower-cased names", works_but_for_the_copy, lower_case),
    case(29, "no folder of scripts", tells(r"main-\w+\.js", may_pass=True), refuses("*/code/*")),
    case(29, "no folder of data", tells(BIN, "404", may_pass=True), refuses("*/files/*")),
    case(
        30,
        "one file in fifty fails at first",
        opens_in_the_end,
        fails_at_first(50),
    ),
    case(
        30,
        "one file in ten fails at first",
        opens_in_the_end,
        fails_at_first(10),
    ),
    case(31, "gzip on everything", works_in_full, zipped),
    case(31, "nothing is to be stored", works_in_full, sends("Cache-Control", "no-store")),
]


@pytest.mark.parametrize(("ways", "right"), [*TYPES, *ADDRESSES, *POLICIES, *FILES])
def test_what_is_right(
    ways: tuple[Way, ...], right: Right, put: Put, reader: BrowserContext
) -> None:
    right(put(*ways), reader)


FRAME = '<iframe sandbox="allow-scripts" width="1000" height="800" src="{}"></iframe>'


def test_6_in_a_sandboxed_frame_of_a_closed_host(put: Put, reader: BrowserContext) -> None:
    page = reader.new_page()
    page.set_content(FRAME.format(put().address))
    is_told(page.frame_locator("iframe"), "Access-Control-Allow-Origin")


def test_6_in_a_sandboxed_frame_of_an_open_host(put: Put, reader: BrowserContext) -> None:
    page = reader.new_page()
    page.set_content(FRAME.format(put(OPEN).address))
    frame = page.frame_locator("iframe")
    frame.get_by_role("button", name="Train").click()
    expect(frame.get_by_role("status")).to_contain_text("the answer is 0.99995873")


def test_27_with_a_filter_for_names_of_shares(put: Put, reader: BrowserContext) -> None:
    reader.route("**/*share*", lambda route: route.abort("blockedbyclient"))
    works_but_for_the_copy(put(), reader)


@pytest.mark.parametrize("how", [404, 503, "blocked"])
@pytest.mark.parametrize("name", ["main", "page", "part", "worker", "loader"])
def test_28_a_script_does_not_arrive(
    name: str, how: int | str, put: Put, reader: BrowserContext
) -> None:
    host = put(refuses(f"*/code/{name}-*.js", how)) if isinstance(how, int) else put()
    if how == "blocked":
        reader.route(f"**/code/{name}-*.js", lambda route: route.abort("blockedbyclient"))
    with visit(reader, host.address) as page:
        trains_or_tells(page, rf"{name}-\w+\.js|has not opened")


def test_31_plain_http_of_another_machine(put: Put, reader: BrowserContext) -> None:
    """Browsers give such a page neither service workers nor hashes."""
    host = put()
    host.address = host.address.replace(HOST, FAR_AWAY)
    works_but_for_the_copy(host, reader)


def test_32_from_a_file(first: Path, second: Path, reader: BrowserContext) -> None:
    for build in (first, first, second):
        with visit(reader, (build / "index.html").as_uri()) as page:
            is_told(page, "Serve its folder")
