"""An instance of the store: its data folder and its database, as the commands find or start them.

The data folder is NEWRETAIL_DATA, else ./data. The database is DATABASE_URL, else the embedded PostgreSQL in the data folder.
"""

import contextlib
import os
import shutil
from collections.abc import Iterator
from pathlib import Path

from django.core.exceptions import ImproperlyConfigured

from newretail.embedded import Cluster
from newretail.embedded.errors import terminal_language


def data_folder() -> Path:
    """Where this instance keeps its files; made when missing."""
    folder = Path(os.environ.setdefault("NEWRETAIL_DATA", "data")).expanduser().resolve()
    folder.mkdir(parents=True, exist_ok=True)
    os.environ["NEWRETAIL_DATA"] = str(folder)
    return folder


def embedded_database() -> Cluster:
    """The embedded PostgreSQL of this instance, running or not."""
    return Cluster(data_folder() / "postgres")


@contextlib.contextmanager
def database() -> Iterator[str]:
    """The instance's database while the block lasts; also put into DATABASE_URL for what is started below.

    Given by DATABASE_URL it is left as it is. The embedded one is started, and stopped by its last user.
    """
    data_folder()
    if url := os.environ.get("DATABASE_URL"):
        yield url
        return
    with embedded_database().in_use() as url:
        os.environ["DATABASE_URL"] = url
        try:
            yield url
        finally:
            del os.environ["DATABASE_URL"]


def share_metrics(process: str) -> None:
    """Let what this process counts be seen by whoever is asked for the figures. Called before `django()`."""
    folder = data_folder() / "metrics" / process
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    os.environ["PROMETHEUS_MULTIPROC_DIR"] = str(folder)  # which the library reads when it is imported first


class SchemaUnfit(ImproperlyConfigured):
    """The database's schema is not the one that this program works with; says what to do."""


def check_schema() -> None:
    """Look whether the database has this version's schema, before anybody is served. Raises SchemaUnfit. Call inside `django()`."""
    from django.db import connections

    from newretail.kernel import text
    from newretail.kernel.schema import schema_standing

    with text.speaking(terminal_language()):
        trouble = schema_standing().trouble
    connections.close_all()  # nobody who is forked from here may share a connection
    if trouble:
        raise SchemaUnfit(trouble)


@contextlib.contextmanager
def django() -> Iterator[None]:
    """Django set up on the instance's database: what a command needs before it may import a context."""
    with database():
        os.environ.setdefault("DJANGO_SETTINGS_MODULE", "newretail.settings")
        from django import setup
        from django.db import connections

        setup()
        try:
            yield
        finally:
            connections.close_all()
