"""Promise 15 begins here: a migration that comes after the first release holds no lock for long and takes nothing away too early.

What a migration may do without being asked: make tables, add columns that are null or have a default of the database's own, build indexes
beside the work, add a CHECK that is validated in a migration after it. What takes something away says so by `contracts = True`,
and stands in the version after the one that has stopped using it.
"""

from collections.abc import Iterator

import pytest
from django.contrib.postgres.operations import AddConstraintNotValid, AddIndexConcurrently, ValidateConstraint
from django.db import migrations, models
from django.db.migrations.loader import MigrationLoader

from newretail.settings import ROOMS

FIRST_RELEASE = ("0001", "0002", "0003")
"""Applied to empty tables only."""
HARMLESS = (
    migrations.CreateModel, AddIndexConcurrently, AddConstraintNotValid, ValidateConstraint, migrations.AlterModelOptions,
    migrations.RunPython, migrations.AlterModelManagers,
)  # fmt: skip
TAKES_AWAY = (
    migrations.RemoveField, migrations.DeleteModel, migrations.RenameField, migrations.RenameModel, migrations.RemoveConstraint,
    migrations.RemoveIndex, migrations.AlterModelTable,
)  # fmt: skip


def dangers(migration: migrations.Migration) -> Iterator[str]:
    """What would hold up people at work, or take something from the version before."""
    made = {each.name.lower() for each in migration.operations if isinstance(each, migrations.CreateModel)}
    concurrent = [each for each in migration.operations if isinstance(each, AddIndexConcurrently)]
    if concurrent and (migration.atomic or len(migration.operations) > 1):
        yield "an index built beside the work stands alone in a migration with atomic = False"
    for each in migration.operations:
        if str(getattr(each, "model_name", "")).lower() in made or isinstance(each, HARMLESS):
            continue
        if isinstance(each, TAKES_AWAY) and getattr(migration, "contracts", False):
            continue
        if isinstance(each, migrations.AddField) and may_be_added(each.field):
            continue
        if isinstance(each, migrations.RunSQL) and getattr(migration, "holds_no_lock", ""):
            continue
        yield f"{each.__class__.__name__}: {each.describe()}"


def may_be_added(field: models.Field) -> bool:
    """A column that the version before need not know: null, or filled in by the database. One with a foreign key locks both tables."""
    return (field.null or field.has_db_default()) and not field.is_relation


def test_no_migration_after_the_first_release_holds_up_people_at_work():
    disk = MigrationLoader(None).disk_migrations
    later = {
        key: each for key, each in disk.items() if key[0] in ROOMS and not key[1].startswith(FIRST_RELEASE)
    }
    found = {
        f"{room}.{name}": trouble for (room, name), each in later.items() if (trouble := list(dangers(each)))
    }
    assert not found


def migration(*operations: migrations.operations.base.Operation, atomic: bool = True) -> migrations.Migration:
    made = migrations.Migration("0003_test", "ordering")
    made.operations, made.atomic = list(operations), atomic
    return made


@pytest.mark.parametrize(
    "operation",
    [
        migrations.AddField("order", "note", models.CharField(max_length=10, default="")),
        migrations.AlterField("order", "total", models.CharField(max_length=10)),
        migrations.AddIndex("order", models.Index(fields=["total"], name="x")),
        migrations.AddConstraint("order", models.CheckConstraint(condition=models.Q(total__gte=0), name="x")),
        migrations.RemoveField("order", "total"),
        migrations.RenameField("order", "total", "sum"),
        migrations.RunSQL("ALTER TABLE ordering_order ALTER total TYPE numeric"),
        AddIndexConcurrently("order", models.Index(fields=["total"], name="x")),
    ],
    ids=lambda operation: operation.__class__.__name__,
)
def test_a_dangerous_one_would_be_seen(operation):
    assert list(dangers(migration(operation)))


@pytest.mark.parametrize(
    "operation",
    [
        migrations.AddField("order", "note", models.CharField(max_length=10, null=True)),
        migrations.AddField("order", "note", models.CharField(max_length=10, db_default="")),
        AddConstraintNotValid("order", models.CheckConstraint(condition=models.Q(total__gte=0), name="x")),
        ValidateConstraint("order", "x"),
    ],
    ids=lambda operation: operation.__class__.__name__,
)
def test_one_that_only_widens_passes(operation):
    assert list(dangers(migration(operation))) == []
    assert (
        list(
            dangers(
                migration(
                    AddIndexConcurrently("order", models.Index(fields=["total"], name="x")), atomic=False
                )
            )
        )
        == []
    )
