"""The declaration of Alipay. Its account comes from the environment; without it Alipay is not offered."""

from functools import lru_cache

from newretail.kernel.text import Text
from newretail.payments.tenders.alipay import configuration
from newretail.payments.tenders.alipay.beijing import BEIJING
from newretail.payments.tenders.alipay.configuration import AlipayConfiguration
from newretail.payments.tenders.alipay.notice import AlipayNotices
from newretail.payments.tenders.alipay.tender import Alipay
from newretail.payments.tenders.alipay.yuan import CURRENCY
from newretail.payments.tenders.declaration import Bills, Setting, Tender


def connect() -> Alipay | None:
    """The app at Alipay's Open Platform that this installation is set up with. Raises AlipayIncomplete."""
    account = configuration.alipay()
    return _connected(account) if account else None


@lru_cache(maxsize=8)
def _connected(account: AlipayConfiguration) -> Alipay:
    return Alipay(account)


_LABELS = {
    "GATEWAY": Text(en="Address of the gateway", ko="게이트웨이 주소", zh="网关地址"),
    "APP_ID": Text(en="Number of the app", ko="앱 번호", zh="应用编号"),
    "PRIVATE_KEY": Text(en="File of our private key", ko="자체 개인 키 파일", zh="应用私钥文件"),
    "PUBLIC_KEY": Text(en="File of Alipay's public key", ko="알리페이 공개 키 파일", zh="支付宝公钥文件"),
    "SELLER_ID": Text(en="Number of the seller", ko="판매자 번호", zh="卖家编号"),
    "NOTIFY_URL": Text(en="Address for notices", ko="통지 받을 주소", zh="通知地址"),
}

ALIPAY = Tender(
    code="alipay",
    name=Text(en="Alipay", ko="알리페이", zh="支付宝"),
    ways={"qr": "app", "wap": "app", "code": "counter"},
    account="alipay",
    refunds_by_hand=False,
    currencies=frozenset({CURRENCY}),
    on_at_first=True,
    settings=tuple(
        Setting(code=configuration.PREFIX + name, label=_LABELS[name], where="environment")
        for name in configuration.NAMES
    ),
    connect=connect,
    notices=AlipayNotices(),
    bills=Bills(zone=BEIJING, ready_at_hour=10),
)
