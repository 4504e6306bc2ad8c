"""`python -m newretail.demo.prepare FOLDER [CATALOGUE]`: schema, sample chain, catalogue and people. Repeating it changes nothing."""

import os
import sys
import time
from pathlib import Path

from newretail import instance


def main(folder: Path, catalogue: Path | None) -> None:
    """Prepare the demo's database for this version; what it says with "»" is shown at the terminal."""
    with instance.django():
        migrate()
        seed()
        if catalogue:
            add_catalogue(catalogue, report=folder / "rejected.csv")
        from newretail.demo.people import prepare_people

        prepare_people(folder / "instance.json", store_url=os.environ["NEWRETAIL_PUBLIC_URL"])


def migrate() -> None:
    from django.core.management import call_command

    begun = time.monotonic()
    call_command("migrate", interactive=False, verbosity=0)
    say(f"schema in place ({time.monotonic() - begun:.1f} s)")


def seed() -> None:
    from newretail.setup_chain import seed_sample_chain

    begun = time.monotonic()
    seed_sample_chain()
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
    main(Path(sys.argv[1]), Path(sys.argv[2]) if len(sys.argv) > 2 else None)
