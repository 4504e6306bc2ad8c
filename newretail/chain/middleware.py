"""The chain is known before a request is answered: it says in which languages."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

from newretail.chain.queries import chain


class KnowTheChain:
    """The outermost layer of all: read from memory, from the database once in a while, never a reason to fail."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        chain()
        return self.get_response(request)
