"""From which network address a request comes: the one spelling that every limit counts by and every record names.

A proxy in front adds the address that it saw to the end of `X-Forwarded-For`; what stands before that was written by whoever
called it. So the header is believed from its end, and as far as the operator has counted proxies (`NEWRETAIL_TRUSTED_PROXIES`).
"""

import ipaddress
from functools import lru_cache

from django.conf import settings
from django.http import HttpRequest
from granian.rsgi import Scope

UNKNOWN = "unknown"
"""Where the server could not say who is at the other end, as on a socket file. All such callers count as one."""
IPV6_PREFIX = 64
"""Bits of an IPv6 address that are one household's or one server's: whoever has one has the rest, so they count as one."""


def address_of(request: HttpRequest) -> str:
    """The caller's address in Django's request."""
    meta = request.META
    return address_behind(meta.get("REMOTE_ADDR", ""), meta.get("HTTP_X_FORWARDED_FOR", ""))


def address_of_scope(scope: Scope) -> str:
    """The same at the port, before Django sees the request."""
    said = (value for name, value in scope.headers.items() if name == "x-forwarded-for")
    return address_behind(peer_of_scope(scope), ",".join(said))


def peer_of_scope(scope: Scope) -> str:
    """Who is at the other end of the connection: a proxy, where there is one. The server says it with a port."""
    return scope.client.rpartition(":")[0].strip("[]")


def address_behind(peer: str, forwarded: str, *, proxies: int | None = None) -> str:
    """The caller's address behind `proxies` (those that are trusted): so many entries from the end of `forwarded`.

    A request that did not come through all of them, or whose entry is no address, is the peer's own.
    """
    trusted = settings.TRUSTED_PROXIES if proxies is None else proxies
    entries = forwarded.split(",") if forwarded and trusted else []
    said = _read(entries[-trusted]) if len(entries) >= trusted > 0 else ""
    return said or _read(peer) or UNKNOWN


@lru_cache(maxsize=8192)
def network_behind(peer: str, forwarded: str) -> str:
    """What the port's limits count by, for every request and therefore remembered."""
    return network_of(address_behind(peer.strip("[]"), forwarded))


def network_of(address: str) -> str:
    """What a limit counts by: an IPv4 address as it is, of an IPv6 address its network."""
    if ":" not in address:
        return address
    return str(ipaddress.IPv6Network(f"{address}/{IPV6_PREFIX}", strict=False))


def _read(entry: str) -> str:
    """An address in its one spelling, also with a port or in brackets (RFC 7239, section 6); "" if it is none."""
    text = entry.strip().strip('"')
    if text.startswith("["):
        text = text[1:].partition("]")[0]
    elif text.count(":") == 1:
        text = text.partition(":")[0]
    try:
        address = ipaddress.ip_address(text.partition("%")[0])
    except ValueError:
        return ""
    inner = getattr(address, "ipv4_mapped", None)
    return str(inner or address)
