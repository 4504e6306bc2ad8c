"""Make a backup of a shop at work: everything as of one instant, known by what the audit says of that instant."""

import os
import shutil
from datetime import UTC, datetime
from pathlib import Path

from django.db import connection, transaction

import newretail
from newretail.backup.manifest import DUMP, FILES, Kept, Manifest, kept_of
from newretail.backup.tools import check, command, start, tool
from newretail.insight.api import Books, audit_books

NOT_KEPT = frozenset({"postgres", "logs", "backups", "metrics"})
"""What of the data folder is in the dump, can be made again, or is a backup itself."""
PREFIX = "newretail-"


def make_backup(folder: Path, *, url: str, data_folder: Path, keep: int = 0) -> tuple[Path, Manifest]:
    """Put a new backup into `folder` and return it. `keep`: remove older ones of ours beyond so many (0: none).

    It appears under its name only when it is whole. Raises ToolMissing or ToolFailed.
    """
    moment = datetime.now(UTC)
    done = folder / f"{PREFIX}{moment:%Y%m%dT%H%M%SZ}"
    draft = folder / f".{done.name}.part"
    folder.mkdir(parents=True, exist_ok=True)
    draft.mkdir(mode=0o700)
    try:
        books = _dump(draft / DUMP, url=url)
        _copy_files(data_folder, draft / FILES, leave_out=folder.resolve())
        manifest = Manifest(
            made_at=moment.isoformat(timespec="seconds"),
            newretail=newretail.__version__,
            postgresql=str(_server_version()),
            ledger=books.ledger_hash,
            differences=len(books.differences),
            signed_by_environment="NEWRETAIL_SECRET_KEY" in os.environ,
            files=_kept(draft),
        )
        manifest.write(draft)
        draft.rename(done)
    except BaseException:
        shutil.rmtree(draft, ignore_errors=True)
        raise
    if keep:
        _forget_older(folder, keep=keep)
    return done, manifest


def _dump(path: Path, *, url: str) -> Books:
    """Dump the database and audit it, both as of the same instant, while the shop goes on."""
    program = tool("pg_dump", server_version=_server_version())
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY")
        cursor.execute("SET LOCAL idle_in_transaction_session_timeout = 0")
        cursor.execute("SET LOCAL statement_timeout = 0")
        cursor.execute("SELECT pg_export_snapshot()")
        [snapshot] = cursor.fetchone()
        words = [
            "--format=custom",
            "--no-owner",
            "--no-privileges",
            f"--snapshot={snapshot}",
            f"--file={path}",
        ]
        process = start(*command(program, url, *words))
        try:
            books = audit_books()
            check(program, process)
        finally:
            process.kill()
            process.wait()
    path.chmod(0o600)
    return books


def _server_version() -> int:
    """The server's major version."""
    with connection.cursor() as cursor:
        cursor.execute("SHOW server_version_num")
        return int(cursor.fetchone()[0]) // 10_000


def _copy_files(data_folder: Path, target: Path, *, leave_out: Path) -> None:
    """Keys, clock and whatever else the shop keeps in its folder. `leave_out`: where backups go, should it lie in there."""
    target.mkdir(mode=0o700)
    for path in sorted(data_folder.iterdir()):
        if path.name in NOT_KEPT or path.name.startswith(".") or path.resolve() == leave_out:
            continue
        if path.is_dir() and not path.is_symlink():
            shutil.copytree(path, target / path.name, ignore=shutil.ignore_patterns("*.sock"))
        elif path.is_file() and not path.is_symlink():
            shutil.copy2(path, target / path.name)


def _kept(draft: Path) -> dict[str, Kept]:
    return {
        str(path.relative_to(draft)): kept_of(path) for path in sorted(draft.rglob("*")) if path.is_file()
    }


def _forget_older(folder: Path, *, keep: int) -> None:
    made = sorted(each for each in folder.glob(f"{PREFIX}*") if (each / "manifest.json").exists())
    for old in made[:-keep]:
        shutil.rmtree(old)
