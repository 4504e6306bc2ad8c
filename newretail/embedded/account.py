"""Which account the database runs as: ours, or an unprivileged one when we are root.

PostgreSQL refuses to run as root. Nothing is created system-wide: we take an account that every machine has, give it
the database folder and nothing else, and drop to it in the child process only.
"""

import os
import pwd
import subprocess
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from newretail.embedded.errors import ForeignFolder, NoAccount

ACCOUNTS_FOR_ROOT = ("newretail", "nobody", "daemon")


@dataclass(frozen=True, slots=True)
class Account:
    """An account of the operating system; `switches` says that we must drop to it, because we are root."""

    name: str
    uid: int
    gid: int
    switches: bool

    def run(
        self,
        command: Sequence[str | Path],
        *,
        environment: Mapping[str, str] | None = None,
        timeout_seconds: float = 60,
        own_session: bool = False,
    ) -> subprocess.CompletedProcess[str]:
        """Run `command` to its end as this account, in "/" (the caller's folder may be closed to it).

        `own_session` cuts it off from our terminal and its signals.
        """
        return subprocess.run(
            [str(part) for part in command],
            cwd="/",
            env={"PATH": os.defpath, "LC_ALL": "C", "TZ": "UTC", **(environment or {})},
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            errors="replace",
            timeout=timeout_seconds,
            umask=0o077,
            start_new_session=own_session,
            user=self.uid if self.switches else None,
            group=self.gid if self.switches else None,
            extra_groups=[] if self.switches else None,
        )

    def give(self, path: Path) -> None:
        """Make this account the owner of `path` itself (not of what is below it)."""
        if self.switches:
            os.chown(path, self.uid, self.gid, follow_symlinks=False)

    def reaches(self, folder: Path) -> bool:
        """Whether the account may enter `folder` through every folder above it and read what lies there."""
        if not self.switches:
            return os.access(folder, os.R_OK | os.X_OK)
        return self.run(["/bin/sh", "-c", 'cd -- "$0" && test -r .', folder]).returncode == 0


def choose_account(*, cluster: Path) -> Account:
    """The account for the database in `cluster`: its owner where it exists, else ourselves or an unprivileged one.

    Raises ForeignFolder when the folder is another account's and we are not root, NoAccount when root finds none.
    """
    me = os.geteuid()
    owner = cluster.stat().st_uid if cluster.exists() else None
    if me != 0:
        if owner not in (None, me):
            raise ForeignFolder(folder=cluster, owner=account_name(owner))
        return Account(name=account_name(me), uid=me, gid=os.getegid(), switches=False)
    if owner:
        return Account(name=account_name(owner), uid=owner, gid=cluster.stat().st_gid, switches=True)
    for name in ACCOUNTS_FOR_ROOT:
        try:
            entry = pwd.getpwnam(name)
        except KeyError:
            continue
        if entry.pw_uid != 0:
            return Account(name=name, uid=entry.pw_uid, gid=entry.pw_gid, switches=True)
    raise NoAccount(tried=", ".join(ACCOUNTS_FOR_ROOT))


def account_name(uid: int | None) -> str:
    """The name of `uid`, or the number itself where the machine has no name for it."""
    try:
        return pwd.getpwuid(uid or 0).pw_name
    except KeyError:
        return str(uid)
