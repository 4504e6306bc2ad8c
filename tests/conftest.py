"""Fixtures that every room's tests share."""

import pytest
from django.test import Client

from newretail.kernel import recent


@pytest.fixture(autouse=True)
def nothing_remembered() -> None:
    """What a process remembers for seconds would outlive a test's rolled-back rows."""
    recent.forget_all()


@pytest.fixture
def http() -> Client:
    """A client for JSON over HTTP without a session."""
    return Client(headers={"accept-language": "en"})
