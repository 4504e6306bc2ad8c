"""A server that dies in use is started again by those who use it."""

import os
import signal
import socket
import time
from collections.abc import Callable

import psycopg
import pytest

from newretail.embedded import Cluster, processes, wait_until_answering, watch

QUICK_SECONDS = 15
"""A start takes one or two; a machine that is busy with other things takes longer."""


def kill_outright(cluster: Cluster) -> int:
    """End the server as by `kill -9`: nobody is told."""
    found = cluster.running()
    assert found
    os.kill(found.pid, signal.SIGKILL)
    assert processes.wait_until_gone(found.pid, seconds=5)
    return found.pid


def wait_for(condition: Callable[[], object], *, seconds: float = QUICK_SECONDS) -> None:
    ends = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < ends, "waited in vain"
        time.sleep(0.05)


def test_a_server_that_dies_in_use_is_started_again_at_its_address(cluster: Cluster) -> None:
    with (
        cluster.in_use() as url,
        Cluster(cluster.folder).in_use(),
        psycopg.connect(url, autocommit=True) as witness,
    ):
        witness.execute("CREATE TABLE sales (number int)")
        for number in range(3):
            dead = kill_outright(cluster)
            assert wait_until_answering(url, seconds=QUICK_SECONDS)
            found = cluster.running()
            assert found and found.pid != dead
            with psycopg.connect(url, autocommit=True) as connection:
                connection.execute("INSERT INTO sales VALUES (%s)", [number])
        with psycopg.connect(url) as connection:
            assert connection.execute("SELECT count(*) FROM sales").fetchone() == (3,)
    assert not cluster.running()


def test_a_server_that_was_stopped_on_purpose_stays_so(cluster: Cluster) -> None:
    with cluster.in_use() as url:
        cluster.release()
        time.sleep(3 * watch.LOOK_SECONDS)
        assert not cluster.running()
        cluster.keep()
        kill_outright(cluster)
        assert wait_until_answering(url, seconds=QUICK_SECONDS)
        cluster.release()


def test_a_server_that_cannot_start_again_is_tried_on_and_the_log_says_why(
    cluster: Cluster, caplog: pytest.LogCaptureFixture
) -> None:
    with cluster.in_use() as url:
        control = cluster.cluster / "global" / "pg_control"
        away = control.with_suffix(".away")
        control.rename(away)
        kill_outright(cluster)
        wait_for(lambda: "does not start (try 2" in caplog.text)
        assert "pg_control" in caplog.text
        away.rename(control)
        assert wait_until_answering(url, seconds=2 * QUICK_SECONDS)
        wait_for(lambda: "runs again" in caplog.text)


def test_a_server_that_died_does_not_come_back_under_another_port(
    cluster: Cluster, caplog: pytest.LogCaptureFixture
) -> None:
    with cluster.in_use() as url:
        found = cluster.running()
        assert found
        with socket.socket() as taken:
            taken.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            kill_outright(cluster)
            taken.bind(("127.0.0.1", found.port))
            taken.listen()
            wait_for(lambda: "Another program listens" in caplog.text)
        assert wait_until_answering(url, seconds=QUICK_SECONDS)
