"""The demo's folder. Only a folder that was made for a demo is ever used, reset or given a clock that can be driven."""

import fcntl
import json
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from newretail.embedded import Cluster
from newretail.kernel import clock

MARKER = "newretail-demo"
DAY_BEGINS, DAY_ENDS = time(8, 30), time(20, 30)
MORNING = time(10, 30)
"""When a demo's first day starts: the stores are open and lunch is near."""


class NotADemoFolder(Exception):
    """The folder holds something that no demo put there."""


class DemoRunning(Exception):
    """Another demo uses the folder now."""


@dataclass(frozen=True, slots=True)
class DemoFolder:
    """`path` belongs to a demo: it carries the marker."""

    path: Path

    @property
    def logs(self) -> Path:
        return self.path / "logs"

    @property
    def instance_file(self) -> Path:
        """Where the store answers and who works there, tokens included (0600): what the simulated city starts from."""
        return self.path / "instance.json"

    @property
    def cluster(self) -> Cluster:
        return Cluster(self.path / "postgres")

    @contextmanager
    def held(self) -> Iterator[None]:
        """Nobody else's while the block lasts. Raises DemoRunning."""
        with (self.path / MARKER).open("r+") as marker:
            try:
                fcntl.flock(marker, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                raise DemoRunning(self.path) from None
            yield

    def reset(self) -> None:
        """Remove all that the demo ever did, with its database; the marker stays, and so does the hold on it."""
        self.cluster.destroy()
        for entry in self.path.iterdir():
            if entry.name == MARKER:
                continue
            if entry.is_dir() and not entry.is_symlink():
                shutil.rmtree(entry)
            else:
                entry.unlink()

    def wind_clock(self, *, speed: float, zone: ZoneInfo) -> clock.Reading:
        """Let the demo's clock run at `speed`, on from where it stood; at night in `zone` it moves ahead to the next morning."""
        if not (self.path / "clock").exists():
            today = datetime.now(zone).date()
            clock.create_simulated(self.path, start=datetime.combine(today, MORNING, zone), speed=speed)
        clock.attach(self.path)
        clock.set_speed(speed)
        local = clock.now().astimezone(zone)
        if not DAY_BEGINS <= local.time() <= DAY_ENDS:
            day = local.date() + timedelta(days=local.time() > DAY_ENDS)
            clock.advance_to(datetime.combine(day, MORNING, zone))
        return clock.reading()


def open_demo_folder(path: Path) -> DemoFolder:
    """The demo folder at `path`, made when there is none or an empty one. Raises NotADemoFolder."""
    path = path.expanduser().resolve()
    marker = path / MARKER
    if not marker.exists():
        if path.exists() and (not path.is_dir() or any(path.iterdir())):
            raise NotADemoFolder(path)
        path.mkdir(parents=True, exist_ok=True)
        marker.write_text(json.dumps({"made_for": "newretail demo"}) + "\n")
    return DemoFolder(path)
