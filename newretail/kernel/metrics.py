"""Figures about this house for whoever watches it, in the format of Prometheus.

Two kinds. What a process sees of its own work (requests, refusals, pools) is counted where it happens: an addition to shared memory, no
statement. Each process writes files below `NEWRETAIL_DATA/metrics`, and whoever is asked adds all of them up, so that it does not
matter which worker answers. What the database knows anyway (what waits, what is late) is read when somebody asks, at most
every few seconds: rooms hand in a reading with `reading`.
"""

import logging
import os
import re
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Literal

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, generate_latest
from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily, Metric
from prometheus_client.multiprocess import MultiProcessCollector

from newretail.kernel.recent import Recent

log = logging.getLogger(__name__)

_SHARED = "PROMETHEUS_MULTIPROC_DIR"
"""Where this process writes, for the library; set by commands before anything else (`instance.share_metrics`)."""
REMEMBERED_SECONDS = 5
REGISTRY = CollectorRegistry()
Figure = GaugeMetricFamily
Reading = Callable[[], Iterable[Metric]]
_readings: list[Reading] = []
_read: Recent[str, list[Metric]] = Recent(seconds=REMEMBERED_SECONDS, most=100)


def counter(name: str, about: str, labels: tuple[str, ...] = ()) -> Counter:
    """Something that happens, told as `newretail_{name}_total`."""
    return Counter(name, about, labels, namespace="newretail", registry=REGISTRY)


def gauge(
    name: str, about: str, labels: tuple[str, ...] = (), *, of_all: Literal["livesum", "livemax"] = "livesum"
) -> Gauge:
    """Something that goes up and down. `of_all`: what is told of several processes, their sum or the highest."""
    return Gauge(name, about, labels, namespace="newretail", registry=REGISTRY, multiprocess_mode=of_all)


REQUESTS = Histogram(
    "request_seconds",
    "Requests by route, method and status: how long they were at work",
    ("route", "method", "status"),
    namespace="newretail",
    registry=REGISTRY,
    buckets=(0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10),
)
REFUSALS = counter("refusals", "Answers that refused, by the code of the refusal", ("code", "status"))
AT_WORK = gauge("requests_at_work", "Requests that a thread is at work on", ("pool",))
WAITING = gauge("requests_waiting", "Requests that wait for a thread", ("pool",))


def reading(read: Reading) -> Reading:
    """Have `read` asked when somebody looks. What it cannot tell is left out, and logged."""
    _readings.append(read)
    return read


def told(name: str, about: str, labels: Iterable[str] = ()) -> GaugeMetricFamily:
    """A figure for a reading to fill: `newretail_{name}`."""
    return GaugeMetricFamily(f"newretail_{name}", about, labels=list(labels))


def counted(name: str, about: str, labels: Iterable[str] = ()) -> CounterMetricFamily:
    """The same for one that only grows: `newretail_{name}_total`."""
    return CounterMetricFamily(f"newretail_{name}", about, labels=list(labels))


def page() -> bytes:
    """Everything, as Prometheus reads it."""
    asked = CollectorRegistry()
    asked.register(_Everything())
    return generate_latest(asked)


class _Everything:
    def collect(self) -> Iterator[Metric]:
        yield from _counted_here()
        trouble = told("reading_failed", "Readings that could not be made just now", ["reading"])
        for read in _readings:
            name = f"{read.__module__}.{read.__qualname__}"
            try:
                found = _read.get(name) or _read.keep(name, list(read()))
            except Exception as error:
                log.warning("%s could not be read: %s", name, type(error).__name__)
                found = []
            trouble.add_metric([name], float(not found))
            yield from found
        yield trouble


def _counted_here() -> Iterable[Metric]:
    """What all processes that share the folder have counted, or this one where there is none."""
    if _SHARED not in os.environ:
        return REGISTRY.collect()
    every = Path(os.environ[_SHARED]).parent
    files = [str(path) for path in every.glob("*/*.db") if not _left_by_the_dead(path)]
    return MultiProcessCollector.merge(files, accumulate=True)


def _left_by_the_dead(path: Path) -> bool:
    """A gauge of a process that has ended tells of nothing any more; what it counted stays counted."""
    live = re.fullmatch(r"gauge_live\w+_(\d+)\.db", path.name)
    if live is None:
        return False
    try:
        os.kill(int(live[1]), 0)
    except ProcessLookupError:
        path.unlink(missing_ok=True)
        return True
    except PermissionError:
        return False
    return False
