"""A host of static files with ways of its own: what no server does by default, and people's do.

Without any ways it is a plain one: right types, `folder` redirected to `folder/`, 404 for the rest.
It answers in HTTP/1.0, so that nothing of it goes on in an open connection once it has stopped.

Patterns of ways are of file names, and of whole paths where they have a slash.
"""

import gzip
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from fnmatch import fnmatch
from functools import partial
from http.server import BaseHTTPRequestHandler
from pathlib import Path
from threading import Thread
from typing import Self
from urllib.parse import unquote, urlsplit
from zlib import crc32

from builder.serve import HOST, Handler, Server

UNKNOWN = "application/octet-stream"
NO_TYPE = ""
NO_ANSWER = 0
TEXTS = ("*.html", "*.css", "*.js", "*.mjs", "*.json", "*.svg", "*.webmanifest", "*LICENSE*")
LEAST = "default-src 'self'; script-src 'self' 'wasm-unsafe-eval'; worker-src 'self'"
"""The least policy under which the page works in full."""


@dataclass
class Answer:
    """What a path is about to be answered with; a way changes it."""

    path: str
    status: int = 404
    headers: dict[str, str] = field(default_factory=dict)
    body: bytes = b"not found"

    def give(self, file: Path) -> None:
        """Answer with a file, as it is."""
        self.status, self.body = 200, file.read_bytes()
        self.headers = {"Content-Type": Handler.extensions_map.get(file.suffix, UNKNOWN)}

    def redirect(self, to: str) -> None:
        self.status, self.body, self.headers = 301, b"", {"Location": to}

    def refuse(self, status: int) -> None:
        self.status, self.body, self.headers = status, b"", {}


type Way = Callable[["OddHost", Answer], None]
"""Something that a host does otherwise; ways are gone in the order in which they are given."""


class OddHost:
    """Folders at paths of one origin, and the ways of their host; a test may change both.

    >>> import tempfile, urllib.request
    >>> folder = Path(tempfile.mkdtemp())
    >>> _ = (folder / "main.js").write_text("1")
    >>> with OddHost({"/a/": folder}, typed("*.js", "text/plain")).serving() as host:
    ...     urllib.request.urlopen(f"{host.origin}/a/main.js").headers["Content-Type"]
    'text/plain'
    >>> host.asked["/a/main.js"]
    1
    """

    origin: str
    """While it is serving, without a slash at its end."""

    def __init__(self, folders: Mapping[str, Path], *ways: Way) -> None:
        self.folders = folders
        self.ways = list(ways)
        self.asked: Counter[str] = Counter()

    @contextmanager
    def serving(self, port: int = 0) -> Iterator[Self]:
        """Serve while the block runs."""
        with Server((HOST, port), partial(_Connection, host=self)) as server:
            thread = Thread(target=server.serve_forever, args=[0.05], daemon=True)
            thread.start()
            try:
                self.origin = f"http://{HOST}:{server.server_port}"
                yield self
            finally:
                server.shutdown()
                thread.join()

    def answer(self, path: str) -> Answer:
        self.asked[path] += 1
        answer = Answer(path)
        file = self.file(path)
        if file and file.is_file():
            answer.give(file)
        elif self.file(path + "/"):
            answer.redirect(path + "/")
        for way in self.ways:
            way(self, answer)
        return answer

    def file(self, path: str) -> Path | None:
        """Return the file at a path; of a folder, which ends in a slash, its index.html."""
        path += "index.html" if path.endswith("/") else ""
        for prefix, folder in self.folders.items():
            if path.startswith(prefix) and (file := folder / path.removeprefix(prefix)).is_file():
                return file
        return None


def _each(pattern: str, change: Callable[[Answer], None], *, found: bool = True) -> Way:
    """Change the answers whose paths match; with `found`, only those that are files."""

    def way(_host: OddHost, answer: Answer) -> None:
        path = answer.path + ("index.html" if answer.path.endswith("/") else "")
        matched = path if "/" in pattern else path.rsplit("/", 1)[-1]
        if fnmatch(matched, pattern) and (answer.status == 200 or not found):
            change(answer)

    return way


def sends(name: str, value: str, pattern: str = "*") -> Way:
    """A header goes with every answer whose path matches."""
    return _each(pattern, lambda answer: answer.headers.update({name: value}), found=False)


ISOLATED = (
    sends("Cross-Origin-Opener-Policy", "same-origin"),
    sends("Cross-Origin-Embedder-Policy", "require-corp"),
    sends("Cross-Origin-Resource-Policy", "same-origin"),
)
"""The page is cut off from other origins, as those that share memory between workers must be."""


