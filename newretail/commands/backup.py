"""A shop put away."""

from pathlib import Path

import click


@click.command()
@click.argument("folder", type=click.Path(file_okay=False, path_type=Path))
@click.option(
    "--keep",
    default=0,
    type=click.IntRange(0, 10_000),
    help="remove older backups beyond so many  [keep all]",
)
@click.option(
    "--data",
    type=click.Path(file_okay=False, path_type=Path),
    help="the shop's data folder  [NEWRETAIL_DATA]",
)
def command(folder: Path, keep: int, data: Path | None) -> None:
    """Put a backup of database, keys and files into a folder, while the shop sells."""
    import os

    from newretail import instance

    if data is not None:
        os.environ["NEWRETAIL_DATA"] = str(data)
    with instance.django():
        from newretail.backup.make_backup import make_backup
        from newretail.kernel.errors import Refusal

        try:
            made, manifest = make_backup(
                folder, url=os.environ["DATABASE_URL"], data_folder=instance.data_folder(), keep=keep
            )
        except Refusal as refused:
            raise click.ClickException(refused.say()) from None
    size = sum(each.bytes for each in manifest.files.values())
    click.echo(f"{made}  {len(manifest.files)} files, {size / 1e6:,.1f} MB")
    click.echo(f"ledger {manifest.ledger}   differences {manifest.differences}")
    if manifest.signed_by_environment:
        click.echo("NEWRETAIL_SECRET_KEY came from the environment and is not in it: keep it apart.")
