"""The rest of the standard library and of NumPy, which no snapshot holds.

A snapshot is memory, not files: it has the modules that were imported when it was made. Where
another one is missed, the archive that holds it is fetched, once, in the middle of the import.
"""

import sys
from collections.abc import Sequence
from importlib.machinery import (
    EXTENSION_SUFFIXES,
    SOURCE_SUFFIXES,
    ExtensionFileLoader,
    FileFinder,
    ModuleSpec,
    PathFinder,
    SourceFileLoader,
)
from shutil import unpack_archive
from site import getsitepackages
from types import CodeType
from typing import Any

[SITE_PACKAGES] = getsitepackages()
_missing = {"standard library", "numpy"}
_STANDARD = {*sys.stdlib_module_names, "pyodide", "_pyodide"}


def bring(archive: str) -> bool:
    """Put the modules of an archive where Python looks for them; say whether there was need."""
    if archive not in _missing:
        return False
    import _archives  # type: ignore[import-not-found]  # the page's own

    file = _archives.fetch(archive)
    if archive == "numpy":
        unpack_archive(file, SITE_PACKAGES, "zip")
    _missing.remove(archive)
    sys.path_importer_cache.clear()
    return True


class Rest:
    """A finder of modules, asked when Python's own has not found one on the path."""

    @classmethod
    def find_spec(
        cls, name: str, path: Sequence[str] | None = None, target: object = None
    ) -> ModuleSpec | None:
        """Bring what should hold the module, unless it is here, and look again."""
        top = name.partition(".")[0]
        came = bring("standard library" if top in _STANDARD else top)
        return PathFinder.find_spec(name, path) if came else None


class Slim(SourceFileLoader):
    """Compiles as the snapshot was: numpy.ma asserts that there are docstrings, which are not."""

    def source_to_code(self, data: Any, path: Any) -> CodeType:  # type: ignore[override]
        """Leave docstrings and asserts out."""
        code: CodeType = compile(data, path, "exec", dont_inherit=True, optimize=2)
        return code


def _finder_in_numpy(folder: str) -> FileFinder:
    if not folder.startswith(f"{SITE_PACKAGES}/numpy"):
        raise ImportError(f"{folder} is not NumPy's")
    slim, compiled = (Slim, SOURCE_SUFFIXES), (ExtensionFileLoader, EXTENSION_SUFFIXES)
    return FileFinder(folder, compiled, slim)


sys.meta_path.insert(sys.meta_path.index(PathFinder) + 1, Rest)
sys.path_hooks.insert(0, _finder_in_numpy)
