"""Answers that any web page may read: codes are printed for everybody, and no cookie travels with such a question."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponse

METHODS = "GET, HEAD, OPTIONS"

View = Callable[..., HttpResponse]


def open_to_all(view: View) -> View:
    """Let any origin read a view and its links, whatever it answers; say so when asked (Fetch Standard, CORS protocol)."""

    @wraps(view)
    def run(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if request.method == "OPTIONS":
            response = HttpResponse(status=204)
        elif request.method in ("GET", "HEAD"):
            response = view(request, *args, **kwargs)
        else:
            response = HttpResponse(status=405)
        if response.status_code in (204, 405):
            response["Allow"] = METHODS
        response["Access-Control-Allow-Origin"] = "*"
        response["Access-Control-Allow-Methods"] = METHODS
        response["Access-Control-Allow-Headers"] = "Accept, Accept-Language"
        response["Access-Control-Expose-Headers"] = "Link, Location"
        return response

    return run
