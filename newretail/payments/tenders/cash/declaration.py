"""The declaration of cash."""

from newretail.kernel.text import Text
from newretail.payments.tenders.cash.till import CashTill
from newretail.payments.tenders.declaration import Field, Tender

CASH = Tender(
    code="cash",
    name=Text(en="Cash", ko="현금", zh="现金"),
    ways={"counter": "counter"},
    account="cash_drawer",
    refunds_by_hand=True,
    on_at_first=True,
    into_drawer=True,
    till=CashTill(),
    typed=(Field(code="given", label=Text(en="Given", ko="받은 돈", zh="收到"), kind="money"),),
)
