"""A shop brought back."""

from pathlib import Path

import click


@click.command()
@click.argument("folder", type=click.Path(exists=True, file_okay=False, path_type=Path))
@click.option(
    "--data",
    type=click.Path(file_okay=False, path_type=Path),
    help="the data folder to fill  [NEWRETAIL_DATA]",
)
@click.option("--force", is_flag=True, help="replace the shop that is there, for good")
def command(folder: Path, data: Path | None, force: bool) -> None:
    """Bring a shop back from a backup, bring it to this version, and audit its books.

    Exit code 1 when the books are not those of the backup.
    """
    import os

    from newretail import instance
    from newretail.backup import restore_backup
    from newretail.kernel.errors import Refusal

    if data is not None:
        os.environ["NEWRETAIL_DATA"] = str(data)
    data_folder = instance.data_folder()
    with instance.database() as url:
        try:
            manifest = restore_backup.look_at(folder, data_folder=data_folder, force=force)
            restore_backup.restore_backup(
                folder, url=url, data_folder=data_folder, force=force, tell=click.echo
            )
        except Refusal as refused:
            raise click.ClickException(refused.say("en")) from None
        ledger, differences = _brought_to_this_version()
    same = ledger == manifest.ledger
    click.echo(f"ledger {ledger}   differences {differences}")
    click.echo("the books are those of the backup" if same else f"the backup had {manifest.ledger}")
    raise SystemExit(0 if same else 1)


def _brought_to_this_version() -> tuple[str, int]:
    """Migrate, then audit: the ledger's hash and how many differences there are."""
    from newretail import instance

    with instance.django():
        from django.core.management import call_command

        from newretail.insight.api import audit_books

        call_command("migrate", interactive=False, verbosity=0)
        books = audit_books()
        return books.ledger_hash, len(books.differences)
