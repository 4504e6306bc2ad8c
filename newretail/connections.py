"""How many connections a server's process may hold, and for how long one may say nothing.

A connection costs a file descriptor and little else, so that far more may be open than can be at work. Above what is set here a
newcomer waits in the system's queue until another one closes: the number must stand well above the streams that are kept open.
"""

import resource
import sys

import click

SILENT_SECONDS = 15
"""A connection that has not sent a whole request head for so long is closed, whether it has said nothing yet or its last answer
was a while ago. A proxy in front should let go of its idle connections before that."""
MOST_BUFFERED = 65_536
"""Bytes that the server keeps of one connection: of a request's head before it is refused, of an answer before it waits for its reader."""
MOST_CONNECTIONS = 8192
"""Of a process; three thousand that say nothing leave room for whoever means to buy."""
KEPT_FOR_OURSELVES = 400
"""Descriptors for the database, logs, files being read and spooled, and children."""
FEWEST_CONNECTIONS = 1024
"""Where the system grants too few descriptors for this, the operator is told."""


def most_connections() -> int:
    """Raise the limit on open files as far as the system allows; returns how many connections fit each process under it."""
    granted = _raise_open_files(MOST_CONNECTIONS + KEPT_FOR_OURSELVES)
    fit = min(MOST_CONNECTIONS, max(granted - KEPT_FOR_OURSELVES, granted // 2))
    if fit < FEWEST_CONNECTIONS:
        click.echo(
            f"only {granted} open files are allowed here (ulimit -n), so each process holds at most {fit} connections; "
            f"allow {MOST_CONNECTIONS + KEPT_FOR_OURSELVES} (systemd: LimitNOFILE=)",
            err=True,
        )
    return fit


def _raise_open_files(wanted: int) -> int:
    """The limit on open files of this process and its children, after asking for `wanted`."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    if soft == resource.RLIM_INFINITY or soft >= wanted:
        return wanted
    asked = wanted if hard == resource.RLIM_INFINITY else min(wanted, hard)
    try:
        resource.setrlimit(resource.RLIMIT_NOFILE, (asked, hard))
    except (ValueError, OSError):  # macOS has a lower limit than the one it reports
        return soft if sys.platform != "darwin" else max(soft, 256)
    return asked
