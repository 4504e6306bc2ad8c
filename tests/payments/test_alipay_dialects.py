"""Alipay's wire has dialects: certificates instead of keys, notices in GBK, without a seller, with empty fields. All are understood, and
none of them opens a way in."""

import base64
from pathlib import Path
from urllib.parse import parse_qsl, urlencode

import pytest
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import padding

from newretail.payments.tenders.alipay import configuration, tender
from tests.alipay_world import ALIPAY_KEY, APP, OUR_KEY, World, ask, forge, state_of, took
from twin.alipay import certificates

pytestmark = pytest.mark.django_db


@pytest.fixture
def certified(world: World, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> World:
    """The same world, our app set up with certificates."""
    told = certificates.certify(ALIPAY_KEY, {APP: OUR_KEY.public_key()})
    told.write(tmp_path)
    for name, file in {
        "APP_CERT": f"appCertPublicKey_{APP}.crt",
        "ROOT_CERT": certificates.ROOT_FILE,
        "PUBLIC_KEY": certificates.ALIPAY_FILE,
    }.items():
        monkeypatch.setenv(f"NEWRETAIL_ALIPAY_{name}", str(tmp_path / file))
    return world


def test_an_app_with_certificates_is_paid_like_any_other(certified: World) -> None:
    payment = ask()
    certified.pay(payment.qr_code)
    assert certified.take_notices() == [True]
    assert state_of(payment.id) == "captured"


def test_an_answer_under_another_certificate_is_not_believed(
    certified: World, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("NEWRETAIL_ALIPAY_PUBLIC_KEY", str(tmp_path / certificates.ROOT_FILE))
    account = configuration.alipay()
    assert account is not None
    assert tender.Alipay(account).look(out_trade_no="n").standing is tender.Standing.UNKNOWN


def test_half_a_certificate_mode_is_said_so(
    world: World, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("NEWRETAIL_ALIPAY_APP_CERT", str(tmp_path / "ours.pem"))
    with pytest.raises(configuration.AlipayIncomplete, match="ROOT_CERT"):
        configuration.alipay()
    monkeypatch.setenv("NEWRETAIL_ALIPAY_ROOT_CERT", str(tmp_path / "ours.pem"))
    with pytest.raises(configuration.AlipayIncomplete, match="PUBLIC_KEY is Alipay's certificate"):
        configuration.alipay()


@pytest.fixture
def letter(world: World) -> bytes:
    """A genuine notice of a payment that is still pending here."""
    world.pay(ask().qr_code)
    [genuine] = world.notices()
    return genuine


def test_a_notice_may_leave_the_seller_out_and_never_name_another(letter: bytes) -> None:
    assert not took(forge(letter, key=ALIPAY_KEY, seller_id="2088000000000000"))
    assert took(forge(letter, key=ALIPAY_KEY, seller_id=None))


def resigned(letter: bytes, *, codec: str = "utf-8", with_empty: bool = False, **changes: str) -> bytes:
    """The notice as Alipay signs it in another dialect."""
    fields = dict(parse_qsl(letter.decode(), keep_blank_values=True)) | changes
    kept = sorted((k, v) for k, v in fields.items() if k not in ("sign", "sign_type") and (v or with_empty))
    said = "&".join(f"{name}={value}" for name, value in kept).encode(codec)
    mark = ALIPAY_KEY.sign(said, padding.PKCS1v15(), hashes.SHA256())
    return urlencode(fields | {"sign": base64.b64encode(mark).decode()}, encoding=codec).encode()


@pytest.mark.parametrize("with_empty", [True, False])
def test_an_empty_field_may_be_signed_or_not(letter: bytes, with_empty: bool) -> None:
    assert took(resigned(letter, with_empty=with_empty, body="", buyer_open_id=""))


@pytest.mark.parametrize("charset", ["GBK", "gb2312"])
def test_a_notice_in_chinese_characters_of_old_is_read(letter: bytes, charset: str) -> None:
    assert took(resigned(letter, codec=charset, charset=charset, subject="每日 鲜活"))


def test_saying_another_charset_than_was_signed_is_refused(letter: bytes) -> None:
    signed = resigned(letter, codec="gbk", charset="GBK", subject="每日 鲜活")
    assert not took(signed.replace(b"charset=GBK", b"charset=utf-8"))


def test_a_subject_holds_nothing_that_alipays_own_libraries_read_twice() -> None:
    assert tender.plain_subject("100% 하루 = a/b & c") == "100 하루 a b c"
