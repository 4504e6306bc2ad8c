"""Whose address a request comes from: the peer's, or what the counted proxies say, and never what a caller wrote."""

import os
import subprocess
import sys
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from django.test import RequestFactory

from newretail.kernel.http.address import address_behind, address_of, address_of_scope, network_of

PROJECT = Path(__file__).resolve().parents[2]
PUBLIC = {
    "NEWRETAIL_PUBLIC_URL": "https://haru.example",
    "NEWRETAIL_SECRET_KEY": "a key that is long enough and has many letters, digits and signs: 0123456789!?",
}


@pytest.mark.parametrize(
    ("peer", "forwarded", "proxies", "is_from"),
    [
        ("203.0.113.7", "", 0, "203.0.113.7"),
        ("203.0.113.7", "198.51.100.1", 0, "203.0.113.7"),
        ("10.0.0.2", "198.51.100.1", 1, "198.51.100.1"),
        ("10.0.0.2", "1.1.1.1, 198.51.100.1", 1, "198.51.100.1"),
        ("10.0.0.2", "1.1.1.1,198.51.100.1 , 10.0.0.9", 2, "198.51.100.1"),
        ("10.0.0.2", "198.51.100.1", 2, "10.0.0.2"),
        ("10.0.0.2", "", 1, "10.0.0.2"),
        ("10.0.0.2", "nonsense", 1, "10.0.0.2"),
        ("10.0.0.2", "198.51.100.1:4711", 1, "198.51.100.1"),
        ("10.0.0.2", '"[2001:db8::7]:4711"', 1, "2001:db8::7"),
        ("::ffff:203.0.113.7", "", 0, "203.0.113.7"),
        ("2001:0DB8:0:0::7", "", 0, "2001:db8::7"),
        ("fe80::1%eth0", "", 0, "fe80::1"),
        ("", "", 0, "unknown"),
    ],
)
def test_only_counted_proxies_are_believed(peer: str, forwarded: str, proxies: int, is_from: str):
    assert address_behind(peer, forwarded, proxies=proxies) == is_from


class Headers:
    def __init__(self, *forwarded: str) -> None:
        self._forwarded = list(forwarded)

    def items(self) -> list[tuple[str, str]]:
        return [("x-forwarded-for", each) for each in self._forwarded] + [("accept", "text/html")]


def test_the_port_and_django_see_the_same_address(settings: Any):
    settings.TRUSTED_PROXIES = 1
    scope: Any = SimpleNamespace(client="[::1]:4711", headers=Headers("1.1.1.1", "198.51.100.1"))
    request = RequestFactory().get(
        "/", REMOTE_ADDR="::1", headers={"X-Forwarded-For": "1.1.1.1,198.51.100.1"}
    )
    assert address_of_scope(scope) == address_of(request) == "198.51.100.1"


def test_addresses_of_one_ipv6_network_count_as_one():
    assert network_of("2001:db8::7") == network_of("2001:db8::ffff:1") != network_of("2001:db8:0:1::7")
    assert network_of("203.0.113.7") == "203.0.113.7"


@pytest.mark.parametrize(
    ("said", "starts"), [(None, False), ("many", False), ("-1", False), ("0", True), ("2", True)]
)
def test_behind_https_the_proxies_must_be_counted(said: str | None, starts: bool):
    """In a process of its own, as the settings are read once."""
    here = {name: value for name, value in os.environ.items() if name != "NEWRETAIL_TRUSTED_PROXIES"}
    done = subprocess.run(
        [sys.executable, "-c", "import newretail.settings as s; print(s.TRUSTED_PROXIES)"],
        env=here | PUBLIC | ({} if said is None else {"NEWRETAIL_TRUSTED_PROXIES": said}),
        cwd=PROJECT, capture_output=True, text=True, timeout=60, check=False,
    )  # fmt: skip
    assert (done.returncode == 0) is starts
    assert done.stdout.strip() == said if starts else "NEWRETAIL_TRUSTED_PROXIES=1" in done.stderr


def test_the_server_says_in_one_line_what_is_missing():
    here = {name: value for name, value in os.environ.items() if name != "NEWRETAIL_TRUSTED_PROXIES"}
    done = subprocess.run(
        [sys.executable, "-m", "newretail", "serve"],
        env=here | PUBLIC | {"DATABASE_URL": "postgresql://nobody@127.0.0.1:1/none"},
        cwd=PROJECT, capture_output=True, text=True, timeout=60, check=False,
    )  # fmt: skip
    assert done.returncode == 1 and "Traceback" not in done.stderr
    assert "NEWRETAIL_TRUSTED_PROXIES=1" in done.stderr
