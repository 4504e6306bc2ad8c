"""What the house says of its own work: one record a line, as JSON for machines (NEWRETAIL_LOG=json) or plainly for a terminal.

A record tells what happened and in whose request: the request's id (`X-Request-ID`, which the answer and its problem document carry
too), the caller's address, the caller's opaque id, the route. What else is worth telling is handed over in `extra`: ids, codes, counts,
never a name, an address, a phone or what somebody typed. What a database says of the values of a row is cut out of tracebacks.
"""

import logging
import os
import re
import secrets
from collections.abc import Callable
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, Any
from uuid import UUID

import orjson
from django.conf import settings

from newretail.kernel.log_repeats import Repeats, told_already

if TYPE_CHECKING:
    from django.http import HttpRequest

HEADER = "X-Request-ID"
IN_META = "HTTP_X_REQUEST_ID"
_SANE_ID = re.compile(r"[A-Za-z0-9._-]{8,64}")
_OWN_FIELDS = frozenset(logging.makeLogRecord({}).__dict__) | {"message", "asctime", "taskName"}
_ROW_VALUES = re.compile(r"^(DETAIL|CONTEXT):.*$|input_value=.*?(?=, input_type=)", re.MULTILINE)
"""Where PostgreSQL and pydantic repeat what somebody entered."""


@dataclass(slots=True)
class Trail:
    """The request that this thread is at. Address, caller and route are found out only when something is logged."""

    request_id: str
    address: Callable[[], str]
    request: "HttpRequest | None"


_trail: ContextVar[Trail | None] = ContextVar("trail", default=None)


def follow(*, asked: str, address: Callable[[], str], request: "HttpRequest | None" = None) -> str:
    """What this thread logs from now on belongs to this request, until `leave`; returns the request's id.

    asked: its `X-Request-ID`. A proxy that we trust may have named it already; what anybody else calls it is not believed.
    """
    named = settings.TRUSTED_PROXIES and _SANE_ID.fullmatch(asked)
    trail = Trail(asked if named else secrets.token_hex(10), address, request)
    _trail.set(trail)
    return trail.request_id


def leave() -> None:
    """The request is answered: what is logged now belongs to nobody's."""
    _trail.set(None)


def request_id() -> str:
    """The id of the request that is being answered; blank outside of one."""
    trail = _trail.get()
    return trail.request_id if trail else ""


def fields_of(record: logging.LogRecord) -> dict[str, Any]:
    """What a record tells beside its words: the request around it, and its `extra`."""
    extra = {
        name: _plain(value)
        for name, value in record.__dict__.items()
        if name not in _OWN_FIELDS and name != "request"
    }
    return _request_fields() | extra


def _request_fields() -> dict[str, Any]:
    trail = _trail.get()
    if trail is None:
        return {}
    told = {"request_id": trail.request_id, "address": trail.address()}
    if trail.request is not None:
        told |= {"method": trail.request.method or "", "route": _route(trail.request)}
        told["caller"] = _caller(trail.request)
    return {name: value for name, value in told.items() if value}


def _route(request: "HttpRequest") -> str:
    return request.resolver_match.route if request.resolver_match else ""


def _caller(request: "HttpRequest") -> str:
    """Who was found to be calling. Nobody is looked for here: a record costs no statement."""
    caller = getattr(request, "caller", None)
    found = caller.member_id if caller else getattr(getattr(request, "_cached_user", None), "pk", None)
    return str(found) if found else ""


def _plain(value: Any) -> Any:
    """Numbers, words and ids as they are; of anything else only what kind of thing it is."""
    if value is None or isinstance(value, (str, int, float, bool)):
        return value
    if isinstance(value, (UUID, date)):
        return str(value)
    if isinstance(value, (list, tuple)):
        return [_plain(each) for each in value]
    return type(value).__name__


class JsonLines(logging.Formatter):
    """time, level, logger, message, the request's fields, `extra`; of an exception its kind and where it was raised."""

    def format(self, record: logging.LogRecord) -> str:
        line = {
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname,
            "logger": record.name,
            "message": record.getMessage(),
            **fields_of(record),
        }
        if record.exc_info and record.exc_info[0]:
            line |= {"error": record.exc_info[0].__name__, "trace": self.formatException(record.exc_info)}
        return orjson.dumps(line, default=str).decode()

    def formatException(self, ei: Any) -> str:
        return without_row_values(super().formatException(ei))


class PlainLines(logging.Formatter):
    """For eyes: what happened, then what it belongs to."""

    def __init__(self) -> None:
        super().__init__("%(asctime)s %(levelname)s %(name)s %(message)s")

    def formatMessage(self, record: logging.LogRecord) -> str:
        record.message = record.message.replace("\n", "\\n").replace("\r", "\\r")
        told = " ".join(f"{name}={value}" for name, value in fields_of(record).items())
        return f"{super().formatMessage(record)}  {told}" if told else super().formatMessage(record)

    def formatException(self, ei: Any) -> str:
        return without_row_values(super().formatException(ei))


def _refused_to(record: logging.LogRecord) -> tuple[object, ...] | None:
    """Which refusal, and to what address: such records may come by the thousand. None for anything else."""
    refused = getattr(record, "code", None) or getattr(record, "status_code", None)
    if refused is None or record.levelno >= logging.ERROR:
        return None
    return record.name, refused, _request_fields().get("address")


def without_row_values(trace: str) -> str:
    """A traceback without what the database, or a schema, says of the values it refused."""
    return _ROW_VALUES.sub(lambda found: f"{found[1]}: (left out)" if found[1] else "(left out)", trace)


def configuration() -> dict[str, Any]:
    """For `logging.config`: NEWRETAIL_LOG is json or plain, NEWRETAIL_LOG_LEVEL the least that is told. [plain, INFO]"""
    form = os.environ.get("NEWRETAIL_LOG", "plain")
    if form not in ("json", "plain"):
        raise ValueError(f"NEWRETAIL_LOG is json or plain, not {form!r}")
    level = os.environ.get("NEWRETAIL_LOG_LEVEL", "INFO")
    lines = JsonLines if form == "json" else PlainLines
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {"line": {"()": lines}},
        "filters": {
            "repeats": {"()": Repeats, "of": _refused_to},
            "told_already": {"()": lambda: told_already},
        },
        "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line", "level": level}},
        "root": {"handlers": ["console"], "level": level},
        "loggers": {
            "httpx": {"level": "WARNING"},
            "httpcore": {"level": "WARNING"},
            "newretail.security": {"filters": ["repeats"]},
            "django.request": {"filters": ["told_already", "repeats"]},
            "django.security.DisallowedHost": {"level": "CRITICAL"},  # refused; strangers do not fill our log
            "_granian": {"level": "INFO"},  # the server's own start, stop and respawn
        },
    }
