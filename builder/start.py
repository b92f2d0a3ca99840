"""The first half of every command: outside of .venv, with the standard library only."""

import os
import subprocess

from builder import arguments, environment
from builder.console import plain_endings


def start(argv: list[str]) -> int:
    """Understand the command, prepare .venv for it, and go on inside."""
    asked = arguments.parse(argv)
    with plain_endings():
        environment.ensure(asked.extras)
    inside = [str(part) for part in environment.isolated("-m", "builder", *argv)]
    if os.name != "nt":
        os.execv(inside[0], inside)
    return subprocess.call(inside)  # on Windows, exec would return to the prompt at once
