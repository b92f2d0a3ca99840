"""A small server of static files that is as odd as a test wants it to be, at any moment."""

from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from fnmatch import fnmatch
from functools import partial
from http.server import BaseHTTPRequestHandler
from pathlib import Path
from threading import Thread
from typing import Any
from urllib.parse import urlsplit

from builder.serve import HOST, Handler, Server

Content = Callable[[bytes], bytes]


@dataclass
class OddHost:
    """What is served, and in which ways that is not what one would expect.

    Patterns are those of file names, and of whole paths where they have a slash.
    """

    folders: Mapping[str, Path]
    """By the paths at which they are, which begin and end with a slash."""
    headers: dict[str, str] = field(default_factory=dict)
    """Sent with every file."""
    types: dict[str, str | None] = field(default_factory=dict)
    """By patterns; None for no type at all."""
    encodings: dict[str, str] = field(default_factory=dict)
    contents: dict[str, Content] = field(default_factory=dict)
    missing: set[str] = field(default_factory=set)
    statuses: dict[str, int] = field(default_factory=dict)
    redirects_index: bool = False
    """Whether index.html is redirected to its folder."""
    slashless: bool = False
    """Whether a folder's page is given at the folder's address without its last slash."""
    answers_all: bool = False
    """Whether the page of the folder is given for what is not there."""
    is_there: bool = True
    asked: Counter[str] = field(default_factory=Counter)
    address: str = ""

    def file(self, path: str) -> Path | None:
        for prefix, folder in self.folders.items():
            if path == prefix.rstrip("/") and self.slashless:
                return folder / "index.html"
            if path.startswith(prefix):
                inside = path.removeprefix(prefix)
                file = folder / (
                    inside + "index.html" if inside.endswith("/") or not inside else inside
                )
                if file.is_file() and not one_of(self.missing, path):
                    return file
                return folder / "index.html" if self.answers_all else None
        return None

    @contextmanager
    def serving(self) -> Iterator["OddHost"]:
        with Server((HOST, 0), partial(Answer, host=self)) as server:
            self.address = f"http://{HOST}:{server.server_port}"
            Thread(target=server.serve_forever, args=[0.05], daemon=True).start()
            yield self
            server.shutdown()


def one_of(patterns: Any, path: str) -> Any:
    """Return the first pattern that a path fits, or what a mapping has for it."""
    for pattern in patterns:
        if fnmatch(path if "/" in pattern else path.rsplit("/", 1)[-1], pattern):
            return (patterns[pattern],) if isinstance(patterns, dict) else (pattern,)
    return None


class Answer(BaseHTTPRequestHandler):
    """One connection."""

    def __init__(self, *args: Any, host: OddHost) -> None:
        self.host = host
        super().__init__(*args)

    def do_GET(self) -> None:
        host, path = self.host, urlsplit(self.path).path
        host.asked[path] += 1
        if not host.is_there:
            self.close_connection = True
            return
        if host.redirects_index and path.endswith("/index.html"):
            self.send_response(308)
            self.send_header("Location", path.removesuffix("index.html"))
            self.end_headers()
            return
        file = host.file(path)
        status = one_of(host.statuses, path)
        if file is None or status:
            self.send_error(status[0] if status else 404)
            return
        change = one_of(host.contents, f"/{file.name}")
        body = change[0](file.read_bytes()) if change else file.read_bytes()
        given = one_of(host.types, f"/{file.name}")
        kind = (
            given[0]
            if given
            else Handler.extensions_map.get(file.suffix) or "application/octet-stream"
        )
        self.send_response(200)
        if kind is not None:
            self.send_header("Content-Type", kind)
        if encoding := one_of(host.encodings, f"/{file.name}"):
            self.send_header("Content-Encoding", encoding[0])
        self.send_header("Content-Length", str(len(body)))
        for name, value in host.headers.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: Any) -> None:
        """Say nothing."""
