"""One call to the Open API: signed, bounded in time and size, its answer verified over the raw bytes.

The official SDK's layout is kept: common parameters in the query, `biz_content` in the form.
"""

import json
import time
from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urlencode, urlsplit

import httpx

from newretail.kernel import clock
from newretail.payments.tenders.alipay import envelope, signing
from newretail.payments.tenders.alipay.beijing import wire_time
from newretail.payments.tenders.alipay.breaker import Breaker
from newretail.payments.tenders.alipay.configuration import AlipayConfiguration
from newretail.payments.tenders.base import TenderAway

TIMEOUT = httpx.Timeout(5.0, connect=2.0, pool=2.0)
"""Seconds. Reading: between two pieces of an answer; WHOLE_SECONDS bounds all of them together."""
WHOLE_SECONDS = 8.0
BILL_SECONDS = 120.0
LARGEST_ANSWER = 1_000_000
LIMITS = httpx.Limits(max_connections=20, max_keepalive_connections=10, keepalive_expiry=30)
LOOPBACK = frozenset({"127.0.0.1", "localhost", "::1"})

DONE = "10000"
WAITING_FOR_BUYER = "10003"
TRY_AGAIN = "20000"


class AnswerUnknown(Exception):
    """The request may have been carried out or not: no answer, a broken one, or one that Alipay did not sign."""


@dataclass(frozen=True, slots=True)
class Reply:
    """A verified answer. `sub_code` says why a request was refused."""

    code: str
    sub_code: str
    fields: Mapping[str, object]

    @property
    def done(self) -> bool:
        return self.code == DONE

    def text(self, name: str) -> str:
        """A field as text, empty where it is missing."""
        value = self.fields.get(name)
        return value if isinstance(value, str) else ""


class Gateway:
    """A pool of kept connections to one gateway, for one app; safe to use from several threads."""

    def __init__(self, account: AlipayConfiguration) -> None:
        self._account = account
        self._breaker = Breaker()
        outside = urlsplit(account.gateway_url).hostname not in LOOPBACK
        self._client = httpx.Client(
            timeout=TIMEOUT, limits=LIMITS, trust_env=outside, headers={"User-Agent": "newretail"}
        )

    def call(self, method: str, content: Mapping[str, object]) -> Reply:
        """Ask the gateway. Raises TenderAway (nothing was asked) or AnswerUnknown (perhaps it was)."""
        parameters = self.signed(method, content)
        form = {"biz_content": parameters.pop("biz_content")}
        body = self._exchange(
            "POST", f"{self._account.gateway_url}?{urlencode(parameters)}", form=form, seconds=WHOLE_SECONDS
        )
        return self._verified(body, method=method)

    def signed(self, method: str, content: Mapping[str, object], *, return_url: str = "") -> dict[str, str]:
        """The parameters of a request with their signature."""
        parameters = {
            "app_id": self._account.app_id,
            "method": method,
            "format": "JSON",
            "charset": "utf-8",
            "sign_type": "RSA2",
            "timestamp": wire_time(clock.now()),
            "version": "1.0",
            "notify_url": self._account.notify_url,
            "biz_content": json.dumps(content, ensure_ascii=False, separators=(",", ":")),
        }
        if return_url:
            parameters["return_url"] = return_url
        if self._account.app_cert_sn:
            parameters["app_cert_sn"] = self._account.app_cert_sn
            parameters["alipay_root_cert_sn"] = self._account.root_cert_sn
        signed = signing.content(parameters, without=frozenset({"sign"}))
        return parameters | {"sign": signing.sign(signed, private_key=self._account.private_key)}

    def page_url(self, method: str, content: Mapping[str, object], *, return_url: str) -> str:
        """The address of a page at Alipay's; nothing is asked yet."""
        return f"{self._account.gateway_url}?{urlencode(self.signed(method, content, return_url=return_url))}"

    def fetch(self, url: str, *, largest: int) -> bytes:
        """Download what a verified answer pointed to, at most `largest` bytes. Raises TenderAway or AnswerUnknown."""
        if urlsplit(url).scheme not in ("https", urlsplit(self._account.gateway_url).scheme):
            raise AnswerUnknown("not a secure address")
        return self._exchange("GET", url, largest=largest, seconds=BILL_SECONDS)

    def _exchange(
        self,
        verb: str,
        url: str,
        *,
        seconds: float,
        form: Mapping[str, str] | None = None,
        largest: int = LARGEST_ANSWER,
    ) -> bytes:
        if not self._breaker.admits():
            raise TenderAway("resting after failures in a row")
        try:
            body = self._read(verb, url, form=form, largest=largest, seconds=seconds)
        except (httpx.ConnectError, httpx.ConnectTimeout, httpx.PoolTimeout) as error:
            self._breaker.failed()
            raise TenderAway(type(error).__name__) from error
        except (httpx.HTTPError, httpx.InvalidURL) as error:
            self._breaker.failed()
            raise AnswerUnknown(type(error).__name__) from error
        except AnswerUnknown:
            self._breaker.failed()
            raise
        self._breaker.succeeded()
        return body

    def _read(
        self, verb: str, url: str, *, form: Mapping[str, str] | None, largest: int, seconds: float
    ) -> bytes:
        # A pause between pieces is httpx's to measure; a trickle that never ends is ours. Both are real seconds.
        deadline = time.monotonic() + seconds
        body = bytearray()
        with self._client.stream(verb, url, data=form) as response:
            if response.status_code != httpx.codes.OK:
                raise AnswerUnknown(f"HTTP {response.status_code}")
            for piece in response.iter_bytes():
                body += piece
                if len(body) > largest:
                    raise AnswerUnknown("the answer is too large")
                if time.monotonic() > deadline:
                    raise AnswerUnknown("the answer is too slow")
        return bytes(body)

    def _verified(self, body: bytes, *, method: str) -> Reply:
        try:
            answer = envelope.read(body, method=method)
        except envelope.Malformed as error:
            raise AnswerUnknown(str(error)) from error
        if not signing.verifies(answer.signed, signature=answer.sign, public_key=self._account.public_key):
            raise AnswerUnknown("the answer is not signed by Alipay")
        if answer.certificate != self._account.alipay_cert_sn:
            raise AnswerUnknown(
                f"the answer is signed with another certificate of Alipay's: {answer.certificate[:64]}"
            )
        code, sub_code = answer.fields.get("code"), answer.fields.get("sub_code", "")
        if not isinstance(code, str) or not isinstance(sub_code, str):
            raise AnswerUnknown("the answer has no code")
        return Reply(code=code, sub_code=sub_code, fields=answer.fields)
