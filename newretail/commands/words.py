"""The words of a language, for those who translate."""

from pathlib import Path

import click


@click.command()
@click.argument("code")
@click.option("--name", help="what its speakers call it, such as Deutsch; needed once, as the next three are")
@click.option("--short", help="the same in one or two letters, for a button")
@click.option("--tag", help="BCP 47, such as de or zh-Hans")
@click.option("--locale", help="BCP 47 with a country, for numbers and dates, such as de-DE")
@click.option(
    "--web",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    help="folder of the browser fronts  [default: web, where there is one]",
)
def command(code: str, web: Path | None, **names: str | None) -> None:
    """Write what the language CODE (ISO 639, such as de) still lacks into its files, blank, and say how much that is.

    What is translated stays. A translation that fills in other values than the English sentence is refused.
    Needs no database.
    """
    import os

    from django import setup

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "newretail.settings")
    setup()
    from newretail.kernel.languages import IN_CODE, BrokenLanguage
    from newretail.kernel.languages.gather import gather, gather_fronts

    if code in IN_CODE:
        raise click.BadParameter(f"{code} stands in the code itself", param_hint="CODE")
    fronts = web or Path("web")
    try:
        found = [gather(code, {key: said for key, said in names.items() if said})]
        found += gather_fronts(code, fronts) if fronts.is_dir() else []
    except BrokenLanguage as broken:
        raise click.ClickException(str(broken)) from None
    for each in found:
        gone = f"; {each.dropped} said nowhere any more" if each.dropped else ""
        click.echo(f"{each.path}: {each.missing} of {each.of} to translate{gone}")
