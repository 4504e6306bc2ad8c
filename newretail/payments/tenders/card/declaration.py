"""The declaration of a card terminal beside the counter."""

from newretail.kernel.text import Text
from newretail.payments.tenders.card.till import CardTill
from newretail.payments.tenders.declaration import Field, Setting, Tender

SLIP = Field(
    code="slip_no",
    label=Text(en="Slip number", ko="전표 번호", zh="签购单号"),
    pattern=r"[A-Za-z0-9-]{1,20}",
)
APPROVAL = Field(
    code="approval_code",
    label=Text(en="Approval code", ko="승인 번호", zh="授权码"),
    pattern=r"[A-Za-z0-9]{4,12}",
)

CARD = Tender(
    code="card",
    name=Text(en="Card", ko="카드", zh="银行卡"),
    ways={"counter": "counter"},
    account="card",
    refunds_by_hand=True,
    currencies=frozenset({"CNY", "JPY", "KRW", "USD"}),
    on_at_first=True,
    settings=(
        Setting(
            code="terminal",
            label=Text(en="Number of the terminal", ko="단말기 번호", zh="终端号"),
            where="store",
            pattern=r"[A-Za-z0-9-]{4,20}",
        ),
    ),
    till=CardTill(),
    typed=(SLIP, APPROVAL),
    typed_at_refund=(SLIP,),
)
