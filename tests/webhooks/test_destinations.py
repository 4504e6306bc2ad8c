"""A message never leads into our own network."""

import socket

import pytest

from newretail.webhooks import destinations
from newretail.webhooks.errors import AddressRefused
from newretail.webhooks.post import post


@pytest.fixture(autouse=True)
def as_in_a_real_store(monkeypatch):
    monkeypatch.delenv("NEWRETAIL_WEBHOOKS_LOCAL")


@pytest.mark.parametrize(
    "url",
    [
        "http://example.com/",
        "ftp://example.com/",
        "https://",
        "https://user:word@example.com/",
        "https://127.0.0.1/",
        "https://127.1/",
        "https://0x7f000001/",
        "https://2130706433/",
        "https://10.0.0.8/",
        "https://169.254.169.254/latest/meta-data",
        "https://[::1]/",
        "https://[::ffff:10.0.0.1]/",
        "https://[fd00::1]/",
        "https://[64:ff9b::7f00:1]/",
        "https://0.0.0.0/",
        "https://224.0.0.1/",
        "https://192.88.99.1/",
        "https://192.0.0.8/",
        "https://100.64.0.1/",
        "https://198.18.0.1/",
        "https://192.175.48.1/",
        "https://255.255.255.255/",
        "https://[2001::1]/",
        "https://[2002:7f00:1::]/",
        "https://[3fff::1]/",
        "https://[5f00::1]/",
        "https://example.com:22/",
        "https://example.com:25/",
        "https://example.com:5432/",
        "https://example.com:0/",
        "https://example.com:99999/",
        "https://exa mple.com/",
        "https://example.com\\@evil/",
        "https://example.com/" + "a" * 600,
        "javascript:alert(1)",
    ],
)
def test_bad_addresses_are_refused(url):
    with pytest.raises(AddressRefused):
        destinations.check_url(url)


def test_a_public_address_is_taken():
    assert destinations.check_url("https://erp.example.com:8443/newretail?x=1").hostname == "erp.example.com"


def test_a_name_that_leads_inside_is_refused_when_it_is_connected_to(monkeypatch):
    def inside(host, port, **_):
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", ("10.1.2.3", port))]

    monkeypatch.setattr(destinations.socket, "getaddrinfo", inside)
    answer = post("https://looks-public.example.com/", body=b"{}", headers={})
    assert answer.status is None
    assert answer.cause == "address_refused"


def test_one_inner_address_among_several_is_enough_to_refuse(monkeypatch):
    def mixed(host, port, **_):
        return [
            (socket.AF_INET, socket.SOCK_STREAM, 6, "", (ip, port)) for ip in ("93.184.216.34", "192.168.0.1")
        ]

    monkeypatch.setattr(destinations.socket, "getaddrinfo", mixed)
    with pytest.raises(AddressRefused):
        destinations.addresses_of("mixed.example.com", 443)
