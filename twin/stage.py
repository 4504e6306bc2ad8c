"""A store of the city's own: a fresh folder, its database, gateway, server and worker, through the public commands.

Everything is stopped and removed at the end, whatever happened.
"""

import contextlib
import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import httpx
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import rsa

from twin.alipay.gateway import SELLER_ID
from twin.alipay.signing import KEY_BITS

APP_ID = "2021000196000001"
PREPARE_SECONDS = 240
READY_SECONDS = 60
STOP_SECONDS = 15
NOTICES = "/api/v1/payments/notices/alipay"


class StageFailed(Exception):
    """A part of the stage did not come up; the message holds the end of what it said."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Stage:
    """Where everything answers. `staff_file`: instance.json with the tokens. `log`: what the server says, if it is ours."""

    url: str
    wallet_url: str
    staff_file: Path
    log: Path | None = None

    def last_words(self) -> str:
        """The end of the server's log."""
        return _end_of(self.log) if self.log else ""


@contextlib.contextmanager
def own_store(*, chain: str, start: datetime, stepped: bool, seed: int) -> Iterator[Stage]:
    """A sample chain whose clock stands at `start` until it is moved, or set running. Raises StageFailed."""
    folder = Path(tempfile.mkdtemp(prefix="newretail-city-"))
    with contextlib.ExitStack() as ends:
        ends.callback(_remove, folder)
        yield _Builder(folder, ends).build(chain=chain, start=start, stepped=stepped, seed=seed)


class _Builder:
    def __init__(self, folder: Path, ends: contextlib.ExitStack) -> None:
        self._folder = folder
        self._data = folder / "data"
        self._ends = ends
        self._logs = folder / "logs"
        self._logs.mkdir()
        self.url = f"http://127.0.0.1:{_free_port()}"
        self.wallet_url = f"http://127.0.0.1:{_free_port()}"

    def build(self, *, chain: str, start: datetime, stepped: bool, seed: int) -> Stage:
        public = self._keys()
        self._environment = self._store_environment()
        self._finish("clock", "newretail", "clock", "create", "--start", start.isoformat(), "--speed", "0")
        self._run("gateway", "twin", *self._gateway_words(public, start=start, seed=seed))
        self._answers("gateway", f"{self.wallet_url}/health")
        self._ends.callback(self._finish, "database stop", "newretail", "db", "stop")
        self._finish("database", "newretail", "db", "start")
        # A store that is thrown away afterwards need not survive a power cut; no commit waits for the disk.
        self._finish(
            "database",
            "newretail",
            "db",
            "psql",
            "-c",
            "ALTER ROLE CURRENT_USER SET synchronous_commit = off",
        )
        self._finish("prepare", "newretail.demo.prepare", str(self._data), "--chain", chain)
        workers = "1" if stepped else "2"
        self._run("web", "newretail", "serve", "--port", self.url.rpartition(":")[2], "--workers", workers)
        if not stepped:
            self._run("jobs", "newretail", "jobs")
        self._answers("web", f"{self.url}/api/v1/health")
        return Stage(
            url=self.url,
            wallet_url=self.wallet_url,
            staff_file=self._data / "instance.json",
            log=self._logs / "web.log",
        )

    def _gateway_words(self, public: Path, *, start: datetime, seed: int) -> list[str]:
        words = [
            "alipay",
            "--port",
            self.wallet_url.rpartition(":")[2],
            "--folder",
            str(self._folder / "alipay"),
        ]
        words += ["--app", f"{APP_ID}={public}", "--seller", SELLER_ID, "--qr-base", "", "--bill-today"]
        return [*words, "--seed", str(seed), "--clock", start.isoformat()]

    def _keys(self) -> Path:
        """The shop's own key pair; returns the public one's file."""
        key = rsa.generate_private_key(public_exponent=65537, key_size=KEY_BITS)
        private, public = self._folder / "shop_private.pem", self._folder / "shop_public.pem"
        private.write_bytes(
            key.private_bytes(
                serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
            )
        )
        private.chmod(0o600)
        public.write_bytes(
            key.public_key().public_bytes(
                serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo
            )
        )
        return public

    def _store_environment(self) -> dict[str, str]:
        kept = {
            name: value
            for name, value in os.environ.items()
            if not name.startswith("NEWRETAIL_") and name not in ("DATABASE_URL", "PORT")
        }
        return kept | {
            "NEWRETAIL_DATA": str(self._data),
            "NEWRETAIL_DEMO": "1",
            "NEWRETAIL_PUBLIC_URL": self.url,
            "NEWRETAIL_ALIPAY_GATEWAY": f"{self.wallet_url}/gateway.do",
            "NEWRETAIL_ALIPAY_APP_ID": APP_ID,
            "NEWRETAIL_ALIPAY_PRIVATE_KEY": str(self._folder / "shop_private.pem"),
            "NEWRETAIL_ALIPAY_PUBLIC_KEY": str(self._folder / "alipay" / "alipay_public.pem"),
            "NEWRETAIL_ALIPAY_SELLER_ID": SELLER_ID,
            "NEWRETAIL_ALIPAY_NOTIFY_URL": f"{self.url}{NOTICES}",
        }

    def _finish(self, name: str, module: str, *words: str) -> None:
        """Run a command to its end. Raises StageFailed."""
        log = self._logs / f"{name}.log"
        with log.open("ab") as output:
            try:
                done = subprocess.run(
                    [sys.executable, "-m", module, *words],
                    env=self._environment,
                    stdout=output,
                    stderr=subprocess.STDOUT,
                    timeout=PREPARE_SECONDS,
                    check=False,
                )
            except subprocess.TimeoutExpired:
                raise StageFailed(f"{name} took longer than {PREPARE_SECONDS} s\n{_end_of(log)}") from None
        if done.returncode:
            raise StageFailed(f"{name} ended with {done.returncode}\n{_end_of(log)}")

    def _run(self, name: str, module: str, *words: str) -> None:
        """Start a program in a group of its own; it ends with the stage."""
        with (self._logs / f"{name}.log").open("ab") as output:
            program = subprocess.Popen(
                [sys.executable, "-m", module, *words],
                env=self._environment,
                stdout=output,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )
        self._ends.callback(_stop, program)

    def _answers(self, name: str, url: str) -> None:
        ends = time.monotonic() + READY_SECONDS
        while time.monotonic() < ends:
            with contextlib.suppress(httpx.HTTPError):
                if httpx.get(url, timeout=2, trust_env=False).status_code < 500:
                    return
            time.sleep(0.1)
        raise StageFailed(f"{name} does not answer at {url}\n{_end_of(self._logs / f'{name}.log')}")


def _stop(program: "subprocess.Popen[bytes]") -> None:
    if program.poll() is not None:
        return
    program.send_signal(signal.SIGTERM)
    try:
        program.wait(STOP_SECONDS)
    except subprocess.TimeoutExpired:
        os.killpg(program.pid, signal.SIGKILL)
        program.wait()


def _remove(folder: Path) -> None:
    if kept := os.environ.get("TWIN_KEEP_LOGS"):
        shutil.copytree(folder / "logs", kept, dirs_exist_ok=True)
    shutil.rmtree(folder, ignore_errors=True)


def _end_of(log: Path) -> str:
    return log.read_text(errors="replace")[-3000:] if log.exists() else ""


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port
