"""What is installed is what the lock names, and the lock is what pyproject.toml asks for."""

import re
import tomllib
from importlib.metadata import PackageNotFoundError, requires, version
from pathlib import Path

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).resolve().parents[2]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
LOCKS = [ROOT / "requirements.lock", ROOT / "web/build/node.lock"]
BEFORE_EVERYTHING = {"pip"}
"""Comes with the environment itself."""


def wanted() -> list[Requirement]:
    """What the project asks for by itself, with its tools."""
    return [Requirement(line) for line in PROJECT["dependencies"] + PROJECT["optional-dependencies"]["dev"]]


def locked(lock: Path = LOCKS[0]) -> dict[str, str]:
    """Name and version of each package of the lock that this Python and this system install."""
    found = {}
    for line in lock.read_text().replace("\\\n", " ").splitlines():
        requirement, *hashes = line.split("--hash=")
        if line.startswith("#") or not line.strip():
            continue
        assert hashes, f"{requirement} has no hash"
        parsed = Requirement(requirement.strip())
        if parsed.marker is None or parsed.marker.evaluate():
            [pin] = parsed.specifier
            assert pin.operator == "=="
            found[canonicalize_name(parsed.name)] = pin.version
    return found


def needed() -> set[str]:
    """Every package that the project needs here, by what the installed packages themselves ask for."""
    found: set[str] = set()
    waiting = [(canonicalize_name(each.name), frozenset(each.extras)) for each in wanted() if applies(each)]
    seen = set()
    while waiting:
        name, extras = waiting.pop()
        if (name, extras) in seen:
            continue
        seen.add((name, extras))
        found.add(name)
        for line in requires(name) or []:
            each = Requirement(line)
            if any(applies(each, extra) for extra in extras | {""}):
                waiting.append((canonicalize_name(each.name), frozenset(each.extras)))
    return found


def applies(requirement: Requirement, extra: str = "") -> bool:
    return requirement.marker is None or requirement.marker.evaluate({"extra": extra})


def test_each_requirement_is_locked_at_a_version_it_allows():
    pins = locked()
    for requirement in wanted():
        if applies(requirement):
            pin = pins.get(canonicalize_name(requirement.name))
            assert pin is not None, f"{requirement.name} is not in the lock: make lock"
            assert requirement.specifier.contains(pin), f"{requirement} is locked at {pin}: make lock"


def test_the_lock_names_all_that_is_needed_and_nothing_else():
    assert set(locked()) - BEFORE_EVERYTHING == needed() - BEFORE_EVERYTHING, "make lock"


def test_what_is_installed_is_what_the_lock_names():
    for name, pin in locked().items():
        try:
            assert version(name) == pin, f"{name}: make removes nothing by itself; run make again"
        except PackageNotFoundError:
            raise AssertionError(f"{name} is locked and not installed") from None


def test_a_lock_names_no_host():
    for lock in LOCKS:
        assert locked(lock)
        assert not re.search(r"https?:|--index|--find|@ ", lock.read_text())
