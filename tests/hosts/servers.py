"""The servers that people put a folder of files on, each with its own default settings."""

import os
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from functools import cache
from pathlib import Path

from builder.console import Failure
from builder.files import CACHE, sole_writer
from builder.runtime import node_program, npm_packages
from builder.serve import HOST
from tests.hosts import debian
from tests.hosts.place import Command, Missing, Place

PATIENCE = 20  # seconds for a server to answer, and to end


@cache
def npm_folder() -> Path:
    try:
        with sole_writer():
            return npm_packages(Path(__file__).parent, CACHE / "hosts" / "node_modules")
    except Failure as failure:
        raise Missing(f"npm's servers could not be had: {failure}") from failure


def serve(place: Place) -> Command:
    script = npm_folder() / "serve" / "build" / "main.js"
    return _node(script, "--listen", f"tcp://{place.host}:{place.port}", place.folder)


def http_server(place: Place) -> Command:
    script = npm_folder() / "http-server" / "bin" / "http-server"
    return _node(script, place.folder, "-a", place.host, "-p", str(place.port))


def vite_preview(place: Place) -> Command:
    script = npm_folder() / "vite" / "bin" / "vite.js"
    options = ["--host", place.host, "--port", str(place.port), "--strictPort"]
    return _node(script, "preview", place.work, "--outDir", place.folder, *options)


def _node(script: Path, *arguments: str | Path) -> Command:
    return Command([node_program("node"), script, *arguments])


def python(place: Place) -> Command:
    options: list[str | Path] = ["--bind", place.host, "--directory", place.folder]
    return Command([sys.executable, "-m", "http.server", str(place.port), *options])


SERVERS: dict[str, Callable[[Place], Command]] = {
    "nginx": debian.nginx,
    "apache2": debian.apache2,
    "lighttpd": debian.lighttpd,
    "caddy": debian.caddy,
    "serve": serve,
    "http-server": http_server,
    "vite preview": vite_preview,
    "Python's http.server": python,
}


@contextmanager
def running(name: str, folder: Path, work: Path, port: int = 0) -> Iterator[str]:
    """Run a server while the block runs, and give its origin, without a slash at its end.

    `work` is an empty folder that it may write to; servers started by root read both as others.

    Raises
    ------
    Missing
        If this machine does not have it and cannot get it.
    """
    place = Place(folder, port or _free_port(), work)
    command = SERVERS[name](place)
    log = work / "printed.log"
    environment = os.environ | dict(command.environment)
    with log.open("wb") as output:
        process = subprocess.Popen(
            command.line, cwd=work, env=environment, stdout=output, stderr=subprocess.STDOUT
        )
    try:
        _wait_for(place, process, log)
        yield f"http://{place.host}:{place.port}"
    finally:
        process.terminate()
        process.wait(PATIENCE)


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind((HOST, 0))
        port: int = probe.getsockname()[1]
        return port


def _wait_for(place: Place, process: subprocess.Popen[bytes], log: Path) -> None:
    """Return when the server takes connections."""
    end = time.monotonic() + PATIENCE
    while process.poll() is None and time.monotonic() < end:
        with suppress(OSError), socket.create_connection((place.host, place.port), timeout=1):
            return
        time.sleep(0.05)
    raise AssertionError(f"it does not answer:\n{log.read_text(errors='replace')}")
