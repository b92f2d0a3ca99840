"""The list of all files that the page's service worker keeps for visits without a network."""

import json
from pathlib import Path

from builder import contents, scripts

SERVICE_WORKER = "service-worker.js"
NOT_KEPT = {SERVICE_WORKER, "LICENSE"}
LIST_MARK = "JSON.parse(`{}`); // build: the files"


def write(dist: Path) -> None:
    """Fill the list into the service worker: each file's path with its SHA-256 in base64.

    So another content of any file makes another service worker, which is how a browser notices
    that there is a new build. It comes after everything else is in `dist`.
    """
    files = {
        path.relative_to(dist).as_posix(): contents.hash_of(path)
        for path in sorted(
            [
                *dist.glob("*"),
                *(dist / scripts.FOLDER).glob("*"),
                *(dist / contents.FOLDER).rglob("*"),
            ]
        )
        if path.is_file()
        and not path.name.startswith(".")
        and path.name not in NOT_KEPT
        and path.suffix != ".map"
    }
    worker = dist / SERVICE_WORKER
    text = worker.read_text(encoding="utf-8")
    if LIST_MARK not in text:
        raise ValueError(f"{SERVICE_WORKER} has no place for the list of files: {LIST_MARK}")
    worker.write_text(text.replace(LIST_MARK, f"{json.dumps(files, indent=2)};"), encoding="utf-8")
