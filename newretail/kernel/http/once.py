"""One idempotency key, one effect, one answer.

The effect and the row that keeps its answer commit in one transaction, so a process that dies anywhere leaves all or nothing.
The work is tried first: a key that was used before makes the row's insert fail, or the work is refused because it has been
done; either way the transaction rolls back and the kept answer is given. Two requests at once meet on that row or on an
earlier lock, and the second waits for the first. This costs a first request no round trip of its own.
"""

import contextlib
import hashlib
from collections.abc import Callable
from datetime import timedelta
from typing import Any
from uuid import UUID

import orjson
from django.db import IntegrityError
from django.http import HttpRequest, HttpResponse

from newretail.kernel import clock, errors, sql
from newretail.kernel.failpoints import reach
from newretail.kernel.http import problems
from newretail.kernel.http.address import address_of
from newretail.kernel.http.guard import Guard, caller_of
from newretail.kernel.jobs import duty

HEADER = "Idempotency-Key"
_IN_META = "HTTP_IDEMPOTENCY_KEY"
KEPT_FOR = timedelta(days=7)

_KEEP = """
INSERT INTO kernel_idempotencyrecord (scope, key, fingerprint, status, body, created_at)
VALUES (%(scope)s, %(key)s, %(fingerprint)s, %(status)s, %(body)s, %(now)s)
"""
_KEPT = (
    "SELECT fingerprint, status, body FROM kernel_idempotencyrecord WHERE scope = %(scope)s AND key = %(key)s"
)
_FORGET = """
DELETE FROM kernel_idempotencyrecord WHERE ctid = ANY(ARRAY(
    SELECT ctid FROM kernel_idempotencyrecord WHERE created_at < %(before)s LIMIT 1000)) RETURNING 1
"""
_FORGET_THEIRS = """
DELETE FROM kernel_idempotencyrecord
WHERE scope = %(scope)s AND (%(about)s::text = '' OR position(convert_to(%(about)s::text, 'UTF8') in body) > 0)
"""

View = Callable[..., HttpResponse]


def once(guard: Guard) -> Callable[[View], View]:
    """Make an operation's `run` do its work once per key of its caller."""

    def decorate(run: View) -> View:
        def run_once(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            try:
                guard(request)
                claim = _claim(request)
                return _do(claim, lambda: run(request, *args, **kwargs))
            except Exception as error:
                return problems.handle(request, error)

        return run_once

    return decorate


class _Refused(Exception):
    """Carries a refusal's answer out of the transaction, which rolls back."""

    def __init__(self, response: HttpResponse) -> None:
        self.response = response


def _do(claim: dict[str, Any], run: Callable[[], HttpResponse]) -> HttpResponse:
    try:
        with sql.gathering():
            response = run()
            if response.status_code >= 400:
                raise _Refused(response)
            reach("once.before_keeping")
            sql.later(_KEEP, claim | {"status": response.status_code, "body": response.content})
    except _Refused as refused:
        return _kept(claim) or refused.response
    except IntegrityError:
        if kept := _kept(claim):
            return kept
        raise
    reach("once.after_commit")
    return response


def _claim(request: HttpRequest) -> dict[str, Any]:
    key = request.META.get(_IN_META, "")  # `request.headers` would read every header of the request
    if not (1 <= len(key) <= 64 and key.isascii() and key.isprintable()):
        raise errors.KeyNeeded()
    caller = caller_of(request)
    return {
        "scope": str(caller.member_id or f"anonymous:{address_of(request)}")[:64],
        "key": key,
        "fingerprint": fingerprint(request),
        "now": clock.now(),
    }


def fingerprint(request: HttpRequest) -> bytes:
    """A digest of what the request asks for; the order of keys and spaces in its JSON do not count."""
    body = request.body
    with contextlib.suppress(orjson.JSONDecodeError, orjson.JSONEncodeError):
        body = orjson.dumps(orjson.loads(body), option=orjson.OPT_SORT_KEYS) if body else b""
    return hashlib.sha256(f"{request.method} {request.path}\n".encode() + body).digest()


def _kept(claim: dict[str, Any]) -> HttpResponse | None:
    """The answer kept under this key, or None. Raises KeyReused when the key was used for something else."""
    rows = sql.fetch(_KEPT, claim)
    if not rows:
        return None
    if bytes(rows[0].fingerprint) != claim["fingerprint"]:
        raise errors.KeyReused()
    return HttpResponse(
        bytes(rows[0].body), status=rows[0].status, content_type="application/json; charset=utf-8"
    )


def forget_answers(*, member_id: UUID, about: str = "") -> None:
    """Keep no longer what this member was answered; with `about`, only where these words are in the answer."""
    sql.run(_FORGET_THEIRS, {"scope": str(member_id), "about": about})


@duty(every_seconds=3600)
def forget_old_answers() -> int:
    """Answers are kept for a week."""
    return len(sql.fetch(_FORGET, {"before": clock.now() - KEPT_FOR}))
