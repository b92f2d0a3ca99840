"""A host of static files as GitHub Pages is one, at the end of a line that can be made slow.

Assumed of GitHub Pages: it sends text, JSON, SVG and WebAssembly with gzip (level 6) and leaves
wheels, archives and `.bin` as they are; what it sent is fresh for ten minutes. Everything is read
and compressed before it is asked for. What is counted are the bytes of the bodies.

The line is slowed here and not in the browser, whose own throttling leaves out what workers fetch
and their module scripts: all answers share its speed, and each begins one round trip late. Opening
a connection costs nothing extra, on either page.
"""

import gzip
import hashlib
import re
import time
from collections import Counter
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from http.server import BaseHTTPRequestHandler
from pathlib import Path
from threading import Lock, Thread
from typing import Any
from urllib.parse import urlsplit

from builder.files import sources
from builder.serve import HOST, Handler, Server

COMPRESSED = {
    "application/json",
    "application/manifest+json",
    "application/wasm",
    "image/svg+xml",
    "text/css; charset=utf-8",
    "text/html; charset=utf-8",
    "text/javascript; charset=utf-8",
}
AT_ONCE = 4096  # bytes: what a slow line carries between two looks at the clock


@dataclass(frozen=True)
class File:
    """A file as it is sent."""

    body: bytes
    kind: str
    tag: str
    packed: bool

    @classmethod
    def of(cls, path: Path) -> "File":
        return cls.made(path.read_bytes(), path.suffix)

    @classmethod
    def made(cls, body: bytes, suffix: str) -> "File":
        kind = Handler.extensions_map.get(suffix, "application/octet-stream")
        tag = f'"{hashlib.sha256(body).hexdigest()[:16]}"'
        packed = kind in COMPRESSED
        return cls(gzip.compress(body, 6) if packed else body, kind, tag, packed)


def without_scripts(page: str) -> str:
    """Return a page with nothing but its HTML and CSS: no script, and none fetched beforehand."""
    page = re.sub(r"<script\b.*?</script>", "", page, flags=re.DOTALL)
    return re.sub(r'<link rel="(?:modulepreload|preload)"[^>]*>', "", page)


class Line:
    """The one way to the browser: so many bits a second, and a round trip of so many seconds."""

    def __init__(self, bits: float = float("inf"), round_trip: float = 0) -> None:
        self.bits, self.round_trip = bits, round_trip
        self.free_at = 0.0
        self.lock = Lock()

    def carry(self, size: int) -> None:
        """Wait until that many bytes have gone through, after those of others."""
        with self.lock:
            self.free_at = max(time.monotonic(), self.free_at) + 8 * size / self.bits
            wait = self.free_at - time.monotonic()
        if wait > 0:
            time.sleep(wait)


class Host:
    """Files at paths, and how they are sent; all of it may be changed between two visits."""

    def __init__(self, folders: Mapping[str, Path]) -> None:
        self.address = ""
        self.files = {
            f"/{prefix}{path.relative_to(folder).as_posix()}": File.of(path)
            for prefix, folder in folders.items()
            for path in sources(folder)
        }
        self.line = Line()
        self.reachable = True
        self.headers = {"Cache-Control": "max-age=600", "Access-Control-Allow-Origin": "*"}
        self.sent: Counter[str] = Counter()

    @contextmanager
    def but(self, **changes: Any) -> Iterator[None]:
        """Be another host while the block runs."""
        usual = {name: getattr(self, name) for name in changes}
        vars(self).update(changes)
        try:
            yield
        finally:
            vars(self).update(usual)

    @contextmanager
    def serving(self) -> Iterator["Host"]:
        """Serve while the block runs."""
        with Server((HOST, 0), partial(Answer, host=self)) as server:
            self.address = f"http://{HOST}:{server.server_port}/"
            Thread(target=server.serve_forever, args=[0.05], daemon=True).start()
            yield self
            server.shutdown()


class Answer(BaseHTTPRequestHandler):
    """One connection."""

    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True

    def __init__(self, *args: Any, host: Host) -> None:
        self.host = host
        super().__init__(*args)

    def do_GET(self) -> None:
        line, path = self.host.line, urlsplit(self.path).path
        path += "index.html" if path.endswith("/") else ""
        file = self.host.files.get(path)
        if not self.host.reachable:
            self.close_connection = True
            return
        time.sleep(line.round_trip)
        if file is None:
            self.send_error(404)
            return
        changed = self.headers["If-None-Match"] != file.tag
        self.send_response(200 if changed else 304)
        for name, value in {**self.host.headers, "ETag": file.tag}.items():
            self.send_header(name, value)
        if not changed:
            self.end_headers()
            return
        self.send_header("Content-Type", file.kind)
        self.send_header("Content-Length", str(len(file.body)))
        if file.packed:
            self.send_header("Content-Encoding", "gzip")
        self.end_headers()
        self._send(path, file.body)

    def _send(self, path: str, body: bytes) -> None:
        line = self.host.line
        size = len(body) if line.bits == float("inf") else AT_ONCE
        for start in range(0, len(body), size):
            part = body[start : start + size]
            line.carry(len(part))
            self.wfile.write(part)
            self.host.sent[path] += len(part)

    def log_message(self, format: str, *args: Any) -> None:
        """Say nothing."""
