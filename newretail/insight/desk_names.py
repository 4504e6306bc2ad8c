"""What the desks of the back office are called in the three languages of the house."""

from collections.abc import Callable

from django.apps import apps
from django.utils import translation
from django.utils.functional import lazy

from newretail.kernel.text import Text

_ROOMS = {
    "catalog": Text(en="Catalogue", ko="상품 목록", zh="商品目录"),
    "pricing": Text(en="Prices", ko="가격", zh="价格"),
    "stores": Text(en="Stores", ko="매장", zh="门店"),
    "members": Text(en="People", ko="사람", zh="人员"),
    "inventory": Text(en="Goods", ko="재고", zh="库存"),
    "payments": Text(en="Money", ko="결제", zh="资金"),
    "fulfilment": Text(en="Work", ko="작업", zh="作业"),
    "ordering": Text(en="Orders", ko="주문", zh="订单"),
    "webhooks": Text(en="Webhooks", ko="웹훅", zh="Webhook"),
    "account": Text(en="E-mail addresses", ko="이메일 주소", zh="邮箱地址"),
    "auth": Text(en="Rights", ko="권한", zh="权限"),
    "mfa": Text(en="Passkeys", ko="패스키", zh="通行密钥"),
}
_DESKS = {
    "catalog.Category": Text(en="categories", ko="분류", zh="分类"),
    "catalog.Product": Text(en="products", ko="상품", zh="商品"),
    "catalog.Sku": Text(en="SKUs", ko="SKU", zh="SKU"),
    "catalog.Gtin": Text(en="GTINs", ko="바코드 (GTIN)", zh="条码 (GTIN)"),
    "catalog.WeighedPattern": Text(en="weighed patterns", ko="계량 바코드 규칙", zh="称重条码规则"),
    "pricing.PriceLog": Text(en="prices", ko="가격", zh="价格"),
    "stores.Store": Text(en="stores", ko="매장", zh="门店"),
    "stores.Format": Text(en="formats", ko="매장 유형", zh="业态"),
    "stores.Zone": Text(en="zones", ko="구역", zh="区域"),
    "stores.Shelf": Text(en="shelves", ko="진열대", zh="货架"),
    "stores.Facing": Text(en="planogram", ko="진열 계획", zh="陈列图"),
    "stores.ConveyorEntry": Text(en="conveyor entries", ko="컨베이어 입구", zh="传送带入口"),
    "stores.PackingStation": Text(en="packing stations", ko="포장대", zh="打包台"),
    "stores.StaffRole": Text(en="staff roles", ko="직원 역할", zh="员工角色"),
    "stores.Snooze": Text(en="snoozes", ko="일시 판매 중지", zh="暂停销售"),
    "members.Member": Text(en="members", ko="회원", zh="会员"),
    "members.Token": Text(en="tokens", ko="토큰", zh="令牌"),
    "members.Consent": Text(en="consents", ko="동의", zh="同意记录"),
    "members.ConsentText": Text(en="consent texts", ko="동의 약관", zh="同意条款"),
    "inventory.Stock": Text(en="stock", ko="재고", zh="库存"),
    "inventory.Lot": Text(en="lots", ko="로트", zh="批次"),
    "inventory.Movement": Text(en="movements", ko="재고 이동", zh="库存流水"),
    "inventory.Hold": Text(en="holds", ko="예약 재고", zh="占用库存"),
    "inventory.LabelPrint": Text(en="label prints", ko="라벨 인쇄", zh="标签打印"),
    "payments.Account": Text(en="accounts", ko="계정과목", zh="科目"),
    "payments.Posting": Text(en="postings", ko="분개", zh="记账"),
    "payments.Tab": Text(en="sales", ko="매출 정산", zh="销售账"),
    "payments.Payment": Text(en="payments", ko="결제", zh="支付"),
    "payments.Refund": Text(en="refunds", ko="환불", zh="退款"),
    "payments.DrawerSession": Text(en="drawer sessions", ko="현금 서랍", zh="钱箱班次"),
    "payments.Notice": Text(en="notices", ko="결제 통지", zh="支付通知"),
    "payments.Bill": Text(en="bills", ko="일일 명세", zh="对账单"),
    "payments.StoreTender": Text(en="tenders of stores", ko="매장별 결제 수단", zh="门店付款方式"),
    "payments.BillLine": Text(en="bill lines", ko="명세 항목", zh="对账明细"),
    "fulfilment.WorkTerms": Text(en="work terms", ko="작업·배달 조건", zh="作业与配送条款"),
    "fulfilment.WorkSlot": Text(en="work slots", ko="작업 시간대", zh="作业时段"),
    "fulfilment.Reservation": Text(en="reservations", ko="작업 예약", zh="作业预留"),
    "fulfilment.PickJob": Text(en="pick jobs", ko="피킹 작업", zh="拣货任务"),
    "fulfilment.PickLine": Text(en="pick lines", ko="피킹 항목", zh="拣货明细"),
    "fulfilment.Take": Text(en="picks", ko="피킹 기록", zh="拣货记录"),
    "fulfilment.Bag": Text(en="bags", ko="봉투", zh="袋"),
    "fulfilment.Parcel": Text(en="parcels", ko="주문 꾸러미", zh="包裹"),
    "fulfilment.ParcelPart": Text(en="parts of parcels", ko="꾸러미 구성", zh="包裹组成"),
    "fulfilment.PutBack": Text(en="put-backs", ko="되돌릴 상품", zh="放回任务"),
    "fulfilment.Courier": Text(en="couriers", ko="라이더", zh="骑手"),
    "fulfilment.Trip": Text(en="trips", ko="배달 운행", zh="配送行程"),
    "fulfilment.Stop": Text(en="stops", ko="배달지", zh="配送点"),
    "fulfilment.Stage": Text(en="stages", ko="단계 시각", zh="阶段时间"),
    "ordering.Order": Text(en="orders", ko="주문", zh="订单"),
    "ordering.OrderLine": Text(en="order lines", ko="주문 상품", zh="订单商品"),
    "ordering.OrderLeg": Text(en="ways out", ko="수령 방식", zh="取货方式"),
    "ordering.Promise": Text(en="promises", ko="약속", zh="承诺"),
    "ordering.SaleTerms": Text(en="sale terms", ko="판매 조건", zh="销售条款"),
    "ordering.Exit": Text(en="exits", ko="퇴장 확인", zh="离店核验"),
    "webhooks.Endpoint": Text(en="receivers", ko="수신처", zh="接收端"),
    "webhooks.Delivery": Text(en="deliveries", ko="전송 기록", zh="投递记录"),
}


def name_the_desks() -> None:
    """Let Django's own pages call rooms and tables by these names, in the language of whoever reads.

    Set on the loaded models, not in their files: a name is no part of the schema, so no migration is made of it.
    """
    for label, name in _ROOMS.items():
        apps.get_app_config(label).verbose_name = lazy(_said(name), str)()
    for path, name in _DESKS.items():
        options = apps.get_model(path)._meta
        plain = str(options.verbose_name)
        options.verbose_name_plural = lazy(_said(name), str)()
        options.verbose_name = lazy(_said(Text(en=plain, ko=name.ko, zh=name.zh)), str)()


def _said(name: Text) -> Callable[[], str]:
    return lambda: name.say(translation.get_language() or "en")
