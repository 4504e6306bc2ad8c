"""One clock for every process of a simulated store; a real store's cannot be driven."""

import subprocess
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from newretail.kernel import clock

START = datetime(2026, 3, 1, 2, 30, tzinfo=UTC)


@pytest.fixture(autouse=True)
def real_clock_afterwards():
    yield
    clock.attach(None)


def test_a_real_clock_cannot_be_driven(tmp_path: Path):
    clock.attach(tmp_path)
    assert clock.reading().mode == "system"
    with pytest.raises(clock.ClockIsReal):
        clock.advance_to(START)
    with pytest.raises(clock.ClockIsReal):
        clock.set_speed(2)


def test_a_stepped_clock_stands_until_it_is_moved(tmp_path: Path):
    clock.create_simulated(tmp_path, start=START, speed=0)
    clock.attach(tmp_path)
    assert clock.now() == clock.now() == START
    clock.advance_to(START + timedelta(minutes=5))
    assert clock.now() == START + timedelta(minutes=5)
    clock.advance_to(START)
    assert clock.now() == START + timedelta(minutes=5), "time never goes back"


def test_a_running_clock_runs_at_its_speed(tmp_path: Path):
    clock.create_simulated(tmp_path, start=START, speed=3600)
    clock.attach(tmp_path)
    first = clock.now()
    while (second := clock.now()) - first < timedelta(seconds=30):
        pass
    assert START <= first < second < START + timedelta(hours=3)
    clock.set_speed(0)
    assert clock.now() == clock.now() >= second


def test_another_process_reads_the_same_time(tmp_path: Path):
    clock.create_simulated(tmp_path, start=START, speed=0)
    clock.attach(tmp_path)
    clock.advance_to(START + timedelta(hours=1))
    code = f"""
from pathlib import Path
from newretail.kernel import clock
clock.attach(Path({str(tmp_path)!r}))
print(clock.now().isoformat())
"""
    told = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True
    ).stdout.strip()
    assert told == (START + timedelta(hours=1)).isoformat()
