"""Serving dist/ to this machine."""

import errno
import html
import io
import os
import sys
import webbrowser
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import Any
from urllib.parse import urlsplit

from builder.bundle import MARKER
from builder.console import Failure, say
from builder.offline import SERVICE_WORKER
from builder.watch import rebuild_on_change

HOST = "127.0.0.1"
PORTS_TRIED = 100
RELOAD = Path(__file__).with_name("reload.js")
RELOAD_PATH = ".reload.js"


class Handler(SimpleHTTPRequestHandler):
    """Answers with the files of one folder, under one prefix, and logs nothing."""

    # Named here, because a system's own table may say otherwise or nothing.
    extensions_map = {  # noqa: RUF012 (the base class declares it)
        **SimpleHTTPRequestHandler.extensions_map,
        ".html": "text/html; charset=utf-8",
        ".css": "text/css; charset=utf-8",
        ".js": "text/javascript; charset=utf-8",
        ".mjs": "text/javascript; charset=utf-8",
        ".json": "application/json",
        ".svg": "image/svg+xml",
        ".wasm": "application/wasm",  # without which browsers do not compile while they load
        ".webmanifest": "application/manifest+json",
        ".whl": "application/zip",
        ".zip": "application/zip",
    }

    def __init__(
        self, *args: Any, prefix: str, without: str | None, reloading: bool, **kwargs: Any
    ) -> None:
        self.prefix, self.without, self.reloading = prefix, without, reloading
        super().__init__(*args, **kwargs)

    def send_head(self) -> Any:
        """Answer only below the prefix, with the path that is left without it."""
        inside = self.path.startswith(self.prefix)
        self.path = "/" + self.path.removeprefix(self.prefix)
        if not inside or self.path == f"/{self.without}":
            self.send_error(404)
            return None
        if self.reloading and self.path == f"/{RELOAD_PATH}":
            return self._send_made(RELOAD.read_bytes(), "text/javascript; charset=utf-8")
        file = Path(self.translate_path(self.path))
        if urlsplit(self.path).path.endswith("/"):
            file /= "index.html"
        if self.reloading and file.suffix == ".html" and file.is_file():
            return self._send_made(self._with_reload(file), self.guess_type(file))
        if file.is_file():
            modified = self.date_time_string(int(file.stat().st_mtime))
            if self.headers["If-Modified-Since"] != modified:
                del self.headers["If-Modified-Since"]  # older than the browser's is changed, too
        return super().send_head()

    def _with_reload(self, page: Path) -> bytes:
        """Return a page with the script that loads it again when there is another build."""
        marker = Path(self.directory, MARKER)
        # Read before the page: were a build to end in between, the page would load itself again.
        built = marker.read_text(encoding="utf-8") if marker.exists() else ""
        script = (
            f'<script src="{self.prefix}{RELOAD_PATH}" data-marker="{MARKER}" '
            f'data-built="{html.escape(built)}"></script>'
        )
        text = page.read_text(encoding="utf-8")
        return text.replace("</head>", f"{script}</head>", 1).encode()

    def _send_made(self, body: bytes, kind: str) -> io.BytesIO:
        """Answer with what is no file."""
        self.send_response(200)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        return io.BytesIO(body)

    def translate_path(self, path: str) -> str:
        """Return the file that is meant; one outside of the folder, as by a link, is not there."""
        file = Path(super().translate_path(path))
        folder = Path(self.directory).resolve()
        return str(file) if file.resolve().is_relative_to(folder) else ""

    def list_directory(self, path: Any) -> None:
        """Do as the hosts of static pages do: a folder without an index.html is not there."""
        self.send_error(404)

    def end_headers(self) -> None:
        """Have the browser ask each time whether a file has changed: it is being worked on."""
        self.send_header("Cache-Control", "no-cache")
        # As GitHub Pages does: a sandboxed frame has no origin of its own to be the same as.
        self.send_header("Access-Control-Allow-Origin", "*")
        super().end_headers()

    def log_message(self, format: str, *args: Any) -> None:
        """Say nothing."""


class Server(ThreadingHTTPServer):
    """A server that does not mind a browser that hangs up."""

    # A port that another program serves on is taken; these would share it, on some systems.
    allow_reuse_address = os.name != "nt"
    allow_reuse_port = False
    daemon_threads = True

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Report what went wrong here; not that the browser left."""
        if not isinstance(sys.exception(), ConnectionError):
            super().handle_error(request, client_address)


@contextmanager
def serving(
    folder: Path,
    *,
    port: int = 0,
    prefix: str = "/",
    without: str | None = None,
    reloading: bool = False,
) -> Iterator[str]:
    """Serve a folder while the block runs, and give its address, which ends in the prefix.

    Port 0 is any free one; another that is taken makes way for the next free one. `without` is
    a file of the folder that is not given out. Where `reloading`, pages load themselves again when
    there is another build in the folder.

    >>> import tempfile
    >>> with serving(Path(tempfile.mkdtemp()), prefix="/lesson/neuron/") as address:
    ...     address.endswith("/lesson/neuron/")
    True
    """
    handler = partial(
        Handler, directory=str(folder), prefix=prefix, without=without, reloading=reloading
    )
    with _server(port, handler) as server:
        thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
        thread.start()
        try:
            yield f"http://{HOST}:{server.server_port}{prefix}"
        finally:
            server.shutdown()
            thread.join()


def _server(port: int, handler: Any) -> Server:
    last = min(port + PORTS_TRIED, 65536) if port else 1
    for candidate in range(port, last):
        try:
            return Server((HOST, candidate), handler)
        except OSError as error:
            if error.errno not in (errno.EADDRINUSE, errno.EACCES):
                raise
    raise Failure(f"No free port between {port} and {last - 1}: give another with --port.")


def until_stopped(folder: Path, port: int, *, open_page: bool) -> None:
    """Serve dist/ until Ctrl-C; after a change of a source, build it and load open pages again.

    Its page is opened where there is a desktop to open it on. The page's service worker is kept
    back: whoever has just built the page wants to see that build at once, not the one that a
    browser has kept of this address.
    """
    with serving(folder, port=port, without=SERVICE_WORKER, reloading=True) as address:
        if f":{port}/" not in address:
            say(f"Port {port} is taken: using the next free one.")
        say(f"The page is at {address} (Ctrl-C stops it)")
        say("A change of its sources builds it again and loads open pages again.")
        if open_page and _has_desktop():
            with suppress(webbrowser.Error):
                webbrowser.open(address)
        rebuild_on_change()


def _has_desktop() -> bool:
    if os.environ.get("CI"):
        return False
    if sys.platform.startswith("linux"):
        return bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))
    return True
