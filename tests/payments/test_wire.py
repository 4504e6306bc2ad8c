"""What leaves for Alipay and what is believed of what comes back."""

import io
import math
import zipfile
from datetime import UTC, datetime
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newretail.payments import rules
from newretail.payments.patience import IN_VAIN, Patience
from newretail.payments.tenders.alipay import bill, envelope, signing
from newretail.payments.tenders.alipay.breaker import FAILURES, Breaker
from newretail.payments.tenders.alipay.gateway import AnswerUnknown
from newretail.payments.tenders.alipay.tender import Alipay
from newretail.payments.tenders.alipay.yuan import fen_of, yuan_of
from newretail.payments.tenders.base import RefundRequest, RefundStanding, Standing, TenderAway
from tests.alipay_world import ALIPAY_KEY, OUR_KEY
from twin.alipay import signing as twin_signing

METHOD = "alipay.trade.query"
PRIVATE = twin_signing.private_pem(ALIPAY_KEY).decode()
PUBLIC = twin_signing.public_pem(ALIPAY_KEY).decode()


@given(st.integers(0, 99_999_999_999))
def test_fen_survive_the_wire(fen: int) -> None:
    assert fen_of(yuan_of(fen)) == fen


@pytest.mark.parametrize(
    "yuan", ["", "-1", "+1", "1e3", "1.234", " 1", "1.", ".5", "NaN", "１", "1,000", "0x1"]
)
def test_what_is_no_amount_is_refused(yuan: str) -> None:
    with pytest.raises(ValueError, match="CNY"):
        fen_of(yuan)


def test_the_signed_bytes_are_cut_out_as_they_came() -> None:
    inner = r'{"code":"10000", "msg":"\u652f付/\/", "nested":{"alipay_trade_query_response":{"code":"1"}}}'
    body = f'{{ "alipay_trade_query_response" : {inner} ,"sign":"abc" }}'.encode()
    read = envelope.read(body, method=METHOD)
    assert read.signed == inner.encode() and read.sign == "abc" and read.fields["code"] == "10000"


@pytest.mark.parametrize(
    "body",
    [
        b"", b"[]", b"{}", b"null", b"\xff", b'{"sign":"x"}', b'{"alipay_trade_query_response":"text","sign":"x"}',
        b'{"alipay_trade_query_response":{},"sign":"x"}trailing', b'{"alipay_trade_query_response":{},',
        b'{"alipay_trade_query_response":{"code":"40004"},"alipay_trade_query_response":{"code":"10000"},"sign":"x"}',
        b'{"alipay_trade_query_response":' + b"[" * 100_000,
    ],
)  # fmt: skip
def test_what_is_no_envelope_is_refused(body: bytes) -> None:
    with pytest.raises(envelope.Malformed):
        envelope.read(body, method=METHOD)


def test_a_signature_is_of_exactly_these_bytes() -> None:
    signature = signing.sign(b"abc", private_key=PRIVATE)
    assert signing.verifies(b"abc", signature=signature, public_key=PUBLIC)
    assert not signing.verifies(b"abd", signature=signature, public_key=PUBLIC)
    for broken in ("", "?", signature[:-4], signature.swapcase(), "A" * 344):
        assert not signing.verifies(b"abc", signature=broken, public_key=PUBLIC)
    other = twin_signing.public_pem(OUR_KEY).decode()
    assert not signing.verifies(b"abc", signature=signature, public_key=other)


def test_keys_come_with_or_without_armour() -> None:
    bare = "".join(line for line in PUBLIC.splitlines() if "-----" not in line)
    assert signing.verifies(b"abc", signature=signing.sign(b"abc", private_key=PRIVATE), public_key=bare)
    with pytest.raises(signing.BadKey):
        signing.sign(b"abc", private_key="-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----")


def test_the_breaker_rests_after_failures_in_a_row() -> None:
    breaker = Breaker()
    for _ in range(FAILURES):
        assert breaker.admits()
        breaker.failed()
    assert not breaker.admits()
    breaker.succeeded()
    assert breaker.admits()


class Says:
    """A gateway that answers the same to everything."""

    def __init__(self, reply: object) -> None:
        self.reply = reply

    def call(self, method: str, content: object) -> object:
        if isinstance(self.reply, Exception):
            raise self.reply
        return self.reply


def tender(reply: object) -> Alipay:
    made = Alipay(account_settings=None)  # type: ignore[arg-type]
    made.__dict__["gateway"] = Says(reply)
    return made


def reply(**fields: object) -> object:
    from newretail.payments.tenders.alipay.gateway import Reply

    return Reply(
        code=str(fields.get("code", "10000")), sub_code=str(fields.get("sub_code", "")), fields=fields
    )


@pytest.mark.parametrize(
    ("said", "standing"),
    [
        (reply(out_trade_no="n", trade_status="TRADE_SUCCESS", total_amount="1.00"), Standing.PAID),
        (reply(out_trade_no="n", trade_status="TRADE_FINISHED", total_amount="1.00"), Standing.PAID),
        (reply(out_trade_no="n", trade_status="WAIT_BUYER_PAY"), Standing.WAITING),
        (reply(out_trade_no="n", trade_status="TRADE_CLOSED"), Standing.CLOSED),
        (reply(out_trade_no="n", trade_status="TRADE_CLOSED", send_pay_date="2026-03-02 12:00:00"), Standing.PAID_BACK),
        (reply(out_trade_no="n", trade_status="SOMETHING_NEW"), Standing.UNKNOWN),
        (reply(out_trade_no="other", trade_status="TRADE_SUCCESS"), Standing.UNKNOWN),
        (reply(code="40004", sub_code="ACQ.TRADE_NOT_EXIST"), Standing.ABSENT),
        (reply(code="40004", sub_code="ACQ.SYSTEM_ERROR"), Standing.UNKNOWN),
        (reply(code="20000", sub_code="aop.unknow-error"), Standing.UNKNOWN),
        (AnswerUnknown("cut"), Standing.UNKNOWN),
        (TenderAway("refused"), Standing.UNKNOWN),
    ],
)  # fmt: skip
def test_only_success_and_finished_are_paid(said: object, standing: Standing) -> None:
    assert tender(said).look(out_trade_no="n").standing is standing


