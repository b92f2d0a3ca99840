"""The commands and their options."""

import argparse
from pathlib import Path

from builder.files import ROOT

DIST, RELEASE, SITE = ROOT / "dist", ROOT / ".cache" / "release", ROOT / ".cache" / "site"
PORT = 8000

# What each command needs installed: extras of pyproject.toml.
EXTRAS = {
    "serve": ["build"],
    "build": ["build"],
    "check": ["build", "test"],
    "test": ["build", "test"],
    "bench": ["build", "test"],
    "release": ["build", "release"],
    "site": ["build"],
}
# And what the tests in other browsers need in addition.
BROWSERS = "browsers"


class Arguments(argparse.Namespace):
    """What was asked for; `rest` is what a test or a measurement is told in addition."""

    command: str
    out: Path
    port: int
    open: bool
    fix: bool
    hosts: bool
    browsers: bool = False
    elsewhere: bool
    tag: str
    releases: Path
    base: str
    rest: list[str]

    @property
    def extras(self) -> list[str]:
        """What it needs installed."""
        return EXTRAS[self.command] + [BROWSERS] * self.browsers


def parse(arguments: list[str]) -> Arguments:
    """Read the command line; ends the process where it makes no sense or only asks for help."""
    parser = argparse.ArgumentParser(
        prog="build.py",
        description="Builds the page, serves it, tests it. Everything that it needs and this "
        "machine lacks goes into .venv and .cache in the project's folder.",
    )
    commands = parser.add_subparsers(dest="command", required=True, metavar="COMMAND")

    serve = commands.add_parser(
        "serve",
        help="build the page and serve it to this machine; again when a source has changed",
    )
    serve.add_argument(
        "--port",
        type=port_number,
        default=PORT,
        help=f"where to serve (default {PORT}); the next free one if it is taken",
    )
    serve.add_argument(
        "--no-open", dest="open", action="store_false", help="do not open the browser"
    )

    build = commands.add_parser("build", help="make dist/, the folder that a web host serves")
    build.add_argument(
        "--out",
        type=Path,
        default=DIST,
        metavar="DIR",
        help="make it there instead; a folder that has other things in it is left alone",
    )

    release = commands.add_parser(
        "release", help="make and check the files of a release: the page, and packages of it"
    )
    release.add_argument("--out", type=Path, default=RELEASE, metavar="DIR", help="make it there")
    release.add_argument("--tag", default="", help="refuse, unless it is that of this version")

    site = commands.add_parser(
        "site", help="make a folder with the page, and every release of it in a folder of its own"
    )
    site.add_argument("--out", type=Path, default=SITE, metavar="DIR", help="make it there")
    site.add_argument(
        "--releases", type=Path, default=RELEASE, metavar="DIR", help="where their archives are"
    )
    site.add_argument("--base", default="/", help="the path under which the site is hosted")

    check = commands.add_parser(
        "check", help="only look the sources over: style and types, in Python and JavaScript"
    )
    check.add_argument(
        "--fix", action="store_true", help="instead, format them and mend what can be mended alone"
    )
    test = commands.add_parser(
        "test",
        help="check and test everything, Python and page",
        usage="build.py test [--hosts | --browsers | --elsewhere] [PYTEST'S ARGUMENTS ...]",
        epilog="Whatever else is given goes to pytest: build.py test -k slope",
    )
    instead = test.add_mutually_exclusive_group()
    instead.add_argument(
        "--hosts",
        action="store_true",
        help="instead, put the page on the servers and hosts that people have; takes long",
    )
    instead.add_argument(
        "--browsers",
        action="store_true",
        help="instead, use the page in Firefox and WebKitGTK, whichever of them can be had",
    )
    instead.add_argument(
        "--elsewhere",
        action="store_true",
        help="instead, build the samples of embeds with the tools that authors have, and run what "
        "is taken home in notebooks, scikit-learn and PyTorch",
    )
    commands.add_parser(
        "bench",
        help="measure, side by side with what it is measured against",
        usage="build.py bench [ARGUMENTS ...]",
        epilog="Whatever is given goes to tests/bench.",
    )

    known, rest = parser.parse_known_args(arguments, namespace=Arguments())
    if rest and known.command in ("serve", "build", "check", "release", "site"):
        parser.error(f"{known.command} does not know {' '.join(rest)}")
    known.rest = rest
    return known


def port_number(text: str) -> int:
    """Read a port."""
    port = int(text)
    if not 0 < port < 65536:
        raise argparse.ArgumentTypeError(f"{port} is not between 1 and 65535")
    return port
