"""The front door of ordering."""

from newretail.ordering.may import staff_may
from newretail.ordering.models import Order
from newretail.ordering.reading.books import books, has_sold
from newretail.ordering.reading.figures import (
    CutGiven,
    Favourite,
    GoodsSold,
    Habits,
    HourOfOrders,
    HourOfPromises,
    SkuSold,
    WaySold,
    goods_sold,
    habits,
    orders_by_hour,
    promises_by_hour,
)
from newretail.ordering.reading.find_orders import FoundOrder, OrderNamed, find_orders, named_orders
from newretail.ordering.reading.order_list import AnyState
from newretail.ordering.reading.order_view import OrderView, order_view
from newretail.ordering.reading.scope import any_order, own_order, store_order
from newretail.ordering.reading.store_day import DayView, day
from newretail.ordering.reading.tax_shares import divide, refunded_by_rate, sold_by_rate
from newretail.ordering.reading.timeline import StaffStageView, staff_timeline
from newretail.ordering.reading.unpaid_holders import UnpaidHolder, unpaid_holders
from newretail.ordering.record_sale import SoldLine, record_sale
from newretail.ordering.sale_terms import SaleTermsView, sale_terms

__all__ = [
    "AnyState",
    "CutGiven",
    "DayView",
    "Favourite",
    "FoundOrder",
    "GoodsSold",
    "Habits",
    "HourOfOrders",
    "HourOfPromises",
    "Order",
    "OrderNamed",
    "OrderView",
    "SaleTermsView",
    "SkuSold",
    "SoldLine",
    "StaffStageView",
    "UnpaidHolder",
    "WaySold",
    "any_order",
    "books",
    "day",
    "divide",
    "find_orders",
    "goods_sold",
    "habits",
    "has_sold",
    "named_orders",
    "order_view",
    "orders_by_hour",
    "own_order",
    "promises_by_hour",
    "record_sale",
    "refunded_by_rate",
    "sale_terms",
    "sold_by_rate",
    "staff_may",
    "staff_timeline",
    "store_order",
    "unpaid_holders",
]
