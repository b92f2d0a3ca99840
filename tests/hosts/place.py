"""What starts a server, and where."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from builder.serve import HOST


class Missing(Exception):
    """A server that this machine does not have and cannot get; its text says why."""


@dataclass(frozen=True)
class Place:
    """Which folder a server gives out, on which port, and where it may put what it needs."""

    folder: Path
    port: int
    work: Path
    host: str = HOST


@dataclass(frozen=True)
class Command:
    """A command line, and what its environment has in addition."""

    line: list[str | Path]
    environment: Mapping[str, str] = field(default_factory=dict)

    def with_arguments(self, *arguments: str | Path) -> "Command":
        return Command([*self.line, *arguments], self.environment)

    def with_environment(self, more: Mapping[str, str]) -> "Command":
        return Command(self.line, {**self.environment, **more})
