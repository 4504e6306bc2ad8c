"""Promise 18: the simulated city is repeatable. One seed, the same ledger hash twice; another seed, another."""

import json
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

PROJECT = Path(__file__).resolve().parents[2]
ORDERS = 26
FEW = 6
"""Of the other seed: enough for another ledger."""
DAY_SECONDS = 280
SHARES = ("--share-carry-out", "0.45", "--share-refund", "0.5")
"""Many go through the door, where the store's secret picks who is audited, and bring something back afterwards: none of it may show."""

pytestmark = pytest.mark.demo


def a_day(folder: Path, *, name: str, seed: int, orders: int) -> dict:
    """A stepped day at a store of its own, through the command line as anybody would run it."""
    report = folder / f"{name}.json"
    words = ["day", "--stepped", "--orders", str(orders), "--hours", "1", "--seed", str(seed), *SHARES]
    done = subprocess.run(
        [sys.executable, "-m", "twin", *words, "--report", str(report)],
        cwd=PROJECT,
        capture_output=True,
        text=True,
        timeout=DAY_SECONDS,
        check=False,
    )
    assert done.returncode == 0, done.stdout[-4000:] + done.stderr[-4000:]
    return json.loads(report.read_text())


def known_to_all(report: dict) -> dict:
    """What a day counted, less the audits at the door: whom they meet is a secret of the store, drawn anew each time."""
    return {what: count for what, count in report["counts"].items() if not what.startswith("audits")}


@pytest.mark.timeout(2 * DAY_SECONDS + 20)  # two at a time, so two after one another
def test_one_seed_gives_the_same_ledger_twice_and_another_seed_another(tmp_path):
    with ThreadPoolExecutor(max_workers=2) as pool:
        wanted = [("first", 7, ORDERS), ("again", 7, ORDERS), ("other", 8, FEW)]
        days = [
            pool.submit(a_day, tmp_path, name=name, seed=seed, orders=orders) for name, seed, orders in wanted
        ]
        first, again, other = (day.result() for day in days)
    assert first["ledger_hash"] == again["ledger_hash"] != other["ledger_hash"]
    assert known_to_all(first) == known_to_all(again)
    assert first["clocks"] == again["clocks"]
    assert first["counts"]["placed"] > ORDERS / 2
    assert first["oversold"] == first["ledger_differences"] == first["http_errors"] == 0
