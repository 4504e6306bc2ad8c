"""The back office shows and reads times as the clocks in its stores do."""

from collections import Counter
from collections.abc import Callable
from zoneinfo import ZoneInfo

from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from newretail.stores.queries import stores

PLACE = "/admin/"


class StoreTime:
    """Django's time zone of a request to the back office is that of most of the chain's stores."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if not request.path.startswith(PLACE):
            return self.get_response(request)
        with timezone.override(_zone()):
            return self.get_response(request)


def _zone() -> ZoneInfo | None:
    zones = Counter(store.zone for store in stores())
    return max(sorted(zones, key=str), key=lambda zone: zones[zone], default=None)
