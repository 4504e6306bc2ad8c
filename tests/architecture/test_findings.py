"""docs/findings.md leaves no finding without a verdict, and names tests that are there."""

import re
from pathlib import Path

ROOT = Path(__file__).parents[2]
VERDICTS = {"mended", "held already", "refused", "partly", "open"}
NAMED = re.compile(r"`((?:tests|web)/[^`:]+)(?:::([^`]+))?`")


def rows() -> list[list[str]]:
    lines = (ROOT / "docs" / "findings.md").read_text("utf-8").splitlines()
    cells = [
        [cell.strip() for cell in re.split(r"(?<!\\)\|", line)[1:-1]]
        for line in lines
        if line.startswith("| ")
    ]
    return [row for row in cells if row[1] != "what was found"]


def test_every_finding_has_a_verdict_and_says_what_is_so_now():
    assert len(rows()) > 120
    for row in rows():
        assert len(row) == 5, row
        assert row[2] in VERDICTS and row[3], row
        assert row[4] or row[2] != "mended", f"nothing keeps {row[0]} {row[1]}"


def test_every_test_that_is_named_is_there():
    named = [name for row in rows() for name in NAMED.findall(row[4])]
    assert len(named) > 100
    for path, test in named:
        assert (ROOT / path).exists(), path
        last = test.split("[")[0].split("::")[-1]
        assert last in (ROOT / path).read_text("utf-8"), f"{path}::{test}"
