"""The server that shows dist/ to this machine."""

import http.client
import re
import socket
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from builder.bundle import MARKER
from builder.serve import serving


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "secret.txt").write_text("not yours", encoding="utf-8")
    folder = tmp_path / "dist"
    folder.mkdir()
    for name in ("index.html", "a.js", "a.mjs", "a.wasm", "a.whl", "a.zip", "a.json", "a.css"):
        (folder / name).write_text(name, encoding="utf-8")
    (folder / "empty").mkdir()
    return folder


def body(address: str, path: str) -> str:
    sent: bytes = get(address, path).body  # type: ignore[attr-defined]
    return sent.decode()


def get(address: str, path: str, **headers: str) -> http.client.HTTPResponse:
    """Ask for exactly this path, with nothing made neat on the way."""
    connection = http.client.HTTPConnection(urlsplit(address).netloc, timeout=5)
    connection.request("GET", path, headers=headers)
    answer = connection.getresponse()
    answer.body = answer.read()  # type: ignore[attr-defined]
    connection.close()
    return answer


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("", "text/html; charset=utf-8"),
        ("a.js", "text/javascript; charset=utf-8"),
        ("a.mjs", "text/javascript; charset=utf-8"),
        ("a.css", "text/css; charset=utf-8"),
        ("a.wasm", "application/wasm"),
        ("a.whl", "application/zip"),
        ("a.zip", "application/zip"),
        ("a.json", "application/json"),
    ],
)
def test_says_what_kind_of_file_it_is(folder: Path, name: str, kind: str) -> None:
    with serving(folder) as address:
        answer = get(address, f"/{name}")
    assert answer.status == 200
    assert answer.headers["Content-Type"] == kind
    assert answer.headers["Cache-Control"] == "no-cache"


def test_serves_below_a_prefix_and_nowhere_else(folder: Path) -> None:
    with serving(folder, prefix="/lesson/neuron/") as address:
        assert address.endswith("/lesson/neuron/")
        assert get(address, "/lesson/neuron/?seed=2").status == 200
        assert get(address, "/lesson/neuron/a.js").status == 200
        assert get(address, "/").status == 404
        assert get(address, "/a.js").status == 404


@pytest.mark.parametrize(
    "path",
    ["/../secret.txt", "/%2e%2e/secret.txt", "/empty/..%2f../secret.txt", "/link.txt", "/empty/"],
)
def test_never_leaves_its_folder_and_lists_nothing(folder: Path, path: str) -> None:
    (folder / "link.txt").symlink_to(folder.parent / "secret.txt")
    with serving(folder) as address:
        assert get(address, path).status == 404


def test_a_file_that_the_browser_has_is_sent_again_only_if_it_is_another(folder: Path) -> None:
    with serving(folder) as address:
        modified = get(address, "/a.js").headers["Last-Modified"]
        assert get(address, "/a.js", **{"If-Modified-Since": modified}).status == 304
        later = "Fri, 01 Jan 2100 00:00:00 GMT"
        assert get(address, "/a.js", **{"If-Modified-Since": later}).status == 200


def test_a_port_that_is_taken_makes_way_for_the_next(folder: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        with serving(folder, port=port) as address:
            assert (urlsplit(address).port or 0) > port
            assert get(address, "/").status == 200


def test_a_file_can_be_kept_back(folder: Path) -> None:
    with serving(folder, prefix="/page/", without="a.js") as address:
        assert get(address, "/page/a.js").status == 404
        assert get(address, "/page/a.mjs").status == 200


def test_only_serve_adds_the_script_that_loads_pages_again(folder: Path) -> None:
    page = "<head><title>One neuron</title></head>"
    (folder / "index.html").write_text(page, encoding="utf-8")
    (folder / MARKER).write_text("first", encoding="utf-8")
    with serving(folder, prefix="/page/") as address:
        assert body(address, "/page/") == page
    with serving(folder, prefix="/page/", reloading=True) as address:
        (served,) = {body(address, path) for path in ("/page/", "/page/index.html", "/page/?a")}
        script = re.findall("<script.*?</script>", served)
        assert served.replace("".join(script), "") == page
        (source,) = re.findall('src="(.*?)"', script[0])
        assert "location.reload()" in body(address, source)
        assert get(address, source).headers["Content-Type"] == "text/javascript; charset=utf-8"
    assert (folder / "index.html").read_text(encoding="utf-8") == page
