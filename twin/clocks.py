"""The two clocks outside the city, the store's and the gateway's, and how they are read and moved over HTTP."""

from datetime import UTC, datetime

from twin.calls import WALLET, Call
from twin.news import News
from twin.phone import DeskPhone

MOST_ROUNDS = 50
GATEWAY_LAG_MS = 30_000
"""The gateway is moved at least that often; between, it may lag behind."""


def iso(moment_ms: int) -> str:
    """ISO 8601 in UTC."""
    return datetime.fromtimestamp(moment_ms / 1000, UTC).isoformat(timespec="milliseconds")


def moment_ms(text: str) -> int:
    """Milliseconds since 1970 of an ISO 8601 time with a zone."""
    return round(datetime.fromisoformat(text).timestamp() * 1000)


def read_clock(*, token: str) -> Call:
    """What time is it in the store, and how does time pass there?"""
    return Call(what="read clock", method="GET", path="/simulation/clock", token=token)


def set_speed(*, token: str, speed: float) -> Call:
    """Simulated seconds per second; 0 stands still."""
    return Call(what="set speed", method="POST", path="/simulation/speed", token=token, body={"speed": speed})


def advance_store(*, token: str, to_ms: int) -> Call:
    """Move the store's clock and let it do what is due."""
    return Call(
        what="advance", method="POST", path="/simulation/advance", token=token, body={"to": iso(to_ms)}
    )


def audit(*, token: str) -> Call:
    """Do the books balance?"""
    return Call(what="audit", method="GET", path="/simulation/audit", token=token)


def set_gateway_clock(body: dict[str, object]) -> Call:
    """{"now"} by hand, or {"mode": "scaled", "speed", "now"}."""
    return Call(what="set gateway clock", method="PUT", path="/clock", to=WALLET, body=body)


def advance_gateway(*, to_ms: int) -> Call:
    """Move the gateway's clock; it sends the notices that fall due."""
    return Call(
        what="advance gateway", method="POST", path="/clock/advance", to=WALLET, body={"to": iso(to_ms)}
    )


class SteppedWorld:
    """Store and gateway, moved together; after each move the store's feed is read."""

    def __init__(self, phone: DeskPhone, *, news: News, token: str, now_ms: int) -> None:
        self._phone = phone
        self._news = news
        self._token = token
        self._gateway_ms = now_ms
        self._gateway_due_ms: int | None = None
        phone.call(set_gateway_clock({"now": iso(now_ms)}))

    def advance(self, to_ms: int) -> bool:
        """Move everything to a moment; returns whether something is left to do right after it."""
        handled = self._move_store(to_ms)
        if self._gateway_is_due(to_ms):
            sent = self._move_gateway(to_ms)
            if sent:
                handled += self._move_store(to_ms)
        if handled:
            while self._news.take_in(self._phone.call(self._news.next_page()).body):
                pass
        return False

    def _move_store(self, to_ms: int) -> int:
        handled = 0
        for _ in range(MOST_ROUNDS):
            told = self._phone.call(advance_store(token=self._token, to_ms=to_ms)).body
            handled += int(told["handled"])
            if told["idle"]:
                break
        return handled

    def _gateway_is_due(self, to_ms: int) -> bool:
        if self._phone.wallet_calls:
            return True
        if self._gateway_due_ms is not None and self._gateway_due_ms <= to_ms:
            return True
        return to_ms - self._gateway_ms >= GATEWAY_LAG_MS

    def _move_gateway(self, to_ms: int) -> int:
        told = self._phone.call(advance_gateway(to_ms=to_ms)).body
        self._phone.wallet_calls = 0
        self._gateway_ms = to_ms
        self._gateway_due_ms = moment_ms(told["next_due"]) if told["next_due"] else None
        return int(told["sent"])
