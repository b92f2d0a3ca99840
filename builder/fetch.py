"""Getting a file whose SHA-256 is known: from the cache, else from the first source that has it."""

import http.client
import urllib.error
import urllib.request
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from builder.console import Failure, Progress, say
from builder.files import sha256, temporary_folder

PATIENCE = 5.0  # seconds for a server to answer, and between two parts of what it sends
PART = 1 << 16  # bytes


@dataclass(frozen=True)
class Source:
    """A place that may have the file; `fetch` writes it to a path, or raises Failure saying why."""

    name: str
    fetch: Callable[[Path], None]


def obtain(target: Path, digest: str, sources: Sequence[Source]) -> Path:
    """Return `target` with the bytes that have this SHA-256; fetched only if it is not there yet.

    Nothing else is ever under its name: what a source gives is checked first, then renamed.

    Raises
    ------
    Failure
        If no source has it: names each, why it failed, and what to do.
    """
    if target.exists():
        if sha256(target) == digest:
            return target
        say(f"{target} is not the file that it should be (its SHA-256 differs): fetching it again.")

    reasons = []
    for source in sources:
        say(f"Fetching {target.name} from {source.name}")
        try:
            _fetch_checked(source, target, digest)
        except Failure as failure:
            reasons.append(f"{source.name}: {failure}")
            say(f"  not from there: {failure}")
        else:
            return target

    listed = "".join(f"\n  - {reason}" for reason in reasons)
    raise Failure(
        f"No source gave {target.name}:{listed}\n"
        "Run the command again when one of them can be reached, or get the file in another way "
        f"and put it at\n  {target}\nIts SHA-256 has to be {digest}."
    )


def _fetch_checked(source: Source, target: Path, digest: str) -> None:
    with temporary_folder() as folder:
        fetched = folder / target.name
        source.fetch(fetched)
        if (found := sha256(fetched)) != digest:
            raise Failure(f"refused, its SHA-256 is {found} and should be {digest}")
        target.parent.mkdir(parents=True, exist_ok=True)
        fetched.replace(target)


def from_address(address: str, to: Path) -> None:
    """Download a file, with progress by bytes on a terminal."""
    progress = Progress(to.name)
    try:
        with urllib.request.urlopen(address, timeout=PATIENCE) as answer, to.open("wb") as file:
            expected = int(answer.headers.get("Content-Length", 0))
            while part := answer.read(PART):
                file.write(part)
                progress.show(f"{file.tell() / 1e6:.1f} of {expected / 1e6:.1f} MB")
            if file.tell() < expected:
                raise Failure(f"broke off after {file.tell()} of {expected} bytes")
    except urllib.error.HTTPError as error:
        raise Failure(f"the server answered {error.code} {error.reason}") from error
    except urllib.error.URLError as error:
        raise Failure(f"no answer ({error.reason})") from error
    except (OSError, http.client.HTTPException) as error:
        raise Failure(f"broke off ({error})") from error
    finally:
        progress.close()
