"""The front door of the storefront: for commands only, since nothing stands above it."""

from newretail.storefront.labels.lot_labels import LotOrder, print_lot_labels
from newretail.storefront.labels.printed import Printed
from newretail.storefront.labels.sheet import SHEETS, Sheet
from newretail.storefront.labels.shelf_labels import print_shelf_labels

__all__ = ["SHEETS", "LotOrder", "Printed", "Sheet", "print_lot_labels", "print_shelf_labels"]
