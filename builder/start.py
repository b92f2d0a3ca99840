"""The first half of every command: outside of .venv, with the standard library only."""

import os
import subprocess
import sys

from builder import arguments, environment
from builder.console import Failure


def start(argv: list[str]) -> int:
    """Understand the command, prepare .venv for it, and go on inside."""
    asked = arguments.parse(argv)
    try:
        environment.ensure(arguments.EXTRAS[asked.command])
    except Failure as failure:
        print(failure, file=sys.stderr)
        return 1
    inside = [str(part) for part in environment.isolated("-m", "builder", *argv)]
    if os.name != "nt":
        os.execv(inside[0], inside)
    return subprocess.call(inside)  # on Windows, exec would return to the prompt at once
