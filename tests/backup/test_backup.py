"""A shop that sold is put away, brought back into an empty place, and sells on with the same books."""

import json
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from newretail.embedded import Cluster
from tests.promises.live_house import PROJECT

SELL = """
import json, django
django.setup()
from newretail.chain import api as chain
from newretail.members import api as members
from newretail.samples import Samples
chain.set_up_chain(Samples().chain | {"base_map": {}})
from tests.sale_floor import open_store, order_of, pay_in_cash, shopper, with_drawer
floor = open_store(stock=50)
person, cashier = shopper(), with_drawer(floor)
order = order_of(person, floor, [(floor.bread, 2, "carry_out")])
pay_in_cash(cashier, floor, order)
print(json.dumps({"store": floor.store, "bread": floor.bread, "milk": floor.milk, "salmon": floor.salmon,
    "token": members.issue_token(person.member, label="phone"), "order": order["id"]}))
"""
SELL_ON = """
import json, sys, django
django.setup()
from newretail.insight.api import audit_books
from newretail.members.models import Member
from tests.sale_floor import Floor, Person, order_of
told = json.loads(sys.argv[1])
person = Person(None, told["token"])
seen = person.get("/orders/" + told["order"])
floor = Floor(told["store"], told["milk"], told["bread"], told["salmon"])
order = order_of(person, floor, [(floor.bread, 1, "carry_out")])
print(json.dumps({"seen": seen.json()["state"], "next": order["state"], "differences": len(audit_books().differences)}))
"""


@pytest.fixture
def place() -> Iterator[Path]:
    folder = Path(tempfile.mkdtemp(prefix="newretail-backup-"))
    folder.chmod(0o755)
    yield folder
    for data in ("here", "there"):
        Cluster(folder / data / "postgres").destroy()
    shutil.rmtree(folder, ignore_errors=True)


def run(*words: str, data: Path) -> subprocess.CompletedProcess[str]:
    """A program in a shop of its own, with the embedded database in its data folder."""
    left_out = ("DATABASE_URL", "NEWRETAIL_SECRET_KEY")
    environment = {name: value for name, value in os.environ.items() if name not in left_out}
    environment |= {
        "NEWRETAIL_DATA": str(data),
        "NEWRETAIL_HOSTS": "testserver",
        "NEWRETAIL_LOG_LEVEL": "ERROR",
        "DJANGO_SETTINGS_MODULE": "newretail.settings",
    }
    command = [sys.executable, *words]
    return subprocess.run(
        command, env=environment, cwd=PROJECT, capture_output=True, text=True, timeout=200, check=False
    )


def newretail(*words: str, data: Path) -> subprocess.CompletedProcess[str]:
    return run("-m", "newretail", *words, data=data)


def python(source: str, *words: str, data: Path) -> Any:
    done = newretail("db", "run", "--", sys.executable, "-c", source, *words, data=data)
    assert done.returncode == 0, done.stderr[-3000:]
    return json.loads(done.stdout.splitlines()[-1])


def test_a_shop_is_brought_back_with_the_same_books_and_sells_on(place: Path):
    here, there, backups = place / "here", place / "there", place / "backups"
    assert newretail("db", "start", data=here).returncode == 0
    assert newretail("migrate", data=here).returncode == 0
    told = python(SELL, data=here)
    made = newretail("backup", str(backups), "--keep", "1", data=here)
    assert made.returncode == 0, made.stderr
    [backup] = backups.iterdir()
    ledger = json.loads((backup / "manifest.json").read_text())["ledger"]
    assert f"ledger {ledger}   differences 0" in made.stdout

    restored = newretail("restore", str(backup), "--data", str(there), data=place / "nowhere")
    assert restored.returncode == 0, restored.stdout + restored.stderr
    assert f"ledger {ledger}   differences 0" in restored.stdout
    assert (there / "secret_key").read_text() == (here / "secret_key").read_text()
    assert newretail("db", "start", data=there).returncode == 0
    told_on = python(SELL_ON, json.dumps(told), data=there)
    assert told_on == {"seen": "done", "next": "awaiting_payment", "differences": 0}

    over = newretail("restore", str(backup), data=there)
    assert over.returncode == 1 and "--force" in over.stderr, "a living shop is not replaced unasked"
    forced = newretail("restore", str(backup), "--force", data=there)
    assert forced.returncode == 0, forced.stderr
    assert f"ledger {ledger}" in forced.stdout
    (backup / "database.dump").write_bytes(b"x" + (backup / "database.dump").read_bytes()[1:])
    damaged = newretail("restore", str(backup), "--force", data=there)
    assert damaged.returncode == 1 and "database.dump" in damaged.stderr


def test_a_folder_without_a_backup_is_no_backup(place: Path):
    refused = newretail("restore", str(place), data=place / "there")
    assert refused.returncode == 1 and "manifest.json" in refused.stderr
