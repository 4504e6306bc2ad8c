"""The embedded database: made, started, stopped inside one folder.

Layout of the folder (ours), where only `cluster/` and `server.log` are given to the account that runs the server:

    cluster/         PostgreSQL's data
    server.log       what the server says, kept from growing past a limit
    postgresql.conf  written at each start; so is pg_hba.conf
    password         of the one database user, 0600
    port             the port last used; a free one is chosen when it is taken
    programs/        a copy of the binaries, only where the server's account cannot read the installed ones
    lock             held while starting or stopping, so that two commands do not collide
    users            held by every process that uses the server; kept: the server stays when they have gone
    stopped          somebody meant the server to be stopped; without it a server that is not there has died
"""

import contextlib
import fcntl
import hashlib
import os
import re
import secrets
import shutil
import signal
import socket
import subprocess
import time
from collections.abc import Iterator
from enum import Enum
from pathlib import Path
from urllib.parse import quote

from newretail.embedded import configuration, processes
from newretail.embedded.account import Account, choose_account
from newretail.embedded.binaries import installed_programs, server_programs
from newretail.embedded.errors import (
    InitialisationFailed,
    NotRunning,
    PortTaken,
    StartFailed,
    StopFailed,
    WrongVersion,
)
from newretail.embedded.processes import Postmaster
from newretail.embedded.watch import watched

USER = DATABASE = "newretail"
FILES = (
    "server.log", "server.log.1", "postgresql.conf", "pg_hba.conf", "password", "port", "location", "kept", "users", "stopped", "lock"
)  # fmt: skip
LOG_LIMIT_BYTES = 10_000_000
START_ATTEMPTS = 3
START_SECONDS = 60  # recovery after a crash is part of it
SYSTEM_FOLDER = Path("/var/lib")


class StopMode(Enum):
    """How the server ends. IMMEDIATE is a crash on purpose: nothing is flushed, the next start recovers."""

    FAST = signal.SIGINT
    IMMEDIATE = signal.SIGQUIT


