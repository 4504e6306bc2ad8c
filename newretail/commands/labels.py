"""Labels as PDF."""

from pathlib import Path
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from newretail.storefront.api import Printed, Sheet


@click.group()
def command() -> None:
    """Print shelf and lot labels to a PDF."""


_store = click.option("--store", "store_id", required=True, help="code of the store")
_sheet = click.option("--sheet", default="a4", show_default=True, help="what they are printed on: a4, roll")
_bars = click.option("--bars", is_flag=True, help="EAN-13 bars too")
_out = click.option(
    "--out", required=True, type=click.Path(dir_okay=False, path_type=Path), help="the PDF to write"
)


@command.command()
@_store
@click.option("--zone", help="only this zone")
@_sheet
@_bars
@_out
def shelves(store_id: str, zone: str | None, sheet: str, bars: bool, out: Path) -> None:
    """One label for each product on each shelf, in walking order."""
    from newretail import instance

    with instance.django():
        from newretail.kernel.errors import Refusal
        from newretail.storefront import api

        try:
            printed = api.print_shelf_labels(
                store_id=store_id, zone=zone, sheet=_sheet_called(sheet), with_bars=bars
            )
        except Refusal as refusal:
            raise click.ClickException(str(refusal)) from None
    _keep(printed, out)


@command.command()
@_store
@click.option(
    "--sku", "sku_ids", multiple=True, required=True, help="product whose lots get labels; may be repeated"
)
@click.option(
    "--copies", default=1, show_default=True, type=click.IntRange(1, 500), help="labels of each lot"
)
@click.option("--reason", required=True, help="why they are printed; kept in the book")
@_sheet
@_bars
@_out
def lots(
    store_id: str, sku_ids: tuple[str, ...], copies: int, reason: str, sheet: str, bars: bool, out: Path
) -> None:
    """Labels for the lots of some products that may be sold today. Each print is written down."""
    from newretail import instance

    with instance.django():
        from newretail.inventory import api as inventory
        from newretail.kernel import actor
        from newretail.kernel.errors import Refusal
        from newretail.storefront import api

        try:
            found = inventory.lots_for(store_id, sku_ids)
            orders = [api.LotOrder(lot_id=lot.id, copies=copies) for each in found.values() for lot in each]
            printed = api.print_lot_labels(
                store_id=store_id,
                orders=orders,
                reason=reason[:200],
                by=actor.of_program("labels"),
                sheet=_sheet_called(sheet),
                with_bars=bars,
            )
        except Refusal as refusal:
            raise click.ClickException(str(refusal)) from None
    _keep(printed, out)


def _keep(printed: "Printed", out: Path) -> None:
    out.write_bytes(printed.pdf)
    for each in printed.remarks:
        click.echo(f"{each.what}: {each.text}", err=True)
    click.echo(f"{out}: {len(printed.pdf):,} bytes")


def _sheet_called(name: str) -> "Sheet":
    from newretail.storefront import api

    if name not in api.SHEETS:
        raise click.BadParameter(f"{name} is none of {', '.join(api.SHEETS)}", param_hint="--sheet")
    return api.SHEETS[name]
