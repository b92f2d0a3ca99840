"""The page on a host: where it is, another build put there, and the host gone."""

import os
import shutil
import time
from contextlib import ExitStack
from pathlib import Path
from typing import Protocol

from tests.hosts.servers import running
from tests.odd import OddHost, Way

SUB_PATH = "lesson/neuron"
DAYS = 24 * 60 * 60
SINCE_THE_FIRST = 200 * DAYS
"""How old the files of the first build say they are: browsers ask less often for old ones."""


class Hosted(Protocol):
    """The page, wherever it is put."""

    address: str

    def put(self, build: Path) -> None:
        """Replace what is there by a newer build."""

    def stop(self) -> None:
        """Let the host be out of reach from now on."""


class OnServer:
    """On a server that people use, which gives out a folder of this machine."""

    def __init__(self, name: str, temporary: Path, build: Path, stack: ExitStack) -> None:
        self.root, self.work = temporary / "root", temporary / "work"
        self.folder = self.root / SUB_PATH
        self.folder.parent.mkdir(parents=True)
        self.work.mkdir()
        self.work.chmod(0o777)
        self.age: float = SINCE_THE_FIRST
        self.put(build)
        self.host = stack.enter_context(ExitStack())
        origin = self.host.enter_context(running(name, self.root, self.work))
        self.address = f"{origin}/{SUB_PATH}/"

    def put(self, build: Path) -> None:
        new, old = (self.folder.with_name(state) for state in ("new", "old"))
        shutil.copytree(build, new)
        self.age /= 2
        then = time.time() - self.age
        for file in new.rglob("*"):
            os.utime(file, (then, then))
        if self.folder.exists():
            self.folder.rename(old)
        new.rename(self.folder)

    def stop(self) -> None:
        self.host.close()


class OnOddHost:
    """On an odd host."""

    def __init__(self, build: Path, ways: tuple[Way, ...], stack: ExitStack) -> None:
        self.odd = OddHost({f"/{SUB_PATH}/": build}, *ways)
        self.host = stack.enter_context(ExitStack())
        self.origin = self.host.enter_context(self.odd.serving()).origin
        self.address = f"{self.origin}/{SUB_PATH}/"

    def put(self, build: Path) -> None:
        self.odd.folders = {f"/{SUB_PATH}/": build}

    def stop(self) -> None:
        self.host.close()
