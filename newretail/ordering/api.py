"""The front door of ordering."""

from newretail.ordering.models import Order
from newretail.ordering.queries import DayView, books, day, order_view, own_order, store_order

__all__ = ["DayView", "Order", "books", "day", "order_view", "own_order", "store_order"]
