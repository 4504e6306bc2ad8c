"""The arithmetic of a sale."""

from hypothesis import given
from hypothesis import strategies as st

from newretail.kernel.money import line_amount, share_out
from newretail.ordering import rules
from newretail.ordering.rules import Way

money = st.integers(0, 10**7)


def test_delivery_is_free_from_the_mark_and_bags_are_paid_where_staff_pack():
    store = {"delivery_fee": 600, "free_delivery_from": 9900, "bag_fee": 50}
    assert rules.fees(goods=9899, ways=[Way.DELIVER], **store) == rules.Fees(delivery=600, bag=50)
    assert rules.fees(goods=9900, ways=[Way.DELIVER, Way.PICK_UP], **store) == rules.Fees(delivery=0, bag=50)
    assert rules.fees(goods=10, ways=[Way.CARRY_OUT], **store) == rules.Fees(delivery=0, bag=0)


prices = st.integers(0, 10**6)


def cut_line(amount: int, per: int, asked: int, depths: list[int]) -> tuple[int, list[int]]:
    """A line's list price, and cuts of it that leave at least nothing."""
    listed = line_amount(amount=amount, per=per, quantity=asked)
    return listed, share_out(listed * min(sum(depths), 100) // 100, over=depths) if sum(depths) else [
        0
    ] * len(depths)


@given(
    amount=prices,
    per=st.integers(1, 1000),
    asked=st.integers(1, 10**4),
    taken=st.integers(0, 2 * 10**4),
    depths=st.lists(st.integers(0, 60), max_size=3),
)
def test_what_is_taken_costs_its_list_price_less_its_cuts_and_never_above_agreed(
    amount, per, asked, taken, depths
):
    listed, cuts = cut_line(amount, per, asked, depths)
    agreed = listed - sum(cuts)
    came_to = rules.settle_taken(
        listed=listed, cuts=cuts, amount=amount, per=per, quantity=asked, taken=taken
    )
    assert 0 <= came_to.settled <= agreed
    assert all(0 <= share <= cut for share, cut in zip(came_to.cuts, cuts, strict=True))
    full = line_amount(amount=amount, per=per, quantity=taken) if taken < asked else listed
    assert came_to.settled + sum(came_to.cuts) == full, "list price less cuts, to the last unit of money"
    assert taken < asked or came_to.settled == agreed


@given(amount=prices, asked=st.integers(1, 500), taken=st.integers(0, 500), depth=st.integers(0, 100))
def test_a_short_pick_keeps_its_cut_pro_rata_within_one_unit_of_money(amount, asked, taken, depth):
    taken = min(taken, asked)
    listed = amount * asked
    cut = listed * depth // 100
    came_to = rules.settle_taken(listed=listed, cuts=[cut], amount=amount, per=1, quantity=asked, taken=taken)
    assert abs(came_to.settled * asked - (listed - cut) * taken) <= asked


def test_a_fifth_off_picked_short_by_a_fifth_costs_64_percent():
    came_to = rules.settle_taken(listed=10_000, cuts=[2000], amount=2000, per=1, quantity=5, taken=4)
    assert came_to == rules.Taken(settled=6400, cuts=[1600])


@given(amount=st.integers(0, 10**6), weights=st.lists(st.integers(0, 10**4), min_size=1, max_size=9))
def test_parts_of_an_amount_add_up_to_it(amount, weights):
    amount = min(amount, sum(weights))
    parts = share_out(amount, over=weights)
    assert sum(parts) == amount
    assert all(0 <= part <= weight for part, weight in zip(parts, weights, strict=True))
    exact = [amount * weight / (sum(weights) or 1) for weight in weights]
    assert all(abs(part - share) < 1 for part, share in zip(parts, exact, strict=True))


@given(settled=money, portions=st.lists(st.integers(1, 50), min_size=1, max_size=8))
def test_returning_everything_in_any_portions_returns_every_unit_of_money(settled, portions):
    taken = sum(portions)
    refunded = returned = 0
    for portion in portions:
        share = rules.refund_share(
            settled=settled, refunded=refunded, taken=taken, returned_before=returned, returned_now=portion
        )
        assert share >= 0
        refunded += share
        returned += portion
        assert refunded <= settled
    assert refunded == settled


def test_numbers_for_people_come_round():
    assert rules.number_for_people(0) == "A-0000"
    assert rules.number_for_people(10_412) == "B-0412"
    assert rules.number_for_people(260_001) == rules.number_for_people(1)


def departure(**changes) -> rules.Departure:
    usual = {
        "order_id": "o",
        "total": 5000,
        "units": 6,
        "lines": 4,
        "age_limited": False,
        "earlier_orders": 30,
        "earlier_mismatches": 0,
        "is_guest": False,
    }
    return rules.Departure(**(usual | changes))


def test_a_trusted_shopper_is_audited_by_random_check_alone():
    audits = sum(
        rules.departure_risk(departure(order_id=str(number)), secret=b"s")[0] >= rules.AUDIT_ABOVE
        for number in range(2000)
    )
    assert 60 <= audits <= 140, "about one in twenty"


def test_age_limits_and_an_earlier_mismatch_ask_for_an_audit():
    assert rules.departure_risk(departure(age_limited=True), secret=b"s")[0] == 1.0
    risk, reasons = rules.departure_risk(departure(earlier_mismatches=1, earlier_orders=1), secret=b"s")
    assert risk >= rules.AUDIT_ABOVE
    assert "earlier_mismatch" in reasons


def test_the_lot_depends_on_the_secret():
    lots = [
        {
            number
            for number in range(500)
            if "random_check" in rules.departure_risk(departure(order_id=str(number)), secret=key)[1]
        }
        for key in (b"a", b"b")
    ]
    assert lots[0] != lots[1]


def test_an_audit_names_what_differs_both_ways():
    assert rules.differing(
        paid=[("milk", 2), ("egg", 1)], counted=[("milk", 2), ("egg", 2), ("wine", 1)]
    ) == [
        {"sku_id": "egg", "paid": 1, "counted": 2},
        {"sku_id": "wine", "paid": 0, "counted": 1},
    ]


def test_an_order_is_told_by_the_parcel_that_asks_most_of_the_shopper():
    riding, shelved = ("deliver", "riding"), ("pick_up", "shelved")
    assert rules.stage_of("released", [("deliver", "waiting"), ("pick_up", "packed")]) == "released"
    assert rules.stage_of("released", [riding, ("pick_up", "arrived")]) == "riding"
    assert rules.stage_of("released", [riding, shelved]) == "shelved"
    assert rules.stage_of("done", [shelved]) == "done"
