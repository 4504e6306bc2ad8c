"""Fixtures that every room's tests share."""

import pytest
from django.test import Client


@pytest.fixture
def http() -> Client:
    """A client for JSON over HTTP without a session."""
    return Client(headers={"accept-language": "en"})
