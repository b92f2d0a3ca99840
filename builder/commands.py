"""What each command does."""

from builder import arguments, browser, bundle, checks, pages, release, runtime, serve
from builder.arguments import Arguments
from builder.console import say


def carry_out(asked: Arguments) -> int:
    """Do what was asked for and return the exit code."""
    match asked.command:
        case "serve":
            serve.until_stopped(bundle.build(arguments.DIST), asked.port, open_page=asked.open)
            return 0
        case "build":
            say(f"The page is in {bundle.build(asked.out)}")
            return 0
        case "release":
            for file in release.release(bundle.build(arguments.DIST), asked.out, asked.tag):
                say(f"{file}")
            return 0
        case "site":
            page = bundle.build(arguments.DIST)
            say(f"The site is in {pages.site(page, asked.releases, asked.base, asked.out)}")
            return 0
        case "check":
            runtime.node_modules(with_tools=True)
            return checks.fix() if asked.fix else checks.check()
        case "test":
            if asked.hosts:
                browser.chromium()
                return checks.only("hosts", asked.rest)
            if asked.elsewhere:
                bundle.build(arguments.DIST)
                browser.chromium()
                return checks.only("elsewhere", asked.rest)
            if asked.browsers:
                bundle.build(arguments.DIST)
                return checks.only("browsers", asked.rest)
            bundle.build(arguments.DIST, with_tools=True)
            browser.chromium()
            browser.chromium(whole=True)  # tells one test what one without windows cannot
            return checks.run_all(asked.rest)
        case _:
            bundle.build(arguments.DIST)
            return checks.bench(asked.rest)
