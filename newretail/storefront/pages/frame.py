"""The frame of every page of the shop: the reader's language, the headers and cookies, our templates.

Pages carry no script and no inline style; their policy forbids both.
"""

from collections.abc import Mapping
from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.cache import patch_vary_headers

from newretail.catalog.api import PICTURE_HOSTS
from newretail.kernel import languages, text
from newretail.storefront.offers import CHAIN

POLICY = (
    f"default-src 'none'; img-src 'self' {' '.join(PICTURE_HOSTS)}; style-src 'self'; form-action 'self'; base-uri 'none'; "
    "frame-ancestors 'none'"
)
STORE_COOKIE = "store"
REMEMBER_STORE_SECONDS = 12 * 3600
REMEMBER_LANGUAGE_SECONDS = 365 * 24 * 3600
LONGEST_QUERY = 2_000


def language_of(request: HttpRequest) -> str:
    """`?lang=`, else what was chosen before, else what the browser asks for."""
    chosen = request.GET.get("lang") or request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME)
    return text.spoken(chosen or text.preferred(request.headers.get("Accept-Language", "")))


def show(
    request: HttpRequest, template: str, context: Mapping[str, Any], *, status: int = 200
) -> HttpResponse:
    """Render one of our templates."""
    current = text.language()
    shared = {
        "language": current,
        "html_lang": languages.KNOWN[current].tag,
        "languages": [
            {
                "code": each.code,
                "tag": each.tag,
                "name": each.name,
                "short": each.short,
                "href": _with(request, lang=each.code),
                "is_current": each.code == current,
            }
            for each in map(languages.KNOWN.__getitem__, text.offered())
        ],
    }
    return render(request, f"storefront/{template}", shared | dict(context), status=status)


def finished(request: HttpRequest, response: HttpResponse) -> HttpResponse:
    """The headers and cookies of a page."""
    response.setdefault("Content-Security-Policy", POLICY)
    response.setdefault("Content-Language", text.language())
    response.setdefault("Cache-Control", "private, no-cache")
    patch_vary_headers(response, ["Accept", "Accept-Language", "Cookie"])
    if asked := request.GET.get("lang"):
        chosen = languages.KNOWN[text.spoken(asked)].tag.lower()
        _remember(response, settings.LANGUAGE_COOKIE_NAME, chosen, REMEMBER_LANGUAGE_SECONDS)
    return response


def remember_store(response: HttpResponse, store_id: str) -> None:
    """The next scan is in this store too."""
    if store_id != CHAIN:
        _remember(response, STORE_COOKIE, store_id, REMEMBER_STORE_SECONDS)


def link(request: HttpRequest, **changes: str) -> str:
    """This page with some parameters of its address changed; the language stays in its cookie."""
    return _with(request, **changes)


def _with(request: HttpRequest, **changes: str) -> str:
    if len(request.META.get("QUERY_STRING", "")) > LONGEST_QUERY:
        return "?" + urlencode(changes)
    query = request.GET.copy()
    query.pop("lang", None)
    for key, value in changes.items():
        query[key] = value
    return "?" + query.urlencode()


def _remember(response: HttpResponse, name: str, value: str, seconds: int) -> None:
    response.set_cookie(
        name, value, max_age=seconds, samesite="Lax", secure=settings.SECURE, httponly=name == STORE_COOKIE
    )
