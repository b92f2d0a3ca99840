"""Stands in the snapshot for NumPy's compiled linear algebra, which few readers' programs need.

At the first use of anything in it, the real one is brought and its content put in here.
"""

from importlib.machinery import EXTENSION_SUFFIXES, ExtensionFileLoader, ModuleSpec
from importlib.util import module_from_spec
from typing import Any


def __getattr__(name: str) -> Any:
    if name.startswith("__"):
        raise AttributeError(name)  # asked of every module there is
    from _rest import bring  # type: ignore[import-not-found]  # only the page has it at work

    bring("numpy")
    library = __file__.rpartition(".")[0] + EXTENSION_SUFFIXES[0]
    loader = ExtensionFileLoader(__name__, library)
    real = module_from_spec(ModuleSpec(__name__, loader, origin=library))
    loader.exec_module(real)
    globals().update(vars(real))
    return globals()[name]
