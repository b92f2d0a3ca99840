"""Firefox and WebKitGTK, each driven by its makers' own protocol, in the same few words."""

import os
import shutil
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Protocol

from builder.browser import installed_from_debian

WIDTH, HEIGHT = 1280, 800
SCRIPT_SECONDS = 60


class Missing(Exception):
    """A browser that this machine does not have and cannot get; its text says why."""


class Tab(Protocol):
    """A page that a reader has open."""

    def open(self, address: str) -> None:
        """Go to an address."""

    def find(self, xpath: str) -> list[Any]:
        """Find elements, which have `text`, `click` and `send_keys`."""

    def run(self, script: str, *arguments: Any) -> Any:
        """Run the body of a function of the page's own, and return what it returns."""

    def enter(self, frame: Any) -> None:
        """Go on in a frame, which is an element."""


class FirefoxTab:
    """Driven by Marionette, which every Firefox has in it."""

    def __init__(self, client: Any) -> None:
        self.client = client

    def open(self, address: str) -> None:
        self.client.navigate(address)

    def find(self, xpath: str) -> list[Any]:
        found: list[Any] = self.client.find_elements("xpath", xpath)
        return found

    def run(self, script: str, *arguments: Any) -> Any:
        return self.client.execute_script(script, script_args=arguments, sandbox=None)

    def enter(self, frame: Any) -> None:
        self.client.switch_to_frame(frame)


class WebKitTab:
    """Driven by WebDriver."""

    def __init__(self, driver: Any) -> None:
        self.driver = driver

    def open(self, address: str) -> None:
        self.driver.get(address)

    def find(self, xpath: str) -> list[Any]:
        found: list[Any] = self.driver.find_elements("xpath", xpath)
        return found

    def run(self, script: str, *arguments: Any) -> Any:
        return self.driver.execute_script(script, *arguments)

    def enter(self, frame: Any) -> None:
        self.driver.switch_to.frame(frame)


@contextmanager
def firefox() -> Iterator[Tab]:
    """Open a Firefox that has never been anywhere."""
    program = _program("firefox-esr", "firefox") or _program_of_debian("firefox-esr")
    from marionette_driver.marionette import Marionette

    client = Marionette(bin=str(program), headless=True, port=0, gecko_log=os.devnull)
    client.start_session()
    try:
        client.timeout.script = SCRIPT_SECONDS
        client.set_window_rect(width=WIDTH, height=HEIGHT)
        yield FirefoxTab(client)
    finally:
        client.quit(in_app=False)
        client.cleanup()


@contextmanager
def webkit() -> Iterator[Tab]:
    """Open a WebKitGTK that has never been anywhere, on a screen that nobody sees."""
    driver = _program("WebKitWebDriver") or _program_of_debian(
        "WebKitWebDriver", "webkit2gtk-driver"
    )
    screen = _program("Xvfb") or _program_of_debian("Xvfb", "xvfb")
    from selenium import webdriver
    from selenium.webdriver.webkitgtk.service import Service

    options = webdriver.WebKitGTKOptions()
    options.binary_location = str(_mini_browser())
    options.add_argument("--automation")
    with _screen(screen) as display:
        # Its sandbox needs rights that a container does not give. The page is ours.
        unsafe = {"WEBKIT_DISABLE_SANDBOX_THIS_IS_DANGEROUS": "1"}
        environment = {**os.environ, "DISPLAY": display, "LC_ALL": "C"} | unsafe
        service = Service(str(driver), env=environment)
        browser = webdriver.WebKitGTK(options, service)
        try:
            browser.set_script_timeout(SCRIPT_SECONDS)
            browser.set_window_size(WIDTH, HEIGHT)
            yield WebKitTab(browser)
        finally:
            browser.quit()


def processor_share() -> float:
    """Measure how much of a processor the open browsers use, over a second."""
    import psutil

    def used() -> float:
        times = [one.cpu_times() for one in psutil.Process().children(recursive=True)]
        return float(sum(time.user + time.system for time in times))

    before = used()
    time.sleep(1)
    return used() - before


ENGINES = {"Firefox": firefox, "WebKit": webkit}


@contextmanager
def _screen(program: Path) -> Iterator[str]:
    """Run a display, which finds its own number, and give its name."""
    reading, writing = os.pipe()
    command = [str(program), "-displayfd", str(writing), "-screen", "0", f"{WIDTH}x{HEIGHT}x24"]
    with subprocess.Popen(command, pass_fds=[writing], stderr=subprocess.DEVNULL) as running:
        os.close(writing)
        try:
            with os.fdopen(reading) as told:
                yield f":{told.readline().strip()}"
        finally:
            running.terminate()


def _mini_browser() -> Path:
    """Find the small browser that comes with WebKitGTK, which is on no path."""
    places = [Path("/usr/lib"), Path("/usr/libexec"), Path("/usr/lib64")]
    found = (file for place in places for file in place.glob("**/webkit2gtk-4.*/MiniBrowser"))
    try:
        return next(found)
    except StopIteration:
        raise Missing("WebKitGTK is here without its MiniBrowser") from None


def _program(*names: str) -> Path | None:
    """Find the first of these programs that is on the path."""
    return next((Path(path) for path in map(shutil.which, names) if path), None)


def _program_of_debian(name: str, package: str | None = None) -> Path:
    """Install a program from Debian's package, by default one of its own name."""
    package = package or name
    if installed_from_debian(package) and (program := _program(name)):
        return program
    raise Missing(
        f"{name} is not on this machine and could not be installed (on Debian and Ubuntu, "
        f"apt-get install {package})"
    )
