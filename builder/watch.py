"""Building the page again whenever one of its sources has changed."""

import subprocess
import time
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

from builder import bundle
from builder.console import say
from builder.environment import isolated
from builder.files import ROOT

LOOK = 0.5  # seconds between two looks at the sources

Stamps = dict[Path, tuple[int, int]]


def rebuild_on_change() -> None:
    """Build dist/ after each change of a source, for ever.

    A build that fails says why, and leaves the last one where it is. Each runs in a process of its
    own, since the change may be one of `builder` itself.
    """
    for changed in changes(bundle.page_sources):
        more = f" and {len(changed) - 1} more" if len(changed) > 1 else ""
        say(f"\nChanged: {changed[0].relative_to(ROOT)}{more}")
        if subprocess.call(isolated("-m", "builder", "build"), cwd=ROOT):
            say("The page that is served is still the one before this change.")


def changes(
    sources: Callable[[], Iterable[Path]], rest: Callable[[float], object] = time.sleep
) -> Iterator[list[Path]]:
    """Yield the files that were changed, made or removed, once they have rested for one look."""
    before = _stamps(sources())
    while True:
        rest(LOOK)
        now = _stamps(sources())
        if now == before:
            continue
        rest(LOOK)
        while (later := _stamps(sources())) != now:  # still being written
            now = later
            rest(LOOK)
        changed = [path for path in before | now if before.get(path) != now.get(path)]
        before = now
        if changed:
            yield sorted(changed)


def _stamps(paths: Iterable[Path]) -> Stamps:
    """Return when each file was written last, and how long it is."""
    stamps = {}
    for path in paths:
        try:
            facts = path.stat()
        except OSError:  # removed since it was listed
            continue
        stamps[path] = facts.st_mtime_ns, facts.st_size
    return stamps
