#!/usr/bin/env python3
"""The one command of this project: python3 build.py serve | build | test | bench.

This file only finds a Python that is new enough; `builder/` does the work. It is written for
very old Pythons too, because one of them may be the first to read it.
"""

from __future__ import print_function

import os
import re
import subprocess
import sys

OLDEST = (3, 12)
NEWEST_KNOWN = (3, 14)
INTERRUPTED = 130  # what a shell reports for a command ended by Ctrl-C


def candidates(environ=os.environ, on_windows=os.name == "nt"):
    """Name the commands that may start a newer Python, the newest version first."""
    minors = range(NEWEST_KNOWN[1], OLDEST[1] - 1, -1)
    commands = [["python3.%d" % minor] for minor in minors]
    if on_windows:
        commands += [["py", "-3.%d" % minor] for minor in minors]
    return commands + [[python] for python in pyenv_pythons(environ)]


def pyenv_pythons(environ):
    """List the Pythons in pyenv's own folder: its commands on the path may refuse to run."""
    home = os.path.join(os.path.expanduser("~"), ".pyenv")
    versions = os.path.join(environ.get("PYENV_ROOT") or home, "versions")
    names = os.listdir(versions) if os.path.isdir(versions) else []
    found = [re.match(r"3\.(\d+)\.(\d+)$", name) for name in names]
    newest_first = sorted(
        ((int(match.group(1)), int(match.group(2)), match.group(0)) for match in found if match),
        reverse=True,
    )
    return [os.path.join(versions, name, "bin", "python") for _, _, name in newest_first]


def is_new_enough(command):
    """Start it to find out: that a command exists does not mean that it runs."""
    question = "import sys; sys.exit(sys.version_info < %r)" % (OLDEST,)
    with open(os.devnull, "w") as nowhere:
        try:
            return subprocess.call(command + ["-c", question], stdout=nowhere, stderr=nowhere) == 0
        except OSError:
            return False


def hand_over(command):
    """Let another Python do all of it, in place of this one."""
    command = command + [os.path.abspath(__file__)] + sys.argv[1:]
    if os.name != "nt":
        os.execvp(command[0], command)
    return subprocess.call(command)  # on Windows, exec would return to the prompt at once


def main():
    """Run the command with this Python if it is new enough, else with one that is."""
    if sys.version_info >= OLDEST:
        from builder.start import start

        return start(sys.argv[1:])

    newer = next((command for command in candidates() if is_new_enough(command)), None)
    if newer:
        return hand_over(newer)
    print(
        "build.py needs Python %d.%d or newer and found none on this machine (this is Python "
        "%d.%d): install one from python.org or with pyenv or uv, then run the command again."
        % (OLDEST + sys.version_info[:2]),
        file=sys.stderr,
    )
    return 1


if __name__ == "__main__":
    try:
        sys.exit(main())
    except KeyboardInterrupt:
        print("\nStopped.", file=sys.stderr)
        sys.exit(INTERRUPTED)
