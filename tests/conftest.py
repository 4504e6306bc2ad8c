"""Fixtures that every room's tests share."""

import threading
import time
from collections import defaultdict
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest
from django.apps import apps
from django.db import transaction
from django.db.models.signals import post_migrate
from django.test import Client

from newretail.chain import api as chain
from newretail.chain import queries as chain_queries
from newretail.chain.models import Chain
from newretail.kernel import logs, recent
from newretail.kernel.http.work import of_callers
from newretail.samples import Samples
from tests.time_up import pytest_runtest_makereport, pytest_timeout_set_timer

__all__ = ["pytest_runtest_makereport", "pytest_timeout_set_timer"]


@pytest.fixture(scope="session", autouse=True)
def rows_that_outlive_a_flush() -> None:
    """A test with real transactions empties every table, the rows that a migration wrote included: write them again."""
    post_migrate.connect(
        _write_texts, sender=apps.get_app_config("members"), dispatch_uid="tests.consent_texts"
    )
    post_migrate.connect(
        _write_patterns, sender=apps.get_app_config("catalog"), dispatch_uid="tests.weighed_patterns"
    )


def _write_texts(**_: Any) -> None:
    if not apps.get_model("members", "ConsentText").objects.exists():
        import_module("newretail.members.migrations.0002_texts").write_texts(apps, None)


def _write_patterns(**_: Any) -> None:
    if not apps.get_model("catalog", "WeighedPattern").objects.exists():
        import_module("newretail.catalog.migrations.0002_guards").write_patterns(apps, None)


LONGEST_FIRST = (
    "tests/promises/test_18",
    "tests/demo/test_demo_smoke",
    "tests/promises/test_12",
    "tests/promises/test_09",
    "tests/backup",
    "tests/browser",
    "tests/promises",
)
"""Files are handed to the workers in this order, then the rest: none is left alone at the end with a long one."""


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    items.sort(key=lambda item: next((n for n, start in enumerate(LONGEST_FIRST) if item.nodeid.startswith(start)), 99))  # fmt: skip


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--schemathesis-examples",
        type=int,
        default=0,
        help="all phases of Schemathesis, with so many requests made up for each route",
    )


LAST_WORDS_SECONDS = 10


@pytest.fixture(autouse=True)
def no_thread_outlives_its_test() -> Iterator[None]:
    """A thread that a failed test leaves at work goes on with the database of the tests after it, and keeps pytest from ending."""
    before = set(threading.enumerate())
    yield
    left = [thread for thread in threading.enumerate() if thread not in before and not may_stay(thread)]
    ends = time.monotonic() + LAST_WORDS_SECONDS
    for thread in left:
        thread.join(max(ends - time.monotonic(), 0))
    at_work = [thread.name for thread in left if thread.is_alive()]
    assert not at_work, f"still at work after the test: {at_work}"


def may_stay(thread: threading.Thread) -> bool:
    """Daemons end with the process; the threads that send webhooks are the house's own and wait for more."""
    return thread.daemon or thread.name.startswith("webhooks_")


@pytest.fixture(autouse=True)
def nothing_remembered() -> None:
    """What a process remembers for seconds would outlive a test's rolled-back rows, and the last request its test."""
    recent.forget_all()
    of_callers.forget_all()
    logs.leave()


@pytest.fixture(autouse=True)
def sample_chain(request: pytest.FixtureRequest, nothing_remembered: None) -> None:
    """Tests live in the first sample chain: its money, its languages. Where there is no database it is remembered."""
    described = first_chain()
    if request.node.get_closest_marker("django_db") or _DATABASE & set(request.fixturenames):
        request.getfixturevalue("_django_db_helper")
        chain.set_up_chain(described)
        chain_queries.forget_chain()
    chain_queries.remember(chain_queries.card_of(Chain(**described)))


def first_chain() -> dict[str, Any]:
    return Samples().chain | {"base_map": {}}


@pytest.fixture(scope="module")
def for_the_file(django_db_setup: None, django_db_blocker: Any) -> Iterator[None]:
    """What fixtures of a whole file write on top of this stays for its tests, each of which undoes its own; at the end all is undone.

    For tests in transactions of their own (`django_db` as it is), not for those with real ones.
    """
    with django_db_blocker.unblock():
        around: Any = transaction.atomic()
        around._from_testcase = (
            True  # as around each test: what must be outermost in the house is so in a test
        )
        with around:
            chain.set_up_chain(first_chain())
            chain_queries.forget_chain()
            yield
            transaction.set_rollback(True)
    recent.forget_all()


_DATABASE = {"db", "transactional_db", "live_server", "django_db_serialized_rollback"}


@pytest.fixture
def http() -> Client:
    """A client for JSON over HTTP without a session."""
    return Client(headers={"accept-language": "en"})


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """What each part of the suite costs: seconds of all its tests, set-up included, and how many there are."""
    seconds: dict[str, float] = defaultdict(float)
    tests: dict[str, set[str]] = defaultdict(set)
    for reports in terminalreporter.stats.values():
        for report in reports:
            if isinstance(report, pytest.TestReport):
                part = Path(report.nodeid.split("::")[0]).parts[1]
                seconds[part] += report.duration
                tests[part].add(report.nodeid)
    for report in terminalreporter.stats.get("rerun", []):
        terminalreporter.section(f"a first try that failed: {report.nodeid} ({report.when})")
        terminalreporter.write_line(str(report.longrepr))
    terminalreporter.section("seconds by part, of all workers together")
    for part in sorted(seconds, key=seconds.__getitem__, reverse=True):
        terminalreporter.write_line(f"{seconds[part]:8.1f} s  {len(tests[part]):5d} tests  {part}")
