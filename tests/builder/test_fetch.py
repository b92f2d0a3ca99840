"""Sources are tried in order, and nothing wrong or half is ever kept."""

import hashlib
from collections.abc import Iterator
from functools import partial
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread

import pytest

from builder import files
from builder.console import Failure
from builder.fetch import Source, from_address, obtain

GOOD = b"the bytes that are wanted" * 10_000
DIGEST = hashlib.sha256(GOOD).hexdigest()


class StandIn(BaseHTTPRequestHandler):
    """A download server with one good file, one altered, one cut short and one missing."""

    asked: list[str]

    def do_GET(self) -> None:
        self.asked.append(self.path)
        if self.path == "/missing":
            self.send_error(404)
            return
        body = b"other" + GOOD[5:] if self.path == "/altered" else GOOD
        self.send_response(200)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body[: len(body) // 2] if self.path == "/cut-short" else body)

    def log_message(self, format: str, *args: object) -> None:
        pass


@pytest.fixture
def server() -> Iterator[str]:
    StandIn.asked = []
    with ThreadingHTTPServer(("127.0.0.1", 0), StandIn) as server:
        Thread(target=server.serve_forever, args=[0.01], daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()


@pytest.fixture
def target(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(files, "CACHE", tmp_path)
    return tmp_path / "wheels" / "a.whl"


def at(address: str) -> Source:
    return Source(address, partial(from_address, address))


def test_the_first_source_that_has_it_is_enough(server: str, target: Path) -> None:
    assert obtain(target, DIGEST, [at(f"{server}/good"), at(f"{server}/second")]) == target
    assert target.read_bytes() == GOOD
    assert StandIn.asked == ["/good"]


@pytest.mark.parametrize(
    ("bad", "reason"),
    [
        ("/missing", "404"),
        ("/altered", "refused, its SHA-256"),
        ("/cut-short", "broke off"),
    ],
)
def test_a_source_that_fails_is_named_and_the_next_one_used(
    bad: str, reason: str, server: str, target: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    obtain(target, DIGEST, [at(server + bad), at(f"{server}/good")])
    assert target.read_bytes() == GOOD
    said = capsys.readouterr().out
    assert server + bad in said
    assert reason in said


def test_a_server_that_is_not_there_is_a_dead_source(server: str, target: Path) -> None:
    obtain(target, DIGEST, [at("http://127.0.0.1:9/a.whl"), at(f"{server}/good")])
    assert target.read_bytes() == GOOD


def test_all_dead_names_each_why_and_what_to_do(server: str, target: Path) -> None:
    dead = [at(f"{server}/missing"), at(f"{server}/altered"), at(f"{server}/cut-short")]
    with pytest.raises(Failure) as failure:
        obtain(target, DIGEST, dead)
    text = str(failure.value)
    assert all(source.name in text for source in dead)
    assert "404" in text
    assert "refused" in text
    assert "broke off" in text
    assert str(target) in text
    assert DIGEST in text
    assert not target.exists()


def test_what_is_cached_is_used_without_asking_anyone(target: Path) -> None:
    target.parent.mkdir()
    target.write_bytes(GOOD)
    assert obtain(target, DIGEST, []) == target


def test_a_cached_file_that_is_wrong_is_fetched_again(server: str, target: Path) -> None:
    target.parent.mkdir()
    target.write_bytes(b"wrong")
    obtain(target, DIGEST, [at(f"{server}/good")])
    assert target.read_bytes() == GOOD


def test_an_interrupted_download_leaves_nothing(target: Path) -> None:
    def interrupted(to: Path) -> None:
        to.write_bytes(GOOD[:1000])
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        obtain(target, DIGEST, [Source("a source", interrupted)])
    assert not any(path.is_file() for path in target.parent.parent.rglob("*"))
