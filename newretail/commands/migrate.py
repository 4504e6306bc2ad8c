"""The database schema."""

import click


@click.command()
def command() -> None:
    """Bring the database to the schema of this version, while the one before goes on selling."""
    from newretail import instance

    with instance.django():
        from django.db import connection
        from django.db.migrations.executor import MigrationExecutor

        from newretail.kernel import upgrade

        executor = MigrationExecutor(connection)
        if not executor.migration_plan(executor.loader.graph.leaf_nodes()):
            click.echo("Nothing to migrate.")
            return
        try:
            upgrade.migrate(tell=click.echo)
        except upgrade.LockNotGot as busy:
            raise click.ClickException(str(busy)) from None
