"""Whatever merchants and shoppers do, in whatever order, the gateway's money is neither made nor lost."""

from collections import Counter

from cryptography.hazmat.primitives.asymmetric import rsa
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule

from twin.alipay.gateway import Gateway
from twin.alipay.refusals import Refused
from twin.alipay.till import DAY_MS, Offer
from twin.alipay.trade import QR, WAP, find_trade, find_wallet

APP = "app"
KEY = rsa.generate_private_key(public_exponent=65537, key_size=2048)
ORDERS = st.sampled_from(["o1", "o2", "o3"])
WALLETS = st.sampled_from(["w1", "w2"])
FEN = st.integers(1, 3000)


class Money(RuleBasedStateMachine):
    """Pay, refund, cancel, close, withdraw and let time pass, on three orders and two wallets."""

    def __init__(self) -> None:
        super().__init__()
        self.gateway = Gateway(apps={APP: KEY.public_key()}, key=KEY)
        self.gateway.clock.set(mode="manual", now_ms=1_772_424_000_000)
        self.refunds: dict[tuple[str, str], int] = {}
        with self.gateway.book.transaction():
            for wallet in ("w1", "w2"):
                self.gateway.till.open_wallet(balance_fen=5000, wallet=wallet)

    def teardown(self) -> None:
        self.gateway.book.close()

    @rule(order=ORDERS, fen=FEN, product=st.sampled_from([QR, WAP]))
    def offer(self, order: str, fen: int, product: str) -> None:
        self.attempt(lambda: self.gateway.till.open_trade(self.an_offer(order, fen, product)))

    @rule(order=ORDERS, wallet=WALLETS)
    def pay(self, order: str, wallet: str) -> None:
        trade, payer = self.trade(order), find_wallet(self.gateway.book, wallet)
        assert payer is not None
        if trade is not None:
            self.attempt(lambda: self.gateway.till.pay(trade, wallet=payer))

    @rule(order=ORDERS, wallet=WALLETS, fen=FEN, confirm=st.booleans())
    def pay_by_code(self, order: str, wallet: str, fen: int, confirm: bool) -> None:
        payer = find_wallet(self.gateway.book, wallet)
        assert payer is not None

        def scan() -> None:
            code, _ = self.gateway.till.payment_code(payer, confirm=confirm)
            self.gateway.till.pay_by_code(self.an_offer(order, fen, QR), payment_code=code)

        self.attempt(scan)

    @rule(order=ORDERS, fen=FEN, request=st.sampled_from(["r1", "r2", "r3"]))
    def refund(self, order: str, fen: int, request: str) -> None:
        trade = self.trade(order)
        if trade is None:
            return
        holder = self.gateway.book.balance_fen(f"wallet:{trade.wallet}")
        moved = []
        self.attempt(
            lambda: moved.append(
                self.gateway.till.refund(trade, fen=fen, out_request_no=request, reason="")[1]
            )
        )
        gained = self.gateway.book.balance_fen(f"wallet:{trade.wallet}") - holder
        if moved:
            assert gained == (fen if moved[0] else 0)
            assert moved[0] == ((order, request) not in self.refunds)
            assert self.refunds.setdefault((order, request), fen) == fen
        else:
            assert gained == 0

    @rule(order=ORDERS)
    def cancel(self, order: str) -> None:
        self.attempt(lambda: self.gateway.till.cancel(app_id=APP, out_trade_no=order, trade_no=""))

    @rule(order=ORDERS)
    def close(self, order: str) -> None:
        trade = self.trade(order)
        if trade is not None:
            self.attempt(lambda: self.gateway.till.close(trade))

    @rule(fen=FEN)
    def withdraw(self, fen: int) -> None:
        self.attempt(lambda: self.gateway.till.withdraw(fen=fen))

    @rule(days=st.integers(0, 200))
    def wait(self, days: int) -> None:
        self.gateway.clock.move_to(self.gateway.clock.now_ms() + days * DAY_MS)
        self.attempt(self.gateway.till.close_expired)

    @invariant()
    def money_is_conserved(self) -> None:
        totals = self.gateway.book.totals()
        assert totals["difference"] == totals["unexplained"] == 0

    @invariant()
    def refunds_never_exceed_what_was_paid(self) -> None:
        given: Counter[int] = Counter()
        for row in self.gateway.book.rows("SELECT trade, fen FROM refund"):
            given[row["trade"]] += row["fen"]
        for row in self.gateway.book.rows("SELECT id, total_fen, refunded_fen, paid_ms FROM trade"):
            assert given[row["id"]] == row["refunded_fen"] <= (row["total_fen"] if row["paid_ms"] else 0)

    @invariant()
    def a_paid_trade_moved_its_money_once(self) -> None:
        paid = self.gateway.book.rows("SELECT trade_no, total_fen FROM trade WHERE paid_ms IS NOT NULL")
        moved = self.gateway.book.rows("SELECT ref, fen FROM posting WHERE kind = 'payment'")
        assert sorted(tuple(row) for row in paid) == sorted(tuple(row) for row in moved)

    def attempt(self, work: object) -> None:
        """As the gateway's door does it: one transaction, undone by a refusal."""
        assert callable(work)
        try:
            with self.gateway.book.transaction():
                work()
        except Refused:
            return

    def trade(self, order: str):  # type: ignore[no-untyped-def]
        trade = find_trade(self.gateway.book, app_id=APP, out_trade_no=order)
        if trade is None:
            return None
        with self.gateway.book.transaction():
            return self.gateway.till.aged(trade)

    def an_offer(self, order: str, fen: int, product: str) -> Offer:
        hour_later = self.gateway.clock.now_ms() + 3_600_000
        return Offer(APP, order, product, "goods", fen, hour_later, notify_url="http://127.0.0.1:1/")


TestMoney = Money.TestCase
TestMoney.settings = settings(max_examples=60, stateful_step_count=40, deadline=None)
