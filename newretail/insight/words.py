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

STEP_CHAIN = Text(en="Name the chain", ko="체인 이름 정하기", zh="为连锁命名")
HOW_CHAIN = Text(
    en="Its name, money, languages and country. newretail setup has written a first version; edit it here.",
    ko="이름, 통화, 언어, 국가. newretail setup이 처음 값을 넣었으니 여기에서 고치세요.",
    zh="名称、货币、语言和国家。newretail setup 已写入初始值，可在此修改。",
)
STEP_STORE = Text(en="Open the first store", ko="첫 매장 열기", zh="开第一家店")
HOW_STORE = Text(
    en="A name, where it is and when it is open. It begins with zones and shelves for groceries, chilled and frozen goods; change them as you like.",
    ko="이름, 위치, 영업 시간만 정하세요. 상온·냉장·냉동 구역과 선반이 함께 만들어지며 언제든 바꿀 수 있습니다.",
    zh="填写名称、位置和营业时间即可。系统会建好常温、冷藏、冷冻分区和货架，之后可随意修改。",
)
STEP_PRODUCT = Text(en="Add products with prices", ko="상품과 가격 넣기", zh="添加商品和价格")
HOW_PRODUCT = Text(
    en="Import a table (take our template) or add one by one: code, barcode, names, unit, price.",
    ko="표를 가져오거나(양식 제공) 하나씩 추가하세요: 코드, 바코드, 이름, 단위, 가격.",
    zh="导入表格（可下载模板）或逐个添加：代码、条码、名称、单位、价格。",
)
STEP_SHELF = Text(en="Give them a place on a shelf", ko="진열 위치 정하기", zh="安排货架位置")
HOW_SHELF = Text(
    en="A store sells what has a place there. Give all products one at once, or choose the shelf on a product's page.",
    ko="매장은 자리가 있는 상품만 판매합니다. 모든 상품에 한 번에 자리를 주거나, 상품 화면에서 선반을 고르세요.",
    zh="门店只销售有货位的商品。可一次为所有商品安排货位，也可在商品页面选择货架。",
)
STEP_STOCK = Text(en="Receive the first goods", ko="첫 입고", zh="首次收货")
HOW_STOCK = Text(
    en="On the floor's screen, for example on a phone in the store: find or scan the product, count. Whoever does it needs a role and a badge from the store's page.",
    ko="매장 휴대폰의 입고 화면에서 상품을 찾거나 스캔하고 수량을 넣으세요. 담당자에게는 매장 화면에서 역할과 명찰을 먼저 주세요.",
    zh="在门店手机的收货页面查找或扫描商品并点数。请先在门店页面为负责人授予角色并发工牌。",
)
STEP_SALE = Text(en="Sell something", ko="첫 판매", zh="卖出第一单")
HOW_SALE = Text(
    en="Ring it up at the till, or order in the shop and pay. Then this page makes room for the day.",
    ko="계산대에서 판매하거나 쇼핑 화면에서 주문하고 결제하세요. 그러면 이 안내는 사라집니다.",
    zh="在收银台结账，或在商城下单付款。之后此页让位给当天的数据。",
)
ACCOUNT_COLUMNS = {
    "date": Text(en="Date", ko="일자", zh="日期"),
    "store_id": Text(en="Store code", ko="매장 코드", zh="门店代码"),
    "store": Text(en="Store", ko="매장", zh="门店"),
    "account": Text(en="Account code", ko="계정 코드", zh="科目代码"),
    "account_name": Text(en="Account", ko="계정", zh="科目"),
    "tender": Text(en="Tender", ko="결제 수단", zh="支付方式"),
    "cause": Text(en="Entry", ko="적요", zh="摘要"),
    "tax_rate": Text(en="Tax rate", ko="세율", zh="税率"),
    "currency": Text(en="Currency", ko="통화", zh="币种"),
    "debit": Text(en="Debit", ko="차변", zh="借方"),
    "credit": Text(en="Credit", ko="대변", zh="贷方"),
}
ACCOUNTS = {
    "cash_drawer": Text(en="Cash in drawers", ko="금전함 현금", zh="钱箱现金"),
    "safe": Text(en="Cash in the safe", ko="금고 현금", zh="保险柜现金"),
    "prepaid": Text(en="Prepaid by customers", ko="고객 선수금", zh="预收账款"),
    "sales": Text(en="Sales without tax", ko="매출(세금 제외)", zh="不含税销售收入"),
    "sales_tax": Text(en="Tax on sales", ko="매출 부가세", zh="销项税额"),
    "refunds_payable": Text(en="Refunds to be paid", ko="미지급 환불금", zh="应付退款"),
    "differences": Text(en="Cash differences", ko="현금 과부족", zh="现金长短款"),
}
CAUSES = {
    "capture": Text(en="Paid by a customer", ko="고객 결제", zh="顾客付款"),
    "settlement": Text(en="Goods handed over", ko="상품 인도", zh="商品交付"),
    "refund": Text(en="Refund granted", ko="환불 확정", zh="确认退款"),
    "refund_paid": Text(en="Refund paid out", ko="환불 지급", zh="支付退款"),
    "drawer_opened": Text(en="Drawer opened", ko="금전함 개시", zh="开启钱箱"),
    "drawer_closed": Text(en="Drawer closed", ko="금전함 마감", zh="钱箱结账"),
}
"""How an accountant calls the ledger's accounts and causes."""
