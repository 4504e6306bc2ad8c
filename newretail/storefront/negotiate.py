"""Which form of an answer the other side wants: a page for people, JSON for programs, a link set for resolvers."""

from typing import Literal

from django.http import HttpRequest

Form = Literal["html", "json", "linkset"]

_FORMS: dict[str, Form] = {
    "text/html": "html",
    "application/xhtml+xml": "html",
    "application/json": "json",
    "application/linkset+json": "linkset",
    "application/ld+json": "linkset",
}
_PROBLEM = "application/problem+json"


def form_of(request: HttpRequest) -> Form:
    """`?format=` and `?linkType=all` come first, then the Accept header; whoever asks for nothing we have gets the page."""
    asked = request.GET.get("format", "")
    if asked in ("html", "json", "linkset"):
        return asked  # type: ignore[return-value]
    return _FORMS.get(request.get_preferred_type(list(_FORMS)) or "", "html")


def wants_html(request: HttpRequest) -> bool:
    """Whether an error is read by a person."""
    if request.path.startswith("/api/"):
        return False
    asked = request.GET.get("format", "")
    if asked:
        return asked == "html"
    return request.get_preferred_type([*_FORMS, _PROBLEM]) in ("text/html", "application/xhtml+xml", None)
