"""Threads that answer requests for the event loop.

asyncio's own way to a thread makes two futures and a condition for each piece of work and ties them together, which costs a small
request more than its routing does. Here the loop's future is the only one.
"""

import asyncio
import threading
from queue import Empty, SimpleQueue
from typing import Any

from newretail.kernel.http import bridge

Turn = tuple[dict[str, Any], "asyncio.Future[bridge.Answer]"]


class Pool:
    """A number of threads; requests wait for them in the order they came."""

    def __init__(self, name: str, threads: int) -> None:
        self._turns: SimpleQueue[Turn | None] = SimpleQueue()
        self._threads = [
            threading.Thread(target=self._work, name=f"{name}-{number}", daemon=True)
            for number in range(threads)
        ]
        for thread in self._threads:
            thread.start()

    def answer(self, environ: dict[str, Any]) -> "asyncio.Future[bridge.Answer]":
        """Django's answer to a WSGI request, from one of the threads; asked on the event loop."""
        future: asyncio.Future[bridge.Answer] = asyncio.get_running_loop().create_future()
        self._turns.put((environ, future))
        return future

    def stop(self) -> None:
        """What has begun is done to its end, what waits is not begun."""
        while True:
            try:
                self._turns.get_nowait()
            except Empty:
                break
        for _ in self._threads:
            self._turns.put(None)
        for thread in self._threads:
            thread.join()

    def _work(self) -> None:
        while (turn := self._turns.get()) is not None:
            environ, future = turn
            answer: bridge.Answer | BaseException
            try:
                answer = bridge.call(environ)
            except BaseException as error:  # it is raised where the answer is awaited
                answer = error
            future.get_loop().call_soon_threadsafe(_settle, future, answer)


def _settle(future: "asyncio.Future[bridge.Answer]", answer: bridge.Answer | BaseException) -> None:
    if future.done():  # nobody waits for it any more
        return
    if isinstance(answer, BaseException):
        future.set_exception(answer)
    else:
        future.set_result(answer)
