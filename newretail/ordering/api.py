"""The front door of ordering."""

from newretail.ordering.models import Order
from newretail.ordering.queries import books, order_view, own_order, store_order

__all__ = ["Order", "books", "order_view", "own_order", "store_order"]
