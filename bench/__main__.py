"""`python -m bench [FILE]`: orders, then the import of FILE (see `bench.imports`); each prints its table."""

import subprocess
import sys


def main() -> None:
    subprocess.run([sys.executable, "-m", "bench.orders"], check=True)
    subprocess.run([sys.executable, "-m", "bench.imports", *sys.argv[1:]], check=True)


main()
