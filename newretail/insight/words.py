"""Words of the back office in the three languages of the house."""

from newretail.kernel.text import Text

FIRST_PAGE = {
    "title": Text(en="Today", ko="오늘", zh="今天"),
    "orders_today": Text(en="Orders today", ko="오늘 주문", zh="今日订单"),
    "taken_today": Text(en="Taken in today", ko="오늘 매출", zh="今日收款"),
    "unpaid": Text(en="Waiting for payment", ko="결제 대기", zh="待付款"),
    "late": Text(en="Late now", ko="지금 지연", zh="当前延误"),
    "alerts": Text(en="Waiting for somebody", ko="처리할 일", zh="待处理"),
    "what": Text(en="What", ko="내용", zh="事项"),
    "how_many": Text(en="How many", ko="건수", zh="数量"),
    "stuck": Text(
        en="Events that no handler could handle: see the server's log",
        ko="처리에 실패한 이벤트: 서버 로그 확인",
        zh="处理失败的事件：请查看服务器日志",
    ),
    "failed_refunds": Text(
        en="Refunds that the tender refused: hand the money out",
        ko="거절된 환불: 직접 지급 필요",
        zh="被拒绝的退款：需人工退还",
    ),
    "expired": Text(en="Expired lots to write off", ko="폐기할 만료 로트", zh="待报损的过期批次"),
    "put_backs": Text(en="Goods to put back on shelves", ko="진열대로 되돌릴 상품", zh="待放回货架的商品"),
    "missing": Text(
        en="Lines with something missing (12 hours)", ko="결품 라인(12시간)", zh="缺货行（12 小时内）"
    ),
    "stores": Text(en="Stores", ko="매장", zh="门店"),
    "store": Text(en="Store", ko="매장", zh="门店"),
    "state": Text(en="State", ko="상태", zh="状态"),
    "orders": Text(en="Orders", ko="주문", zh="订单"),
    "taken": Text(en="Taken in", ko="매출", zh="收款"),
    "at_work": Text(en="At work", ko="처리 중", zh="处理中"),
    "couriers": Text(en="Couriers riding", ko="배달 중 라이더", zh="配送中骑手"),
    "sold_out": Text(en="Sold out", ko="품절", zh="售罄"),
    "expiring": Text(en="Last day today or tomorrow", ko="오늘·내일 만료", zh="今明到期"),
    "late_now": Text(en="Late now", ko="지금 지연", zh="当前延误"),
    "order": Text(en="Order", ko="주문", zh="订单"),
    "way": Text(en="Way out", ko="수령 방식", zh="取货方式"),
    "due": Text(en="Due", ko="약속 시각", zh="承诺时间"),
    "minutes_late": Text(en="Minutes late", ko="지연(분)", zh="延误（分钟）"),
    "why": Text(en="Why", ko="이유", zh="原因"),
    "prices": Text(en="New price", ko="새 가격", zh="新价格"),
    "products": Text(en="Products", ko="상품", zh="商品"),
    "stock": Text(en="Stock", ko="재고", zh="库存"),
    "planogram": Text(en="Planogram", ko="진열", zh="陈列"),
    "staff": Text(en="Staff", ko="직원", zh="员工"),
    "payments": Text(en="Payments", ko="결제", zh="支付"),
}

STATES = {
    "open": Text(en="open", ko="영업 중", zh="营业中"),
    "busy": Text(en="busy", ko="혼잡", zh="繁忙"),
    "paused": Text(en="paused", ko="주문 중지", zh="暂停接单"),
    "closed": Text(en="closed", ko="닫힘", zh="已打烊"),
}

TO_DO = {
    "write_off": Text(
        en="Take it off the shelf and write it off", ko="진열대에서 빼고 폐기하기", zh="下架并报损"
    ),
    "sell_today": Text(
        en="Last day today: sell it first, mark it down",
        ko="오늘이 마지막 날: 먼저 팔고 가격 내리기",
        zh="今天到期：优先销售并降价",
    ),
    "sell_first": Text(en="Sell it first", ko="먼저 팔기", zh="优先销售"),
    "refill_now": Text(
        en="Fill the shelf or count it; snooze it until then",
        ko="채우거나 세어 보고, 그때까지 판매 멈추기",
        zh="补货或盘点，期间暂停销售",
    ),
    "refill": Text(en="Fill it up with the next delivery", ko="다음 입고 때 채우기", zh="下次到货时补足"),
}
"""What to do about a stock alert."""
