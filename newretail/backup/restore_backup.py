"""Bring a shop back from its backup, into an empty place."""

import shutil
from collections.abc import Callable
from pathlib import Path

import psycopg

import newretail
from newretail.backup.errors import BackupTooNew, ShopIsOpen, ShopIsThere
from newretail.backup.manifest import DUMP, FILES, Manifest, read_manifest
from newretail.backup.tools import check, command, start, tool


def look_at(folder: Path, *, data_folder: Path, force: bool) -> Manifest:
    """The manifest of a backup that may be restored here. Raises NoBackup, BackupDamaged, BackupTooNew or ShopIsThere."""
    manifest = read_manifest(folder)
    if numbers(manifest.newretail) > numbers(newretail.__version__):
        raise BackupTooNew(theirs=manifest.newretail, ours=newretail.__version__)
    there = [each.name for each in (folder / FILES).iterdir() if (data_folder / each.name).exists()]
    if there and not force:
        raise ShopIsThere(what=str(data_folder / there[0]))
    return manifest


def restore_backup(
    folder: Path, *, url: str, data_folder: Path, force: bool, tell: Callable[[str], None]
) -> None:
    """Fill the database of `url` and the data folder from the backup that `look_at` has found good.

    All of the database or nothing. Raises ShopIsThere, ShopIsOpen, ToolMissing or ToolFailed.
    """
    with psycopg.connect(url, autocommit=True) as connection:
        _refuse_a_living_shop(connection, force=force)
        program = tool("pg_restore", server_version=connection.info.server_version // 10_000)
        if force:
            connection.execute("DROP SCHEMA public CASCADE")
            connection.execute("CREATE SCHEMA public")
    tell("restoring the database")
    words = ["--exit-on-error", "--single-transaction", "--no-owner", "--no-privileges", str(folder / DUMP)]
    check(program, start(*command(program, url, *words)))
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute("ANALYZE")
    tell("restoring keys and files")
    _copy_files(folder / FILES, data_folder)


def _refuse_a_living_shop(connection: psycopg.Connection, *, force: bool) -> None:
    [others] = connection.execute(
        "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()"
        " AND backend_type = 'client backend'"
    ).fetchone() or (0,)
    if others:
        raise ShopIsOpen(count=others)
    [tables] = connection.execute(
        "SELECT count(*) FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'p')"
    ).fetchone() or (0,)
    if tables and not force:
        raise ShopIsThere(what=f"{tables} tables")


def _copy_files(source: Path, data_folder: Path) -> None:
    data_folder.mkdir(parents=True, exist_ok=True)
    for path in sorted(source.rglob("*")):
        target = data_folder / path.relative_to(source)
        if path.is_dir():
            target.mkdir(exist_ok=True, mode=path.stat().st_mode & 0o777)
        else:
            fresh = target.with_name(target.name + ".new")
            shutil.copy2(path, fresh)
            fresh.replace(target)


def numbers(version: str) -> tuple[int, ...]:
    return tuple(int(part) for part in version.split(".") if part.isdecimal())
