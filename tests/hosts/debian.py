"""Servers of Debian and Ubuntu, as their packages configure them.

The packages are unpacked below `.cache` and not installed: that needs no rights, and starts or
changes nothing on the machine. What an installation would do, which is to enable some of what the
packages bring, the configurations below do; beside it they have only other paths and another port.
"""

import re
import shutil
from functools import cache
from pathlib import Path

from builder.console import Failure, run
from builder.files import CACHE, sole_writer, swap_in, temporary_folder
from tests.hosts.place import Command, Missing, Place

PACKAGES = CACHE / "hosts" / "debian"

# What apache2's installation enables, with what these need in turn: see its postinst script.
APACHE_MODULES = """
    mpm_event authz_core authz_host authn_core auth_basic access_compat authn_file authz_user
    alias dir autoindex env mime negotiation setenvif filter deflate status reqtimeout
"""
APACHE_SETTINGS = "charset localized-error-pages other-vhosts-access-log security serve-cgi-bin"


@cache
def unpacked(package: str) -> Path:
    """Return a folder with the files of a package and of all that it needs and the machine lacks.

    Raises
    ------
    Missing
        If this is no Debian, or its packages are out of reach.
    """
    if not shutil.which("apt-get") or not shutil.which("dpkg-deb"):
        raise Missing(f"{package} is taken from Debian's packages, and this is no Debian")
    target = PACKAGES / package
    if target.exists():
        return target
    try:
        with sole_writer(), temporary_folder() as folder:
            plan = ["apt-get", "install", "--simulate", "--no-install-recommends", package]
            needed = re.findall(r"^Inst (\S+)", run(plan, what=package, cwd=folder), re.MULTILINE)
            own = [name for name in [package, f"{package}-bin", f"{package}-common"] if _is(name)]
            run(["apt-get", "download", *{*needed, *own}], what=package, cwd=folder)
            for archive in folder.glob("*.deb"):
                run(["dpkg-deb", "-x", archive, folder / "all"], what=package, cwd=folder)
            target.parent.mkdir(parents=True, exist_ok=True)
            swap_in(folder / "all", target, folder / "old")
    except Failure as failure:
        raise Missing(f"{package} could not be had: {str(failure).splitlines()[-1]}") from failure
    return target


def _is(package: str) -> bool:
    """Whether there is such a package; asked for, because those installed are not in the plan."""
    try:
        return bool(run(["apt-cache", "show", package], what=package, cwd=CACHE))
    except Failure:
        return False


def nginx(place: Place) -> Command:
    package = unpacked("nginx")
    settings = _settings(
        package / "etc" / "nginx",
        place,
        {
            "/var/log/nginx": place.work,
            "/run/nginx.pid": place.work / "pid",
            "include /etc/nginx/sites-enabled/*": "include /etc/nginx/sites-available/default",
            "/etc/nginx": place.work / "nginx",
            "/var/www/html": place.folder,
            "listen 80 ": f"listen {place.host}:{place.port} ",
            "listen [::]:80 default_server;": "",
            # Compiled in and not in the file; they are made before the first request.
            "http {": f"http {{ {_temporary_folders_of_nginx(place)}",
        },
    )
    log = place.work / "error.log"
    return _program(package, "usr/sbin/nginx").with_arguments(
        "-p", place.work, "-e", log, "-c", settings / "nginx.conf", "-g", "daemon off;"
    )


def _temporary_folders_of_nginx(place: Place) -> str:
    kinds = {"client_body": "body", "proxy": "", "fastcgi": "", "uwsgi": "", "scgi": ""}
    return " ".join(f"{kind}_temp_path {place.work / kind};" for kind in kinds)


def apache2(place: Place) -> Command:
    package = unpacked("apache2")
    settings = _settings(
        package / "etc" / "apache2",
        place,
        {
            "IncludeOptional mods-enabled/*.load": _included("mods", APACHE_MODULES, ".load"),
            "IncludeOptional mods-enabled/*.conf": _included("mods", APACHE_MODULES, ".conf"),
            "IncludeOptional conf-enabled/*.conf": _included("conf", APACHE_SETTINGS, ".conf"),
            "sites-enabled/*.conf": "sites-available/000-default.conf",
            "/usr/lib/apache2": package / "usr" / "lib" / "apache2",
            "<Directory /var/www/>": f"<Directory {place.folder}>",
            "/var/www/html": place.folder,
            "Listen 80\n": f"Listen {place.host}:{place.port}\n",
            "*:80": f"*:{place.port}",
        },
    )
    kinds = {"RUN_USER": "www-data", "RUN_GROUP": "www-data", "PID_FILE": place.work / "pid"}
    kinds |= {"RUN_DIR": place.work, "LOCK_DIR": place.work, "LOG_DIR": place.work}
    return (
        _program(package, "usr/sbin/apache2")
        .with_arguments("-d", settings, "-D", "FOREGROUND")
        .with_environment({f"APACHE_{name}": str(value) for name, value in kinds.items()})
    )


def _included(kind: str, names: str, ending: str) -> str:
    files = [f"{kind}-available/{name}{ending}" for name in names.split()]
    return "\n".join(f"IncludeOptional {file}" for file in files)


def lighttpd(place: Place) -> Command:
    package = unpacked("lighttpd")
    scripts = package / "usr" / "share" / "lighttpd"
    settings = _settings(
        package / "etc" / "lighttpd",
        place,
        {
            "/var/www/html": place.folder,
            "/var/log/lighttpd": place.work,
            "/var/cache/lighttpd/uploads": place.work,
            "/run/lighttpd.pid": place.work / "pid",
            "/etc/lighttpd/conf-enabled": place.work / "lighttpd" / "conf-enabled",
            "/usr/share/lighttpd": scripts,
            "= 80\n": f'= {place.port}\nserver.bind = "{place.host}"\n',
            f'include_shell "{scripts}/use-ipv6.pl " + server.port': "",
        },
    )
    modules = package / "usr" / "lib" / "lighttpd"
    return _program(package, "usr/sbin/lighttpd").with_arguments(
        "-D", "-f", settings / "lighttpd.conf", "-m", modules
    )


def caddy(place: Place) -> Command:
    package = unpacked("caddy")
    settings = _settings(
        package / "etc" / "caddy",
        place,
        {
            ":80 {": f"{{\nadmin off\n}}\nhttp://{place.host}:{place.port} {{",
            "/usr/share/caddy": place.folder,
        },
    )
    return (
        _program(package, "usr/bin/caddy")
        .with_arguments("run", "--config", settings / "Caddyfile")
        .with_environment({"HOME": str(place.work)})
    )


def _settings(shipped: Path, place: Place, others: dict[str, str | Path]) -> Path:
    """Copy a package's settings, with other paths and another port; return the folder."""
    copy = place.work / shipped.name
    shutil.copytree(shipped, copy, symlinks=True)
    for file in copy.rglob("*"):
        if file.is_file() and not file.is_symlink():
            text = file.read_text(encoding="utf-8")
            for old, new in others.items():
                text = text.replace(old, str(new))
            file.write_text(text, encoding="utf-8")
    return copy


def _program(package: Path, path: str) -> Command:
    libraries = {str(library.parent) for library in package.rglob("*.so*")}
    return Command([package / path], {"LD_LIBRARY_PATH": ":".join(sorted(libraries))})
