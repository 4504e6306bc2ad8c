"""Is the database running? Read from its own pid file, and checked against the process that really has that number."""

import os
import time
from dataclasses import dataclass
from pathlib import Path

READY = "ready"


@dataclass(frozen=True, slots=True)
class Postmaster:
    """What postmaster.pid says (PostgreSQL source, src/include/utils/pidfile.h)."""

    pid: int
    port: int
    state: str


def read_pid_file(cluster: Path) -> Postmaster | None:
    """The pid file's content, or None where there is none or it is not yet whole."""
    try:
        lines = (cluster / "postmaster.pid").read_text().splitlines()
        return Postmaster(
            pid=int(lines[0]), port=int(lines[3]), state=lines[7].strip() if len(lines) > 7 else ""
        )
    except (FileNotFoundError, IndexError, ValueError):
        return None


def running_postmaster(cluster: Path) -> Postmaster | None:
    """The live server of `cluster`; None when it is stopped or the pid file is a left-over."""
    found = read_pid_file(cluster)
    if found is None or not is_alive(found.pid) or not serves(found.pid, cluster=cluster):
        return None
    return found


def is_alive(pid: int) -> bool:
    """Whether a process runs under this number; one that has ended and waits to be reaped does not count."""
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        pass
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] not in "ZX"
    except (FileNotFoundError, ProcessLookupError):
        return not Path("/proc/self/stat").exists()


def serves(pid: int, *, cluster: Path) -> bool:
    """Whether process `pid` is the server of `cluster`: the number of a dead one may have passed on.

    Where the system does not tell (no /proc), the number is believed.
    """
    try:
        words = Path(f"/proc/{pid}/cmdline").read_bytes().split(b"\0")
    except OSError:
        return True
    return words[0].endswith(b"/postgres") and os.fsencode(cluster) in words


def disown_stale_pid_file(cluster: Path) -> None:
    """Let a left-over pid file no longer name a process that has nothing to do with the database.

    PostgreSQL would refuse to start because "another server might be running". The file is kept, only its number
    changes to one that nobody has, so that PostgreSQL still checks for survivors in the shared memory it names.
    """
    found = read_pid_file(cluster)
    if found is None or not is_alive(found.pid) or serves(found.pid, cluster=cluster):
        return
    path = cluster / "postmaster.pid"
    rest = path.read_text().split("\n", 1)[1]
    path.write_text(f"{unused_pid()}\n{rest}")


def unused_pid() -> int:
    for pid in range(32767, 1, -1):
        try:
            os.kill(pid, 0)
        except ProcessLookupError:
            return pid
        except PermissionError:
            continue
    raise RuntimeError("every process number is taken")


def wait_until_gone(pid: int, *, seconds: float) -> bool:
    """Wait for `pid` to end; False when it still runs after `seconds`."""
    deadline = time.monotonic() + seconds
    while is_alive(pid):
        if time.monotonic() > deadline:
            return False
        time.sleep(0.02)
    return True
