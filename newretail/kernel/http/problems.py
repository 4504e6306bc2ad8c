"""Every refusal and every accident becomes an RFC 9457 problem document in the caller's language."""

import logging
from datetime import date, datetime
from typing import Any
from uuid import UUID

import django.db
import orjson
import psycopg
from django.conf import settings
from django.core.exceptions import (
    BadRequest,
    DisallowedHost,
    PermissionDenied,
    RequestDataTooBig,
    SuspiciousOperation,
)
from django.http import Http404, HttpRequest, HttpResponse
from django.http.multipartparser import MultiPartParserError
from ninja.errors import HttpError, ValidationError

from newretail.kernel import errors, logs, metrics
from newretail.kernel.http.faults import NO_FORM, NOT_JSON, first_words
from newretail.kernel.security_log import note

log = logging.getLogger(__name__)

RETRY_SECONDS = 2
"""Unless the refusal knows better (`retry_after`)."""


def answer(refusal: errors.Refusal) -> HttpResponse:
    """The problem document of a refusal."""
    metrics.REFUSALS.labels(refusal.code, refusal.status).inc()
    extra = {key: _plain(value) for key, value in refusal.details.items()}
    document = extra | {
        "type": f"urn:newretail:problem:{refusal.code}",
        "title": refusal.code,
        "status": refusal.status,
        "code": refusal.code,
        "detail": refusal.say(),
    }
    if named := logs.request_id():
        document["request_id"] = named
    response = HttpResponse(
        orjson.dumps(document, default=str), status=refusal.status, content_type="application/problem+json"
    )
    if refusal.status in (429, 503):
        response["Retry-After"] = str(refusal.details.get("retry_after", RETRY_SECONDS))
    if refusal.status in (401, 403, 429):
        note("refused", code=refusal.code, status=refusal.status)
    if refusal.status == 401:
        response["WWW-Authenticate"] = "Bearer"
    return response


def of(error: Exception) -> errors.Refusal:
    """The refusal that an exception amounts to. What nobody foresaw is logged and answered as our own fault."""
    if isinstance(error, errors.Refusal):
        return error
    if isinstance(error, ValidationError):
        return errors.Invalid(
            first=first_words(error.errors), errors=[_short(each) for each in error.errors[:20]]
        )
    if isinstance(error, Http404):
        return errors.NotFound()
    if isinstance(error, PermissionDenied):
        return errors.NotAllowed()
    if isinstance(error, HttpError):
        if isinstance(error.__cause__, errors.Refusal):  # ours, by way of the framework
            return error.__cause__
        return errors.Invalid(first=NOT_JSON.say()) if error.status_code < 500 else errors.Broken()
    if isinstance(error, (BadRequest, MultiPartParserError)):
        return errors.Invalid(first=NO_FORM.say())
    if isinstance(error, RequestDataTooBig):
        return errors.BodyTooLarge(limit=settings.DATA_UPLOAD_MAX_MEMORY_SIZE)
    if isinstance(error, (SuspiciousOperation, DisallowedHost, UnicodeError)):
        return errors.Invalid(first=type(error).__name__)
    if isinstance(error, (django.db.OperationalError, django.db.InterfaceError, psycopg.OperationalError)):
        return _database(error)
    if isinstance(error, django.db.DataError):
        return errors.Invalid(first="a value is out of range")
    log.error("unforeseen", exc_info=error)
    return errors.Broken()


def handle(_request: HttpRequest, error: Any) -> HttpResponse:
    return answer(of(error))


def _database(error: Exception) -> errors.Refusal:
    cause = error.__cause__ or error
    if isinstance(
        cause,
        (psycopg.errors.LockNotAvailable, psycopg.errors.DeadlockDetected, psycopg.errors.QueryCanceled),
    ):
        return errors.Busy()
    log.warning("the database is away: %s", type(cause).__name__)
    django.db.connection.close()
    return errors.Unavailable()


def _short(problem: dict[str, Any]) -> dict[str, Any]:
    return {
        "where": [str(part) for part in problem.get("loc", ())],
        "what": str(problem.get("msg", ""))[:200],
    }


def _plain(value: Any) -> Any:
    if isinstance(value, (str, int, float, bool, type(None), list, dict, UUID, datetime, date)):
        return value
    return str(value)
