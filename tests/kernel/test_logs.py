"""What is logged: in whose request, as one line of JSON, and never what somebody entered."""

import io
import json
import logging
from collections.abc import Iterator

import psycopg
import pytest
from django.test import Client

from newretail.kernel import logs
from tests.sale_floor import shopper


class Lines:
    """Everything that the house logs, as NEWRETAIL_LOG=json writes it."""

    def __init__(self) -> None:
        self._written = io.StringIO()
        self.handler = logging.StreamHandler(self._written)
        self.handler.setFormatter(logs.JsonLines())

    @property
    def text(self) -> str:
        return self._written.getvalue()

    @property
    def told(self) -> list[dict[str, object]]:
        return [json.loads(line) for line in self.text.splitlines()]


@pytest.fixture
def lines() -> Iterator[Lines]:
    caught, root = Lines(), logging.getLogger()
    root.addHandler(caught.handler)
    yield caught
    root.removeHandler(caught.handler)


def in_words(message: str, **extra: object) -> str:
    record = logging.getLogger("newretail.test").makeRecord(
        "newretail.test", logging.WARNING, "", 1, message, (), None, extra=extra
    )
    return logs.PlainLines().format(record)


def test_extra_is_told_beside_the_words(lines: Lines):
    logging.getLogger("newretail.test").warning("a refund waits", extra={"refund": "R1", "attempts": 3})
    [told] = lines.told
    assert (told["message"], told["refund"], told["attempts"], told["level"]) == (
        "a refund waits",
        "R1",
        3,
        "WARNING",
    )
    assert str(told["time"]).endswith("+00:00")
    assert in_words("a refund waits", attempts=3).endswith("a refund waits  attempts=3")


def test_a_thing_that_is_no_plain_value_is_told_by_its_kind_only(lines: Lines):
    logging.getLogger("newretail.test").warning("odd", extra={"who": shopper_like()})
    assert lines.told[0]["who"] == "SimpleNamespace"


def shopper_like() -> object:
    from types import SimpleNamespace

    return SimpleNamespace(phone="13800000000")


def test_a_line_break_in_what_was_sent_makes_no_second_line():
    assert "\n" not in in_words("not found: /x\n2026-01-01 ERROR forged")


def test_tracebacks_leave_out_the_values_of_rows(lines: Lines):
    try:
        raise psycopg.errors.UniqueViolation(
            'duplicate key value violates "member_phone"\nDETAIL:  Key (phone)=(13800000000) already exists.'
        )
    except psycopg.Error:
        logging.getLogger("newretail.test").exception("not written")
    assert "13800000000" not in lines.text
    assert lines.told[0]["error"] == "UniqueViolation"
    assert "member_phone" in str(lines.told[0]["trace"])


def test_a_form_that_is_neither_json_nor_plain_is_refused(monkeypatch):
    monkeypatch.setenv("NEWRETAIL_LOG", "yaml")
    with pytest.raises(ValueError, match="json or plain"):
        logs.configuration()


@pytest.mark.django_db
def test_what_is_logged_in_a_request_says_in_whose(lines: Lines):
    person = shopper()
    refused = person.get("/orders/0193a1b2-7c00-7000-8000-00000000c0de")
    [told] = [each for each in lines.told if each["logger"] == "django.request"]
    assert told["request_id"] == refused["X-Request-ID"] == refused.json()["request_id"]
    assert (told["caller"], told["address"]) == (str(person.member.id), "127.0.0.1")
    assert "orders" in str(told["route"])
    assert str(person.member.id) not in str(told["route"])


@pytest.mark.django_db
def test_a_request_is_named_by_a_trusted_proxy_and_by_nobody_else(http: Client, settings):
    named = {"X-Request-ID": "edge-0123456789"}
    assert http.get("/api/v1/health", headers=named)["X-Request-ID"] != named["X-Request-ID"]
    settings.TRUSTED_PROXIES = 1
    assert http.get("/api/v1/health", headers=named)["X-Request-ID"] == named["X-Request-ID"]
    forged = http.get("/api/v1/health", headers={"X-Request-ID": "a b{}"})["X-Request-ID"]
    assert logs._SANE_ID.fullmatch(forged)
