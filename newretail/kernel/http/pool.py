"""Threads that answer requests for the event loop.

asyncio's own way to a thread makes two futures and a condition for each piece of work and ties them together, which costs a small
request more than its routing does. Here the loop's future is the only one.

Callers take turns: each waits in a line of their own, and the lines are served one after another. So one who asks for a hundred
things at once makes nobody else wait for more than a turn.
"""

import asyncio
import threading
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from queue import SimpleQueue
from typing import Any, TypeVar

from newretail.kernel import errors, metrics
from newretail.kernel.http import bridge
from newretail.kernel.http.occupancy import Occupancy, told_by

Result = TypeVar("Result")


@dataclass(frozen=True, slots=True, eq=False)
class Turn:
    """A piece of work, and the future of whoever waits for it."""

    work: Callable[[], Any]
    future: "asyncio.Future[Any]"


class Lines:
    """Who is next. At most `most` turns wait in all: when one more comes, the newest of the longest line gives way."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._lines: dict[str, deque[Turn]] = {}
        """The first caller in it is the next one."""
        self._waiting = 0
        self._lock = threading.Lock()

    @property
    def waiting(self) -> int:
        """How many wait in all."""
        return self._waiting

    def has_room(self, caller: str) -> bool:
        """Whether one more turn of this caller would be let in."""
        if self._waiting < self._most:
            return True
        with self._lock:
            return self._longer_than(caller) is not None

    def add(self, caller: str, turn: Turn) -> Turn | None:
        """Wait in the caller's line. Returns the turn that has to go for it, which may be this one."""
        with self._lock:
            given_up = None
            if self._waiting >= self._most:
                longest = self._longer_than(caller)
                if longest is None:
                    return turn
                given_up = longest.pop()
            else:
                self._waiting += 1
            self._lines.setdefault(caller, deque()).append(turn)
            return given_up

    def _longer_than(self, caller: str) -> deque[Turn] | None:
        """The longest line, if the caller's stays behind it with one turn more."""
        longest = max(self._lines.values(), key=len, default=None)
        if longest is None or len(longest) <= len(self._lines.get(caller, ())) + 1:
            return None
        return longest

    def take(self) -> Turn | None:
        """The next turn; None when nobody waits."""
        with self._lock:
            if not self._waiting:
                return None
            self._waiting -= 1
            caller, line = next(iter(self._lines.items()))
            turn = line.popleft()
            del self._lines[caller]
            if line:
                self._lines[caller] = line  # at the end
            return turn


class Pool:
    """A number of threads, and at most `waiting` turns that wait for one."""

    def __init__(
        self, name: str, threads: int, *, waiting: int, full: type[errors.Refusal] = errors.Overloaded
    ) -> None:
        self._name, self._most_waiting = name, waiting
        self._lines = Lines(waiting)
        self._full = full
        self._waiting, self._at_work = metrics.WAITING.labels(name), metrics.AT_WORK.labels(name)
        self._calls: SimpleQueue[bool] = SimpleQueue()
        """Wakes a thread for each turn that came; False sends it home."""
        self._busy: set[threading.Thread] = set()
        self._threads = [
            threading.Thread(target=self._serve, name=f"{name}-{number}", daemon=True)
            for number in range(threads)
        ]
        for thread in self._threads:
            thread.start()
        told_by(name, self.occupancy)

    def occupancy(self) -> Occupancy:
        """How full it is at this moment."""
        return Occupancy(
            pool=self._name,
            threads=len(self._threads),
            at_work=len(self._busy),
            waiting=self._lines.waiting,
            most_waiting=self._most_waiting,
        )

    def answer(self, environ: dict[str, Any], caller: str = "") -> "asyncio.Future[bridge.Answer]":
        """Django's answer to a WSGI request, from one of the threads; asked on the event loop."""
        return self.run(partial(bridge.call, environ), caller)

    def run(self, work: Callable[[], Result], caller: str = "") -> "asyncio.Future[Result]":
        """What `work` returns or raises, from one of the threads; asked on the event loop.

        Raises what the pool is `full` with, where too many wait.
        """
        future: asyncio.Future[Result] = asyncio.get_running_loop().create_future()
        turn = Turn(work, future)
        given_up = self._lines.add(caller, turn)
        if given_up is not turn:
            self._calls.put(True)
        if given_up is None:
            self._waiting.inc()
        else:
            _settle(given_up.future, self._full())
        return future

    def refuse_when_full(self, caller: str) -> None:
        """Raise that refusal at once where the caller would not be let in anyway."""
        if not self._lines.has_room(caller):
            raise self._full()

    def stop(self) -> None:
        """What has begun is done to its end, what waits is not begun."""
        while self._lines.take() is not None:
            pass
        for _ in self._threads:
            self._calls.put(False)
        for thread in self._threads:
            thread.join()

    def _serve(self) -> None:
        me = threading.current_thread()
        while self._calls.get():
            turn = self._lines.take()
            if turn is None:  # it gave way
                continue
            self._waiting.dec()
            self._at_work.inc()
            self._busy.add(me)
            answer: Any
            try:
                answer = turn.work()
            except BaseException as error:  # it is raised where the answer is awaited
                answer = error
            self._busy.discard(me)
            self._at_work.dec()
            turn.future.get_loop().call_soon_threadsafe(_settle, turn.future, answer)


def _settle(future: "asyncio.Future[Any]", answer: Any) -> None:
    if future.done():  # nobody waits for it any more
        return
    if isinstance(answer, BaseException):
        future.set_exception(answer)
    else:
        future.set_result(answer)
