"""What a shopper's phone asks of the store and of the wallet."""

from typing import Any

from twin.calls import WALLET, Call
from twin.days import Place

NOT_SOLD = frozenset({"out_of_stock", "not_listed"})
NOT_NOW = frozenset({"full", "store_paused", "store_closed", "too_far", "below_minimum"})
STALE = frozenset({"promise_expired", "price_changed", "cart_changed", "place_gone"})


def begin_as_guest(*, language: str) -> Call:
    """A token for somebody new."""
    return Call(what="begin as guest", method="POST", path="/guests", body={"language": language})


def open_cart(*, token: str, store_id: str, cart_id: str) -> Call:
    """A cart at this store."""
    return Call(
        what="open cart",
        method="POST",
        path=f"/stores/{store_id}/carts",
        token=token,
        key=cart_id,
        body={"id": cart_id},
    )


def put_line(*, token: str, cart_id: str, line_id: str, line: dict[str, Any]) -> Call:
    """A product into the cart."""
    return Call(
        what="put line",
        method="PUT",
        path=f"/carts/{cart_id}/lines/{line_id}",
        token=token,
        body=line,
        may=frozenset({"not_listed"}),
    )


def drop_line(*, token: str, cart_id: str, line_id: str) -> Call:
    """A product out of the cart."""
    return Call(what="drop line", method="DELETE", path=f"/carts/{cart_id}/lines/{line_id}", token=token)


def quote(*, token: str, cart_id: str, home: Place | None, key: str) -> Call:
    """A promise for the cart, delivered to `home` if there is one."""
    body: dict[str, Any] = {}
    if home is not None:
        text = f"{home.latitude:.5f}, {home.longitude:.5f}"
        body["address"] = {"text": text, "latitude": home.latitude, "longitude": home.longitude}
    return Call(
        what="quote",
        method="POST",
        path=f"/carts/{cart_id}/promises",
        token=token,
        key=key,
        body=body,
        may=NOT_SOLD | NOT_NOW | {"cart_empty"},
    )


def place_order(*, token: str, promise_id: str, key: str) -> Call:
    """Take the promise."""
    return Call(
        what="place order",
        method="POST",
        path="/orders",
        token=token,
        key=key,
        body={"promise_id": promise_id},
        may=NOT_SOLD | NOT_NOW | STALE,
    )


def open_payment(*, token: str, order_id: str, payment_id: str, tender: str) -> Call:
    """Begin to pay by a QR that we are shown."""
    body = {"payment_id": payment_id, "tender": tender, "way": "qr"}
    return Call(
        what="open payment",
        method="POST",
        path=f"/orders/{order_id}/payments",
        token=token,
        body=body,
        may=frozenset({"not_payable"}),
    )


def show_order(*, token: str, order_id: str) -> Call:
    """The order with its codes."""
    return Call(what="show order", method="GET", path=f"/orders/{order_id}", token=token)


def cancel_order(*, token: str, order_id: str, key: str) -> Call:
    """Call it off before the store begins."""
    return Call(
        what="cancel order",
        method="POST",
        path=f"/orders/{order_id}/cancel",
        token=token,
        key=key,
        may=frozenset({"not_cancellable"}),
    )


def answer_substitution(*, token: str, order_id: str, line: str, accept: bool, key: str) -> Call:
    """Yes or no to the picker's question."""
    return Call(
        what="answer picker",
        method="POST",
        path=f"/orders/{order_id}/lines/{line}/substitution",
        token=token,
        key=key,
        body={"accept": accept},
        may=frozenset({"not_asked"}),
    )


def exit_code(*, token: str, order_id: str) -> Call:
    """The code for the door."""
    return Call(
        what="exit code",
        method="GET",
        path=f"/orders/{order_id}/exit-code",
        token=token,
        may=frozenset({"nothing_to_carry"}),
    )


def open_wallet(*, wallet: str) -> Call:
    """A wallet with enough money for a year."""
    return Call(
        what="open wallet",
        method="POST",
        path="/wallets",
        to=WALLET,
        body={"wallet": wallet, "balance": "100000.00"},
    )


def show_payment_code(*, wallet: str) -> Call:
    """The 18 digits on the phone's screen."""
    return Call(what="payment code", method="POST", path=f"/wallets/{wallet}/auth_code", to=WALLET, body={})


def pay_qr(*, wallet: str, qr_code: str) -> Call:
    """Scan the store's QR and pay."""
    return Call(
        what="pay QR",
        method="POST",
        path=f"/wallets/{wallet}/pay",
        to=WALLET,
        body={"qr_code": qr_code},
        may=frozenset({"ACQ.TRADE_HAS_CLOSE", "ACQ.TRADE_STATUS_ERROR", "ACQ.TRADE_HAS_SUCCESS"}),
    )
