"""Where a message may go. A receiver's address comes from outside, so it must never lead into our own network
(OWASP: server-side request forgery): https only, public addresses only, checked on the very address that is connected to.
"""

import ipaddress
import os
import socket
from urllib.parse import SplitResult, urlsplit

from django.core.exceptions import ValidationError

from newretail.webhooks.errors import AddressRefused

LONGEST_URL = 500
Address = ipaddress.IPv4Address | ipaddress.IPv6Address

_TRANSLATED = ("64:ff9b::/96", "64:ff9b:1::/48", "2001::/32", "2002::/16")
"""IPv6 addresses that a router turns into IPv4 ones (RFC 6052, RFC 8215, RFC 4380, RFC 3056)."""
_RELAYS = ("192.88.99.0/24", "192.52.193.0/24", "2001:3::/32")
"""Nearest router of a kind, whoever runs it: 6to4 (RFC 7526), multicast tunnels (RFC 7450)."""
_SINKS = ("192.31.196.0/24", "192.175.48.0/24", "2001:4:112::/48", "2620:4f:8000::/48")
"""Where questions about private addresses are sent to end (AS112, RFC 7534, RFC 7535)."""
_SPECIAL = (
    "192.0.0.0/24",
    "100.64.0.0/10",
    "198.18.0.0/15",
    "100::/64",
    "100:0:0:1::/64",
    "2001::/23",
    "3fff::/20",
    "5f00::/16",
)
"""Further blocks of IANA's registries that are no hosts of the public network, whether this Python knows them or not."""
_NO_HOSTS = tuple(ipaddress.ip_network(each) for each in (*_TRANSLATED, *_RELAYS, *_SINKS, *_SPECIAL))

PORTS = frozenset(
    int(port) for port in os.environ.get("NEWRETAIL_WEBHOOK_PORTS", "443,8443").split(",") if port.strip()
)
"""On which receivers listen; a message to another port could speak to something that is no web server."""


def local_allowed() -> bool:
    """Whether receivers on this machine may be reached, over plain http too: for a demo and for tests."""
    return os.environ.get("NEWRETAIL_WEBHOOKS_LOCAL") == "1"


def check_url(url: str) -> SplitResult:
    """The parts of an address that a message may be sent to. Raises AddressRefused."""
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError:
        raise AddressRefused() from None
    bad = (
        len(url) > LONGEST_URL
        or any(character <= " " or character == "\x7f" or character == "\\" for character in url)
        or parts.scheme not in (("https", "http") if local_allowed() else ("https",))
        or not parts.hostname
        or "@" in parts.netloc
        or parts.fragment
        or not (local_allowed() or (port or 443) in PORTS)
        or port == 0
    )
    if bad:
        raise AddressRefused()
    literal = _literal(parts.hostname or "")
    if literal is not None and not _is_allowed(literal):
        raise AddressRefused()
    return parts


def validate_url(url: str) -> None:
    """`check_url` for forms."""
    try:
        check_url(url)
    except AddressRefused as refused:
        raise ValidationError(str(refused.text)) from None


def addresses_of(host: str, port: int) -> list[Address]:
    """The addresses of a host, all of which a message may go to. Raises AddressRefused, or OSError when it has none."""
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    addresses = [ipaddress.ip_address(str(entry[4][0]).partition("%")[0]) for entry in found]
    if not addresses or not all(_is_allowed(address) for address in addresses):
        raise AddressRefused()
    return list(dict.fromkeys(addresses))


def _is_allowed(address: Address) -> bool:
    if local_allowed():
        return True
    inner = getattr(address, "ipv4_mapped", None)
    if inner is not None:
        return _is_allowed(inner)
    no_host = any(address.version == net.version and address in net for net in _NO_HOSTS)
    return address.is_global and not address.is_multicast and not address.is_reserved and not no_host


def _literal(host: str) -> Address | None:
    """An address written as a number, in any of the ways that a resolver takes (also `127.1` and `0x7f000001`)."""
    try:
        return ipaddress.ip_address(host)
    except ValueError:
        pass
    try:
        return ipaddress.IPv4Address(socket.inet_aton(host))
    except (OSError, UnicodeError):
        return None
