"""The file that a demo or simulation folder keeps for the city: where the store answers, and the tokens of its staff."""

import json
from dataclasses import dataclass
from pathlib import Path

from twin.town import Staff


class NoInstance(Exception):
    """The file is missing or says nothing that the city could use."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Instance:
    """`staff` by the store they work at; head office under the empty name."""

    url: str
    staff: dict[str, tuple[Staff, ...]]

    @property
    def head_office(self) -> Staff:
        """Somebody of head office. Raises NoInstance."""
        for one in self.staff.get("", ()):
            if one.role == "head_office":
                return one
        raise NoInstance("nobody of head office in the instance file")


def read_instance_file(path: Path) -> Instance:
    """path: the file, or the folder that holds instance.json. Raises NoInstance."""
    file = path / "instance.json" if path.is_dir() else path
    try:
        told = json.loads(file.read_text())
        staff: dict[str, list[Staff]] = {}
        for one in told["staff"]:
            staff.setdefault(one["store"], []).append(
                Staff(member=one["member"], name=one["name"], role=one["role"], token=one["token"])
            )
        # The order of names, not of ids, which differ from run to run.
        by_name = {
            store: tuple(sorted(theirs, key=lambda one: (one.role, one.name)))
            for store, theirs in staff.items()
        }
        return Instance(url=str(told["url"]), staff=by_name)
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise NoInstance(f"{file}: {type(error).__name__}: {error}") from error
