"""The database schema."""

import click


@click.command()
def command() -> None:
    """Bring the database to the schema of this version."""
    from newretail import instance

    with instance.django():
        from django.core.management import call_command
        from django.db import connection
        from django.db.migrations.executor import MigrationExecutor

        executor = MigrationExecutor(connection)
        if not executor.migration_plan(executor.loader.graph.leaf_nodes()):
            click.echo("Nothing to migrate.")
            return
        call_command("migrate", interactive=False, verbosity=1)