@pytest.mark.parametrize(
    ("said", "standing"),
    [
        (reply(out_trade_no="n", fund_change="Y"), RefundStanding.SETTLED),
        (reply(out_trade_no="n", fund_change="N"), RefundStanding.ABSENT),
        (reply(out_trade_no="n", fund_change="N", refund_status="REFUND_SUCCESS", out_request_no="r",
               refund_amount="1.00"), RefundStanding.SETTLED),
        (reply(out_trade_no="n", fund_change="N", refund_status="REFUND_SUCCESS", out_request_no="r",
               refund_amount="2.00"), RefundStanding.REFUSED),
        (reply(out_trade_no="other", fund_change="Y"), RefundStanding.UNKNOWN),
        (reply(code="40004", sub_code="ACQ.TRADE_HAS_FINISHED"), RefundStanding.REFUSED),
        (reply(code="40004", sub_code="ACQ.SELLER_BALANCE_NOT_ENOUGH"), RefundStanding.UNKNOWN),
        (AnswerUnknown("cut"), RefundStanding.UNKNOWN),
    ],
)  # fmt: skip
def test_a_refund_is_settled_only_when_money_moved(said: object, standing: RefundStanding) -> None:
    request = RefundRequest(out_trade_no="n", request_no="r", amount=100, currency="CNY", reason="")
    assert tender(said).refund(request).standing is standing


HEADER = "支付宝交易号,商户订单号,业务类型,完成时间,门店编号,订单金额（元）,退款批次号/请求号"


def packed(*files: bytes) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for number, content in enumerate(files):
            archive.writestr(f"{number}.csv", content)
    return buffer.getvalue()


def test_a_bill_is_read_by_the_names_of_its_columns() -> None:
    sums = "#汇总\r\n门店编号,实收净额（元）\r\n合计,1.00\r\n".encode("gbk")
    rows = (
        f"#支付宝业务明细查询\r\n{HEADER}\r\n"
        "2026T\t,ours\t,交易\t,2026-03-02 12:00:00\t,lujiazui\t,12.30,\t\r\n"
        "2026T\t,ours\t,退款\t,2026-03-02 13:00:00\t,lujiazui\t,-2.30,r1\t\r\n#合计\r\n"
    ).encode("gbk")
    trade, refund = bill.read(packed(sums, rows))
    assert (trade.kind, trade.out_trade_no, trade.amount, trade.store_id) == (
        "trade",
        "ours",
        1230,
        "lujiazui",
    )
    assert trade.completed_at == datetime(2026, 3, 2, 4, tzinfo=UTC)
    assert (refund.kind, refund.request_no, refund.amount) == ("refund", "r1", 230)


@pytest.mark.parametrize(
    "content",
    [
        b"no zip", packed(), packed(b"a,b\r\n1,2\r\n"), packed(b"\xff\xff\xff"),
        packed(f"{HEADER}\r\nT,o,交易,yesterday,s,1.00,\r\n".encode("gbk")),
        packed(f"{HEADER}\r\nT,o,交易,2026-03-02 12:00:00,s,much,\r\n".encode("gbk")),
        packed(f"{HEADER}\r\nT,o,魔法,2026-03-02 12:00:00,s,1.00,\r\n".encode("gbk")),
        packed(f"{HEADER}\r\nT,o\r\n".encode("gbk")),
    ],
)  # fmt: skip
def test_a_bill_that_is_none_is_refused(content: bytes) -> None:
    with pytest.raises(bill.Unreadable):
        bill.read(content)


@pytest.mark.parametrize(
    ("buyer", "kept"),
    [("", ""), ("2088102116773037", "208****37"), ("159****5620", "159****5620"), ("short", "*****")],
)
def test_a_buyer_is_masked(buyer: str, kept: str) -> None:
    assert rules.masked(buyer) == kept


@given(st.integers(1, 10_000), st.lists(st.integers(0, 5_000), max_size=6))
def test_a_refund_spreads_within_what_is_left(amount: int, left: list[int]) -> None:
    over = [rules.Refundable(payment_id=UUID(int=number), left=each) for number, each in enumerate(left)]
    if amount > sum(left):
        return
    shares = rules.spread(amount, over=over)
    assert sum(share for _, share in shares) == amount
    assert all(0 < share <= left[number.int] for number, share in shares)


def test_a_payment_is_asked_about_ten_times_in_a_minute_while_nobody_answers() -> None:
    """The money moves just after an answered question, whichever it was; sweeps come every two seconds, the first one late."""
    for answered in range(8):
        at, asked = 2, 0
        wait = rules.until_next_look(answered, by_code=False, answered=True)
        while (at := at + 2 * math.ceil(wait.total_seconds() / 2)) <= 60:
            asked += 1
            wait = rules.until_next_look(answered + asked, by_code=False, answered=False)
        assert asked >= 10, answered


def test_a_sweep_gives_up_a_tender_that_does_not_answer() -> None:
    patience = Patience()
    assert not any(patience.ends(answered=number % 3 == 0) for number in range(100))
    patience = Patience()
    assert [patience.ends(answered=False) for _ in range(IN_VAIN)] == [False] * (IN_VAIN - 1) + [True]
