"""Work in a process of its own, which may be killed: forked from one that has loaded the house, so that it begins at once.

It shares the tests' database and the environment of this moment, and nothing else: no connection, no memory.
"""

import importlib
import multiprocessing
import os
import traceback
from collections.abc import Callable
from dataclasses import dataclass
from multiprocessing import forkserver
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from django.conf import settings
from django.db import connection

_PROCESSES = multiprocessing.get_context("forkserver")
_PROCESSES.set_forkserver_preload(["tests.loaded_house"])


@dataclass(frozen=True, slots=True)
class Ended:
    """exit_code: negative where a signal ended it. said: what it broke with, if it did."""

    exit_code: int | None
    said: str


def run_apart(work: Callable[..., None], *arguments: Any, failpoint: str = "", seconds: float = 60) -> Ended:
    """Do `work`, a function of a module, with these arguments; `failpoint`: where the process dies as by `kill -9`."""
    place = connection.settings_dict
    loaded = {
        "DATABASE_URL": f"postgresql://{place['USER']}:{place['PASSWORD']}@{place['HOST']}:{place['PORT']}/{place['NAME']}",
        "DJANGO_SETTINGS_MODULE": settings.SETTINGS_MODULE,
        "NEWRETAIL_SECRET_KEY": settings.SECRET_KEY,
    }
    ours = dict(os.environ)
    os.environ.update(loaded)
    try:
        forkserver.ensure_running()
    finally:
        for name in loaded:
            os.environ.pop(name)
        os.environ.update(ours)
    with TemporaryDirectory() as folder:
        broke = Path(folder) / "broke"
        process = _PROCESSES.Process(target=_work, args=(ours | loaded, failpoint, broke, work, arguments))
        process.start()
        process.join(seconds)
        if process.is_alive():
            process.kill()
            process.join()
        return Ended(process.exitcode, broke.read_text() if broke.exists() else "")


def _work(
    environment: dict[str, str],
    failpoint: str,
    broke: Path,
    work: Callable[..., None],
    arguments: tuple[Any, ...],
) -> None:
    os.environ.clear()
    os.environ.update(environment, NEWRETAIL_FAILPOINT=failpoint)
    importlib.reload(
        importlib.import_module("newretail.kernel.failpoints")
    )  # which reads it when it is imported
    try:
        work(*arguments)
    except BaseException:
        broke.write_text(traceback.format_exc())
        raise SystemExit(1) from None