class Cluster:
    """One PostgreSQL server in `folder`, reached over loopback TCP with a random password (SCRAM)."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder.expanduser().resolve()

    def start(self) -> bool:
        """Make the cluster if there is none, and start it; False when it runs already.

        Returns once it answers. Raises a PostgresError that says what is wrong.
        """
        self.folder.mkdir(parents=True, exist_ok=True)
        with self._locked():
            if processes.running_postmaster(self.cluster):
                return False
            self._start()
            return True

    def is_missed(self) -> bool:
        """Whether the server is not there although nobody asked it to stop."""
        return processes.running_postmaster(self.cluster) is None and not self._stopped.exists()

    def revive(self) -> bool:
        """Start a missed server again at its address, which others hold by now; False when it is not missed any more.

        Raises PortTaken while another program listens there, or what `start` raises.
        """
        with self._locked():
            if not self.is_missed():
                return False
            port = int((self.home / "port").read_text())
            if not is_free(port):
                raise PortTaken(port=port)
            self._start()
            return True

    def _start(self) -> None:
        account = self._settle_account()
        programs = server_programs(account=account, copy_folder=self.home / "programs")
        if not (self.cluster / "PG_VERSION").exists():
            self._initialise(account, programs)
        self._check_version(programs)
        processes.disown_stale_pid_file(self.cluster)
        self._launch(account, programs)
        self._create_database()
        self._stopped.unlink(missing_ok=True)

    def stop(self, *, mode: StopMode = StopMode.FAST, within_seconds: float = 30) -> bool:
        """Stop the server; False when it was not running. Raises StopFailed when it outlives the time given."""
        if not self.folder.exists():
            return False
        with self._locked():
            found = processes.running_postmaster(self.cluster)
            if found is None:
                return False
            self._stopped.touch()
            os.kill(found.pid, mode.value)
            if not processes.wait_until_gone(found.pid, seconds=within_seconds):
                raise StopFailed(pid=found.pid, seconds=within_seconds)
            return True

    @contextlib.contextmanager
    def in_use(self) -> Iterator[str]:
        """Have the server running while the block lasts, started again should it die; gives its URL.

        Several processes may use it at once. The last one out stops it, also where an earlier one was killed; a server that
        `keep` asked to stay is left alone.
        """
        self.folder.mkdir(parents=True, exist_ok=True)
        with (self.folder / "users").open("w") as users:
            fcntl.flock(users, fcntl.LOCK_SH)
            self.start()
            try:
                with watched(self):
                    yield self.url
            finally:
                fcntl.flock(users, fcntl.LOCK_UN)
                with contextlib.suppress(BlockingIOError):
                    fcntl.flock(users, fcntl.LOCK_EX | fcntl.LOCK_NB)
                    if not (self.folder / "kept").exists():
                        self.stop()

    def keep(self) -> bool:
        """Start the server and let it run until `release`; False when it ran already."""
        started = self.start()
        (self.folder / "kept").touch()
        return started

    def release(self, *, mode: StopMode = StopMode.FAST) -> bool:
        """Stop the server whoever uses it; False when it was not running."""
        (self.folder / "kept").unlink(missing_ok=True)
        return self.stop(mode=mode)

    def restart(self, *, mode: StopMode = StopMode.FAST) -> None:
        """Stop, if it runs, and start."""
        self.stop(mode=mode)
        self.start()

    def destroy(self) -> None:
        """Stop the server and remove the cluster with all data in it, and nothing else that lies beside it."""
        self.stop()
        for place in {self.home, self.folder}:
            for name in ("cluster", "cluster.new", "programs"):
                shutil.rmtree(place / name, ignore_errors=True)
            for name in FILES:
                (place / name).unlink(missing_ok=True)
            with contextlib.suppress(OSError):
                place.rmdir()

    def running(self) -> Postmaster | None:
        """The live server, or None."""
        return processes.running_postmaster(self.cluster)

    @property
    def url(self) -> str:
        """The DATABASE_URL of the running server, password included. Raises NotRunning."""
        return self._url_of(DATABASE)

    @property
    def home(self) -> Path:
        """Where the cluster really lies: `folder`, unless the server's account cannot get there (see `_settle_account`)."""
        moved = self.folder / "location"
        return Path(moved.read_text().strip()) if moved.exists() else self.folder

    @property
    def cluster(self) -> Path:
        return self.home / "cluster"

    @property
    def log(self) -> Path:
        return self.home / "server.log"

    @property
    def _stopped(self) -> Path:
        return self.folder / "stopped"

    @staticmethod
    def client_program(name: str) -> Path:
        """psql, pgbench, pg_isready, pg_dump ... as installed. Raises BinariesMissing."""
        return installed_programs() / name

    def _url_of(self, database: str) -> str:
        found = self.running()
        if found is None:
            raise NotRunning(folder=self.folder)
        password = quote((self.folder / "password").read_text().strip(), safe="")
        return f"postgresql://{USER}:{password}@127.0.0.1:{found.port}/{database}"

    def _settle_account(self) -> Account:
        """Choose the server's account and see that it can get to its folder.

        Run by root below a closed folder (a checkout in /root), the unprivileged account cannot enter. The folders above are
        not ours to open, so the cluster then lies in a folder of its own below /var/lib and `location` says where.
        """
        account = choose_account(cluster=self.cluster)
        if not account.switches:
            return account
        self.folder.chmod(self.folder.stat().st_mode | 0o011)
        if self.home == self.folder and not account.reaches(self.folder):
            mark = hashlib.sha256(os.fsencode(self.folder)).hexdigest()[:12]
            elsewhere = SYSTEM_FOLDER / f"newretail-{mark}"
            elsewhere.mkdir(exist_ok=True)
            elsewhere.chmod(0o755)
            (self.folder / "location").write_text(f"{elsewhere}\n")
        return account

    def _initialise(self, account: Account, programs: Path) -> None:
        """Run initdb beside the final place and move the finished cluster there, so that half of one never stays."""
        draft = self.home / "cluster.new"
        shutil.rmtree(draft, ignore_errors=True)
        draft.mkdir(mode=0o700)
        account.give(draft)
        password = self._password()
        word = self.home / "password.new"
        write_private(word, password)
        account.give(word)
        try:
            done = account.run(
                [
                    programs / "initdb",
                    f"--pgdata={draft}",
                    f"--username={USER}",
                    f"--pwfile={word}",
                    "--auth=scram-sha-256",
                    "--encoding=UTF8",
                    "--lc-collate=C",
                    f"--lc-ctype={configuration.character_locale()}",
                ]
            )
        except subprocess.TimeoutExpired as slow:
            raise InitialisationFailed(folder=self.home, output=str(slow)) from slow
        finally:
            word.unlink()
        if done.returncode != 0:
            raise InitialisationFailed(folder=self.home, output=done.stdout[-2000:])
        draft.rename(self.cluster)

    def _password(self) -> str:
        path = self.folder / "password"
        if not path.exists():
            write_private(path, secrets.token_urlsafe(24))
        return path.read_text().strip()

    def _check_version(self, programs: Path) -> None:
        made_by = (self.cluster / "PG_VERSION").read_text().strip()
        said = subprocess.run(
            [programs / "postgres", "--version"], capture_output=True, text=True, check=True
        ).stdout
        match = re.search(r"(\d+)", said)
        if match and match[1] != made_by:
            raise WrongVersion(folder=self.cluster, found=made_by, ours=match[1])

    def _launch(self, account: Account, programs: Path) -> None:
        """Start the server in the background, on its port of last time or, if that is taken, on a free one."""
        self._prepare_log(account)
        output = ""
        for _attempt in range(START_ATTEMPTS):
            self._write_configuration()
            start_of_log = self.log.stat().st_size
            if self._launched(account, programs):
                return
            with self.log.open(errors="replace") as log:
                log.seek(start_of_log)
                output = log.read()[-2000:]
            if "could not bind" not in output and "Address already in use" not in output:
                break
            (self.home / "port").unlink(missing_ok=True)
        raise StartFailed(folder=self.home, log=self.log, output=output.strip())

    def _launched(self, account: Account, programs: Path) -> bool:
        """Leave a server running in the background; False when it ended instead of becoming ready.

        A shell stands between it and us, so that it is nobody's child and a Ctrl-C at our terminal does not reach it. pg_ctl
        would do as much, but trips over a dollar sign in the path.
        """
        command: list[str | Path] = [programs / "postgres", "-D", self.cluster]
        command += ["-c", f"config_file={self.home / 'postgresql.conf'}"]
        background = 'log=$1; shift; "$@" >>"$log" 2>&1 </dev/null & echo $!'
        pid = int(
            account.run(["/bin/sh", "-c", background, "sh", self.log, *command], own_session=True).stdout
        )
        deadline = time.monotonic() + START_SECONDS
        while processes.is_alive(pid) and time.monotonic() < deadline:
            found = processes.read_pid_file(self.cluster)
            if found and found.pid == pid and found.state == processes.READY:
                return True
            time.sleep(0.02)
        if processes.is_alive(pid):
            os.kill(pid, StopMode.IMMEDIATE.value)
            processes.wait_until_gone(pid, seconds=10)
        return False

    def _prepare_log(self, account: Account) -> None:
        if self.log.exists() and self.log.stat().st_size > LOG_LIMIT_BYTES:
            self.log.replace(self.log.with_suffix(".log.1"))
        self.log.touch(mode=0o600)
        account.give(self.log)

    def _write_configuration(self) -> None:
        access = self.home / "pg_hba.conf"
        write_readable(access, configuration.ACCESS)
        port = self._choose_port()
        text = configuration.configuration(
            cluster=self.cluster, access=access, port=port, size=configuration.machine_size()
        )
        write_readable(self.home / "postgresql.conf", text)

    def _choose_port(self) -> int:
        """The port of last time while it is free, so that a URL noted down keeps working; otherwise any free one."""
        path = self.home / "port"
        with contextlib.suppress(FileNotFoundError, ValueError):
            kept = int(path.read_text())
            if is_free(kept):
                return kept
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            port: int = probe.getsockname()[1]
        path.write_text(f"{port}\n")
        return port

    def _create_database(self) -> None:
        import psycopg

        with psycopg.connect(self._url_of("postgres"), autocommit=True) as connection:
            if not connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [DATABASE]).fetchone():
                connection.execute(f"CREATE DATABASE {DATABASE}")

    @contextlib.contextmanager
    def _locked(self) -> Iterator[None]:
        with (self.folder / "lock").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            yield


def is_free(port: int) -> bool:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            return False
        return True


def write_private(path: Path, text: str) -> None:
    """Write a file that is nobody else's from its first byte on."""
    path.unlink(missing_ok=True)
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "w") as file:
        file.write(text + "\n")


def write_readable(path: Path, text: str) -> None:
    path.write_text(text)
    path.chmod(0o644)


def wait_until_answering(url: str, *, seconds: float) -> bool:
    """Wait until any PostgreSQL at `url` accepts a connection; False when it does not within `seconds`."""
    import psycopg

    deadline = time.monotonic() + seconds
    while True:
        try:
            psycopg.connect(url, connect_timeout=2).close()
        except psycopg.OperationalError:
            if time.monotonic() > deadline:
                return False
            time.sleep(0.1)
        else:
            return True
