"""`python -m bench.imports [FILE]`: how fast a catalogue of real products goes in, with how much memory, and that a second run
changes nothing.

FILE: default the 49,532 products of Open Food Facts (ODbL 1.0) beside the project, ../shared/data/catalog. The time is that of the
whole command, start of Python and Django included; memory is the command's peak resident set, the database's not counted.
"""

import os
import re
import shutil
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

BESIDE = Path(__file__).resolve().parents[2] / "shared" / "data" / "catalog" / "openfoodfacts-products.tsv.gz"
MOST_SECONDS, MOST_MIB = 25, 400


@dataclass(frozen=True, slots=True)
class Run:
    name: str
    seconds: float
    peak_mib: float
    rows: int
    new: int
    changed: int
    unchanged: int
    rejected: int


def main() -> None:
    file = Path(sys.argv[1]) if len(sys.argv) > 1 else BESIDE
    if not file.exists():
        sys.exit(f"{file} is not there; name a product file.")
    folder = Path(tempfile.mkdtemp(prefix="newretail-bench-"))
    environment = {**os.environ, "NEWRETAIL_DATA": str(folder), "NEWRETAIL_LOG_LEVEL": "WARNING"}
    environment.pop("DATABASE_URL", None)
    try:
        newretail(environment, "db", "start")
        newretail(environment, "migrate")
        runs = [imported(environment, folder, file, name) for name in ("first run", "second run")]
    finally:
        subprocess.run(
            [sys.executable, "-m", "newretail", "db", "stop"],
            env=environment,
            check=False,
            stdout=subprocess.DEVNULL,
        )
        shutil.rmtree(folder, ignore_errors=True)
    show(file, runs)


def newretail(environment: dict[str, str], *words: str) -> None:
    subprocess.run(
        [sys.executable, "-m", "newretail", *words], env=environment, check=True, stdout=subprocess.DEVNULL
    )


def imported(environment: dict[str, str], folder: Path, file: Path, name: str) -> Run:
    """One import, timed from outside; its peak memory as the system counted it."""
    command = [
        sys.executable,
        "-m",
        "newretail",
        "import",
        "products",
        str(file),
        "--report",
        str(folder / "rejected.csv"),
    ]
    started = time.perf_counter()
    process = subprocess.Popen(
        command, env=environment, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True
    )
    assert process.stdout is not None
    said = process.stdout.read()
    _, status, usage = os.wait4(process.pid, 0)
    seconds = time.perf_counter() - started
    if status:
        sys.exit(f"the import failed: {said}")
    rows, new, changed, unchanged, rejected = (
        int(number.replace(",", ""))
        for number in re.findall(r"([\d,]+) (?:rows|new|changed|unchanged|rejected)", said)[:5]
    )
    return Run(name, seconds, usage.ru_maxrss / 1024, rows, new, changed, unchanged, rejected)


def show(file: Path, runs: list[Run]) -> None:
    print(f"Import of {file.name} ({file.stat().st_size / 1e6:.1f} MB), {os.cpu_count()} cores")
    print("| | seconds | products/s | peak memory, MiB | rows | new | changed | unchanged | rejected |")
    print("|---|---|---|---|---|---|---|---|---|")
    for run in runs:
        print(
            f"| {run.name} | {run.seconds:.1f} | {run.rows / run.seconds:,.0f} | {run.peak_mib:.0f} | {run.rows:,} | {run.new:,} | "
            f"{run.changed:,} | {run.unchanged:,} | {run.rejected:,} |"
        )
    first, second = runs
    fast, small = first.seconds < MOST_SECONDS, first.peak_mib < MOST_MIB
    still = (
        second.new == second.changed == 0 and second.unchanged == first.new + first.changed + first.unchanged
    )
    print(
        f"Targets: under {MOST_SECONDS} s {_mark(fast)}, under {MOST_MIB} MiB {_mark(small)}, second run changes nothing {_mark(still)}"
    )
    sys.exit(0 if fast and small and still else 1)


def _mark(kept: bool) -> str:
    return "kept" if kept else "MISSED"


if __name__ == "__main__":
    main()
