"""The sample chain."""

import click


@click.command()
@click.option("--chain", "name", help="which sample chain  [default: the first one]")
@click.option("--no-stock", is_flag=True, help="leave the shelves empty")
def command(name: str | None, no_stock: bool) -> None:
    """Add a sample chain: its stores, stocked and staffed."""
    from newretail import instance

    with instance.django():
        from newretail.kernel.errors import Refusal
        from newretail.samples import FIRST, sample_chains
        from newretail.setup_chain import seed_sample_chain

        name = name or FIRST
        if name not in sample_chains():
            raise click.BadParameter(f"one of {', '.join(sample_chains())}", param_hint="--chain")
        try:
            added = seed_sample_chain(name, opening_stock=not no_stock)
        except Refusal as refused:
            raise click.ClickException(refused.say()) from None
    click.echo(
        f"added {added.stores} stores, {added.skus} products, {added.facings} places on shelves, "
        f"{added.people} people, {added.lots} lots"
    )
