"""Master data from files."""

from pathlib import Path

import click


@click.group()
def command() -> None:
    """Import products or categories from a file."""


@command.command()
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option(
    "--report",
    type=click.Path(dir_okay=False, path_type=Path),
    help="Where rejected rows go. [FILE.rejected.csv here]",
)
def products(file: Path, report: Path | None) -> None:
    """Import products: Open Food Facts (TSV or JSON lines, gzip or not) or our template (CSV or Excel)."""
    from newretail import instance

    report_path = report or Path(f"{file.name}.rejected.csv")
    with instance.django():
        from newretail.catalog import api
        from newretail.kernel.errors import Refusal

        def show(progress: api.Progress) -> None:
            click.echo(
                f"\r{progress.done:6.1%}  {progress.rows:,} rows, {progress.rejected:,} rejected",
                nl=False,
                err=True,
            )

        try:
            done = api.import_products(file, report_path=report_path, progress=show)
        except Refusal as refused:
            click.echo(err=True)
            raise click.ClickException(refused.say()) from None
    click.echo(err=True)
    click.echo(
        f"{done.rows:,} rows: {done.created:,} new, {done.changed:,} changed, {done.unchanged:,} unchanged, "
        f"{done.rejected:,} rejected, {done.noted:,} to be known; {done.prices:,} prices set."
    )
    for said in done.passed_over:
        click.echo(f"Note: {said}.")
    if done.rejected or done.noted:
        click.echo(f"Rejected rows and what is to be known of others: {report_path}")


@command.command()
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
def categories(file: Path) -> None:
    """Import the tree of categories (slug, parent, sort, and name_en, name_ko, … for each language)."""
    from newretail import instance

    with instance.django():
        from newretail.catalog import api
        from newretail.kernel.errors import Refusal

        try:
            count = api.import_categories(file)
        except Refusal as refused:
            raise click.ClickException(refused.say()) from None
    click.echo(f"{count:,} categories.")