def policy(*rules: str) -> Way:
    """A Content-Security-Policy goes with every answer."""
    return sends("Content-Security-Policy", "; ".join(rules))


def typed(pattern: str, kind: str) -> Way:
    """Files are sent as this type, or with `NO_TYPE`."""
    return _each(pattern, lambda answer: answer.headers.update({"Content-Type": kind}))


def refuses(pattern: str, status: int = 404) -> Way:
    """Paths are answered with nothing but this status."""
    return _each(pattern, lambda answer: answer.refuse(status), found=False)


def changes(pattern: str, change: Callable[[bytes], bytes]) -> Way:
    """Files are not sent as they are."""

    def changed(answer: Answer) -> None:
        answer.body = change(answer.body)

    return _each(pattern, changed)


def injects(markup: bytes, pattern: str = "*.html", before: bytes = b"</body>") -> Way:
    """Markup is put into files, as local servers and tools that count visits do."""
    return changes(pattern, lambda body: body.replace(before, markup + before))


def pointer(body: bytes) -> bytes:
    """Return what git has of a file whose content is in a large-file store."""
    return (
        b"version https://git-lfs.github.com/spec/v1\n"
        b"oid sha256:4d7a214614ab2935c943f9e0ff69d22eadbb8f32b1258daaa5e2ca24d17e2393\n"
        b"size %d\n" % len(body)
    )


def half(body: bytes) -> bytes:
    """Return the half of a file that came before its upload broke off."""
    return body[: len(body) // 2]


def half_a_script(body: bytes) -> bytes:
    """Return about the half of a script: within a call, for what ends between calls may be one."""
    middle = len(body) // 2
    return body[: body.rfind(b"(", 0, middle) + 1 or middle]


def text_mode(body: bytes) -> bytes:
    """Return a file after an upload that took it for text of a Unix system."""
    return body.replace(b"\n", b"\r\n")


def windows_line_ends() -> list[Way]:
    """All text has other line ends, as after git has been told to change them."""
    return [changes(pattern, text_mode) for pattern in TEXTS]


def falsely_encoded(pattern: str, encoding: str = "gzip") -> Way:
    """Files whose paths match are said to be encoded, and are not."""
    return sends("Content-Encoding", encoding, pattern)


def fails_at_first(one_in: int) -> Way:
    """One path in so many is answered with 503 when it is first asked for, and rightly later."""
    asked: set[str] = set()

    def way(_host: OddHost, answer: Answer) -> None:
        if answer.path not in asked and crc32(answer.path.encode()) % one_in == 0:
            answer.refuse(503)
        asked.add(answer.path)

    return way


def zipped(host: OddHost, answer: Answer) -> None:
    """Everything is sent with gzip, archives and pictures too."""
    if answer.status == 200:
        answer.body = gzip.compress(answer.body, 1)
        answer.headers["Content-Encoding"] = "gzip"


def bare_index(host: OddHost, answer: Answer) -> None:
    """The name index.html is redirected away, as by Cloudflare Pages, Vercel and `serve`."""
    if answer.path.endswith("/index.html"):
        answer.redirect(answer.path.removesuffix("index.html"))


def bare_folder(host: OddHost, answer: Answer) -> None:
    """A folder's page is given at its address without the last slash, too, and not redirected."""
    if answer.status == 301 and (page := host.file(answer.path + "/")):
        answer.give(page)


def any_depth(host: OddHost, answer: Answer) -> None:
    """What is not there is answered with the page, as for an application with paths of its own."""
    if answer.status == 404:
        for prefix, folder in host.folders.items():
            if answer.path.startswith(prefix):
                answer.give(folder / "index.html")


def lower_case(host: OddHost, answer: Answer) -> None:
    """Names were lower-cased by an upload: those that are not are not there."""
    if answer.path != answer.path.lower():
        answer.refuse(404)


def gone(host: OddHost, answer: Answer) -> None:
    """Nothing is answered at all, as when there is no network."""
    answer.refuse(NO_ANSWER)


class _Connection(BaseHTTPRequestHandler):
    def __init__(self, *args: object, host: OddHost) -> None:
        self.host = host
        super().__init__(*args)  # type: ignore[arg-type]

    def do_GET(self) -> None:
        answer = self.host.answer(unquote(urlsplit(self.path).path))
        if answer.status == NO_ANSWER:
            self.close_connection = True
            return
        self.send_response(answer.status)
        for name, value in answer.headers.items():
            if value:
                self.send_header(name, value)
        self.send_header("Content-Length", str(len(answer.body)))
        self.end_headers()
        self.wfile.write(answer.body)

    def log_message(self, format: str, *args: object) -> None:
        """Say nothing."""
