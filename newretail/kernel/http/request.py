"""What a view is given."""

from django.http import HttpRequest

from newretail.kernel.who import Caller


class Request(HttpRequest):
    """A request that has passed its route's guard, which found out who is calling. For annotations: Django makes the objects."""

    caller: Caller
