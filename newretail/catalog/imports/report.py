"""The file that says which rows were left out, and why."""

import csv
from pathlib import Path
from types import TracebackType

from newretail.catalog.imports.rows import Reject

_FORMULA = ("=", "+", "-", "@")


class Report:
    """A CSV of line, reason, explanation and value. Values that a spreadsheet would run are quoted."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.rejected = 0

    def __enter__(self) -> "Report":
        self.path.parent.mkdir(parents=True, exist_ok=True)
        self._file = self.path.open("w", encoding="utf-8-sig", newline="")
        self._rows = csv.writer(self._file)
        self._rows.writerow(("line", "reason", "explanation", "value"))
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None
    ) -> None:
        self._file.close()

    def add(self, reject: Reject) -> None:
        self.rejected += 1
        self._rows.writerow((reject.line, reject.code, str(reject.text), harmless(reject.value)))


def harmless(value: str) -> str:
    """Text that a spreadsheet shows and does not run."""
    return "'" + value if value.startswith(_FORMULA) else value
