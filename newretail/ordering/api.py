"""The front door of ordering."""

from newretail.ordering.figures import (
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
from newretail.ordering.find_orders import FoundOrder, find_orders
from newretail.ordering.models import Order
from newretail.ordering.queries import (
    DayView,
    OrderView,
    StaffStageView,
    any_order,
    books,
    day,
    order_view,
    own_order,
    staff_timeline,
    store_order,
)
from newretail.ordering.record_sale import SoldLine, record_sale

__all__ = [
    "CutGiven",
    "DayView",
    "Favourite",
    "FoundOrder",
    "GoodsSold",
    "Habits",
    "HourOfOrders",
    "HourOfPromises",
    "Order",
    "OrderView",
    "SkuSold",
    "SoldLine",
    "StaffStageView",
    "WaySold",
    "any_order",
    "books",
    "day",
    "find_orders",
    "goods_sold",
    "habits",
    "order_view",
    "orders_by_hour",
    "own_order",
    "promises_by_hour",
    "record_sale",
    "staff_timeline",
    "store_order",
]
