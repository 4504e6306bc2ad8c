"""What a load balancer and an operator are told: whether this shop can serve people, and what is wrong."""

import asyncio
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from dataclasses import asdict
from datetime import timedelta
from pathlib import Path

import django.db
import pytest
from django.db.migrations.recorder import MigrationRecorder
from django.test import Client

from newretail import instance
from newretail.kernel import clock, events, jobs, readiness, recent, schema
from newretail.kernel.http.occupancy import occupancy
from newretail.kernel.http.pool import Pool
from newretail.kernel.models import DutyRun, Event, SchemaMark
from tests.promises.live_house import PROJECT, environment_of


def just_ran(*, ago_seconds: float = 0) -> None:
    DutyRun.objects.all().delete()
    ran_at = clock.now() - timedelta(seconds=ago_seconds)
    DutyRun.objects.bulk_create(DutyRun(name=each.name, ran_at=ran_at) for each in jobs.duties())


def asked(http: Client) -> tuple[int, str]:
    recent.forget_all()
    answer = http.get("/ready")
    return answer.status_code, " ".join(answer.json()["troubles"])


@pytest.mark.django_db
def test_a_shop_at_work_is_ready_and_says_from_what_it_knows(http: Client):
    just_ran()
    answer = http.get("/ready")
    assert (answer.status_code, answer.json()["troubles"]) == (200, [])
    told = answer.json()
    assert told["schema"]["missing"] == [] and told["facts"]["waiting"] == 0
    assert {each["name"] for each in told["duties"]} == {each.name for each in jobs.duties()}


@pytest.mark.django_db
def test_it_says_how_full_the_pools_of_its_process_are(http: Client):
    just_ran()
    go_on, begun = threading.Event(), threading.Event()

    def work() -> None:
        begun.set()
        go_on.wait(10)

    async def ask() -> dict[str, int]:
        pool = Pool("readiness", 1, waiting=2)
        turns = [pool.run(work), pool.run(work)]
        await asyncio.to_thread(begun.wait, 10)
        found = next(each for each in map(asdict, occupancy()) if each["pool"] == "readiness")
        go_on.set()
        await asyncio.gather(*turns)
        await asyncio.to_thread(pool.stop)
        return found

    full = {"pool": "readiness", "threads": 1, "at_work": 1, "waiting": 1, "most_waiting": 2}
    assert asyncio.run(ask()) == full
    assert full | {"at_work": 0, "waiting": 0} in http.get("/ready").json()["pools"]


@pytest.mark.django_db
def test_without_jobs_it_is_not_ready(http: Client):
    assert asked(http)[0] == 503
    assert "newretail jobs" in asked(http)[1]
    just_ran(ago_seconds=readiness.PATIENCE_SECONDS - 5)
    assert asked(http) == (200, "")
    just_ran(ago_seconds=readiness.PATIENCE_SECONDS + 10)
    status, troubles = asked(http)
    assert status == 503 and "jobs process has stopped" in troubles


@pytest.mark.django_db
@pytest.mark.parametrize(("waited_seconds", "status", "words"), [(30, 200, ""), (90, 503, "waited 90 s")])
def test_facts_that_wait_too_long_make_it_unready(http: Client, waited_seconds: int, status: int, words: str):
    just_ran()
    occurred_at = clock.now() - timedelta(seconds=waited_seconds)
    Event.objects.create(name=next(iter(events.Event.kinds)), body={}, occurred_at=occurred_at)
    told, troubles = asked(http)
    assert told == status and words in troubles


@pytest.mark.django_db
def test_a_database_that_lacks_a_migration_is_told_with_the_command(http: Client):
    just_ran()
    MigrationRecorder.Migration.objects.filter(app="ordering").delete()
    status, troubles = asked(http)
    assert status == 503 and "ordering.0001_initial" in troubles and "newretail migrate" in troubles
    with pytest.raises(instance.SchemaUnfit, match="newretail migrate"):
        _check_schema()


@pytest.mark.django_db
def test_a_newer_schema_serves_the_version_before_and_no_older_one(http: Client, monkeypatch):
    just_ran()
    MigrationRecorder.Migration.objects.create(app="ordering", name="0009_more", applied=clock.now())
    SchemaMark.objects.update_or_create(id=1, defaults={"written_by": "0.9.0", "runs_with": "0.1.0"})
    assert asked(http) == (200, "")
    schema.leave_mark()
    assert SchemaMark.objects.get().written_by == "0.9.0", "an older program does not take the word back"
    SchemaMark.objects.update(runs_with="0.8.0")
    status, troubles = asked(http)
    assert status == 503 and "0.9.0" in troubles
    with pytest.raises(instance.SchemaUnfit, match="Start version"):
        _check_schema()


def _check_schema() -> None:
    """As a command does before it serves, without closing this test's connection."""
    close, django.db.connections.close_all = django.db.connections.close_all, lambda: None  # type: ignore[method-assign]
    try:
        instance.check_schema()
    finally:
        django.db.connections.close_all = close  # type: ignore[method-assign]


@pytest.mark.django_db
def test_a_database_that_is_away_is_told_calmly(http: Client, monkeypatch):
    def away() -> None:
        raise django.db.OperationalError("gone")

    monkeypatch.setattr(readiness, "schema_standing", away)
    monkeypatch.setattr(django.db.connection, "close", lambda: None)
    assert asked(http) == (503, "The database does not answer.")


@pytest.mark.django_db
@pytest.mark.parametrize("path", ["/livez", "/ready", "/api/v1/health", "/api/v1/chain"])
def test_head_is_answered_as_get_is(http: Client, path: str):
    just_ran()
    answer = http.head(path)
    assert answer.status_code == 200
    assert http.post(path).status_code == 405


@pytest.mark.django_db(transaction=True)
def test_a_jobs_process_that_hangs_is_noticed_and_one_that_works_is_not(
    http: Client, tmp_path: Path, monkeypatch
):
    monkeypatch.setattr(readiness, "PATIENCE_SECONDS", 4.0)
    words = [sys.executable, "-m", "newretail", "jobs"]
    worker = subprocess.Popen(words, cwd=PROJECT, env=environment_of(tmp_path, database="", failpoint=""))
    try:
        _until(lambda: asked(http)[0] == 200, seconds=60)
        os.kill(worker.pid, signal.SIGSTOP)
        _until(lambda: "jobs process has stopped" in asked(http)[1], seconds=15)
        os.kill(worker.pid, signal.SIGCONT)
        _until(lambda: asked(http)[0] == 200, seconds=30)
    finally:
        os.kill(worker.pid, signal.SIGCONT)
        worker.terminate()
        assert worker.wait(timeout=30) == 0


def _until(condition: Callable[[], bool], *, seconds: float) -> None:
    ends = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < ends, "waited in vain"
        time.sleep(0.2)
