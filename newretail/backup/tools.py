"""pg_dump and pg_restore, in a version that understands the server."""

import re
import shutil
import subprocess
from collections.abc import Sequence
from pathlib import Path

from newretail.backup.errors import ToolFailed, ToolMissing
from newretail.embedded.binaries import installed_programs, without_password
from newretail.embedded.errors import BinariesMissing


def tool(name: str, *, server_version: int) -> Path:
    """The program called `name`, of the server's major version or a newer one: this machine's own, else the one that newretail brings.

    The machine's goes first, because ours speaks no TLS. Raises ToolMissing.
    """
    for program in (shutil.which(name), _brought(name)):
        if program and _major(Path(program)) >= server_version:
            return Path(program)
    raise ToolMissing(program=name, version=server_version)


def command(program: Path, url: str, *words: str) -> tuple[list[str], dict[str, str]]:
    """The words that run it on the database of `url`, and the environment with the password, which a process list would show."""
    environment, place = without_password(url)
    return [str(program), f"--dbname={place}", "--no-password", *words], environment


def check(program: Path, process: "subprocess.Popen[str]") -> None:
    """Wait until it has ended. Raises ToolFailed with its last words."""
    _, said = process.communicate()
    if process.returncode:
        raise ToolFailed(program=program.name, output=said.strip()[-1500:])


def start(words: Sequence[str], environment: dict[str, str]) -> "subprocess.Popen[str]":
    import os

    return subprocess.Popen(
        words,
        env={**os.environ, **environment},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
    )


def _brought(name: str) -> str | None:
    try:
        return str(installed_programs() / name)
    except BinariesMissing:
        return None


def _major(program: Path) -> int:
    done = subprocess.run([program, "--version"], capture_output=True, text=True, check=False)
    found = re.search(r"(\d+)", done.stdout)
    return int(found[1]) if found and done.returncode == 0 else 0
