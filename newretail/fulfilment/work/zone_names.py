"""Zones as people call them."""

from newretail.kernel.text import Text
from newretail.stores import api as stores

NO_ZONE = "floor"
"""Goods without a place in the floor's plan."""
_ANYWHERE = Text(en="Sales floor", ko="매장", zh="卖场")


class ZoneNames(dict[str, str]):
    """The zones of a store by code, in the caller's language; a zone that is no more goes by its code."""

    def __init__(self, store_id: str) -> None:
        super().__init__({zone.code: zone.names.say() for zone in stores.zones(store_id)})
        self.setdefault(NO_ZONE, _ANYWHERE.say())

    def __missing__(self, code: str) -> str:
        return code
