"""`python -m bench [FILE]`: orders, the relay, fronts, then the import of FILE and searches in it (see `bench.imports`); each prints its tables."""

import subprocess
import sys


def main() -> None:
    for measured in ("bench.orders", "bench.relay", "bench.fronts"):
        subprocess.run([sys.executable, "-m", measured], check=True)
    for measured in ("bench.imports", "bench.search"):
        subprocess.run([sys.executable, "-m", measured, *sys.argv[1:]], check=True)


main()
