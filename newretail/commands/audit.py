"""The audit of the books."""

import click


@click.command()
@click.option("--json", "as_json", is_flag=True, help="print everything as JSON")
def command(as_json: bool) -> None:
    """Compare the books of stock, money and sales.

    Exit code 1 when they differ.
    """
    from newretail import instance

    with instance.django():
        from newretail.insight.api import audit_books

        books = audit_books()
    if as_json:
        import orjson

        click.echo(orjson.dumps(books, option=orjson.OPT_INDENT_2).decode())
    else:
        for each in books.differences:
            numbers = "" if each.expected is None else f": expected {each.expected:,}, found {each.found:,}"
            click.echo(f"{each.book:<6} {each.store_id:<12} {each.about:<42} {each.what}{numbers}")
        click.echo(f"differences {len(books.differences)}   oversold units {books.oversold}")
        click.echo(f"ledger {books.ledger_hash}")
    raise SystemExit(0 if books.balance else 1)
