"""The words of the pages, in the three languages. Short, polite, concrete."""

from typing import Any

from newretail.kernel.text import Text

WORDS: dict[str, Text] = {
    "skip": Text(en="Skip to content", ko="본문으로 건너뛰기", zh="跳到正文"),
    "language": Text(en="Language", ko="언어", zh="语言"),
    "stores": Text(en="Stores", ko="매장", zh="门店"),
    "open_until": Text(en="Open until {time}", ko="{time}까지 영업", zh="营业至 {time}"),
    "open_always": Text(en="Open around the clock", ko="24시간 영업", zh="24 小时营业"),
    "closed": Text(en="Closed", ko="영업 종료", zh="已打烊"),
    "closed_until": Text(en="Closed, opens {time}", ko="영업 전, {time}에 열어요", zh="休息中，{time} 开门"),
    "closed_today": Text(en="Closed for now", ko="임시 휴점", zh="暂停营业"),
    "busy": Text(
        en="Busy: about {n} min longer", ko="주문이 많아 약 {n}분 더 걸려요", zh="繁忙：约多等 {n} 分钟"
    ),
    "paused": Text(
        en="Open in store; online orders are paused",
        ko="매장 영업 중, 온라인 주문은 쉬어요",
        zh="门店营业，线上暂停接单",
    ),
    "hours": Text(en="Hours", ko="영업시간", zh="营业时间"),
    "every_day": Text(en="every day", ko="매일", zh="每天"),
    "products_here": Text(en="{n} products", ko="상품 {n}개", zh="{n} 种商品"),
    "search": Text(en="Search", ko="검색", zh="搜索"),
    "search_hint": Text(en="Product, brand or code", ko="상품, 브랜드, 코드 검색", zh="搜索商品、品牌或条码"),
    "all": Text(en="All", ko="전체", zh="全部"),
    "categories": Text(en="Categories", ko="분류", zh="分类"),
    "nothing_found": Text(
        en="Nothing here matches “{q}”.", ko="“{q}”에 맞는 상품이 없습니다.", zh="没有与“{q}”相符的商品。"
    ),
    "searched_instead": Text(
        en="Nothing matches “{q}”. Shown instead: “{corrected}”.",
        ko="“{q}”에 맞는 상품이 없어 “{corrected}”(으)로 찾았습니다.",
        zh="没有与“{q}”相符的商品，以下是“{corrected}”的结果。",
    ),
    "nothing_here": Text(en="There is nothing here yet.", ko="아직 상품이 없습니다.", zh="暂时没有商品。"),
    "try_fewer": Text(
        en="Try fewer or other words, in English, Korean or Chinese.",
        ko="단어를 줄이거나 바꿔 보세요. 한국어, 영어, 중국어 모두 됩니다.",
        zh="试试更少或不同的词，中文、英文、韩文均可。",
    ),
    "show_all": Text(en="Show everything", ko="전체 상품 보기", zh="查看全部商品"),
    "more": Text(en="More products", ko="상품 더 보기", zh="更多商品"),
    "results": Text(en="Products", ko="상품", zh="商品"),
    "choose_store": Text(en="Which store are you in?", ko="어느 매장에 계세요?", zh="您在哪家门店？"),
    "choose_store_why": Text(
        en="Then you see its price, what is left and when it can be with you.",
        ko="매장을 고르면 가격과 남은 수량, 받을 수 있는 시간을 알려 드려요.",
        zh="选择门店后，可查看价格、库存和送达时间。",
    ),
    "chain_price": Text(en="Usual price", ko="기본 가격", zh="参考价"),
    "price": Text(en="Price", ko="가격", zh="价格"),
    "no_price": Text(en="Price at the store", ko="가격은 매장에서", zh="价格以门店为准"),
    "each": Text(en="{amount} each", ko="개당 {amount}", zh="每件 {amount}"),
    "your_piece": Text(en="On the scale", ko="저울 무게", zh="称重"),
    "printed_price": Text(en="Price on the label", ko="라벨 가격", zh="标签价格"),
    "typically": Text(en="one is about {weight}", ko="하나에 약 {weight}", zh="每份约 {weight}"),
    "plenty": Text(en="Plenty left", ko="넉넉해요", zh="库存充足"),
    "only_left": Text(en="Only {left} left", ko="{left} 남았어요", zh="仅剩 {left}"),
    "some_left": Text(en="{left} left", ko="{left} 남음", zh="剩余 {left}"),
    "sold_out": Text(en="Sold out", ko="품절", zh="售罄"),
    "not_here": Text(en="Not at this store", ko="이 매장에 없음", zh="本店未售"),
    "asleep": Text(en="Put aside", ko="판매 쉼", zh="暂停销售"),
    "floor_only": Text(
        en="The last ones are kept for shoppers in the store.",
        ko="남은 수량은 매장 손님용입니다.",
        zh="余量保留给到店顾客。",
    ),
    "elsewhere": Text(en="Also at", ko="다른 매장", zh="其他门店"),
    "cannot_be_sold": Text(
        en="Please do not buy this one", ko="이 상품은 구입하지 마세요", zh="请不要购买这一件"
    ),
    "not_for_sale_now": Text(en="Not for sale right now", ko="지금은 살 수 없어요", zh="目前无法购买"),
    "eat_by": Text(en="Eat by {day}", ko="{day}까지", zh="请于 {day} 前食用"),
    "eat_today": Text(en="Eat today", ko="오늘까지", zh="今天食用"),
    "expired_on": Text(en="Expired on {day}", ko="{day}에 기한 지남", zh="{day} 已过期"),
    "freshness": Text(en="Freshness", ko="신선도", zh="新鲜度"),
    "lot": Text(en="Lot", ko="로트", zh="批次"),
    "lot_unknown": Text(
        en="Lot {lot} is not in this store’s book; the label’s date counts.",
        ko="{lot} 로트는 이 매장 기록에 없어 라벨 날짜를 따릅니다.",
        zh="批次 {lot} 不在本店记录中，以标签日期为准。",
    ),
    "on_shelf_now": Text(en="On the shelf now", ko="지금 진열된 상품", zh="当前在架"),
    "keeps": Text(en="Keeps {n} days from arrival", ko="입고 후 {n}일", zh="到货后可保存 {n} 天"),
    "keeps_one": Text(en="Sold only on the day it arrives", ko="들어온 날만 판매", zh="仅到货当天销售"),
    "keeps_long": Text(en="Keeps for months", ko="오래 보관할 수 있어요", zh="可长期保存"),
    "ways": Text(en="How would you like it?", ko="어떻게 드실래요?", zh="您想怎么带走？"),
    "ways_store": Text(en="Ways out of the store", ko="받는 방법", zh="取货方式"),
    "carry_out": Text(en="Carry out", ko="가져가기", zh="带走"),
    "deliver": Text(en="Delivery", ko="배달", zh="配送"),
    "pick_up": Text(en="Pick up", ko="픽업", zh="自提"),
    "eat_in": Text(en="Eat here", ko="여기서 먹기", zh="堂食"),
    "now": Text(en="now", ko="지금", zh="现在"),
    "by": Text(en="by {time}", ko="{time}까지", zh="{time} 前"),
    "at_table": Text(en="at a table", ko="테이블에서", zh="在餐桌"),
    "closed_ways": Text(
        en="The store is closed; it opens {time}.",
        ko="지금은 문을 닫았어요. {time}에 열어요.",
        zh="门店已打烊，{time} 开门。",
    ),
    "if_ordered_now": Text(
        en="If ordered now, 1 km away", ko="지금 주문하면 (1 km 거리)", zh="现在下单（1 公里）"
    ),
    "surely": Text(
        en="{n} of 100 such orders arrive by then",
        ko="100건 중 {n}건이 이 시각 전에 도착",
        zh="100 单中有 {n} 单在此前送达",
    ),
    "minutes": Text(en="min", ko="분", zh="分钟"),
    "allergens": Text(en="Allergens", ko="알레르기 유발 성분", zh="过敏原"),
    "allergens_none": Text(en="None stated", ko="표시된 성분 없음", zh="未标示"),
    "allergens_guess": Text(
        en="May be incomplete; please read the pack.",
        ko="빠진 것이 있을 수 있으니 포장을 확인해 주세요.",
        zh="可能不完整，请以包装为准。",
    ),
    "age": Text(en="{n} and over", ko="{n}세 이상", zh="{n} 岁以上"),
    "origin": Text(en="Origin", ko="원산지", zh="产地"),
    "brand": Text(en="Brand", ko="브랜드", zh="品牌"),
    "content": Text(en="Content", ko="내용량", zh="净含量"),
    "storage": Text(en="Storage", ko="보관", zh="储存"),
    "ingredients": Text(en="Ingredients", ko="원재료", zh="配料"),
    "place": Text(en="Where it stands", ko="진열 위치", zh="所在货架"),
    "shelf": Text(en="Shelf {shelf}", ko="{shelf} 선반", zh="货架 {shelf}"),
    "shelf_empty": Text(
        en="Nothing stands on this shelf.", ko="이 선반에는 상품이 없습니다.", zh="此货架暂无商品。"
    ),
    "code": Text(en="Code", ko="코드", zh="条码"),
    "about": Text(en="About this product", ko="상품 정보", zh="商品信息"),
    "off": Text(
        en="Product data from Open Food Facts (ODbL)",
        ko="상품 정보: Open Food Facts (ODbL)",
        zh="商品数据来自 Open Food Facts（ODbL）",
    ),
    "scan_how": Text(en="Scan any code in the store", ko="매장의 코드를 찍어 보세요", zh="扫一扫店内任意码"),
    "scan_how_text": Text(
        en="Point your phone’s camera at the square code on a shelf or a pack: price, freshness and allergens appear here. No app needed.",
        ko="선반이나 포장의 네모난 코드를 휴대폰 카메라로 비추면 가격, 신선도, 알레르기 정보가 바로 나옵니다. 앱은 필요 없어요.",
        zh="用手机相机对准货架或包装上的方形码，即可查看价格、新鲜度和过敏原，无需安装应用。",
    ),
    "for_staff": Text(en="For staff and builders", ko="직원과 개발자를 위해", zh="员工与开发者"),
    "shop": Text(en="Shop", ko="쇼핑하기", zh="去购物"),
    "shop_here": Text(en="Buy in the shop", ko="여기서 담기", zh="在商城购买"),
    "floor": Text(en="Floor", ko="매장 업무", zh="门店作业"),
    "ride": Text(en="Ride", ko="라이드", zh="骑手"),
    "hq": Text(en="Head office", ko="본사", zh="总部"),
    "back_office": Text(en="Back office", ko="백오피스", zh="后台"),
    "api_docs": Text(en="API documentation", ko="API 문서", zh="API 文档"),
    "wallet": Text(en="Demo wallet", ko="데모 지갑", zh="演示钱包"),
    "stores_all": Text(en="{n} stores", ko="매장 {n}곳", zh="{n} 家门店"),
    "store_hint": Text(en="Name of a store", ko="매장 이름", zh="门店名称"),
    "more_stores": Text(en="More stores", ko="매장 더 보기", zh="更多门店"),
    "no_such_store": Text(
        en="No store is called “{q}”.", ko="“{q}”(이)라는 매장이 없습니다.", zh="没有名为“{q}”的门店。"
    ),
    "stores_open": Text(
        en="{open} of {all} stores open",
        ko="매장 {all}곳 중 {open}곳 영업 중",
        zh="{all} 家门店，{open} 家营业中",
    ),
    "go_home": Text(en="To the start page", ko="처음으로", zh="返回首页"),
    "error_404": Text(en="We could not find that", ko="찾으시는 것이 없어요", zh="没有找到"),
    "error_code": Text(en="We do not know this code", ko="모르는 코드예요", zh="不认识此码"),
    "error_400": Text(en="This code cannot be read", ko="읽을 수 없는 코드예요", zh="无法识别此码"),
    "error_bad": Text(en="That request does not work", ko="처리할 수 없는 요청이에요", zh="无法处理此请求"),
    "error_403": Text(en="This is not open to you", ko="들어갈 수 없는 곳이에요", zh="无权访问"),
    "error_500": Text(
        en="Something broke on our side", ko="저희 쪽에 문제가 생겼어요", zh="我们这边出了问题"
    ),
    "error_503": Text(en="One moment, please", ko="잠시만 기다려 주세요", zh="请稍候"),
    "what_to_do": Text(en="What you can do", ko="이렇게 해 보세요", zh="您可以"),
    "do_rescan": Text(
        en="Scan the code again, flat and in good light.",
        ko="코드를 펴고 밝은 곳에서 다시 찍어 주세요.",
        zh="将码放平，在光线充足处重新扫描。",
    ),
    "do_type": Text(
        en="Search by name or by the number under the bars.",
        ko="이름이나 바코드 아래 숫자로 검색해 주세요.",
        zh="用名称或条码下方的数字搜索。",
    ),
    "do_ask": Text(
        en="Ask the staff: they are glad to help.",
        ko="직원에게 물어보세요. 기꺼이 도와드려요.",
        zh="询问店员，我们乐意帮忙。",
    ),
    "do_home": Text(
        en="Start again from the first page.", ko="처음 화면에서 다시 시작해 주세요.", zh="从首页重新开始。"
    ),
    "do_wait": Text(
        en="Wait a moment and load the page again.", ko="잠시 후 다시 열어 주세요.", zh="请稍后重新加载页面。"
    ),
}


def say(key: str, **values: Any) -> str:
    """One of our words in the reader's language."""
    return WORDS[key].say(**values)
