"""The version after this one, as an upgrade meets it: the same programs with migrations more, in a folder of their own.

Its migrations widen tables that every order writes, each in a way that a migration may (`tests/architecture/test_migrations.py`).
"""

import os
import re
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

PACKAGE = Path(__file__).resolve().parents[1] / "newretail"
VERSION = "99.0.0"
STEPS = {
    "ordering": (
        'migrations.AddField("order", "upgrade_note", models.CharField(max_length=20, null=True))',
        'migrations.AddField("order", "upgrade_mark", models.IntegerField(db_default=0))',
        'AddIndexConcurrently("order", models.Index(fields=["upgrade_note"], name="upgrade_note"))',
        'AddConstraintNotValid("order", models.CheckConstraint(condition=models.Q(upgrade_mark__gte=0), name="upgrade_mark"))',
        'ValidateConstraint("order", "upgrade_mark")',
    ),
    "inventory": ('migrations.AddField("hold", "upgrade_note", models.CharField(max_length=20, null=True))',),
}
"""The operation of each migration by its room, in order."""
PREFIX = "9"
"""How the names of its migrations begin."""
_MIGRATION = """
from django.contrib.postgres.operations import AddConstraintNotValid, AddIndexConcurrently, ValidateConstraint
from django.db import migrations, models


class Migration(migrations.Migration):
    atomic = {atomic}
    dependencies = [({room!r}, {after!r})]
    operations = [{operation}]
"""


@dataclass(frozen=True, slots=True)
class NextVersion:
    """`folder`: where it is started, with the package in it."""

    folder: Path

    def start(self, *words: str, environment: dict[str, str]) -> subprocess.Popen[str]:
        """Start one of its commands; what it says can be read from the process's output."""
        return subprocess.Popen(
            [sys.executable, "-m", "newretail", *words],
            cwd=self.folder,
            env=environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )


def make_next_version(folder: Path) -> NextVersion:
    """Made of links to this version's files, but for what it has of its own."""
    package = folder / "newretail"
    shutil.copytree(PACKAGE, package, copy_function=os.symlink)
    init = package / "__init__.py"
    said = init.read_text()
    init.unlink()
    init.write_text(re.sub(r'__version__ = ".*"', f'__version__ = "{VERSION}"', said))
    for room, operations in STEPS.items():
        migrations = package / room / "migrations"
        after = max(path.stem for path in migrations.glob("0*.py"))
        for number, operation in enumerate(operations, start=1):
            name = f"{PREFIX}{number:03d}_wider"
            atomic = not operation.startswith("AddIndexConcurrently")
            text = _MIGRATION.format(atomic=atomic, room=room, after=after, operation=operation)
            (migrations / f"{name}.py").write_text(text)
            after = name
    return NextVersion(folder)
