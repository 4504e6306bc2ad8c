"""What is logged: in whose request, as one line of JSON, and never what somebody entered."""

import io
import json
import logging
from collections.abc import Iterator

import psycopg
import pytest
from django.test import Client

from newretail.kernel import logs
from newretail.kernel.log_repeats import Repeats, told_already
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


def refused(status: int, **extra: object) -> logging.LogRecord:
    said = {"status_code": status} | extra
    return logging.getLogger("django.request").makeRecord(
        "django.request", logging.WARNING, "", 1, "refused", (), None, extra=said
    )


def test_whoever_is_refused_a_thousand_times_does_not_fill_the_log():
    now = [0.0]
    repeats = Repeats(lambda record: (record.status_code,), told_a_minute=3, ticks=lambda: now[0])  # type: ignore[attr-defined]
    told = [record for record in (refused(429) for _ in range(1000)) if repeats.filter(record)]
    assert len(told) == 3
    assert told[-1].__dict__["more"] == "left out"
    assert repeats.filter(refused(404)), "another kind is told"
    now[0] = 61
    later = refused(429)
    assert repeats.filter(later)
    assert later.__dict__["left_out"] == 997


def test_sign_ins_are_told_each_and_accidents_too():
    for_refusals = logs.configuration()["filters"]["repeats"]["of"]
    assert for_refusals(refused(429)) == ("django.request", 429, None)
    accident = refused(500)
    accident.levelno = logging.ERROR
    assert for_refusals(accident) is None
    sign_in = logging.makeLogRecord({"name": "newretail.security", "msg": "sign_in", "event": "sign_in"})
    assert for_refusals(sign_in) is None


def test_what_the_security_log_tells_is_not_told_twice():
    assert [told_already(refused(status)) for status in (401, 403, 404, 422, 429)] == [
        False,
        False,
        True,
        True,
        False,
    ]
