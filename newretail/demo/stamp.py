"""Has this version prepared the demo's data already? A later start then skips it."""

import hashlib
import json
from importlib.metadata import version
from pathlib import Path

from newretail.demo.folder import DemoFolder

PACKAGE = Path(__file__).resolve().parents[1]
SCHEMA_PACKAGES = ("django", "django-allauth")
WHAT_IT_READS = (
    "*/migrations/*.py",
    "samples/*/*.csv",
    "samples/*/*.json",
    "samples/*/*.svg",
    "demo/prepare.py",
    "demo/people.py",
)


def is_prepared(folder: DemoFolder, *, chain: str, catalogue: Path | None) -> bool:
    """Whether schema, sample chain and this catalogue are in place."""
    try:
        done = json.loads((folder.path / "prepared").read_text())
    except (FileNotFoundError, ValueError):
        return False
    same = (done.get("version"), done.get("chain")) == (
        version_mark(),
        chain,
    ) and folder.instance_file.exists()
    return same and (catalogue is None or catalogue_mark(catalogue) in done.get("catalogues", []))


def mark_prepared(folder: DemoFolder, *, chain: str, catalogue: Path | None) -> None:
    """Note that it is done."""
    path = folder.path / "prepared"
    catalogues = json.loads(path.read_text()).get("catalogues", []) if path.exists() else []
    if catalogue is not None:
        catalogues.append(catalogue_mark(catalogue))
    path.write_text(json.dumps({"version": version_mark(), "chain": chain, "catalogues": catalogues}) + "\n")


def version_mark() -> str:
    """Changes with every migration, sample or package that the data depends on."""
    mark = hashlib.sha256()
    for pattern in WHAT_IT_READS:
        for path in sorted(PACKAGE.glob(pattern)):
            mark.update(str(path.relative_to(PACKAGE)).encode() + b"\0" + path.read_bytes())
    for package in SCHEMA_PACKAGES:
        mark.update(f"{package} {version(package)}\n".encode())
    return mark.hexdigest()


def catalogue_mark(catalogue: Path) -> str:
    """Which file it was: its place, size and time of change."""
    about = catalogue.resolve().stat()
    return f"{catalogue.resolve()} {about.st_size} {about.st_mtime_ns}"
