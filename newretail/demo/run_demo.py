"""Start everything, say where it is, watch over it, stop it."""

import socket
import sys
import time
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from zoneinfo import ZoneInfo

import click

from newretail.demo import alipay
from newretail.demo.banner import banner
from newretail.demo.folder import DemoFolder, open_demo_folder
from newretail.demo.stamp import is_prepared, mark_prepared
from newretail.embedded.supervise import Program, Supervisor
from newretail.kernel import clock
from newretail.samples import Samples

PYTHON = sys.executable
PROJECT = Path(__file__).resolve().parents[2]
TO_PEOPLE = "»"
"""A line that a program begins with this sign is for the person at the terminal: a sign-in code, progress."""


@dataclass(frozen=True, kw_only=True)
class DemoPlan:
    """What kind of demo: of which sample `chain`, `speed` in simulated seconds a second, `orders` after which the city ends it."""

    port: int
    host: str
    chain: str
    catalogue: Path | None
    city: bool
    speed: float
    orders: int | None

    @cached_property
    def samples(self) -> Samples:
        return Samples(self.chain)

    @property
    def chain_name(self) -> str:
        return " ".join(dict.fromkeys(self.samples.chain["names"].values()))

    @property
    def zone(self) -> ZoneInfo:
        """Where most of the chain's clocks stand."""
        return ZoneInfo(self.samples.chain["time_zone"])

    @property
    def url(self) -> str:
        return f"http://{'127.0.0.1' if self.host in ('0.0.0.0', '::') else self.host}:{self.port}"  # noqa: S104


class PortTaken(Exception):
    """Something else listens on the port for people."""


def run_demo(path: Path, *, plan: DemoPlan, reset: bool) -> None:
    """Run the demo in `path` until Ctrl-C, SIGTERM, or the city has done its orders.

    Raises NotADemoFolder, DemoRunning, PortTaken, ProgramFailed or a PostgresError; whatever was started is stopped.
    """
    begun = time.monotonic()
    folder = open_demo_folder(path)
    with folder.held():
        if not can_listen(plan.host, plan.port):
            raise PortTaken(plan.port)
        if reset:
            click.echo(f"removing what earlier demos left in {folder.path}")
            folder.reset()
        reading = folder.wind_clock(speed=plan.speed, zone=plan.zone)
        with Supervisor(folder.logs, tell=click.echo) as supervisor, folder.cluster.in_use() as database_url:
            stage = Stage(folder, plan, supervisor, database_url)
            if stage.open(reading):
                local = clock.now().astimezone(plan.zone)
                click.echo(banner(folder, plan=plan, wallet_url=stage.gateway_url, local=local))
                click.echo(f"ready after {time.monotonic() - begun:.1f} s")
                supervisor.run(until_finished="city" if plan.orders else None)
            click.echo("stopping")
            supervisor.stop()
    click.echo("stopped")


class Stage:
    """The programs of one demo, in the order in which they come up."""

    def __init__(self, folder: DemoFolder, plan: DemoPlan, supervisor: Supervisor, database_url: str) -> None:
        self._folder, self._plan, self._supervisor = folder, plan, supervisor
        self.gateway_url = (
            "" if not plan.samples.has_wallets else f"http://127.0.0.1:{next_free_port(plan.port + 1)}"
        )
        self._alipay_folder = folder.path / "alipay"
        self._environment = {
            "DATABASE_URL": database_url,
            "NEWRETAIL_DATA": str(folder.path),
            "NEWRETAIL_DEMO": "1",
            "NEWRETAIL_GUESTS_A_DAY": "0",
            "NEWRETAIL_PUBLIC_URL": plan.url,
            "PORT": str(plan.port),
            "DJANGO_SETTINGS_MODULE": "newretail.settings",
        }
        if self.gateway_url:
            self._environment["NEWRETAIL_WALLET_URL"] = f"{self.gateway_url}/"
            self._environment |= alipay.store_environment(
                folder=self._alipay_folder, gateway_url=self.gateway_url, store_url=plan.url
            )

    def open(self, reading: clock.Reading) -> bool:
        """Bring everything up; False when we were asked to stop before it was ready."""
        if self.gateway_url:
            self._start_gateway(reading)
        if not self._prepare():
            return False
        self._start_store()
        if not self._supervisor.wait_until_ready():
            return False
        if self._plan.city:
            self._start_city()
        return True

    def _start_gateway(self, reading: clock.Reading) -> None:
        _, public = alipay.merchant_keys(self._alipay_folder)
        port = self.gateway_url.rpartition(":")[2]
        words = [PYTHON, "-m", "twin", "alipay", "--port", port, "--folder", str(self._alipay_folder)]
        words += ["--app", f"{alipay.APP_ID}={public}", "--seller", alipay.SELLER_ID, "--qr-base", ""]
        words += ["--bill-today", "--clock", f"{reading.speed:g}@{clock.now().isoformat()}"]
        self._start("gateway", words, ready_url=f"{self.gateway_url}/health")

    def _prepare(self) -> bool:
        """Schema, sample chain, catalogue, people; nothing when all of it is as this version wants it."""
        catalogue = self._plan.catalogue
        if is_prepared(self._folder, chain=self._plan.chain, catalogue=catalogue):
            return True
        words = [
            PYTHON,
            "-m",
            "newretail.demo.prepare",
            str(self._folder.path),
            "--chain",
            self._plan.chain,
            *(["--catalogue", str(catalogue.resolve())] if catalogue else []),
        ]
        done = self._supervisor.finish(self._program("prepare", words, finishes=True, restarts=0))
        if done:
            mark_prepared(self._folder, chain=self._plan.chain, catalogue=catalogue)
        return done

    def _start_store(self) -> None:
        serve = ["serve", "--host", self._plan.host, "--port", str(self._plan.port), "--workers", "2"]
        self._start("web", [PYTHON, "-m", "newretail", *serve], ready_url=f"{self._plan.url}/api/v1/health")
        self._start("jobs", [PYTHON, "-m", "newretail", "jobs"])

    def _start_city(self) -> None:
        words = [PYTHON, "-m", "twin", "city", "--instance", str(self._folder.path), "--url", self._plan.url]
        if self.gateway_url:
            words += ["--wallet", self.gateway_url]
        if self._plan.orders:
            words += ["--orders", str(self._plan.orders)]
        self._start("city", words, finishes=bool(self._plan.orders), restarts=0 if self._plan.orders else 20)

    def _start(self, name: str, words: list[str], **options: object) -> None:
        self._supervisor.start(self._program(name, words, **options))

    def _program(self, name: str, words: list[str], **options: object) -> Program:
        return Program(
            name=name,
            command=words,
            environment=self._environment,
            folder=PROJECT,
            show=lambda line: line.startswith(TO_PEOPLE),
            **options,  # type: ignore[arg-type]
        )


def can_listen(host: str, port: int) -> bool:
    """Whether the port is free on that address."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError:
            return False
        return True


def next_free_port(first: int) -> int:
    """The first free loopback port of the twenty from `first` on, else any."""
    for port in range(first, min(first + 20, 65536)):
        if can_listen("127.0.0.1", port):
            return port
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = int(probe.getsockname()[1])
        return port
