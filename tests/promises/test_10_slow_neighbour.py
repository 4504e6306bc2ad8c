"""Promise 10: a slow or absent gateway does not stop the till: bounded time-outs, and cash still works."""

import socket
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import httpx
import pytest

from newretail.kernel import ids
from newretail.payments import api as payments
from newretail.payments import errors
from newretail.payments.models import Payment
from newretail.payments.open_drawer import open_drawer
from newretail.payments.tenders.alipay import gateway as client
from tests.alipay_world import STORE, World, ask, open_world, pay_in_cash, state_of

Behaviour = Callable[[socket.socket], None]
GOES_ON_SECONDS = 8
"""So long a neighbour hangs or trickles; whoever waits for its end has not given up. Far from our own bounds, for a busy machine's sake."""


@pytest.fixture
def world(db: None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[World]:
    monkeypatch.setattr(client, "TIMEOUT", httpx.Timeout(0.5, connect=0.3, pool=0.3))
    monkeypatch.setattr(client, "WHOLE_SECONDS", 1.0)
    with open_world(tmp_path, monkeypatch) as made:
        yield made


@pytest.fixture
def neighbour(world: World, monkeypatch: pytest.MonkeyPatch) -> Iterator[list[Behaviour]]:
    """A gateway address behind which the first behaviour of the list waits."""
    behaviours: list[Behaviour] = []
    listener = socket.create_server(("127.0.0.1", 0))

    def serve() -> None:
        while True:
            try:
                connection, _ = listener.accept()
            except OSError:
                return
            threading.Thread(target=meet, args=(connection,), daemon=True).start()

    def meet(connection: socket.socket) -> None:
        try:
            connection.recv(65_536)
            behaviours[0](connection)
        except OSError:
            pass
        finally:
            connection.close()

    threading.Thread(target=serve, daemon=True).start()
    monkeypatch.setenv("NEWRETAIL_ALIPAY_GATEWAY", f"http://127.0.0.1:{listener.getsockname()[1]}/gateway.do")
    yield behaviours
    listener.close()


def hang(connection: socket.socket) -> None:
    time.sleep(GOES_ON_SECONDS)


def trickle(connection: socket.socket) -> None:
    connection.sendall(b"HTTP/1.1 200 OK\r\ncontent-length: 100000\r\n\r\n")
    for _ in range(GOES_ON_SECONDS * 5):
        connection.sendall(b"x")
        time.sleep(0.2)


def reset(connection: socket.socket) -> None:
    connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, b"\x01\x00\x00\x00\x00\x00\x00\x00")


def cut(connection: socket.socket) -> None:
    connection.sendall(b"HTTP/1.1 200 OK\r\ncontent-length: 1000\r\n\r\n{")


def babble(connection: socket.socket) -> None:
    connection.sendall(b"HTTP/1.1 200 OK\r\ncontent-length: 5\r\n\r\n\x00\xff\xfe<>")


def flood(connection: socket.socket) -> None:
    connection.sendall(b"HTTP/1.1 200 OK\r\n\r\n")
    for _ in range(100):
        connection.sendall(b"x" * 65_536)


def apologise(connection: socket.socket) -> None:
    connection.sendall(b"HTTP/1.1 502 Bad Gateway\r\ncontent-length: 0\r\n\r\n")


def lie(connection: socket.socket) -> None:
    body = b'{"alipay_trade_pay_response":{"code":"10000","out_trade_no":"x"},"sign":"AAAA"}'
    connection.sendall(b"HTTP/1.1 200 OK\r\ncontent-length: %d\r\n\r\n" % len(body) + body)


@pytest.mark.parametrize("behaviour", [hang, trickle, reset, cut, babble, flood, apologise, lie])
def test_a_neighbour_that_misbehaves_is_given_up_in_time(
    world: World, neighbour: list[Behaviour], behaviour: Behaviour
) -> None:
    neighbour.append(behaviour)
    started = time.monotonic()
    payment = ask(way="code", auth_code="281234567890123456")
    assert time.monotonic() - started < GOES_ON_SECONDS - 1
    assert payment.state == "pending", "perhaps it was charged: nobody may say yes or no yet"
    with pytest.raises(errors.TenderUnreachable) as refused:
        ask(ref="order:2")
    assert refused.value.status == 503
    assert cash_works()


def test_an_absent_neighbour_is_found_out_at_once_and_left_alone(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("NEWRETAIL_ALIPAY_GATEWAY", "http://127.0.0.1:9/gateway.do")
    started = time.monotonic()
    for number in range(30):
        payment = ask(ref=f"order:{number}", way="code", auth_code="281234567890123456")
        assert (payment.state, payment.cause) == ("failed", "unreachable"), "for certain nothing was charged"
    assert time.monotonic() - started < GOES_ON_SECONDS
    assert cash_works()
    world.live(60, step=20)
    assert payments.audit() == []


def test_the_bounds_of_a_real_store() -> None:
    assert (client.TIMEOUT.connect, client.TIMEOUT.read) == (2.0, 5.0)
    assert client.WHOLE_SECONDS <= 10


def test_what_was_unknown_is_settled_when_the_neighbour_comes_back(world: World) -> None:
    world.faults(time_out_requests={"seconds": 1.5, "count": 1, "method": "alipay.trade.pay"})
    payment = ask(way="code", auth_code=world.code())
    assert payment.state == "pending"
    until = time.monotonic() + 30
    while world.seller_fen() == 0 and time.monotonic() < until:  # the gateway does its work only now
        time.sleep(0.05)
    world.live(60, step=5, notices=False)
    assert state_of(payment.id) == "captured"
    assert world.seller_fen() == 1230 and payments.audit() == []


def cash_works() -> bool:
    open_drawer(
        session_id=ids.uuid7(), store_id=STORE, drawer="K1", cashier="mina", float_amount=0, currency="CNY"
    )
    paid = pay_in_cash(by="mina", ref="order:cash", amount=100)
    return paid.state == Payment.State.CAPTURED
