"""Somebody looks after the server while it is in use: one that dies without being asked to is started again.

Nobody is the server's parent (a Ctrl-C at one terminal must not end it for others), so nobody is told when it dies. Each process that
uses it looks for itself; whoever sees it first starts it, the others find it running.
"""

import logging
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Protocol

log = logging.getLogger(__name__)

LOOK_SECONDS = 0.5
PAUSES_SECONDS = (0.2, 0.5, 1.0, 2.0, 5.0, 10.0, 30.0)
"""Between one vain try and the next; the last of them from then on."""


class Watched(Protocol):
    """A server that can tell whether it is missed."""

    def is_missed(self) -> bool: ...

    def revive(self) -> bool: ...


@contextmanager
def watched(server: Watched) -> Iterator[None]:
    """Start the server again whenever it is missed, while the block lasts."""
    done = threading.Event()
    watcher = threading.Thread(target=_watch, args=(server, done), name="database-watch", daemon=True)
    watcher.start()
    try:
        yield
    finally:
        done.set()
        watcher.join()


def _watch(server: Watched, done: threading.Event) -> None:
    failed, pause = 0, LOOK_SECONDS
    while not done.wait(pause):
        pause = LOOK_SECONDS
        try:
            if not server.is_missed():
                failed = 0
            elif server.revive():
                log.warning("the database had died and runs again", extra={"tries": failed + 1})
                failed = 0
        except Exception as error:
            pause = PAUSES_SECONDS[min(failed, len(PAUSES_SECONDS) - 1)]
            failed += 1
            log.error(
                "the database has died and does not start (try %d, the next in %g s): %s",
                failed,
                pause,
                error,
            )
