"""Headers that every answer carries, whoever it is for: what its page may load, who may frame it, who may keep it.

An answer that says something else itself, as a front does of its scripts and a file of how long it is good, is left as it is.
"""

from django.conf import settings
from django.http.response import HttpResponseBase
from django.utils.cache import patch_vary_headers

from newretail.kernel.http.needs import API

PAGE_POLICY = "default-src 'self'; img-src 'self' data:; style-src 'self'; object-src 'none'; base-uri 'none'; frame-ancestors 'none'; form-action 'self'"
"""For our own pages. The back office's widgets need inline styles and scripts and get a looser one (`Needs.loose_policy`)."""
LOOSE_POLICY = "default-src 'self'; img-src 'self' data:; style-src 'self' 'unsafe-inline'; script-src 'self' 'unsafe-inline' 'unsafe-eval'; object-src 'none'; base-uri 'none'; frame-ancestors 'none'; form-action 'self'"
PERMISSIONS = "camera=(), geolocation=(), microphone=(), payment=(), usb=()"
HSTS = "max-age=31536000; includeSubDomains; preload"

ABOUT_PERSONS = (API + "/", "/_allauth/", "/accounts/", "/admin/")
"""Below these an answer may be about whoever asks: nobody keeps it, unless it says that it is for everybody."""
_SAID_BY = ("Accept-Language", "Authorization", "Cookie")


def protect(response: HttpResponseBase, *, path: str, loose_policy: bool = False) -> None:
    """Give an answer the headers that it has not."""
    headers = response.headers
    headers.setdefault("Content-Security-Policy", LOOSE_POLICY if loose_policy else PAGE_POLICY)
    headers.setdefault("Permissions-Policy", PERMISSIONS)
    headers.setdefault("Referrer-Policy", "same-origin")
    headers.setdefault("Cross-Origin-Opener-Policy", "same-origin")
    headers.setdefault("X-Frame-Options", "DENY")
    headers["X-Content-Type-Options"] = "nosniff"
    if settings.SECURE:
        headers.setdefault("Strict-Transport-Security", HSTS)
    if path.startswith(ABOUT_PERSONS):
        headers.setdefault("Cache-Control", "no-store")
        patch_vary_headers(response, _SAID_BY)
