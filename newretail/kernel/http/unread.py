"""For how long an answer may lie unread before its connection is closed, whatever its size."""

import asyncio
import contextlib
import logging
import os
import socket
import stat
import sys
from collections.abc import Iterator
from pathlib import Path

log = logging.getLogger(__name__)

UNREAD_SECONDS = 30
"""A connection whose other side takes nothing of what was sent for so long is closed by the system."""
TRIES, BETWEEN_TRIES_SECONDS = 100, 0.1
"""The server makes the socket on which it listens a moment after the process has begun."""


async def bound_unread() -> None:
    """Once this process listens, have the system close connections on which an answer lies unread.

    The server has no time-out for writing. The system's own is inherited by each connection from the socket that listens, which the
    server makes after it has called us; where the system has none (only Linux does), a proxy in front sees to it.
    """
    for _ in range(TRIES if sys.platform == "linux" else 0):
        listeners = list(_listeners())
        for listener in listeners:
            with listener:
                listener.setsockopt(socket.IPPROTO_TCP, socket.TCP_USER_TIMEOUT, 1000 * UNREAD_SECONDS)
        if listeners:
            return
        await asyncio.sleep(BETWEEN_TRIES_SECONDS)
    log.warning("connections that are not read are closed only by a proxy in front")


def _listeners() -> Iterator[socket.socket]:
    """The TCP sockets on which this process listens, each by a descriptor of its own to be closed."""
    for path in Path("/proc/self/fd").iterdir():
        with contextlib.suppress(OSError):  # no socket, or closed by now
            if not stat.S_ISSOCK(os.fstat(int(path.name)).st_mode):
                continue
            found = socket.socket(fileno=os.dup(int(path.name)))
            if _listens(found):
                yield found
            else:
                found.close()


def _listens(found: socket.socket) -> bool:
    is_tcp = found.type == socket.SOCK_STREAM and found.family in (socket.AF_INET, socket.AF_INET6)
    return is_tcp and bool(found.getsockopt(socket.SOL_SOCKET, socket.SO_ACCEPTCONN))
