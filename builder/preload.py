"""The modules that the page needs, named in its head, so that none waits for another."""

import json
import re
from collections.abc import Iterator
from pathlib import Path

MARK = "<!-- build: the modules that the page needs -->"
ENTRIES = ["page.js", "lab/client.js"]
"""What main.js imports when it runs, so that it can say if one of them does not come."""
IMPORT_MAP = re.compile(r'<script type="importmap">(.*?)</script>', re.DOTALL)
IMPORTED = re.compile(r'^import\s[^"]*"([^"]+)";', re.MULTILINE)


def write(dist: Path) -> None:
    """Fill the list into the page: every module that `ENTRIES` import, and those import in turn."""
    page = dist / "index.html"
    text = page.read_text(encoding="utf-8")
    import_map = IMPORT_MAP.search(text)
    if MARK not in text or not import_map:
        raise ValueError(f"{page.name} has no import map, or no place after it for {MARK}")
    names: dict[str, str] = json.loads(import_map[1])["imports"]
    needed: dict[Path, None] = {}
    for entry in ENTRIES:
        needed.update(dict.fromkeys(_with_imports(dist / entry, dist, names)))
    links = [
        f'<link rel="modulepreload" href="{path.relative_to(dist).as_posix()}">' for path in needed
    ]
    page.write_text(text.replace(MARK, "\n      ".join(links)), encoding="utf-8")


def _with_imports(module: Path, dist: Path, names: dict[str, str]) -> Iterator[Path]:
    """Yield a module and all that it imports by static imports."""
    yield module
    for name in IMPORTED.findall(module.read_text(encoding="utf-8")):
        target = dist / names[name] if name in names else module.parent / name
        yield from _with_imports(target.resolve(), dist, names)
