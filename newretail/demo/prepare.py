"""`python -m newretail.demo.prepare FOLDER [--chain NAME] [--catalogue FILE]`: schema, sample chain, catalogue and people. Repeating it changes nothing."""

import argparse
import os
import time
from pathlib import Path

from newretail import instance
from newretail.samples import FIRST


def main(folder: Path, *, chain: str, catalogue: Path | None) -> None:
    """Prepare the demo's database for this version; what it says with "»" is shown at the terminal."""
    with instance.django():
        migrate()
        seed(chain)
        if catalogue:
            add_catalogue(catalogue, report=folder / "rejected.csv")
        from newretail.demo.people import prepare_people

        prepare_people(folder / "instance.json", chain=chain, store_url=os.environ["NEWRETAIL_PUBLIC_URL"])


def migrate() -> None:
    from django.core.management import call_command

    begun = time.monotonic()
    call_command("migrate", interactive=False, verbosity=0)
    say(f"schema in place ({time.monotonic() - begun:.1f} s)")


def seed(chain: str) -> None:
    from newretail.setup_chain import seed_sample_chain

    begun = time.monotonic()
    seed_sample_chain(chain)
    say(f"sample chain in place ({time.monotonic() - begun:.1f} s)")


def add_catalogue(catalogue: Path, *, report: Path) -> None:
    from newretail.catalog.api import import_products

    begun = time.monotonic()
    say(f"importing {catalogue.name}")
    import_products(catalogue, report_path=report, progress=lambda *_: None)
    say(f"imported in {time.monotonic() - begun:.0f} s; rejected rows: {report}")


def say(text: str) -> None:
    print(f"» {text}", flush=True)  # noqa: T201


if __name__ == "__main__":
    parser = argparse.ArgumentParser()
    parser.add_argument("folder", type=Path)
    parser.add_argument("--chain", default=FIRST)
    parser.add_argument("--catalogue", type=Path)
    asked = parser.parse_args()
    main(asked.folder, chain=asked.chain, catalogue=asked.catalogue)
