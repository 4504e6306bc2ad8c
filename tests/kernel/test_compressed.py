"""Long JSON travels as gzip to whoever takes it."""

import gzip

import pytest
from django.test import Client

LONG = "/api/v1/openapi.json"

pytestmark = pytest.mark.django_db


def test_long_json_goes_as_gzip_and_is_the_same() -> None:
    plain = Client().get(LONG)
    packed = Client().get(LONG, headers={"accept-encoding": "br, gzip"})
    assert "Content-Encoding" not in plain
    assert packed["Content-Encoding"] == "gzip"
    assert gzip.decompress(packed.content) == plain.content
    assert int(packed["Content-Length"]) == len(packed.content) < len(plain.content) / 3
    assert "Accept-Encoding" in plain["Vary"]
    assert "Accept-Encoding" in packed["Vary"]


def test_short_json_goes_as_it_is() -> None:
    answer = Client().get("/api/v1/stores/nowhere", headers={"accept-encoding": "gzip"})
    assert answer.status_code == 404
    assert "Content-Encoding" not in answer
