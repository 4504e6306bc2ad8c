"""The sample chains as data files, a folder each: the chain, products, categories, stores, planogram, staff; pictures for all.

README.md beside this file says what each column means and where the content comes from.
"""

import csv
import json
from collections import defaultdict
from functools import cached_property
from pathlib import Path
from typing import Any

SAMPLES = Path(__file__).parent
FIRST = "haru"
"""The one that is meant where nobody says which."""


def sample_chains() -> list[str]:
    """The chains that there are samples of."""
    return sorted(path.parent.name for path in SAMPLES.glob("*/chain.json"))


class Samples:
    """The files of one sample chain, as rows."""

    def __init__(self, name: str = FIRST) -> None:
        assert name in sample_chains(), f"no sample chain {name}"
        self.name = name
        self.folder = SAMPLES / name

    @cached_property
    def chain(self) -> dict[str, Any]:
        """The fields of the chain's row, with its mark and the map beneath the fronts' maps."""
        mark, icon, drawn = (self.folder / name for name in ("mark.svg", "mark.png", "map.json"))
        described: dict[str, Any] = self._described["chain"]
        return described | {
            "mark_svg": mark.read_text("utf-8").strip() if mark.exists() else "",
            "mark_png": icon.read_bytes() if icon.exists() else None,
            "base_map": json.loads(drawn.read_text("utf-8")) if drawn.exists() else {},
        }

    @cached_property
    def formats(self) -> dict[str, dict[str, str]]:
        """What each format of its stores is called."""
        found: dict[str, dict[str, str]] = self._described["formats"]
        return found

    @property
    def has_wallets(self) -> bool:
        """Whether the shoppers of a demo pay by the wallets of the loopback gateway; otherwise at the counter."""
        return bool(self._described.get("wallets"))

    @cached_property
    def _described(self) -> dict[str, Any]:
        found: dict[str, Any] = json.loads((self.folder / "chain.json").read_text("utf-8"))
        return found

    @cached_property
    def products(self) -> list[dict[str, str]]:
        return _rows(self.folder / "products.csv")

    @cached_property
    def planogram(self) -> dict[str, list[dict[str, str]]]:
        """By store, in walking order."""
        by_store: dict[str, list[dict[str, str]]] = defaultdict(list)
        for row in sorted(_rows(self.folder / "planogram.csv"), key=lambda row: row["shelf"]):
            by_store[row["store"]].append(row)
        return by_store

    @cached_property
    def staff(self) -> list[dict[str, str]]:
        return _rows(self.folder / "staff.csv")

    @cached_property
    def stores(self) -> list[dict[str, Any]]:
        found: list[dict[str, Any]] = json.loads((self.folder / "stores.json").read_text("utf-8"))
        return found


def _rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))
