"""The rest of the standard library and of NumPy, which no snapshot holds.

A snapshot is memory, not files: it has the modules that were imported when it was made. Where
another one is missed, the archive that holds it is fetched, once, in the middle of the import.
"""

import sys
from collections.abc import Sequence
from importlib.machinery import ModuleSpec, PathFinder
from shutil import unpack_archive
from site import getsitepackages

_missing = {"standard library", "numpy"}


class Rest:
    """A finder of modules, asked when Python's own has not found one on the path."""

    @classmethod
    def find_spec(
        cls, name: str, path: Sequence[str] | None = None, target: object = None
    ) -> ModuleSpec | None:
        """Fetch what should hold the module, unless it is here, and look again."""
        top = name.partition(".")[0]
        archive = "standard library" if top in sys.stdlib_module_names else top
        if archive not in _missing:
            return None
        import _archives  # type: ignore[import-not-found]  # the page's own

        file = _archives.fetch(archive)
        if archive == "numpy":
            unpack_archive(file, getsitepackages()[0], "zip")
        _missing.remove(archive)
        sys.path_importer_cache.clear()
        return PathFinder.find_spec(name, path)


sys.meta_path.insert(sys.meta_path.index(PathFinder) + 1, Rest)
