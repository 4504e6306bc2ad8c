"""A test that takes too long says so, whatever else went wrong because it was ended.

The clock's signal (pytest-timeout) reaches a test anywhere: inside a statement that the database is still at work on, or inside a
library that takes every failure for its own and tries again. What such a test said last was then "another command is already in
progress" and the like. Here the time that is up is an exception that nobody mistakes for a failure, and the report begins with it.
"""

import contextlib
import signal
import traceback
from collections.abc import Iterator
from pathlib import Path
from types import FrameType
from typing import Any

import pytest

PROJECT = str(Path(__file__).resolve().parents[1])
FRAMES = 8
"""So many of the places where it stood are told, the last of ours among them."""
ONCE_MORE_SECONDS = 30.0
"""Whatever swallows the first signal gets another one."""
_SAID = pytest.StashKey[str]()


class TimeUp(BaseException):
    """Not an Exception: nobody's `except Exception` is meant, and hypothesis does not take it for a counterexample."""


@pytest.hookimpl(wrapper=True)
def pytest_timeout_set_timer(item: pytest.Item, settings: Any) -> Iterator[Any]:
    set_by_the_plugin = yield
    dump = signal.getsignal(signal.SIGALRM)
    if settings.method != "signal" or not callable(dump):
        return set_by_the_plugin

    def end(number: int, frame: FrameType | None) -> None:
        if _SAID not in item.stash:
            item.stash[_SAID] = (
                f"took longer than {settings.timeout:g} s and was ended (`timeout` in pyproject.toml), while it stood at\n"
                f"{where(frame)}"
            )
            with contextlib.suppress(pytest.fail.Exception):
                dump(number, frame)  # what all threads were at, to standard error
        signal.setitimer(signal.ITIMER_REAL, ONCE_MORE_SECONDS)
        raise TimeUp(item.stash[_SAID])

    signal.signal(signal.SIGALRM, end)
    return set_by_the_plugin


def where(frame: FrameType | None) -> str:
    """The last places in this project, else anywhere."""
    stack = traceback.extract_stack(frame)
    ours = [each for each in stack if each.filename.startswith(PROJECT) and "/.venv/" not in each.filename]
    return "".join(traceback.format_list((ours or stack)[-FRAMES:]))


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_runtest_makereport(item: pytest.Item, call: pytest.CallInfo[Any]) -> Iterator[pytest.TestReport]:
    said = item.stash.get(_SAID, "")
    if said and call.excinfo is not None:
        last = call.excinfo.exconly(tryshort=True)
        if not call.excinfo.errisinstance(TimeUp):
            said += f"\nand ended with: {last}"
        call.excinfo = _failed(said)
    return (yield)


def _failed(words: str) -> pytest.ExceptionInfo[BaseException]:
    try:
        pytest.fail(words, pytrace=False)
    except pytest.fail.Exception:
        return pytest.ExceptionInfo.from_current()
