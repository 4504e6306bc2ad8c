"""The file that says which rows were left out and why, and what was done with rows that were taken."""

import csv
from pathlib import Path
from types import TracebackType

from newretail.catalog.imports.rows import Note, Reject
from newretail.kernel.spreadsheets import harmless


class Report:
    """A CSV of line, reason, explanation, value, and whether the row was left out. Values that a spreadsheet would run are quoted."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.rejected = self.noted = self.held_back = 0

    def __enter__(self) -> "Report":
        self.path.parent.mkdir(parents=True, exist_ok=True)
        self._file = self.path.open("w", encoding="utf-8-sig", newline="")
        self._rows = csv.writer(self._file)
        self._rows.writerow(("line", "reason", "explanation", "value", "row"))
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None
    ) -> None:
        self._file.close()

    def add(self, reject: Reject) -> None:
        self.rejected += 1
        self._write(reject, str(reject.text), "rejected")

    def note(self, note: Note) -> None:
        self.noted += 1
        self.held_back += note.code == "held_back"
        self._write(note, note.text.say(**note.values), "taken")

    def _write(self, said: Reject | Note, words: str, row: str) -> None:
        self._rows.writerow((said.line, said.code, harmless(words), harmless(said.value), row))
