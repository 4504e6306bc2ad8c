"""The sample chain."""

import click


@click.command()
@click.option("--no-stock", is_flag=True, help="leave the shelves empty")
def command(no_stock: bool) -> None:
    """Add the sample chain: three stores, stocked and staffed."""
    from newretail import instance

    with instance.django():
        from newretail.setup_chain import seed_sample_chain

        added = seed_sample_chain(opening_stock=not no_stock)
    click.echo(
        f"added {added.stores} stores, {added.skus} products, {added.facings} places on shelves, "
        f"{added.people} people, {added.lots} lots"
    )
