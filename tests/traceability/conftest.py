"""A store at work, partners with and without the right, and what they are told."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from newretail.members import api as members
from tests.fulfilment.floor import Floor
from tests.sale_floor import Person, work_through
from tests.stock_room import standing_clock

Events = Callable[..., list[dict[str, Any]]]


@pytest.fixture
def floor(db: None, tmp_path: Path) -> Iterator[Floor]:
    with standing_clock(tmp_path):
        yield Floor()


@pytest.fixture
def partner(floor: Floor) -> Person:
    return Person(*members.open_device(label="tracer", scopes=["traceability"]))


@pytest.fixture
def events(partner: Person) -> Events:
    """All events there are, read to the last page."""

    def read(**asked: Any) -> list[dict[str, Any]]:
        work_through()
        found: list[dict[str, Any]] = []
        while True:
            answer = partner.get("/epcis/events", **asked)
            assert answer.status_code == 200, answer.content
            found += answer.json()["epcisBody"]["queryResults"]["resultsBody"]["eventList"]
            token = next_token(answer)
            if token is None:
                return found
            asked["nextPageToken"] = token

    return read


def next_token(answer: Any) -> str | None:
    """The token in the header that leads to the next page."""
    from urllib.parse import parse_qs, urlsplit

    if "Link" not in answer:
        return None
    address, _, relation = answer["Link"].partition(">")
    assert relation == '; rel="next"'
    return parse_qs(urlsplit(address.lstrip("<")).query)["nextPageToken"][0]
