"""A test that is ended by the clock is told as such, not by what broke because it was ended."""

import os
import subprocess
import sys
from pathlib import Path

PROJECT = Path(__file__).resolve().parents[1]
SUITE = """
import time

import pytest
from hypothesis import given, settings, strategies as st


def wait_for_the_database():
    try:
        time.sleep(30)
    finally:
        raise RuntimeError("another command is already in progress")


def test_with_a_broken_line():
    wait_for_the_database()


@settings(max_examples=1, deadline=None, database=None)
@given(st.integers())
def test_of_many_examples(number):
    time.sleep(30)


@pytest.fixture
def database():
    yield
    time.sleep(30)


def test_whose_end_hangs(database):
    pass


def test_in_time():
    pass
"""


def test_a_test_that_takes_too_long_is_told_so_first(tmp_path: Path) -> None:
    (tmp_path / "conftest.py").write_text(
        "from tests.time_up import pytest_runtest_makereport, pytest_timeout_set_timer\n"
    )
    (tmp_path / "test_slow.py").write_text(SUITE)
    plugins = ("django", "xdist", "rerunfailures", "schemathesis", "cacheprovider")
    words = [word for name in plugins for word in ("-p", f"no:{name}")]
    done = subprocess.run(
        [sys.executable, "-m", "pytest", "-c", "/dev/null", "--rootdir", tmp_path, "-r", "fE", "--timeout", "0.5", *words, tmp_path],
        cwd=PROJECT,
        env={**os.environ, "COLUMNS": "250"},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )  # fmt: skip
    said = done.stdout
    assert "2 failed, 2 passed, 1 error" in said, said
    ended = [line.partition(" - ")[2] for line in said.splitlines() if line.startswith(("FAILED ", "ERROR "))]
    assert len(ended) == 3 and all("took longer than 0.5 s" in words for words in ended), said
    assert "test_slow.py" in said and "time.sleep(30)" in said, "and where it stood"
    assert "and ended with: RuntimeError: another command is already in progress" in said
