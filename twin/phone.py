"""The city's telephones: HTTP to the store and to the wallet gateway, with repeats that cannot do a thing twice."""

import asyncio
import json
import time
from collections.abc import Iterator
from typing import Any

import httpx

from twin.calls import STORE, WALLET, Answer, Call, CallTally, Unexpected

API = "/api/v1"
ANSWER_SECONDS = 30.0
FIRST_WAIT_SECONDS = 0.05
LONGEST_WAIT_SECONDS = 2.0
BUSY = frozenset({"busy", "unavailable", "overloaded"})


class Phone:
    """What both kinds of telephone share. `patience`: real seconds to go on repeating while the store is away or busy."""

    def __init__(self, *, store_url: str, wallet_url: str, tally: CallTally, patience: float) -> None:
        self.tally = tally
        self._urls = {STORE: store_url.rstrip("/") + API, WALLET: wallet_url.rstrip("/")}
        self._patience = patience

    def _request(self, client: httpx.Client | httpx.AsyncClient, call: Call) -> httpx.Request:
        headers = {"Accept-Language": "en"}
        if call.token:
            headers["Authorization"] = f"Bearer {call.token}"
        if call.key:
            headers["Idempotency-Key"] = call.key
        url = self._urls[call.to] + call.path
        if call.photo:
            return client.build_request(call.method, url, headers=headers, files={"photo": call.photo})
        content = None
        if call.body is not None:
            content = json.dumps(call.body).encode()
            headers["Content-Type"] = "application/json"
        return client.build_request(call.method, url, headers=headers, content=content)

    def _waits(self) -> Iterator[float]:
        """The pauses between repeats, until patience ends."""
        ends = time.monotonic() + self._patience
        wait = FIRST_WAIT_SECONDS
        while time.monotonic() + wait < ends:
            self.tally.repeated += 1
            yield wait
            wait = min(wait * 2, LONGEST_WAIT_SECONDS)

    def _judge(self, call: Call, response: httpx.Response, *, repeated: bool) -> Answer:
        """Raises Unexpected for an answer that is neither done nor a refusal of daily life."""
        body = _body(response)
        if response.is_success:
            return Answer(response.status_code, body)
        code = _code(body)
        # What was done by a try whose answer got lost is refused the second time, and that is right.
        if code in call.may or (repeated and response.status_code == 409):
            self.tally.note_refusal(call, code)
            return Answer(response.status_code, body, code)
        problem = f"{response.status_code} {code} {_detail(body)}"
        self.tally.note_error(call, problem)
        raise Unexpected(f"{call.what}: {problem}")

    def _lost(self, call: Call, error: Exception) -> Unexpected:
        self.tally.note_error(call, f"{type(error).__name__}: {error}")
        return Unexpected(f"{call.what}: {type(error).__name__}")


class DeskPhone(Phone):
    """One call after the other, for stepped time."""

    def __init__(self, **settings: Any) -> None:
        super().__init__(**settings)
        self._client = httpx.Client(timeout=ANSWER_SECONDS, trust_env=False)
        self.wallet_calls = 0
        """Calls to the wallet, counted by whoever resets it: after one the gateway may have something to say."""

    def call(self, call: Call) -> Answer:
        """Do a call. Raises Unexpected."""
        begun = time.monotonic()
        self.wallet_calls += call.to == WALLET
        try:
            return self._call(call)
        finally:
            self.tally.note_call(call, seconds=time.monotonic() - begun)

    def _call(self, call: Call) -> Answer:
        waits, repeated = self._waits(), False
        while True:
            try:
                response = self._client.send(self._request(self._client, call))
            except httpx.TransportError as error:
                if (wait := next(waits, None)) is None:
                    raise self._lost(call, error) from error
            else:
                if not _is_busy(response) or (wait := next(waits, None)) is None:
                    return self._judge(call, response, repeated=repeated)
            repeated = True
            time.sleep(wait)

    def close(self) -> None:
        """Hang up."""
        self._client.close()


class MobilePhones(Phone):
    """Many calls at once, for running time."""

    def __init__(self, **settings: Any) -> None:
        super().__init__(**settings)
        limits = httpx.Limits(max_connections=32, max_keepalive_connections=32)
        self._client = httpx.AsyncClient(timeout=ANSWER_SECONDS, trust_env=False, limits=limits)

    async def call(self, call: Call) -> Answer:
        """Do a call. Raises Unexpected."""
        begun = time.monotonic()
        try:
            return await self._call(call)
        finally:
            self.tally.note_call(call, seconds=time.monotonic() - begun)

    async def _call(self, call: Call) -> Answer:
        waits, repeated = self._waits(), False
        while True:
            try:
                response = await self._client.send(self._request(self._client, call))
            except httpx.TransportError as error:
                if (wait := next(waits, None)) is None:
                    raise self._lost(call, error) from error
            else:
                if not _is_busy(response) or (wait := next(waits, None)) is None:
                    return self._judge(call, response, repeated=repeated)
            repeated = True
            await asyncio.sleep(wait)

    async def close(self) -> None:
        """Hang up."""
        await self._client.aclose()


def _is_busy(response: httpx.Response) -> bool:
    if response.status_code in (429, 502, 503, 504):
        return True
    return response.status_code == 409 and _code(_body(response)) in BUSY


def _body(response: httpx.Response) -> Any:
    try:
        return response.json()
    except ValueError:
        return {}


def _code(body: Any) -> str:
    if not isinstance(body, dict):
        return ""
    return str(body.get("code") or body.get("sub_code") or body.get("error") or "")


def _detail(body: Any) -> str:
    return str(body.get("detail", ""))[:300] if isinstance(body, dict) else ""
