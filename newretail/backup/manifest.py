"""What a backup holds, and by what it is known to be whole."""

import hashlib
import json
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from newretail.backup.errors import BackupDamaged, NoBackup

NAME = "manifest.json"
DUMP = "database.dump"
FILES = "files"
"""The folder with what lay in the data folder."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Kept:
    """One file of the backup."""

    bytes: int
    sha256: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Manifest:
    """made_at: on the system's clock. ledger: what the audit called the books at the instant of the dump; differences: how many it
    found then. signed_by_environment: the signing key is
    not among the files and has to be kept apart."""

    made_at: str
    newretail: str
    postgresql: str
    ledger: str
    differences: int
    signed_by_environment: bool
    files: dict[str, Kept]

    def write(self, folder: Path) -> None:
        (folder / NAME).write_text(json.dumps(asdict(self), indent=1) + "\n")


def read_manifest(folder: Path) -> Manifest:
    """The manifest of the backup in `folder`, with every file looked at. Raises NoBackup or BackupDamaged."""
    try:
        told: dict[str, Any] = json.loads((folder / NAME).read_text())
        files = {name: Kept(**each) for name, each in told.pop("files").items()}
        manifest = Manifest(**told, files=files)
    except (FileNotFoundError, NotADirectoryError):
        raise NoBackup(folder=str(folder)) from None
    except (ValueError, TypeError, KeyError, AttributeError):
        raise BackupDamaged(file=NAME) from None
    for name, kept in files.items():
        path = folder / name
        inside = path.resolve().is_relative_to(folder.resolve())
        if not (inside and path.is_file() and kept_of(path) == kept):
            raise BackupDamaged(file=name)
    if DUMP not in files:
        raise BackupDamaged(file=DUMP)
    return manifest


def kept_of(path: Path) -> Kept:
    with path.open("rb") as file:
        digest = hashlib.file_digest(file, "sha256").hexdigest()
    return Kept(bytes=path.stat().st_size, sha256=digest)
