"""The back office shows and reads times as the clocks in its stores do."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from newretail.stores.queries import usual_zone

PLACE = "/admin/"


class StoreTime:
    """Django's time zone of a request to the back office is that of most of the chain's stores."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if not request.path.startswith(PLACE):
            return self.get_response(request)
        with timezone.override(usual_zone()):
            return self.get_response(request)
