"""Every requirement of OWASP ASVS 5.0, levels 1 and 2, has a verdict, and what a verdict points to is there."""

import csv
from collections import Counter
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
VERDICTS = {"met", "not applicable", "open"}
MOST_OPEN = 6
OF_LEVEL = {"1": 70, "2": 183}
OF_CHAPTER = {
    1: 27,
    2: 11,
    3: 19,
    4: 10,
    5: 9,
    6: 35,
    7: 18,
    8: 7,
    9: 7,
    10: 29,
    11: 14,
    12: 9,
    13: 13,
    14: 9,
    15: 13,
    16: 16,
    17: 7,
}
"""How many requirements of the two levels each chapter has; their words are OWASP's."""


def rows() -> list[dict[str, str]]:
    with (ROOT / "docs" / "asvs.csv").open(newline="") as file:
        return list(csv.DictReader(file))


def test_every_requirement_of_both_levels_is_judged_once():
    found = rows()
    assert len({row["requirement"] for row in found}) == len(found) == sum(OF_LEVEL.values())
    assert Counter(row["level"] for row in found) == OF_LEVEL
    assert Counter(int(row["requirement"].partition(".")[0]) for row in found) == OF_CHAPTER
    assert all(row["verdict"] in VERDICTS and row["subject"] for row in found)


def test_what_is_met_points_to_a_test_or_a_file_that_is_there():
    missing = [
        (row["requirement"], each)
        for row in rows()
        if row["verdict"] == "met"
        for each in row["evidence or reason"].split()
        if not _is_there(each)
    ]
    assert not missing


def _is_there(evidence: str) -> bool:
    """`file` or `file::name`; a folder shows nothing."""
    path, _, name = evidence.partition("::")
    file = ROOT / path
    return file.is_file() and (not name or name in file.read_text())


def test_a_test_shows_a_requirement_better_than_the_file_it_stands_in():
    """Evidence that is a file of tests names the test."""
    broad = [
        row["requirement"]
        for row in rows()
        if row["verdict"] == "met"
        for each in row["evidence or reason"].split()
        if "/test_" in each and "::" not in each
    ]
    assert not broad


def test_what_is_not_met_has_a_reason_and_little_is_open():
    assert all(row["evidence or reason"] for row in rows())
    assert sum(row["verdict"] == "open" for row in rows()) <= MOST_OPEN
