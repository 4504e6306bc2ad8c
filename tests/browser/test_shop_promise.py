"""What the shop says about time and amount before one pays is what holds afterwards: on a phone, in English and Chinese."""

from datetime import datetime
from zoneinfo import ZoneInfo

from playwright.sync_api import expect

from tests.browser.crew import Crew, Goods
from tests.browser.house import House, eventually
from tests.browser.pages import Pages
from tests.browser.shopping import order, owner_of, pay, phone_with_cart, take
from tests.fronts.words import Said

STORE = "hongqiao"
MILK, GREEN_APPLE = "HR-00299", "HR-00067"
SHANGHAI = ZoneInfo("Asia/Shanghai")


def clock(instant: str) -> str:
    """As the clock at the store's wall shows it."""
    return datetime.fromisoformat(instant).astimezone(SHANGHAI).strftime("%H:%M")


def test_the_pay_page_says_what_a_payment_is_worth_and_a_late_one_moves_the_time(
    pages: Pages, house: House
) -> None:
    say = Said("shop", "en")
    context, shopper, _ = phone_with_cart(
        pages, house, [Goods(MILK, 1, "pick_up")], language="en", store=STORE
    )
    page = context.new_page()
    page.goto("/shop/cart")
    order_id = order(page, say)
    told = shopper.get(f"/orders/{order_id}")
    by, due_at = told["holds_until"], told["legs"][0]["due_at"]
    expect(page.get_by_text(say("shop.pay.holds.pick_up", by=clock(by), time=clock(due_at)))).to_be_visible()

    house.let_pass(seconds=420)
    page.reload()
    expect(page.get_by_text(say.like("shop.pay.counts.pick_up"))).to_be_visible()
    pay(page, house)
    moved = eventually(
        lambda: (now := shopper.get(f"/orders/{order_id}"))["legs"][0]["was_due_at"] and now,
        what="the time moves with the payment",
    )
    assert moved["legs"][0]["was_due_at"] == due_at < moved["legs"][0]["due_at"]
    said = say("shop.leg.movedPaid", was=clock(due_at), paid=clock(moved["paid_at"]))
    expect(page.get_by_text(said)).to_be_visible()


def test_goods_by_the_piece_are_ordered_in_pieces(pages: Pages, house: House) -> None:
    say = Said("shop", "zh")
    context, _, _ = phone_with_cart(pages, house, [Goods(MILK, 1, "pick_up")], language="zh", store=STORE)
    page = context.new_page()
    page.goto(f"/shop/p/{GREEN_APPLE}")
    expect(page.get_by_text(say("shop.product.typical", weight="200 g"))).to_be_visible()
    take(page, say, GREEN_APPLE, one_more=2, way="pick_up")
    page.goto("/shop/cart")
    apples = page.get_by_role("listitem").filter(has_text="青苹果")
    expect(apples.get_by_text(say("shop.amount.about", weight="600 g"))).to_be_visible()
    order_id = order(page, say)

    shopper = owner_of(page, house)
    [line] = [each for each in shopper.get(f"/orders/{order_id}")["lines"] if each["sku_id"] == GREEN_APPLE]
    assert (line["pieces"], line["quantity"], line["unit"]) == (3, 600, "gram")
    pay(page, house)
    apples = page.get_by_role("listitem").filter(has_text="青苹果")
    expect(apples.get_by_text(f"3 · {say('shop.amount.about', weight='600 g')}")).to_be_visible()

    crew = Crew(house, STORE)
    crew.prepare(shopper.get(f"/orders/{order_id}")["number"])
    expect(apples.get_by_text("→ 600 g")).to_be_visible()
    house.books_balance()
