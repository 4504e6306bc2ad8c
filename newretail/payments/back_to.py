"""Where a wallet sends its customer back to: one of our own addresses, never one that whoever asked made up."""

from urllib.parse import urlsplit

from django.conf import settings
from django.http.request import validate_host

from newretail.payments.errors import ReturnUrlElsewhere


def refuse_elsewhere(url: str | None) -> None:
    """Raises ReturnUrlElsewhere unless `url` leads to the public address or to a host that is answered here (NEWRETAIL_HOSTS)."""
    if url is not None and not _is_ours(url):
        raise ReturnUrlElsewhere()


def _is_ours(url: str) -> bool:
    if "\\" in url:  # a browser reads it as a slash, and another host in front of it
        return False
    try:
        parts = urlsplit(url)
        host = parts.hostname or ""
    except ValueError:
        return False
    schemes = {"https"} if settings.SECURE else {"http", "https"}
    if parts.scheme not in schemes or not host or "@" in parts.netloc:
        return False
    named = [each for each in settings.ALLOWED_HOSTS if each and each != "*"]
    return host == urlsplit(settings.PUBLIC_URL).hostname or validate_host(_bracketed(host), named)


def _bracketed(host: str) -> str:
    return f"[{host}]" if ":" in host else host
